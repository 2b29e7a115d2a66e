"""Times written as bare digits: what the digits say counts, a column writes one kind, and what is in doubt is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from evallib.intake import read_service_requests, read_stamps
from evallib.parsing import read_moments


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20240611", "2024-06-11 00:00:00"),
        ("2024061109", "2024-06-11 09:00:00"),
        ("2024061109.0", "2024-06-11 09:00:00"),
        ("2024061124", "2024-06-12 00:00:00"),
        ("202406110935", "2024-06-11 09:35:00"),
        ("20240611093507", "2024-06-11 09:35:07"),
        ("20240611093507123", "2024-06-11 09:35:07"),
        ("2024061109350712", "2024-06-11 09:35:07"),
        ("1718069707", "2024-06-11 09:35:07"),
        ("1718069707000", "2024-06-11 09:35:07"),
        ("1718069707000000", "2024-06-11 09:35:07"),
        ("1718069707000000000", "2024-06-11 09:35:07"),
        ("45454", "2024-06-11 00:00:00"),
        ("45454.3993865741", "2024-06-11 09:35:07"),
    ],
)
def test_digits_are_read_as_they_are_meant(text: str, meant: str) -> None:
    assert [str(moment.at) for moment in read_moments(text)] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "20241311",
        "2024023009",
        "2024061125",
        "202406110960",
        "20240611250000",
        "2024061109350",
        "202406",
        "11062024",
        "240611",
    ],
)
def test_digits_that_are_no_time_are_none(text: str) -> None:
    assert read_moments(text) == ()


def test_no_day_of_the_next_years_is_read_as_seconds() -> None:
    """Every hour of 2023–2030 written as ten digits is that hour; every day written as seconds is that day."""
    for day in range(0, 8 * 365, 3):
        at = datetime(2023, 1, 1) + timedelta(days=day, hours=day % 24)
        assert [moment.at for moment in read_moments(at.strftime("%Y%m%d%H"))] == [at]
        seconds = int((at - timedelta(hours=8)).replace(tzinfo=UTC).timestamp())
        assert [moment.at for moment in read_moments(str(seconds))] == [at]


@pytest.mark.parametrize(
    ("texts", "bad"),
    [
        (["1718069707", "1718073307", "2024061109"], [False, False, True]),
        (["2024061109", "2024061110", "1718069707"], [False, False, True]),
        (["2024061109", "2024061110", "2024023009"], [False, False, True]),
        (["2024061109", "2024-06-11 10:00", "45454.5"], [False, False, False]),
    ],
    ids=["few hours among seconds", "few seconds among hours", "no such day", "other spellings"],
)
def test_the_bulk_of_a_column_decides(texts: list[str], bad: list[bool]) -> None:
    assert read_stamps(pa.array(texts)).bad.tolist() == bad


def test_hours_are_told_and_slips_are_doubted(tmp_path: Path) -> None:
    rows = ["工单编号,受理时间,办结时间,承办部门,工单状态", "G1,2024061109,2024061315,城建所,已办结",
            "G2,2024061211,2024061409,城建所,已办结", "G3,2024061210,1718355907,绿化所,已办结"]  # fmt: skip
    path = tmp_path / "导出.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    read = read_service_requests(path)
    assert [str(at) for at in read.table["requested_datetime"].to_pylist()] == [
        "2024-06-11 09:00:00", "2024-06-12 11:00:00", "2024-06-12 10:00:00"]  # fmt: skip
    assert read.table["closed_datetime"].to_pylist()[2] is None
    assert read.table["doubts"].to_pylist() == [None, None, "closed_datetime:not_a_date"]
    assert read.tally.is_complete and read.tally.doubtful == 1
    told = "".join(problem.message for problem in read.problems)
    assert "年月日时" in told and "看不出是哪一种" in told
