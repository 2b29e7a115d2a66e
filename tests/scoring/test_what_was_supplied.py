"""Values as a unit hands them in: derived from counts, taken as they are, in words, by reference, or asked for; reckoned by hand."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from evallib.model import EvallibError, Problem
from evallib.scoring import Entry, Framework, Indicator, Sourced, UnitInput, score_indicator, score_unit

D = Decimal
FRAME = {
    "id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": [{"name": "合格", "range": "[0, 100]"}],
    "indicators": [{"code": "A", "name": "甲", "weight": "100", "rule": {"kind": "judgement"}}],
}  # fmt: skip
PER_POINT = {"kind": "linear", "deduct_points": "1"}
RATIO = {"kind": "ratio", "numerator": "达标数", "denominator": "抽查数"}
INDEX = {"kind": "index", "levels": {"满意": "100%", "基本满意": "60%", "不满意": "0%"}}
GROWTH = {"kind": "growth", "base": "previous"}


def scored(value=None, target="≥90%", rule=PER_POINT, spec=None, **inputs):
    node = {"code": "X", "name": "试", "weight": "10", "rule": rule, "target": target} | (
        {"value": spec} if spec else {}
    )
    more = inputs.pop("node", {})
    entry = Entry.model_validate({"inputs": inputs} | ({} if value is None else {"value": value}))
    return score_indicator(Framework.model_validate(FRAME), Indicator.model_validate(node | more), entry)


@pytest.mark.parametrize(("spec", "target", "inputs", "points"), [
    (RATIO, "≥90%", {"达标数": "45", "抽查数": "50"}, "10"), (RATIO, "≥90%", {"达标数": "44件", "抽查数": "50件"}, "8"), (RATIO, "≥90%", {"达标数": "50", "抽查数": "50"}, "10"),
    (RATIO, "≥90%", {"达标数": "51", "抽查数": "50"}, None), (RATIO | {"over_100": "allow"}, "≥90%", {"达标数": "51", "抽查数": "50"}, "10"),
    (RATIO, "≥90%", {"达标数": "44人", "抽查数": "50名"}, "8"), (RATIO, "≥90%", {"达标数": "44件", "抽查数": "50万元"}, None), (RATIO, "≥90%", {"达标数": "44", "抽查数": "50件"}, None),
    (RATIO, "≥90%", {"达标数": "44"}, None), (RATIO, "≥90%", {"达标数": "0", "抽查数": "0"}, None), (RATIO, "≥90%", {"达标数": "-1", "抽查数": "50"}, None),
    (RATIO, "≥90%", {"达标数": "约44", "抽查数": "50"}, None), (RATIO, "≥90%", {"达标数": "≥44", "抽查数": "50"}, None), (RATIO, "≥90%", {"达标数": "多数", "抽查数": "50"}, None),
    (RATIO | {"complement": True}, "≥90%", {"达标数": "4", "抽查数": "50"}, "10"), (RATIO | {"complement": True}, "≥90%", {"达标数": "6", "抽查数": "50"}, "8"),
    (INDEX, "≥90%", {"满意": "80", "基本满意": "10", "不满意": "10"}, "6"), (INDEX, "≥90%", {"满意": "90", "基本满意": "0", "不满意": "10"}, "10"),
    (INDEX | {"base": "发放数"}, "≥80%", {"满意": "80", "基本满意": "10", "不满意": "10", "发放数": "110"}, "8.18"),  # 86 of 110: 78.18%
    (INDEX, "≥90%", {"满意": "80", "基本满意": "10"}, None),
    (GROWTH, "≥5%", {"本年度": "105", "上年度": "100"}, "10"), (GROWTH, "≥5%", {"本年度": "103", "上年度": "100"}, "8"), (GROWTH, "≥5%", {"本年度": "99", "上年度": "100"}, "4"),
    (GROWTH | {"base": "current"}, "≥20%", {"本年度": "125", "上年度": "100"}, "10"), (GROWTH | {"base": "current"}, "≥20%", {"本年度": "100", "上年度": "85"}, "5"),
    (GROWTH | {"decrease": True}, "≥5%", {"本年度": "95", "上年度": "100"}, "10"), (GROWTH | {"decrease": True}, "≥5%", {"本年度": "96", "上年度": "100"}, "9"),
    (GROWTH | {"current": "今年", "previous": "去年"}, "≥5%", {"今年": "102", "去年": "100"}, "7"), (GROWTH, "≥5%", {"本年度": "105", "上年度": "0"}, None),
])  # fmt: skip
def test_values_derived_from_counts(spec, target, inputs, points):
    found = scored(target=target, spec=spec, **inputs)
    assert found.score == (None if points is None else D(points)) and (found.score is not None or found.problems)


@pytest.mark.parametrize(("spec", "target", "value", "points"), [
    (RATIO, "≥90%", "88%", "8"), (RATIO, "≥90%", "101%", None), (RATIO | {"over_100": "allow"}, "≥90%", "101%", "10"), (RATIO, "≥90%", "100%", "10"), (RATIO, "≥90%", "0.88", None),
    (GROWTH, "≥5%", "-1%", "4"), (GROWTH, "≥5%", "120%", "10"), (None, "≥90%", "89%以上", None), (None, "≥90%", "91%以上", "10"), (None, "≥90%", "＞90%", "10"), (None, ">90%", "＞90%", None),
    (None, "≤10%", "≤9%", "10"), (None, "≤10%", "≤11%", None), (None, "≤10%", "9%以上", None), (None, "≥90%", "约95%", None), (None, "≥90%", "80-95%", None), (None, "≥90%", "很高", None),
    (None, "≥90%", "120%", None), (None, "≥90分", "120分", "10"), (None, "≥90分", "88", "8"), (None, "≥90分", "88件", None), (None, "≥90人", "88名", "8"),
])  # fmt: skip
def test_values_taken_as_they_are(spec, target, value, points):
    step = PER_POINT if "%" in target else PER_POINT | {"per": f"1{target[-1]}"}
    assert scored(value, target, step, spec).score == (None if points is None else D(points))


@pytest.mark.parametrize(("outcome", "points", "status"), [("ask", None, "missing"), ("full", "10", "declared"), ("zero", "0", "declared"), ("not_applicable", None, "not_applicable")])  # fmt: skip
def test_what_an_empty_denominator_means_is_declared(outcome, points, status):
    found = scored(spec=RATIO, node={"when_empty": outcome}, 达标数="0", 抽查数="0")
    assert (found.score, found.status) == (None if points is None else D(points), status)


CHECKS = {"kind": "checks", "checks": [{"name": "有制度", "points": "4"}, {"name": "有台账", "points": "6"}]}


@pytest.mark.parametrize(("inputs", "points"), [
    ({"有制度": "是", "有台账": "是"}, "10"), ({"有制度": "是", "有台账": "否"}, "4"), ({"有制度": "否", "有台账": " 是 "}, "6"), ({"有制度": "大体", "有台账": "是"}, None), ({"有制度": True, "有台账": False}, "4"),
    ({"有制度": "是"}, None),
])  # fmt: skip
def test_answers_in_words(inputs, points):
    assert scored(target=None, rule=CHECKS, **inputs).score == (None if points is None else D(points))


def test_what_nobody_asked_for_is_told_and_changes_nothing():
    found = scored("90%", 分子="3")
    assert found.score == 10 and [(p.code, p.severity) for p in found.problems] == [
        ("scoring.unknown_input", "warning")
    ]
    bare = scored(spec=RATIO, 达标数="44", 抽查数="50件")
    assert [p.message for p in bare.problems] == ["“达标数”没有单位"]
    other = scored(spec=RATIO, 达标数="44件", 抽查数="50万元")
    assert [p.message for p in other.problems] == ["“达标数”与“抽查数”的单位不一致"]
    two = scored(spec=RATIO)
    assert two.reason == "缺少数据：达标数、抽查数" and len(two.problems) == 1


def unit(**entry):
    return UnitInput.model_validate(
        {"unit": "x", "unit_name": "某镇", "year": 2024, "framework": "t", "indicators": {"X": entry}}
    )


SYSTEM = Framework.model_validate(
    FRAME
    | {
        "indicators": [
            {"code": "X", "name": "试", "weight": "100", "rule": PER_POINT, "target": "≥90%", "value": RATIO}
        ]
    }
)
WANTED = {"from": {"table": "sheet", "indicator": "达标"}}


def test_a_reference_that_finds_nothing_leaves_the_other_inputs():
    found = score_unit(SYSTEM, unit(inputs={"达标数": WANTED, "抽查数": "50"})).scores["X"]
    assert found.score is None and found.status == "missing" and "引用了清洗后的表" in found.reason
    assert [(item.name, item.written) for item in found.inputs] == [("达标数", ""), ("抽查数", "50")]


def test_references_are_looked_up_one_by_one():
    asked = []

    def resolve(reference):
        asked.append(reference["indicator"])
        return Sourced(value=D(44))

    found = score_unit(SYSTEM, unit(inputs={"达标数": WANTED, "抽查数": "50"}), resolve).scores["X"]
    assert (found.score, asked) == (98, ["达标"])

    def several(reference):
        return {"甲": Sourced(value=D(1))}

    listed = score_unit(SYSTEM, unit(value=WANTED), several).scores["X"]
    assert listed.score is None and "业绩值只能取一个数" in listed.reason

    def nothing(reference):
        raise EvallibError(Problem("scoring.reference", f"没有{reference['indicator']}这一行"))

    both = {"达标数": WANTED, "抽查数": {"from": {"table": "sheet", "indicator": "抽查"}}}
    reasons = score_unit(SYSTEM, unit(inputs=both), nothing).scores["X"].reason
    assert "没有达标这一行" in reasons and "没有抽查这一行" in reasons


def test_what_cannot_be_a_value_is_refused():
    assert (
        Entry.model_validate({"value": True}).value.value == "是"
        and Entry.model_validate({"value": False}).value.value == "否"
    )
    with pytest.raises(ValidationError, match="没有填写数值"):
        Entry.model_validate({"value": None, "inputs": {"达标数": None}})
    assert Entry.model_validate({"published": "9.5"}).published[0].score == D("9.5")
    with pytest.raises(ValidationError):
        Entry.model_validate({"published": "-1"})
    assert Entry.model_validate({"value": {"value": "3", "file": "表", "cell": "C5"}}).value.place == "表 › C5"
    listed = Entry.model_validate({"deficiencies": ["缺目录", "缺封面"], "inputs": {"逐项": {"甲": "1", "乙": "2"}}})
    values, items = listed.supplied()
    assert {name: one.value for name, one in values.items()} == {"问题项数": "2", "逐项·甲": "1", "逐项·乙": "2"}
    assert items == {"逐项": ("甲", "乙")} and values["问题项数"].note == "缺目录；缺封面"
    assert Entry.model_validate({"deficiencies": []}).supplied()[0]["问题项数"].note == "未发现问题"
