"""Points told in words (写在附注里的分值): 产出指标50分（数量指标20分、质量指标20分、时效指标10分），预算执行率10分.

They are given to the goals only where every goal gets its own and all of them are a hundred; what is told and cannot be
given is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_shape import FormShape
from evallib.intake.forms.goal_points import FULL, points_in_group
from evallib.intake.forms.goal_rows import level1_name
from evallib.model import patterns
from evallib.model.problems import Problem
from evallib.parsing.cells import clean_text
from evallib.parsing.plain_text import plain

NOTED_POINTS = "intake.noted_points"
Record = dict[str, Any]
#: A heading and its points: 产出指标（50分）, 数量指标20分, 满意度指标分值为10分.
TOLD = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,8}(?:产出|效益|满意度?|成本|数量|质量|时效|影响|投入|过程|决策|"
    "执行率|执行)(?:类|性)?(?:指标|情况)?)(?:分值|权重|满分|总分|共计?|合计|各?占|"
    r"[为是计])*[:：(（]?(?P<points>\d{1,3}(?:\.\d+)?)(?:分|[%％])"
)
#: Equal points: 每项10分, 各项平均.
EACH = re.compile(r"每[项个]?(?:三级)?(?:指标)?(?:分值|各?[为占计])*(?P<points>\d{1,2}(?:\.\d+)?)分")
EQUAL = re.compile(r"平均(?:分配|分摊|赋分|设置|分)|均分|分值相等")
EXECUTION = re.compile("执行")
FEWEST, LONGEST = 2, 400


def noted_points(sheet: Sheet, shape: FormShape, rows: Sequence[Record], funds: Sequence[Record]) -> Problem | None:
    """Give goals and the execution rate the points that the notes of a form tell, where no column does.

    Args:
        sheet: the sheet.
        shape: the form.
        rows: its goals; completed in place.
        funds: its funds, the total first; completed in place.

    Returns:
        A note on what was taken, an error where points are told that do not settle the goals; None where nothing is
        told.
    """
    if not rows or any(record["weight_score"] is not None for record in rows):
        return None
    found = _notes(sheet, shape)
    if found is None:
        return None
    row, text = found
    told = {match["name"]: Decimal(match["points"]) for match in TOLD.finditer(text)}
    execution = next((points for name, points in told.items() if EXECUTION.search(name)), None)
    headings = {name: points for name, points in told.items() if not EXECUTION.search(name)}
    weights = _weights(rows, headings, text)
    own = execution or (funds[0].get("weight_score") if funds else None) or Decimal(0)
    place = sheet.place(row, 0)
    if weights is None or sum(weights) + own not in {FULL, FULL + own}:
        return Problem(
            NOTED_POINTS,
            "分值只写在附注里，分不到每个指标",
            file=sheet.file,
            sheet=sheet.name,
            cell=place,
            value=text[:80],
            expected="每个指标一个分值，合计 100 分",
            advice="请在指标右侧加一列“分值”",
        )
    for record, weight in zip(rows, weights, strict=True):
        record["weight_score"] = weight
    if execution is not None and funds and funds[0].get("weight_score") is None:
        funds[0]["weight_score"] = execution
    return Problem(
        NOTED_POINTS,
        f"没有分值一列，按附注取 {len(rows)} 个指标的分值",
        file=sheet.file,
        sheet=sheet.name,
        cell=place,
        value=text[:80],
        advice="如果不对，请在指标右侧加一列“分值”",
        severity="warning",
    )


def _notes(sheet: Sheet, shape: FormShape) -> tuple[int, str] | None:
    """The row and the text of a line outside the goals that tells the points of several headings."""
    for row in range(shape.first, min(shape.last, len(sheet.rows))):
        texts = {clean_text(value) for value in sheet.rows[row] if clean_text(value)}
        if len(texts) != 1:
            continue
        text = plain(texts.pop())
        if len(text) <= LONGEST and len(TOLD.findall(text)) >= FEWEST:
            return row, text
    return None


def _weights(rows: Sequence[Record], headings: Mapping[str, Decimal], text: str) -> list[Decimal] | None:
    """The points of each goal: of its 二级指标 where they are told, of its 一级指标 else; None where one has none."""
    each = EACH.search(text)
    if each is not None:
        return [Decimal(each["points"])] * len(rows)
    keys = [_key(record, headings) for record in rows]
    if None in keys:
        return None
    weights: dict[int, Decimal] = {}
    for key in dict.fromkeys(keys):
        members = [n for n, other in enumerate(keys) if other == key]
        points = headings[str(key)]
        shared: Sequence[Decimal] | None = points_in_group([rows[n] for n in members], str(points))
        if shared is None and EQUAL.search(text):
            shared = [points / len(members)] * len(members)
        if shared is None:
            return None
        weights |= dict(zip(members, shared, strict=True))
    return [weights[n] for n in range(len(rows))]


def _key(record: Record, headings: Iterable[str]) -> str | None:
    """Which of the told headings a goal stands under: the lower one counts."""
    lower, upper = str(record["level2"] or ""), str(record["level1"] or "")
    names = list(headings)
    first = next((name for name in names if _same(name, lower)), None)
    return first or next((name for name in names if level1_name(name) == upper and not _is_lower(name)), None)


def _is_lower(name: str) -> bool:
    return patterns.search("数量|质量|时效|经济|社会|生态|影响", name) is not None


def _same(name: str, heading: str) -> bool:
    bare = heading.removesuffix("指标")
    return bool(bare) and name.removesuffix("指标").endswith(bare)
