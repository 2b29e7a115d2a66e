from decimal import Decimal

import pandas as pd
import pytest

from evallib.indicators import FOUR_RATES, standard_name
from evallib.indicators.four_rates import four_rates

COLUMNS = ["year", "indicator", "rate", "average_rate", "average_label", "rank", "sampled_count", "failed_count"]


def published(*rows):
    return pd.DataFrame([[2023, *row] for row in rows], columns=COLUMNS, dtype=object)


def test_order_and_names_are_standard():
    frame = published(
        ("群众满意率", Decimal("0.7"), None, None, None, None, None),
        ("实际解决率", Decimal("0.8"), None, None, None, None, None),
        ("先行联系率", Decimal("0.9"), None, None, None, None, None),
    )
    assert list(four_rates(frame)["indicator"]) == ["先行联系率", "诉求解决率", "市民满意率"]
    assert set(map(standard_name, FOUR_RATES.values())) == set(FOUR_RATES.values())


@pytest.mark.parametrize(
    ("rate", "sampled", "failed", "note"),
    [
        (Decimal("0.7259"), 602, 165, ""),
        (
            Decimal("0.6412"),
            616,
            197,
            "抽查数 616 件推算为 68.02%，与公布值不同；不合格 197 件时只有分母 549 件与公布值相符（抽查中作出评价的件数），区间按此计算",
        ),
        (Decimal("0.99"), None, None, "未提供抽查数，无法计算区间"),
    ],
)
def test_sample_beside_the_printed_rate(rate, sampled, failed, note):
    row = four_rates(published(("市民满意率", rate, Decimal("0.66"), "区平均", 9, sampled, failed))).iloc[0]
    assert row["note"] == note
    assert row["printed_rate"] == rate
    assert row["gap_pp"] == (rate - Decimal("0.66")) * 100
