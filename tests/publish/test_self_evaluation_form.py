"""The official form: layout, live total, text that stays text, A4 portrait - in xlsx and docx."""

import openpyxl
import pytest
from docx import Document
from docx.shared import Cm
from shipped import score
from spreadsheet import convert

from evallib.model import EvallibError
from evallib.publish import lay_out, write_forms

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pujin(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    return write_forms(score("pujin", 2023), folder)


def test_every_cell_of_the_grid_is_covered_once():
    for unit in ("pujin", "xianghua"):
        for card in score(unit, 2023):
            form = lay_out(card)
            covered = [
                (row, column)
                for cell in form.cells
                for row in range(cell.row, cell.row + cell.rows)
                for column in range(cell.column, cell.column + cell.columns)
            ]
            assert sorted(covered) == [(row, column) for row in range(form.rows) for column in range(9)]


def test_recalculated_total_equals_the_score(pujin, tmp_path):
    paths = pujin
    assert [path.name for path in paths] == ["绩效自评表.xlsx", "绩效自评表.docx"]
    book = openpyxl.load_workbook(convert([paths[0]], tmp_path, "xlsx")[0], data_only=True)
    totals = [
        next(row[7] for row in sheet.iter_rows(values_only=True) if row[0] == "总分") for sheet in book.worksheets
    ]
    assert totals == [98, 99, 100, 98]
    grades = [next(row[6] for row in sheet.iter_rows(values_only=True) if row[0] == "评分等级") for sheet in book]
    assert grades == ["优"] * 4


def test_xlsx_layout_and_print_setup(pujin):
    sheet = openpyxl.load_workbook(pujin[0]).worksheets[0]
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "portrait")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:I1", "A2:I2", "A3:B3", "C3:I3", "A5:B9"} <= merged
    targets = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.column == 5}
    assert targets["=100.00(%)"].data_type == "s"
    assert targets["=100.00(%)"].quotePrefix
    last = sheet.max_row - 1  # below the grid stand the lines to sign
    assert "审核：" in sheet.cell(last + 1, 1).value and "（盖章）" in sheet.cell(last + 1, 1).value
    assert sheet["A1"].value == "财政项目支出绩效自评表"
    own = [cell for row in sheet.iter_rows(min_row=3, max_row=last) for cell in row if type(cell).__name__ == "Cell"]
    assert all(cell.border.left.style == "thin" for cell in own)


def test_docx_is_a_table_with_merged_cells_on_a4(pujin):
    document = Document(str(pujin[1]))
    section = document.sections[0]
    assert abs(section.page_width - Cm(21)) < Cm(0.1)
    assert len(document.tables) == 4
    first = document.tables[0]
    assert first.cell(0, 2).text == "“一网统管”运维费"
    assert first.cell(3, 0)._tc is first.cell(6, 1)._tc
    assert first.style.name == "Table Grid"
    cells = [cell.text for row in first.rows for cell in row.cells]
    assert {"=100.00(%)", "97.00(%)", "18.00", "98.00", "优", "预期目标", "偏差原因分析及改进措施"} <= set(cells)


def test_a_department_scorecard_has_no_form(tmp_path):
    huacao = score("huacao", 2023)
    assert write_forms(huacao, tmp_path) == []
    with pytest.raises(EvallibError, match="没有项目和绩效目标"):
        lay_out(huacao[0])
