"""Rates and process charts of requests (工单各率与控制图): what moved, and what is only chance.

A first sentence never says 高于 or 上升 where the data cannot tell; requests that are not due yet are named, not
counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd

from evallib.charts.spc import process_figure
from evallib.indicators.monthly_volume import adjusted_volume, volume_chart
from evallib.indicators.parts import ZERO_DENOMINATOR
from evallib.indicators.rate_rules import RateRule
from evallib.indicators.request_counts import count_requests, fetch
from evallib.indicators.request_rates import needed_counts
from evallib.indicators.response import response_bounds, response_funnel, stratified_rate
from evallib.indicators.spc import ChartOptions, process_chart
from evallib.indicators.trend import episodes
from evallib.indicators.workload import rate_change, volume
from evallib.model.periods import Period
from evallib.privacy.suppression import suppress_small_cells
from evallib.publish.page.blocks import figure, links, sentence, table
from evallib.publish.page.handbook import HANDBOOK
from evallib.publish.sections.orders.request_page import RequestPage
from evallib.publish.words import format as fmt
from evallib.publish.words import request_columns as columns
from evallib.publish.words.columns import Columns
from evallib.publish.words.levels import at_level, level_text

#: A shift by weighting that is worth a sentence.
LEAST_SHIFT = 0.005
#: A rate of which no request of the period tells anything.
UNRECORDED = "工单没有这项记录（分母为 0），无法计算"
#: The rate that is charted and compared where nothing else is asked for, by the name that it has in every set.
CHARTED = "satisfaction_rate"
EPISODES = {"改善": "好于以往水平", "恶化": "差于以往水平", "变化": "偏离以往水平"}
ASSURED = {
    "稳定达标": "按目前水平可稳定达到目标。",
    "稳定不达标": "按目前水平达不到目标，需改变做法。",
    "时好时坏": "是否达到目标取决于随机波动。",
}


def show_rates(page: RequestPage, rules: Sequence[RateRule] | None = None) -> None:
    """The rates of the period by the page's definitions, with intervals and changes in percentage points."""
    asked = page.rules if rules is None else rules
    change = rate_change(page.cases, page.period, (), asked, page.as_of, page.confidence)
    for name in ("year", "period"):  # a change shows what it is a change from
        small = change[f"{name}_before_denominator"].between(1, page.threshold - 1)
        for column in ("pp", "lower_pp", "upper_pp"):
            change[f"{name}_on_{name}_{column}"] = change[f"{name}_on_{name}_{column}"].mask(small)
        change[f"{name}_on_{name}_word"] = change[f"{name}_on_{name}_word"].mask(small, "")
    shown = ["value", "lower", "upper", "numerator", "year_on_year_pp", "period_on_period_pp"]
    change = suppress_small_cells(change, "denominator", [["rate"]], shown, page.threshold)
    change["note"] = change["note"].replace(ZERO_DENOMINATOR, UNRECORDED)
    level = level_text(page.confidence)
    table(
        change,
        without_repeat(page, at_level(columns.RATES, page.confidence)),
        page.caption(f"各率、{level} 区间与变动"),
    )
    sentence(*rates_sentences(page, change), *page.about_rates())
    show_response(page)
    name = page.definitions.name
    links([(f"本节各率的分子、分母与口径（{name}）：指标口径手册", f"../../{HANDBOOK}#{page.definitions.id}")])


def rates_sentences(page: RequestPage, change: pd.DataFrame) -> list[str]:
    """What moved, said only where the data carry it, and what the figures leave out."""
    repeated = page.period.period_before() == page.period.year_before()
    told = []
    for name, word in (("year", "同比"), *(() if repeated else (("period", "环比"),))):
        moved = [
            f"{row['label']}{row[f'{name}_on_{name}_word']} {fmt.pp(row[f'{name}_on_{name}_pp'])}"
            for row in change.to_dict("records")
            if row[f"{name}_on_{name}_word"] in ("上升", "下降") and not pd.isna(row[f"{name}_on_{name}_pp"])
        ]
        same = (change[f"{name}_on_{name}_word"] == "无显著变化").any()
        if moved:
            told.append(f"{word}变动超出随机波动的：{'、'.join(moved)}。")
        elif same:
            told.append(f"{word}各率均无显著变化。")
    unripe = int(change["unripe_count"].max()) if len(change) else 0
    if unripe:
        told.append(f"按办理时限考核的率不计未到期的 {fmt.count(unripe)} 件。")
    told.append(
        "各率按工单明细逐件计算；未回访、未抽查的工单不进分母；全量统计的率没有抽样误差，不给区间。"
        "市级抽查公布的四率口径与此不同。"
    )
    return told


def show_response(page: RequestPage) -> None:
    """回访 → 接通 → 表态 → 满意, and what those who did not answer could change."""
    rule = page.rule(CHARTED)
    if rule is None:
        return
    needed = [
        "cases_count",
        "sampled_count",
        "known_reach_count",
        "reached_count",
        "rated_count",
        *needed_counts([rule]),
    ]
    counts = fetch(count_requests(page.cases, (), rule.cohort, page.period, page.as_of, needed)).iloc[0]
    cases, sampled, rated = (int(counts[name]) for name in ("cases_count", "sampled_count", "rated_count"))
    reached = int(counts["reached_count"]) if counts["known_reach_count"] else None
    good = float(sum(counts[name] * worth for name, worth in rule.credit.items()))
    steps = [sampled, *([] if reached is None else [reached]), rated, *([int(good)] if rule.is_plain else [])]
    parts = [before - after for before, after in pairwise(steps)]
    if not rated or any(0 < part < page.threshold for part in [*parts, good]):
        return
    last = int(good) if rule.is_plain else None  # of weighted levels nobody is simply satisfied
    found = response_funnel(
        {"sampled_count": sampled, "reached_count": reached, "rated_count": rated, "good_count": last}
    )
    table(found, columns.RESPONSE, page.caption("回访各步（件）"))
    bounds = response_bounds(good, rated, sampled)
    whole = f"（回访率 {fmt.pct(sampled / cases)}）" if rule.cohort == "requested" else ""
    text = f"回访 {fmt.count(sampled)} 件{whole}，"
    if reached is not None:
        text += f"接通 {fmt.count(reached)} 件（接通率 {fmt.pct(reached / sampled)}），"
    asked = sampled if reached is None else reached
    text += f"表态 {fmt.count(rated)} 件（表态率 {fmt.pct(rated / asked)}）"
    if rated < sampled:
        text += (
            f"；未表态者若全不满意或全满意，{rule.label}在 {fmt.pct(bounds['worst_value'])}–"
            f"{fmt.pct(bounds['best_value'])} 之间"
        )
    sentence(text + "。", *_by_type(page, rule))


def _by_type(page: RequestPage, rule: RateRule) -> list[str]:
    """The rate weighted by types of requests, where types answer so differently that it matters."""
    group = "service_name"
    if not rule.is_plain or not page.knows(group):
        return []
    cases = page.merged(group).cases
    needed = ["cases_count", *needed_counts([rule])]
    counts = fetch(count_requests(cases, [group], rule.cohort, page.period, page.as_of, needed), [group])
    table_of_types = pd.DataFrame(
        {
            "good": sum(counts[name] * worth for name, worth in rule.credit.items()),
            "rated": sum(counts[name] * worth for name, worth in rule.below.items()),
            "all": counts["cases_count"],
        }
    )
    row = stratified_rate(table_of_types, "good", "rated", "all")
    if pd.isna(row["value"]) or abs(row["value"] - row["plain_value"]) < LEAST_SHIFT:
        return []
    return [
        f"各诉求类型表态的比例不同：按各类型案件数加权，{rule.label}为 {fmt.pct(row['value'])}"
        f"（95% 区间 {fmt.pct(row['lower'])}–{fmt.pct(row['upper'])}），未加权为 {fmt.pct(row['plain_value'])}。"
    ]


def show_process(page: RequestPage, rule: RateRule | None = None, options: ChartOptions | None = None) -> None:
    """Process charts of a monthly rate and of the monthly number of cases per working day."""
    rule = rule or page.rule(CHARTED)
    if rule is not None:
        show_rate_process(page, rule, options or ChartOptions("p_laney", better=rule.better))
    before = Period(page.period.year_before().start, page.period.end)
    volumes = fetch(volume(page.cases, ["month"], period=before, as_of=page.as_of), ["month"])
    first = volumes["month"][volumes["cases_count"] > 0].min()
    volumes = hide(page, volumes[volumes["month"] >= first].reset_index(drop=True), "cases_count")
    months = adjusted_volume(volumes, as_of=page.as_of)
    months = months[pd.to_datetime(months["month"]) >= pd.Timestamp(page.period.start)].reset_index(drop=True)
    months["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(months["month"])]
    cases = volume_chart(months, "point").merge(months[["point", "cases_count", "workdays_count"]], on="point")
    figure(process_figure(cases, "point", "件/工作日", is_rate=False),
           page.caption("月案件量控制图（件/工作日，单值—移动极差图（XmR））"), process_sentence(cases, "日均案件量"),
           cases, columns.COUNT_PROCESS, definition="terms.cases_count")  # fmt: skip
    sentence(process_sentence(cases, "日均案件量"))


def show_rate_process(page: RequestPage, rule: RateRule, options: ChartOptions) -> None:
    """The process chart of a monthly rate; weights of levels make single values of it."""
    rates = page.rates(["month"], [rule])
    rates["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(rates["month"])]
    rates = hide(page, rates, "denominator", "numerator", "value")
    how = "修正 p 图（Laney p′）"
    if rule.is_plain:
        chart = process_chart(
            rates, "point", numerator="numerator", denominator="denominator", options=options, unripe="unripe_count"
        )
    else:
        how = "单值—移动极差图（XmR）"
        chart = process_chart(rates, "point", "value", options=replace(options, kind="xmr"), unripe="unripe_count")
    figure(process_figure(chart, "point", rule.label, target=options.target),
           page.caption(f"{rule.label}控制图（%，{how}，3σ 控制限）"), process_sentence(chart, rule.label), chart,
           columns.PROCESS, definition=f"{page.definitions.id}.{rule.name}")  # fmt: skip
    sentence(process_sentence(chart, rule.label))


def process_sentence(chart: pd.DataFrame, name: str) -> str:
    """What a process chart says: a sentence of variation, one of assurance against the target; changes told once."""
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
    # What is wrong with one point is no news of the whole chart.
    notes = chart.loc[chart["value"].notna(), "note"]
    note = notes.iloc[-1] if len(notes) else ""
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


def without_few_open(page: RequestPage, times: pd.DataFrame, shown: Columns) -> Columns:
    """Columns without the closed requests, where beside a group's total they tell the few that are not closed."""
    few = (times["cases_count"] - times["timed_count"]).between(1, page.threshold - 1)
    return {name: spec for name, spec in shown.items() if name != "timed_count" or not few.any()}
