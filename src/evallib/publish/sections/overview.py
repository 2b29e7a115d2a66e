"""Sections that put the units' own reports side by side (单位对照): what each published, scored and handed in.

They read what the reports recorded, so that an overview never tells another figure than the unit's own page.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evallib.charts.units import rate_by_unit_figure
from evallib.checks.gate import read_record
from evallib.checks.store import UnitData
from evallib.indicators.comparisons import discoveries, pair_chances
from evallib.indicators.four_rates import FOUR_RATES, SAMPLED
from evallib.model.requests import table_titles
from evallib.model.workspace.units import Workspace
from evallib.publish.page.attention import concerns, concerns_html
from evallib.publish.page.blocks import links, sentence, table, telling_figure
from evallib.publish.page.index_page import read_results
from evallib.publish.page.showing import html_block
from evallib.publish.sections.conclusion import RECORDED
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns
from evallib.publish.words.unit_nouns import unit_noun

MAIN = "unit_summary"
KEPT_OUT = "未通过校验"
MOST_COLUMNS = 6


def unit_results(workspace: Workspace, year: int) -> list[dict[str, Any]]:
    """What the finished reports of a year recorded, by district and name.

    Args:
        workspace: the workspace.
        year: the year.
    """
    results = [
        result
        for result in read_results(workspace.reports)
        if int(result["year"]) == year and result["status"] == "ok" and result.get("notebook") == MAIN
    ]
    return sorted(results, key=lambda result: (result["district"], result["name"]))


def noun_of(results: list[dict[str, Any]]) -> str:
    """What the units of finished reports are called together; one word on the whole page."""
    return unit_noun([result["name"] for result in results])


def show_attention(results: list[dict[str, Any]]) -> None:
    """What matters in each unit, in the words of its own page, in a stated order."""
    found = concerns(results)
    if found:
        html_block(concerns_html(found, "../../", noun_of(results)))
    else:
        sentence("本年没有已完成的单位报告。")


def rates_by_unit(results: list[dict[str, Any]]) -> pd.DataFrame:
    """The published four rates, a row per unit and rate: name, indicator, value, average, sample, interval, period."""
    rows = []
    for result in results:
        for rate in result["figures"].get("four_rates") or []:
            numbers = {name: _number(rate.get(name)) for name in ("numerator", "denominator", "lower", "upper")}
            rows.append(
                {
                    "name": result["name"],
                    "district": result["district"],
                    "indicator": rate["indicator"],
                    "value": _number(rate["printed_rate"]),
                    "average": _number(rate["average_rate"]),
                    "average_label": rate["average_label"],
                    **numbers,
                    "period": rate.get("period") or "",
                }
            )
    columns = {"printed_rate": "value", "average_rate": "average"}
    return pd.DataFrame(rows, columns=["name", "district", *(columns.get(name, name) for name in RECORDED)])


def show_published_rates(results: list[dict[str, Any]]) -> None:
    """Each of the four rates over all units that published it."""
    rates, noun = rates_by_unit(results), noun_of(results)
    spec: Columns = {
        "name": (noun, fmt.text),
        "district": ("所属区", fmt.text),
        "value": ("公布值", fmt.pct),
        "average_label": ("比较对象", fmt.text),
        "average": ("平均值", fmt.pct),
        "denominator": ("抽查数", fmt.count),
        "lower": ("抽查 95% 区间下限", fmt.pct),
        "upper": ("上限", fmt.pct),
        "period": ("统计时段", fmt.text),
    }
    if not rates["value"].notna().any():
        sentence(f"没有{noun}公布四率。")
        return
    for indicator in FOUR_RATES.values():
        shown = rates[(rates["indicator"] == indicator) & rates["value"].notna()].reset_index(drop=True)
        if shown.empty:
            sentence(f"没有{noun}公布{indicator}。")
            continue
        text = rate_sentence(shown, indicator, noun)
        drawn = rate_by_unit_figure(shown, indicator)
        telling_figure(drawn, f"各{noun}公布的{indicator}（%）", text, shown, spec, SAMPLED)
    if rates[rates["value"].notna()]["period"].nunique() > 1:
        sentence(f"各{noun}统计时段不同，见“图中数据”。")


def rate_sentence(rates: pd.DataFrame, indicator: str, noun: str) -> str:
    """How far units lie apart, and which of them the samples can tell apart.

    >>> rates = pd.DataFrame(
    ...     {"name": ["甲", "乙"], "value": [0.9, 0.7], "numerator": [90, 70], "denominator": [100, 100]}
    ... )
    >>> rate_sentence(rates, "诉求解决率", "街镇")
    '诉求解决率：2 个街镇公布，70.00%–90.00%；差异显著的有：甲与乙。'
    """
    low, high = rates["value"].min(), rates["value"].max()
    span = fmt.pct(low) if low == high else f"{fmt.pct(low)}–{fmt.pct(high)}"
    text = f"{indicator}：{len(rates)} 个{noun}公布，{span}"
    sampled = rates[rates["denominator"].notna()]
    if len(sampled) < 2:
        return text + f"；公布抽查件数的{noun}不足两个，差异是否显著无法判断。"
    events, cases = (sampled[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    names = sampled["name"].tolist()
    found = discoveries(pair_chances(events, cases))
    apart = [
        f"{names[i]}与{names[j]}" for i, j, told in zip(*np.triu_indices(len(names), 1), found, strict=True) if told
    ]
    told = "、".join(apart[:6]) + (f" 等 {len(apart)} 对" if len(apart) > 6 else "")
    return text + (f"；差异显著的有：{told}。" if apart else "；差异未超出抽样误差，不分先后。")


def show_scores(results: list[dict[str, Any]]) -> None:
    """Budget execution, scores and findings of every unit."""
    rows, noun = [], noun_of(results)
    for result in results:
        scores = result["figures"].get("scores") or []
        known = sorted(_number(score["score"]) or 0.0 for score in scores if score["score"] is not None)
        grades = dict.fromkeys(str(score["grade"]) for score in scores if score["grade"])
        span = (
            None if not known else fmt.points(known[0]) + (f"–{fmt.points(known[-1])}" if known[-1] > known[0] else "")
        )
        rows.append(
            {
                "name": result["name"],
                "district": result["district"] or None,
                "execution": result["figures"].get("execution_rate"),
                "scored": len(scores) or None,
                "score": span,
                "grade": "、".join(grades) or None,
                "findings": result["figures"].get("findings"),
                "errors": result.get("errors"),
                "warnings": result.get("warnings"),
            }
        )
    spec: Columns = {
        "name": (noun, fmt.text),
        "district": ("所属区", fmt.text),
        "execution": ("预算执行率", fmt.pct),
        "scored": ("评分对象数", fmt.count),
        "score": ("得分", fmt.text),
        "grade": ("等级", fmt.text),
        "findings": ("勾稽发现", fmt.count),
        "errors": ("校验错误", fmt.count),
        "warnings": ("校验警告", fmt.count),
    }
    table(pd.DataFrame(rows, columns=list(spec)), spec, "预算执行、得分与核对发现")
    sentence(f"各{noun}的评分对象（部门整体、项目）和指标体系不同，得分不宜直接比较高低。")
    links([(f"{result['name']}的报告", f"../../{result['page']}") for result in results if result["page"]])


def show_submissions(workspace: Workspace, year: int) -> None:
    """Which table each unit handed in, and what became of it at the gate."""
    titles, noun = table_titles(), noun_of(unit_results(workspace, year))
    states: dict[str, dict[str, str]] = {}
    for unit, handed_in in workspace.select():
        record = read_record(workspace.at(unit, year)) if handed_in == year else None
        if record is not None:
            name = UnitData(workspace, unit, year).info.name
            name = f"{name}（{unit}）" if name in states else name
            states[name] = {titles[kind]: f"{rows:,} 行" for kind, rows in record["accepted"].items()}
            states[name] |= {titles[kind]: KEPT_OUT for kind in record["rejected"]}
    if not states:
        sentence(f"没有{noun}交来可识别的表。")
    elif len(states) <= MOST_COLUMNS:
        kinds = [title for title in titles.values() if any(title in told for told in states.values())]
        rows = [{"kind": kind, **{name: told.get(kind, "") for name, told in states.items()}} for kind in kinds]
        spec: Columns = {"kind": ("表", fmt.text), **{name: (name, fmt.text) for name in states}}
        table(pd.DataFrame(rows), spec, f"各{noun}提交的表（“—”为未提交）")
    else:
        rows = [
            {
                "name": name,
                "accepted": "、".join(kind for kind, state in told.items() if state != KEPT_OUT),
                "rejected": "、".join(kind for kind, state in told.items() if state == KEPT_OUT),
            }
            for name, told in states.items()
        ]
        spec = {
            "name": (noun, fmt.text),
            "accepted": ("已进入的表", fmt.text),
            "rejected": ("未通过校验的表", fmt.text),
        }
        table(pd.DataFrame(rows), spec, f"各{noun}提交的表")


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
