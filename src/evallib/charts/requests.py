"""Figures of case counts (案件): one dimension as bars, with the change on the year where it is known."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, COLORS, figure, row_height
from evallib.model.palette import FILLS


def requests_by_category(counts: pd.DataFrame, category: str = "category", unit: str = "件") -> go.Figure:
    """Cases by category, the largest first and 其他 last (按来源、状态、类型、部门).

    Args:
        counts: lines of clean case_counts of one topic and dimension.
        category: column with the category.
        unit: unit of the counts.
    """
    known = counts[counts["cases_count"].notna()]
    rest = known[category].astype(str).str.startswith("其他")
    known = known.assign(_rest=rest).sort_values(["_rest", "cases_count"], ascending=[True, False], kind="stable")
    changes = known["change_count"] if "change_count" in known else pd.Series([None] * len(known), index=known.index)
    texts = [
        f"{int(number):,}" + ("" if pd.isna(change) else f"（同比 {int(change):+,}）".replace("-", "−"))
        for number, change in zip(known["cases_count"], changes, strict=True)
    ]
    values = known["cases_count"].astype(int)
    fig = figure(
        height=row_height(len(known)),
        xaxis={"title": unit, "range": [0, 1.3 * max(values, default=1)], "tickformat": ",d"},
    )
    fig.add_bar(
        x=values,
        y=known[category],
        orientation="h",
        marker_color=_colors(len(known)),
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}：%{x:,} " + unit + "<extra></extra>",
    )
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"})
    return fig


def failures_by_group(counts: pd.DataFrame) -> go.Figure:
    """Failed samples by category, one colour per rate (抽查不合格案件).

    Args:
        counts: lines of clean case_counts; ``topic`` tells the rate, ``category`` the agency or type.
    """
    categories = list(dict.fromkeys(counts["category"]))
    fig = figure(height=row_height(len(categories), 44), barmode="group", xaxis={"title": "件"})
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"})
    several = counts["topic"].nunique() > 1
    for position, (topic, group) in enumerate(counts.groupby("topic", sort=False)):
        fig.add_bar(
            x=group["cases_count"].astype(int),
            y=group["category"],
            orientation="h",
            name=str(topic),
            marker_color=COLORS[position % len(COLORS)] if several else _colors(len(group)),
            text=[f"{int(value):,}" for value in group["cases_count"]],
            textposition="outside",
            cliponaxis=False,
        )
    return fig


def _colors(bars: int) -> list[str]:
    """The accent for the first bar, which the figure is about, and a muted shade for the rest."""
    return [BLUE, *[FILLS["m3"]] * (bars - 1)]
