"""The most points that a rule can give (最高可得分): must equal the weight, or full marks may be a slip."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evallib.model import patterns
from evallib.scoring.framework.definition import Adjustment
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.compose import Either, Sum
from evallib.scoring.framework.rules.lookup import Ranges
from evallib.scoring.framework.rules.printed import Printed
from evallib.scoring.framework.rules.printed_amounts import exact
from evallib.scoring.framework.rules.printed_ceiling import keeps_points


def misfits(rule: RuleModel | None, weight: Decimal, within: str = "") -> Iterator[tuple[str, str, str]]:
    """Why a rule does not fit its weight, its parts included: message, what it gives, what was expected.

    >>> from evallib.scoring.framework.rules.lookup import Tier, Tiers
    >>> [
    ...     told
    ...     for told, _, _ in misfits(
    ...         Tiers(kind="tiers", tiers=(Tier(when=("好",), points=3), Tier(when=("差",), points=0))), Decimal(2)
    ...     )
    ... ]
    ['最高档“好” 3 大于分值 2']
    """
    if rule is None:
        return
    found = rule.highest(weight)
    if found is not None and found[1] != weight:
        what, most = found
        over = f"大于分值 {weight:f}" if most > weight else f"小于分值 {weight:f}，得不到满分"
        shown = f"{most.normalize():f}"
        yield f"{within}{what} {shown} {over}", shown, f"{weight:f}"
    if isinstance(rule, Sum | Either):
        for part in rule.parts if isinstance(rule, Sum) else rule.options:
            yield from misfits(part.rule, part.points, f"{within}部分“{part.name}”的")
    if isinstance(rule, Printed) and rule.reading["kind"] == "parts":
        for printed in rule.reading["parts"]:
            inner = Printed(kind="printed", text=rule.text, reading=printed["rule"])
            yield from misfits(inner, exact(printed["weight"]), f"{within}部分“{printed['name']}”的")


def beyond_cap(adjustment: Adjustment) -> tuple[str, Decimal] | None:
    """What of a bonus or deduction gives more than its cap, and how much."""
    found = adjustment.rule.highest(adjustment.cap)
    return found if found is not None and found[1] > adjustment.cap else None


def takes_all(adjustment: Adjustment) -> bool:
    """A deduction whose rule gives the points that are kept: at its best value it would take the whole cap."""
    rule = adjustment.rule
    if adjustment.kind != "deduction":
        return False
    if isinstance(rule, Printed):
        return keeps_points(rule.reading)
    return rule.keeps or (isinstance(rule, Ranges) and _falls(rule, adjustment.target or ""))


def _falls(rule: Ranges, target: str) -> bool:
    """Whether ranges give most where the target (at least so much) is reached."""
    best = rule.ranges[0].points
    return (
        best > 0
        and best == max(r.points for r in rule.ranges)
        and not patterns.search(r"[≤<]|不超过|不高于", target)
        and bool(target)
    )
