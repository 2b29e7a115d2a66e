from __future__ import annotations

from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.intake.requests.field_values import clean_text, parse_counts, parse_datetimes, parse_levels

WRITTEN = [
    ("2023-03-05 14:02:00", "2023-03-05 14:02:00"), ("2023-03-05 14:02", "2023-03-05 14:02:00"),
    ("2023年3月5日 14:02", "2023-03-05 14:02:00"), ("2023年3月5日14时2分", "2023-03-05 14:02:00"),
    ("2023年03月05日14时02分33秒", "2023-03-05 14:02:33"), ("2023/3/5", "2023-03-05 00:00:00"),
    ("2023.3.5", "2023-03-05 00:00:00"), ("20230305", "2023-03-05 00:00:00"),
    ("2023/3/5 下午 2:02", "2023-03-05 14:02:00"), ("2023/3/5 上午12:02", "2023-03-05 12:02:00"),
    ("2023/3/5 凌晨12:02", "2023-03-05 00:02:00"), ("2023/3/5 2:02:03 PM", "2023-03-05 14:02:03"),
    ("2023/3/5 12:02 AM", "2023-03-05 00:02:00"), ("2023-03-05T14:02:00.000", "2023-03-05 14:02:00"),
    ("2023/03/05 14:02:00+00", "2023-03-05 14:02:00"), ("2023-03-05T14:02:00Z", "2023-03-05 14:02:00"),
    ("44990", "2023-03-05 00:00:00"), ("44990.5847222222", "2023-03-05 14:02:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), WRITTEN)
def test_dates_as_exports_write_them(text: str, meant: str) -> None:
    stamps, bad = parse_datetimes(pa.array([text]))
    assert not bad[0].as_py()
    assert str(stamps[0].as_py()) == meant


@pytest.mark.parametrize(
    "text",
    ["2023", "2023-13-01", "2023-02-30", "2023-3-5 25:00", "昨天", "12345", "99999", "03/05/2023", "5", "2023-3"],
)
def test_what_is_no_date(text: str) -> None:
    stamps, bad = parse_datetimes(pa.array([text]))
    assert bad[0].as_py() and stamps[0].as_py() is None


def test_day_and_month_change_places_by_the_mapping() -> None:
    text = pa.array(["03/05/2023 12:00:00 AM"])
    assert str(parse_datetimes(text, "mdy")[0][0].as_py()) == "2023-03-05 00:00:00"
    assert str(parse_datetimes(text, "dmy")[0][0].as_py()) == "2023-05-03 00:00:00"


@given(st.datetimes(datetime(1955, 1, 1), datetime(2100, 1, 1)))
def test_every_way_of_writing_means_the_same(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    texts = [f"{moment:%Y-%m-%d %H:%M:%S}", f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}",
             f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}", f"{serial:.9f}"]  # fmt: skip
    stamps, bad = parse_datetimes(pa.array(texts))
    assert bad.to_pylist() == [False] * 4
    assert stamps.to_pylist() == [moment] * 4


def test_a_year_with_four_digits_is_written_as_such() -> None:
    assert parse_datetimes(pa.array(["23-03-05 14:02"]))[1].to_pylist() == [True]


def test_levels_and_counts() -> None:
    levels, unknown = parse_levels(
        pa.array([" 满 意", "未评价", None, "很好"]), {"满意": ["满意"], "不满意": []}, ["未评价"]
    )
    assert levels.to_pylist() == ["满意", None, None, None]
    assert unknown.to_pylist() == [False, False, False, True]
    counts, bad = parse_counts(pa.array(["3", "3.0", "2.5", "-1", None]))
    assert counts.to_pylist() == [3, 3, None, None, None]
    assert bad.to_pylist() == [False, False, True, True, False]
    assert clean_text(pa.array(["　", "\t12345 ", "#REF!"])).to_pylist() == [None, "12345", None]
