"""Money by task (年度主要任务的资金): a block of tasks with amounts, beside the money that the form is scored by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_shape import FormShape
from evallib.intake.forms.funds.fund_columns import ITEM_HEADER, fund_columns
from evallib.intake.forms.funds.fund_rows import rows_of_block
from evallib.model.problems import ProblemList
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import undress

#: Rows that are no parts of the scored sum.
PART = "part"


def task_funds(sheet: Sheet, shape: FormShape, problems: ProblemList) -> list[dict[str, Any]]:
    """The rows of blocks of tasks; none where the form's own money is told by task, or only once.

    Args:
        sheet: the sheet.
        shape: the form.
        problems: receives what cannot be read.

    Returns:
        Records of self_evaluation_funds without their source, of the kind `part`: the form's total is not their sum.
    """
    if shape.funds is None:
        return []
    own = shape.fund_words
    rows = (row for row in range(shape.first, min(shape.indicators.top, len(sheet.rows))) if row != shape.funds)
    blocks = [row for row in rows if _names_tasks(sheet, row) and fund_columns(sheet, row, own)]
    found = [record for row in blocks for record in rows_of_block(sheet, replace(shape, funds=row), problems)]
    return [record | {"row_kind": PART} for record in found]


def _names_tasks(sheet: Sheet, row: int) -> bool:
    texts = [undress(clean_text(value)).core for value in sheet.rows[row] if clean_text(value)]
    return any(ITEM_HEADER.fullmatch(text) for text in texts)
