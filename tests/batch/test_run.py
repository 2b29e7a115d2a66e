"""The whole run over the shipped data, and what a failing notebook does to it."""

import json

import nbformat
import pytest

from evallib.batch.run import run_reports

EXPECTED = {
    ("huacao", 2021): 0,
    ("huacao", 2022): 3,
    ("huacao", 2023): 4,
    ("maqiao", 2024): 4,
    ("pujin", 2023): 4,
    ("xianghua", 2023): 0,
}


def test_six_reports(run):
    assert run.ok, [(r.unit, r.year, r.error) for r in run.reports if r.status != "ok"]
    assert {(r.unit, r.year): r.figures["findings"] for r in run.reports} == EXPECTED
    assert run.index.is_file()


def test_files_of_a_report(shipped, run):
    folder = shipped.report_dir("huacao", 2023)
    assert json.loads((folder / "result.json").read_text(encoding="utf-8"))["figures"]["execution_rate"] == "1"
    executed = nbformat.read(folder / "unit_summary.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")
    assert (folder / "tables" / "四率.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_index_links_exist(shipped, run):
    html = run.index.read_text(encoding="utf-8")
    for report in run.reports:
        assert f'href="{report.page}"' in html
        assert (shipped.reports / report.page).is_file()


@pytest.mark.slow
def test_one_failing_unit_does_not_stop_the_others(empty_workspace, workbook):
    for unit in ("good", "bad"):
        workbook(
            {"四率": [["指标", "本镇"], ["先行联系率", "97.60%"]]}, empty_workspace.raw_dir(unit, 2023) / "四率.xlsx"
        )
    notebook = nbformat.read(empty_workspace.notebooks / "unit_summary.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('if unit == "bad":\n    raise ValueError("故意出错")'))
    nbformat.write(notebook, empty_workspace.notebooks / "unit_summary.ipynb")
    result = run_reports(empty_workspace, empty_workspace.select())
    assert {report.unit: report.status for report in result.reports} == {"good": "ok", "bad": "failed"}
    assert not result.ok
    page = (empty_workspace.report_dir("bad", 2023) / "index.html").read_text(encoding="utf-8")
    assert "故意出错" in page and "raise ValueError" in page
    assert "未完成" in result.index.read_text(encoding="utf-8")
