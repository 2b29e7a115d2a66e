"""Sections about service requests (工单各节): each shows its tables and figures by one call.

The unit summary, the explorer, the monthly report and the district overview use the same sections.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from evallib.charts.pareto import decomposition_figure, lorenz_figure, pareto_figure
from evallib.charts.volume import survival_figure, volume_by_month, volume_change_figure
from evallib.checks.gate import read_record
from evallib.checks.store import UnitData
from evallib.indicators.concentration import TOP_SHARES, concentration, lorenz_curve, request_counts_by
from evallib.indicators.decomposition import decompose_change, leverage
from evallib.indicators.handling_time import handling_times, survival_curve, survival_quantile, survival_table
from evallib.indicators.pareto import pareto
from evallib.indicators.request_counts import count_requests, fetch
from evallib.indicators.request_rates import needed_counts, rates_from_counts
from evallib.indicators.workload import volume_change
from evallib.model.periods import Period
from evallib.model.problems import Problem
from evallib.model.requests import CASES
from evallib.model.workspace.units import UnitYear
from evallib.privacy.suppression import MERGED, merge_groups, small_groups
from evallib.publish.page.blocks import bullets, figure, notice, sentence, table
from evallib.publish.sections.gaps import show_missing
from evallib.publish.sections.orders.rates_of_requests import CHARTED, hide, without_few_open, without_repeat
from evallib.publish.sections.orders.request_page import RequestPage
from evallib.publish.sections.orders.requests_by_month import by_month
from evallib.publish.words import format as fmt
from evallib.publish.words import request_columns as columns
from evallib.publish.words.sentences import small_counts_sentence

GROUPS = {"source": "来源", "service_name": "诉求类型", "agency_responsible": "主责部门", "community": "所属居村"}
LIMIT_HOURS = 72.0


def show_absence(at: UnitYear) -> None:
    """Why there is nothing to show: no cases were handed in, or the gate kept them out."""
    record = read_record(at)
    if record is None or CASES not in record["rejected"]:
        show_missing(UnitData(at.workspace, at.unit, at.year), "工单分析", CASES, otherwise="工单导出表")
        return
    exports = {sheet["file"] for sheet in record["sheets"] if sheet["table"] == CASES}
    errors = [problem for problem in record["problems"] if problem["severity"] == "error"]
    problems = [problem for problem in errors if problem["file"] in exports] or errors
    sentence(
        f"工单导出表已提交，但没有通过校验（错误 {len(problems)} 处），整表没有进入，所以本页无数据。"
        "请按校验页逐处改正后重新运行。"
    )
    bullets([str(Problem(**problem)) for problem in problems[:5]])


def show_notice(page: RequestPage) -> None:
    """Say what the page rests on, and loudly if it is synthetic."""
    count = page.current.count().to_pyarrow().as_py()
    if page.mark:
        notice(f"{page.mark}本页的工单由程序生成，只有总数取自已公布的报告，不是真实案件，不得用于考核。")
    sentence(
        f"工单明细 {fmt.count(count)} 件，按受理时间统计 {page.period.label}，数据截至 {page.as_of:%Y-%m-%d %H:%M}。"
        + (page.tally.sentence() if page.tally else "")
        + (f"提交的文件中另有 {fmt.count(page.outside)} 件不在该年度受理，不计入。" if page.outside else ""),
        page.about_years(),
        small_counts_sentence(page.threshold),
    )


def show_volume(page: RequestPage, groups: Sequence[str] = ("source", "service_name", "agency_responsible")) -> None:
    """Cases by month and source, and by group with 同比 and 环比."""
    if page.period.months_count > 1 and page.knows("source"):
        monthly, all_months = by_month(page, "source")
        text = page.caption("各月案件量，按来源（件）")
        figure(
            volume_by_month(monthly.dropna(subset="cases_count"), "source"),
            text,
            _busiest(all_months, "source"),
            monthly,
            columns.months("source", "来源"),
            definition="terms.cases_count",
        )
    for group in _known(page, groups):
        change = volume_change(page.merged(group).cases, page.period, [group])
        change = change.sort_values(group, key=lambda names: names == MERGED, kind="stable", ignore_index=True)
        text = page.caption(f"案件量，按{GROUPS[group]}（件）")
        figure(
            volume_change_figure(change, group),
            text,
            _busiest(change, group),
            change,
            without_repeat(page, columns.volume(group, GROUPS[group])),
            definition="terms.cases_count",
        )


def show_handling(page: RequestPage, group: str = "service_name") -> None:
    """Handling time by type, and the share still open after a time, open cases included."""
    if _known(page, [group]):
        closed = page.merged(group).current
        also, as_of = ("cases_count",), page.as_of
        times = fetch(handling_times(closed, [group], LIMIT_HOURS, "requested", also, as_of), [group])
        heads = without_few_open(page, times, columns.times(group, GROUPS[group]))
        times["within_limit_rate"] = times["within_limit_count"] / times["timed_count"].where(times["timed_count"] > 0)
        times = hide(page, times, "timed_count", "median_hours", "p90_hours", "within_limit_rate")
        times = times.sort_values("p90_hours", ascending=False)
        table(times, heads, page.caption(f"办理时长，按{GROUPS[group]}（仅已办结）"))
    curve = survival_curve(fetch(survival_table(page.current, page.as_of, 6.0), ["duration_hours"]))
    curve["days"] = curve["duration_hours"] / 24
    certain = curve[curve["at_risk_count"] >= page.threshold]  # its end would show single cases
    if certain.empty:
        sentence("有办理时间的工单太少，不画办结曲线。")
        return
    shown = certain[(certain["days"] % 1 == 0) & (certain["days"] <= 30)]
    text = "，".join(
        f"{name}在 {days:.1f} 天内办结" if not math.isnan(days) else f"{name}办结所需的天数在数据截止时还不知道"
        for name, share in (("一半工单", 0.5), ("九成", 0.9))
        for days in (survival_quantile(curve, share) / 24,)
    )
    text += "（在办工单计入）。"
    figure(
        survival_figure({"全部": certain}),
        page.caption("受理后尚未办结的比例（%，生存曲线，Kaplan–Meier 法）"),
        text,
        shown,
        columns.SURVIVAL,
        definition="methods",
    )
    sentence(text)


def show_failures(
    page: RequestPage, group: str = "service_name", failure: str = "dissatisfied_count", name: str = "不满意"
) -> None:
    """Pareto of failures by a group."""
    if not _known(page, [group]):
        return
    cases = page.merged(group).cases
    counts = fetch(count_requests(cases, [group], "requested", page.period, page.as_of, [failure]), [group])
    counts = merge_groups(counts, group, small_groups(counts, group, [failure], page.threshold))
    vital = pareto(counts, group, failure, rest=MERGED)
    few = vital[vital["is_vital"]]
    if vital.empty:
        sentence(f"没有记录为{name}的工单。")
        return
    text = (
        f"{name} {fmt.count(vital['failures_count'].sum())} 件，其中八成来自{GROUPS[group]}："
        f"{'、'.join(map(str, few[group]))}。"
    )
    figure(
        pareto_figure(vital, group),
        page.caption(f"{name}案件，按{GROUPS[group]}（件）"),
        text,
        vital,
        columns.failures(group, GROUPS[group]),
        definition=f"terms.{failure}",
    )
    sentence(text)


def show_causes(
    page: RequestPage, before: Period, after: Period, group: str = "agency_responsible", name: str = CHARTED
) -> None:
    """What moved a rate between two periods, and which group would move it most."""
    rule = page.rule(name)
    if rule is None:
        return
    if not _known(page, [group]):
        return
    cases, needed = page.merged(group, (before, after)).cases, needed_counts([rule])
    counts = [
        fetch(count_requests(cases, [group], rule.cohort, span, page.as_of, needed, True), [group])
        for span in (before, after)
    ]
    rated = [frame.assign(rated_count=frame[list(rule.below)].sum(axis=1)) for frame in counts]
    few = [name for frame in rated for name in small_groups(frame, group, ["rated_count"], page.threshold)]
    old, new = (rates_from_counts(merge_groups(frame, group, few), [group], [rule]) for frame in counts)
    if old["denominator"].sum() == 0 or new["denominator"].sum() == 0:
        sentence(f"{before.label}或{after.label}没有可算的工单，不作变动分解。")
        return
    parts = decompose_change(old, new, [group], "numerator", "denominator")
    change, rate, mix = (parts[name].sum() for name in ("total_effect_pp", "rate_effect_pp", "mix_effect_pp"))
    text = (
        f"{rule.label}由 {before.label} 到 {after.label} 变动 {fmt.pp(change)}：各{GROUPS[group]}自身变化 "
        f"{fmt.pp(rate)}，案件结构变化 {fmt.pp(mix)}。"
    )
    figure(decomposition_figure(parts, group), page.caption(f"{rule.label}变动分解，按{GROUPS[group]}（百分点）"), text,
           parts, columns.effects(group, GROUPS[group]), definition=f"{page.definitions.id}.{rule.name}")  # fmt: skip
    sentence(text)
    lever = leverage(new, [group], "numerator", "denominator").head(10)
    table(lever, columns.lever(group, GROUPS[group]), page.caption(f"哪些{GROUPS[group]}最能提升{rule.label}"))


def show_concentration(page: RequestPage) -> None:
    """How concentrated cases are on callers and addresses; nobody is named."""
    rows, curves, nobody = [], {}, ""
    total = page.current.count().to_pyarrow().as_py()
    for key, who in (("caller_id", "诉求人"), ("address", "地址")):
        counts = fetch(request_counts_by(page.current, key))["cases_count"]
        if len(counts):
            row = {"who": who, **concentration(counts).to_dict()}
            unknown = total - int(counts.sum())
            nobody += f"{fmt.count(unknown)} 件没有可识别的{who}，不计入其集中度。" if unknown else ""
            # The busiest 1% of 90 callers is one person, whose cases nobody is to count.
            for share in TOP_SHARES:
                if math.ceil(len(counts) * share) < page.threshold:
                    row[f"top_{share * 100:g}_rate"] = math.nan
            rows.append(row)
            curves[who] = lorenz_curve(counts, min(101, max(2, len(counts) // page.threshold + 1)))
    if not rows:
        sentence("工单没有诉求人和地址，不算集中度。")
        return
    frame = pd.DataFrame(rows)
    text = (
        "；".join(
            f"最多的 10% {row['who']}占 {fmt.pct(row['top_10_rate'])} 的案件"
            if not math.isnan(row["top_10_rate"])
            else f"{row['who']} {fmt.count(row['keys_count'])} 个，太少，不列最多的几成"
            for row in rows
        )
        + "。"
    )
    who = rows[0]["who"]
    figure(
        lorenz_figure(curves[who], who),
        page.caption(f"案件在{who}上的集中程度"),
        text,
        frame,
        columns.CONCENTRATION,
        definition="terms.cases_count",
    )
    sentence(text, nobody)


def _known(page: RequestPage, groups: Sequence[str]) -> list[str]:
    """The groups that the cases tell, with a sentence about the others."""
    unknown = [group for group in groups if not page.knows(group)]
    if unknown:
        names = "、".join(GROUPS[group] for group in unknown)
        sentence(f"工单没有可识别的“{names}”列，有关图表略去；表头写法不同时，可用 mapping.yaml 写明。")
    return [group for group in groups if group not in unknown]


def _busiest(counts: pd.DataFrame, group: str) -> str:
    sums = counts.groupby(group)["cases_count"].sum().sort_values(ascending=False).head(4)
    return "；".join(f"{name} {fmt.count(count)} 件" for name, count in sums.items())
