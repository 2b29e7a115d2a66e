"""Every notebook runs top to bottom on real data, carries no outputs, and has a tagged parameters cell."""

from pathlib import Path

import nbformat
import pytest
from papermill.execute import execute_notebook
from papermill.inspection import inspect_notebook

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
EXPLORING = [path for path in NOTEBOOKS if path.stem != "unit_summary"]  # that one runs in tests/batch


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_clean_and_parameterised(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
    wanted = {"year"} if path.stem.startswith("district_") else {"unit", "year"}  # those compare all units
    assert wanted <= set(inspect_notebook(path))


@pytest.mark.parametrize("path", EXPLORING, ids=lambda path: path.stem)
def test_runs_on_real_data(path, reported, run, monkeypatch, tmp_path, capfd):
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(reported.root))
    for unit, year in (("huacao", 2023), ("xianghua", 2023)):
        parameters = {name: value for name, value in (("unit", unit), ("year", year)) if name in inspect_notebook(path)}
        notebook = execute_notebook(path, None, parameters=parameters, cwd=str(tmp_path), progress_bar=False)
        assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
