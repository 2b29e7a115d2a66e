"""Figures of sentences offered for tables: the column by the words in front, and none for targets, shares and changes."""

import pytest

from evallib.parsing import find_offers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("先行联系率为96.5%，全区平均值95.9%；按时办结率100%。",
         [("four_rates", "rate", "先行联系率", "96.5%"), ("four_rates", "average_rate", "先行联系率", "95.9%"),
          ("four_rates", "rate", "按时办结率", "100%")]),
        ("全年共受理诉求4120件，同比减少380件，已办结4098件。",
         [("case_counts", "cases_count", "受理诉求", "4120件"), ("case_counts", "change_count", "受理诉求", "-380件"),
          ("case_counts", "closed_count", "受理诉求", "4098件")]),
        ("案件类型主要是停车管理120件、设施管理88件。",
         [("case_counts", "cases_count", "停车管理", "120件"), ("case_counts", "cases_count", "设施管理", "88件")]),
        ("其中基本支出年度预算金额为310.5万元，预算执行金额308.2万元，预算执行率99.26%。",
         [("budget_lines", "adjusted_budget_yuan", "基本支出", "310.5万元"), ("budget_lines", "executed_yuan", "基本支出", "308.2万元"),
          ("budget_lines", "printed_execution_rate", "基本支出", "99.26%")]),
        ("核定事业编制15人，实有14人。", [("staff", "approved_count", "核定事业编制", "15人"), ("staff", "actual_count", "全部人员", "14人")]),
        ("非常满意的占62%，基本满意的占30%。",
         [("survey_answers", "answers_rate", "非常满意", "62%"), ("survey_answers", "answers_rate", "基本满意", "30%")]),
        ("满意率目标不低于90%，约有200件待办，投诉占比12%，每件补助30元。", []),
        ("2023年3月15日印发第12号文件。", []),
    ],
)  # fmt: skip
def test_what_a_sentence_offers(text, wanted):
    assert [(o.table, o.column, o.name, o.text) for o in find_offers(text)] == wanted


WHOLES = {
    "年部门预算500万元，其中基本支出预算300万元、项目支出预算200万元，实际支出480万元，预算执行率96%。": [
        ("预算资金", "480万元"),
        ("预算资金", "96%"),
    ],
    "受理工单1205件，其中噪声扰民300件、停车管理210件，办结1198件。": [("受理工单", "1198件")],
    "受理工单8500件，其中东村120件，办结118件；西村90件，办结90件。": [("东村", "118件"), ("西村", "90件")],
    "年部门预算500万元，其中基本支出预算300万元、项目支出预算200万元，预算执行率96%。": [],
}


@pytest.mark.parametrize(("text", "found"), WHOLES.items())
def test_what_is_more_than_a_part_is_told_of_its_whole(text, found):
    spent = {"executed_yuan", "printed_execution_rate", "closed_count"}
    assert [(offer.name, offer.text) for offer in find_offers(text) if offer.column in spent] == found
