"""Counted values (个数与分别列出的数): “三个季度得分分别为92.5、94、95.5和96分”, “后两名的镇（甲镇、乙镇、丙镇）”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.joins.counted.listed_items import AND
from evallib.audit.joins.counted.miscounts import agrees, miscounted, places_of
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_NUMBER = (
    r"(?<![\d一二三四五六七八九十百千万零两.第])(?P<n>\d{1,2}|(?!二(?![十位名家个]))[一二三四五六七八九十两]{1,2})"
)
_UNIT = "个(?!月内|百分点)|家|项|种|类|大类|名|位|所|条|批|户|期|年|点次"
_VALUE = r"\d[\d,]*(?:\.\d+)?(?:[%‰]|[\u4e00-\u9fff]{1,4}?)?(?:\([^()]{1,24}\))?"
#: So many, and one figure for each.
_EACH = re.compile(
    rf"{_NUMBER}(?P<unit>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{0,12}}?)[，,]?(?P<what>[\u4e00-\u9fff]{{0,8}}?)(?:分别|依次)"
    rf"(?:[为是达占]|达到)?(?P<list>{_VALUE}(?:(?:、|和|及|以及){_VALUE})+)(?=[，,。；;)]|$)"
)
_SPLIT = re.compile(rf"、|{AND.pattern}")
#: “3项为甲街道、乙局各1项”: so many names, and as many for each.
_ALIKE = re.compile(
    rf"(?<![\d.])(?P<n>\d{{1,3}})(?P<unit>{_UNIT}|件|起|宗|人|户)[，,]?(?:分别)?[是为：:](?P<list>(?:[\u4e00-\u9fff“”]{{2,16}}、)+[\u4e00-\u9fff“”]{{2,16}})"
    r"各(?:有|为)?(?P<k>\d{1,3})(?P=unit)(?![^。；;]*\d(?P=unit))(?=[，。；,;)]|$)"
)
#: “四区二县共6个区域”
_KIND = "[区县市镇乡州旗]|街道|办事处|园区|农场|林场|社区|村"
_FUSED = re.compile(
    rf"(?P<list>(?:(?<![\d一二三四五六七八九十第])(?:\d{{1,2}}|[一二三四五六七八九十两]{{1,3}})(?:{_KIND})[、和]?){{2,4}})"
    r"(?:\([^()]{1,8}\))?[，,]?(?:合计|共计|总计|共)(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})(?P<unit>个)(?P<noun>[\u4e00-\u9fff]{2})(?![\u4e00-\u9fff])"
)
#: “三区两县共45个乡镇” have them; “三区两县共5个县区” are them.
_SAME_LEVEL = (
    (
        re.compile("[\\d一二三四五六七八九十两、和区县市州旗]+"),
        re.compile("区域|地区|县[区市]|区县|市县|旗[县区]|市[州区]"),
    ),
    (re.compile("(?:[\\d一二三四五六七八九十两、和镇乡]|街道|办事处)+"), re.compile("乡镇|镇[街乡办]|街[镇道]")),
)
_NUMBERED = re.compile(r"\d{1,2}|[一二三四五六七八九十两]{1,3}")
#: So many, and their names in a bracket or behind a colon.
_NAME = r"[\u4e00-\u9fff“”]{2,12}"
_NAMED = re.compile(
    rf"{_NUMBER}(?P<unit>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{0,8}})(?:\((?P<list>{_NAME}(?:、{_NAME})+)\)|"
    rf"(?<=前[一二三四五六七八九十][名位])\((?P<values>{_VALUE}(?:、{_VALUE})+)\)|"
    rf"[：:](?P<more>{_NAME}(?:、{_NAME})+)(?=。|$))"
)
_OPEN = re.compile(r"[等含除和及与或]|其[中他它余]|包括|以及|为主|均|各|共")
_TIMES = re.compile("报告期|各期|[近前][一二三四五两几]年|历年|年[度末底]{0,2}[、，,和及至—~～-].*年")
_SOME = re.compile(r"(?:[各每第余约超近]|其中|前后|同比|超过|达到|不足|至少)$")


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Counts with one figure or one name for each that is counted."""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _EACH.finditer(text) if "分别" in text or "依次" in text else ():
            yield from _told(document, index, match, "list")
        for match in _NAMED.finditer(text) if "、" in text and ("(" in text or "：" in text) else ():
            group = next(name for name in ("list", "values", "more") if match[name])
            if not _OPEN.search(match[group]):
                yield from _told(document, index, match, group)
        for match in _ALIKE.finditer(text) if "各" in text else ():
            parts = patterns.split("、", match["list"])
            if not _OPEN.search(match["list"]) and not _SOME.search(text[: match.start()]):
                yield from _summed(document, index, match, len(parts) * int(match["k"]))
        for match in _FUSED.finditer(text) if "个" in text and ("共" in text or "计" in text) else ():
            if any(kinds.fullmatch(match["list"]) and noun.match(match["noun"]) for kinds, noun in _SAME_LEVEL):
                listed = sum(map(read_count, _NUMBERED.findall(match["list"])))
                yield from _summed(document, index, match, listed)


def _summed(document: Document, index: int, match: re.Match[str], listed: int) -> Iterator[Finding | Agreement]:
    """A count that the parts told beside it add up to."""
    printed = match["n"] + match["unit"]
    places = places_of(partial(document.place_in_paragraph, index), match)
    if read_count(match["n"]) == listed:
        yield agrees(printed, listed, places)
        return
    yield Finding(
        "count.list",
        "contradiction",
        "medium",
        f"所说的个数与各项之和不符：说 {printed}，各项共 {listed}",
        printed,
        f"{listed}{match['unit']}",
        match[0],
        places,
    )


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
    if group == "list" and _TIMES.search(clause):
        return  # “近三年甲、乙等两种分别占”: one figure for each year
    what = match.groupdict().get("what") or ""
    if patterns.search("差|合计", match["noun"] + what) or (
        before.endswith("前") and (match["noun"] + what).startswith("月")
    ):
        return
    names = _names_before(match)
    if group == "list" and names and names == said != listed:
        return  # the list of figures may tell two of three
    sure: Confidence = "medium" if names == listed else "low"
    printed, places = match["n"] + match["unit"], places_of(partial(document.place_in_paragraph, index), match, group)
    yield miscounted(printed, listed, match["unit"], match[group][:60], places, sure)


def _names_before(match: re.Match[str]) -> int:
    """How many names stand right before the count: “健身、美容、培训三个行业”."""
    listed = patterns.search(r"(?:[\u4e00-\u9fff]{2,14}、)+[\u4e00-\u9fff]{1,13}[^等]$", match.string[: match.start()])
    return len(_SPLIT.split(listed[0])) if listed else 0
