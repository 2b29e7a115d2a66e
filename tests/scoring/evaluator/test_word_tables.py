"""Tables of a Word document as grids: merged cells are told apart from cells that repeat a text, every cell has its name."""

import docx
import pytest

from evallib.model import EvallibError
from evallib.scoring import read_word_grids


def document(path):
    made = docx.Document()
    made.add_paragraph("一、评价体系")
    first = made.add_table(rows=3, cols=3)
    for r, texts in enumerate([("一级", "二级", "分值"), ("产出", "数量", "60"), ("产出", "质量", "40")]):
        for c, text in enumerate(texts):
            first.cell(r, c).text = text
    first.cell(2, 1).text = ""
    first.cell(1, 1).merge(first.cell(2, 1))
    second = made.add_table(rows=2, cols=3)
    second.cell(0, 0).merge(second.cell(0, 1)).text = "合并"
    second.cell(0, 2).text = "合并"
    second.cell(1, 0).text = "  两段 "
    second.cell(1, 0).add_paragraph()
    second.cell(1, 0).add_paragraph("文字 ")
    made.save(path)
    return path


def test_cells_of_word_tables_have_places_and_tell_what_repeats_them(tmp_path):
    first, second = read_word_grids(document(tmp_path / "体系.docx"))
    assert [(grid.file, grid.sheet) for grid in (first, second)] == [
        ("体系.docx", "第1个表格"),
        ("体系.docx", "第2个表格"),
    ]
    assert [[cell.name for cell in row] for row in first.rows] == [
        [f"第{r}行第{c}列" for c in (1, 2, 3)] for r in (1, 2, 3)
    ]
    assert [[cell.text for cell in row] for row in first.rows] == [
        ["一级", "二级", "分值"], ["产出", "数量", "60"], ["产出", "数量", "40"],
    ]  # fmt: skip
    merged = {(r, c): (cell.below, cell.beside) for grid in (first,) for r, row in enumerate(grid.rows)
              for c, cell in enumerate(row) if cell.below or cell.beside}  # fmt: skip
    assert merged == {(2, 1): (True, False)}  # 产出 stands twice and is no merged cell
    assert [(cell.text, cell.below, cell.beside) for cell in second.rows[0]] == [
        ("合并", False, False), ("合并", False, True), ("合并", False, False),
    ]  # fmt: skip
    assert second.rows[1][0].text == "两段\n文字"
    assert not any(cell.formula or cell.number for row in first.rows for cell in row)


def test_what_is_no_word_document_is_told(tmp_path):
    (tmp_path / "旧.docx").write_bytes(b"\xd0\xcf\x11\xe0 not a document")
    with pytest.raises(EvallibError, match="已损坏"):
        read_word_grids(tmp_path / "旧.docx")
