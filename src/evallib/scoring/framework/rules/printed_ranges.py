"""Formulas of readings on one number: steps from a target, ranges, proportion, straight lines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from evallib.scoring.framework.rules.base import not_below_zero
from evallib.scoring.framework.rules.printed_amounts import exact, points, verdict_points
from evallib.scoring.language.calculation import VALUE, Scope
from evallib.scoring.language.expression import Ask, Expr, Style, call, lift
from evallib.scoring.language.targets import Quantity, parse
from evallib.scoring.language.wording import day_number

Reading = dict[str, Any]
PERCENT = {"%", "百分点", "个百分点", "点", "个点"}
ROUNDERS = {"whole": "floor", "started": "ceil"}


def steps_formula(rule: Reading, scope: Scope, given: Expr | None) -> Expr:
    """得分 = 满分 − 差距 ÷ 每步 × 每步扣分, with limits, bands, bonuses and other stretches."""
    target = rule.get("target") or ("0" if rule.get("reference") else None)
    if target is None:
        return Ask("评分标准没有印出目标值")
    value = given or _value(rule, scope, target)
    style = _style(rule)
    goal = scope.parameter("目标值", _number(target, rule), style)
    bad = rule["bad"]
    raw = goal - value if bad == "below" else value - goal if bad == "above" else call("abs", value - goal)
    if rule.get("tolerance"):
        raw = raw - scope.parameter("容许偏差", _number(rule["tolerance"], rule), style)
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
    for number, row in enumerate(rule.get("rows", []), start=1):
        score = call("if", inside(row["span"], value, rule), verdict_points(row["give"], scope, f"第{number}段"), score)
    for span in rule.get("zero", []):
        score = call("if", inside(span, value, rule), 0, score)
        for edge in {span[side] for side in ("low", "high") if span.get(side) and span.get(f"{side}_in") is None}:
            score = call("if", _at(edge, value, rule), Ask("界限是否包含在内没有写明"), score)
    return _asked_below(rule, value, score)


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
        lost = beyond / lift(_number(rule["other_side"]["per"], rule))
        return not_below_zero(base - lost * points(rule["other_side"]["deduct"], scope, "另一侧每步扣分"))
    return base


def _steps(rule: Reading, scope: Scope, gap: Expr, goal: Expr, per: str, label: str) -> Expr:
    """A distance from the target in steps; of the target's own size where they are relative."""
    if rule.get("relative"):
        return gap / goal / scope.parameter(label, exact(per) / 100, "percent")
    return gap / scope.parameter(label, _number(per, rule), _style(rule))


def _loss(rule: Reading, scope: Scope, gap: Expr, goal: Expr) -> Expr:
    if rule.get("relative"):
        gap, goal = scope.step("相对差距", gap / goal, "percent"), lift(1)
    each = points(rule["deduct"], scope, "每步扣分")
    if not rule.get("pieces"):
        return _counted(rule, scope, _steps(rule, scope, gap, goal, rule["per"], "每步")) * each
    target = _number(rule["target"], rule)
    edges = [
        (abs(target - _number(p["beyond"], rule)), p)
        for p in sorted(rule["pieces"], key=lambda p: abs(target - _number(p["beyond"], rule)))
    ]
    first = call("min", gap, lift(edges[0][0]))
    lost = _counted(rule, scope, _steps(rule, scope, first, goal, rule["per"], "每步")) * each
    for index, (start, piece) in enumerate(edges):
        beyond = not_below_zero(gap - lift(start))
        if index + 1 < len(edges):
            beyond = call("min", beyond, lift(edges[index + 1][0] - start))
        lost = lost + beyond / lift(_number(piece["per"], rule)) * points(
            piece["deduct"], scope, f"第{index + 2}段每步扣分"
        )
    return lost


def _counted(rule: Reading, scope: Scope, steps: Expr) -> Expr:
    how = rule.get("counting", "proportional")
    return steps if how == "proportional" else scope.step("步数", call(ROUNDERS[how], steps), "number")


def ranges_formula(rule: Reading, scope: Scope, given: Expr | None) -> Expr:
    """Points by range; a boundary that the text leaves open is asked for."""
    value = given or _value(rule, scope, _first_edge(rule))
    result: Expr = (
        verdict_points(rule["else"], scope, "其余") if "else" in rule else Ask("评分标准没有写这个数值怎样得分")
    )
    rows = list(rule["rows"])
    rows.sort(key=_breadth, reverse=True)
    for number, row in enumerate(rows, start=1):
        result = call(
            "if", inside(row["span"], value, rule), verdict_points(row["give"], scope, f"第{number}档"), result
        )
    edges = {
        row["span"][side]
        for row in rows
        for side in ("low", "high")
        if row["span"].get(side) is not None and row["span"].get(f"{side}_in") is None
    }
    for edge in sorted(edges):
        result = call("if", _at(edge, value, rule), Ask(f"正好是 {edge}{rule['unit']} 归哪一档没有写明"), result)
    return _asked_below(rule, value, result)


def _asked_below(rule: Reading, value: Expr, score: Expr) -> Expr:
    """A deviation below nothing, of which the text does not say whether its size counts."""
    if not rule.get("ask_below"):
        return score
    edge = lift(_number(rule["ask_below"], rule))
    return call("if", call("lt", value, edge), Ask("负的偏差按绝对值计还是按正负计，没有写明"), score)


def _breadth(row: Reading) -> tuple[int, Fraction]:
    """The widest rows are tested last, so that the narrowest row that holds decides."""
    low, high = row["span"].get("low"), row["span"].get("high")
    if low is not None and high is not None:
        return (0, Fraction(high) - Fraction(low))
    return (1, -Fraction(low)) if low is not None else (1, Fraction(high or 0))


def ratio_formula(rule: Reading, scope: Scope, given: Expr | None) -> Expr:
    """得分 = 数值 ÷ 目标 × 分值, not above the points."""
    target = rule.get("target") or "100"
    value = given or _value(rule, scope, target)
    goal = scope.parameter("目标值", _number(target, rule), _style(rule))
    share = scope.step("完成比例", goal / value if rule.get("inverse") else value / goal, "percent")
    stake = scope.parameter("折算分值", exact(rule["times"]), "points") if "times" in rule else scope.points
    score = not_below_zero(stake * share)
    if not rule.get("uncapped"):
        score = call("min", score, scope.points)
    for span in rule.get("zero_of_target") or []:
        score = call("if", inside(span, share, {"unit": "%"}, open_in=False), 0, score)
    for span in rule.get("zero", []):
        score = call("if", inside(span, value, rule, open_in=False), 0, score)
    for span in rule.get("full", []) if not rule.get("uncapped") else []:
        score = call("if", inside(span, value, rule, open_in=False), scope.points, score)
    if rule.get("within"):
        score = call("if", inside(rule["within"], value, rule), score, Ask("评分标准没有写这个数值怎样得分"))
    for number, row in enumerate(rule.get("rows", []), start=1):
        score = call("if", inside(row["span"], value, rule), verdict_points(row["give"], scope, f"第{number}段"), score)
    return score


def line_formula(rule: Reading, scope: Scope, given: Expr | None) -> Expr:
    """A straight line between printed points."""
    value = given or _value(rule, scope, rule["anchors"][0][0])
    anchors = [(_number(x, rule), exact(y)) for x, y in rule["anchors"]]
    score: Expr = lift(anchors[-1][1])
    for (a, b), (c, d) in zip(reversed(anchors[:-1]), reversed(anchors[1:]), strict=True):
        between = lift(b) + (value - lift(a)) / lift(c - a) * lift(d - b)
        score = call("if", call("le", value, lift(c)), between, score)
    score = call("if", call("le", value, lift(anchors[0][0])), lift(anchors[0][1]), score)
    for span in rule.get("full", []):
        score = call("if", inside(span, value, rule, open_in=False), scope.points, score)
    for span in rule.get("zero", []):
        score = call("if", inside(span, value, rule, open_in=False), 0, score)
    return score


def _value(rule: Reading, scope: Scope, near: str | None) -> Expr:
    """The value as an input in the rule's unit: a number, a rate, or the days from a printed date."""
    measure = rule.get("measure", "value")
    if scope.spec.kind != "given" and not scope.was_given(VALUE):
        return scope.value()
    if measure == "late" and rule.get("due") and rule["unit"] in {"天", "日"}:
        due = scope.parameter("完成时限", day_number(_day(rule["due"])), "date")
        done = scope.input(VALUE, "date", target=Quantity(day_number(_day(rule["due"])), "日期", "≤"))
        return scope.step("逾期天数", not_below_zero(done - due), "number")
    if measure in {"met", "missing", "rank"}:
        return scope.input(VALUE, "number")
    if _style(rule) == "percent":
        return scope.input(VALUE, "percent", target=Quantity(_number(near or "100", rule), "%", ""), signed=True)
    unit = rule["unit"]
    if not unit or measure == "late":
        return scope.input(VALUE, "number", signed=True)
    written = parse(f"{near or 1}{unit}")
    target = written if isinstance(written, Quantity) else None
    return scope.input(VALUE, "number", target=target, signed=True)


def _day(text: str) -> Any:
    from calendar import monthrange
    from datetime import date

    year, month, *day = (int(part) for part in text.split("-"))
    return date(year, month, day[0] if day else monthrange(year, month)[1])


def _first_edge(rule: Reading) -> str | None:
    spans = [row["span"] for row in rule["rows"]]
    return next((s.get("low") or s.get("high") for s in spans), None)


def _style(rule: Reading) -> Style:
    return "percent" if rule["unit"] in PERCENT or rule.get("measure") == "rank_share" else "number"


def _number(text: str, rule: Reading) -> Decimal:
    """A number of the rule in the base unit of its inputs (percentages as fractions, money in 元)."""
    value = exact(text)
    if _style(rule) == "percent":
        return value / 100
    written = parse(f"1{rule['unit']}") if rule.get("unit") and rule.get("measure", "value") == "value" else None
    return value * written.number if isinstance(written, Quantity) else value


def _at(edge: str, value: Expr, rule: Reading) -> Expr:
    """Whether the value is a boundary."""
    bound = lift(_number(edge, rule))
    return call("and", call("ge", value, bound), call("le", value, bound))


def inside(span: dict[str, Any], value: Expr, rule: Reading, open_in: bool = True) -> Expr:
    """Whether the value lies in a range; `open_in` says it of a boundary that the text leaves open."""
    shut = (False,) if open_in else (False, None)
    if span.get("absolute"):
        value = call("abs", value)
    tests = []
    if span.get("low") is not None:
        tests.append(call("gt" if span.get("low_in") in shut else "ge", value, lift(_number(span["low"], rule))))
    if span.get("high") is not None:
        tests.append(call("lt" if span.get("high_in") in shut else "le", value, lift(_number(span["high"], rule))))
    return tests[0] if len(tests) == 1 else call("and", tests[0], tests[1])
