"""Undone parts (未完成的部分): “共96个，完成84个，已完成12个”, and “未完成整改229项，整改率93.09%” of 246."""

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
_DONE = "达标|完成|办结|整改|开工|验收|合格|到位|支付|拨付"
_UNIT = "个?点次|批次|[个件项家处户条人台座起宗天]|万元|亿元"
#: A part that is called undone, and the rate that counts it as done.
_UNDONE = re.compile(
    rf"(?:未(?P<a>{_DONE})[^，。；\d]{{0,8}}(?P<n>{_N})(?P<u>{_UNIT})|(?P<k>{_N})(?P<w>{_UNIT})?未(?P<b>{_DONE})(?!率))"
    rf"(?P<mid>[^。；]{{0,24}}?)[，,、(](?:[\u4e00-\u9fff]{{0,4}})?(?P<c>{_DONE})率(?:为|达|是)?(?P<p>{_N})%"
)
#: “未完成投资10.87亿元，完成年度总投资（12.46亿元）的87.24%”, “未完成整改229项，整改率93.09%，正在整改17项”.
_UNDONE_AMOUNT = re.compile(
    rf"未(?:完成)?(?P<v>投资|拨付|支付|支出|整改|办结|验收|建设|施工|销号|完成)(?P<n>{_N})(?P<u>{_UNIT})[，,]"
    rf"(?:(?:(?P=v)|完成|执行)率(?:为|达|是)?|完成(?=[\d.]+%)|完成[^，。；\d未]{{0,12}}\(?{_N}(?P=u)\)?的)(?P<p>{_N})%"
)
#: “达标率98.2%（56点次中55点次未达标）”
_UNDONE_BEHIND = re.compile(
    rf"(?P<v>{_DONE})率(?:为|达|是)?(?P<p>{_N})%\((?P<w>{_N})(?:{_UNIT})中?(?:有)?(?P<n>{_N})(?:{_UNIT})均?未(?P=v)\)"
)
#: What is left of it: “正在整改17项”, “未拨付的73.84万元”.
_LEFT = rf"(?:未|正在|尚需|仍需|剩余|其余)[^，。；\d]{{0,8}}(?P<n>{_N})"
#: “均未完成，完成率100%”
_ALL_UNDONE = re.compile(rf"未(?P<v>{_DONE})[，,](?P=v)率(?:为|达|是)?(?P<p>1\d\d(?:\.\d+)?)%")
#: Two parts with one verb: the second is what is left, unless the first was done in part.
_TWICE = re.compile(
    rf"(?<!部分)(?<!基本)(?P<v>{_DONE})(?:了|[\u4e00-\u9fff]{{0,3}})?(?P<b>{_N})(?P<u>{_UNIT})[，,](?:(?P<again>已)|尚)?(?P=v)[\u4e00-\u9fff]{{0,3}}"
    rf"(?P<c>{_N})(?P=u)"
)
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d%])")


def check(document: Document) -> Iterator[Finding]:
    """Every sentence of the paragraphs."""
    for index, paragraph in document.paragraphs:
        for sentence in patterns.finditer(r"[^。；;\n]+", normalise(paragraph.text)):
            if "未" in sentence[0]:
                yield from _undone(document, index, sentence)
            yield from _twice(document, index, sentence)


def _undone(document: Document, index: int, sentence: re.Match[str]) -> Iterator[Finding]:
    """What is called undone, and is what the rate beside it counts as done."""
    text = sentence[0]
    for match in _UNDONE.finditer(text):
        verb = match["a"] or match["b"]
        part, rate = Decimal(match["n"] or match["k"]), Decimal(match["p"])
        if match["c"] != verb:
            continue
        wholes = _figures(text)
        counted = [w for w in wholes if w >= part > 0 and _is_rate(part, w, rate)]
        if counted and not any(w > part and _is_rate(w - part, w, rate) for w in wholes):
            words = f"{verb}率 {rate}% 正是 {part}/{counted[-1]}，文字却说“未{verb}”"
            group = "n" if match["n"] else "k"
            yield turned(document, index, sentence.start(), match, (group,), f"{verb}{match[group]}", "medium", words)
    for match in _UNDONE_AMOUNT.finditer(text):
        part, rate = Decimal(match["n"]), Decimal(match["p"])
        left = [part + Decimal(m["n"]) for m in patterns.finditer(_LEFT + match["u"], text[match.end() :])]
        counted = [w for w in [*_figures(text), *left] if w > part > 0 and _is_rate(part, w, rate)]
        if counted and not any(w > part and _is_rate(w - part, w, rate) for w in [*_figures(text), *left]):
            words = f"{rate}% 正是 {part}/{counted[-1]}，文字却说“未{match['v']}”"
            yield turned(document, index, sentence.start(), match, ("n",), f"{match['v']}{part}", "medium", words)
    for match in _UNDONE_BEHIND.finditer(text):
        part, whole, rate = Decimal(match["n"]), Decimal(match["w"]), Decimal(match["p"])
        if _is_rate(part, whole, rate) and not _is_rate(whole - part, whole, rate):
            words = f"{match['v']}率 {rate}% 正是 {part}/{whole}，文字却说“未{match['v']}”"
            yield turned(document, index, sentence.start(), match, ("n",), f"{match['v']}{part}", "medium", words)
    for match in _ALL_UNDONE.finditer(text):
        words = f"{match['v']}率为 {match['p']}%，文字却说“未{match['v']}”"
        yield turned(document, index, sentence.start(), match, ("v",), match["v"], "medium", words)


def _twice(document: Document, index: int, sentence: re.Match[str]) -> Iterator[Finding]:
    """Two parts that are both called done, and make up what there was."""
    text = sentence[0]
    for match in _TWICE.finditer(text):
        first, second = Decimal(match["b"]), Decimal(match["c"])
        if first + second in _figures(text[: match.start()])[-3:] and first != second:
            words = (
                f"共 {first + second}，{match['v']} {first} 与 {match['v']} {second} 正好相加：后者应是未{match['v']}的"
            )
            sure: Confidence = "medium" if match["again"] else "low"
            yield turned(document, index, sentence.start(), match, ("c",), f"未{match['v']}{second}", sure, words)


def _figures(text: str) -> list[Decimal]:
    return [Decimal(m[0]) for m in _FIGURE.finditer(text)]


def _is_rate(part: Decimal, whole: Decimal, rate: Decimal) -> bool:
    step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    return whole > 0 and abs(part * 100 / whole - rate) * 2 <= step
