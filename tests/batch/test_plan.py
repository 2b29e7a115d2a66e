"""Plans, and when a report is up to date."""

import shutil
from pathlib import Path

import pytest

from evallib.batch import (
    FileHashes,
    Fingerprints,
    ReportResult,
    Selection,
    make_plan,
    read_parameters,
    why_build,
    write_result,
)
from evallib.model import EvallibError

ZOO = Path(__file__).parents[1] / "zoo" / "notebooks"


def test_units_times_years_times_notebooks(workspace):
    made = workspace(["aa", "bb"], "moods", "leak", years=(2022, 2023))
    tasks = make_plan(made, Selection(notebooks=["moods", "leak"]))
    assert len(tasks) == 8
    assert tasks[0].folder == "2022/aa/moods" and tasks[0].parameters == {"unit": "aa", "year": 2022}
    assert [task.title for task in make_plan(made, Selection(["bb"], [2023], ["leak"]))] == ["bb 2023 leak"]


def test_a_month(workspace):
    made = workspace(["aa"], "month", years=(2022, 2023))
    (task,) = make_plan(made, Selection(month="2023-09", parameters={"top": "7"}))
    assert task.parameters == {"unit": "aa", "year": 2023, "month": "2023-09", "top": 7}
    assert task.folder == "2023/aa/month/2023-09"


@pytest.mark.parametrize(
    ("selection", "code", "hint"),
    [
        (Selection(notebooks=["mods"]), "batch.unknown_notebook", "您是不是要写“moods”？"),
        (Selection(notebooks=["moods"], parameters={"yeer": "1"}), "batch.unknown_parameter", "您是不是要写“year”？"),
        (Selection(notebooks=["month"], parameters={"top": "x"}), "batch.mistyped_parameter", "默认值为 5"),
        (Selection(month="2023-13"), "batch.bad_month", "例如 2023-09"),
        (Selection(month="2023-09", notebooks=["moods"]), "batch.unknown_parameter", "unit"),
        (Selection(notebooks=["no_parameters"]), "batch.no_unit", "unit"),
        (Selection(notebooks=["torn"]), "batch.bad_notebook", "torn"),
        (Selection(units=["aaa"], notebooks=["moods"]), "unit.unknown", "您是不是要写“aa”？"),
        (Selection(years=[1999], notebooks=["moods"]), "unit.year_without_data", "1999"),
    ],
)
def test_mistakes_are_found_before_anything_starts(workspace, selection, code, hint):
    made = workspace(["aa"], "moods", "month", "no_unit", "no_parameters", "torn")
    with pytest.raises(EvallibError) as raised:
        make_plan(made, selection)
    assert code in [problem.code for problem in raised.value.problems]
    assert hint in str(raised.value)


@pytest.mark.parametrize(("text", "code"), [("top", "batch.bad_parameter"), ("year=1", "batch.reserved_parameter")])
def test_parameters_of_the_command_line(text, code):
    with pytest.raises(EvallibError) as raised:
        read_parameters([text])
    assert raised.value.problems[0].code == code


def written(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1")


CHANGES = {
    "notebook": lambda made: (made.notebooks / "moods.ipynb").write_bytes(
        (made.notebooks / "moods.ipynb").read_bytes() + b" "
    ),
    "data": lambda made: (made.clean_dir("aa", 2022) / "new.parquet").write_bytes(b"1"),
    "frameworks": lambda made: written(made.root / "data/frameworks/a.yaml"),
    "definitions": lambda made: written(made.root / "definitions/a.yaml"),
}


def test_a_framework_of_the_unit_itself_makes_its_reports_out_of_date(workspace):
    """Scores look for it beside unit.yaml, too (`evallib.scoring.scorecards.framework_folders`)."""
    made = workspace(["aa"], "moods")
    (task,) = make_plan(made, Selection(notebooks=["moods"]))
    before = Fingerprints(made, FileHashes()).of(task)
    written(made.raw / "aa" / "own.yaml")
    assert Fingerprints(made, FileHashes()).of(task)["data"] != before["data"]


def test_an_overview_is_out_of_date_when_an_earlier_table_or_a_name_changes(workspace):
    """It shows budgets and rates of all years, and units by their names."""
    made = workspace(["aa", "bb"], "no_unit", years=(2021, 2022, 2023))
    (task,) = make_plan(made, Selection(notebooks=["no_unit"], years=[2023]))
    seen = [Fingerprints(made, FileHashes()).of(task)["data"]]
    for path in (made.clean_dir("bb", 2021) / "budget_lines.parquet", made.raw / "bb" / "unit.yaml"):
        written(path)
        seen.append(Fingerprints(made, FileHashes()).of(task)["data"])
    assert len(set(seen)) == 3


@pytest.mark.parametrize("kind", CHANGES)
def test_what_makes_a_report_out_of_date(workspace, kind):
    made = workspace(["aa"], "moods", years=(2022, 2023, 2024))
    (task,) = make_plan(made, Selection(years=[2023], notebooks=["moods"]))
    before = Fingerprints(made, FileHashes()).of(task)
    (made.clean_dir("aa", 2024) / "later.parquet").write_bytes(b"1")  # a later year is not shown
    assert Fingerprints(made, FileHashes()).of(task) == before
    CHANGES[kind](made)
    after = Fingerprints(made, FileHashes()).of(task)
    assert {name for name in after if after[name] != before[name]} == {kind}


def test_why(workspace):
    made = workspace(["aa"], "moods")
    (task,) = make_plan(made, Selection(notebooks=["moods"]))
    hashes = Fingerprints(made, FileHashes()).of(task)
    last = ReportResult("aa", 2023, hashes=hashes)
    assert why_build(task, hashes, last, made.reports) == "尚未生成"
    page = made.reports / task.folder / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("x")
    assert why_build(task, hashes, last, made.reports) == ""
    assert why_build(task, hashes | {"data": "x", "evallib": "y"}, last, made.reports) == "数据已变、evallib 已修改"
    assert (
        why_build(task, hashes, ReportResult("aa", 2023, status="failed", hashes=hashes), made.reports) == "上次未完成"
    )


def test_units_are_compared_once_a_year_by_a_notebook_without_a_unit(workspace):
    made = workspace(["aa", "bb"], "month", "no_unit", years=(2022, 2023))
    tasks = make_plan(made, Selection(notebooks=["no_unit"], years=[2023]))
    assert [(task.unit, task.year, task.parameters, task.folder, task.title) for task in tasks] == [
        ("", 2023, {"year": 2023}, "2023/_no_unit", "全部单位 2023")
    ]
    both = make_plan(made, Selection(notebooks=["month", "no_unit"], years=[2023]))
    assert [task.folder for task in both] == ["2023/aa/month", "2023/bb/month", "2023/_no_unit"]


def test_the_overview_comes_with_a_whole_run_and_after_the_units(workspace):
    made = workspace(["aa", "bb"], "month", years=(2022, 2023))
    shutil.rmtree(made.raw / "bb" / "2022")
    for name, source in (("unit_summary", "month"), ("district_overview", "no_unit")):
        shutil.copyfile(ZOO / f"{source}.ipynb", made.notebooks / f"{name}.ipynb")
    folders = [task.folder for task in make_plan(made, Selection())]
    assert folders == ["2022/aa", "2023/aa", "2023/bb", "2023/_district_overview"], "one unit alone is not compared"
    assert [task.folder for task in make_plan(made, Selection(units=["aa"]))] == ["2022/aa", "2023/aa"]


def test_an_overview_is_out_of_date_when_a_unit_found_something_else(workspace):
    made = workspace(["aa", "bb"], "no_unit")
    (task,) = make_plan(made, Selection(notebooks=["no_unit"]))

    def data(**changes):
        result = ReportResult("aa", 2023, folder="2023/aa", **changes)
        (made.reports / "2023" / "aa").mkdir(parents=True, exist_ok=True)
        write_result(made.reports, result)
        return Fingerprints(made, FileHashes()).of(task)["data"]

    first = data(figures={"findings": 4}, seconds=1.0)
    assert data(figures={"findings": 4}, seconds=2.0) == first
    assert data(figures={"findings": 5}) != first
    assert data(figures={"findings": 4}, status="failed") != first
    made.cases_file("bb", 2023).write_bytes(b"cases")
    assert data(figures={"findings": 4}) != first
