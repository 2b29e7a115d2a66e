"""Measured counts (各项件数): what files tell of 超期未结, 退回, 重复 and every rate of an agency, a type or a place.

Such counts are no values of a column: where a request stands is known for a moment, the end of the file's month or of
the data. Those that a file shows beside a name are equations over parts of that name's requests
(`privacy.linked_counts`); a rate tells its numerator where its denominator is known, or where only one fraction of so
many requests rounds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from evallib.indicators.rate_rules import RateRule
from evallib.model import patterns
from evallib.privacy.linked_counts import Cell, told_by
from evallib.publish.release.published_counts import Found
from evallib.publish.sections.month.hidden_measures import (
    FAILED,
    IN_TIME,
    ON_TIME,
    PARTS,
    SHOWN,
    TOTALS,
    is_of_states,
    parts_of,
)
from evallib.publish.words.request_columns import SHORT

#: Columns by which measures are looked at.
GROUPS = ("agency_responsible", "community", "service_name", "service_subtype", "source")
#: Words of a measure → the counts that they may mean; the first that fits a header, a row or a title.
WORDS = {
    r"(?:超期|超时|逾期)(?:未|在办)": ("open_overdue_count",),
    r"(?:超期|超时|逾期)(?:才)?(?:办结|结案)": ("closed_late_count",),
    r"未到期|未超期|未超时": ("open_in_limit_count",), r"退回|退单": ("sent_back_count", "returned_count"),
    r"重复": ("repeated_count",), r"不满意": ("satisfaction_rate/failed",),
    r"未(?:得到)?解决": ("resolution_rate/failed",), r"未(?:先行)?联系": ("prior_contact_rate/failed",),
    r"超期|超时|逾期|不按时|未按时": ("failed",), r"(?:按时|及时|按期)(?:办结|结案)": ("on_time_count", "in_time"),
    r"办结|结案": ("closed_count",), r"满意": ("satisfaction_rate/good",), r"解决": ("resolution_rate/good",),
    r"联系": ("prior_contact_rate/good",),
}  # fmt: skip
WORDED = re.compile("|".join(WORDS))
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
FRACTION = re.compile(r"[01](?:\.\d+)?")
#: Requests of a group up to which fractions are tried.
MOST_TRIED = 400
NAMES = {
    "open_overdue_count": "超期未结", "closed_late_count": "超期办结", "open_in_limit_count": "在办未到期",
    "sent_back_count": "退回", "returned_count": "退回", "repeated_count": "重复件", "failed": "未按时",
    "on_time_count": "按时办结", "in_time": "按时办结", "due": "应办结", "closed_count": "已办结",
    "cases_count": "件数", "good": "达到", "failed_of_rate": "未达到", "rated": "分母",
}  # fmt: skip


@dataclass(frozen=True)
class System:
    """Parts of each group's requests that do not overlap, and the counts that add them up."""

    parts: pd.DataFrame
    shown: Mapping[str, Sequence[str]]
    protected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    totals: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def count(self, row: int, name: str) -> int:
        """The true count."""
        return int(self.parts[list(self.shown[name])].iloc[row].sum())


class Measured:
    """True measures of the values of one column in one period, and what files told of them."""

    def __init__(self, cube: pd.DataFrame, group: str, rules: Sequence[RateRule]) -> None:
        self.lines = cube.groupby(group, sort=True)[list(cube.select_dtypes("number"))].sum().reset_index()
        self.rules = rules
        self.rows = {str(name): row for row, name in enumerate(self.lines[group])}
        self.published: set[Cell] = set()

    @cached_property
    def systems(self) -> list[System]:
        """States at the moment; each rate; what is counted apart from both."""
        lines, parts = self.lines, parts_of(self.lines)
        linked = any(rule.name == ON_TIME for rule in self.rules) and is_of_states(lines, parts)
        states = {**SHOWN, **FAILED, "on_time_count": TOTALS["on_time_count"], **(IN_TIME if linked else {})}
        found = [System(parts[list(PARTS)], states, totals=TOTALS)]
        whole = lines["cases_count"].astype("int64")
        for rule in self.rules:
            if linked and rule.name == ON_TIME:
                continue
            good, rated = (
                lines[f"{rule.name}_{part}"].fillna(0).astype(float).round().astype("int64")
                for part in ("numerator", "denominator")
            )
            of_rate = pd.DataFrame({"good": good, "failed": (rated - good).clip(lower=0)})
            shown: dict[str, Sequence[str]] = {
                f"{rule.name}/good": ("good",),
                f"{rule.name}/failed": ("failed",),
                f"{rule.name}/rated": ("good", "failed"),
            }
            if (whole >= rated).all():
                of_rate["rest"], shown["cases_count"] = whole - rated, ("good", "failed", "rest")
            found.append(System(of_rate, shown))
        for name in ("repeated_count", "returned_count"):
            found.append(System(lines[[name]].astype("int64"), {name: (name,)}))
        return found

    def add(self, found: Found, value: str) -> None:
        """Take a cell beside a value for the measure that its words name, if it tells the true one."""
        row, where = self.rows[value], f"{found.header} {found.beside}"
        rate = self._rate(found.header) or self._rate(found.beside)
        if rate and found.number < 0:
            self._add_rate(row, rate, found)
            return
        names: tuple[str, ...] = ()
        if rate and "分母" in where:
            names = (f"{rate}/rated", *(("due",) if rate == ON_TIME else ()))
        elif rate and "分子" in where:
            names = (f"{rate}/good", *(("in_time",) if rate == ON_TIME else ()))
        elif word := _word(found.header) or _word(found.beside):
            names = WORDS[word]
        for name in names or ("cases_count",):
            if any(name in system.shown and system.count(row, name) == found.number for system in self.systems):
                self.published.add((row, name))

    def told(self, threshold: int) -> Iterator[tuple[str, str, int]]:
        """Value, measure and count of each small one that the published ones tell."""
        by_row = {row: value for value, row in self.rows.items()}
        for system in self.systems:
            mine = {cell for cell in self.published if cell[1] in system.shown}
            if mine <= {cell for cell in mine if cell[1] == "cases_count"}:
                continue  # counts of values alone are looked at by the check of values
            for row, name in told_by(system.parts, system.shown, mine, threshold, system.protected, system.totals):
                if name != "cases_count" and by_row[row]:
                    yield by_row[row], self._name(name), system.count(row, name)

    def _add_rate(self, row: int, rate: str, found: Found) -> None:
        good, rated = ("in_time", "due") if rate == ON_TIME else (f"{rate}/good", f"{rate}/rated")
        system = next((item for item in self.systems if rated in item.shown), None)
        if system is None:
            good, rated = f"{rate}/good", f"{rate}/rated"
            system = next((item for item in self.systems if rated in item.shown), None)
        share = _share(found.shown)
        if system is None or share is None or not (count := system.count(row, rated)):
            return
        part = system.count(row, good)
        places = 6 if "%" not in found.shown and "％" not in found.shown else 4
        if abs(part / count - share) > 0.6 * 10**-places:
            return
        if (row, rated) in self.published or self._only_fraction(row, share, places):
            self.published |= {(row, rated), (row, good)}
        else:
            mine = {cell for cell in self.published if cell[1] in system.shown}
            one = {rated: system.shown[rated]}
            if (row, rated) in told_by(system.parts, {**system.shown, **one}, mine, count + 1, totals=system.totals):
                self.published |= {(row, rated), (row, good)}

    def _only_fraction(self, row: int, share: float, places: int) -> bool:
        most = int(self.lines["cases_count"].iloc[row])
        if most > MOST_TRIED or share in (0, 1):
            return False
        fits = [size for size in range(1, most + 1) if abs(round(size * share) / size - share) < 0.6 * 10**-places]
        return len(fits) == 1

    def _rate(self, text: str) -> str | None:
        for rule in self.rules:
            if rule.label in text or SHORT.get(rule.name, rule.label) in text:
                return rule.name
        return None

    def _name(self, name: str) -> str:
        rate, _, part = name.rpartition("/")
        if not rate:
            return NAMES.get(name, name)
        label = next(rule.label for rule in self.rules if rule.name == rate)
        return f"{label}{NAMES['failed_of_rate' if part == 'failed' else part]}"


def _word(text: str) -> str | None:
    return next((pattern for pattern in WORDS if patterns.search(pattern, text)), None)


def _share(text: str) -> float | None:
    """The rate that a cell shows.

    >>> _share("87.50%"), _share("0.875"), _share("12")
    (0.875, 0.875, None)
    """
    if found := PERCENT.search(text):
        return float(found[1]) / 100
    return float(text) if FRACTION.fullmatch(text.strip()) else None
