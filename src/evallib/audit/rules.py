"""Printed rules (评分标准) against printed scores: what each sensible reading of a rule gives for a printed value.

Rules are read by the compiler of `evallib.parsing.rules`. A score that any reading gives is right; a rule that is left
to judgement, or of which a piece was not understood, says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from evallib.audit.identities import decimal_of
from evallib.model import patterns
from evallib.parsing.plain_text import half_width

if TYPE_CHECKING:
    from evallib.parsing.rules import RuleReadings

_CLIFF = re.compile(
    r"(?P<of>[\u4e00-\u9fff]{0,6}?率?)(?:大于|超过|高于)\s*(?P<limit>\d+(?:\.\d+)?)\s*%"
    r"[^，,；;。]{0,4}[，,]?\s*(?:得\s*0\s*分|不得分)"
)
#: A count that stands alone, as a counted rule asks for it.
_COUNT = re.compile(r"\s*\d+(?:\.\d+)?\s*[\u4e00-\u9fff%]{0,2}\s*")


@dataclass(frozen=True, slots=True)
class RulePoints:
    """The points that one reading of a rule gives, unrounded, and how they arise."""

    value: Decimal
    arithmetic: str
    sure: bool = True

    def rounded(self, places: int) -> Decimal:
        """The score at the printed place (四舍五入)."""
        return self.value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def points(rule: str, value: str, weight: Decimal) -> tuple[RulePoints, ...]:
    """The points of every sensible reading of a printed rule, the usual one first.

    Args:
        rule: the words of the 评分标准.
        value: the 业绩值 as printed, e.g. "90.00%", "良好".
        weight: the points of the indicator.

    Returns:
        Empty if the rule leaves room for judgement, was not understood as a whole, or does not name the value.

    >>> [str(p.value) for p in points("满意度95%以上，得满分，每下降1%，扣权重的3%，扣完为止。", "90.00%", Decimal(4))][
    ...     0
    ... ]
    '3.4'
    >>> [str(p.value) for p in points("优秀，得2分；良好，得1分；不合格，得0分。", "良好", Decimal(2))]
    ['1']
    """
    readings = _read(patterns.sub(r"\s+", "", half_width(rule)), str(weight))
    if not readings.understood or not value.strip():
        return ()
    if not any(c.isdigit() for c in value) and value.strip() not in _levels(readings):
        return ()  # how many of what was missing is a judgement and not told by “明确” or “健全”
    if readings.readings[0].rule["kind"] == "items" and not _COUNT.fullmatch(value) and any(map(str.isdigit, value)):
        return ()  # “发现2处执行不到位”: a count inside a sentence may be of something else
    from evallib.parsing.rules import score

    outcome = score(readings, value.strip())
    told = readings.readings[0].told.rstrip("。")
    if outcome.state == "score" and outcome.score is not None:
        return (RulePoints(decimal_of(outcome.score), f"{value}：{told}，得 {_shown(outcome.score)} 分"),)
    if outcome.state != "ask" or len(outcome.options) < 2:
        return ()
    found = {
        score: f"{value}：{told}（{choice}），得 {_shown(score)} 分" for choice, score in reversed(outcome.options)
    }
    return tuple(RulePoints(decimal_of(score), arithmetic, sure=False) for score, arithmetic in reversed(found.items()))


def _levels(readings: RuleReadings) -> set[str]:
    """The words that a rule gives points for."""
    rule = readings.readings[0].rule
    return (
        {word for tier in rule.get("tiers", ()) for word in tier.get("words", ())} if rule["kind"] == "words" else set()
    )


@lru_cache(maxsize=4096)
def _read(rule: str, weight: str) -> RuleReadings:
    from evallib.parsing.rules import compile_rule  # a fifth of the start of an audit, and most print no rule

    return compile_rule(rule, Fraction(weight))


def _shown(value: Fraction) -> str:
    return f"{decimal_of(value).normalize():f}"[:9]


def cliff(text: str) -> Decimal | None:
    """The limit above which a rule in running text gives no points ("调整率大于20%，得0分"), in percent."""
    match = _CLIFF.search(half_width(text))
    return Decimal(match["limit"]) if match else None


def measured(text: str) -> str:
    """The last words for what a rule with such a limit measures.

    >>> measured("按照评分办法调整率大于20%，得0分")
    '调整率'
    """
    match = _CLIFF.search(half_width(text))
    return match["of"][-3:] if match else ""
