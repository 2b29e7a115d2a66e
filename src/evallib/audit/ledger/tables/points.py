"""Points (分值与得分): which columns of a form hold possible and given points, settled by figures, not by headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evallib.audit.ledger import Entry
from evallib.audit.ledger.tables.cells import Column, Sheet

LEAST = 3
MOST = 100.0
WHOLE, ROUND = 100, 5
LEAST_FORM = 50
#: 预算执行率 has 10 points, in some forms 20, which stand above the indicators or are not printed at all.
FOR_FUNDS, MOST_FOR_FUNDS = (10, 20), 20
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Points:
    """The columns of a form.

    Args:
        full: points that can be had; None where they are not printed.
        got: points that were had, of every round of marking; none where the figures deny what the headers say.
        told: whether the headers say which is which, so that the same headers can be looked for in the forms above.
    """

    full: Column | None
    got: tuple[Column, ...] = ()
    told: bool = True

    @property
    def columns(self) -> tuple[Column, ...]:
        """All of them."""
        return self.got if self.full is None else (self.full, *self.got)


def points_of(sheet: Sheet) -> Points | None:
    """The columns of points; None where the table is no form.

    A form is told by its headers or, where these are strange, by its figures: nothing above what can be had, and many
    rows full.
    """
    plain = [c for c in sheet.columns if not c.is_rate or c.head.role in {"weight", "score"}]
    full = [c for c in plain if c.head.role == "weight"]
    got = [c for c in plain if c.head.role == "score"]
    if full and got:
        sure = [(f, [g for g in got if _confirmed(sheet, f, g)]) for f in full]
        best = max(sure, key=lambda pair: len(pair[1]))
        return Points(best[0], tuple(best[1])) if best[1] else Points(None)
    fulls, gots = full or (got if len(got) > 1 else plain), got or plain
    pairs = [(f, g) for f in fulls for g in gots if f is not g and _confirmed(sheet, f, g, mostly=True)]
    pairs = [(f, g) for f, g in pairs if full or got or _makes_marks(sheet, f)]
    if pairs:
        first = pairs[0][0]
        return Points(first, tuple(g for f, g in pairs if f is first), first.head.role == "weight")
    return Points(full[0] if full else None, tuple(got)) if full or got else None


def has_full(sheet: Sheet, full: Column, got: Column) -> bool:
    """Whether one column holds what the other can reach at most, and mostly does."""
    return _confirmed(sheet, full, got, mostly=True)


def _confirmed(sheet: Sheet, full: Column, got: Column, mostly: bool = False) -> bool:
    """Whether no row got more than it could; `mostly`: and many rows got all, which two other columns hardly do."""
    rows = [r for r in full.cells if r in got.cells and sheet.kinds[r] == "line"]
    pairs = [(full.cells[r].rough, got.cells[r].rough) for r in rows]
    over = sum(b > a for a, b in pairs)
    if not mostly:
        return over <= max(1, len(pairs) // 5) and (over < len(pairs) or not pairs)
    same = sum(a == b for a, b in pairs)
    return len(pairs) >= LEAST and not over and 3 * same >= len(pairs) and all(0 < a <= MOST for a, _ in pairs)


def _makes_marks(sheet: Sheet, full: Column) -> bool:
    """Whether a column adds up as points do: to a hundred, or to what a form of its own has of it (90, 80, 60).

    “改造 22、27、25 个，完工 22、27、21 个” are no points, though nothing exceeds and most are full.
    """
    wholes = [e.rough for r, e in full.cells.items() if sheet.kinds[r] == "total"]
    wholes.append(sum(e.rough for r, e in full.cells.items() if sheet.kinds[r] == "line"))
    return any(LEAST_FORM <= whole <= MOST and whole % ROUND == 0 for whole in wholes)


def sureness_of(points: Points, column: Column, sums: tuple[int, Sequence[int], Sequence[Sheet]]) -> float:
    """How sure a total of points is: only where another column of points says that no row is missing.

    The points for carrying out the budget stand above the indicators, elsewhere or nowhere, and other columns (points
    taken, those of last year) have a total of their own kind.
    """
    row, rows, extra = sums
    gap = column.cells[row].rough - sum(column.cells[r].rough for r in rows if r in column.cells)
    if column not in points.columns:
        return 0.0
    made = sum(p.rough for p in stacked_points(column, extra)) + column.cells[row].rough - gap
    if column is points.full and abs(made - WHOLE) < TINY:
        return 0.9  # what can be had is a hundred
    if column is points.full and 0 < gap <= MOST_FOR_FUNDS and not stacked_points(column, extra):
        # Points of a row that stands elsewhere are hardly lost in full: those that were had would lack it as well.
        if gap in FOR_FUNDS or not any(_is_whole(g, row, rows) for g in points.got):
            return 0.0
        if gap % ROUND == 0:
            return 0.6
    if not points.told and any(stacked_points(c, extra) for c in points.columns):
        return 0.0  # which column of the forms above belongs to which here, nothing tells
    stacked = stacked_points(column, extra)
    others = [c for c in points.columns if c is not column and len(stacked_points(c, extra)) == len(stacked)]
    unsure = len(stacked) != len(stacked_points(column, extra, same=True))
    if unsure:
        # “分数” above “分值” is what can be had where “得分”, which has its name above, adds up with what stands there.
        named = [c for c in others if len(stacked_points(c, extra, same=True)) == len(stacked)]
        others = named if column is points.full else []
    for other in others:
        parts = [*stacked_points(other, extra), *(other.cells[r] for r in rows if r in other.cells)]
        known = other.cells[row].rough if row in other.cells else WHOLE if other is points.full else None
        if len(parts) >= 2 and known is not None and abs(sum(p.rough for p in parts) - known) < TINY:
            return 0.9
    if unsure:
        return 0.0
    # Alone it is told where nothing can be missing or stand twice, and one digit explains it.
    cells = [column.cells[r].rough for r in rows if r in column.cells]
    gap -= sum(p.rough for p in stacked)
    whole_rows = gap > 0 and gap % ROUND == 0  # what a row or a form that was not read would be worth
    return 0.6 if (gap > 0 and stacked and not whole_rows) or (gap < 0 and -gap not in cells) else 0.0


def _is_whole(column: Column, row: int, rows: Sequence[int]) -> bool:
    """Whether a column has its total and a figure in every row, and adds up."""
    cells = [column.cells[r].rough for r in rows if r in column.cells]
    return row in column.cells and len(cells) == len(rows) and abs(sum(cells) - column.cells[row].rough) < TINY


def stacked_points(column: Column, above: Sequence[Sheet], same: bool = False) -> list[Entry]:
    """Weights or scores of the forms above: that of the first line of funds (预算执行率), those of all indicators.

    Args:
        column: the column below.
        above: the forms.
        same: only columns of the same name; by another name they may confirm a total and never deny it.
    """
    if column.head.role not in {"weight", "score"}:
        return []
    found: list[Entry] = []
    for sheet in above:
        alike = [c for c in sheet.columns if c.head.role == column.head.role]
        named = [c for c in alike if c.head.label.startswith(column.head.label)]
        exact = [c for c in named if c.head.label == column.head.label]
        match = next(iter(exact or named or ([] if same else alike)), None)
        if match is not None:
            funds = any(c.head.role in {"executed", "execution_rate"} for c in sheet.columns)
            total = [r for r in match.cells if sheet.kinds[r] == "total"][:1]
            rows = total or list(match.cells)[: 1 if funds else None]
            found += [match.cells[r] for r in rows]
    return found
