"""Each printed condition is put to the whole rule in its own words: 下降5%以上 as 下降5%, 不少于26个 as 26个."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, number
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.evaluation import evaluate

_NEAR = Fraction(1, 100)
_MOVE = re.compile(
    "(下降|降低|减少|缩短|压减|压降|增长|提高|提升|上升|增加|延期|逾期|超期|"
    "延迟|推迟)(?:达到?|超过|在|≥|>|不[低少]于)?$"
)
_KINDS = {"steps", "ranges", "ratio", "line", "items"}
_OTHER_TERMS = ("measure", "total", "highest", "averaged", "each", "excess", "zero_of_target", "reference", "strikes")


def misheard(body: Body, rule: Rule) -> list[str]:
    """What the rule scores otherwise than the clause that prints it, in Chinese.

    >>> from evallib.parsing.rules.building.body import prepare
    >>> steps = {"kind": "steps", "unit": "%", "target": "5", "bad": "below", "per": "1", "counting": "proportional",
    ...          "deduct": {"points": "0.5"}}
    >>> body = prepare("能耗下降5%以上得3分,每少下降1个百分点扣0.5分", Fraction(3))
    >>> misheard(body, steps), misheard(body, steps | {"fall": True})
    (['“下降5.01%”应得3分，规则给0分'], [])
    """
    if rule["kind"] not in _KINDS or rule.get("unclear") or len(rule.get("types", [])) > 1:
        return []
    if any(rule.get(key) not in (None, "value") for key in _OTHER_TERMS):
        return []
    found = []
    for case in body.cases:
        points = _said(case, body, rule)
        if points is None:
            continue
        for value in _written(case, rule):
            given = evaluate(rule, value, body.weight)
            if given.state == "score" and given.score is not None and given.score != points:
                found.append(f"“{value}”应得{number(points)}分，规则给{number(given.score)}分")
                break
    return found


def _said(case: Case, body: Body, rule: Rule) -> Fraction | None:
    """The points that a clause says for its condition."""
    if case.step is not None or case.item is not None or case.otherwise:
        return None
    verb, amounts = case.clause.verb, case.clause.amounts
    if verb == "zero":
        return Fraction(0)
    if verb == "full":
        return Fraction(rule["base"]) if rule["kind"] == "items" and "base" in rule else body.weight
    if verb == "get" and len(amounts) == 1:
        return amounts[0].value * (body.weight if amounts[0].share else 1)
    return None


def _written(case: Case, rule: Rule) -> Iterator[str]:
    """The condition as somebody would write a value that meets it."""
    spans = find_spans(case.text)
    if len(spans) != 1 or spans[0].absolute or not spans[0].unit or spans[0].unit == "分":
        return
    span = spans[0]
    moved = _MOVE.search(patterns.split(r"[,;:]", case.text[: span.start + _signs(case.text, span)])[-1])
    if moved is None and rule["kind"] != "items":
        return  # the curves have been played back on numbers already
    counted = rule["types"][0] if rule["kind"] == "items" else {"unit": span.unit}
    if counted["unit"] != span.unit or (
        rule["kind"] == "items" and span.low is not None and not counted.get("required") and case.clause.verb != "zero"
    ):
        return
    if rule["kind"] == "items" and span.bare and case.clause.verb == "zero":
        return
    for x in _inside(span):
        if x > 0 and (rule["kind"] != "items" or x.denominator == 1):
            yield f"{moved[1] if moved else ''}{number(x)}{span.unit}"


def _signs(text: str, span: Span) -> int:
    """How many letters of a condition stand before its number."""
    digits = patterns.search(r"\d", text[span.start :])
    return digits.start() if digits else 0


def _inside(span: Span) -> Iterator[Fraction]:
    whole = span.unit not in {"%", "百分点", "个百分点"}
    near = Fraction(1) if whole else _NEAR
    if span.low is not None:
        yield span.low + (0 if span.low_in else near)
    if span.high is not None and not span.exact:
        yield span.high - (0 if span.high_in else near)
