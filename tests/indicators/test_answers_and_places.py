"""Answers weighted by type, bounds, ratios, tiles and squares, verdicts: against plain loops, scipy's tests and definitions."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist

import ibis
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, fisher_exact

from evallib.indicators import (
    coordinate_grid,
    intervals,
    place_tiles,
    response_bounds,
    response_funnel,
    stratified_rate,
)
from evallib.indicators.stand_outs import stand_outs
from evallib.indicators.sudden_rises import sudden_rises

Z95 = NormalDist().inv_cdf(0.975)


def wilson(share: float, n: float, z: float = Z95) -> tuple[float, float]:
    """Wilson (1927), written out: the roots of (share − p)² = z² p (1 − p) ÷ n."""
    a, b, c = 1 + z * z / n, -2 * share - z * z / n, share * share
    root = math.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


GROUPS = [
    # good, rated, all
    [(90, 100, 500), (10, 20, 500)], [(8, 10, 100), (0, 7, 300), (3, 3, 50)], [(5, 5, 10), (9, 9, 90)], [(0, 5, 10), (0, 9, 90)], [(1, 1, 1)],
    [(40, 80, 1000), (3, 0, 200), (30, 60, 800)], [(40, 80, 1000), (90, 60, 200), (30, 60, 800)], [(40, 80, 1000), (9, 10, 0)], [(40, 80, 1000), (-1, 10, 500)],
]  # fmt: skip


@pytest.mark.parametrize("groups", GROUPS)
def test_a_rate_is_weighted_by_the_sizes_of_its_types(groups):
    row = stratified_rate(pd.DataFrame(groups, columns=["good", "rated", "all"]), "good", "rated", "all")
    used = [(good, rated, whole) for good, rated, whole in groups if rated > 0 and whole > 0 and 0 <= good <= rated]
    everything, size = sum(whole for *_, whole in groups), sum(whole for *_, whole in used)
    exact = sum(Fraction(whole, size) * Fraction(good, rated) for good, rated, whole in used)
    value = float(exact)
    variance = 0.0
    for good, rated, whole in used:
        laplace = (good + 0.5) / (rated + 1)
        variance += (whole / size) ** 2 * laplace * (1 - laplace) / rated
    rated_all = sum(rated for _, rated, _ in used)
    effective = value * (1 - value) / variance if 0 < exact < 1 else rated_all
    assert row["value"] == pytest.approx(value) and row["effective_size"] == pytest.approx(effective)
    assert row["plain_value"] == pytest.approx(sum(good for good, *_ in used) / rated_all)
    assert (row["lower"], row["upper"]) == pytest.approx(wilson(value, effective), abs=1e-9)
    left = (everything - size) / everything
    assert (row["note"] == "") is (left == 0)
    if left:
        assert f"{left:.1%}" in row["note"]
        impossible = any(good < 0 or good > rated for good, rated, _ in groups)
        assert ("数字不可能" in row["note"]) is impossible


def test_without_an_answer_there_is_nothing_to_weigh():
    row = stratified_rate(
        pd.DataFrame([(0, 0, 9), (None, 5, 9)], columns=["good", "rated", "all"]), "good", "rated", "all"
    )
    assert row["note"] == "没有可加权的表态" and all(
        math.isnan(row[name]) for name in ("value", "lower", "plain_value")
    )
    one = stratified_rate(
        pd.DataFrame([(None, 5, 9), (1, 2, 1)], columns=["good", "rated", "all"]), "good", "rated", "all"
    )
    assert one["value"] == 0.5 and "90.0%" in one["note"]


@pytest.mark.parametrize(("good", "rated", "sampled", "worst", "best", "note"), [
    (352, 549, 616, 352 / 616, 419 / 616, False), (0, 1, 1, 0, 0, False), (1, 1, 1, 1, 1, False), (0, 0, 4, 0, 1, True), (3, 4, 4, 0.75, 0.75, False),
    (3, 5, 4, None, None, True), (3, 5, None, None, None, True), (None, 5, 6, None, None, True), (0.7, 1, 2, 0.35, 0.85, False), (0, 0, 0, None, None, True),
])  # fmt: skip
def test_bounds_of_those_who_did_not_answer(good, rated, sampled, worst, best, note):
    row = response_bounds(good, rated, sampled)
    if worst is None:
        assert math.isnan(row["worst_value"]) and math.isnan(row["best_value"]) and math.isnan(row["response_rate"])
    else:
        assert (row["worst_value"], row["best_value"]) == pytest.approx((worst, best))
        assert row["response_rate"] == pytest.approx(rated / sampled)
    assert bool(row["note"]) is note


def test_steps_of_a_survey_against_the_one_before_and_the_first():
    table = response_funnel({"sampled_count": 200, "reached_count": 150, "rated_count": 120, "good_count": 90})
    assert table["label"].tolist() == ["抽查", "接通", "表态", "满意"] and table["count"].tolist() == [
        200,
        150,
        120,
        90,
    ]
    assert table["step_rate"].tolist() == [1, 0.75, 0.8, 0.75] and table["whole_rate"].tolist() == [1, 0.75, 0.6, 0.45]
    odd = response_funnel({"sampled_count": 100, "reached_count": None, "rated_count": 120, "good_count": 60})
    assert odd["note"].tolist() == ["", "多于抽查数，请核对", ""]
    assert odd["step_rate"].fillna(-1).tolist() == [1, -1, 0.5] and odd["whole_rate"].fillna(-1).tolist() == [
        1,
        -1,
        0.6,
    ]
    none = response_funnel({"sampled_count": 0, "rated_count": 0})
    assert none["step_rate"].isna().all() and none["whole_rate"].isna().all() and (none["note"] == "").all()
    assert response_funnel({}).empty


@pytest.mark.parametrize(
    ("x", "n", "y", "m"), [(90, 100, 80, 100), (0, 50, 3, 40), (7, 7, 5, 9), (0, 5, 0, 9), (1, 1, 1, 1)]
)
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_the_ratio_of_two_proportions_by_its_formula(x, n, y, m, confidence):
    low, high = intervals.proportion_ratio((np.array([x]), np.array([n])), (np.array([y]), np.array([m])), confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    ratio = ((x + 0.5) / (n + 0.5)) / ((y + 0.5) / (m + 0.5))
    spread = z * math.sqrt(1 / (x + 0.5) - 1 / (n + 0.5) + 1 / (y + 0.5) - 1 / (m + 0.5))
    assert (low[0], high[0]) == pytest.approx((ratio / math.exp(spread), ratio * math.exp(spread)))


@pytest.mark.parametrize(("n", "m", "confidence"), [(0, 5, 0.95), (5, 0, 0.95), (5, 5, None)])
def test_no_ratio_without_a_denominator_or_a_level(n, m, confidence):
    low, high = intervals.proportion_ratio((np.array([0]), np.array([n])), (np.array([0]), np.array([m])), confidence)
    assert np.isnan(low[0]) and np.isnan(high[0])


def tiles(*rows, named=("place", "cases_count", "longitude", "latitude")):
    return pd.DataFrame(list(rows), columns=list(named)[: len(rows[0])])


@pytest.mark.parametrize("count", [1, 2, 4, 5, 9, 10])
def test_tiles_fill_a_square_by_how_busy_places_are(count):
    frame = tiles(*((f"居{n:02}", n) for n in range(count)), (None, 99))
    placed = place_tiles(frame, "place")
    wide = next(side for side in range(1, 20) if side * side >= count)
    assert placed["place"].tolist() == [f"居{n:02}" for n in reversed(range(count))]
    assert list(zip(placed["tile_row"], placed["tile_column"], strict=True)) == [
        divmod(at, wide) for at in range(count)
    ]


def test_tiles_of_equally_busy_places_follow_their_names_and_a_gap_leaves_the_map():
    assert place_tiles(tiles(("乙", 1), ("丙", 1), ("一", 1)), "place")["place"].tolist() == sorted("乙丙一")
    gap = tiles(("甲", 1, 1.0, 9.0), ("乙", 2, None, 1.0), ("丙", 3, 3.0, 3.0))
    assert place_tiles(gap, "place")["place"].tolist() == ["丙", "乙", "甲"], "no map where one middle is unknown"
    whole = tiles(("南东", 1, 2.0, 1.0), ("北西", 2, 1.0, 9.0), ("北东", 3, 2.0, 9.5), ("南西", 4, 1.0, 1.5))
    assert place_tiles(whole, "place")[["place", "tile_row", "tile_column"]].values.tolist() == [
        ["北西", 0, 0], ["北东", 0, 1], ["南西", 1, 0], ["南东", 1, 1],
    ]  # fmt: skip


def squares(points, across):
    table = ibis.memtable(pd.DataFrame(points, columns=["longitude", "latitude"], dtype="float64"))
    return coordinate_grid(table, across)


def test_squares_over_metres():
    points = [(0, 0), (10, 0), (20, 10), (40, 40), (40, 40), (None, 3), (9, None)]
    points = [(1000 + x if x is not None else None, y) for x, y in points]  # beyond 180: metres of a local grid
    frame, lost = squares(points, 4)
    assert lost == 2
    found = {(row.longitude, row.latitude): row.cases_count for row in frame.itertuples()}
    # Squares of 40 ÷ 4 = 10 metres from the least corner on; the last column holds its own edge.
    assert found == {(1005, 5): 1, (1015, 5): 1, (1025, 15): 1, (1035, 45): 2}


def test_squares_over_degrees_are_as_high_as_they_are_wide():
    points = [(121.0, 31.0), (121.2, 31.0), (121.4, 31.2), (121.1, 31.1), (121.3, 31.15), (0.0, 0.0)]
    frame, lost = squares(points, 2)
    assert lost == 1, "0, 0 is a slip of the pen"
    wide = 0.4 / 2
    high = wide * math.cos(math.radians((31.0 + 31.2) / 2))
    wanted: dict[tuple[float, float], int] = {}
    for x, y in points[:-1]:
        i, j = min(math.floor((x - 121.0) / wide + 1e-12), 1), math.floor((y - 31.0) / high + 1e-12)
        key = (round(121.0 + (i + 0.5) * wide, 6), round(31.0 + (j + 0.5) * high, 6))
        wanted[key] = wanted.get(key, 0) + 1
    assert {(round(row.longitude, 6), round(row.latitude, 6)): row.cases_count for row in frame.itertuples()} == wanted


def test_twenty_four_squares_lie_beside_each_other():
    table = ibis.memtable(
        pd.DataFrame({"longitude": [1000.0, 1001.0, 1012.5, 1024.0], "latitude": [0.0, 0.5, 3.5, 5.5]})
    )
    frame, _ = coordinate_grid(table)
    assert sorted(zip(frame["longitude"], frame["latitude"], strict=True)) == [
        (1000.5, 0.5), (1001.5, 0.5), (1012.5, 3.5), (1023.5, 5.5),
    ]  # fmt: skip


def test_nobody_tells_a_place():
    frame, lost = squares([(None, None), (None, 3.0)], 4)
    assert frame.empty and lost == 2


RATES = [("甲", "部门", 99, 100), ("乙", "部门", 80, 100), ("丙", "部门", 60, 100), ("丁", "部门", 80, 100), ("戊", "部门", 9, 9),
         ("己", "居村", 5, 10), ("庚", "居村", 0, 0), ("辛", "居村", 30, 40)]  # fmt: skip


def test_verdicts_are_those_of_the_exact_test_within_a_group():
    rates = pd.DataFrame(RATES, columns=["unit", "group", "numerator", "denominator"])
    table = stand_outs(rates, "unit", "group").set_index("unit")
    for group in ("部门", "居村"):
        rows = [row for row in RATES if row[1] == group]
        good, total = sum(row[2] for row in rows), sum(row[3] for row in rows)
        ranked = [row for row in rows if row[3] >= 10]
        raw = {}
        for name, _, hits, cases in ranked:
            others = [[hits, cases - hits], [good - hits, total - good - (cases - hits)]]
            raw[name] = min(1.0, 2 * min(fisher_exact(others, alternative=way).pvalue for way in ("less", "greater")))
        ordered, highest = sorted(raw, key=raw.get), 0.0
        for step, name in enumerate(ordered):
            highest = min(1.0, max(highest, raw[name] * (len(ordered) - step)))
            assert table.loc[name, "p_adjusted"] == pytest.approx(highest)
            apart = highest < 0.05
            hits, cases = next((row[2], row[3]) for row in ranked if row[0] == name)
            told = ("红榜" if hits / cases > good / total else "黑榜") if apart else "无显著差异"
            assert table.loc[name, "verdict"] == told
            better = sum(1 for row in ranked if row[2] / row[3] > hits / cases)
            assert (table.loc[name, "rank"], table.loc[name, "ranked_count"]) == (better + 1, len(ranked))
    assert table.loc[["戊", "庚"], "verdict"].tolist() == ["件数少，不列榜"] * 2
    assert table.loc[["戊", "庚"], "rank"].isna().all() and table.loc[["戊", "庚"], "ranked_count"].tolist() == [0, 0]


def test_a_unit_that_is_its_whole_group_stands_out_from_nobody():
    rates = pd.DataFrame([("甲", "部门", 5, 10)], columns=["unit", "group", "numerator", "denominator"])
    row = stand_outs(rates, "unit", "group").iloc[0]
    assert (row["verdict"], row["p_adjusted"], row["rank"], row["value"]) == ("无显著差异", 1, 1, 0.5)
    less = stand_outs(rates, "unit", "group", least=11).iloc[0]
    assert less["verdict"] == "件数少，不列榜" and pd.isna(less["rank"])


@pytest.mark.parametrize(
    ("days", "before_days", "level", "least"),
    [(30, 90, 0.05, 1), (30, 30, 0.5, 1), (30, 90, 0.9, 4), (30, 90, 1.1, 3), (31, 0, 0.05, 1)],
)
def test_rises_by_the_exact_test_of_two_counts(days, before_days, level, least):
    cells = [("甲", 12, 6), ("乙", 3, 9), ("丙", 0, 9), ("丁", 0, 0), ("戊", 4, 0), ("己", 3, 2)]
    table = sudden_rises(pd.DataFrame(cells, columns=["place", "now_count", "before_count"]), ["place"], days, before_days,
                         level=level, least=least)  # fmt: skip
    share = days / (days + before_days)
    looked = [(name, now, before) for name, now, before in cells if now + before]
    raw = {name: binomtest(now, now + before, share, alternative="greater").pvalue for name, now, before in looked}
    ordered, highest, wanted = sorted(raw, key=lambda name: raw[name]), 0.0, {}
    for step, name in enumerate(ordered):
        highest = min(1.0, max(highest, raw[name] * (len(ordered) - step)))
        now, before = next((now, before) for other, now, before in looked if other == name)
        if highest < level and now >= least:
            expected = before * days / before_days if before_days else math.nan
            wanted[name] = (now, before, expected, raw[name], highest, len(looked))
    assert set(table["place"]) == set(wanted)
    assert table["p_value"].is_monotonic_increasing
    for row in table.itertuples(index=False):
        assert tuple(row)[1:] == pytest.approx(wanted[row.place], nan_ok=True)
