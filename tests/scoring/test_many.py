"""Many units at once give what one unit at a time gives."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.model import EvallibError
from evallib.scoring import Framework, UnitInput, score_many, score_unit

SYSTEM = Framework.model_validate(
    {
        "id": "t", "name": "试", "valid": {"from": "2024-01-01"},
        "grades": [{"name": "优", "range": "[90, 100]"}, {"name": "良", "range": "[0, 90)"}],
        "indicators": [
            {"code": "A", "name": "甲", "weight": "60", "target": "≥90%", "rule": {"kind": "proportional"}},
            {"code": "B", "name": "乙", "weight": "40", "target": "100%", "when_empty": "not_applicable",
             "value": {"kind": "ratio", "numerator": "分子", "denominator": "分母"},
             "rule": {"kind": "linear", "deduct_share": "2%"}},
        ],
        "adjustments": [{"code": "J", "name": "表彰", "kind": "bonus", "cap": "2",
                         "rule": {"kind": "items", "items": [{"name": "区级", "points": "1"}]}}],
    }
)  # fmt: skip


def test_many_equals_one_by_one():
    frame = pd.DataFrame(
        {
            "A": ["81%", Decimal("0.95"), "90%", None],
            "B.分子": [Decimal(95), "100", "0", "1"],
            "B.分母": ["100", "100", "0", "1"],
            "J.区级次数": [None, "5", None, None],
        },
        index=["甲镇", "乙镇", "丙镇", "丁镇"],
        dtype=object,
    )
    result = score_many(SYSTEM, frame)
    assert list(result.columns) == ["A", "B", "total", "score_rate", "grade"]
    for name, row in zip(frame.index, frame.to_dict("records"), strict=True):
        supplied = {"A": {"value": row["A"]} if name != "丁镇" else {},
                    "B": {"inputs": {"分子": row["B.分子"], "分母": row["B.分母"]}}}  # fmt: skip
        if isinstance(row["J.区级次数"], str):
            supplied["J"] = {"inputs": {"区级次数": row["J.区级次数"]}}
        unit = UnitInput.model_validate(
            {"unit": name, "unit_name": name, "year": 2024, "framework": "t", "indicators": supplied}
        )
        card = score_unit(SYSTEM, unit)
        assert (result.loc[name, "total"], result.loc[name, "grade"]) == (card.total, card.grade)
        assert [result.loc[name, code] for code in "AB"] == [card.scores[code].score for code in "AB"]
    assert result.loc["丙镇", "total"] == 100
    assert result.loc["丁镇", "total"] is None


@pytest.mark.parametrize("number", [0.935, 93])
def test_a_binary_number_is_refused_and_not_taken_for_missing(number):
    """93 may be 93% or 9300%; it was left out without a word, so that every score stayed open."""
    with pytest.raises(EvallibError, match="应为文字或 Decimal"):
        score_many(SYSTEM, pd.DataFrame({"A": [number]}))
    assert score_many(SYSTEM, pd.DataFrame({"A": [float("nan")]}))["A"].tolist() == [None]


def test_unknown_columns_are_named():
    with pytest.raises(EvallibError, match="列“C”不属于任何指标"):
        score_many(SYSTEM, pd.DataFrame({"C": ["90%"]}))
