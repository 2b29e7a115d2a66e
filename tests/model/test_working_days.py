"""Working days: the State Council's arrangements, make-up days, excused spans, and days nobody has arranged yet."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from evallib.model import WorkingCalendar

CHINA, EVERY_DAY = WorkingCalendar(), WorkingCalendar("none")


def test_holidays_and_make_up_days() -> None:
    """国办发明电〔2022〕16号: 2023年中秋国庆 9月29日至10月6日, 10月7日、8日上班."""
    assert [day for day in range(25, 31) if CHINA.is_workday(date(2023, 9, day))] == [25, 26, 27, 28]
    assert [day for day in range(1, 10) if CHINA.is_workday(date(2023, 10, day))] == [7, 8, 9]
    assert CHINA.workdays(date(2023, 1, 1), date(2024, 1, 1)) == 249
    assert EVERY_DAY.workdays(date(2024, 1, 1), date(2025, 1, 1)) == 366


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [(datetime(2023, 9, 28, 16), 0, datetime(2023, 9, 28, 16)), (datetime(2023, 9, 28, 16), 1, datetime(2023, 10, 7, 16)),
     (datetime(2023, 10, 1, 9), 1, datetime(2023, 10, 7, 9)), (datetime(2024, 2, 8, 23, 59, 59), 2, datetime(2024, 2, 18, 23, 59, 59)),
     (datetime(2024, 2, 28), 1, datetime(2024, 2, 29))],
)  # fmt: skip
def test_a_limit_in_working_days(start: datetime, days: int, end: datetime) -> None:
    if start == datetime(2024, 2, 8, 23, 59, 59):
        end = (
            datetime(2024, 2, 18, 23, 59, 59)
            if CHINA.is_workday(date(2024, 2, 9))
            else datetime(2024, 2, 19, 23, 59, 59)
        )
    assert CHINA.add(start, days) == end


def test_excused_time_stands_still() -> None:
    spans = [(date(2023, 10, 9), date(2023, 10, 10))]
    assert CHINA.add(datetime(2023, 10, 8, 9), 1, spans) == datetime(2023, 10, 11, 9)
    assert CHINA.between(datetime(2023, 10, 8, 9), datetime(2023, 10, 11, 9), spans) == pytest.approx(1.0)
    assert CHINA.between(datetime(2023, 10, 11), datetime(2023, 10, 8)) == -3.0
    with pytest.raises(ValueError, match="no end"):
        CHINA.add(datetime(2023, 1, 1), 1, [(date(2022, 1, 1), date(2040, 1, 1))])
    with pytest.raises(ValueError, match="negative"):
        CHINA.add(datetime(2023, 1, 1), -1)


def test_days_of_a_place_and_years_without_an_arrangement() -> None:
    own = WorkingCalendar(extra_holidays=frozenset({date(2023, 10, 9)}), extra_workdays=frozenset({date(2023, 10, 14)}))
    assert not own.is_workday(date(2023, 10, 9)) and own.is_workday(date(2023, 10, 14))
    far = date(2099, 10, 1)
    assert not CHINA.is_arranged(far) and CHINA.is_workday(far) == (far.weekday() < 5)
    assert CHINA.is_arranged(date(2023, 1, 1)) and EVERY_DAY.is_arranged(far)
