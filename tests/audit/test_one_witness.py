"""One witness (一处一条): what several ways of reading lead to is listed once, and counts once as evidence."""

from __future__ import annotations

import pytest

#: Halves with their shares are read as a sum, as shares of one whole and as what leaves nothing out.
HALVES = "窗口全年受理申请12486件。\n线上受理7215件，占57.78%；线下受理5271件，占42.22%。"
ADDED = "支出预算安排8.4亿元，主要包括：园区项目付费3亿元，偿还利息及相关费用支出1.7亿元等，加上上解支出、调出资金等{}亿元，支出总计{}亿元。"


def test_a_relation_that_is_read_in_several_ways_is_listed_once(audit_text):
    told = [(one.arithmetic, one.places) for one in audit_text(HALVES).agreements]
    assert len(told) == len(set(told)) == 3


@pytest.mark.parametrize(("total", "findings"), [("21.9", []), ("20.9", ["21.9亿元"]), ("27.9", ["21.9亿元"])])
def test_what_is_added_to_an_amount_whose_parts_are_told_between_gives_one_finding(audit_text, total, findings):
    assert [one.recomputed for one in audit_text(ADDED.format("13.5", total)).findings] == findings
