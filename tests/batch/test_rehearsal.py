"""Rehearsal (试演): an invented unit runs through gate and report, and nothing of it is left behind."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evallib.batch import ForkServerExecutor, ReportResult, hand_in, rehearse, report_invented, steps_of

ROOT = Path(__file__).parents[2]
#: What a unit's page and its files come to; the figures follow from the invented rows.
WRITTEN = {
    "index.html",
    "报告.html",
    "评价底稿.xlsx",
    "绩效自评表.xlsx",
    "绩效自评表.docx",
    "scorecard.json",
    "勾稽核对-工作总结.html",
}


@pytest.mark.slow
def test_the_invented_unit_is_let_in_and_reported_whole(tmp_path: Path, warm: None) -> None:
    with ForkServerExecutor(1) as server:
        result, changed = server.submit(_perform, tmp_path, ROOT / "expectations").result()
    assert (result.status, result.error, result.incomplete) == ("ok", "", {})
    written = {path.name for path in (tmp_path / "reports" / result.folder).iterdir()}
    assert written >= WRITTEN, WRITTEN - written
    assert result.score == "99.81"  # 10 × 2,550,000 ÷ 2,600,000 = 9.8077, and 90 of 90
    assert not changed


def _perform(folder: Path, suites: Path) -> tuple[ReportResult, bool]:
    before = dict(os.environ), Path.cwd()
    result = report_invented(folder, hand_in(folder, suites))
    return result, (dict(os.environ), Path.cwd()) != before


@pytest.mark.slow
def test_a_rehearsal_leaves_no_file_and_starts_no_thread(tmp_path: Path) -> None:
    with ForkServerExecutor(1) as server:
        left, threads = server.submit(_rehearse_and_count, tmp_path, ROOT / "expectations").result()
    assert (left, threads) == ([], 0)


def _rehearse_and_count(folder: Path, suites: Path) -> tuple[list[str], int]:
    tempfile.tempdir, tasks = str(folder), Path("/proc/self/task")
    import pyarrow  # noqa: F401 - its memory pool has a thread of its own, rehearsal or not

    before = len(list(tasks.iterdir()))
    assert len(list(rehearse(suites))) == 1  # calls may begin between gate and report
    return sorted(path.name for path in Path(tempfile.gettempdir()).glob("evallib-*")), len(
        list(tasks.iterdir())
    ) - before


@pytest.mark.slow
def test_whatever_goes_wrong_in_a_rehearsal_stays_there(tmp_path: Path) -> None:
    assert list(rehearse(tmp_path / "no suites here")) == []


def _slow_steps(mark: str) -> Iterator[tuple[str, ...]]:
    yield ()
    Path(mark).write_text("begun", encoding="ascii")
    time.sleep(0.6)
    Path(mark).write_text("done", encoding="ascii")


def _read(mark: str) -> str:
    return Path(mark).read_text(encoding="ascii") if Path(mark).is_file() else "not begun"


@pytest.mark.slow
def test_work_begins_after_the_first_step_and_later_calls_find_the_rest_done(tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    with ForkServerExecutor(2, warm_up=(_slow_steps, (mark,))) as server:
        answers = [call.result() for call in [server.submit(_read, mark) for _ in range(5)]]
    assert answers[0] in {"not begun", "", "begun"}  # empty: just opened
    assert answers[2:] == ["done"] * 3


def test_steps_that_nobody_waits_for_are_not_taken(tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    with ForkServerExecutor(2, warm_up=(_slow_steps, (mark,))) as server:
        assert server.submit(_read, mark).result() == "not begun"
        assert server.submit(_read, mark).result() == "not begun"


def _steps_for_one(mark: str) -> Iterator[tuple[str, ...]]:
    for _ in range(20):
        yield (_read.__name__,)
        time.sleep(0.05)
    Path(mark).write_text("done", encoding="ascii")
    yield ()


def _read_ready(mark: str) -> str:
    return _read(mark)


@pytest.mark.slow
def test_a_call_waits_for_what_it_needs_while_others_begin(tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    with ForkServerExecutor(2, warm_up=(_steps_for_one, (mark,))) as server:
        later, first = server.submit(_read_ready, mark), server.submit(_read, mark)
        assert (later.result(), first.result()) == ("done", "not begun")


@pytest.mark.slow
def test_what_a_call_waits_for_is_done_though_nothing_else_waits(tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    with ForkServerExecutor(1, warm_up=(_steps_for_one, (mark,))) as server:
        assert server.submit(_read_ready, mark).result() == "done"


def test_a_warm_up_that_yields_nothing_has_no_steps() -> None:
    assert list(steps_of(None)) == []
