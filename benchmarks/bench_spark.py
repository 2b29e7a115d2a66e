"""The same expressions on DuckDB and on Spark in local mode (needs evallib[spark] and Java 17).

python benchmarks/bench_spark.py [--rows 10000000]
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import time
import warnings

from bench_case_rates import AS_OF, cases
from measure import print_table


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--memory", default="6GB")
    given = parser.parse_args()
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        print("Spark benchmark left out: pyspark or Java is not installed (pip install 'evallib[spark]', Java 17).")
        return
    # pyspark 4 warns of pandas 3; the frames are compared below.
    warnings.filterwarnings("ignore", category=FutureWarning)
    import pandas as pd

    from evallib.indicators import fetch, handling_times
    from evallib.intake import Engine, open_requests

    by = ["unit", "month"]
    rows: list[tuple[object, ...]] = []
    frames = []
    engines: tuple[Engine, ...] = ("duckdb", "spark")
    for engine in engines:
        start = time.perf_counter()
        table = open_requests(cases(given.rows), engine, memory_limit=given.memory)
        opened = time.perf_counter()
        frames.append(fetch(handling_times(table, by, cohort="requested", with_counts=True, as_of=AS_OF), by))
        rows.append((engine, opened - start, time.perf_counter() - opened))
    pd.testing.assert_frame_equal(*frames)
    print_table(
        f"One expression on two engines, {given.rows:,} cases (identical frames)", rows, ("engine", "open s", "query s")
    )


if __name__ == "__main__":
    main()
