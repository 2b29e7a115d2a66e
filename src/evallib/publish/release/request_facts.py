"""Request facts (工单的真实计数): what single requests add up to, and which published counts give a small one away.

A published count is an equation over the cells "value of a dimension × month". A small cell, or a small sum over the
year, is given away where it follows from the published equations together: by itself, by a total and its other
parts, or by the year's page minus the month pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

#: Columns of requests whose values are published with counts.
DIMENSIONS = (
    "source",
    "service_name",
    "service_subtype",
    "community",
    "grid",
    "agency_responsible",
    "status",
    "urgency",
    "satisfaction",
    "resolution",
)
MOST_CELLS = 4000
Cell = tuple[str, int]


@dataclass
class Dimension:
    """True counts of one column: by value and month of 受理时间."""

    name: str
    counts: dict[Cell, int] = field(default_factory=dict)

    @property
    def months(self) -> list[int]:
        """Months with requests."""
        return sorted({month for _, month in self.counts})

    @property
    def values(self) -> list[str]:
        """Values, in order."""
        return sorted({value for value, _ in self.counts})

    def total(self, value: str | None, months: Iterable[int]) -> int:
        """Count of a value (of all: None) in some months."""
        chosen = set(months)
        return sum(
            count
            for (name, month), count in self.counts.items()
            if month in chosen and (value is None or name == value)
        )


@dataclass
class RequestFacts:
    """Identifiers of single requests and true counts of a unit and year."""

    identifiers: frozenset[str] = frozenset()
    dimensions: list[Dimension] = field(default_factory=list)


def read_facts(file: Path) -> RequestFacts:
    """Facts of a clean table of requests."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    names = pq.read_schema(file).names
    wanted = [name for name in ("service_request_id", "requested_datetime", *DIMENSIONS) if name in names]
    table = pq.read_table(file, columns=wanted)
    identifiers = (
        frozenset(text for text in map(str, table["service_request_id"].to_pylist()) if len(text) >= 4)
        if "service_request_id" in wanted
        else frozenset()
    )
    if "requested_datetime" not in wanted:
        return RequestFacts(identifiers)
    months = pc.month(table["requested_datetime"]).to_pylist()
    dimensions = []
    for name in DIMENSIONS:
        if name in wanted:
            counts: dict[Cell, int] = defaultdict(int)
            for value, month in zip(table[name].to_pylist(), months, strict=True):
                if month is not None:
                    counts[str(value) if value is not None else "", month] += 1
            dimensions.append(Dimension(name, dict(counts)))
    return RequestFacts(identifiers, dimensions)


def given_away(
    dimension: Dimension, published: set[tuple[str | None, tuple[int, ...]]], threshold: int
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
    if not cells or not published or len(cells) > MOST_CELLS:
        return
    place = {cell: number for number, cell in enumerate(cells)}

    def equation(value: str | None, months: Iterable[int]) -> np.ndarray:
        chosen = set(months)
        row = np.zeros(len(cells))
        for (name, month), number in place.items():
            row[number] = month in chosen and (value is None or name == value)
        return row

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
