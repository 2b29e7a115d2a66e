"""Sentences (结论句): plain Chinese sentences made from figures, with no adjective that a figure does not carry."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.proportions import is_missing
from evallib.model import patterns
from evallib.privacy.suppression import MERGED
from evallib.publish.messages.comparing import against_average, over_year
from evallib.publish.words import format as fmt
from evallib.publish.words.levels import level_text

#: Severities of findings that are no contradiction.
LESSER = {"rounding": "在四舍五入尾差之内", "wording": "为名称、单位等表述"}

_AMOUNTS = ("initial_budget_yuan", "adjusted_budget_yuan", "adjustment_yuan")


def four_rates_sentences(rates: pd.DataFrame) -> list[str]:
    """What the four rates of one year say against their average, and whether the sample carries it.

    Args:
        rates: rows of `evallib.indicators.four_rates.four_rates` of one year.
    """
    sentences = []
    for row in rates[rates["printed_rate"].notna()].to_dict("records"):
        text = f"{row['indicator']} {fmt.pct(row['printed_rate'])}"
        if not is_missing(row["average_rate"]):
            text += _against_average(row)
        if not is_missing(row["rank"]):
            text += f"；全区排名第 {int(row['rank'])} 位"
        sentences.append(text + "。")
    return sentences


def _against_average(row: Mapping[Any, Any]) -> str:
    """The verdict first, in the words of `comparing`, with the average and what the verdict rests on."""
    against = against_average(row)
    named = f"{against.label}（{fmt.pct(against.average)}）"
    verdict = against.verdict.replace(against.label, named, 1)
    return f"，{verdict}" + (f"（{against.caveat}）" if against.caveat else "")


def four_rates_caption(rates: pd.DataFrame, year: int) -> str:
    """The caption of the figure of one year: only what it shows, and its period where it is no calendar year."""
    periods = list(dict.fromkeys(str(text) for text in rates["period"] if text))
    span = "、".join(periods) if periods and periods != [f"{year}年"] else f"{year} 年"
    parts = [f"{span}四率（%）：深色圆点为公布值"]
    labels = [text for text in rates["average_label"] if isinstance(text, str)]
    parts += [f"短竖线为{labels[0]}"] if labels else []
    parts += [f"浅色圆点与横条为样本率与 {_level(rates)} 区间"] if rates["lower"].notna().any() else []
    return "，".join(parts)


def within_caption(rates: pd.DataFrame) -> str:
    """The caption of the figure of parts of a year: from where to where, and that samples are not told by part."""
    periods = list(dict.fromkeys(str(text) for text in rates["period"]))
    tested = "" if rates["lower"].notna().any() else "；没有各期抽查数，不能判断升降是否超出抽样误差"
    return f"{periods[0]}至{periods[-1]}四率（公布值，%）{tested}"


def years_caption(rates: pd.DataFrame, year: int) -> str:
    """The caption of the figure over the years."""
    text = f"{int(rates['year'].min())}–{year} 年四率（%，公布值）"
    return text + ("：实心点为本单位，空心菱形为平均值（仅公布年份）" if rates["average_rate"].notna().any() else "")


def method_sentence(rates: pd.DataFrame) -> str:
    """How the intervals were made, and which rates have none or another denominator."""
    notes = [
        f"{row['indicator']}：{row['note']}。"
        for row in rates.to_dict("records")
        if row["note"] and not is_missing(row["sampled_rate"])
    ]
    if rates["lower"].isna().all():
        return "没有可用的抽查数，不计算抽样区间，与平均值的差异不能判断是否超出抽样误差。" + "".join(notes)
    return (
        f"样本率 =（抽查数 − 不合格数）÷ 抽查数，区间为 {_level(rates)} 置信区间（威尔逊法）；"
        "区间包含平均值即无显著差异。"
    ) + "".join(notes)


def _level(rates: pd.DataFrame) -> str:
    return level_text(next(iter(rates["confidence"].dropna()), None))


def of_year(year: int, topic: str) -> str:
    """A topic with its year, which it may name itself.

    >>> of_year(2024, "督查问题"), of_year(2024, "2023年督查问题")
    ('2024 年督查问题', '2023年督查问题')
    """
    return topic if patterns.match(r"(19|20)\d\d ?年", topic) else f"{year} 年{topic}"


def unadjusted_sentence(lines: pd.DataFrame, label: str) -> str:
    """Which lines have no adjustment to show, and which amount they lack.

    Args:
        lines: rows of `budget_execution`.
        label: column with the line's name.
    """
    parts = []
    for row in lines[lines["adjustment_yuan"].isna()].to_dict("records"):
        amounts = (("initial_budget_yuan", "年初预算"), ("adjusted_budget_yuan", "调整后预算"))
        known = [f"{name} {fmt.wan(row[column])} 万元" for column, name in amounts if not is_missing(row[column])]
        lacking = [f"{name}空缺" for column, name in amounts if is_missing(row[column])]
        parts.append(f"{row[label]}（{'，'.join(known + lacking)}）")
    return f"图中没有标调整率：{'；'.join(parts)}。" if parts else ""


def rounding_sentence(lines: pd.DataFrame) -> str:
    """A note where amounts as shown (万元, two places) do not subtract to the adjustment as shown."""
    for row in lines[lines["adjustment_yuan"].notna()].to_dict("records"):
        first, second, change = (fmt.rounded(Decimal(row[name]) / 10000) for name in _AMOUNTS)
        if second - first != change:
            return (
                f"金额四舍五入到 0.01 万元，调整额按未取整的数计算，末位可能相差 0.01"
                f"（例如 {second} − {first} 显示为 {change}）。"
            )
    return ""


def change_sentence(rates: pd.DataFrame, year: int) -> str:
    """How each rate moved against the year before, in percentage points; in the words of `comparing`."""
    known = rates[rates["printed_rate"].notna()]
    this, before = (known[known["year"] == when].set_index("indicator") for when in (year, year - 1))
    parts, unknown = [], False
    for indicator in this.index.intersection(before.index, sort=False):
        change = over_year(this.loc[indicator].to_dict(), before.loc[indicator].to_dict())
        if change.change is None:
            continue
        parts.append(f"{indicator}{change.verdict}")
        unknown = unknown or bool(change.caveat)
    tail = "；没有两年的抽查数，不能判断变动是否超出抽样误差" if unknown else ""
    return f"与 {year - 1} 年相比，" + "，".join(parts) + tail + "。" if parts else ""


def budget_sentence(total: Mapping[str, Any]) -> str:
    """Initial, adjusted and executed amount of a year in one sentence.

    Args:
        total: a row of `evallib.indicators.budget.totals_by_year`.
    """
    text = f"{int(total['year'])} 年"
    if not is_missing(total["initial_budget_yuan"]):
        text += f"年初预算 {fmt.wan(total['initial_budget_yuan'])} 万元，"
    text += f"调整后预算 {fmt.wan(total['adjusted_budget_yuan'])} 万元"
    if not is_missing(total["adjustment_rate"]):
        text += f"（调整 {fmt.signed_pct(total['adjustment_rate'])}）"
    text += f"，执行{executed_words(total['executed_yuan'])}"
    if is_missing(total["execution_rate"]):
        return f"{text}。"
    return text + f"，执行率 {fmt.pct(total['execution_rate'])}（执行金额÷调整后预算）。"


def executed_words(yuan: Any) -> str:
    """What stands behind 执行: the amount, or that none was handed in.

    >>> executed_words(Decimal(125000)), executed_words(None)
    (' 12.50 万元', '数未提供')
    """
    return f"数{fmt.NOT_GIVEN}" if is_missing(yuan) else f" {fmt.wan(yuan)} 万元"


def growth_sentence(totals: pd.DataFrame, year: int, change: pd.Series) -> str:
    """Growth of the adjusted budget against the year before, like for like beside the raw one where they differ.

    Args:
        totals: frame of `totals_by_year`.
        year: the year.
        change: row of `evallib.indicators.comparability.like_for_like`.
    """
    if is_missing(change["raw_value"]) or (year - 1) not in set(totals["year"]):
        return ""
    raw = Decimal(str(change["raw_value"]))
    moved = f"比 {year - 1} 年{'增长' if raw > 0 else '下降'} {fmt.pct(abs(raw))}" if raw else f"与 {year - 1} 年持平"
    text = f"调整后预算{moved}"
    if not change["note"]:
        return text + "。"
    same = "无法换算为同口径" if is_missing(change["value"]) else f"同口径变动 {fmt.signed_pct(change['value'])}"
    return f"{text}，{same}（{change['note']}）。"


def proportion_sentence(name: str, row: pd.Series, unit: str = "件") -> str:
    """A rate with its counts and its interval."""
    if is_missing(row["value"]):
        return f"{name}：{row['note']}。"
    counted = f"{fmt.count(row['numerator'])} ÷ {fmt.count(row['denominator'])} {unit}"
    sure = "全量统计" if is_missing(row["lower"]) else f"95% 区间 {fmt.interval(row['lower'], row['upper'])}"
    return f"{name} {fmt.pct(row['value'])}（{counted}，{sure}）。"


def growth_sentences(growths: pd.DataFrame) -> list[str]:
    """Where a printed growth and the tables' own do not go together, or one name stands for two counts."""
    told = []
    for row in growths.to_dict("records"):
        printed = not is_missing(row["printed_value"])
        if printed and is_missing(row["value"]):
            told.append(f"{row['category']}：公布的同比 {fmt.signed_pct(row['printed_value'])} 没有上年件数可以核对。")
        elif printed and fmt.signed_pct(row["value"]) != fmt.signed_pct(row["printed_value"]):
            told.append(
                f"{row['category']}：按件数计算的同比为 {fmt.signed_pct(row['value'])}，"
                f"公布值为 {fmt.signed_pct(row['printed_value'])}。"
            )
        if row["note"]:
            told.append(f"{row['topic']}·{row['category']} {fmt.count(row['cases_count'])} 件：{row['note']}。")
    return told


def findings_sentence(findings: pd.DataFrame) -> str:
    """How many figures disagree."""
    if findings.empty:
        return "已核对的合计、比率、单价×数量和各表之间没有发现不一致。"
    return f"{disagreements(findings)}；只报告，不改动原表。"


def disagreements(findings: pd.DataFrame) -> str:
    """How many figures disagree, and how many of them are no more than rounding or wording.

    >>> disagreements(pd.DataFrame({"severity": ["contradiction", "rounding"]}))
    '勾稽核对发现 2 处不一致，其中 1 处在四舍五入尾差之内'
    """
    counts = findings["severity"].value_counts()
    parts = [f"{counts[severity]} 处{what}" for severity, what in LESSER.items() if severity in counts]
    return f"勾稽核对发现 {len(findings)} 处不一致" + (f"，其中 {'，'.join(parts)}" if parts else "")


def small_counts_sentence(threshold: int) -> str:
    """What is said wherever small counts are left out: the one rule of page, workbook, document and release check.

    >>> small_counts_sentence(1)
    ''
    """
    if threshold <= 1:
        return ""
    return (
        "为保护诉求人，按来源、类型、部门、居村等细分的件数，"
        f"少于 {threshold} 件的类别并入“{MERGED}”，少于 {threshold} 件的格"
        "和能由合计推算出它们的格不列示（“—”）；全单位的合计以及各率的分子、分母是履职结果，不在此限。"
    )
