"""Rows of goals (指标行): one row of a form's indicators, and its total row, as records."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import BOTH, halves, number, shown
from evallib.intake.forms.form_shape import IndicatorHeader
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model import patterns
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import undress
from evallib.parsing.plain_text import is_blank, plain
from evallib.parsing.targets import sign_of

NUMBERED = re.compile(
    r"^\s*(?:[★☆▲*]\s*)?(?:指标\s*\d{0,2}\s*[:：.、]|\d{1,2}\s*[.、](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])\s*"
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
SCORE_FIRST = re.compile(r"(?:自评|评价|实际)?得分")
#: 数量指标15分.
POINTS_BEHIND = re.compile(r"(?:指标|决策|管理|满意度?|效益|产出|过程|效果)(\d{1,3}(?:\.\d+)?)分$")
SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")
#: 自评得分：（ 99.3 ）分 等级：优（√）.
SAID = re.compile(
    "(?:自评|评价|绩效|综合|最终|项目|本项目)*(?:总得分|总分|得分|评分)"
    r"(?:合计)?[:：为是]*[(（]?(\d{1,3}(?:\.\d+)?)[)）]?分?(?!\d)"
)
TICKED = re.compile(
    r"([优良中差])秀?好?[(（\[]?[√✓☑✔]|[√✓☑✔]\s*([优良中差])|(?:等级|等次|级别)[:：为]*([优良中差])(?!良|中|差)"
)
FULL = 100
GRADE = re.compile(r"优秀?|良好?|中等?|差|合格|不合格")


def goal_record(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> dict[str, Any]:
    """A row of goals as a record of self_evaluation_indicators without its source.

    Args:
        sheet: the sheet.
        row: the row.
        columns: the header of each concept.
    """

    def text(name: str) -> str:
        return shown(sheet, row, columns[name].column) if name in columns else ""

    levels = {name: text(name) for name in ("level0", "level1", "level2", "level3")}
    name = NUMBERED.sub("", levels["level3"]).strip()
    wanted, reached = text("target"), text("actual")
    if wanted and columns["target"] == columns.get("actual"):  # 120户/118户; what has another stroke too is asked
        wanted, reached = halves(wanted) or (wanted, "")
    target = _whole_target(wanted or text("first_target"), text("target_operator"), text("measure_unit"))
    points, score = points_of(sheet, row, columns)
    return {
        "level0": levels["level0"] or None,
        "level1": level1_name(levels["level1"] or levels["level0"]),
        "level2": undress(levels["level2"]).core or None if levels["level2"] else None,
        "level3": name or (undress(levels["level2"]).core if levels["level2"] else None),
        "target": target or None,
        "actual": _value(reached, text("measure_unit")) or None,
        "weight_score": points,
        "published_score": score,
        "review_score": review_of(sheet, row, columns),
        "deviation": _reasons(sheet, row, columns) or None,
        "row": row,
        "points": heading_points(levels["level1"] or levels["level0"]),
        "lower_points": heading_points(levels["level2"]),
        "group": _group(sheet, row, columns),
        "places": {key: (row, cell.column) for key, cell in columns.items()},
    }


def _reasons(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> str:
    """The reason of a shortfall; of several columns of reasons each with its header: 人员保障：两人离岗."""
    cells = {cell.column: cell for name, cell in columns.items() if name.startswith("deviation")}
    told = [(cell.text, text) for _, cell in sorted(cells.items()) if (text := shown(sheet, row, cell.column))]
    return "；".join(f"{head}：{text}" if len(cells) > 1 else text for head, text in told)


def points_of(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> tuple[Decimal | None, Decimal | None]:
    """Points and score of a row; both may stand in one cell under 分值/得分, as 10/9.5."""
    names: list[str] = [name for name in ("weight_score", "published_score") if name in columns]
    found: dict[str, Decimal | None] = {name: _points(sheet, row, columns[name].column) for name in names}
    if len(names) == 1 and (both := BOTH.fullmatch(shown(sheet, row, columns[names[0]].column))):
        order = (
            ("published_score", "weight_score")
            if SCORE_FIRST.match(plain(columns[names[0]].text))
            else ("weight_score", "published_score")
        )
        found = dict(zip(order, (Decimal(both[1]), Decimal(both[2])), strict=True))
    return found.get("weight_score"), found.get("published_score")


def review_of(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> Decimal | None:
    """The score that a second person gave a row, where the form has a column for it beside the unit's own."""
    return number(sheet, row, columns["review_score"].column) if "review_score" in columns else None


def _points(sheet: Sheet, row: int, column: int) -> Decimal | None:
    """Points of a cell; 30% of a hundred are thirty."""
    share = SHARE.fullmatch(shown(sheet, row, column))
    return Decimal(share[1]) if share else number(sheet, row, column)


def heading_points(text: str) -> str:
    """The points that a heading tells, in brackets or behind its words.

    >>> [heading_points(text) for text in ("产出指标（50分）", "数量指标15分", "时效指标")]
    ['50', '15', '']
    """
    found = POINTS_BEHIND.search(plain(text))
    return undress(text).points or (found[1] if found else "")


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
    if sign and not patterns.match(r"^[≥≤<>=＝≧≦＞＜]", target):
        target = f"{sign}{target}"
    return _value(target, unit)


def _value(text: str, unit: str) -> str:
    """A number with the unit of the column 度量单位, where it has none itself."""
    unit = "" if is_blank(unit) or unit in {"定性", "其他"} else unit
    return f"{text}{unit}" if unit and patterns.fullmatch(r"[≥≤<>=]?\s*-?[\d,.]+", text) else text


def total_record(sheet: Sheet, row: int, header: IndicatorHeader) -> dict[str, Any]:
    """The row of the total as a record: its points (100 where none are printed), its score and the grade beside it."""
    columns = header.columns
    numbers = [(column, value) for column in range(sheet.width) if (value := number(sheet, row, column)) is not None]
    weight, score = points_of(sheet, row, columns)
    if score is None and numbers:
        right = [
            value
            for column, value in numbers
            if "weight_score" not in columns or column > columns["weight_score"].column
        ]
        score = right[-1] if right else numbers[-1][1] if weight is None else None
    if score is None and weight is not None and len(numbers) == 1 and weight != FULL:
        weight, score = None, weight  # the only figure of a total is its score
    grade = next((text for value in sheet.rows[row] if GRADE.fullmatch(text := clean_text(value))), None)
    return {
        "weight_score": weight if weight is not None else Decimal(100),
        "published_score": score,
        "row": row,
        "grade": grade,
        "review_score": review_of(sheet, row, columns),
        "places": {key: (row, cell.column) for key, cell in columns.items()},
    }


def said_total(text: str, row: int) -> dict[str, Any] | None:
    """The total that a line of words tells, with the grade ticked beside it; None for any other line.

    >>> told = said_total("自评得分：（ 97.5 ）分   等级：优（√）良（ ）", 30)
    >>> told["published_score"], told["grade"], said_total("得分低的原因见附件", 30)
    (Decimal('97.5'), '优', None)
    """
    found = SAID.match(plain(text))
    if found is None:
        return None
    ticked = TICKED.search(plain(text))
    grade = next((name for name in ticked.groups() if name), None) if ticked else None
    return {
        "weight_score": Decimal(100),
        "published_score": Decimal(found[1]),
        "row": row,
        "grade": grade,
        "places": {},
    }
