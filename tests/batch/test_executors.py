"""Calls in children of a forge: results, deaths, timeouts, and what is left when it ends."""

import os
import signal
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from evallib.batch import (
    ChildDiedError,
    ForkServerExecutor,
    InlineExecutor,
    Workers,
    default_engine,
    default_jobs,
    stays,
)
from evallib.intake import count_bytes, read_guarded
from evallib.model import EvallibError


@pytest.fixture(scope="module")
def forge():
    with ForkServerExecutor(2, timeout=2) as executor:
        yield executor


def test_results_come_back_in_any_number(forge):
    futures = [forge.submit(pow, 2, number) for number in range(50)]
    assert [future.result() for future in futures] == [2**number for number in range(50)]


def test_every_call_has_its_own_process(forge):
    assert len({forge.submit(os.getpid).result() for _ in range(5)}) == 5


@stays
def _stay(end: str = "") -> int:
    if end == "raise":
        raise ValueError
    if end == "exit":
        os._exit(3)
    if end == "refuse":
        raise EvallibError([])
    if end == "thread":
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return os.getpid()


def test_a_function_that_leaves_nothing_behind_has_its_process_again(forge):
    staying = forge.submit(_stay).result()
    assert {forge.submit(_stay).result() for _ in range(5)} == {staying}
    assert forge.submit(os.getpid).result() != staying
    assert forge.submit(_stay).result() == staying


@pytest.mark.parametrize("end", ["raise", "refuse", "thread"])
def test_a_process_that_may_have_changed_is_not_had_again(forge, end):
    staying, ended = forge.submit(_stay).result(), forge.submit(_stay, end)
    ended.exception()
    assert forge.submit(_stay).result() != staying


def test_a_process_that_was_killed_while_it_waited_costs_no_call(forge):
    staying = forge.submit(_stay).result()
    os.kill(staying, signal.SIGKILL)
    assert forge.submit(_stay).result() != staying


def test_what_dies_in_a_used_process_is_tried_in_a_new_one(forge):
    first = forge.submit(_die_the_second_time).result()
    assert forge.submit(_die_the_second_time).result() != first
    forge.submit(_stay).result()
    with pytest.raises(ChildDiedError, match="退出码 3"):
        forge.submit(_stay, "exit").result()


_calls: list[int] = []


@stays
def _die_the_second_time() -> int:
    _calls.append(1)
    if len(_calls) > 1:
        os._exit(3)
    return os.getpid()


def _read_guarded(folder: str, path: Path) -> int:
    tempfile.tempdir = folder
    return read_guarded(count_bytes, path)


@stays
def _read_and_stay(folder: str, path: Path) -> tuple[int, int]:
    return _read_guarded(folder, path), os.getpid()


@pytest.mark.slow
def test_a_waiting_process_ends_with_the_forge_and_takes_its_folder_with_it(tmp_path):
    path, folder = tmp_path / "a.txt", tmp_path / "temporary"
    path.write_bytes(b"abc")
    folder.mkdir()
    with ForkServerExecutor(2) as executor:
        size, staying = executor.submit(_read_and_stay, str(folder), path).result()
        assert size == 3 and list(folder.iterdir())
    assert not list(folder.iterdir()) and not Path(f"/proc/{staying}").exists()


@pytest.mark.slow
def test_a_child_takes_its_guarded_process_and_its_folder_with_it(forge, tmp_path):
    path, folder = tmp_path / "a.txt", tmp_path / "temporary"
    path.write_bytes(b"abc")
    folder.mkdir()
    assert forge.submit(_read_guarded, str(folder), path).result() == 3
    assert not list(folder.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "arguments", "told"),
    [
        (os._exit, (3,), "退出码 3"),
        (os._exit, (0,), "退出码 0"),
        (os.abort, (), "SIGABRT"),
        (time.sleep, (30,), "超过 2 秒未完成"),
        (int, ("x",), "ValueError: invalid literal"),
    ],
)
def test_a_death_is_told_and_harms_no_other_call(forge, function, arguments, told):
    dying, living = forge.submit(function, *arguments), forge.submit(pow, 2, 2)
    with pytest.raises(ChildDiedError, match=told):
        dying.result()
    assert living.result() == 4


@pytest.mark.slow
def test_memory_of_the_forge_does_not_grow(forge):
    def resident() -> int:
        status = Path(f"/proc/{forge._process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    def calls(number: int) -> None:
        for future in [forge.submit(bytes, 100_000) for _ in range(number)]:
            future.result()

    calls(50)
    before = resident()
    calls(300)
    assert resident() - before < 1024  # kB


def test_leaving_early_ends_the_children():
    executor = ForkServerExecutor(1)
    future = executor.submit(time.sleep, 60)
    time.sleep(0.3)
    executor.shutdown(cancel_futures=True)
    with pytest.raises(BrokenExecutor):
        future.result()
    with pytest.raises(BrokenExecutor):
        executor.submit(pow, 2, 2)


def test_a_forge_that_is_killed_breaks_its_calls_and_no_more():
    with ForkServerExecutor(1) as executor:
        future = executor.submit(time.sleep, 60)
        os.kill(executor._process.pid, signal.SIGKILL)
        with pytest.raises(BrokenExecutor):
            future.result(timeout=10)
        assert isinstance(Workers(executor, 1).submit(pow, 2, 2).exception(), BrokenExecutor)


def test_stream_keeps_a_few_calls_ahead():
    started = []

    def call(number: int) -> int:
        started.append(number)
        return number

    stream = Workers(InlineExecutor(), 2).stream(deque((call, (number,)) for number in range(100)))
    (_, (first,)), future = next(stream)
    assert future.result() == first and started == [0, 1]
    assert sorted([first, *(number for (_, (number,)), _ in stream)]) == started == list(range(100))


def test_defaults(monkeypatch):
    assert default_jobs() >= 1
    assert default_engine() == "fork"
    monkeypatch.setattr("sys.platform", "darwin")
    assert default_engine() == "pool"
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delattr("os.fork")
    assert default_engine() == "pool"
