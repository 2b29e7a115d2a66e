"""Requests on the workbench (工作台的工单): each question of an analyst is one call, in Chinese or in code's names.

What is shown here may hold single requests and small groups: it is for the unit's own use, not for publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.model.periods import Period
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.workbench.result import Columns, Result

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import plotly.graph_objects as go

    from evallib.indicators.request_rates import RateRule

#: What requests can be grouped by.
GROUPS = {
    "month": "月份", "source": "来源", "service_name": "诉求类型", "agency_responsible": "主责部门",
    "community": "所属居村", "unit": "街镇",
}  # fmt: skip
TYPE, AGENCY, UNIT = "service_name", "agency_responsible", "unit"
By = str | Sequence[str]


@dataclass(frozen=True, repr=False)
class Requests:
    """The service requests (工单) of a unit and year, or of a district.

    Args:
        table: all requests known, as an Ibis table: comparisons need what was before the period.
        title: whose they are.
        period: what is counted, by the time of receipt.
        as_of: the moment until which the data goes (数据截止时间).
        rules: the rates that are known by name.
    """

    table: ir.Table
    title: str
    period: Period
    as_of: datetime
    rules: tuple[RateRule, ...]

    @property
    def current(self) -> ir.Table:
        """The requests received in the period, as an Ibis table (`.to_pandas()` gives a frame)."""
        from evallib.indicators.request_counts import in_cohort

        return in_cohort(self.table, "requested", self.period)

    def where(self, **values: str | Sequence[str]) -> Requests:
        """Only some of the requests, e.g. ``where(主责部门="城管中队")`` or ``where(source=["12345", "网格"])``."""
        table = self.table
        for name, value in values.items():
            wanted = [value] if isinstance(value, str) else list(value)
            table = table.filter(table[group_named(name)].isin(wanted))
        return replace(self, table=table)

    def rates(self, by: By = (), rate: str | None = None) -> Result:
        """Rates with 95% intervals, by any groups: ``rates(by=["月份", "主责部门"], rate="市民满意率")``.

        Args:
            by: groups, in Chinese or by the column's name.
            rate: one rate; all that are known without it.
        """
        from evallib.indicators.request_counts import count_requests, fetch
        from evallib.indicators.request_rates import rates_from_counts

        groups, rules = groups_named(by), [self._rule(rate)] if rate else list(self.rules)
        own = [rule.with_cohort("requested") for rule in rules]
        counts = fetch(count_requests(self.table, groups, "requested", self.period, self.as_of), groups)
        frame = rates_from_counts(counts, groups, own)
        return self._result(frame, groups, _rate_columns(), rate or "各率", _draw_rates(groups))

    def volume(self, by: By = "month") -> Result:
        """Number of requests by group, with last year's and the period before (同比、环比) where the data reach back."""
        from evallib.charts.volume import volume_change_figure
        from evallib.indicators.workload import volume_change
        from evallib.publish.words import request_columns

        groups = groups_named(by)
        frame = volume_change(self.table, self.period, groups)
        if "month" in groups:
            frame = frame.sort_values("month", kind="stable", ignore_index=True)
        columns = {
            name: spec for group in groups for name, spec in request_columns.volume(group, GROUPS[group]).items()
        }
        ordered = {**{group: columns[group] for group in groups}, **columns}
        draw = (lambda rows: volume_change_figure(rows, groups[0])) if len(groups) == 1 else None
        return self._result(frame, (), ordered, "工单量", draw)

    def overdue(self, by: By = TYPE) -> Result:
        """Requests not closed within their limit, most first, with their share of those that are due (超期)."""
        from evallib.charts.pareto import pareto_figure
        from evallib.indicators.pareto import pareto

        group = groups_named(by)[0]
        counts = self._counts([group], ["overdue_count"])
        frame = pareto(counts, group, "overdue_count")
        return self._result(frame, (), _pareto_columns(group), "超期工单", lambda rows: pareto_figure(rows, group))

    def failures(self, rate: str = "市民满意率", by: By = TYPE) -> Result:
        """Which groups cause most of a rate's failures, e.g. of 不满意 (帕累托)."""
        from evallib.charts.pareto import pareto_figure
        from evallib.indicators.pareto import pareto

        group, frame = groups_named(by)[0], self.rates(by, rate).floats()
        frame["failed_count"] = frame["denominator"] - frame["numerator"]
        known = frame[frame["failed_count"] > 0]
        return self._result(pareto(known, group, "failed_count"), (), _pareto_columns(group), f"{rate}未达成的工单",
                            lambda rows: pareto_figure(rows, group))  # fmt: skip

    def moves(self, rate: str = "市民满意率", by: By = AGENCY) -> Result:
        """Which group would move a rate most if it came up to the average (提升空间), most first."""
        from evallib.indicators.decomposition import leverage
        from evallib.publish.words import request_columns

        group = groups_named(by)[0]
        frame = leverage(self.rates(by, rate).floats(), [group], "numerator", "denominator")
        return self._result(
            frame, (), request_columns.lever(group, GROUPS[group]), f"哪些{GROUPS[group]}最能提升{rate}"
        )

    def before_after(self, month: str, rate: str = "市民满意率", by: By = AGENCY) -> Result:
        """A rate before and from a month on (e.g. of a new policy), split into how groups did and how many they had.

        Args:
            month: first month of the new time, e.g. ``"2023-07"``.
            rate: the rate.
            by: the group.

        Raises:
            EvallibError: a month outside the period, or a side without requests that count.
        """
        from evallib.charts.pareto import decomposition_figure
        from evallib.indicators.decomposition import decompose_change
        from evallib.publish.words import request_columns

        group, first = groups_named(by)[0], _first_day(month)
        start, end = self.period.start, self.period.end
        if not start < first < end:
            raise EvallibError(
                Problem("workbench.month", "分界月不在统计时段内", value=month, expected=self.period.label)
            )
        spans = Period(start, first), Period(first, end)
        old, new = (replace(self, period=span).rates(by, rate).floats() for span in spans)
        if not old["denominator"].sum() or not new["denominator"].sum():
            raise EvallibError(Problem("workbench.no_cases", f"{spans[1].label}前或后没有可算“{rate}”的工单"))
        parts = decompose_change(old, new, [group], "numerator", "denominator")
        return self._result(parts, (), request_columns.effects(group, GROUPS[group]), f"{rate}在{month}前后的变动",
                            lambda rows: decomposition_figure(rows, group))  # fmt: skip

    def repeats(self, by: By = ("service_name", "community"), least: int = 2) -> Result:
        """Matters that came back: same caller, same type (重复诉求), by group, most first.

        Args:
            by: groups in which repeats are counted.
            least: how many requests of one caller and type make a repeat.
        """
        import ibis

        from evallib.indicators.request_counts import fetch
        from evallib.publish.words import format as fmt

        groups = groups_named(by)
        known = self.current.filter(ibis._.caller_id.notnull())
        same = known.group_by(list(dict.fromkeys([*groups, "caller_id", TYPE]))).aggregate(times=known.count())
        again = same.filter(same.times >= least)
        frame = fetch(again.group_by(groups).aggregate(matters_count=again.count(), cases_count=again.times.sum()))
        frame = frame.sort_values("cases_count", ascending=False, kind="stable", ignore_index=True)
        columns: Columns = {group: (GROUPS[group], fmt.text) for group in groups}
        columns = {**columns, "matters_count": ("重复事项（项）", fmt.count), "cases_count": ("工单（件）", fmt.count)}
        return self._result(frame, (), columns, "重复诉求（同一诉求人、同一类型）")

    def funnel(self, rate: str = "市民满意率", by: By = UNIT) -> Result:
        """Are units (or other groups) really different, given how many requests they have (漏斗图)."""
        from evallib.charts.funnel import funnel_figure
        from evallib.indicators.funnel import funnel
        from evallib.publish.words import format as fmt
        from evallib.publish.words import request_columns

        group = groups_named(by)[0]
        found = funnel(self.rates(by, rate).floats(), group, "numerator", "denominator")
        columns = (
            request_columns.FUNNEL
            if group == UNIT
            else {group: (GROUPS[group], fmt.text), **{k: v for k, v in request_columns.FUNNEL.items() if k != UNIT}}
        )
        return self._result(found.units, (), columns, f"{rate}漏斗图", lambda _: funnel_figure(found, group, rate))

    def trend(self, rate: str = "市民满意率") -> Result:
        """A monthly rate with process limits: change or variation (控制图)."""
        from evallib.charts.spc import process_figure
        from evallib.indicators.spc import ChartOptions, process_chart
        from evallib.publish.words import request_columns

        frame = self.rates("month", rate).floats().dropna(subset=["month"])
        frame["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(frame["month"])]
        chart = process_chart(frame, "point", numerator="numerator", denominator="denominator",
                              options=ChartOptions("p_laney"))  # fmt: skip
        return self._result(chart, (), request_columns.PROCESS, f"{rate}控制图",
                            lambda rows: process_figure(rows, "point", rate))  # fmt: skip

    def chart(self) -> go.Figure:
        """Requests by month."""
        return self.volume("month").chart()

    def __len__(self) -> int:
        return int(self.current.count().to_pyarrow().as_py())

    def __repr__(self) -> str:
        names = "、".join(rule.label for rule in self.rules)
        return f"{self.title} {self.period.label}工单 {len(self):,} 件，数据截至 {self.as_of:%Y-%m-%d %H:%M}；可算：{names}"

    def _rule(self, name: str) -> RateRule:
        known = {key: rule for rule in self.rules for key in (rule.name, rule.label)}
        if name not in known:
            labels = [rule.label for rule in self.rules]
            raise EvallibError(
                Problem("workbench.rate", "没有这个率", value=name, expected="、".join(labels),
                        advice=did_you_mean(name, known))
            )  # fmt: skip
        return known[name]

    def _counts(self, groups: Sequence[str], counts: Sequence[str]) -> pd.DataFrame:
        from evallib.indicators.request_counts import count_requests, fetch

        return fetch(count_requests(self.table, groups, "requested", self.period, self.as_of, counts), groups)

    def _result(
        self,
        frame: pd.DataFrame,
        groups: Iterable[str],
        columns: Columns,
        what: str,
        draw: Callable[[pd.DataFrame], go.Figure] | None = None,
    ) -> Result:
        from evallib.publish.words import format as fmt

        month = {"month": (GROUPS["month"], lambda day: fmt.NOTHING if pd.isna(day) else f"{day:%Y-%m}")}
        named: dict[str, Any] = {group: month.get(group, (GROUPS[group], fmt.text)) for group in groups}
        shown = {**named, **columns}
        shown |= {name: spec for name, spec in month.items() if name in shown}
        return Result(frame, shown, f"{self.title}{self.period.label}{what}", draw)


def group_named(name: str) -> str:
    """The column of a group, by its Chinese name or its own.

    >>> group_named("主责部门"), group_named("source")
    ('agency_responsible', 'source')
    """
    known = {**{label: column for column, label in GROUPS.items()}, **{column: column for column in GROUPS}}
    if name not in known:
        raise EvallibError(
            Problem("workbench.group", "不能按此分组", value=name, expected="、".join(GROUPS.values()),
                    advice=did_you_mean(name, known))
        )  # fmt: skip
    return known[name]


def groups_named(by: By) -> list[str]:
    """The columns of one group or of several."""
    return [group_named(name) for name in ([by] if isinstance(by, str) else by)]


def _rate_columns() -> Columns:
    from evallib.publish.words import request_columns

    return request_columns.RATES


def _pareto_columns(group: str) -> Columns:
    from evallib.publish.words import request_columns

    return request_columns.failures(group, GROUPS[group])


def _draw_rates(groups: Sequence[str]) -> Callable[[pd.DataFrame], go.Figure]:
    def draw(rows: pd.DataFrame) -> go.Figure:
        from evallib.charts.rates import rates_by_group

        return rates_by_group(rows, groups)

    return draw


def _first_day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise EvallibError(Problem("workbench.month", "看不懂的月份", value=month, expected="例如 2023-07")) from None
