"""Scores of a unit from its store: printed scores, references into tables, forms, what-ifs, the review of a year; small and by hand."""

from decimal import Decimal

import pytest
from stored_tables import stored

from evallib.model import EvallibError
from evallib.publish import lay_out
from evallib.scoring import fill_goals, find_framework, form_inputs, resolver, review_batch, score_available, score_unit
from evallib.scoring.scorecards import scorecards

D = Decimal
FRAMEWORK = """
id: own
name: 某体系
valid: {from: 2024-01-01}
grades: [{name: 优, range: "[90, 100]"}, {name: 其他, range: "[0, 90)"}]
indicators:
- code: A
  name: 产出
  weight: "60"
  children:
  - {code: A1, name: 办结率, weight: "40", target: ≥90%, rule: {kind: linear, deduct_points: "2"}}
  - {code: A2, name: 台账, weight: "20", rule: {kind: deficiencies, deduct_points: "5"}}
- {code: B, name: 满意率, weight: "40", target: ≥80%, rule: {kind: linear, deduct_points: "1"}}
adjustments:
- {code: J, name: 表彰, kind: bonus, cap: "5", rule: {kind: items, items: [{name: 市级, points: "2"}]}}
"""
ENTRIES = """
unit: town
unit_name: 某镇
year: 2024
framework: own
indicators:
  A1: {value: 88%}
  A2: {inputs: {问题项数: "2"}}
  B: {value: 79.994%}
"""


def town(root, entries=ENTRIES, **tables):
    data = stored(root, **tables)
    folder = data.workspace.raw_dir("town", 2024)
    (folder / "scoring.yaml").write_text(entries, encoding="utf-8")
    (folder / "own.yaml").write_text(FRAMEWORK, encoding="utf-8")
    return data


def line(level4, score, **more):
    return {
        "level1": "A 产出",
        "level3": None,
        "level4": level4,
        "published_score": None if score is None else D(score),
    } | more


def test_scores_that_tables_print_stand_beside_those_of_the_rules(tmp_path):
    """A1 is 36 of 40 (2 short), A2 10 of 20, B 39.99 of 40: 85.99 in all."""
    rows = [
        line("A1 办结率", "36"), line("A1 办结率", "36"), line("A1 办结率", "38"), line(None, "10", level3="A2 台账"), line("B 满意率", None),
        line("小计", "46", row_kind="subtotal"), line("总计", "85.99", row_kind="total"), line("总计", "85.99", row_kind="total"),
    ]  # fmt: skip
    summary = [{"level1": "B 效果", "published_score": D("41")}, {"level1": "总分", "published_score": D("86"), "row_kind": "total"},
               {"level1": "说明", "published_score": D("1")}, {"level1": "A 产出", "published_score": None}]  # fmt: skip
    (card,) = scorecards(town(tmp_path, scored_indicators=rows, score_summary=summary))
    assert {code: score.score for code, score in card.scores.items()} == {"A1": 36, "A2": 10, "B": D("39.99")}
    assert card.total == D("85.99")
    assert {code: [p.score for p in s.entry.published] for code, s in card.scores.items()} == {
        "A1": [36, 38],
        "A2": [10],
        "B": [],
    }
    assert card.scores["A1"].entry.published[0].where == "scored_indicators.xlsx › 表1 › K2"
    assert [(p.level, p.score, p.where) for p in card.unit.published] == [
        ("A", 46, "scored_indicators.xlsx › 表1 › K7"), ("total", D("85.99"), "scored_indicators.xlsx › 表1 › K8"),
        ("B", 41, "score_summary.xlsx › 表1"), ("total", 86, "score_summary.xlsx › 表1"),
    ]  # fmt: skip
    assert {(f.code, f.indicator) for f in card.findings} == {
        ("scoring.published_differs", "A1"), ("scoring.total_differs", "B"), ("scoring.total_differs", "total"),
    }  # fmt: skip


def test_what_the_input_itself_prints_is_not_printed_over(tmp_path):
    entries = ENTRIES.replace("{value: 88%}", "{value: 88%, published: '35'}")
    (card,) = scorecards(town(tmp_path, entries, scored_indicators=[line("A1 办结率", "36")]))
    assert [p.score for p in card.scores["A1"].entry.published] == [35]


@pytest.mark.parametrize(
    ("changes", "total", "assumed"),
    [
        ([], "85.99", ""), (["A1=90%"], "89.99", "【假设测算】"), (["A2=0"], "95.99", "【假设测算】"), (["A2.问题项数=4", "B=80%"], "76.00", "【假设测算】"),
        (["J.市级次数=1"], "87.99", "【假设测算】"),
    ],
)  # fmt: skip
def test_what_if_another_value(tmp_path, changes, total, assumed):
    (card,) = scorecards(town(tmp_path), changes=changes)
    assert (card.total, card.title.startswith("【假设测算】")) == (
        D(total),
        bool(assumed),
    ) and card.assumptions == tuple(changes)


@pytest.mark.parametrize("change", ["A2.问题=4", "J.市级=1", "J=1"])
def test_a_what_if_that_no_rule_uses_is_told(tmp_path, change):
    (card,) = scorecards(town(tmp_path), changes=[change])
    assert card.total == D("85.99") and ["评分规则用不到" in problem.message for problem in card.problems] == [True]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (["A1"], "看不懂的假设"),
        (["A1="], "看不懂的假设"),
        (["A1= "], "看不懂的假设"),
        (["A9=1"], "没有指标“A9”"),
        (["A1=很高"], "假设“A1=很高”"),
        (["A1=90%", "B=很高"], "假设“B=很高”"),
    ],
)
def test_a_what_if_that_cannot_be_read_is_refused(tmp_path, changes, told):
    with pytest.raises(EvallibError, match=told):
        scorecards(town(tmp_path), changes=changes)


COUNTS = [
    {"topic": "处置", "category": "已结案", "cases_count": 90}, {"topic": "处置", "category": "未结案", "cases_count": 10},
    {"topic": "处置", "category": "合计", "cases_count": 100, "row_kind": "total"}, {"topic": "受理", "category": "已结案", "cases_count": None},
]  # fmt: skip
LINES = [
    {"project_name": name, "executed_yuan": spent, "initial_budget_yuan": base, "row_kind": kind}
    for name, spent, base, kind in (
        ("甲", D(80), D(100), "line"), ("乙", D(5), None, "line"), ("丙", D(5), D(0), "line"), ("丁", None, D(5), "line"),
        ("戊", D(120), D(100), "line"), ("合计", D(210), D(205), "total"))
]  # fmt: skip


@pytest.fixture
def look_up(tmp_path):
    stored(tmp_path, 2023, case_counts=[COUNTS[0] | {"cases_count": 7}], work_plan=[])
    return resolver(stored(tmp_path, case_counts=COUNTS, project_lines=LINES, work_plan=[]))


DONE = {"topic": "处置", "category": "已结案"}


@pytest.mark.parametrize(
    ("asked", "value", "cell", "how", "rows"),
    [
        ({"column": "cases_count", "where": DONE}, 90, "E2", "value", 1), ({"column": "cases_count", "where": DONE, "year": 2024}, 90, "E2", "value", 1),
        ({"column": "cases_count", "where": DONE, "year": 2023}, 7, "E2", "value", 1), ({"column": "category", "where": DONE}, "已结案", "B2", "value", 1),
        ({"column": "cases_count", "sum": True, "where": {"row_kind": "line", "topic": "处置"}}, 100, "E2、E3", "sum", 2), ({"count": True, "where": {"category": "已结案"}}, 2, "B2、B5", "count", 2),
        ({"count": True, "where": {"category": "退回"}}, 0, "", "count", 0), ({"count": True, "where": {"dimension": ""}}, 4, "", "count", 4),
    ],
)  # fmt: skip
def test_a_reference_becomes_its_figure_with_its_cells(look_up, asked, value, cell, how, rows):
    found = look_up({"table": "case_counts"} | asked)
    assert (found.value, found.cell, found.file, found.sheet) == (value, cell, "case_counts.xlsx", "表1")
    assert (found.origin.how, len(found.origin.rows), found.origin.year) == (how, rows, asked.get("year", 2024))


def test_many_cells_are_named_up_to_the_twelfth(tmp_path):
    for count, told in (
        (12, "、".join(f"C{n}" for n in range(2, 14))),
        (13, "、".join(f"C{n}" for n in range(2, 14)) + "等"),
    ):
        tasks = [{"task_no": str(n), "task_kind": "年度"} for n in range(count)]
        found = resolver(stored(tmp_path, work_plan=tasks))(
            {"table": "work_plan", "count": True, "where": {"task_kind": "年度"}}
        )
        assert (found.value, found.cell) == (count, told)


def test_items_are_what_each_fell_short_by(look_up):
    found = look_up(
        {"table": "project_lines", "column": "executed_yuan", "each": "project_name", "base": "initial_budget_yuan"}
    )
    assert {name: item.value for name, item in found.items()} == {"甲": D("0.2"), "戊": D("-0.2")}
    assert found["甲"].note == "（100 − 80）÷ 100 元" and len(found["甲"].origin.rows) == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"column": "cases_count"}, "scoring.reference_rows"), ({"column": "cases_count", "where": {"category": "退回"}}, "scoring.reference_rows"),
        ({"column": "cases_count", "sum": True, "where": {"category": "退回"}}, "scoring.reference_rows"),
        ({"column": "cases_count", "where": {"topic": "受理"}}, "scoring.reference_empty"), ({"column": "cases_count", "sum": True, "where": {"row_kind": "line"}}, "scoring.reference_empty"),
        ({"column": "cases", "where": DONE}, "scoring.reference_column"), ({"column": "cases_count", "where": {"kind": "x"}}, "scoring.reference_column"), ({"columns": "cases_count"}, "scoring.reference"),
        ({"column": "cases_count", "where": DONE, "year": 2022}, "scoring.reference_rows"),
    ],
)  # fmt: skip
def test_a_reference_that_finds_nothing_says_why(look_up, asked, code):
    with pytest.raises(EvallibError) as error:
        look_up({"table": "case_counts"} | asked)
    assert [problem.code for problem in error.value.problems] == [code]


FORM = {
    "project_name": "绿化",
    "supervisor": "某局",
    "implementer": "某所",
    "expected_goal": "种树",
    "actual_result": "已种",
    "published_grade": None,
}
FUNDS = {"project_name": "绿化", "funds_item": "年度资金总额", "initial_budget_yuan": D("1000000"), "adjusted_budget_yuan": D("1200000"), "executed_yuan": D("1080000"),
         "weight_score": D(10), "published_score": D(9)}  # fmt: skip


def goal(name, target, actual, weight, score, deviation=None, **more):
    return {"project_name": "绿化", "level1": "产出指标", "level2": "数量指标", "level3": name, "target": target, "actual": actual, "deviation": deviation,
            "weight_score": None if weight is None else D(weight), "published_score": None if score is None else D(score)} | more  # fmt: skip


GOALS = [
    goal("植树", "≥100棵", "100棵", "50", "50"),
    goal("成活率", "≥90%", "81%", "20", "18", "天气干旱"),
    goal("效果", "提升", "提升", "20", None, level1="效益指标"),
]
TOTAL = goal(None, None, None, "100", "97", row_kind="total")


def forms(root, goals=(*GOALS, TOTAL), form=FORM, funds=(FUNDS,), **how):
    return stored(
        root,
        self_evaluation_forms=[form],
        self_evaluation_indicators=list(goals),
        self_evaluation_funds=list(funds),
        **how,
    )


def test_a_form_says_all_that_is_scored(tmp_path):
    (found,) = form_inputs(forms(tmp_path, form=FORM | {"published_grade": "优"}))
    assert (found.unit, found.year, found.framework, found.source) == (
        "town",
        2024,
        "project-self-evaluation",
        "self_evaluation_forms.xlsx › 表1",
    )
    project = found.project
    assert (project.name, project.department, project.unit, project.planned, project.achieved) == (
        "绿化",
        "某局",
        "某所",
        "种树",
        "已种",
    )
    assert (project.money_unit, project.execution_weight, project.published_execution) == ("万元", 10, 9)
    assert [(row.name, row.initial, row.adjusted, row.executed) for row in project.funds] == [
        ("年度资金总额", "100.00", "120.00", "108.00")
    ]
    assert [(p.level, p.score, p.grade) for p in found.published] == [("total", 97, ""), ("total", None, "优")]
    assert [(g.level1, g.name, g.weight, [p.score for p in g.published]) for g in found.goals] == [
        ("产出指标", "植树", 50, [50]), ("产出指标", "成活率", 20, [18]), ("效益指标", "效果", 20, []),
    ]  # fmt: skip
    assert [g.override and (g.override.score, g.override.reason, g.override.role) for g in found.goals] == [
        None,
        (18, "天气干旱", "填报单位"),
        None,
    ]
    assert (
        found.goals[0].value.cell == "G2"
        and found.goals[0].published[0].where == "self_evaluation_indicators.xlsx › 表1 › I2"
    )


@pytest.mark.parametrize(
    ("score", "weight", "reason", "judged"),
    [("18", "20", "天气干旱", True), ("0", "20", "未做", True), ("20", "20", "天气干旱", False), ("21", "20", "天气", False), ("-1", "20", "天气", False), ("18", "20", "无", False),
     ("18", "20", "不适用。", False), ("18", "20", None, False), (None, "20", "天气", False), ("18", None, "天气", False)],
)  # fmt: skip
def test_points_taken_off_with_a_reason_are_a_judgement(tmp_path, score, weight, reason, judged):
    (found,) = form_inputs(forms(tmp_path, [goal("成活率", "≥90%", "81%", weight, score, reason), GOALS[0]]))
    assert (found.goals[0].override is not None) is judged and found.goals[0].weight == D(weight or 0)


@pytest.mark.parametrize(
    ("amounts", "unit", "shown"),
    [
        ((D("1000000"), D("1200000.00")), "万元", "100.00"),
        ((D("1000000.50"), D("1200000")), "元", "1000000.50"),
        ((D("100"), None), "万元", "0.01"),
        ((D("150"), D("10000")), "元", "150.00"),
    ],
)
def test_money_is_shown_in_the_unit_that_keeps_it_exact(tmp_path, amounts, unit, shown):
    row = FUNDS | {"initial_budget_yuan": amounts[0], "adjusted_budget_yuan": amounts[1], "executed_yuan": D("0")}
    (found,) = form_inputs(forms(tmp_path, funds=[row]))
    assert (found.project.money_unit, found.project.funds[0].initial) == (unit, shown)
    assert found.project.funds[0].adjusted == (
        "" if amounts[1] is None else f"{amounts[1] / (10000 if unit == '万元' else 1):.2f}"
    )


@pytest.mark.parametrize(("lacking", "told"), [("executed_yuan", "全年执行数"), ("adjusted_budget_yuan", "全年预算数")])
def test_an_amount_that_a_form_does_not_state_is_not_nothing(tmp_path, lacking, told):
    """An empty 全年执行数 was an execution of 0%, and no points."""
    card = score_available(forms(tmp_path, funds=[FUNDS | {lacking: None}])).cards[0]
    assert (card.scores["A"].score, card.scores["A"].reason, card.total) == (None, f"缺少数据：{told}", None)
    texts = [cell.text for cell in lay_out(card).cells]
    assert "—" in texts and "0.00" not in texts


def test_each_goal_stands_in_its_own_line_of_the_form(tmp_path):
    """产出 is a short heading of 产出指标, which ended in an error; of two goals of one name the last one's target stood twice."""
    goals = [
        goal("成活率", "≥90%", "95%", "50", "50", level1="产出"),
        goal("成活率", "≥80%", "81%", "40", "40", level1="产出"),
    ]
    card = score_available(forms(tmp_path, goals)).cards[0]
    assert [cell.text for cell in lay_out(card).cells if cell.text.startswith("≥")] == ["≥90%", "≥80%"]


def test_what_a_form_leaves_out(tmp_path):
    """No funds, no headings; a second form without any points only tells its targets."""
    blank = FORM | {"supervisor": None, "implementer": None, "expected_goal": None, "actual_result": None}
    rows = [
        goal("植树", None, None, "100", None, level1=None, level2=None),
        goal("别的", "≥1", "1", None, None, project_name="养护"),
    ]
    data = stored(
        tmp_path,
        2019,
        self_evaluation_forms=[blank, FORM | {"project_name": "养护"}],
        self_evaluation_indicators=rows,
        self_evaluation_funds=[],
    )
    (found,) = form_inputs(data)
    assert found.framework == "project-self-evaluation-2017"
    assert (found.goals[0].level1, found.goals[0].level2, found.goals[0].target, found.goals[0].published) == (
        "绩效指标",
        "绩效指标",
        "",
        (),
    )
    assert (found.project.department, found.project.execution_weight, found.project.funds) == ("", None, ())
    level = goal("植树", "≥1棵", "1棵", "100", None, level2=None)
    assert form_inputs(forms(tmp_path / "b", [level]))[0].goals[0].level2 == "产出指标"
    assert form_inputs(stored(tmp_path / "c")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("judgements: {成活率: {score: '19', role: 评价组}}", (19, "天气干旱", "评价组")),
        ("judgements: {成活率: {score: '19', role: 评价组, reason: 抽查}}", (19, "抽查", "评价组")),
        ("judgements: {}", (18, "天气干旱", "填报单位")),
    ],
)
@pytest.mark.parametrize("framework", ["", "own"])
def test_a_judgement_stands_for_what_the_form_states(tmp_path, text, told, framework):
    data = forms(tmp_path)
    folder = data.workspace.raw_dir("town", 2024) / "scoring"
    folder.mkdir()
    named = f"framework: {framework}\n" if framework else ""
    (folder / "1.yaml").write_text(f"form: 绿化\n{named}{text}\n", encoding="utf-8")
    (found,) = form_inputs(data)
    override = found.goals[1].override
    assert (override.score, override.reason, override.role) == told
    assert found.framework == (framework or "project-self-evaluation") and found.goals[0].override is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("form: 道路\njudgements: {}", "forms.unknown"),
        ("form: 绿化\njudgements: {种花: {score: '1', role: 评价组}}", "forms.unknown_goal"),
        ("form: 绿化\njudgements: {植树: {score: '45', role: 评价组}}", "forms.no_reason"),
    ],
)
def test_a_judgement_needs_its_form_its_goal_and_a_reason(tmp_path, text, code):
    data = forms(tmp_path)
    folder = data.workspace.raw_dir("town", 2024) / "scoring"
    folder.mkdir()
    (folder / "1.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError) as error:
        form_inputs(data)
    assert [problem.code for problem in error.value.problems] == [code]


def test_the_points_of_a_form(tmp_path):
    """Nine of ten for the money (1,080,000 of 1,200,000), 50 + 18 + a share that is asked for."""
    (card,) = scorecards(
        forms(tmp_path, [*GOALS[:2], goal("效果", "提升", "提升", "20", "18", level1="效益指标"), TOTAL])
    )
    assert [(code, s.score, s.status) for code, s in card.scores.items()] == [
        ("A", 9, "rule"), ("B11", 50, "rule"), ("B12", 18, "override"), ("C11", 18, "rule"),
    ]  # fmt: skip
    assert (card.total, card.grade) == (95, "优")


@pytest.mark.parametrize(
    ("share", "score"), [("20", "20"), ("18", "18"), ("16", "16"), ("15.99", "20"), ("0", "20"), (None, "20")]
)
def test_stated_points_choose_a_share_inside_the_range_of_their_level(tmp_path, share, score):
    """提升 is the target itself: the best level, 80 to 100 of a hundred; its top where the points lie outside of it."""
    (card,) = scorecards(forms(tmp_path, [*GOALS[:2], goal("效果", "提升", "提升", "20", share, level1="效益指标")]))
    assert card.scores["C11"].score == D(score)


def test_weights_of_the_execution_rate(tmp_path):
    base = find_framework("project-self-evaluation")
    for goals, weight, stated, told in (
        ("90", "10", "10", 10),
        ("100", "10", "10", 0),
        ("100", None, None, 0),
        ("85", "5", "5", 5),
        ("92", None, None, 8),
        ("110", None, None, 0),
    ):
        row = FUNDS | {
            "weight_score": None if weight is None else D(weight),
            "published_score": None if stated is None else D(stated),
        }
        (unit,) = form_inputs(
            forms(tmp_path / f"{goals}{weight}", [goal("植树", "≥100棵", "100棵", goals, None)], funds=[row])
        )
        framework, _ = fill_goals(base, unit)
        assert {leaf.code: leaf.weight for leaf in framework.leaves}.get("A", 0) == told


def test_more_than_nine_goals_of_one_kind_have_codes_of_their_own(tmp_path):
    rows = [goal(f"第{n}项", "≥1个", "1个", "9", None) for n in range(1, 11)]
    (unit,) = form_inputs(forms(tmp_path, rows))
    framework, filled = fill_goals(find_framework("project-self-evaluation"), unit)
    assert [leaf.code for leaf in framework.leaves] == ["A", *[f"B1{n}" for n in range(1, 10)], "B1-10"]
    assert score_unit(framework, filled).scores["B11"].score == 9


def test_one_project_of_several_and_a_what_if_that_fits_two(tmp_path):
    second = [FORM | {"project_name": "绿化养护"}]
    rows = [goal("修剪", "≥10次", "5次", "90", None, project_name="绿化养护")]
    data = stored(
        tmp_path,
        self_evaluation_forms=[FORM, *second],
        self_evaluation_indicators=[*GOALS, *rows],
        self_evaluation_funds=[FUNDS],
    )
    assert [card.unit.project.name for card in scorecards(data, project="养护")] == ["绿化养护"]
    assert [card.unit.project.name for card in scorecards(data, project="绿化")] == ["绿化"]
    for project, told in (("绿", "认不出是哪个项目"), ("道路", "认不出是哪个项目")):
        with pytest.raises(EvallibError, match=told):
            scorecards(data, project=project)
    with pytest.raises(EvallibError, match="有 2 个项目都有“B11”"):
        scorecards(data, changes=["B11=80棵"])
    cards = scorecards(data, changes=["C11=达成"])
    assert [card.assumptions for card in cards] == [("C11=达成",), ()]
    with pytest.raises(EvallibError, match="没有指标“Z1”"):
        scorecards(data, changes=["Z1=1"])


def test_an_input_that_does_not_hold_takes_no_other_along(tmp_path):
    data = forms(tmp_path)
    (data.workspace.raw_dir("town", 2024) / "scoring.yaml").write_text(
        ENTRIES.replace("own", "nowhere"), encoding="utf-8"
    )
    found = score_available(data)
    assert [card.unit.project.name for card in found.cards] == ["绿化"] and len(found.problems) == 1


def test_a_year_is_reviewed_unit_by_unit(tmp_path):
    """What the unit gained: 38 printed where 36 follow, 39.99 rounded to 40, 10 as the rule gives."""
    rows = [
        line("A1 办结率", "38"),
        line(None, "10", level3="A2 台账"),
        line("B 满意率", "40"),
        line("合计", "90", row_kind="total"),
    ]
    data = town(tmp_path, scored_indicators=rows, goals=[{"goal_name": "满意率", "target": "≥80%"}])
    stored(tmp_path, unit="broken")
    (data.workspace.raw_dir("broken", 2024) / "scoring.yaml").write_text("unit: broken\n", encoding="utf-8")
    stored(tmp_path, 2023, unit="earlier")
    found = review_batch(data.workspace, 2024)
    assert [(row.code, row.self_score, row.rule_score, row.review_score, row.kind, row.effect) for row in found.rows] == [
        ("合计", 90, D("85.99"), D("85.99"), "arithmetic", D("4.01")), ("A1", 38, 36, 36, "rule", 2), ("B", 40, D("39.99"), D("39.99"), "rounding", D("0.01")),
    ]  # fmt: skip
    (total,) = found.totals
    assert (total.unit, total.project, total.printed, total.computed, total.grade, total.differences, total.points) == (
        "town", "", 90, D("85.99"), "其他", 3, D("6.02"),
    )  # fmt: skip
    assert found.checked == 3 and found.changed_grades == [] and len(found.problems) >= 1
    assert review_batch(data.workspace, 2022).totals == []


def test_a_review_tells_changed_targets_open_scores_and_reasons(tmp_path):
    entries = """
unit: town
unit_name: 某镇
year: 2024
framework: own
indicators:
  A1: {value: 88%, override: {score: "30", reason: 台账不全, role: 评价组}}
  B: {value: 79%}
"""
    data = town(
        tmp_path,
        entries,
        scored_indicators=[line(None, "15", level3="A2 台账"), line("B 满意率", "45")],
        goals=[{"goal_name": "办结率", "target": "95%以上"}],
    )
    found = review_batch(data.workspace, 2024)
    assert {row.code: (row.kind, row.effect, row.reason) for row in found.rows} == {
        "A1": ("target", -6, "绩效目标表为“95%以上”，评分时用“≥90%”"), "A2": ("open", 0, "缺少数据：问题项数"), "B": ("layout", 6, ""),
    }  # fmt: skip
    assert (found.totals[0].printed, found.totals[0].computed, found.totals[0].points) == (None, None, 12)
