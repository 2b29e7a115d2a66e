"""The steps behind published rates: known, implied, several readings, and what cannot be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from evallib.indicators import published_response
from evallib.indicators.four_rates import four_rates


def steps(**given: Any) -> pd.DataFrame:
    row = {"year": 2023, "indicator": "市民满意率", "rate": None, "sampled_count": None, "failed_count": None}
    return published_response(four_rates(pd.DataFrame([row | given], dtype=object)))


@pytest.mark.parametrize(
    ("rate", "sampled", "failed", "rated", "good"),
    [
        ("0.6412", 616, 197, 549, 352),
        ("0.7013", 400, 89, 298, 209),
        ("0.7259", 602, 165, 602, 437),
        ("1", 120, 0, 120, 120),
    ],
)
def test_steps_follow_from_what_is_printed(rate: str, sampled: int, failed: int, rated: int, good: int) -> None:
    row = steps(rate=Decimal(rate), sampled_count=sampled, failed_count=failed).iloc[0]
    assert (row["sampled_count"], row["rated_count"], row["good_count"]) == (sampled, rated, good)
    assert row["is_implied"] == (rated < sampled) and row["response_rate"] == pytest.approx(rated / sampled)
    assert row["worst_value"] == pytest.approx(good / sampled)
    assert row["best_value"] == pytest.approx((good + sampled - rated) / sampled)
    assert row["lower"] <= good / rated <= row["upper"] and row["worst_value"] <= row["value"] <= row["best_value"]


def test_several_readings_give_no_count() -> None:
    row = steps(rate=Decimal("0.9659"), sampled_count=607, failed_count=20).iloc[0]
    assert row["rated_count"] is None and pd.isna(row["worst_value"]) and "586–587" in row["note"]


@pytest.mark.parametrize(
    "given",
    [
        {"rate": Decimal("0.9")},
        {"rate": Decimal("0.9"), "failed_count": 7},
        {"rate": Decimal("0.9"), "sampled_count": "约百"},
    ],
)
def test_without_a_sample_there_are_no_steps(given: dict[str, Any]) -> None:
    assert steps(**given).empty
