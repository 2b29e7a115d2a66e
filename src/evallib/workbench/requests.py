"""Requests on the workbench (工作台的工单): each question of an analyst is one call, in Chinese or in code's names.

What is shown here may hold single requests and small groups: it is for the unit's own use, not for publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.model.periods import Period
from evallib.model.problems import EvallibError, Problem
from evallib.workbench.groups import AGENCY, GROUPS, TYPE, UNIT, By, first_day, group_named, groups_named
from evallib.workbench.request_set import RequestSet
from evallib.workbench.result import Columns, Result

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from evallib.model.workspace.unit_info import UnitInfo
    from evallib.workbench.request_month import RequestMonth

PLACE = "community"


class Requests(RequestSet):
    """The service requests (工单) of a unit and year, or of a district, and the questions that are asked of them."""

    def overdue(self, by: By = TYPE) -> Result:
        """Requests not closed in time (超期), most first, with their shares: ``h.requests.overdue(by="诉求类型")``."""
        group = groups_named(by)[0]
        return self._pareto(self._counts([group], ["overdue_count"]), group, "overdue_count", "超期工单")

    def failures(self, rate: str = "市民满意率", by: By = TYPE) -> Result:
        """Which groups cause most failures of a rate, e.g. 不满意 (帕累托): ``h.requests.failures("诉求解决率")``."""
        group, frame = groups_named(by)[0], self.rates(by, rate).floats()
        frame["failed_count"] = frame["denominator"] - frame["numerator"]
        return self._pareto(frame[frame["failed_count"] > 0], group, "failed_count", f"{rate}未达成的工单")

    def _pareto(self, counts: pd.DataFrame, group: str, count: str, title: str) -> Result:
        from evallib.charts.pareto import pareto_figure
        from evallib.indicators.pareto import pareto
        from evallib.publish.words import request_columns

        columns = request_columns.failures(group, GROUPS[group])
        return self._result(pareto(counts, group, count), (), columns, title, lambda rows: pareto_figure(rows, group))

    def moves(self, rate: str = "市民满意率", by: By = AGENCY) -> Result:
        """Which group moves a rate most at the average (提升空间): ``h.requests.moves("市民满意率").chart()``."""
        from evallib.charts.pareto import moves_figure
        from evallib.indicators.decomposition import leverage
        from evallib.publish.words import request_columns

        group = groups_named(by)[0]
        frame = leverage(self.rates(by, rate).floats(), [group], "numerator", "denominator")
        return self._result(
            frame,
            (),
            request_columns.lever(group, GROUPS[group]),
            f"哪些{GROUPS[group]}最能提升{rate}",
            lambda rows: moves_figure(rows, group, "gain_pp", "达到总体水平可提升"),
        )

    def before_after(self, month: str, rate: str = "市民满意率", by: By = AGENCY) -> Result:
        """A rate before and from a month on, split into how groups did and how many they had (政策前后).

        Example: ``h.requests.before_after("2023-07").chart()``.

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

        group, first = groups_named(by)[0], first_day(month)
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
        return self._result(
            parts,
            (),
            request_columns.effects(group, GROUPS[group]),
            f"{rate}在{first:%Y-%m}前后的变动",
            lambda rows: decomposition_figure(rows, group),
        )

    def repeats(self, by: By = ("service_name", "community"), least: int = 2) -> Result:
        """Matters that came back: same caller and type (重复诉求), by group: ``h.requests.repeats().chart()``.

        Args:
            by: groups in which repeats are counted.
            least: how many requests of one caller and type make a repeat.
        """
        import ibis

        from evallib.charts.requests import requests_by_category
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

        def draw(rows: pd.DataFrame) -> go.Figure:
            shown = rows.head(15)
            return requests_by_category(shown.assign(category=shown[groups].astype(str).agg("·".join, axis=1)))

        return self._result(frame, (), columns, "重复诉求（同一诉求人、同一类型）", draw)

    def map(self, by: str = "") -> Result:
        """Where they come from: squares over coordinates, or a tile for each 居村: ``h.requests.map().chart()``.

        Args:
            by: ``坐标`` or a group (``所属居村``, ``街镇``); coordinates where half of the requests tell them, else
                居村.

        Raises:
            EvallibError: neither is told.
        """
        from evallib.charts.places import coordinate_map, tile_map
        from evallib.indicators.places import coordinate_grid, counts_by_place, place_tiles
        from evallib.publish.words import format as fmt

        def degrees(value: Any) -> str:
            return f"{value:.5f}"

        current = self.current
        told = {name: int(current[name].count().to_pyarrow().as_py()) for name in ("longitude", "latitude", PLACE)}
        if by in ("坐标", "") and 2 * min(told["longitude"], told["latitude"]) >= max(len(self), 1):
            squares, without = coordinate_grid(current)
            columns: Columns = {
                "longitude": ("经度", degrees),
                "latitude": ("纬度", degrees),
                "cases_count": ("工单（件）", fmt.count),
            }
            note = f"（{without:,} 件没有可用的坐标）" if without else ""
            return self._result(squares, (), columns, f"工单按坐标的分布{note}", coordinate_map)
        group = group_named(by) if by not in ("坐标", "") else PLACE
        if by == "坐标" or (group == PLACE and not told[PLACE]):
            raise EvallibError(
                Problem(
                    "workbench.no_places", "工单没有写明坐标或居村，画不出分布", advice="导出时请带上所属居村或坐标两列"
                )
            )
        tiles = place_tiles(counts_by_place(current, group), group)
        columns = {group: (GROUPS[group], fmt.text), "cases_count": ("工单（件）", fmt.count)}
        return self._result(tiles, (), columns, f"工单按{GROUPS[group]}的分布", lambda rows: tile_map(rows, group))

    def month(self, month: str) -> RequestMonth:
        """One month as the monthly report shows it, frozen at its end: ``h.requests.month("2023-09").agencies()``.

        Args:
            month: e.g. ``2023-09``.

        Raises:
            EvallibError: no such month.
        """
        from evallib.model.periods import add_months
        from evallib.workbench.request_month import RequestMonth

        first = first_day(month)
        chosen = replace(self, period=Period(first, add_months(first, 1)))
        if not len(chosen):
            at = self.table.requested_datetime
            known = self.table.aggregate(first=at.min(), last=at.max()).to_pandas().iloc[0].dropna()
            told = "—".join(dict.fromkeys(f"{moment:%Y-%m}" for moment in known))
            raise EvallibError(Problem("workbench.month", "这个月没有工单", value=f"{first:%Y-%m}", expected=told))
        return RequestMonth(chosen)

    def orders(self, most: int = 500) -> Result:
        """The requests themselves (工单明细), newest first, masked as stored, for own use: ``h.requests.orders()``.

        Args:
            most: how many at most; narrow them down with `where`.
        """
        from evallib.publish.words import format as fmt

        def moment(value: Any) -> str:
            return fmt.NOTHING if pd.isna(value) else f"{value:%Y-%m-%d %H:%M}"

        columns: Columns = {"service_request_id": ("工单编号", fmt.text), "requested_datetime": ("受理时间", moment),
                            "source": ("来源", fmt.text), "service_name": ("诉求类型", fmt.text),
                            "agency_responsible": ("主责部门", fmt.text), "community": ("所属居村", fmt.text),
                            "status": ("状态", fmt.text), "expected_datetime": ("应办结时间", moment),
                            "closed_datetime": ("办结时间", moment)}  # fmt: skip
        current = self.current
        names = [name for name in columns if name in current.columns]
        frame = current.order_by(current.requested_datetime.desc()).limit(most).select(names).to_pandas()
        return self._result(frame, (), {name: columns[name] for name in names}, "工单明细（只供内部使用）")

    def funnel(self, rate: str = "市民满意率", by: By = UNIT) -> Result:
        """Are units (groups) really different, given their request numbers: ``h.requests.funnel(by="主责部门")``."""
        from evallib.charts.funnel import funnel_figure
        from evallib.indicators.funnel import funnel
        from evallib.publish.words import request_columns

        group = groups_named(by)[0]
        found = funnel(self.rates(by, rate).floats(), group, "numerator", "denominator")
        columns = request_columns.funnel(group, GROUPS[group])
        return self._result(found.units, (), columns, f"{rate}漏斗图", lambda _: funnel_figure(found, group, rate))

    def trend(self, rate: str = "市民满意率") -> Result:
        """A monthly rate with process limits: a change or not (控制图): ``h.requests.trend("市民满意率").chart()``."""
        from evallib.charts.spc import process_figure
        from evallib.indicators.spc import ChartOptions, process_chart
        from evallib.publish.words import request_columns

        frame = self.rates("month", rate).floats().dropna(subset=["month"])
        frame["point"] = [f"{day:%Y-%m}" for day in pd.to_datetime(frame["month"])]
        chart = process_chart(frame, "point", numerator="numerator", denominator="denominator",
                              options=ChartOptions("p_laney"), unripe="unripe_count")  # fmt: skip
        return self._result(
            chart, (), request_columns.PROCESS, f"{rate}控制图", lambda rows: process_figure(rows, "point", rate)
        )


def requests_of(page: Any, title: str, year: int, infos: Iterable[UnitInfo] = ()) -> Requests:
    """The requests of a page for the workbench."""
    if page is None:
        raise EvallibError(
            Problem(
                "workbench.no_requests",
                f"{title} {year} 年没有已入库的工单",
                advice="请提交工单导出表后运行 evallib clean；没有时可用 evallib sample service-requests 生成合成数据",
            )
        )
    return Requests(page.cases, f"{page.mark}{page.title}", page.period, page.as_of, page.definitions, tuple(infos))
