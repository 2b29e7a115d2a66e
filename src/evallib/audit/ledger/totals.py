"""Totals (合计行): which rows a total adds up is settled by all columns together, then a column can be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.checks.score_rows import has_codes
from evallib.audit.ledger.cells import Column, Sheet
from evallib.audit.ledger.claims import Claim
from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.formulas import Formula
from evallib.audit.ledger.relations import Relation, make

_PART_OF = re.compile(r"^(?:其中|其他?中)|^[（(]?其中")
_BIG = re.compile(r"^[一二三四五六七八九十]+[、．.]|^[（(][一二三四五六七八九十]+[）)]|^[（(]?\d{1,2}[)）.、．]?")
_NOT_ADDED = re.compile(r"率|单价|均|比重|同比|环比|增幅|排名|标准|目标|系数|指标值|完成值|限额")


def total_claims(sheet: Sheet, above: Sheet | None = None) -> list[Claim]:
    """Claims about total and mean rows, and about rows that have rows of their own below them.

    Args:
        sheet: the table.
        above: the table that a form stacks on it; the score of its first row is part of a total of scores.
    """
    claims: list[Claim] = []
    if has_codes(sheet.grid):
        return claims  # levels of indicators are read by their codes
    columns = [c for c in sheet.columns if not _NOT_ADDED.search(c.label) or c.head.role == "share"]
    for row in sheet.rows:
        if sheet.kinds[row] == "total":
            claims += _settled(sheet, [c for c in columns if row in c.cells], row, list(_sets(sheet, row)), above=above)
        elif sheet.kinds[row] == "mean":
            claims += _means(sheet, row)
        elif not any(k == "total" for k in sheet.kinds.values()) or _has_children(sheet, row):
            claims += _settled(
                sheet, [c for c in columns if row in c.cells], row, list(_children(sheet, row)), silent=True
            )
    return claims


def _sets(sheet: Sheet, row: int) -> Iterator[tuple[list[int], float]]:
    """The rows a total may add, with how sensible that is."""
    rows = sheet.rows
    at = rows.index(row)
    above, below = rows[:at], rows[at + 1 :]
    for side, weight in ((above[::-1], 1.0), (below, 0.6)):
        run: list[int] = []
        for r in side:
            if sheet.kinds[r] == "total":
                break
            if sheet.kinds[r] == "line":
                run.append(r)
        ordered = sorted(run)
        if ordered:
            yield ordered, weight
            outer = _outer(sheet, ordered)
            if outer and len(outer) < len(ordered):
                yield outer, weight
        lines = sorted(r for r in side if sheet.kinds[r] == "line")
        subtotals = sorted(r for r in side if sheet.kinds[r] == "total")
        if subtotals:
            yield subtotals, weight
            # A subtotal and the rows behind it: 小计, 管理费, 税金, 合计.
            after = sorted(r for r in side if r > subtotals[-1]) if side is not below else []
            if after:
                yield [subtotals[-1], *after], weight
            if lines != ordered:
                yield lines, weight


def _outer(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """Rows without those that are told to be part of another: 其中, and inner numbering below outer numbering."""
    marks = [_level(sheet, r) for r in rows]
    kept = [r for r in rows if not _PART_OF.match(sheet.labels[r])]
    levels = {m for m in marks if m}
    if len(levels) > 1:
        top = next(m for m in marks if m)
        kept = [r for r, m in zip(rows, marks, strict=True) if m == top]
    return kept


def _level(sheet: Sheet, row: int) -> str:
    """The kind of numbering of a row."""
    text = sheet.marks.get(row) or sheet.labels[row]
    match = _BIG.match(text)
    if not match:
        return ""
    mark = match[0]
    kind = "cn" if re.search("[一二三四五六七八九十]", mark) else "digit"
    return f"({kind})" if mark[0] in "（(" else kind


def _has_children(sheet: Sheet, row: int) -> bool:
    at = sheet.rows.index(row)
    following = sheet.rows[at + 1 : at + 2]
    return bool(following) and (
        bool(_PART_OF.match(sheet.labels[following[0]])) or _level(sheet, following[0]) != _level(sheet, row)
    )


def _children(sheet: Sheet, row: int) -> Iterator[tuple[list[int], float]]:
    """Rows directly below a row that it may be made of: those of the next level, or those that “其中” opens."""
    at = sheet.rows.index(row)
    below = sheet.rows[at + 1 : at + 40]
    level = _level(sheet, row)
    inner: list[int] = []
    child = ""
    for r in below:
        if sheet.kinds[r] == "total":
            break
        mine = _level(sheet, r)
        if mine == level and not _PART_OF.match(sheet.labels[r]) and (level or inner):
            break
        if not inner:
            child = mine
        if mine == child:
            inner.append(r)
    if len(inner) >= 2:
        yield inner, 0.5
    for stop in range(2, min(len(below), 12) + 1):
        yield below[:stop], 0.1


def _settled(
    sheet: Sheet,
    columns: list[Column],
    row: int,
    sets: list[tuple[list[int], float]],
    silent: bool = False,
    above: Sheet | None = None,
) -> Iterator[Claim]:
    """The set of rows that most columns confirm is what the total adds."""
    best: tuple[float, list[int], int, int] | None = None
    extra: Sheet | None = None
    choices = [(rows, weight, up) for rows, weight in sets for up in ((None, above) if above is not None else (None,))]
    for rows, weight, up in choices:
        held = failed = 0
        for column in columns:
            relation = _sum(sheet, column, row, rows, 0.0, up)
            if relation is None:
                continue
            if relation.holds():
                held += _telling(relation)
            else:
                failed += 1
        score = 2 * held - failed + weight
        if best is None or score > best[0]:
            best, extra = (score, rows, held, failed), up
    if best is None:
        return
    _, rows, held, failed = best
    strength = 0.95 if held >= 2 and failed <= held else 0.85 if held == 1 and failed == 1 else 0.5 if held else 0.0
    if not held:
        # With a single column nothing confirms which rows are added; with several, rows are missing or of another table.
        plain = not any(_PART_OF.match(sheet.labels[r]) or _level(sheet, r) for r in rows)
        strength = (
            0.0
            if failed != 1
            else 0.76
            if plain and len(sets) == 1 and _near(columns, row, rows)
            else 0.5
            if plain
            else 0.3
        )
    if silent:
        strength = 0.85 if held >= 2 and failed == 1 else 0.0
        if not held:
            return
    for column in columns:
        relation = _sum(sheet, column, row, rows, strength, extra)
        if relation is not None:
            claim = Claim(column.cells[row], [relation], ("total", sheet.grid.block, row))
            claim.judge()
            yield claim


def _near(columns: Sequence[Column], row: int, rows: Sequence[int]) -> bool:
    """Whether every row has a figure and their sum comes near the total: then no row is missing."""
    column = next((c for c in columns if row in c.cells and sum(r in c.cells for r in rows) >= 2), None)
    if column is None or any(r not in column.cells for r in rows):
        return False
    total = sum(column.cells[r].rough for r in rows)
    return abs(total - column.cells[row].rough) <= 0.2 * abs(column.cells[row].rough)


def _telling(relation: Relation) -> int:
    return int(sum(t.value != 0 for t in relation.terms) >= 2)


def _stacked(column: Column, above: Sheet | None) -> list[Entry]:
    """The weight or score of the first row of the form above: 预算执行率 counts in the total of a self-evaluation."""
    if above is None or column.head.role not in {"weight", "score"}:
        return []
    match = next((c for c in above.columns if c.head.role == column.head.role), None)
    return list(match.cells.values())[:1] if match else []


def _sum(
    sheet: Sheet, column: Column, row: int, rows: Sequence[int], strength: float, above: Sheet | None = None
) -> Relation | None:
    terms: list[Entry] = [*_stacked(column, above), *(column.cells[r] for r in rows if r in column.cells)]
    if len(terms) * 3 < len(rows) * 2:
        strength = 0.0
    if len(terms) < 2 or (column.is_rate and not _adds_to_hundred(column, row)):
        return None
    code = "sum.score" if column.head.role == "score" else "sum.weight" if column.head.role == "weight" else "sum.table"
    if column.is_rate:
        code = "share.total"
        strength = min(strength, 0.5)
    what = f"“{column.head.label or sheet.grid.table.title}”{sheet.labels[row]}"
    return make(column.cells[row], terms, Formula("sum"), code, what, strength)


def _adds_to_hundred(column: Column, row: int) -> bool:
    return abs(column.cells[row].rough - 100) < 0.5


def _means(sheet: Sheet, row: int) -> Iterator[Claim]:
    at = sheet.rows.index(row)
    lines = [r for r in sheet.rows[:at] if sheet.kinds[r] == "line"] or [
        r for r in sheet.rows[at + 1 :] if sheet.kinds[r] == "line"
    ]
    relations = []
    for column in sheet.columns:
        terms = [column.cells[r] for r in lines if r in column.cells]
        if row in column.cells and len(terms) >= 2:
            formula = Formula("sum", factor=Fraction(1, len(terms)))
            relations.append(make(column.cells[row], terms, formula, "rate.average", f"“{column.head.label}”平均"))
    held = sum(r.holds() for r in relations)
    for relation in relations:
        relation.strength = 0.85 if held >= 2 else 0.0
        claim = Claim(relation.result, [relation], ("mean", sheet.grid.block, row))
        claim.judge()
        yield claim
