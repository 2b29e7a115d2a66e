"""Choosing an outline (定层级): of what marks, looks and sums tell, the outline under which the figures add up best.

>>> lines = [
...     Line("基本支出", 0, (530,)),
...     Line("其中：人员经费", 0, (468,)),
...     Line("公用经费", 0, (62,)),
...     Line("项目支出", 0, (588,)),
... ]
>>> outline(lines, (1118,))
[1, 2, 2, 1]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from evallib.identities import BARE
from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.outlines.marks import Line, bolded, coded, indented, numbered, of_which, worded
from evallib.intake.tables.outlines.sums import adding_up, fit
from evallib.model.levels import line_level, outline_level, plain_label
from evallib.model.schema import TableSchema
from evallib.parsing.cells import clean_text

CODE = re.compile(r"\d{3,12}")
LEVEL, PARENT = "level", "parent"
#: Labels of kinds whose rows are levels wherever nothing says so; a plain list of projects has none.
OUTLINED = frozenset({"line_name"})
#: A step of indentation in blanks, and a column, which is wider than any indentation.
STEP, WIDE = 2, 100
#: In longer tables only the marks are asked.
MOST_LINES = 400


def outline(lines: Sequence[Line], total: Sequence[Any] | None) -> list[int]:
    """The level of each line, from 1.

    Args:
        lines: the lines beside a total, in order.
        total: the amounts of the total, where there is one.

    Returns:
        Of the outlines that marks tell, the one under which the most figures agree and the fewest are wrong. What only
        the sums tell is taken where no mark tells anything, or where under it everything adds up and more than under
        the marks.
    """
    if len(lines) > MOST_LINES:
        return next(_told(lines), [1] * len(lines))
    trusted = _with_words(lines, next(_told(lines), [1] * len(lines)))
    best = min(trusted, key=lambda levels: _net(lines, levels, total))
    free = min(_others(lines), key=lambda levels: _net(lines, levels, total))
    found, told = fit(lines, free, total), fit(lines, best, total)
    better = found.wrong == 0 and (found.right > told.right or told.wrong > 0 < found.right)
    return free if set(best) == {1} or better else best


def _net(lines: Sequence[Line], levels: Sequence[int], total: Sequence[Any] | None) -> int:
    """How many more figures are wrong than right; of equals the first is taken."""
    found = fit(lines, levels, total)
    return found.wrong - found.right


def _told(lines: Sequence[Line]) -> Iterator[list[int]]:
    """The levels that marks tell, the surest first; bold type only where the sums agree."""
    for levels in (coded(lines), numbered(lines), indented(lines), bolded(lines)):
        if levels and set(levels) != {1}:
            found = fit(lines, levels, None)
            if levels != bolded(lines) or found.right > found.wrong:
                yield levels


def _with_words(lines: Sequence[Line], levels: list[int]) -> list[list[int]]:
    """The same with what 其中 and the words of the trade add."""
    return [worded(lines, found) for found in list(of_which(lines, levels)) or [levels]]


def _others(lines: Sequence[Line]) -> Iterator[list[int]]:
    """What else may be: other marks, marks without words, no levels at all, and what only the sums tell."""
    flat = [1] * len(lines)
    for levels in (*_told(lines), flat):
        yield from _with_words(lines, levels)
        yield levels
    yield adding_up(lines)
    yield adding_up(lines, fewest=1)


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
    headings = {id(record) for rows in by_year.values() for record in _headings(rows, schema, money)}
    for rows in by_year.values():
        _name_groups(rows, headings, schema.label)
        own = [record for record in rows if record["row_kind"] == "line" and id(record) not in headings]
        totals = [record for record in rows if record["row_kind"] == "total"]
        bare = [record for record in totals if plain_label(record[schema.label] or "合计") in BARE]
        total = next(iter(bare[-1:] or totals), None)
        lines = [_line(record, sheet, money, schema.label) for record in own]
        levels = outline(lines, [total[name] for name in money] if total else None)
        if set(levels) == {1}:  # 1.1 in the column 序号 is no outline mark of a label
            levels = [line_level(record.get("line_no")) for record in own]
        if set(levels) == {1} and schema.label not in OUTLINED:
            continue
        wholes: list[str] = []
        for record, level in zip(own, levels, strict=True):
            record[LEVEL] = level
            record[PARENT] = wholes[level - 2] if 1 < level <= len(wholes) + 1 else record[PARENT]
            wholes[level - 1 :] = [record[schema.label] or ""]
    records[:] = [record for record in records if id(record) not in headings]


def _headings(rows: Sequence[dict[str, Any]], schema: TableSchema, money: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Lines without any figure over a group that ends in a 小计, or over lines of a deeper number."""
    blank = [record["row_kind"] == "line" and all(record[name] is None for name in money) for record in rows]
    for row, record in enumerate(rows):
        if not blank[row] or row + 1 >= len(rows) or blank[row + 1]:
            continue
        end = next((later for later in range(row + 1, len(rows)) if blank[later]), len(rows))
        levels = [outline_level(other[schema.label]) or 0 for other in (record, rows[row + 1])]
        if any(other["row_kind"] == "subtotal" for other in rows[row + 1 : end]) or 0 < levels[0] < levels[1]:
            yield record


def _name_groups(rows: Sequence[dict[str, Any]], headings: Collection[int], label: str) -> None:
    """Lines and 小计 under a heading belong to it; of bare 小计 without headings each is known by its first line."""
    heading, first = None, None
    ends = [record[label] for record in rows if record["row_kind"] == "subtotal"]
    for record in rows:
        if id(record) in headings:
            heading, first = record[label], None
        elif record["row_kind"] == "line":
            first = first or record[label]
            record[PARENT] = heading
        elif record["row_kind"] == "subtotal":
            record[PARENT] = heading or (first if ends.count(record[label]) > 1 else None)
            heading, first = None, None


def _line(record: dict[str, Any], sheet: Sheet, money: Sequence[str], name: str) -> Line:
    number, label = record.get("line_no") or "", record[name] or ""
    numbered = outline_level(f"{number}项") in {1, 2, 4}
    amounts = [record[name] for name in money]
    indent, bold = _look(record[name], record, sheet)
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


def _look(label: str | None, record: dict[str, Any], sheet: Sheet) -> tuple[int, bool]:
    """How far a label stands from the left, by columns, steps of indentation and blanks, and whether it is bold."""
    row = record["source_row"] - 1
    for column, value in enumerate(sheet.rows[row] if row < len(sheet.rows) else []):
        if isinstance(value, str) and label and label in " ".join(value.split()):
            look = sheet.look(row, column)
            return column * WIDE + look.indent * STEP + len(value) - len(value.lstrip()), look.bold
    return 0, False
