"""Figures of the four rates (四率): against the average with intervals, and over the years."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, GREY, INK, SOFT, figure
from evallib.model.palette import BAND, FILLS, MUTE

ACCENTED = "市民满意率"
LINES = (SOFT, MUTE, FILLS["m3"], GREY)  # the rest, muted; each line has its name at its end


def rates_against_average(rates: pd.DataFrame) -> go.Figure:
    """Printed rate of one year, the sample's rate with its interval, and the average as a tick (四率与平均值).

    Args:
        rates: rows of `evallib.indicators.four_rates.four_rates` for one year.
    """
    frame = rates[rates["printed_rate"].notna()].iloc[::-1]
    value = frame["printed_rate"].astype(float) * 100
    label = next((text for text in frame["average_label"] if isinstance(text, str)), "平均")
    fig = figure(height=260, xaxis={"ticksuffix": "%"})
    sampled = frame[frame["lower"].notna()]
    if not sampled.empty:  # round its own middle: the printed rate may lie outside
        middle = sampled["value"].astype(float) * 100
        fig.add_scatter(
            x=middle,
            y=sampled["indicator"],
            mode="markers",
            name=f"样本率与 {float(sampled['confidence'].iloc[0]) * 100:g}% 区间",
            marker={"size": 9, "color": BAND},
            error_x={
                "type": "data",
                "array": sampled["upper"].astype(float) * 100 - middle,
                "arrayminus": middle - sampled["lower"].astype(float) * 100,
                "color": BAND,
                "width": 5,
            },
        )
    fig.add_scatter(x=value, y=frame["indicator"], mode="markers", name="公布值", marker={"size": 10, "color": BLUE})
    averages = frame[frame["average_rate"].notna()]
    if not averages.empty:
        fig.add_scatter(
            x=averages["average_rate"].astype(float) * 100,
            y=averages["indicator"],
            mode="markers",
            name=label,
            marker={"symbol": "line-ns", "size": 20, "line": {"width": 2, "color": INK}},
        )
    fig.update_layout(
        yaxis={"type": "category", "categoryarray": list(frame["indicator"])[::-1], "autorange": "reversed"}
    )
    return fig


def rates_within_year(rates: pd.DataFrame) -> go.Figure:
    """Printed rates by month or other part of a year, one line each (四率逐期).

    Args:
        rates: rows of `evallib.indicators.four_rates.four_rates` in the order of their periods.
    """
    rates = rates[rates["printed_rate"].notna()]
    periods = list(dict.fromkeys(rates["period"].astype(str)))
    fig = figure(height=320, yaxis={"title": "%"}, xaxis={"type": "category", "categoryarray": periods})
    for position, (indicator, group) in enumerate(rates.groupby("indicator", sort=False)):
        accented = indicator == ACCENTED
        fig.add_scatter(
            x=group["period"].astype(str),
            y=group["printed_rate"].astype(float) * 100,
            name=str(indicator),
            mode="lines+markers",
            line={"color": BLUE if accented else LINES[position % len(LINES)], "width": 2.5 if accented else 1.75},
            marker={"size": 7},
        )
    return fig


def rates_over_years(rates: pd.DataFrame) -> go.Figure:
    """Printed rates by year, one line each, with the averages as open marks (四率逐年)."""
    rates = rates[rates["printed_rate"].notna()]
    years = sorted({int(year) for year in rates["year"]})
    fig = figure(height=360, yaxis={"title": "%"}, xaxis={"tickvals": years, "ticktext": [f"{y}年" for y in years]})
    for position, (indicator, group) in enumerate(rates.groupby("indicator", sort=False)):
        color = LINES[position % len(LINES)] if indicator != ACCENTED else BLUE
        fig.add_scatter(
            x=group["year"].astype(int),
            y=group["printed_rate"].astype(float) * 100,
            name=str(indicator),
            mode="lines+markers",
            line={"color": color, "width": 2.5 if indicator == ACCENTED else 1.75},
            marker={"size": 7},
        )
        known = group[group["average_rate"].notna()]
        if not known.empty:
            label = known["average_label"].iloc[0]
            fig.add_scatter(
                x=known["year"].astype(int),
                y=known["average_rate"].astype(float) * 100,
                name=f"{indicator}·{label}",
                mode="markers",
                marker={"symbol": "diamond-open", "size": 9, "color": color, "line": {"width": 2, "color": color}},
                showlegend=False,
                hovertemplate=f"{label}：%{{y:.2f}}%<extra>{indicator}</extra>",
            )
    if len(years) == 1:
        fig.update_traces(line={"color": GREY}, selector={"mode": "lines"})
    return fig
