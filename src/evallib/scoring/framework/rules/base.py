"""What every rule (评分规则) is: data with a Chinese name that writes its steps into a calculation."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from evallib.model.strict_yaml import Strict
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.expression import Expr, call


class RuleModel(Strict):
    """Base of the rule kinds; `label` is the name evaluators know, `keeps` says that its points are what is kept."""

    label: ClassVar[str]
    monotone: ClassVar[bool] = True
    keeps: ClassVar[bool] = False

    def build(self, scope: Scope) -> Expr:
        """Write inputs, parameters and steps into the scope; return the formula of the unrounded score."""
        raise NotImplementedError

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """What earns most and how much; None where the rule starts from the weight itself or leaves it to a person."""
        return None

    def tell(self, target: str | None, weight: Decimal) -> str:
        """The rule as one Chinese sentence without its full stop."""
        raise NotImplementedError


#: How many steps count: whole ones only, or a step as soon as it is begun.
ROUNDERS = {"whole": "floor", "started": "ceil"}


def not_below_zero(expr: Expr) -> Expr:
    """扣完为止."""
    return call("max", expr, 0)
