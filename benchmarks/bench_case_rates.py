"""The four rates with counts and exact p90 per unit × month over 10 million cases, and how cost grows to 50 million.

    python benchmarks/bench_case_rates.py [--rows 10000000] [--scales 1,10,50] [--memory 2GB]

Ways: pandas (reads the columns it needs from the same Parquet file), evallib (Ibis on DuckDB, memory bounded), and
evallib from a stored additive cube of counts (rates only: a quantile is not additive). The first run writes the files
into benchmarks/.cache (or EVALLIB_BENCH_CACHE); 50 million rows are about 0.8 GB.
"""

from __future__ import annotations

import argparse
import importlib
from datetime import datetime
from pathlib import Path

from measure import CACHE, print_table, report_way, run_ways

COLUMNS = ["unit", "service_name", "agency_responsible", "requested_datetime", "expected_datetime", "closed_datetime",
           "sampled_datetime", "was_contacted", "resolution", "satisfaction", "is_red_light", "is_repeated", "is_closed",
           "is_returned"]  # fmt: skip
AS_OF = datetime(2023, 12, 31, 23, 59, 59)
TARGET_RATES, TARGET_CUBE = 3.5, 40.0


def cases(rows: int) -> Path:
    from evallib.intake import write_sample_parquet

    path = CACHE / f"cases_{rows}.parquet"
    return path if path.is_file() else write_sample_parquet(path, rows, (2022, 2023), columns=COLUMNS)


def cube(rows: int) -> Path:
    """The stored cube: counts by unit × month × type × agency."""
    path = CACHE / f"cube_{rows}.parquet"
    if not path.is_file():
        from evallib.indicators import count_requests, fetch
        from evallib.intake import open_requests

        by = ["unit", "month", "service_name", "agency_responsible"]
        fetch(count_requests(open_requests(cases(rows)), by, as_of=AS_OF), by).to_parquet(path)
    return path


def load_all() -> None:
    """Import everything that either way needs, so that imports are in nobody's seconds."""
    for name in ("pandas", "pyarrow.parquet", "duckdb", "ibis.backends.duckdb", "sqlglot", "evallib.indicators.request_rates",
                 "evallib.indicators.handling_time", "evallib.intake.requests.store"):  # fmt: skip
        importlib.import_module(name)


def with_pandas(path: Path) -> tuple[int, int]:
    import pandas as pd

    needed = [
        "unit",
        "requested_datetime",
        "expected_datetime",
        "closed_datetime",
        "was_contacted",
        "resolution",
        "satisfaction",
    ]
    frame = pd.read_parquet(path, columns=needed)
    frame["month"] = frame["requested_datetime"].dt.to_period("M")
    frame["hours"] = (frame["closed_datetime"] - frame["requested_datetime"]).dt.total_seconds() / 3600
    late = (frame["closed_datetime"] > frame["expected_datetime"]) | (
        frame["closed_datetime"].isna() & (frame["expected_datetime"] <= AS_OF))  # fmt: skip
    on_time = frame["closed_datetime"] <= frame["expected_datetime"]
    frame = frame.assign(
        cases=1, on_time=on_time, due=late | on_time, contacted=frame["was_contacted"].eq(True),
        asked=frame["was_contacted"].notna(), solved=frame["resolution"].eq("实际解决"),
        judged=frame["resolution"].isin(["实际解决", "未解决"]),
        content=frame["satisfaction"].isin(["非常满意", "满意", "基本满意"]), rated=frame["satisfaction"].notna(),
    )  # fmt: skip
    counts = ["cases", "on_time", "due", "contacted", "asked", "solved", "judged", "content", "rated"]
    groups = frame.groupby(["unit", "month"], observed=True)
    table = groups[counts].sum()
    table["p90_hours"] = groups["hours"].quantile(0.9)
    for name, part, whole in (("on_time_rate", "on_time", "due"), ("contact_rate", "contacted", "asked"),
                              ("resolution_rate", "solved", "judged"), ("satisfaction_rate", "content", "rated")):  # fmt: skip
        table[name] = table[part] / table[whole]
    return table.shape


def with_evallib(path: Path, memory: str) -> tuple[int, ...]:
    from evallib.indicators import FOUR_RATE_RULES, fetch, handling_times, needed_counts, rates_from_counts
    from evallib.intake import open_requests

    by = ["unit", "month"]
    counts = ["cases_count", *needed_counts(FOUR_RATE_RULES)]
    cases = open_requests(path, memory_limit=memory)
    table = fetch(handling_times(cases, by, cohort="requested", with_counts=counts, as_of=AS_OF), by)
    return (*table.shape, len(rates_from_counts(table, by)))


def with_cube(path: Path) -> int:
    import pandas as pd

    from evallib.indicators import rates_from_counts

    return len(rates_from_counts(pd.read_parquet(path), ["unit", "month"]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--scales", default="1,10,50")
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--way")
    given = parser.parse_args()
    if given.way == "pandas":
        load_all()
        report_way(lambda: with_pandas(cases(given.rows)))
    elif given.way == "evallib":
        load_all()
        report_way(lambda: with_evallib(cases(given.rows), given.memory))
    elif given.way == "cube":
        load_all()
        report_way(lambda: with_cube(cube(given.rows)))
    else:
        compare(given.rows, given.memory)
        grow([int(float(scale) * 1_000_000) for scale in given.scales.split(",")], given.memory)


def compare(rows: int, memory: str) -> None:
    cube(rows)
    slow, fast, stored = run_ways(__file__, ["pandas", "evallib", "cube"], "--rows", rows, "--memory", memory, repeat=4)
    table = [("pandas", *slow, 1.0), (f"evallib on DuckDB ({memory})", *fast, slow[0] / fast[0]),
             ("evallib, stored cube (rates only)", *stored, slow[0] / stored[0])]  # fmt: skip
    title = f"Four rates, counts and exact p90 per unit × month over {rows:,} cases"
    print_table(title, table, ("way", "s", "cpu s", "peak MB", "ratio"))
    for name, ratio, target in (("cases", slow[0] / fast[0], TARGET_RATES), ("cube", slow[0] / stored[0], TARGET_CUBE)):
        print(f"  target from {name}: at least {target:g} times faster: {'met' if ratio >= target else 'MISSED'}")


def grow(scales: list[int], memory: str) -> None:
    table: list[tuple[object, ...]] = []
    first = 0.0
    for rows in scales:
        cases(rows)
        ((seconds, cpu, peak),) = run_ways(__file__, ["evallib"], "--rows", rows, "--memory", memory, repeat=2)
        first = first or seconds / rows
        table.append((f"{rows:,}", seconds, cpu, peak, seconds / rows * 1e6, seconds / rows / first))
    print_table(
        f"Growth (DuckDB bounded to {memory})",
        table,
        ("rows", "s", "cpu s", "peak MB", "s per million", "relative to first"),
    )


if __name__ == "__main__":
    main()
