"""Whole runs of a district, cold (raw files never seen) and warm (`--force`), of this code and of another checkout.

    python benchmarks/whole_run.py                        # 28 units
    python benchmarks/whole_run.py --units 8 --against ../evallib-before

Everything that a unit gets is in it: gate, clean tables, page, working papers, forms, audit, checks page. The command is
run as a user runs it, with the interpreter of each checkout's own .venv; the checkouts take turns.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ["huacao", "maqiao", "pujin", "xianghua"]
DISTRICT = 28
Run = tuple[int, float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=DISTRICT)
    parser.add_argument("--against", type=Path, action="append", default=[], help="another checkout with its .venv")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        show({str(root): whole_runs(root, Path(folder), arguments.units) for root in [ROOT, *arguments.against]})


def whole_runs(checkout: Path, folder: Path, units: int = DISTRICT) -> dict[str, Run]:
    """A cold and a warm run of a checkout over copies of the shipped units: reports, seconds, processor seconds.

    Args:
        checkout: a checkout of evallib; its .venv is used where it has one.
        folder: where the copies are made.
        units: how many copies.
    """
    workspace = Path(tempfile.mkdtemp(dir=folder))
    for part in ("expectations", "notebooks"):
        shutil.copytree(checkout / part, workspace / part)
    for number in range(units):
        unit = SOURCES[number % len(SOURCES)]
        shutil.copytree(checkout / "data" / "raw" / unit, workspace / "data" / "raw" / f"unit{number:03}")
    return {"cold": _run(checkout, workspace), "warm": _run(checkout, workspace, "--force")}


def show(runs: dict[str, dict[str, Run]]) -> None:
    """Both runs of each checkout as a table."""
    print(
        "\n| 代码 | 运行 | 报告 | 秒 | 秒/份 | 处理器秒 | 处理器秒/份 | 处理器秒÷秒 |\n|---|---|---|---|---|---|---|---|"
    )
    for name, both in runs.items():
        for kind, (reports, seconds, cpu) in both.items():
            label = {"cold": "从原始文件", "warm": "--force"}[kind]
            print(
                f"| {Path(name).name} | {label} | {reports} | {seconds:.1f} | {seconds / reports:.3f} | {cpu:.1f} "
                f"| {cpu / reports:.3f} | {cpu / seconds:.2f} |"
            )
    print("\n目标：--force 每份 0.28 秒；46 份从原始文件 20 秒以内（两个处理器、别无负载）")


def _run(checkout: Path, workspace: Path, *options: str) -> Run:
    own = checkout / ".venv" / "bin" / "python"
    command = [str(own if own.is_file() else sys.executable), "-m", "evallib", "run", "--notebook", "unit_summary"]
    environment = os.environ | {"EVALLIB_WORKSPACE": str(workspace), "PYTHONPATH": str(checkout / "src")}
    before, started = _children(), time.perf_counter()
    subprocess.run([*command, *options], env=environment, cwd=workspace, check=False, capture_output=True)
    seconds, cpu = time.perf_counter() - started, _children() - before
    reports = len(list(workspace.glob("reports/*/*/result.json")))
    assert reports, "no report was made"
    return reports, seconds, cpu


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
