"""Sections that compare units (街镇比较): league, funnel, small multiples; nobody is ranked beyond what data carry."""

from __future__ import annotations

import pandas as pd

from evallib.charts.funnel import funnel_figure
from evallib.charts.league import league_figure
from evallib.charts.spc import small_multiples
from evallib.indicators.funnel import funnel
from evallib.indicators.ranking import ABOVE, BELOW, LIKE, league_table
from evallib.indicators.spc import ChartOptions, process_chart
from evallib.privacy.suppression import HIDDEN, suppress_small_cells
from evallib.publish.page.blocks import figure, sentence, table
from evallib.publish.sections.orders.rates_of_requests import CHARTED
from evallib.publish.sections.orders.request_page import RequestPage
from evallib.publish.words import format as fmt
from evallib.publish.words import request_columns as columns

WORST = 5
REGRESSION = (
    "位次含有偶然成分：本期居末位的{noun}，下期即使不采取措施，多半也会向总体靠拢（回归均值），不宜据此论成效。"
)
ALONE = "可比较{rate}的{noun}不足两个，不作比较。"


def show_league(page: RequestPage, name: str = CHARTED, highlight: str | None = None) -> None:
    """Units from best to worst, with intervals of rates and ranks, and who cannot be told apart.

    Args:
        page: the requests of all units.
        name: a rate in the page's definitions.
        highlight: name of a unit to stand out.
    """
    rule = page.rule(name)
    if rule is None:  # its definitions have no such rate; the table of rates names those that they have
        return
    rates, left_out = page.published(page.rates(["unit"], [rule]), "denominator")
    if len(rates) < 2:
        sentence(ALONE.format(rate=rule.label, noun=page.noun), _left_out(page, left_out))
        return
    better = "decrease" if rule.better == "decrease" else "increase"
    league = league_table(rates, "unit", "numerator", "denominator", better)
    whole = page.rates((), [rule])["value"][0]
    known = league[league["rank"].notna()]
    text = league_sentence(known, rule.label, whole, page.noun) if len(known) else ""
    figure(
        league_figure(league, "unit", rule.label, highlight, whole),
        page.caption(f"{rule.label}与 95% 区间（%）"),
        text,
        league,
        columns.league("unit", page.noun),
        definition=f"{page.definitions.id}.{rule.name}",
    )
    sentence(text, REGRESSION.format(noun=page.noun) if len(known) > WORST else "", _left_out(page, left_out))
    table(league, columns.league("unit", page.noun), page.caption(f"{rule.label}位次与位次区间"))


def league_sentence(known: pd.DataFrame, label: str, whole: float, noun: str) -> str:
    """Who is above and below all others together, as far as data carry it; a rank stands only by its interval.

    Args:
        known: rows of `league_table` with a rank, best first.
        label: what the rate is.
        whole: the rate over all units.
        noun: what the units are called together.
    """
    parts = [
        f"{position}：{'、'.join(f'{row.unit}（{fmt.pct(row.value)}）' for row in found.itertuples())}"
        for position in (ABOVE, BELOW)
        if len(found := known[known["position"] == position])
    ]
    text = f"{label}总体 {fmt.pct(whole)}；"
    if not parts:
        return text + f"{len(known)} 个{noun}与总体均无显著差别，不分先后。"
    rest = int((known["position"] == LIKE).sum())
    text += "；".join(parts) + (f"；其余 {rest} 个与总体无显著差别" if rest else "")
    tied = int(known["same_as_next"].sum())
    return text + (f"。{tied} 对相邻位次无显著差别，位次须连同位次区间看。" if tied else "。")


def show_funnel(page: RequestPage, name: str = CHARTED) -> None:
    """Which units differ from the whole by more than chance and the usual differences."""
    rule = page.rule(name)
    if rule is None:
        return
    rates, left_out = page.published(page.rates(["unit"], [rule]), "denominator")
    if rates["denominator"].sum() == 0:
        sentence(f"没有可算{rule.label}的工单。")
        return
    if len(rates) < 2:
        return  # the league has said so
    result = funnel(rates, "unit", "numerator", "denominator", overdispersion="additive")
    outside = result.units[~result.units["position"].isin(["界内", ""])]
    names = "；".join(f"{row['unit']}（{row['position']}）" for row in outside.to_dict("records"))
    text = (
        f"{rule.label}超出控制限的{page.noun}：{names}。" if names else f"各{page.noun}的{rule.label}都在控制限之内。"
    )
    if result.dispersed:
        text += (
            f"{page.noun}之间的差别大于随机波动，控制限已按{page.noun}间方差 τ² = "
            f"{result.tau2:.4f}（φ = {result.phi:.2f}）放宽。"
        )
    figure(
        funnel_figure(result, "unit", rule.label, rule.better),
        page.caption(f"{rule.label}漏斗图（%）"),
        text,
        result.units,
        columns.funnel("unit", page.noun),
        definition=f"{page.definitions.id}.{rule.name}",
    )
    sentence(text, _left_out(page, left_out))


def show_multiples(page: RequestPage, name: str = CHARTED) -> None:
    """A small process chart for each unit, all on one scale."""
    rule = page.rule(name)
    if rule is None:
        return
    by = ["unit", "month"]
    rates = page.rates(by, [rule])
    rates["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(rates["month"])]
    rates = suppress_small_cells(rates, "denominator", [["unit"]], ["numerator"], page.threshold)
    charts = {
        str(unit): process_chart(
            part,
            "point",
            numerator="numerator",
            denominator="denominator",
            options=ChartOptions("p_laney", rule.better),
            unripe="unripe_count",
        )
        for unit, part in rates.groupby("unit", sort=True)
    }
    special = [name for name, chart in charts.items() if chart["special"].any()]
    text = (
        f"有超出随机波动的月份的{page.noun}：{'、'.join(special)}。"
        if special
        else f"各{page.noun}各月都在随机波动之内。"
    )
    waiting = sorted(
        {str(point) for chart in charts.values() for point in chart.loc[~chart["is_ripe"].astype(bool), "point"]}
    )
    text += f"{'、'.join(waiting)} 尚有工单未到期，以空心点画出，不参与判断。" if waiting else ""
    shown = pd.concat([chart.assign(unit=name) for name, chart in charts.items()], ignore_index=True)
    spec = {"unit": (page.noun, fmt.text), **columns.PROCESS}
    figure(
        small_multiples(charts, "point", rule.label),
        page.caption(f"各{page.noun}{rule.label}控制图（%，同一坐标）"),
        text,
        shown,
        spec,
        definition=f"{page.definitions.id}.{rule.name}",
    )
    sentence(text)


def _left_out(page: RequestPage, rates: pd.DataFrame) -> str:
    """Which units are too small to be shown, or would give a small one away."""
    names = "、".join(map(str, rates["unit"]))
    return f"未列入比较：{names}（{HIDDEN.format(threshold=page.threshold)}）。" if names else ""
