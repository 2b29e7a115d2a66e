"""A job of jupyter-scheduler: the laboratory's kernel with nobody before it, parameters in a cell without papermill's mark.

The scheduler itself is no dependency; what it does is done here as it does it (its own run is told in docs/notebooks.md).
"""

import nbformat
import pytest
from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor

from evallib.workbench import ReportExporter, make_workspace, server_environment

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return make_workspace(tmp_path_factory.mktemp("定时 作业") / "工作区", templates=False)


@pytest.fixture
def run(workspace, monkeypatch):
    """Run a notebook as a job with these lines behind its parameters."""
    from evallib.model import Workspace

    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "EVALLIB_WORKSPACE"):
        monkeypatch.setenv(name, server_environment(Workspace(workspace.root))[name])

    def run(name, given):
        notebook = nbformat.read(workspace.root / "notebooks" / f"{name}.ipynb", as_version=4)
        at = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
        notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(given, metadata={"tags": ["injected-parameters"]}))
        job = ExecutePreprocessor(kernel_name="python3", timeout=300)
        job.preprocess(notebook, {"metadata": {"path": str(workspace.root / "notebooks")}})
        return notebook

    return run


def test_a_job_is_drawn_without_controls_and_can_be_exported(run):
    notebook = run("四率", 'unit = "huacao"\nyear = 2022')
    kinds = {kind for cell in notebook.cells for output in cell.get("outputs", ()) for kind in output.get("data", ())}
    assert "text/html" in kinds and not any("widget" in kind for kind in kinds), "nobody is there to choose"
    page, _ = ReportExporter().from_notebook_node(notebook)
    assert "华漕镇（示例）2022年与上年相比" in page and 'lang="zh-CN"' in page and "ITable" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("yaer = 2022", "笔记本没有参数“yaer”；处理：您是不是要写“year”？"),
        ('year = "next"', "参数“year”的类型不对"),
        ('unit = "pujin"', "没有单位“pujin”"),
    ],
)
def test_a_mistyped_parameter_fails_the_job(run, given, said):
    with pytest.raises(CellExecutionError, match=said):
        run("满意度", given)
