"""Periods (时段): months, and evaluation years (评价年度) that may start in any month.

An evaluation year is named by the calendar year in which it ends: 浦锦街道's 2023 runs from 2022年11月 on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months (整月时段), from `start` up to, not including, `end`.

    >>> period = month(2023, 12)
    >>> period.label, period.months_count, (date(2023, 12, 31) in period, date(2024, 1, 1) in period)
    ('2023年12月', 1, (True, False))
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start.day != 1 or self.end.day != 1:
            raise ValueError("a period starts and ends with a month")
        if self.start >= self.end:
            raise ValueError("a period must not be empty")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def months_count(self) -> int:
        """How many months it has."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @property
    def months(self) -> list[Period]:
        """Its months, in order."""
        return [Period(add_months(self.start, i), add_months(self.start, i + 1)) for i in range(self.months_count)]

    @property
    def label(self) -> str:
        """Chinese name: 2023年, 2023年3月, 2022年11月—2023年10月."""
        if self.months_count == 1:
            return f"{self.start.year}年{self.start.month}月"
        if self.months_count == 12 and self.start.month == 1:
            return f"{self.start.year}年"
        last = add_months(self.end, -1)
        return f"{self.start.year}年{self.start.month}月—{last.year}年{last.month}月"

    def year_before(self) -> Period:
        """The same months a year earlier (同比 compares with it)."""
        return Period(add_months(self.start, -12), add_months(self.end, -12))

    def period_before(self) -> Period:
        """As many months right before (环比 compares with it)."""
        return Period(add_months(self.start, -self.months_count), self.start)

    def compared_months(self) -> list[Period]:
        """Itself, the bases of 环比 and 同比, and what was before either: a page with a basis rests on all of them."""
        bases = self.period_before(), self.year_before()
        return [self, *bases, *(span.period_before() for span in bases)]


def month(year: int, number: int) -> Period:
    """One calendar month."""
    start = date(year, number, 1)
    return Period(start, add_months(start, 1))


def evaluation_year(year: int, start_month: int = 1) -> Period:
    """The evaluation year (评价年度) that ends in calendar year `year`.

    Args:
        year: the year by which it is named.
        start_month: 1 for 自然年; 11 for 上年11月–本年10月.

    Raises:
        ValueError: the month is not between 1 and 12.

    >>> evaluation_year(2023).label, evaluation_year(2023, 11).label
    ('2023年', '2022年11月—2023年10月')
    """
    if not 1 <= start_month <= 12:
        raise ValueError("start_month must lie between 1 and 12")
    start = date(year if start_month == 1 else year - 1, start_month, 1)
    return Period(start, add_months(start, 12))


def add_months(day: date, count: int) -> date:
    """The first of a month `count` months away.

    >>> add_months(date(2023, 1, 1), -2)
    datetime.date(2022, 11, 1)
    """
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
