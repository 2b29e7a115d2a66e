"""Names (名称与编号): one indicator code with two names, one table number on two tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from evallib.audit.checks.told_twice.two_projects import told_of_two
from evallib.audit.findings import Finding
from evallib.audit.reading.document import CONTENTS, Place
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.narrative import read_narratives
from evallib.model import patterns
from evallib.parsing.plain_text import half_width, squeeze

_TABLE = re.compile(
    r"^\s*表\s*(?P<number>\d+(?:[-.－—]\d+)*)(?!\d)\s*[:：.、 ]?\s*"
    r"(?!单位|为|所列|是|中[所可]|所示|可[见以]|列[出示]|显示|反映|汇总了)(?P<title>[^\s，。；\-—－.].*?[\u4e00-\u9fff].*?)$"
)
_CONTINUED = re.compile(r"[(（]续[表\d]*[)）]|^续表?|[(（]?(?:计量|金额)?单位[:：][^)）]*[)）]?")
#: A cell that holds nothing but the code and the name of an indicator or of a level, perhaps with its points.
_CELL = re.compile(
    r"(?P<code>[A-H]\d{0,4})\s*[、.．]?\s*(?P<name>[\u4e00-\u9fff“”\"、和及]{3,24})\s*(?:[(（][\d.]+分?[)）])?"
)
_HEAD = re.compile(r"(?P<code>[A-H]\d{1,4})\s*(?P<name>[\u4e00-\u9fff“”\"、和及]{3,40})")


def check(facts: Facts) -> Iterator[Finding]:
    """Codes and table numbers."""
    yield from _codes(facts)
    yield from _table_numbers(facts)


_ROAD = re.compile(r"[GSXY]\d{3}")


def _codes(facts: Facts) -> Iterator[Finding]:
    names: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    document = facts.document
    for table in facts.score_rows:
        for row in table:
            if row.weight and len(row.name) >= 4:
                place = document.place_in_table(row.grid.block, row.row, row.name_column)
                names[row.code][_plain(row.name)].append(place)
    for narrative in read_narratives(document):
        text = half_width(getattr(document.blocks[narrative.blocks[0]], "text", ""))
        match = _HEAD.search(text)
        if match:
            place = document.place_in_paragraph(narrative.blocks[0], *match.span())
            names[narrative.code][_plain(match["name"])].append(place)
    for code, name, place in _cells(facts):
        known = names[code][name]
        if not any((p.block, p.row, p.column) == (place.block, place.row, place.column) for p in known):
            known.append(place)
    apart = told_of_two(facts) if facts.score_rows else set()
    for code, found in names.items():
        if _ROAD.fullmatch(code) or code in apart:
            continue  # G107 is a road, and each project on it has a name of its own
        # A name that a page has cut is the beginning of the whole name, not another one.
        whole = [name for name in found if not any(other != name and other.startswith(name) for other in found)]
        if len(whole) > 1:
            usual = max(whole, key=lambda name: len(found[name]))
            for name in whole:
                if name != usual:
                    yield Finding(
                        "name.code",
                        "wording",
                        "high",
                        f"指标 {code} 有两个名称：“{name}”与“{usual}”",
                        name,
                        usual,
                        f"{len(found[name])} 处写“{name}”，{len(found[usual])} 处写“{usual}”",
                        (*found[name], *found[usual][:1]),
                    )


def _cells(facts: Facts) -> Iterator[tuple[str, str, Place]]:
    """Codes and names of indicators and of their levels that fill a cell, in documents that score by code."""
    for index, table in facts.document.tables if facts.score_rows else ():
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if cell.text and not cell.inherited and (match := _CELL.fullmatch(half_width(cell.text).strip())):
                    yield match["code"], _plain(match["name"]), facts.document.place_in_table(index, r, c)


def _plain(name: str) -> str:
    return patterns.sub(r"[“”\"'\s]", "", name)


def _table_numbers(facts: Facts) -> Iterator[Finding]:
    """One number above two tables; an appendix that begins again with the least number numbers its own."""
    series: list[dict[str, dict[str, list[Place]]]] = [{}]
    document = facts.document
    for index, paragraph in document.paragraphs:
        match = _TABLE.match(half_width(paragraph.text))
        if (
            not match
            or len(paragraph.text) > 50
            or patterns.search("[，。；]", match["title"])
            or paragraph.section == CONTENTS
        ):
            continue
        number, title = match["number"], squeeze(_CONTINUED.sub("", match["title"]))
        known = series[-1]
        if len(known) > 1 and title not in known.get(number, (title,)) and number == min(known, key=_parts):
            series.append({})
        place = document.place_in_paragraph(index, 0, len(paragraph.text))
        series[-1].setdefault(number, {}).setdefault(title, []).append(place)
    for number, found in (item for titles in series for item in titles.items()):
        if len(found) > 1:
            names = list(found)
            yield Finding(
                "name.table",
                "wording",
                "high",
                f"表号“表{number}”用于 {len(names)} 张不同的表：{'、'.join(names)}",
                f"表{number}",
                "各表应有不同编号",
                f"表{number}：{'；'.join(names)}",
                tuple(place for places in found.values() for place in places),
            )


def _parts(number: str) -> list[int]:
    return [int(part) for part in patterns.findall(r"\d+", number)]
