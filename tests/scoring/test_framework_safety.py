"""What a framework may not do in silence: more or less than its weight, text beside another rule, points beyond 100."""

from decimal import Decimal

import pytest

from evallib.model import EvallibError
from evallib.scoring import (
    Entry,
    Framework,
    UnitInput,
    check_framework,
    disagreement,
    find,
    find_framework,
    list_frameworks,
    score_indicator,
    score_unit,
)

GRADES = [{"name": "优", "range": "[90, 100]"}, {"name": "其他", "range": "[0, 90)"}]


def framework(*indicators, **more):
    data = {
        "id": "f",
        "name": "体系",
        "valid": {"from": "2020-01-01"},
        "grades": GRADES,
        "indicators": list(indicators),
    }
    return Framework.model_validate(data | more)


def leaf(code="A", weight=100, **more):
    return {"code": code, "name": f"指标{code}", "weight": str(weight), **more}


def tiers(*points):
    return {
        "kind": "tiers",
        "tiers": [{"when": [word], "points": str(p)} for word, p in zip("甲乙丙", points, strict=False)],
    }


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (tiers(120, 0), "最高档“甲” 120 大于分值 100"),
        (tiers(80, 0), "最高档“甲” 80 小于分值 100，得不到满分"),
        (
            {"kind": "checks", "checks": [{"name": "一", "points": "60"}, {"name": "二", "points": "60"}]},
            "要点合计 120 大于分值 100",
        ),
        (
            {
                "kind": "qualitative",
                "levels": [
                    {"name": "达成", "low": "70%", "high": "90%"},
                    {"name": "未达成", "low": "0%", "high": "60%"},
                ],
            },
            "最高一档“达成” 90 小于分值 100，得不到满分",
        ),
        ({"kind": "ranges", "ranges": [{"from": "90%", "points": "110"}, {"points": "0"}]}, "最高段 110 大于分值 100"),
    ],
)
def test_the_highest_points_equal_the_weight(rule, told):
    problems = [p for p in check_framework(framework(leaf(rule=rule))) if p.code == "framework.attainable"]
    assert len(problems) == 1
    assert told in problems[0].message


def part(name, points, rule):
    return {"name": name, "points": str(points), "rule": rule}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"kind": "sum", "parts": [part("制度", 60, tiers(80, 0)), part("台账", 40, tiers(40, 0))]}, "部分“制度”的最高档“甲” 80 大于分值 60"),
        ({"kind": "sum", "parts": [part("制度", 60, tiers(50, 0)), part("台账", 40, tiers(40, 0))]}, "部分“制度”的最高档“甲” 50 小于分值 60"),
        ({"kind": "either", "options": [part("制度", 100, tiers(120, 0)), part("台账", 80, tiers(80, 0))]}, "部分“制度”的最高档“甲” 120 大于分值 100"),
        (
            {"kind": "printed", "text": "有台账得80分", "reading": {"kind": "parts", "parts": [
                {"name": "台账", "weight": "60", "rule": {"kind": "words", "tiers": [{"words": ["有"], "give": {"points": "80"}}]}},
                {"name": "制度", "weight": "40", "rule": {"kind": "met"}},
            ]}},
            "部分“台账”的最高档 80 大于分值 60",
        ),
    ],
)  # fmt: skip
def test_the_parts_of_a_rule_are_held_to_their_points_too(rule, told):
    problems = [p for p in check_framework(framework(leaf(rule=rule))) if p.code == "framework.attainable"]
    assert [told in p.message for p in problems] == [True]


def test_a_ceiling_other_than_the_weight_is_told():
    rule = {"kind": "proportional", "cap": "120%"}
    problems = [
        p for p in check_framework(framework(leaf(target="=100%", rule=rule))) if p.code == "framework.attainable"
    ]
    assert ["最多 120 大于分值 100" in p.message for p in problems] == [True]


def adjustment(kind, cap, rule, **more):
    return {"code": "K", "name": "加扣分", "kind": kind, "cap": str(cap), "rule": rule, **more}


STEPS = {
    "kind": "steps",
    "unit": "%",
    "per": "1",
    "bad": "below",
    "target": "100",
    "counting": "proportional",
    "deduct": {"points": "1"},
}


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (adjustment("deduction", 40, {"kind": "printed", "text": "完成率100%得满分，每低1个百分点扣1分", "reading": STEPS}), "framework.deduction"),
        (adjustment("deduction", 40, {"kind": "checks", "checks": [{"name": "有制度", "points": "40"}]}), "framework.deduction"),
        (
            adjustment("deduction", 40, {"kind": "ranges", "ranges": [{"from": "95%", "points": "40"}, {"points": "0"}]}, target="100%"),
            "framework.deduction",
        ),
        (adjustment("bonus", 5, tiers(10, 0)), "framework.attainable"),
    ],
)  # fmt: skip
def test_what_is_added_or_taken_beside_the_hundred_is_held_to_its_cap_and_its_direction(item, code):
    found = check_framework(framework(leaf(rule=tiers(100, 0)), adjustments=[item]))
    assert [p.code for p in found if p.severity == "error"] == [code]


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="结束早于开始"):
        framework(leaf(rule=tiers(100, 0)), valid={"from": "2025-01-01", "to": "2024-01-01"})


def test_a_number_of_the_text_that_a_rule_of_parts_does_not_hold_is_told():
    rule = {"kind": "sum", "parts": [part("制度", 60, {"kind": "checks", "checks": [{"name": "有制度", "points": "60"}]}),
                                     part("偏差", 40, {"kind": "band", "tolerance": "10%", "deduct_points": "2"})]}  # fmt: skip
    said = "1、有制度得60分；2、偏差在±{}以内得40分，每增减1%扣2分"
    targets = [dict(one, target="100%") if one["name"] == "偏差" else one for one in rule["parts"]]
    for tolerance, count in (("10%", 0), ("5%", 1)):
        system = framework(leaf(rule={"kind": "sum", "parts": targets}, rule_text=said.format(tolerance)))
        found = [p.message for p in check_framework(system, texts=True) if p.code == "framework.text_differs"]
        assert len(found) == count
        assert all("“5%”" in message for message in found)


def test_a_deduction_that_takes_everything_from_those_who_reach_the_target_is_refused():
    deduction = {
        "code": "K",
        "name": "扣分",
        "kind": "deduction",
        "cap": "40",
        "target": "100%",
        "rule": {"kind": "linear", "deduct_points": "1"},
    }
    found = [
        p
        for p in check_framework(framework(leaf(rule=tiers(100, 0)), adjustments=[deduction]))
        if p.severity == "error"
    ]
    assert [p.code for p in found] == ["framework.deduction"]


def test_a_text_that_says_more_than_the_rule_takes_is_told_with_a_value():
    text = "执行率≥95%得满分，每低1个百分点扣权重的{}"
    same = framework(leaf(target="≥95%", rule_text=text.format("5%"), rule={"kind": "linear", "deduct_share": "5%"}))
    other = framework(
        leaf(
            target="≥95%",
            rule_text=text.format("10%"),
            rule={"kind": "linear", "deduct_share": "5%"},
        )
    )
    assert disagreement(same.leaves[0]) is None
    differs = disagreement(other.leaves[0])
    assert differs is not None
    assert differs.by_text < differs.by_rule
    assert [p.severity for p in check_framework(other, texts=True) if p.code == "framework.text_differs"] == ["warning"]
    card = score_unit(
        other, UnitInput(unit="u", unit_name="某镇", year=2024, framework="f", indicators={"A": Entry.of("93%")})
    )
    assert "scoring.text_differs" in {finding.code for finding in card.findings}


def test_a_changed_text_never_leaves_the_rule_that_was_read_before():
    reading = {"kind": "judgement", "why": "综合评定"}
    changed = framework(
        leaf(rule_text="改过的话，综合评定", rule={"kind": "printed", "reading": reading, "text": "综合评定"})
    )
    assert [p.code for p in check_framework(changed, texts=True)] == ["framework.text_changed"]


def test_points_beyond_full_marks_are_told():
    bonus = {
        "code": "J",
        "name": "加分",
        "kind": "bonus",
        "cap": "5",
        "rule": {"kind": "items", "items": [{"name": "赛事", "points": "1"}]},
    }
    system = framework(leaf(rule=tiers(100, 0)), adjustments=[bonus])
    entries = {"A": Entry.of("甲"), "J": Entry.of(None, 赛事次数="5")}
    card = score_unit(system, UnitInput(unit="u", unit_name="某镇", year=2024, framework="f", indicators=entries))
    assert card.total == Decimal(100)
    assert [f.message for f in find(card) if f.code == "scoring.bonus_cut"] == [
        "加分后为 105.00 分，超过满分 5.00 分的部分未计入总分"
    ]


def test_a_year_outside_the_period_is_told():
    system = framework(leaf(rule=tiers(100, 0)))
    card = score_unit(
        system, UnitInput(unit="u", unit_name="某镇", year=2016, framework="f", indicators={"A": Entry.of("甲")})
    )
    assert "scoring.outside_period" in {f.code for f in card.findings}


@pytest.mark.parametrize(("above", "below", "told"), [("80", "1000000元", "没有单位"), ("80件", "100人", "单位不一致")])
def test_units_of_a_rate_must_agree(above, below, told):
    system = framework(
        leaf(
            target="=100%",
            value={"kind": "ratio", "numerator": "执行数", "denominator": "预算数"},
            rule={"kind": "proportional"},
        )
    )
    score = score_indicator(system, system.leaves[0], Entry.of(None, 执行数=above, 预算数=below))
    assert score.score is None
    assert told in score.reason
    fine = score_indicator(system, system.leaves[0], Entry.of(None, 执行数="80万元", 预算数="1000000元"))
    assert fine.score == Decimal("80.00")


@pytest.mark.slow
def test_the_shipped_frameworks_hold():
    for system in list_frameworks():
        assert list(check_framework(system, texts=True)) == [], system.id
    with pytest.raises(EvallibError):
        find_framework("没有这个体系")


def test_a_framework_of_ones_own_is_found_by_name_and_before_a_shipped_one(tmp_path):
    own = tmp_path / "project-self-evaluation.yaml"
    own.write_text(
        "id: project-self-evaluation\nname: 本镇自评表\nsource: 自拟\nvalid: {from: 2020-01-01}\n"
        'grades: [{name: 优, range: "[90, 100]"}, {name: 其他, range: "[0, 90)"}]\n'
        "indicators:\n  - {code: A, name: 制度, weight: 100, rule: {kind: deficiencies, deduct_points: 5}}\n",
        encoding="utf-8",
    )
    assert find_framework("project-self-evaluation", tmp_path).name == "本镇自评表"
    assert find_framework("project-self-evaluation").name != "本镇自评表"


def test_a_framework_beside_the_data_is_found_by_name_and_scoring_files_are_none(tmp_path):
    from evallib.scoring import to_yaml

    own = framework(leaf(rule=tiers(100, 0)))
    (tmp_path / "f.yaml").write_text(to_yaml(own), "utf-8")
    (tmp_path / "scoring.yaml").write_text("unit: a\n", "utf-8")
    assert find_framework("f", tmp_path).name == "体系"
    with pytest.raises(EvallibError, match="没有指标体系") as refused:
        find_framework("g", tmp_path)
    assert "scoring" not in refused.value.problems[0].advice.replace("project-self-evaluation", "")
    assert [one.id for one in list_frameworks(tmp_path)].count("f") == 1


def test_the_terms_of_a_national_framework_and_its_local_practice_are_told_where_a_score_is_explained():
    framework = find_framework("national-project-2020")
    given = {"实际完成时间": "198天", "计划完成时间": "180天"}
    entry = Entry.model_validate({"inputs": {name: {"value": value} for name, value in given.items()}})
    unit = UnitInput(unit="a", unit_name="甲", year=2021, framework=framework.id, indicators={"C31": entry})
    told = str(score_unit(framework, unit).explain("C31"))
    assert "指标说明：实际完成时间：" in told
    assert "注：计分办法是各地评分表的常见做法，文件没有规定。" in told
    assert "采用得分：3.50" in told
