"""Parents of headers (上级表头): what stands over the same columns again and again is the label of their rows."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.column_assignment import CERTAIN, EXACT, PROPOSED, Assignment
from evallib.intake.tables.headers.column_groups import Assigned
from evallib.intake.tables.headers.column_roles import PLACE
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.levels import is_subtotal, is_total
from evallib.model.problems import Problem
from evallib.model.schema import get_schema
from evallib.model.table_words import Words

PLACES = frozenset({"unit", "district", "agency_responsible", "organisation", "community", "department"})
FEWEST_SORTS = 2


class UnderParents(NamedTuple):
    """A kind whose label may be over groups of columns: its figures, those of every group, where the unit goes."""

    kind: str
    label: str
    says: str
    place: str
    figures: frozenset[str]
    needed: frozenset[str]


_BUDGET = frozenset({"initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan", "printed_execution_rate"})
UNDER = (
    UnderParents(
        "staff",
        "category",
        "人员类别",
        PLACE,
        frozenset({"approved_count", "actual_count"}),
        frozenset({"actual_count"}),
    ),
    UnderParents("budget_departments", "line_name", "支出类别", "department", _BUDGET, frozenset({"executed_yuan"})),
)


def by_parent(cells: Sequence[HeaderCell], words: Words) -> tuple[Assignment, dict[Hashable, dict[str, str]]] | None:
    """The first kind whose label stands over groups of columns.

    Args:
        cells: the headers.
        words: own wordings of the unit.

    Returns:
        The assignment with a group per parent, and the label that each parent states; None where no kind is told so.
    """
    return next(filter(None, (_by(cells, layout, words.get(layout.kind, {})) for layout in UNDER)), None)


def _by(
    cells: Sequence[HeaderCell], layout: UnderParents, own: Mapping[str, str]
) -> tuple[Assignment, dict[Hashable, dict[str, str]]] | None:
    """核定 | 实有 under 行政编制, and again under 事业编制: what stands over the columns is the label of their rows."""
    sorts: dict[str, dict[str, HeaderCell]] = {}
    for cell in cells:
        told = [own[name] for name in cell.names if name in own] or [str(r.value) for r in cell.meanings[:1]]
        meant = next((name for name in told[:1] if name in layout.figures), "")
        if cell.above and meant and cell.values in {"number", "percent", ""} and not cell.is_period:
            sorts.setdefault(cell.above[-1], {}).setdefault(meant, cell)
    sorts = {name: columns for name, columns in sorts.items() if not is_total(name) and not is_subtotal(name)}
    if len(sorts) < FEWEST_SORTS or not all(layout.needed <= columns.keys() for columns in sorts.values()):
        return None
    chosen = [cell for columns in sorts.values() for cell in columns.values()]
    rest = [cell for cell in cells if cell not in chosen]
    place = next((cell for cell in rest if is_place(cell)), None)
    if place is None and layout.place != PLACE:
        return None
    result = Assignment(get_schema(layout.kind), unknown=[cell for cell in rest if cell is not place])
    for name, columns in sorts.items():
        result.groups[name] = {
            column: Assigned(
                cell, PROPOSED if _is_open(cell, layout, own) else CERTAIN, f"表头之上是{layout.says}，一类一组"
            )
            for column, cell in columns.items()
        }
        if place is not None:
            result.groups[name][layout.place] = Assigned(place, EXACT, "单位，一行一个")
    return result, {name: {layout.label: name} for name in sorts}


def _is_open(cell: HeaderCell, layout: UnderParents, own: Mapping[str, str]) -> bool:
    """Whether a header may be another figure of the kind as well (预算数), and no own wording settles it."""
    return sum(reading.value in layout.figures for reading in cell.meanings) > 1 and not own.keys() & {*cell.names}


def total_beside(sheet: Sheet, row: int, kind: str, columns: Mapping[str, HeaderCell]) -> Problem | None:
    """The note for a 合计 of one sort of spending over all units, no line of any; None for another table's total.

    Args:
        sheet: where the row stands.
        row: the row of the total.
        kind: the table kind, whose label stands in the header.
        columns: the columns that the row has.
    """
    unit = next((layout.place for layout in UNDER if layout.kind == kind and layout.place in columns), "")
    if not unit:
        return None
    return Problem(
        "intake.total_left",
        "各类支出并列的表，合计行不读入，各单位的行已读入",
        file=sheet.file,
        sheet=sheet.name,
        cell=sheet.place(row, columns[unit].column),
        severity="note",
    )


def is_place(cell: HeaderCell) -> bool:
    """Whether a column names units, one a row: by any sensible meaning of its words, and by texts under them."""
    return cell.values in {"text", ""} and any(reading.value in PLACES for reading in cell.meanings)
