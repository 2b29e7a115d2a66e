"""Until when the data goes (数据截止时间): from a parameter, a title, or the bulk of times, never one wild date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import numpy as np

from evallib.parsing.orders.moments import read_moments

#: So long without any time, and what comes after (or before) it is a slip of the pen, if it is only a few.
GAP_AFTER, GAP_BEFORE = np.timedelta64(45, "D"), np.timedelta64(400, "D")
#: At most so many times, or this share of them, can be slips.
FEW, FEW_SHARE = 2, 0.002
LEAST = 4
_UNTIL = re.compile(
    r"(?:截至|截止到?|(?:(?:数据|统计)|(?<![\u4e00-\u9fff]))截[至止](?:时间|日期)|导出时间|导出日期)[：:为\s]*"
    r"(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:时]\d{0,2}(?::\d{2})?)?)"
)


@dataclass(frozen=True)
class DataSpan:
    """The span of the times of some exports.

    Args:
        since: the earliest time that is no slip; None where there is no time.
        until: until when the data goes.
        basis: where `until` comes from: 设定, 标题 or 数据.
    """

    since: datetime | None
    until: datetime | None
    basis: str


def find_span(moments: Any, titles: Iterable[str] = (), declared: datetime | None = None) -> DataSpan:
    """The span of some times.

    Args:
        moments: times of receipt and closing, as numpy datetimes, in any order; missing ones do not count.
        titles: texts above the tables, which may tell until when.
        declared: what somebody has declared.

    >>> times = np.array(["2023-03-01", "2023-03-02", "2023-03-05", "2023-03-06", "2032-03-03"], "datetime64[us]")
    >>> find_span(times).until.isoformat(), find_span(times, ["工单汇总表（截至2023年3月31日）"]).until.isoformat()
    ('2023-03-06T00:00:00', '2023-03-31T23:59:59')
    """
    times = np.sort(moments[~np.isnat(moments)].astype("datetime64[us]"))
    count, most = len(times), max(FEW, int(len(moments) * FEW_SHARE))
    first, last = 0, count - 1
    if count > LEAST:
        steps = np.diff(times)
        ends = np.flatnonzero(steps[-most:] > GAP_AFTER) + len(steps) - len(steps[-most:])
        last = int(ends[0]) if len(ends) else last
        starts = np.flatnonzero(steps[:most] > GAP_BEFORE)
        first = int(starts[-1]) + 1 if len(starts) else first
    since, bulk = (times[first].item(), times[last].item()) if count else (None, None)
    if declared:
        return DataSpan(since, declared, "设定")
    told = [moment for title in titles if (moment := title_until(title))]
    return DataSpan(since, max(told), "标题") if told else DataSpan(since, bulk, "数据")


def title_until(title: str) -> datetime | None:
    """Until when a title says that the data goes; a mere day lasts until its end.

    >>> title_until("（数据截止：2023-09-30）").isoformat(), title_until("2023年9月工单")
    ('2023-09-30T23:59:59', None)
    """
    found = _UNTIL.search(title)
    readings = read_moments(found[1]) if found else ()
    if not readings:
        return None
    moment = readings[0]
    return moment.at if moment.has_clock else datetime.combine(moment.at.date(), time(23, 59, 59))
