"""Indicators of a form (绩效指标): goals with target, result, points and reason; rows of the template are skipped and counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import number, shown
from evallib.intake.forms.form_shape import FormShape, IndicatorHeader
from evallib.intake.forms.form_weights import group_weights
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.unread_parts import heads_figures
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import undress
from evallib.parsing.plain_text import is_blank, plain
from evallib.parsing.targets import sign_of

NUMBERED = re.compile(
    r"^\s*(?:[★☆▲*]\s*)?(?:指标\s*\d{0,2}\s*[:：.、]|\d{1,2}\s*[.、](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])\s*"
)
EMPTY_NAME = re.compile(r"^(?:指标\d{0,2}[:：]?|[…\.·]+|/+|无|-+|—+|\d{1,2}[.、]?|Xx|xx|XX|×+)?$")
TOTAL = re.compile(r"^(?:总计|合计|总分|总得分|得分合计|自评总分|分值合计|合计得分|自评得分合计|小计)(?:[:：(（].*)?$")
END = re.compile(
    r"^(?:其他需要说明|注|说明|填表|备注|联系人|评价结论|存在问题|自评结论|评分等级|绩效等级|主要问题|改进措施|未完成|单位负责人|项目负责人|填报人"
    r"|偏差(?:大|原因)|.{0,8}原因分析|.{0,4}改进措施|审核意见|签批意见|主要负责人)"
)
LEVEL1 = (
    ("产出", "产出指标"),
    ("效益", "效益指标"),
    ("效果", "效益指标"),
    ("满意", "满意度指标"),
    ("成本", "成本指标"),
    ("投入", "投入指标"),
    ("过程", "过程指标"),
    ("决策", "决策指标"),
)
EXECUTION = re.compile(r"预算(?:资金)?执行(?:率|情况|指标)?|资金(?:执行|支出|使用)率|执行率")
HEADINGS = ("level0", "level1", "level2")
GRADE = re.compile(r"优秀?|良好?|中等?|差|合格|不合格")


@dataclass
class IndicatorBlock:
    """What a form says about its goals.

    Args:
        rows: goals, as records of self_evaluation_indicators without their source.
        skipped: empty rows of the template, as sheet rows.
        unread: the row in which another table begins that belongs to no form.
        total: points and score of the total row, and the grade beside them.
        execution: the row 预算执行率, where it stands among the goals.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    unread: int | None = None
    total: dict[str, Any] | None = None
    execution: dict[str, Any] | None = None


def read_indicators(sheet: Sheet, shape: FormShape) -> IndicatorBlock:
    """The goals of a form.

    Args:
        sheet: the sheet.
        shape: the form.
    """
    header, block = shape.indicators, IndicatorBlock()
    columns = header.columns
    last = shape.last if shape.funds is None or shape.funds < header.top else shape.funds
    ended = gap = False
    above: dict[str, Any] = {}
    headers = {undress(cell.text).core for cell in header.cells}
    heading = _heading_above(sheet, header.top)
    for row in range(header.bottom + 1, min(last, len(sheet.rows))):
        own = [clean_text(value) for value in sheet.rows[row] if not is_blank(clean_text(value))]
        if not own:
            gap = True
            if any(clean_text(value) for value in sheet.rows[row]):
                block.skipped.append(row)  # ……
            continue
        if gap and block.rows and heads_figures(sheet.rows, row) and not headers & {undress(text).core for text in own}:
            block.unread = row  # another table under the form
            break
        gap = gap and len(own) == 1  # a title
        first = own[0]
        heading = first if undress(first).points and len(own) <= 2 else heading  # 年度目标2：（40分）
        if TOTAL.match(plain(first)):
            block.total = block.total or _total(sheet, row, header)
            continue
        if ended or END.match(plain(first)):
            ended = bool(block.rows)
            continue
        if sum(undress(text).core in headers for text in own) * 2 > len(own) and len(own) > 2:
            continue  # the header again, on a new page or for a second goal
        if _is_sentence(sheet, row, columns):
            continue  # 偏差大或目标未完成原因分析 …
        record = _goal(sheet, row, columns)
        if undress(record["level3"] or "").core in headers:
            continue  # a lower row of the header
        if _is_template(record) or _is_empty(record):
            block.skipped.append(row)
            continue
        if (
            EXECUTION.fullmatch(plain(record["level3"] or record["level2"] or record["level1"] or ""))
            and record["level1"]
            and "产出" not in record["level1"]
        ):
            block.execution = record
            continue
        if not undress(record["group"]).points:
            record["group"] = heading
        _fill_down(record, above)
        block.rows.append(record)
    group_weights(block.rows)
    return block


def _fill_down(record: dict[str, Any], above: dict[str, Any]) -> None:
    """Blank headings repeat the one above, until a heading to their left changes."""
    for position, name in enumerate(HEADINGS):
        if record[name]:
            if record[name] != above.get(name):
                for later in HEADINGS[position + 1 :]:
                    above.pop(later, None)
            above[name] = record[name]
            if name == "level1":
                above["points"] = record["points"]
        else:
            record[name] = above.get(name)
    record["points"] = record["points"] or above.get("points", "")


def _is_template(record: dict[str, Any]) -> bool:
    """Whether a row is one of the printed form: 指标2： with nothing behind it."""
    return (
        EMPTY_NAME.match(plain(record["level3"] or "")) is not None
        and not record["target"]
        and not record["actual"]
        and record["weight_score"] is None
    )


def _is_empty(record: dict[str, Any]) -> bool:
    """A printed row that nobody filled: no target, no result, no score, and no points of its own."""
    return (
        not record["target"]
        and not record["actual"]
        and record["published_score"] is None
        and not record["weight_score"]
    )


def _goal(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> dict[str, Any]:
    def text(name: str) -> str:
        return shown(sheet, row, columns[name].column) if name in columns else ""

    levels = {name: text(name) for name in ("level0", "level1", "level2", "level3")}
    name = NUMBERED.sub("", levels["level3"]).strip()
    target = _whole_target(text("target"), text("target_operator"), text("measure_unit"))
    score = "published_score"
    return {
        "level0": levels["level0"] or None,
        "level1": level1_name(levels["level1"] or levels["level0"]),
        "level2": undress(levels["level2"]).core or None if levels["level2"] else None,
        "level3": name or (undress(levels["level2"]).core if levels["level2"] else None),
        "target": target or None,
        "actual": _value(text("actual"), text("measure_unit")) or None,
        "weight_score": number(sheet, row, columns["weight_score"].column) if "weight_score" in columns else None,
        "published_score": number(sheet, row, columns[score].column) if score in columns else None,
        "deviation": text("deviation") or None,
        "row": row,
        "points": undress(levels["level1"] or levels["level0"]).points,
        "group": _group(sheet, row, columns),
        "cells": {key: sheet.place(row, cell.column) for key, cell in columns.items()},
    }


def _heading_above(sheet: Sheet, top: int) -> str:
    """The line with points right above a header: 年度目标1：（40分）."""
    texts = [clean_text(value) for value in sheet.rows[top - 1]] if top else []
    first = next((text for text in texts if text), "")
    return first if undress(first).points else ""


def _group(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> str:
    """What stands left of the first heading: 年度绩效目标1（40分）."""
    if "level0" in columns:
        return shown(sheet, row, columns["level0"].column)
    first = min(cell.column for name, cell in columns.items() if name.startswith("level"))
    return shown(sheet, row, first - 1) if first else ""


def level1_name(text: str) -> str | None:
    r"""The heading of a goal without its points: 产出指标（50分） → 产出指标.

    >>> level1_name("产出指标\n（50分）"), level1_name("社会效益"), level1_name("履职效能")
    ('产出指标', '效益指标', '履职效能')
    """
    core = undress(text).core if text else ""
    return next((name for word, name in LEVEL1 if word in core), core or None)


def _whole_target(target: str, operator: str, unit: str) -> str:
    """Sign, value and unit as one text: ≧ | 640 | 人次 → ≥640人次."""
    sign = sign_of(operator)
    sign = "" if sign == "定性" else sign
    if not target:
        return ""
    if sign and not re.match(r"^[≥≤<>=＝≧≦＞＜]", target):
        target = f"{sign}{target}"
    return _value(target, unit)


def _value(text: str, unit: str) -> str:
    """A number with the unit of the column 度量单位, where it has none itself."""
    unit = "" if is_blank(unit) or unit in {"定性", "其他"} else unit
    return f"{text}{unit}" if unit and re.fullmatch(r"[≥≤<>=]?\s*-?[\d,.]+", text) else text


def _total(sheet: Sheet, row: int, header: IndicatorHeader) -> dict[str, Any]:
    columns = header.columns
    numbers = [(column, value) for column in range(sheet.width) if (value := number(sheet, row, column)) is not None]
    weight = number(sheet, row, columns["weight_score"].column) if "weight_score" in columns else None
    score = number(sheet, row, columns["published_score"].column) if "published_score" in columns else None
    if score is None and numbers:
        right = [
            value
            for column, value in numbers
            if "weight_score" not in columns or column > columns["weight_score"].column
        ]
        score = right[-1] if right else numbers[-1][1] if weight is None else None
    grade = next((text for value in sheet.rows[row] if GRADE.fullmatch(text := clean_text(value))), None)
    return {"weight_score": weight if weight is not None else Decimal(100), "published_score": score, "row": row, "grade": grade,
            "cells": {key: sheet.place(row, cell.column) for key, cell in columns.items()}}  # fmt: skip


def _is_sentence(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> bool:
    """Whether one text is merged over the columns of name, target and result."""
    anchors = {sheet.anchor(row, columns[name].column) for name in ("level3", "target", "actual") if name in columns}
    return len(anchors) == 1
