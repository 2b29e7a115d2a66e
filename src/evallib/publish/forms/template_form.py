"""The empty self-evaluation form (空白自评表): the official 项目支出绩效自评表 as a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evallib.model import palette
from evallib.publish.forms.template_notes import ACTUALS, LEVELS, TARGETS

FORM_KINDS = frozenset({"self_evaluation_forms", "self_evaluation_funds", "self_evaluation_indicators"})
FUNDS_HEAD = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
FUNDS_COLUMNS = ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan", "weight_score",
                 "printed_execution_rate", "published_score")  # fmt: skip
FUNDS_ITEMS = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
INDICATOR_HEAD = (
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
LEVEL1 = ["产出指标", "效益指标", "满意度指标"]
LEVEL2 = ["数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标",
          "服务对象满意度指标"]  # fmt: skip
INDICATORS = 25
EXAMPLES = {
    "年度指标值": f"例：{'；'.join(TARGETS)}",
    "实际完成值": f"定量例：{'；'.join(ACTUALS)}\n定性写：{'；'.join(LEVELS)}",
}
GRADES = ["优", "良", "中", "差"]
WIDTHS = (10, 12, 20, 20, 14, 14, 10, 10, 30)
FUNDS_ROW, AIMS_ROW, INDICATORS_ROW = 4, 9, 11


def write_form(book: Any, unit_name: str, year: int, checks: Mapping[str, Mapping[str, dict[str, Any]]]) -> None:
    """Write one empty form with its validations into a workbook; copy the sheet for each further project.

    Args:
        book: the workbook.
        unit_name: what the unit is called.
        year: the year.
        checks: data validations by table kind and column.
    """
    page = book.add_worksheet("项目自评表")
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.center_horizontally()
    page.fit_to_pages(1, 1)
    page.set_default_row(34)  # room to write in, and a full page
    border = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    head = book.add_format(border | {"bg_color": palette.HEAD_FILL, "align": "center"})
    text, money = book.add_format(border | {"num_format": "@"}), book.add_format(border | {"num_format": "#,##0.00"})
    points, percent = (
        book.add_format(border | {"num_format": "0.00"}),
        book.add_format(border | {"num_format": "0.00%"}),
    )
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.merge_range(
        0, 0, 0, 8, "项目支出绩效自评表", book.add_format({"bold": True, "font_size": 14, "align": "center"})
    )
    page.merge_range(1, 0, 1, 8, f"（{year}年度，{unit_name}）", book.add_format({"align": "center"}))
    page.merge_range(2, 0, 2, 1, "项目名称", head)
    page.merge_range(2, 2, 2, 8, "", text)
    page.merge_range(3, 0, 3, 1, "主管部门", head)
    page.merge_range(3, 2, 3, 4, "", text)
    page.write_string(3, 5, "实施单位", head)
    page.merge_range(3, 6, 3, 8, "", text)
    page.merge_range(FUNDS_ROW, 0, FUNDS_ROW + 4, 1, "项目资金（万元）", head)
    page.write_blank(FUNDS_ROW, 2, None, head)
    for column, label in enumerate(FUNDS_HEAD, 3):
        page.write_string(FUNDS_ROW, column, label, head)
    for row, item in enumerate(FUNDS_ITEMS, FUNDS_ROW + 1):
        page.write_string(row, 2, item, head)
        for column, look in enumerate((money, money, money, points, percent, points), 3):
            page.write_blank(row, column, None, look)
    for column, name in enumerate(FUNDS_COLUMNS, 3):
        page.data_validation(FUNDS_ROW + 1, column, FUNDS_ROW + 4, column, checks["self_evaluation_funds"][name])
    page.merge_range(AIMS_ROW, 0, AIMS_ROW + 1, 0, "年度总体目标", head)
    page.merge_range(AIMS_ROW, 1, AIMS_ROW, 4, "预期目标", head)
    page.merge_range(AIMS_ROW, 5, AIMS_ROW, 8, "实际完成情况", head)
    page.merge_range(AIMS_ROW + 1, 1, AIMS_ROW + 1, 4, "", text)
    page.merge_range(AIMS_ROW + 1, 5, AIMS_ROW + 1, 8, "", text)
    page.set_row(AIMS_ROW + 1, 90)
    for column, label in enumerate(INDICATOR_HEAD):
        page.write_string(INDICATORS_ROW, column, label, head)
        if label in EXAMPLES:
            page.write_comment(INDICATORS_ROW, column, EXAMPLES[label], {"author": "evallib", "x_scale": 2})
    first, row = INDICATORS_ROW + 1, INDICATORS_ROW + 1 + INDICATORS
    for line in range(first, row):  # rows that stay empty are not read
        for column, look in enumerate((text, text, text, text, text, text, points, points, text)):
            page.write_blank(line, column, None, look)
    page.data_validation(first, 1, row - 1, 1, {"validate": "list", "source": LEVEL1, "error_type": "warning"})
    page.data_validation(first, 2, row - 1, 2, {"validate": "list", "source": LEVEL2, "error_type": "warning"})
    for column, name in ((6, "weight_score"), (7, "published_score")):
        page.data_validation(first, column, row - 1, column, checks["self_evaluation_indicators"][name])
    page.merge_range(row, 0, row, 5, "总分", head)
    page.write_blank(row, 6, None, points)
    page.write_blank(row, 7, None, points)
    page.merge_range(row + 1, 0, row + 1, 1, "评分等级", head)
    page.write_blank(row + 1, 2, None, text)
    page.data_validation(row + 1, 2, row + 1, 2, {"validate": "list", "source": GRADES})
