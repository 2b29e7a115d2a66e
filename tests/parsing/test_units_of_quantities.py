"""Units as people write them, in their base unit; the factors are those of the metric system and of the trade."""

from decimal import Decimal

import pytest

from evallib.parsing import parse_period, parse_quantity

FACTORS = {
    "元": {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8},
    "米": {
        "米": 1,
        "m": 1,
        "公里": 1000,
        "千米": 1000,
        "km": 1000,
        "里": 500,
        "厘米": Decimal("0.01"),
        "mm": Decimal("0.001"),
    },
    "平方米": {"平方米": 1, "㎡": 1, "公顷": 10**4, "平方公里": 10**6, "km2": 10**6},
    "立方米": {"立方米": 1, "m3": 1, "方": 1},
    "公斤": {"公斤": 1, "kg": 1, "吨": 1000, "t": 1000, "克": Decimal("0.001"), "斤": Decimal("0.5")},
    "分钟": {"分钟": 1, "小时": 60},
    "天": {"天": 1, "日": 1, "周": 7},
    "%": {"%": Decimal("0.01"), "‰": Decimal("0.001"), "成": Decimal("0.1")},
}
CASES = [(base, name, factor) for base, names in FACTORS.items() for name, factor in names.items()]


@pytest.mark.parametrize(("base", "name", "factor"), CASES, ids=[name for _, name, _ in CASES])
def test_a_unit_is_its_factor_of_the_base(base, name, factor):
    found = parse_quantity(f"3{name}")[0]
    assert (found.value, found.unit) == (3 * Decimal(factor), base)


@pytest.mark.parametrize(
    ("text", "value"), [("3千米", 3000), ("3万米", 30000), ("2亿元", 200000000), ("3千台", 3000), ("3万台", 30000)]
)
def test_thousands_and_ten_thousands_stand_before_any_unit(text, value):
    assert parse_quantity(text)[0].value == value


@pytest.mark.parametrize(
    ("text", "op"),
    [("不低于3台", "≥"), ("至少3台", "≥"), ("不超过3台", "≤"), ("超过3台", ">"), ("不足3台", "<"), ("约3台", "≈"), ("3台以上", "≥"),
     ("3台以内", "≤"), ("3台左右", "≈"), ("=3台", "="), ("未超过3台", "≤"), ("未达3台", "<")],
)  # fmt: skip
def test_a_comparison_before_or_behind(text, op):
    found = parse_quantity(text)[0]
    assert (found.op, found.value, found.unit) == (op, 3, "台")


def test_a_range_has_both_ends():
    found = parse_quantity("3-5台")[0]
    assert (found.low, found.high, found.unit) == (3, 5, "台")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("2022年11月至2023年9月", (2022, 11, 1), (2023, 9, 30)), ("2023年2月", (2023, 2, 1), (2023, 2, 28)),
     ("2024年2月", (2024, 2, 1), (2024, 2, 29)), ("2023年第三季度", (2023, 7, 1), (2023, 9, 30)),
     ("2023年上半年", (2023, 1, 1), (2023, 6, 30)), ("2023年下半年", (2023, 7, 1), (2023, 12, 31))],
)  # fmt: skip
def test_a_period_ends_on_its_last_day(text, start, end):
    found = parse_period(text)[0]
    told = [(day.year, day.month, day.day) for day in (found.low, found.high)]
    assert told == [start, end], found


@pytest.mark.parametrize(("text", "unit", "value", "base"), [
    ("3", "千件", 3000, "件"), ("3", "万人次", 30000, "人次"), ("3", "亿件", 3 * 10**8, "件"), ("3", "万元", 30000, "元"), ("3", "千克", 3, "公斤"), ("3万", "", 30000, ""), ("3", "万", 30000, ""), ("3", "", 3, ""),
    ("3台", "万元", 3, "台"), ("50(%)", "", Decimal("0.5"), "%"), ("5(含)件", "", 5, "件"), ("3", "元/人·月", 3, "元/人·月"),
])  # fmt: skip
def test_a_unit_of_the_column_counts_where_the_cell_has_none(text, unit, value, base):
    found = parse_quantity(text, unit)[0]
    assert (found.value, found.unit) == (value, base)


@pytest.mark.parametrize(
    "text", ["3条河道5个断面", "进一步完善", "一次性通过", "3这里不是单位只有一句很长的话", "", "约"]
)
def test_what_is_no_quantity(text):
    assert parse_quantity(text) == []
