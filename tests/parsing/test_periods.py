"""Periods in titles, headers, cells and file names."""

import pytest

from evallib.parsing import parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022年11月至2023年9月", "2022-11-01", "2023-09-30"),
        ("2023年度市级抽查情况表", "2023-01-01", "2023-12-31"),
        ("二〇二三年度", "2023-01-01", "2023-12-31"),
        ("2024年1-6月七宝镇", "2024-01-01", "2024-06-30"),
        ("2024年上半年", "2024-01-01", "2024-06-30"),
        ("2024年第三季度", "2024-07-01", "2024-09-30"),
        ("2024年一季度", "2024-01-01", "2024-03-31"),
        ("2024年前三季度", "2024-01-01", "2024-09-30"),
        ("2023.01-2023.12", "2023-01-01", "2023-12-31"),
        ("2023年7月8日—7月14日", "2023-07-08", "2023-07-14"),
        ("（2024 年度）", "2024-01-01", "2024-12-31"),
        ("截至2023年9月30日", "2023-01-01", "2023-09-30"),
        ("热线月报_202307", "2023-07-01", "2023-07-31"),
        ("2022预算", "2022-01-01", "2022-12-31"),
        ("2021—2023年预算执行情况", "2021-01-01", "2023-12-31"),
    ],
)
def test_one_period(text: str, first: str, last: str) -> None:
    reading = parse_period(text)[0]
    assert (str(reading.low), str(reading.high)) == (first, last)


@pytest.mark.parametrize("text", ["共2022万元", "沪财预〔2020〕10号", "2000平方米", "2022件", "热线12345", "第3季度"])
def test_numbers_that_are_no_period(text: str) -> None:
    assert parse_period(text) == []


def test_two_years_side_by_side() -> None:
    assert [reading.low.year for reading in parse_period("2022年 2023年")] == [2022, 2023]
