"""Evidence for columns (列的依据): where a header leaves open what it means, its values and the rows' arithmetic tell.

What words say for sure is left alone, except where the values are those of another column kind that such general words
(类别, 项目, 指标) cover, or where two sure columns and the arithmetic name the third.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.column_relations import Relation, Sort, find_relations
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.levels import AVERAGE, is_total
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import concept_of, concepts, corrects, is_likeness
from evallib.parsing.readings import Reading

LOOKED_AT = 12
END_OF_YEAR = re.compile(r"((?:19|20)\d{2})年(?:度)?(?:末|底|12月31日)(?:余额|数|金额|账面数)?(?:[(（].{1,4}[)）])?")
#: How much the words of a header say for a place in a relation.
SURE, OPEN, SILENT, CONTRARY = 2, 1, 0, -2
#: Words that say how a figure came about and not what it is: 小计 is an amount beside a price and a number of pieces.
SUMS = frozenset({"total_row"})
#: Words have to speak for so much of a relation.
NEEDED = 2
#: Pairs of which a table has one column each.
ONE_OF_EACH = (
    {"initial_budget_yuan", "adjusted_budget_yuan"},
    {"adjustment_yuan", "adjusted_budget_yuan"},
    {"department", "organisation"},
    {"department", "implementer"},
    {"executed_yuan", "amount_yuan"},
)


@dataclass(frozen=True)
class _Law:
    """What a relation may mean: the concepts of its places, the likelier first, and how it is told."""

    sort: Sort
    places: tuple[tuple[str, ...], ...]


_BUDGETS = ("adjusted_budget_yuan", "initial_budget_yuan")
#: What the words call a budget applied for or planned may be the one that was spent from, where the rows say so.
_PLANNED = frozenset({"applied_budget_yuan", "approved_total_yuan"})
#: What no arithmetic makes a budget of.
FIRM = frozenset({"line_no", "contract_amount", "ceiling_price_yuan"})
_WHOLES = ("cases_count", "registered_count", "due_count")
_LAWS = (
    _Law("quotient", (("executed_yuan", "final_accounts_yuan"), _BUDGETS, ("printed_execution_rate",))),
    _Law("quotient", (("closed_count",), _WHOLES, ("closed_rate",))),
    _Law("quotient", (("on_time_count",), ("closed_count", *_WHOLES), ("on_time_rate",))),
    _Law("quotient", (("satisfied_count",), ("sampled_count", "valid_count", *_WHOLES), ("satisfied_rate",))),
    _Law("quotient", (("dissatisfied_count",), ("sampled_count", "valid_count", *_WHOLES), ("dissatisfied_rate",))),
    _Law("quotient", (("resolved_count",), ("sampled_count", *_WHOLES), ("resolved_rate",))),
    _Law("quotient", (("returned_count",), _WHOLES, ("return_rate",))),
    _Law("quotient", (("redo_count",), ("closed_count", *_WHOLES), ("redo_rate",))),
    _Law("quotient", (("valid_count",), ("returned_questionnaires_count", "issued_count"), ("valid_rate",))),
    _Law("quotient", (("returned_questionnaires_count",), ("issued_count",), ("returned_rate",))),
    _Law("quotient", (("published_score", "self_score"), ("weight_score",), ("published_score_rate",))),
    _Law("product", (("unit_price_yuan",), ("quantity",), ("amount_yuan",))),
    _Law("sum", (("initial_budget_yuan",), ("adjustment_yuan",), ("adjusted_budget_yuan",))),
    _Law("sum", (("executed_yuan",), ("balance_yuan",), _BUDGETS)),
    _Law("sum", (("closed_count",), ("pending_cases_count",), _WHOLES)),
    _Law("sum", (("on_time_count",), ("overdue_count",), ("closed_count", *_WHOLES))),
    _Law("sum", (("actual_count",), ("vacancy_count",), ("approved_count",))),
    _Law("share", (("cases_count", "answers_count"), ("share",))),
)
#: The orders in which the columns of a relation may be read: the parts of a sum or a product may change places.
_ORDERS: dict[Sort, tuple[tuple[int, ...], ...]] = {
    "quotient": ((0, 1, 2),), "product": ((0, 1, 2), (1, 0, 2)), "sum": ((0, 1, 2), (1, 0, 2)), "share": ((0, 1),)
}  # fmt: skip
_SHOWN: dict[Sort, tuple[str, ...]] = {
    "quotient": ("“{2}” = 本列 ÷ “{1}”", "“{2}” = “{0}” ÷ 本列", "本列 = “{0}” ÷ “{1}”"),
    "product": ("本列 × “{1}” = “{2}”", "“{0}” × 本列 = “{2}”", "本列 = “{0}” × “{1}”"),
    "sum": ("本列 + “{1}” = “{2}”", "“{0}” + 本列 = “{2}”", "本列 = “{0}” + “{1}”"),
    "share": ("“{1}” = 本列 ÷ 本列之和", "本列 = “{0}” ÷ 其和"),
}


def settle(cells: Sequence[HeaderCell], sheet: Sheet, bottom: int) -> list[HeaderCell]:
    """The headers with what their values and the arithmetic of the rows tell of those that the words leave open.

    Args:
        cells: the headers of one table.
        sheet: where the rows stand.
        bottom: the last header row.
    """
    found = _by_ends([_by_values(cell, sheet, bottom) for cell in cells])
    figures = [cell for cell in found if cell.values in {"number", "percent"}]
    if any(not cell.concept or cell.concept not in concepts() for cell in figures) or _is_mixed(figures):
        told = _by_arithmetic(found, find_relations(sheet, bottom, found))
        found = [replace(cell, told=(told[cell.column],)) if cell.column in told else cell for cell in found]
    return [_by_elimination(cell, found) for cell in found]


def _by_ends(cells: list[HeaderCell]) -> list[HeaderCell]:
    """2023年末 beside 2024年末: the end of the year before is the beginning of the year."""
    ends = {cell.column: int(found[1]) for cell in cells if (found := END_OF_YEAR.fullmatch(clean_text(cell.text)))}
    years = sorted(ends.values())
    if len(years) != 2 or years[1] - years[0] != 1:
        return cells
    told = {
        years[0]: (Reading("opening_yuan", kind="concept", evidence=("上一年末即年初",)),),
        years[1]: (Reading("closing_yuan", kind="concept", evidence=("年末",)),),
    }
    return [replace(cell, told=told[ends[cell.column]], period=None) if cell.column in ends else cell for cell in cells]


def _is_mixed(cells: Sequence[HeaderCell]) -> bool:
    """Whether the words of figures are at home in several sorts of tables."""
    return len({concepts()[cell.concept].field for cell in cells if cell.concept in concepts()}) > 1


def _by_elimination(cell: HeaderCell, cells: Sequence[HeaderCell]) -> HeaderCell:
    """Of two meanings, the one that no other column of the same period has for sure."""
    said = [reading for reading in cell.meanings if reading.value in concepts()]
    if cell.concept or len(said) != len(cell.meanings) or {reading.value for reading in said} not in ONE_OF_EACH:
        return cell
    taken = {other.concept: other for other in cells if other is not cell and _period(other) == _period(cell)}
    left = [reading for reading in said if reading.value not in taken]
    if len(left) != 1:
        return cell
    other = next(taken[reading.value] for reading in said if reading.value in taken)
    return replace(cell, told=(left[0].because(f"另一义已有一列“{other.text}”"),))


def _period(cell: HeaderCell) -> tuple[object, object] | None:
    return (cell.period.low, cell.period.high) if cell.period else None


def _by_values(cell: HeaderCell, sheet: Sheet, bottom: int) -> HeaderCell:
    """A header whose values are words of a closed list."""
    if cell.values in {"number", "percent", ""}:
        return cell
    rows = range(bottom + 1, min(len(sheet.rows), bottom + 1 + LOOKED_AT))
    texts = [clean_text(value) for row in rows if not is_blank(value := sheet.merged_value(row, cell.column))]
    said = concept_of([text for text in texts if not AVERAGE.fullmatch(text) and not is_total(text)])
    if said is None or said.value == cell.concept:
        return cell
    words = [str(reading.value) for reading in cell.meanings if not is_likeness(reading)]
    if words and said.value not in words and not any(corrects(str(said.value), word) for word in words):
        return cell
    return replace(cell, told=(said,))


def _by_arithmetic(cells: Sequence[HeaderCell], relations: Sequence[Relation]) -> dict[int, Reading]:
    """What relations say of columns that the words leave open; where they say different things it stays open."""
    by_column = {cell.column: cell for cell in cells}
    votes: dict[int, dict[str, Reading]] = {}
    for relation in relations:
        places = [by_column[column] for column in relation.columns]
        if len({_period(cell) for cell in places}) > 1:
            continue
        when = _period(places[0])
        elsewhere = {cell.concept for cell in cells if cell not in places and _period(cell) == when}
        for cell, reading in _by_law(relation, places, elsewhere):
            if cell.concept != reading.value:
                votes.setdefault(cell.column, {}).setdefault(str(reading.value), reading)
    chosen = {column: next(iter(found.values())) for column, found in votes.items() if len(found) == 1}
    names = [(reading.value, _period(by_column[column])) for column, reading in chosen.items()]
    return {
        column: reading
        for column, reading in chosen.items()
        if names.count((reading.value, _period(by_column[column]))) == 1 or str(reading.value).endswith("_rate")
    }


def _by_law(
    relation: Relation, places: Sequence[HeaderCell], elsewhere: set[str]
) -> Iterator[tuple[HeaderCell, Reading]]:
    """What the places of a relation mean by the law with most words for it; nothing where two laws are as good."""
    ways = []
    for law in _LAWS:
        for order in _ORDERS[relation.sort] if law.sort == relation.sort else ():
            cells = [places[k] for k in order]
            if (fit := _fit(law, cells, elsewhere)) is not None:
                ways.append((sum(score for _, score in fit), [name for name, _ in fit], cells))
    best = max((score for score, *_ in ways), default=0)
    found = [(names, cells) for score, names, cells in ways if score == best]
    if best < NEEDED or len({tuple(sorted(names)) for names, _ in found}) > 1:
        return
    names, cells = found[0]
    titles = [cell.text for cell in cells]
    for cell, name, shown in zip(cells, names, _SHOWN[relation.sort], strict=True):
        yield cell, Reading(name, kind="concept", evidence=("逐行验算：" + shown.format(*titles),))


def _fit(law: _Law, cells: Sequence[HeaderCell], elsewhere: set[str]) -> list[tuple[str, int]] | None:
    """The concept of each place by a law, and how much its words say for it; None where words speak against the law."""
    found: list[tuple[str, int]] = []
    for names, cell in zip(law.places, cells, strict=True):
        said = [
            str(reading.value) for reading in cell.meanings if not is_likeness(reading) and reading.value not in SUMS
        ]
        spoken = [name for name in said if name in names]
        free = [name for name in (spoken or names) if name not in elsewhere]
        if spoken and cell.concept:
            found.append((spoken[0], SURE))
        elif FIRM.intersection(said):
            return None
        elif said and not spoken and not (names is _BUDGETS and _PLANNED.issuperset(said)):
            if cell.concept not in concepts() or concepts()[cell.concept].field == concepts()[names[0]].field:
                return None
            found.append((names[0], CONTRARY))  # 年末数 of goods, among budgets
        elif not free:
            return None
        else:
            alike = {reading.value for reading in cell.meanings}
            best = min(free, key=lambda name: (name not in alike, names.index(name)))
            found.append((best, OPEN if spoken else SILENT))
    return found if len({name for name, _ in found}) == len(found) else None
