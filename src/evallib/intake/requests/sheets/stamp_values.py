"""Times of exports (工单时间): a column of texts → timestamps on the unit's clock, and how exactly each was told.

The plain forms go through Arrow, whole columns at a time; what is left is read by `evallib.parsing.orders.moments`,
each distinct text once. Both give the same: a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.sheets.field_values import STAMP, flat
from evallib.intake.requests.sheets.sheet_reading import Mask
from evallib.parsing.orders.moments import BEIJING, DAY_END, Moment, choose_order, read_moment, read_moments

_CLOCK = r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.\d+)?)?)?"
_PLAIN = r"^(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?" + _CLOCK + "$"
_AMERICAN = r"^(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4})" + _CLOCK + r"(?: *(?P<half>[AaPp][Mm]))?$"
#: Distinct texts that decide about the order of days; more of them decide no better.
SAMPLE = 2000


@dataclass(frozen=True)
class Stamps:
    """Timestamps of one column.

    Args:
        values: timestamps without a zone; missing where there is none.
        bad: texts that are no point in time, or only an ambiguous one.
        coarse: only a day was told.
        remarks: how texts were read that could be read otherwise, in Chinese.
        ambiguous: the order of day and month is open: nothing in the column decides it.
    """

    values: pa.Array
    bad: Mask
    coarse: Mask
    remarks: list[str] = field(default_factory=list)
    ambiguous: bool = False

    def day_ends(self) -> pa.Array:
        """The values, with a mere day lasting until its end."""
        if not self.coarse.any():
            return self.values
        later = pc.add(self.values, pa.scalar(DAY_END, pa.duration("us")))
        return pc.if_else(pa.array(self.coarse), later, self.values)


def read_stamps(
    column: pa.Array,
    order: str = "ymd",
    within: date | None = None,
    zone: tzinfo = BEIJING,
    is_1904: bool = False,
    years: range | None = None,
) -> Stamps:
    """Read a column of times as they were meant.

    Args:
        column: text.
        order: the declared order of days where the year comes last; what the column itself shows counts first.
        within: a day of the file's month, for texts that do not tell year or month.
        zone: zone of the unit's clock.
        is_1904: day numbers count from 1904.
        years: likely years, for two-digit ones.

    >>> texts = pa.array(["2023年3月5日 14:02", "2023/3/5", "44990.5847222222", "三月五日", None])
    >>> stamps = read_stamps(texts)
    >>> [str(stamp) for stamp in stamps.values.to_pylist()[:3]]
    ['2023-03-05 14:02:00', '2023-03-05 00:00:00', '2023-03-05 14:02:00']
    >>> stamps.bad.tolist(), stamps.coarse.tolist()
    ([False, False, False, True, False], [False, True, False, False, False])
    >>> read_stamps(pa.array(["03/05/2023", "03/25/2023"])).remarks
    ['日期按“月/日/年”读（该列的取值只符合这一种）']
    """
    column = flat(column)
    present = np.asarray(pc.is_valid(column))
    # The plain form first: it is what workbooks give for real date cells, and Arrow reads it many times faster.
    full = pc.strptime(column, format="%Y-%m-%d %H:%M:%S", unit="us", error_is_null=True)
    values = pc.if_else(pc.equal(pc.utf8_length(column), 19), _without_rollover(full, column), pa.scalar(None, STAMP))
    coarse = np.zeros(len(column), dtype=bool)
    left = present & ~np.asarray(pc.is_valid(values))
    if left.any():
        values, plain_days = _filled(values, column, left, _PLAIN)
        coarse |= plain_days
        left = present & ~np.asarray(pc.is_valid(values))
    remarks: list[str] = []
    ambiguous = False
    if left.any() and order == "mdy":
        values, plain_days = _filled(values, column, left, _AMERICAN)
        coarse |= plain_days
        left = present & ~np.asarray(pc.is_valid(values))
    if left.any():
        values, days, remarks, ambiguous = _read_rest(values, column, left, order, within, zone, is_1904, years)
        coarse |= days
    valid = np.asarray(pc.is_valid(values))
    if valid.any() and not coarse.all():
        clock = values.to_numpy(zero_copy_only=False)[valid]
        # A real date cell shows midnight; a column in which nothing happens at another time tells days.
        if (clock == clock.astype("datetime64[D]")).all():
            coarse = valid.copy()
    return Stamps(values, present & ~valid, coarse & valid, remarks, ambiguous)


def _without_rollover(stamps: pa.Array, column: pa.Array) -> pa.Array:
    """Without days that no month has: strptime makes the second of March of a thirtieth of February."""
    late = pc.fill_null(pc.is_in(pc.utf8_slice_codeunits(column, 8, 10), pa.array(["29", "30", "31"])), False)
    if not pc.any(late).as_py():
        return stamps
    moved = pc.and_(late, pc.fill_null(pc.less(pc.day(stamps), 29), False))
    return pc.if_else(moved, pa.scalar(None, STAMP), stamps)


def _filled(values: pa.Array, column: pa.Array, left: Mask, pattern: str) -> tuple[pa.Array, Mask]:
    found, days = _by_pattern(column.filter(pa.array(left)), pattern)
    coarse = np.zeros(len(column), dtype=bool)
    coarse[np.flatnonzero(left)] = days
    return pc.replace_with_mask(flat(values), pa.array(left), found), coarse


def _by_pattern(column: pa.Array, pattern: str) -> tuple[pa.Array, Mask]:
    parts = flat(pc.extract_regex(column, pattern))
    valid = np.asarray(pc.is_valid(parts))
    names = [field.name for field in parts.type]

    def number(name: str) -> Any:
        text = pc.struct_field(parts, name)
        return np.asarray(pc.fill_null(pc.cast(pc.if_else(pc.equal(text, ""), "0", text), pa.int64()), 0))

    has_clock = np.asarray(pc.fill_null(pc.not_equal(pc.struct_field(parts, "hour"), ""), False))
    hour, minute, second = number("hour"), number("minute"), number("second")
    if "half" in names:
        half = np.asarray(pc.fill_null(pc.utf8_upper(pc.struct_field(parts, "half")), "")).astype(str)
        hour = np.where((half == "PM") & (hour < 12), hour + 12, hour)
        hour = np.where(
            half == "AM", np.where(hour == 12, 0, np.where(hour > 12, 24, hour)), hour
        )  # 13:20 AM is no time
    year, month, day = number("year"), number("month"), number("day")
    in_range = valid & (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60) & (second < 60) & (year >= 1900)
    first = (np.where(in_range, year, 2000) - 1970).astype("datetime64[Y]").astype("datetime64[M]")
    first = (first + (np.where(in_range, month, 1) - 1)).astype("datetime64[D]")
    moment = first + (day - 1)
    # 2月30日 would roll over into March: the month has to stay what was written.
    in_range &= (day >= 1) & (moment.astype("datetime64[M]") == first.astype("datetime64[M]"))
    stamps = moment.astype("datetime64[us]") + ((hour * 60 + minute) * 60 + second).astype("timedelta64[s]")
    return pa.array(stamps, STAMP, mask=~in_range), in_range & ~has_clock


def _read_rest(
    values: pa.Array,
    column: pa.Array,
    left: Mask,
    order: str,
    within: date | None,
    zone: tzinfo,
    is_1904: bool,
    years: range | None,
) -> tuple[pa.Array, Mask, list[str], bool]:
    encoded = pc.dictionary_encode(column.filter(pa.array(left)))
    texts = encoded.dictionary.to_pylist()
    sample = texts[:SAMPLE]
    chosen = choose_order(sample, order, years)
    is_open = any({moment.order for moment in read_moments(text)} & {"mdy", "dmy"} for text in sample[:50])
    moments = [read_moment(text, chosen or order, within, zone, is_1904) for text in texts]
    moments, remarks = _of_one_kind(moments, encoded.indices.to_numpy())
    stamps = pa.array([moment.at if moment else None for moment in moments], STAMP)
    days = np.array([moment is not None and not moment.has_clock for moment in moments], dtype=bool)
    indices = encoded.indices.to_numpy()
    coarse = np.zeros(len(column), dtype=bool)
    coarse[np.flatnonzero(left)] = days[indices]
    kinds = {moment.order for moment in moments if moment}
    if is_open and chosen and chosen != order:
        names = {"mdy": "月/日/年", "dmy": "日/月/年", "ymd": "年/月/日"}
        remarks.append(f"日期按“{names[chosen]}”读（该列的取值只符合这一种）")
    if kinds & {"ymd2", "mdy2", "dmy2"}:
        remarks.append("年份只写两位，按 20 开头的年份读")
    if "epoch" in kinds:
        remarks.append("时间戳（自 1970 年起的秒或毫秒数）已换算为当地时间")
    if "hour" in kinds:
        remarks.append("十位数字按“年月日时”读")
    if "serial" in kinds and is_1904:
        remarks.append("该工作簿的日期从 1904 年起算，已按此换算")
    if kinds & {"month", "day"}:
        remarks.append("没有写全年月的时间，按文件所属月份补足")
    return (
        pc.replace_with_mask(flat(values), pa.array(left), stamps.take(pa.array(indices))),
        coarse,
        remarks,
        is_open and not chosen,
    )


def _of_one_kind(moments: list[Moment | None], indices: Any) -> tuple[list[Moment | None], list[str]]:
    """Ten digits count seconds or tell day and hour: a column writes one of them, and the fewer are in doubt."""
    uses = np.bincount(indices, minlength=len(moments))
    counts = {
        kind: sum(int(uses[place]) for place, moment in enumerate(moments) if moment and moment.order == kind)
        for kind in ("epoch", "hour")
    }
    fewer = min(counts, key=lambda kind: counts[kind])
    if not counts[fewer]:
        return moments, []
    told = f"{counts[fewer]} 处数字与该列其余写法不同（时间戳或“年月日时”），看不出是哪一种，当作未填"
    return [None if moment and moment.order == fewer else moment for moment in moments], [told]
