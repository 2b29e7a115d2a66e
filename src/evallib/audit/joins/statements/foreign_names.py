"""Foreign names (套用文本留下的名称): “甲镇” throughout, once “乙镇” with words that elsewhere follow the first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

#: A place by the kind at its end; two characters of its name in front tell it apart.
_PLACE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2})(?P<kind>自治县|新区|街道|[镇乡县区市旗省])(?=(?P<rest>[\u4e00-\u9fff]{0,6}))"
)
#: Words of the language that end in a kind: 社区, 超市, 城镇, 故乡, 各县, 外省.
_COMMON = (
    ".[社片辖园地小景灾库校厂院街牧林矿战郊城户围]区|经济区|.[城门超上股夜省]市|[地县]级市|直辖市|.[乡城集村建街]镇|"
    ".[城下返故]乡|.外省|.[我本各全该][镇乡县区市省]|[省市区县镇乡的在与和及等对].[镇乡县区市省]|.[与和及]."
)
#: What a zone is for.
_ZONES = "(?:启动|示范|核心|起步|试验|先行|引领|功能|产业|工业|建成|行政|合作|保税|开发|高新|经开|园|景|库)区"
#: What is done with or for the own place, which is told without its name: 提请市人大, 落实市委要求.
_VERBS = (
    "(?:(?:其中|加挂|不分)[镇乡县区市省]|.[请受报给对据照持督促送付补缴拨予使让经][镇乡县区市省]|(?:通过|自治|实施|[落充]实|下达|根据|按照|围绕|贯彻|依据|支持|推动|推进|加强|没有|办理|压实|"
    "成立|召开|实现|完善|建设|保障|促进|服务|覆盖|[列纳]入|争取|听取|审议|批准|完成|开展|组织|配合|负责|代表|上解|返还|转移|补助).)"
)
_NO_PLACE = re.compile(f"^(?:{_COMMON}|{_ZONES}|{_VERBS})")
#: What a unit says of another one, or does with it.
_OTHERS = re.compile(
    "借鉴|学习|考察|赴|邀请|联合|会同|协作|对比|相比|合作|来函|转来|移交|抄送|协调|报送|批复|下达|上级|兄弟|"
    r"对口|支援|帮扶|结对|托管|医联体|判[决处]|裁定|起诉|诉讼|参[照考]|移送|协助|交流|引进|挂职|借调|转[诊院]|访|比照|"
    r"经验|例如|比如|排名|毗邻|相邻|周边|接壤|交界|合并|撤销|划入|划出|调任|原(?![则因有值始来料])|"
    r"第(?!三方)[一二三四五\d](?![一二三四五六七八九十]*[届次期季])|[迁位]于|前往|赶赴|来自|籍"
)
_BESIDE = re.compile(r"[与和及、跟同对比较向给从至到]$")
#: In front of the name of a place stands no word that runs into it: a sign, a number, the place that it lies in.
_BEGINS = re.compile(r"(?:^|[^\u4e00-\u9fff]|[区县市省州年度是按在对由经于受设查])$")
#: Words that run into the kind itself: “并经镇政府同意”.
_NO_STEM = re.compile(
    "[并经由向对为在是和及与或各该本全将已被从到以其按报请需应可能要等每某级个只我年大强了的]|把握|签约"
)
#: “推动强县跻身百强”, “领跑县”: what such a place is like, and no name.
_WORD = re.compile("[强弱富大小穷]$")
#: “提交市第十八届人民代表大会”: a verb, and the kind without a name.
_VERB = re.compile("^(?:提[交请]|[报呈][请送]?|上报|递交|送交|列席|出席|召开|围绕|根据|按照|经过?|参加|通过)$")
#: “零工市场”, “市本级”, “省外”, “县市区”: the kind begins a word of its own, and names no place.
_RUNS_ON = re.compile("[场区间外内域值民属际直城村]|本级")
_BODY = re.compile(r"办事处|[\u4e00-\u9fff]{1,5}?(?:局|委|中心|办|政府|院|站|队|所|校)")
#: So many characters before and behind a name say what it is there for.
AROUND = 14
#: A report names its unit among the first words of its first paragraphs.
HEAD, TITLES = 60, 3
#: So often the own name is told where one that is told once, with words of its own, is a doubt.
OFTEN = 5
#: So often an address may be told; behind so many rows a table is a list of places, each told once.
ADDRESSES, LISTED = 2, 12
#: So often at least this unit is named, so much more often than any other of the kind; so many characters follow alike.
LEAST, TIMES, ALIKE = 3, 3, 3


@dataclass(frozen=True, slots=True)
class _Name:
    stem: str
    kind: str
    rest: str
    place: Place
    around: str
    before: str


def check(document: Document) -> Iterator[Finding]:
    """Another unit's name left in from a template."""
    by_kind: dict[str, list[_Name]] = defaultdict(list)
    for name in _names(document):
        by_kind[name.kind].append(name)
    whole = document.whole if by_kind else ""
    for names in by_kind.values():
        counted = Counter(name.stem for name in names)
        own, often = counted.most_common(1)[0]
        follows = Counter(name.rest[:ALIKE] for name in names if name.stem == own and len(name.rest) >= ALIKE)
        foreign = _told_once(names, own, whole) if often >= OFTEN else None
        # A verb in front of “镇” stands without it elsewhere; the name of a place that is told once does not.
        others = [
            name
            for name in names
            if name.stem != own
            and "的" not in name.stem
            and not _VERB.match(name.stem)
            and not (name.kind == "市" and name.rest[:1] == "场")
            and follows[name.rest[:ALIKE]]
            and whole.count(name.stem) == counted[name.stem]
        ]
        if often < LEAST or len({name.stem for name in others}) > 1 or often < TIMES * len(others):
            continue  # a document about several places
        # “市十二届人大”: where the kind stands without a name, what is in front of it may be a verb.
        others = [n for n in others if not patterns.search(rf"(?:^|[\n，。；：“受经]){n.kind}{n.rest[:ALIKE]}", whole)]
        told = list(_told(own + names[0].kind, often, follows, others, names))
        if not any(own + names[0].kind in text[:HEAD] for text, _, _ in document.texts[:TITLES]):
            told = [replace(finding, confidence="low") for finding in told]  # whose report it is nothing says
        yield from told
        if foreign is not None and not told:
            yield _doubt(own + names[0].kind, often, foreign, names)


def _told(own: str, often: int, follows: Counter[str], others: list[_Name], names: list[_Name]) -> Iterator[Finding]:
    own_stem = own.removesuffix(names[0].kind)
    for name in others:
        bodies = {n.rest[:ALIKE] for n in names if n.stem == name.stem}  # a court and an office: a place of its own
        if len(others) > 1 or len(bodies) > 1 or _is_another(name) or _stands_beside(own, name, names):
            continue
        if _has_a_stray(own, name):
            continue
        other, rest = name.stem + name.kind, name.rest[:ALIKE]
        # Any place has its 财政局: only where the own one does the very same it surely stands for it.
        signed = not (name.before.strip() or name.place.row) and name.rest == _body(name.rest)  # 落款
        counted = patterns.search(r"\d", name.around.rpartition(other)[2])  # what another place has so much of
        alike = any(n.stem == own_stem and n.rest == name.rest != _body(n.rest) for n in names)
        told = not counted and (alike or not _BODY.match(name.rest))
        sure = signed or (told and not _WORD.search(name.stem))
        first = next(n.place for n in names if n.stem + n.kind == own and n.rest[:ALIKE] == rest)
        yield Finding(
            "name.unit",
            "wording",
            "medium" if sure else "low",
            f"“{other}{_body(name.rest)}”出现 1 次，别处均为“{own}{_body(name.rest)}”：可能是套用别处文本时留下的",
            other,
            own,
            f"{often} 处写“{own}”，其中 {follows[rest]} 处为“{own}{rest}”",
            (name.place, first),
            () if sure else ("套用别处文本时留下的名称", "确实说的是另一个单位"),
        )


def _stands_beside(own: str, name: _Name, names: list[_Name]) -> bool:
    """Whether one sentence or cell tells the same of both: “巴河县完成12.1亿元；伊岭县完成10.4亿元”."""
    mine, rest = name.place, name.rest[:ALIKE]
    for other in names:
        theirs = other.place
        if (
            other.stem + other.kind == own
            and other.rest[:ALIKE] == rest
            and (theirs.block, theirs.row, theirs.column) == (mine.block, mine.row, mine.column)
        ):
            shorter, longer = sorted((name.before, other.before), key=len)
            if "。" not in longer[len(shorter) :]:
                return True
    return False


def _has_a_stray(own: str, name: _Name) -> bool:
    """Whether the own name stands there with one character too many (“棚目户区”): words of another line run into it."""
    words = name.before[-1:] + name.stem + name.kind
    return any(words[:at] + words[at + 1 :] == own for at in range(1, len(words)))


def is_place(stem: str, kind: str) -> bool:
    """Whether the characters in front of a kind can be the name of a place: no 通过县, no 全区.

    >>> is_place("青石", "县"), is_place("落实", "县")
    (True, False)
    """
    return not _NO_PLACE.match(stem[-2:] + kind) and not _NO_STEM.search(stem)


def speaks_of_another(around: str) -> bool:
    """Whether words speak of a unit that is not the own one: 借鉴, 移交, 来自."""
    return bool(_OTHERS.search(around))


def _is_another(name: _Name) -> bool:
    """Whether the words around a name speak of another unit than the own."""
    return bool(_OTHERS.search(name.around) or _BESIDE.search(name.before))


def _told_once(names: list[_Name], own: str, whole: str) -> _Name | None:
    """The only place of the kind that is told beside the own one, and that once, at no list and in no comparison."""
    found = (
        name
        for name in names
        if name.stem != own
        and _BEGINS.search(name.before)
        and not _NO_STEM.search(name.stem)
        and not _RUNS_ON.match(name.rest)
        and whole.count(name.stem) == 1
        and not _lies_elsewhere(name, whole)
    )
    others = list(islice(found, 2))  # a second one settles it
    if len(others) != 1 or _is_another(others[0]) or others[0].rest[:1] in {"级", "、", "和", "与", "及"}:
        return None
    return others[0]


def _lies_elsewhere(name: _Name, whole: str) -> bool:
    """Whether a place lies in one that a document tells once or twice (an address: 海州市南山区), or in a long list."""
    above = patterns.search(r"[\u4e00-\u9fff]{2}[省市州]$", name.before)
    return (above is not None and whole.count(above[0]) <= ADDRESSES) or name.place.row > LISTED


def _doubt(own: str, often: int, name: _Name, names: list[_Name]) -> Finding:
    other = name.stem + name.kind
    first = next(n.place for n in names if n.stem + n.kind == own)
    return Finding(
        "name.unit",
        "wording",
        "low",
        f"“{other}”全文只出现 1 次，“{own}”出现 {often} 次：可能是套用别处文本时留下的",
        other,
        own,
        f"{often} 处写“{own}”",
        (name.place, first),
        ("套用别处文本时留下的名称", "确实说的是另一个单位"),
    )


def _body(rest: str) -> str:
    """What stands behind the place: up to the end of the body's name.

    >>> _body("农业农村局制"), _body("城运平台的")
    ('农业农村局', '城运平')
    """
    match = _BODY.match(rest)
    return match[0] if match else rest[:ALIKE]


def _names(document: Document) -> Iterator[_Name]:
    for text, where, _ in document.worded:
        plain = normalise(text)
        for match in _PLACE.finditer(plain):
            if _NO_PLACE.match(match["stem"] + match["kind"]) or match["kind"] + match["rest"][:1] in {"乡村", "区域"}:
                continue
            if match["kind"] == "省" and (match["stem"][-1] in "两三四五六七八九十" or match["rest"][:1] == "属"):
                continue  # 东北三省, 特别是省属企业
            start, end = match.span()
            before = patterns.split(r"[。；\n]", plain[max(0, start - AROUND) : start])[-1]
            around = before + patterns.split(r"[。；\n]", plain[start : end + AROUND])[0]
            yield _Name(match["stem"], match["kind"], match["rest"], where(start, end), around, plain[:start])
