"""Turned verdicts (结论写反): “高于98%的有2家：96.6%、91.2%”, and “超额完成任务（95.2%）”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evallib.audit.findings import Confidence, Finding
from evallib.audit.joins.statements.turned.turned_words import turned
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
#: “结案率高于98%的每低0.1个百分点扣0.05分”
_PER_STEP = re.compile(rf"(?P<word>高于|超过|低于|不足)(?P<m>{_N})[%分]的?[，,]?每(?P<step>[低高超])")
#: “超额完成任务（95.2%）”, “未完成年度任务，完成率102.5%”
_BY_RATE = re.compile(
    r"(?P<word>超额完成|未完成|未达到)了?[^，。；\d（(]{0,12}(?:任务|目标|计划|指标)[数值量]?[，,(（]"
    rf"(?:[\u4e00-\u9fff]{{0,6}}(?:完成率|完成|达到?|为))?(?P<p>{_N})%(?=[)），,。；]|$)"
)
#: “不合格（53名，高于60分）”
_FAILED = re.compile(
    rf"不(?:合格|及格|达标)[^，。；()\d]{{0,6}}(?:{_N}%)?\((?:[^()]{{0,8}}[，,])?(?P<word>高于|超过)(?P<m>{_N})分\)"
)
_INSIDE = r"控制在[^。；]{0,14}?(?:以内|之内|范围内)"
_WITHIN = re.compile(
    rf"(?P<word>高于|超过)(?:[\u4e00-\u9fff]{{0,6}})限额(?:{_N})?[^。；]{{0,24}}?{_INSIDE}|"
    rf"{_INSIDE}[^；]{{0,80}}?(?P<behind>高于|超过)[\u4e00-\u9fff]{{0,6}}限额(?={_N})"
)
#: What those that are looked for sentence by sentence have in them.
_BY_SENTENCE = re.compile("每[低高超]|超额完成|未完成|未达到|已完成")
_EARLIER = re.compile("上年|去年|年初|曾|原|此前|以前|未")
#: “尚有6处已完成整改”
_STILL = re.compile(
    rf"(?:(?:尚有|仍有|还有){_N}[个件项家处户条座起宗](?:[\u4e00-\u9fff]{{0,6}}?)|剩余{_N}[个件项家处户条座起宗]因[\u4e00-\u9fff]{{2,8}})(?P<word>已完成)"
)


def check(document: Document) -> Iterator[Finding]:
    """Every sentence of the paragraphs."""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _BEYOND.finditer(text):
            yield from _beyond(document, index, match)
        for sentence in patterns.finditer(r"[^。；;\n]+", text) if _BY_SENTENCE.search(text) else ():
            yield from _by_rates(document, index, sentence)
            for match in _STILL.finditer(sentence[0]):
                what = f"“{match[0].removesuffix(match['word'])}”的不会已完成"
                yield turned(document, index, sentence.start(), match, ("word",), "未完成", "low", what)
        for match in _FAILED.finditer(text) if "不" in text else ():
            what = f"“不合格”的不会{match['word']}{match['m']}分"
            yield turned(document, index, 0, match, ("word", "m"), "低于", "low", what)
        for match in _WITHIN.finditer(text) if "限额" in text else ():
            if _EARLIER.search(text[max(0, match.start() - 6) : match.end()]):
                continue  # “上年高于限额0.6亿元，本年控制在限额之内”
            group = "word" if match["word"] else "behind"
            sure: Confidence = "low" if group == "word" else "medium"
            yield turned(document, index, 0, match, (group,), "低于", sure, "超过限额与控制在限额内相矛盾")


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
    yield turned(document, index, 0, match, ("word", "m"), right, sure, what)


def _by_rates(document: Document, index: int, sentence: re.Match[str]) -> Iterator[Finding]:
    text = sentence[0]
    for match in _PER_STEP.finditer(text):
        if (match["word"] in _ABOVE) == (match["step"] == "低"):
            right = "低于" if match["word"] in _ABOVE else "高于"
            words = f"“{match[0].partition('每')[0]}”不会“每{match['step']}”"
            yield turned(document, index, sentence.start(), match, ("word", "m"), right, "medium", words)
    for match in _BY_RATE.finditer(text):
        over, rate = match["word"] == "超额完成", Decimal(match["p"])
        aside = match.string[match.start("p") - 1] in "(（"
        goal = aside and (match["word"] == "未达到" or "%" in text[match.end() :])  # “未达到目标（120%）”
        if not goal and ((rate < ALL) if over else (rate > ALL)):
            right = "未完成" if over else match["word"].removeprefix("未")
            words = f"完成率为 {rate}%，文字却说“{match['word']}”"
            yield turned(document, index, sentence.start(), match, ("word", "p"), right, "medium", words)
