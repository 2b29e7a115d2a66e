"""Groups of columns (列组): the same columns for several periods side by side, told by words over or in the headers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.levels import is_subtotal, is_total


@dataclass(frozen=True)
class Assigned:
    """A header that was given to a column, and why."""

    cell: HeaderCell
    score: float
    evidence: str


def whole_year(grouped: Mapping[Hashable, dict[str, Assigned]]) -> Hashable | None:
    """The group of a whole year, where all others are parts of that year."""
    spans = [key for key in grouped if isinstance(key, tuple)]
    years = [key for key in spans if (key[0].month, key[0].day, key[1].month, key[1].day) == (1, 1, 12, 31)]
    if len(spans) < 2 or len(years) != 1 or any(key[0].year != years[0][0].year for key in spans):
        return None
    return years[0]


def one_of_parts(
    shared: Mapping[str, Assigned], grouped: Mapping[Hashable, dict[str, Assigned]]
) -> dict[Hashable, dict[str, Assigned]]:
    """2024年年初预算 beside 2024年1-7月执行数 is one table of those months, not two halves of tables."""
    spans = sorted((key for key in grouped if isinstance(key, tuple)), key=lambda key: key[1] - key[0])
    merged = {**shared}
    for span in spans:
        if span[1].year == spans[0][1].year:
            merged = {**grouped[span], **merged}
    return {spans[0]: merged}


def group_of(cell: HeaderCell) -> tuple[date, date] | None:
    """The period that a header tells, as the key of its group; None where it tells none."""
    return (cell.period.low, cell.period.high) if cell.period is not None else None


def parts_of_sums(cells: Iterable[HeaderCell]) -> set[int]:
    """Columns that are parts of a sum beside: 决算数 over 小计 | 基本支出 | 项目支出, 立案 over 巡查 | 热线 | 合计."""
    groups: dict[tuple[str, bool], list[tuple[str, int]]] = {}
    for cell in cells:
        if cell.above and not cell.is_period:
            groups.setdefault((cell.above[-1], True), []).append((cell.text, cell.column))
            groups.setdefault((cell.text, False), []).append((cell.above[-1], cell.column))
    return {
        column
        for group in groups.values()
        if any(is_subtotal(text) or is_total(text) for text, _ in group)
        for text, column in group
        if not is_subtotal(text) and not is_total(text)
    }
