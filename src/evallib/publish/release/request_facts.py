"""Request facts (工单的真实计数): what single requests add up to, and which published counts give a small one away.

A published count is an equation over the cells "value of a dimension × month", or over pairs of values, or over the
units of a district. A small cell, or a small sum over the year, is given away where it follows from the published
equations together: by itself, by a total and its other parts, or by the year's page minus the month pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evallib.intake.requests.two_years import NUMBER, RECEIPT, told_again
from evallib.model.periods import Period
from evallib.model.workspace.units import UnitYear

if TYPE_CHECKING:
    import pyarrow as pa

#: Columns of requests whose values are published with counts.
DIMENSIONS = ("source", "service_name", "service_subtype", "community", "grid", "agency_responsible", "status",
              "urgency", "satisfaction", "resolution")  # fmt: skip
MOST_CELLS = 8000
#: What became of requests: how many of a whole unit were solved, or are open, is its performance and is published
#: however few they are; of one of its agencies or places it is not.
OUTCOMES = frozenset({"status", "satisfaction", "resolution"})
#: Work (equations² × cells) beyond which a system is not solved; its direct counts are looked at all the same.
MOST_WORK = 6e9
#: Between the values of a pair; one side empty is the sum over it.
PAIR = "\x1f"
#: Characters of a description by which a single request is known again.
SHINGLE = 20
EMPTY = "（空）"
Cell = tuple[str, int]
#: Value (None for all), and months.
Claim = tuple[str | None, tuple[int, ...]]


def covers(value: str | None, name: str) -> bool:
    """Whether a published value counts a cell: None all, a pair with an empty side every cell of the other.

    >>> covers(None, "噪音"), covers(f"{PAIR}噪音", f"甲{PAIR}噪音"), covers("违建", "噪音")
    (True, True, False)
    """
    if value is None or value == name:
        return True
    if PAIR not in value:
        return False
    left, right = value.split(PAIR)
    return name.startswith(left + PAIR) if not right else not left and name.endswith(PAIR + right)


@dataclass
class Dimension:
    """True counts of one column, or of a pair: by value and month of 受理时间."""

    name: str
    counts: dict[Cell, int] = field(default_factory=dict)

    @cached_property
    def months(self) -> list[int]:
        """Months with requests."""
        return sorted({month for _, month in self.counts})

    @cached_property
    def values(self) -> list[str]:
        """Values, in order."""
        return sorted({value for value, _ in self.counts})

    @cached_property
    def _by_value(self) -> dict[str | None, dict[int, int]]:
        found: dict[str | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (name, month), count in self.counts.items():
            found[name][month] += count
            found[None][month] += count
        return found

    def total(self, value: str | None, months: Iterable[int]) -> int:
        """Count of a value (of all: None) in some months."""
        known = self._by_value.get(value, {})
        return sum(known.get(month, 0) for month in months)


@dataclass
class RequestFacts:
    """Identifiers, moments and descriptions of single requests, and true counts of a unit and evaluation year.

    Months are numbers from 1 to 12; the year begins with `first_month`, and so many of the requests lie outside of it.
    """

    identifiers: frozenset[str] = frozenset()
    dimensions: list[Dimension] = field(default_factory=list)
    moments: frozenset[str] = frozenset()
    shingles: frozenset[str] = frozenset()
    columns: dict[str, list[Any]] = field(default_factory=dict)
    first_month: int = 1
    outside: int = 0

    def pair(self, one: str, other: str) -> Dimension:
        """True counts of two columns together."""
        name = f"{one}{PAIR}{other}"
        if name not in self._pairs:
            counts: dict[Cell, int] = defaultdict(int)
            for left, right, month in zip(self.columns[one], self.columns[other], self.columns["month"], strict=True):
                if month is not None:
                    counts[f"{_named(left) or EMPTY}{PAIR}{_named(right) or EMPTY}", month] += 1
            if {one, other} & OUTCOMES:  # that nothing is in a cell is known to nobody who is not told
                sides = [{cell.split(PAIR)[side] for cell, _ in counts} for side in (0, 1)]
                for left, right, when in product(*sides, {str(number) for _, number in counts}):
                    counts.setdefault((f"{left}{PAIR}{right}", int(when)), 0)
            self._pairs[name] = Dimension(name, dict(counts))
        return self._pairs[name]

    @cached_property
    def _pairs(self) -> dict[str, Dimension]:
        return {}


def _named(value: Any) -> str:
    return str(value) if value is not None else ""


def read_facts(at: UnitYear, year: Period | None = None) -> RequestFacts:
    """Facts of the clean requests of a unit and year.

    Args:
        at: the unit and year, whose identifiers, moments and descriptions may be told nowhere.
        year: the evaluation year; as on its pages, only what was received in it counts, so that every month is one
            month, with what only the table of the year before holds of it. Without one all requests of the year's table
            count, and the same month of two years is one.
    """
    import pyarrow.parquet as pq

    earlier, file = (at.workspace.cases_file(at.unit, number) for number in (at.year - 1, at.year))
    names = pq.read_schema(file).names
    wanted = [name for name in (NUMBER, RECEIPT, "description") if name in names]
    table = pq.read_table(file, columns=wanted)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    identifiers = frozenset(text for text in map(str, columns.get(NUMBER, [])) if len(text) >= 4)
    texts = {"".join(str(text).split()) for text in columns.get("description", []) if text}
    shingles = frozenset(text[:SHINGLE] for text in texts if len(text) >= SHINGLE)
    times = [moment for moment in columns.get(RECEIPT, []) if moment is not None]
    moments = {f"{moment:%Y-%m-%d %H:%M}" for moment in times if moment.hour + moment.minute}
    outside = sum(moment.date() not in year for moment in times) if year else 0
    told = [_received_in(year, file)]
    if year and earlier.is_file():
        told.append(_received_in(year, earlier, told_again(earlier, file)))
    there = [name for name in ("month", *DIMENSIONS) if any(name in item for item in told)]
    kept = {
        name: [value for item in told for value in item.get(name, [None] * len(item.get("month", [])))]
        for name in there
    }
    dimensions = []
    for name in there[1:]:
        counts: dict[Cell, int] = defaultdict(int)
        for value, month in zip(kept[name], kept["month"], strict=True):
            counts[_named(value), month] += 1
        dimensions.append(Dimension(name, dict(counts)))
    first = year.start.month if year else 1
    return RequestFacts(identifiers, dimensions, frozenset(moments), shingles, kept, first, outside)


def _received_in(year: Period | None, file: Path, but: pa.StringArray | None = None) -> dict[str, list[Any]]:
    """The months of receipt and the columns of the requests of a year, or of all that tell when they were received.

    As on the pages, what is void counts nowhere; nor do the numbers of `but`.
    """
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wanted = [name for name in (RECEIPT, *DIMENSIONS, NUMBER, "is_valid") if name in pq.read_schema(file).names]
    if RECEIPT not in wanted:
        return {}
    table = pq.read_table(file, columns=wanted)
    when = table[RECEIPT]
    chosen = pc.is_valid(when)
    if year:
        first, end = (datetime(day.year, day.month, 1) for day in (year.start, year.end))
        chosen = pc.and_(pc.greater_equal(when, first), pc.less(when, end))
    if "is_valid" in wanted:
        chosen = pc.and_(chosen, pc.fill_null(table["is_valid"], True))
    if but is not None and len(but):
        chosen = pc.and_(chosen, pc.invert(pc.is_in(table[NUMBER], but)))
    table = table.filter(chosen)
    columns = {name: table[name].to_pylist() for name in wanted if name in DIMENSIONS}
    return {"month": pc.month(table[RECEIPT]).to_pylist(), **columns}


def of_district(dimensions: dict[str, Dimension]) -> Dimension:
    """One column of several units as pairs of unit and value."""
    counts = {
        (f"{unit}{PAIR}{value}", month): count
        for unit, dimension in dimensions.items()
        for (value, month), count in dimension.counts.items()
    }
    return Dimension(next(iter(dimensions.values())).name, counts)


def given_away(
    dimension: Dimension, published: set[Claim], threshold: int
) -> Iterator[tuple[str, tuple[int, ...], int]]:
    """Small counts that the published ones give away.

    Args:
        dimension: true counts.
        published: (value or None for all, months) of every published count.
        threshold: counts from 1 to below it are small.

    Yields:
        Value, months and true count of each.

    >>> counts = {("噪音", 1): 40, ("违建", 1): 2, ("物业", 1): 9}
    >>> told = {(None, (1,)), ("噪音", (1,)), ("物业", (1,))}
    >>> list(given_away(Dimension("type", counts), told, 5))
    [('违建', (1,), 2)]
    """
    cells = sorted(dimension.counts)
    if not cells or not published or len(cells) > MOST_CELLS or len(published) ** 2 * len(cells) > MOST_WORK:
        return
    rows_of_month = np.array([month for _, month in cells])
    names = [name for name, _ in cells]

    def equation(value: str | None, months: Iterable[int]) -> np.ndarray:
        inside = np.isin(rows_of_month, list(months))
        counted: np.ndarray = inside * np.array([covers(value, name) for name in names], dtype=float)
        return counted

    matrix = np.array([equation(value, months) for value, months in sorted(published, key=str)])
    _, sizes, rows = np.linalg.svd(matrix, full_matrices=False)
    basis = rows[sizes > 1e-9]
    every = tuple(dimension.months)
    targets: list[tuple[str, tuple[int, ...]]] = [(value, (month,)) for value, month in cells]
    targets += [(value, every) for value in dimension.values] if len(every) > 1 else []
    for value, months in targets:
        count = dimension.total(value, months)
        if not 0 < count < threshold:
            continue
        wanted = equation(value, months)
        left = wanted - basis.T @ (basis @ wanted)
        if float(np.abs(left).max()) < 1e-6:
            yield value, months, count
