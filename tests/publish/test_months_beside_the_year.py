"""A small month of one type follows from no month page, though each page tells the month before again (上期)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from evallib.indicators import with_missing_columns
from evallib.model import Period, evaluation_year, month
from evallib.publish import Dimension, Opened, Published, RequestFacts, RequestPage, collect, given_away
from evallib.publish.sections.month import month_matters, month_page, month_volume
from evallib.publish.sections.orders import requests_by_month

TYPES = {"噪音": 20, "违建": 23, "物业": 26, "停车": 29, "路灯": 31}
SMALL, FEBRUARY = "路灯", 2


def page(
    period: Period, counts: Mapping[tuple[str | None, int, int], int], also: Mapping[str, object] = {}
) -> RequestPage:
    rows = [
        dict.fromkeys(month_volume.GROUPS)
        | dict(also)
        | {"service_name": name, "requested_datetime": datetime(year, number, 1) + timedelta(hours=place)}
        for (name, year, number), count in counts.items()
        for place in range(count)
    ]
    frame = pd.DataFrame(rows).astype(
        {"requested_datetime": "datetime64[us]"} | dict.fromkeys(month_volume.GROUPS, "string")
    )
    cases = with_missing_columns(ibis.memtable(pa.Table.from_pandas(frame, preserve_index=False)))
    return RequestPage(cases, "甲镇", period, datetime(2025, 1, 1), "", 5)


def counts_of(small: tuple[str, int, int]) -> dict[tuple[str, int, int], int]:
    """So many of each type in each month of two years, 3 in the small one."""
    each = {
        (name, year, number): TYPES[name] + number for name in TYPES for year in (2022, 2023) for number in range(1, 13)
    }
    return each | {small: 3}


@pytest.mark.slow
@pytest.mark.parametrize("year", [2022, 2023])
def test_neither_the_small_month_nor_its_neighbour_is_told(year: int) -> None:
    counts = counts_of((SMALL, year, FEBRUARY))
    told: set[tuple[int, int]] = set()
    for number in range(1, 6):
        period = month(2023, number)
        [table] = [
            item
            for item in month_volume.volumes(month_page.month_of(page(period, counts)))
            if item.name == "volume_service_name"
        ]
        rows = table.frame[table.frame["service_name"] == SMALL].to_dict("records")
        spans = {"cases_count": period, "year_before_count": period.year_before(), "period_before_count": period.period_before()}  # fmt: skip
        told |= {
            (span.start.year, span.start.month) for row in rows for name, span in spans.items() if pd.notna(row[name])
        }
    assert {(year, 1), (year, 4)} <= told
    assert not {(year, 2), (year, 3)} & told


@pytest.mark.parametrize(("year", "hidden"), [(2023, {2, 3}), (2022, set())])
def test_the_years_page_covers_a_small_month_by_what_no_month_page_tells(year: int, hidden: set[int]) -> None:
    """January, though the smallest, is on its own page: 本年 less the others would tell February."""
    shown, whole = requests_by_month.by_month(
        page(evaluation_year(2023), counts_of((SMALL, year, FEBRUARY))), "service_name"
    )
    there = shown[shown["cases_count"].isna()]
    assert {pd.Timestamp(day).month for day in there["month"]} == hidden
    assert set(there["service_name"]) == ({SMALL, "噪音"} if hidden else set())
    assert whole["cases_count"].notna().all() and len(whole) == len(shown) == 12 * len(TYPES)


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


def test_what_is_expected_of_a_month_tells_no_few_requests_before() -> None:
    """0.2 expected of 31 days, by 365 days before, are 2 requests; 0.0 are none, which is nobody's matter."""
    counts = {("噪音", 2022, number): 20 for number in range(3, 13)} | {
        ("噪音", 2023, number): 20 for number in (1, 2, 3)
    }
    counts |= {
        ("路灯", 2022, 7): 2,
        ("路灯", 2023, 3): 40,
        ("停车", 2022, 7): 6,
        ("停车", 2023, 3): 40,
        ("积水", 2023, 3): 40,
    }
    [table] = month_matters.rises(month_page.month_of(page(month(2023, 3), counts)))
    shown = {row["service_name"]: [to_text(row[name]) for name, (_, to_text) in table.columns.items()][2:]
             for row in table.frame.assign(community="").to_dict("records")}  # fmt: skip
    assert shown["路灯"] == ["—", "—"]
    assert shown["停车"][0] == "0.5" and shown["积水"][0] == "0.0" and shown["停车"][1] == "<0.0001"


def test_repeats_without_a_type_are_in_the_table_or_put_together() -> None:
    """The sentence tells all of them: what the table left out was the difference."""
    counts = {("噪音", 2023, 3): 30, ("路灯", 2023, 3): 20, (None, 2023, 3): 2}
    opened = month_page.month_of(page(month(2023, 3), counts, {"caller_id": "p1", "is_repeated": True}))
    [table] = [item for item in month_matters.repeats(opened) if item.name == "repeats_service_name"]
    assert table.frame[["service_name", "cases_count"]].values.tolist() == [["噪音", 30], ["其余（合并）", 22]]


def test_what_the_largest_leave_out_is_told_and_moves_too() -> None:
    """18 kinds, of which 15 are listed; the one that fell most, from 200 to 23, is not among them."""
    counts = {(f"类{place:02}", 2023, number): 40 - place for place in range(18) for number in (2, 3)}
    told = month_page.month_of(page(month(2023, 3), counts | {("类17", 2023, 2): 200}))
    [table] = [item for item in month_volume.volumes(told) if item.name == "volume_service_name"]
    assert len(table.frame) == 15
    assert "类17减少最多（-177 件）" in table.sentences[0]
    assert table.sentences[1] == "前 15 类以外的 3 类共 72 件不单列。"
