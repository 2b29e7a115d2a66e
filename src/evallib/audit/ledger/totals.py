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


def total_claims(sheet: Sheet) -> list[Claim]:
    """Claims about total and mean rows, and about rows that have rows of their own below them."""
    claims: list[Claim] = []
    if has_codes(sheet.grid):
        return claims  # levels of indicators are read by their codes
    columns = [c for c in sheet.columns if not _NOT_ADDED.search(c.label) or c.head.role == "share"]
    for row in sheet.rows:
        if sheet.kinds[row] == "total":
            claims += _settled(sheet, [c for c in columns if row in c.cells], row, list(_sets(sheet, row)))
        elif sheet.kinds[row] == "mean":
            claims += _means(sheet, row)
        elif not any(k == "total" for k in sheet.kinds.values()) or _has_children(sheet, row):
            claims += _settled(sheet, [c for c in columns if row in c.cells], row, list(_children(sheet, row)), silent=True)
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
    return bool(following) and (bool(_PART_OF.match(sheet.labels[following[0]])) or _level(sheet, following[0]) != _level(sheet, row))


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


def _settled(sheet: Sheet, columns: list[Column], row: int, sets: list[tuple[list[int], float]], silent: bool = False) -> Iterator[Claim]:
    """The set of rows that most columns confirm is what the total adds."""
    best: tuple[float, list[int], int, int] | None = None
    for rows, weight in sets:
        held = failed = 0
        for column in columns:
            relation = _sum(sheet, column, row, rows, 0.0)
            if relation is None:
                continue
            if relation.holds():
                held += _telling(relation)
            else:
                failed += 1
        score = 2 * held - failed + weight
        if best is None or score > best[0]:
            best = (score, rows, held, failed)
    if best is None:
        return
    _, rows, held, failed = best
    strength = 0.95 if held >= 2 and failed <= held else 0.85 if held == 1 and failed == 1 else 0.5 if held else 0.0
    if not held:
        # With a single column nothing confirms which rows are added; with several, rows are missing or of another table.
        strength = 0.5 if failed == 1 and not any(_PART_OF.match(sheet.labels[r]) for r in rows) else 0.0
    if silent:
        strength = 0.85 if held >= 2 and failed == 1 else 0.0
        if not held:
            return
    for column in columns:
        relation = _sum(sheet, column, row, rows, strength)
        if relation is not None:
            claim = Claim(column.cells[row], [relation], ("total", sheet.grid.block, row))
            claim.judge()
            yield claim


def _telling(relation: Relation) -> int:
    return int(sum(t.value != 0 for t in relation.terms) >= 2)


def _sum(sheet: Sheet, column: Column, row: int, rows: Sequence[int], strength: float) -> Relation | None:
    terms: list[Entry] = [column.cells[r] for r in rows if r in column.cells]
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
    lines = [r for r in sheet.rows[:at] if sheet.kinds[r] == "line"] or [r for r in sheet.rows[at + 1 :] if sheet.kinds[r] == "line"]
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
