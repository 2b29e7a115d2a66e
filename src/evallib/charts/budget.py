"""Figures of the budget (预算): 年初 → 调整后 → 执行, and what was adjusted by line or project."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, COLORS, GREEN, GREY, RED, figure, row_height

STEPS = (
    ("initial_budget_yuan", "年初预算", GREY),
    ("adjusted_budget_yuan", "调整后预算", COLORS[4]),
    ("executed_yuan", "执行金额", BLUE),
)


def budget_steps(lines: pd.DataFrame, label: str) -> go.Figure:
    """Three bars per line: 年初预算, 调整后预算, 执行金额 in 万元 (missing amounts are left out).

    Args:
        lines: rows of `budget_execution`.
        label: column with the line's name.
    """
    fig = figure(height=row_height(len(lines), 58), barmode="group", xaxis={"title": "万元"})
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"}, legend={"traceorder": "normal"})
    for column, name, color in STEPS:
        fig.add_bar(
            x=[None if pd.isna(value) else float(value) / 10000 for value in lines[column]],
            y=lines[label],
            orientation="h",
            name=name,
            marker_color=color,
            hovertemplate=f"{name}：%{{x:,.2f}} 万元<extra>%{{y}}</extra>",
        )
    return fig


def budget_adjustments(lines: pd.DataFrame, label: str) -> go.Figure:
    """Adjustment of each line in 万元; the amount and its percentage stand under the line's name (调整额与调整率).

    Args:
        lines: rows of `budget_execution`.
        label: column with the line's name.
    """
    known = lines[lines["adjustment_yuan"].notna()]
    amounts = [float(value) / 10000 for value in known["adjustment_yuan"]]
    positions = list(range(len(known)))
    names = [
        f"{name}<br>{amount:+,.2f}（{'无年初预算' if pd.isna(rate) else f'{float(rate):+.2%}'}）"
        for name, amount, rate in zip(known[label], amounts, known["adjustment_rate"], strict=True)
    ]
    fig = figure(height=row_height(len(known), 44), xaxis={"title": "调整额（万元）"})
    fig.add_bar(
        x=amounts,
        y=positions,
        orientation="h",
        marker_color=[GREEN if amount >= 0 else RED for amount in amounts],
        customdata=known[label],
        hovertemplate="%{customdata}：%{x:+,.2f} 万元<extra></extra>",
    )
    fig.update_layout(
        xaxis={"zeroline": True, "zerolinecolor": GREY},
        yaxis={"autorange": "reversed", "tickvals": positions, "ticktext": names, "tickfont": {"size": 11}},
    )
    return fig
