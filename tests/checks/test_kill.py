"""A run that is killed at any moment leaves the state before or the state after; two runs do not mix."""

import json
import shutil
import subprocess
import sys
import textwrap
import time

import pytest

from evallib.checks import clean_unit, read_table
from evallib.model import EvallibError, locked, recover, replacing

pytestmark = pytest.mark.slow

#: Everything is loaded once; each run is a fork that kills itself before its n-th step on the workspace: what opens a file to
#: write, renames, removes or makes one. The answer is how many steps it took.
RUNNER = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from evallib.checks.gate import check_unit, clean_unit
    from evallib.model.workspace.units import Workspace
    root = sys.argv[1]
    workspace = Workspace(Path(root))
    check_unit(workspace.at("town", 2023))
    STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "open"}
    WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    print("ready", flush=True)
    for line in sys.stdin:
        limit, (read, write) = int(line), os.pipe()
        child = os.fork()
        if child == 0:
            def step(event, arguments):
                if event not in STEPS or isinstance(arguments[0], int) or not os.fsdecode(arguments[0]).startswith(root):
                    return
                if event == "open" and not (arguments[2] or 0) & WRITING:
                    return
                os.write(write, b".")
                step.taken += 1
                if step.taken == limit:
                    os.kill(os.getpid(), signal.SIGKILL)
            step.taken = 0
            sys.addaudithook(step)
            clean_unit(workspace.at("town", 2023))
            os._exit(0)
        os.close(write)
        taken = 0
        while dots := os.read(read, 65536):
            taken += len(dots)
        os.close(read)
        os.waitpid(child, 0)
        print(taken, flush=True)
    """
)
BUDGET = [["单位：万元"], ["科目名称", "年初预算", "调整后预算", "执行金额"]]
KILLS = 16


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


def test_killed_before_every_few_steps(empty_workspace, workbook):
    hand_in(empty_workspace, workbook, 1)
    with subprocess.Popen([sys.executable, "-c", RUNNER, str(empty_workspace.root)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as runner:  # fmt: skip
        assert runner.stdout.readline() == "ready\n"

        def run(limit):
            print(limit, file=runner.stdin, flush=True)
            return int(runner.stdout.readline())

        run(0)
        hand_in(empty_workspace, workbook, 3)
        steps = run(0)  # from one state to another, no kill
        assert steps >= 10
        seen, before = {}, state(empty_workspace)
        for number, version in enumerate(range(5, 5 + 2 * KILLS, 2)):
            hand_in(empty_workspace, workbook, version)
            limit = 1 + round(number * (steps - 1) / (KILLS - 1))
            run(limit)
            after = state(empty_workspace)
            assert after in {before, version}
            seen[limit] = after == version
            before = after
        run(0)
        assert state(empty_workspace) == 3 + 2 * KILLS, "a whole run after all of them"
        runner.stdin.close()
    parent = empty_workspace.clean_dir("town", 2023).parent
    assert sorted(path.name for path in parent.iterdir()) == [".2023.lock", "2023"], "nothing half-done stays"
    assert not seen[1] and seen[steps], "kills came both before and after the change"


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
