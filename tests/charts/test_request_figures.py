"""Figures show the frame that they are given, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from evallib.charts import (
    FONT,
    GREEN,
    RED,
    clock_figure,
    decomposition_figure,
    funnel_figure,
    league_figure,
    lorenz_figure,
    moves_figure,
    pareto_figure,
    process_figure,
    small_multiples,
    survival_figure,
    volume_by_month,
    volume_change_figure,
)
from evallib.indicators import ChartOptions, decompose_change, league_table, lorenz_curve, process_chart, survival_curve
from evallib.indicators.funnel import funnel
from evallib.indicators.pareto import pareto

RNG = np.random.default_rng(2)
TOWNS = pd.DataFrame({"unit": list("甲乙丙丁戊"), "n": [540, 437, 300, 20, 0], "d": [600, 602, 610, 25, 0]})
MONTHS = pd.DataFrame(
    {"month": [f"2023-{i:02}" for i in range(1, 13)], "n": [*RNG.binomial(300, 0.7, 11), 290], "d": 300}
)


def chart(**options: object) -> pd.DataFrame:
    return process_chart(MONTHS, "month", numerator="n", denominator="d", options=ChartOptions(**options))  # type: ignore[arg-type]


@cache
def figures() -> dict[str, go.Figure]:
    curve = survival_curve(
        pd.DataFrame({"duration_hours": [24, 48, 72], "closed_count": [5, 3, 1], "open_count": [0, 1, 2]})
    )
    change = pd.DataFrame({"source": ["12345", "网格"], "cases_count": [120, 80], "year_before_count": [100, 0],
                           "year_on_year_rate": [0.2, np.nan]})  # fmt: skip
    volume = pd.DataFrame(
        {"month": ["2023-01-01", "2023-02-01"] * 2, "source": ["a", "a", "b", "b"], "cases_count": [1, 2, 30, 4]}
    )
    parts = decompose_change(TOWNS.head(4), TOWNS.head(4).assign(n=[500, 500, 250, 25]), ["unit"], "n", "d")
    return {
        "process": process_figure(chart(), "month", "解决率", target=0.72),
        "rebased": process_figure(chart(rebase_at=("2023-07",)), "month", "解决率"),
        "multiples": small_multiples({name: chart() for name in "甲乙丙丁"}, "month", "解决率"),
        "funnel": funnel_figure(funnel(TOWNS, "unit", "n", "d"), "unit", "解决率"),
        "league": league_figure(league_table(TOWNS, "unit", "n", "d"), "unit", "解决率", "乙", 0.72),
        "pareto": pareto_figure(pareto(TOWNS, "unit", "n"), "unit"),
        "lorenz": lorenz_figure(lorenz_curve([5, 1, 1]), "诉求人"),
        "decomposition": decomposition_figure(parts, "unit"),
        "volume": volume_by_month(volume, "source"),
        "volume_plain": volume_by_month(volume.head(2)),
        "volume_change": volume_change_figure(change, "source"),
        "survival": survival_figure({"全部": curve}),
    }


@pytest.mark.parametrize("name", ["process", "rebased", "multiples", "funnel", "league", "pareto", "lorenz", "decomposition",
                                  "volume", "volume_plain", "volume_change", "survival"])  # fmt: skip
def test_every_figure_is_valid_and_in_the_theme(name: str) -> None:
    fig = figures()[name]
    assert fig.to_json()
    assert fig.layout.template.layout.font.family == FONT
    assert all(trace.name is None or "trace" not in trace.name for trace in fig.data)


def test_a_process_figure_marks_what_is_special() -> None:
    frame = chart()
    fig = process_figure(frame, "month", "解决率")
    marked = {trace.name: list(trace.x) for trace in fig.data if trace.name in {"改善", "恶化"}}
    meanings = frame.loc[frame["meaning"].isin(["改善", "恶化"])].groupby("meaning")["month"].agg(list).to_dict()
    assert marked == meanings and marked["改善"]
    line = next(trace for trace in fig.data if trace.name == "解决率")
    assert list(line.y) == pytest.approx((frame["value"] * 100).tolist())


def test_rebased_limits_are_drawn_apart() -> None:
    fig = process_figure(chart(rebase_at=("2023-07",)), "month", "解决率")
    assert [len(trace.x) for trace in fig.data if trace.name == "均值"] == [6, 6]


def test_units_without_cases_are_not_drawn() -> None:
    drawn = figures()["league"].data[0].y
    assert len(drawn) == 4 and not any("戊" in name for name in drawn)
    assert (
        sum(
            len(trace.x)
            for trace in figures()["funnel"].data
            if trace.name and "界" in trace.name and trace.text is not None
        )
        == 4
    )


def test_the_largest_group_comes_first() -> None:
    assert [trace.name for trace in figures()["volume"].data] == ["b", "a"]


def test_what_moves_a_rate_is_drawn_by_its_sign_and_unknown_ones_are_left_out():
    rows = pd.DataFrame({"indicator": ["甲", "乙", "丙"], "change_pp": [Decimal("2.18"), None, Decimal("-9.11")]})
    (bars,) = moves_figure(rows, "indicator", "change_pp", "比上年变动").data
    assert list(bars.y) == ["甲", "丙"] and list(bars.x) == [2.18, -9.11]
    assert list(bars.text) == ["+2.18", "−9.11"] and bars.marker.color == (GREEN, RED)


def test_hours_go_across_and_weekdays_down():
    counts = pd.DataFrame({"hour": [8, 9], **{f"d{day}": [day, 10 + day] for day in range(7)}})
    (heat,) = clock_figure(counts).data
    assert list(heat.x) == [8, 9] and heat.y[0] == "周一" and heat.y[6] == "周日"
    assert heat.z[0].tolist() == [0, 10] and heat.z[6].tolist() == [6, 16]
