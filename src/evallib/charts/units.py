"""Figures that put units (街镇) side by side without ranking them."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, COLORS, GREY, INK, figure, row_height


def rate_by_unit_figure(table: pd.DataFrame, title: str) -> go.Figure:
    """One rate of every unit, with the interval of its sample and the average that it is compared with.

    Args:
        table: ``name``, ``value``, ``average``, ``lower``, ``upper`` (fractions; missing where not published), in the
            order of the figure.
        title: what the rate is.
    """
    fig = figure(height=row_height(len(table), 34), xaxis={"title": title, "ticksuffix": "%"})
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category", "categoryarray": list(table["name"])})
    shown = table.astype(dict.fromkeys(("value", "average", "lower", "upper"), float))
    sampled = shown[shown["lower"].notna()]
    for place, row in enumerate(sampled.to_dict("records")):
        fig.add_scatter(
            x=[row["lower"] * 100, row["upper"] * 100],
            y=[row["name"]] * 2,
            mode="lines",
            name="抽查 95% 区间",
            line={"color": GREY, "width": 6},
            hoverinfo="skip",
            showlegend=place == 0,
        )
    for column, word, color, symbol, size in (
        ("average", "平均", INK, "line-ns-open", 14),
        ("value", "公布值", BLUE, "circle", 10),
    ):
        known = shown[shown[column].notna()]
        fig.add_scatter(
            x=known[column] * 100,
            y=known["name"],
            mode="markers",
            name=word,
            marker={"color": color, "symbol": symbol, "size": size, "line": {"width": 2, "color": color}},
            hovertemplate=f"%{{y}} {word} %{{x:.2f}}%<extra></extra>",
        )
    ends = shown[["value", "average", "lower", "upper"]].stack().dropna() * 100
    room = max(0.08 * (ends.max() - ends.min()), 0.2)
    fig.update_xaxes(range=[ends.min() - room, ends.max() + room])
    return fig


def years_by_unit_figure(table: pd.DataFrame, title: str) -> go.Figure:
    """One rate over the years, a line for each unit.

    Args:
        table: ``name``, ``year``, ``value`` (fraction), in order of the years.
        title: what the rate is.
    """
    years = sorted({int(year) for year in table["year"]})
    fig = figure(
        height=320,
        yaxis={"title": title, "ticksuffix": "%"},
        xaxis={"tickvals": years, "ticktext": [f"{year}年" for year in years]},
    )
    for place, (name, group) in enumerate(table.groupby("name", sort=True)):
        fig.add_scatter(
            x=group["year"].astype(int),
            y=group["value"].astype(float) * 100,
            name=str(name),
            mode="lines+markers",
            line={"color": COLORS[place % len(COLORS)], "width": 2},
            marker={"size": 8},
            hovertemplate=f"{name} %{{x}} 年：%{{y:.2f}}%<extra></extra>",
        )
    return fig
