"""The most points that a rule can give (最高可得分): it must equal the weight, or full marks cannot be told from a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evallib.scoring.framework.definition import Adjustment
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.compose import Either, Sum
from evallib.scoring.framework.rules.counting import Checks, CountingRule, ZeroIncident
from evallib.scoring.framework.rules.limits import Cliff, Deadline, Several, Threshold
from evallib.scoring.framework.rules.linear import Band, Linear, Proportional
from evallib.scoring.framework.rules.lookup import Qualitative, Ranges, Tiers
from evallib.scoring.framework.rules.printed import Printed

KEPT = (Linear, Band, Proportional, Threshold, Cliff, Deadline, Several, CountingRule, ZeroIncident, Checks)


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
    if isinstance(rule, Qualitative):
        return f"最高一档“{rule.levels[0].name}”", max(level.high for level in rule.levels) * weight
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
    if rule["kind"] == "items" and "cap" in rule and any(entry["sign"] == "+" for entry in rule["types"]):
        return "加分上限", _decimal(rule["cap"])
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


def misfits(rule: RuleModel | None, weight: Decimal, within: str = "") -> Iterator[tuple[str, str, str]]:
    """Why a rule does not fit its weight, its parts included: message, what it gives, what was expected.

    >>> from evallib.scoring.framework.rules.lookup import Tier
    >>> [told for told, _, _ in misfits(Tiers(kind="tiers", tiers=(Tier(when=("好",), points=3),)), Decimal(2))]
    ['最高档“好” 3 大于分值 2']
    """
    if rule is None:
        return
    found = highest(rule, weight)
    if found is not None and found[1] != weight:
        what, most = found
        over = f"大于分值 {weight:f}" if most > weight else f"小于分值 {weight:f}，得不到满分"
        shown = f"{most.normalize():f}"
        yield f"{within}{what} {shown} {over}", shown, f"{weight:f}"
    if isinstance(rule, Proportional) and rule.cap != 1:
        most = weight * rule.cap
        over = "大于" if most > weight else "小于"
        yield (
            f"{within}封顶比例 {rule.cap:%}，最多 {most.normalize():f} 分，{over}分值 {weight:f}",
            f"{rule.cap:%}",
            "100%",
        )
    if isinstance(rule, Sum | Either):
        for part in rule.parts if isinstance(rule, Sum) else rule.options:
            yield from misfits(part.rule, part.points, f"{within}部分“{part.name}”的")
    if isinstance(rule, Printed) and rule.reading["kind"] == "parts":
        for printed in rule.reading["parts"]:
            inner = Printed(kind="printed", text=rule.text, reading=printed["rule"])
            yield from misfits(inner, _decimal(printed["weight"]), f"{within}部分“{printed['name']}”的")


def beyond_cap(adjustment: Adjustment) -> tuple[str, Decimal] | None:
    """What of a bonus or deduction gives more than its cap, and how much."""
    found = highest(adjustment.rule, adjustment.cap)
    return found if found is not None and found[1] > adjustment.cap else None


def takes_all(adjustment: Adjustment) -> bool:
    """A deduction whose rule gives the points that are kept: at its best value it would take the whole cap."""
    rule = adjustment.rule
    if adjustment.kind != "deduction":
        return False
    if isinstance(rule, Printed):
        return _keeps(rule.reading)
    return isinstance(rule, KEPT) or (isinstance(rule, Ranges) and _falls(rule, adjustment.target or ""))


def _keeps(reading: dict[str, Any]) -> bool:
    """Whether a reading starts from full points and takes from them."""
    if reading["kind"] in {"steps", "ratio", "line", "met", "parts", "formula", "index"}:
        return True
    if reading["kind"] == "items":
        return "base" not in reading and all(entry["sign"] == "-" for entry in reading["types"])
    verdicts = [row["give"] for row in [*reading.get("rows", []), *reading.get("tiers", [])]]
    verdicts += [reading["else"]] if "else" in reading else []
    return any("full" in verdict or "deduct" in verdict for verdict in verdicts)


def _falls(rule: Ranges, target: str) -> bool:
    """Whether ranges give most where the target (at least so much) is reached."""
    best = next((r.points for r in rule.ranges), Decimal(0))
    return (
        best > 0
        and best == max(r.points for r in rule.ranges)
        and not re.search(r"[≤<]|不超过|不高于", target)
        and bool(target)
    )
