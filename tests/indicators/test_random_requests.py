"""The same counts and rates from DuckDB, polars and Spark on random requests: nulls, ties, midnight, leap day, November years."""

from __future__ import annotations

import importlib.util
import shutil
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evallib.indicators import count_requests, fetch, rates_from_counts, rules, with_missing_columns
from evallib.model import evaluation_year

AS_OF = datetime(2024, 9, 30, 23, 59, 59)
YEAR = evaluation_year(2024, 11)
EDGES = [
    datetime(2023, 11, 1),
    datetime(2024, 2, 29),
    datetime(2024, 2, 29, 23, 59, 59),
    datetime(2024, 9, 30, 23, 59, 59),
    datetime(2023, 10, 31, 23, 59, 59),
]


def random_requests(seed: int, rows: int = 1500) -> pa.Table:
    rng = np.random.default_rng(seed)
    start = [
        EDGES[i % len(EDGES)]
        if i % 9 == 0
        else datetime(2023, 10, 15) + timedelta(minutes=int(rng.integers(0, 350 * 1440)))
        for i in range(rows)
    ]
    limit = [None if rng.random() < 0.1 else moment + timedelta(days=int(rng.integers(0, 30))) for moment in start]
    end = [None if rng.random() < 0.2 else moment + timedelta(days=float(rng.integers(0, 35))) for moment in start]
    end = [
        due if due is not None and i % 13 == 0 else done for i, (due, done) in enumerate(zip(limit, end, strict=True))
    ]  # ties with the limit
    pick = lambda words, share: [None if rng.random() < share else str(rng.choice(words)) for _ in range(rows)]  # noqa: E731
    return pa.table({
        "requested_datetime": pa.array(start, pa.timestamp("us")), "expected_datetime": pa.array(limit, pa.timestamp("us")),
        "closed_datetime": pa.array(end, pa.timestamp("us")), "agency": pick(["城管", "房管所"], 0.2),
        "satisfaction": pick(["满意", "基本满意", "一般", "不满意"], 0.4), "resolution": pick(["实际解决", "解释说明", "未解决"], 0.3),
        "was_contacted": pa.array([None if rng.random() < 0.3 else bool(rng.random() < 0.9) for _ in range(rows)]),
        "is_closed": pa.array([moment is not None for moment in end]),
    })  # fmt: skip


def by_polars(table: pa.Table) -> pd.DataFrame:
    """The same counts, written down a second time in polars."""
    when = pl.col("requested_datetime")
    own = pl.from_arrow(table).filter((when >= datetime(2023, 11, 1)) & (when < datetime(2024, 11, 1)))  # type: ignore[union-attr]
    own = own.with_columns(when.dt.month_start().dt.date().alias("month"))
    closed, due = pl.col("closed_datetime"), pl.col("expected_datetime")
    passed = (due <= AS_OF).fill_null(False)
    is_open = (closed.is_null() & ~pl.col("is_closed")) | (closed > AS_OF).fill_null(False)
    late = passed & (is_open | (closed > due).fill_null(False))
    counted = own.group_by("agency", "month").agg(
        cases_count=pl.len(), ripe_count=(passed | due.is_null()).sum(), unripe_count=(due > AS_OF).fill_null(False).sum(),
        on_time_count=(passed & (closed <= due).fill_null(False)).sum(), overdue_count=late.sum(),
        contacted_count=pl.col("was_contacted").fill_null(False).sum(), satisfied_count=(pl.col("satisfaction") == "满意").fill_null(False).sum(),
        rated_count=pl.col("satisfaction").is_not_null().sum(), explained_count=(pl.col("resolution") == "解释说明").fill_null(False).sum(),
    )  # fmt: skip
    frame: pd.DataFrame = counted.to_arrow().to_pandas()
    return frame.sort_values(["agency", "month"], ignore_index=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_duckdb_counts_as_polars_does(seed: int) -> None:
    table = random_requests(seed)
    requests = with_missing_columns(ibis.memtable(table))
    found = fetch(count_requests(requests, ["agency", "month"], "requested", YEAR, AS_OF), ["agency", "month"])
    expected = by_polars(table)
    there = found[found["cases_count"] > 0].sort_values(["agency", "month"], ignore_index=True)
    for name in expected.columns:
        assert there[name].tolist() == expected[name].tolist() or (there[name].isna() == expected[name].isna()).all(), (
            name
        )
        if name.endswith("_count"):
            assert there[name].tolist() == expected[name].tolist(), name
    assert len(found) == 11 * expected["agency"].nunique(dropna=False), (
        "every month up to the data's end, for every agency, and none after it"
    )
    rates = rates_from_counts(found, ["agency"], rules(rates=("on_time_completion_rate", "overdue_rate")))
    whole = expected.groupby("agency", dropna=False)[["on_time_count", "overdue_count", "ripe_count"]].sum()
    on_time = rates[rates["rate"] == "on_time_completion_rate"]["value"].tolist()
    assert on_time == pytest.approx(
        (whole["on_time_count"] / (whole["on_time_count"] + whole["overdue_count"])).tolist()
    )
    assert rates[rates["rate"] == "overdue_rate"]["denominator"].tolist() == whole["ripe_count"].tolist()


def spark_reason() -> str:
    if importlib.util.find_spec("pyspark") is None:
        return "Spark comparison left out: pyspark is not installed (pip install 'evallib[spark]')"
    return "" if shutil.which("java") else "Spark comparison left out: no Java (17) on the path"


@pytest.mark.skipif(bool(spark_reason()), reason=spark_reason())
@pytest.mark.filterwarnings("ignore")
def test_spark_counts_as_duckdb_does(tmp_path: Path) -> None:
    from pyspark.sql import SparkSession

    table = random_requests(9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session: Any = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(tmp_path))
            .getOrCreate()
        )
        backend = ibis.pyspark.connect(session)
        spark = with_missing_columns(backend.create_table("random_requests", table.to_pandas(), overwrite=True))
        local = with_missing_columns(ibis.memtable(table))
        frames = [
            fetch(count_requests(what, ["agency", "month"], "requested", YEAR, AS_OF), ["agency", "month"])
            for what in (local, spark)
        ]
    pd.testing.assert_frame_equal(*frames, check_dtype=False)
