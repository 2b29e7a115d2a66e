"""Stopping half-way: Ctrl-C, SIGTERM and a kill leave nothing running, and the next run goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evallib.batch import Options, last_run, prepare, run_reports
from evallib.model import EvallibError, Workspace

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm")]

# A test run in the background ignores Ctrl-C, and its children would inherit that.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from evallib.cli import main; main()"
)
UNITS = ["aa", "slow1", "slow2", "slow3"]


def start(made, *words):
    environment = os.environ | {"EVALLIB_WORKSPACE": str(made.root), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM, "run", "-n", "moods", "-j", "1", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def reported(made):
    """Units whose report is done: what was measured is written last."""
    return {path.parts[-3] for path in made.inside.glob("2023/*/moods/measured.json")}


def wait_for_a_report(made, process):
    for _ in range(600):
        if reported(made):
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise AssertionError("没有报告完成")


def descendants(pid):
    """Processes that a process has started, directly or not."""
    found = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [below for child in found for below in descendants(child)]


@pytest.mark.parametrize(
    ("sign", "code", "status"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "interrupted"), (signal.SIGKILL, -9, "running")],
)
def test_stop_and_go_on(workspace, sign, code, status):
    made = workspace(UNITS, "moods")
    process = start(made)
    wait_for_a_report(made, process)
    started = descendants(process.pid)
    assert started  # the forge, and the report that runs
    process.send_signal(sign)
    out, err = process.communicate(timeout=20)
    assert process.returncode == code, (out, err)
    if code in {130, 143}:
        assert "已中断" in err
        assert (made.reports / "index.html").is_file()
    deadline = time.monotonic() + 5
    while left := [pid for pid in started if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    folder, record = last_run(made.inside)
    assert record.status == status
    done = reported(made)
    assert 0 < len(done) < len(UNITS)
    result = run_reports(made, Options(resume=True, jobs=2))
    assert {report.unit for report in result.reports} == set(UNITS) - done
    assert result.ok and not list(made.reports.rglob("*.part"))
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["resumes"] == folder.name and manifest["status"] == "done"


def test_resuming_a_forced_run_does_not_begin_again(workspace, select):
    made = workspace(["aa", "bb", "cc"], "month")
    run_reports(made, select("month"))
    forced = run_reports(made, select("month", force=True))
    path = forced.folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | {"status": "interrupted"}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    result_path = made.inside / "2023/bb/month/measured.json"
    older = json.loads(result_path.read_text(encoding="utf-8")) | {"run": "20000101T000000Z"}
    result_path.write_text(json.dumps(older), encoding="utf-8")
    assert [report.unit for report in run_reports(made, Options(resume=True)).reports] == ["bb"]


def test_nothing_to_resume(workspace, cli):
    code, _, err = cli(workspace(["aa"], "month"), "run", "--resume")
    assert code == 2 and "没有可以接续的运行" in err


@pytest.mark.parametrize("record", ['{"id": "x", "of_a_later_version": 1}', "{"], ids=["another version", "torn"])
def test_a_record_of_another_version_is_told(tmp_path, record):
    (tmp_path / "runs" / "20000101T000000Z").mkdir(parents=True)
    (tmp_path / "runs" / "20000101T000000Z" / "manifest.json").write_text(record, encoding="utf-8")
    with pytest.raises(EvallibError, match="另一版本"):
        last_run(tmp_path)


def test_what_closing_needs_is_loaded_whole(tmp_path, monkeypatch):
    """A module whose import was broken off stays half-loaded: Ctrl-C at the start of a run waits until they are there."""
    done = []

    def stopped_at(root):
        os.kill(os.getpid(), signal.SIGINT)
        done.append(root)

    monkeypatch.setattr("evallib.publish.page.handbook.render_handbook", stopped_at)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            prepare(Workspace(tmp_path))
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == [tmp_path]
