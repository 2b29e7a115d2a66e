"""Digits that name something: dates, numbers of lists, hotlines, stretches of years."""

from __future__ import annotations

import re

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import UNITS

_NAME = re.compile(r"(?:第|[A-Za-z“\"]|\d)$")


def names_something(text: str, m: re.Match[str]) -> bool:
    """Digits that name something: dates, numbers of lists, hotlines."""
    start = m.start("a")
    before, after = text[:start], text[m.end("a") :]
    if _NAME.search(before[-1:]) or (
        before.endswith(("前", "近", "往", "续")) and patterns.match(r"年|个月|季度|个季度", after)
    ):
        return True
    if before.endswith("*") and m["a"] == "100" and after.startswith("%"):
        return True  # 调整数/预算数*100%: part of a definition
    if patterns.match(r"(?:周)?岁(?:及?以[上下])?的?(?![得扣计不])[\u4e00-\u9fff]", after) or patterns.fullmatch(
        "[一二三四五六七八九]、", before[-2:]
    ):
        return True  # 65岁以上老年人, 四、5类桥梁
    if patterns.match(r"日(?:之)?前|月(?:底|末|初|前|份|\d{1,2}[日号])|号(?:之)?前", after) and patterns.fullmatch(
        r"\d{1,2}", m["a"]
    ):
        return True
    if (
        patterns.match(r"年(?:度|\d|底|末|初|内|前|,|。|$)|月(?:\d|底|末|初|前|份|,|。|$)|号|日(?:前|,|;|。|$)", after)
        and patterns.match(r"\d{4}$|\d{1,2}$", m["a"])
        and not patterns.search(r"以|超|逾", before[-2:])
    ):
        return (after.startswith("年") and len(m["a"]) == 4) or before.endswith(("年", "月", "于"))
    hotline = patterns.fullmatch(r"(?:12345|12319|12348|96\d{3}|110|119|120)", m["a"])
    bounded = patterns.match(rf"(?:{UNITS})?[(（]?含?[)）]?(?:以[内上下外]|之[内间外])", after) or before.endswith(
        ("≥", "≤", "<", ">", "不超过", "不低于", "控制在", "达到")
    )
    of_hotline = patterns.match("工单|热线|诉求|来电|平台|派单|件", after) and len(m["a"]) == 5
    return bool(hotline) and not bounded and (bool(of_hotline) or not patterns.match(rf"%|{UNITS}|分", after))
