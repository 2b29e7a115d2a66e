"""Where rates begin and end: impossible, empty, unknown; limits of search; laws in their place. Reckoned by hand or by scipy."""

from __future__ import annotations

import itertools
import math
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats

from evallib.indicators import (
    COUNTS,
    FOUR_RATE_RULES,
    OTHER_RULES,
    ChartOptions,
    RateRule,
    answers_from_shares,
    as_ibis,
    between_variance,
    case_rates,
    compare_rates,
    find_causes,
    implied_answers,
    implied_denominators,
    intervals,
    league_table,
    leverage,
    parts,
    process_chart,
    proportion,
    rank_intervals,
    ranking,
    rule_set,
    rules,
    run_luck,
    volume_change,
    weighted_indices,
    weighted_satisfaction,
    with_missing_columns,
)
from evallib.indicators.carried_over import carried_over
from evallib.indicators.funnel import funnel
from evallib.indicators.hot_words import hot_words
from evallib.indicators.proportions import proportions
from evallib.model import Period, evaluation_year, find_set

D = Decimal


# One proportion.


@pytest.mark.parametrize(("top", "bottom"), [(math.inf, math.inf), (3, math.inf), (-math.inf, 10), (-1, 10), (0, -1)])
def test_what_is_no_number_of_requests_is_no_rate(top: float, bottom: float) -> None:
    row = proportion(top, bottom)
    assert (math.isnan(row["value"]) and "不可能" in row["note"]) or row["note"]
    assert row["n_missing"] == 0


def test_an_unknown_total_is_none() -> None:
    plain = proportion(8, 10)
    for unknown in (None, math.nan, pd.NA):
        row = proportion(8, 10, population=unknown)
        assert (row["lower"], row["upper"], row["method"]) == (plain["lower"], plain["upper"], "Wilson")


@pytest.mark.parametrize("level", [0, 1, -0.1, 1.5])
def test_a_level_lies_between_none_and_all(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        intervals.normal_quantile(level)


def test_a_missing_part_is_one_and_an_impossible_one_none() -> None:
    assert proportion(None, 10)["n_missing"] == 1 and proportion(12, 10)["n_missing"] == 0


# Weighted indices.


@pytest.mark.parametrize("counts", [(5, 3, 2), (9, 0, 1), (0, 4, 0), (200, 80, 30)])
def test_an_index_on_five_points_is_that_on_none_to_one(counts: tuple[int, int, int]) -> None:
    frame = pd.DataFrame([counts], columns=list("abc"))
    one = weighted_indices(frame, {"a": 1.0, "b": 0.5, "c": 0.0}).iloc[0]
    five = weighted_indices(frame, {"a": 5.0, "b": 3.0, "c": 1.0}).iloc[0]
    for name in ("value", "lower", "upper"):
        assert five[name] == pytest.approx(1 + 4 * one[name])


def test_levels_that_nobody_chose_and_levels_that_are_not_told() -> None:
    frame = pd.DataFrame({"u": list("ABCD"), "a": [0, None, 3, None], "b": [0, None, None, 2]}, dtype=object)
    rows = weighted_indices(frame, {"a": 1, "b": 0}, "u")
    assert ["分母为 0" in note for note in rows["note"]] == [True, False, False, False]
    assert ["没有各等级" in note for note in rows["note"]] == [False, True, False, False]
    both = pd.DataFrame(
        {"u": ["A", "A", "B", "B"], "a": [3, None, None, None], "b": [1, None, None, None]}, dtype=object
    )
    told = weighted_indices(both, {"a": 1, "b": 0}, "u")
    assert told["note"].tolist() == ["1 行没有各等级的数，未计入", "没有各等级的数"]


@pytest.mark.parametrize(("amounts", "confidence"), [([80, 15, 5], 0.95), ([0.5, 0.25, 0.25], None)])
def test_a_level_stands_where_limits_stand(amounts: list[float], confidence: float | None) -> None:
    name = "answers_count" if confidence else "answers_rate"
    lines = pd.DataFrame({name: [D(str(n)) for n in amounts], "weight_rate": [D(1), D("0.5"), D(0)]}, dtype=object)
    row = weighted_satisfaction(lines, name)
    assert math.isnan(row["lower"]) is (confidence is None)
    assert math.isnan(row["confidence"]) if confidence is None else row["confidence"] == 0.95


# What printed shares can come from.


def test_denominators_are_looked_for_up_to_two_thousand() -> None:
    # 1,000 failures and 50%: from 1,000 ÷ 0.505 = 1,980.2 to 1,000 ÷ 0.495 = 2,020.2 requests.
    assert implied_denominators(D("0.50"), 1000) == list(range(1981, 2001))
    assert implied_denominators(D("0.50"), 1000, most=2020) == list(range(1981, 2021))
    assert implied_denominators(D("0.5"), 1) == [2] and implied_denominators(D("0.50"), 0) == []


def test_one_answer_is_a_survey_and_the_last_is_looked_at() -> None:
    assert implied_answers([D(1)], most=3) == [1, 2, 3]
    shares = [D("0.684"), D("0.316")]
    assert implied_answers(shares, most=38) == [19, 38] and implied_answers(shares, most=37) == [19]


@pytest.mark.parametrize("size", [101, 127, 151, 173, 199])
def test_a_number_of_answers_that_alone_fits_is_taken(size: int) -> None:
    # A prime number over half of the largest looked for: to five places no other survey prints these shares.
    counts = [size // 3, size // 4, size - size // 3 - size // 4]
    shares = [D(count / size).quantize(D("0.00001")) for count in counts]
    assert answers_from_shares(pd.Series(shares)) == (counts, size)


# Luck of runs, limits of windows, causes.


@pytest.mark.parametrize(("events", "sizes"), [(240.0, [50.0] * 12), (90.0, [30.0, 40.0, 50.0]), (5.0, [10.0, 20.0])])
def test_the_luck_of_a_point_is_that_of_its_law(events: float, sizes: list[float]) -> None:
    total, size = sum(sizes), float(np.median(sizes))
    for is_share in (True, False):
        expected = size * events / total
        law = stats.binom(round(size), events / total) if is_share else stats.poisson(expected)
        outcomes = np.arange(300)
        above, below = (
            law.pmf(outcomes)[side].sum() for side in (outcomes > expected + 1e-9, outcomes < expected - 1e-9)
        )
        assert run_luck(events, np.array(sizes), is_share) == pytest.approx(
            (-math.log2(above), -math.log2(below)), rel=1e-6
        )


def test_a_gap_is_no_point_of_the_typical_size() -> None:
    for gaps in ([0.0, 0.0, 0.0], [np.nan, 0.0]):
        assert run_luck(30.0, np.array([40.0, *gaps, 60.0, 50.0]), True) == run_luck(
            30.0, np.array([40.0, 60.0, 50.0]), True
        )
    assert run_luck(0.0, np.array([0.0, np.nan]), True) == (1.0, 1.0)


@pytest.mark.parametrize(("rates", "dispersed"), [((60, 70, 80, 90), True), ((74, 75, 75, 76), False)])
def test_a_variance_between_units_is_told_however_small(rates: tuple[int, ...], dispersed: bool) -> None:
    frame = pd.DataFrame({"u": list("ABCD"), "s": rates, "n": [100] * 4})
    for how in ("additive", "multiplicative"):
        told = funnel(frame, "u", "s", "n", overdispersion=how)
        assert told.dispersed is dispersed
        # The curves by hand: wider by √φ, or by τ² on the scale of arcsin √p.
        row = told.limits[told.limits["level"] == 0.95].iloc[0]
        if how == "additive":
            angle = math.asin(math.sqrt(told.target))
            upper = math.sin(angle + 1.959964 * math.sqrt(1 / (4 * row["denominator"]) + told.tau2)) ** 2
        else:
            upper = told.target + 1.959964 * math.sqrt(
                (told.phi if dispersed else 1) * told.target * (1 - told.target) / row["denominator"]
            )
        assert row["upper"] == pytest.approx(min(upper, 1.0), abs=1e-6)
    assert 0 <= funnel(frame, "u", "s", "n", overdispersion="additive").tau2 < 1
    with pytest.raises(ValueError, match="between 0 and 1"):
        funnel(frame, "u", "s", "n", target=1.01)
    assert funnel(frame, "u", "s", "n", target=0.0).units["value"].notna().all()


def test_three_sigma_is_within_the_limits() -> None:
    scores = np.array([3.0, -3.0, 3.001, -3.001, 3.5, 0.5])
    causes = find_causes(scores.copy(), scores, rules=rule_set("MDC"))
    assert [index for index, told in enumerate(causes.rules) if "超出控制限" in told] == [2, 3, 4]


def test_two_units_are_needed_for_a_variance_between_them() -> None:
    for scores in ([], [4.0], [4.0, math.nan]):
        assert between_variance(np.array(scores), np.full(len(scores), 0.1)) == 0.0
    assert between_variance(np.array([4.0, -4.0]), np.full(2, 0.1)) > 0


def test_a_chart_of_no_points_is_empty_and_its_rows_are_numbered() -> None:
    options = ChartOptions("xmr")
    months = pd.DataFrame({"month": ["a", "b", "c", "d"], "n": [1.0, 2, 3, 4], "late": [0, None, 2, 0]})
    chart = process_chart(months.set_index(pd.Index([9, 7, 5, 3])), "month", "n", options=options, unripe="late")
    assert chart.index.tolist() == [0, 1, 2, 3] and chart["unripe_count"].tolist() == [0, 0, 2, 0]
    assert chart["is_ripe"].tolist() == [True, True, False, True] and chart["phase"].tolist() == [1] * 4
    assert process_chart(months.iloc[:0], "month", "n", options=options)["value"].tolist() == []


# Ranks.


@pytest.mark.parametrize("count", [ranking.MOST_BETA, ranking.MOST_BETA + 1])
@pytest.mark.parametrize("confidence", [0.95, 0.5, 1e-9])
def test_limits_of_ranks_are_order_statistics_of_drawn_ranks(
    monkeypatch: pytest.MonkeyPatch, count: int, confidence: float
) -> None:
    monkeypatch.setattr(ranking, "MOST_BETA", 40)
    count, draws = 40 + count - 2000, 301
    events = np.array([(7 * unit) % 31 + 5 for unit in range(count)], dtype=float)
    cases = np.full(count, 50.0)
    low, high = rank_intervals(events, cases, "increase", confidence, draws, seed=3)
    generator, drawn = np.random.default_rng(3), []
    for _ in range(draws):
        if count <= 40:
            rates = generator.beta(events + 0.5, cases - events + 0.5)
        else:
            middle = np.arcsin(np.sqrt((events + 0.5) / 51)).astype(np.float32)
            error = np.float32(0.5 / math.sqrt(51))
            rates = middle + error * generator.standard_normal(count, dtype=np.float32)
        drawn.append(stats.rankdata(-rates))
    tails = (1 - confidence) / 2, (1 + confidence) / 2
    assert low == np.quantile(drawn, tails[0], axis=0, method="lower").tolist()
    assert high == np.quantile(drawn, tails[1], axis=0, method="higher").tolist()


# Sums, totals and gaps.


def test_a_group_of_none_is_whole_and_a_negative_one_a_gap() -> None:
    frame = pd.DataFrame({"a": ["x", "y", "z"], "s": [0, 5, 1], "n": [0, 10, -1]})
    table = leverage(frame, "a", "s", "n", goal=0.8).set_index("a")
    assert table["missing_count"].fillna(-1).to_dict() == {"y": 3.0, "x": -1.0, "z": -1.0}
    assert table["share"].fillna(-1).to_dict() == {"y": 1.0, "x": 0.0, "z": -1.0}


@pytest.mark.parametrize(
    ("totals", "lower"), [([0, 100], False), ([100, 100], True), ([None, 100], False), ([-5, 100], False)]
)
def test_a_total_of_nothing_is_not_known(totals: list[Any], lower: bool) -> None:
    frame = pd.DataFrame({"u": ["A", "B"], "s": [4, 4], "n": [5, 5], "N": totals})
    rows = proportions(frame, "s", "n", "u", population="N")
    plain, finite = proportion(4, 5), proportion(4, 5, population=100)
    assert rows["lower"][0] == pytest.approx((finite if lower else plain)["lower"])
    assert rows["lower"][1] == pytest.approx(finite["lower"])


def test_a_mean_of_one_has_no_limits() -> None:
    assert np.isnan(intervals.mean(np.array([5.0]), np.array([0.0]), np.array([1.0]), 0.95)).all()
    low, high = intervals.mean(np.array([5.0]), np.array([2.0]), np.array([2.0]), 0.95)
    assert (low[0], high[0]) == pytest.approx((5 - 12.7062, 5 + 12.7062), abs=1e-3)


# Comparisons keep the limits that a row brings.


@pytest.mark.parametrize(("confidence", "own"), [(0.95, True), (0.9, False)])
def test_limits_of_a_known_total_are_kept_where_they_are_of_the_level(confidence: float, own: bool) -> None:
    now = proportions(pd.DataFrame({"u": ["A"], "s": [80], "n": [100]}), "s", "n", "u", population=110.0)
    before = proportions(pd.DataFrame({"u": ["A"], "s": [70], "n": [100]}), "s", "n", "u", population=110.0)
    row = compare_rates(now, before, ["u"], confidence).iloc[0]

    def limits(events: int) -> tuple[Any, Any]:
        size = 100 * 109 / 10 if own else 100.0
        return intervals.wilson(np.array([events / 100]), np.array([size]), confidence)

    low, high = intervals.difference(np.array([0.8]), limits(80), np.array([0.7]), limits(70))
    assert (row["change_lower"], row["change_upper"]) == pytest.approx((low[0], high[0]))


# Rules of rates.


def test_the_other_rules_are_those_beside_the_four() -> None:
    four, others = ([rule.name for rule in some] for some in (FOUR_RATE_RULES, OTHER_RULES))
    assert len(four) == 4 and len(others) > 1 and not set(four) & set(others)
    assert sorted(four + others) == sorted(rule.name for rule in rules())


def test_weights_below_the_line_are_kept() -> None:
    for definition in itertools.chain.from_iterable(
        find_set(name).rates for name in ("shanghai-town-card", "huacao-2023")
    ):
        made = RateRule.of(definition)
        assert made.below == {name: float(weight) for name, weight in definition.denominator.items()}
        assert made.credit == {name: float(weight) for name, weight in definition.numerator.items()}
    weighted = definition.model_copy(update={"denominator": {"cases_count": 1, "overdue_count": -1}})
    assert RateRule.of(weighted).below == {"cases_count": 1.0, "overdue_count": -1.0}


# Requests.


def requests(**columns: Any) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    day = [datetime(2023, 1, 5 + number) for number in range(size)]
    return pd.DataFrame({"requested_datetime": day, "is_closed": [True] * size} | columns)


def test_rows_of_rates_and_volumes_are_numbered() -> None:
    cases = requests(unit=["B", "A", "A"], was_contacted=[True, False, True])
    table = case_rates(cases, "unit", FOUR_RATE_RULES, evaluation_year(2023))
    assert table.index.tolist() == list(range(len(table))) and table["unit"].tolist()[:2] == ["A", "A"]
    change = volume_change(cases, evaluation_year(2023), "unit")
    assert change.index.tolist() == [0, 1] and list(change.columns)[:2] == ["unit", "cases_count"]
    assert change["cases_count"].tolist() == [2, 1] and change["share_rate"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_what_is_overdue_at_the_end_and_settled_since() -> None:
    limit = datetime(2023, 1, 20)
    cases = requests(
        is_closed=[False, False, True, True, None, False],
        closed_datetime=[None, None, datetime(2023, 2, 10), datetime(2023, 1, 25), None, None],
        expected_datetime=[limit] * 5 + [datetime(2023, 3, 1)],
        state=[None, "returned", None, None, None, None],
        is_excused=[None] * 6, caller_id=list("abcdef"), service_name=["噪音"] * 6, service_subtype=["施工"] * 6,
        satisfaction=[None] * 6, resolution=[None] * 6,
    )  # fmt: skip
    february = Period(datetime(2023, 2, 1).date(), datetime(2023, 3, 1).date())
    told = carried_over(with_missing_columns(as_ibis(cases)), february, datetime(2023, 2, 28, 23)).set_index("what")
    overdue = told.loc[next(name for name in told.index if "超期" in name)]
    # Open at the end of January and late: the first, the third (closed in February). The returned one is another's, the
    # fourth was closed before, of the fifth nobody knows, the sixth has time.
    assert (overdue["failed_count"], overdue["settled_count"]) == (2, 1)


def test_arrow_is_taken_as_it_is() -> None:
    table = pa.table({"n": pa.array([1, None], pa.int32())})
    assert (
        as_ibis(table).schema()["n"].is_int32() and as_ibis(pd.DataFrame({"n": [1]})).n.sum().to_pyarrow().as_py() == 1
    )


def test_hot_words_that_are_as_frequent_follow_their_names() -> None:
    now = ["停车 噪音"] * 6 + ["渣土"] * 6
    words = hot_words(now, ["停车"] * 4, least=5)
    assert words["word"].tolist() == sorted(words["word"]) and words["now_count"].nunique() == 1


def test_a_league_of_equal_units_is_one_rank() -> None:
    table = league_table(pd.DataFrame({"u": list("AB"), "s": [5, 5], "n": [10, 10]}), "u", "s", "n", draws=300)
    assert table["rank"].tolist() == [1, 1]
    assert set(COUNTS) and parts.RATE_COLUMNS
