"""Notes of a template (填写说明): what each column takes, how people write it, and which rules will be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evallib.checks.rules.rule import Suite
from evallib.intake.tables.unit_folder import NOTES_SHEET
from evallib.model import palette
from evallib.model.books.pen import Book
from evallib.model.problems import SEVERITY_LABELS
from evallib.model.schema import TYPE_LABELS, Column, TableSchema

Line = tuple[str, str, str]
WIDTHS = (30, 44, 60)
HEADS = ("列", "填写内容", "提交后校验的规则")
TARGETS = ("≥95%", "=100%", "≤5天", "≥1,200件", "≤800元/人·月", "2024年12月31日前", "及时", "健全")
ACTUALS = ("97.5%", "100%", "4天", "1,250件", "2024年12月20日")
LEVELS = ("达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差")
UNDECIDED = ("约100件", "80%-90%", "12月底前", "95")
FORM_LINES: tuple[Line, ...] = (
    ("填写内容", "怎样写", "例"),
    ("项目名称、主管部门、实施单位", "写全称，每个项目一张；多个项目请复制工作表", "一网统管运维费"),
    ("项目资金", "以万元计；没有的写 0，执行率 = 全年执行数 ÷ 全年预算数（调整后），分值 10 分",
        "100.00、80.00、80.00、10、100%"),
    ("年度总体目标", "左格写预期目标，右格写实际完成情况", ""),
    ("一级指标、二级指标", "从下拉选项中选", "产出指标、数量指标"),
    ("年度指标值（定量）", "符号、数值、单位都写；完成期限写明年月日", "；".join(TARGETS[:6])),
    ("年度指标值（定性）", "写要求达到的状态", "；".join(TARGETS[6:])),
    ("实际完成值（定量）", "写实际数值，单位与年度指标值相同", "；".join(ACTUALS)),
    ("实际完成值（定性）", "写三档之一；也可简写为“达成”“部分达成”“未达成”", "；".join(LEVELS)),
    ("不能据以评分的写法", "约数、区间、没有年份的日期、没有百分号的比率", "；".join(UNDECIDED)),
    ("分值", "指标分值合计 90 分，另有预算执行率 10 分", "10"),
    ("得分", "定性三档依次为分值的 80%–100%、60%–80%、0%–60%", "10"),
    ("偏差原因分析及改进措施", "没有达成，或超出目标较多的，写明原因和措施", "新增一个居委工作站"),
    ("评分等级", "优（≥90 分）、良（≥80 分）、中（≥60 分）、差", "优"),
)  # fmt: skip


def write_notes(formats: Book, schema: TableSchema, suites: list[Suite], *, form: bool) -> None:
    """Write the sheet with the notes; it is never read back.

    Args:
        formats: of the workbook.
        schema: the table kind.
        suites: the rules that will be asked.
        form: whether the template is the self-evaluation form.
    """
    pen = formats.sheet(NOTES_SHEET)
    for column, width in enumerate(WIDTHS):
        pen.set_width(column, width)
    name = schema.title.partition("·")[0] if form else schema.title
    pen.sheet.write_string(0, 0, f"填写说明：{name}", formats.title)
    for row, (first, *others) in enumerate(_lines(schema, suites, form=form), start=1):
        if not any(others):
            pen.sheet.write_string(row, 0, first, formats.plain)
            continue
        look: dict[str, Any] = {"bold": True, "bg_color": palette.HEAD_FILL} if first in HEADS else {}
        for column, text in enumerate((first, *others)):
            pen.put(row, column, text, valign="top", **look)
    pen.print_pages()


def hint(column: Column) -> str:
    """What a column takes, in a few words."""
    parts = [f"{'必填列' if column.required else '选填列'}：{TYPE_LABELS[column.type]}"]
    if column.type in {"rate", "signed_rate"}:
        parts.append("写成 99.93%（单元格已设为百分比）")
    if column.type == "money":
        parts.append("单位见表头上方")
    if column.occurrence > 1:
        parts.append(f"同名表头的第 {column.occurrence} 列：{column.aliases[0]}")
    if column.fill_down:
        parts.append("与上一行相同时可留空")
    return "；".join(parts)


def _lines(schema: TableSchema, suites: list[Suite], *, form: bool) -> Iterator[Line]:
    if not form:
        yield "深色表头必填，浅色选填；不要改动表头。合计行在名称列写“合计”，小计行写“小计”。", "", ""
    yield "请不要填写姓名、电话、身份证号、住址等个人信息。本页不会被读入。", "", ""
    yield "", "", ""
    if form:
        yield from FORM_LINES
    else:
        yield "列", "类型", "也可用的表头"
        yield from ((c.label, hint(c), "、".join(c.aliases) or "—") for c in schema.columns)
    yield "", "", ""
    yield "提交后校验的规则", "不符合时", "处理"
    rules = [
        (rule.meta.rule, SEVERITY_LABELS[rule.level], rule.meta.advice)
        for suite in suites
        for rule in suite.expectations
    ]
    yield from dict.fromkeys(rules)
