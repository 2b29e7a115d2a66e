"""A Dask cluster on this machine gives the same reports as this machine alone."""

import os
import re
import shutil
import subprocess
import sys
import threading
from queue import Queue

import pytest

from evallib.batch import run_reports
from evallib.model import EvallibError

FIXED = {"SOURCE_DATE_EPOCH": "1700000000"}  # the time on the pages
UNITS = ["aa", "bb", "exits", "hangs"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm")]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A scheduler and two workers of one thread each, on loopback."""
    folder = tmp_path_factory.mktemp("dask")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"} | FIXED
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard", "--no-nanny",
              "--host", "127.0.0.1", "--local-directory", str(folder)]  # fmt: skip
    started = [subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.PIPE, text=True)]
    lines: Queue[str] = Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in started[0].stderr], daemon=True).start()
    address = ""
    while not address:
        found = re.search(r"Scheduler at:\s+(tcp://\S+)", lines.get(timeout=60))
        address = found.group(1) if found else ""
    started += [
        subprocess.Popen([*worker, address], env=environment, cwd=folder, stderr=subprocess.DEVNULL) for _ in range(2)
    ]
    yield address
    for process in reversed(started):
        process.terminate()
        process.wait(20)
    started[0].stderr.close()


def test_a_cluster_equals_this_machine(workspace, select, scheduler, monkeypatch):
    monkeypatch.setenv(*next(iter(FIXED.items())))
    made = workspace(UNITS, "moods", "month")
    pages = {}
    for address in ("", scheduler):
        shutil.rmtree(made.reports, ignore_errors=True)
        for notebook in ("month", "moods"):
            result = run_reports(made, select(notebook, scheduler=address, timeout=5))
            assert {report.unit: report.status for report in result.reports} == (
                dict.fromkeys(UNITS, "ok")
                if notebook == "month"
                else {"aa": "ok", "bb": "ok", "exits": "failed", "hangs": "failed"}
            ), [report.error for report in result.reports]
        assert {report.error for report in result.reports} == {
            "", "单元格让进程提前退出（退出码 3）", "超过 5 秒未完成，已终止",
        }  # fmt: skip
        pages[address] = {
            path.relative_to(made.reports): path.read_bytes() for path in made.reports.rglob("index.html")
        }
    assert len(pages[""]) == 9
    assert pages[""] == pages[scheduler]


def test_nobody_answers(workspace, select):
    with pytest.raises(EvallibError, match="连接不到 Dask 调度器"):
        run_reports(workspace(["aa"], "month"), select("month", scheduler="tcp://127.0.0.1:9"))
