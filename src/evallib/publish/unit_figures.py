"""The figures of a unit (单位数据): what its page, messages and documents show, computed when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from evallib.audit.result import Audit
from evallib.audit.unit import unit_findings
from evallib.checks.store import UnitData
from evallib.indicators.budget import budget_execution, totals_by_year
from evallib.indicators.completion import published_request_rates
from evallib.indicators.four_rates import four_rates
from evallib.indicators.published_counts import count_growth
from evallib.indicators.rate_periods import split_periods
from evallib.indicators.satisfaction import satisfied_shares, survey_indices
from evallib.publish.audit_files import audit_documents, findings_frame
from evallib.publish.sections.orders.request_page import RequestPage, open_page
from evallib.publish.words.levels import USUAL
from evallib.scoring.scorecard import Scorecard
from evallib.scoring.scorecards import Scoring, score_available

#: Topics of 案件统计 that list failed samples (抽查不合格).
FAILED_SAMPLES = ("未先行联系", "未实际解决", "不满意")


@dataclass(frozen=True)
class UnitFigures:
    """What there is to show of a unit and year; a part that cannot be had fails only where it is needed.

    Args:
        data: clean tables of the unit and year.
        confidence: level of the intervals of 四率.
    """

    data: UnitData
    confidence: float = USUAL

    @property
    def year(self) -> int:
        """The year of the page."""
        return self.data.year

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.data.info.name

    @cached_property
    def gate(self) -> dict[str, Any]:
        """What the gate recorded: sheets, problems, inputs."""
        return self.data.record or {"sheets": [], "problems": [], "inputs": {}, "rejected": {}}

    @cached_property
    def rates(self) -> pd.DataFrame:
        """四率 of all years known, one figure for a year."""
        return four_rates(self._rate_periods[0], self.confidence)

    @cached_property
    def rates_within(self) -> pd.DataFrame:
        """四率 of the months or other parts of the year, where they are told beside one for the year."""
        whole, parts = (frame[frame["year"] == self.year] for frame in self._rate_periods)
        if len(parts):  # of months without a total the latest stands for the year, and is one of them all the same
            longest = _lengths(parts).max() + pd.Timedelta(days=3)
            parts = pd.concat([parts, whole[_lengths(whole) <= longest]]).sort_values("period_start", kind="stable")
        return four_rates(parts, self.confidence)

    @cached_property
    def _rate_periods(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return split_periods(self.data.history("four_rates"))

    @cached_property
    def current_rates(self) -> pd.DataFrame:
        """四率 of the year."""
        return self.rates[self.rates["year"] == self.year]

    @cached_property
    def rate_rows(self) -> list[dict[Any, Any]]:
        """The published rates of all years as rows, in order of the years."""
        known = self.rates[self.rates["printed_rate"].notna()]
        return list(known.sort_values("year", kind="stable").to_dict("records"))

    @cached_property
    def project_rows(self) -> list[dict[Any, Any]]:
        """The projects of the year with their rates of adjustment and execution, as rows."""
        lines = self.data.table("project_lines")
        own = lines[(lines["year"] == self.year) & (lines["row_kind"] == "line")]
        return [] if own.empty else list(budget_execution(own).to_dict("records"))

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Budget of every year known, summed."""
        return totals_by_year(self.data.history("budget_lines"))

    @cached_property
    def total(self) -> dict[str, Any] | None:
        """Budget of the year, summed; None where none was handed in."""
        own = self.totals[self.totals["year"] == self.year]
        return None if own.empty else {str(name): value for name, value in own.iloc[0].items()}

    @cached_property
    def surveys(self) -> pd.DataFrame:
        """Weighted satisfaction of every survey."""
        return survey_indices(self.data.own("survey_answers"))

    @cached_property
    def satisfied(self) -> pd.DataFrame:
        """满意率 of every survey that tells people."""
        return satisfied_shares(self.data.own("survey_answers"))

    @cached_property
    def counts(self) -> pd.DataFrame:
        """案件统计 as handed in, without the failed samples."""
        counts = self.data.own("case_counts")
        return counts[~counts["topic"].isin(FAILED_SAMPLES)]

    @cached_property
    def failed_samples(self) -> pd.DataFrame:
        """案件统计 of the failed samples (抽查不合格): agencies and types, without their sums."""
        counts = self.data.own("case_counts")
        lines = counts[(counts["row_kind"] == "line") & counts["cases_count"].notna()]
        return lines[lines["topic"].isin(FAILED_SAMPLES)]

    @cached_property
    def published_rates(self) -> pd.DataFrame:
        """结案率 and 及时率 that 案件统计 gives."""
        return published_request_rates(self.data.own("case_counts"))

    @cached_property
    def scoring(self) -> Scoring:
        """Scorecards of the unit and of its forms, and why others could not be made."""
        return score_available(self.data)

    @cached_property
    def count_growth(self) -> pd.DataFrame:
        """Growth of the published counts whose year before can be had."""
        return count_growth(self.data.history("case_counts"), self.year)

    @property
    def cards(self) -> list[Scorecard]:
        """Scorecards of the unit and of its forms."""
        return self.scoring.cards

    @cached_property
    def requests(self) -> RequestPage | None:
        """The single requests of the year; None where none were handed in."""
        return open_page(self.data)

    @cached_property
    def order_rates(self) -> list[dict[str, Any]]:
        """The rates of the single requests that may be shown, the foremost first."""
        return [] if self.requests is None else self.requests.foremost_rates()

    @cached_property
    def documents(self) -> tuple[list[Audit], list[str]]:
        """Audits of the reports in the unit's folder, and what could not be read."""
        return audit_documents(self.data.workspace.raw_dir(self.data.unit, self.year))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Figures that do not agree, in tables and reports."""
        return pd.concat([unit_findings(self.data), findings_frame(self.documents[0])], ignore_index=True)


def _lengths(rates: pd.DataFrame) -> pd.Series[pd.Timedelta]:
    return pd.to_datetime(rates["period_end"]) - pd.to_datetime(rates["period_start"])
