"""Figures of league tables (位次图): rates with intervals, and ranks with theirs."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, GREY, ORANGE, SOFT, figure, row_height


def league_figure(
    table: pd.DataFrame, unit: str, title: str, highlight: str | None = None, mean: float | None = None
) -> go.Figure:
    """Units from best to worst with the interval of each rate; overlapping bars say what a rank is worth.

    Args:
        table: frame of `evallib.indicators.ranking.league_table`.
        unit: column with the name of a unit.
        title: what the rate is.
        highlight: the unit that the page is about.
        mean: the rate over all units, as a line.
    """
    known = table[table["value"].notna()]
    fig = figure(height=row_height(len(known), 28), xaxis={"title": title, "ticksuffix": "%"}, showlegend=False)
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"})
    value = known["value"] * 100
    fig.add_scatter(
        x=value,
        y=[f"{rank} {name}" for rank, name in zip(known["rank"], known[unit], strict=True)],
        mode="markers",
        marker={"size": 9, "color": [ORANGE if name == highlight else BLUE for name in known[unit]]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": known["upper"] * 100 - value,
            "arrayminus": value - known["lower"] * 100,
            "color": GREY,
            "thickness": 2,
            "width": 4,
        },
        customdata=known[["rank_lower", "rank_upper"]].astype(int),
        hovertemplate="%{y}：%{x:.2f}%，位次区间 %{customdata[0]}–%{customdata[1]}<extra></extra>",
    )
    if mean is not None:
        fig.add_vline(x=mean * 100, line={"color": SOFT, "width": 1.2}, annotation_text="总体")
    return fig
