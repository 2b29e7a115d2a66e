from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evallib.indicators.funnel import dispersion, funnel


def towns(rates: list[float], sizes: list[int]) -> pd.DataFrame:
    events = [round(rate * size) for rate, size in zip(rates, sizes, strict=True)]
    return pd.DataFrame({"town": [f"t{i}" for i in range(len(rates))], "n": events, "d": sizes})


def test_limits_are_those_of_the_normal_approximation() -> None:
    result = funnel(towns([0.7, 0.75], [400, 100]), "town", "n", "d", target=0.72, overdispersion=False)
    for _, row in result.limits.iloc[::37].iterrows():
        low, high = stats.norm.interval(row["level"], 0.72, math.sqrt(0.72 * 0.28 / row["denominator"]))
        assert (row["lower"], row["upper"]) == pytest.approx((max(low, 0), min(high, 1)))
    assert result.units["z"][0] == pytest.approx((0.7 - 0.72) / math.sqrt(0.72 * 0.28 / 400))


def test_chance_alone_leaves_two_in_a_thousand_outside() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(200, 2000, 20_000)
    frame = pd.DataFrame({"town": range(20_000), "n": rng.binomial(sizes, 0.7), "d": sizes})
    result = funnel(frame, "town", "n", "d")
    assert not result.dispersed and result.phi == pytest.approx(1, abs=0.35)
    outside = result.units["position"].str.contains("99.8").mean()
    assert outside == pytest.approx(0.002, abs=0.001)


def test_over_dispersion_by_hand() -> None:
    scores = np.array([-6.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 12.0])
    phi, dispersed = dispersion(scores, 0.1)
    low, high = np.quantile(scores, [0.1, 0.9])  # −3.3 and 4.8
    assert phi == pytest.approx((low**2 + 9 + 4 + 1 + 0 + 1 + 4 + 9 + 16 + high**2) / 10)
    assert dispersed and phi > 1 + 2 * math.sqrt(2 / 10)


def test_usual_differences_between_units_widen_the_funnel() -> None:
    rng = np.random.default_rng(5)
    frame = towns(list(np.clip(rng.normal(0.7, 0.06, 40), 0, 1)), [1500] * 40)
    narrow = funnel(frame, "town", "n", "d", overdispersion=False)
    wide = funnel(frame, "town", "n", "d")
    assert wide.dispersed and wide.phi > 4
    assert (narrow.units["position"] != "界内").sum() > (wide.units["position"] != "界内").sum()
    assert (wide.units["z_adjusted"] * math.sqrt(wide.phi)).tolist() == pytest.approx(narrow.units["z"].tolist())


def test_position_and_empty_units() -> None:
    frame = pd.DataFrame({"town": list("ABCD"), "n": [95, 70, 62, 0], "d": [100, 100, 100, 0]})
    result = funnel(frame, "town", "n", "d", target=0.72, overdispersion=False)
    assert result.units["position"].tolist() == ["高于99.8%界", "界内", "低于95%界", ""]
    assert result.units["note"].tolist()[-1] == "分母为 0，无法计算"


def test_what_makes_no_sense_is_refused() -> None:
    odd = funnel(pd.DataFrame({"town": ["A", "B"], "n": [2, 8], "d": [1, 10]}), "town", "n", "d")
    assert odd.target == 0.8 and odd.units["note"].tolist() == ["分子大于分母，不是比例", ""]
    with pytest.raises(ValueError, match="no unit has any cases"):
        funnel(pd.DataFrame({"town": ["A"], "n": [0], "d": [0]}), "town", "n", "d")
    perfect = funnel(pd.DataFrame({"town": ["A"], "n": [5], "d": [5]}), "town", "n", "d")
    assert perfect.units["position"].tolist() == ["界内"] and not perfect.dispersed
