"""Limits (时限): ``5个工作日``, ``72小时``, ``5天``, or a bare number with the header's unit → a span, and its end.

Working days need a calendar; it is an argument, since holidays change every year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from evallib.model import patterns

LimitUnit = Literal["working_days", "days", "hours", "minutes", "working_hours"]

_UNIT = (
    (r"(?:个|天)?工作日|个?工作天|working\s*days?|business\s*days?", "working_days"),
    (r"个?工作小时|个?工作时|working\s*hours?", "working_hours"),
    (r"个?自然日|个?日历日|天|日|days?|d", "days"),
    (r"个?小时|个?钟头|时|hours?|hrs?|h", "hours"),
    (r"分钟|分|minutes?|mins?|min", "minutes"),
)
_CHINESE = {**{name: i for i, name in enumerate("零一二三四五六七八九")}, "两": 2}
_LIMIT = re.compile(
    r"^(?:自?受理后|收到后|限时?|限|不超过|≤)?\s*(?:\d+\s*[-~—至到]\s*)?(?P<count>\d+(?:\.\d+)?|"
    r"[零一二两三四五六七八九十]+)\s*"
    r"(?P<unit>[^\d]*?)\s*(?:以?之?内|办结|内办结|完成)?$"
)
_SAME_DAY = re.compile(r"^(?:当日|当天|即日|即时|当日办结|当天办结|same day)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
    """A span in which an order has to be closed; `unit` is None where neither text nor header tells it."""

    count: float
    unit: LimitUnit | None

    def ends(self, start: datetime, is_working: Callable[[date], bool]) -> datetime | None:
        """When a span that starts with the receipt is over: days end at midnight, hours to the second.

        Args:
            start: the receipt.
            is_working: whether a day is a working day.

        Returns:
            The last second in time; None where the unit is open, or where a part of a day is left.

        >>> weekdays = lambda day: day.weekday() < 5
        >>> Limit(5, "working_days").ends(datetime(2023, 3, 1, 9), weekdays).isoformat()
        '2023-03-08T23:59:59'
        >>> Limit(2, "hours").ends(datetime(2023, 3, 1, 9), weekdays).isoformat()
        '2023-03-01T11:00:00'
        """
        if self.unit in {"hours", "minutes"}:
            return start + timedelta(**{self.unit: self.count})
        if self.count % 1:
            return None
        if self.unit == "days":
            return datetime.combine(start.date() + timedelta(days=self.count), time(23, 59, 59))
        if self.unit == "working_days":
            day, left = start.date(), self.count
            while left > 0:
                day += timedelta(days=1)
                left -= is_working(day)
            return datetime.combine(day, time(23, 59, 59))
        return None


def read_limit(text: str, header: str = "") -> Limit | None:
    """A span as written, or None if it is none (a point in time, a remark).

    Args:
        text: the cell.
        header: the header of its column, which may tell the unit of a bare number: ``办理时效(天)``.

    >>> read_limit("5个工作日"), read_limit("三个工作日内"), read_limit("3-5天")
    (Limit(count=5.0, unit='working_days'), Limit(count=3.0, unit='working_days'), Limit(count=5.0, unit='days'))
    >>> read_limit("5", "办理时效(天)"), read_limit("5", "办理时限"), read_limit("2023-03-05")
    (Limit(count=5.0, unit='days'), Limit(count=5.0, unit=None), None)
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    if _SAME_DAY.match(bare):
        return Limit(0.0, "days")
    match = _LIMIT.match(bare)
    if match is None:
        return None
    count = _count(match["count"])
    if count is None:
        return None
    if match["unit"]:
        unit = _unit(match["unit"])
        return Limit(count, unit) if unit else None
    return Limit(count, header_unit(header))


def header_unit(header: str) -> LimitUnit | None:
    """The unit that a header names, in brackets or as its last words.

    >>> header_unit("办理时限（工作日）"), header_unit("处置时限")
    ('working_days', None)
    """
    bare = unicodedata.normalize("NFKC", header)
    inside = patterns.search(r"[(\[/,](?:单位[::]?)?([^()\[\]]*)[)\]]?$", bare)
    return _unit(inside[1].strip()) if inside else None


def _unit(text: str) -> LimitUnit | None:
    for pattern, unit in _UNIT:
        if patterns.fullmatch(pattern, text.strip(), re.IGNORECASE):
            return unit  # type: ignore[return-value]
    return None


def _count(text: str) -> float | None:
    if text[0].isdigit():
        return float(text)
    tens, _, ones = text.partition("十") if "十" in text else ("", "", text)
    if len(tens) > 1 or len(ones) > 1:
        return None
    ten = 10 * (_CHINESE.get(tens, 1) if tens else 1) if "十" in text else 0
    return float(ten + _CHINESE.get(ones, 0)) if ones or ten else None
