"""Kinds of rows (指标行的种类): what a row under a header of goals tells: a goal, a sum, a line of the printed form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.parsing.cells import clean_text
from evallib.parsing.plain_text import plain

EMPTY_NAME = re.compile(r"^(?:指标\d{0,2}[:：]?|[…\.·]+|/+|无|-+|—+|\d{1,2}[.、]?|Xx|xx|XX|×+)?$")
EXECUTION = re.compile(r"预算(?:资金)?执行(?:率|情况|指标)?|资金(?:执行|支出|使用)率|执行率")
FEWEST_ADDED, FULL = 2, 100


def is_named(sheet: Sheet, record: dict[str, Any]) -> bool:
    """Whether a row names its goal, or stands in a form that has no names of goals."""
    place = record["places"].get("level3")
    return place is None or bool(clean_text(sheet.merged_value(*place)))


def is_execution(record: dict[str, Any]) -> bool:
    """Whether a row is 预算执行率 among the goals, and no output of that name."""
    name = plain(record["level3"] or record["level2"] or record["level1"] or "")
    return EXECUTION.fullmatch(name) is not None and bool(record["level1"]) and "产出" not in record["level1"]


def is_goal(record: dict[str, Any]) -> bool:
    """Whether a row below a note is a goal all the same: named, with target and result, and with points or a score."""
    return bool(record["level3"] and record["target"] and record["actual"]) and not without_points(record)


def without_points(record: dict[str, Any]) -> bool:
    """Whether a row tells neither points nor a score."""
    return record["weight_score"] is None and record["published_score"] is None


def adds_up(record: dict[str, Any], rows: Sequence[dict[str, Any]], totals: Sequence[int]) -> bool:
    """Whether a row without target and result has the points of all goals above it, or of those since the last sum."""
    weight = record["weight_score"]
    if record["target"] or record["actual"] or not weight or len(rows) < FEWEST_ADDED:
        return False
    if weight == FULL:
        return True
    since = max(totals, default=-1)
    sums = (
        [other["weight_score"] or 0 for other in rows],
        [other["weight_score"] or 0 for other in rows if other["row"] > since],
    )
    return any(len(points) >= FEWEST_ADDED and sum(points) == weight for points in sums)


def is_template(record: dict[str, Any]) -> bool:
    """Whether a row is one of the printed form: 指标2： with nothing behind it."""
    return (
        EMPTY_NAME.match(plain(record["level3"] or "")) is not None
        and not record["target"]
        and not record["actual"]
        and record["weight_score"] is None
    )


def is_empty(record: dict[str, Any]) -> bool:
    """A printed row that nobody filled: no target, no result, no score, and no points of its own."""
    return (
        not record["target"]
        and not record["actual"]
        and record["published_score"] is None
        and not record["weight_score"]
    )
