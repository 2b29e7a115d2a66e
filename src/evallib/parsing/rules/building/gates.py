"""Another quantity that decides over the points: 回收率低于60%的,本项不得分 beside a rule on the 满意度."""

from __future__ import annotations

import re
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import give, span_data
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS

_QUANTITY = r"[\u4e00-\u9fff“”()]{1,20}?(?:率|度|数|数?量|额|比例|占比|得分|人次)"
_EXTREME = r"(?:单次|单日|单笔|单件|单个|最长|最大|最高)[\u4e00-\u9fff]{1,8}"
_CONDITION = (
    rf"(?:低于|超过|超出|不足|未达到?|达不到|高于|大于|小于|少于|多于|≥|≤|<|>){NUMBER}(?:%|"
    rf"{UNITS}|分)?(?:\([含不]+\))?(?:及?以[上下])?"
)
_GATE = re.compile(
    rf"(?:^|(?<=[;。,\n]))(?:若|如果?|当|凡)?(?P<name>{_EXTREME}|{_QUANTITY})(?P<limit>{_CONDITION})"
    "(?:的|时|,|则|即|直接|再|另)*(?:本|该|此)?(?:项|指标)*"
    rf"(?P<what>不得分|(?:按|得|计|记)满分(?:计算?)?|扣(?:除|减)?{NUMBER}分)(?:$|[;。,\n])"
)
_NAMED = re.compile(
    rf"(?P<name>{_QUANTITY})(?:达(?!标|到要求)到?|为|在|不低于|不高于|不超过|"
    rf"控制在|低于|高于|超过|每|≥|≤|<|>|=|{NUMBER})"
)


_REACHED = re.compile(r"[^,;。\d]{2,16}(?:达标|达到要求)的?,(?=[^,;。]*\d)")
"""回收率达标的,满意度≥95%得5分."""


def take_gates(text: str) -> tuple[list[dict[str, Any]], str] | None:
    """Clauses on another quantity than the rest of a text, and the rest; None where there is none.

    >>> gates, rest = take_gates("问卷回收率低于60%的,本项不得分;满意度≥95%得5分,每低1个百分点扣0.5分")
    >>> gates[0]["name"], gates[0]["span"], rest
    ('问卷回收率', {'high': '60', 'high_in': False}, '满意度≥95%得5分,每低1个百分点扣0.5分')
    >>> take_gates("执行率≥95%得满分;执行率低于60%不得分") is None
    True
    """
    found = list(_GATE.finditer(text))
    gates: list[dict[str, Any]] = []
    rest = text
    for match in reversed(found):
        others = _REACHED.sub("", text[: match.start()] + "," + text[match.end() :])
        named = [m["name"] for m in _NAMED.finditer(others)]
        spans = find_spans(match["limit"])
        if (
            len(spans) != 1
            or not (named or patterns.fullmatch(_EXTREME, match["name"]) or _other_unit(spans[0].unit, others))
            or match["name"][-3:] in others
            or any(_same(match["name"], other) for other in named)
        ):
            continue
        if "满分" in match["what"] and spans[0].low is not None:
            continue  # 完成率≥100%得满分 beside 每少1公里扣0.1分 says when nothing is lost
        clause = next((c for c in clauses(match["what"])), None)
        what = "full" if "满分" in match["what"] else "zero" if clause is None or clause.verb == "zero" else "deduct"
        limit = {key: True if end is None else end for key, end in span_data(spans[0]).items()}
        gives = {"deduct": give(clause.amounts[0])} if what == "deduct" and clause else {what: True}
        beside = others.strip(",;。")
        gates.insert(0, {"name": match["name"], "unit": spans[0].unit, "span": limit, "give": gives, "beside": beside})
        rest = f"{rest[: match.start()].rstrip(',')}{rest[match.end() - (match[0][-1:] in ';。') :]}"
    rest = _REACHED.sub("", rest) if gates else rest
    return (gates, rest.strip(",;。\n")) if gates else None


def _other_unit(unit: str, text: str) -> bool:
    """Whether the rest of a text measures something else: 每超编1人 beside 超编率超过5%."""
    rate = "%" in text or "百分点" in text
    return not rate and any(c.verb in {"deduct", "get", "add"} for c in clauses(text)) if unit == "%" else False


def _same(one: str, other: str) -> bool:
    """Whether two names may mean one quantity (预算执行率 and 执行率)."""
    a, b = one.strip("“”()"), other.strip("“”()")
    return a.endswith(b[-3:]) or b.endswith(a[-3:]) or a[-2:] == b[-2:]
