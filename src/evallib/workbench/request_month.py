"""One month on the workbench (一个月的工单): each question of the monthly report is a call, answered from its tables.

Nothing is left out as too small: it is for the unit's own use, not for publication.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.workbench.result import Result

if TYPE_CHECKING:
    from evallib.publish.sections.month.month_page import MonthPage, MonthTable
    from evallib.workbench.request_set import RequestSet


class RequestMonth:
    """The requests of one month, frozen at its end as the monthly report is."""

    def __init__(self, requests: RequestSet) -> None:
        from evallib.publish.sections.month.month_page import AGENCY, UNIT, month_of
        from evallib.publish.sections.orders.request_page import RequestPage, mark_of
        from evallib.publish.words.unit_nouns import unit_noun

        page = RequestPage(
            requests.table,
            requests.title,
            requests.period,
            requests.as_of,
            "",
            threshold=1,
            definitions=requests.definitions,
            noun=unit_noun([info.name for info in requests.infos]),
        )
        several = int(requests.table.unit.nunique().to_pyarrow().as_py() or 0) > 1
        self.page: MonthPage = month_of(page, requests.infos, UNIT if several else AGENCY)
        self.title = f"{requests.title}{requests.period.label}"
        self._mark = "" if requests.title.startswith("【") else mark_of(requests.table)
        self._made: dict[str, list[MonthTable]] = {}

    def headline(self) -> list[str]:
        """What the month comes to, in sentences (要点): ``h.requests.month("2023-09").headline()``."""
        from evallib.publish.sections.month.month_report import headline

        return headline(self.page)

    def totals(self) -> Result:
        """How many and in what state, with 环比 and 同比 (总量): ``h.requests.month("2023-09").totals()``."""
        return self._table("案件量", "totals")

    def volume(self, by: str = "source") -> Result:
        """Requests by 来源, 诉求类型, 小类, 居村, and 环比, 同比: ``h.requests.month("2023-09").volume("诉求类型")``.

        Args:
            by: 来源, 诉求类型, 小类 or 所属居村, or the column's name.
        """
        from evallib.workbench.groups import group_named

        return self._table("案件量", f"volume_{group_named(by)}")

    def clock(self) -> Result:
        """By weekday and part of the day (星期与时段): ``h.requests.month("2023-09").clock()``."""
        return self._table("案件量", "clock")

    def map(self) -> Result:
        """A tile for each 居村 (居村分布): ``h.requests.month("2023-09").map()``."""
        return self._table("案件量", "places")

    def agencies(self) -> Result:
        """主责部门 × 派发, 在办未到期, 超期, 率, 退回, 重复, targets: ``h.requests.month("2023-09").agencies()``."""
        return self._table("承办情况", "agencies")

    def intervals(self) -> Result:
        """Rates of agencies with denominators and 95% intervals (区间): ``h.requests.month("2023-09").intervals()``."""
        return self._table("承办情况", "intervals")

    def standing(self, rate: str = "按时办结率") -> Result:
        """Ranks within groups, and who the data set apart (红黑榜): ``h.requests.month("2023-09").standing("满意率")``.

        Args:
            rate: 按时办结率, 解决率 or 满意率.
        """
        from evallib.publish.words.request_columns import SHORT

        names = {label: name for name, label in SHORT.items()} | {name: name for name in SHORT}
        return self._table("红黑榜", f"standing_{names.get(rate, rate)}")

    def repeats(self) -> Result:
        """Repeated matters (重复诉求), by 小类 or type: ``h.requests.month("2023-09").repeats()``."""
        return self._table("重复诉求", "repeats_")

    def hot_words(self) -> Result:
        """Hot words and what changed against the month before (热点词): ``h.requests.month("2023-09").hot_words()``."""
        return self._table("热点词", "words")

    def carried_over(self) -> Result:
        """What became of last month's failures (上月未了事项): ``h.requests.month("2023-09").carried_over()``."""
        return self._table("上月未了事项", "carried")

    def rises(self) -> Result:
        """Sudden rises by place and type, all looks counted in (突增预警): ``h.requests.month("2023-09").rises()``."""
        return self._table("突增预警", "rises")

    def sections(self) -> dict[str, Callable[[], Result]]:
        """The questions, in the order of the report, each with its call: ``h.requests.month("2023-09").sections()``."""
        return {
            "总量": self.totals,
            "按来源": self.volume,
            "时段": self.clock,
            "居村分布": self.map,
            "承办情况": self.agencies,
            "区间": self.intervals,
            "红黑榜": self.standing,
            "重复诉求": self.repeats,
            "热点词": self.hot_words,
            "上月未了": self.carried_over,
            "突增": self.rises,
        }

    def __repr__(self) -> str:
        return "\n".join([f"{self._mark}{self.title}工单", *self.headline(), f"可问：{'、'.join(self.sections())}"])

    def _table(self, section: str, name: str) -> Result:
        from evallib.publish.sections.month.month_report import SECTIONS

        if section not in self._made:
            self._made[section] = SECTIONS[section](self.page)
        tables = {item.name: item for item in self._made[section]}
        known = [item for key, item in tables.items() if key == name or (name.endswith("_") and key.startswith(name))]
        if not known:
            said = "".join(text for item in tables.values() for text in item.sentences[:1]) or "工单里没有这一项"
            raise EvallibError(
                Problem(
                    "workbench.no_month_table",
                    f"{self.title}没有这张表：{said}",
                    value=name,
                    advice=did_you_mean(name, tables),
                )
            )
        item = known[0]
        return Result(item.frame, item.columns, f"{self._mark}{self.title}{item.title}", item.draw)
