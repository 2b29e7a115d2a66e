"""Reconciliation of clean tables (表内勾稽): printed totals, rates and products against what the rows give.

Nothing is repaired and nothing is interpreted: a finding shows both figures, how the second arises, and where
the first stands. A list that plainly names only some categories (其中) is no contradiction. The identities are those
that the gate asks (`evallib.identities.calculations`); a test compares this list with the suites in expectations/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from evallib.identities.calculations import Disagreement, calculations, sums
from evallib.identities.shares import group_sums
from evallib.indicators.completion import published_request_rates
from evallib.indicators.proportions import is_missing
from evallib.model.schema import get_schema

COLUMNS = ["code", "severity", "message", "printed", "recomputed", "arithmetic", "place"]
AMOUNTS = ["initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan"]
PROJECT_AMOUNTS = ["applied_budget_yuan", *AMOUNTS, "balance_yuan", "final_accounts_yuan"]
Row = dict[str, Any]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Check:
    """An identity of a table kind: stable reason, the words of the finding, and what is compared."""

    table: str
    code: str
    message: str
    identity: Callable[..., Iterator[Disagreement]]
    arguments: dict[str, Any]


SUM = "{subject}的{column}与明细之和不等"
EXECUTION = {"result": "printed_execution_rate", "operation": "ratio", "operands": ["executed_yuan", "adjusted_budget_yuan"]}  # fmt: skip
SCORE_RATE = {"result": "published_score_rate", "operation": "ratio", "operands": ["published_score", "weight_score"]}
OFF_EXECUTION = "{subject}的执行率与执行金额÷调整后预算不等"
CHECKS = (
    Check("budget_lines", "sum.amount", SUM, sums,
          {"columns": AMOUNTS, "label": "line_name", "by": ["year"], "level": "line_no", "unit": "万元"}),
    Check("budget_lines", "sum.amount", SUM, sums, {"columns": AMOUNTS, "label": "line_name", "rows": "numbered",
          "by": ["year"], "level": "line_no", "unit": "万元"}),
    Check("budget_lines", "rate.execution", OFF_EXECUTION, calculations,
          EXECUTION | {"label": "line_name", "by": ["year"], "unit": "万元"}),
    Check("budget_departments", "sum.amount", SUM, sums,
          {"columns": AMOUNTS, "label": "line_name", "rows": "named", "level": "department", "unit": "万元"}),
    Check("budget_departments", "rate.execution", OFF_EXECUTION, calculations,
          EXECUTION | {"label": "line_name", "by": ["department"], "unit": "万元"}),
    Check("project_lines", "sum.amount", SUM, sums,
          {"columns": PROJECT_AMOUNTS, "label": "project_name", "by": ["year"], "level": "line_no", "unit": "万元"}),
    Check("case_counts", "sum.count", SUM, sums, {"columns": ["cases_count"], "label": "category",
          "by": ["topic", "dimension"], "level": "subcategory", "listed": 0.9, "unit": "件"}),
    Check("case_counts", "sum.count", SUM, sums, {"columns": ["cases_count"], "label": "category", "rows": "detailed",
          "by": ["topic", "dimension"], "level": "subcategory", "unit": "件"}),
    Check("survey_answers", "share.sum", "“{subject}”各等级占比之和不为 100%", group_sums,
          {"column": "answers_rate", "by": ["survey"], "slack": "0.0005"}),
    Check("scored_indicators", "sum.score", SUM, sums, {"columns": ["weight_score", "published_score"],
          "label": "level3", "by": ["source_file", "source_sheet"], "unit": "分"}),
    Check("scored_indicators", "rate.score", "{subject}的得分率与得分÷权重不等", calculations,
          SCORE_RATE | {"label": "level3"}),
    Check("score_summary", "sum.score", SUM, sums,
          {"columns": ["weight_score", "published_score"], "label": "level1", "by": ["source_file", "source_sheet"], "unit": "分"}),
    Check("score_summary", "rate.score", "{subject}的得分率与得分÷权重不等", calculations,
          SCORE_RATE | {"label": "level1"}),
    Check("unit_prices", "product.amount", "“{subject}”金额与单价×数量不等", calculations,
          {"result": "amount_yuan", "operation": "product", "operands": ["unit_price_yuan", "quantity"],
           "label": "item", "unit": "元"}),
    Check("unit_prices", "sum.amount", SUM, sums,
          {"columns": ["amount_yuan"], "label": "item", "by": ["source_file", "source_sheet"], "unit": "元"}),
    Check("four_rates", "rate.sample", "{subject}与抽查数推算不等（分母可能不含未评价案件）", calculations,
          {"result": "rate", "operation": "complement", "operands": ["sampled_count", "failed_count"],
           "label": "indicator", "tolerance": "0.00005"}),
)  # fmt: skip


def reconcile(tables: Tables) -> pd.DataFrame:
    """All disagreements inside the clean tables of one unit and year.

    Args:
        tables: clean tables by name; those that are missing are left out.

    Returns:
        One row per disagreement: ``code`` (stable reason), ``severity`` (``contradiction``, ``rounding``),
        ``message``, ``printed`` and ``recomputed`` (text with unit), ``arithmetic``, ``place`` (file, sheet, cell).
    """
    rows: list[Row] = []
    for check in CHECKS:
        frame = tables.get(check.table)
        if frame is None or frame.empty:
            continue
        schema = get_schema(check.table)
        for found in check.identity(frame, **check.arguments):
            if found.note:
                continue
            message = check.message.format(subject=found.subject, column=schema.label_of(found.column))
            rows.append(_finding(check.code, message, frame.loc[[found.row]].iloc[0], found))
    counts = tables.get("case_counts")
    if counts is not None and not counts.empty:
        rows.extend(_case_rates(counts))
    return pd.DataFrame(rows, columns=COLUMNS)


def _case_rates(frame: pd.DataFrame) -> Iterator[Row]:
    rates = published_request_rates(frame)
    told = rates[[not is_missing(value) for value in rates["printed_rate"]]]
    for rate in told.to_dict("records"):
        value = Decimal(str(rate["value"]))
        if abs(value - rate["printed_rate"]) > Decimal(5).scaleb(int(rate["printed_rate"].as_tuple().exponent) - 1):
            row = frame[frame["printed_rate"] == rate["printed_rate"]].iloc[0]
            arithmetic = f"{rate['numerator']} ÷ {rate['denominator']} = {_percent(value)}"
            found = Disagreement(
                row.name, "printed_rate", "", _percent(rate["printed_rate"]), _percent(value), arithmetic
            )
            yield _finding("rate.completion", f"{rate['name']}与件数不符", row, found)


def _finding(code: str, message: str, row: pd.Series, found: Disagreement) -> Row:
    cell = json.loads(row["source_cells"]).get(found.column, f"第{row['source_row']}行")
    severity = "rounding" if found.rounding else "contradiction"
    place = f"{row['source_file']} › {row['source_sheet']} › {cell}"
    values = (code, severity, message, found.printed, found.recomputed, found.arithmetic, place)
    return dict(zip(COLUMNS, values, strict=True))


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"
