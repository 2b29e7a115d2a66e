"""Bars of printed counts: the largest first, with the change on the year; failed samples by rate."""

import pandas as pd

from evallib.charts import COLORS, failures_by_group, requests_by_category

COUNTS = pd.DataFrame(
    {"category": ["市容", "噪音", "停车"], "cases_count": [1053, None, 400], "change_count": [320, None, -239]}
)


def test_a_bar_per_category_the_largest_first():
    figure = requests_by_category(COUNTS)
    (bar,) = figure.data
    assert list(bar.x) == [1053, 400] and list(bar.y) == ["市容", "停车"]
    assert list(bar.text) == ["1,053（同比 +320）", "400（同比 −239）"]
    assert figure.layout.yaxis.autorange == "reversed", "the first on top"
    assert figure.layout.xaxis.title.text == "件" and "件" in bar.hovertemplate


def test_without_changes_only_the_count_is_written():
    assert list(requests_by_category(COUNTS.drop(columns="change_count")).data[0].text) == ["1,053", "400"]


def test_there_is_room_for_the_words_beside_the_longest_bar():
    low, high = requests_by_category(COUNTS).layout.xaxis.range
    assert low == 0 and high > 1.2 * 1053


def test_another_unit_and_another_column():
    frame = pd.DataFrame({"subcategory": ["甲"], "cases_count": [2], "change_count": [None]})
    figure = requests_by_category(frame, "subcategory", "人次")
    assert list(figure.data[0].y) == ["甲"] and figure.layout.xaxis.title.text == "人次"


def test_failed_samples_have_one_colour_per_rate():
    counts = pd.DataFrame(
        {"topic": ["未先行联系", "不满意", "未先行联系"], "category": ["房管所", "房管所", "城建中心"],
         "cases_count": [4, 13, 2]}
    )  # fmt: skip
    bars = failures_by_group(counts).data
    assert [(bar.name, list(bar.y), list(bar.x)) for bar in bars] == [
        ("未先行联系", ["房管所", "城建中心"], [4, 2]),
        ("不满意", ["房管所"], [13]),
    ]
    assert [bar.marker.color for bar in bars] == list(COLORS[:2])
    assert [list(bar.text) for bar in bars] == [["4", "2"], ["13"]]


def test_other_stands_last_however_large():
    frame = pd.DataFrame({"category": ["其他类型", "停车", "市容"], "cases_count": [90, 10, 20], "change_count": None})
    assert list(requests_by_category(frame).data[0].y) == ["市容", "停车", "其他类型"]
