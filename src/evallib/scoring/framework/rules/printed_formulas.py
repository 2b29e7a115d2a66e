"""Formulas of readings: each kind of plain data written over named inputs, so that scorecard, trace and Excel agree."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from evallib.parsing.rules.scoring.matching import likeness
from evallib.parsing.rules.telling.wording import span_words
from evallib.scoring.framework.rules.base import not_below_zero
from evallib.scoring.framework.rules.counting import NO, YES, with_veto
from evallib.scoring.framework.rules.printed_amounts import exact, points, verdict_points
from evallib.scoring.framework.rules.printed_counts import amount_of
from evallib.scoring.framework.rules.printed_inputs import (
    LONGEST_NAME,
    MET_COUNT,
    OTHER_ANSWERS,
    count_name,
    has_other_answers,
    part_name,
)
from evallib.scoring.framework.rules.printed_overrules import rounded, rounded_value, rounds, under_gates
from evallib.scoring.framework.rules.printed_ranges import (
    inside,
    line_formula,
    ranges_formula,
    ratio_formula,
)
from evallib.scoring.framework.rules.printed_steps import steps_formula
from evallib.scoring.language.calculation import VALUE, Scope
from evallib.scoring.language.derived_values import Given
from evallib.scoring.language.expression import Ask, Expr, added, call, lift

Reading = dict[str, Any]


def write_formula(rule: Reading, scope: Scope, value: Expr | None = None) -> Expr:
    """The score of a reading as an expression over the scope's inputs.

    Args:
        rule: a reading of `parsing.rules`.
        scope: the indicator or part that is scored.
        value: the value where it is computed from other inputs (a weighted index).
    """
    writer = _WRITERS.get(rule["kind"])
    if rounds(rule, "value") and value is None:
        value = rounded_value(rule, scope) if writer is None else None
    score = writer(rule, scope) if writer else _NUMERIC[rule["kind"]](rule, scope, value)
    score = under_gates(rule, scope, score)
    if rounds(rule, "points"):
        score = scope.step("取整前得分", score, "points")
        score = rounded(rule, score)
    for phrase in rule.get("veto", []):
        score = with_veto(scope, score, phrase[:LONGEST_NAME])
    return score


def _judgement(rule: Reading, scope: Scope) -> Expr:
    return Ask(rule.get("why") or "由评价人员评定")


def _met(rule: Reading, scope: Scope) -> Expr:
    return call("if", call("same", scope.input(VALUE, "text", choices=(YES, NO)), YES), scope.points, 0)


def _words(rule: Reading, scope: Scope) -> Expr:
    words = tuple(tier["words"][0] for tier in rule["tiers"])
    value = scope.input(VALUE, "text", choices=(*words, "其他") if "else" in rule else words, loose=True)
    result = verdict_points(rule["else"], scope, "其他") if "else" in rule else Ask("用语不在评分标准之内")
    for word, tier in reversed(list(zip(words, rule["tiers"], strict=True))):
        result = call("if", call("same", value, word), verdict_points(tier["give"], scope, word[:LONGEST_NAME]), result)
    return result


def _items(rule: Reading, scope: Scope) -> Expr:
    """Counted things: each type its input; 问题项数 where there is only one."""
    if scope.was_given(VALUE):
        return Ask("应分别填写各类数量：" + "、".join(count_name(rule, i) for i in range(len(rule["types"]))))
    told = any(scope.was_given(count_name(rule, i)) for i in range(len(rule["types"])))
    base = scope.points if "base" not in rule else scope.parameter("基础分", exact(rule["base"]), "points")
    single = len(rule["types"]) == 1
    lost: list[Expr] = []
    won: list[Expr] = []
    for number, entry in enumerate(rule["types"]):
        name = count_name(rule, number).removesuffix("次数")
        count = scope.input(count_name(rule, number), default="0" if told and not single else None)
        amount = scope.step(f"{name}{'加分' if entry['sign'] == '+' else '扣分'}", amount_of(entry, count, scope, name))
        (won if entry["sign"] == "+" else lost).append(amount)
    total_won, total_lost = _sum(won, rule, "max_add", scope), _sum(lost, rule, "max_deduct", scope)
    if rule.get("highest") and won:
        total_won = reduce(lambda a, b: call("max", a, b), won)
    score: Expr = base
    if won:
        score = score + total_won
    if lost:
        score = score - total_lost
    cap = exact(rule["cap"]) if "cap" in rule else None
    if cap is not None:
        score = call("min", score, scope.parameter("最高分", cap, "points"))
    elif won:
        score = call("min", score, scope.points)
    score = call("max", score, lift(exact(rule.get("floor", "0"))))
    if rule.get("same_event"):
        kinds = added(
            [call("if", call("gt", scope.input(count_name(rule, i)), 0), 1, 0) for i in range(len(rule["types"]))]
        )
        score = call("if", call("gt", kinds, 1), Ask("同一事件只按最重的一级扣分：这几次是不是同一事件没有写明"), score)
    counts = added([scope.input(count_name(rule, i)) for i in range(len(rule["types"]))])
    for span in rule.get("zero", []):
        score = call("if", inside(span, counts, {"unit": ""}), 0, score)
    return _struck(rule, scope, score)


def _struck(rule: Reading, scope: Scope, score: Expr) -> Expr:
    """Nothing where too few are done, or a number that takes all points is reached."""
    counts = [scope.input(count_name(rule, i)) for i in range(len(rule["types"]))]
    for span in rule.get("zero_done", []):
        for count, entry in zip(counts, rule["types"], strict=True):
            if entry.get("required"):
                done = lift(exact(entry["required"])) - count
                score = call("if", inside(span, done, {"unit": ""}), 0, score)
    for strike in rule.get("strikes", []):
        near = [likeness(entry["name"], strike["words"]) for entry in rule["types"]]
        unit = rule["types"][near.index(max(near))]["unit"]
        counted = strike["counts"] and (len(counts) == 1 or max(near) >= 1)
        if not counted:
            score = with_veto(
                scope, score, f"{strike['words']}{span_words(strike['span'], strike['unit'])}"[:LONGEST_NAME]
            )
            continue
        reached = inside(strike["span"], counts[near.index(max(near))], {"unit": ""})
        over = lift(0) if unit in {strike["unit"], ""} or len(counts) > 1 else Ask("是否已到不得分的程度，没有写明")
        score = call("if", reached, over, score)
    return score


def _sum(amounts: list[Expr], rule: Reading, limit: str, scope: Scope) -> Expr:
    if not amounts:
        return lift(0)
    total = added(amounts)
    if limit not in rule:
        return total
    most = rule[limit] if isinstance(rule[limit], dict) else {"points": rule[limit]}
    return call("min", total, points(most, scope, "最多扣分" if limit == "max_deduct" else "最多加分"))


def _parts(rule: Reading, scope: Scope) -> Expr:
    """Parts with points of their own: their sum, or the better or worse one."""
    if scope.was_given(MET_COUNT):
        each = scope.parameter("每项得分", exact(rule["parts"][0]["weight"]), "points")
        return call("min", scope.input(MET_COUNT) * each, scope.points)
    scores: list[Expr] = []
    stakes: list[Expr] = []
    for index, part in enumerate(rule["parts"]):
        name = part_name(rule, index)
        inner = scope.part(name, exact(part["weight"]), Given(), None)
        score = write_formula(part["rule"], inner)
        scores.append(scope.step(f"{name}·得分", call("min", score, inner.points)))
        stakes.append(inner.points)
    if rule.get("pool"):
        lost = added([stake - score for stake, score in zip(stakes, scores, strict=True)])
        return not_below_zero(scope.points - lost)
    if rule.get("choose"):
        return reduce(lambda a, b: call("max" if rule["choose"] == "best" else "min", a, b), scores)
    return call("min", added(scores), scope.points)


def _index(rule: Reading, scope: Scope) -> Expr:
    """A weighted index of the answers; handed in as a percentage where the counts are not known."""
    if scope.was_given(VALUE):
        return write_formula(rule["rule"], scope)
    answers = {level: scope.input(level) for level in rule["levels"]}
    rest = scope.input(OTHER_ANSWERS) if has_other_answers(rule) else lift(0)
    weighed = [
        n * scope.parameter(f"{level}权重", exact(rule["levels"][level]), "percent") for level, n in answers.items()
    ]
    total = scope.step("表态合计", added([*answers.values(), rest]), "number")
    value = scope.step(VALUE, added(weighed) / total, "percent")
    return write_formula(rule["rule"], scope, value)


def _formula(rule: Reading, scope: Scope) -> Expr:
    score = _node(rule["formula"], scope)
    return call("min", not_below_zero(score), scope.points)


def _node(node: Any, scope: Scope) -> Expr:
    if node[0] == "number":
        return lift(exact(node[1]))
    if node[0] == "weight":
        return scope.points
    if node[0] == "name":
        rate = node[1].endswith(("率", "度", "比例", "占比"))
        return scope.input(node[1], "percent" if rate else "number", signed=True)
    left, right = _node(node[1], scope), _node(node[2], scope)
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right}[node[0]]


_WRITERS: dict[str, Callable[[Reading, Scope], Expr]] = {
    "judgement": _judgement, "met": _met, "words": _words, "items": _items, "parts": _parts, "index": _index,
    "formula": _formula,
}  # fmt: skip
_NUMERIC: dict[str, Callable[[Reading, Scope, Expr | None], Expr]] = {
    "steps": steps_formula, "ranges": ranges_formula, "ratio": ratio_formula, "line": line_formula,
}  # fmt: skip
