"""Workload: what a change may be measured from."""

from datetime import datetime

import ibis
import pyarrow as pa
import pytest

from evallib.indicators import is_comparable, rate_change, rules, volume_change, with_missing_columns
from evallib.model import evaluation_year


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("months_before", "each", "comparable"),
    [(range(1, 13), 10, True), (range(1, 12), 10, False), ([3], 1, False), ([], 0, False), (range(1, 13), 1, True)],
)
def test_what_a_change_may_be_measured_from(months_before, each, comparable):
    """A stray row of the year before, or a part of that year, is no basis."""
    rows = [datetime(2023, month, day) for month in range(1, 13) for day in range(1, 16)]
    rows += [datetime(2022, month, day) for month in months_before for day in range(1, each + 1)]
    table = pa.table(
        {"requested_datetime": rows, "source": ["12345"] * len(rows), "satisfaction": ["满意"] * len(rows)}
    )
    cases = with_missing_columns(ibis.memtable(table))
    year = evaluation_year(2023)
    assert is_comparable(cases, year, year.year_before()) == comparable
    change = volume_change(cases, year, ["source"])
    assert change["cases_count"].tolist() == [180]
    assert change["year_before_count"].notna().all() == comparable
    assert change["year_on_year_rate"].notna().all() == comparable
    rates = rate_change(cases, year, (), rules(rates=("satisfaction_rate",)))
    assert rates["year_on_year_pp"].notna().all() == comparable


@pytest.mark.slow
def test_each_month_stands_beside_its_own_month_a_year_before_and_the_month_before_it():
    """January 2023 with 30 requests, 20 in January 2022 and 25 in December 2022; no month of another year is a row."""
    counts = {
        (2022, 1): 20,
        (2022, 12): 25,
        **{(2022, month): 10 for month in range(2, 12)},
        (2023, 1): 30,
        (2023, 2): 24,
    }
    rows = [datetime(*month, 1 + n % 28, n % 24) for month, times in counts.items() for n in range(times)]
    table = pa.table(
        {"requested_datetime": rows, "source": ["12345", "网格"] * (len(rows) // 2) + ["12345"] * (len(rows) % 2)}
    )
    change = volume_change(with_missing_columns(ibis.memtable(table)), evaluation_year(2023), "month").set_index(
        "month"
    )
    assert list(change.index.year.unique()) == [2023] and len(change) == 12
    january, february, march = (change.loc[f"2023-{month:02}-01"] for month in (1, 2, 3))
    assert (january["cases_count"], january["year_before_count"], january["period_before_count"]) == (30, 20, 25)
    assert january["year_on_year_rate"] == pytest.approx(0.5)
    assert january["period_on_period_rate"] == pytest.approx(0.2)
    assert february["period_on_period_rate"] == pytest.approx(-0.2)
    assert january["share_rate"] == pytest.approx(30 / 54)
    assert march["cases_count"] == 0
    by_source = volume_change(with_missing_columns(ibis.memtable(table)), evaluation_year(2023), ["month", "source"])
    assert by_source["cases_count"].sum() == 54
    assert set(by_source.columns) == {*change.columns, "month", "source"}
