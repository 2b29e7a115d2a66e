"""Values of which only a bound or an approximation is written: >85%, 90%以上, 约93%, 近40件."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS, normalise
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.outcome import Outcome, ask

Evaluate = Callable[[Rule, object, Fraction], Outcome]
_BOUND = re.compile(
    rf"(?P<sign>[≥≤<>]|不低于|不少于|不高于|不超过)(?P<n>{NUMBER})(?P<u>%|{UNITS})|"
    rf"(?P<m>{NUMBER})(?P<v>%|{UNITS})(?P<tail>以上|以下|以内)"
)


_MEASURE = rf"%|个?百分点|[万亿]?(?:{UNITS})|[万亿]"
_ABOUT = re.compile(
    rf"(?P<word>大约|大概|约为|约|将近|接近|近)(?P<n>{NUMBER})(?P<u>{_MEASURE})?|"
    rf"(?P<m>{NUMBER})(?P<v>{_MEASURE})?(?:左右|上下)|(?P<k>{NUMBER})多(?P<w>{_MEASURE})"
)


def _nearly(rule: Rule, about: re.Match[str], weight: Fraction, evaluate: Evaluate) -> Outcome:
    """约93%: a score where every number that may be meant earns the same, else a question."""
    written, unit = about["n"] or about["m"] or about["k"], about["u"] or about["v"] or about["w"] or ""
    digit = Fraction(1, 10 ** len(written.partition(".")[2]))
    number, almost = Fraction(written), "近" in (about["word"] or "")
    low = number - digit if almost else number if about["k"] else number - digit / 2
    high = number if almost else number + digit * (1 if about["k"] else Fraction(1, 2)) - digit / 100
    found = [evaluate(rule, f"{float(x):.12g}{unit}", weight) for x in (low, number, high)]
    if all(one.state == "score" and one.score == found[0].score for one in found):
        return replace(found[0], why=f"“{about[0]}”是约数，可能的数值得分相同")
    return ask(f"“{about[0]}”是约数，得分随实际数值而不同，请写明实际数值")


def _beyond(rule: Rule, bound: re.Match[str], weight: Fraction, evaluate: Evaluate) -> Outcome:
    """Only a bound is written (>85%): a score where every number beyond it earns the same."""
    edge, unit = Fraction(bound["n"] or bound["m"]), bound["u"] or bound["v"]
    upward = bool(patterns.search("[≥>]|低|少|上", bound["sign"] or bound["tail"]))
    far = (Fraction(100) if unit == "%" and edge < 100 else edge * 10) if upward else Fraction(0)
    inner = edge + (far - edge) / 1000 if (bound["sign"] or "") in {">", "<"} else edge
    found = [evaluate(rule, f"{float(x):.6g}{unit}", weight) for x in (inner, (edge + far) / 2, far)]
    if all(one.state == "score" and one.score == found[0].score for one in found):
        return found[0]
    return ask(f"“{bound[0]}”只写了界限，得分随实际数值而不同")


def inexact(rule: Rule, value: str, weight: Fraction, bounds: bool, evaluate: Evaluate) -> Outcome | None:
    """The outcome for a bound or an approximation; None where the value is neither.

    Args:
        rule: a rule as plain data.
        value: the value as written.
        weight: the points of the indicator.
        bounds: whether the rule is on a number, so that a bound can be read.
        evaluate: the outcome for an exact value.

    >>> from evallib.parsing.rules.scoring.evaluation import evaluate
    >>> rows = [{"span": {"low": "90", "low_in": True}, "give": {"full": True}}]
    >>> rule = {"kind": "ranges", "measure": "value", "unit": "%", "rows": rows, "else": {"points": "0"}}
    >>> (
    ...     inexact(rule, "约93%", Fraction(5), True, evaluate).score,
    ...     inexact(rule, "约90%", Fraction(5), True, evaluate).state,
    ... )
    (Fraction(5, 1), 'ask')
    >>> inexact(rule, "93%", Fraction(5), True, evaluate) is None
    True
    """
    written = normalise(value)
    if bounds and (bound := _BOUND.fullmatch(written)):
        return _beyond(rule, bound, weight, evaluate)
    about = _ABOUT.fullmatch(written)
    return _nearly(rule, about, weight, evaluate) if about else None
