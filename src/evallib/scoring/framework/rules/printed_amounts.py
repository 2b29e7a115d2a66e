"""Amounts of readings (分值的写法): points, shares of the weight, what a row or word gives, as parts of a formula."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from evallib.scoring.framework.rules.base import not_below_zero
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.expression import Ask, Expr


def exact(text: str) -> Decimal:
    """A number of a reading as a decimal.

    >>> exact("0.25"), exact("1/4")
    (Decimal('0.25'), Decimal('0.25'))
    """
    value = Fraction(text)
    return Decimal(value.numerator) / Decimal(value.denominator)


def points(amount: dict[str, str] | str, scope: Scope, label: str) -> Expr:
    """A printed amount: points, or a share of the points at stake."""
    data = {"points": amount} if isinstance(amount, str) else amount
    if "share" in data:
        return scope.points * scope.parameter(f"{label}占分值", exact(data["share"]), "percent")
    return scope.parameter(label, exact(data["points"]), "points")


def verdict_points(verdict: dict[str, Any], scope: Scope, label: str) -> Expr:
    """What a row or a word gives."""
    if "judgement" in verdict or "unclear" in verdict:
        return Ask("这一档由评价人员评定")
    if "full" in verdict:
        return scope.points
    if "deduct" in verdict:
        return not_below_zero(scope.points - points(verdict["deduct"], scope, f"{label}扣分"))
    return points(verdict, scope, f"{label}得分")
