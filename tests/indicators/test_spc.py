from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.indicators import ChartOptions, find_special_causes, process_chart, xmr_limits

#: Montgomery (2019), table 7.1: nonconforming orange juice cans in 30 samples of 50.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
#: Montgomery (2019), table 6.6: costs of 20 mortgage loan applications.
LOANS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
#: Montgomery (2019), table 7.11: defects in rolls of dyed cloth, and their size in units.
CLOTH = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
UNITS = [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]


def test_p_chart_of_the_textbook() -> None:
    frame = pd.DataFrame({"sample": range(1, 31), "bad": CANS, "size": 50})
    chart = process_chart(frame, "sample", numerator="bad", denominator="size", options=ChartOptions("p", "decrease"))
    row = chart.iloc[0]
    assert [round(row[name], 4) for name in ("centre", "lower_limit", "upper_limit")] == [0.2313, 0.0524, 0.4102]
    outside = chart[chart["rule"].str.contains("超出控制限")]
    assert outside["sample"].tolist() == [15, 23]
    assert set(outside["meaning"]) == {"恶化"}


def test_u_chart_of_the_textbook() -> None:
    frame = pd.DataFrame({"roll": range(10), "defects": CLOTH, "units": UNITS})
    chart = process_chart(
        frame, "roll", numerator="defects", denominator="units", options=ChartOptions("u", "decrease")
    )
    assert round(chart["centre"][0], 2) == 1.42
    # The book goes on from the rounded centre 1.42.
    assert chart.loc[0, ["lower_limit", "upper_limit"]].tolist() == pytest.approx([0.29, 2.55], abs=0.01)
    assert chart.loc[1, ["lower_limit", "upper_limit"]].tolist() == pytest.approx([0.16, 2.69], abs=0.01)
    assert not chart["rule"].str.contains("超出").any()


def test_xmr_chart_of_the_textbook() -> None:
    centre, lower, upper = xmr_limits(LOANS)
    assert (round(centre, 1), round(lower, 2), round(upper, 2)) == (300.5, 279.78, 321.22)


def test_laney_widens_where_months_differ_by_more_than_the_binomial() -> None:
    frame = pd.DataFrame({"m": range(12), "n": [9000, 9300] * 6, "d": 10_000})
    plain = process_chart(frame, "m", numerator="n", denominator="d")
    laney = process_chart(frame, "m", numerator="n", denominator="d", options=ChartOptions("p_laney"))
    assert plain["special"].all() and not laney["special"].any()
    sigma = math.sqrt(0.915 * 0.085 / 10_000)
    assert laney["upper_limit"][0] == pytest.approx(min(0.915 + 3 * 0.03 / 1.128, 1))
    assert plain["upper_limit"][0] == pytest.approx(0.915 + 3 * sigma)
    calm = frame.assign(n=9150)
    pd.testing.assert_frame_equal(
        process_chart(calm, "m", numerator="n", denominator="d"),
        process_chart(calm, "m", numerator="n", denominator="d", options=ChartOptions("p_laney")),
    )


def test_a_huge_range_is_screened_out() -> None:
    values = [10.0, 11, 10, 9, 10, 11, 100, 101, 100, 99, 100]
    wide, narrow = (xmr_limits(values, screen)[2] - xmr_limits(values, screen)[0] for screen in (False, True))
    assert narrow == pytest.approx(2.66 * 1.0) and wide > narrow


def rules(values: list[float], centre: float = 0.0, limit: float = 3.0) -> list[str]:
    length = len(values)
    found, _, _ = find_special_causes(
        np.array(values), np.full(length, centre), np.full(length, centre - limit), np.full(length, centre + limit)
    )
    return found


@pytest.mark.parametrize(
    ("values", "rule", "points"),
    [
        ([0.1, -0.1, 3.1, 0.1], "超出控制限", [2]),
        ([-1, *[0.5] * 7, -1], "连续同侧", list(range(1, 8))),
        ([-1, *[0.5] * 6, -1], "连续同侧", []),
        ([0, -1, -0.5, -0.2, 0.1, 0.4, 0.7, 1.0, 0], "连续升降", list(range(1, 8))),
        ([0, -1, -0.5, -0.2, 0.1, 0.4, 0.7, 0.5, 0], "连续升降", []),
        ([0, 2.1, 0.3, 2.2, 0], "三点两近限", [1, 3]),
        ([0, 2.1, 0.3, -2.2, 0], "三点两近限", []),
        ([0, 2.1, 0.3, 0.2, 2.2], "三点两近限", []),
    ],
)
def test_rules(values: list[float], rule: str, points: list[int]) -> None:
    assert [i for i, text in enumerate(rules(values)) if rule in text] == points


def test_a_missing_month_breaks_a_run_and_stays_missing() -> None:
    frame = pd.DataFrame({"month": range(8), "ok": [9.0] * 8, "all": [10.0] * 4 + [0.0] + [10.0] * 3})
    frame.loc[4, "ok"] = 0
    chart = process_chart(frame, "month", numerator="ok", denominator="all")
    assert math.isnan(chart["value"][4]) and math.isnan(chart["upper_limit"][4])
    assert not chart["special"].any()


def test_rebasing_starts_a_new_process() -> None:
    frame = pd.DataFrame({"month": range(24), "rate": [8.0, 10.0] * 6 + [18.0, 20.0] * 6})
    whole = process_chart(frame, "month", "rate", options=ChartOptions("xmr"))
    parts = process_chart(frame, "month", "rate", options=ChartOptions("xmr", rebase_at=(12,)))
    assert whole["special"].all() and not parts["special"].any()
    assert parts.groupby("phase")["centre"].first().tolist() == [9.0, 19.0]
    assert (parts["note"] == "").all()


def test_few_points_are_said() -> None:
    chart = process_chart(pd.DataFrame({"m": range(11), "v": range(11)}), "m", "v", options=ChartOptions("xmr"))
    assert chart["note"].unique().tolist() == ["只有 11 个点，少于 12 个，控制限仅供参考"]


@pytest.mark.parametrize(
    ("better", "target", "word"),
    [("increase", 5.0, "稳定达标"), ("increase", 10.0, "时好时坏"), ("increase", 15.0, "稳定不达标"),
     ("decrease", 5.0, "稳定不达标"), ("decrease", 10.0, "时好时坏"), ("decrease", 15.0, "稳定达标"),
     ("neither", 10.0, "")],
)  # fmt: skip
def test_assurance(better: str, target: float, word: str) -> None:
    frame = pd.DataFrame({"m": range(12), "v": [9.5, 10.5] * 6})
    chart = process_chart(frame, "m", "v", options=ChartOptions("xmr", better, target))  # type: ignore[arg-type]
    assert set(chart["assurance"]) == {word}


@pytest.mark.parametrize(("better", "meaning"), [("increase", "改善"), ("decrease", "恶化"), ("neither", "变化")])
def test_direction(better: str, meaning: str) -> None:
    frame = pd.DataFrame({"m": range(13), "v": [9.5, 10.5] * 6 + [30.0]})
    chart = process_chart(frame, "m", "v", options=ChartOptions("xmr", better))  # type: ignore[arg-type]
    assert chart["meaning"].iloc[-1] == meaning


def test_what_does_not_fit_is_refused() -> None:
    frame = pd.DataFrame({"m": [1], "a": [2], "b": [1]})
    assert process_chart(frame, "m", numerator="a", denominator="b")["note"].tolist() == ["分子大于分母，不是比例"]
    with pytest.raises(ValueError, match="needs `value`"):
        process_chart(frame, "m", options=ChartOptions("xmr"))
    with pytest.raises(ValueError, match="kind must be"):
        ChartOptions("c")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="better must be"):
        ChartOptions("p", "up")  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 200)), min_size=1, max_size=40))
def test_limits_of_a_p_chart_stay_between_0_and_1_round_the_overall_rate(pairs: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame({"m": range(len(pairs)), "n": [min(a, b) for a, b in pairs], "d": [b for _, b in pairs]})
    chart = process_chart(frame, "m", numerator="n", denominator="d")
    assert chart["centre"][0] == pytest.approx(frame["n"].sum() / frame["d"].sum())
    assert (chart["lower_limit"] >= 0).all() and (chart["upper_limit"] <= 1).all()
    assert (chart["lower_limit"] <= chart["centre"] + 1e-12).all() and (
        chart["upper_limit"] >= chart["centre"] - 1e-12
    ).all()


#: NHS England, A&E waiting times and activity (Open Government Licence): breaches of the four-hour target, type 1, a month
#: each from April 2016 to March 2018, of the two trusts that NHSRplotthedots' README and vignette draw.
RQM = [1199, 929, 970, 1178, 1110, 1388, 2061, 1985, 2675, 3141, 1942, 2030, 1309, 1960, 1169, 1117, 1085, 1492, 1280, 1197, 1569,
       1406, 1328, 1564]  # fmt: skip
RRK = [1195, 1843, 1397, 1333, 1771, 1751, 2013, 1759, 2179, 2585, 1654, 1543, 1632, 1558, 1190, 1357, 1279, 1683, 2190, 1804, 986,
       2181, 2048, 2154]  # fmt: skip


@pytest.mark.parametrize(
    ("breaches", "better", "worse"), [(RQM, [1, 2], [8, 9]), (RRK, list(range(10, 18)), [9])], ids=["RQM", "RRK"]
)
def test_the_classes_of_the_published_charts(breaches: list[int], better: list[int], worse: list[int]) -> None:
    """The points that NHSRplotthedots colours in its README (RQM) and its vignette (RRK: eight in a row below the mean)."""
    frame = pd.DataFrame({"m": range(24), "v": breaches})
    chart = process_chart(frame, "m", "v", options=ChartOptions("xmr", "decrease"))
    assert [i for i, word in enumerate(chart["meaning"]) if word == "改善"] == better
    assert [i for i, word in enumerate(chart["meaning"]) if word == "恶化"] == worse


def test_a_point_of_two_rules_is_told_by_the_first() -> None:
    """Below the limit and in a rise: below, as NHSRplotthedots has it; a peak is told with the fall that follows."""
    rising = [-40.0, -3, -2, -1, 0, 1, 2, 3, -1, 2]
    found, up, down = find_special_causes(np.array(rising), np.zeros(10), np.full(10, -30.0), np.full(10, 30.0))
    assert found[0] == "超出控制限、连续升降" and down[0] and not up[0] and up[1]
    peak = [-3.0, -2, -1, 0, 1, 2, 3, 2, 1, 0, -1, -2, -3]
    _, up, down = find_special_causes(np.array(peak), np.zeros(13), np.full(13, -30.0), np.full(13, 30.0))
    assert up[5] and down[6] and not up[6]
