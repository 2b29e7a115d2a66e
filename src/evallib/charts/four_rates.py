"""Figures of the four rates (四率): against the average with intervals, and over the years."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, COLORS, GREY, INK, figure


def rates_against_average(rates: pd.DataFrame) -> go.Figure:
    """Printed rate of one year, the sample's rate with its interval, and the average as a tick (四率与平均值).

    Args:
        rates: rows of `evallib.indicators.four_rates.four_rates` for one year.
    """
    frame = rates[rates["printed_rate"].notna()].iloc[::-1]
    value = frame["printed_rate"].astype(float) * 100
    label = next((text for text in frame["average_label"] if isinstance(text, str)), "平均")
    fig = figure(height=300, xaxis={"title": "%", "range": [0, 108]}, barmode="overlay")
    fig.add_bar(
        x=value,
        y=frame["indicator"],
        orientation="h",
        name="本单位",
        marker_color=BLUE,
        text=[f"{number:.2f}" for number in value],
        textposition="inside",
        insidetextanchor="start",
        textfont={"color": "white"},
    )
    sampled = frame[frame["lower"].notna()]
    if not sampled.empty:  # round its own middle: the printed rate may lie outside
        middle = sampled["value"].astype(float) * 100
        fig.add_scatter(
            x=middle,
            y=sampled["indicator"],
            mode="markers",
            name="样本率与 95% 区间",
            marker={"size": 8, "color": "white", "line": {"width": 2, "color": INK}},
            error_x={
                "type": "data",
                "array": sampled["upper"].astype(float) * 100 - middle,
                "arrayminus": middle - sampled["lower"].astype(float) * 100,
                "color": INK,
                "width": 5,
            },
        )
    averages = frame[frame["average_rate"].notna()]
    if not averages.empty:
        fig.add_scatter(
            x=averages["average_rate"].astype(float) * 100,
            y=averages["indicator"],
            mode="markers",
            name=label,
            marker={"symbol": "line-ns", "size": 24, "line": {"width": 3, "color": COLORS[1]}},
        )
    return fig


def rates_over_years(rates: pd.DataFrame) -> go.Figure:
    """Printed rates by year, one line each, with the averages as open marks (四率逐年)."""
    rates = rates[rates["printed_rate"].notna()]
    years = sorted({int(year) for year in rates["year"]})
    fig = figure(height=360, yaxis={"title": "%"}, xaxis={"tickvals": years, "ticktext": [f"{y}年" for y in years]})
    for position, (indicator, group) in enumerate(rates.groupby("indicator", sort=False)):
        color = COLORS[position % len(COLORS)]
        fig.add_scatter(
            x=group["year"].astype(int),
            y=group["printed_rate"].astype(float) * 100,
            name=str(indicator),
            mode="lines+markers",
            line={"color": color, "width": 2.5},
            marker={"size": 8},
        )
        known = group[group["average_rate"].notna()]
        if not known.empty:
            label = known["average_label"].iloc[0]
            fig.add_scatter(
                x=known["year"].astype(int),
                y=known["average_rate"].astype(float) * 100,
                name=f"{indicator}·{label}",
                mode="markers",
                marker={"symbol": "diamond-open", "size": 10, "color": color, "line": {"width": 2}},
                showlegend=False,
                hovertemplate=f"{label}：%{{y:.2f}}%<extra>{indicator}</extra>",
            )
    if len(years) == 1:
        fig.update_traces(line={"color": GREY}, selector={"mode": "lines"})
    return fig
