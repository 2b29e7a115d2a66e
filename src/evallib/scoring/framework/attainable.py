"""The most points that a rule can give (最高可得分): it must equal the weight, or full marks cannot be told from a slip."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from evallib.scoring.framework.definition import Adjustment, Indicator
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.compose import Either, Sum
from evallib.scoring.framework.rules.counting import Checks, CountingRule, ZeroIncident
from evallib.scoring.framework.rules.limits import Cliff, Deadline, Several, Threshold
from evallib.scoring.framework.rules.linear import Band, Linear, Proportional
from evallib.scoring.framework.rules.lookup import Ranges, Tiers
from evallib.scoring.framework.rules.printed import Printed

KEPT = (Linear, Band, Proportional, Threshold, Cliff, Deadline, Several, CountingRule, ZeroIncident)


def highest(rule: RuleModel, weight: Decimal) -> tuple[str, Decimal] | None:
    """What earns most and how much; None where the rule starts from the weight itself or leaves it to a person.

    >>> from evallib.scoring.framework.rules.lookup import Tier
    >>> highest(Tiers(kind="tiers", tiers=(Tier(when=("好",), points=3), Tier(when=("差",), points=0))), Decimal(2))
    ('最高档“好”', Decimal('3'))
    """
    if isinstance(rule, Tiers):
        known = [tier for tier in rule.tiers if tier.points is not None]
        if not known or (len(known) < len(rule.tiers) and max(t.points or 0 for t in known) < weight):
            return None
        best = max(known, key=lambda tier: tier.points or Decimal(0))
        return f"最高档“{best.when[0]}”", best.points or Decimal(0)
    if isinstance(rule, Ranges):
        return "最高段", max(r.points for r in rule.ranges)
    if isinstance(rule, Checks):
        points = [check.points for check in rule.checks if check.points is not None]
        return ("要点合计", sum(points, Decimal(0))) if points else None
    if isinstance(rule, Sum):
        return "各部分合计", sum((part.points for part in rule.parts), Decimal(0))
    if isinstance(rule, Either):
        return "分值最高的算法", max(part.points for part in rule.options)
    if isinstance(rule, Printed):
        return _of_reading(rule.reading, weight)
    return None


def _of_reading(rule: dict[str, Any], weight: Decimal) -> tuple[str, Decimal] | None:
    if rule["kind"] == "parts" and not rule.get("choose"):
        return "各部分合计", sum((_decimal(part["weight"]) for part in rule["parts"]), Decimal(0))
    if rule["kind"] in {"ranges", "words"}:
        rows = [*rule.get("rows", []), *rule.get("tiers", []), *rule.get("worded", [])]
        verdicts = [row["give"] for row in rows] + ([rule["else"]] if "else" in rule else [])
        known = [points for verdict in verdicts if (points := _verdict(verdict, weight)) is not None]
        return ("最高档", max(known)) if known and len(known) == len(verdicts) else None
    if rule["kind"] == "line":
        return "最高一点", max(_decimal(points) for _, points in rule["anchors"])
    return None


def _verdict(verdict: dict[str, Any], weight: Decimal) -> Decimal | None:
    if "full" in verdict:
        return weight
    if "deduct" in verdict:
        return weight - _decimal(verdict["deduct"].get("points") or verdict["deduct"]["share"]) * (
            1 if "points" in verdict["deduct"] else weight
        )
    if "points" in verdict:
        return _decimal(verdict["points"])
    return _decimal(verdict["share"]) * weight if "share" in verdict else None


def _decimal(text: str) -> Decimal:
    value = Fraction(text)
    return Decimal(value.numerator) / Decimal(value.denominator)


def misfit(node: Indicator) -> tuple[str, str, str] | None:
    """Why a rule does not fit its weight: message, what it gives, what was expected."""
    found = highest(node.rule, node.weight) if node.rule is not None else None
    if found is None or found[1] == node.weight:
        return None
    what, most = found
    if most > node.weight:
        return f"{what} {most.normalize():f} 大于分值 {node.weight:f}", f"{most.normalize():f}", f"{node.weight:f}"
    return (
        f"{what} {most.normalize():f} 小于分值 {node.weight:f}，得不到满分",
        f"{most.normalize():f}",
        f"{node.weight:f}",
    )


def takes_all(adjustment: Adjustment) -> bool:
    """A deduction whose rule gives the points that are kept: at its best value it would take the whole cap."""
    return adjustment.kind == "deduction" and isinstance(adjustment.rule, KEPT)
