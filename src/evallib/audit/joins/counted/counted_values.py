"""Counted values (个数与分别列出的数): “三个季度得分分别为92.5、94、95.5和96分”, “后两名的镇（甲镇、乙镇、丙镇）”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_NUMBER = r"(?<![\d一二三四五六七八九十百千万零两.第])(?P<n>\d{1,2}|(?!二(?!十))[一二三四五六七八九十两]{1,2})"
_UNIT = "个(?!月内|百分点)|家|项|种|类|大类|名|位|所|条|批|户|期|年|点次"
_VALUE = r"\d[\d,]*(?:\.\d+)?(?:[%‰]|[\u4e00-\u9fff]{1,4}?)?(?:\([^()]{1,24}\))?"
#: So many, and one figure for each.
_EACH = re.compile(
    rf"{_NUMBER}(?P<unit>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{0,12}}?)[，,]?(?P<what>[\u4e00-\u9fff]{{0,8}}?)(?:分别|依次)"
    rf"(?:[为是达占]|达到)?(?P<list>{_VALUE}(?:(?:、|和|及|以及){_VALUE})+)(?=[，,。；;)]|$)"
)
_SPLIT = re.compile(r"、|以及|[和及]")
#: So many, and their names in a bracket or behind a colon.
_NAME = r"[\u4e00-\u9fff“”]{2,12}"
_NAMED = re.compile(
    rf"{_NUMBER}(?P<unit>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{0,8}})(?:\((?P<list>{_NAME}(?:、{_NAME})+)\)|"
    rf"[：:](?P<more>{_NAME}(?:、{_NAME})+)(?=。|$))"
)
_OPEN = re.compile(r"[等含除和及与或其中]|包括|以及|为主|均|各|共")
_SOME = re.compile(r"(?:[各每第余约超近]|其中|前后|同比|超过|达到|不足|至少)$")


def check(document: Document) -> Iterator[Finding]:
    """Counts with one figure or one name for each that is counted."""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _EACH.finditer(text) if "分别" in text or "依次" in text else ():
            yield from _told(document, index, match, "list")
        for match in _NAMED.finditer(text) if "、" in text else ():
            group = "list" if match["list"] else "more"
            if not _OPEN.search(match[group]):
                yield from _told(document, index, match, group)


def _told(document: Document, index: int, match: re.Match[str], group: str) -> Iterator[Finding]:
    said = read_count(match["n"])
    items = patterns.split(r"\([^()]*\)", match[group])
    listed = len(_SPLIT.split("".join(items)))
    before = match.string[max(0, match.start() - 4) : match.start()]
    if said < 2 or abs(said - listed) != 1 or _SOME.search(before):
        return
    clause = patterns.split(r"[。；;：:]", match.string[: match.start()])[-1]
    if group == "list" and patterns.search(rf"\d{match['unit']}(?:\([^()]*\))?[、，,]", clause):
        return  # “90分以上41家、80—90分17家、80分以下4家，分别占”: one figure for each of those
    what = match.groupdict().get("what") or ""
    if "差" in what or (before.endswith("前") and (match["noun"] + what).startswith("月")):
        return
    names = _names_before(match)
    if group == "list" and names and names == said != listed:
        return  # the list of figures may tell two of three
    sure: Confidence = "medium" if names == listed else "low"
    printed = match["n"] + match["unit"]
    yield Finding(
        "count.list",
        "contradiction",
        sure,
        f"所说的项数与列出的不符：说 {printed}，列出 {listed} 项",
        printed,
        f"{listed}{match['unit']}",
        match[group][:60],
        (
            document.place_in_paragraph(index, match.start("n"), match.end("unit")),
            document.place_in_paragraph(index, *match.span(group)),
        ),
        ("项数写错", "漏列或多列一项") if sure == "low" else (),
    )


def _names_before(match: re.Match[str]) -> int:
    """How many names stand right before the count: “健身、美容、培训三个行业”."""
    listed = patterns.search(
        r"(?:[\u4e00-\u9fff]{2,14}、)+[\u4e00-\u9fff]{2,14}(?:等)?$", match.string[: match.start()]
    )
    return len(_SPLIT.split(listed[0])) if listed else 0
