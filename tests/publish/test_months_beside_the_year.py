"""A small month of one type follows from no month page, though each page tells the month before again (上期)."""

from __future__ import annotations

from datetime import datetime, timedelta

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from evallib.indicators import with_missing_columns
from evallib.model import Period, month
from evallib.publish import Dimension, Opened, Published, RequestFacts, RequestPage, collect, given_away
from evallib.publish.sections.month.month_page import month_of
from evallib.publish.sections.month.month_volume import GROUPS, volumes

TYPES = {"噪音": 20, "违建": 23, "物业": 26, "停车": 29, "路灯": 31}
SMALL, FEBRUARY = "路灯", 2


def page(period: Period, counts: dict[tuple[str, int, int], int]) -> RequestPage:
    rows = [
        dict.fromkeys(GROUPS)
        | {"service_name": name, "requested_datetime": datetime(year, number, 1) + timedelta(hours=place)}
        for (name, year, number), count in counts.items()
        for place in range(count)
    ]
    frame = pd.DataFrame(rows).astype({"requested_datetime": "datetime64[us]"} | dict.fromkeys(GROUPS, "string"))
    cases = with_missing_columns(ibis.memtable(pa.Table.from_pandas(frame, preserve_index=False)))
    return RequestPage(cases, "甲镇", period, datetime(2025, 1, 1), "", 5)


def counts_of(small: tuple[str, int, int]) -> dict[tuple[str, int, int], int]:
    """So many of each type in each month of two years, 3 in the small one."""
    each = {
        (name, year, number): TYPES[name] + number for name in TYPES for year in (2022, 2023) for number in range(1, 13)
    }
    return each | {small: 3}


@pytest.mark.parametrize("year", [2022, 2023])
def test_neither_the_small_month_nor_its_neighbour_is_told(year: int) -> None:
    counts = counts_of((SMALL, year, FEBRUARY))
    told: set[tuple[int, int]] = set()
    for number in range(1, 6):
        period = month(2023, number)
        [table] = [item for item in volumes(month_of(page(period, counts))) if item.name == "volume_service_name"]
        rows = table.frame[table.frame["service_name"] == SMALL].to_dict("records")
        spans = {"cases_count": period, "year_before_count": period.year_before(), "period_before_count": period.period_before()}  # fmt: skip
        told |= {
            (span.start.year, span.start.month) for row in rows for name, span in spans.items() if pd.notna(row[name])
        }
    assert {(year, 1), (year, 4)} <= told
    assert not {(year, 2), (year, 3)} & told


def test_a_month_told_by_the_next_page_is_an_equation() -> None:
    """The year's total less the shown months, March among them in April's column 上期, leaves February."""
    counts = {
        (name, number): count for (name, year, number), count in counts_of((SMALL, 2023, 2)).items() if year == 2023
    }
    facts, seen = RequestFacts(dimensions=[Dimension("service_name", counts)]), Published()
    year = sum(count for (name, _), count in counts.items() if name == SMALL)
    collect(Opened([], [[["诉求类型", "件数"], [SMALL, f"{year}"]]], [""]), facts, None, seen)
    for number in (1, *range(4, 13)):
        before = f"{counts[SMALL, number - 1]}" if number == 4 else "—"
        table = [["诉求类型", "件数", "上期"], [SMALL, f"{counts[SMALL, number]}", before]]
        collect(Opened([], [table], [""]), facts, number, seen)
    assert (SMALL, (3,)) in seen.single["service_name"]
    assert [*given_away(facts.dimensions[0], seen.single["service_name"], 5)] == [(SMALL, (2,), 3)]
