"""Rounding that a text prints: of the rate before it is scored, or of the points."""

from __future__ import annotations

import re
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.compiled import Compiled

_PLACES = (
    "(?:(?:保留|精确到?|取到?)(?:小数点后)?(?P<places>[123])位(?:小数|数)?|(?:保留|取|取为|计至|计算到|精确到)"
    "(?:到)?(?:整数|个位|整(?!改|体|治|数))位?|按整数百分点(?:计算?|计分)?|取整)"
)
_PRINTED = re.compile(
    rf"[,;。(]?(?P<of>[^,;。()\d]{{0,14}}?)(?P<way>四舍五入|向下|向上|舍去小数|只舍不入|"
    rf"进位)?,?(?:后)?{_PLACES}(?:[(,](?P<later>四舍五入|只舍不入)\)?)?(?:后|"
    r"再)*(?P<then>(?:后|再)?(?:计分|计算得分|打分|得分|比较))?\)?(?=[,;。:]|$)"
)
_OF_VALUE = re.compile(r"率|比例|占比|百分点|百分比|指数|完成值|实际值")
_OF_POINTS = re.compile(r"得分|分值|分数|计分|结果")


def take_rounding(text: str) -> tuple[dict[str, str], str, bool] | None:
    """How a text rounds, the text without it, and whether it leaves open what is rounded; None where it rounds nothing.

    >>> take_rounding("执行率四舍五入取整数,每低于95%1个百分点扣0.5分")
    ({'of': 'value', 'places': '0', 'way': 'half_up'}, '执行率,每低于95%1个百分点扣0.5分', False)
    >>> take_rounding("得分=完成率*分值,得分向下取整")[0]
    {'of': 'points', 'places': '0', 'way': 'down'}
    """
    found = _PRINTED.search(text)
    if found is None:
        return None
    words = found["of"] + found[0]
    before = text[: found.start()].rsplit(";", 1)[-1].rsplit("。", 1)[-1]
    value, points = _OF_VALUE.search(found["of"]) or "百分点" in found[0], bool(_OF_POINTS.search(found["of"]))
    if points:
        of = "points"
    elif value or found["then"]:
        of = "value"
    elif "得分=" in before:
        of, points = "points", True
    else:
        of = "value" if _OF_VALUE.search(before) else "points"
    down = patterns.search("向下|舍去|只舍", words)
    rounding = {
        "of": of,
        "places": found["places"] or "0",
        "way": "down" if down else "up" if patterns.search("向上|进位", words) else "half_up",
    }
    kept = patterns.sub("(?:计算)?(?:最终)?得分$|结果$", "", found["of"]) if points else found["of"]
    rest = f"{text[: found.start()]}{found[0][0] if found[0][0] in ',;。' and kept else ''}{kept}{text[found.end() :]}"
    return rounding, rest.strip(",;。:"), not (points or value or found["then"])


def rounded(compiled: Compiled, rounding: dict[str, str], open_: bool) -> Compiled:
    """A rule with its rounding; where the text does not say of what, a choice."""
    rule: Any = compiled.rule
    rule["rounding"] = rounding
    if open_:
        other = {"of": "value" if rounding["of"] == "points" else "points"}
        compiled.open.append(
            {"told": f"{'数值' if other['of'] == 'value' else '得分'}取整", "set": {"rounding": rounding | other}}
        )
    return compiled
