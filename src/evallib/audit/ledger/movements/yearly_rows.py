"""Rows of years (逐年列举): “2021年、2022年收入分别为A、B” gives each figure its own year, and both one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evallib.audit.ledger.entries import Entry
from evallib.model import patterns

_YEAR = r"(?:20\d\d\s*年?度?|[今本去上前]年)(?:前?\d{1,2}个?月份?|[上下]半年|第?[一二三四]季度)?(?:末|底)?"
_OPENED = re.compile(
    rf"(?:(?P<listed>{_YEAR}(?:[、和及与]{_YEAR})+)|(?P<first>20\d\d)\s*年?度?\s*(?:至|到|[-—–~～]+)\s*(?P<last>20\d\d)\s*年度?|"
    r"近(?P<count>[两三四五])年来?)[，,]?(?P<name>[^，。；：:\d]{0,30}?)(?:分别|依次)(?:为|是|达到?|完成|实现|有)?[：:]?\s*$"
)
_ITEM = re.compile("[、和及与]")
_COUNTS = {"两": 2, "三": 3, "四": 4, "五": 5}
_NEXT = re.compile(r"\s*(?:、|，|,|和|与|及|以及)\s*")


@dataclass(frozen=True, slots=True)
class YearlyRow:
    """Amounts of successive years.

    Args:
        name: what they are, "" if the words do not say.
        years: the year of each, 0 for 今年 and the like; empty if the words only say how many.
        entries: the amounts, oldest first.
    """

    name: str
    years: tuple[int, ...]
    entries: tuple[Entry, ...]

    @property
    def is_successive(self) -> bool:
        """Whether each year follows the one before it; “今年” is taken to."""
        return all(b - a == 1 or not (a and b) for a, b in pairwise(self.years))


def yearly_rows(entries: Sequence[Entry]) -> Iterator[YearlyRow]:
    """The rows among the figures of a text, in order."""
    for at, first in enumerate(entries):
        gap = first.spot.gap if first.spot is not None and first.is_amount else ""
        match = _OPENED.search(gap) if "分别" in gap or "依次" in gap else None
        if match is None:
            continue
        years, count = _years(match), _COUNTS.get(match["count"] or "", 0)
        count = count or len(years)
        row = entries[at : at + count]
        after = entries[at + count] if at + count < len(entries) else None
        if (
            len(row) == count >= 2
            and all(_goes_on(first, e) for e in row[1:])
            and not (after and _goes_on(first, after))
        ):
            yield YearlyRow(match["name"].strip(), years, tuple(row))


def name_years(entries: Sequence[Entry]) -> None:
    """Give the figures of such rows their own year and the name of all."""
    for row in yearly_rows(entries):
        for entry, year in zip(row.entries, row.years, strict=False):
            entry.period = str(year) if year else ""
        for entry in row.entries if row.name else ():
            entry.label = row.name


def _years(match: re.Match[str]) -> tuple[int, ...]:
    if match["listed"]:
        years = [patterns.match(r"20\d\d", item) for item in _ITEM.split(match["listed"])]
        return tuple(int(y[0]) if y else 0 for y in years)
    if match["first"]:
        return tuple(range(int(match["first"]), int(match["last"]) + 1))
    return ()


def _goes_on(first: Entry, entry: Entry) -> bool:
    same = entry.sentence == first.sentence and entry.role == first.role and entry.dimension == first.dimension
    return same and entry.spot is not None and _NEXT.fullmatch(entry.spot.gap) is not None
