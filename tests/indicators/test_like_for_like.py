"""What keeps two figures from being compared, which group would move a rate, and where a new process begins; by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from evallib.indicators import Break, comparability, frames, leverage, proportion, rebasing

D = Decimal
IN, OUT, CUT = (Break("merged", "甲所并入", current_less=D(400)), Break("split", "乙所分出", previous_less=D(100)),
                Break("definition", "口径扩大", comparable=False))  # fmt: skip


@pytest.mark.parametrize(("current", "previous", "breaks", "raw", "value", "left"), [
    (1000, 500, [], "1", "1", (1000, 500)), (1000, 500, [IN], "1", "0.2", (600, 500)), (1000, 500, [OUT], "1", "1.5", (1000, 400)),
    (1000, 500, [IN, OUT], "1", "0.5", (600, 400)), (1000, 500, [IN, CUT], "1", None, (600, 500)), (1000, 500, [IN, IN], "1", "-0.6", (200, 500)),
    (1000, 0, [IN], None, None, (1000, 0)), (500, 1000, [OUT], "-0.5", str(D(500) / 900 - 1), (500, 900)),
])  # fmt: skip
def test_growth_without_what_has_no_counterpart(current, previous, breaks, raw, value, left):
    row = comparability.like_for_like(D(current), D(previous), breaks)
    assert row["raw_value"] == (None if raw is None else D(raw))
    assert row["value"] is None if value is None else abs(row["value"] - D(value)) < D("1e-20")
    assert (row["current"], row["previous"]) == left
    for item in breaks:
        assert f"{comparability.CAUSES[item.cause]}：{item.reason}" in row["note"]


def departments(*rows):
    return pd.DataFrame([(*row[:2], row[2], row[3], row[4]) for row in rows],
                        columns=["organisation", "department", "row_kind", "year", "adjusted_budget_yuan"])  # fmt: skip


FORMER = ("某中心", "原某中心", "subtotal", 2023, 60)


@pytest.mark.parametrize(("rows", "less", "reason"), [
    ([FORMER, ("某中心", "某所", "subtotal", 2023, 40), ("某中心", "合计", "total", 2023, 100)], 40, "2023年某所并入"),
    ([FORMER, ("某中心", "甲所", "subtotal", 2023, 40), ("某中心", "乙站", "subtotal", 2023, "2.5"), ("某中心", "小计", "subtotal", 2023, 102.5)], "42.5", "2023年甲所、乙站并入"),
    ([FORMER, ("某中心", "某所", "subtotal", 2023, None)], 0, "2023年某所并入"),
    ([FORMER, ("某中心", "某所", "line", 2023, 40)], None, ""), ([FORMER, ("某中心", "某所", "subtotal", 2022, 40)], None, ""),
    ([("某中心", "原某站", "subtotal", 2023, 60), ("某中心", "某所", "subtotal", 2023, 40)], None, ""),
    ([("某中心", "某中心", "subtotal", 2023, 60), ("某中心", "某所", "subtotal", 2023, 40)], None, ""),
    ([FORMER, ("某中心", "合计", "subtotal", 2023, 60), ("某中心", "总计", "subtotal", 2023, 60)], None, ""),
])  # fmt: skip
def test_institutions_that_came_in(rows, less, reason):
    found = comparability.merged_institutions(departments(*rows), 2023)
    assert [(item.cause, item.reason, item.current_less) for item in found] == (
        [] if less is None else [("merged", reason, D(less))]
    )


@pytest.mark.parametrize(("part", "whole", "told"), [
    ("99", "100", False), ("98.99", "100", True), ("99.01", "100", False), ("100", "100", False), ("42.1", "100", True), (None, "100", False), ("1", None, False),
    ("1", "0", False), (float("nan"), "100", False), ("1", float("nan"), False), ("0", "100", True),
])  # fmt: skip
def test_a_total_that_covers_only_a_part(part, whole, told):
    as_number = [D(value) if isinstance(value, str) else value for value in (part, whole)]
    found = comparability.partial_total(*as_number, "明细")
    assert (found is not None) is told
    if told:
        assert (found.cause, found.comparable, found.current_less) == ("part", False, 0)
        assert found.reason == f"明细只占 {float(part) / float(whole):.1%}"


GROUPS = [("甲", 90, 100), ("乙", 5, 10), ("丙", 0, 0), ("丁", 30, 90), ("甲", 8, 20)]


@pytest.mark.parametrize("goal", [None, 0.5, 0.9, 1.0, 0.0])
def test_what_a_group_would_move_if_it_reached_the_goal(goal):
    table = leverage(pd.DataFrame(GROUPS, columns=["agency", "solved", "asked"]), "agency", "solved", "asked", goal)
    sums: dict[str, list[int]] = {}
    for name, solved, asked in GROUPS:
        sums[name] = [one + more for one, more in zip(sums.get(name, [0, 0]), (solved, asked), strict=True)]
    total = sum(asked for _, asked in sums.values())
    wanted = Fraction(sum(solved for solved, _ in sums.values()), total) if goal is None else Fraction(goal)
    for row in table.itertuples():
        solved, asked = sums[row.agency]
        if not asked:
            assert pd.isna(row.value) and pd.isna(row.missing_count) and pd.isna(row.gain_pp) and row.share == 0
            continue
        short = max(Fraction(0), wanted * asked - solved)
        assert (row.value, row.share) == pytest.approx((solved / asked, asked / total))
        assert (row.missing_count, row.gain_pp) == pytest.approx((float(short), float(short / total * 100)), abs=1e-9)
    gains = table["gain_pp"].dropna().tolist()
    assert gains == sorted(gains, reverse=True) and len(table) == len(sums)


@pytest.mark.parametrize("bad", [(11, 10), (-1, 10), (None, 10), (5, None), (5, -1)])
def test_a_group_with_an_impossible_pair_counts_nowhere(bad):
    rows = [("甲", 90, 100), ("乙", 5, 10), ("乙", *bad)]
    table = leverage(
        pd.DataFrame(rows, columns=["agency", "solved", "asked"]), ["agency"], "solved", "asked", 0.95
    ).set_index("agency")
    assert pd.isna(table.loc["乙", "value"]) and table.loc["甲", "share"] == 1
    assert table.loc["甲", "gain_pp"] == pytest.approx(5)


@pytest.mark.parametrize(("labels", "ordered"), [
    (["2023年10月", "2023年9月"], ["2023年9月", "2023年10月"]), (["2023-10", "2023-09"], ["2023-09", "2023-10"]), (["202310", "202309"], ["202309", "202310"]),
    (["2023年1月2日", "2023年1月1日"], ["2023年1月1日", "2023年1月2日"]), (["2023年10月", "某月", "2023年9月"], ["2023年10月", "某月", "2023年9月"]),
    (["2023-13", "2023-09"], ["2023-13", "2023-09"]), (["乙", "甲"], ["乙", "甲"]), ([date(2023, 5, 2), date(2023, 5, 1)], [date(2023, 5, 1), date(2023, 5, 2)]),
])  # fmt: skip
def test_points_stand_in_the_order_of_time_where_all_tell_it(labels, ordered):
    assert rebasing.in_order(pd.DataFrame({"m": labels}, dtype=object), "m")["m"].tolist() == ordered


def test_one_label_is_one_point():
    twice = pd.DataFrame({"m": ["2023-01", "2023-02", "2023-01"]})
    with pytest.raises(ValueError, match="2023-01"):
        rebasing.in_order(twice, "m")
    assert rebasing.in_order(twice, "m", distinct=False)["m"].tolist() == ["2023-01", "2023-01", "2023-02"]


MONTHS = [f"2023-{month:02}" for month in range(1, 7)]


@pytest.mark.parametrize(("starts", "numbers"), [
    ("2023-03", [1, 1, 2, 2, 2, 2]), (["2023-03", "2023-05"], [1, 1, 2, 2, 3, 3]), (date(2023, 3, 1), [1, 1, 2, 2, 2, 2]), ("2023-01", [2, 2, 2, 2, 2, 2]),
    (pd.Period("2023-06"), [1, 1, 1, 1, 1, 2]), ((), [1] * 6), (np.datetime64("2023-02-01"), [1, 2, 2, 2, 2, 2]), ("2023-03-01", [1, 1, 2, 2, 2, 2]),
])  # fmt: skip
def test_a_new_process_begins_with_a_named_point(starts, numbers):
    assert rebasing.phases(pd.Series(MONTHS), starts).tolist() == numbers


@pytest.mark.parametrize("start", ["2023-07", date(2023, 3, 2), "三月", "2023-03-02"])
def test_a_name_of_no_point_is_refused(start):
    with pytest.raises(ValueError, match=r"2023-01 to 2023-06"):
        rebasing.phases(pd.Series(MONTHS), start)
    days = pd.Series(["2023-03-01", "2023-03-02"])
    assert rebasing.phases(days, date(2023, 3, 2)).tolist() == [1, 2]


@pytest.mark.parametrize("kind", ["pandas", "arrow", "ibis", "polars"])
def test_requests_are_counted_in_any_table(kind):
    import ibis
    import polars
    import pyarrow

    plain = {"n": [1, 2, None], "x": ["甲", "乙", None]}
    arrow = pyarrow.table(plain)
    made = {
        "pandas": arrow.to_pandas,
        "arrow": lambda: arrow,
        "ibis": lambda: ibis.memtable(arrow),
        "polars": lambda: polars.DataFrame(plain),
    }
    table = frames.as_ibis(made[kind]())
    assert (table.count().to_pyarrow().as_py(), table.n.sum().to_pyarrow().as_py()) == (3, 3)
    assert table.x.isnull().sum().to_pyarrow().as_py() == 1


@pytest.mark.parametrize("unknown", [None, float("nan"), pd.NA, D("NaN")])
def test_a_total_that_is_not_known_changes_nothing(unknown):
    plain, told = proportion(40, 50, basis="抽样"), proportion(40, 50, basis="抽样", population=unknown)
    assert told.astype(str).to_dict() == plain.astype(str).to_dict()
    known = proportion(40, 50, basis="抽样", population=60)
    assert known["method"] != plain["method"] and known["lower"] > plain["lower"]
