"""Figures of volume (案件量) and handling time (办理时长)."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evallib.charts.theme import BLUE, COLORS, GREY, SOFT, figure, row_height


def volume_by_month(counts: pd.DataFrame, group: str | None = None) -> go.Figure:
    """Cases by month, stacked by a group.

    Args:
        counts: ``month``, ``cases_count`` and `group`.
        group: column to stack by, largest at the bottom.
    """
    fig = figure(height=340, barmode="stack", yaxis={"title": "件", "tickformat": ",d"}, xaxis={"type": "category"})
    parts = (
        [("案件数", counts)]
        if group is None
        else [(str(name), part) for name, part in counts.groupby(group, sort=False)]
    )
    parts.sort(key=lambda pair: -int(pair[1]["cases_count"].sum()))
    for place, (name, part) in enumerate(parts):
        ordered = part.sort_values("month")
        fig.add_bar(
            x=[f"{day:%Y-%m}" for day in pd.to_datetime(ordered["month"])],
            y=ordered["cases_count"],
            name=name,
            marker_color=COLORS[place % len(COLORS)],
            hovertemplate=f"{name} %{{x}}：%{{y:,}} 件<extra></extra>",
        )
    fig.update_xaxes(categoryorder="category ascending")
    return fig


def volume_change_figure(change: pd.DataFrame, group: str, top: int = 15) -> go.Figure:
    """Cases of a period by group beside those of a year before, with the growth written out.

    Args:
        change: frame of `evallib.indicators.workload.volume_change`.
        group: column with the group.
        top: how many groups are drawn.
    """
    shown = change.head(top)
    fig = figure(height=row_height(len(shown), 40), barmode="group", xaxis={"title": "件", "tickformat": ",d"})
    fig.update_layout(yaxis={"autorange": "reversed", "type": "category"})
    texts = [
        f"{count:,}" + ("" if pd.isna(rate) else f"（同比 {rate:+.1%}）")
        for count, rate in zip(shown["cases_count"], shown["year_on_year_rate"], strict=True)
    ]
    fig.add_bar(
        x=shown["cases_count"],
        y=shown[group],
        orientation="h",
        name="本期",
        marker_color=BLUE,
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hovertemplate="本期 %{x:,} 件<extra>%{y}</extra>",
    )
    before = shown["year_before_count"].fillna(0)
    if before.any():
        fig.add_bar(
            x=before,
            y=shown[group],
            orientation="h",
            name="上年同期",
            marker_color=GREY,
            hovertemplate="上年同期 %{x:,} 件<extra>%{y}</extra>",
        )
    fig.update_xaxes(range=[0, 1.3 * max(shown["cases_count"].max(), before.max(), 1)])
    return fig


def survival_figure(curves: dict[str, pd.DataFrame], days: float = 30.0) -> go.Figure:
    """Share of cases still open after so many days (Kaplan–Meier), open ones included.

    Args:
        curves: frames of `evallib.indicators.handling_time.survival_curve` by name.
        days: how far the axis goes.
    """
    fig = figure(
        height=360,
        xaxis={"title": "受理后天数", "range": [0, days]},
        yaxis={"title": "尚未办结", "ticksuffix": "%", "range": [0, 101]},
    )
    for place, (name, curve) in enumerate(curves.items()):
        color = COLORS[place % len(COLORS)]
        shown = curve[curve["duration_hours"] <= days * 24]
        start = pd.DataFrame({"duration_hours": [0.0], "value": [1.0], "lower": [1.0], "upper": [1.0]})
        shown = pd.concat([start, shown[["duration_hours", "value", "lower", "upper"]]], ignore_index=True)
        across = shown["duration_hours"] / 24
        for side in ("lower", "upper"):
            fig.add_scatter(
                x=across,
                y=shown[side] * 100,
                mode="lines",
                line={"color": color, "width": 0.6, "shape": "hv", "dash": "dot"},
                hoverinfo="skip",
                showlegend=False,
            )
        fig.add_scatter(
            x=across,
            y=shown["value"] * 100,
            mode="lines",
            name=name,
            line={"color": color, "width": 2, "shape": "hv"},
            hovertemplate=f"{name} %{{x:.1f}} 天后 %{{y:.1f}}% 未办结<extra></extra>",
        )
    fig.add_hline(y=50, line={"color": SOFT, "width": 0.8, "dash": "dot"})
    return fig


def clock_figure(counts: pd.DataFrame) -> go.Figure:
    """When requests come: a square for each hour of each weekday, the darker the more.

    Args:
        counts: ``hour`` and a column of counts for each day, ``d0`` (周一) to ``d6``.
    """
    days = [name for name in counts.columns if name != "hour"]
    fig = figure(height=row_height(len(days)), xaxis={"title": "时"}, yaxis={"autorange": "reversed"})
    fig.add_heatmap(
        z=counts[days].T.to_numpy(),
        x=counts["hour"],
        y=[f"周{'一二三四五六日'[int(name[1:])]}" for name in days],
        colorscale=[[0, "white"], [1, BLUE]],
        zmin=0,
        xgap=1,
        ygap=1,
        colorbar={"title": "件", "thickness": 12},
        hovertemplate="%{y} %{x} 时：%{z:,} 件<extra></extra>",
    )
    return fig
