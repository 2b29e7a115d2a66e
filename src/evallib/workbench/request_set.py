"""The set of requests (工单集): a unit's or a district's, cut, counted and turned into rates by any group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from evallib.model.periods import Period
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.workbench.groups import GROUPS, By, group_named, groups_named, part_of
from evallib.workbench.result import Columns, Result

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import plotly.graph_objects as go

    from evallib.indicators.request_rates import RateRule
    from evallib.model.definitions.definition import DefinitionSet
    from evallib.model.workspace.unit_info import UnitInfo


@dataclass(frozen=True, repr=False)
class RequestSet:
    """The service requests (工单) of a unit and year, or of a district.

    Args:
        table: all requests known, as an Ibis table: comparisons need what was before the period.
        title: whose they are.
        period: what is counted, by the time of receipt.
        as_of: the moment until which the data goes (数据截止时间).
        definitions: the unit's definitions (指标口径), whose rates are known by name.
        infos: the units, with their 居村 and targets.
    """

    table: ir.Table
    title: str
    period: Period
    as_of: datetime
    definitions: DefinitionSet
    infos: tuple[UnitInfo, ...] = ()

    @property
    def _rules(self) -> tuple[RateRule, ...]:
        """The rates that single requests give, by the unit's definitions."""
        from evallib.indicators.rate_rules import rules

        return rules(self.definitions)

    @property
    def current(self) -> ir.Table:
        """The requests received in the period, as an Ibis table: ``h.requests.current.to_pandas()``."""
        from evallib.indicators.request_counts import in_cohort

        return in_cohort(self.table, "requested", self.period)

    def where(self, **values: str | Sequence[str]) -> Self:
        """Some of the requests: ``h.requests.where(主责部门="居委会")``, ``h.requests.where(source=["12345"])``.

        Raises:
            EvallibError: no such group, or none of the values stands in any request.
        """
        table = self.table
        for name, value in values.items():
            wanted, column = [value] if isinstance(value, str) else list(value), group_named(name)
            if column not in table.columns:
                raise EvallibError(
                    Problem("workbench.group", "不能按此筛选", value=name, advice="时段请用 during、month")
                )
            self._check_known(column, wanted)
            table = table.filter(table[column].isin(wanted))
        return replace(self, table=table)

    def _check_known(self, column: str, wanted: Sequence[str]) -> None:
        """Names that no request has would answer every question with nothing."""
        found = self.table.select(column).distinct().to_pyarrow()[column].to_pylist()
        known = sorted(str(one) for one in found if one is not None)
        if set(known) & set(wanted):
            return
        shown = "、".join(known[:12]) + ("等" if len(known) > 12 else "")
        raise EvallibError(
            Problem(
                "workbench.value",
                f"没有工单的{GROUPS[column]}是这样写的",
                value="、".join(wanted),
                expected=shown,
                advice=did_you_mean("".join(wanted[:1]), known, listed=False),
            )
        )

    def during(self, part: str) -> Self:
        """Only a part of the period, e.g. 上半年 or 第一季度: ``h.requests.during("上半年")``."""
        return replace(self, period=part_of(self.period, part))

    def rates(self, by: By = (), rate: str | None = None, confidence: float = 0.95) -> Result:
        """Rates with their intervals, by any groups: ``h.requests.rates(by=["月份", "主责部门"], rate="市民满意率")``.

        Args:
            by: groups, in Chinese or by the column's name.
            rate: one rate; all that are known without it.
            confidence: level of the intervals (置信水平).
        """
        from evallib.charts.rates import rates_by_group
        from evallib.indicators.request_rates import case_rates
        from evallib.publish.words import request_columns
        from evallib.publish.words.levels import at_level, check_level

        groups, rules = groups_named(by), [self._rule(rate)] if rate else list(self._rules)
        frame = case_rates(self.table, groups, rules, self.period, self.as_of, check_level(confidence))
        return self._result(
            frame,
            groups,
            at_level(request_columns.RATES, confidence),
            rate or "各率",
            lambda rows: rates_by_group(rows, groups),
        )

    def volume(self, by: By = "month") -> Result:
        """Number of requests by group, with 同比 and 环比 where the data reach back: ``h.requests.volume("来源")``."""
        from evallib.charts.volume import volume_by_month, volume_change_figure
        from evallib.indicators.workload import volume_change
        from evallib.publish.words import request_columns

        groups = groups_named(by)
        frame = volume_change(self.table, self.period, groups)
        if "month" in groups:
            begun = frame[frame["month"] <= pd.Timestamp(self.as_of)]
            frame = begun.sort_values("month", kind="stable", ignore_index=True)
        columns = {
            name: spec for group in groups for name, spec in request_columns.volume(group, GROUPS[group]).items()
        }
        ordered = {**{group: columns[group] for group in groups}, **columns}
        by_one = volume_by_month if groups == ["month"] else partial(volume_change_figure, group=groups[0])
        draw = by_one if len(groups) == 1 else None
        return self._result(frame, (), ordered, "工单量", draw)

    def states(self, by: By = "agency_responsible") -> Result:
        """Where they stand at the end of the data (在办与超期), by group: ``h.requests.states("主责部门")``."""
        from evallib.indicators.request_counts import fetch
        from evallib.indicators.request_states import STATES, state_counts
        from evallib.publish.words import format as fmt

        groups = groups_named(by)
        frame = fetch(state_counts(self.table, self.as_of, groups, self.period), groups)
        frame = frame.sort_values("cases_count", ascending=False, kind="stable", ignore_index=True)
        names = {group: (GROUPS[group], fmt.text) for group in groups}
        columns: Columns = {**names, **{name: (label, fmt.count) for name, label in STATES.items()}}
        return self._result(frame, groups, columns, f"在办与超期（截至 {self.as_of:%Y-%m-%d %H:%M}）")

    def clock(self) -> Result:
        """When they come: by hour and weekday (时段与星期): ``h.requests.clock().chart()``."""
        from evallib.charts.volume import clock_figure
        from evallib.indicators.carried_over import requests_by_clock
        from evallib.publish.words import format as fmt

        counts = requests_by_clock(self.table, self.period)
        wide = counts.pivot_table(index="hour", columns="weekday", values="cases_count", aggfunc="sum").reset_index()
        wide.columns = ["hour", *(f"d{day}" for day in range(7))]
        days = {f"d{day}": (f"周{name}", fmt.count) for day, name in enumerate("一二三四五六日")}
        return self._result(wide, (), {"hour": ("时", fmt.text), **days}, "工单按时段与星期（件）", clock_figure)

    def chart(self) -> go.Figure:
        """Requests by month: ``h.requests.chart()``."""
        return self.volume("month").chart()

    def __len__(self) -> int:
        return int(self.current.count().to_pyarrow().as_py())

    def __repr__(self) -> str:
        names = "、".join(rule.label for rule in self._rules)
        return (
            f"{self.title} {self.period.label}工单 {len(self):,} 件，数据截至 {self.as_of:%Y-%m-%d %H:%M}；"
            f"可算：{names}"
        )

    def _rule(self, name: str) -> RateRule:
        known = {key: rule for rule in self._rules for key in (rule.name, rule.label)}
        if name not in known:
            labels = [rule.label for rule in self._rules]
            raise EvallibError(
                Problem(
                    "workbench.rate",
                    "没有这个率",
                    value=name,
                    expected="、".join(labels),
                    advice=did_you_mean(name, known, listed=False),
                )
            )
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
