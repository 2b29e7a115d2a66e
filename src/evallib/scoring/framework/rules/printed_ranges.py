"""Formulas of readings on one number: steps from a target, ranges, proportion, straight lines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from evallib.parsing.rules.grammar.plain_words import NO_YEAR
from evallib.scoring.framework.rules.base import not_below_zero
from evallib.scoring.framework.rules.printed_amounts import exact, verdict_points
from evallib.scoring.language.calculation import VALUE, Scope
from evallib.scoring.language.expression import Ask, Expr, Style, call, lift
from evallib.scoring.language.targets import Quantity, parse
from evallib.scoring.language.wording import day_number

Reading = dict[str, Any]
PERCENT = {"%", "百分点", "个百分点", "点", "个点"}


def ranges_formula(rule: Reading, scope: Scope, given: Expr | None) -> Expr:
    """Points by range; a boundary that the text leaves open is asked for."""
    value = given or value_of(rule, scope, _first_edge(rule))
    result: Expr = (
        verdict_points(rule["else"], scope, "其余")
        if "else" in rule and not rule.get("from_end")
        else Ask("评分标准没有写这个数值怎样得分")
    )
    rows = list(rule["rows"])
    rows.sort(key=_breadth, reverse=True)
    for number, row in enumerate(rows, start=1):
        gives = (
            Ask(f"这一档还要求“{row['also']}”")
            if row.get("also")
            else verdict_points(row["give"], scope, f"第{number}档")
        )
        result = call("if", inside(row["span"], value, rule), gives, result)
    edges = {
        row["span"][side]
        for row in rows
        for side in ("low", "high")
        if row["span"].get(side) is not None and row["span"].get(f"{side}_in") is None
    }
    for edge in sorted(edges):
        result = call("if", at_edge(edge, value, rule), Ask(f"正好是 {edge}{rule['unit']} 归哪一档没有写明"), result)
    return asked_below(rule, value, result)


def asked_below(rule: Reading, value: Expr, score: Expr) -> Expr:
    """A deviation below nothing, of which the text does not say whether its size counts."""
    if not rule.get("ask_below"):
        return score
    edge = lift(number_in_base(rule["ask_below"], rule))
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
    value = given or value_of(rule, scope, target)
    goal = scope.parameter("目标值", number_in_base(target, rule), style_of(rule))
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
    for number, row in reversed(list(enumerate(rule.get("rows", []), start=1))):  # the first row that holds decides
        score = call("if", inside(row["span"], value, rule), verdict_points(row["give"], scope, f"第{number}段"), score)
    return score


def line_formula(rule: Reading, scope: Scope, given: Expr | None) -> Expr:
    """A straight line between printed points."""
    value = given or value_of(rule, scope, rule["anchors"][0][0])
    anchors = [(number_in_base(x, rule), exact(y)) for x, y in rule["anchors"]]
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


def value_of(rule: Reading, scope: Scope, near: str | None) -> Expr:
    """The value as an input in the rule's unit: a number, a rate, or the days from a printed date."""
    measure = rule.get("measure", "value")
    if scope.spec.kind != "given" and not scope.was_given(VALUE):
        return scope.value()
    dated = rule.get("due", "") and not rule["due"].startswith(NO_YEAR)
    if measure == "late" and dated and rule["unit"] in {"天", "日"}:
        due = scope.parameter("完成时限", day_number(_day(rule["due"])), "date")
        done = scope.input(VALUE, "date", target=Quantity(day_number(_day(rule["due"])), "日期", "≤"))
        early = any(Fraction(row["span"].get("high") or 0) < 0 for row in rule.get("rows", []))
        return scope.step("逾期天数", done - due if early else not_below_zero(done - due), "number")
    if measure in {"met", "missing", "rank"}:
        return scope.input(VALUE, "number")
    if style_of(rule) == "percent":
        return scope.input(VALUE, "percent", target=Quantity(number_in_base(near or "100", rule), "%", ""), signed=True)
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


def style_of(rule: Reading) -> Style:
    """How the rule's numbers are written: as percentages, or as they stand."""
    return "percent" if rule["unit"] in PERCENT or rule.get("measure") == "rank_share" else "number"


def number_in_base(text: str, rule: Reading) -> Decimal:
    """A number of the rule in the base unit of its inputs (percentages as fractions, money in 元)."""
    value = exact(text)
    if style_of(rule) == "percent":
        return value / 100
    written = parse(f"1{rule['unit']}") if rule.get("measure", "value") in {"value", "late"} else None
    return value * written.number if isinstance(written, Quantity) else value


def at_edge(edge: str, value: Expr, rule: Reading) -> Expr:
    """Whether the value is a boundary."""
    bound = lift(number_in_base(edge, rule))
    return call("and", call("ge", value, bound), call("le", value, bound))


def inside(span: dict[str, Any], value: Expr, rule: Reading, open_in: bool = True) -> Expr:
    """Whether the value lies in a range; `open_in` says it of a boundary that the text leaves open."""
    shut = (False,) if open_in else (False, None)
    if span.get("absolute"):
        value = call("abs", value)
    tests = []
    if span.get("low") is not None:
        tests.append(call("gt" if span.get("low_in") in shut else "ge", value, lift(number_in_base(span["low"], rule))))
    if span.get("high") is not None:
        tests.append(
            call("lt" if span.get("high_in") in shut else "le", value, lift(number_in_base(span["high"], rule)))
        )
    return tests[0] if len(tests) == 1 else call("and", tests[0], tests[1])
