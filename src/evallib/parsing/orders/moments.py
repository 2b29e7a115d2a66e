"""Moments (时刻): what exports of orders write for a point in time → a wall-clock time, and whether the clock was told.

One text may have several sensible readings (``03/05/2023``, ``23-3-1``): all are returned, best first, and a column
decides between them (`choose_order`). A text whose parts contradict each other (2月30日, a Wednesday that was a Friday)
has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from evallib.model import patterns

#: Orders of day, month and year; the two-digit ones tell the century from the file.
ORDERS = ("ymd", "mdy", "dmy", "ymd2", "dmy2", "mdy2")
BEIJING = timezone(timedelta(hours=8))
DAY_END = timedelta(hours=23, minutes=59, seconds=59)
SERIAL_EPOCH, SERIAL_EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
SERIALS = (20_000.0, 80_000.0)  # 1954 … 2119, so that a bare year or a count is no date
YEARS = (1990, 2099)  # what begins with one of them and a day tells its digits, and counts no seconds
EPOCH_SECONDS = (10**9, 1_990_010_100)  # 2001 … 2033: ten digits, below what could be those of a day and hour
_CLOCK = (
    r"(?P<noon>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|[AaPp]\.?[Mm]\.?)?\s*(?P<hour>\d{1,2})\s*"
    r"(?:(?:[:时点]|\.(?=\d\d(?:\.\d\d)?$))\s*(?:(?P<half>半)|(?P<quarter>[一三1-3])刻|"
    r"(?P<minute>\d{1,2})\s*分?)?\s*(?:[:.]?\s*(?P<second>\d{1,2})(?:[.,]\d+)?\s*秒?)?|h)\s*"
    r"(?P<after>[AaPp]\.?[Mm]\.?|上午|下午)?"
)
_ZONE = r"(?P<zone>Z|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)"
_TAIL = rf"(?:[T,\s]*{_CLOCK})?\s*{_ZONE}?(?:\s*\(?[A-Z]{{3,5}}\)?|\s*\([^)]*\))?$"
_DATES: tuple[tuple[str, str], ...] = (
    ("ymd", r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"),
    ("ymd", r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?![\d])"),
    ("mdy dmy", r"(?P<first>\d{1,2})[-/.](?P<second_part>\d{1,2})[-/.](?P<year>\d{4})"),
    ("ymd2 dmy2 mdy2", r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,2})"),
    ("ymd2", r"(?P<a>\d{2})\s*年\s*(?P<b>\d{1,2})\s*月\s*(?P<c>\d{1,2})\s*[日号]?"),
    ("name", r"(?P<day>\d{1,2})[-/\s]+(?P<name>[A-Za-z]{3,9})\.?[-/,\s]+(?P<year>\d{4})"),
    ("name", r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
    ("month", r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"),
    ("day", r"(?P<day>\d{1,2})\s*[日号]"),
)
_PATTERNS = tuple((kind, re.compile("^" + text + _TAIL)) for kind, text in _DATES)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\d{2,3}|\d{6})?)?)?)?$")
_BASIC = re.compile(r"^(\d{8})T(\d{2})(\d{2})(\d{2})(?!\d)")  # 20230305T140200Z
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
_WEEKDAY = re.compile(
    r"[(\[]?(?:星期|周|礼拜)([一二三四五六日天])[)\]]?|[(\[]([一二三四五六日天])[)\]]|\b(Mon|Tue|Wed|Thu|Fri|"
    r"Sat|Sun)[a-z]*\b[.,]?",
    re.IGNORECASE,
)
_WEEKDAYS = {**{name: i for i, name in enumerate("一二三四五六日")}, "天": 6,
             **{name: i for i, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}}  # fmt: skip
_MONTHS = {name: i for i, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_LATER, _NIGHT, _MORNING = (
    ("下午", "傍晚", "pm"),
    ("晚上", "晚间", "夜间"),
    ("凌晨", "清晨", "早上", "早晨", "上午", "am"),
)
#: The first hour of a clock of twelve that can be one of the evening.
EVENING = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time on the wall clock of the unit.

    Args:
        at: the time; midnight where only a day was told.
        has_clock: whether a time of day was told.
        order: one of `ORDERS`, or ``serial``, ``epoch``, ``hour`` (``2023030514``), ``month`` (the year was not told),
            ``day`` (nor the month).
    """

    at: datetime
    has_clock: bool
    order: str


def read_moments(
    text: str, within: date | None = None, zone: tzinfo = BEIJING, is_1904: bool = False
) -> tuple[Moment, ...]:
    """All sensible readings of a text, best first; empty if it is no point in time.

    Args:
        text: what was written, e.g. ``2023年3月5日 下午2:02``, ``20230305140200``, ``3日9时``, ``1677632400000``,
            ``45000.5``.
        within: a day of the file's month: tells year or month where the text does not.
        zone: zone of the unit's wall clock: a text with an offset of its own, or an epoch, is brought to it.
        is_1904: day numbers count from 1904 (a workbook of the old Mac Excel).

    >>> [moment.at.isoformat(sep=" ") for moment in read_moments("２０２３年３月５日（周日） 下午２：０２")]
    ['2023-03-05 14:02:00']
    >>> [(moment.at.isoformat(), moment.order) for moment in read_moments("03/05/2023")]
    [('2023-03-05T00:00:00', 'mdy'), ('2023-05-03T00:00:00', 'dmy')]
    >>> read_moments("2023-02-30"), read_moments("2023-03-05 星期三"), read_moments("Thursday 14/03/2023")
    ((), (), ())
    >>> read_moment("2023-03-01 24:00").at.isoformat(), read_moment("2023-03-01T01:00:00Z").at.isoformat()
    ('2023-03-02T00:00:00', '2023-03-01T09:00:00')
    >>> [read_moment(text).at.isoformat() for text in ("2023030514", "1677632400", "20230305140200")]
    ['2023-03-05T14:00:00', '2023-03-01T09:00:00', '2023-03-05T14:02:00']
    >>> read_moments("2023023014"), read_moments("2023030514020")
    ((), ())
    >>> read_moment("3日9时", within=date(2023, 3, 1)).at.isoformat()
    '2023-03-03T09:00:00'
    """
    bare = unicodedata.normalize("NFKC", text).strip().strip("'\"‘’“”=").strip()
    if _NUMBER.match(bare):
        return _numeric(bare, zone, is_1904)
    weekday = _WEEKDAY.search(bare)
    bare = _BASIC.sub(r"\1T\2:\3:\4", bare)
    if weekday:
        bare = " ".join((bare[: weekday.start()] + " " + bare[weekday.end() :]).split())
    found: list[Moment] = []
    for kind, pattern in _PATTERNS:
        match = pattern.match(bare)
        if match:
            found += [moment for order in kind.split() if (moment := _built(order, match.groupdict(), within, zone))]
            break
    if weekday:
        wanted = _WEEKDAYS[(weekday[1] or weekday[2] or weekday[3][:3]).lower()]
        found = [moment for moment in found if moment.at.weekday() == wanted]
    return tuple(found)


def read_moment(
    text: str, order: str = "ymd", within: date | None = None, zone: tzinfo = BEIJING, is_1904: bool = False
) -> Moment | None:
    """The reading of a text in a column whose order is known; None if it has none, or only ones of another order.

    >>> read_moment("03/05/2023"), read_moment("03/05/2023", "dmy").at.isoformat()
    (None, '2023-05-03T00:00:00')
    """
    readings = read_moments(text, within, zone, is_1904)
    open_orders = {moment.order for moment in readings} & (set(ORDERS) - {"ymd"})
    if not open_orders:
        return readings[0] if readings else None
    return next((moment for moment in readings if moment.order in {order, f"{order}2"}), None)


def choose_order(texts: Iterable[str], declared: str = "ymd", years: range | None = None) -> str | None:
    """The order in which a column writes its days, where its texts alone decide; None where they do not.

    Args:
        texts: texts of one column, all of them or many.
        declared: an order that somebody has declared; it holds where it fits.
        years: years that are likely for the file; two-digit years must lie among them.

    >>> choose_order(["03/05/2023", "03/25/2023"]), choose_order(["03/05/2023", "04/05/2023"])
    ('mdy', None)
    >>> choose_order(["23-3-1 9:00", "23-3-12"], years=range(2022, 2025))
    'ymd'
    """
    left: set[str] | None = None
    for text in texts:
        orders = {moment.order.removesuffix("2") for moment in read_moments(text)
                  if moment.order in ORDERS and (years is None or moment.at.year in years)}  # fmt: skip
        if orders:
            left = orders if left is None else left & orders
    if not left:
        return None
    if declared in left or len(left) == 1:
        return declared if declared in left else left.pop()
    return None


def _numeric(text: str, zone: tzinfo, is_1904: bool) -> tuple[Moment, ...]:
    whole, _, fraction = text.partition(".")
    compact = _COMPACT.match(whole) if not fraction.strip("0") else None
    if compact and YEARS[0] <= int(compact[1]) <= YEARS[1]:
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
        clock = (hour, minute, second) if compact[4] else None
        fits = clock is None or (clock <= (23, 59, 59) and max(clock[1:]) < 60) or clock == (24, 0, 0)
        built = _moment("hour" if len(whole) == 10 else "ymd", year, month, day, clock, zone=None) if fits else None
        # 2023023014 is a slip of the pen, not a second of 2034.
        return (built,) if built else ()
    for digits, scale in ((10, 1), (13, 1000), (16, 1_000_000), (19, 1_000_000_000)):
        if len(whole) == digits and EPOCH_SECONDS[0] <= int(whole) // scale < EPOCH_SECONDS[1]:
            stamp = datetime.fromtimestamp(int(whole) // scale, UTC).astimezone(zone).replace(tzinfo=None)
            return (Moment(stamp, True, "epoch"),)
    days = float(text)
    if SERIALS[0] <= days <= SERIALS[1] and len(whole) == 5:
        # To the second: a serial number cannot carry more.
        start = SERIAL_EPOCH_1904 if is_1904 else SERIAL_EPOCH
        return (Moment(start + timedelta(seconds=round(days * 86_400)), days % 1 != 0, "serial"),)
    return ()


def _built(order: str, parts: dict[str, str | None], within: date | None, zone: tzinfo) -> Moment | None:
    found = {name: int(parts[name] or 0) for name in ("year", "month", "day") if parts.get(name)}
    if order in {"mdy", "dmy"}:
        first, second = int(parts["first"] or 0), int(parts["second_part"] or 0)
        found |= {"month": first, "day": second} if order == "mdy" else {"month": second, "day": first}
    elif order.endswith("2"):
        a, b, c = (int(parts[name] or 0) for name in "abc")
        year, month, day = {"ymd2": (a, b, c), "dmy2": (c, b, a), "mdy2": (c, a, b)}[order]
        found = {"year": 2000 + year, "month": month, "day": day}
    elif order == "name":
        month = _MONTHS.get((parts["name"] or "")[:3].lower(), 0)
        found["month"], order = month, "ymd"
    elif order in {"month", "day"}:
        if within is None:
            return None
        found = {"year": within.year, "month": within.month, **found}
    clock = _clock(parts)
    if parts.get("hour") and clock is None:
        return None
    told = parts.get("zone")
    return _moment(order, found["year"], found["month"], found["day"], clock, zone if told else None, told or "")


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int] | None:
    if not parts.get("hour"):
        return None
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if parts.get("half"):
        minute = 30
    elif parts.get("quarter"):
        minute = 15 * {"一": 1, "1": 1, "2": 2, "三": 3, "3": 3}[parts["quarter"] or "1"]
    noon = ((parts.get("noon") or "") + (parts.get("after") or "")).replace(".", "").lower()
    if (noon in _NIGHT and not (EVENING <= hour < 12 or hour > 12)) or (noon in _MORNING and hour > 12):
        # 晚上12点 ends the day; 晚上1点 is of the next one, or of this one's first hours.
        return (24, 0, 0) if noon in _NIGHT and (hour, minute, second) == (12, 0, 0) else None
    if (noon in (*_LATER, *_NIGHT) and hour < 12) or (noon == "中午" and hour < 11):
        hour += 12
    elif noon in {"am", "凌晨"} and hour == 12:
        hour = 0
    fits = (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0)
    return (hour, minute, second) if fits else None


def _moment(
    order: str, year: int, month: int, day: int, clock: tuple[int, int, int] | None, zone: tzinfo | None, told: str = ""
) -> Moment | None:
    try:
        at = datetime(year, month, day)
    except ValueError:
        return None
    if clock:
        at += timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])
    if zone and clock:
        offset = patterns.search(r"([+-])(\d{1,2}):?(\d{2})?", told)
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0)) if offset else timedelta()
        ahead = -ahead if offset and offset[1] == "-" else ahead
        at = at.replace(tzinfo=timezone(ahead)).astimezone(zone).replace(tzinfo=None)
    return Moment(at, clock is not None, order)
