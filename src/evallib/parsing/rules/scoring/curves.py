"""Points for a number: steps from a target, ranges, proportion, straight lines."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.outcome import EVERY, Outcome, amount, ask, choose, holds, judged, scored


def steps(rule: Rule, x: Fraction, weight: Fraction) -> Outcome:
    """Points for steps from a target."""
    for span in rule.get("zero", []):
        inside = holds(span, x)
        if inside:
            return scored(Fraction(0))
        if inside is None:
            return ask("界限是否包含在内没有写明")
    base = Fraction(rule["base"]) if "base" in rule else weight
    target = Fraction(0) if rule.get("reference") and rule.get("target") is None else rule.get("target")
    if target is None:
        return ask("没有印出目标值")
    target = Fraction(target)
    bad = rule["bad"]
    raw = target - x if bad == "below" else x - target if bad == "above" else abs(x - target)
    gap = raw - Fraction(rule.get("tolerance") or 0)
    cap = amount(rule["cap"], weight) if "cap" in rule else (weight if "add" in rule or base <= weight else base)
    if gap <= 0:
        return _good_side(rule, x, -gap, base, cap, weight, target)
    if rule.get("below") == "ratio" and target and bad == "below":
        return scored(max(base * x / target, Fraction(0)))
    if rule.get("deduct") is None:
        return scored(Fraction(0)) if base == 0 else ask("未达到目标时怎样得分没有写明")
    for row in rule.get("rows", []):
        if holds(row["span"], x) and "deduct" in row["give"]:
            return scored(max(base - amount(row["give"]["deduct"], weight), Fraction(0)))
    start = base
    if "first" in rule:
        start -= amount(rule["first"], weight)
    loss = _loss(rule, gap, target, weight)
    if "max_deduct" in rule:
        loss = min(loss, amount(rule["max_deduct"], weight))
    return scored(min(max(start - loss, Fraction(rule.get("floor", 0))), cap))


def _good_side(
    rule: Rule, x: Fraction, beyond: Fraction, base: Fraction, cap: Fraction, weight: Fraction, target: Fraction
) -> Outcome:
    rows = [row for row in rule.get("rows", []) if holds(row["span"], x) and "deduct" not in row["give"]]
    if rows:
        return scored(points_given(rows[0]["give"], weight) or Fraction(0))
    if "add" in rule and beyond > 0:
        gain = beyond / Fraction(rule["add_per"])
        if rule.get("relative") and target:
            gain = gain / target * 100
        if rule.get("counting") == "whole":
            gain = Fraction(math.floor(gain))
        won = gain * amount(rule["add"], weight)
        if "max_add" in rule:
            won = min(won, amount(rule["max_add"], weight))
        return scored(min(base + won, cap))
    if rule.get("other_side") and beyond > 0:
        loss = beyond / Fraction(rule["other_side"]["per"]) * amount(rule["other_side"]["deduct"], weight)
        return scored(max(base - loss, Fraction(0)))
    return scored(min(base, cap))


def _loss(rule: Rule, gap: Fraction, target: Fraction, weight: Fraction) -> Fraction:
    per = Fraction(rule["per"])
    if rule.get("relative") and target:
        gap = gap / target * 100
    pieces = rule.get("pieces", [])
    if not pieces:
        return _count(gap / per, rule) * amount(rule["deduct"], weight)
    edges = [(Fraction(0), rule["deduct"], per)]
    for piece in pieces:
        edges.append((abs(target - Fraction(piece["beyond"])), piece["deduct"], Fraction(piece["per"])))
    edges.sort(key=lambda e: e[0])
    loss = Fraction(0)
    for index, (start, each, size) in enumerate(edges):
        stop = edges[index + 1][0] if index + 1 < len(edges) else gap
        length = max(min(gap, stop) - start, Fraction(0))
        loss += _count(length / size, rule) * amount(each, weight)
    return loss


def _count(steps: Fraction, rule: Rule) -> Fraction:
    if rule.get("counting") == "whole":
        return Fraction(math.floor(steps))
    if rule.get("counting") == "started":
        return Fraction(math.ceil(steps))
    return steps


def points_given(verdict: dict[str, Any], weight: Fraction) -> Fraction | None:
    """The points of a verdict; None for judgement."""
    if "judgement" in verdict or "unclear" in verdict:
        return None
    if "full" in verdict:
        return weight
    if "deduct" in verdict:
        return max(weight - amount(verdict["deduct"], weight), Fraction(0))
    return amount(verdict, weight)


def ranges(rule: Rule, x: Fraction, weight: Fraction) -> Outcome:
    """Points by range."""
    sure, open_ = [], []
    if x == EVERY and "all" in rule:
        return scored(points_given(rule["all"], weight) or Fraction(0))
    if rule.get("measure") == "rank":
        x = Fraction(x)
    for row in rule["rows"]:
        inside = holds(row["span"], x)
        if inside:
            sure.append(row)
        elif inside is None:
            open_.append(row)
    if open_:
        options = []
        for row in [*sure, *open_]:
            points = points_given(row["give"], weight)
            if points is not None:
                options.append((row.get("text") or "", points))
        options.sort(key=lambda o: -o[1])
        return choose(options, "界限归哪一档没有写明")
    if sure:
        best = _narrowest(sure, x)
        if best is None:
            return ask("两档都包含这个数值")
        points = points_given(best["give"], weight)
        if best.get("also"):
            return ask(f"这一档还要求“{best['also']}”")
        return judged("这一档由评价人员评定") if points is None else scored(points)
    if _in_hole(rule, x):
        return ask("这个数值在印出的两档之间，归哪一档没有写明")
    if "else" in rule:
        points = points_given(rule["else"], weight)
        return judged("由评价人员评定") if points is None else scored(points)
    only = rule["rows"][0]["span"] if len(rule["rows"]) == 1 else {}
    if (
        only.get("low") is not None
        and "high" not in only
        and x >= 0
        and points_given(rule["rows"][0]["give"], weight) == weight
    ):
        low = Fraction(only["low"])
        return choose(
            [("未达到不得分", Fraction(0)), ("按比例得分", weight * x / low if low else Fraction(0))],
            "未达到时怎样得分没有写明",
        )
    return ask("评分标准没有写这个数值怎样得分")


def _in_hole(rule: Rule, x: Fraction) -> bool:
    """Whether a number lies between ranges that whole numbers leave no gap between (94.5: 90~94 and 95~100)."""
    if x.denominator == 1:
        return False
    lows = {Fraction(r["span"]["low"]) for r in rule["rows"] if r["span"].get("low") is not None}
    highs = {Fraction(r["span"]["high"]) for r in rule["rows"] if r["span"].get("high") is not None}
    return math.floor(x) in highs and math.ceil(x) in lows


def _narrowest(rows: list[dict[str, Any]], x: Fraction | None = None) -> dict[str, Any] | None:
    """Of rows that all hold, the one that says most."""
    if len(rows) == 1:
        return rows[0]
    edges = 0 if x is None else sum(str(x) in (r["span"].get("low"), r["span"].get("high")) for r in rows)
    if edges > 1 and len({str(r["give"]) for r in rows}) > 1:
        return None  # both claim the boundary

    def size(row: dict[str, Any]) -> tuple[int, Fraction]:
        span = row["span"]
        low, high = span.get("low"), span.get("high")
        if low is not None and high is not None:
            return (0, Fraction(high) - Fraction(low))
        if low is not None:
            return (1, -Fraction(low))
        return (1, Fraction(high))

    ordered = sorted(rows, key=size)
    one_sided = [r for r in rows if r["span"].get("low") is None or r["span"].get("high") is None]
    if len(one_sided) == len(rows):
        sides = {"low" if r["span"].get("low") is not None else "high" for r in rows}
        if len(sides) > 1:
            return None
    return ordered[0]


def ratio(rule: Rule, x: Fraction, weight: Fraction) -> Outcome:
    """Points in proportion, but where rows are printed for other stretches."""
    for row in rule.get("rows", []):
        if holds(row["span"], x):
            return scored(points_given(row["give"], weight) or Fraction(0))
    for span in rule.get("full", []):
        if holds(span, x):
            if not rule.get("uncapped"):
                return scored(weight)
            break
    for span in rule.get("zero", []):
        if holds(span, x):
            return scored(Fraction(0))
    if rule.get("within") and not holds(rule["within"], x):
        return ask("评分标准没有写这个数值怎样得分")
    target = Fraction(rule["target"]) if rule.get("target") is not None else Fraction(100)
    if rule.get("inverse"):
        if x <= 0:
            return scored(weight) if x == 0 else ask("数值为负")
        share = target / x
    else:
        if not target:
            return ask("目标值为0")
        share = x / target
    for span in rule.get("zero_of_target") or []:
        if holds(span, share * 100):
            return scored(Fraction(0))
    points = share * (Fraction(rule["times"]) if "times" in rule else weight)
    if not rule.get("uncapped"):
        points = min(points, weight)
    return scored(max(points, Fraction(0)))


def line(rule: Rule, x: Fraction, weight: Fraction) -> Outcome:
    """Points on a straight line between anchors."""
    for span in rule.get("zero", []):
        if holds(span, x):
            return scored(Fraction(0))
    if any(holds(span, x) for span in rule.get("full", [])):
        return scored(weight)
    anchors = [(Fraction(a), Fraction(b)) for a, b in rule["anchors"]]
    if x <= anchors[0][0]:
        if x < anchors[0][0] and anchors[0][1] > 0 and anchors[0][1] < anchors[-1][1] and not rule.get("zero"):
            return ask("低于最低一点怎样得分没有写明")
        return scored(anchors[0][1])
    for (a, b), (c, d) in pairwise(anchors):
        if x <= c:
            return scored(b + (d - b) * (x - a) / (c - a))
    return scored(anchors[-1][1])


#: What scores a number, by the kind of rule.
CURVES = {"steps": steps, "ranges": ranges, "ratio": ratio, "line": line}
