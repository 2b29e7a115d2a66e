"""Shares of the money (分目标的资金): rows among the goals that tell what each of them was given and spent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_shape import FormShape
from evallib.intake.forms.funds.fund_pairs import fund_pairs
from evallib.intake.forms.funds.fund_rows import pair_record, without_funds
from evallib.model.problems import ProblemList
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import money_unit


def shares_above(sheet: Sheet, shape: FormShape) -> list[tuple[int, str]]:
    """Rows between funds and goals that tell money of their own: 目标1：送戏下乡 | 预算数 | 200 | 执行数 | 190."""
    if shape.funds is None or shape.funds > shape.indicators.top:
        return []
    rows = range(shape.funds + 1, shape.indicators.top)
    return [
        (row, next(text for value in sheet.rows[row] if (text := clean_text(value))))
        for row in rows
        if fund_pairs(sheet, row, row + 1)
    ]


def share_records(sheet: Sheet, shares: Sequence[tuple[int, str]], problems: ProblemList) -> list[dict[str, Any]]:
    """Money that stands among the goals, a row each, with its unit in its own words.

    Args:
        sheet: the sheet.
        shares: rows, and what the money of each is for.
        problems: receives what cannot be read.
    """
    records = []
    for row, item in shares:
        unit = next((unit for value in sheet.rows[row] if (unit := money_unit(clean_text(value)))), None)
        if unit is None:
            problems.add(without_funds(sheet, f"“{item}”的资金没有写明单位", "error"))
        else:
            records.append(pair_record(sheet, item, fund_pairs(sheet, row, row + 1), unit, problems))
    return records
