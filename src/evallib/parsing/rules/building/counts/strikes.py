"""What takes all points from a counting rule: so many things, too few that are done, or an event of its own kind."""

from __future__ import annotations

from dataclasses import replace

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, span_data
from evallib.parsing.rules.grammar.cases import MEASURED, Case
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.rule_data import Rule


def put_strikes(body: Body, rule: Rule, counted: list[Case]) -> None:
    """Put into a rule on counts when nothing is left.

    A number of the counted things goes to `zero`, of those that are done to `zero_done`; a number under another name or
    in another unit to `strikes`, which is asked for where a written value does not settle it; words alone to `veto`.
    """
    wins = any(t["sign"] == "+" for t in rule["types"])
    plain = [
        c
        for c in body.cases
        if wins and "base" in rule and patterns.search("不加分", c.clause.words) and c.words and not c.spans
    ]
    if plain:  # 优秀的加2分,良好的不加分: the base stays
        rule["good"] = [*rule.get("good", []), *(c.words for c in plain)]
    struck = [c for c in body.cases if c.clause.verb == "zero" and not c.otherwise and c not in plain]
    units = {c.item.unit for c in counted if c.item}
    required = {t["required"] for t in rule["types"] if t.get("required")}
    veto: list[str] = []
    for case in struck:
        spans = [s for s in case.spans if not (s.bare and s.exact and s.unit not in units) and s.unit != "分"]
        span = spans[-1] if spans else None
        if span is None:
            veto += [case.words] if case.words else []
            continue
        if len(units) == 1 and span.unit in units and span.low is not None:
            low_in = True if span.low_in is None else span.low_in
            rule.setdefault("zero", []).append(span_data(replace(span, low_in=low_in, high=None)))
        elif len(units) == 1 and span.unit in units and len(required) == 1 and span.high is not None:
            rule.setdefault("zero_done", []).append(span_data(replace(span, high_in=bool(span.high_in))))
        else:
            rule.setdefault("strikes", []).append(_strike(case, span))
    if veto:
        rule["veto"] = veto


def _strike(case: Case, span: Span) -> dict[str, object]:
    low_in = True if span.low_in is None else span.low_in
    shut = replace(span, low_in=low_in, high=None if span.low is not None else span.high)
    return {
        "words": case.words,
        "unit": span.unit,
        "span": span_data(shut),
        "counts": span.unit not in MEASURED | {"%"},
    }
