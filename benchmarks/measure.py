"""Measure ways of doing something, each run in a process of its own: best seconds and largest peak memory.

Ways take turns, and the best of several runs counts, so that other work on the machine distorts as little as possible.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CACHE = Path(os.environ.get("EVALLIB_BENCH_CACHE", Path(__file__).parent / ".cache"))


Way = tuple[float, float, float]


def run_ways(script: str, ways: list[str], *arguments: object, repeat: int = 1) -> list[Way]:
    """Run `script --way way …` for every way in turn, `repeat` times: best seconds, their processor
    seconds (which other work on the machine distorts less), and peak memory in MB of each."""
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for way in ways * repeat:
        command = [sys.executable, script, "--way", way, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{way} failed:\n{done.stderr[-2000:]}")
        runs[way].append(json.loads(done.stdout.splitlines()[-1]))
    return [
        (
            min(run["seconds"] for run in runs[way]),
            min(run["cpu"] for run in runs[way]),
            max(run["peak_mb"] for run in runs[way]),
        )
        for way in ways
    ]


def report_way(work: Callable[[], object]) -> None:
    """Do the work and print its seconds and peak memory, imports left out of the seconds."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak_mb(), "result": str(result)[:200]}))


def peak_mb() -> float:
    """Peak memory of this process; VmHWM where there is one, since ru_maxrss starts with the parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_table(title: str, rows: list[tuple[object, ...]], header: tuple[str, ...]) -> None:
    """Print a table with aligned columns."""
    texts = [header, *[tuple(f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row) for row in rows]]
    widths = [max(len(row[i]) for row in texts) for i in range(len(header))]
    print(f"\n{title}")
    for row in texts:
        print(
            "  "
            + "  ".join(
                cell.ljust(width) if i == 0 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
        )
