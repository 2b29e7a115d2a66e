"""Hostile files: seconds and peak memory until each is refused; bound: 10 s and 1 GB on a quiet machine.

python benchmarks/bench_hostile.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))
from hostile_files import GENERATORS  # noqa: E402

from evallib.audit import read_document  # noqa: E402
from evallib.intake import read_workbook  # noqa: E402
from evallib.intake.files.guarding import guarded  # noqa: E402
from evallib.model import EvallibError  # noqa: E402

DOCUMENTS = {".docx", ".pdf", ".txt"}


def main() -> None:
    print("| file | size | seconds | peak MB | refused with |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in GENERATORS.items():
            path = Path(folder, name)
            make(path)
            guarded.end_readers()
            peaks: list[int] = []
            guarded._Reader.resident = watched(guarded._Reader.resident, peaks)
            started, said = time.perf_counter(), "read"
            try:
                (read_document if path.suffix in DOCUMENTS else read_workbook)(path)
            except EvallibError as error:
                said = error.problems[0].code
            seconds = time.perf_counter() - started
            print(
                f"| {name} | {path.stat().st_size / 2**20:.1f} MB | {seconds:.1f} | {max(peaks, default=0) / 2**20:.0f} | {said} |"
            )


def watched(resident, peaks):
    """What the parent saw of the guarded process's memory."""

    def look(reader):
        peaks.append(resident(reader))
        return peaks[-1]

    return look


if __name__ == "__main__":
    main()
