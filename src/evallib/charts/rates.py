"""Figures of rates (各率) by group or month, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, COLORS, GREY, figure, row_height


def rates_by_group(rates: pd.DataFrame, groups: Sequence[str], top: int = 20) -> go.Figure:
    """Rates as points with their intervals: by month as lines, by one group as rows, else one row per rate.

    Args:
        rates: rows with ``label``, ``value``, ``lower``, ``upper`` (fractions) and the grouping columns.
        groups: grouping columns; ``month`` among them becomes the horizontal axis.
        top: how many rows or lines are drawn, the largest denominators first.
    """
    known = rates[rates["value"].notna()]
    others = [name for name in groups if name != "month"]
    series = [*others, *(["label"] if known["label"].nunique() > 1 or not others else [])]
    names = known[series].astype(str).agg("·".join, axis=1) if len(known) else pd.Series(dtype=str)
    if "month" in groups:
        return _by_month(known, names, top)
    largest = known.assign(name=names).sort_values("denominator", ascending=False, kind="stable").head(top)
    fig = figure(height=row_height(len(largest), 28), xaxis={"ticksuffix": "%"}, showlegend=False)
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"})
    fig.add_scatter(
        x=largest["value"] * 100,
        y=largest["name"],
        mode="markers",
        marker={"size": 9, "color": BLUE},
        error_x=_bars(largest),
        hovertemplate="%{y}：%{x:.2f}%<extra></extra>",
    )
    return fig


def _by_month(known: pd.DataFrame, names: pd.Series, top: int) -> go.Figure:
    fig = figure(height=380, yaxis={"ticksuffix": "%"})
    sizes = known.groupby(names)["denominator"].sum().sort_values(ascending=False)
    for place, name in enumerate(sizes.index[: min(top, len(COLORS))]):
        part = known[names == name].sort_values("month")
        fig.add_scatter(
            x=[f"{day:%Y-%m}" for day in pd.to_datetime(part["month"])],
            y=part["value"] * 100,
            name=str(name),
            mode="lines+markers",
            line={"color": COLORS[place]},
            error_y=_bars(part),
            hovertemplate=f"{name} %{{x}}：%{{y:.2f}}%<extra></extra>",
        )
    fig.update_xaxes(type="category", categoryorder="category ascending")
    return fig


def _bars(rows: pd.DataFrame) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "color": GREY,
        "thickness": 1.5,
        "width": 3,
        "array": (rows["upper"] - rows["value"]) * 100,
        "arrayminus": (rows["value"] - rows["lower"]) * 100,
    }
