"""The same expressions on DuckDB and on Spark give identical frames."""

from __future__ import annotations

import importlib.util
import shutil
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evallib.indicators import (
    FOUR_RATE_RULES,
    HUACAO_RULES,
    case_rates,
    count_requests,
    fetch,
    handling_times,
    request_counts_by,
    survival_table,
    volume,
)
from evallib.intake import open_requests, write_sample_parquet
from evallib.model import EvallibError, evaluation_year

AS_OF = datetime(2023, 12, 31, 23, 59, 59)


def spark_reason() -> str:
    if importlib.util.find_spec("pyspark") is None:
        return "Spark test left out: pyspark is not installed (pip install 'evallib[spark]')"
    if shutil.which("java") is None:
        return "Spark test left out: no Java (17) on the path"
    return ""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample_parquet(tmp_path_factory.mktemp("cases") / "cases.parquet", 30_000, (2022, 2023))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        made = (
            builder.config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()
        )
        yield made
        made.stop()


EXPRESSIONS = {
    "counts": (
        lambda t: count_requests(t, ["unit", "month"], "expected", evaluation_year(2023, 11), AS_OF),
        ["unit", "month"],
    ),
    "cube": (
        lambda t: count_requests(t, ["unit", "service_name", "agency_responsible"]),
        ["unit", "service_name", "agency_responsible"],
    ),
    "times": (lambda t: handling_times(t, ["unit"], with_counts=True, as_of=AS_OF), ["unit"]),
    "volume": (lambda t: volume(t, ["month", "source"]), ["month", "source"]),
    "survival": (lambda t: survival_table(t, AS_OF), ["duration_hours"]),
    "callers": (lambda t: request_counts_by(t, "caller_id", ["unit"]), ["unit", "caller_id"]),
}


@pytest.mark.skipif(bool(spark_reason()), reason=spark_reason())
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", list(EXPRESSIONS))
def test_spark_gives_the_same_frame(name: str, path: Path, session: Any) -> None:
    expression, by = EXPRESSIONS[name]
    local = fetch(expression(open_requests(path)), by)
    spark = fetch(expression(open_requests(path, "spark", session=session)), by)
    assert len(local) > 0
    pd.testing.assert_frame_equal(local, spark)


@pytest.mark.skipif(bool(spark_reason()), reason=spark_reason())
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_same_rates(path: Path, session: Any) -> None:
    rules = (*FOUR_RATE_RULES, *HUACAO_RULES)
    frames = [case_rates(table, ["unit", "month"], rules, evaluation_year(2023), AS_OF)
              for table in (open_requests(path), open_requests(path, "spark", session=session))]  # fmt: skip
    pd.testing.assert_frame_equal(*frames)


def test_a_memory_limit_does_not_change_the_answer(path: Path) -> None:
    frames = [
        fetch(handling_times(open_requests(path, memory_limit=limit, threads=1), ["unit"]), ["unit"])
        for limit in ("60MB", "2GB")
    ]
    pd.testing.assert_frame_equal(*frames)


def test_several_files_and_globs(path: Path, tmp_path: Path) -> None:
    for unit in ("a", "b"):
        folder = tmp_path / unit / "2023"
        folder.mkdir(parents=True)
        shutil.copy(path, folder / "service_requests.parquet")
    assert open_requests(tmp_path / "*" / "2023" / "service_requests.parquet").count().to_pyarrow().as_py() == 60_000
    assert open_requests([path, path]).count().to_pyarrow().as_py() == 60_000
    with pytest.raises(EvallibError, match="没有工单数据"):
        open_requests(tmp_path / "*" / "2021" / "*.parquet")


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="pyspark is installed")
def test_without_spark_it_says_what_to_install(path: Path) -> None:
    with pytest.raises(EvallibError, match=r"pip install 'evallib\[spark\]'"):
        open_requests(path, "spark")
