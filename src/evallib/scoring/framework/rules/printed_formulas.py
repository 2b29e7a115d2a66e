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
from evallib.scoring.framework.rules.printed_inputs import LONGEST_NAME, count_name, part_name
from evallib.scoring.framework.rules.printed_ranges import (
    ROUNDERS,
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
    score = writer(rule, scope) if writer else _NUMERIC[rule["kind"]](rule, scope, value)
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
        amount = scope.step(f"{name}{'加分' if entry['sign'] == '+' else '扣分'}", _amount(entry, count, scope, name))
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


def _amount(entry: Reading, count: Expr, scope: Scope, name: str) -> Expr:
    if entry.get("once"):
        count = call("min", count, 1)
    if entry.get("free"):
        count = not_below_zero(count - scope.parameter(f"{name}不计", exact(entry["free"]), "number"))
    if entry.get("group"):
        groups = count / scope.parameter(f"{name}每组", exact(entry["group"]), "number")
        count = call(ROUNDERS[entry["counting"]], groups) if entry.get("counting") in ROUNDERS else groups
    if entry.get("repeat_factor"):
        return call(
            "if",
            call("le", count, 1),
            count * points(entry["amount"], scope, f"{name}每项"),
            Ask("重复的怎样加倍没有写明"),
        )
    if entry.get("ladder"):
        return _at_most(entry, _ladder(entry["ladder"], count, scope, name), scope, name)
    each = points(entry["amount"], scope, f"{name}每项")
    if entry.get("factor"):
        each = each * scope.parameter(f"{name}倍数", exact(entry["factor"]), "number")
    amount = count * each
    if entry.get("at_least"):
        least = scope.parameter(f"{name}起计", exact(entry["at_least"]), "number")
        amount = call("if", call("lt", count, least), 0, amount)
    if entry.get("all_from"):
        begin, later = entry["all_from"]
        start = scope.parameter(f"{name}起加重", exact(begin), "number")
        amount = call("if", call("ge", count, start), count * points(later, scope, f"{name}加重后每项"), amount)
    if not entry.get("stated", True):
        amount = call("if", call("le", count, 1), amount, Ask("没有写“每”：按处数计扣还是只扣一次"))
    return _at_most(entry, amount, scope, name)


def _at_most(entry: Reading, amount: Expr, scope: Scope, name: str) -> Expr:
    return call("min", amount, points(entry["max"], scope, f"{name}最多")) if entry.get("max") else amount


def _ladder(ladder: list[list[Any]], count: Expr, scope: Scope, name: str) -> Expr:
    """So many at the first rate, the later ones at the next."""
    amounts: list[Expr] = []
    for index, (begin, data) in enumerate(ladder):
        over = not_below_zero(count - (exact(begin) - 1))
        if index + 1 < len(ladder):
            over = call("min", over, lift(exact(ladder[index + 1][0]) - exact(begin)))
        amounts.append(over * points(data, scope, f"{name}第{begin}项起每项"))
    return added(amounts)


def _parts(rule: Reading, scope: Scope) -> Expr:
    """Parts with points of their own: their sum, or the better or worse one."""
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
    weighed = [
        n * scope.parameter(f"{level}权重", exact(rule["levels"][level]), "percent") for level, n in answers.items()
    ]
    total = scope.step("表态合计", added(answers.values()), "number")
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
