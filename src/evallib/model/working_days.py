"""Working days (工作日): one clock for limits, ripeness and volumes, by the State Council's holiday arrangements.

Holidays and make-up working days (调休) come from the library ``chinesecalendar``, which is updated each autumn. A day
for which no arrangement has been published yet is judged by its weekday, and `is_arranged` says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal

ONE_DAY = timedelta(days=1)
SATURDAY = 5
MOST_DAYS = 3660
Kind = Literal["CN", "none"]


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days count.

    Args:
        kind: ``CN`` for working days in China; ``none`` where every day counts (自然日).
        extra_holidays: days off that only a place or a year had.
        extra_workdays: days worked beside the arrangement.

    >>> calendar = WorkingCalendar()
    >>> calendar.is_workday(date(2023, 10, 7)), calendar.is_workday(date(2023, 10, 6))
    (True, False)
    >>> calendar.add(datetime(2023, 9, 28, 16), 3)
    datetime.datetime(2023, 10, 9, 16, 0)
    """

    kind: Kind = "CN"
    extra_holidays: frozenset[date] = field(default_factory=frozenset)
    extra_workdays: frozenset[date] = field(default_factory=frozenset)

    def is_workday(self, day: date) -> bool:
        """Whether a day counts."""
        if day in self.extra_workdays:
            return True
        if day in self.extra_holidays:
            return False
        return self.kind == "none" or _works(day)

    def workdays(self, start: date, end: date) -> int:
        """Working days from `start` up to, not including, `end`.

        >>> WorkingCalendar().workdays(date(2023, 10, 1), date(2023, 11, 1))
        19
        """
        return sum(self.is_workday(start + ONE_DAY * i) for i in range((end - start).days))

    def add(self, moment: datetime, days: int, excused: Iterable[tuple[date, date]] = ()) -> datetime:
        """The moment `days` working days later, same time of day; from a holiday, counted from the next working day.

        Args:
            moment: when the clock starts.
            days: number of working days, 0 or more.
            excused: spans (first day, last day) in which the clock stands still (延期、缓办、挂账).

        Raises:
            ValueError: the number is negative, or the spans leave no day.
        """
        if days < 0:
            raise ValueError("days must not be negative")
        spans = list(excused)
        left = days
        for count in range(1, MOST_DAYS):
            if not left:
                return moment
            day = moment.date() + ONE_DAY
            moment = datetime.combine(day, moment.time(), moment.tzinfo)
            left -= self.is_workday(day) and not any(first <= day <= last for first, last in spans)
            if count == MOST_DAYS - 1:
                break
        raise ValueError("no end within ten years")

    def between(self, start: datetime, end: datetime, excused: Iterable[tuple[date, date]] = ()) -> float:
        """Working days from one moment to another, parts of a day included; negative when `end` comes first.

        >>> WorkingCalendar().between(datetime(2023, 9, 28, 12), datetime(2023, 10, 7, 12))
        1.0
        """
        if end < start:
            return -self.between(end, start, excused)
        spans = list(excused)
        total = 0.0
        for i in range((end.date() - start.date()).days + 1):
            day = start.date() + ONE_DAY * i
            if not self.is_workday(day) or any(first <= day <= last for first, last in spans):
                continue
            morning = datetime.combine(day, time.min, start.tzinfo)
            total += (min(end, morning + ONE_DAY) - max(start, morning)) / ONE_DAY
        return total

    def is_arranged(self, day: date) -> bool:
        """Whether the holidays of a day's year have been published; if not, weekdays decide."""
        return self.kind == "none" or _is_known(day.year)


@cache
def _works(day: date) -> bool:
    if not _is_known(day.year):
        return day.weekday() < SATURDAY
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))


@cache
def _is_known(year: int) -> bool:
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
