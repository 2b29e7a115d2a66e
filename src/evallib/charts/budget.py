"""Figures of the budget (预算): what was executed, with the initial budget as a tick and the adjustment in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, INK, figure, row_height


def budget_steps(lines: pd.DataFrame, label: str) -> go.Figure:
    """One bar per line: 执行金额 in 万元 with the adjustment (调整率) beside it, 年初预算 as a tick; the largest first.

    Missing amounts are left out. A cut is drawn like an increase: colours do not judge.

    Args:
        lines: rows of `budget_execution`.
        label: column with the line's name.
    """
    known = lines[lines["executed_yuan"].notna() | lines["initial_budget_yuan"].notna()]
    sizes = known[["executed_yuan", "initial_budget_yuan"]].astype(float).max(axis=1)
    shown = known.loc[sizes.sort_values(ascending=False, kind="stable").index]
    fig = figure(height=row_height(len(shown), 34), barmode="overlay", xaxis={"title": "万元"})
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"})
    fig.add_bar(
        x=_wan(shown["executed_yuan"]),
        y=shown[label],
        orientation="h",
        name="执行金额",
        marker_color=BLUE,
        text=[_words(row) for row in shown.to_dict("records")],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="执行金额：%{x:,.2f} 万元<extra>%{y}</extra>",
    )
    started = shown[shown["initial_budget_yuan"].notna()]
    if not started.empty:
        fig.add_scatter(
            x=_wan(started["initial_budget_yuan"]),
            y=started[label],
            mode="markers",
            name="年初预算",
            marker={"symbol": "line-ns", "size": 18, "line": {"width": 2, "color": INK}},
            hovertemplate="年初预算：%{x:,.2f} 万元<extra>%{y}</extra>",
        )
    return fig


def _wan(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) / 10000 for value in values]


def _words(row: dict[Any, Any]) -> str:
    """The executed amount, and by how much the budget was adjusted."""
    executed, rate, moved = (row[name] for name in ("executed_yuan", "adjustment_rate", "adjustment_yuan"))
    amount = "未提供" if pd.isna(executed) else f"{float(str(executed)) / 10000:,.2f}"
    if pd.isna(moved) or not moved:
        return amount
    return f"{amount}（{'无年初预算' if pd.isna(rate) else f'{float(str(rate)):+.2%}'.replace('-', '−')}）"
