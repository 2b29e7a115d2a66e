"""One wrong cell: what its correction would settle together is one finding, with its cells; anything else stays apart."""

import re
import shutil

import openpyxl
import pytest

from evallib.checks import clean_unit, other_problems, read_findings, read_record

pytestmark = pytest.mark.slow

LINES = [
    ["单位：万元"], ["科目", "年初预算", "调整后预算", "执行金额", "执行率"], ["人员经费", 300, 300, 300, "100%"],
    ["公用经费", 200, 200, 200, "100%"], ["合计", 500, 500, 500, "100%"],
]  # fmt: skip


@pytest.fixture
def record(empty_workspace, workbook):
    def make(changes):
        rows = [list(row) for row in LINES]
        for (row, column), value in changes.items():
            rows[row - 1][column - 1] = value
        workbook({"预算": rows}, empty_workspace.raw_dir("town", 2023) / "预算.xlsx")
        clean_unit(empty_workspace.at("town", 2023))
        return read_record(empty_workspace.at("town", 2023))

    return make


def test_a_slip_in_a_part_is_told_once_with_the_cells_that_it_spoils(record):
    told = record({(4, 4): 140})
    (found,) = read_findings(told)
    assert (found.cell, found.further) == ("D4", ("D5", "E4"))
    assert (found.printed, found.recomputed) == ("140 万元", "200 万元")
    assert found.severity == "score", "a 合计 is touched"
    assert "D5、E4 这 2 处不符同时消除" in found.message
    assert "300 + 140 = 440" in found.arithmetic and "140 ÷ 200 = 70.00%" in found.arithmetic
    assert [place.rpartition(" ")[2] for place in found.places] == ["D4", "D5", "E4"]
    assert not [problem for problem in other_problems(told) if problem["cell"] in {"D4", "D5", "E4"}]


def test_a_slip_in_the_whole_is_the_whole(record):
    (found,) = read_findings(record({(5, 4): 450}))
    assert (found.cell, found.recomputed) == ("D5", "500 万元")
    assert found.further == ("D5", "E5")


def test_two_slips_stay_two(record):
    assert {item.cell for item in read_findings(record({(4, 4): 140, (3, 2): 310}))} == {"D4", "B5"}


def test_a_single_disagreement_stays_what_it_is(record):
    (found,) = read_findings(record({(4, 2): 250}))
    assert (found.cell, found.further) == ("B5", ())
    assert found.message.startswith("2023年合计的年初预算与明细之和不等")


def test_a_correction_that_would_spoil_another_figure_is_none(record):
    # 140 of 200 is 70%, as printed: a changed D4 would make E4 wrong. What is wrong is the 合计, and only its sum tells.
    cells = [item.cell for item in read_findings(record({(4, 4): 140, (4, 5): "70%"}))]
    assert cells == ["D5"]


def test_rates_alone_never_name_a_cell(record):
    # Two rates of one denominator: rounding leaves more than one value for it.
    cells = {item.cell for item in read_findings(record({(3, 5): "90%", (4, 5): "90%"}))}
    assert cells == {"E3", "E4"}


def test_the_planted_slip_is_told_once_on_page_index_and_workbook(tmp_path, root, warm):
    """浦锦, 自评表“一网统管运维费”, E7 156.28 → 150.28."""
    from full_run import report_all

    from evallib.model import Workspace

    for folder in ("expectations", "notebooks"):
        shutil.copytree(root / folder, tmp_path / folder)
    shutil.copytree(root / "data" / "raw" / "pujin", tmp_path / "data" / "raw" / "pujin")
    path = tmp_path / "data" / "raw" / "pujin" / "2023" / "项目自评表.xlsx"
    book = openpyxl.load_workbook(path)
    cell = book["一网统管运维费"]["E7"]
    assert cell.value == 156.28
    cell.value = 150.28
    book.save(path)
    workspace = Workspace(tmp_path)
    assert report_all(workspace).ok
    findings = read_findings(read_record(workspace.at("pujin", 2023)))
    assert [item.cell for item in findings if item.sheet == "一网统管运维费"] == ["E7"]
    folder = workspace.report_dir("pujin", 2023)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert page.count("一网统管运维费 › E7") == 1 and page.count("E6、G7 这 2 处不符同时消除") == 1
    rows = list(openpyxl.load_workbook(folder / "勾稽核对.xlsx").active.iter_rows(min_row=4, values_only=True))
    (row,) = [row for row in rows if row[7] and "一网统管运维费" in row[7]]
    assert row[4:6] == ("1,502,800 元", "1,562,800 元") and "E6" in row[7] and "G7" in row[7]
    assert len(rows) == len(findings)
    index = (workspace.reports / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'data-label="勾稽发现"[^>]*>([^<]*)<', index) == [str(len(findings))]
