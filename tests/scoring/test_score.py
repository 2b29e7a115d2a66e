"""Totals, open scores, re-spread weights, overrides, findings, explanations."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import score

from evallib.model import EvallibError
from evallib.scoring import Entry, Framework, Sourced, UnitInput, find_framework, score_entries, score_unit

D = Decimal


def system(**more):
    leaves = [{"code": f"A{n}", "name": f"甲{n}", "weight": w, "target": "≥90%", "rule": {"kind": "proportional"}}
              for n, w in enumerate(("10", "20", "30"), start=1)]  # fmt: skip
    return Framework.model_validate(
        {
            "id": "t", "name": "试", "valid": {"from": "2024-01-01"},
            "grades": [{"name": "优", "range": "[90, 100]"}, {"name": "良", "range": "[0, 90)"}],
            "indicators": [
                {"code": "A", "name": "甲", "weight": "60", "children": leaves},
                {"code": "B", "name": "乙", "weight": "40", "children": [
                    {"code": "B1", "name": "乙1", "weight": "40",
                     "rule": {"kind": "deficiencies", "deduct_points": "5"}}]},
            ],
            **more,
        }
    )  # fmt: skip


def unit(indicators=None, **more):
    return UnitInput.model_validate(
        {"unit": "x", "unit_name": "某镇", "year": 2024, "framework": "t", "indicators": indicators or {}, **more}
    )


FULL = {"A1": {"value": "90%"}, "A2": {"value": "90%"}, "A3": {"value": "90%"}, "B1": {"deficiencies": []}}


@given(st.lists(st.decimals(min_value=0, max_value=1, places=3), min_size=3, max_size=3), st.integers(0, 9))
def test_totals_equal_the_sum_of_their_children(rates, deficiencies):
    entries = {f"A{n}": Entry.of(rate) for n, rate in enumerate(rates, start=1)}
    entries["B1"] = Entry.of(问题项数=D(deficiencies))
    card = score_entries(system(), entries, unit())
    assert card.levels["A"].score == sum(card.scores[f"A{n}"].score for n in (1, 2, 3))
    assert card.total == card.levels["A"].score + card.levels["B"].score
    assert all(0 <= s.score <= s.weight for s in card.scores.values())


def test_a_missing_value_leaves_the_total_open_and_is_asked_for():
    card = score_unit(system(), unit({**FULL, "A2": {}}))
    assert (card.total, card.grade) == (None, "")
    assert card.bounds == (80, 100)
    assert card.levels["A"].score is None
    assert card.levels["B"].score == 40
    assert "缺少数据：业绩值" in str(card.problems[0])


def test_weights_of_what_does_not_apply_are_respread_among_siblings():
    card = score_unit(system(), unit({**FULL, "A1": {"value": "45%"}, "A3": {"not_applicable": "本年度未安排"}}))
    assert [card.scores[code].weight for code in ("A1", "A2", "A3")] == [20, 40, 0]
    assert [card.scores[code].score for code in ("A1", "A2", "A3")] == [10, 40, None]
    assert card.levels["A"].weight == 60
    assert card.total == 90


def test_an_empty_group_passes_its_weight_to_the_other_groups():
    card = score_unit(system(), unit({**FULL, "B1": {"not_applicable": "无"}}))
    assert card.levels["A"].weight == 100
    assert card.total == 100


def test_rounding_at_the_total_only():
    thirds = {**FULL, "A1": {"value": "30%"}, "A2": {"value": "30%"}, "A3": {"value": "30%"}}
    each = score_unit(system(), unit(thirds))
    once = score_unit(system(rounding={"at": "total", "places": 1}), unit(thirds))
    assert [s.score for s in each.scores.values()][:3] == [D("3.33"), D("6.67"), D("10.00")]
    assert once.total == D("60.0")
    assert once.scores["A1"].score == D(10) * (D("0.30") / D("0.90"))


def test_overrides_need_reason_and_role_and_stay_within_the_weight():
    good = {"score": "3", "reason": "理由", "role": "专家组"}
    card = score_unit(system(), unit({**FULL, "A1": {"value": "90%", "override": good, "published": "3"}}))
    assert (card.scores["A1"].score, card.scores["A1"].literal, card.scores["A1"].status) == (3, 10, "override")
    assert [f.code for f in card.findings] == ["scoring.published_differs"]
    with pytest.raises(EvallibError, match="超出分值"):
        score_unit(system(), unit({"A1": {"override": {**good, "score": "11"}}}))
    for lacking in ("reason", "role"):
        with pytest.raises(ValueError, match=lacking):
            unit({"A1": {"override": {**good, lacking: ""}}})


def test_published_totals_and_grades_are_compared():
    published = [{"level": "A", "score": "59", "where": "表1"}, {"level": "total", "score": "100"},
                 {"level": "total", "grade": "良", "where": "结论"}]  # fmt: skip
    card = score_unit(system(), unit(FULL, published=published))
    assert [(f.code, f.indicator, f.where) for f in card.findings] == [
        ("scoring.total_differs", "A", "表1"), ("scoring.grade_differs", "total", "结论"),
    ]  # fmt: skip


def test_unknown_indicators_and_inputs_are_named():
    with pytest.raises(EvallibError, match="A1"):
        score_unit(system(), unit({"A11": {"value": "90%"}}))
    card = score_unit(system(), unit({**FULL, "A1": {"value": "90%", "inputs": {"分子": "1"}}}))
    assert "用不到“分子”" in card.problems[0].message
    assert card.total == 100


@pytest.mark.slow
def test_explanation_holds_rule_numbers_steps_and_source():
    card = score("huacao", 2023)[0]
    why = card.explain("C213")
    text = str(why)
    assert "扣权重 2%" in why.rule_text
    assert [(item.name, item.value) for item in why.inputs] == [("已处置案件数量", "38581"), ("上报案件数量", "38935")]
    assert why.steps[0].filled == "38581 ÷ 38935"
    assert why.steps[-1].result == "1.9636"
    assert "案件与四率.xlsx › 案件状态 › C4" in text
    assert "采用得分：1.96" in text
    with pytest.raises(EvallibError, match="C213"):
        card.explain("C2133")


def test_a_source_cell_is_carried_into_the_trace():
    value = {"value": "81%", "file": "表.xlsx", "sheet": "汇总", "cell": "C5"}
    card = score_unit(system(), unit({**FULL, "A1": {"value": value}}))
    assert card.explain("A1").inputs[0].source == "表.xlsx › 汇总 › C5"


def test_references_to_clean_tables_are_resolved():
    asked = []

    def resolve(reference):
        asked.append(dict(reference))
        return Sourced(value=D("0.45"), file="clean.parquet", sheet="四率", cell="B2")

    supplied = unit({**FULL, "A1": {"value": {"from": {"table": "four_rates", "indicator": "市民满意率"}}}})
    card = score_unit(system(), supplied, resolve)
    assert card.scores["A1"].score == 5
    assert asked == [{"table": "four_rates", "indicator": "市民满意率"}]
    unresolved = score_unit(system(), supplied).scores
    assert unresolved["A1"].status == "missing" and "引用了清洗后的表" in unresolved["A1"].reason
    assert all(score.status != "missing" for code, score in unresolved.items() if code != "A1")


@pytest.mark.slow
def test_frame_and_dict_say_the_same():
    card = score("huacao", 2023)[0]
    frame, data = card.to_frame(), card.to_dict()
    assert list(frame["code"]) == [item["code"] for item in data["indicators"]]
    assert [float(s) for s in frame["score"]] == [item["score"] for item in data["indicators"]]
    assert data["levels"][0] == {
        "code": "A", "name": "部门决策", "depth": 1, "weight": 14.0, "score": 13.5, "score_rate": 0.9643,
    }  # fmt: skip


def test_a_trace_says_which_condition_held():
    framework = find_framework("huacao-department-2023")
    leaf = framework.path("A11")[-1]
    card = score_entries(
        framework, {"A11": Entry.of("明确")}, UnitInput(unit="", unit_name="", year=2023, framework="")
    )
    (step,) = card.explain(leaf.code).steps
    assert step.parts == [step.formula, "2（因业绩值为“明确”）"]
    assert "之一则明确得分" in step.formula  # one list of words, not a chain of 或
    (_, undecided) = card.explain("C311").steps
    assert undecided.parts == [undecided.formula]  # no value was handed in: the formula, once, and nothing made of it
    asked = score_entries(framework, {"C311": Entry.of("-12.61%")}, card.unit).explain("C311")
    assert asked.steps[-1].filled.endswith("（-12.61% ≥ 5% 不成立）")
    assert "待定 = " not in str(asked)
