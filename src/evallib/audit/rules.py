"""Printed rules (评分标准) of a report, applied by the one reader of printed rules (`evallib.parsing.rules`).

A rule whose readings differ is held against the printed score in the reading that fits; where none fits, the usual one
speaks. What a person has to judge, or the reader has to ask, is not applied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from evallib.audit.numerals import normalise
from evallib.parsing.rules import compile_rule
from evallib.parsing.rules import score as apply

_NUMBER = r"(\d+(?:\.\d+)?)"
# 调整率大于20%，得0分
_CLIFF = re.compile(rf"(?:大于|超过|高于)\s*{_NUMBER}\s*%[^，,；;。]{{0,4}}[，,]?\s*(?:得\s*0\s*分|不得分)")


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A score by a printed rule, unrounded, and how it arises."""

    value: Decimal
    arithmetic: str

    def rounded(self, places: int) -> Decimal:
        """The score at the printed place (四舍五入)."""
        return self.value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def score(rule: str, value: str, weight: Decimal, printed: Decimal | None = None) -> RuleScore | None:
    """Apply a printed rule to a printed value.

    Args:
        rule: the words of the 评分标准.
        value: the 业绩值 as printed, e.g. "90.00%", "良好".
        weight: the points of the indicator.
        printed: the published score; a reading that gives it is preferred.

    Returns:
        The score, or None if the rule is not understood, leaves room for judgement, or does not name the value.

    >>> score("满意度95%以上，得满分，每下降1%，扣权重的3%，扣完为止。", "90.00%", Decimal(4)).value
    Decimal('3.4')
    >>> score("优秀，得2分；良好，得1分；不合格，得0分。", "良好", Decimal(2)).value
    Decimal('1')
    """
    compiled = compile_rule(rule, Fraction(weight))
    if not compiled.understood:
        return None
    if compiled.readings[0].rule["kind"] in {"items", "parts"} and not re.search(r"\d", value):
        return None  # a word for a list of requirements does not say how many are met
    result = apply(compiled, value)
    options = [points for _, points in result.options] if result.state == "ask" else [result.score]
    found = [_decimal(points) for points in options if points is not None]
    if result.state not in {"score", "ask"} or not found or (result.state == "ask" and len(compiled.readings) < 2):
        return None
    fitting = [one for one in found if printed is not None and RuleScore(one, "").rounded(_places(printed)) == printed]
    chosen = (fitting or found)[0]
    told = next(
        (
            r.told
            for r, points in zip(compiled.readings, options, strict=False)
            if points is not None and _decimal(points) == chosen
        ),
        "",
    )
    return RuleScore(chosen, f"{value.strip()}：{told or compiled.readings[0].told}，得 {chosen:f} 分")


def _decimal(points: Fraction) -> Decimal:
    return (Decimal(points.numerator) / Decimal(points.denominator)).normalize() + Decimal(0)


def _places(printed: Decimal) -> int:
    exponent = printed.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def cliff(text: str) -> Decimal | None:
    """The limit above which a rule in running text gives no points ("调整率大于20%，得0分"), in percent."""
    match = _CLIFF.search(normalise(text))
    return Decimal(match[1]) if match else None
