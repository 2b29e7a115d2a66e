"""Sections that compare units (街镇比较): league, funnel, small multiples; nobody is ranked beyond what data carry."""

from __future__ import annotations

import pandas as pd

from evallib.charts.funnel import funnel_figure
from evallib.charts.league import league_figure
from evallib.charts.spc import small_multiples
from evallib.indicators.funnel import funnel
from evallib.indicators.ranking import league_table
from evallib.indicators.request_counts import count_requests, fetch
from evallib.indicators.request_rates import RateRule, rates_from_counts
from evallib.indicators.spc import ChartOptions, Direction, process_chart
from evallib.privacy.suppression import HIDDEN, suppress_small_cells
from evallib.publish.page.blocks import figure, sentence, table
from evallib.publish.sections.request_page import RequestPage
from evallib.publish.sections.requests import SATISFACTION
from evallib.publish.words import format as fmt
from evallib.publish.words import request_columns as columns

ALONE = "可比较{rate}的街镇不足两个，不作比较。"


def show_league(
    page: RequestPage, rule: RateRule = SATISFACTION, better: Direction = "increase", highlight: str | None = None
) -> None:
    """Units from best to worst, with intervals of rates and ranks, and who cannot be told apart."""
    rates, left_out = page.published(page.rates(["unit"], [rule]), "denominator")
    if len(rates) < 2:
        sentence(ALONE.format(rate=rule.label), _left_out(page, left_out))
        return
    league = league_table(rates, "unit", "numerator", "denominator", better)
    whole = page.rates((), [rule])["value"][0]
    known = league[league["rank"].notna()]
    text = ""
    if len(known):
        first, last = known.iloc[0], known.iloc[-1]
        text = f"{rule.label}第一位 {first['unit']} {fmt.pct(first['value'])}，末位 {last['unit']} {fmt.pct(last['value'])}，总体 {fmt.pct(whole)}。"
        tied = int(known["same_as_next"].sum())
        text += f"{len(known)} 个街镇中有 {tied} 对相邻位次没有显著差别。" if tied else "相邻位次都有显著差别。"
    figure(
        league_figure(league, "unit", rule.label, highlight, whole),
        page.caption(f"{rule.label}与 95% 区间（%）"),
        text,
        league,
        columns.LEAGUE,
    )
    sentence(text, _left_out(page, left_out))
    table(league, columns.LEAGUE, page.caption(f"{rule.label}位次与位次区间"))


def show_funnel(page: RequestPage, rule: RateRule = SATISFACTION, better: Direction = "increase") -> None:
    """Which units differ from the whole by more than chance and the usual differences."""
    rates, left_out = page.published(page.rates(["unit"], [rule]), "denominator")
    if rates["denominator"].sum() == 0:
        sentence(f"没有可算{rule.label}的工单。")
        return
    if len(rates) < 2:
        return  # the league has said so
    result = funnel(rates, "unit", "numerator", "denominator")
    outside = result.units[~result.units["position"].isin(["界内", ""])]
    names = "；".join(f"{row['unit']}（{row['position']}）" for row in outside.to_dict("records"))
    text = f"{rule.label}明显不同于总体的街镇：{names}。" if names else f"没有街镇的{rule.label}明显不同于总体。"
    if result.dispersed:
        text += f"街镇之间的差别大于抽样波动，控制限已按过度离散系数 φ = {result.phi:.2f} 放宽。"
    figure(
        funnel_figure(result, "unit", rule.label, better),
        page.caption(f"{rule.label}漏斗图（%）"),
        text,
        result.units,
        columns.FUNNEL,
    )
    sentence(text, _left_out(page, left_out))


def show_multiples(page: RequestPage, rule: RateRule = SATISFACTION, better: Direction = "increase") -> None:
    """A small process chart for each unit, all on one scale."""
    by = ["unit", "month"]
    counts = fetch(count_requests(page.cases, by, "requested", page.period, page.as_of), by)
    rates = rates_from_counts(counts, by, [rule.with_cohort("requested")])
    rates["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(rates["month"])]
    rates = suppress_small_cells(rates, "denominator", [["unit"]], ["numerator"], page.threshold)
    charts = {
        str(unit): process_chart(
            part, "point", numerator="numerator", denominator="denominator", options=ChartOptions("p_laney", better)
        )
        for unit, part in rates.groupby("unit", sort=True)
    }
    special = [name for name, chart in charts.items() if chart["special"].any()]
    text = f"有超出随机波动的月份的街镇：{'、'.join(special)}。" if special else "各街镇各月都在随机波动之内。"
    shown = pd.concat([chart.assign(unit=name) for name, chart in charts.items()], ignore_index=True)
    spec = {"unit": ("街镇", fmt.text), **columns.PROCESS}
    figure(
        small_multiples(charts, "point", rule.label),
        page.caption(f"各街镇{rule.label}控制图（%，同一坐标）"),
        text,
        shown,
        spec,
    )
    sentence(text)


def _left_out(page: RequestPage, rates: pd.DataFrame) -> str:
    """Which units are too small to be shown, or would give a small one away."""
    names = "、".join(map(str, rates["unit"]))
    return f"未列入比较：{names}（{HIDDEN.format(threshold=page.threshold)}）。" if names else ""
