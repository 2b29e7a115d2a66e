"""绩效自评表.xlsx and 绩效自评表.docx: the official form, filled in; one sheet or page per project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Any

from evallib.model.books.book_formats import FONT
from evallib.model.books.pen import Pen, open_book
from evallib.model.workspace.files import whole_file
from evallib.publish.forms.form_layout import COLUMNS, FOOT, Form, FormCell, lay_out
from evallib.publish.forms.word_rows import table_rows
from evallib.scoring.scorecard import Scorecard

TOP = 2  # rows above the grid: title and year
LINE_HEIGHT = 14.0
MAX_HEIGHT = 400.0
BLANKS = {"number": "General", "score": "0.00", "rate": "0.00%"}  # how what is filled in will look


def write_forms(cards: Sequence[Scorecard], folder: Path) -> list[Path]:
    """Write both files for the scorecards that belong to projects.

    Args:
        cards: scorecards of a unit and year.
        folder: where 绩效自评表.xlsx and 绩效自评表.docx are written.

    Returns:
        The paths; none if no scorecard belongs to a project.
    """
    forms = [lay_out(card) for card in cards if card.unit.project is not None]
    if not forms:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    year = cards[0].unit.year
    return [
        write_xlsx(forms, folder / "绩效自评表.xlsx", year),
        write_docx(forms, folder / "绩效自评表.docx", year),
    ]


def write_xlsx(forms: Sequence[Form], path: Path, year: int) -> Path:
    """One sheet per form: merged cells, borders, A4 portrait on one page wide; the total is a live sum."""
    with open_book(path, f"{year}年度绩效自评表", year) as formats:
        for number, form in enumerate(forms, start=1):
            write_sheet(formats.sheet(f"自评表{number}"), form)
    return path


def write_sheet(pen: Pen, form: Form) -> None:
    """Write a form, filled or blank, on a sheet: A4 portrait, one page wide."""
    sheet, formats = pen.sheet, pen.formats
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    for column, width in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 8, form.title, formats.get(bold=True, font_size=16, align="center"))
    sheet.set_row(0, 28)
    sheet.merge_range(1, 0, 1, 8, form.year, formats.get(align="center"))
    for row, height in _heights(form).items():
        sheet.set_row(row + TOP, height)
    scores = [cell for cell in form.cells if cell.kind == "score"]
    for cell in form.cells:
        _cell(pen, cell, scores)
    sheet.merge_range(form.rows + TOP, 0, form.rows + TOP, 8, FOOT, formats.get(align="left"))


def _heights(form: Form) -> dict[int, float]:
    heights: dict[int, float] = {}
    for cell in form.cells:
        if cell.rows > 1 or not cell.text:
            continue
        width = sum(COLUMNS[cell.column : cell.column + cell.columns])
        length = sum(2 if ord(letter) > 255 else 1 for letter in cell.text)
        height = LINE_HEIGHT * max(ceil(length / (width * 0.95)), 1) + 6
        heights[cell.row] = min(max(heights.get(cell.row, 0), height), MAX_HEIGHT)
    return heights


def _cell(pen: Pen, cell: FormCell, scores: Sequence[FormCell]) -> None:
    row, column = cell.row + TOP, cell.column
    look: dict[str, Any] = {"indent": 0, "align": "center"}
    if cell.kind == "text" and cell.columns > 1 and len(cell.text) > 40:
        look["align"] = "left"
    if cell.kind == "label":
        look["bold"] = True
    if cell.rows > 1 or cell.columns > 1:
        area = (row, column, row + cell.rows - 1, column + cell.columns - 1)
        pen.sheet.merge_range(*area, "", pen.formats.cell("text", **look))
    if cell.kind == "total":
        cells = ",".join(f"{chr(65 + score.column)}{score.row + TOP + 1}" for score in scores)
        if not cell.text:  # blank: a person's sum, or what the reader of the form adds up
            pen.put(row, column, None, "points", num_format="0.00", **look)
            return
        value = float(cell.text) if cell.text[0].isdigit() else cell.text
        formula = f'IF(COUNT({cells})<{len(scores)},"待补充",SUM({cells}))'
        pen.put_formula(row, column, formula, value, "points", num_format="0.00", **look)
    elif not cell.text and cell.kind in BLANKS:
        pen.put(row, column, None, "points", num_format=BLANKS[cell.kind], **look)
    elif cell.kind in {"number", "score"} and cell.text.replace(".", "", 1).isdigit():
        pen.put(row, column, float(cell.text), "points", num_format="0.00", **look)
    else:
        pen.put(row, column, cell.text, **look)


def write_docx(forms: Sequence[Form], path: Path, year: int) -> Path:
    """One page (or more) per form, as a real table with merged cells and borders, A4 portrait."""
    from docx import Document
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, Twips

    document = Document()
    document.core_properties.title = f"{year}年度绩效自评表"
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = datetime(year + 1, 1, 1)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)
    width = 18.0 / sum(COLUMNS)
    for number, form in enumerate(forms):
        for text, size, bold in ((form.title, 16, True), (form.year, 10.5, False)):
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.space_after = Pt(2)
            line.paragraph_format.page_break_before = number > 0 and bold
            _write(line.add_run(text), size, bold=bold)
        table = document.add_table(rows=0, cols=len(COLUMNS), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _narrow_margins(table)
        widths = [round(Cm(characters * width).twips) for characters in COLUMNS]
        for column, twips in zip(table.columns, widths, strict=True):
            column.width = Twips(twips)
        table._tbl.extend(table_rows(form, widths, FONT))
        foot = document.add_paragraph()
        foot.paragraph_format.space_before = Pt(6)
        _write(foot.add_run(FOOT), 10.5, bold=False)
    with whole_file(path) as part:
        document.save(str(part))
    return path


def _narrow_margins(table: Any) -> None:
    """Room for 100.00% in a narrow column: 1 mm left and right of the text instead of 2."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "40")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _write(run: Any, size: float, *, bold: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.name = FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
