"""Workspaces for the batch: units whose clean tables are already there, so that no test waits for the gate."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ZOO = Path(__file__).parents[1] / "zoo" / "notebooks"


@pytest.fixture
def workspace(tmp_path: Path):
    """Make a workspace of these units and years with notebooks of the zoo."""
    from evallib.batch import KEY, RECORD, UNITS, FileHashes, Rules, gate_key
    from evallib.model import Workspace

    def make(units, *notebooks: str, years=(2023,)) -> Workspace:
        made = Workspace(tmp_path / "workspace")
        for folder in (made.raw, made.notebooks, made.expectations):
            folder.mkdir(parents=True, exist_ok=True)
        for name in notebooks:
            shutil.copyfile(ZOO / f"{name}.ipynb", made.notebooks / f"{name}.ipynb")
        hashes = FileHashes()
        for unit in units:
            for year in years:
                made.raw_dir(unit, year).mkdir(parents=True)
                (made.raw_dir(unit, year) / "表.csv").write_text("指标,本镇\n", encoding="utf-8")
                made.clean_dir(unit, year).mkdir(parents=True)
        rules = Rules.of(made, hashes)
        for unit, year in made.select():
            key = gate_key(made.at(unit, year), rules, hashes)
            record = {"unit": unit, "year": year, "accepted": {}, "rejected": [], "problems": [], "inputs": {}}
            path = made.clean_dir(unit, year) / RECORD
            path.write_text(json.dumps(record | {KEY: key, UNITS: rules.units}), encoding="utf-8")
        return made

    return make


@pytest.fixture
def select():
    """Options for one notebook of the zoo."""
    from evallib.batch import Options, Selection

    def options(notebook: str, month: str = "", parameters=None, units=(), **manner) -> Options:
        chosen = Selection(units=list(units), notebooks=[notebook], month=month, parameters=parameters or {})
        return Options(chosen, **({"jobs": 2, "engine": "fork", "timeout": 60} | manner))

    return options
