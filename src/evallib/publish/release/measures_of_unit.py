"""Measures of a unit (单位各项件数): what its files tell, by month and over the year, of small counts of measures."""

from __future__ import annotations

import pandas as pd

from evallib.indicators.rate_rules import RateRule
from evallib.indicators.request_counts import count_requests, fetch
from evallib.indicators.request_rates import needed_counts
from evallib.indicators.request_states import state_counts
from evallib.model.workspace.evaluation_years import year_of
from evallib.model.workspace.units import UnitYear
from evallib.publish.release.measured_counts import GROUPS, WORDED, Measured
from evallib.publish.release.opened_pages import Opened
from evallib.publish.release.published_counts import cells_beside_names
from evallib.publish.release.request_facts import RequestFacts
from evallib.publish.sections.month.month_page import month_of
from evallib.publish.sections.orders.request_page import RequestPage, open_page


class MeasuredOfUnit:
    """Measures of a unit and year, of each month and column when a file tells of them."""

    def __init__(self, at: UnitYear, threshold: int) -> None:
        self.at, self.threshold = at, threshold
        self._measured: dict[tuple[str, int | None], Measured | None] = {}
        self._cubes: dict[int | None, tuple[pd.DataFrame, list[RateRule]]] = {}

    def told_by(self, opened: Opened, facts: RequestFacts, month: int | None) -> list[tuple[str, str, int]]:
        """What a file tells, together with those before it, of small counts of measures."""
        touched: dict[tuple[str, int | None], Measured] = {}
        # Counts before rates: a rate tells its numerator where its denominator is known.
        cells = sorted(cells_beside_names(opened, facts, month), key=lambda found: found.number < 0)
        worded = {name for found in cells if WORDED.search(f"{found.header} {found.beside}") for name in found.names}
        for found in cells:
            single = next((period[0] for period in found.periods if len(period) == 1), None)
            for group, value in found.names.items():
                if value is None or group not in GROUPS or group not in worded:
                    continue
                place = (group, month if month is not None else single)
                measured = self._of(*place)
                if measured is not None and value in measured.rows:
                    measured.add(found, value)
                    touched[place] = measured
        return [told for measured in touched.values() for told in measured.told(self.threshold)]

    def _of(self, group: str, month: int | None) -> Measured | None:
        if (group, month) not in self._measured:
            if month not in self._cubes:
                self._cubes[month] = cube_of(self._page(month))
            cube, rules = self._cubes[month]
            self._measured[group, month] = Measured(cube, group, rules) if group in cube else None
        return self._measured[group, month]

    def _page(self, month: int | None) -> RequestPage | None:
        if month is None:
            return open_page(self.at)
        [period] = [item for item in year_of(self.at).months if item.start.month == month]
        page = open_page(self.at, period=period)
        return page and month_of(page).page


def cube_of(page: RequestPage | None) -> tuple[pd.DataFrame, list[RateRule]]:
    """Counts of a page by all columns together: states, and numerator and denominator of each rate of requests."""
    if page is None:
        return pd.DataFrame(), []
    by = [name for name in GROUPS if name in page.cases.columns]
    cases = page.cases.mutate(**{name: page.cases[name].fill_null("") for name in by})
    rules = [rule for rule in page.rules if rule.is_plain]
    cube = fetch(state_counts(cases, page.as_of, by, page.period), by)
    for cohort in dict.fromkeys(["requested", *(rule.cohort for rule in rules)]):
        mine = [rule for rule in rules if rule.cohort == cohort]
        needed = sorted(
            {*needed_counts(mine), *(("repeated_count", "returned_count") if cohort == "requested" else ())}
        )
        counts = fetch(count_requests(cases, by, cohort, page.period, page.as_of, needed), by)
        rates = counts[by].copy()
        for rule in mine:
            rates[f"{rule.name}_numerator"] = sum(counts[name] * worth for name, worth in rule.credit.items())
            rates[f"{rule.name}_denominator"] = sum(counts[name] * worth for name, worth in rule.below.items())
        if cohort == "requested":
            rates[["repeated_count", "returned_count"]] = counts[["repeated_count", "returned_count"]]
        cube = cube.merge(rates, on=by, how="outer")
    numbers = cube.columns.difference(by)
    return cube.assign(**{name: cube[name].fillna(0) for name in numbers}), rules
