"""Expressions (算式): a formula is written once and read four ways - evaluated, compiled, as Chinese text, as Excel.

A rule never computes a score itself: it builds an expression over named inputs, so that the number in the scorecard,
the sentence in the trace and the live formula in the 评价底稿 cannot differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, Literal

Style = Literal["percent", "number", "points", "text", "date"]
Env = Mapping[str, Any]

HALF_STEP = Decimal("5E-10")  # comparisons and whole steps look at nine decimals, in Python as in Excel


class NoScoreError(Exception):
    """A formula that ends without a number (`ask` 待定, `empty` 分母为零, `missing` 缺数据); carries the reason."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(code, reason)


class Expr:
    """A formula; combine with ``+ - * /`` and the functions of this module."""

    __slots__ = ()

    def __add__(self, other: Operand) -> Expr:
        return Op("add", (self, lift(other)))

    def __sub__(self, other: Operand) -> Expr:
        return Op("sub", (self, lift(other)))

    def __mul__(self, other: Operand) -> Expr:
        return Op("mul", (self, lift(other)))

    def __truediv__(self, other: Operand) -> Expr:
        return Op("div", (self, lift(other)))


Operand = Expr | Decimal | int | str


@dataclass(frozen=True, slots=True)
class Const(Expr):
    """A number or a text that the rule itself states."""

    value: Decimal | str
    style: Style = "number"


@dataclass(frozen=True, slots=True)
class Ref(Expr):
    """A named input, parameter or earlier step."""

    name: str


@dataclass(frozen=True, slots=True)
class Ask(Expr):
    """The place where a printed rule stops deciding (酌情扣分): a person has to."""

    reason: str


@dataclass(frozen=True, slots=True)
class Op(Expr):
    """An operator of `OPERATORS` with its arguments."""

    op: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Operator:
    """How one operator computes and how it is written; `levels` is the precedence each argument needs."""

    apply: Callable[..., Any]
    excel: str
    text: str
    level: int = 9
    levels: tuple[int, ...] = (0, 0, 0)


def _divide(a: Decimal, b: Decimal) -> Decimal:
    if not b:
        raise NoScoreError("empty", "分母为零，无法计算")
    return a / b


def _floor(x: Decimal) -> Decimal:
    return Decimal(math.floor(x + HALF_STEP))


OPERATORS: dict[str, Operator] = {
    "add": Operator(lambda a, b: a + b, "{0}+{1}", "{0} + {1}", 2, (2, 2)),
    "sub": Operator(lambda a, b: a - b, "{0}-{1}", "{0} − {1}", 2, (2, 3)),
    "mul": Operator(lambda a, b: a * b, "{0}*{1}", "{0} × {1}", 3, (3, 3)),
    "div": Operator(_divide, "{0}/{1}", "{0} ÷ {1}", 3, (3, 4)),
    "min": Operator(min, "MIN({0},{1})", "较小者({0}，{1})"),
    "max": Operator(max, "MAX({0},{1})", "较大者({0}，{1})"),
    "abs": Operator(abs, "ABS({0})", "绝对值({0})"),
    "floor": Operator(_floor, "INT(ROUND({0},9))", "只取整数({0})"),
    "ceil": Operator(lambda x: -_floor(-x), "-INT(-ROUND({0},9))", "不足一步按一步({0})"),
    "ge": Operator(lambda a, b: a - b > -HALF_STEP, "ROUND({0}-{1},9)>=0", "{0} ≥ {1}", 1, (2, 3)),
    "gt": Operator(lambda a, b: a - b >= HALF_STEP, "ROUND({0}-{1},9)>0", "{0} ＞ {1}", 1, (2, 3)),
    "le": Operator(lambda a, b: a - b < HALF_STEP, "ROUND({0}-{1},9)<=0", "{0} ≤ {1}", 1, (2, 3)),
    "lt": Operator(lambda a, b: a - b <= -HALF_STEP, "ROUND({0}-{1},9)<0", "{0} ＜ {1}", 1, (2, 3)),
    "same": Operator(lambda a, b: a == b, "{0}={1}", "{0} 为{1}", 1, (2, 2)),
    "or": Operator(lambda a, b: a or b, "OR({0},{1})", "{0} 或 {1}", 0, (1, 1)),
    "and": Operator(lambda a, b: a and b, "AND({0},{1})", "{0} 且 {1}", 0, (1, 1)),
    "if": Operator(lambda c, a, b: a if c else b, "IF({0},{1},{2})", "若{0}则{1}，否则{2}", 0, (0, 1, 0)),
}
COMPARISONS = {"≥": "ge", ">": "gt", "≤": "le", "<": "lt"}


def lift(operand: Operand) -> Expr:
    """A number or a text as an expression."""
    if isinstance(operand, Expr):
        return operand
    return Const(Decimal(operand) if isinstance(operand, int) else operand)


def call(op: str, *args: Operand) -> Expr:
    """Apply an operator of `OPERATORS` by name.

    >>> evaluate(call("max", Ref("差距"), 0), {"差距": Decimal("-3")})
    Decimal('0')
    """
    return Op(op, tuple(lift(arg) for arg in args))


def added(parts: Iterable[Expr]) -> Expr:
    """The sum of one or more expressions."""
    return reduce(add, parts)


def either_of(text: Expr, words: tuple[str, ...]) -> Expr:
    """True if the text is one of the words."""
    condition = call("same", text, words[0])
    for word in words[1:]:
        condition = call("or", condition, call("same", text, word))
    return condition


def evaluate(expr: Expr, env: Env) -> Any:
    """The value of an expression; exact decimals.

    Raises:
        NoScoreError: a zero denominator, or the rule leaves the case to judgement.

    >>> evaluate(Ref("分值") * (lift(1) - Ref("差距")), {"分值": Decimal(2), "差距": Decimal("0.25")})
    Decimal('1.50')
    """
    return compiled(expr)(env)


def compiled(expr: Expr) -> Callable[[Env], Any]:
    """The expression as a function of its inputs, for scoring many units."""
    match expr:
        case Const(value):
            return lambda env: value
        case Ref(name):
            return lambda env: env[name]
        case Ask(reason):
            return lambda env: _ask(reason)
        case Op("if", (condition, yes, no)):
            test, then, other = compiled(condition), compiled(yes), compiled(no)
            return lambda env: then(env) if test(env) else other(env)
        case Op(op, (only,)):
            apply, one = OPERATORS[op].apply, compiled(only)
            return lambda env: apply(one(env))
        case Op(op, (left, right)):
            apply, first, second = OPERATORS[op].apply, compiled(left), compiled(right)
            return lambda env: apply(first(env), second(env))
    raise TypeError(expr)


def _ask(reason: str) -> Any:
    raise NoScoreError("ask", reason)
