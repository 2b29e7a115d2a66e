"""Outlines (层级): which budget lines are parts of which, by codes, numbering, 其中, indentation, bold type, or the sums.

>>> lines = [Line("基本支出", 0, (530,)), Line("其中：人员经费", 0, (468,)), Line("公用经费", 0, (62,)), Line("项目支出", 0, (588,))]
>>> outline(lines, (1118,))
[1, 2, 2, 1]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from evallib.intake.files.sheet import Sheet
from evallib.model.levels import line_level, outline_level
from evallib.model.schema import TableSchema
from evallib.parsing.cells import clean_text

OF_WHICH = re.compile(r"^\s*(?:其中|其\s*中)\s*[:：]?")
DETAIL = re.compile(r"^\s*(?:[-—–·•]|[a-z][.)])")
#: A printed sum may be off by the rounding of its parts.
CLOSE = Decimal("0.02")
CODE = re.compile(r"\d{3,12}")
LABEL = "line_name"
LEVEL = "level"
#: A step of indentation in blanks, and a column, which is wider than any indentation.
STEP, WIDE = 2, 100


class Line(NamedTuple):
    """What is known of a line: its label, its indentation, its amounts in order of the columns, its code, and whether it is bold."""

    label: str
    indent: int
    amounts: Sequence[Any]
    code: str = ""
    bold: bool = False


def outline(lines: Sequence[Line], total: Sequence[Any] | None) -> list[int]:
    """The level of each line, from 1.

    Args:
        lines: the lines above a total, in order.
        total: the amounts of the total, where there is one.

    Returns:
        The first outline under which the parts add up to their whole and the first level to the total; the one that the
        marks tell where none does.
    """
    told = _by_codes(lines) or _told(lines)
    if set(told) == {1}:
        told = _by_bold(lines) or told
    ways = [told, *_by_sums(lines, total)] if total is not None else [told]
    return next((levels for levels in ways if total is None or _holds(lines, levels, total)), told)


def _by_codes(lines: Sequence[Line]) -> list[int]:
    """By codes of which a part's begins with its whole's (201, 20103, 2010301); none where a line has no code.

    >>> _by_codes([Line("", 0, (), code) for code in ("201", "20103", "2010301", "204", "20402")])
    [1, 2, 3, 1, 2]
    """
    codes = [line.code for line in lines]
    if not all(codes) or len(set(codes)) < len(codes):
        return []
    return [1 + sum(code.startswith(other) for other in codes if other != code) for code in codes]


def _by_bold(lines: Sequence[Line]) -> list[int]:
    """By bold type, where the lines under a bold one add up to it more often than not; bold may also be mere emphasis.

    >>> _by_bold([Line("人员", 0, (5,), "", True), Line("工资", 0, (3,)), Line("津贴", 0, (2,))])
    [1, 2, 2]
    """
    starts = [row for row, line in enumerate(lines) if line.bold]
    if not starts or starts[0] or len(starts) == len(lines):
        return []
    groups = [
        (start, lines[start + 1 : end])
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        if end > start + 1
    ]
    holding = sum(_sum_is(parts, lines[start].amounts) for start, parts in groups)
    return [1 if line.bold else 2 for line in lines] if holding * 2 > len(groups) else []


def _told(lines: Sequence[Line]) -> list[int]:
    """By numbering, then 其中, then indentation."""
    numbers = [outline_level(line.label) for line in lines]
    steps = {number: rank for rank, number in enumerate(sorted({n for n in numbers if n is not None}), 1)}
    indents = sorted({line.indent for line in lines})
    levels, parent, inside = [], 1, False
    for line, number in zip(lines, numbers, strict=True):
        if OF_WHICH.match(unicodedata.normalize("NFKC", line.label)):
            level, inside = parent + 1, True
        elif number is not None:
            level, inside = steps[number], False
            parent = level
        elif inside:
            level = parent + 1
        else:
            level = indents.index(line.indent) + 1
            parent = level
        levels.append(level)
    if any(OF_WHICH.match(line.label) for line in lines):
        return _closed(lines, levels)
    return levels


def _closed(lines: Sequence[Line], levels: list[int]) -> list[int]:
    """Where 其中 ends: the lines after it belong to it as long as its whole is not yet reached."""
    levels = list(levels)
    for start, line in enumerate(lines):
        if not OF_WHICH.match(line.label) or start == 0:
            continue
        parent = start - 1
        while parent > 0 and levels[parent] >= levels[start]:
            parent -= 1
        for end in range(start + 1, len(lines) + 1):
            if _sum_is(lines[start:end], lines[parent].amounts):
                for later in range(end, len(lines)):
                    if OF_WHICH.match(lines[later].label) or outline_level(lines[later].label) is not None:
                        break
                    levels[later] = levels[parent]
                break
    return levels


def _by_sums(lines: Sequence[Line], total: Sequence[Any] | None) -> Iterator[list[int]]:
    """A line is the whole of the lines right below it that add up to it."""
    levels = [1] * len(lines)
    row = 0
    while row < len(lines):
        for end in range(row + 3, len(lines) + 1):
            if _sum_is(lines[row + 1 : end], lines[row].amounts):
                levels[row + 1 : end] = [2] * (end - row - 1)
                row = end - 1
                break
        row += 1
    yield levels


def _holds(lines: Sequence[Line], levels: Sequence[int], total: Sequence[Any]) -> bool:
    return _sum_is([line for line, level in zip(lines, levels, strict=True) if level == 1], total)


def _sum_is(parts: Sequence[Line], whole: Sequence[Any]) -> bool:
    compared = 0
    for column, amount in enumerate(whole):
        if amount is None:
            continue
        values = [part.amounts[column] for part in parts]
        if all(value is None for value in values):
            continue
        compared += 1
        if abs(sum((Decimal(value or 0) for value in values), Decimal(0)) - Decimal(amount)) > CLOSE * len(parts) * 100:
            return False
    return compared > 0


def set_levels(schema: TableSchema, records: list[dict[str, Any]], sheet: Sheet) -> None:
    """Write the level of each line into the records of a kind that has one.

    Args:
        schema: the kind; one without a column `level` is left alone.
        records: the rows of one table.
        sheet: the sheet, for the blanks in front of labels.
    """
    if not any(column.name == LEVEL for column in schema.columns):
        return
    money = [column.name for column in schema.columns if column.type == "money"]
    by_year: dict[Any, list[dict[str, Any]]] = {}
    for record in records:
        by_year.setdefault((record["year"], record["period_end"]), []).append(record)
    for rows in by_year.values():
        own = [record for record in rows if record["row_kind"] == "line"]
        total = next((record for record in rows if record["row_kind"] == "total"), None)
        lines = [_line(record, sheet, money) for record in own]
        levels = outline(lines, [total[name] for name in money] if total else None)
        if set(levels) == {1}:  # 1.1 in the column 序号 is no outline mark of a label
            levels = [line_level(record.get("line_no")) for record in own]
        for record, level in zip(own, levels, strict=True):
            record[LEVEL] = level


def _line(record: dict[str, Any], sheet: Sheet, money: Sequence[str]) -> Line:
    number, label = record.get("line_no") or "", record[LABEL] or ""
    numbered = outline_level(f"{number}项") in {1, 2, 4}
    amounts = [record[name] for name in money]
    indent, bold = _look(record, sheet)
    return Line(f"{number}{label}" if numbered else label, indent, amounts, _code(record, sheet), bold)


def _code(record: dict[str, Any], sheet: Sheet) -> str:
    """A code of a line: a cell of three digits or more in front of its label."""
    row = record["source_row"] - 1
    for value in sheet.rows[row] if row < len(sheet.rows) else []:
        text = clean_text(value)
        if CODE.fullmatch(text):
            return text
        if text:
            return ""
    return ""


def _look(record: dict[str, Any], sheet: Sheet) -> tuple[int, bool]:
    """How far a label stands from the left, by columns, steps of indentation and blanks, and whether it is bold."""
    row = record["source_row"] - 1
    for column, value in enumerate(sheet.rows[row] if row < len(sheet.rows) else []):
        if isinstance(value, str) and record[LABEL] and record[LABEL] in " ".join(value.split()):
            look = sheet.look(row, column)
            return column * WIDE + look.indent * STEP + len(value) - len(value.lstrip()), look.bold
    return 0, False
