"""One clause of a range rule as a row: its condition and what it gives."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, give, number, points_of, span_data, unit_of
from evallib.parsing.rules.building.ranges.boundaries import TIMES
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.clauses import Amount
from evallib.parsing.rules.grammar.mean_comparisons import comparison
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS
from evallib.parsing.rules.rule_data import Rule


def is_score(body: Body, span: Span) -> bool:
    """Whether "分" in a condition is the unit of the value (85分以上) and not points."""
    return not span.exact or unit_of(body) == "分"


def rows_of(body: Body, case: Case, spans: list[Span]) -> list[dict[str, Any]]:
    """The rows of one clause: one, or one for each of several amounts."""
    amounts = case.clause.amounts
    if len(amounts) > 1 and case.clause.verb in {"get", "deduct"}:
        if (
            len(spans) == 1
            and spans[0].low is not None
            and spans[0].high is not None
            and spans[0].high - spans[0].low + 1 == len(amounts)
        ):
            low = spans[0].low
            spans = [replace(spans[0], low=low + i, high=low + i) for i in range(len(amounts))]
        if len(spans) == 1 and spans[0].unit == "名" and spans[0].low is None and spans[0].high == len(amounts):
            spans = [
                replace(spans[0], low=Fraction(i), high=Fraction(i), low_in=True) for i in range(1, len(amounts) + 1)
            ]
        if len(spans) == len(amounts):
            first = spans[0]
            fixed = [_like(first, s) if s.bare and not first.exact else s for s in spans]
            return [
                {"span": span_data(s), "give": _one(case, a), "unit": s.unit or first.unit}
                for s, a in zip(fixed, amounts, strict=True)
            ]
        return [{"span": span_data(spans[0]), "give": {"unclear": True}, "unit": spans[0].unit}]
    two_sided = all(s.low is not None and s.high is not None and not s.exact for s in spans)
    if len(spans) == 2 and two_sided and patterns.search(r"\d[^,;。\d]{0,4}(?:或|和|及|、)\d", case.text):
        return [
            {"span": span_data(s), "give": points_of(case, body), "unit": s.unit, "text": case.label} for s in spans
        ]
    spans = [s for s in spans if not (s.exact and any(o is not s and s.low in (o.low, o.high) for o in spans))] or spans
    if len(spans) > 1 and not spans[0].exact and all(s.unit == spans[0].unit for s in spans):
        merged = _merge(spans) if len(_QUANTITY.findall(case.text)) < len(spans) else None
        last = spans[-1]
        asked = patterns.match(r"[^,;。]*(?:至少|不少于|应|需)[^,;。]*,(?=[^,;。]*\d)", case.text)
        if merged is not None:
            spans = [merged]
        elif asked and asked.end() <= last.start + 12 and len(spans) == 2:
            spans = [last]  # 每月至少推送4次,月均3次得1分
        elif all(_against(s, last) for s in spans[:-1]):
            spans = [last]
        elif any((s.low, s.high) != (last.low, last.high) for s in spans[:-1]):
            return [{"span": span_data(last), "give": {"unclear": True}, "unit": last.unit, "text": case.label}]
    elif len(spans) > 1:
        spans = [s for s in spans if s.unit not in TIMES or spans[0].unit in TIMES][-1:]
    if (
        spans
        and spans[0].low is None
        and spans[0].high
        and patterns.search(
            (
                r"(?<!不)(?<!未)超(?!过)[^,;。\d]{0,6}\d[^,;。]*内|"
                r"(?<!不)(?<!未)(?:超过|高于|高出)[^,;。\d]{2,10}\d[^,;。]*(?:内|以下)"
            ),
            case.text,
        )
    ):
        spans = [replace(spans[0], low=Fraction(0), low_in=False)]
    told = _SIZE_OF_FALL.search(case.text) and patterns.search(r"(?:下降|降低|减少)\d", body.source)
    beside = told or _BESIDE.search(case.text) or (COMPARED.search(body.source) and _DISTANCE.search(case.text))
    side = comparison(case.text) if beside else None
    if side is not None and spans and spans[0].low is None and (said := _DISTANCE.search(case.text)):
        spans = [replace(spans[0], low=Fraction(said[1]), high=None, low_in=None, high_in=True)]
    if side is not None and spans:
        spans = [_relative(spans[0], side, case.text)]
        if _OR_RISEN.search(case.text) and spans[0].high == 0:
            spans = [replace(spans[0], high=None, high_in=None)]
    also = _ALSO.search(case.label)
    more = {"also": also["also"]} if also else {}
    return [
        {"span": span_data(s), "give": points_of(case, body), "unit": s.unit, "text": case.label} | more
        for s in spans[:1]
    ]


_ALSO = re.compile(
    r"\d[%\u4e00-\u9fff]{0,4}(?:以[上下内])?(?:的?,|的?,?(?=[且并但]|同时))"
    r"(?P<also>(?:且|并且?|但|同时)?(?!查|符合标准|达标|达到)[^,;。\d]{2,})$"
)
"""不少于7天且有影像资料, 70%~85%的,补植后: a number is not all that the row asks for."""


_OR_RISEN = re.compile(r"(?:下降|降低|减少)[^,;。]*或(?:者)?(?:出现)?(?:上升|增长|提高|增加|未下降|不降反升)$")
"""下降0.6%以下或上升."""


_QUANTITY = re.compile(r"[\u4e00-\u9fff](?:率|数|量|额|度(?!的)|比例|占比|时间|时长|面积)(?!的)")


_EXCESS = re.compile(r"超额(?:完成)?[^,;。\d]{0,6}\d")


def excess_as_rate(rows: list[dict[str, Any]]) -> bool:
    """超额10%以上 as 110% and more of the plan; whether any row was one."""
    found = [r for r in rows if r.get("unit") == "%" and _EXCESS.search(r.get("text") or "")]
    for row in found:
        for side in ("low", "high"):
            if row["span"].get(side) is not None:
                row.setdefault("printed", []).append(row["span"][side])
                row["span"][side] = number(Fraction(row["span"][side]) + 100)
    return bool(found)


def _against(asked: Span, missed: Span) -> bool:
    """满意率不低于80,低于80的: what is asked for, and how it is missed."""
    if asked.low is not None and asked.high is None:
        return missed.low is None and missed.high is not None and missed.high <= asked.low
    if asked.high is not None and asked.low is None:
        return missed.high is None and missed.low is not None and asked.high <= missed.low
    return False


def _relative(span: Span, side: Span, text: str) -> Span:
    """低于平均5个百分点以内 is between −5 and 0; 高于平均不足5个百分点 between 0 and 5."""
    below = side.high is not None and side.low is None
    if below:
        turned = replace(
            span,
            low=None if span.high is None else -span.high,
            low_in=span.high_in,
            high=None if span.low is None else -span.low,
            high_in=span.low_in,
        )
        return turned if turned.high is not None else replace(turned, high=side.high, high_in=False)
    if span.low is None and span.high is not None and span.high > 0 and side.low is not None:
        return replace(span, low=Fraction(0), low_in=False)
    return span


_SIZE_OF_FALL = re.compile(r"降幅(?:不足|不到|未达到?|小于|低于)\d")
"""下降3%得2分,降幅不足3%的得1分."""


_BESIDE = re.compile(
    r"(?:高于|低于|超过|落后于?|优于)[^,;。\d]{0,6}(?:平均|均值|水平)|"
    r"(?:下降|降低|减少|缩短|延长|上升|增长|提高|增加|提升)(?:不足|不到|未达到?|小于|低于)?\d"
)


COMPARED = re.compile(r"平均|均值|上年|去年|同期|上期|上月|同比|环比|[零负]增长")


_DISTANCE = re.compile(r"(?:低于|落后)(\d+(?:\.\d+)?)(?:个?百分点|%)(?:及?以上)")


def _one(case: Case, amount: Amount) -> dict[str, Any]:
    return {"deduct": give(amount)} if case.clause.verb == "deduct" else give(amount)


def _like(first: Span, span: Span) -> Span:
    """A bare number beside a bounded one has the same side (低于80%、70%的)."""
    if first.low is None:
        return replace(span, low=None, high=span.high, high_in=first.high_in, low_in=None)
    return replace(span, high=None, low=span.low, low_in=first.low_in, high_in=None)


def _merge(spans: list[Span]) -> Span | None:
    lows = [s for s in spans if s.low is not None and s.high is None]
    highs = [s for s in spans if s.high is not None and s.low is None]
    if (
        len(lows) == 1
        and len(highs) == 1
        and lows[0].low is not None
        and highs[0].high is not None
        and lows[0].low < highs[0].high
    ):
        return replace(lows[0], high=highs[0].high, high_in=highs[0].high_in)
    return None


_PLAN = re.compile(
    rf"率=[^,;。=*/\d]{{2,12}}/(?P<of>{NUMBER})(?P<ofu>{UNITS})?(?:\*100%)?[,;。]|"
    rf"(?<=[;。])(?:应|计划)[^,;。\d]{{1,6}}(?P<due>{NUMBER})(?P<dueu>{UNITS})[^,;。\d]{{0,4}}[。;]?$|"
    rf"(?:^|[,;。:])[^,;。:\d]{{0,16}}?(?P<n>{NUMBER})(?P<u>{UNITS}),[^;。]{{0,12}}?(?:达到|完成)(?:目标值?|"
    rf"计划数?|任务数?)的?{NUMBER}%"
)
"""新增灌溉面积5000亩,实际完成值达到目标值的100%得8分."""


def printed_plan(text: str, rule: Rule) -> Rule:
    """What all of it is, where a rule on shares of a plan prints the plan; nothing otherwise.

    >>> printed_plan("新增面积5000亩,达到目标值的100%得8分", {"kind": "ranges", "unit": "%"})
    {'plan': ['5000', '亩']}
    """
    plan = _PLAN.search(text) if rule.get("unit") == "%" and rule["kind"] in {"ranges", "ratio"} else None
    return (
        {"plan": [plan["n"] or plan["of"] or plan["due"], plan["u"] or plan["ofu"] or plan["dueu"] or ""]}
        if plan
        else {}
    )


def more_beyond(body: Body, case: Case) -> Rule | None:
    """不少于24场得3分,未完成的按比例得分,超过36场的加1分: more than what the target earns."""
    gains = [c for c in body.cases if c.clause.verb == "get" and c.spans and not c.clause.amounts[0].share]
    added, span = case.clause.amounts[0], case.spans[0]
    if len(gains) != 1 or added.share or span.low is None or span.high is not None:
        return None
    base = gains[0].clause.amounts[0].value
    return {"span": span_data(span), "give": {"points": number(base + added.value)}} if base < body.weight else None
