"""Two files of a folder that tell the same table: the newer version counts, or it is asked which one does."""

import pytest

from evallib.intake import read_folder

HEAD = [["单位：万元"], ["科目名称", "年初预算", "调整后预算", "执行金额"]]
OLD = [*HEAD, ["基本支出", 10, 10, 9], ["项目支出", 5, 5, 5]]
NEW = [*HEAD, ["基本支出", 10, 10, 8], ["项目支出", 5, 5, 5]]


def read(workbook, tmp_path, **files):
    folder = tmp_path / "town" / "2023"
    for name, rows in files.items():
        workbook({"预算": rows}, folder / f"{name}.xlsx")
    submission = read_folder(folder, 2023)
    frames = submission.tables.get("budget_lines", [])
    codes = [p.code for p in submission.problems if p.code in {"intake.newer_version", "intake.two_versions"}]
    return [list(frame["executed_yuan"]) for frame in frames], codes, submission


@pytest.mark.parametrize("newer", ["预算（修改后）", "预算最终版", "预算v2", "预算20240305"])
def test_the_newer_one_counts_and_says_what_it_changed(workbook, tmp_path, newer):
    executed, codes, submission = read(workbook, tmp_path, **{"预算": OLD, newer: NEW})
    assert (executed, codes) == ([[80_000, 50_000]], ["intake.newer_version"])
    told = next(p for p in submission.problems if p.code == "intake.newer_version")
    assert told.file == f"{newer}.xlsx" and "1 处不同：基本支出的执行金额 90000→80000" in told.value


def test_two_versions_that_no_name_tells_apart_are_asked_for(workbook, tmp_path):
    executed, codes, submission = read(workbook, tmp_path, 甲=OLD, 乙=NEW)
    assert (executed, codes) == ([], ["intake.two_versions"])
    assert [p.severity for p in submission.problems if p.code == "intake.two_versions"] == ["error"]


def test_a_copy_counts_once(workbook, tmp_path):
    executed, codes, _ = read(workbook, tmp_path, 甲=OLD, 乙=OLD)
    assert (executed, codes) == ([[90_000, 50_000]], ["intake.newer_version"])


def test_tables_with_other_rows_are_no_versions(workbook, tmp_path):
    other = [*HEAD, ["三公经费", 1, 1, 1], ["会议费", 2, 2, 2]]
    executed, codes, _ = read(workbook, tmp_path, 甲=OLD, 乙=other)
    assert (sorted(executed), codes) == ([[10_000, 20_000], [90_000, 50_000]], [])
