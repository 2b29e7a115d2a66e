"""Formulas of counted things: the points for a count of one type."""

from __future__ import annotations

from typing import Any

from evallib.scoring.framework.rules.base import ROUNDERS, not_below_zero
from evallib.scoring.framework.rules.printed_amounts import exact, points
from evallib.scoring.framework.rules.printed_ranges import inside
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.expression import Ask, Expr, added, call, lift

Reading = dict[str, Any]


def amount_of(entry: Reading, count: Expr, scope: Scope, name: str) -> Expr:
    """Points for a count of one type of things: free ones, groups, later ones dearer, doubling, a most."""
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
    if more := entry.get("beyond"):
        reached = inside(more["span"], count, {"unit": ""})
        amount = amount + call("if", reached, points(more["amount"], scope, f"{name}另扣"), 0)
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
