"""What a reader sees of a score: formulas with their brackets, numbers, why a score is as it is, and full marks that a rule can give."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from evallib.scoring import (
    Ask,
    Entry,
    Framework,
    Indicator,
    Ref,
    Rule,
    UnitInput,
    branch,
    call,
    day_from,
    day_number,
    evaluate,
    goal_value,
    lift,
    misfits,
    one_of,
    score_entries,
    show,
    written,
)

D = Decimal
A, B, C = Ref("a"), Ref("b"), Ref("c")
GOOD, FAIR = call("same", A, "优"), call("same", B, "良")
FORMULAS = [
    (A * B * C, "a × b × c", "a*b*c"), (A * (B * C), "a × b × c", "a*b*c"), (A + (B + C), "a + b + c", "a+b+c"), (A / B / C, "a ÷ b ÷ c", "a/b/c"), (A / B * C, "a ÷ b × c", "a/b*c"),
    ((A - B) * C, "(a − b) × c", "(a-b)*c"), (A * B - C / A, "a × b − c ÷ a", "a*b-c/a"), (A / (B + C), "a ÷ (b + c)", "a/(b+c)"), (A - B * C, "a − b × c", "a-b*c"),
    (call("and", call("or", GOOD, FAIR), call("gt", C, 0)), "(a 为“优” 或 b 为“良”) 且 c ＞ 0", 'AND(OR(a="优",b="良"),ROUND(c-0,9)>0)'),
    (call("or", call("and", GOOD, FAIR), call("gt", C, 0)), "(a 为“优” 且 b 为“良”) 或 c ＞ 0", 'OR(AND(a="优",b="良"),ROUND(c-0,9)>0)'),
    (call("if", call("or", GOOD, FAIR), B, C), "若a 为“优” 或 b 为“良”则b，否则c", 'IF(OR(a="优",b="良"),b,c)'),
    (call("if", GOOD, A + B, call("if", FAIR, C, 0)), "若a 为“优”则a + b，否则若b 为“良”则c，否则0", 'IF(a="优",a+b,IF(b="良",c,0))'),
    (call("max", A - B, 0) * C, "较大者(a − b，0) × c", "MAX(a-b,0)*c"), (call("ge", A * B, C / A), "a × b ≥ c ÷ a", "ROUND(a*b-c/a,9)>=0"), (call("ge", A + B, C), "a + b ≥ c", "ROUND(a+b-c,9)>=0"),
    (A + B + C, "a + b + c", "a+b+c"), (A - B - C, "a − b − c", "a-b-c"), (A - (B - C), "a − (b − c)", "a-(b-c)"), (A - (B + C), "a − (b + c)", "a-(b+c)"),
    (A + (B - C), "a + b − c", "a+b-c"), (A * B / C, "a × b ÷ c", "a*b/c"), (A / (B * C), "a ÷ (b × c)", "a/(b*c)"), (A / (B / C), "a ÷ (b ÷ c)", "a/(b/c)"),
    (A * (B / C), "a × b ÷ c", "a*b/c"), (A * (B + C), "a × (b + c)", "a*(b+c)"), (A + B * C, "a + b × c", "a+b*c"), ((A + B) / C, "(a + b) ÷ c", "(a+b)/c"),
    (call("min", A + B, C), "较小者(a + b，c)", "MIN(a+b,c)"), (call("max", A, 0), "较大者(a，0)", "MAX(a,0)"), (call("abs", A - B), "绝对值(a − b)", "ABS(a-b)"),
    (call("floor", A / B), "只取整数(a ÷ b)", "INT(ROUND(a/b,9))"), (call("ceil", A), "不足一步按一步(a)", "-INT(-ROUND(a,9))"),
    (call("ge", A, B - C), "a ≥ (b − c)", "ROUND(a-(b-c),9)>=0"), (call("gt", A - B, C), "a − b ＞ c", "ROUND(a-b-c,9)>0"), (call("le", A, B), "a ≤ b", "ROUND(a-b,9)<=0"),
    (call("lt", A, B + C), "a ＜ (b + c)", "ROUND(a-(b+c),9)<0"), (call("same", A, "是"), "a 为“是”", 'a="是"'),
    (call("or", call("same", A, "优"), call("same", A, "良")), "a 为“优”、“良”之一", 'OR(a="优",a="良")'),
    (call("or", call("same", A, "优"), call("same", B, "良")), "a 为“优” 或 b 为“良”", 'OR(a="优",b="良")'),
    (call("and", call("ge", A, B), call("le", A, C)), "a ≥ b 且 a ≤ c", "AND(ROUND(a-b,9)>=0,ROUND(a-c,9)<=0)"),
    (call("if", call("gt", A, 0), B, C), "若a ＞ 0则b，否则c", "IF(ROUND(a-0,9)>0,b,c)"), (Ask("酌情"), "待定（酌情）", "NA()"),
    (call("if", call("gt", A, 0), call("if", call("lt", A, B), B, C), 0), "若a ＞ 0则(若a ＜ b则b，否则c)，否则0", "IF(ROUND(a-0,9)>0,IF(ROUND(a-b,9)<0,b,c),0)"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "text", "excel"), FORMULAS)
def test_formulas_have_the_brackets_they_need(formula, text, excel):
    assert written(formula, str) == text
    assert written(formula, str, excel=True) == excel


@pytest.mark.parametrize(
    ("op", "truth"),
    [
        ("ge", (False, True, True)),
        ("gt", (False, False, True)),
        ("le", (True, True, False)),
        ("lt", (True, False, False)),
        ("same", (False, True, False)),
    ],
)
def test_comparisons_on_and_beside_their_edge(op, truth):
    assert tuple(evaluate(call(op, A, D(5)), {"a": D(n)}) for n in (4, 5, 6)) == truth


@pytest.mark.parametrize(
    ("a", "b", "either", "both"),
    [(True, True, True, True), (True, False, True, False), (False, True, True, False), (False, False, False, False)],
)
def test_or_and_and(a, b, either, both):
    env = {"a": a, "b": b}
    assert (bool(evaluate(call("or", A, B), env)), bool(evaluate(call("and", A, B), env))) == (either, both)


@pytest.mark.parametrize(("value", "style", "text"), [
    ("0.990908", "percent", "99.0908%"), ("0.99090849", "percent", "99.0908%"), ("0.9909085", "percent", "99.0909%"), ("2.0000", "number", "2"), ("100", "number", "100"),
    ("0.5", "points", "0.5"), ("45291", "date", "2023-12-31"), ("1.23456", "number", "1.2346"),
])  # fmt: skip
def test_numbers_as_a_reader_sees_them(value, style, text):
    assert show(D(value), style) == text


def test_days_are_those_of_excel():
    assert day_number(date(2023, 12, 31)) == 45291 and day_number(date(1900, 3, 1)) == 61
    assert day_from(D(45291)) == date(2023, 12, 31)


def test_which_branch_holds():
    first, second = call("gt", A, D(10)), call("gt", A, D(5))
    formula = call("if", first, B, call("if", second, C, 0))
    assert branch(formula, {"a": D(11)}) == (first, B) and branch(formula, {"a": D(6)}) == (second, C)
    assert branch(formula, {"a": D(5)}) == (None, lift(0)) and branch(B, {}) == (None, B)
    assert one_of(call("same", A, "优")) == (A, ["优"]) and one_of(call("ge", A, B)) is None


def framework(*leaves, **more):
    return Framework.model_validate({
        "id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": [{"name": "优", "range": "[90, 100]"}, {"name": "其他", "range": "[0, 90)"}],
        "indicators": list(leaves), **more,
    })  # fmt: skip


def leaf(code, weight, rule, **more):
    return {"code": code, "name": f"指标{code}", "weight": weight, "rule": rule, **more}


LINEAR = leaf(
    "A", "60", {"kind": "linear", "deduct_share": "2%"}, target="≥90%", rule_text="≥90%得满分，每低1%扣权重的2%"
)
COUNT = leaf("B", "40", {"kind": "deficiencies", "deduct_points": "5", "veto": "违规"})
UNIT = UnitInput.model_validate({"unit": "x", "unit_name": "某镇", "year": 2024, "framework": "t", "indicators": {}})


def card(a=None, **b):
    entries = {"A": Entry.model_validate(a or {}), "B": Entry.model_validate({"inputs": b} if b else {})}
    return score_entries(framework(LINEAR, COUNT), entries, UNIT)


def test_why_a_score_is_as_it_is():
    told = str(card({"value": "87.5%", "evidence": "抽查表"}, 问题项数="1").explain("A")).split("\n")
    assert told == [
        "A 指标A",
        "  分值 60，规则类型：每差1%扣分",
        "  评分标准：≥90%得满分，每低1%扣权重的2%",
        "  数据  业绩值 = 87.5%",
        "  依据  抽查表",
        "  步骤  与目标的差距 = 较大者(目标值 − 业绩值，0)",
        "        = 较大者(90% − 87.5%，0) = 2.5%",
        "  步骤  扣分 = 与目标的差距 ÷ 每步 × 每步扣权重 × 分值",
        "        = 2.5% ÷ 1% × 2% × 60 = 3",
        "  步骤  得分 = 较大者(分值 − 扣分，0)",
        "        = 较大者(60 − 3，0) = 57",
        "  按规则得分：57.00",
        "  采用得分：57.00",
    ]


def test_where_figures_come_from():
    given = {
        "value": {"value": "87.5%", "file": "表.xlsx", "sheet": "汇总", "cell": "C5", "note": "取第三季度"},
        "source": "统计月报",
    }
    told = str(card(given, 问题项数="1").explain("A")).split("\n")
    assert "  数据  业绩值 = 87.5%　来源：表.xlsx › 汇总 › C5" in told and told[
        told.index("        取第三季度") - 1
    ].startswith("  数据")
    plain = card({"value": "87.5%", "source": "统计月报"}, 问题项数="1").explain("A")
    assert (plain.inputs[0].source, plain.inputs[0].note, plain.inputs[0].written) == ("统计月报", "", "87.5%")
    assert card({"source": "统计月报"}, 问题项数="1").explain("A").inputs[0].source == ""
    assert "  数据  业绩值 = 87.5%（填报为“875‰”）" in str(card({"value": "875‰"}, 问题项数="1").explain("A")).split(
        "\n"
    )
    data = plain.to_dict()
    assert (data["weight"], data["literal"], data["score"], data["override"]) == ("60", "57.00", "57.00", None)
    assert [one["name"] for one in data["parameters"]] and all(
        one["source"] == "指标体系" for one in data["parameters"]
    )
    open_ = card({}, 问题项数="1").explain("A").to_dict()
    assert (open_["literal"], open_["score"]) == (None, None) and open_["questions"]


def test_why_there_is_no_score_and_what_a_person_gave_instead():
    told = str(card({}, 问题项数="1").explain("A")).split("\n")
    assert "  数据  业绩值 = 未提供" in told and "  采用得分：待补充" in told
    assert "  按规则得分：无法计算（缺少数据：业绩值）" in told and told[-1].startswith("  需要补充：")
    override = {"score": "50", "reason": "材料不全", "role": "评价组"}
    judged = str(
        card({"override": override, "published": [{"score": "48", "where": "第3页"}]}, 问题项数="1").explain("A")
    ).split("\n")
    assert (
        "  人工评定：50，理由：材料不全（评价组）" in judged
        and "  公布得分：48（第3页）" in judged
        and "  采用得分：50" in judged
    )


def test_conditions_are_told_with_the_one_that_holds():
    veto = str(card({"value": "90%"}, 问题项数="1", 违规="是").explain("B"))
    assert "= 0（因违规为“是”）" in veto and "采用得分：0.00" in veto
    plain = str(card({"value": "90%"}, 问题项数="1").explain("B"))
    assert "较大者(40 − 5，0)（条件都不符合）" in plain and "= 35" in plain


def test_rows_levels_and_dictionaries_of_a_card():
    tree = framework({"code": "甲", "name": "一级", "weight": "100", "children": [LINEAR, COUNT]})
    entries = {"A": Entry.of("87.5%"), "B": Entry.of(问题项数=D(2))}
    scored = score_entries(tree, entries, UNIT)
    rows = list(scored.rows())
    assert [(row["code"], row["level1"], row["level2"], row["level3"], row["level4"]) for row in rows] == [
        ("A", "甲 一级", "A 指标A", "", ""), ("B", "甲 一级", "B 指标B", "", "")]  # fmt: skip
    assert [(row["score"], row["lost"], row["score_rate"]) for row in rows] == [(57, 3, D("0.95")), (30, 10, D("0.75"))]
    assert (scored.total, scored.grade, scored.bounds) == (87, "其他", (87, 87))
    data = scored.to_dict()
    assert data["levels"] == [
        {"code": "甲", "name": "一级", "depth": 1, "weight": 100.0, "score": 87.0, "score_rate": 0.87}
    ]
    assert [(one["code"], one["weight"], one["score"], one["lost"], one["score_rate"]) for one in data["indicators"]] == [
        ("A", 60.0, 57.0, 3.0, 0.95), ("B", 40.0, 30.0, 10.0, 0.75)]  # fmt: skip
    assert (data["kind"], data["total"], data["bounds"]) == ("评分", 87.0, [87.0, 87.0])


def rule(**data):
    return TypeAdapter(Rule).validate_python(data)


def tier(word, points=None):
    return {"when": [word]} | ({} if points is None else {"points": points})


def printed(**reading):
    return rule(kind="printed", text="见细则", reading=reading)


THING = {"name": "表扬", "unit": "次", "sign": "-", "amount": {"points": "1"}, "stated": True}
MOST = [
    (rule(kind="tiers", tiers=[tier("优", "2"), tier("差", "0")]), "最高档“优”", "2"), (rule(kind="tiers", tiers=[tier("优", "10"), tier("差")]), "最高档“优”", "10"),
    (rule(kind="tiers", tiers=[tier("优"), tier("差", "0")]), None, None), (rule(kind="tiers", tiers=[tier("优"), tier("差")]), None, None),
    (rule(kind="ranges", ranges=[{"from": "90%", "points": "8"}, {"points": "1"}]), "最高段", "8"), (rule(kind="checks", checks=[{"name": "甲", "points": "3"}, {"name": "乙", "points": "4"}]), "要点合计", "7"),
    (rule(kind="checks", checks=[{"name": "甲"}, {"name": "乙"}]), None, None), (rule(kind="linear", deduct_points="1"), None, None),
    (rule(kind="sum", parts=[{"name": n, "points": p, "rule": {"kind": "judgement"}} for n, p in (("甲", "4"), ("乙", "5"))]), "各部分合计", "9"),
    (rule(kind="either", options=[{"name": n, "points": p, "rule": {"kind": "judgement"}} for n, p in (("甲", "4"), ("乙", "5"))]), "分值最高的算法", "5"),
    (printed(kind="parts", parts=[{"name": n, "weight": w, "rule": {"kind": "met"}} for n, w in (("甲", "4"), ("乙", "5"))]), "各部分合计", "9"),
    (printed(kind="parts", choose="best", parts=[{"name": "甲", "weight": "4", "rule": {"kind": "met"}}]), None, None),
    (printed(kind="ranges", measure="value", unit="%", rows=[{"span": {"low": "90", "low_in": True}, "give": {"points": "8"}}], **{"else": {"points": "1"}}), "最高档", "8"),
    (printed(kind="ranges", measure="value", unit="%", rows=[{"span": {"low": "90", "low_in": True}, "give": {"points": "8"}}], **{"else": {"full": True}}), "最高档", "10"),
    (printed(kind="words", tiers=[{"words": ["优"], "give": {"deduct": {"points": "1"}}}, {"words": ["差"], "give": {"share": "0.2"}}]), "最高档", "9"),
    (printed(kind="words", tiers=[{"words": ["优"], "give": {"deduct": {"share": "0.3"}}}]), "最高档", "7"),
    (printed(kind="words", tiers=[{"words": ["优"], "give": {"points": "9"}}, {"words": ["差"], "give": {"judgement": True}}]), None, None),
    (printed(kind="line", unit="%", anchors=[["60", "6"], ["100", "9"]]), "最高一点", "9"), (printed(kind="met"), None, None),
    (printed(kind="parts", pool=True, parts=[{"name": "甲", "weight": "10", "text": "甲", "rule": {"kind": "met"}}]), "不扣分时", "10"),
    (printed(kind="items", base="0", cap="5", types=[THING | {"sign": "+"}]), "加分上限", "5"), (printed(kind="items", base="0", types=[THING | {"sign": "+"}]), None, None),
    (printed(kind="items", cap="5", types=[THING]), None, None), (printed(kind="items", cap="5", base="2", types=[THING, THING | {"sign": "+"}]), "加分上限", "5"),
    (printed(kind="ranges", measure="value", unit="%", rows=[{"span": {"low": "90", "low_in": True}, "give": {"share": "1/3"}}]), "最高档", "3.333333333333333333333333333"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "what", "most"), MOST)
def test_the_most_that_a_rule_can_give(one, what, most):
    assert one.highest(D(10)) == (None if what is None else (what, D(most)))


@pytest.mark.parametrize(("points", "word"), [("9", "小于分值 10，得不到满分"), ("11", "大于分值 10"), ("10", None)])
def test_full_marks_that_do_not_fit_the_weight(points, word):
    node = Indicator.model_validate(leaf("A", "10", {"kind": "tiers", "tiers": [tier("优", points), tier("差", "0")]}))
    found = next(misfits(node.rule, node.weight), None)
    assert found is None if word is None else (word in found[0] and found[1:] == (points, "10"))


@pytest.mark.parametrize(("target", "value", "expected"), [
    ("≤4", "4", ("≤4", "4", True, "")), ("≥95%", "96%", ("≥95%", "96%", False, "")), ("≥95%", "96", ("≥95%", "96%", False, "")), ("80-90%", "85%", ("≥80%", "85%", False, "")),
    ("80-90", "85", ("≥80", "85", True, "")), ("80-90%", "90%", ("≥80%", "90%", False, "")), ("9月前", "7月", ("2023年8月31日前", "2023年7月31日", False, "")),
    ("12月底前", "按时完成", ("2023年12月31日前", "2023年12月31日", False, "")), ("明显提升", "显著提高", ("明显提升", "达成指标", False, "")), ("明显提升", "未完成", ("明显提升", "未达成", False, "")),
    ("明显提升", "部分达成", ("明显提升", "部分达成", False, "")), ("13大类144小类", "13大类140小类", ("13大类144小类", "13大类140小类", False, "")), ("≥95%", None, ("≥95%", None, False, "没有填写完成值")),
    ("3公里", "3200米", ("3公里", "3200米", False, "")),
])  # fmt: skip
def test_targets_and_results_of_a_form(target, value, expected):
    found = goal_value(target, value, 2023)
    assert (found.target, found.value, found.counted, found.question) == expected


@pytest.mark.parametrize(
    ("target", "value"), [("约6台", "6台"), ("80-90%", "91%"), ("≥80元", "80件"), ("明显提升", "有所提升"), ("", "5")]
)
def test_what_a_form_leaves_open_is_asked(target, value):
    assert goal_value(target, value, 2023).question


def models(root):
    for one in root.__subclasses__():
        yield one
        yield from models(one)


def test_what_is_read_is_never_changed_and_holds_nothing_unknown():
    found = [one for one in models(BaseModel) if one.__module__.startswith("evallib.scoring.framework")]
    assert len(found) > 20
    for one in found:
        assert one.model_config.get("extra") == "forbid" and one.model_config.get("frozen") is True, one
    with pytest.raises(ValidationError):
        rule(kind="met", unknown="1")


@pytest.mark.parametrize("data", [
    {"kind": "band", "tolerance": "很小", "deduct_points": "1"}, {"kind": "band", "tolerance": "-5%", "deduct_points": "1"}, {"kind": "linear", "deduct_points": "1", "per": "0天"},
    {"kind": "linear", "deduct_points": "1", "per": "几天"}, {"kind": "ranges", "ranges": [{"from": "90%", "points": "1"}, {"from": "90%", "points": "1"}, {"points": "0"}]},
    {"kind": "ranges", "ranges": [{"from": "很高", "points": "1"}, {"points": "0"}]}, {"kind": "ranges", "ranges": [{"from": "90%", "points": "2"}, {"points": "1"}, {"points": "0"}]},
    {"kind": "ranges", "ranges": [{"from": "95%", "points": "2"}, {"from": "90%", "points": "1"}]}, {"kind": "ranges", "ranges": [{"points": "2"}, {"from": "90%", "points": "1"}]},
    {"kind": "ranges", "ranges": [{"from": "80%", "points": "2"}, {"from": "90%", "points": "1"}, {"points": "0"}]}, {"kind": "ranges", "ranges": [{"from": "80", "points": "2"}, {"points": "0"}]},
    {"kind": "tiers", "tiers": [{"when": ["好"], "points": "2"}]}, {"kind": "tiers", "tiers": [{"when": ["好"], "points": "2"}, {"when": ["好", "差"], "points": "1"}]},
    {"kind": "checks", "checks": [{"name": "甲", "points": "2"}, {"name": "乙"}]}, {"kind": "deficiencies"}, {"kind": "deficiencies", "deduct_points": "1", "deduct_share": "2%"},
    {"kind": "threshold", "limit_input": "甲", "value_input": "乙"}, {"kind": "threshold", "op": "≤"},
    {"kind": "tiers", "tiers": [{"when": ["好"], "points": "-1"}, {"when": ["差"]}]}, {"kind": "proportional", "cap": "2"},
])  # fmt: skip
def test_rules_that_make_no_sense_are_refused(data):
    with pytest.raises(ValidationError):
        rule(**data)


@pytest.mark.parametrize(
    ("printed_", "inside", "outside"),
    [
        ("[80, 90)", ("80", "89.99"), ("79.99", "90")),
        ("(80, 90]", ("80.01", "90"), ("80", "90.01")),
        ("[0, 100]", ("0", "100"), ("-1", "100.5")),
    ],
)
def test_grades_hold_the_ends_that_their_brackets_say(printed_, inside, outside):
    (grade,) = framework(COUNT | {"weight": "100"}, grades=[{"name": "良", "range": printed_}]).grades
    assert all(D(score) in grade.range for score in inside) and not any(D(score) in grade.range for score in outside)
    assert str(grade.range) == printed_


@pytest.mark.parametrize("printed_", ["[90, 90]", "[90, 80)", "80-90", "[80; 90]", ""])
def test_what_is_no_interval_is_refused(printed_):
    with pytest.raises(ValidationError):
        framework(COUNT | {"weight": "100"}, grades=[{"name": "良", "range": printed_}])
