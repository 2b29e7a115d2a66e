"""One submission, parsed once: gate, checked copy, audit and report, in whatever processes, open a workbook once."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import parse_counter
import pytest

from evallib.model import Workspace


@pytest.fixture
def copied(root, tmp_path):
    """The folder of one shipped unit in a workspace of its own."""
    workspace = Workspace(tmp_path / "workspace")
    for part in ("expectations", "notebooks"):
        shutil.copytree(root / part, workspace.root / part)
    shutil.copytree(root / "data" / "raw" / "pujin", workspace.raw / "pujin")
    return workspace


def run(workspace: Workspace, *options: str) -> None:
    code = "from evallib.cli import main; main()"
    command = [sys.executable, "-c", code, "run", "--unit", "pujin", "--engine", "fork", "--jobs", "2", *options]
    done = subprocess.run(command, check=False, cwd=workspace.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_each_content_is_parsed_once_in_a_run(copied, tmp_path, monkeypatch):
    (tmp_path / "counter").mkdir()
    notes = parse_counter.install(tmp_path / "counter", monkeypatch)
    run(copied)
    read = Counter(Path(line.split("\t")[1]).name for line in notes.read_text(encoding="utf-8").splitlines())
    files = {path.name for path in copied.raw_dir("pujin", 2023).glob("*.xlsx")}
    assert len(files) == 4 and read == dict.fromkeys(files, 1)
    assert len(list(copied.submission_dir("pujin", 2023).glob("*.json"))) == 4

    notes.write_text("", encoding="utf-8")
    run(copied, "--force")
    assert notes.read_text(encoding="utf-8") == "", "what was parsed is kept: a later run opens no workbook"
