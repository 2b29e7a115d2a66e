"""Funds as pairs (一项一格的资金): 年初预算数｜100｜全年执行数｜98, a label and its figure side by side."""

from __future__ import annotations

from itertools import pairwise

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place, number, shown
from evallib.intake.forms.fund_columns import AMOUNTS, BUDGETS, READINGS, meanings_of
from evallib.parsing.cells import clean_text
from evallib.parsing.percentages import parse_percentage

#: A label is short; longer texts are sentences.
LONGEST_LABEL = 20
#: Rows over which the pairs of one fund may go on.
MOST_ROWS = 5


def fund_pairs(sheet: Sheet, first: int, last: int) -> dict[str, Place]:
    """Where each amount of a fund stands whose labels are left of their figures.

    Args:
        sheet: the sheet.
        first: the first row to look in.
        last: the row behind the last one.

    Returns:
        The place of the figure by column of self_evaluation_funds, `label` for the first label; empty where the rows tell no
        budget (or rate) beside what was spent.
    """
    pairs: list[tuple[list[str], Place]] = []
    began = -1
    for row in range(first, min(last, len(sheet.rows))):
        told = _pairs(sheet, row)
        if not pairs and not any(set(names) & {*AMOUNTS} for names, _ in told):
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


def _assigned(pairs: list[tuple[list[str], Place]]) -> dict[str, Place]:
    """Each figure under the best of its label's meanings that no better label has."""
    found: dict[str, Place] = {}
    for rank in range(READINGS):
        for names, place in pairs:
            if place not in found.values() and rank < len(names) and names[rank] not in found:
                found[names[rank]] = place
    return found


def _pairs(sheet: Sheet, row: int) -> list[tuple[list[str], Place]]:
    """The figures of a row right of a label of money, of a rate or of points, with what the label may mean."""
    places = [column for column in range(sheet.width) if sheet.anchor(row, column) == (row, column)]
    filled = [(column, text) for column in places if (text := shown(sheet, row, column))]
    return [
        (names, (row, column))
        for (_, label), (column, text) in pairwise(filled)
        if len(label) <= LONGEST_LABEL and _is_figure(sheet, row, column, text) and (names := meanings_of(label))
    ]


def _is_figure(sheet: Sheet, row: int, column: int, text: str) -> bool:
    bare = clean_text(text).removesuffix("元").removesuffix("万").replace(",", "")
    try:
        float(bare)
    except ValueError:
        return number(sheet, row, column) is not None or (text.endswith(("%", "％")) and bool(parse_percentage(text)))
    return True
