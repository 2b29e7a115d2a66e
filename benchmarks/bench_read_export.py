"""Reading a 500,000 × 25 export (xlsx) into typed, masked cases: evallib against pandas with openpyxl.

    python benchmarks/bench_read_export.py [--rows 500000]

pandas only reads the cells; evallib also parses dates and levels, masks callers and rejects broken rows. The first
run writes the workbook into benchmarks/.cache (or EVALLIB_BENCH_CACHE).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from measure import CACHE, print_table, report_way, run_ways

TARGET = 12.0


def workbook(rows: int) -> Path:
    from evallib.intake import write_sample

    folder = CACHE / f"export_{rows}"
    found = list(folder.glob("*.xlsx"))
    return found[0] if found else write_sample(folder, "huacao", 2023, rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--way")
    arguments = parser.parse_args()
    path = workbook(arguments.rows)
    if arguments.way == "openpyxl":
        import openpyxl  # noqa: F401
        import pandas as pd

        report_way(lambda: pd.read_excel(path, header=1, engine="openpyxl").shape)
    elif arguments.way == "evallib":
        from evallib.intake import read_service_requests

        report_way(lambda: read_service_requests(path).table.shape)
    else:
        size = path.stat().st_size / 1e6
        (ours,) = run_ways(__file__, ["evallib"], "--rows", arguments.rows, repeat=2)
        (theirs,) = run_ways(__file__, ["openpyxl"], "--rows", arguments.rows)
        rows = [
            ("pandas + openpyxl (cells only)", *theirs, 1.0),
            ("evallib (typed, masked, checked)", *ours, theirs[0] / ours[0]),
        ]
        print_table(
            f"Reading {arguments.rows:,} × 25 from xlsx ({size:.0f} MB)",
            rows,
            ("way", "s", "cpu s", "peak MB", "ratio"),
        )
        print(f"  target: at least {TARGET:g} times faster, at most the same memory: "
              f"{'met' if theirs[0] / ours[0] >= TARGET and ours[2] <= theirs[2] else 'MISSED'}")  # fmt: skip


if __name__ == "__main__":
    main()
