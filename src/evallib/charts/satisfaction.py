"""Figures of satisfaction (满意度): the levels of each survey as shares of 100%."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import INK, figure, row_height
from evallib.model.palette import LEVELS, LIGHT_LEVELS

LEVEL_COLORS = list(LEVELS)


def satisfaction_levels(answers: pd.DataFrame) -> go.Figure:
    """Share of each level by survey, stacked to 100% (满意度等级分布).

    Args:
        answers: clean survey_answers; counts are turned into shares of the people who answered.
    """
    lines = answers[answers["row_kind"] == "line"]
    surveys = list(dict.fromkeys(lines["survey"]))
    fig = figure(height=row_height(len(surveys), 52, 240), barmode="stack", xaxis={"title": "%", "range": [0, 100]})
    fig.update_layout(
        showlegend=False,
        uniformtext={"minsize": 10, "mode": "hide"},
        yaxis={"autorange": "reversed", "type": "category"},
    )
    for survey in surveys:
        group = lines[lines["survey"] == survey]
        counts = group["answers_count"].astype("Float64")
        shares = counts / counts.sum() if counts.notna().any() else group["answers_rate"].astype("Float64")
        palette = _palette(len(group))
        for color, option, share in zip(palette, group["option"], shares, strict=True):
            if pd.isna(share):
                continue
            fig.add_bar(
                x=[float(share) * 100],
                y=[survey],
                orientation="h",
                name=option,
                marker_color=color,
                text=f"{option} {float(share):.1%}" if float(share) > 0.08 else "",
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": INK if color in LIGHT_LEVELS else "white"},
                hovertemplate=f"{option}：%{{x:.2f}}%<extra>{survey}</extra>",
            )
    return fig


def _palette(levels: int) -> list[str]:
    """Shades from best to worst that end with the accent only where there is a worst level."""
    if levels <= 2:
        return LEVEL_COLORS[:levels]
    if levels == 3:
        return [LEVEL_COLORS[0], LEVEL_COLORS[2], LEVEL_COLORS[4]]
    if levels == 4:
        return [LEVEL_COLORS[0], LEVEL_COLORS[1], LEVEL_COLORS[2], LEVEL_COLORS[4]]
    return [LEVEL_COLORS[min(position, 4)] for position in range(levels)]
