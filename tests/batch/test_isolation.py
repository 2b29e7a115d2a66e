"""A report takes nothing over from another one, and whatever happens to it happens to it alone."""

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from evallib.batch import run_reports

pytestmark = pytest.mark.slow

UNITS = ["aa", "bb", "cc"]


@pytest.mark.parametrize("engine", ["fork", "pool"])
def test_nothing_leaks(workspace, select, engine):
    made = workspace(UNITS, "leak")
    options = select("leak", engine=engine, jobs=1)
    result = run_reports(made, options)
    assert result.ok, [report.error for report in result.reports]
    found = [report.figures["found"] for report in result.reports]
    assert found[1] == found[0] and found[2] == found[0]
    assert found[0] == {
        "global": False,
        "builtin": False,
        "module": False,
        "module_attribute": False,
        "path": False,
        "environment": "",
        "folder": "workspace",
        "pandas_option": 60,
        "plotly_template": "plotly",
        "decimal_precision": 28,
        "filters": False,
        "umask": found[0]["umask"],
    }
    for source in ("random", "numpy"):
        drawn = {report.figures["drawn"][source] for report in result.reports}
        assert len(drawn) == len(UNITS), f"{source} 的随机数在报告之间相同"


def test_the_caller_is_not_changed(workspace, select, warm):
    before = Path.cwd(), dict(os.environ), os.umask(0o022)
    run_reports(workspace(["aa"], "leak"), select("leak"))
    assert before == (Path.cwd(), dict(os.environ), os.umask(before[2]))


ENDS = {
    "exits": "单元格让进程提前退出（退出码 3）",
    "killed": "进程被信号 9（SIGKILL）终止，常见原因是内存不足",
    "hangs": "超过 3 秒未完成，已终止",
    "raises": "ValueError: 数据 <不全>",
}


def test_one_bad_end_does_not_touch_the_others(workspace, select, warm):
    made = workspace(["good", *ENDS, "last"], "moods")
    started = time.monotonic()
    result = run_reports(made, select("moods", timeout=3))
    assert time.monotonic() - started < 30
    assert not result.ok
    assert {report.unit: report.error for report in result.reports} == {"good": "", **ENDS, "last": ""}
    for report in result.reports:
        folder = made.reports / report.folder
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert json.loads((folder / "result.json").read_text(encoding="utf-8"))["status"] == report.status
        assert not (folder / ".running").exists()
        if report.unit in ENDS:
            assert 'id="failure"' in page and "time.sleep(600)" in page
            assert "数据 &lt;不全&gt;" in page if report.unit == "raises" else ENDS[report.unit] in page
            assert report.failed_cell == 3  # papermill puts its own cell after the parameters
        else:
            assert "到底了" in page
    index = result.index.read_text(encoding="utf-8")
    assert index.count('class="alert"') == len(ENDS)
    assert "sleep 600" not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("engine", ["pool", "stock"])
def test_kernels_are_as_isolated(workspace, select, engine):
    made = workspace(["exits", "hangs", "last"], "moods")
    result = run_reports(made, select("moods", engine=engine, timeout=8))
    assert {report.unit: report.status for report in result.reports} == {
        "exits": "failed",
        "hangs": "failed",
        "last": "ok",
    }
    errors = {report.unit: report.error for report in result.reports}
    assert "内核意外退出" in errors["exits"]
    assert "超过 8 秒未完成" in errors["hangs"]


def test_failed_reports_are_tried_again(workspace, select, warm):
    made = workspace(["good", "raises"], "moods")
    assert not run_reports(made, select("moods")).ok
    again = run_reports(made, select("moods"))
    assert [report.unit for report in again.reports] == ["raises"]
    only = run_reports(made, select("moods", only_failed=True, force=True))
    assert [task.unit for task in only.tasks] == ["raises"]


def test_engines_give_the_same_page(workspace, select, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = workspace(["aa"], "outputs")
    pages, notebooks = {}, {}
    for engine in ("fork", "pool", "stock"):
        result = run_reports(made, select("outputs", engine=engine, force=True))
        assert result.ok, result.reports[0].error
        folder = made.reports / result.reports[0].folder
        pages[engine] = (folder / "index.html").read_bytes()
        cells = json.loads((made.inside / result.reports[0].folder / "outputs.ipynb").read_text(encoding="utf-8"))[
            "cells"
        ]
        notebooks[engine] = [(cell.get("execution_count"), _comparable(cell)) for cell in cells]
    assert pages["fork"] == pages["pool"] == pages["stock"]
    assert "留下的一句" in pages["fork"].decode() and "替换后" in pages["fork"].decode()
    assert notebooks["fork"] == notebooks["pool"] == notebooks["stock"]


def _comparable(cell):
    """Outputs without timings."""
    return [output for output in cell.get("outputs", []) if "CPU times" not in str(output)]
