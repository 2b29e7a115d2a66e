"""Turned verdicts (结论写反): “高于98%的有2家：96.6%、91.2%”, and “共96个，完成84个，已完成12个”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_N = r"\d+(?:\.\d+)?"
#: Those beyond a limit, and what each of them has.
_BEYOND = re.compile(
    rf"(?P<word>高于|低于|超过|不足|未达到?|不到)(?:[\u4e00-\u9fff]{{0,12}}?)(?P<m>{_N})(?P<unit>[%分])"
    r"(?:[^。；%]{0,24}?(?:[：:]|(?:分别|依次)[是为]?|有(?=[\u4e00-\u9fff]{2}))|"
    r"的[^，。；、%()]{0,12}?(?P<count>\d+)[个家名位][^，。；、%()\d]{0,8}\((?=[^()]*\)))(?P<list>[^。；]+)"
)
#: “超过平均水平10%的2个（8%、6%）”: so far beyond it.
_DISTANCE = re.compile(r"^[高低超]过?于?[^，。；\d]{0,6}(?:平均|均值|上年|去年|上月|同期)")
_FIRST = re.compile(rf"(?<![\d.])(?P<n>{_N})(?P<unit>[%分])")
_ABOVE = {"高于", "超过"}
ALL = 100
_DONE = "达标|完成|办结|整改|开工|验收|合格|到位|支付|拨付"
_UNIT = "个点次|点次|批次|[个件项家处户条人台座起宗天]|万元|亿元"
#: A part that is called undone, and the rate that counts it as done.
_UNDONE = re.compile(
    rf"(?:未(?P<a>{_DONE})[^，。；\d]{{0,8}}(?P<n>{_N})(?P<u>{_UNIT})|(?P<k>{_N})(?P<w>{_UNIT})?未(?P<b>{_DONE})(?!率))"
    rf"(?P<mid>[^。；]{{0,24}}?)[，,、(](?:[\u4e00-\u9fff]{{0,4}})?(?P<c>{_DONE})率(?:为|达|是)?(?P<p>{_N})%"
)
#: “未完成投资10.87亿元，完成年度总投资（12.46亿元）的87.24%”, “未完成整改229项，整改率93.09%，正在整改17项”.
_UNDONE_AMOUNT = re.compile(
    rf"未(?:完成)?(?P<v>投资|拨付|支付|支出|整改|办结|验收|建设|施工|销号)(?P<n>{_N})(?P<u>{_UNIT})[，,]"
    rf"(?:(?:(?P=v)|完成|执行)率(?:为|达|是)?|完成[^，。；\d未]{{0,12}}\(?{_N}(?P=u)\)?的)(?P<p>{_N})%"
)
#: What is left of it: “正在整改17项”, “未拨付的73.84万元”.
_LEFT = rf"(?:未|正在|尚需|仍需|剩余|其余)[^，。；\d]{{0,8}}(?P<n>{_N})"
#: “均未完成，完成率100%”
_ALL_UNDONE = re.compile(rf"未(?P<v>{_DONE})[，,](?P=v)率(?:为|达|是)?(?P<p>1\d\d(?:\.\d+)?)%")
#: Two parts with one verb: the second is what is left.
_TWICE = re.compile(
    rf"(?P<v>{_DONE})(?:了|[\u4e00-\u9fff]{{0,3}})?(?P<b>{_N})(?P<u>{_UNIT})[，,](?:(?P<again>已)|尚)?(?P=v)[\u4e00-\u9fff]{{0,3}}"
    rf"(?P<c>{_N})(?P=u)"
)
#: “超额完成任务（95.2%）”, “未完成年度任务，完成率102.5%”
_BY_RATE = re.compile(
    r"(?P<word>超额完成|未完成|未达到)了?[^，。；\d（(]{0,12}(?:任务|目标|计划|指标)[数值量]?[，,(（]"
    rf"(?:[\u4e00-\u9fff]{{0,6}}(?:完成率|完成|达到?|为))?(?P<p>{_N})%(?=[)），,。；]|$)"
)
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d%])")
_WITHIN = re.compile(
    r"(?P<word>高于|超过)(?:[\u4e00-\u9fff]{0,6})(?P<limit>限额)[^。；]{0,24}?控制在[^。；]{0,14}?(?:以内|之内|范围内)"
)


def check(document: Document) -> Iterator[Finding]:
    """Every sentence of the paragraphs."""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _BEYOND.finditer(text):
            yield from _beyond(document, index, match)
        for sentence in patterns.finditer(r"[^。；;\n]+", text):
            yield from _parts(document, index, sentence)
            for match in _WITHIN.finditer(sentence[0]):
                yield _finding(
                    document, index, sentence.start(), match, ("word",), "低于", "low", "超过限额与控制在限额内相矛盾"
                )


def _beyond(document: Document, index: int, match: re.Match[str]) -> Iterator[Finding]:
    """All of those that lie beyond a limit lie on its other side."""
    limit, above = Decimal(match["m"]), match["word"] in _ABOVE
    words = match["list"]
    listed = words.partition(")")[0] if match.string[match.start("list") - 1] == "(" else words
    told = [Decimal(m["n"]) for m in _FIRST.finditer(listed) if m["unit"] == match["unit"]]
    if match["count"] and len(told) != int(match["count"]):
        return  # “超过90%的仅甲街道1家（乙街道89.8%）”
    if not told or not all(n < limit if above else n >= limit for n in told):
        return
    if patterns.search("高于|低于|超过|不足|未达|以上|以下|其余|平均|合计|扣|差", listed) or _DISTANCE.search(match[0]):
        return
    right = "低于" if above else "高于"
    shown = "、".join(map(str, told[:5]))
    # “甲占有率超过60%，乙占有率约50%，丙15.9%”: each is told of its own.
    counted = bool(patterns.match("[的(（：:]", match.string[match.end("unit") :]))
    sure: Confidence = "medium" if len(told) > 1 and counted else "low"
    what = f"高低与列出的各数相反：列出的是 {shown}，文字说“{match['word']}{match['m']}{match['unit']}”"
    yield _finding(document, index, 0, match, ("word", "m"), right, sure, what)


def _parts(document: Document, index: int, sentence: re.Match[str]) -> Iterator[Finding]:
    text = sentence[0]
    for match in _UNDONE.finditer(text) if "未" in text else ():
        verb = match["a"] or match["b"]
        part, rate = Decimal(match["n"] or match["k"]), Decimal(match["p"])
        if match["c"] != verb:
            continue
        wholes = _figures(text)
        counted = [w for w in wholes if w >= part > 0 and _is_rate(part, w, rate)]
        if counted and not any(w > part and _is_rate(w - part, w, rate) for w in wholes):
            words = f"{verb}率 {rate}% 正是 {part}/{counted[-1]}，文字却说“未{verb}”"
            group = "n" if match["n"] else "k"
            yield _finding(document, index, sentence.start(), match, (group,), f"{verb}{match[group]}", "medium", words)
    for match in _UNDONE_AMOUNT.finditer(text) if "未" in text else ():
        part, rate = Decimal(match["n"]), Decimal(match["p"])
        left = [part + Decimal(m["n"]) for m in patterns.finditer(_LEFT + match["u"], text[match.end() :])]
        counted = [w for w in [*_figures(text), *left] if w > part > 0 and _is_rate(part, w, rate)]
        if counted and not any(w > part and _is_rate(w - part, w, rate) for w in [*_figures(text), *left]):
            words = f"{rate}% 正是 {part}/{counted[-1]}，文字却说“未{match['v']}”"
            yield _finding(document, index, sentence.start(), match, ("n",), f"{match['v']}{part}", "medium", words)
    for match in _ALL_UNDONE.finditer(text):
        words = f"{match['v']}率为 {match['p']}%，文字却说“未{match['v']}”"
        yield _finding(document, index, sentence.start(), match, ("v",), match["v"], "medium", words)
    for match in _BY_RATE.finditer(text):
        over, rate = match["word"] == "超额完成", Decimal(match["p"])
        aside = match.string[match.start("p") - 1] in "(（"
        goal = aside and (match["word"] == "未达到" or "%" in text[match.end() :])  # “未达到目标（120%）”
        if not goal and ((rate < ALL) if over else (rate > ALL)):
            right = "未完成" if over else match["word"].removeprefix("未")
            words = f"完成率为 {rate}%，文字却说“{match['word']}”"
            yield _finding(document, index, sentence.start(), match, ("word", "p"), right, "medium", words)
    for match in _TWICE.finditer(text):
        first, second = Decimal(match["b"]), Decimal(match["c"])
        if first + second in _figures(text[: match.start()])[-3:] and first != second:
            words = (
                f"共 {first + second}，{match['v']} {first} 与 {match['v']} {second} 正好相加：后者应是未{match['v']}的"
            )
            sure: Confidence = "medium" if match["again"] else "low"
            yield _finding(document, index, sentence.start(), match, ("c",), f"未{match['v']}{second}", sure, words)


def _figures(text: str) -> list[Decimal]:
    return [Decimal(m[0]) for m in _FIGURE.finditer(text)]


def _is_rate(part: Decimal, whole: Decimal, rate: Decimal) -> bool:
    step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    return whole > 0 and abs(part * 100 / whole - rate) * 2 <= step


def _finding(
    document: Document,
    index: int,
    offset: int,
    match: re.Match[str],
    names: Sequence[str],
    right: str,
    sure: Confidence,
    words: str,
) -> Finding:
    places = [document.place_in_paragraph(index, offset + match.start(n), offset + match.end(n)) for n in names]
    return Finding(
        "growth.direction",
        "contradiction",
        sure,
        words,
        match[names[0]],
        right,
        words,
        tuple(places),
        ("结论写反", "数字写错") if sure == "low" else (),
        ("可能结论写反",),
    )
