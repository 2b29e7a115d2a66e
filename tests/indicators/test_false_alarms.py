"""How often charts and comparisons call chance a difference, and how often they find a real one (fixed seeds)."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from evallib.indicators import (
    ChartOptions,
    between_variance,
    cochran_armitage,
    episodes,
    find_causes,
    funnel_limits,
    league_table,
    process_chart,
    rule_set,
    run_luck,
    shrunken,
)
from evallib.indicators.exact_windows import exact_windows
from evallib.indicators.funnel import funnel

GRID = [(share, size) for share in (0.97, 0.98, 0.99, 0.996) for size in (50, 100, 250)]


def judged(good: np.ndarray, size: int) -> np.ndarray:
    """What `process_chart` flags of a p chart, without the frames (`test_the_short_way_is_the_long_way`)."""
    sizes, values = np.full(len(good), float(size)), good / size
    some, whole = float(good.sum()), float(sizes.sum())
    centre = some / whole
    scores = (good * whole - sizes * some) / (sizes * whole) / max(np.sqrt(centre * (1 - centre) / size), 1e-12)
    windows = exact_windows(good.astype(float), sizes, True)
    causes = find_causes(values, scores, rule_set("MDC"), luck=run_luck(some, sizes, True), windows=windows)
    return causes.up | causes.down


def test_the_short_way_is_the_long_way() -> None:
    rng = np.random.default_rng(11)
    for share, size in GRID[::3]:
        good = rng.binomial(size, np.concatenate([np.full(12, share), np.full(3, share - 0.05)]))
        frame = pd.DataFrame({"m": range(15), "x": good, "n": size})
        chart = process_chart(frame, "m", numerator="x", denominator="n", options=ChartOptions("p"))
        assert chart["special"].tolist() == judged(good, size).tolist()


ALARMS, DRAWS = 0.05, 400


@pytest.mark.long
@pytest.mark.parametrize(("share", "size"), GRID)
def test_a_stable_year_is_rarely_flagged(share: float, size: int) -> None:
    """At most 5% of 12-month series at a stable high rate are flagged at all, give or take two standard errors of the draws."""
    rng = np.random.default_rng(12)
    series = rng.binomial(size, share, size=(DRAWS, 12))
    margin = 2 * (ALARMS * (1 - ALARMS) / DRAWS) ** 0.5
    assert np.mean([judged(good, size).any() for good in series]) <= ALARMS + margin


@pytest.mark.long
def test_a_shift_is_found() -> None:
    """After two stable years, a shift of three sigma is found within three months in 80% of all series.

    Not in every corner: at 99.6% of 50 requests even a test that knew the rate would find 74% at this rate of false alarms
    (docs/methods.md).
    """
    rng = np.random.default_rng(13)
    found = {}
    for share, size in GRID:
        lower = share - 3 * np.sqrt(share * (1 - share) / size)
        before, after = rng.binomial(size, share, size=(300, 24)), rng.binomial(size, lower, size=(300, 3))
        found[share, size] = np.mean([judged(good, size)[-3:].any() for good in np.hstack([before, after])])
    assert np.mean(list(found.values())) >= 0.79, found  # 0.80 but for the error of 3,600 draws
    assert min(found.values()) >= 0.58, found


@pytest.mark.parametrize("seed", range(3))
def test_a_textbook_shift_of_a_large_rate_is_found_at_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    good = np.concatenate([rng.binomial(600, 0.8, 20), rng.binomial(600, 0.72, 2)])
    frame = pd.DataFrame({"m": range(22), "x": good, "n": 600})
    chart = process_chart(frame, "m", numerator="x", denominator="n")
    late = chart.iloc[-2:]
    assert late["special"].any() and set(late.loc[late["special"], "meaning"]) == {"恶化"}
    assert len(episodes(chart, "m")) <= 3


def towns(share: float, rng: np.random.Generator, lower: float = 0.0) -> pd.DataFrame:
    shares = np.full(14, share)
    shares[0] -= lower
    return pd.DataFrame({"u": [f"t{i:02d}" for i in range(14)], "x": rng.binomial(600, shares), "n": 600})


@pytest.mark.long
@pytest.mark.parametrize("share", [0.8, 0.9])
def test_equal_towns_are_called_equal_and_different_ones_found(share: float) -> None:
    """14 equal towns: a pair called different in at most 10% of draws; one 6 points lower at n = 600: found in at least 80%."""
    rng = np.random.default_rng(14)
    pairs = below = 0
    for _ in range(120):
        table = league_table(towns(share, rng), "u", "x", "n", draws=1)
        pairs += any(text.count("、") < 12 for text in table["tied_with"])
        table = league_table(towns(share, rng, 0.06), "u", "x", "n", draws=1).set_index("u")
        below += table.loc["t00", "position"] == "低于总体" or table.loc["t00", "tied_with"].count("、") < 12
    assert pairs / 120 <= 0.10
    assert below / 120 >= 0.80


@pytest.mark.slow
def test_forty_thousand_units_have_no_square_frame() -> None:
    rng = np.random.default_rng(15)
    cases = rng.integers(0, 900, 40_000)
    frame = pd.DataFrame({"u": [f"u{i:05d}" for i in range(40_000)], "x": rng.binomial(cases, 0.8), "n": cases})
    start = time.process_time()
    table = league_table(frame, "u", "x", "n")
    result = funnel(frame, "u", "x", "n", overdispersion="additive")
    assert time.process_time() - start < 10, "5 s on two cores"
    known = table[table["rank"].notna()]
    assert (known["rank_lower"] <= known["rank"]).all() and (known["rank"] <= known["rank_upper"]).all()
    assert len(result.units) == 40_000 and known["worst_five_rate"].sum() == pytest.approx(5, abs=0.01)
    assert (known["position"] == "与总体无显著差别").mean() > 0.99


def test_limits_hold_with_a_variance_between_units() -> None:
    """τ² on the arcsine scale: of units that vary as usual, about one in twenty lies outside 95%."""
    rng = np.random.default_rng(16)
    outside = []
    for _ in range(40):
        sizes = rng.integers(200, 3000, 60)
        rates = np.sin(np.clip(rng.normal(np.arcsin(np.sqrt(0.8)), 0.05, 60), 0, np.pi / 2)) ** 2
        frame = pd.DataFrame({"u": range(60), "x": rng.binomial(sizes, rates), "n": sizes})
        result = funnel(frame, "u", "x", "n", overdispersion="additive")
        outside.append((result.units["position"] != "界内").mean())
        assert 0.0005 < result.tau2 < 0.006
    assert 0.01 < np.mean(outside) < 0.12
    limits = funnel_limits([50, 5000], 0.8, tau2=0.0025, additive=True)
    assert limits["lower"].between(0, 1).all() and (limits["upper"] >= 0.8).all()
    assert between_variance(np.array([0.1, -0.2, 0.3]), np.full(3, 0.02)) == 0


def test_small_units_are_drawn_towards_the_whole() -> None:
    sizes, values = np.array([20.0, 2000.0, 2000.0, 2000.0]), np.array([0.5, 0.85, 0.75, 0.8])
    estimate, deviation = shrunken(values, sizes)
    assert abs(estimate[0] - 0.5) > 0.1 and abs(estimate[1] - 0.85) < 0.02 and deviation[0] > deviation[1]
    alike, _ = shrunken(np.full(4, 0.8), sizes)
    assert alike == pytest.approx([0.8] * 4)


def test_trend_of_the_textbook() -> None:
    """Agresti (2002), table 3.7: malformations by alcohol; z² = 6.57, P = 0.01."""
    table = pd.DataFrame({"bad": [48, 38, 5, 1, 1], "all": [17114, 14502, 793, 127, 38], "drinks": [0, 0.5, 1.5, 4, 7]})
    row = cochran_armitage(table, "bad", "all", "drinks")
    assert row["z"] ** 2 == pytest.approx(6.57, abs=0.005) and row["chance"] == pytest.approx(0.0104, abs=1e-4)
    assert row["trend_word"] == "逐年上升"
    assert cochran_armitage(table.head(2), "bad", "all")["trend_word"] == "不足三期，不判断趋势"
    even = pd.DataFrame({"bad": [50, 52, 49, 51], "all": 1000})
    assert cochran_armitage(even, "bad", "all")["trend_word"] == "无显著趋势"
