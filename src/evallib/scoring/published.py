"""Published scores (公布得分): the totals that a unit's own papers state, as input beside the computed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from evallib.checks.store import UnitData

COLUMNS = ["name", "score", "weight", "grade", "note"]


def published_scores(data: UnitData) -> pd.DataFrame:
    """Totals as published: the indicator system's 合计, or the 总分 of each self-evaluation form.

    Args:
        data: clean tables of a unit and year.

    Returns:
        One row per evaluated object: ``name``, ``score`` and ``weight`` (points, Decimal), ``grade`` (as printed,
        may be missing), ``note``. Where several tables print a 合计, all are there and the note names the sheet.
    """
    rows = []
    for table, label in (("score_summary", "报告总分"), ("scored_indicators", "指标体系合计")):
        frame = data.table(table)
        for row in frame[frame["row_kind"] == "total"].to_dict("records"):
            rows.append((label, row["published_score"], row["weight_score"], None, f"公布，见“{row['source_sheet']}”"))
    forms = data.table("self_evaluation_forms").set_index("project_name")["published_grade"].to_dict()
    indicators = data.table("self_evaluation_indicators")
    for row in indicators[indicators["row_kind"] == "total"].to_dict("records"):
        project = row["project_name"]
        rows.append((project, row["published_score"], row["weight_score"], forms.get(project), "自评表公布"))
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    return frame.drop_duplicates(["name", "score"], ignore_index=True)
