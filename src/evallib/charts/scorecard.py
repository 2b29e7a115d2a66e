"""Figures of a scorecard (评分图): points lost by indicator, totals by level, tornado of targets and weights."""

from __future__ import annotations

import plotly.graph_objects as go

from evallib.charts.theme import BLUE, GREEN, RED, row_height, shortened
from evallib.charts.theme import figure as themed
from evallib.model.palette import FILLS
from evallib.scoring.indicator_score import STATUS_LABELS
from evallib.scoring.scorecard import Scorecard
from evallib.scoring.what_if.tornado import movements

COLORS = {"rule": BLUE, "judged": FILLS["m3"], "up": GREEN, "down": RED}
KINDS = {"target": "目标", "weight": "分值"}


def points_lost(card: Scorecard, limit: int = 15) -> go.Figure:
    """Points lost by indicator (各指标失分), the largest first; judgements are coloured apart.

    Args:
        card: the scorecard.
        limit: how many indicators are shown.
    """
    lost = sorted((s for s in card.scores.values() if s.lost), key=lambda s: (s.lost or 0, s.indicator.code))[-limit:]
    figure = themed(height=row_height(len(lost), least=150), barmode="overlay")  # one bar per indicator
    for name, judged in (("按规则扣分", False), ("人工评定", True)):
        group = [s for s in lost if (s.status in {"override", "judged"}) is judged]
        figure.add_bar(
            x=[float(s.lost or 0) for s in group],
            y=[shortened(f"{s.indicator.code} {s.indicator.name}") for s in group],
            orientation="h",
            name=name,
            marker_color=COLORS["judged" if judged else "rule"],
            text=[f"{s.lost:.2f}" for s in group],
            textposition="outside",  # inside, the label would have to be read against orange
            cliponaxis=False,
            customdata=[[f"{s.score:.2f}", f"{s.weight:.2f}", STATUS_LABELS[s.status]] for s in group],
            hovertemplate="%{y}<br>得分 %{customdata[0]} / %{customdata[1]}，失 %{x:.2f} 分"
            "（%{customdata[2]}）<extra></extra>",
        )
    order = [shortened(f"{s.indicator.code} {s.indicator.name}") for s in lost]
    figure.update_yaxes(categoryorder="array", categoryarray=order)
    figure.update_xaxes(title_text="失分（分）", rangemode="tozero")
    return figure


def level_rates(card: Scorecard) -> go.Figure:
    """得分率 of the level-1 indicators, with score and weight."""
    levels = [level for level in card.levels.values() if level.depth == 1][::-1]
    names = [shortened(f"{level.code} {level.name}") for level in levels]
    figure = themed(height=row_height(len(levels), least=220), barmode="stack")
    rates = [None if level.rate is None else float(level.rate) for level in levels]
    texts = [
        "待补充" if level.score is None else f"{level.score:.2f} / {level.weight:.2f}（{level.rate:.2%}）"
        for level in levels
    ]
    figure.add_bar(
        x=rates,
        y=names,
        orientation="h",
        text=texts,
        marker_color=COLORS["rule"],
        name="得分率",
        hovertemplate="%{y}：%{text}<extra></extra>",
    )
    figure.update_xaxes(range=[0, 1.02], tickformat=".0%", title_text="得分率")
    return figure


def tornado(card: Scorecard, limit: int = 12) -> go.Figure:
    """How the total moves when one target or one weight moves (龙卷风图), with the limits of the grades."""
    bars = movements(card)[:limit][::-1]
    figure = themed(height=row_height(len(bars), least=220), barmode="stack")
    if card.total is None:
        return figure
    total = float(card.total)
    names = [shortened(f"{bar.code} {bar.name}") + f"（{KINDS[bar.kind]}）" for bar in bars]
    for label, values, labels, grades in (
        ("调低", [b.low_total for b in bars], [b.low_label for b in bars], [b.low_grade for b in bars]),
        ("调高", [b.high_total for b in bars], [b.high_label for b in bars], [b.high_grade for b in bars]),
    ):
        figure.add_bar(
            x=[float(value) - total for value in values],
            y=names,
            base=total,
            orientation="h",
            name=label,
            marker_color=COLORS["down" if label == "调低" else "up"],
            customdata=[
                [text, f"{value:.2f}", grade] for text, value, grade in zip(labels, values, grades, strict=True)
            ],
            hovertemplate="%{y}<br>%{customdata[0]}：总分 %{customdata[1]}，%{customdata[2]}<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.add_vline(x=total, line_width=1, annotation_text=f"{total:.2f} {card.grade}")
    reach = [float(value) for bar in bars for value in (bar.low_total, bar.high_total)] or [total]
    for grade in card.framework.grades:
        low = float(grade.range.low)
        if min(reach) <= low <= max(reach):
            figure.add_vline(x=low, line_dash="dash", line_width=1, annotation_text=f"{grade.name} {low:g}")
    figure.update_xaxes(title_text="总分（分）")
    return figure
