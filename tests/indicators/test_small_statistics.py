"""Pareto and concentration."""

from __future__ import annotations

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.indicators import fetch, lorenz_curve, request_counts_by
from evallib.indicators.concentration import concentration
from evallib.indicators.pareto import pareto

#: 浦锦街道 2023: 未实际解决案件类型 as printed (46, 17, 15, 12, 9; 165 in all, so 66 others).
UNSOLVED = {"公共卫生事件": 46, "违法搭建": 17, "物业管理": 15, "噪音扰民": 12, "机动车管理": 9, "其他": 66}


def test_pareto_of_a_published_table() -> None:
    frame = pd.DataFrame({"type": list(UNSOLVED), "n": list(UNSOLVED.values())})
    table = pareto(frame, "type", "n")
    assert table["type"].tolist()[:3] == ["其他", "公共卫生事件", "违法搭建"]
    assert table["cumulative_rate"].iloc[-1] == pytest.approx(1)
    assert table["is_vital"].tolist() == [True, True, True, True, False, False]
    with pytest.raises(ValueError, match="negative"):
        pareto(pd.DataFrame({"t": ["a"], "n": [-1]}), "t", "n")
    assert pareto(pd.DataFrame({"t": ["a"], "n": [0]}), "t", "n").empty


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_gini_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    values = np.array([count for count in counts if count], dtype=float)
    result = concentration(counts)
    if not len(values):
        assert np.isnan(result["gini_rate"])
        return
    gini = np.abs(values[:, None] - values[None, :]).mean() / (2 * values.mean())
    assert result["gini_rate"] == pytest.approx(gini, abs=1e-9)
    assert result["herfindahl_rate"] == pytest.approx(((values / values.sum()) ** 2).sum())
    assert result["top_1_rate"] <= result["top_5_rate"] <= result["top_10_rate"] <= 1
    curve = lorenz_curve(counts)
    assert curve["cases_rate"].is_monotonic_increasing and curve["cases_rate"].iloc[-1] == pytest.approx(1)
    # The area between the curve (busiest first) and the diagonal is half the Gini coefficient.
    fine = lorenz_curve(counts, points=len(values) + 1)
    area = np.trapezoid(fine["cases_rate"] - fine["keys_rate"], fine["keys_rate"])
    assert 2 * area == pytest.approx(gini, abs=1e-9)


def test_callers_are_counted() -> None:
    table = ibis.memtable(pa.table({"caller_id": ["P1", "P2", "P1", None], "unit": ["A", "A", "A", "A"]}))
    counts = fetch(request_counts_by(table, "caller_id", ["unit"]))
    assert counts.to_dict("list") == {"unit": ["A", "A"], "caller_id": ["P1", "P2"], "cases_count": [2, 1]}
    assert concentration(counts["cases_count"])["repeat_rate"] == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="negative"):
        concentration([-1])
    assert lorenz_curve([]).iloc[-1]["cases_rate"] == 0


def test_the_rest_stands_last_whatever_its_count():
    frame = pd.DataFrame({"type": ["噪音", "其余", "物业"], "n": [10, 80, 10]})
    table = pareto(frame, "type", "n", rest="其余")
    assert table["type"].tolist() == ["噪音", "物业", "其余"]
    assert table["cumulative_rate"].tolist() == [0.1, 0.2, 1.0]
