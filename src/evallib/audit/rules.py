"""Printed rules (评分标准): a small reader for the rule sentences that indicator tables print.

It understands the commonest wordings; a rule that it cannot read completely is not applied. `score` is the only thing
that checks use, so that another engine can take its place: see `RULE_READER`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evallib.audit.numerals import normalise

_NUMBER = r"(\d+(?:\.\d+)?)"
# 满意度 95%以上，得满分，每下降 1%，扣权重的 3%
_LINEAR = re.compile(
    r"(?:(?P<target>\d+(?:\.\d+)?)%|100%的[^，,；;]{2,20})\s*(?:以上|及以上|的)?[，,]?"
    r"\s*得\s*(?:满分|(?P<points>\d+(?:\.\d+)?)\s*分)[，,；;。](?:.{0,90}?)?"
    r"每(?:下降|降低|减少?|低)\s*(?P<step>\d+(?:\.\d+)?)\s*%[，,]?\s*扣(?:权重的?)?\s*(?P<cut>\d+(?:\.\d+)?)\s*(?P<unit>%|分)"
)
# 编制人员25人，得满分；超过25人，不得分 / 目标值≤100%得1分,超过不得分
_LIMIT = re.compile(
    rf"(?:≤|<=|小于等于|不超过)\s*{_NUMBER}\s*%?[，,]?\s*得\s*(?:满分|{_NUMBER}\s*分)[，,；;]\s*(?:超过|大于|否则)[^，,；;。]{{0,6}}不得分"
)
# 优秀，得2分；良好，得1分；不合格，得0分
_TIER = re.compile(
    rf"(?:^|[；;。,，]|为|1、|2、)\s*(?P<tier>[\u4e00-\u9fff“”]{{2,24}}?)(?:的)?[，,]\s*得\s*{_NUMBER}\s*分"
)
# 调整率大于20%，得0分
_CLIFF = re.compile(rf"(?:大于|超过|高于)\s*{_NUMBER}\s*%[^，,；;。]{{0,4}}[，,]?\s*(?:得\s*0\s*分|不得分)")
_SEVERAL = re.compile(r"[2２]\s*[、.．]")


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A score by a printed rule, unrounded, and how it arises."""

    value: Decimal
    arithmetic: str

    def rounded(self, places: int) -> Decimal:
        """The score at the printed place (四舍五入)."""
        return self.value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def score(rule: str, value: str, weight: Decimal) -> RuleScore | None:
    """Apply a printed rule to a printed value.

    Args:
        rule: the words of the 评分标准.
        value: the 业绩值 as printed, e.g. "90.00%", "良好".
        weight: the points of the indicator.

    Returns:
        The score, or None if the rule has several parts, leaves room for judgement, or does not name the value.

    >>> score("满意度95%以上，得满分，每下降1%，扣权重的3%，扣完为止。", "90.00%", Decimal(4)).value
    Decimal('3.4000')
    >>> score("优秀，得2分；良好，得1分；不合格，得0分。", "良好", Decimal(2)).value
    Decimal('1')
    """
    rule = re.sub(r"\s+", "", normalise(rule))
    if re.search(r"酌情|根据实际情况", rule):
        return None
    number = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)(?:人|个|项)?", re.sub(r"\s+", "", normalise(value)))
    if number and number[2]:
        return _linear(rule, Decimal(number[1]), weight) or _limit(rule, Decimal(number[1]), weight)
    return None if number else _tier(rule, value.strip(), weight)


def _linear(rule: str, value: Decimal, weight: Decimal) -> RuleScore | None:
    matches = list(_LINEAR.finditer(rule))
    if len(matches) != 1 or _SEVERAL.search(rule):
        return None
    match = matches[0]
    target = Decimal(match["target"] or 100)
    points = Decimal(match["points"]) if match["points"] else weight
    step, cut = Decimal(match["step"]), Decimal(match["cut"])
    per_step = weight * cut / 100 if match["unit"] == "%" else cut
    if points != weight:
        return None
    gap = max(target - value, Decimal(0))
    result = max(weight - gap / step * per_step, Decimal(0))
    if not gap:
        return RuleScore(weight, f"{value}% 达到 {target}%，得满分 {weight}")
    return RuleScore(
        result, f"{weight} − ({target} − {value}) ÷ {step} × {per_step.normalize():f} = {result.normalize():f}"
    )


def _limit(rule: str, value: Decimal, weight: Decimal) -> RuleScore | None:
    match = _LIMIT.search(rule)
    if not match:
        return None
    limit, points = Decimal(match[1]), Decimal(match[2] or weight)
    inside = value <= limit
    return RuleScore(
        points if inside else Decimal(0), f"{value} {'≤' if inside else '>'} {limit}，得 {points if inside else 0} 分"
    )


def _tier(rule: str, value: str, weight: Decimal) -> RuleScore | None:
    if _SEVERAL.search(rule):
        return None
    tiers = {match["tier"].strip("“”"): Decimal(match[2]) for match in _TIER.finditer(rule)}
    if value in tiers and max(tiers.values()) == weight:
        return RuleScore(tiers[value], f"“{value}”得 {tiers[value]} 分")
    return None


def cliff(text: str) -> Decimal | None:
    """The limit above which a rule in running text gives no points ("调整率大于20%，得0分"), in percent."""
    match = _CLIFF.search(normalise(text))
    return Decimal(match[1]) if match else None


# The engine that scores printed rules; replaced by the scoring room's reader where that is available.
RuleReader = Callable[[str, str, Decimal], RuleScore | None]
RULE_READER: RuleReader = score
