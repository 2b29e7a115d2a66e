"""A run that is killed at any moment leaves the state before or the state after; two runs do not mix."""

import json
import random
import shutil
import subprocess
import sys
import textwrap
import time

import pytest

from evallib.checks import clean_unit, read_table
from evallib.model import EvallibError, locked, recover, replacing

pytestmark = pytest.mark.slow

#: Everything is loaded once; each run is a fork that is killed after a given time.
RUNNER = textwrap.dedent(
    """
    import os, signal, sys, time
    from pathlib import Path
    from evallib.checks.gate import check_unit, clean_unit
    from evallib.model.workspace.units import Workspace
    workspace = Workspace(Path(sys.argv[1]))
    check_unit(workspace.at("town", 2023))
    print("ready", flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        child = os.fork()
        if child == 0:
            clean_unit(workspace.at("town", 2023))
            os._exit(0)
        limit = float(line)
        while limit and time.perf_counter() - started < limit and os.waitpid(child, os.WNOHANG) == (0, 0):
            time.sleep(0.0005)
        try:
            if limit:
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        print(time.perf_counter() - started, flush=True)
    """
)
BUDGET = [["单位：万元"], ["科目名称", "年初预算", "调整后预算", "执行金额"]]
KILLS = 25


def hand_in(workspace, workbook, version):
    folder = workspace.raw_dir("town", 2023)
    workbook({"预算": [*BUDGET, ["基本支出", version, version, version]]}, folder / "预算.xlsx")
    if version % 2:
        workbook({"四率": [["指标", "本镇"], ["先行联系率", f"{90 + version % 10}%"]]}, folder / "四率.xlsx")
    else:
        (folder / "四率.xlsx").unlink(missing_ok=True)


def state(workspace):
    """What a reader sees: the record and the tables, which have to belong together."""
    folder = workspace.clean_dir("town", 2023)
    record = json.loads((folder / "intake.json").read_text(encoding="utf-8"))
    tables = {path.stem: read_table(path) for path in folder.glob("*.parquet")}
    assert {name: len(frame) for name, frame in tables.items()} == record["accepted"]
    assert sorted(path.suffix for path in folder.iterdir()) == sorted([".json", *[".parquet"] * len(tables)])
    version = int(tables["budget_lines"]["executed_yuan"][0] / 10000)
    assert ("four_rates" in tables) == bool(version % 2)
    if version % 2:
        assert str(tables["four_rates"]["rate"][0]) == f"0.{90 + version % 10}".rstrip("0")
    return version


@pytest.mark.long
def test_killed_at_random_points(empty_workspace, workbook):
    rng = random.Random(20231105)
    hand_in(empty_workspace, workbook, 1)
    with subprocess.Popen([sys.executable, "-c", RUNNER, str(empty_workspace.root)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as runner:  # fmt: skip
        assert runner.stdout.readline() == "ready\n"

        def run(limit):
            print(limit, file=runner.stdin, flush=True)
            return float(runner.stdout.readline())

        duration = max(run(0), run(0))
        seen, before = set(), state(empty_workspace)
        for version in range(2, KILLS + 2):
            hand_in(empty_workspace, workbook, version)
            # Most of the time goes into checking; half of the kills aim at the writing.
            run(duration * (rng.uniform(0, 1) if version % 2 else rng.uniform(0.85, 1.15)))
            after = state(empty_workspace)
            assert after in {before, version}
            seen.add(after == version)
            before = after
        run(0)
        assert state(empty_workspace) == KILLS + 1, "a whole run after all of them"
        runner.stdin.close()
    parent = empty_workspace.clean_dir("town", 2023).parent
    assert sorted(path.name for path in parent.iterdir()) == [".2023.lock", "2023"], "nothing half-done stays"
    assert seen == {True, False}, "kills came both before and after the change"


def test_a_second_run_is_told_who_holds_the_lock(empty_workspace, workbook):
    hand_in(empty_workspace, workbook, 1)
    lock = empty_workspace.clean_dir("town", 2023).parent / ".2023.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys, time\nfrom pathlib import Path\nfrom evallib.model.workspace.lock import locked\n"
         "with locked(Path(sys.argv[1]), ''):\n print('held', flush=True)\n time.sleep(60)", str(lock)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(EvallibError, match="另一个运行正在写入 data/clean/town/2023") as error:
            clean_unit(empty_workspace.at("town", 2023))
        assert f"进程 {holder.pid}" in str(error.value)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert clean_unit(empty_workspace.at("town", 2023)).ok, "the lock of a killed process is free"


def test_a_failure_while_writing_leaves_the_old_state(empty_workspace, workbook, monkeypatch):
    hand_in(empty_workspace, workbook, 1)
    clean_unit(empty_workspace.at("town", 2023))
    hand_in(empty_workspace, workbook, 3)

    def full(*_args, **_kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("evallib.checks.gate.write_table", full)
    with pytest.raises(OSError, match="No space"):
        clean_unit(empty_workspace.at("town", 2023))
    assert state(empty_workspace) == 1
    assert sorted(path.name for path in empty_workspace.clean_dir("town", 2023).parent.iterdir()) == [
        ".2023.lock",
        "2023",
    ]


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_folders_are_replaced_with_and_without_an_exchange(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr("evallib.model.workspace.folders._exchange", lambda one, other: False)
    for text in ("old", "new"):
        with replacing(tmp_path / "t") as new:
            (new / "a.txt").write_text(text)
    assert (tmp_path / "t" / "a.txt").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_a_kill_between_two_renames_is_mended(tmp_path):
    (tmp_path / ".t.abc.old").mkdir()
    (tmp_path / ".t.abc.old" / "a.txt").write_text("old")
    (tmp_path / ".t.abc.part").mkdir()
    recover(tmp_path / "t")
    assert (tmp_path / "t" / "a.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_the_lock_is_free_again(tmp_path):
    for _ in range(2):
        with locked(tmp_path / "x.lock", ""):
            time.sleep(0)
    shutil.rmtree(tmp_path)
