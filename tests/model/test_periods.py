from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.model import Period, add_months, evaluation_year, month


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_an_evaluation_year_is_twelve_months_that_follow_each_other(year: int, start_month: int) -> None:
    period = evaluation_year(year, start_month)
    assert period.months_count == len(period.months) == 12
    assert period.months[0].start == period.start and period.months[-1].end == period.end
    assert all(first.end == second.start for first, second in zip(period.months, period.months[1:], strict=False))
    assert period.year_before() == period.period_before() == evaluation_year(year - 1, start_month)
    assert add_months(period.end, -1).year == year


def test_labels() -> None:
    assert evaluation_year(2023, 11).label == "2022年11月—2023年10月"
    assert month(2023, 1).period_before().label == "2022年12月"
    assert month(2023, 1).year_before().label == "2022年1月"


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="between 1 and 12"):
        evaluation_year(2023, 13)
    with pytest.raises(ValueError, match="not be empty"):
        Period(date(2023, 2, 1), date(2023, 2, 1))
    with pytest.raises(ValueError, match="with a month"):
        Period(date(2023, 2, 2), date(2023, 3, 1))
