"""Funds as pairs (一项一格的资金): 年初预算数｜100｜全年执行数｜98, a label and its figure side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import BOTH, Place, number, pieces, shown
from evallib.intake.forms.funds.fund_columns import AMOUNTS, BUDGETS, FIRST, READINGS, meanings_of
from evallib.parsing.cells import clean_text
from evallib.parsing.numerals import parse_numeral
from evallib.parsing.percentages import parse_percentage

#: A label is short; longer texts are sentences.
LONGEST_LABEL = 20
#: Rows over which the pairs of one fund may go on.
MOST_ROWS = 8


@dataclass(frozen=True)
class Pair:
    """A label, what it may mean, and where its figure stands."""

    label: str
    names: list[str]
    place: Place


def fund_pairs(sheet: Sheet, first: int, last: int) -> dict[str, Place]:
    """Where each amount of a fund stands whose labels are left of their figures.

    Args:
        sheet: the sheet.
        first: the first row to look in.
        last: the row behind the last one.

    Returns:
        The place of the figure by column of self_evaluation_funds, `label` for the first label; empty where the rows
        tell no budget (or rate) beside what was spent.
    """
    pairs: list[Pair] = []
    began = -1
    for row in range(first, min(last, len(sheet.rows))):
        told = _pairs(sheet, row)
        if not pairs and not any(set(pair.names) & {*AMOUNTS} for pair in told):
            continue
        if pairs and row - began > MOST_ROWS:
            break
        began = row if not pairs else began
        pairs += told
    found = _assigned(pairs)
    if "executed_yuan" not in found or not any(name in found for name in (*BUDGETS, "printed_execution_rate")):
        return {}
    if "adjusted_budget_yuan" not in found and "initial_budget_yuan" in found:
        found["adjusted_budget_yuan"] = found.pop("initial_budget_yuan")
    return found


def further_items(sheet: Sheet, pairs: dict[str, Place]) -> Iterator[tuple[str, dict[str, Place]]]:
    """The other funds of a block that has a column for each of them and its labels at the left.

    Args:
        sheet: the sheet.
        pairs: the places of the first column's figures.
    """
    columns = {column for _, column in pairs.values()}
    head = min(row for row, _ in pairs.values()) - 1
    if len(columns) != 1 or head < 0:
        return
    for column in range(max(columns) + 1, sheet.width):
        item = clean_text(sheet.value(head, column))
        places = {name: (row, column) for name, (row, _) in pairs.items()}
        if (
            item
            and number(sheet, head, column) is None
            and any(number(sheet, *place) is not None for place in places.values())
        ):
            yield item, places


def _assigned(pairs: list[Pair]) -> dict[str, Place]:
    """Each figure under the best of its label's meanings that no better label has."""
    found: dict[str, Place] = {}
    taken: list[Pair] = []
    for rank in range(READINGS):
        for pair in pairs:
            if pair not in taken and rank < len(pair.names) and pair.names[rank] not in found:
                found[pair.names[rank]] = pair.place
                taken.append(pair)
    free = [name for name in BUDGETS if name not in found]
    others = [pair for pair in pairs if pair not in taken and set(pair.names) & {*BUDGETS}]
    if (
        len(free) == 1 and len(others) == 1
    ):  # 年初下达数 and 本年预算数: the words of the first year's end say which is first
        known = next(pair for pair in pairs if pair.place == found[next(name for name in BUDGETS if name in found)])
        first, later = (others[0], known) if FIRST.search(others[0].label) else (known, others[0])
        found |= {"initial_budget_yuan": first.place, "adjusted_budget_yuan": later.place}
    return found


def _pairs(sheet: Sheet, row: int) -> list[Pair]:
    """The figures of a row right of a label of money, of a rate or of points, with what the label may mean."""
    places = [column for column in range(sheet.width) if sheet.anchor(row, column) == (row, column)]
    filled = [(column, text) for column in places if (text := shown(sheet, row, column))]
    if in_cells := _in_cells(sheet, row, places):
        return in_cells
    return [
        Pair(label, names, (row, column))
        for (_, label), (column, text) in pairwise(filled)
        if len(label) <= LONGEST_LABEL and _is_figure(sheet, row, column, text) and (names := meanings_of(label))
    ]


def labelled_unit(sheet: Sheet, first: int, last: int) -> str | None:
    """金额单位 | 万元: the unit in the cell right of its label, in the rows above the money."""
    for line in sheet.rows[first:last]:
        texts = [text for value in line if (text := clean_text(value))]
        for label, unit in pairwise(texts):
            if unit in {"元", "万元"} and label.endswith("单位"):
                return unit
    return None


def written_in(sheet: Sheet, row: int, column: int, name: str) -> str:
    """The figure of a cell written behind a label which may mean a column; empty where the cell is a figure alone."""
    for rank in range(READINGS):
        for label, figure in pieces(shown(sheet, row, column)):
            names = meanings_of(label)
            if rank < len(names) and names[rank] == name:
                return figure
    both = BOTH.fullmatch(shown(sheet, row, column))
    return (
        (both[1] if name == "weight_score" else both[2]) if both and name in {"weight_score", "published_score"} else ""
    )


def decimal_of(text: str) -> Decimal | None:
    """The number of a piece of text; 分 behind it is meant.

    >>> decimal_of("9.97分"), decimal_of("优")
    (Decimal('9.97'), None)
    """
    readings = parse_numeral(text.removesuffix("分"))
    return readings[0].value if readings else None


def _in_cells(sheet: Sheet, row: int, places: list[int]) -> list[Pair]:
    """The pairs that stand in one cell each, or several in one; points and score (10分/10分) beside them."""
    found = [
        Pair(label, names, (row, column))
        for column in places
        for label, _ in pieces(shown(sheet, row, column))
        if (names := meanings_of(label))
    ]
    if not found:
        return []
    both = next((column for column in places if BOTH.fullmatch(shown(sheet, row, column))), None)
    points = [Pair("", [name], (row, both)) for name in ("weight_score", "published_score") if both is not None]
    return [*found, *points]


def _is_figure(sheet: Sheet, row: int, column: int, text: str) -> bool:
    bare = clean_text(text).removesuffix("元").removesuffix("万").replace(",", "")
    try:
        float(bare)
    except ValueError:
        return number(sheet, row, column) is not None or (text.endswith(("%", "％")) and bool(parse_percentage(text)))
    return True
