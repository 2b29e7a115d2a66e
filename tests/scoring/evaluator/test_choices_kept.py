"""A choice between readings is made once: the framework file keeps it for the next import of the same standard."""

import openpyxl
import pytest

from evallib.scoring import CHOICE, ImportJob, load_framework, run_import

OPEN = "持证上岗率达到90%得60分；每低4个百分点扣6分"
ROWS = [("过程", "队伍", "持证上岗", 60, OPEN), ("过程", "队伍", "档案", 40, "每发现一处缺失扣5分，扣完为止")]


@pytest.fixture
def table(tmp_path):
    def written(rows=ROWS):
        book = openpyxl.Workbook()
        book.active.append(["一级指标", "二级指标", "三级指标", "分值", "评分标准"])
        for row in rows:
            book.active.append(list(row))
        book.save(tmp_path / "指标体系表.xlsx")
        return tmp_path / "指标体系表.xlsx"

    return written


def test_a_choice_is_not_asked_for_again(table, tmp_path):
    out, review = tmp_path / "体系.yaml", tmp_path / "核对表.xlsx"
    assert run_import(ImportJob(table(), out, review)).left == 1
    book = openpyxl.load_workbook(review)
    labels = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(2, labels.index(CHOICE) + 1, 2)
    book.save(review)
    assert run_import(ImportJob(table(), out, reviewed=review)).left == 0
    again = run_import(ImportJob(table(), out))
    assert again.left == 0
    assert load_framework(out).leaves[0].rule.reading["counting"] == "proportional"


def test_a_standard_that_was_changed_is_asked_for_again(table, tmp_path):
    out = tmp_path / "体系.yaml"
    assert run_import(ImportJob(table(), out, usual=True)).left == 0
    assert run_import(ImportJob(table(), out)).left == 0
    changed = [(*ROWS[0][:4], OPEN.replace("每低4个", "每低5个")), ROWS[1]]
    result = run_import(ImportJob(table(changed), out))
    assert result.left == 1
    assert "没有采用" not in result.rows[0]["question"]  # no reviewed sheet was handed in
