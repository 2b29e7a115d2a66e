"""An order that stands in the exports of two years counts once, as the later one tells it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evallib.intake import open_two_years, told_again
from evallib.model import Workspace

DECEMBER, NEXT_DAY, JANUARY = datetime(2022, 12, 5, 9, 30), datetime(2022, 12, 6, 9, 30, 1), datetime(2023, 1, 5)


def write(path: Path, *rows: tuple[str, datetime | None, str]) -> Path:
    numbers, receipts, types = zip(*rows, strict=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    table = {"service_request_id": list(numbers), "requested_datetime": pa.array(receipts, pa.timestamp("us")),
             "service_name": list(types), "is_closed": [kind == "closed" for kind in types],
             "source_row": list(range(len(rows))), "source_file": [path.parent.name] * len(rows)}  # fmt: skip
    pq.write_table(pa.table(table), path)
    return path


@pytest.mark.parametrize(
    ("before", "after", "again"),
    [
        (("7", DECEMBER, "open"), ("7", DECEMBER, "closed"), ["7"]),
        (("7", DECEMBER, "open"), ("7", datetime(2022, 12, 5), "closed"), ["7"]),  # the other export tells days alone
        (("7", None, "open"), ("7", DECEMBER, "closed"), ["7"]),
        (("7", DECEMBER, "open"), ("8", DECEMBER, "open"), []),
        (("7", DECEMBER, "open"), ("7", NEXT_DAY, "open"), []),
        (("7", JANUARY, "open"), ("7", DECEMBER, "open"), []),  # numbers that begin anew every year
        (("S1-R7", DECEMBER, "open"), ("S3-R2", DECEMBER, "open"), ["S1-R7"]),  # an export without numbers
        (("S1-R7", DECEMBER, "open"), ("S1-R7", DECEMBER, "closed"), []),
        (("3.1E+17-R7", DECEMBER, "open"), ("3.1E+17-R9", DECEMBER, "open"), ["3.1E+17-R7"]),
        (("3.1E+17-R7", DECEMBER, "open"), ("3.2E+17-R7", DECEMBER, "open"), []),
        (("7", DECEMBER, "open"), ("7-R9", DECEMBER, "open"), ["7"]),  # two orders of one number in the later export
    ],
)  # fmt: skip
def test_an_order_is_known_again(tmp_path: Path, before, after, again) -> None:
    # A receipt of the new year in the earlier table, so that the tables may overlap at all.
    earlier = write(tmp_path / "2022" / "a.parquet", before, ("99", datetime(2023, 2, 1), "open"))
    assert told_again(earlier, write(tmp_path / "2023" / "a.parquet", after)).to_pylist() == again


def test_nothing_is_known_again_without_an_earlier_table_or_behind_its_end(tmp_path: Path) -> None:
    own = write(tmp_path / "2023" / "a.parquet", ("7", JANUARY, "open"))
    assert told_again(tmp_path / "2022" / "a.parquet", own).to_pylist() == []
    assert told_again(write(tmp_path / "2022" / "a.parquet", ("7", DECEMBER, "open")), own).to_pylist() == []


def test_the_later_telling_counts_and_units_are_apart(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    for unit in ("one", "two"):
        write(place.cases_file(unit, 2022), ("7", DECEMBER, "open"), ("8", DECEMBER, "open"))
    write(place.cases_file("one", 2023), ("7", DECEMBER, "closed"), ("9", JANUARY, "open"))
    told = open_two_years([place.at("one", 2023), place.at("two", 2023)]).to_pyarrow().to_pylist()
    assert sorted((row["service_request_id"], row["service_name"]) for row in told) == [
        ("7", "closed"), ("7", "open"), ("8", "open"), ("8", "open"), ("9", "open")]  # fmt: skip
    assert set(told[0]) == set(pq.read_schema(place.cases_file("one", 2023)).names)
