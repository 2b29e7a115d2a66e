"""The whole run over the shipped data, and what a failing notebook does to it."""

import json

import nbformat
import pytest

from evallib.batch import run_reports

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm")]

#: Findings per page; each was held against the printed tables by hand.
EXPECTED = {
    ("huacao", 2021): 0,
    # 基本支出 517.36, which as 516.96 puts right its own sum, the 合计 783.59 and the 执行率 99.92%.
    ("huacao", 2022): 1,
    # The one of 2022, restated; 立案合计 38,935 / 38,929; C32 标 10分, 其下 5 + 3; two names each of A1, A21, B3 and C212;
    # 居民满意度 92% in the goals, 95% in the rule; 长效管理机制 and 平台现有功能 0.00% in the goals, 健全 and 基本满足 in the system.
    ("huacao", 2023): 10,
    # 表10 合计 86 / 85; B12 得分 2 / 0 and with it 项目过程 19 / 17; two names of C12 and of D. 表7 总计 760,000 / 860,000 and
    # 100,000 / 300 × 200; 表6 合计 39.1328 in a column of 元; 宣传折页 2000 / 200 in 表2 and
    # 表8. 综合管理巡查服务 年初预算 30 / 40; 设备租赁 年初预算 112.104 / 75.76 and 决算 75.78 / 75.76.
    ("maqiao", 2024): 12,
    # 合计 827.58 / 827.59; 先行联系率 and 市民满意率 against the sample; 办结率 97.70% / 99.63%. 红灯案件 66 is no finding:
    # its four rows (32) are examples.
    ("pujin", 2023): 4,
    # 21,388 is no finding: the listed sources are examples.
    ("xianghua", 2023): 0,
}


def test_six_reports(run):
    assert run.ok, [(r.unit, r.year, r.error) for r in run.reports if r.status != "ok"]
    assert {(r.unit, r.year): r.figures["findings"] for r in run.reports if r.unit} == EXPECTED
    assert run.index.is_file()


def test_files_of_a_report(reported, run):
    folder = reported.report_dir("huacao", 2023)
    assert json.loads((folder / "result.json").read_text(encoding="utf-8"))["figures"]["execution_rate"] == "1"
    executed = nbformat.read(reported.inside / "2023/huacao/unit_summary.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")
    assert (folder / "tables" / "四率.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_index_links_exist(reported, run):
    html = run.index.read_text(encoding="utf-8")
    for report in run.reports:
        assert f'href="{report.page}"' in html
        assert (reported.reports / report.page).is_file()


def test_one_failing_unit_does_not_stop_the_others(empty_workspace, workbook):
    for unit in ("good", "bad"):
        workbook(
            {"四率": [["指标", "本镇"], ["先行联系率", "97.60%"]]}, empty_workspace.raw_dir(unit, 2023) / "四率.xlsx"
        )
    notebook = nbformat.read(empty_workspace.notebooks / "unit_summary.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('if unit == "bad":\n    raise ValueError("故意出错")'))
    nbformat.write(notebook, empty_workspace.notebooks / "unit_summary.ipynb")
    result = run_reports(empty_workspace)
    assert {report.unit: report.status for report in result.reports if report.unit} == {"good": "ok", "bad": "failed"}
    assert not result.ok
    page = (empty_workspace.report_dir("bad", 2023) / "index.html").read_text(encoding="utf-8")
    assert "故意出错" in page and "raise ValueError" in page
    assert "未完成" in result.index.read_text(encoding="utf-8")


def test_the_second_run_has_nothing_to_do(workspace, select, monkeypatch):
    made = workspace(["aa", "bb"], "month")
    first = run_reports(made, select("month"))
    assert [report.figures for report in first.reports] == [{"month": "2023-01", "top": 5}] * 2
    monkeypatch.setattr("evallib.batch.run.open_workers", lambda *_: 1 / 0)
    second = run_reports(made, select("month"))
    assert second.ok and second.reports == [] and len(second.tasks) == 2 and second.folder is None


def test_only_what_changed_is_made_again(workspace, select):
    made = workspace(["aa", "bb"], "month")
    run_reports(made, select("month"))
    (made.clean_dir("bb", 2023) / "new.parquet").write_bytes(b"1")
    result = run_reports(made, select("month"))
    assert [report.unit for report in result.reports] == ["bb"]
    assert [report.unit for report in run_reports(made, select("month", force=True)).reports] == ["aa", "bb"]


def test_dry_run_writes_nothing(workspace, select):
    made = workspace(["aa"], "month")
    (made.raw_dir("aa", 2023) / "新.csv").write_text("x", encoding="utf-8")
    result = run_reports(made, select("month", dry_run=True))
    assert result.reasons == {"2023/aa/month": "尚未生成"}
    assert result.stale == [("aa", 2023)]
    assert not made.reports.exists()


def test_a_month(workspace, select):
    made = workspace(["aa"], "month")
    (report,) = run_reports(made, select("month", month="2023-09", parameters={"top": "2"})).reports
    assert report.page == "2023/aa/month/2023-09/index.html"
    assert report.figures == {"month": "2023-09", "top": 2}
    page = (made.reports / report.page).read_text(encoding="utf-8")
    assert "aa 2023-09，前 2 项" in page and 'href="../../../../index.html"' in page


def test_records(workspace, select):
    made = workspace(["aa"], "month")
    result = run_reports(made, select("month"))
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "done"
    assert manifest["reports"] == {"2023/aa/month": "ok"}
    assert manifest["selection"]["notebooks"] == ["month"]
    assert manifest["inputs"] == {"aa/2023": {}}
    assert {"evallib", "pandas"} <= manifest["versions"].keys()
    assert "user" not in manifest and "host" not in manifest
    assert "报告 aa 2023 month 完成" in (result.folder / "run.log").read_text(encoding="utf-8")
    record = json.loads((made.reports / "2023/aa/month/result.json").read_text(encoding="utf-8"))
    assert "run" not in record, "the record of a report tells nothing of when it was made"
    assert not {"seconds", "peak_memory_mb"} & record.keys()
    assert set(record["hashes"]) == {
        "evallib",
        "frameworks",
        "definitions",
        "libraries",
        "notebook",
        "parameters",
        "data",
    }
    assert nbformat.read(made.inside / "2023/aa/month/month.ipynb", as_version=4).metadata.papermill.parameters


def test_two_runs_at_once_are_refused(workspace, select):
    from evallib.model import EvallibError, locked

    made = workspace(["aa"], "month")
    with locked(made.reports / ".lock", ""), pytest.raises(EvallibError, match="另一个运行"):
        run_reports(made, select("month"))


def test_an_executor_that_dies_takes_one_report_along(workspace, select, monkeypatch):
    """The workers' executor dies at one report, again and again: that one fails, the others are built."""
    from concurrent.futures import BrokenExecutor, Future

    from evallib.batch import InlineExecutor, Workers

    class Fragile(InlineExecutor):
        dead = False

        def submit(self, function, /, *arguments, **keywords):
            if self.dead or arguments[0].task.unit == "bb":
                self.dead = True
                future = Future()
                future.set_exception(BrokenExecutor("weg"))
                return future
            return super().submit(function, *arguments, **keywords)

    class Opened:
        def __init__(self, *_):
            self.workers = Workers(Fragile(), 2)

        def __enter__(self):
            return self.workers

        def __exit__(self, *_):
            return None

    monkeypatch.setattr("evallib.batch.run.open_workers", Opened)
    result = run_reports(workspace(["aa", "bb", "cc", "dd"], "month"), select("month"))
    assert {report.unit: report.status for report in result.reports} == {
        "aa": "ok", "bb": "failed", "cc": "ok", "dd": "ok",
    }  # fmt: skip


def test_a_page_is_titled_by_what_it_is_about(reported, run):
    titles = [
        (reported.reports / report.page).read_text(encoding="utf-8").split("</title>")[0] for report in run.reports
    ]
    assert titles[0].endswith("<title>华漕镇 2021年度 绩效与热线数据报告") and len(set(titles)) == len(titles)
    assert {report.kind for report in run.reports} == {"年度报告", "单位对照"}
