"""Values that a rule never spoke of: an honour of another level, a rate below nothing."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.rule_data import Rule

_LEVEL = re.compile(
    r"(国家|中央|省部|省|市|区|县|镇|乡|街道)(?:(?:\(?(?:县|区|乡|镇)\)?)?级(及?以[上下])?|(?=[、/和及或]))"
)
_HEIGHT = {"国家": 5, "中央": 5, "省部": 4, "省": 4, "市": 3, "区": 2, "县": 2, "镇": 1, "乡": 1, "街道": 1}


def other_level(rule: Rule, value: object) -> str:
    """The level that a value names where the rule names only others; empty where there is none.

    >>> honours = {"kind": "items", "types": [{"name": "获得市级表扬"}]}
    >>> other_level(honours, "镇级表扬1次"), other_level(honours, "市级表扬1次"), other_level(honours, "1次")
    ('镇级', '', '')
    >>> for level in ("省级及以上", "市级", "区级及以上", "县级以下", "镇级以上", "国家级"):
    ...     rule = {"types": [{"name": f"获得{level}表扬"}]}
    ...     print(level, *(one for one in "国家 省 市 区 县 镇 乡 街道".split() if other_level(rule, f"{one}级表扬")))
    省级及以上 市 区 县 镇 乡 街道
    市级 国家 省 区 县 镇 乡 街道
    区级及以上 镇 乡 街道
    县级以下 国家 省 市
    镇级以上
    国家级 省 市 区 县 镇 乡 街道
    """
    said = [str(key) for key in value] if isinstance(value, dict) else [value] if isinstance(value, str) else []
    named = [match[1] for words in said for match in _LEVEL.finditer(words)]
    printed = [(_HEIGHT[match[1]], (match[2] or "")[-1:]) for match in _LEVEL.finditer(str(rule))] if named else []
    for level in named if printed else ():
        at = _HEIGHT[level]
        if not any(at == one or (side == "上" and at > one) or (side == "下" and at < one) for one, side in printed):
            return f"{level}级"
    return ""


def below_nothing(rule: Rule, number: Fraction) -> bool:
    """Whether a rate is below nothing where the rule's limits are those of a share, and of no change.

    >>> share = {"kind": "steps", "unit": "%", "target": "90", "bad": "below"}
    >>> below_nothing(share, Fraction(-5)), below_nothing(share | {"target": "5"}, Fraction(-5))
    (True, False)
    """
    if number >= 0 or rule.get("unit") != "%" or rule.get("measure", "value") != "value" or _OF_CHANGES & set(rule):
        return False
    rows: list[dict[str, Any]] = rule.get("rows", [])
    if any(row["span"].get("absolute") or patterns.search(r"增|降|升|减|偏", row.get("text") or "") for row in rows):
        return False
    limits = [Fraction(row["span"][side]) for row in rows for side in ("low", "high") if row["span"].get(side)]
    limits += [Fraction(rule["target"])] if rule["kind"] == "steps" and rule.get("target") else []
    return bool(limits) and min(limits) >= 0 and max(limits) >= _SHARE


_OF_CHANGES = {"change", "reference", "fall", "tolerance", "ask_below", "other_side"}
_SHARE = 50
"""A limit from here on is one of a share: growth is seldom asked for so much."""
