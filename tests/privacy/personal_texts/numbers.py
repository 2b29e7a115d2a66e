"""Invented numbers of persons, and the ways in which people write them. Every spelling returns text and secret part."""

from __future__ import annotations

import random
import string

WIDE = {ord(mark): chr(ord(mark) + 0xFEE0) for mark in string.digits + string.ascii_letters + "-.()+"}
SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")
SPOKEN_ONE = str.maketrans("0123456789", "零幺二三四五六七八九")
CIRCLE = str.maketrans("0123456789", "〇一二三四五六七八九")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
LETTERS = "abcdefghijkmnopqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def mobile(rng: random.Random) -> str:
    return "1" + rng.choice(["35", "38", "36", "39", "50", "51", "58", "59", "73", "77", "80", "86", "89", "91", "98", "99", "66", "47"]) + digits(rng, 8)  # fmt: skip


def _groups(number: str, sizes: tuple[int, ...], mark: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return mark.join(parts)


MOBILE = {
    "plain": lambda n: n,
    "spaces": lambda n: _groups(n, (3, 4, 4), " "),
    "dashes": lambda n: _groups(n, (3, 4, 4), "-"),
    "dots": lambda n: _groups(n, (3, 4, 4), "."),
    "middle dots": lambda n: _groups(n, (3, 4, 4), "·"),
    "low lines": lambda n: _groups(n, (3, 4, 4), "_"),
    "tildes": lambda n: _groups(n, (3, 4, 4), "~"),
    "slashes": lambda n: _groups(n, (3, 4, 4), "/"),
    "long dashes": lambda n: _groups(n, (3, 4, 4), "—"),
    "en dashes with blanks": lambda n: _groups(n, (3, 4, 4), " – "),
    "double blanks": lambda n: _groups(n, (3, 4, 4), "  "),
    "line breaks": lambda n: _groups(n, (3, 4, 4), "\n"),
    "one line break": lambda n: n[:7] + "\n" + n[7:],
    "tabs": lambda n: _groups(n, (3, 4, 4), "\t"),
    "wide": lambda n: n.translate(WIDE),
    "wide with blanks": lambda n: _groups(n.translate(WIDE), (3, 4, 4), "\u3000"),
    "wide dashes": lambda n: _groups(n, (3, 4, 4), "－"),
    "country": lambda n: "+86 " + n,
    "country glued": lambda n: "+86" + n,
    "country dashes": lambda n: "+86-" + _groups(n, (3, 4, 4), "-"),
    "country zeros": lambda n: "0086" + n,
    "country zeros dashes": lambda n: "0086-" + _groups(n, (3, 4, 4), "-"),
    "country brackets": lambda n: "(+86)" + n,
    "country wide brackets": lambda n: "（86）" + n,
    "country spaces": lambda n: "86 " + _groups(n, (3, 4, 4), " "),
    "brackets": lambda n: f"({n[:3]}){n[3:]}",
    "wide brackets": lambda n: f"（{n[:3]}）{n[3:7]}-{n[7:]}",
    "three eight": lambda n: _groups(n, (3, 8), " "),
    "five six": lambda n: _groups(n, (5, 6), " "),
    "four four three": lambda n: _groups(n, (4, 4, 3), " "),
    "four four three dashes": lambda n: _groups(n, (4, 4, 3), "-"),
    "seven four": lambda n: _groups(n, (7, 4), " "),
    "three three five": lambda n: _groups(n, (3, 3, 5), " "),
    "pairs": lambda n: _groups(n, (3, 2, 2, 2, 2), " "),
    "single": " ".join,
    "single dashes": "-".join,
    "spoken": lambda n: n.translate(SPOKEN),
    "spoken one": lambda n: n.translate(SPOKEN_ONE),
    "spoken circle": lambda n: n.translate(CIRCLE),
    "spoken blanks": lambda n: _groups(n.translate(SPOKEN), (3, 4, 4), " "),
    "formal": lambda n: n.translate(FORMAL),
    "mixed": lambda n: n[:3] + n[3:7].translate(SPOKEN) + n[7:],
    "mixed head": lambda n: n[:3].translate(SPOKEN) + n[3:],
    "mixed tail": lambda n: n[:7] + n[7:].translate(SPOKEN),
    "letter l": lambda n: "l" + n[1:],
    "letter I": lambda n: "I" + n[1:],
    "letter O": lambda n: n[:3] + n[3:].replace("0", "O"),
    "star": lambda n: f"{n[:3]}*{n[3:]}",
    "mixed marks": lambda n: f"{n[:3]} {n[3:7]}-{n[7:]}",
    "float": lambda n: n + ".0",
    "unseen": lambda n: n[:3] + "\u200b" + n[3:7] + "\ufeff" + n[7:],
    "extension": lambda n: n + "转8",
    "commas": lambda n: _groups(n, (3, 4, 4), ","),
    "hard blanks": lambda n: _groups(n, (3, 4, 4), "\u00a0"),
}  # fmt: skip


def landline(rng: random.Random) -> tuple[str, str]:
    area = rng.choice(["021", "010", "0512", "0571", "025", "0532", "0755", "0513", "028"])
    return area, rng.choice("345678") + digits(rng, 7 if len(area) == 3 or rng.random() < 0.6 else 6)


LANDLINE = {
    "dash": lambda a, n: f"{a}-{n}",
    "glued": lambda a, n: a + n,
    "brackets": lambda a, n: f"({a}){n}",
    "brackets blank": lambda a, n: f"({a}) {n}",
    "wide brackets": lambda a, n: f"（{a}）{n}",
    "blanks": lambda a, n: f"{a} {n[:4]} {n[4:]}",
    "dashes": lambda a, n: f"{a}-{n[:4]}-{n[4:]}",
    "wide": lambda a, n: f"{a}-{n}".translate(WIDE),
    "long dash": lambda a, n: f"{a}—{n}",
    "spaced dash": lambda a, n: f"{a} - {n}",
    "slash": lambda a, n: f"{a}/{n}",
    "dot": lambda a, n: f"{a}.{n}",
    "middle dot": lambda a, n: f"{a}·{n}",
    "extension": lambda a, n: f"{a}-{n}转801",
    "extension dash": lambda a, n: f"{a}-{n}-8012",
    "extension ext": lambda a, n: f"{a}-{n} ext 12",
    "country": lambda a, n: f"+86-{a[1:]}-{n}",
    "country blanks": lambda a, n: f"+86 {a[1:]} {n[:4]} {n[4:]}",
    "country zeros": lambda a, n: f"0086-{a[1:]}-{n}",
    "country brackets": lambda a, n: f"(86-{a[1:]}){n}",
    "country glued": lambda a, n: f"+86{a[1:]}{n}",
    "low line": lambda a, n: f"{a}_{n}",
    "line break": lambda a, n: f"{a}\n{n}",
    "spoken": lambda a, n: (a + n).translate(SPOKEN),
    "unseen": lambda a, n: f"{a}\u200b{n[:4]}\u200b{n[4:]}",
    "star": lambda a, n: f"{a}*{n}",
    "tilde": lambda a, n: f"{a}~{n}",
    "wide blank": lambda a, n: f"{a}\u3000{n}",
}
#: Words before a number without area code.
LANDLINE_WORDS = [
    "电话{}", "电话：{}", "固话{}", "座机{}", "宅电{}", "家里{}", "家中电话 {}", "号码是{}", "T:{}", "TEL：{}", "Tel. {}", "传真{}", "回电{}", "请打{}",
    "拨打{}", "联系电话为{}", "单位电话{}", "办公电话：{}", "家庭电话 {}", "联系方式{}", "来电号码{}", "致电{}", "固定电话：{}", "住宅电话{}", "电话(家){}", "热线之外另留{}电话",
    "主叫号码{}", "来电显示{}", "☎{}", "店内电话{}", "分机前拨{}", "留了{}这个座机",
]  # fmt: skip

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
REGIONS = ["310112", "310104", "310115", "110105", "320583", "330106", "341221", "420106", "510104", "610113", "410105", "362330", "230102", "440305"]  # fmt: skip


def _born(rng: random.Random, first: int = 1938, last: int = 2008) -> str:
    return f"{rng.randint(first, last)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"


def card(rng: random.Random, ends_in_x: bool = False) -> str:
    while True:
        body = rng.choice(REGIONS) + _born(rng) + digits(rng, 3)
        check = "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]
        if (check == "X") == ends_in_x:
            return body + check


def old_card(rng: random.Random) -> str:
    return rng.choice(REGIONS) + _born(rng, 1938, 1985)[2:] + digits(rng, 3)


CARD = {
    "plain": lambda n: n,
    "blanks": lambda n: _groups(n, (6, 8, 4), " "),
    "dashes": lambda n: _groups(n, (6, 8, 4), "-"),
    "fours": lambda n: _groups(n, (6, 4, 4, 4), " "),
    "all fours": lambda n: _groups(n, (4, 4, 4, 4, 2), " "),
    "threes": lambda n: _groups(n, (3, 3, 4, 4, 4), " "),
    "wide": lambda n: n.translate(WIDE),
    "lower x": lambda n: n.lower(),
    "dots": lambda n: _groups(n, (6, 8, 4), "."),
    "middle dots": lambda n: _groups(n, (6, 8, 4), "·"),
    "low lines": lambda n: _groups(n, (6, 8, 4), "_"),
    "line break": lambda n: n[:9] + "\n" + n[9:],
    "line breaks": lambda n: _groups(n, (6, 8, 4), "\n"),
    "spoken": lambda n: n.translate(SPOKEN),
    "fourteen": lambda n: _groups(n, (14, 4), " "),
    "single": " ".join,
    "unseen": lambda n: n[:6] + "\u200b" + n[6:14] + "\u200b" + n[14:],
    "wide blanks": lambda n: _groups(n, (6, 8, 4), "\u3000"),
    "slashes": lambda n: _groups(n, (6, 8, 4), "/"),
    "long dashes": lambda n: _groups(n, (6, 8, 4), "—"),
}
CARD_TAILS = [
    "身份证后四位{4}", "身份证尾号{4}", "身份证后六位是{6}", "身份证末四位：{4}", "证件尾号{4}", "身份证号码最后6位{6}", "身份证后4位为{4}", "身份证（尾号{4}）",
    "身份证前六位{6}", "身份证后5位{5}",
]  # fmt: skip


def luhn(rng: random.Random, length: int = 19) -> str:
    start = rng.choice(["6222021001", "6217001210", "6228480030", "6225881234", "6214830210", "4367420011", "5187102233", "6230520080", "6013820800"])  # fmt: skip
    body = start + digits(rng, length - len(start) - 1)
    total = sum(int(d) if i % 2 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


BANK = {
    "plain": lambda n: n,
    "fours": lambda n: _groups(n, (4, 4, 4, 4, 4), " ").strip(),
    "dashes": lambda n: _groups(n, (4, 4, 4, 4, 4), "-").strip("-"),
    "wide": lambda n: n.translate(WIDE),
    "six": lambda n: _groups(n, (6, 13), " ").strip(),
    "line break": lambda n: n[:8] + "\n" + n[8:],
    "dots": lambda n: _groups(n, (4, 4, 4, 4, 4), ".").strip("."),
    "wide blanks": lambda n: _groups(n, (4, 4, 4, 4, 4), "\u3000").strip(),
    "unseen": lambda n: n[:4] + "\u200b" + n[4:],
    "spoken": lambda n: n.translate(SPOKEN),
}
BANK_TAILS = ["银行卡尾号{4}", "卡号后四位{4}", "尾号{4}的储蓄卡", "银行卡末四位为{4}", "尾号为{4}的银行卡"]


def paper(rng: random.Random) -> tuple[str, str]:
    """A word for a paper and its number."""
    kinds = {
        "护照": [
            "E" + digits(rng, 8),
            "G" + digits(rng, 8),
            "E" + rng.choice("ABCDH") + digits(rng, 7),
            "P" + digits(rng, 7),
        ],
        "港澳通行证": ["C" + digits(rng, 8), "C" + rng.choice("ABD") + digits(rng, 7)],
        "往来港澳通行证": ["C" + digits(rng, 8), "W" + digits(rng, 8)],
        "台湾通行证": ["L" + digits(rng, 8), "T" + digits(rng, 8)],
        "台胞证": [digits(rng, 8), "0" + digits(rng, 7)],
        "回乡证": ["H" + digits(rng, 8), "M" + digits(rng, 8), "H" + digits(rng, 10)],
        "军官证": ["军字第" + digits(rng, 7) + "号", "南字第" + digits(rng, 8) + "号"],
        "社保卡号": [digits(rng, 9), rng.choice("ABCD") + digits(rng, 8)],
        "医保卡": [digits(rng, 10), "A" + digits(rng, 8)],
        "驾驶证号": [digits(rng, 12), card(rng)],
        "残疾证": [card(rng) + "43", card(rng) + "44B1"],
        "居住证": ["81" + "0000" + _born(rng) + digits(rng, 4), "83" + "0000" + _born(rng) + digits(rng, 4)],
        "外国人永久居留证": ["USA" + digits(rng, 12), "JPN" + digits(rng, 12)],
        "老年卡": [digits(rng, 10)],
        "户口簿": [digits(rng, 9)],
        "学籍号": ["G" + card(rng)],
    }
    word = rng.choice(list(kinds))
    return word, rng.choice(kinds[word])


PAPER = {
    "glued": lambda w, n: w + n,
    "number word": lambda w, n: (w if w.endswith("号") else w + "号") + n,
    "number words": lambda w, n: f"{w.removesuffix('号')}号码：{n}",
    "colon": lambda w, n: f"{w}：{n}",
    "blank": lambda w, n: f"{w} {n}",
    "brackets": lambda w, n: f"{w}（{n}）",
    "is": lambda w, n: f"{w}是{n}",
    "for": lambda w, n: f"{w}号为{n}".replace("号号", "号"),
    "wide": lambda w, n: w + n.translate(WIDE),
    "lower": lambda w, n: w + n.lower(),
    "grouped": lambda w, n: f"{w} {n[:-4]} {n[-4:]}",
    "dash": lambda w, n: f"{w}{n[:-8]}-{n[-8:]}" if len(n) > 8 else w + n,
    "behind": lambda w, n: f"{n}（{w}）",
    "no": lambda w, n: f"{w} No.{n}",
    "number colon": lambda w, n: f"{w.removesuffix('号')}编号: {n}",
}


def email(rng: random.Random) -> tuple[str, str]:
    user = rng.choice([
        "".join(rng.choice(LETTERS) for _ in range(rng.randint(4, 9))) + digits(rng, rng.choice([0, 2, 4])),
        "".join(rng.choice(LETTERS) for _ in range(5)) + "." + "".join(rng.choice(LETTERS) for _ in range(4)),
        rng.choice("12345678") + digits(rng, 8),
        "".join(rng.choice(LETTERS) for _ in range(4)) + "_" + digits(rng, 3),
    ])  # fmt: skip
    return user, rng.choice(["qq.com", "163.com", "126.com", "sina.cn", "gmail.com", "sh.gov.cn", "139.com", "hotmail.com", "foxmail.com", "mail.example.com"])  # fmt: skip


EMAIL = {
    "plain": lambda u, h: f"{u}@{h}",
    "upper": lambda u, h: f"{u}@{h}".upper(),
    "plus": lambda u, h: f"{u}+1@{h}",
    "wide at": lambda u, h: f"{u}＠{h}",
    "wide": lambda u, h: f"{u}@{h}".translate({**WIDE, ord("@"): "＠"}),
    "square at": lambda u, h: f"{u}[at]{h}",
    "round at": lambda u, h: f"{u}(at){h}",
    "wide round at": lambda u, h: f"{u}（AT）{h}",
    "at and dot": lambda u, h: f"{u}(at){h.replace('.', '(dot)')}",
    "spaced at": lambda u, h: f"{u} at {h}",
    "spaced at dot": lambda u, h: f"{u} at {h.replace('.', ' dot ')}",
    "hash": lambda u, h: f"{u}#{h}",
    "spoken": lambda u, h: f"{u}艾特{h.replace('.', '点')}",
    "spoken at": lambda u, h: f"{u}艾特{h}",
    "spaces": lambda u, h: f"{u} @ {h}",
    "spaced dots": lambda u, h: f"{u}@{h.replace('.', ' . ')}",
    "wide dot": lambda u, h: f"{u}@{h.replace('.', '。')}",
    "line break": lambda u, h: f"{u}@\n{h}",
    "star": lambda u, h: f"{u}*{h}",
    "lens at": lambda u, h: f"{u}【at】{h}",
    "comma": lambda u, h: f"{u}@{h.replace('.', ',')}",
    "unseen": lambda u, h: f"{u}\u200b@{h}",
}


def account(rng: random.Random) -> str:
    letters = "".join(rng.choice(LETTERS) for _ in range(rng.randint(4, 9)))
    return rng.choice([letters + digits(rng, 4), letters + "_" + digits(rng, 3), "wxid_" + letters + digits(rng, 3), letters + "-" + digits(rng, 2), letters.capitalize() + digits(rng, 2)])  # fmt: skip


ACCOUNT = [
    "微信号{a}", "微信：{a}", "微信{a}", "微信号是{a}", "微信号为 {a}", "微信（{a}）", "加微信{a}", "加我微信 {a}", "wx:{a}", "vx {a}", "V信{a}", "WeChat: {a}", "WeChat ID {a}",
    "威信{a}", "微 信：{a}", "QQ{q}", "QQ号：{q}", "QQ：{q}", "qq号码{q}", "扣扣{q}", "QQ {q}", "加QQ {q}", "企鹅号{q}", "Q Q：{q}", "ＱＱ{q}", "抖音号{a}", "抖音：{a}", "快手号{a}",
    "小红书号：{q}", "小红书号{a}", "微博账号{a}", "支付宝账号{a}", "支付宝：{a}", "支付宝{q}", "淘宝账号{a}", "旺旺号{a}", "钉钉号{a}", "微信同QQ，{q}", "微信号码：{a}", "微信ID：{a}", "微信号:{a}",
    "闲鱼账号{a}", "B站账号{a}", "QQ号码为{q}", "qq:{q}", "微信号“{a}”", "Telegram {a}", "telegram：@{a}", "Weixin号{a}", "支付宝账户{a}",
]  # fmt: skip


def plate(rng: random.Random) -> tuple[str, str, str]:
    body = rng.choice([
        digits(rng, 5), digits(rng, 5), rng.choice(CAPITALS.replace("O", "").replace("I", "")) + digits(rng, 4), digits(rng, 3) + "".join(rng.choice("ABEHKMNPRT") for _ in range(2)),
        digits(rng, 1) + rng.choice("ABEHKM") + digits(rng, 3), rng.choice("DF") + digits(rng, 5), digits(rng, 5) + rng.choice("DF"), "".join(rng.choice("ABEHKM") for _ in range(2)) + digits(rng, 3),
        "".join(rng.choice("ABEHKM") for _ in range(2)) + digits(rng, 2) + rng.choice("ABEHKMZ"), "".join(rng.choice("BCEHKM") for _ in range(2)) + digits(rng, 3),
    ])  # fmt: skip
    return rng.choice("沪苏浙皖鲁豫京粤川鄂湘赣闽"), rng.choice("ABCDEFGHJK"), body


PLATE = {
    "plain": lambda p, c, b: p + c + b,
    "middle dot": lambda p, c, b: f"{p}{c}·{b}",
    "bullet": lambda p, c, b: f"{p}{c}•{b}",
    "dash": lambda p, c, b: f"{p}{c}-{b}",
    "blank": lambda p, c, b: f"{p}{c} {b}",
    "blanks": lambda p, c, b: f"{p} {c} {b}",
    "dot": lambda p, c, b: f"{p}{c}.{b}",
    "lower": lambda p, c, b: (p + c + b).lower(),
    "wide": lambda p, c, b: (p + c + b).translate(WIDE),
    "split": lambda p, c, b: f"{p}{c}{b[:2]} {b[2:]}",
    "behind": lambda p, c, b: f"{c}{b}{p}",
    "trailer": lambda p, c, b: f"{p}{c}{b[:4]}挂" if sum(x.isdigit() for x in b[:4]) > 1 else p + c + b,
    "police": lambda p, c, b: f"{p}{c}{b[-5:][:4]}警" if sum(x.isdigit() for x in b[-5:][:4]) > 1 else p + c + b,
    "learner": lambda p, c, b: f"{p}{c}{b[-5:][:4]}学" if sum(x.isdigit() for x in b[-5:][:4]) > 1 else p + c + b,
    "long dash": lambda p, c, b: f"{p}{c}—{b}",
    "low line": lambda p, c, b: f"{p}{c}_{b}",
    "word": lambda p, c, b: f"车牌{c}{b}",
    "word brackets": lambda p, c, b: f"车牌号（{p}{c}{b}）",
    "brackets": lambda p, c, b: f"{p}（{c}{b}）",
    "line break": lambda p, c, b: f"{p}{c}\n{b}",
    "unseen": lambda p, c, b: f"{p}{c}\u200b{b}",
    "star": lambda p, c, b: f"{p}{c}*{b}",
}
SPECIAL_PLATES = ["使{6}", "WJ沪{5}", "粤Z{4}港", "粤Z{4}澳", "{6}使", "沪{6}领", "WJ31{5}", "粤Z·{4}港"]
