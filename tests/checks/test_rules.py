"""What the shipped suites say about small tables: severity, cell and words of every finding, and nothing else."""

import pytest

from evallib.checks import check_unit, load_suite
from evallib.model import all_schemas, get_schema

pytestmark = pytest.mark.slow

ASSETS = [["单位：万元"], ["资产明细", "期初", "期末", "占比", "较上年增长"]]
CASES = [["统计事项", "案件来源", "案件数", "占比"]]
PROJECTS = [["单位：万元"], ["序号", "项目名称", "申报预算", "年初预算", "调整后预算", "支出", "结余", "决算"]]
PROGRESS = [["单位：万元"], ["序号", "项目名称", "年初预算", "决算", "计划内容", "完成情况"]]
INDICATORS = [["一级指标", "二级指标", "三级指标", "分值", "得分"]]
SURVEY = [["调查项目", "评价等级", "人数", "占比"]]
HALVES = [["决策", "立项", "依据", 40, 40], ["产出", "数量", "数", 50, 45]]
TWO = [["1", "甲", 10, 10, 10, 9, 1, 9], ["2", "乙", 20, 20, 20, 20, 0, 20]]
BALANCE = [
    ["一、资产总额", 100, 200, "100%"], ["1.流动资产", 50, 120, "60%"], ["2.固定资产", 50, 80, "40%"],
    ["二、负债", 10, 20], ["三、净资产", 90, 180],
]  # fmt: skip


def case(name, *rows, said=()):
    return pytest.param(rows, set(said), id=name)


def put(rows, row, column, value):
    changed = [list(line) for line in rows]
    changed[row][column] = value
    return changed


IDENTITIES = [
    case("assets in order", *ASSETS, ["流动资产", 100, 120, "60%", "20%"], ["固定资产", 100, 80, "40%", "-20%"],
         ["合计", 200, 200, "100%", "0%"]),
    case("assets: shares and 合计", *ASSETS, ["流动资产", 100, 120, "60%"], ["固定资产", 100, 60, "30%"],
         ["合计", 250, 200, "100%"],
         said={("warning", "B5", "合计的期初与明细之和不等"), ("warning", "C5", "合计的期末与明细之和不等"),
               ("warning", "D3", "占比之和不为 100%")}),
    case("assets: share of another amount", *ASSETS, ["流动资产", 100, 120, "70%"], ["固定资产", 100, 80, "30%"],
         ["合计", 200, 200],
         said={("warning", "D3", "流动资产的占比与期末数推算不等"), ("warning", "D4", "固定资产的占比与期末数推算不等")}),
    case("a balance in order", *ASSETS, *BALANCE),
    case("a balance whose parts do not add up", *ASSETS, *put(BALANCE, 1, 1, 60),
         said={("warning", "B3", "一、资产总额的期初与明细之和不等")}),
    case("shares of cases in order, rounded the other way", *CASES, ["受理", "热线", 1, "33.4%"], ["受理", "网格", 1, "33.3%"],
         ["受理", "居委", 1, "33.3%"], ["受理", "合计", 3, "100%"], said={("note", "D2", "热线的占比与案件数推算不等")}),
    case("shares of cases", *CASES, ["受理", "热线", 60, "60%"], ["受理", "网格", 40, "30%"], ["受理", "合计", 100, "100%"],
         said={("warning", "D2", "受理·案件来源各行占比之和不为 100%"), ("warning", "D3", "网格的占比与案件数推算不等")}),
    case("shares of cases above 100%", *CASES, ["受理", "热线", None, "60%"], ["受理", "网格", None, "50%"],
         said={("warning", "D2", "占比之和不为 100%"), ("warning", "C2", "“案件数”不能为空"), ("warning", "C3", "“案件数”不能为空")}),
    case("the largest types only", *CASES, ["受理", "热线", 60, "60%"], ["受理", "网格", 20, "20%"], ["受理", "合计", 100, None],
         said={("note", "C4", "受理·案件来源·合计的明细只列出其中 80.00%"), ("note", "D2", "所列占比合计 80.00%，没有列全")}),
    case("more parts than the whole", *CASES, ["受理", "热线", 600], ["受理", "网格", 400], ["受理", "合计", 100],
         said={("warning", "C4", "合计的案件数与明细之和不等")}),
    case("a rate of its own is no share", ["统计事项", "案件来源", "案件数", "办结率"], ["受理", "热线", 60, "98%"],
         ["受理", "网格", 40, "97%"], ["受理", "合计", 100, "97.6%"]),
    case("项目: 申报预算 and 决算", *PROJECTS, *TWO, [None, "合计", 99, 30, 30, 29, 1, 98],
         said={("warning", "C5", "合计的申报预算与明细之和不等"), ("warning", "H5", "合计的决算与明细之和不等")}),
    case("项目: sub-lines are not counted twice", *PROJECTS, ["1", "甲", 10, 10, 10, 9, 1, 9], ["1.1", "甲一", 6, 6, 6, 5, 1, 5],
         ["1.2", "甲二", 4, 4, 4, 4, 0, 5], [None, "合计", 10, 10, 10, 9, 1, 9],
         said={("warning", "H3", "甲的决算与明细之和不等")}),
    *(case(f"项目: {word}", *PROJECTS, *TWO, [None, word, 30, 31, 30, 29, 1, 29],
           said={("warning", "D5", "的年初预算与明细之和不等")})
      for word in ("合计（万元）", "合计(元)：", "总额", "总  计", "合计:", "总 数", "项目合计", "小计（万元）")),
    case("progress", *PROGRESS, ["1", "甲", 10, 10, "计划", "完成"], ["2", "乙", 20, 20, "计划", "完成"],
         [None, "合计", 50, 31, None, "-"],
         said={("warning", "C5", "合计的年初预算与明细之和不等"), ("warning", "D5", "合计的决算与明细之和不等")}),
    case("weights in order", *INDICATORS, *HALVES, ["效益", "影响", "力", 10, 10], ["合计", None, None, 100, 95]),
    case("weights without 合计", *INDICATORS, *HALVES, said={("warning", "D2", "指标权重之和不是 100 分")}),
    case("weights with a 合计 of 90", *INDICATORS, *HALVES, ["合计", None, None, 90, 85],
         said={("warning", "D2", "指标权重之和不是 100 分")}),
    case("weights against their 合计", *INDICATORS, *HALVES, ["合计", None, None, 100, 85],
         said={("warning", "D2", "指标权重之和不是 100 分"), ("warning", "D4", "表·合计的分值与明细之和不等")}),
    case("one section of an indicator system", *INDICATORS, HALVES[0], ["决策", "目标", "明确", 10, 10],
         ["决策", "小计", None, 50, 50]),
    case("survey in order", *SURVEY, ["问卷", "满意", 2, "67%"], ["问卷", "一般", 1, "33%"], ["问卷", "合计", 3, "100%"]),
    case("survey: counts against shares", *SURVEY, ["问卷", "满意", 80, "70%"], ["问卷", "一般", 20, "30%"],
         said={("warning", "D2", "问卷·满意的占比与人数推算不等"), ("warning", "D3", "问卷·一般的占比与人数推算不等")}),
    case("survey: 79 of 100 is not 80", *SURVEY, ["问卷", "满意", 80, "79%"], ["问卷", "一般", 20, "20%"],
         said={("warning", "D2", "问卷·满意的占比与人数推算不等"), ("note", "D2", "占比之和不为 100%")}),
]  # fmt: skip

BUDGET = [["单位：万元"], ["序号", "科目名称", "年初预算", "调整后预算", "执行金额"]]
LINES = [
    ["1", "基本支出", 100, 100, 90], ["(1)", "人员经费", 60, 60, 50], ["(2)", "公用支出", 40, 40, 40],
    ["2", "项目支出", 200, 200, 100], [None, "合计", 300, 300, 190],
]  # fmt: skip
EXECUTION = [["单位：万元"], ["科目名称", "年初预算", "调整后预算", "执行金额", "执行率(%)"]]
RATES = [["指标", "统计时段", "本单位(%)", "街镇平均(%)"]]
FOUR = [
    ["先行联系率", "全年", 97.5, 96],
    ["按时办结率", "全年", 98, 99],
    ["诉求解决率", "全年", 80, 82],
    ["市民满意率", "全年", 75, 72],
]
SCORES = [["评价维度", "权重", "得分", "得分率(%)"]]
MIXED = "像是用错了金额单位"
FRACTION = "像是小数而不是百分数"


def column(rows, position, factor):
    return [[value * factor if n == position else value for n, value in enumerate(row)] for row in rows]


SCALES = [
    case("budget in order", *BUDGET, *LINES),
    case("合计 in 元 below lines in 万元", *BUDGET, *LINES[:4], [None, "合计", 3000000, 3000000, 1900000],
         said={("warning", f"{letter}7", f"2023年合计的{name}{end}") for letter, name in
               zip("CDE", ("年初预算", "调整后预算", "执行金额"), strict=True) for end in (MIXED, "与明细之和不等")}),
    case("基本支出 in 元 above its sub-lines in 万元", *BUDGET, ["1", "基本支出", 1000000, 1000000, 900000], *LINES[1:],
         said={("warning", f"{letter}{row}", words) for letter in "CDE"
               for row, words in ((3, MIXED), (3, "基本支出的"), (7, "合计的"))}),
    case("one column in 元", *BUDGET, *column(LINES, 4, 10000),
         said={("warning", "E3", f"整列的执行金额{MIXED}"), *(("warning", f"D{row}、E{row}", "小于执行金额") for row in range(3, 8))}),
    case("the first column in 元", *BUDGET, *column(LINES, 2, 10000), said={("warning", "C3", f"整列的年初预算{MIXED}")}),
    case("one column in 亿元", *BUDGET, *column(LINES, 3, 0.0001),
         said={("warning", "D3", f"整列的调整后预算{MIXED}"), *(("warning", f"D{row}、E{row}", "小于执行金额") for row in range(3, 8))}),
    case("one amount in 元 that was spent by half", *BUDGET, *LINES[:3], ["2", "项目支出", 200, 200, 1000000],
         [None, "合计", 300, 300, 190],
         said={("warning", "E6", f"项目支出的执行金额{MIXED}"), ("warning", "E7", "合计的执行金额与明细之和不等"),
               ("warning", "D6、E6", "小于执行金额")}),
    case("a budget that grew a thousandfold is possible", *BUDGET, ["1", "基本支出", 0.1, 100, 90], ["2", "项目支出", 5, 200, 100]),
    case("rates in order", *RATES, *FOUR),
    *(case(f"a fraction of {value} among percentages", *RATES, *FOUR[:3], ["市民满意率", "全年", 75, value],
           said={("warning", "D5", f"市民满意率的街镇平均{FRACTION}")}) for value in (0.15, 0.82, 1, 0.0301)),
    case("a whole column of fractions", *RATES, *column(FOUR, 2, 0.01), said={("warning", "C2", f"整列的本单位{FRACTION}")}),
    case("a low rate that its amounts prove", *EXECUTION, ["基本支出", 100, 100, 90, 90], ["项目支出", 100, 100, 0.15, 0.15]),
    case("a low rate that its amounts disprove", *EXECUTION, ["基本支出", 100, 100, 90, 90], ["项目支出", 100, 100, 15, 0.15],
         said={("warning", "E4", f"项目支出的执行率{FRACTION}"), ("warning", "E4", "执行率与执行金额÷调整后预算不等")}),
    case("scores whose rates are fractions", *SCORES, ["决策", 40, 40, 1], ["产出", 60, 54, 0.9],
         said={("warning", "D2", f"整列的得分率{FRACTION}"), ("warning", "D2", "得分率与得分÷权重不等"),
               ("warning", "D3", "得分率与得分÷权重不等")}),
    case("small shares are common", ["调查项目", "评价等级", "占比(%)"], ["问卷", "满意", 99.2], ["问卷", "一般", 0.6],
         ["问卷", "不满意", 0.2]),
    case("a share that is a fraction", ["调查项目", "评价等级", "占比(%)"], ["问卷", "满意", 80], ["问卷", "一般", 0.2],
         said={("warning", "C3", f"一般的占比{FRACTION}"), ("warning", "C2", "占比之和不为 100%")}),
    case("shares that are fractions", ["调查项目", "评价等级", "占比(%)"], ["问卷", "满意", 0.8], ["问卷", "一般", 0.2],
         said={("warning", "C2", f"整列的占比{FRACTION}"), ("warning", "C2", "占比之和不为 100%")}),
    case("rare types alone", ["统计事项", "案件来源", "案件数", "占比"],
         *(["受理", name, None, "0.16%"] for name in "甲乙丙丁戊"),
         said={("note", "D2", "没有列全"), *(("warning", f"C{row}", "“案件数”不能为空") for row in range(2, 7))}),
    case("small shares among types", ["统计事项", "案件来源", "案件数", "比率"], ["受理", "热线", 6585, "99.20%"],
         ["受理", "居委", 2, "0.30%"]),
]  # fmt: skip


def findings(workspace, workbook, rows):
    workbook({"表": [list(row) for row in rows]}, workspace.raw_dir("town", 2023) / "表.xlsx")
    return check_unit(workspace.at("town", 2023)).problems


@pytest.mark.parametrize(("rows", "said"), IDENTITIES + SCALES)
def test_findings(empty_workspace, workbook, rows, said):
    found = findings(empty_workspace, workbook, rows)
    assert {(problem.severity, problem.cell) for problem in found} == {words[:2] for words in said}, list(
        map(str, found)
    )
    for severity, cell, words in said:
        assert any(words in p.message and (p.severity, p.cell) == (severity, cell) for p in found), list(
            map(str, found)
        )


def test_what_was_read_and_what_was_expected_are_not_swapped(empty_workspace, workbook):
    [found] = findings(empty_workspace, workbook, [*INDICATORS, *HALVES])
    assert (found.value, found.expected) == ("90 分", "100 分（40 分 + 50 分 = 90 分）")


def test_columns_without_a_header_have_chinese_names(empty_workspace, workbook):
    found = findings(empty_workspace, workbook, [*BUDGET, LINES[0], LINES[0]])
    assert {p.message for p in found if p.severity == "error"} == {"“年度”同一年同一科目出现两次"}


@pytest.mark.parametrize(
    "row", [["合计", None, None, 100, 86], [None, "小计", None, 41, 40], [None, None, "合计：", 99, 85]]
)
def test_a_whole_without_a_name_of_its_own_is_still_named(empty_workspace, workbook, row):
    found = findings(empty_workspace, workbook, [*INDICATORS, *HALVES, row])
    assert not [p for p in found if "None" in str(p) or "nan" in str(p)]
    words = [word.rstrip("：") for word in row if isinstance(word, str)]
    assert any(f"表·{words[0]}的" in p.message or words[0] in p.message for p in found), list(map(str, found))


@pytest.mark.parametrize("name", sorted(all_schemas()))
def test_no_column_is_shown_by_its_name_in_code(root, name):
    schema = get_schema(name)
    for rule in load_suite(root / "expectations" / f"{name}.json", schema).expectations:
        assert not [label for label in map(schema.label_of, rule.columns) if label.isascii()]
