"""Ranked names (排在前后的几个): “排名后三位的单位分别为：”, “低于60%的有2家：”, each with what is told of it alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.joins.counted.listed_items import AND, COMMA, are_amounts, are_bodies, are_tied
from evallib.audit.joins.counted.miscounts import agrees, miscounted
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.numerals import read_count

_HAN = "[一二三四五六七八九十两]"
_UNIT = "位|名|家|个(?!月|小时|星期|季度|工作日|自然日|百分点|学期|年)|大?类|大|项|种|条"
#: So many are named behind it. 二类费用 is the second class, and 后二类 are two.
_RANKED = re.compile(
    rf"(?:(?P<rank>[前后])(?P<r>\d{{1,2}}|{_HAN}{{1,2}})|(?<![\d一二三四五六七八九十百千万零两第])"
    rf"(?P<n>\d{{1,2}}|(?!二(?![十位名家个])){_HAN}{{1,3}}))(?P<unit>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{0,10}}?)"
    r"[，,]?(?:(?:分别|依次)[是为][：:]?|[是为](?=[\u4e00-\u9fff])|[是为]?[：:])"
    r"(?P<list>(?:[^。；;：:\n，,（()）]|(?<=\d),(?=\d{3})|(?<=[)）])[；;](?=[^。；;：:\n，,、（）()\d为是末]{1,16}[（(])|[（(][^）)\n]*[)）])+)(?=[。；;，,\n)）]|$)"
)
_COUNT = re.compile(r"[\d一二三四五六七八九十两][位名家个大类项种条]")
#: “雨水箅子（283件）；路灯（157件）”
_NEXT_ITEM = rf"{COMMA}|[；;]"
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
#: Behind its own figure the next name begins.
_NEXT = re.compile(rf"(?<=[\d%‰件次分个人元户吨起宗家条项亩)])(?:{AND.pattern})")
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
#: “甲、乙等”: others are not named; “甲和乙均为5件”: two have one figure.
_OPEN = re.compile(r"等(?![级次])|分别|并列|[均各]|同为|其中|除|含|其[他它余]")
#: “1、东区12件；2、…”: the list numbers its items itself, and its first comma ends none of them.
_NUMBERED = re.compile(r"\s*(?:\d{1,2}[、.．](?!\d)|[（(]?\d{1,2}[)）])")
_EACH = re.compile(r"[，,][^，。；;\d]{0,10}?(?:分别|依次)[是为达]?到?(?P<figures>\d[^，。；;\n]*)(?=[，。；;\n]|$)")
_LAST = re.compile(r"[，,]\s*(?P<item>[^，,、。；;\n]{2,12})(?:[。；;\n]|$)")
MOST = 30


def check(document: Document, index: int, text: str) -> Iterator[Finding | Agreement]:
    """The first or the last of a ranking, or those beyond a limit, against how many are named.

    Args:
        document: the report.
        index: the block of a paragraph.
        text: its text, normalised.
    """
    for match in _RANKED.finditer(text) if _COUNT.search(text) and patterns.search("[、和；;]", text) else ():
        yield from _ranked(document, index, match)


def _ranked(document: Document, index: int, match: re.Match[str]) -> Iterator[Finding | Agreement]:
    group = "r" if match["r"] else "n"
    announced = read_count(match[group])
    whole = [part for item in patterns.split(_NEXT_ITEM, match["list"]) for part in _NEXT.split(item)]
    words = _ASIDE.sub("()", match["list"])
    items = [part for item in patterns.split(_NEXT_ITEM, words) for part in _NEXT.split(item)]
    least, most = len(items), len(items) + sum(len(AND.findall(item)) for item in items)
    if most < 2 or not 2 <= announced <= MOST or _OPEN.search(words) or "并列" in match["list"]:
        return
    if _NUMBERED.match(words) or ("、" in words and patterns.search("[；;]", words)):
        return  # what stands behind the semicolon may be told of others, or the list numbers its items
    if all(patterns.match(r"\d", item) for item in items):
        return  # figures without names, see `counted_values`
    told = _figures_behind(match)
    if least <= told <= most:
        least = most = told  # “甲区、乙区和丙区，分别为59、58和57”
    elif not _are_single(items, most) and not (match["r"] and least == 1):
        return
    if {len(_FIGURE.findall(item)) for item in items} == {1}:
        most = least  # “供热2216件、住房与物业1874件”: each figure is of one
    places = (
        document.place_in_paragraph(index, match.start(group), match.end("unit")),
        document.place_in_paragraph(index, *match.span("list")),
    )
    printed = match[group] + match["unit"]
    if least <= announced <= most:
        yield agrees(printed, announced, places)
        return
    last = _LAST.match(match.string, match.end("list"))
    if last and announced == most + 1 and (not _FIGURE.search(last["item"]) or last["item"][-1] == items[-1][-1:]):
        return  # “甲科、乙科,丙场。”, “甲公司的1路、2路，乙公司的7路。”: the last item behind another mark
    near = least - 1 if announced < least else most + 1
    if announced != near or are_amounts(items, match["unit"]) or (announced < least and are_tied(whole)):
        return
    shown = "、".join(item.removesuffix("()")[:12] for item in items[:12])
    listed = least if announced < least else most
    joined = any(AND.search(item) for item in items)
    sure: Confidence = "medium" if announced < least or not joined or least == told else "low"
    yield miscounted(printed, listed, match["unit"], shown, places, sure)


def _are_single(items: list[str], most: int) -> bool:
    """Whether every item is told alone, with a figure or with an aside, or is a body that no “和” joins to another."""
    if {len(_FIGURE.findall(item)) for item in items} == {1} or {item.endswith("()") for item in items} == {True}:
        return True
    return len(items) == most and are_bodies(items, "")


def _figures_behind(match: re.Match[str]) -> int:
    """How many figures are told one for each right behind the names, 0 where none are."""
    behind = _EACH.match(match.string, match.end("list"))
    if behind is None:
        return 0
    parts = patterns.split(rf"、|{AND.pattern}", _ASIDE.sub("", behind["figures"]))
    return len(parts) if all(patterns.match(r"\d", part) for part in parts) else 0
