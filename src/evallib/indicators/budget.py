"""Budget (预算): execution and adjustment of 年初预算 → 调整后预算 → 执行数.

A name alone never fixes a formula: the self-evaluation form divides by the adjusted budget, 财预〔2020〕10号 by the
money received, and adjustment rates differ in sign and basis. The functions say what they divide by.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.exact_numbers import exact
from evallib.indicators.frames import as_pandas
from evallib.indicators.proportions import ratio

__all__ = ["adjustment_rate", "budget_execution", "execution_rate", "totals_by_year"]


def execution_rate(executed: Decimal | None, adjusted_budget: Decimal | None) -> pd.Series:
    """Execution rate (预算执行率) = 执行数 ÷ 全年预算数(调整后).

    Source: 项目支出绩效自评表 (财政部), 年度资金总额 row; amounts in the same unit.

    >>> execution_rate(Decimal("286.52"), Decimal("286.73"))["value"].quantize(Decimal("0.0001"))
    Decimal('0.9993')
    """
    return ratio(executed, adjusted_budget)


def adjustment_rate(initial_budget: Decimal | None, adjusted_budget: Decimal | None) -> pd.Series:
    """Adjustment rate (预算调整率) = (调整后预算 − 年初预算) ÷ 年初预算; positive when the budget grew.

    Source: 财预〔2013〕53号 (预算调整数 ÷ 预算数), with the sign kept.

    >>> adjustment_rate(Decimal("147.104"), Decimal("109.7967"))["value"].quantize(Decimal("0.0001"))
    Decimal('-0.2536')
    """
    initial, adjusted = exact(initial_budget), exact(adjusted_budget)
    if initial is None or adjusted is None:
        return ratio(adjusted_budget if adjusted is None else None, initial_budget)
    return ratio(adjusted - initial, initial)


def budget_execution(lines: Any) -> pd.DataFrame:
    """Execution and adjustment of every line (各科目/项目的执行率与调整率).

    Args:
        lines: rows with ``initial_budget_yuan``, ``adjusted_budget_yuan``, ``executed_yuan`` (Decimal, 元; may be
            missing).

    Returns:
        The rows with ``adjustment_yuan`` (元), ``adjustment_rate``, ``execution_rate`` (exact fractions, missing
        where the denominator is 0 or missing) and ``note`` (why a rate is missing).

    >>> lines = pd.DataFrame({"initial_budget_yuan": [Decimal(0)], "adjusted_budget_yuan": [Decimal(50)],
    ...                       "executed_yuan": [Decimal(40)]}, dtype=object)
    >>> row = budget_execution(lines).iloc[0]
    >>> row["execution_rate"], row["adjustment_rate"], row["note"]
    (Decimal('0.8'), None, '调整率：分母为 0，无法计算')
    """
    result = as_pandas(lines).copy()
    rows = []
    for initial, adjusted, executed in zip(
        result["initial_budget_yuan"], result["adjusted_budget_yuan"], result["executed_yuan"], strict=True
    ):
        execution, adjustment = execution_rate(executed, adjusted), adjustment_rate(initial, adjusted)
        notes = [("执行率", execution["note"]), ("调整率", adjustment["note"])]
        rows.append(
            {
                "adjustment_yuan": adjustment["numerator"],
                "adjustment_rate": adjustment["value"],
                "execution_rate": execution["value"],
                "note": "；".join(f"{name}：{note}" for name, note in notes if note),
            }
        )
    added = pd.DataFrame(rows, columns=["adjustment_yuan", "adjustment_rate", "execution_rate", "note"], dtype=object)
    added.index = result.index
    return pd.concat([result, added], axis=1)


def totals_by_year(lines: pd.DataFrame) -> pd.DataFrame:
    """Totals of each year, added up from first-level lines and beside the printed 合计 (年度合计).

    Args:
        lines: clean budget_lines.

    Returns:
        One row per year: ``year``, the three amounts of the printed 合计 (元; the sum of the lines where no 合计 is
        printed), ``adjustment_yuan``, ``adjustment_rate``, ``execution_rate``, ``note``.
    """
    amounts = ["initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan"]
    rows = []
    for year, group in lines.groupby("year", sort=True):
        printed = group[group["row_kind"] == "total"]
        if printed.empty:
            first = group[(group["row_kind"] == "line") & (group["level"].fillna(1) == 1)]
            told = {name: first[name].dropna() for name in amounts}  # an amount that no line tells is missing, not 0
            rows.append({"year": year, **{name: sums.sum() if len(sums) else None for name, sums in told.items()}})
        else:
            rows.append({"year": year, **{name: printed[name].iloc[0] for name in amounts}})
    return budget_execution(pd.DataFrame(rows, columns=["year", *amounts], dtype=object))
