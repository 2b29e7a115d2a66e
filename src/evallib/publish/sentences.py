"""Sentences (结论句): plain Chinese sentences made from figures, with no adjective that a figure does not carry."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from evallib.indicators.proportions import is_missing
from evallib.publish import format as fmt


def four_rates_sentences(rates: pd.DataFrame) -> list[str]:
    """What the four rates of one year say against their average, and whether the sample carries it.

    Args:
        rates: rows of `evallib.indicators.four_rates.four_rates` of one year.
    """
    sentences = []
    for row in rates.to_dict("records"):
        text = f"{row['indicator']} {fmt.pct(row['printed_rate'])}"
        if not is_missing(row["average_rate"]):
            side = "高于" if row["gap_pp"] > 0 else "低于" if row["gap_pp"] < 0 else "等于"
            gap = f" {abs(fmt.rounded(row['gap_pp']))} 个百分点" if row["gap_pp"] else ""
            text += f"，{side}{row['average_label']}（{fmt.pct(row['average_rate'])}）{gap}"
            if row["note"] == "":  # an interval that belongs to the printed rate
                inside = row["lower"] <= float(row["average_rate"]) <= row["upper"]
                carried = "差别在抽样误差之内" if inside else "差别超出抽样误差"
                text += f"；抽查 {fmt.count(row['denominator'])} 件，{carried}"
        if not is_missing(row["rank"]):
            text += f"，居全区第 {int(row['rank'])} 位"
        sentences.append(text + "。")
    return sentences


def change_sentence(rates: pd.DataFrame, year: int) -> str:
    """Which rates rose and which fell against the year before, in percentage points."""
    this = rates[rates["year"] == year].set_index("indicator")["printed_rate"]
    before = rates[rates["year"] == year - 1].set_index("indicator")["printed_rate"]
    parts = []
    for indicator in this.index.intersection(before.index, sort=False):
        change = (this[indicator] - before[indicator]) * 100
        word = "上升" if change > 0 else "下降" if change < 0 else "持平"
        parts.append(f"{indicator}{word}" + (f" {abs(fmt.rounded(change))} 个百分点" if change else ""))
    return f"与 {year - 1} 年相比，" + "，".join(parts) + "。" if parts else ""


def budget_sentence(total: pd.Series) -> str:
    """Initial, adjusted and executed amount of a year in one sentence.

    Args:
        total: a row of `evallib.indicators.budget.totals_by_year`.
    """
    text = f"{int(total['year'])} 年年初预算 {fmt.wan(total['initial_budget_yuan'])} 万元"
    text += f"，调整后预算 {fmt.wan(total['adjusted_budget_yuan'])} 万元"
    if not is_missing(total["adjustment_rate"]):
        text += f"（调整 {fmt.signed_pct(total['adjustment_rate'])}）"
    text += f"，执行 {fmt.wan(total['executed_yuan'])} 万元"
    return text + f"，执行率 {fmt.pct(total['execution_rate'])}（执行金额÷调整后预算）。"


def growth_sentence(totals: pd.DataFrame, year: int, growth: pd.Series) -> str:
    """Growth of the adjusted budget against the year before."""
    if is_missing(growth["value"]) or (year - 1) not in set(totals["year"]):
        return ""
    word = "增长" if growth["value"] > 0 else "下降"
    return f"调整后预算比 {year - 1} 年{word} {fmt.pct(abs(Decimal(growth['value'])))}。"


def proportion_sentence(name: str, row: pd.Series, unit: str = "件") -> str:
    """A rate with its counts and its interval."""
    if is_missing(row["value"]):
        return f"{name}：{row['note']}。"
    return (
        f"{name} {fmt.pct(row['value'])}（{fmt.count(row['numerator'])} ÷ {fmt.count(row['denominator'])} {unit}，"
        f"95% 区间 {fmt.interval(row['lower'], row['upper'])}）。"
    )


def findings_sentence(findings: pd.DataFrame) -> str:
    """How many figures disagree."""
    if findings.empty:
        return "已核对的合计、比率、单价×数量和各表之间没有发现不一致。"
    counts = findings["severity"].value_counts()
    lesser = {"rounding": "在四舍五入尾差之内", "wording": "为名称、单位等表述"}
    parts = [f"{counts[severity]} 处{what}" for severity, what in lesser.items() if severity in counts]
    tail = f"，其中 {'，'.join(parts)}" if parts else ""
    return f"勾稽核对发现 {len(findings)} 处不一致{tail}；只报告，不改动原表。"
