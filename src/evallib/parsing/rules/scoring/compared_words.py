"""Words that compare with an average or last year (持平, 高于平均值, 下降) and the figures that come under them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.parsing.rules.grammar.mean_comparisons import comparison
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.measures import two_figures
from evallib.parsing.rules.scoring.outcome import Outcome, amount, ask, judged, scored


def compared(rule: Rule, value: dict[str, object], weight: Fraction) -> Outcome:
    """Words that compare with an average or with last year, for two figures."""
    pair = two_figures(value)
    if pair is None:
        return ask("应填两个可比的数值，并写明哪个是对照")
    if any(re.search("[但且]", tier["words"][0]) for tier in rule["tiers"]):
        return ask("评分标准还要求别的条件")  # 低于平均水平但为正增长
    return against_zero(rule, pair[0] - pair[1], weight)


def against_zero(rule: Rule, gap: Fraction, weight: Fraction) -> Outcome:
    """Points for a difference: the tier whose words say its sign.

    >>> tiers = [{"words": ["同比下降"], "give": {"points": "0"}}, {"words": ["持平"], "give": {"points": "2"}}]
    >>> against_zero({"tiers": tiers}, Fraction(0), Fraction(3)).score
    Fraction(2, 1)
    """
    fit = tier_of(rule, gap)
    if fit is not None:
        return verdict_outcome(rule["tiers"][fit]["give"], weight)
    if "else" in rule:
        return verdict_outcome(rule["else"], weight)
    return ask("评分标准没有写这种情况")


def verdict_outcome(verdict: dict[str, Any], weight: Fraction) -> Outcome:
    """What a word gives.

    >>> verdict_outcome({"deduct": {"points": "1"}}, Fraction(4)).score
    Fraction(3, 1)
    """
    if "judgement" in verdict:
        return judged("这一档由评价人员评定")
    if "full" in verdict:
        return scored(weight)
    if "deduct" in verdict:
        return scored(max(weight - amount(verdict["deduct"], weight), Fraction(0)))
    return scored(amount(verdict, weight))


def tier_of(rule: Rule, gap: Fraction) -> int | None:
    """The number of the tier whose words hold for a difference; the one that says most (高于 before 达到).

    >>> tier_of({"tiers": [{"words": ["达到平均值"]}, {"words": ["高于平均值"]}]}, Fraction(2))
    1
    """
    spans = [(compares(tier), index) for index, tier in enumerate(rule["tiers"])]
    fits = [(span, index) for span, index in spans if span and _covers(span, gap)]
    return min(fits, key=lambda fit: not fit[0].exact and _covers(fit[0], Fraction(0)))[1] if fits else None


def compares(tier: dict[str, Any]) -> Span | None:
    """What the words of a tier say of a difference; None where they compare nothing.

    >>> compares({"words": ["高于平均值"]}).low_in, compares({"words": ["资料齐全"]}) is None
    (False, True)
    """
    return comparison(tier["words"][0])


def _covers(span: Span, gap: Fraction) -> bool:
    """Whether a comparison with a mean or with last year holds for a difference."""
    above = span.low is None or gap > 0 or (gap == 0 and bool(span.low_in))
    return above and (span.high is None or gap < 0 or (gap == 0 and bool(span.high_in)))
