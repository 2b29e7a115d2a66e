"""Goals without results, funds without rows, choices of a review, scoring data of an import: small cases, whole answers by hand."""

from decimal import Decimal

import openpyxl
import pytest
import yaml
from evaluator_tables import HEAD
from stored_tables import stored

from evallib.model import EvallibError, Problem
from evallib.scoring import (
    CHOICE,
    REWRITTEN,
    Entry,
    Framework,
    ImportJob,
    Review,
    UnitInput,
    differences,
    fill_goals,
    find_framework,
    goal_value,
    read_evaluator_table,
    read_review,
    resolver,
    run_import,
    score_indicator,
    score_unit,
    spread_value,
    write_review,
)

D = Decimal


def project(goals, **more):
    told = {"name": "项目", "department": "某局", "unit": "某所", "funds": [], "planned": "甲", "achieved": "乙"} | more
    return UnitInput.model_validate(
        {
            "unit": "x",
            "unit_name": "某所",
            "year": 2024,
            "framework": "project-self-evaluation",
            "project": told,
            "goals": goals,
        }
    )


def goal(name="提升", target="提升", weight="90", **more):
    return {"level1": "产出指标", "level2": "数量指标", "name": name, "target": target, "weight": weight} | more


def filled(*goals, **more):
    framework, unit = fill_goals(find_framework("project-self-evaluation"), project(list(goals), **more))
    return framework, unit, score_unit(framework, unit)


@pytest.mark.parametrize(
    ("more", "share"),
    [
        ({}, None), ({"value": "提升"}, None), ({"value": "提升", "published": "81"}, "90%"), ({"published": "81"}, None), ({"value": "提升", "published": "90"}, None),
        ({"value": "提升", "published": "81", "weight": "0"}, None), ({"value": "提升", "published": "81", "override": {"score": "81", "reason": "甲", "role": "乙"}}, None),
        ({"value": " 提升 ", "published": "72"}, "80%"), ({"value": "提升", "published": "71.9"}, None), ({"value": "部分达成", "published": "63"}, "70%"), ({"value": "提升", "share": "85%", "published": "81"}, "85%"),
        ({"target": "≥90%", "value": "提升", "published": "81"}, None),
    ],
)  # fmt: skip
def test_the_share_that_a_stated_score_chooses(more, share):
    _, unit, _ = filled(goal(**more))
    chosen = unit.indicators["B11"].inputs.get("评定比例")
    assert (chosen.value if chosen else None) == share


@pytest.mark.parametrize(
    ("more", "inputs", "published"),
    [
        ({}, [], []), ({"published_execution": "8"}, [], [8]),
        ({"funds": [{"name": "年度资金总额", "initial": "10", "adjusted": "10", "executed": "9"}]}, ["全年执行数", "全年预算数"], []),
        ({"funds": [{"name": "年度资金总额", "initial": "10", "adjusted": "10", "executed": "9"}], "published_execution": "9"}, ["全年执行数", "全年预算数"], [9]),
    ],
)  # fmt: skip
def test_the_execution_of_a_form_with_and_without_funds(more, inputs, published):
    _, unit, card = filled(goal(), **more)
    entry = unit.indicators["A"]
    assert (list(entry.inputs), [p.score for p in entry.published]) == (inputs, published)
    assert card.scores["A"].score == (9 if inputs else None)


def test_the_title_of_a_form_of_one_project_and_of_a_whole_department():
    one, _, _ = filled(goal())
    assert one.name.endswith("（项目）") and "项目支出" in one.name
    without = UnitInput.model_validate(
        {"unit": "x", "unit_name": "某所", "year": 2024, "framework": "project-self-evaluation", "goals": [goal()]}
    )
    framework, unit = fill_goals(find_framework("project-self-evaluation"), without)
    assert "（" not in framework.name and unit.indicators["A"].inputs == {}


@pytest.mark.parametrize(
    ("outcome", "score", "reason"),
    [
        ("zero", 0, "分母为零，无法计算；按指标体系约定不得分"),
        ("full", 100, "分母为零，无法计算；按指标体系约定得满分"),
        ("ask", None, "分母为零，无法计算"),
        ("not_applicable", None, "分母为零，无法计算；按指标体系约定不考核"),
    ],
)
@pytest.mark.parametrize("what", ["when_empty", "when_missing"])
def test_what_no_denominator_and_no_value_mean_is_said(what, outcome, score, reason):
    leaf = {"code": "A", "name": "甲", "weight": "100", "target": "≥90%", "rule": {"kind": "linear", "deduct_points": "1"}, what: outcome,
            "value": {"kind": "ratio", "numerator": "办结", "denominator": "受理"}}  # fmt: skip
    system = Framework.model_validate(
        {
            "id": "t",
            "name": "试",
            "valid": {"from": "2024-01-01"},
            "grades": [{"name": "优", "range": "[0, 100]"}],
            "indicators": [leaf],
        }
    )
    inputs = {"办结": "0", "受理": "0"} if what == "when_empty" else {}
    unit = {"unit": "x", "unit_name": "某镇", "year": 2024, "framework": "t", "indicators": {"A": {"inputs": inputs}}}
    found = score_unit(system, UnitInput.model_validate(unit)).scores["A"]
    told = reason if what == "when_empty" else reason.replace("分母为零，无法计算", "缺少数据：办结、受理")
    assert (found.score, found.reason) == (score, told)


def table(path, *rows, head=HEAD):
    book = openpyxl.Workbook()
    for row in [head, *rows]:
        book.active.append(list(row))
    book.save(path)
    return path


GREEN, AMBER, RED = (
    "完成率达到100%得满分，每低1个百分点扣1分，扣完为止",
    "办结率95%得满分，每下降1%扣2分",
    "参照区级办法第3条另行折算，基数40，系数0.7分",
)
ROWS = [("甲", 100, "乙", 100, "丙", 40, GREEN, "97%", "37"), ("", "", "", "", "丁", 30, AMBER, "93.1%", "26"), ("", "", "", "", "戊", 20, RED, "", "18"),
        ("", "", "", "", "己", 10, "根据工作开展情况综合评定", "良好", "8")]  # fmt: skip


def test_rows_of_a_review_say_what_was_read_and_offer_a_choice_where_there_is_one(tmp_path):
    read = read_evaluator_table(table(tmp_path / "t.xlsx", *ROWS))
    sheet = openpyxl.load_workbook(write_review(read, tmp_path / "核对.xlsx"))["核对表"]
    labels = [cell.value for cell in sheet[1]]
    rows = [dict(zip(labels, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert [(row["状态"], row["指标"], row["分值"], row["业绩值"], row["表中得分"], row["原表位置"]) for row in rows] == [
        ("已读懂", "丙", "40", "97%", "37", "G2"), ("请选读法", "丁", "30", "93.1%", "26", "G3"), ("请人工写规则", "戊", "20", None, "18", "G4"), ("由评价人员评定", "己", "10", "良好", "8", "G5"),
    ]  # fmt: skip
    assert [bool(row["各种读法"]) for row in rows] == [False, True, False, False]
    assert rows[1]["各种读法"].startswith("1. ") and "\n2. " in rows[1]["各种读法"]
    assert [row[CHOICE] for row in rows] == [None] * 4 and [bool(row["读成的规则"]) for row in rows] == [
        True,
        True,
        True,
        True,
    ]
    assert {str(one.sqref) for one in sheet.data_validations.dataValidation} == {
        f"{sheet.cell(3, labels.index(CHOICE) + 1).coordinate}"
    }
    chosen = read_evaluator_table(tmp_path / "t.xlsx", Review(choices={read.indicators[1].row.code: 1}))
    again = openpyxl.load_workbook(write_review(chosen, tmp_path / "再核对.xlsx"))["核对表"]
    assert (
        again.cell(3, labels.index(CHOICE) + 1).value in {"2", 2}
        and again.cell(2, labels.index(CHOICE) + 1).value is None
    )


def reviewed(path, **cells):
    """A review sheet with one row, some cells of it changed."""
    read = read_evaluator_table(table(path / "t.xlsx", ("甲", 100, "乙", 100, "丁", 100, AMBER, "93.1%")))
    book = openpyxl.load_workbook(write_review(read, path / "核对.xlsx"))
    sheet = book["核对表"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for label, value in cells.items():
        sheet.cell(2, at[label]).value = value
    book.save(path / "核对.xlsx")
    return path / "核对.xlsx"


@pytest.mark.parametrize(
    ("written", "choice"),
    [
        ("1", 0),
        (1, 0),
        (2.0, 1),
        ("2", 1),
        ("9", 8),
        (None, None),
        ("0", "error"),
        ("第二种", "error"),
        ("-1", "error"),
    ],
)
def test_choices_of_a_review_are_numbers_of_readings(tmp_path, written, choice):
    path = reviewed(tmp_path, **{CHOICE: written})
    if choice == "error":
        with pytest.raises(EvallibError, match="“选用读法”应填序号") as error:
            read_review(path)
        assert error.value.problems[0].cell.endswith("2")
        return
    found = read_review(path)
    assert found.choices == ({} if choice is None else {"A11": choice})
    assert (
        bool(found.told.get("A11")) is (choice in {0, 1})
        and found.rows == {"A11": ("丁", AMBER)}
        and found.rewritten == {}
    )
    state = read_evaluator_table(tmp_path / "t.xlsx", found).indicators[0].state
    assert state == ("green" if choice in {0, 1} else "amber")


def test_a_standard_in_other_words_and_a_row_without_a_code(tmp_path):
    path = reviewed(tmp_path, **{REWRITTEN: f" {GREEN} "})
    assert read_review(path).rewritten == {"A11": GREEN}
    read = read_evaluator_table(tmp_path / "t.xlsx", read_review(path))
    assert (read.indicators[0].state, read.indicators[0].rewritten, read.framework.leaves[0].rule_text) == (
        "green",
        GREEN,
        GREEN,
    )
    assert read_review(reviewed(tmp_path, 指标代码=None)).rows == {}
    other = read_evaluator_table(
        table(tmp_path / "u.xlsx", ("甲", 100, "乙", 100, "另一项", 100, AMBER, "93.1%")),
        read_review(reviewed(tmp_path, **{CHOICE: "1"})),
    )
    assert other.indicators[0].state == "amber" and other.indicators[0].question.startswith("核对表是按另一行")


@pytest.mark.parametrize(
    ("printed", "differs"),
    [("37", False), ("37分", False), ("37.004", False), ("37.01", True), ("36.99", True), ("约37", False), ("", False)],
)
def test_scores_of_the_table_are_held_against_its_standards(tmp_path, printed, differs):
    read = read_evaluator_table(table(tmp_path / "t.xlsx", ("甲", 40, "乙", 40, "丙", 40, GREEN, "97%", printed)))
    found = differences(read)
    assert [(one["computed"], one["printed"], one["cell"]) for one in found] == (
        [("37.00", printed, "I2")] if differs else []
    )


def test_an_import_tells_what_is_left_and_where(tmp_path):
    path = table(tmp_path / "体系.xlsx", *ROWS)
    found = run_import(ImportJob(path, tmp_path / "out" / "own.yaml"))
    assert found.left == 2 and [(row["name"], row["state"], bool(row["told"])) for row in found.rows] == [
        ("丙", "已读懂", True), ("丁", "请选读法", True), ("戊", "请人工写规则", True), ("己", "由评价人员评定", True),
    ]  # fmt: skip
    assert {
        (p.code, p.cell)
        for p in found.problems
        if p.code in {"framework.amber", "framework.red", "framework.score_differs"}
    } >= {("framework.amber", "G3"), ("framework.red", "G4")}
    assert (tmp_path / "out" / "own.yaml").is_file() and "核对表" not in "".join(found.lines)


def test_a_row_without_a_standard_is_left_and_pointed_at_by_its_name(tmp_path):
    found = run_import(
        ImportJob(table(tmp_path / "体系.xlsx", ("甲", 100, "乙", 100, "丙", 100, "")), tmp_path / "own.yaml")
    )
    assert (found.left, found.rows[0]["told"], found.rows[0]["question"]) == (1, "", "没有读懂：没有评分标准")
    assert [(p.code, p.cell) for p in found.problems if p.code == "framework.red"] == [("framework.red", "E2")]


def test_values_and_scores_of_an_import_become_scoring_data(tmp_path, monkeypatch):
    monkeypatch.chdir(stored(tmp_path, unit="mou").workspace.root)
    path = table(
        tmp_path / "体系.xlsx",
        *ROWS[:1],
        ("", "", "", "", "丁", 30, GREEN, "", "26分"),
        *ROWS[2:],
        head=[*HEAD, "备注"] if "备注" not in HEAD else HEAD,
    )
    job = ImportJob(path, tmp_path / "own.yaml", unit="mou", year=2024)
    for _ in range(2):  # again: the folder and the file are there
        run_import(job)
    told = yaml.safe_load((tmp_path / "data/raw/mou/2024/scoring.yaml").read_text("utf-8"))
    assert (told["unit"], told["year"], told["framework"]) == ("mou", 2024, "own")
    entries = told["indicators"]
    assert entries["A11"]["value"] == {"value": "97%", "file": "体系.xlsx", "sheet": "Sheet", "cell": "H2"}
    assert entries["A11"]["published"] == [{"score": "37", "where": "Sheet › I2"}]
    assert [(entries[code]["override"]["score"], entries[code]["override"]["reason"]) for code in ("A12", "A13", "A14")] == [
        ("26", "原表只有得分，没有业绩值"), ("18", "原表没有写理由"), ("8", "良好"),
    ]  # fmt: skip
    (tmp_path / "data/raw/mou/2024/scoring.yaml").write_text("framework: another\n", encoding="utf-8")
    with pytest.raises(EvallibError, match="已有用另一指标体系的评分数据"):
        run_import(job)


WORDS = {
    "kind": "words",
    "tiers": [{"words": ["上升"], "give": {"share": "1"}}, {"words": ["下降"], "give": {"points": "0"}}],
}


@pytest.mark.parametrize(
    ("rule", "written", "inputs"),
    [
        (WORDS, "本年12件；上年10件", {"业绩值": "上升"}), (WORDS, "本年8件；上年10件", {"业绩值": "下降"}), (WORDS, "本年10件；上年10件", None),
        (WORDS | {"else": {"points": "1"}}, "本年10件；上年10件", {"业绩值": "其他"}), (WORDS, "上升", {"业绩值": "上升"}),
    ],
)  # fmt: skip
def test_two_figures_of_years_stand_for_a_word(rule, written, inputs):
    assert spread_value(rule, written) == inputs


def test_a_table_that_was_refused_says_so_and_one_without_rows_counts_none(tmp_path):
    look_up = resolver(stored(tmp_path, work_plan=[{"task": "甲", "completed": "已完成"}]))
    assert look_up({"table": "work_plan", "count": True, "where": {"completed": "未完成"}}).value == 0
    with pytest.raises(EvallibError) as error:
        look_up({"table": "case_counts", "count": True})
    assert error.value.problems[0].code in {"scoring.reference_state", "scoring.reference_rows"}


GOAL_VALUES = [
    ("前3名", "第5名", "前3名", "第5名", False, "没有达到目标，按比例无从计算，得分需评定"), ("前3名", "第2名", "前3名", "第2名", False, ""), ("增长5%", "下降1%", "增长5%", "下降1%", False, "没有达到目标，按比例无从计算，得分需评定"),
    ("90-95%", "97%", "≥90%", None, False, "完成值高于目标区间，是否达成需判断"), ("90-95%", "95%", "≥90%", "95%", False, ""), ("90-95%", "80%", "≥90%", "80%", False, ""), ("100-120", "110", "≥100", "110", True, ""),
    ("90-95%", None, "≥90%", None, False, "没有填写完成值"), ("100-120", None, "≥100", None, True, "没有填写完成值"), ("90-95%", "11月", "90-95%", "11月", False, "目标是区间，完成值不是一个数"),
    ("90-95%", "91-92%", "90-95%", "91-92%", False, "目标是区间，完成值不是一个数，是否达成需判断"), ("±5%", "3%", "±5%", "3%", False, "目标是允许的偏差，按比例无从计算，得分需评定"), ("±5%", None, "±5%", None, False, "没有填写完成值"),
    ("12月底前", "11月", "2024年12月31日前", "2024年11月30日", False, ""), ("12月底前", None, "2024年12月31日前", None, False, "没有填写完成值"), ("12月底前", "次年1月", "12月底前", "次年1月", False, "目标是日期，完成值不是日期"),
    ("13大类144小类", None, "13大类144小类", None, False, "没有填写完成值"), ("13大类144小类", "13大类140小类", "13大类144小类", "13大类140小类", False, ""), ("100", "90个", "100个", "90个", False, ""), ("≥100", "90", "≥100", "90", True, ""),
    ("≥90%", "", "≥90%", None, False, "没有填写完成值"), ("100", "", "100", None, True, "没有填写完成值"), ("提升", "有所提升", "提升", "达成指标", False, ""), ("提升", "下降", "提升", "未达成", False, ""), ("提升", None, "提升", None, False, ""),
    ("提升", "部分达成", "提升", "部分达成", False, ""), ("约6台", "6台", "约6台", "6台", False, "目标值是约数"), ("", "90个", "", "90个", False, "没有填写目标值"), ("100%", "0.9", "100%", "90%", False, ""), ("3公里", "2700米", "3公里", "2700米", False, ""),
]  # fmt: skip


@pytest.mark.parametrize(("target", "value", "scored", "result", "counted", "question"), GOAL_VALUES)
def test_a_target_and_a_result_are_brought_together_or_asked_about(target, value, scored, result, counted, question):
    found = goal_value(target, value, 2024)
    assert (found.target, found.value, found.counted, found.question) == (scored, result, counted, question)


TARGETS = ["≥90%", "90%以上", "≤5天", "=0次", "0次", "100", "100个", "约100个", "90-95%", "90%~95%", "±5%", "±10个", "前3名", "第1名", "下降5%", "增长10%", "提升", "及时", "2024年12月底前", "12月底前", "6月30日前", "2024年6月", "13大类144小类", "1次/季度", "每月1次", "3公里", "≤800元/人·月", "无", "/", "100%", "优秀", "≥", "一级", "全覆盖", "500万元", "2024年", "10%-20%", "不超过5%", "逐年上升", "30分钟内", "60余家", "20", "4次/年", "长期", "3个月", "15日前"]  # fmt: skip
VALUES = [None, "", *["90%", "95.5%", "0.9", "100", "100个", "约95%", "4天", "0次", "前2名", "第5名", "下降6%", "上升3%", "已提升", "达成", "部分达成", "未达成", "2024年11月30日", "11月", "次年1月", "13大类140小类", "2次", "2.7公里", "750元/人·月", "无", "/", "已完成", "600万元", "±3%", "90-92%", "优秀", "一级", "是", "3个月", "按时完成"]]  # fmt: skip


@pytest.mark.sampled(6)
@pytest.mark.parametrize("target", [*TARGETS, ""])
def test_whatever_stands_in_a_row_opens_that_row_alone(target):
    """No target beside any result takes the form along: each row is scored, or asked about."""
    goals = [goal(str(n), target, "2", **({} if value is None else {"value": value})) for n, value in enumerate(VALUES)]
    _, _, card = filled(*goals, goal("别的", "≥90%", "10", value="45%"))
    assert card.scores["B1-" + str(len(VALUES) + 1)].score == 5
    assert {score.status for score in card.scores.values()} <= {"missing", "rule"}
    assert all(score.problems for score in card.scores.values() if score.status == "missing")


@pytest.mark.parametrize(
    ("weight", "funds", "told"),
    [
        ("100", ("120", "108"), "各行分值合计 110（含预算执行 10）；指标分值合计已为 100，预算执行率（按规则 9.00 分）不计入总分"), ("100", ("100", "130"), "各行分值合计 110（含预算执行 10）；指标分值合计已为 100，预算执行率（按规则 10.00 分）不计入总分"),
        ("100", ("0", "5"), "各行分值合计 110（含预算执行 10）；指标分值合计已为 100，预算执行率（没有执行数或预算数）不计入总分"), ("100", ("100", ""), "各行分值合计 110（含预算执行 10）；指标分值合计已为 100，预算执行率（没有执行数或预算数）不计入总分"), ("100", ("1", "0"), "各行分值合计 110（含预算执行 10）；指标分值合计已为 100，预算执行率（按规则 0.00 分）不计入总分"),
        ("90", ("120", "108"), None), ("100", None, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("execution", ["10", None, "0"])
def test_execution_beside_goals_that_make_up_the_hundred_alone(weight, funds, told, execution):
    rows = (
        []
        if funds is None
        else [{"name": "年度资金总额", "initial": "100", "adjusted": funds[0], "executed": funds[1]}]
    )
    _, _, card = filled(goal("植树", "≥100棵", weight, value="100棵"), funds=rows, execution_weight=execution)
    found = [finding for finding in card.findings if finding.code == "scoring.execution_outside"]
    assert [(one.message, one.severity, one.published) for one in found] == (
        [(told, "note", "10")] if told and execution == "10" else []
    )


def test_headings_that_no_form_has_are_numbered_behind_those_that_it_has():
    rows = [
        goal("甲", "≥1个", "30", value="1个"),
        goal("乙", "≥1个", "30", value="1个", level1="可持续"),
        goal("丙", "≥1个", "30", value="1个", level1="成本"),
    ]
    framework, _, card = filled(*rows)
    known = [node.code for node in find_framework("project-self-evaluation").indicators]
    assert [(node.code, node.name, node.weight) for node in framework.indicators] == [
        ("A", "预算执行率", 10), ("B", "产出指标", 30), (chr(ord(known[-1]) + 1), "可持续", 30), (chr(ord(known[-1]) + 2), "成本", 30),
    ]  # fmt: skip
    assert framework.full_score == 100 and [score.score for score in list(card.scores.values())[1:]] == [30, 30, 30]


@pytest.mark.parametrize(
    ("standard", "target", "value", "state", "computed"),
    [
        ("每低1个百分点扣2分，扣完为止", "≥95%", "93%", "green", "36.00"), ("每低1个百分点扣2分，扣完为止", "", "93%", None, None),
        ("达到90%得满分，每低1个百分点扣2分，扣完为止", "≥95%", "93%", "green", "40.00"), ("完成得满分，否则不得分", "≥95%", "完成", "green", "40.00"),
    ],
)  # fmt: skip
def test_a_standard_without_a_target_takes_that_of_its_column(tmp_path, standard, target, value, state, computed):
    head = ["一级指标", "分值", "评分标准", "目标值", "业绩值"]
    (found,) = read_evaluator_table(
        table(tmp_path / "t.xlsx", ("甲", 40, standard, target, value), head=head)
    ).indicators
    if state is not None:
        assert (found.state, found.computed) == (state, computed)
    else:
        assert found.state != "green" or found.computed != "36.00"


def blocked(*problems):
    leaf = {
        "code": "A",
        "name": "甲",
        "weight": "100",
        "target": "≥90%",
        "rule": {"kind": "linear", "deduct_points": "1"},
    }
    system = Framework.model_validate(
        {
            "id": "t",
            "name": "试",
            "valid": {"from": "2024-01-01"},
            "grades": [{"name": "优", "range": "[0, 100]"}],
            "indicators": [leaf],
        }
    )
    return score_indicator(system, system.leaves[0], Entry.of("95%"), problems)


def test_why_an_indicator_has_to_stay_open_is_told_with_its_cell():
    cell = Problem("x", "不是数值", file="甲.xlsx", sheet="表1", cell="C4", value="约三")
    place = Problem("x", "没有通过", file="甲.xlsx", value="约三")
    found = blocked(cell, place, Problem("x", "没有提交"))
    assert found.reason == "不是数值（甲.xlsx › 表1 › C4，读到“约三”）；没有通过（甲.xlsx）；没有提交"
    assert (found.score, found.status, len(found.problems)) == (None, "missing", 3)
    assert blocked().score == 100


@pytest.mark.parametrize(("value", "points"), [("0次", "10"), ("1次", "0"), ("2次", "0")])
def test_no_times_is_all_and_one_is_nothing(value, points):
    _, _, card = filled(goal("投诉", "=0次", "10", value=value), goal("植树", "≥1棵", "80", value="1棵"))
    assert card.scores["B11"].score == D(points)
