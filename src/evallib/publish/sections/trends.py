"""Trends across units (各单位历年走势): 四率 over the years and budget adjustments of all units side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from evallib.charts.units import years_by_unit_figure
from evallib.checks.store import UnitData
from evallib.indicators.budget import totals_by_year
from evallib.indicators.four_rates import FOUR_RATES, SAMPLED, four_rates
from evallib.indicators.rate_periods import split_periods
from evallib.indicators.trend import cochran_armitage
from evallib.model.workspace.units import Workspace
from evallib.publish.page.blocks import sentence, table, telling_figure
from evallib.publish.sections.overview import noun_of, unit_results
from evallib.publish.words import columns
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns

YEAR = re.compile(r"(19|20)\d\d\s*年?")
UNJUDGED = "没有各年抽查数，不能判断升降是否超出抽样误差"


def rates_of_years(workspace: Workspace, year: int) -> pd.DataFrame:
    """Published four rates of all units and years up to `year`.

    Returns:
        ``name``, ``year``, ``indicator``, ``value``, ``numerator``, ``denominator``, ``average``, ``period``.
    """
    rows = []
    for data in _units(workspace, year):
        for row in four_rates(split_periods(data.history("four_rates"))[0]).to_dict("records"):
            rows.append(
                {
                    "name": data.info.name,
                    "year": int(row["year"]),
                    "indicator": row["indicator"],
                    "value": row["printed_rate"],
                    "numerator": row["numerator"],
                    "denominator": row["denominator"],
                    "average": row["average_rate"],
                    "period": row["period"],
                }
            )
    columns = ["name", "year", "indicator", "value", "numerator", "denominator", "average", "period"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame[frame["value"].notna()].astype({"value": float}).reset_index(drop=True)


def budgets_of_years(workspace: Workspace, year: int) -> pd.DataFrame:
    """Budget of all units and years up to `year`: ``name`` and the columns of `totals_by_year`."""
    parts = [
        totals_by_year(data.history("budget_lines")).assign(name=data.info.name) for data in _units(workspace, year)
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["name", "year"])


def show_rate_trends(workspace: Workspace, year: int) -> None:
    """Each of the four rates over the years, a line for each unit; called a trend only where samples carry it."""
    rates, noun = rates_of_years(workspace, year), noun_of(unit_results(workspace, year))
    spec: Columns = {
        "name": (noun, fmt.text),
        "year": ("年度", fmt.text),
        "value": ("公布值", fmt.pct),
        "denominator": ("分母（件）", fmt.count),
        "average": ("平均值", fmt.pct),
        "period": ("统计时段", fmt.text),
    }
    if rates.empty:
        sentence(f"没有{noun}公布四率。")
        return
    for indicator in FOUR_RATES.values():
        shown = rates[rates["indicator"] == indicator].sort_values(["name", "year"], kind="stable", ignore_index=True)
        if shown["year"].nunique() < 2:
            sentence(f"{indicator}：只有一年的公布值，不比较各年。" if len(shown) else f"没有{noun}公布{indicator}。")
            continue
        text = trend_sentence(shown, indicator, noun)
        drawn = years_by_unit_figure(shown, indicator)
        telling_figure(drawn, f"各{noun}历年{indicator}（%，公布值）", text, shown, spec, SAMPLED)


def trend_sentence(rates: pd.DataFrame, indicator: str, noun: str = "单位") -> str:
    """How the rate of each unit moved over its years.

    >>> rates = pd.DataFrame({"name": ["甲"] * 3, "year": [2021, 2022, 2023], "value": [0.8, 0.75, 0.7],
    ...                       "numerator": [480, 450, 420], "denominator": [600, 600, 600]})
    >>> trend_sentence(rates, "市民满意率")
    '市民满意率：甲逐年下降（2021–2023 年 -10.00 个百分点）。'
    >>> trend_sentence(rates.assign(period=["2021年", "2022年", "2023年1月至9月"]), "市民满意率")
    '市民满意率：甲逐年下降（2021–2023 年 -10.00 个百分点）；甲各年统计时段不同，升降不全可比。'
    """
    parts, unjudged, uneven = [], False, []
    for name, group in rates.groupby("name", sort=True):
        if len(group) < 2:
            continue
        change = (group["value"].iloc[-1] - group["value"].iloc[0]) * 100
        span = f"{group['year'].iloc[0]}–{group['year'].iloc[-1]} 年 {fmt.pp(change)}"
        sampled = group["denominator"].notna().all()
        unjudged = unjudged or not sampled
        word = cochran_armitage(group, "numerator", "denominator", "year")["trend_word"] if sampled else "变动"
        parts.append(f"{name}{word}（{span}）")
        # The years apart, periods of one kind read alike: 2022年11月至2023年9月 and 2023年11月至2024年9月.
        if "period" in group and group["period"].map(lambda told: YEAR.sub("", str(told))).nunique() > 1:
            uneven.append(str(name))
    text = f"{indicator}：" + "、".join(parts) if parts else f"{indicator}：没有{noun}有两年以上的公布值"
    text += f"；{'、'.join(uneven)}各年统计时段不同，升降不全可比" if uneven else ""
    return text + (f"；{UNJUDGED}" if unjudged else "") + "。"


def show_budget_trends(workspace: Workspace, year: int) -> None:
    """Adjustment and execution of every unit's budget, by year."""
    budgets, noun = budgets_of_years(workspace, year), noun_of(unit_results(workspace, year))
    if budgets.empty:
        sentence(f"没有{noun}提交预算与支出情况。")
        return
    shown = budgets.sort_values(["name", "year"], kind="stable", ignore_index=True)
    shown["value"] = shown["adjustment_rate"].astype(float)
    of_budget = columns.budget("name", noun)
    spec: Columns = {"name": of_budget.pop("name"), "year": ("年度", fmt.text)}
    spec |= {name: told for name, told in of_budget.items() if name != "adjustment_yuan"}
    own = shown[shown["year"] == year]
    text = "；".join(f"{row['name']}调整 {fmt.signed_pct(row['adjustment_rate'])}" for row in own.to_dict("records"))
    text = f"{year} 年预算调整率：{text or f'没有{noun}提交'}（预算总额为全量数，无抽样误差）。"
    if shown["year"].nunique() > 1:
        drawn, caption = years_by_unit_figure(shown, "预算调整率"), f"各{noun}历年预算调整率（%，对年初预算）"
        telling_figure(drawn, caption, text, shown, spec, "national-department-2013.adjustment_rate")
    else:
        table(shown, spec, f"各{noun}预算调整与执行")
        sentence(text)


def _units(workspace: Workspace, year: int) -> Iterator[UnitData]:
    """Units that handed in something for the year or an earlier one, each with the newest year up to it."""
    for unit in workspace.units():
        years = [known for known in workspace.years(unit) if known <= year]
        if years:
            yield UnitData(workspace, unit, max(years))
