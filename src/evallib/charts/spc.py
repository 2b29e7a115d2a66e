"""Figures of process charts (统计过程控制图): the series, its limits, and the points that are news."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, COLORS, GREY, ORANGE, SOFT, figure

#: Blue for better, orange for worse, as NHS England draws them: they differ for the colour-blind and in grey.
MARKS = {"改善": (BLUE, "diamond"), "恶化": (ORANGE, "square"), "变化": (COLORS[3], "triangle-up")}


def process_figure(
    chart: pd.DataFrame, label: str, title: str, is_rate: bool = True, target: float | None = None
) -> go.Figure:
    """A process chart.

    Args:
        chart: frame of `evallib.indicators.spc.process_chart`.
        label: column that names the points.
        title: what the values are, for the axis.
        is_rate: values are fractions and shown as percentages.
        target: a line to compare with.
    """
    scale, suffix = (100, "%") if is_rate else (1, "")
    points = [str(name) for name in chart[label]]
    fig = figure(height=360, yaxis={"title": title, "ticksuffix": suffix}, xaxis={"type": "category"})
    for name, dash, width in (("upper_limit", "dot", 1.2), ("lower_limit", "dot", 1.2), ("centre", "solid", 1.2)):
        word = {"upper_limit": "控制上限", "lower_limit": "控制下限", "centre": "均值"}[name]
        _stepped(
            fig,
            chart,
            points,
            name,
            scale,
            word,
            {"color": GREY if name != "centre" else SOFT, "dash": dash, "width": width},
        )
    fig.add_scatter(
        x=points,
        y=chart["value"] * scale,
        mode="lines+markers",
        name=title,
        line={"color": SOFT, "width": 1.6},
        marker={"color": SOFT, "size": 7},
        hovertemplate=f"%{{x}}：%{{y:.2f}}{suffix}<extra></extra>",
    )
    _hollow(fig, chart, label, scale, suffix)
    for meaning, (color, symbol) in MARKS.items():
        chosen = chart[chart["special"] & (chart["meaning"] == meaning)]
        if len(chosen):
            fig.add_scatter(
                x=[str(name) for name in chosen[label]],
                y=chosen["value"] * scale,
                mode="markers",
                name=meaning,
                marker={"color": color, "symbol": symbol, "size": 11},
                customdata=chosen["rule"],
                hovertemplate=f"%{{x}}：%{{y:.2f}}{suffix}（%{{customdata}}）<extra>{meaning}</extra>",
            )
    if target is not None:
        fig.add_hline(y=target * scale, line={"color": ORANGE, "dash": "dash", "width": 1.2}, annotation_text="目标")
    return fig


def small_multiples(
    charts: dict[str, pd.DataFrame], label: str, title: str, is_rate: bool = True, columns: int = 3
) -> go.Figure:
    """One small process chart for each unit, all on the same scale (小多图).

    Args:
        charts: frames of `process_chart` by name of unit.
        label: column that names the points.
        title: what the values are.
        is_rate: values are fractions and shown as percentages.
        columns: how many stand side by side.
    """
    from plotly.subplots import make_subplots

    scale, suffix = (100, "%") if is_rate else (1, "")
    rows = -(-len(charts) // columns)
    base = figure(height=max(170 * rows + 60, 230), showlegend=False)
    # The grid brings the axes; the theme stays that of `figure`.
    grid = make_subplots(
        rows,
        columns,
        shared_xaxes=True,
        shared_yaxes=True,
        subplot_titles=list(charts),
        vertical_spacing=min(0.12, 0.3 / rows),
        horizontal_spacing=0.04,
    )
    grid.update_layout(template=base.layout.template, height=base.layout.height, showlegend=False)
    grid.update_annotations(font={"size": 12})
    for place, chart in enumerate(charts.values()):
        row, column = place // columns + 1, place % columns + 1
        points = [str(name) for name in chart[label]]
        for name in ("lower_limit", "centre", "upper_limit"):
            line = {"color": GREY, "width": 1, "dash": "solid" if name == "centre" else "dot"}
            grid.add_scatter(
                x=points, y=chart[name] * scale, mode="lines", line=line, hoverinfo="skip", row=row, col=column
            )
        colors = [MARKS[meaning][0] if meaning else SOFT for meaning in chart["meaning"]]
        symbols = ["circle" if ripe else "circle-open" for ripe in chart["is_ripe"]]
        grid.add_scatter(
            x=points,
            y=chart["value"] * scale,
            mode="lines+markers",
            line={"color": SOFT, "width": 1.2},
            marker={"color": colors, "size": 6, "symbol": symbols},
            row=row,
            col=column,
            hovertemplate=f"%{{x}}：%{{y:.2f}}{suffix}<extra></extra>",
        )
    grid.update_yaxes(ticksuffix=suffix)
    grid.update_yaxes(title=title, col=1, row=(rows + 1) // 2)
    grid.update_xaxes(type="category")
    return grid


def _hollow(fig: go.Figure, chart: pd.DataFrame, label: str, scale: int, suffix: str) -> None:
    """Points of which requests are not due yet: drawn, named, and judged by nothing."""
    waiting = chart[~chart["is_ripe"].astype(bool) & chart["value"].notna()]
    if len(waiting):
        fig.add_scatter(
            x=[str(name) for name in waiting[label]],
            y=waiting["value"] * scale,
            mode="markers+text",
            name="未到期",
            text=[f"未到期 {count:,} 件" for count in waiting["unripe_count"]],
            textposition="top center",
            marker={"color": "white", "symbol": "circle", "size": 9, "line": {"width": 2, "color": SOFT}},
            hovertemplate=f"%{{x}}：%{{y:.2f}}{suffix}（%{{text}}）<extra></extra>",
        )


def _stepped(
    fig: go.Figure,
    chart: pd.DataFrame,
    points: Sequence[str],
    name: str,
    scale: int,
    word: str,
    line: dict[str, object],
) -> None:
    # One trace for each phase, so that limits do not slope where a process was rebased.
    for number, (_, part) in enumerate(chart.groupby("phase", sort=True)):
        where = [points[place] for place in part.index]
        fig.add_scatter(
            x=where,
            y=part[name] * scale,
            mode="lines",
            name=word,
            line=line,
            legendgroup=name,
            showlegend=number == 0,
            hovertemplate=f"{word} %{{y:.2f}}<extra></extra>",
        )
