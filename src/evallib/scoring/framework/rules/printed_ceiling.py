"""The most points of a rule that was read from a printed text, and whether it starts from full points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from evallib.scoring.framework.rules.printed_amounts import exact


def highest_of(rule: dict[str, Any], weight: Decimal) -> tuple[str, Decimal] | None:
    """What earns most in a reading, and how much; None where that is not known without a value."""
    if rule["kind"] == "parts" and rule.get("pool"):
        return "不扣分时", weight
    if rule["kind"] == "parts" and not rule.get("choose"):
        return "各部分合计", sum((exact(part["weight"]) for part in rule["parts"]), Decimal(0))
    if rule["kind"] in {"ranges", "words"}:
        rows = [*rule.get("rows", []), *rule.get("tiers", []), *rule.get("worded", [])]
        verdicts = [row["give"] for row in rows] + ([rule["else"]] if "else" in rule else [])
        known = [points for verdict in verdicts if (points := _verdict(verdict, weight)) is not None]
        return ("最高档", max(known)) if known and len(known) == len(verdicts) else None
    if rule["kind"] == "items" and "cap" in rule and any(entry["sign"] == "+" for entry in rule["types"]):
        return "加分上限", exact(rule["cap"])
    if rule["kind"] == "line":
        return "最高一点", max(exact(points) for _, points in rule["anchors"])
    return None


def _verdict(verdict: dict[str, Any], weight: Decimal) -> Decimal | None:
    if "full" in verdict:
        return weight
    if "deduct" in verdict:
        return weight - exact(verdict["deduct"].get("points") or verdict["deduct"]["share"]) * (
            1 if "points" in verdict["deduct"] else weight
        )
    if "points" in verdict:
        return exact(verdict["points"])
    return exact(verdict["share"]) * weight if "share" in verdict else None


def keeps_points(reading: dict[str, Any]) -> bool:
    """Whether a reading starts from full points and takes from them."""
    if reading["kind"] in {"steps", "ratio", "line", "met", "parts", "formula", "index"}:
        return True
    if reading["kind"] == "items":
        return "base" not in reading and all(entry["sign"] == "-" for entry in reading["types"])
    verdicts = [row["give"] for row in [*reading.get("rows", []), *reading.get("tiers", [])]]
    verdicts += [reading["else"]] if "else" in reading else []
    return any("full" in verdict or "deduct" in verdict for verdict in verdicts)
