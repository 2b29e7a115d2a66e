"""What bounds a rule of steps: where nothing is left, other printed rows, most points off and on."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, cap_amount, give, number, points_of, span_data
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.units import in_unit
from evallib.parsing.rules.rule_data import Rule


def put_limits(body: Body, rule: Rule, steps: list[Case], full: Case | None) -> None:
    """Where nothing is left, what the target earns, how much can be lost or won."""
    zero, rows, veto = [], [], []
    for case in body.cases:
        if case in steps:
            continue
        spans = [s for s in case.spans if s.unit != "分" or rule["unit"] == "分"]
        if case.clause.verb == "zero":
            if spans:
                printed = in_unit(spans[-1], rule["unit"])
                if rule.get("reference") and rule.get("target") is None:
                    printed = _apart(printed, case)
                moved = from_target(printed, case, rule)
                beyond = printed.low if printed.low is not None else printed.high
                late = {} if moved == printed or beyond is None else {"late": number(beyond)}
                zero.append(span_data(moved) | late)
                other = patterns.search(r"或(?:者)?([^\d,;。]{2,12}?)(?:的)?$", case.text)
                if other:
                    veto.append(other[1])
            elif case.words == "负增长" or (
                rule.get("target") in {None, "0"} and _TURNED[rule["bad"]].fullmatch(case.words)
            ):
                side = "low" if rule["bad"] == "above" else "high"
                zero.append({side: "0", f"{side}_in": False})
            elif _missed_target(rule, case):
                zero.append({"high": rule["target"], "high_in": False})
            elif not case.otherwise and case.words:
                veto.append(case.words)
            elif case.otherwise:
                rule["unclear"] = True
        elif (
            case.clause.verb in {"get", "deduct", "full", "free"}
            and case is not full
            and spans
            and not ("first" in rule and case.clause.verb == "deduct")
        ):
            span = in_unit(spans[0], rule["unit"])
            if (
                span.unit
                and rule["unit"]
                and {span.unit, rule["unit"]} - {"%", "百分点", "个百分点"}
                and span.unit != rule["unit"]
            ):
                rule["unclear"] = True  # 停机超过24小时 beside a rate
            rows.append({"span": span_data(span), "give": points_of(case, body)})
        elif case.clause.verb == "judge" or (case.clause.verb == "deduct" and case.item):
            rule["unclear"] = True
    if zero:
        rule["zero"] = zero
    if rows:
        rule["rows"] = rows
    if veto:
        rule["veto"] = veto
    base: Fraction | None = body.base
    if full is not None and full.clause.verb == "get" and full.clause.amounts and not full.clause.amounts[0].share:
        base = full.clause.amounts[0].value
    elif full is not None and full.clause.verb == "get" and full.clause.amounts:
        base = full.clause.amounts[0].value * body.weight
    if base is None and full is None and ("add" in rule or body.caps):
        plain = [c for c in body.cases if c.clause.verb == "get" and not (c.step or c.spans or c.item)]
        if plain and not plain[0].clause.amounts[0].share:
            base = plain[0].clause.amounts[0].value
    if base is not None and base != body.weight:
        rule["base"] = number(base)
    if "add" in rule and "base" not in rule:
        rule["base"] = number(
            base if base is not None else Fraction(0) if rule["deduct"] is None and full is None else body.weight
        )
    for _, case in body.caps:
        which, amount = cap_amount(case, all(c.clause.verb != "add" for c in body.cases))
        if amount is None:
            continue
        if which == "total":
            rule["cap"] = give(amount)
        else:
            rule["max_deduct" if which == "deduct" else "max_add"] = give(amount)


_TURNED = {
    "below": re.compile(r"(?:同比|较上年)?(?:出现)?(?:下降|降低|减少)"),
    "above": re.compile(r"(?:同比|较上年)?(?:出现)?(?:上升|增长|增加)"),
    "both": re.compile("(?!)"),
}
"""下降的不得分 beside 每提升1个百分点加0.5分."""


def _apart(span: Span, case: Case) -> Span:
    """低于平均值10个百分点以上 is a difference of -10 and less."""
    far = patterns.search(r"(低于|落后|不及|少于|下降|降低|慢)|(高于|超过|超出|上升|增长)", case.text)
    edge = span.low if span.low is not None else span.high
    if not far or edge is None or edge <= 0 or not patterns.search(r"以上|及以上|超过|≥", case.text):
        return span
    if far[1]:
        return replace(span, low=None, low_in=True, high=-edge, high_in="超过" not in case.text)
    return replace(span, low=edge, low_in="超过" not in case.text, high=None, high_in=True)


def from_target(span: Span, case: Case, rule: Rule) -> Span:
    """30日内下达得满分, 逾期30日以上不得分: days late count from the target, as does 降低5个百分点以上."""
    fallen = patterns.search(
        r"(降低|下降|减少|相差|低)\d[^,;。]*百分点|(超过?|超出|上升|增加|高出?)\d[^,;。]*百分点", case.text
    )
    edge = span.low if span.high is None else None
    if fallen and edge is not None and rule.get("target") and edge < abs(Fraction(rule["target"])):
        target, inside = Fraction(rule["target"]), span.low_in is not False
        if rule["bad"] == "below" and fallen[1]:
            return replace(span, low=None, low_in=True, high=target - edge, high_in=inside)
        if rule["bad"] == "above" and fallen[2]:
            return replace(span, low=target + edge, low_in=inside)
    beyond = rule["bad"] == "above" and rule.get("target") and patterns.search(r"(?:超过?|超出)\d", case.text)
    if beyond and edge is not None and edge <= Fraction(rule["target"]):  # 100%以下得满分, 超出5%以上不得分
        return replace(span, low=Fraction(rule["target"]) + edge, low_in=span.low_in is not False)
    if not (patterns.search("逾期|超期|延期|延误|延迟", case.text) and rule["bad"] == "above" and rule.get("target")):
        return span
    start = Fraction(rule["target"])
    return replace(
        span, low=None if span.low is None else span.low + start, high=None if span.high is None else span.high + start
    )


def _missed_target(rule: Rule, case: Case) -> bool:
    """未完成目标的不得分 beside points for what goes beyond the target."""
    gaining = "add" in rule and rule["deduct"] is None and rule["target"] is not None
    missed = patterns.fullmatch(r"(?:未|没有?)(?:能)?(?:完成|达到|达标|实现)[^,;。]{0,14}", case.words)
    return gaining and (case.otherwise or bool(missed))
