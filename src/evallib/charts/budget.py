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
    """Adjustment of each line in 万元, with its percentage written at the bar (调整额与调整率)."""
    known = lines[lines["adjustment_yuan"].notna()]
    amounts = [float(value) / 10000 for value in known["adjustment_yuan"]]
    fig = figure(
        height=row_height(len(known)), xaxis={"title": "调整额（万元）", "zeroline": True, "zerolinecolor": GREY}
    )
    fig.add_bar(
        x=amounts,
        y=known[label],
        orientation="h",
        marker_color=[GREEN if amount >= 0 else RED for amount in amounts],
        text=[
            f"{amount:+,.2f}（{'无年初预算' if pd.isna(rate) else f'{float(rate):+.2%}'}）"
            for amount, rate in zip(amounts, known["adjustment_rate"], strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}：%{x:+,.2f} 万元<extra></extra>",
    )
    reach = max((abs(amount) for amount in amounts), default=1) or 1
    low, high = min([0, *amounts]), max([0, *amounts])
    room = 0.45 * max(reach, high - low)
    fig.update_layout(
        yaxis={"autorange": "reversed", "type": "category"},
        xaxis={"range": [low - room if low < 0 else 0, high + room if high > 0 else room]},
    )
    return fig
