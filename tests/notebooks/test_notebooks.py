"""Every notebook runs top to bottom on real data, carries no outputs, and has a tagged parameters cell."""

import shutil
from pathlib import Path

import nbformat
import openpyxl
import pytest
from notebook_runs import prepared, run_here
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
    wanted = {"year"} if path.stem.startswith(("district_", "全区")) else {"unit", "year"}  # those compare all units
    assert wanted <= set(inspect_notebook(path))


@pytest.mark.parametrize("path", EXPLORING, ids=lambda path: path.stem)
def test_runs_on_real_data(path, reported, run, monkeypatch, tmp_path, capfd, warm):
    """One unit in a kernel, as an analyst runs it, the other in this process, as the batch does."""
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(reported.root))
    names = inspect_notebook(path)
    given = [
        {name: value for name, value in (("unit", unit), ("year", 2023)) if name in names}
        for unit in ("huacao", "xianghua")
    ]
    in_kernel = execute_notebook(path, None, parameters=given[0], cwd=str(tmp_path), progress_bar=False)
    for notebook in (in_kernel, run_here(prepared(path, given[1]))):
        assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_parameters_are_typed_and_described_for_papermill(path):
    """What `papermill --help-notebook` prints: a type where the default shows none, and a word for each."""
    for name, parameter in inspect_notebook(path).items():
        assert parameter["help"], name
        assert parameter["inferred_type_name"] in {"str", "int", "float"} or parameter["default"] == "None", name


@pytest.mark.parametrize(
    ("given", "said"), [({"yaer": 2024}, "笔记本没有参数“yaer”"), ({"year": "abc"}, "参数“year”的类型不对")]
)
@pytest.mark.parametrize("name", ["unit_summary", "四率"])
def test_stock_papermill_refuses_what_a_notebook_does_not_declare(
    name, given, said, reported, root, monkeypatch, tmp_path, warm
):
    from papermill.exceptions import PapermillExecutionError

    monkeypatch.setenv("EVALLIB_WORKSPACE", str(reported.root))
    with pytest.raises(PapermillExecutionError, match=said):
        execute_notebook(
            root / "notebooks" / f"{name}.ipynb", None, parameters=given, progress_bar=False, cwd=str(tmp_path)
        )


def test_old_names_of_notebooks_go_on_working(reported):
    from evallib.batch import Selection, make_plan

    plan = make_plan(reported, Selection(units=["huacao"], years=[2023], notebooks=["four_rates", "service_requests"]))
    assert [task.notebook for task in plan] == ["四率", "工单"]


OF_A_UNIT = [path for path in NOTEBOOKS if {"unit", "year"} <= set(inspect_notebook(path))]


@pytest.fixture(scope="module")
def outdated(reported, run, tmp_path_factory):
    """The shipped workspace after its reports were made, one workbook handed in anew since."""
    root = tmp_path_factory.mktemp("outdated") / "workspace"
    shutil.copytree(reported.root, root)
    workbook = next((root / "data" / "raw" / "huacao" / "2023").glob("预算*.xlsx"))
    book = openpyxl.load_workbook(workbook)
    book.active["A1"].value = f"{book.active['A1'].value or ''} "
    book.save(workbook)
    return root, workbook.name


@pytest.mark.parametrize("path", OF_A_UNIT, ids=lambda path: path.stem)
def test_raw_files_that_are_newer_are_announced_once(path, outdated, monkeypatch):
    """No gate runs here: the cells meet data/clean as an analyst in JupyterLab does, with a file changed since."""
    root, name = outdated
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(root))
    notebook = prepared(path, {"unit": "huacao", "year": 2023})
    opening = next(
        n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code" and "open(unit, year)" in cell.source
    )
    notebook.cells = notebook.cells[: opening + 1]
    done = run_here(notebook)
    shown = str([cell.get("outputs") for cell in done.cells])
    assert shown.count("原始文件在入库后有变动") == 1 and name in shown
