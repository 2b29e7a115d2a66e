"""Shared fixtures: workspaces of the tests' own, cleaned once per worker and reported once per test run."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

# The reference run (kernels, workers, great-expectations) must not write into the checkout.
ROOT = Path(__file__).parent.parent
os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")

# Programs of their own: looking into them for examples would run them (one starts a run, one takes away what Windows lacks).
collect_ignore = ["helpers/fault_driver.py", "helpers/like_windows/sitecustomize.py", "mutants"]


def pytest_configure(config: pytest.Config) -> None:
    """Workers share a folder, so that what is dear is made once; examples take the time they take."""
    from hypothesis import settings

    settings.register_profile("evallib", deadline=None)
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile("evallib")
    if not hasattr(config, "workerinput"):
        from full_run import new_shared_folder

        folder = new_shared_folder()
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the run over all shipped units is slow, whoever forgets to say so."""
    for item in items:
        if {"run", "reported"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


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
