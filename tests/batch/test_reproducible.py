"""The same inputs give the same bytes: whatever the clock, the seed of hashes, the number of jobs and the locale."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: The one line of a page that says when it was made.
MADE = "生成于"
#: What tells of a run: its log and manifest, measured times, the lock and the state of hashes and checks.
OF_A_RUN = {
    "runs",
    "measured.json",
    ".lock",
    ".hashes.json",
    "release.json",
    ".pseudonym_key",
    "quality.json",
    "opened",  # by content: a page has a line that says when it was made
    "checks_made.json",  # with times of files
}
WAYS = (
    {"SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    {"SOURCE_DATE_EPOCH": "", "PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Shanghai"},
)


def made(root: Path, base: Path, way: dict[str, str], jobs: int) -> dict[str, bytes]:
    """Files that a run writes, by their path, without the line that says when they were made."""
    for name in ("notebooks", "expectations", "data/raw/xianghua"):
        shutil.copytree(root / name, base / name)
    environment = {**os.environ, **way, "EVALLIB_WORKSPACE": str(base), "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "evallib", "run", "--force", "--jobs", str(jobs)]
    done = subprocess.run(
        words, cwd=base, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=500, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        path.relative_to(base).as_posix(): still(path)
        for path in sorted(base.rglob("*"))
        if path.is_file() and is_content(path, base)
    }


def is_content(path: Path, base: Path) -> bool:
    parts = path.relative_to(base).parts
    return (
        parts[0] in {"reports", "data"}
        and parts[1] not in {"raw", "assets"}
        and not OF_A_RUN & set(parts)
        and path.suffix != ".lock"
    )


def still(path: Path) -> bytes:
    if path.suffix != ".html":
        return path.read_bytes()
    return "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if MADE not in line).encode()


@pytest.mark.long
def test_two_runs_give_the_same_bytes(root, tmp_path):
    one, other = (made(root, tmp_path / str(number), way, number + 1) for number, way in enumerate(WAYS))
    assert set(one) == set(other) and len(one) > 10
    assert [path for path in one if one[path] != other[path]] == []
