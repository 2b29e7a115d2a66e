import itertools

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from evallib.privacy.suppression import suppress_small_cells


def test_a_small_count_takes_the_next_smallest_with_it():
    frame = pd.DataFrame({"place": list("甲乙丙丁"), "n": [2, 40, 9, 0], "share": [0.04, 0.78, 0.18, 0.0]})
    result = suppress_small_cells(frame, "n", also=["share"])
    assert result["n"].isna().tolist() == [True, False, True, False]
    assert result["share"].isna().tolist() == [True, False, True, False]
    assert result["note"].tolist() == ["少于 5 件，未列示", "", "为避免由合计推算而未列示", ""]
    assert frame["n"].tolist() == [2, 40, 9, 0], "the input is left alone"


def test_nothing_small_nothing_hidden():
    frame = pd.DataFrame({"n": [5, 0, 7]})
    assert suppress_small_cells(frame, "n")["n"].tolist() == [5, 0, 7]
    assert suppress_small_cells(frame, "n", threshold=6)["n"].isna().tolist() == [True, False, True]


def test_a_cross_table_with_totals_on_both_sides():
    cells = list(itertools.product("甲乙丙", (1, 2, 3)))
    frame = pd.DataFrame(cells, columns=["place", "month"]).assign(n=[1, 20, 30, 40, 50, 60, 70, 80, 90])
    hidden = suppress_small_cells(frame, "n", within=[["place"], ["month"]])["n"].isna()
    for column in ("place", "month"):
        inside = hidden.groupby(frame[column]).sum()
        assert set(inside) <= {0, 2, 3}, "never one hidden cell in a row or column"


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
