"""Points (分值与得分): which columns of a form hold the points that can be had and those that were, settled by their figures and not by their headers."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.audit.ledger.tables.cells import Column, Sheet

LEAST = 3
MOST = 100.0


@dataclass(frozen=True, slots=True)
class Points:
    """The columns of a form.

    Args:
        full: points that can be had; None where the figures deny what the headers say.
        got: points that were had, of every round of marking.
    """

    full: Column | None
    got: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """All of them."""
        return (self.full, *self.got) if self.full is not None else ()


def points_of(sheet: Sheet) -> Points | None:
    """The columns of points; None where the table is no form.

    A form is told by its headers or, where these are strange, by its figures: nothing above what can be had, and most rows full.
    """
    plain = [c for c in sheet.columns if not c.is_rate or c.head.role in {"weight", "score"}]
    full = [c for c in plain if c.head.role == "weight"]
    got = [c for c in plain if c.head.role == "score"]
    if full and got:
        sure = [(f, [g for g in got if _confirmed(sheet, f, g)]) for f in full]
        best = max(sure, key=lambda pair: len(pair[1]))
        return Points(best[0], tuple(best[1])) if best[1] else Points(None)
    fulls, gots = full or plain, got or plain
    pairs = [(f, g) for f in fulls for g in gots if f is not g and _confirmed(sheet, f, g, mostly=True)]
    if pairs:
        first = pairs[0][0]
        return Points(first, tuple(g for f, g in pairs if f is first))
    return Points(full[0]) if full else Points(None) if got else None


def _confirmed(sheet: Sheet, full: Column, got: Column, mostly: bool = False) -> bool:
    """Whether no row got more than it could; `mostly`: and most rows got all, which two other columns hardly do."""
    rows = [r for r in full.cells if r in got.cells and sheet.kinds[r] == "line"]
    pairs = [(full.cells[r].rough, got.cells[r].rough) for r in rows]
    over = sum(b > a for a, b in pairs)
    if not mostly:
        return over <= max(1, len(pairs) // 5) and (over < len(pairs) or not pairs)
    same = sum(a == b for a, b in pairs)
    return len(pairs) >= LEAST and not over and 2 * same >= len(pairs) and all(0 < a <= MOST for a, _ in pairs)
