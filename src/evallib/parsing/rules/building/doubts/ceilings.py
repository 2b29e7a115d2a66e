"""The most that a rule gives."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from evallib.parsing.rules.rule_data import Rule


def ceiling(rule: Rule, weight: Fraction) -> Fraction | None:
    """The most that a rule gives; None where it is not known without a value.

    >>> ceiling({"kind": "words", "tiers": [{"words": ["好"], "give": {"points": "3"}}]}, Fraction(4))
    Fraction(3, 1)
    """
    kind = rule["kind"]
    if kind == "words":
        verdicts = [t["give"] for t in rule["tiers"]] + ([rule["else"]] if "else" in rule else [])
        return most_of(verdicts, weight)
    if kind == "ranges":
        verdicts = [r["give"] for r in rule["rows"]] + [w["give"] for w in rule.get("worded", [])]
        return most_of(verdicts + [rule[k] for k in ("else", "all") if k in rule], weight)
    if kind == "line":
        return max(Fraction(points) for _, points in rule["anchors"])
    if kind == "parts":
        inner = [ceiling(part["rule"], Fraction(part["weight"])) for part in rule["parts"]]
        if any(i is not None and i != Fraction(p["weight"]) for i, p in zip(inner, rule["parts"], strict=True)):
            return min(
                i for i, p in zip(inner, rule["parts"], strict=True) if i is not None and i != Fraction(p["weight"])
            )
        return None
    return None


def most_of(verdicts: list[dict[str, Any]], weight: Fraction) -> Fraction | None:
    """The most that verdicts give; None where a person decides or it is not known.

    >>> most_of([{"points": "2"}, {"share": "0.5"}], Fraction(10))
    Fraction(5, 1)
    """
    points = []
    for verdict in verdicts:
        if "judgement" in verdict or "unclear" in verdict:
            return None
        if "full" in verdict or "deduct" in verdict:
            return None if "deduct" in verdict and not any("full" in v for v in verdicts) else weight
        points.append(Fraction(verdict["share"]) * weight if "share" in verdict else Fraction(verdict["points"]))
    return max(points, default=None)


def crooked(rule: Rule, weight: Fraction) -> bool:
    """Whether the points go up and down more than once along the ranges."""
    ends = []
    for row in rule["rows"]:
        low, high = row["span"].get("low"), row["span"].get("high")
        points = most_of([row["give"]], weight)
        if rule.get("from_end") and low is not None and Fraction(low) < 0:
            low, high = (
                None if end is None else str(Fraction(end) + 10**6) for end in (low, high)
            )  # behind all others
        if points is None or (low is None and high is None):
            return False
        middle = (Fraction(low) + Fraction(high)) / 2 if low is not None and high is not None else None
        ends.append(
            (middle if middle is not None else Fraction(low) + 1 if high is None else Fraction(high) - 1, points)
        )
    ordered = [points for _, points in sorted(ends)]
    signs = [(b > a) - (b < a) for a, b in pairwise(ordered) if a != b]
    return sum(a != b for a, b in pairwise(signs)) > 1
