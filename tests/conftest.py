"""Shared fixtures: workspaces of the tests' own, cleaned once per worker and reported once per test run."""

from __future__ import annotations

import atexit
import gc
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from hypothesis import settings

# The reference run (kernels, workers, great-expectations) must not write into the checkout.
ROOT = Path(__file__).parent.parent
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

# Programs of their own: looking into them for examples would run them (one starts a run, one takes away what Windows lacks).
collect_ignore = ["helpers/fault_driver.py", "helpers/like_windows/sitecustomize.py", "mutants"]

# What they take to load is more than an example is worth while one works.
HEAVY = re.compile(r"^(?:import|from) (?:great_expectations|papermill|nbformat|nbconvert)\b", re.MULTILINE)
LEAVES_OUT = re.compile(r"not \w+(?: and not \w+)*")
WHOLLY = re.compile(r"^pytestmark = .*\bmark\.(?:slow|browser|long)\b", re.MULTILINE)

#: Cases of one test that `make test-fast` runs at most, unless the test itself says which (`sampled`).
LONG = 25


class OnlyWanted:
    """Only a file with an example is loaded in search of examples, so that heavy libraries wait for who asks for them;
    the fast tier does not load what it leaves out whole, nor looks for examples in modules that load those libraries."""

    def __init__(self, chosen: str) -> None:
        self.fast = "not slow" in chosen
        self.left_out = set(re.findall(r"not (\w+)", chosen)) if LEAVES_OUT.fullmatch(chosen) else set[str]()

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, name: str, obj: object) -> list[pytest.Item] | None:
        """The cases of a test that is left out whole need not be made first: they are half of all there are."""
        if not self.left_out or not name.startswith("test_") or not isinstance(obj, FunctionType):
            return None
        return [] if any(mark.name in self.left_out for mark in getattr(obj, "pytestmark", ())) else None

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path: Path) -> Iterator[Any]:
        found = yield
        text = file_path.read_text(encoding="utf-8") if found else ""
        if self.fast and (WHOLLY.search(text) or HEAVY.search(text)):
            return [one for one in found if type(one).__name__ == "Module" and not WHOLLY.search(text)]
        return [one for one in found if type(one).__name__ != "DoctestModule" or ">>>" in text]


settings.register_profile("evallib", deadline=None)  # examples take the time they take
settings.register_profile("fast", deadline=None, max_examples=15)  # `make test` looks further


def pytest_configure(config: pytest.Config) -> None:
    """Workers share a folder, so that what is dear is made once, and keep compiled tests as a run without workers does."""
    gc.disable()  # until everything is collected: nearly all of it stays
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile("evallib")
    sys.modules.setdefault(
        "rfc3987_syntax", None
    )  # compiles a grammar for two seconds; jsonschema takes it where it is
    config.pluginmanager.register(OnlyWanted(config.option.markexpr))
    if hasattr(config, "workerinput"):
        import few_messages

        config.pluginmanager.register(few_messages)
        sys.dont_write_bytecode = config.workerinput["dont_write_bytecode"]
    else:
        from shared_folder import new_shared_folder

        if config.getoption("dist", "no") == "loadfile":
            import file_schedule

            config.pluginmanager.register(file_schedule)
        folder = new_shared_folder()
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The variable above is meant for what the tests start, not for the workers that run them."""
    node.workerinput["dont_write_bytecode"] = sys.dont_write_bytecode


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the collector of garbage need not go through it again and again, not even
    when pytest looks for what tests have left. Libraries count what they leave behind when the interpreter ends.
    What a test makes is mostly gone without the collector, which need not ask after every seven hundred objects."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)
    gc.enable()
    atexit.register(gc.unfreeze)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the run over all shipped units is slow, whoever forgets to say so; so are the cases of a long list
    that its sample leaves out: each n-th stays where the list says so, and of others about `LONG`."""
    _slow_files_first(items)
    names = [item.nodeid.partition("[")[0] for item in items]
    every, cases = Counter(names), Counter[str]()
    for item, name in zip(items, names, strict=True):
        if {"run", "reported"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        sampled = item.get_closest_marker("sampled")
        if cases[name] % (sampled.args[0] if sampled else -(-every[name] // LONG)):
            item.add_marker(pytest.mark.slow)
        cases[name] += 1


def _slow_files_first(items: list[pytest.Item]) -> None:
    """Files with slow tests begin, so that a worker that is done early finds quick files to go on with: one that began
    a slow one last would let the other wait for a minute."""
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shipped():
    """A copy of the shipped workspace: raw data, expectations and notebooks."""
    from shipped import workspace

    return workspace()


@pytest.fixture(scope="session")
def reported():
    """The workspace of `run`, with clean data and reports of every shipped unit and year; nobody writes into it."""
    from full_run import full_run

    return full_run()[0]


@pytest.fixture(scope="session")
def run():
    """One run over every shipped unit and year, clock fixed."""
    from full_run import full_run

    return full_run()[1]


@pytest.fixture(scope="session")
def clean():
    """Clean tables of a shipped unit and year."""
    from shipped import unit_data

    return unit_data


@pytest.fixture
def empty_workspace(tmp_path: Path):
    """A workspace with the suites and notebooks but without data."""
    from evallib.model import Workspace

    shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Workspace(tmp_path)


@pytest.fixture
def warm() -> Iterator[None]:
    """Runs of the test have a fork server that is warm already: for tests that look at what a run makes."""
    from warm_forge import warm_forge

    with warm_forge():
        yield


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command line in this process: (exit code, stdout, stderr)."""

    def call(workspace, *words: str) -> tuple[int, str, str]:
        from evallib.cli import main

        monkeypatch.setenv("EVALLIB_WORKSPACE", str(workspace.root))
        monkeypatch.setattr(sys, "argv", ["evallib", *words])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def workbook(tmp_path: Path):
    """Write a small workbook: rows of each sheet, from A1."""

    def write(sheets: dict[str, list[list[object]]], path: Path | None = None, merged: tuple[str, ...] = ()) -> Path:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            for cells in merged:
                sheet.merge_cells(cells)
        path = path or tmp_path / "book.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    return write
