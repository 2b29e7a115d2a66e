"""Decisions read back (读回签认表): what a person wrote into 勾稽核对.xlsx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evallib.audit.decisions import Decision
from evallib.intake.files.workbook import read_workbook
from evallib.model.problems import EvallibError, Problem
from evallib.publish.books.audit_workbook import CHOICE

KEY, REASON, TOLD = "标识", "核对人意见", "说明"
#: What books of earlier versions called the column.
FORMER = "接受/不接受"


def read_decisions(path: Path | str) -> list[Decision]:
    """The decisions of a signed workbook, row by row, with those of earlier drafts that it carries along.

    Raises:
        EvallibError: the file cannot be read, or is no 勾稽核对 of this program (the hidden column 标识 is missing).
    """
    path = Path(path)
    found: list[Decision] = []
    signed = False
    for sheet in read_workbook(path):
        for top, row in enumerate(sheet.rows):
            heads = {_text(value): column for column, value in enumerate(row)}
            heads.setdefault(CHOICE, heads.get(FORMER, -1))
            if heads[CHOICE] >= 0 and {KEY, CHOICE, REASON} <= set(heads):
                found += [_decision(below, heads) for below in sheet.rows[top + 1 :] if _cell(below, heads[KEY])]
                signed = True
                break
    if signed:
        return found
    raise EvallibError(
        Problem(
            "audit.decisions",
            "这不是本程序写出的勾稽核对表",
            file=path.name,
            expected=f"有“{CHOICE}”“{REASON}”和隐藏的“{KEY}”列的工作表",
            advice="请用上一次核对写出的 勾稽核对.xlsx，不要删去隐藏的列",
        )
    )


def _decision(row: list[Any], heads: dict[str, int]) -> Decision:
    told = _cell(row, heads[TOLD]).split("\n")[0] if TOLD in heads else ""
    return Decision(_cell(row, heads[KEY]), _cell(row, heads[CHOICE]), _cell(row, heads[REASON]), told)


def _cell(row: list[Any], column: int) -> str:
    return _text(row[column]) if column < len(row) else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
