"""Faults at every step: whatever cannot be written, the run says so in one message, and the next run heals.

A small unit goes from one state to another (a figure in its budget changes) while one operation fails. Afterwards every
file is whole and of the state before or the new one, and the next ordinary run ends in the new one, byte for byte.
`python -m pytest tests/batch/test_faults.py -m "" -s` prints the table of operations tried (docs/checks.md).
"""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from full_run import CLOCK, ROOT

DRIVER = Path(__file__).parents[1] / "helpers" / "fault_driver.py"
ZOO = Path(__file__).parents[1] / "zoo" / "notebooks"
FAULTS = ("ENOSPC", "EIO", "EACCES", "kill", "killed after")
#: Places that the quick tier makes fail; the long tier takes every place that a run passes.
QUICK = (
    ("rename model/workspace/files.py:_put", "ENOSPC"),
    ("parquet checks/store.py:write_table", "EIO"),
    ("sync model/workspace/folders.py:_sync", "kill"),
    ("mkdir model/workspace/zones.py:open_inside", "EACCES"),
    ("write batch/records.py:write", "killed after"),
)
#: Of one run each, what follows the machine or holds times of files, and what is made again when next asked for.
OWN = ("runs", "measured.json", "run.log", ".lock", "error.log", ".hashes.json", "checks_made.json", "findings.json")
#: Of these, what no later run reads, and times of files.
NOTES = ("runs", "measured.json", "run.log", "error.log", ".hashes.json")
MONTH = ("run", "--jobs", "1", "--notebook", "month", "--month", "2023-01")
WHOLE = ("run", "--jobs", "1")


class Runs:
    """The server that forks a run per plan, and the two states of a workspace."""

    def __init__(self, folder, words):
        self.folder, self.words, self.root = folder, words, folder / "workspace"
        environment = {**os.environ, "SOURCE_DATE_EPOCH": CLOCK, "PYTHONWARNINGS": "ignore"}
        self.server = subprocess.Popen(
            [sys.executable, str(DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.run()
        shutil.copytree(self.root, folder / "before", symlinks=True)
        self.before = tree(self.root)
        change(self.root)
        self.log = folder / "places.txt"
        self.run(log=str(self.log))
        self.after, self.healing = tree(self.root), set()
        self.passed = Counter(self.log.read_text(encoding="utf-8").splitlines())
        shutil.copytree(self.root, folder / "after", symlinks=True)

    def begin(self, state):
        """Put the workspace into one of its two states, whatever the last fault has left."""
        shutil.rmtree(self.root)
        shutil.copytree(self.folder / state, self.root, symlinks=True)

    def run(self, expected=0, **plan):
        said = self.folder / "said.txt"
        counter = self.folder / "counter"
        counter.unlink(missing_ok=True)
        told = {"root": str(self.root), "words": self.words, "said": str(said), "counter": str(counter), **plan}
        self.server.stdin.write(json.dumps(told) + "\n")
        self.server.stdin.flush()
        code = int(self.server.stdout.readline())
        text = said.read_text(encoding="utf-8", errors="replace")
        assert "Traceback" not in text, text[-1500:]
        if expected is not None:
            assert code == expected, (code, text[-1500:])
        return code, text

    def survives(self, place, occurrence, what):
        """No traceback, a message, whole files of either state, and a next run that heals."""
        self.begin("before")
        change(self.root)
        code, text = self.run(None, place=place, occurrence=occurrence, what=what)
        assert (self.folder / "counter").exists(), "the place was not passed"
        assert code in ({0, 1, 2, -9} if what.startswith("kill") else {0, 1, 2}), (code, text[-800:])
        assert code in {0, -9} or text.strip(), "no message"
        left = tree(self.root)
        for name, data in left.items():
            if data not in (self.before.get(name), self.after.get(name)):
                assert is_whole(name, data), f"{name} is torn"
                assert is_telling(name, data) or code != 0, f"{name} is neither old nor new"
        state = digest(self.root)
        if state in self.healing:  # the same files as after another fault: the next run does the same with them
            return
        code, text = self.run(0)
        healed = tree(self.root)
        assert sorted(healed) == sorted(self.after), sorted(set(healed) ^ set(self.after))
        changed = [name for name in healed if healed[name] != self.after[name]]
        assert changed == [], changed
        self.healing.add(state)

    def close(self):
        self.server.stdin.close()
        self.server.stdout.close()
        self.server.wait(20)


def tree(root):
    """Bytes of every file that a run has made, half-written ones included, without what belongs to one run alone."""
    made = {}
    for folder in ("reports", "data/clean", "data/inside"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not any(part in OWN or part.endswith(".lock") for part in path.parts):
                made[name] = path.read_bytes()
    made.pop("data/clean/.pseudonym_key", None)
    return {name: without_times(name, data) for name, data in made.items()}


def digest(root):
    """Of every file that the next run could look at, but for the times that a list of hashes and the notes of runs hold."""
    found = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        name = path.relative_to(root).as_posix()
        if not any(part in NOTES for part in path.parts):
            found.update(f"{name}\0{path.stat().st_mode}\0".encode() + without_times(name, path.read_bytes()))
    return found.hexdigest()


def without_times(name, data):
    """The list of what was checked holds the times of files."""
    return json.dumps(sorted(json.loads(data))).encode() if name.endswith("release.json") else data


def is_whole(name, data):
    """Nothing is torn: a killed run may leave temporary files, which are never read, and nothing else half-written."""
    if ".part" in name or name.endswith(".old") or ".old/" in name:
        return True
    if name.endswith((".xlsx", ".docx")):
        from io import BytesIO

        return zipfile.is_zipfile(BytesIO(data)) and zipfile.ZipFile(BytesIO(data)).testzip() is None
    if name.endswith(".parquet"):
        return data[:4] == data[-4:] == b"PAR1"
    if "/opened/" in name:  # two lines: what is asked of every file, and what only a change asks
        return [type(json.loads(line)) for line in data.splitlines()] == [dict, dict]
    if name.endswith((".json", ".ipynb")):
        return json.loads(data) is not None
    return data.rstrip().endswith(b"</html>") if name.endswith(".html") else True


def is_telling(name, data):
    """Pages, records and lists may tell of what failed."""
    return name.endswith((".html", ".json", ".running")) or ".part" in name


def change(root):
    """The budget and the requests, so that gate, report and month report are all made again."""
    folder = root / "data" / "raw" / "aa" / "2023"
    for name, old, new in (("预算.csv", "370.88", "371.88"), ("工单.csv", "S00012", "S10012")):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def unit(root, notebook):
    """A unit with a budget and a few requests."""
    shutil.copytree(ROOT / "expectations", root / "expectations")
    (root / "notebooks").mkdir()
    shutil.copyfile(notebook, root / "notebooks" / notebook.name)
    raw = root / "data" / "raw" / "aa" / "2023"
    raw.mkdir(parents=True)
    lines = [
        "科目名称,年初预算（万元）,调整后预算（万元）,执行金额（万元）",
        "基本支出,567.21,630.10,630.10",
        "项目支出,371.67,370.88,370.88",
    ]
    (raw / "预算.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (raw / "工单.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["工单编号", "受理时间", "来源", "诉求类型", "办结时间", "主责部门"])
        for number in range(60):
            month, end = number % 12 + 1, "04" if number == 7 else "08"
            writer.writerow(
                [f"S{number:05}", f"2023-{month:02}-05 09:00", "12345", "噪音", f"2023-{month:02}-{end} 09:00", "城管"]
            )


@pytest.fixture(scope="module")
def month_runs(tmp_path_factory):
    """For all tests of the month report: its server takes longer to start than most of them."""
    folder = tmp_path_factory.mktemp("month_runs")
    unit(folder / "workspace", ZOO / "month.ipynb")
    runs = Runs(folder, MONTH)
    yield runs
    runs.close()


@pytest.fixture
def whole_runs(tmp_path):
    root = tmp_path / "workspace"
    unit(root, ROOT / "notebooks" / "unit_summary.ipynb")
    # Its parameters and first screen: how a section is drawn writes nothing, and what stands beside a page is made from
    # the unit's data.
    path = root / "notebooks" / "unit_summary.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(notebook | {"cells": notebook["cells"][:3]}), encoding="utf-8")
    # A scorecard with its working paper and forms, as the shipped unit hands them in.
    for name in ("项目自评表.xlsx", "项目支出情况.xlsx"):
        shutil.copyfile(
            ROOT / "data" / "raw" / "xianghua" / "2023" / name, root / "data" / "raw" / "aa" / "2023" / name
        )
    runs = Runs(tmp_path, WHOLE)
    yield runs
    runs.close()


def sweep(runs, plans, title):
    """Try all plans, print the table, and tell which did not survive."""
    failed, table = [], {}
    for place, what, occurrence in plans:
        tried = table.setdefault(place, [0, 0])
        tried[0] += 1
        try:
            runs.survives(place, occurrence, what)
            tried[1] += 1
        except AssertionError as error:
            failed.append((place, what, occurrence, str(error)[:400]))
            sys.stdout.write(f"FAILED {failed[-1]}\n")
            sys.stdout.flush()
    lines = [f"{place} | {runs.passed[place]} | {tried} | {survived}" for place, (tried, survived) in table.items()]
    total = sum(tried for tried, _ in table.values())
    sys.stdout.write("\n".join(["", title, *lines, f"tried {total}, survived {total - len(failed)}", ""]))
    assert failed == []


@pytest.mark.slow
def test_a_place_that_fails_is_told_and_heals(month_runs):
    for place, what in QUICK:
        assert month_runs.passed[place], place
        month_runs.survives(place, 1, what)


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_every_place_that_gate_and_report_pass(month_runs):
    passed = month_runs.passed
    # The last occurrence, where another step has gone before, in the two ways that differ most.
    plans = [(place, what, 1) for place in sorted(passed) for what in FAULTS]
    plans += [
        (place, what, passed[place]) for place in sorted(passed) if passed[place] > 1 for what in ("ENOSPC", "kill")
    ]
    sweep(month_runs, plans, "gate, month report, release check")


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_every_further_place_of_a_whole_report(whole_runs):
    further = [place for place in sorted(whole_runs.passed) if "publish/" in place and "write_assets" not in place]
    plans = [(place, what, 1) for place in further for what in FAULTS]
    # The same few lines write every file; here the many callers are what differs.
    whole = "rename model/workspace/files.py:_put"
    plans += [
        (whole, what, number) for number in range(1, whole_runs.passed[whole] + 1) for what in ("EIO", "killed after")
    ]
    sweep(whole_runs, plans, "tables, scorecards and forms beside a page")


@pytest.mark.slow
def test_a_part_folder_of_a_killed_run_is_cleared(month_runs):
    month_runs.begin("after")
    folder = next(month_runs.root.glob("reports/2023/aa/**/result.json")).parent / ".checks.abc.part"
    folder.mkdir()
    month_runs.run(0)
    change_back = month_runs.root / "data" / "raw" / "aa" / "2023" / "预算.csv"
    change_back.write_text(change_back.read_text(encoding="utf-8").replace("371.88", "372.88"), encoding="utf-8")
    month_runs.run(0)
    assert not folder.exists()
