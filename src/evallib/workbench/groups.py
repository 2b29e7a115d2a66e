"""Groups (分组): what requests can be grouped by, in Chinese or by column name, and months as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evallib.model.periods import Period
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.parsing import parse_period

#: What requests can be grouped by.
GROUPS = {
    "month": "月份", "source": "来源", "service_name": "诉求类型", "service_subtype": "小类",
    "agency_responsible": "主责部门", "community": "所属居村", "unit": "街镇",
}  # fmt: skip
TYPE, AGENCY, UNIT = "service_name", "agency_responsible", "unit"
By = str | Sequence[str]
#: Parts of a year: label → first and last month of it, counted from the first of the evaluation year.
PERIODS = {
    "全年": (0, 12), "上半年": (0, 6), "下半年": (6, 12), "第一季度": (0, 3), "第二季度": (3, 6), "第三季度": (6, 9),
    "第四季度": (9, 12),
}  # fmt: skip


def group_named(name: str) -> str:
    """The column of a group, by its Chinese name or its own.

    >>> group_named("主责部门"), group_named("source")
    ('agency_responsible', 'source')
    """
    known = {**{label: column for column, label in GROUPS.items()}, **{column: column for column in GROUPS}}
    if name not in known:
        raise EvallibError(
            Problem(
                "workbench.group",
                "不能按此分组",
                value=name,
                expected="、".join(GROUPS.values()),
                advice=did_you_mean(name, known, listed=False),
            )
        )
    return known[name]


def groups_named(by: By) -> list[str]:
    """The columns of one group or of several."""
    return [group_named(name) for name in ([by] if isinstance(by, str) else by)]


def first_day(month: str) -> date:
    """First day of a month as people write it.

    >>> first_day("2023-07") == first_day("2023年7月") == first_day("2023.7") == date(2023, 7, 1)
    True
    """
    for reading in parse_period(month)[:1]:
        if not reading.rest and reading.value.months_count == 1:
            return date(reading.value.start.year, reading.value.start.month, 1)
    raise EvallibError(Problem("workbench.month", "看不懂的月份", value=month, expected="例如 2023-07、2023年7月"))


def part_of(period: Period, part: str) -> Period:
    """A part of an evaluation year, by its label.

    >>> from datetime import date
    >>> part_of(Period(date(2023, 1, 1), date(2024, 1, 1)), "下半年").label
    '2023年7月—2023年12月'
    """
    if part not in PERIODS:
        raise EvallibError(Problem("workbench.period", "没有这个时段", value=part, expected="、".join(PERIODS)))
    first, last = PERIODS[part]
    months = period.months[first:last]
    return Period(months[0].start, months[-1].end) if months else period
