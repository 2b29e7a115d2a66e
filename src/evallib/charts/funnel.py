"""Figures of funnel plots (漏斗图): units by size and rate, inside or outside the limits."""

from __future__ import annotations

import plotly.graph_objects as go

from evallib.charts.theme import BLUE, GREY, ORANGE, SOFT, figure
from evallib.indicators.funnel import Funnel

DASHES = {0.95: "dot", 0.998: "solid"}


def funnel_figure(funnel: Funnel, unit: str, title: str, better: str = "increase") -> go.Figure:
    """A funnel plot; only units outside the limits are named, the others show theirs on hovering.

    Args:
        funnel: result of `evallib.indicators.funnel.funnel`.
        unit: column with the name of a unit.
        title: what the rate is.
        better: ``increase`` if a high rate is good, ``decrease`` if a low one is.
    """
    units = funnel.units[funnel.units["value"].notna()]
    fig = figure(
        height=420, xaxis={"title": "件数（分母）", "tickformat": ",d"}, yaxis={"title": title, "ticksuffix": "%"}
    )
    for level, dash in DASHES.items():
        part = funnel.limits[funnel.limits["level"] == level]
        for side in ("lower", "upper"):
            fig.add_scatter(
                x=part["denominator"],
                y=part[side] * 100,
                mode="lines",
                name=f"{level * 100:g}% 界",
                legendgroup=str(level),
                showlegend=side == "lower",
                hoverinfo="skip",
                line={"color": GREY, "dash": dash, "width": 1.3},
            )
    fig.add_hline(y=funnel.target * 100, line={"color": SOFT, "width": 1.2}, annotation_text="总体")
    inside = units["position"] == "界内"
    good = (units["z_adjusted"] > 0) == (better == "increase")
    for name, chosen, color, symbol in (
        ("界内", inside, SOFT, "circle"),
        ("界外（较好）", ~inside & good, BLUE, "diamond"),
        ("界外（较差）", ~inside & ~good, ORANGE, "square"),
    ):
        part = units[chosen]
        if len(part):
            fig.add_scatter(
                x=part["denominator"],
                y=part["value"] * 100,
                mode="markers" if name == "界内" else "markers+text",
                name=name,
                text=part[unit],
                textposition="top center",
                marker={"color": color, "symbol": symbol, "size": 10},
                customdata=part["position"],
                hovertemplate="%{text}：%{y:.2f}%，%{x:,} 件，%{customdata}<extra></extra>",
            )
    return fig
