"""Every rule kind: scores by hand, and properties: within [0, weight], monotone where the rule is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from evallib.scoring import RULE_KINDS, Entry, Framework, Indicator, Rule, score_indicator

D = Decimal

FRAME = Framework.model_validate(
    {
        "id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": [{"name": "合格", "range": "[0, 100]"}],
        "indicators": [{"code": "A", "name": "甲", "weight": "100", "rule": {"kind": "judgement"}}],
    }
)  # fmt: skip


def leaf(rule, weight="10", **more):
    return Indicator.model_validate({"code": "X", "name": "试", "weight": weight, "rule": rule, **more})


def earn(rule, weight="10", value=None, inputs=None, deficiencies=None, **more):
    entry = Entry.model_validate({"value": value, "inputs": inputs or {}, "deficiencies": deficiencies})
    result = score_indicator(FRAME, leaf(rule, weight, **more), entry)
    return None if result.score is None else float(result.score)


LINEAR = {"kind": "linear", "deduct_share": "2%"}


@pytest.mark.parametrize(
    ("rule", "value", "target", "expected"),
    [
        (LINEAR, "99.09%", "100%", 9.82),
        ({**LINEAR, "counting": "whole"}, "98.01%", "100%", 9.8),
        ({**LINEAR, "counting": "whole"}, "97%", "100%", 9.4),
        ({**LINEAR, "counting": "started"}, "98.99%", "100%", 9.6),
        (LINEAR, "12%", "≤10%", 9.6),
        (LINEAR, "9%", "≤10%", 10),
        ({"kind": "linear", "deduct_points": "0.5", "per": "1天"}, "8天", "≤5天", 8.5),
        ({"kind": "band", "tolerance": "10%", "deduct_points": "0.1"}, "-12.5%", None, 9.75),
        ({"kind": "proportional"}, "45%", "≥90%", 5),
        ({"kind": "proportional", "zero_below": "60%"}, "45%", "≥90%", 0),
        ({"kind": "proportional"}, "6天", "≤5天", 8.33),
        ({"kind": "proportional"}, "0天", "≤5天", 10),
        ({"kind": "proportional"}, "150个", "≥100个", 10),
        ({"kind": "proportional", "overshoot": {"tolerance": "30%"}}, "150个", "≥100个", 8),
        ({"kind": "threshold"}, "90%", "≥90%", 10),
        ({"kind": "threshold"}, "89.99%", "≥90%", 0),
        ({"kind": "threshold", "below": "ask"}, "24人", "25人", None),
        ({"kind": "threshold", "above": "full"}, "26人", "25人", 10),
        ({"kind": "cliff"}, "20%", "≤20%", 10),
        ({"kind": "cliff"}, "20.01%", "≤20%", 0),
        ({"kind": "deadline"}, "2023年12月31日", "2023年12月31日前", 10),
        ({"kind": "deadline", "deduct_per_day": "1"}, "2024年1月3日", "2023年12月31日前", 7),
        ({"kind": "deadline"}, "2024年1月31日前", "2023年12月31日前", None),
        ({"kind": "several"}, "11个村及1个居委", "11个村及2个居委", 7.5),
        ({"kind": "zero_incident"}, "0次", "=0次", 10),
    ],
)
def test_scores_by_hand(rule, value, target, expected):
    assert earn(rule, value=value, target=target) == expected


def test_ranges_and_best_of():
    ranges = {
        "kind": "ranges",
        "ranges": [{"from": "95%", "points": "10"}, {"from": "90%", "points": "6"}, {"points": "0"}],
    }
    assert [earn(ranges, value=v) for v in ("95%", "94.99%", "90%", "10%")] == [10, 6, 6, 0]
    parts = [{"name": "甲", "points": "10", "target": "≥90%", "rule": {"kind": "proportional"}},
             {"name": "乙", "points": "8", "target": "≥90%", "rule": {"kind": "threshold"}}]  # fmt: skip
    either = {"kind": "either", "options": parts}
    assert earn(either, inputs={"甲": "45%", "乙": "95%"}) == 8
    assert earn(either, inputs={"甲": "81%"}) == 9
    assert earn(either) is None


def test_sum_has_caps_and_veto():
    rule = {"kind": "sum", "veto": "弄虚作假", "parts": [
        {"name": "甲", "points": "6", "rule": {"kind": "items", "items": [{"name": "表彰", "points": "4"}]}},
        {"name": "乙", "points": "6", "target": "≥50%", "rule": {"kind": "threshold"}}]}  # fmt: skip
    assert earn(rule, inputs={"甲·表彰次数": "1", "乙": "60%"}) == 10
    assert earn(rule, inputs={"甲·表彰次数": "3", "乙": "60%"}) == 10
    assert earn(rule, inputs={"甲·表彰次数": "3", "乙": "10%"}) == 6
    assert earn(rule, inputs={"甲·表彰次数": "3", "乙": "60%", "弄虚作假": "是"}) == 0


def test_value_over_100_percent_is_asked_for_unless_declared():
    assert earn({"kind": "proportional"}, value="102%", target="≥90%") is None
    allowed = leaf({"kind": "proportional"}, target="≥90%", value={"kind": "given", "over_100": "allow"})
    assert score_indicator(FRAME, allowed, Entry.model_validate({"value": "102%"})).score == 10


@pytest.mark.parametrize(
    ("outcome", "score", "status"),
    [
        ("ask", None, "missing"),
        ("full", 10, "declared"),
        ("zero", 0, "declared"),
        ("not_applicable", None, "not_applicable"),
    ],
)
def test_declared_outcomes(outcome, score, status):
    ratio = {"kind": "ratio", "numerator": "分子", "denominator": "分母"}
    empty = leaf({"kind": "proportional"}, target="100%", value=ratio, when_empty=outcome)
    result = score_indicator(FRAME, empty, Entry.model_validate({"inputs": {"分子": "0", "分母": "0"}}))
    assert (result.score, result.status) == (score, status)
    assert "分母为零" in result.reason
    absent = leaf({"kind": "proportional"}, target="100%", value=ratio, when_missing=outcome)
    result = score_indicator(FRAME, absent, Entry.model_validate({"inputs": {"分子": "0"}}))
    assert (result.score, result.status) == (score, status)
    assert "分母" in result.reason


RATES = st.decimals(min_value=0, max_value=1, places=4)
MONOTONE = [
    (LINEAR, "≥90%"), ({**LINEAR, "counting": "whole"}, "≥90%"), ({"kind": "proportional"}, "≥90%"),
    ({"kind": "threshold"}, "≥90%"), (LINEAR, "≤10%"), ({"kind": "proportional"}, "≤10%"), ({"kind": "cliff"}, "≤20%"),
    ({"kind": "linear", "deduct_points": "0.3", "counting": "started"}, "100%"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "target"), MONOTONE)
@given(one=RATES, other=RATES)
def test_scores_stay_within_the_weight_and_are_monotone(rule, target, one, other):
    low, high = sorted((one, other), reverse=target.startswith("≤"))
    node = leaf(rule, target=target)
    worse, better = (score_indicator(FRAME, node, Entry.of(value)).score for value in (low, high))
    assert 0 <= worse <= better <= 10


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["0.2", "0.5", "3"]))
def test_counting_rules_are_monotone(one, other, points):
    node = leaf({"kind": "deficiencies", "deduct_points": points})
    few, many = (score_indicator(FRAME, node, Entry.of(问题项数=D(n))).score for n in sorted((one, other)))
    assert 0 <= many <= few <= 10


@given(
    st.decimals(min_value=-3, max_value=3, places=3),
    st.lists(st.decimals(min_value=-3, max_value=3, places=3), max_size=4),
)
def test_bands_stay_within_their_points(total, items):
    rule = {"kind": "sum", "parts": [
        {"name": "总额", "points": "7", "rule": {"kind": "band", "tolerance": "10%", "deduct_points": "0.1"}},
        {"name": "项目", "points": "3", "rule": {"kind": "band", "each": "true", "tolerance": "10%",
                                                   "deduct_points": "0.1"}},
    ]}  # fmt: skip
    inputs = {"总额": total, "项目": {f"项目{n}": item for n, item in enumerate([D(0), *items])}}
    assert 0 <= earn(rule, inputs=inputs) <= 10


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"kind": "linear"}, "须写且只写一项"),
        ({"kind": "linear", "deduct_points": "1", "deduct_share": "1%"}, "须写且只写一项"),
        ({"kind": "linear", "deduct_share": "2"}, "请写成百分数"),
        ({"kind": "linear", "deduct_points": "1", "per": "1"}, "per 须为带单位的正数"),
        ({"kind": "deficiencies"}, "须写且只写一项"),
        ({"kind": "tiers", "tiers": [{"when": ["好"], "points": "1"}, {"when": ["好"], "points": "0"}]}, "两个档位"),
        ({"kind": "ranges", "ranges": [{"from": "90%", "points": "1"}, {"from": "80%", "points": "0"}]}, "空档"),
        (
            {
                "kind": "ranges",
                "ranges": [{"from": "80%", "points": "1"}, {"from": "90%", "points": "2"}, {"points": "0"}],
            },
            "从高到低",
        ),
        ({"kind": "checks", "checks": [{"name": "甲", "points": "1"}, {"name": "乙"}]}, "全部不填"),
        ({"kind": "threshold", "limit_input": "控制数"}, "须同时填写"),
    ],
)
def test_rules_that_do_not_hold_are_refused(rule, message):
    with pytest.raises(ValidationError, match=message):
        TypeAdapter(Rule).validate_python(rule)


def test_every_kind_has_a_chinese_name_of_its_own():
    labels = [model.label for model in RULE_KINDS.values()]
    assert len(set(labels)) == len(labels) == 20
