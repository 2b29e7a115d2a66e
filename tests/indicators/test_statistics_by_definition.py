"""Statistics against their definitions, written out plainly here, and against scipy and statsmodels."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from evallib.indicators import (
    ChartOptions,
    agrees,
    answers_from_shares,
    between_variance,
    cochran_armitage,
    discoveries,
    episodes,
    find_causes,
    funnel_limits,
    growth,
    implied_answers,
    implied_denominators,
    league_table,
    lorenz_curve,
    places_of,
    process_chart,
    rule_set,
    score_chances,
    shrunken,
    survival_curve,
    survival_quantile,
    weighted_indices,
    xmr_limits,
)
from evallib.indicators.concentration import concentration
from evallib.indicators.dispersion import dispersion
from evallib.indicators.funnel import funnel
from evallib.indicators.pareto import pareto

SEEDS = range(12)


def runs(flags, length):
    """Every point that has `length` such neighbours in a row, itself included."""
    return [any(all(0 <= j < len(flags) and flags[j] for j in range(s, s + length)) for s in range(i - length + 1, i + 1))
            for i in range(len(flags))]  # fmt: skip


def some_of(scores, near, least, width, whole_side, sign):
    found = [False] * len(scores)
    for start in range(len(scores) - width + 1):
        window = range(start, start + width)
        hit = [i for i in window if sign * scores[i] > near and not (whole_side and sign * scores[i] > 3)]
        if len(hit) >= least and (not whole_side or all(sign * scores[i] > 0 for i in window)):
            for i in hit:
                found[i] = True
    return found


@pytest.mark.parametrize("name", ["MDC", "Western Electric"])
@pytest.mark.parametrize("seed", SEEDS)
def test_special_causes_by_their_rules(name, seed):
    rng = np.random.default_rng(seed)
    scores = np.round(rng.normal(0.7 * (-1) ** seed, 1.4, 30), 1)
    if seed % 3 == 0:
        scores[5:14] = np.sort(scores[5:14])[:: (-1) ** seed]
    found = find_causes(scores.copy(), scores, rule_set(name))
    rules = rule_set(name)
    for sign, told in ((1, found.up), (-1, found.down)):
        s = sign * scores
        expected = {"超出控制限": s > 3, "连续同侧": runs(s > 0, rules.run_length)}
        if rules.trend_length:
            steps = [b > a for a, b in pairwise(s)]
            inside = [set(range(k, k + rules.trend_length)) for k in range(len(s) - rules.trend_length + 1)
                      if all(steps[k : k + rules.trend_length - 1])]  # fmt: skip
            expected["连续升降"] = [any(i in one for one in inside) for i in range(len(s))]
        expected["三点两近限"] = some_of(scores, 2, 2, 3, rules.whole_side, sign)
        if rules.four_of_five:
            expected["五点四偏离"] = some_of(scores, 1, 4, 5, False, sign)
        assert told.tolist() == [bool(any(flags[i] for flags in expected.values())) for i in range(len(s))]
        for rule, flags in expected.items():
            assert all(rule in found.rules[i] for i in range(len(s)) if flags[i]), rule


def test_rule_sets_that_make_no_sense_are_refused():
    assert (rule_set("MDC").run_length, rule_set("MDC", 9).run_length, rule_set("Western Electric").run_length) == (
        7,
        9,
        8,
    )
    for length in (0, 1):
        with pytest.raises(ValueError, match="run"):
            rule_set("MDC", length)
    with pytest.raises(ValueError, match="unknown"):
        rule_set("Nelson")


@pytest.mark.parametrize("seed", SEEDS)
def test_survival_is_that_of_statsmodels(seed):
    rng = np.random.default_rng(seed)
    time, event = rng.integers(1, 15, 60), rng.random(60) < 0.7
    rows = pd.DataFrame({"duration_hours": time, "closed_count": event.astype(int), "open_count": (~event).astype(int)})
    curve = survival_curve(rows)
    oracle = SurvfuncRight(time, event.astype(int))
    at = curve[curve["closed_count"] > 0]
    assert at["duration_hours"].tolist() == oracle.surv_times.tolist()
    assert at["value"].tolist() == pytest.approx(oracle.surv_prob.tolist())
    assert at["at_risk_count"].tolist() == oracle.n_risk.tolist()
    inner = (oracle.surv_prob > 0) & (oracle.surv_prob < 1)
    width = (
        stats.norm.ppf(0.975) * oracle.surv_prob_se[inner] / (oracle.surv_prob[inner] * np.log(oracle.surv_prob[inner]))
    )
    assert at["lower"].to_numpy()[inner] == pytest.approx(oracle.surv_prob[inner] ** np.exp(-width))
    assert at["upper"].to_numpy()[inner] == pytest.approx(oracle.surv_prob[inner] ** np.exp(width))
    median = oracle.quantile(0.5)
    assert survival_quantile(curve, 0.5) == pytest.approx(median, nan_ok=True)


def test_where_all_are_closed_or_none_the_share_has_no_doubt():
    done = survival_curve(pd.DataFrame({"duration_hours": [1, 2], "closed_count": [0, 3], "open_count": [2, 0]}))
    assert done[["value", "lower", "upper"]].values.tolist() == [[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    assert survival_quantile(done, 1.0) == 2.0 and survival_quantile(done.head(1), 0.5) != survival_quantile(
        done.head(1), 0.5
    )


GAPS = [40.0, 25, 60, 33, 18, 70, 45, 12, 55, 38, 29, 600, 1]


def test_a_g_chart_is_the_geometric_law():
    frame = pd.DataFrame({"n": range(len(GAPS)), "gap": GAPS})
    chart = process_chart(frame, "n", "gap", options=ChartOptions("g"))
    mean = sum(GAPS) / len(GAPS)
    spread = 3 * math.sqrt(mean * (mean + 1))
    assert chart["centre"].iloc[0] == pytest.approx(mean) and chart["upper_limit"].iloc[0] == pytest.approx(
        mean + spread
    )
    assert chart["lower_limit"].iloc[0] == 0.0
    law = stats.geom(1 / (mean + 1), loc=-1)  # how many stay away before the next one
    beyond = [gap > mean and law.sf(gap - 1) < stats.norm.sf(3) for gap in GAPS]
    assert ["超出" in rule for rule in chart["rule"]] == beyond and any(beyond)


def test_a_t_chart_is_an_xmr_chart_of_roots():
    frame = pd.DataFrame({"n": range(len(GAPS)), "gap": GAPS})
    chart = process_chart(frame, "n", "gap", options=ChartOptions("t", screen_ranges=False))
    centre, lower, upper = xmr_limits([gap ** (1 / 3.6) for gap in GAPS], False)
    assert chart["centre"].iloc[0] == pytest.approx(centre**3.6) and chart["upper_limit"].iloc[0] == pytest.approx(
        upper**3.6
    )
    assert chart["lower_limit"].iloc[0] == pytest.approx(max(lower, 0) ** 3.6)


@pytest.mark.parametrize(("target", "better", "word"), [
    (0.80, "increase", "稳定达标"), (0.99, "increase", "稳定不达标"), (0.90, "increase", "时好时坏"), (0.99, "decrease", "稳定达标"),
    (0.80, "decrease", "稳定不达标"), (0.90, "decrease", "时好时坏"), (0.90, "neither", ""), (None, "increase", ""),
])  # fmt: skip
def test_whether_a_target_will_be_reached(target, better, word):
    frame = pd.DataFrame({"m": range(12), "good": [180, 181, 179, 180, 182, 178] * 2, "all": 200})
    options = ChartOptions("p", better, target)
    assert set(process_chart(frame, "m", numerator="good", denominator="all", options=options)["assurance"]) == {word}


def test_points_that_cannot_be_true_and_points_that_are_missing():
    frame = pd.DataFrame({"m": range(5), "good": [90, 101, -1, None, 95], "all": [100, 100, 100, 100, 0]})
    chart = process_chart(frame, "m", numerator="good", denominator="all")
    assert chart["value"].notna().tolist() == [True, False, False, False, False]
    assert [bool(note) and "点" not in note for note in chart["note"]] == [False, True, True, True, True]
    assert chart["centre"].iloc[0] == pytest.approx(0.9)


def test_episodes_join_neighbours_of_one_meaning_and_phase():
    special = [True, True, False, True, True, True, True]
    chart = pd.DataFrame({"m": list("abcdefg"), "value": [5, 3, 4, 1, 2, 9, 8.0], "special": special, "phase": [1, 1, 1, 1, 1, 1, 2],
                          "meaning": ["恶化", "恶化", "", "恶化", "恶化", "改善", "改善"], "rule": ["甲", "甲、乙", "", "丙", "丙", "甲", "甲"]})  # fmt: skip
    told = episodes(chart, "m")
    assert told[["first", "last", "points_count"]].values.tolist() == [
        ["a", "b", 2],
        ["d", "e", 2],
        ["f", "f", 1],
        ["g", "g", 1],
    ]
    assert told["rule"].tolist() == ["甲、乙", "丙", "甲", "甲"]
    assert told[["value_from", "value_to"]].values.tolist() == [[3, 5], [1, 2], [9, 9], [8, 8]]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_trend_is_that_of_a_weighted_regression(seed):
    rng = np.random.default_rng(seed)
    years, cases = np.array([2019, 2020, 2022, 2023]), rng.integers(50, 900, 4)
    events = rng.binomial(cases, np.clip(0.8 + 0.02 * (seed - 6) * (years - 2019) / 4, 0, 1))
    row = cochran_armitage(pd.DataFrame({"year": years, "x": events, "n": cases}), "x", "n", "year")
    slope = np.polyfit(years, events / cases, 1, w=np.sqrt(cases))[0]
    assert row["slope_pp"] == pytest.approx(100 * slope)
    share, middle = events.sum() / cases.sum(), (cases * years).sum() / cases.sum()
    z = slope * math.sqrt((cases * (years - middle) ** 2).sum() / (share * (1 - share)))
    assert row["z"] == pytest.approx(z) and row["chance"] == pytest.approx(2 * stats.norm.sf(abs(z)))
    assert row["trend_word"] == (
        "无显著趋势" if 2 * stats.norm.sf(abs(z)) >= 0.05 else "逐年上升" if z > 0 else "逐年下降"
    )


def test_two_periods_have_no_trend_and_equal_ones_none():
    frame = pd.DataFrame({"x": [5, 6, 7], "n": [10, 0, 10], "t": [1, 2, 3]})
    assert cochran_armitage(frame, "x", "n", "t")["trend_word"] == "不足三期，不判断趋势"
    assert cochran_armitage(frame.assign(n=10, t=[1, 1, 2]), "x", "n", "t")["periods_count"] == 3
    steady = cochran_armitage(pd.DataFrame({"x": [10, 10, 10], "n": 10}), "x", "n")
    assert (steady["z"], steady["trend_word"]) == (0.0, "无显著趋势")


@pytest.mark.parametrize("seed", SEEDS)
def test_concentration_by_its_definitions(seed):
    values = np.random.default_rng(seed).integers(0, 9, 40 + seed)
    kept = sorted((v for v in values if v), reverse=True)
    n, total = len(kept), sum(kept)
    row = concentration(values)
    gini = sum(abs(a - b) for a in kept for b in kept) / (2 * n * total)
    assert row["gini_rate"] == pytest.approx(gini) and row["herfindahl_rate"] == pytest.approx(
        sum((v / total) ** 2 for v in kept)
    )
    assert (row["keys_count"], row["cases_count"]) == (n, total)
    for percent in (1, 5, 10):
        top = max(1, math.ceil(n * percent / 100))
        assert row[f"top_{percent}_rate"] == pytest.approx(sum(kept[:top]) / total)
    assert row["repeat_rate"] == pytest.approx(sum(v for v in kept if v > 1) / total)
    curve = lorenz_curve(values, n + 1)
    assert curve["cases_rate"].tolist() == pytest.approx([sum(kept[:k]) / total for k in range(n + 1)])
    assert curve["keys_rate"].tolist() == pytest.approx([k / n for k in range(n + 1)])


def test_nobody_and_negative_counts():
    assert concentration([0, 0])["gini_rate"] != concentration([0, 0])["gini_rate"]
    assert lorenz_curve([0], 3)["cases_rate"].tolist() == [0, 0, 0]
    for call in (concentration, lambda counts: pareto(pd.DataFrame({"k": list("ab"), "n": counts}), "k", "n")):
        with pytest.raises(ValueError, match="negative"):
            call([1, -1])


def test_pareto_adds_up_and_ends_with_the_rest():
    frame = pd.DataFrame({"k": ["其他", "甲", "乙", "甲", "丙", None], "n": [50, 20, 10, 10, 0, 10]})
    table = pareto(frame, "k", "n", rest="其他")
    assert table["k"].fillna("").tolist() == ["甲", "乙", "", "其他"]
    assert table["failures_count"].tolist() == [30, 10, 10, 50]
    assert table["cumulative_rate"].tolist() == pytest.approx([0.3, 0.4, 0.5, 1.0]) and table[
        "share_rate"
    ].tolist() == [0.3, 0.1, 0.1, 0.5]
    assert table["is_vital"].tolist() == [True] * 4
    vital = pareto(pd.DataFrame({"k": list("甲乙丙"), "n": [80, 15, 5]}), "k", "n")
    assert vital["is_vital"].tolist() == [True, False, False], "80% are reached with the first"


@pytest.mark.parametrize("seed", SEEDS)
def test_dispersion_by_its_definitions(seed):
    rng = np.random.default_rng(seed)
    scores, errors = rng.normal(0, 1 + seed / 4, 15), rng.uniform(0.02, 0.2, 15)
    low, high = np.quantile(scores, [0.1, 0.9])
    phi = np.mean(np.clip(scores, low, high) ** 2)
    assert dispersion(scores) == (pytest.approx(phi), bool(phi > 1 + 2 * math.sqrt(2 / 15)))
    weights = errors**-2
    q = np.sum(scores**2)
    tau2 = max(0.0, (q - 14) / (weights.sum() - (weights**2).sum() / weights.sum()))
    assert between_variance(scores, errors, 0.0) == pytest.approx(tau2)
    gaps = np.append(scores, [np.nan, 3.0])
    assert between_variance(gaps, np.append(errors, [0.1, 0.0]), 0.0) == pytest.approx(tau2), (
        "a unit without error says nothing"
    )
    assert between_variance(scores[:1], errors[:1]) == 0.0 and dispersion(np.array([np.nan])) == (1.0, False)


def test_small_units_are_drawn_to_the_whole():
    values, sizes = np.array([0.5, 0.9, 0.8, np.nan]), np.array([10.0, 1000, 1000, 0])
    mean, deviation = shrunken(values, sizes)
    whole = (5 + 900 + 800) / 2010
    error = np.sqrt(whole * (1 - whole) / sizes[:3])
    z = (values[:3] - whole) / error
    weights = error**-2
    tau2 = max(0, ((z**2).sum() - 2) / (weights.sum() - (weights**2).sum() / weights.sum()))
    keep = tau2 / (tau2 + error**2)
    assert mean[:3] == pytest.approx(whole + keep * (values[:3] - whole)) and deviation[:3] == pytest.approx(
        np.sqrt(keep) * error
    )
    assert np.isnan(shrunken(np.array([np.nan]), np.array([0.0]))[1]).all()


@pytest.mark.parametrize("additive", [False, True])
@pytest.mark.parametrize("target", [0.05, 0.8, 0.99])
def test_limits_of_a_funnel(additive, target):
    sizes, phi, tau2 = [10, 100, 4000], 2.0, 0.001
    table = funnel_limits(sizes, target, phi=phi, tau2=tau2, additive=additive)
    for level in (0.95, 0.998):
        z = stats.norm.ppf(0.5 + level / 2)
        for n, row in zip(sizes, table[table["level"] == level].itertuples(), strict=True):
            if additive:
                middle, half = math.asin(math.sqrt(target)), z * math.sqrt(1 / (4 * n) + tau2)
                low, high = math.sin(max(middle - half, 0)) ** 2, math.sin(min(middle + half, math.pi / 2)) ** 2
            else:
                half = z * math.sqrt(phi * target * (1 - target) / n)
                low, high = max(target - half, 0), min(target + half, 1)
            assert (row.lower, row.upper) == (pytest.approx(low), pytest.approx(high))


def test_units_of_a_funnel_with_gaps():
    frame = pd.DataFrame({"u": list("甲乙丙丁戊己"), "x": [80, 75, 30, None, 5, 120], "n": [100, 100, 100, 50, 0, 100]})
    found = funnel(frame, "u", "x", "n", overdispersion=False)
    assert found.target == pytest.approx(185 / 300) and (found.phi, found.tau2, found.dispersed) == (1.0, 0.0, False)
    z = [(value - found.target) / math.sqrt(found.target * (1 - found.target) / 100) for value in (0.8, 0.75, 0.3)]
    assert (
        found.units["z"].tolist()[:3] == pytest.approx(z)
        and found.units["z"].isna().tolist() == [False] * 3 + [True] * 3
    )
    assert found.units["position"].tolist() == ["高于99.8%界", "高于95%界", "低于99.8%界", "", "", ""]
    assert [bool(note) for note in found.units["note"]] == [False] * 3 + [True] * 3
    with pytest.raises(ValueError, match="no unit"):
        funnel(frame.tail(2), "u", "x", "n")
    with pytest.raises(ValueError, match="between 0 and 1"):
        funnel(frame, "u", "x", "n", target=1.01)
    with pytest.raises(ValueError, match="overdispersion"):
        funnel(frame, "u", "x", "n", overdispersion="much")


@pytest.mark.parametrize(
    ("printed", "failed"), [("0.6412", 197), ("0.97", 1), ("0.5", 15), ("0.9583", 2), ("1", 0), ("0.9", 30)]
)
def test_denominators_that_a_printed_share_can_have(printed, failed):
    half = Fraction(1, 2 * 10 ** max(2, len(printed.partition(".")[2])))
    expected = [n for n in range(max(failed, 1), 501)
                if failed and abs(Fraction(n - failed, n) - Fraction(printed)) <= half]  # fmt: skip
    assert implied_denominators(Decimal(printed), failed, 500) == expected


@pytest.mark.parametrize("counts", [(13, 6), (24, 2, 2, 1, 1), (5, 5), (1, 2), (45, 30, 25)])
def test_answers_that_printed_shares_can_have(counts):
    total = sum(counts)
    printed = [Decimal(c) / total for c in counts]
    shown = [share.quantize(Decimal("0.001")) for share in printed]
    found = implied_answers(shown, 120)
    expected = []
    for n in range(1, 121):
        near = [round(Fraction(str(share)) * n) for share in shown]
        if sum(near) == n and all(
            abs(Fraction(k, n) - Fraction(str(s))) <= Fraction(1, 2000) for k, s in zip(near, shown, strict=True)
        ):
            expected.append(n)
    assert found == expected and total in found
    told = answers_from_shares(pd.Series(shown), 120)
    certain = expected[0] >= 10 and (len(expected) < 2 or expected[1] >= 2 * expected[0])
    assert told == ((([round(Fraction(str(s)) * expected[0]) for s in shown]), expected[0]) if certain else None)


def test_shares_that_do_not_add_up_come_from_no_survey():
    assert implied_answers([Decimal("0.5"), Decimal("0.3")]) == []
    assert implied_answers([Decimal("0.667"), Decimal("0.333")])[0] == 3


@pytest.mark.parametrize(("printed", "x", "n", "fits"), [
    ("0.67", 2, 3, True), ("0.66", 2, 3, False), ("0.665", 133, 200, True), ("0.66", 133, 200, True), ("0.67", 133, 200, True), ("0.5", 1, 0, False), ("1", 199, 200, True),
    ("1", 198, 200, False),
])  # fmt: skip
def test_a_printed_share_agrees_to_half_of_its_last_place(printed, x, n, fits):
    assert agrees(Decimal(printed), x, n) is fits
    assert places_of(Decimal(printed)) == max(2, len(printed.partition(".")[2]))


@pytest.mark.parametrize(
    ("now", "before", "value"),
    [(12, 10, "0.2"), (8, 10, "-0.2"), (0, 10, "-1"), (5, 0, None), (5, -5, None), (None, 5, None), (5, None, None)],
)
def test_growth(now, before, value):
    assert growth(now, before)["value"] == (None if value is None else pytest.approx(Decimal(value)))


def test_a_weighted_index_of_two_levels_is_a_share():
    frame = pd.DataFrame({"good": [9, 0, None, 3, 0], "bad": [1, 10, None, -1, 0]})
    rows = weighted_indices(frame, {"good": 1, "bad": 0}, None)
    assert rows["value"].tolist() == pytest.approx([0.9, 0.0, math.nan, math.nan, math.nan], nan_ok=True)
    for place, (x, n) in enumerate([(9, 10), (0, 10)]):
        ends = proportion_confint(x, n, method="wilson")
        assert (rows["lower"][place], rows["upper"][place]) == (
            pytest.approx(ends[0], abs=1e-9),
            pytest.approx(ends[1], abs=1e-9),
        )
    assert rows["denominator"].tolist()[:2] == [10, 10] and rows["n_missing"].tolist() == [0, 0, 1, 0, 0]
    scaled = weighted_indices(frame, {"good": 100, "bad": 20}, None)
    assert scaled["value"][0] == pytest.approx(92) and scaled["lower"][0] == pytest.approx(20 + 80 * rows["lower"][0])
    plain = weighted_indices(pd.DataFrame({"a": [5]}), {"a": 1}, None).iloc[0]
    assert plain["value"] == 1.0 and math.isnan(plain["lower"]), "one level leaves nothing to chance"


@pytest.mark.parametrize("seed", SEEDS)
def test_discoveries_are_those_of_benjamini_and_hochberg(seed):
    chances = np.random.default_rng(seed).beta(0.4, 2, 20)
    assert discoveries(chances, 0.1).tolist() == multipletests(chances, 0.1, "fdr_bh")[0].tolist()
    assert discoveries(np.array([]), 0.1).tolist() == [] and discoveries(np.array([0.04]), 0.05).tolist() == [True]


@pytest.mark.parametrize("seed", SEEDS)
def test_pooled_scores_are_those_of_statsmodels(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(20, 400, 2)
    x, y = rng.binomial(n, 0.6), rng.binomial(m, 0.7)
    chance = score_chances(*(np.array([float(v)]) for v in (x, n, y, m)))[0]
    assert chance == pytest.approx(proportions_ztest([x, y], [n, m])[1])


def test_places_of_a_league_and_who_can_be_told_apart():
    frame = pd.DataFrame({"u": list("甲乙丙丁"), "x": [95, 95, 60, 0], "n": [100, 100, 100, 0]})
    table = league_table(frame, "u", "x", "n", draws=400).set_index("u")
    assert table["rank"].tolist()[:3] == [1, 1, 3] and pd.isna(table["rank"].iloc[3])
    assert table["tied_with"].tolist() == ["甲", "乙", "", ""] and table["same_as_next"].tolist() == [
        True,
        False,
        False,
        False,
    ]
    assert table["position"].tolist() == ["高于总体", "高于总体", "低于总体", ""]
    assert (table["rank_lower"] <= table["rank"])[:3].all() and (table["rank"] <= table["rank_upper"])[:3].all()
    assert table["worst_five_rate"].tolist()[:3] == [1.0] * 3
    low = league_table(frame, "u", "x", "n", "decrease", draws=400).set_index("u")
    assert low.index.tolist() == ["丙", "乙", "甲", "丁"] and low["rank"].tolist()[:3] == [1, 2, 2]
    two = league_table(frame.iloc[[0, 2]], "u", "x", "n", draws=400)
    assert two["position"].tolist() == ["高于总体", "低于总体"]
    with pytest.raises(ValueError, match="better"):
        league_table(frame, "u", "x", "n", "neither")


def test_the_worst_five_of_many():
    frame = pd.DataFrame({"u": [f"u{i}" for i in range(7)], "x": [10, 10, 900, 900, 900, 900, 900], "n": 1000})
    table = league_table(frame, "u", "x", "n", draws=400).set_index("u")
    assert table.loc[["u0", "u1"], "worst_five_rate"].tolist() == [1.0, 1.0]
    assert table["worst_five_rate"].sum() == pytest.approx(5)
    five = league_table(frame.head(5), "u", "x", "n", draws=400)
    assert five["worst_five_rate"].tolist() == [1.0] * 5


def test_limits_from_all_points_lie_as_far_below_as_above():
    values = [10.0, 12, 9, 11, 10, 13, 8, 12, 10, 11, 9, 10]
    chart = process_chart(pd.DataFrame({"m": range(12), "v": values}), "m", "v",
                          options=ChartOptions("xmr", "neither", spread="standard deviation"))  # fmt: skip
    sigma = np.std(values, ddof=1) * (4 * 12 - 3) / (4 * 12 - 4)
    row = chart.iloc[0]
    assert (row["lower_limit"], row["upper_limit"]) == (
        pytest.approx(np.mean(values) - 3 * sigma),
        pytest.approx(np.mean(values) + 3 * sigma),
    )
    flat = process_chart(pd.DataFrame({"m": range(12), "v": [5.0] * 12}), "m", "v", options=ChartOptions("xmr"))
    assert not flat["special"].any(), "a series that never moves has no news"
    moved = process_chart(
        pd.DataFrame({"m": range(12), "v": [5.0] * 11 + [6.0]}), "m", "v", options=ChartOptions("xmr")
    )
    assert ["超出" in rule for rule in moved["rule"]] == [False] * 11 + [True]
