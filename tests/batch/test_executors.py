"""Calls in children of a forge: results, deaths, timeouts, and what is left when it ends."""

import os
import signal
import tempfile
import time
from collections import deque
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from evallib.batch import ChildDiedError, ForkServerExecutor, InlineExecutor, Workers, default_engine, default_jobs
from evallib.intake import count_bytes, read_guarded


@pytest.fixture(scope="module")
def forge():
    with ForkServerExecutor(2, timeout=2) as executor:
        yield executor


def test_results_come_back_in_any_number(forge):
    futures = [forge.submit(pow, 2, number) for number in range(50)]
    assert [future.result() for future in futures] == [2**number for number in range(50)]


def test_every_call_has_its_own_process(forge):
    assert len({forge.submit(os.getpid).result() for _ in range(5)}) == 5


def _read_guarded(folder: str, path: Path) -> int:
    tempfile.tempdir = folder
    return read_guarded(count_bytes, path)


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
