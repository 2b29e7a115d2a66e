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
