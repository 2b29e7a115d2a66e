from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from evallib.indicators import weighted_satisfaction

WEIGHTS = [Decimal(1), Decimal("0.7"), Decimal("0.4"), Decimal(0)]


def levels(counts, weights=WEIGHTS):
    return pd.DataFrame({"answers_count": counts, "weight_rate": weights}, dtype=object)


@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4))
def test_index_lies_between_its_weights(counts):
    row = weighted_satisfaction(levels(counts))
    if sum(counts) == 0:
        assert row["value"] is None and row["note"]
    else:
        assert 0 <= row["value"] <= 1


@given(st.lists(st.integers(1, 10_000), min_size=4, max_size=4))
def test_a_better_answer_never_lowers_the_index(counts):
    moved = [counts[0] + 1, *counts[1:3], counts[3] - 1]
    assert weighted_satisfaction(levels(moved))["value"] > weighted_satisfaction(levels(counts))["value"]


def test_a_level_without_weight_gives_no_index():
    row = weighted_satisfaction(levels([1, 2], [Decimal(1), None]))
    assert row["value"] is None
    assert row["note"] == "部分等级未设权重，未计算加权满意度"


def test_levels_nobody_was_asked_about_do_not_count():
    with_blank = levels([10, None, 10], [Decimal(1), Decimal("0.5"), Decimal(0)])
    assert weighted_satisfaction(with_blank)["value"] == Decimal("0.5")
