"""Levels of satisfaction: shares of those who answered, stacked to 100%, best first, the accent only for a worst level."""

import pandas as pd
import pytest

from evallib.charts import LEVEL_COLORS, satisfaction_levels


def answers(survey, options, counts=None, rates=None):
    rows = len(options)
    return pd.DataFrame(
        {"survey": survey, "option": options, "answers_count": counts or [None] * rows,
         "answers_rate": rates or [None] * rows, "row_kind": "line"}
    )  # fmt: skip


def test_counts_become_shares_of_those_who_answered():
    frame = answers("居民", ["非常满意", "满意", "一般", "不满意"], [50, 30, 15, 5])
    bars = satisfaction_levels(frame).data
    assert [bar.name for bar in bars] == ["非常满意", "满意", "一般", "不满意"]
    assert [list(bar.x) for bar in bars] == [[50.0], [30.0], [15.0], [5.0]]
    assert {tuple(bar.y) for bar in bars} == {("居民",)}
    assert [bar.text for bar in bars] == ["非常满意 50.0%", "满意 30.0%", "一般 15.0%", ""]


def test_each_survey_adds_up_to_100():
    both = pd.concat(
        [answers("居民", ["满意", "不满意"], [3, 1]), answers("企业", ["满意", "一般", "不满意"], [1, 1, 4])]
    )
    sums = {}
    for bar in satisfaction_levels(both).data:
        sums[bar.y[0]] = sums.get(bar.y[0], 0) + bar.x[0]
    assert sums == {"居民": pytest.approx(100), "企业": pytest.approx(100)}


def test_printed_shares_stand_where_no_counts_are_given():
    bars = satisfaction_levels(answers("居民", ["满意", "不满意"], rates=[0.85, 0.15])).data
    assert [bar.x[0] for bar in bars] == [85.0, 15.0]


def test_totals_are_no_level():
    frame = answers("居民", ["满意", "不满意", "合计"], [3, 1, 4])
    frame.loc[2, "row_kind"] = "total"
    assert [bar.x[0] for bar in satisfaction_levels(frame).data] == [75.0, 25.0]


def test_a_level_that_nobody_counted_is_left_out():
    bars = satisfaction_levels(answers("居民", ["满意", "一般", "不满意"], [3, None, 1])).data
    assert [(bar.name, bar.x[0]) for bar in bars] == [("满意", 75.0), ("不满意", 25.0)]


@pytest.mark.parametrize(
    ("levels", "colors"),
    [(2, [0, 1]), (3, [0, 2, 4]), (4, [0, 1, 2, 4]), (5, [0, 1, 2, 3, 4]), (6, [0, 1, 2, 3, 4, 4])],
)
def test_colours_go_from_best_to_worst(levels, colors):
    frame = answers("居民", [str(number) for number in range(levels)], [10] * levels)
    assert [bar.marker.color for bar in satisfaction_levels(frame).data] == [LEVEL_COLORS[color] for color in colors]


def test_words_inside_a_bar_can_be_read():
    for bar in satisfaction_levels(answers("居民", list("甲乙丙丁"), [25] * 4)).data:
        assert bar.textfont.color != bar.marker.color
        assert (bar.textfont.color == "white") == (bar.marker.color in {"#1f5a8c"})


def test_the_axis_is_percent_and_ends_at_100():
    layout = satisfaction_levels(answers("居民", ["满意"], [1])).layout
    assert tuple(layout.xaxis.range) == (0, 100) and layout.xaxis.title.text == "%" and layout.barmode == "stack"
