"""Every direction has its mirror: what holds for more holds for less, with the words exchanged."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evallib.indicators import (
    ChartOptions,
    adjustment_rate,
    difference_interval,
    difference_pp,
    find_special_causes,
    growth,
    league_table,
    process_chart,
    proportion,
)
from evallib.indicators.funnel import funnel

VALUES = st.lists(st.integers(-40, 40), min_size=1, max_size=40)
PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=1, max_size=12)
FEW = settings(derandomize=True, max_examples=25)  # each makes whole charts or tables
OTHER = {"increase": "decrease", "decrease": "increase", "neither": "neither"}
MEANING = {"改善": "恶化", "恶化": "改善", "变化": "变化", "": ""}


def causes(values: list[int]) -> tuple[list[str], list[bool], list[bool]]:
    length = len(values)
    rules, up, down = find_special_causes(
        np.array(values, dtype=float), np.zeros(length), np.full(length, -30.0), np.full(length, 30.0)
    )
    return rules, up.tolist(), down.tolist()


@given(VALUES)
def test_special_causes_upside_down(values: list[int]) -> None:
    rules, up, down = causes(values)
    assert causes([-value for value in values]) == (rules, down, up)


@pytest.mark.parametrize(
    ("values", "rule", "points"),
    [
        ([0, -31, 0], "超出控制限", [1]),
        ([0, -30, 0], "超出控制限", []),
        ([1, *[-1, -2] * 3, -1, 1], "连续同侧", list(range(1, 8))),
        ([1, *[-1, -2] * 3, 1], "连续同侧", []),
        ([0, 6, 5, 4, 3, 2, 1, -1, 0], "连续升降", list(range(1, 8))),
        ([0, 6, 5, 4, 3, 2, 1, 2, 0], "连续升降", []),
        ([0, -21, -3, -21, 0], "三点两近限", [1, 3]),
        ([0, -20, -3, -20, 0], "三点两近限", []),
        ([0, 20, 3, 20, 0], "三点两近限", []),
        ([0, 21, 3, 21, 0], "三点两近限", [1, 3]),
    ],
)
def test_the_rules_hold_below_the_centre_too(values: list[int], rule: str, points: list[int]) -> None:
    assert [i for i, text in enumerate(causes(values)[0]) if rule in text] == points


@pytest.mark.slow
@FEW
@given(PAIRS, st.sampled_from(["increase", "decrease", "neither"]))
def test_a_chart_of_failures_mirrors_the_chart_of_successes(pairs: list[tuple[int, int]], better: str) -> None:
    frame = pd.DataFrame([(index, min(a, b), b) for index, (a, b) in enumerate(pairs)], columns=["m", "good", "all"])
    frame["bad"] = frame["all"] - frame["good"]
    good = process_chart(frame, "m", numerator="good", denominator="all", options=ChartOptions("p", better, 0.5))  # type: ignore[arg-type]
    bad = process_chart(frame, "m", numerator="bad", denominator="all", options=ChartOptions("p", OTHER[better], 0.5))  # type: ignore[arg-type]
    assert bad["centre"].tolist() == pytest.approx((1 - good["centre"]).tolist())
    assert bad["lower_limit"].tolist() == pytest.approx((1 - good["upper_limit"]).tolist())
    assert bad["rule"].tolist() == good["rule"].tolist()
    assert bad["meaning"].tolist() == good["meaning"].tolist(), "fewer failures is better where more successes is"


@pytest.mark.sampled(10)
@pytest.mark.parametrize("seed", range(60))
def test_a_long_series_of_failures_mirrors_that_of_successes(seed: int) -> None:
    """Ties with the centre, odd sizes and rates near 1: to the last bit, since both count the rarer side."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 40, 24)
    frame = pd.DataFrame({"m": range(24), "good": rng.binomial(sizes, rng.choice([0.5, 0.9, 0.98], 24)), "all": sizes})
    frame["bad"] = frame["all"] - frame["good"]
    kind = "p_laney" if seed % 2 else "p"
    good = process_chart(frame, "m", numerator="good", denominator="all", options=ChartOptions(kind, "increase"))  # type: ignore[arg-type]
    bad = process_chart(frame, "m", numerator="bad", denominator="all", options=ChartOptions(kind, "decrease"))  # type: ignore[arg-type]
    assert bad["rule"].tolist() == good["rule"].tolist() and bad["meaning"].tolist() == good["meaning"].tolist()


@pytest.mark.parametrize("value", [30.0, -30.0])
def test_the_same_move_means_the_opposite_where_the_other_direction_is_better(value: float) -> None:
    frame = pd.DataFrame({"m": range(13), "v": [-0.5, 0.5] * 6 + [value]})
    told = {
        better: process_chart(frame, "m", "v", options=ChartOptions("xmr", better))["meaning"].iloc[-1]  # type: ignore[arg-type]
        for better in OTHER
    }
    assert told["neither"] == "变化"
    assert told["increase"] == ("改善" if value > 0 else "恶化") == MEANING[told["decrease"]]


@pytest.mark.slow
@FEW
@given(PAIRS)
def test_a_funnel_of_failures_is_the_funnel_upside_down(pairs: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame([(str(i), min(a, b), b) for i, (a, b) in enumerate(pairs)], columns=["u", "good", "all"])
    frame["bad"] = frame["all"] - frame["good"]
    good, bad = (funnel(frame, "u", column, "all") for column in ("good", "bad"))
    assert bad.target == pytest.approx(1 - good.target) and bad.phi == pytest.approx(good.phi)
    z = good.units["z_adjusted"].astype(float)
    assert bad.units["z_adjusted"].astype(float).tolist() == pytest.approx((-z).tolist(), nan_ok=True)
    assume(all(abs(abs(score) - limit) > 1e-6 for score in z.dropna() for limit in (1.959964, 3.090232)))
    swap = str.maketrans("高低", "低高")
    assert bad.units["position"].tolist() == [text.translate(swap) for text in good.units["position"]]


@pytest.mark.slow
@FEW
@given(PAIRS)
def test_ranks_where_low_is_good_mirror_ranks_where_high_is_good(pairs: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame([(f"{i:02}", min(a, b), b) for i, (a, b) in enumerate(pairs)], columns=["u", "good", "all"])
    frame["bad"] = frame["all"] - frame["good"]
    high = league_table(frame, "u", "good", "all", "increase", draws=50).set_index("u")["rank"]
    low = league_table(frame, "u", "bad", "all", "decrease", draws=50).set_index("u")["rank"]
    worst = league_table(frame, "u", "good", "all", "decrease", draws=50).set_index("u")["rank"]
    assert high.to_dict() == low.to_dict()
    last = frame.assign(value=frame["good"] / frame["all"]).groupby("value")["u"].transform("size").to_numpy()
    assert [worst[unit] for unit in frame["u"]] == [
        len(frame) + 2 - high[unit] - ties for unit, ties in zip(frame["u"], last, strict=True)
    ]


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_difference_the_other_way_round(a: int, n: int, b: int, m: int) -> None:
    first, second = (min(a, n), n), (min(b, m), m)
    low, high = difference_interval(first, second)
    assert difference_interval(second, first) == (pytest.approx(-high), pytest.approx(-low))


@given(st.integers(0, 100), st.integers(1, 100))
def test_the_interval_of_the_rest(events: int, cases: int) -> None:
    events = min(events, cases)
    part, rest = proportion(events, cases), proportion(cases - events, cases)
    assert float(rest["lower"]) == pytest.approx(1 - float(part["upper"]))
    assert float(rest["upper"]) == pytest.approx(1 - float(part["lower"]))


@given(st.decimals(1, 1000, places=2), st.decimals(1, 1000, places=2))
def test_growth_and_adjustment_have_the_sign_of_the_change(one: Decimal, other: Decimal) -> None:
    for value in (growth(one, other)["value"], adjustment_rate(other, one)["value"]):
        assert (value > 0) == (one > other) and (value < 0) == (one < other)
    assert difference_pp(one, other) == -difference_pp(other, one)  # type: ignore[operator]
