"""The words of a read-back: conditions in signs, what a row gives, amounts, steps."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.grammar.plain_words import NO_YEAR

#: Units of which a step is said in 百分点.
PERCENT = {"%", "百分点", "个百分点"}


def give_words(verdict: dict[str, Any], weight: Fraction) -> str:
    """What a verdict gives: 得 3 分, 扣 1 分, 由评价人员评定.

    >>> give_words({"share": "0.8"}, Fraction(10)), give_words({"deduct": {"points": "1"}}, Fraction(10))
    ('得 8 分', '扣 1 分')
    """
    if "judgement" in verdict:
        return "由评价人员评定"
    if "full" in verdict:
        return f"得 {number(weight)} 分"
    if "deduct" in verdict:
        return f"扣 {amount_words(verdict['deduct'], weight)} 分"
    if "points" not in verdict and "share" not in verdict:
        return "未读懂"
    return "不得分" if amount_words(verdict, weight) == "0" else f"得 {amount_words(verdict, weight)} 分"


def span_words(span: dict[str, Any], unit: str) -> str:
    """A condition in signs: ≥90%, 80%≤x<90%, =0次.

    >>> span_words({"low": "80", "low_in": True, "high": "90", "high_in": False}, "%")
    '80%≤x<90%'
    >>> span_words({"high": "5", "high_in": True, "absolute": True}, "%")
    '绝对值≤5%'
    """
    unit = "" if unit in {"末"} else "%" if unit in PERCENT else unit
    low, high = span.get("low"), span.get("high")
    mark, alone = ("绝对值", "绝对值") if span.get("absolute") else ("x", "")
    if low is not None and low == high:
        return f"{alone}={low}{unit}"
    if low is None:
        return f"{alone}{_sign(span.get('high_in'), '≤', '<')}{high}{unit}"
    if high is None:
        return f"{alone}{_sign(span.get('low_in'), '≥', '>')}{low}{unit}"
    return f"{low}{unit}{_sign(span.get('low_in'), '≤', '<')}{mark}{_sign(span.get('high_in'), '≤', '<')}{high}{unit}"


def number_of_requirements(span: dict[str, Any], measure: str, unit: str) -> str:
    """How many requirements are met or missing: 满足3项, 缺2项及以上.

    >>> number_of_requirements({"low": "2", "low_in": True}, "missing", "项")
    '缺2项及以上'
    """
    word, unit = ("满足" if measure == "met" else "缺"), unit or "项"
    low, high = span.get("low"), span.get("high")
    if low is not None and low == high:
        return "全部满足" if (measure, low) == ("missing", "0") else f"{word}{low}{unit}"
    if high is None:
        return f"{word}{low}{unit}及以上"
    return f"{word}{high}{unit}及以下" if low is None else f"{word}{low}~{high}{unit}"


def _sign(inside: bool | None, closed: str, open_: str) -> str:
    return closed if inside else open_ if inside is False else f"{closed}或{open_}"


def amount_words(data: dict[str, Any], weight: Fraction) -> str:
    """Points of an amount, a share of the weight reckoned out."""
    return number(Fraction(data["share"]) * weight if "share" in data else Fraction(data["points"]))


def step_words(size: str, unit: str) -> str:
    """How large a step is: 1 个百分点, 5分钟."""
    return f"{size} 个百分点" if unit in PERCENT else f"{size}{unit}"


def due_words(rule: dict[str, Any]) -> list[str]:
    """The date by which something is due, as the first part of what is told; nothing where none is named.

    >>> due_words({"due": "2023-6"}), due_words({"due": "0004-6-20"}), due_words({})
    (['时限为2023年6月底'], ['时限为6月20日'], [])
    """
    if not rule.get("due"):
        return []
    year, month, *days = rule["due"].split("-")
    return [f"时限为{'' if year == NO_YEAR else f'{year}年'}{month}月" + (f"{days[0]}日" if days else "底")]


def counting_words(counting: str, size: str) -> str:
    """How a part of a step counts, in the printed manner.

    >>> counting_words("started", "5分钟"), counting_words("proportional", "1 个百分点")
    ('不足 5分钟按 5分钟计', '不足部分按比例')
    """
    return {"whole": f"不足 {size}的不计", "started": f"不足 {size}按 {size}计"}.get(counting, "不足部分按比例")
