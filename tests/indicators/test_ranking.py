from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats
from statsmodels.stats.proportion import confint_proportions_2indep

from evallib.indicators import differ, difference_interval, league_table, rank_intervals


@pytest.mark.parametrize("first", [(56, 70), (9, 10), (10, 10), (437, 602)])
@pytest.mark.parametrize("second", [(48, 80), (3, 10), (1, 29), (599, 602)])
def test_newcombe_agrees_with_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    expected = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert difference_interval(first, second) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "limits"),
    [  # Newcombe (1998), table II, method 10
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_published_examples(
    first: tuple[int, int], second: tuple[int, int], limits: tuple[float, float]
) -> None:
    assert difference_interval(first, second) == pytest.approx(limits, abs=5e-5)


def test_the_simulated_ranks_have_the_exact_probability() -> None:
    a, b = stats.beta(45.5, 15.5), stats.beta(38.5, 22.5)
    exact, _ = integrate.quad(lambda x: a.pdf(x) * b.cdf(x), 0, 1)  # P(first is better)
    rng = np.random.default_rng(1)
    simulated = (a.rvs(200_000, random_state=rng) > b.rvs(200_000, random_state=rng)).mean()
    assert simulated == pytest.approx(exact, abs=0.005)
    cases = np.array([60.0, 60.0])
    just_in, just_out = 2 * (1 - exact) * 0.9, 2 * (1 - exact) * 1.1
    assert rank_intervals(np.array([45.0, 38.0]), cases, confidence=1 - just_in) == ([1, 1], [2, 2])
    assert rank_intervals(np.array([45.0, 38.0]), cases, confidence=1 - just_out) == ([1, 2], [1, 2])


def test_a_league_table_says_what_it_cannot_tell_apart() -> None:
    # The published failures of 浦锦 (165 of 602) beside a better, a similar and an empty unit.
    towns = pd.DataFrame(
        {"town": ["浦锦", "甲", "乙", "丙", "丁"], "solved": [437, 540, 430, 0, 5], "asked": [602, 600, 600, 0, 6]}
    )
    table = league_table(towns, "town", "solved", "asked").set_index("town")
    assert table.index.tolist() == ["甲", "丁", "浦锦", "乙", "丙"]
    assert table["rank"].tolist()[:4] == [1, 2, 3, 4] and pd.isna(table.loc["丙", "rank"])
    assert table.loc["浦锦", "tied_with"] == "丁、乙"
    assert table["same_as_next"].tolist() == [True, True, True, False, False]
    assert (table["rank_lower"].iloc[:4] <= table["rank"].iloc[:4]).all()
    assert (table["rank_upper"].iloc[:4] >= table["rank"].iloc[:4]).all()
    assert table.loc["丁", "note"] == "不足 30 件，位次仅供参考"
    assert table.loc["丙", "note"] == "分母为 0，无法计算"


def test_ties_share_a_rank_and_low_can_be_good() -> None:
    towns = pd.DataFrame({"town": list("ABC"), "late": [5, 5, 1], "cases": [100, 100, 100]})
    table = league_table(towns, "town", "late", "cases", better="decrease")
    assert table["town"].tolist() == ["C", "A", "B"] and table["rank"].tolist() == [1, 2, 2]


def test_nobody_at_all() -> None:
    table = league_table(pd.DataFrame({"town": ["A"], "n": [0], "d": [0]}), "town", "n", "d")
    assert table["note"].tolist() == ["分母为 0，无法计算"] and rank_intervals(np.array([]), np.array([])) == ([], [])


def test_differ() -> None:
    assert not differ({"numerator": 7, "denominator": 10}, {"numerator": 6, "denominator": 10})
