"""Small cells: what is published neither shows nor gives away a count below the threshold."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.privacy import MERGED, merge_groups, small_groups, suppress_small_cells


def test_a_small_count_takes_the_next_smallest_with_it():
    frame = pd.DataFrame(
        {"place": list("甲乙丙丁"), "n": [2, 40, 9, 0], "share": [0.04, 0.78, 0.18, 0.0]}, index=[7, 7, 8, 9]
    )
    result = suppress_small_cells(frame, "n", also=["share"])
    assert result["n"].isna().tolist() == [True, False, True, False]
    assert result["share"].isna().tolist() == [True, False, True, False]
    said = "少于 5 件，或为避免由合计推算，不列示"
    assert result["note"].tolist() == [said, "", said, ""], "who reads the notes must not learn which is the small one"
    assert frame["n"].tolist() == [2, 40, 9, 0], "the input is left alone"


def test_nothing_small_nothing_hidden():
    frame = pd.DataFrame({"n": [5, 0, 7]})
    assert suppress_small_cells(frame, "n")["n"].tolist() == [5, 0, 7]
    assert suppress_small_cells(frame, "n", threshold=6)["n"].isna().tolist() == [True, False, True]
    assert suppress_small_cells(pd.DataFrame({"n": [1, 2]}), "n", threshold=1)["n"].tolist() == [1, 2]


def test_what_another_table_hides_stays_hidden():
    frame = pd.DataFrame({"n": [50, 60, 70, 0]})
    result = suppress_small_cells(frame, "n", already=[True, False, False, True])
    assert result["n"].isna().tolist() == [True, True, False, False], "with a complement, and a zero stays a zero"


def test_a_cross_table_with_totals_on_both_sides():
    cells = list(itertools.product("甲乙丙", (1, 2, 3)))
    frame = pd.DataFrame(cells, columns=["place", "month"]).assign(n=[1, 20, 30, 40, 50, 60, 70, 80, 90])
    hidden = suppress_small_cells(frame, "n", within=[["place"], ["month"]])["n"].isna()
    for column in ("place", "month"):
        inside = hidden.groupby(frame[column]).sum()
        assert set(inside) <= {0, 2, 3}, "never one hidden cell in a row or column"


def test_two_hidden_cells_in_every_row_and_column_are_not_enough():
    """Gusfield (1988): two squares of hidden cells with a hidden cell between them, which the totals give away."""
    hidden = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (0, 2)]
    rows = [(i, j, 3 if (i, j) in hidden else 30) for i in range(4) for j in range(4)]
    frame = pd.DataFrame(rows, columns=["place", "month", "n"])
    shown = suppress_small_cells(frame, "n", within=[["place"], ["month"]])["n"]
    assert shown.isna().sum() > len(hidden)
    assert all(len(values) > 1 for values in possible(frame, shown, "place", "month").values())


@given(st.lists(st.integers(0, 30), min_size=2, max_size=12))
def test_a_total_never_gives_a_small_count_away(counts):
    frame = pd.DataFrame({"n": counts})
    result = suppress_small_cells(frame, "n")
    shown = result["n"].dropna()
    assert not ((shown > 0) & (shown < 5)).any()
    hidden = result["n"].isna()
    if hidden.any() and hidden.sum() < len(counts):
        assert hidden.sum() >= 2
        assert sum(counts) - int(shown.sum()) >= 5 or shown.empty


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(st.sampled_from([1, 2, 3, 5, 7, 9]), min_size=9, max_size=9))
def test_no_small_count_of_a_cross_table_can_be_computed(counts):
    """By brute force: every table with the same totals and the same published cells."""
    frame = pd.DataFrame(itertools.product("甲乙丙", (1, 2, 3)), columns=["place", "month"]).assign(n=counts)
    shown = suppress_small_cells(frame, "n", within=[["place"], ["month"]])["n"]
    for place, values in possible(frame, shown, "place", "month").items():
        totals = [frame.loc[frame[side] == frame.loc[place, side], "n"].sum() for side in ("place", "month")]
        if counts[place] < 5 and min(totals) >= 5:  # who publishes a small total has shown it
            assert len(values) > 1, f"cell {place} must be {values}"


def possible(frame, shown, first, second):
    """Values that every hidden cell can have, given all that is published; no more are looked for once each has two."""
    hidden = [place for place in frame.index if pd.isna(shown[place])]
    left = {(side, frame.loc[place, side]): 0 for place in frame.index for side in (first, second)}
    last = {}
    for place in hidden:
        for side in (first, second):
            left[side, frame.loc[place, side]] += int(frame.loc[place, "n"])
            last[side, frame.loc[place, side]] = place
    found = {place: set() for place in hidden}

    def fill(position, chosen):
        if position == len(hidden):
            for place, value in zip(hidden, chosen, strict=True):
                found[place].add(value)
            return
        if min(map(len, found.values())) > 1:
            return
        place = hidden[position]
        lines = [(side, frame.loc[place, side]) for side in (first, second)]
        most = min(left[line] for line in lines)
        ending = [left[line] for line in lines if last[line] == place]
        for value in [ending[0]] if ending else range(most + 1):
            if value > most or any(value != rest for rest in ending):
                continue
            for line in lines:
                left[line] -= value
            fill(position + 1, [*chosen, value])
            for line in lines:
                left[line] += value

    fill(0, [])
    return found


@pytest.mark.parametrize(
    ("now", "before", "few"),
    [
        ([40, 30, 20], [9, 8, 7], []),
        ([40, 2, 9], [9, 8, 7], ["乙", "丙"]),
        ([40, 2, 0], [9, 8, 7], ["甲", "乙"]),  # a zero stays, it tells nothing
        ([40, 30, 20], [1, 8, 7], ["甲", "丙"]),
        ([1, 30, 20], [9, 3, 9], ["甲", "乙", "丙"]),
    ],
)
def test_small_groups_of_two_periods(now, before, few):
    frame = pd.DataFrame({"type": list("甲乙丙"), "now": now, "before": before})
    assert small_groups(frame, "type", ["now", "before"]) == few


def test_groups_without_a_name_are_merged_too():
    frame = pd.DataFrame({"type": ["甲", None, "丙"], "n": [40, 2, 9], "m": [4, 0, 1]})
    few = small_groups(frame, "type", ["n"])
    assert few == [None, "丙"]
    merged = merge_groups(frame, "type", few)
    assert merged.to_dict("list") == {"type": ["甲", MERGED], "n": [40, 11], "m": [4, 1]}
    assert merged["n"].dtype == frame["n"].dtype
    assert merge_groups(frame, "type", []) is frame


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([5, 5, 9], ""),
        ([4, 5, 9], "甲乙"),  # the next smallest goes with it
        ([5, 9, 4], "甲丙"),
        ([2, 3, 10], "甲乙"),  # together they reach the threshold
        ([2, 2, 10, 7], "甲乙丁"),  # together they do not
        ([1, 1, 1, 9], "甲乙丙丁"),
        ([1, 1, 3, 9], "甲乙丙"),
        ([4, 0, 0], "甲乙丙"),  # nothing more to hide: all of it
        ([4, 0, 8], "甲丙"),  # a zero is the last choice
        ([4], "甲"),
        ([0, 0], ""),
        ([None, 4, 9], "乙丙"),
    ],
)
def test_what_goes_with_a_small_count(counts, hidden):
    frame = pd.DataFrame({"place": list("甲乙丙丁")[: len(counts)], "n": counts, "note": "见附注"})
    result = suppress_small_cells(frame, "n")
    assert "".join(result.loc[result["note"] != "见附注", "place"]) == hidden
    assert result["n"].tolist() == [
        pd.NA if p in hidden or pd.isna(n) else n for p, n in zip("甲乙丙丁", counts, strict=False)
    ]


@pytest.mark.parametrize(
    ("within", "hidden"),
    [
        ([[]], [0, 1, 3]),  # one total for all
        ([["place"]], [0, 1, 2, 3]),  # each place with its own total: 1 and 20, 30 and 2
        ([["month"]], [0, 1, 2, 3]),
        ([["place"], ["month"]], [0, 1, 2, 3]),
    ],
)
def test_every_group_that_has_a_total_is_looked_at(within, hidden):
    frame = pd.DataFrame({"place": list("甲甲乙乙丙丙"), "month": [1, 2] * 3, "n": [1, 20, 30, 2, 70, 80]})
    result = suppress_small_cells(frame, "n", within=within)
    assert result.index[result["n"].isna()].tolist() == hidden


def test_what_another_table_hides_is_judged_by_what_is_left():
    frame = pd.DataFrame({"n": [50, 3, 70, None]})
    hidden = suppress_small_cells(frame, "n", already=[False, False, True, True])["n"]
    assert hidden.tolist() == [50, pd.NA, pd.NA, pd.NA], "two hidden cells of 73 need no third"
    assert suppress_small_cells(frame, "n", already=[False] * 4)["n"].tolist() == [pd.NA, pd.NA, 70, pd.NA]


def test_rows_without_a_name_are_a_group_with_a_total():
    frame = pd.DataFrame({"place": ["甲", "甲", None, None, None], "n": [50, 60, 2, 30, 40]})
    hidden = suppress_small_cells(frame, "n", within=[["place"]])["n"].isna()
    assert hidden.tolist() == [False, False, True, True, False]


def test_merged_groups_are_numbered_anew():
    frame = pd.DataFrame({"type": ["噪音", "违建", "物业"], "n": [40, 2, 9]}, index=[3, 5, 9])
    assert merge_groups(frame, "type", ["违建", "物业"]).index.tolist() == [0, 1]
