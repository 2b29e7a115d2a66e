"""The gate runs only where something changed, and finding out imports nothing heavy."""

import json
import shutil
import subprocess
import sys

import pytest

from evallib.batch import RECORD, FileHashes, Rules, current_state, gate_key, run_reports, stamp_key

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm")]


def state(made, unit="aa", year=2023):
    hashes = FileHashes()
    rules = Rules.of(made, hashes)
    return current_state(made.at(unit, year), gate_key(made.at(unit, year), rules, hashes), rules)


def test_up_to_date(workspace):
    found = state(workspace(["aa"]))
    assert found.ok and not found.fresh and (found.count("error"), found.count("warning")) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda made: (made.raw_dir("aa", 2023) / "表.csv").write_text("指标,区\n", encoding="utf-8"),
        lambda made: (made.raw_dir("aa", 2023) / "新.csv").write_text("", encoding="utf-8"),
        lambda made: (made.expectations / "four_rates.json").write_text("{}", encoding="utf-8"),
        lambda made: (made.clean_dir("aa", 2023) / RECORD).unlink(),
        lambda made: (made.clean_dir("aa", 2023) / RECORD).write_text("{", encoding="utf-8"),
    ],
)
def test_out_of_date(workspace, change):
    made = workspace(["aa"])
    change(made)
    assert state(made) is None


def test_a_new_unit_concerns_only_who_is_compared_with_it(workspace):
    made = workspace(["aa"])
    for name, values in {"four_rates": '"agencies"', "service_requests": '"units"'}.items():
        (made.expectations / f"{name}.json").write_text(f"{{{values}: 1}}", encoding="utf-8")
    path = made.clean_dir("aa", 2023) / RECORD
    hashes = FileHashes()
    rules = Rules.of(made, hashes)
    for kind, holds in (("four_rates", True), ("service_requests", False)):
        stamp_key(made.at("aa", 2023), gate_key(made.at("aa", 2023), rules, hashes), rules.units)
        path.write_text(json.dumps(json.loads(path.read_text()) | {"rejected": [kind]}), encoding="utf-8")
        assert state(made) is not None
        made.raw_dir("bb", 2023).mkdir(parents=True)
        assert (state(made) is not None) == holds
        shutil.rmtree(made.raw / "bb")
    (made.raw / "aa" / "unit.yaml").write_text("name: 甲镇\n", encoding="utf-8")
    assert state(made) is None, "its own names count for every table"


def test_a_table_that_is_gone(workspace):
    made = workspace(["aa"])
    path = made.clean_dir("aa", 2023) / RECORD
    record = json.loads(path.read_text(encoding="utf-8")) | {"accepted": {"four_rates": 4}}
    path.write_text(json.dumps(record), encoding="utf-8")
    assert state(made) is None
    (made.clean_dir("aa", 2023) / "four_rates.parquet").write_bytes(b"1")
    assert state(made).accepted == {"four_rates": 4}


def test_an_up_to_date_run_imports_nothing_heavy(workspace, select):
    made = workspace(["aa"], "month")
    run_reports(made, select("month"))
    code = (
        "import sys\nfrom pathlib import Path\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from evallib.batch.run import run_reports\nfrom evallib.batch.planning.up_to_date import Options\n"
        "from evallib.batch.planning.plan import Selection\nfrom evallib.model.workspace.units import Workspace\n"
        f"result = run_reports(Workspace(Path({str(made.root)!r})), Options(Selection(notebooks=['month'])))\n"
        "assert result.ok and not result.reports and result.tasks\n"
        "heavy = {'pandas', 'numpy', 'great_expectations', 'papermill', 'nbconvert', 'plotly', 'pyarrow', 'IPython'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture
def checked(workspace, root):
    """Two units of which a monthly report can be made, with the shipped suites; the gate has to run for both."""
    made = workspace(["aa", "bb"], "month")
    for path in (root / "expectations").glob("*.json"):
        shutil.copyfile(path, made.expectations / path.name)
    for unit in ("aa", "bb"):
        (made.raw_dir(unit, 2023) / "表.csv").write_text("指标,本镇\n先行联系率,97.60%\n", encoding="utf-8")
    return made


def test_a_broken_unit_yaml_is_reported_and_hurts_nobody_else(checked, select):
    made = checked
    (made.raw / "aa" / "unit.yaml").write_text("name: 甲镇\nsmall_cell_threshold: 0\n", encoding="utf-8")
    result = run_reports(made, select("month"))
    assert [report.status for report in result.reports] == ["ok", "ok"]
    told = {
        gate.unit: [str(problem) for problem in gate.problems if problem.file == "unit.yaml"] for gate in result.gates
    }
    assert told == {"aa": ["[错误] unit.yaml › 第2行：“small_cell_threshold”不得小于 1；读到“0”"], "bb": []}
    assert not result.ok


@pytest.mark.parametrize("engine", ["fork", "stock"])
def test_a_broken_suite_stops_who_needs_it_with_a_message(engine, checked, select):
    made = checked
    (made.raw_dir("bb", 2023) / "表.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    (made.expectations / "four_rates.json").write_text('{"name": ', encoding="utf-8")
    result = run_reports(made, select("month", engine=engine))
    assert {report.unit: report.status for report in result.reports} == {"aa": "failed", "bb": "ok"}
    problem = next(problem for gate in result.gates for problem in gate.problems if gate.unit == "aa")
    assert "校验规则不是合法的 JSON" in problem.message and problem.file == "expectations/four_rates.json"
    failed = next(report for report in result.reports if report.unit == "aa")
    assert failed.error.startswith("校验没有完成")
    assert "校验没有完成" in (made.reports / failed.page).read_text(encoding="utf-8")
    assert state(made) is None, "it is checked again the next time"


def test_a_gate_that_dies_stops_nobody_else(checked, select, monkeypatch):
    from evallib.batch import schedule
    from evallib.batch.planning import gates

    def die(at, *keys):
        if at.unit == "aa":
            raise MemoryError("内存不足")
        return gates.check_in(at, *keys)

    monkeypatch.setattr(schedule, "check_in", die)
    result = run_reports(checked, select("month", engine="stock"))
    assert {report.unit: report.status for report in result.reports} == {"aa": "failed", "bb": "ok"}
    assert [problem.code for gate in result.gates for problem in gate.problems if gate.unit == "aa"] == ["gate.died"]
