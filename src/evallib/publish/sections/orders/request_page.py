"""The cases behind a page (页面所用工单): which file, which period, until when, and whether they are synthetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.indicators.proportions import is_missing
from evallib.indicators.rate_rules import RateRule, is_counted, rules
from evallib.indicators.request_counts import COHORTS, during, fetch, in_cohort, last_moment
from evallib.indicators.request_rates import case_rates
from evallib.intake.requests.store import open_requests
from evallib.intake.requests.tally import Tally, add_tallies, read_tally
from evallib.intake.requests.two_years import open_two_years
from evallib.model.definitions.definition import DefinitionSet
from evallib.model.definitions.registry import DEFAULT_SET, find_set
from evallib.model.periods import Period, evaluation_year
from evallib.model.workspace.units import UnitYear
from evallib.privacy.suppression import MERGED, THRESHOLD, small_groups, suppress_small_cells
from evallib.privacy.units import mask_unit
from evallib.publish.words.levels import USUAL, check_level
from evallib.publish.words.unit_nouns import TOWNS, unit_noun

if TYPE_CHECKING:
    import ibis.expr.types as ir

SYNTHETIC_MARK = "【合成数据】"
UNSTATED = "未填写"
#: Results before process; rates of other names follow in the order of their definitions.
FOREMOST = ("satisfaction_rate", "resolution_rate", "prior_contact_rate", "on_time_completion_rate", "timeliness_rate")
MOST_RATES = 8


@dataclass(frozen=True)
class RequestPage:
    """What the sections of a page need to know.

    Args:
        cases: clean service requests, not yet cut to the period: comparisons need what was before.
        title: name of the unit or district.
        period: the period of the page.
        as_of: the moment until which the data goes (数据截止时间).
        mark: 【合成数据】, or empty; stands before every caption.
        threshold: counts below it are not published of their own; 1 publishes all of them.
        outside: cases in the year's own files that were requested in another year, and count nowhere here.
        tally: what became of the rows of the year's own files; None where nobody has kept it.
        definitions: the set of definitions (指标口径) whose rates the page shows; nothing else decides them.
        alike: whether all units of the page are judged by these definitions themselves.
        confidence: level of the intervals.
        noun: what the units of the page are called together: 街镇, or 单位.
        uneven: names of units with the requests of one of the two years alone, where others have both.
    """

    cases: ir.Table
    title: str
    period: Period
    as_of: datetime
    mark: str
    threshold: int = THRESHOLD
    outside: int = 0
    tally: Tally | None = None
    definitions: DefinitionSet = field(default_factory=lambda: find_set(DEFAULT_SET))
    alike: bool = True
    confidence: float = USUAL
    noun: str = TOWNS
    uneven: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[RateRule, ...]:
        """Every rate of the page, in order: those of its definitions that single requests give."""
        return rules(self.definitions)

    def rule(self, name: str) -> RateRule | None:
        """The rate of that name in the page's definitions; None where they have none."""
        return next((rule for rule in self.rules if rule.name == name), None)

    def about_rates(self) -> list[str]:
        """What a reader has to know of definitions: rates requests do not give, other months, times not filled in."""
        absent = [rate.label for rate in self.definitions.rates if not is_counted(rate)]
        others: dict[str, list[str]] = {}
        for rule in self.rules:
            others.setdefault(rule.cohort, []).append(rule.label)
        others.pop("requested", None)
        told = [] if self.alike else [f"各{self.noun}的指标口径不同，本页统一按“{self.definitions.name}”计算。"]
        told += [f"{'、'.join(names)}{COHORTS[cohort]}归属时段。" for cohort, names in others.items()]
        told += [
            f"工单没有{COHORTS[cohort].removeprefix('按')}，{'、'.join(names)}无法计算。"
            for cohort, names in others.items()
            if not bool(self.cases[f"{cohort}_datetime"].notnull().any().to_pyarrow().as_py())
        ]
        return [*told, f"工单明细不含{'、'.join(absent)}所需的数，本页不计算。"] if absent else told

    def about_years(self) -> str:
        """What a reader has to know of 同比: the year before is not told by the same units; empty where it is."""
        return f"{'、'.join(self.uneven)}只有其中一年的工单明细，与上年同期比较的范围不同。" if self.uneven else ""

    @property
    def current(self) -> ir.Table:
        """The cases that were requested in the period."""
        return in_cohort(self.cases, "requested", self.period)

    def filtered(self, **values: str | Sequence[str] | None) -> RequestPage:
        """The same page for some cases only, e.g. ``source="12345"``; None and empty filters do nothing."""
        cases = self.cases
        for name, value in values.items():
            if value:
                cases = cases.filter(cases[name].isin([value] if isinstance(value, str) else list(value)))
        return replace(self, cases=cases)

    def at_level(self, confidence: float) -> RequestPage:
        """The same page with intervals of another level, e.g. 0.99."""
        return replace(self, confidence=check_level(confidence))

    def caption(self, text: str) -> str:
        """A caption with the mark, the title and the period."""
        return f"{self.mark}{self.title} {self.period.label}{text}"

    def merged(self, group: str, spans: Sequence[Period] = ()) -> RequestPage:
        """The same page with small groups put together, so that all its tables by `group` show the same groups.

        Args:
            group: a grouping column.
            spans: further periods that are published by group; the page's own and those it is compared with are in.
        """
        import ibis

        period = self.period
        cases = self.cases.mutate(**{group: self.cases[group].fill_null(UNSTATED)})
        shown = dict.fromkeys([period, period.year_before(), period.period_before(), *spans])
        counted = {span.label: cases.count(where=during(cases.requested_datetime, span)) for span in shown}
        counts = fetch(cases.group_by(group).aggregate(**counted), [group])
        few = small_groups(counts, group, list(counted), self.threshold)
        if few:
            cases = cases.mutate(**{group: ibis.ifelse(cases[group].isin(few), MERGED, cases[group])})
        return replace(self, cases=cases)

    def knows(self, group: str) -> bool:
        """Whether any case of the period says to which group it belongs."""
        return bool(self.current[group].notnull().any().to_pyarrow().as_py())

    def published(
        self, frame: pd.DataFrame, count: str, within: Sequence[Sequence[str]] = ((),)
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Rows whose count may be published, and those left out; what is computed of the first gives nothing away."""
        shown = suppress_small_cells(frame, count, within, threshold=self.threshold)[count]
        hidden = (shown.isna() & frame[count].notna().to_numpy()).to_numpy()
        return frame[~hidden].reset_index(drop=True), frame[hidden].reset_index(drop=True)

    def rates(self, by: Sequence[str] = (), rules: Sequence[RateRule] | None = None) -> pd.DataFrame:
        """Rates of the period, each over the cases that its definition puts there."""
        shown = self.rules if rules is None else rules
        return case_rates(self.cases, by, shown, self.period, self.as_of, self.confidence)

    def foremost_rates(self) -> list[dict[str, Any]]:
        """The rates of the period that are known, and whose cases are not too few to be shown."""
        rows = self.rates().to_dict("records")
        known = [row for row in rows if not is_missing(row["value"]) and row["denominator"] >= self.threshold]
        known.sort(key=lambda row: FOREMOST.index(row["rate"]) if row["rate"] in FOREMOST else len(FOREMOST))
        return [{str(name): value for name, value in row.items()} for row in known[:MOST_RATES]]


def open_page(at: UnitYear, start_month: int | None = None, period: Period | None = None) -> RequestPage | None:
    """The page of a unit, or of all units (without one); None where no case-level data was handed in.

    Args:
        at: the unit, none for the district, and the year of the page.
        start_month: first month of the evaluation year (评价年度); the unit's own setting without it.
        period: another period than the evaluation year, e.g. one month.
    """
    workspace, unit, year = at.workspace, at.unit, at.year
    units = [unit] if unit else sorted(path.name for path in workspace.clean.glob("*") if path.is_dir())
    now, before = (
        {name: path for name in units if (path := workspace.cases_file(name, past)).is_file()}
        for past in (year, year - 1)
    )
    if not now:
        return None
    names = [name for name in units if name in now or name in before]
    cases = open_two_years([workspace.at(name, year) for name in names])
    infos = [mask_unit(workspace.unit_info(name)) for name in names]
    sets = [workspace.definitions(name) for name in names]
    starts = {info.evaluation_start_month or own.evaluation_year_start for info, own in zip(infos, sets, strict=True)}
    whole = evaluation_year(year, start_month or (starts.pop() if len(starts) == 1 else 1))
    own = open_requests(list(now.values()))
    outside = own.filter(~during(own.requested_datetime, whole)).count().to_pyarrow().as_py()
    districts = {info.district for info in infos}
    together = districts.pop() if len(districts) == 1 else ""
    noun = unit_noun([info.name for info in infos])
    title = infos[0].name if unit else together or f"各{noun}"
    threshold = max(info.small_cell_threshold for info in infos)
    tallies = [tally for path in now.values() if (tally := read_tally(path))]
    told = add_tallies(tallies) if len(tallies) == len(now) else None
    until = told.until if told and told.until else last_moment(cases)
    if until is None:
        return None
    uneven = [info.name for name, info in zip(names, infos, strict=True) if (name in now) != (name in before)]
    # Units of several definitions are put side by side by one, the usual one, and the page says so.
    alike = len({own.id for own in sets}) == 1
    definitions = sets[0] if alike else find_set(DEFAULT_SET, workspace.root)
    return RequestPage(
        cases,
        title,
        period or whole,
        until,
        mark_of(cases),
        threshold,
        outside,
        told,
        definitions,
        alike,
        noun=noun,
        uneven=tuple(uneven) if now.keys() & before.keys() else (),
    )


def mark_of(cases: ir.Table) -> str:
    """【合成数据】 if any case is synthetic."""
    return SYNTHETIC_MARK if bool(cases.is_synthetic.any().to_pyarrow().as_py()) else ""
