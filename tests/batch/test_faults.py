"""Faults at every step: whatever cannot be written, the run says so in one message, and the next run heals.

`python -m pytest tests/batch/test_faults.py -m "" -s` prints the table of operations tried.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).parents[1] / "helpers" / "fault_driver.py"
FAULTS = ("ENOSPC", "EIO", "EACCES", "kill")
#: Places that the quick tier makes fail; the long tier takes every place that a run passes.
QUICK = (
    "rename model/files.py:write_bytes",
    "sync model/files.py:write_bytes",
    "mkdir model/zones.py:open_inside",
    "write batch/records.py:write",
)


@pytest.fixture
def small(workspace):
    made = workspace(["aa"], "month")
    return made


def attempt(root, log=None, place="", occurrence=1, what="ENOSPC"):
    plan = root / "plan.json"
    plan.write_text(
        json.dumps(
            {
                "root": str(root),
                "log": str(log) if log else None,
                "place": place,
                "occurrence": occurrence,
                "what": what,
            }
        ),
        encoding="utf-8",
    )
    words = [
        sys.executable,
        str(DRIVER),
        str(plan),
        "run",
        "--force",
        "--notebook",
        "month",
        "--month",
        "2023-01",
        "--jobs",
        "1",
    ]
    environment = {**os.environ, "EVALLIB_WORKSPACE": str(root)}
    return subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False)


def survives(small, place, occurrence, what):
    root = small.root
    done = attempt(root, place=place, occurrence=occurrence, what=what)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, (place, what, said[-1500:])
    assert done.returncode in ({0, 1, 2, -9, 137} if what == "kill" else {0, 1, 2}), (
        place,
        what,
        done.returncode,
        said[-800:],
    )
    if done.returncode in {1, 2}:
        assert said.strip(), (place, what)
    healed = attempt(root)
    assert healed.returncode == 0, (place, what, (healed.stdout + healed.stderr)[-1500:])
    left = [*small.reports.rglob(".*.part"), *small.inside.rglob(".*.part")]
    assert left == [], (place, what)


@pytest.mark.slow
@pytest.mark.parametrize("place", QUICK)
def test_a_place_that_fails_is_told_and_heals(small, place):
    first = attempt(small.root)
    assert first.returncode == 0, (first.stdout + first.stderr)[-1500:]
    survives(small, place, 1, "ENOSPC")


@pytest.mark.long
def test_every_place_that_a_run_passes(small):
    log = small.root / "places.txt"
    first = attempt(small.root, log=log)
    assert first.returncode == 0, (first.stdout + first.stderr)[-1500:]
    passed = log.read_text(encoding="utf-8").splitlines()
    places = sorted(set(passed))
    tried, failed = [], []
    for place in places:
        for what in FAULTS:
            for occurrence in sorted({1, passed.count(place)}):
                tried.append((place, what, occurrence))
                try:
                    survives(small, place, occurrence, what)
                except AssertionError as error:
                    failed.append((place, what, occurrence, str(error)[:300]))
    lines = [f"{place}  {passed.count(place)}" for place in places]
    sys.stdout.write("\n".join(["", *lines, f"tried {len(tried)}, survived {len(tried) - len(failed)}", ""]))
    assert failed == []


@pytest.mark.slow
def test_a_part_folder_of_a_killed_run_is_cleared(small):
    assert attempt(small.root).returncode == 0
    folder = next(small.reports.rglob("result.json")).parent / ".checks.abc.part"
    folder.mkdir()
    assert attempt(small.root).returncode == 0 and not folder.exists()
