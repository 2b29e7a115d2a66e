"""Answers of the compiler as plain data: one text with its value, or a list of texts with several values each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.building.ranges.boundaries import COUNTS
from evallib.parsing.rules.rule_lists import ListEntry, read_list
from evallib.parsing.rules.rule_readings import RuleReadings, compile_rule, decimal, score, shown
from evallib.parsing.rules.scoring.unforeseen import below_nothing

_SAMPLES = 3


def answer(text: str, weight: str | int | Fraction, value: object | None = None) -> dict[str, Any]:
    """All that the compiler says about a printed rule.

    Returns:
        `score` (a decimal as text, `ask`, `judgement`, or None), `usual`, `rule`, `told`, `questions`, `readings`,
        `not_understood`, `confidence`, `why`, and `examples` at up to three values.

    >>> a = answer("完成率≥95%得满分，每低1个百分点扣0.5分，扣完为止", 10, "93%")
    >>> a["score"], a["told"]
    ('9', '≥95% 得 10 分；每低 1 个百分点扣 0.5 分，不足部分按比例，扣完为止')
    >>> answer("综合评定，最高2分", 2, "良好")["score"]
    'judgement'
    """
    rule = compile_rule(text, weight)
    result = score(rule, value) if value is not None else None
    first = rule.readings[0] if rule.readings else None
    return {
        "score": shown(result) if result else None,
        "usual": decimal(result.usual) if result and result.usual is not None else None,
        "why": result.why if result else "",
        "rule": first.rule if first else None,
        "told": first.told if first else "",
        "questions": list(rule.questions),
        "readings": [
            {
                "choice": reading.choice,
                "told": reading.told,
                "score": shown(score(reading.rule, value, rule.weight)) if value is not None else None,
                "rule": reading.rule,
            }
            for reading in rule.readings
        ],
        "not_understood": list(rule.not_understood),
        "confidence": number(rule.confidence),
        "examples": examples(rule),
    }


def answer_many(entries: Iterable[Mapping[str, Any] | ListEntry]) -> dict[str, list[str | None]]:
    """For each entry (`id`, `text`, `weight`, `values`) its scores in the order of values; None where none can be.

    >>> answer_many([{"id": "A", "text": "每发现一处扣1分", "weight": "3", "values": ["0处", "2处", "5处"]}])
    {'A': ['3', '1', '0']}
    """
    entries = list(entries)
    raw = [one for one in entries if not isinstance(one, ListEntry)]
    listed = [one for one in entries if isinstance(one, ListEntry)] if not raw else read_list(raw)[0]
    answers: dict[str, list[str | None]] = {}
    for entry in listed:
        rule = compile_rule(entry.text, entry.weight) if entry.text and entry.weight else None
        answers[entry.id] = [None if rule is None else shown(score(rule, _written(value))) for value in entry.values]
    return answers


def _written(value: Any) -> Any:
    """A value of a list: texts as they stand; nothing written is asked for."""
    return "" if value is None else value


def examples(rule: RuleReadings) -> list[dict[str, str | None]]:
    """A worked example at up to three values: at the target, a little beyond it, far beyond it.

    >>> examples(compile_rule("完成率≥95%得满分，每低1个百分点扣0.5分，扣完为止", 10))
    [{'value': '95%', 'score': '10'}, {'value': '93.5%', 'score': '9.25'}, {'value': '75%', 'score': '0'}]
    """
    if not rule.readings:
        return []
    return [{"value": value, "score": shown(score(rule, value))} for value in _samples(rule.readings[0].rule)]


_WRITTEN = {"value": "{n}{unit}", "late": "逾期{n}{unit}", "rank": "第{n}名"}
"""How a number of each measure is written."""


def within(span: dict[str, Any], unit: str) -> Fraction | None:
    """A number well inside a range: its middle, its own end where that belongs to it, else one step in.

    >>> within({"low": "80", "low_in": True, "high": "90"}, "%"), within({"high": "0", "high_in": True}, "%")
    (Fraction(85, 1), Fraction(0, 1))
    """
    low, high = (Fraction(span[side]) if span.get(side) is not None else None for side in ("low", "high"))
    if low is not None and high is not None:
        middle = (low + high) / 2
        up = Fraction(math.ceil(middle))
        return up if unit in COUNTS and (up < high or (up == high and span.get("high_in") is True)) else middle
    edge, own, way = (low, span.get("low_in"), 1) if low is not None else (high, span.get("high_in"), -1)
    if edge is None or own is True:
        return edge
    return edge + way if edge + way >= 0 or edge <= 0 else edge / 2


def _samples(rule: dict[str, Any]) -> list[str]:
    """Values at which a rule shows what it does."""
    unit = {"百分点": "%", "个百分点": "%"}.get(rule.get("unit", ""), rule.get("unit", ""))
    if rule["kind"] == "steps" and rule.get("target") is not None:
        target, per = Fraction(rule["target"]), Fraction(rule["per"])
        if rule.get("tolerance"):
            target += Fraction(rule["tolerance"])
        way = -1 if rule["bad"] == "below" else 1
        found = [target + way * per * steps for steps in (Fraction(0), Fraction(3, 2), Fraction(20))]
        least = Fraction(0) if rule.get("fall") or below_nothing(rule, Fraction(-1)) else min(found)
        return [f"{number(max(one, least))}{unit}" for one in found]
    if rule["kind"] == "ranges" and rule.get("measure") in _WRITTEN:
        inside = dict.fromkeys(x for row in rule["rows"] if (x := within(row["span"], unit)) is not None)
        shown_ = [_WRITTEN[rule["measure"]].format(n=number(x), unit=unit).replace("第-", "倒数第") for x in inside]
        return shown_ if len(shown_) <= _SAMPLES else [*shown_[: _SAMPLES - 1], shown_[-1]]
    if rule["kind"] == "ratio":
        goal = Fraction(rule["target"] if rule.get("target") is not None else 100)
        return [f"{number(goal * share)}{unit}" for share in (Fraction(1), Fraction(9, 10), Fraction(1, 2))]
    if rule["kind"] == "words":
        return [tier["words"][0] for tier in rule["tiers"][:_SAMPLES]]
    if rule["kind"] == "items" and len(rule["types"]) == 1:
        return [f"{count}{rule['types'][0]['unit'] or '次'}" for count in (0, 1, 3)]
    if rule["kind"] == "line":
        return [f"{anchor[0]}{unit}" for anchor in rule["anchors"][:_SAMPLES]]
    return []
