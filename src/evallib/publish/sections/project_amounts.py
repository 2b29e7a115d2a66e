"""What a project of the first screen had and spent (项目金额): its size, and its execution rate with its base."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from evallib.indicators.budget import execution_rate
from evallib.indicators.proportions import is_missing

PROJECT_BUDGETS = {"initial_budget_yuan": "年初", "adjusted_budget_yuan": "调整后"}
#: What tells how large a project is, the first that is known.
SIZES = ("adjusted_budget_yuan", "initial_budget_yuan", "executed_yuan")


def project_size(row: Mapping[Any, Any]) -> Decimal:
    """调整后预算 in 元, else 年初预算, else 执行; −1 where nothing is known, which stands last.

    >>> project_size({"adjusted_budget_yuan": None, "initial_budget_yuan": Decimal(80), "executed_yuan": None})
    Decimal('80')
    """
    return next((Decimal(str(row[name])) for name in SIZES if not is_missing(row[name])), Decimal(-1))


def project_rate(row: Mapping[Any, Any]) -> tuple[Any, bool]:
    """执行 ÷ 调整后预算, else ÷ 年初预算, and whether it is the latter.

    >>> project_rate(
    ...     {"adjusted_budget_yuan": Decimal(50), "initial_budget_yuan": Decimal(80), "executed_yuan": Decimal(40)}
    ... )
    (Decimal('0.8'), False)
    >>> project_rate({"adjusted_budget_yuan": None, "initial_budget_yuan": Decimal(80), "executed_yuan": Decimal(40)})
    (Decimal('0.5'), True)
    """
    adjusted, initial, executed = (row[name] for name in SIZES)
    by_initial = is_missing(adjusted) and not is_missing(initial) and not is_missing(executed)
    amounts = (None if is_missing(amount) else amount for amount in (executed, initial if by_initial else adjusted))
    return execution_rate(*amounts)["value"], by_initial
