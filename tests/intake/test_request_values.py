from __future__ import annotations

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.intake import clean_texts, parse_counts, parse_levels, read_stamps
from evallib.parsing import read_moment

WRITTEN = [
    ("2023-03-05 14:02:00", "2023-03-05 14:02:00"), ("2023-03-05 14:02", "2023-03-05 14:02:00"),
    ("2023年3月5日 14:02", "2023-03-05 14:02:00"), ("2023年3月5日14时2分", "2023-03-05 14:02:00"),
    ("2023年03月05日14时02分33秒", "2023-03-05 14:02:33"), ("2023/3/5", "2023-03-05 00:00:00"),
    ("2023.3.5", "2023-03-05 00:00:00"), ("20230305", "2023-03-05 00:00:00"),
    ("2023/3/5 下午 2:02", "2023-03-05 14:02:00"), ("2023/3/5 上午12:02", "2023-03-05 12:02:00"),
    ("2023/3/5 凌晨12:02", "2023-03-05 00:02:00"), ("2023/3/5 2:02:03 PM", "2023-03-05 14:02:03"),
    ("2023/3/5 12:02 AM", "2023-03-05 00:02:00"), ("2023-03-05T14:02:00.000", "2023-03-05 14:02:00"),
    ("2023/03/05 14:02:00+00", "2023-03-05 22:02:00"), ("2023-03-05T14:02:00+08:00", "2023-03-05 14:02:00"),
    ("2023-03-05 24:00", "2023-03-06 00:00:00"), ("２０２３－０３－０５　１４：０２", "2023-03-05 14:02:00"),
    ("2023年3月5日 星期日 14:02", "2023-03-05 14:02:00"), ("1677996120000", "2023-03-05 14:02:00"),
    ("1677996120", "2023-03-05 14:02:00"), ("20230305140200", "2023-03-05 14:02:00"), ("23-3-5 14:02", "2023-03-05 14:02:00"),
    ("Mar 5, 2023 2:02 PM", "2023-03-05 14:02:00"), ("2023年3月5日下午2点半", "2023-03-05 14:30:00"),
    ("44990", "2023-03-05 00:00:00"), ("44990.5847222222", "2023-03-05 14:02:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), WRITTEN)
def test_dates_as_exports_write_them(text: str, meant: str) -> None:
    stamps = read_stamps(pa.array([text]))
    assert not stamps.bad[0]
    assert str(stamps.values[0].as_py()) == meant
    alone = read_moment(text)
    assert alone is not None and str(alone.at) == meant, "one text and a column are read alike"


@pytest.mark.parametrize(
    "text",
    [
        "2023",
        "2023-13-01",
        "2023-02-30",
        "2023-3-5 25:00",
        "昨天",
        "12345",
        "99999",
        "03/05/2023",
        "5",
        "2023-3",
        "2023-03-05 星期三",
        "13812345678",
        "3日9时",
    ],
)
def test_what_is_no_date(text: str) -> None:
    stamps = read_stamps(pa.array([text]))
    assert stamps.bad[0] and stamps.values[0].as_py() is None


def test_day_and_month_change_places_by_the_mapping_or_by_the_column_itself() -> None:
    text = pa.array(["03/05/2023 12:00:00 AM"])
    assert str(read_stamps(text, "mdy").values[0].as_py()) == "2023-03-05 00:00:00"
    assert str(read_stamps(text, "dmy").values[0].as_py()) == "2023-05-03 00:00:00"
    assert read_stamps(text).ambiguous
    told = read_stamps(pa.array(["03/05/2023", "25/05/2023"]))
    assert [str(stamp) for stamp in told.values.to_pylist()] == ["2023-05-03 00:00:00", "2023-05-25 00:00:00"]
    assert "日/月/年" in told.remarks[0]


def test_a_day_without_a_time_lasts_until_its_end() -> None:
    stamps = read_stamps(pa.array(["2023-03-05", "2023/3/6 10:00", None]))
    assert [str(stamp) for stamp in stamps.day_ends().to_pylist()] == [
        "2023-03-05 23:59:59",
        "2023-03-06 10:00:00",
        "None",
    ]
    cells = read_stamps(pa.array(["2023-03-05 00:00:00", "2023-03-06 00:00:00"]))
    assert cells.coarse.all(), "real date cells show midnight"


def test_what_the_text_leaves_out_is_told_by_the_file() -> None:
    stamps = read_stamps(pa.array(["3日9时", "12月31日 8:00"]), within=date(2023, 3, 1))
    assert [str(stamp) for stamp in stamps.values.to_pylist()] == ["2023-03-03 09:00:00", "2023-12-31 08:00:00"]
    old = read_stamps(pa.array(["43524.375"]), is_1904=True)
    assert str(old.values[0].as_py()) == "2023-03-01 09:00:00"


@given(st.datetimes(datetime(1955, 1, 1), datetime(2100, 1, 1)))
def test_every_way_of_writing_means_the_same(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    texts = [f"{moment:%Y-%m-%d %H:%M:%S}", f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}",
             f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}", f"{serial:.9f}"]  # fmt: skip
    stamps = read_stamps(pa.array(texts))
    assert stamps.bad.tolist() == [False] * 4
    assert stamps.values.to_pylist() == [moment] * 4


def test_levels_and_counts() -> None:
    levels, unknown = parse_levels(
        pa.array([" 满 意", "未评价", None, "很好"]), {"满意": ["满意"], "不满意": []}, ["未评价"]
    )
    assert levels.to_pylist() == ["满意", None, None, None]
    assert unknown.to_pylist() == [False, False, False, True]
    counts, bad = parse_counts(pa.array(["3", "3.0", "2.5", "-1", None]))
    assert counts.to_pylist() == [3, 3, None, None, None]
    assert bad.to_pylist() == [False, False, True, True, False]
    assert clean_texts(pa.array(["　", "\t12345 ", "#REF!"])).to_pylist() == [None, "12345", None]


def test_counts_are_read_as_in_any_other_table():
    counts, bad = parse_counts(pa.array(["1,200", "３", "2次", "两次", "约3", "2.5次", "5元", "3天前"]))
    assert counts.to_pylist() == [1200, 3, 2, 2, None, None, None, None]
    assert bad.to_pylist() == [False] * 4 + [True] * 4
