"""Formulas of readings that step away from a target, with limits, bands, bonuses and other stretches."""

from __future__ import annotations

from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.scoring.matching import negated
from evallib.scoring.framework.rules.base import ROUNDERS, not_below_zero
from evallib.scoring.framework.rules.printed_amounts import exact, points, verdict_points
from evallib.scoring.framework.rules.printed_ranges import (
    asked_below,
    at_edge,
    inside,
    number_in_base,
    style_of,
    value_of,
)
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.expression import Ask, Expr, call, lift

Reading = dict[str, Any]


def steps_formula(rule: Reading, scope: Scope, given: Expr | None) -> Expr:
    """得分 = 满分 − 差距 ÷ 每步 × 每步扣分, with limits, bands, bonuses and other stretches."""
    target = rule.get("target") or ("0" if rule.get("reference") else None)
    if target is None:
        return Ask("评分标准没有印出目标值")
    value = given or value_of(rule, scope, target)
    style = style_of(rule)
    goal = scope.parameter("目标值", number_in_base(target, rule), style)
    bad = rule["bad"]
    raw = goal - value if bad == "below" else value - goal if bad == "above" else call("abs", value - goal)
    if rule.get("tolerance"):
        raw = raw - scope.parameter("容许偏差", number_in_base(rule["tolerance"], rule), style)
    gap = scope.step("差距", not_below_zero(raw), style)
    base = scope.parameter("达标得分", exact(rule["base"]), "points") if "base" in rule else scope.points
    score: Expr = base
    if rule.get("deduct"):
        lost = scope.step("扣分", _loss(rule, scope, gap, goal))
        if "max_deduct" in rule:
            lost = call("min", lost, points(rule["max_deduct"], scope, "最多扣分"))
        if "first" in rule:
            lost = lost + points(rule["first"], scope, "未达标先扣")
        score = call("max", base - lost, lift(exact(rule.get("floor", "0"))))
    elif rule.get("below") == "ratio":
        score = not_below_zero(base * value / goal)
    if {"add", "other_side", "base", "first"} & set(rule):
        score = call("if", call("gt", gap, 0), score, _reached(rule, scope, value, goal, base))
    for number, row in reversed(list(enumerate(rule.get("rows", []), start=1))):
        score = call("if", inside(row["span"], value, rule), verdict_points(row["give"], scope, f"第{number}段"), score)
    for span in rule.get("zero", []):
        score = call("if", inside(span, value, rule), 0, score)
        for edge in (span[side] for side in ("low", "high") if span.get(side) and span.get(f"{side}_in") is None):
            score = call("if", at_edge(edge, value, rule), Ask("界限是否包含在内没有写明"), score)
    better = r"下降|降低|减少" if bad == "above" else r"增长|上升|提高|增加"
    for told in rule.get("worded", []):
        if rule.get("target") in {None, "0"} and patterns.search(better, told["words"]) and not negated(told["words"]):
            moved = call("lt" if bad == "above" else "gt", value, goal)
            score = call("if", moved, verdict_points(told["give"], scope, told["words"][:12]), score)
    return asked_below(rule, value, score)


def _reached(rule: Reading, scope: Scope, value: Expr, goal: Expr, base: Expr) -> Expr:
    """What is earned from the target on: a bonus beyond it, or steps down on its other side."""
    beyond = not_below_zero(value - goal if rule["bad"] == "below" else goal - value)
    if rule.get("add"):
        steps = _steps(rule, scope, beyond, goal, rule["add_per"], "每步（加分）")
        if rule.get("counting") == "whole":
            steps = call("floor", steps)
        won = steps * points(rule["add"], scope, "每步加分")
        if "max_add" in rule:
            won = call("min", won, points(rule["max_add"], scope, "最多加分"))
        return call("min", base + won, points(rule["cap"], scope, "最高分") if "cap" in rule else scope.points)
    if rule.get("other_side") and rule["bad"] != "both":
        lost = beyond / lift(number_in_base(rule["other_side"]["per"], rule))
        return not_below_zero(base - lost * points(rule["other_side"]["deduct"], scope, "另一侧每步扣分"))
    return base


def _steps(rule: Reading, scope: Scope, gap: Expr, goal: Expr, per: str, label: str) -> Expr:
    """A distance from the target in steps; of the target's own size where they are relative."""
    if rule.get("relative"):
        return gap / goal / scope.parameter(label, exact(per) / 100, "percent")
    return gap / scope.parameter(label, number_in_base(per, rule), style_of(rule))


def _loss(rule: Reading, scope: Scope, gap: Expr, goal: Expr) -> Expr:
    if rule.get("relative"):
        gap, goal = scope.step("相对差距", gap / goal, "percent"), lift(1)
    each = points(rule["deduct"], scope, "每步扣分")
    if not rule.get("pieces"):
        return _counted(rule, scope, _steps(rule, scope, gap, goal, rule["per"], "每步")) * each
    target = number_in_base(rule["target"], rule)
    edges = [
        (abs(target - number_in_base(p["beyond"], rule)), p)
        for p in sorted(rule["pieces"], key=lambda p: abs(target - number_in_base(p["beyond"], rule)))
    ]
    first = call("min", gap, lift(edges[0][0]))
    lost = _counted(rule, scope, _steps(rule, scope, first, goal, rule["per"], "每步")) * each
    for index, (start, piece) in enumerate(edges):
        beyond = not_below_zero(gap - lift(start))
        if index + 1 < len(edges):
            beyond = call("min", beyond, lift(edges[index + 1][0] - start))
        lost = lost + beyond / lift(number_in_base(piece["per"], rule)) * points(
            piece["deduct"], scope, f"第{index + 2}段每步扣分"
        )
    return lost


def _counted(rule: Reading, scope: Scope, steps: Expr) -> Expr:
    how = rule.get("counting", "proportional")
    return steps if how == "proportional" else scope.step("步数", call(ROUNDERS[how], steps), "number")
