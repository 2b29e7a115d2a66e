"""Case-level pages on a synthetic export: the unit's page gains its sections, and the three notebooks run."""

import pytest
from notebook_runs import prepared, run_here
from papermill.execute import execute_notebook
from warm_forge import warm_forge

from evallib.batch import run_reports
from evallib.intake import write_sample

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def district(tmp_path_factory, root):
    import shutil

    from evallib.model import Workspace

    target = tmp_path_factory.mktemp("district")
    for folder in ("expectations", "notebooks"):
        shutil.copytree(root / folder, target / folder)
    for unit in ("huacao", "pujin"):
        folder = target / "data" / "raw" / unit / "2023"
        folder.mkdir(parents=True)
        write_sample(folder, unit, 2023, rows=3000)
    workspace = Workspace(target)
    with warm_forge():
        return workspace, run_reports(workspace)


def test_the_unit_page_shows_the_cases_and_says_that_they_are_synthetic(district):
    workspace, result = district
    assert [report.status for report in result.reports] == ["ok", "ok", "ok"], result.reports
    page = (workspace.report_dir("huacao", 2023) / "index.html").read_text(encoding="utf-8")
    assert 'id="requests"' in page
    assert page.count('class="synthetic"') == 2
    figures = [part for part in page.split("<figcaption>")[1:] if "工单" in part[:60] or "案件" in part[:60]]
    overview = (workspace.reports / "2023" / "_district_overview" / "index.html").read_text(encoding="utf-8")
    assert "可比较" not in overview and "漏斗图" in overview and "【合成数据】" in overview
    assert figures and all(part.startswith("【合成数据】") for part in figures)


#: Run in a kernel on the shipped units (tests/notebooks); on requests as the batch runs them, the others as an analyst.
OF_THE_BATCH = ["district_overview", "month", "district_month"]


@pytest.mark.parametrize("name", ["工单", "全区", "月报", *OF_THE_BATCH])
def test_notebooks_of_cases_run_on_cases(name, district, root, monkeypatch, capfd, warm):
    workspace, _ = district
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(workspace.root))
    path = root / "notebooks" / f"{name}.ipynb"
    if name in OF_THE_BATCH:
        notebook = run_here(prepared(path, {}))
    else:
        notebook = execute_notebook(path, None, cwd=str(root), progress_bar=False)
    shown = sum(len(cell.outputs) for cell in notebook.cells if cell.cell_type == "code")
    assert shown >= 8
