"""Plans, and when a report is up to date."""

import pytest

from evallib.batch.hashes import FileHashes
from evallib.batch.plan import Fingerprints, Selection, make_plan, read_parameters, why_build
from evallib.batch.records import ReportResult
from evallib.model.problems import EvallibError


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
        (Selection(notebooks=["no_unit"]), "batch.no_unit", "unit"),
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


CHANGES = {
    "notebook": lambda made: (made.notebooks / "moods.ipynb").write_bytes(
        (made.notebooks / "moods.ipynb").read_bytes() + b" "
    ),
    "data": lambda made: (made.clean_dir("aa", 2022) / "new.parquet").write_bytes(b"1"),
    "frameworks": lambda made: (
        (made.root / "frameworks").mkdir() or (made.root / "frameworks" / "a.yaml").write_text("1")
    ),
}


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
