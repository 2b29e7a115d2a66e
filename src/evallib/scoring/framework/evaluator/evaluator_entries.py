"""The values and scores of an evaluator's table as a scoring input (scoring.yaml) of a unit and year."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from evallib.model.workspace.units import UnitYear
from evallib.scoring.framework.evaluator.evaluator_framework import ReadIndicator, ReadTable
from evallib.scoring.framework.evaluator.evaluator_sources import is_source, read_source


def entries_yaml(table: ReadTable, at: UnitYear, unit_name: str) -> str:
    """The table's values and scores as ``scoring.yaml``; a score without a computable rule is a judgement.

    A judgement needs a reason: the note of the row, or a sentence that none is written.
    """
    indicators = {read.row.code: entry for read in table.indicators if (entry := _entry(read, table))}
    data: dict[str, Any] = {
        "unit": at.unit,
        "unit_name": unit_name,
        "year": at.year,
        "framework": table.framework.id,
        "source": f"{table.file} › {table.sheet}",
        "indicators": indicators,
    }
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=4000))


def _entry(read: ReadIndicator, table: ReadTable) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    value, score = read.row.cells.get("value"), _score(read.row.text("score"))
    if value is not None and read.state == "green":
        typed = {"value": value.text, "file": table.file, "sheet": table.sheet, "cell": value.name}
        entry["value"] = {"from": read_source(value.text)} if is_source(value.text) else typed
    if score is None:
        return entry
    if read.state == "green" and value is not None:
        where = f"{table.sheet} › {read.row.cells['score'].name}"
        return entry | {"published": [{"score": f"{score:f}", "where": where}]}
    reason = (
        read.row.text("note")
        or (value.text if value else "")
        or ("原表只有得分，没有业绩值" if read.state == "green" else "原表没有写理由")
    )
    return entry | {"override": {"score": f"{score:f}", "reason": reason, "role": "评价人员"}}


def _score(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().removesuffix("分")) if text.strip() else None
    except InvalidOperation:
        return None
