"""A unit on the workbench (一个单位): ``h = ev.open("huacao", 2023)``, then everything by Tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.handed_in import find_documents, find_spreadsheets
from evallib.model.workspace.units import Workspace
from evallib.workbench.opened_unit import OpenedUnit
from evallib.workbench.result import Columns, Result
from evallib.workbench.tables import Tables, states

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from evallib.scoring.explanation import Explanation
    from evallib.scoring.scorecard import Scorecard


class Unit(OpenedUnit):
    """One unit and year: its tables, rates, budget, requests, scores and findings, each as a `Result`.

    Args:
        data: clean tables of the unit and year.
    """

    @classmethod
    def open(cls, unit: str, year: int) -> Unit:
        """The unit by folder, Chinese name or a part of it, cleaned first where it was not: ``ev.open("华漕", 2023)``.

        Raises:
            EvallibError: an unknown unit or year, with the nearest one that is there.
        """
        from evallib.checks.gate import clean_missing

        workspace = Workspace.find()
        unit, year = _folder(workspace, unit), int(year) if str(year).isdecimal() else year
        workspace.check(unit, year)
        clean_missing(workspace.at(unit, year))
        return cls(UnitData(workspace, unit, year))

    @property
    def tables(self) -> Tables:
        """Every clean table by its Chinese title: ``h.tables["四率"]``."""
        return Tables(self.data)

    @property
    def state(self) -> Result:
        """What became of every kind of table (状态): ``h.state``."""
        return states(self.data)

    @property
    def files(self) -> list[Path]:
        """The spreadsheets and documents that were handed in, e.g. for ``ev.map_columns(h.files[0])``."""
        folder = self.data.raw_dir
        return [*find_spreadsheets(folder), *find_documents(folder)]

    def table(self, name: str) -> Result:
        """One clean table: ``h.table("四率")``, ``h.table("four_rates")``."""
        return self.tables[name]

    def sources(self, name: str) -> Result:
        """File, sheet and cell of every figure of a table (出处): ``h.sources("四率")``."""
        from evallib.workbench.origins import sources

        return sources(self.data, name)

    def four_rates(self, years: bool = False, confidence: float = 0.95) -> Result:
        """四率 with averages, ranks and, where the sample is known, intervals: ``h.four_rates(years=True).chart()``.

        Args:
            years: all years known instead of this one.
            confidence: level of the intervals (置信水平).
        """
        from evallib.charts.four_rates import rates_against_average, rates_over_years
        from evallib.indicators.four_rates import four_rates
        from evallib.publish.words import columns
        from evallib.publish.words.levels import at_level, check_level

        rates = four_rates(self.data.history("four_rates"), check_level(confidence))
        if years:
            return self._result(rates, columns.FOUR_RATES_BY_YEAR, "历年四率", rates_over_years)
        current = rates[rates["year"] == self.year].reset_index(drop=True)
        return self._result(current, at_level(columns.FOUR_RATES, confidence), "四率", rates_against_average)

    def budget(self, totals: bool = False) -> Result:
        """Budget lines (年初、调整后、执行) with rates: ``h.budget().chart()``; yearly: ``h.budget(totals=True)``.

        Args:
            totals: the sum of each year instead of this year's lines.
        """
        from evallib.charts.budget import budget_steps
        from evallib.indicators.budget import budget_execution, totals_by_year
        from evallib.publish.words import columns

        lines = self.data.history("budget_lines")
        if totals:
            return self._result(totals_by_year(lines), columns.budget("year", "年度"), "各年预算合计")
        own = budget_execution(_lines(lines, self.year))
        draw = lambda rows: budget_steps(rows, "line_name")  # noqa: E731 - a figure of these rows
        return self._result(own, columns.budget("line_name", "科目"), "预算与支出", draw)

    def projects(self) -> Result:
        """Projects: how much each budget was adjusted and executed: ``h.projects().chart()`` shows adjustments."""
        from evallib.charts.budget import budget_steps
        from evallib.indicators.budget import budget_execution
        from evallib.publish.words import columns

        own = budget_execution(_lines(self.data.table("project_lines"), self.year))
        draw = lambda rows: budget_steps(rows, "project_name")  # noqa: E731 - a figure of these rows
        return self._result(own, columns.budget("project_name", "项目"), "项目支出", draw)

    def satisfaction(self) -> Result:
        """Surveys: weighted satisfaction, answers; the figure shows the levels: ``h.satisfaction().chart()``."""
        from evallib.charts.satisfaction import satisfaction_levels
        from evallib.indicators.satisfaction import survey_indices
        from evallib.publish.words import columns

        answers = self.data.own("survey_answers")
        return self._result(survey_indices(answers), columns.SURVEYS, "满意度", lambda _: satisfaction_levels(answers))

    def against_last_year(self) -> Result:
        """四率 and 预算执行率 beside last year's, the difference in points: ``h.against_last_year().chart()``."""
        from evallib.charts.pareto import moves_figure
        from evallib.publish.words import format as fmt

        rates = pd.DataFrame(self.four_rates(years=True))
        values = {(row["indicator"], row["year"]): row["printed_rate"] for row in rates.to_dict("records")}
        for row in pd.DataFrame(self.budget(totals=True)).to_dict("records"):
            values["预算执行率", row["year"]] = row["execution_rate"]
        rows = []
        for name in dict.fromkeys(name for name, year in values if year == self.year):
            now, before = values[name, self.year], values.get((name, self.year - 1))
            known = before is not None and not pd.isna(before) and not pd.isna(now)
            rows.append(
                {
                    "indicator": name,
                    "current": now,
                    "before": before,
                    "change_pp": (now - before) * 100 if known else None,
                }
            )
        shown: Columns = {
            "indicator": ("指标", fmt.text),
            "current": (f"{self.year}年", fmt.pct),
            "before": (f"{self.year - 1}年", fmt.pct),
            "change_pp": ("变动", fmt.pp),
        }
        draw = lambda rows: moves_figure(rows, "indicator", "change_pp", "比上年变动")  # noqa: E731 - a figure of these rows
        return self._result(pd.DataFrame(rows, columns=list(shown)), shown, "与上年相比", draw)

    def scorecards(self) -> list[Scorecard]:
        """The scorecards: of the whole unit, and of each self-evaluation form: ``h.scorecards()[0].total``."""
        from evallib.scoring.scorecards import scorecards

        return scorecards(self.data)

    def score(self, *changes: str) -> Result:
        """Every scored indicator; what-if with changes: ``h.score("C222=80%")``. The figure shows the points lost.

        Args:
            changes: assumed values, as ``CODE=VALUE`` or ``CODE.INPUT=VALUE``.
        """
        from evallib.charts.scorecard import points_lost
        from evallib.publish.sections.scorecard import INDICATORS
        from evallib.publish.words import format as fmt
        from evallib.scoring.scorecards import scorecards

        cards = scorecards(self.data, changes=changes)
        if not cards:
            raise EvallibError(
                Problem(
                    "scoring.no_input",
                    f"{self.name} {self.year} 年度没有评分数据",
                    advice="请在该年文件夹放置 scoring.yaml，或提交项目支出绩效自评表",
                )
            )
        frame = pd.concat([card.to_frame().assign(card=card.title) for card in cards], ignore_index=True)
        totals = "；".join(f"{card.title} {fmt.points(card.total)} {card.grade}" for card in cards)
        shown: Columns = {**({"card": ("评价对象", fmt.text)} if len(cards) > 1 else {}), **INDICATORS}
        return Result(frame, shown, f"{totals}", lambda _: points_lost(cards[0]))

    def explain(self, code: str) -> Explanation:
        """Why an indicator has its score: rule, figures with their cells, every step: ``h.explain("C222")``.

        Raises:
            EvallibError: no such indicator.
        """
        cards = self.scorecards()
        for card in cards:
            if code in card.scores or code in card.adjustments:
                return card.explain(code)
        if not cards:
            self.score()
        return cards[0].explain(code)

    def findings(self) -> Result:
        """Figures of the handed-in tables that do not agree (勾稽发现), the gravest first: ``h.findings()``."""
        from evallib.audit.unit import unit_findings
        from evallib.publish.words.columns import FINDINGS

        return self._result(unit_findings(self.data), FINDINGS, "勾稽发现")

    def __repr__(self) -> str:
        return f"{self.name} {self.year} 年：{self.tables!r}"

    def _result(
        self, frame: pd.DataFrame, columns: Columns, what: str, draw: Callable[[pd.DataFrame], go.Figure] | None = None
    ) -> Result:
        return Result(frame, columns, f"{self.name}{self.year}年{what}", draw)


def _lines(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    own = frame[(frame["year"] == year) & (frame["row_kind"] == "line")]
    return own.reset_index(drop=True)


def _folder(workspace: Workspace, unit: str) -> str:
    """The folder of a unit that is called by its folder, its Chinese name, or a part of it that no other has."""
    from evallib.workbench.starting.new_workspace import MARK

    folders = workspace.units()
    if unit in folders:
        return unit
    named = {folder: workspace.unit_info(folder).name for folder in folders}
    for fits in (lambda name: name.removesuffix(MARK) == unit, lambda name: bool(unit) and unit in name):
        found = [folder for folder, name in named.items() if name == unit or fits(name)]
        if len(found) == 1:
            return found[0]
    known = {name: folder for folder, name in named.items()}
    raise EvallibError(
        Problem(
            "unit.unknown",
            f"没有单位“{unit}”",
            expected="文件夹名或单位名称",
            advice=f"可用的有：{'、'.join(f'{name}（{folder}）' for name, folder in known.items()) or '无'}",
        )
    )
