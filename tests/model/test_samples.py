from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evallib.model import allot, load_plan, scale_totals


@given(st.integers(0, 10**6), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12))
def test_shares_add_up_and_are_never_a_whole_case_off(total: int, weights: list[float]) -> None:
    named = {str(i): weight for i, weight in enumerate(weights)}
    counts = allot(total, named)
    assert sum(counts.values()) == total
    for name, count in counts.items():
        assert abs(count - total * named[name] / sum(weights)) < 1 + 1e-6


def test_the_published_totals() -> None:
    totals = load_plan().totals
    assert totals.cases == 38935 == sum(totals.status.values())
    assert list(totals.source.values()) == [6585, 121, 118, 2, 32109]
    assert sum(totals.satisfaction.values()) == 4104
    assert len(load_plan().units) == 14


def test_a_worse_unit_has_more_failures() -> None:
    good, bad = (scale_totals(load_plan().totals, 20000, quality) for quality in (-0.3, 0.3))
    assert good.overdue < bad.overdue
    assert good.satisfaction["不满意"] < bad.satisfaction["不满意"]
    assert sum(good.satisfaction.values()) == sum(bad.satisfaction.values())
