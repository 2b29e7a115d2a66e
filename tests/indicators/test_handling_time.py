from __future__ import annotations

import math
from datetime import datetime, timedelta

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

from evallib.indicators import (
    fetch,
    handling_times,
    survival_curve,
    survival_quantile,
    survival_table,
    with_missing_columns,
)

#: Freireich et al. (1963): weeks of remission under 6-MP; the curve stands in every textbook.
WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def durations(events: list[float], censored: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"duration_hours": [*events, *censored], "closed_count": [1] * len(events) + [0] * len(censored),
                         "open_count": [0] * len(events) + [1] * len(censored)})  # fmt: skip


def test_the_textbook_curve() -> None:
    curve = survival_curve(durations(list(WEEKS), list(CENSORED))).set_index("duration_hours")
    printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {week: round(curve.loc[week, "value"], 3) for week in printed} == printed


def test_the_curve_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(4)
    times, status = np.ceil(rng.exponential(40, 500)), rng.random(500) < 0.7
    curve = survival_curve(durations(list(times[status]), list(times[~status])))
    oracle = SurvfuncRight(times, status.astype(int))
    seen = curve[curve["closed_count"] > 0]
    assert seen["value"].tolist() == pytest.approx(oracle.surv_prob.tolist())
    inside = (oracle.surv_prob > 0) & (oracle.surv_prob < 1)
    log = np.log(oracle.surv_prob[inside])
    width = stats.norm.ppf(0.975) * oracle.surv_prob_se[inside] / (oracle.surv_prob[inside] * -log)
    assert seen["lower"][inside].tolist() == pytest.approx((oracle.surv_prob[inside] ** np.exp(width)).tolist())
    assert seen["upper"][inside].tolist() == pytest.approx((oracle.surv_prob[inside] ** np.exp(-width)).tolist())


def test_open_cases_are_not_thrown_away() -> None:
    closed_only = survival_curve(durations([10, 20, 30, 40], []))
    with_open = survival_curve(durations([10, 20, 30, 40], [50, 60, 70, 80]))
    assert survival_quantile(closed_only, 0.5) == 20 and survival_quantile(with_open, 0.5) == 40
    assert math.isnan(survival_quantile(with_open, 0.9))


def cases() -> pd.DataFrame:
    rng = np.random.default_rng(9)
    start = [datetime(2023, 1, 1) + timedelta(hours=int(hour)) for hour in rng.integers(0, 2000, 300)]
    end = [
        begin + timedelta(seconds=int(length))
        for begin, length in zip(start, rng.integers(0, 900_000, 300), strict=True)
    ]
    frame = pd.DataFrame({"unit": rng.choice(["A", "B"], 300), "requested_datetime": start, "closed_datetime": end})
    frame.loc[rng.random(300) < 0.2, "closed_datetime"] = pd.NaT
    return frame


def test_quantiles_are_exact() -> None:
    frame = cases()
    table = with_missing_columns(ibis.memtable(pa.Table.from_pandas(frame)))
    found = fetch(handling_times(table, ["unit"], limit_hours=100), ["unit"]).set_index("unit")
    hours = (frame["closed_datetime"] - frame["requested_datetime"]).dt.total_seconds() / 3600
    for unit, part in hours.groupby(frame["unit"]):
        assert found.loc[unit, "timed_count"] == part.notna().sum()
        assert found.loc[unit, "median_hours"] == pytest.approx(np.nanquantile(part, 0.5))
        assert found.loc[unit, "p90_hours"] == pytest.approx(np.nanquantile(part, 0.9))
        assert found.loc[unit, "within_limit_count"] == (part <= 100).sum()


def test_the_survival_table_counts_every_case_once() -> None:
    frame = cases()
    as_of = datetime(2023, 6, 1)
    table = with_missing_columns(ibis.memtable(pa.Table.from_pandas(frame)))
    counts = fetch(survival_table(table, as_of, step_hours=2), ["duration_hours"])
    assert counts["closed_count"].sum() == frame["closed_datetime"].notna().sum()
    assert counts["open_count"].sum() == frame["closed_datetime"].isna().sum()
    assert (counts["duration_hours"] % 2 == 0).all()
