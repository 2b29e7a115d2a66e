"""Figures of Pareto analysis (帕累托图), of concentration (集中度) and of what moved a rate (变动分解)."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, GREEN, GREY, ORANGE, RED, SOFT, figure, row_height


def pareto_figure(table: pd.DataFrame, category: str, unit: str = "件", top: int = 15) -> go.Figure:
    """Failures by category with their cumulative share; the vital few are coloured.

    Args:
        table: frame of `evallib.indicators.pareto.pareto`.
        category: column with the category.
        unit: unit of the counts.
        top: how many categories are drawn.
    """
    shown = table.head(top)
    fig = figure(
        height=380,
        xaxis={"type": "category"},
        yaxis={"title": unit},
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "range": [0, 105],
            "ticksuffix": "%",
            "showgrid": False,
            "tickmode": "linear",
            "dtick": 20,
        },
    )
    fig.add_bar(
        x=shown[category],
        y=shown["failures_count"],
        name="件数",
        marker_color=[BLUE if vital else GREY for vital in shown["is_vital"]],
        hovertemplate=f"%{{x}}：%{{y:,}} {unit}<extra></extra>",
    )
    fig.add_scatter(
        x=shown[category],
        y=shown["cumulative_rate"] * 100,
        name="累计占比",
        yaxis="y2",
        mode="lines+markers",
        line={"color": ORANGE, "width": 1.6},
        hovertemplate="累计 %{y:.1f}%<extra></extra>",
    )
    return fig


def lorenz_figure(curve: pd.DataFrame, who: str) -> go.Figure:
    """Which share of callers or addresses causes which share of cases, busiest first.

    Args:
        curve: frame of `evallib.indicators.concentration.lorenz_curve`.
        who: 诉求人, 地址, ….
    """
    fig = figure(
        height=360,
        xaxis={"title": f"{who}占比（由多到少）", "ticksuffix": "%"},
        yaxis={"title": "案件占比", "ticksuffix": "%"},
    )
    fig.add_scatter(
        x=[0, 100], y=[0, 100], mode="lines", name="平均分布", line={"color": GREY, "dash": "dot"}, hoverinfo="skip"
    )
    fig.add_scatter(
        x=curve["keys_rate"] * 100,
        y=curve["cases_rate"] * 100,
        mode="lines",
        name="实际分布",
        line={"color": BLUE, "width": 2},
        hovertemplate=f"%{{x:.0f}}% 的{who}引起 %{{y:.1f}}% 的案件<extra></extra>",
    )
    return fig


def decomposition_figure(parts: pd.DataFrame, group: str, top: int = 12) -> go.Figure:
    """Which groups moved a rate, split into how they did (水平效应) and how many cases they had (结构效应).

    Args:
        parts: frame of `evallib.indicators.decomposition.decompose_change`.
        group: column with the group.
        top: how many groups are drawn.
    """
    shown = parts.head(top)
    fig = figure(
        height=row_height(len(shown)),
        barmode="relative",
        xaxis={"title": "对变动的贡献（百分点）", "zeroline": True, "zerolinecolor": SOFT},
    )
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"})
    for column, name, colors in (
        ("rate_effect_pp", "水平效应", (GREEN, RED)),
        ("mix_effect_pp", "结构效应", (GREY, GREY)),
    ):
        fig.add_bar(
            x=shown[column],
            y=shown[group],
            orientation="h",
            name=name,
            marker_color=[colors[0] if value >= 0 else colors[1] for value in shown[column]],
            hovertemplate=f"{name} %{{x:+.2f}} 百分点<extra>%{{y}}</extra>",
        )
    return fig


def moves_figure(rows: pd.DataFrame, category: str, points: str, title: str, top: int = 15) -> go.Figure:
    """What moves, or has moved, a rate: percentage points by category, rises and falls in two colours.

    Args:
        rows: `category` and `points`; rows without points are left out.
        category: column with the group or indicator.
        points: column in percentage points.
        title: of the axis.
        top: how many categories are drawn.
    """
    shown = rows[rows[points].notna()].head(top)
    values = [float(value) for value in shown[points]]
    fig = figure(
        height=row_height(len(shown)),
        xaxis={"title": f"{title}（百分点）", "zeroline": True, "zerolinecolor": SOFT},
        yaxis={"autorange": "reversed", "type": "category"},
    )
    fig.add_bar(
        x=values,
        y=shown[category],
        orientation="h",
        marker_color=[GREEN if value >= 0 else RED for value in values],
        text=[f"{value:+.2f}".replace("-", "−") for value in values],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}：%{x:+.2f} 百分点<extra></extra>",
    )
    return fig
