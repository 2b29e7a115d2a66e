"""Rates and process charts of requests (工单各率与控制图): what moved, and what is only chance.

A first sentence never says 高于 or 上升 where the data cannot tell; requests that are not due yet are named, not counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evallib.charts.spc import process_figure
from evallib.indicators.monthly_volume import adjusted_volume, volume_chart
from evallib.indicators.request_counts import count_requests, fetch
from evallib.indicators.request_rates import RateRule, rates_from_counts, rules
from evallib.indicators.response import response_bounds, response_funnel
from evallib.indicators.spc import ChartOptions, process_chart
from evallib.indicators.trend import episodes
from evallib.indicators.workload import rate_change, volume
from evallib.model.definitions.registry import DEFAULT_SET
from evallib.model.periods import Period
from evallib.privacy.suppression import suppress_small_cells
from evallib.publish.page.blocks import figure, links, sentence, table
from evallib.publish.page.handbook import HANDBOOK
from evallib.publish.sections.orders.request_page import PAGE_RULES, RequestPage
from evallib.publish.words import format as fmt
from evallib.publish.words import request_columns as columns
from evallib.publish.words.columns import Columns

SATISFACTION = rules(rates=("satisfaction_rate",))[0]
GOOD = tuple(SATISFACTION.credit)
EPISODES = {"改善": "好于以往水平", "恶化": "差于以往水平", "变化": "偏离以往水平"}
ASSURED = {
    "稳定达标": "按目前水平可稳定达到目标。",
    "稳定不达标": "按目前水平达不到目标，需改变做法。",
    "时好时坏": "是否达到目标取决于随机波动。",
}


def show_rates(page: RequestPage, rules: Sequence[RateRule] = PAGE_RULES) -> None:
    """The rates of the period with intervals and changes in percentage points."""
    same = [rule.with_cohort("requested") for rule in rules]
    change = rate_change(page.cases, page.period, (), same, page.as_of)
    for name in ("year", "period"):  # a change shows what it is a change from
        small = change[f"{name}_before_denominator"].between(1, page.threshold - 1)
        for column in ("pp", "lower_pp", "upper_pp"):
            change[f"{name}_on_{name}_{column}"] = change[f"{name}_on_{name}_{column}"].mask(small)
        change[f"{name}_on_{name}_word"] = change[f"{name}_on_{name}_word"].mask(small, "")
    shown = ["value", "lower", "upper", "numerator", "year_on_year_pp", "period_on_period_pp"]
    change = suppress_small_cells(change, "denominator", [["rate"]], shown, page.threshold)
    table(change, without_repeat(page, columns.RATES), page.caption("各率、95% 区间与变动"))
    sentence(*rates_sentences(page, change))
    show_response(page)
    links([("本节各率的分子、分母与口径：指标口径手册", f"../../{HANDBOOK}#{DEFAULT_SET}")])


def rates_sentences(page: RequestPage, change: pd.DataFrame) -> list[str]:
    """What moved, said only where the data carry it, and what the figures leave out."""
    repeated = page.period.period_before() == page.period.year_before()
    told = []
    for name, word in (("year", "同比"), *(() if repeated else (("period", "环比"),))):
        moved = [f"{row['label']}{row[f'{name}_on_{name}_word']} {fmt.pp(row[f'{name}_on_{name}_pp'])}"
                 for row in change.to_dict("records") if row[f"{name}_on_{name}_word"] in ("上升", "下降")
                 and not pd.isna(row[f"{name}_on_{name}_pp"])]  # fmt: skip
        same = (change[f"{name}_on_{name}_word"] == "无显著变化").any()
        if moved:
            told.append(f"{word}变动超出随机波动的：{'、'.join(moved)}。")
        elif same:
            told.append(f"{word}各率均无显著变化。")
    unripe = int(change["unripe_count"].max()) if len(change) else 0
    if unripe:
        told.append(f"按办理时限考核的率不计未到期的 {fmt.count(unripe)} 件。")
    told.append(
        "各率按工单明细逐件计算；未回访、未抽查的工单不进分母；全量统计的率没有抽样误差，不给区间。市级抽查公布的四率另见“四率”一节，两者口径不同。"
    )
    return told


def show_response(page: RequestPage) -> None:
    """回访 → 表态 → 满意, and what those who did not answer could change."""
    counts = fetch(count_requests(page.cases, (), "requested", page.period, page.as_of)).iloc[0]
    sampled, rated = int(counts["sampled_count"]), int(counts["rated_count"])
    good = int(counts[list(GOOD)].sum())
    parts = (good, rated - good, sampled - rated)
    if not rated or any(0 < part < page.threshold for part in parts):
        return
    steps = response_funnel({"sampled_count": sampled, "rated_count": rated, "good_count": good})
    table(steps, columns.RESPONSE, page.caption("回访各步（件）"))
    bounds = response_bounds(good, rated, sampled)
    text = f"回访 {fmt.count(sampled)} 件（占工单的 {fmt.pct(sampled / int(counts['cases_count']))}），表态 {fmt.count(rated)} 件（表态率 {fmt.pct(bounds['response_rate'])}）"
    if rated < sampled:
        text += f"；未表态者若全不满意或全满意，满意率在 {fmt.pct(bounds['worst_value'])}–{fmt.pct(bounds['best_value'])} 之间"
    sentence(text + "。")


def show_process(page: RequestPage, rule: RateRule = SATISFACTION, options: ChartOptions | None = None) -> None:
    """Process charts of a monthly rate and of the monthly number of cases per working day."""
    same, options = rule.with_cohort("requested"), options or ChartOptions("p_laney")
    before = Period(page.period.year_before().start, page.period.end)
    counts = fetch(count_requests(page.cases, ["month"], "requested", page.period, page.as_of), ["month"])
    counts["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(counts["month"])]
    rates = hide(page, rates_from_counts(counts, ["point"], [same]), "denominator", "numerator")
    chart = process_chart(
        rates, "point", numerator="numerator", denominator="denominator", options=options, unripe="unripe_count"
    )
    figure(process_figure(chart, "point", rule.label, target=options.target),
           page.caption(f"{rule.label}控制图（%，修正 p 图（Laney p′），3σ 控制限）"), process_sentence(chart, rule.label), chart, columns.PROCESS)  # fmt: skip
    sentence(process_sentence(chart, rule.label))
    volumes = fetch(volume(page.cases, ["month"], period=before, as_of=page.as_of), ["month"])
    first = volumes["month"][volumes["cases_count"] > 0].min()
    volumes = hide(page, volumes[volumes["month"] >= first].reset_index(drop=True), "cases_count")
    months = adjusted_volume(volumes, as_of=page.as_of)
    months = months[pd.to_datetime(months["month"]) >= pd.Timestamp(page.period.start)].reset_index(drop=True)
    months["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(months["month"])]
    cases = volume_chart(months, "point").merge(months[["point", "cases_count", "workdays_count"]], on="point")
    figure(process_figure(cases, "point", "件/工作日", is_rate=False), page.caption("月案件量控制图（件/工作日，单值—移动极差图（XmR））"),
           process_sentence(cases, "日均案件量"), cases, columns.COUNT_PROCESS)  # fmt: skip
    sentence(process_sentence(cases, "日均案件量"))


def process_sentence(chart: pd.DataFrame, name: str) -> str:
    """What a process chart says: one sentence of variation, one of assurance against the target; each change told once."""
    told = episodes(chart, "point")
    if told.empty:
        text = f"{name}在此期间只有随机波动"
    else:
        parts = [
            f"{_span(row)}{EPISODES.get(row['meaning'], row['meaning'])}（{row['rule']}）"
            for row in told.to_dict("records")[:4]
        ]
        text = f"{name}超出随机波动 {len(told)} 次：{'、'.join(parts)}" + (" 等" if len(told) > 4 else "")
    waiting = chart.loc[~chart["is_ripe"].astype(bool), "point"]
    text += f"；{'、'.join(map(str, waiting))} 尚有工单未到期，不参与判断" if len(waiting) else ""
    note = chart["note"].iloc[-1] if len(chart) else ""
    text += f"；{note}。" if note else "。"
    assured = chart["assurance"].iloc[-1] if len(chart) else ""
    return text + (ASSURED[assured] if assured else "")


def _span(row: Mapping[Any, Any]) -> str:
    return (
        str(row["first"])
        if row["points_count"] == 1
        else f"{row['first']} 至 {row['last']}（{row['points_count']} 个月）"
    )


def hide(page: RequestPage, frame: pd.DataFrame, count: str, *also: str) -> pd.DataFrame:
    """Counts without small ones, and what gives them away."""
    return suppress_small_cells(frame, count, also=also, threshold=page.threshold)


def without_repeat(page: RequestPage, shown: Columns) -> Columns:
    """Columns without the period before where it is the year before."""
    # Of a whole year, the period before is the year before: one comparison is enough.
    repeated = page.period.period_before() == page.period.year_before()
    return {name: spec for name, spec in shown.items() if not (repeated and name.startswith("period_"))}
