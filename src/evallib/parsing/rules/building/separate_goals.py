"""Goals of different things in one text, each with points of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, number, span_data
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.rule_data import Rule


def separate_goals(body: Body) -> Rule | None:
    """6月底达到50%得2分,9月底达到75%得2分: goals of different things whose points add up to the weight."""
    verb = "deduct" if all(c.clause.verb == "deduct" for c in body.cases) else "get"
    goals = [c for c in body.cases if c.clause.verb == verb and not (c.item or c.step)]
    rest = [c for c in body.cases if c not in goals]
    points = [c.clause.amounts[0].value for c in goals if len(c.clause.amounts) == 1 and not c.clause.amounts[0].share]
    names = [patterns.sub(r"达到?$|为$|≥$", "", c.words) for c in goals]
    if (
        len(goals) < 2
        or sum(points) != body.weight
        or any(len(c.spans) != 1 or (c.spans[0].exact and c.spans[0].bare and not _whole(c.spans[0])) for c in goals)
        or any(len(n) < 2 for n in names)
        or len(set(names)) < len(names)
        or 1 < len({(c.spans[0].low, c.spans[0].high) for c in goals}) < len(goals)
        or not all(c.clause.verb == "zero" and (c.otherwise or _UNMET.search(c.text)) and not c.spans for c in rest)
    ):
        return None
    parts = [
        {
            "name": name.split(":")[-1],
            "weight": number(amount),
            "rule": {
                "kind": "ranges",
                "measure": "value",
                "unit": case.spans[0].unit,
                "else": {"full": True} if verb == "deduct" else {"points": "0"},
                "rows": [
                    {
                        "span": span_data(
                            _closed(replace(case.spans[0], high=None) if _whole(case.spans[0]) else case.spans[0])
                        ),
                        "give": {"points": "0"} if verb == "deduct" else {"full": True},
                        "unit": case.spans[0].unit,
                    }
                ],
            },
        }
        for name, amount, case in zip(names, points, goals, strict=True)
    ]
    return {"kind": "parts", "parts": parts}


_UNMET = re.compile(r"(?:未|没有?|不)(?:能)?(?:达到?|达标|完成|实现)|达不到")


def _whole(span: Span) -> bool:
    """办结率100%: all of it."""
    return span.unit == "%" and span.low == 100


def _closed(span: Span) -> Span:
    """达到50%以上 includes 50%."""
    low_in = True if span.low is not None and span.low_in is None else span.low_in
    return replace(
        span, low_in=low_in, high_in=True if span.high is not None and span.high_in is None else span.high_in
    )
