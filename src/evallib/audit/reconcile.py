"""Reconciliation of clean tables (表内勾稽): printed totals, rates and products against what the rows give.

Nothing is repaired and nothing is interpreted: a finding shows both figures, how the second arises, and where
the first stands. A list that plainly names only some categories (其中) is no contradiction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from evallib.indicators.budget import line_level
from evallib.indicators.completion import published_case_rates
from evallib.indicators.four_rates import TOLERANCE, four_rates, standard_name
from evallib.indicators.proportions import is_missing

COLUMNS = ["code", "severity", "message", "printed", "recomputed", "arithmetic", "place"]
AMOUNTS = {"initial_budget_yuan": "年初预算", "adjusted_budget_yuan": "调整后预算", "executed_yuan": "执行金额"}
SHARES_SLACK = Decimal("0.0005")
Row = dict[str, Any]
Tables = Mapping[str, pd.DataFrame]


def reconcile(tables: Tables) -> pd.DataFrame:
    """All disagreements inside the clean tables of one unit and year.

    Args:
        tables: clean tables by name; those that are missing are left out.

    Returns:
        One row per disagreement: ``code`` (stable reason), ``severity`` (``contradiction``, ``rounding``),
        ``message``, ``printed`` and ``recomputed`` (text with unit), ``arithmetic``, ``place`` (file, sheet, cell).
    """
    rows: list[Row] = []
    for table, check in CHECKS:
        frame = tables.get(table)
        if frame is not None and not frame.empty:
            rows.extend(check(frame))
    return pd.DataFrame(rows, columns=COLUMNS)


def _budget_lines(frame: pd.DataFrame) -> Iterator[Row]:
    for year, group in frame.groupby("year"):
        first = group[(group["row_kind"] == "line") & (group["line_no"].map(line_level) == 1)]
        for _, total in group[group["row_kind"] == "total"].iterrows():
            yield from _amount_sums(total, first, f"{year}年合计")
        parent: pd.Series | None = None
        for _, part in group[group["row_kind"] == "line"].iterrows():
            if line_level(part["line_no"]) == 1:
                parent = part
                following = group.loc[part.name :].iloc[1:]
                second = following["line_no"].map(line_level) == 2
                children = following[second.cummin() & (following["row_kind"] == "line")]
                if len(children):
                    yield from _amount_sums(parent, children, f"{year}年{parent['line_name']}")
    yield from _execution_rates(frame, "line_name")


def _budget_departments(frame: pd.DataFrame) -> Iterator[Row]:
    lines = frame[frame["row_kind"] == "line"]
    for _, row in frame[frame["row_kind"] == "subtotal"].iterrows():
        kind = str(row["line_name"]).removesuffix("小计")
        parts = lines[lines["line_name"] == kind] if kind else lines[lines["department"] == row["department"]]
        yield from _amount_sums(row, parts, f"{row['department']}·{row['line_name']}")
    for _, row in frame[frame["row_kind"] == "total"].iterrows():
        yield from _amount_sums(row, lines, str(row["line_name"]))
    yield from _execution_rates(frame, "line_name")


def _project_lines(frame: pd.DataFrame) -> Iterator[Row]:
    for year, group in frame.groupby("year"):
        lines = group[group["row_kind"] == "line"]
        for _, total in group[group["row_kind"] != "line"].iterrows():
            yield from _amount_sums(total, lines, f"{year}年项目{total['project_name']}")


def _rounding_slack(values: list[Decimal]) -> Decimal:
    """What rounding alone may make of a sum: half a unit of the last place per amount.

    Only amounts that all stand in 万元 to two places are known to be rounded; others have to add up exactly.
    """
    return Decimal(50) * len(values) if all(value % 100 == 0 for value in values) else Decimal(0)


def _amount_sums(printed: pd.Series, parts: pd.DataFrame, what: str) -> Iterator[Row]:
    for column, name in AMOUNTS.items():
        told = [value for value in parts[column] if not is_missing(value)]
        if is_missing(printed[column]) or not told:
            continue
        total = sum(told, Decimal(0))
        if total != printed[column]:
            arithmetic = " + ".join(_wan(value) for value in told) + f" = {_wan(total)} 万元"
            within = abs(total - printed[column]) <= _rounding_slack([*told, printed[column]])
            yield _finding("sum.amount", f"{what}的{name}与明细之和不等", printed, column,
                           f"{_wan(printed[column])} 万元", f"{_wan(total)} 万元", arithmetic,
                           "rounding" if within else "contradiction")  # fmt: skip


def _execution_rates(frame: pd.DataFrame, label: str) -> Iterator[Row]:
    for _, row in frame.iterrows():
        rate, executed, adjusted = row["printed_execution_rate"], row["executed_yuan"], row["adjusted_budget_yuan"]
        if is_missing(rate) or is_missing(executed) or is_missing(adjusted) or adjusted == 0:
            continue
        if _places(executed / adjusted, 4) != _places(rate, 4):
            yield _finding("rate.execution", f"{row['year']}年{row[label]}的执行率与执行金额÷调整后预算不等", row,
                           "printed_execution_rate", _percent(rate), _percent(executed / adjusted),
                           f"{_wan(executed)} ÷ {_wan(adjusted)} = {_percent(executed / adjusted)}")  # fmt: skip


def _case_counts(frame: pd.DataFrame) -> Iterator[Row]:
    for (topic, dimension), group in frame.groupby(["topic", "dimension"], sort=False):
        whole = group[(group["row_kind"] == "line") & group["subcategory"].isna()]
        for _, total in group[group["row_kind"] == "total"].iterrows():
            # Fewer than nine tenths listed is a list of examples, not a breakdown that has to add up.
            listed = int(whole["cases_count"].sum())
            if 10 * listed >= 9 * int(total["cases_count"]):
                yield from _count_sum(total, whole, f"{topic}（按{dimension}）合计")
        for category, parts in group[group["subcategory"].notna() & (group["row_kind"] == "line")].groupby("category"):
            parent = whole[whole["category"] == category]
            if len(parent) == 1 and len(parts) > 1:
                yield from _count_sum(parent.iloc[0], parts, f"{topic}·{category}")


def _case_rates(frame: pd.DataFrame) -> Iterator[Row]:
    rates = published_case_rates(frame)
    told = rates[[not is_missing(value) for value in rates["printed_rate"]]]
    for rate in told.to_dict("records"):
        value = Decimal(str(rate["value"]))
        if abs(value - rate["printed_rate"]) > Decimal(5).scaleb(int(rate["printed_rate"].as_tuple().exponent) - 1):
            row = frame[frame["printed_rate"] == rate["printed_rate"]].iloc[0]
            yield _finding("rate.completion", f"{rate['name']}与件数不符", row, "printed_rate", _percent(rate["printed_rate"]),
                           _percent(value), f"{rate['numerator']} ÷ {rate['denominator']} = {_percent(value)}")  # fmt: skip


def _count_sum(printed: pd.Series, parts: pd.DataFrame, what: str) -> Iterator[Row]:
    told = [int(value) for value in parts["cases_count"].dropna()]
    if sum(told) != printed["cases_count"]:
        yield _finding("sum.count", f"{what}与明细之和不等", printed, "cases_count", f"{int(printed['cases_count'])} 件",
                       f"{sum(told)} 件", " + ".join(map(str, told)) + f" = {sum(told)}")  # fmt: skip


def _survey_answers(frame: pd.DataFrame) -> Iterator[Row]:
    for survey, group in frame[frame["row_kind"] == "line"].groupby("survey", sort=False):
        shares = [value for value in group["answers_rate"] if not is_missing(value)]
        total = sum(shares, Decimal(0))
        if shares and abs(total - 1) > SHARES_SLACK * len(shares):
            yield _finding("share.sum", f"“{survey}”各等级占比之和不为 100%", group.iloc[0], "answers_rate", "100%",
                           _percent(total), " + ".join(_percent(share) for share in shares))  # fmt: skip


def _scored_indicators(frame: pd.DataFrame) -> Iterator[Row]:
    for sheet, group in frame.groupby("source_sheet", sort=False):
        since: list[int] = []
        lines = group[group["row_kind"] == "line"]
        for index, row in group.iterrows():
            if row["row_kind"] == "line":
                since.append(index)  # type: ignore[arg-type]
                yield from _score_rate(row)
                continue
            parts = lines if row["row_kind"] == "total" else group.loc[since]
            since = []
            for column, name in (("weight_score", "权重"), ("published_score", "得分")):
                total = sum((value for value in parts[column] if not is_missing(value)), Decimal(0))
                if not is_missing(row[column]) and total != row[column]:
                    yield _finding("sum.score", f"“{sheet}”{row['level3']}的{name}与明细之和不等", row, column,
                                   str(row[column]), str(total), f"{len(parts)} 项之和 = {total}")  # fmt: skip


def _score_rate(row: pd.Series) -> Iterator[Row]:
    rate = row["published_score_rate"]
    if is_missing(rate) or is_missing(row["published_score"]) or not row["weight_score"]:
        return
    recomputed = row["published_score"] / row["weight_score"]
    if _places(recomputed, 4) != _places(rate, 4):
        yield _finding("rate.score", "得分率与得分÷权重不等", row, "published_score_rate", _percent(rate),
                       _percent(recomputed), f"{row['published_score']} ÷ {row['weight_score']}")  # fmt: skip


def _unit_prices(frame: pd.DataFrame) -> Iterator[Row]:
    for sheet, group in frame.groupby("source_sheet", sort=False):
        lines = group[group["row_kind"] == "line"]
        for _, row in lines.iterrows():
            price, quantity, amount = row["unit_price_yuan"], row["quantity"], row["amount_yuan"]
            if any(is_missing(value) for value in (price, quantity, amount)):
                continue
            if price * quantity != amount:
                yield _finding("product.amount", f"“{row['item']}”金额与单价×数量不等", row, "amount_yuan", f"{amount:,} 元",
                               f"{price * quantity:,} 元", f"{price} × {quantity} = {price * quantity}")  # fmt: skip
        for _, total in group[group["row_kind"] == "total"].iterrows():
            listed = sum((value for value in lines["amount_yuan"] if not is_missing(value)), Decimal(0))
            if not is_missing(total["amount_yuan"]) and listed != total["amount_yuan"]:
                yield _finding("sum.amount", f"“{sheet}”合计与明细之和不等", total, "amount_yuan",
                               f"{total['amount_yuan']:,} 元", f"{listed:,} 元", f"{len(lines)} 行之和")  # fmt: skip


def _four_rates(frame: pd.DataFrame) -> Iterator[Row]:
    computed = four_rates(frame).set_index("indicator")["value"]
    for _, row in frame.iterrows():
        name = standard_name(row["indicator"])
        if is_missing(computed[name]):
            continue
        value = Decimal(str(computed[name]))
        if abs(value - row["rate"]) > TOLERANCE:
            yield _finding("rate.sample", f"{name}与抽查数推算不等（分母可能不含未评价案件）", row, "rate",
                           _percent(row["rate"]), _percent(value),
                           f"({row['sampled_count']} − {row['failed_count']}) ÷ {row['sampled_count']}")  # fmt: skip


def _finding(
    code: str,
    message: str,
    row: pd.Series,
    column: str,
    printed: str,
    recomputed: str,
    arithmetic: str,
    severity: str = "contradiction",
) -> Row:
    cell = json.loads(row["source_cells"]).get(column, f"第{row['source_row']}行")
    place = f"{row['source_file']} › {row['source_sheet']} › {cell}"
    return dict(zip(COLUMNS, (code, severity, message, printed, recomputed, arithmetic, place), strict=True))


def _places(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _percent(rate: Decimal) -> str:
    return f"{_places(rate * 100, 2)}%"


def _wan(yuan: Decimal) -> str:
    return f"{yuan / 10000:,.4f}".rstrip("0").rstrip(".")


CHECKS: tuple[tuple[str, Callable[[pd.DataFrame], Iterator[Row]]], ...] = (
    ("budget_lines", _budget_lines),
    ("budget_departments", _budget_departments),
    ("project_lines", _project_lines),
    ("case_counts", _case_counts),
    ("case_counts", _case_rates),
    ("survey_answers", _survey_answers),
    ("scored_indicators", _scored_indicators),
    ("unit_prices", _unit_prices),
    ("four_rates", _four_rates),
)
