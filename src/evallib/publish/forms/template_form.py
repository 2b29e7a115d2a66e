"""The empty self-evaluation form (空白自评表): the official layout, with validations and examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evallib.model.books.pen import Book
from evallib.publish.forms.form_layout import FUNDS_ITEMS, FUNDS_ROW, INDICATOR_HEAD, lay_out_blank
from evallib.publish.forms.self_evaluation_form import TOP, write_sheet
from evallib.publish.forms.template_notes import ACTUALS, LEVELS, TARGETS

FORM_KINDS = frozenset({"self_evaluation_forms", "self_evaluation_funds", "self_evaluation_indicators"})
FUNDS_COLUMNS = ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan", "weight_score",
                 "printed_execution_rate", "published_score")  # fmt: skip
LEVEL1 = ["产出指标", "效益指标", "满意度指标"]
LEVEL2 = [
    "数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标",
    "服务对象满意度指标",
]  # fmt: skip
INDICATORS = 25
EXAMPLES = {
    "年度指标值": f"例：{'；'.join(TARGETS)}",
    "实际完成值": f"定量例：{'；'.join(ACTUALS)}\n定性写：{'；'.join(LEVELS)}",
}
GRADES = ["优", "良", "中", "差"]


def write_form(formats: Book, unit_name: str, year: int, checks: Mapping[str, Mapping[str, dict[str, Any]]]) -> None:
    """Write one empty form with its validations into a workbook; copy the sheet for each further project.

    Args:
        formats: of the workbook.
        unit_name: what the unit is called.
        year: the year.
        checks: data validations by table kind and column.
    """
    form = lay_out_blank(unit_name, year, INDICATORS)
    pen = formats.sheet("项目自评表")
    page = pen.sheet
    page.set_default_row(34)  # room to write in, and a full page
    write_sheet(pen, form)
    page.fit_to_pages(1, 1)
    funds = FUNDS_ROW + TOP + 1
    page.set_row(funds + len(FUNDS_ITEMS) + 1, 90)
    for column, name in enumerate(FUNDS_COLUMNS, 3):
        page.data_validation(funds, column, funds + len(FUNDS_ITEMS) - 1, column, checks["self_evaluation_funds"][name])
    head = form.indicator_row + TOP
    for column, label in enumerate(INDICATOR_HEAD, 1):
        if label in EXAMPLES:
            page.write_comment(head, column, EXAMPLES[label], {"author": "evallib", "x_scale": 2})
    first, last = head + 1, head + INDICATORS
    page.data_validation(first, 1, last, 1, {"validate": "list", "source": LEVEL1, "error_type": "warning"})
    page.data_validation(first, 2, last, 2, {"validate": "list", "source": LEVEL2, "error_type": "warning"})
    for column, name in ((6, "weight_score"), (7, "published_score")):
        page.data_validation(first, column, last, column, checks["self_evaluation_indicators"][name])
    page.data_validation(last + 2, 6, last + 2, 6, {"validate": "list", "source": GRADES})
