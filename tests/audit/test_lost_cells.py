"""Rows that lost a merged cell, also most of a table or all of its body: figures stand under their own names."""

from __future__ import annotations

import pytest

#: Every row of a district but its first lost the cell that names it, and so did the total.
DISTRICTS = """各县诉求办理情况
片区\t单位\t受理数\t办结数\t办结率
东部\t甲县\t120\t118\t98.33%
乙县\t95\t90\t94.74%
丙县\t80\t80\t100.00%
西部\t丁县\t60\t57\t95.00%
戊县\t45\t45\t100.00%
合计\t400\t390\t97.50%
"""
#: The cells in front (项目资金, 绩效指标) are of several rows, and all below the header lost them.
PUSHED = """项目支出绩效自评表
项目名称\t河道保洁
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t86.50\t92.36\t90.12\t10\t97.57%\t9.76
其中：财政拨款\t86.50\t92.36\t90.12\t—\t—\t—
其他资金\t0\t0\t0\t—\t—\t—
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t保洁河道数\t12条\t12条\t20\t20
质量指标\t保洁合格率\t95%\t96%\t15\t15
时效指标\t保洁及时率\t100%\t100%\t15\t15
效益指标\t社会效益\t环境改善\t有所改善\t达成预期指标\t30\t28
满意度指标\t满意度\t群众满意度\t90%\t92%\t10\t10
总分\t100\t97.76
"""
#: Nothing is lost: the points were not given yet, or two columns have no name.
WHOLE = {
    "得分还没有填": """一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t保洁河道\t12\t12\t20\t
产出指标\t质量指标\t保洁合格率\t95\t96\t15\t
效益指标\t社会效益\t受益户数\t300\t310\t30\t
""",
    "名称占两栏": """项目\t\t预算数\t决算数\t执行率
基本支出\t人员经费\t120.00\t118.00\t98.33%
\t公用经费\t80.00\t76.00\t95.00%
合计\t\t200.00\t194.00\t97.00%
""",
}


@pytest.mark.parametrize(
    ("text", "change", "right"),
    [
        (DISTRICTS, ("\t95\t", "\t65\t"), "95"),
        (DISTRICTS, ("94.74%", "94.14%"), "94.74%"),
        (PUSHED, ("97.57%", "91.57%"), "97.57%"),
        (PUSHED, ("97.76", "91.76"), "97.76"),
        (PUSHED, ("30\t28", "30\t38"), "30"),
    ],
    ids=["a count", "a rate", "a rate of the funds", "the score of all", "a score beyond its points"],
)
def test_a_changed_digit_is_told(audit_text, text, change, right):
    assert not audit_text(text).findings
    wrong = audit_text(text.replace(*change, 1)).findings
    assert any(right in f.recomputed + f.arithmetic for f in wrong)


@pytest.mark.parametrize("text", [DISTRICTS, PUSHED], ids=["districts", "a form"])
def test_figures_of_rows_that_lost_a_cell_are_tied(audit_text, text):
    states = list(audit_text(text).states.values())
    assert states.count("勾稽相符") >= 0.9 * len(states)


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_rows_that_lost_nothing_stay_in_place(facts_of, text):
    for grid in facts_of(text).grids:
        assert all(figure.place.column - 1 == column for row in grid.rows for column, figure in row.figures.items())
