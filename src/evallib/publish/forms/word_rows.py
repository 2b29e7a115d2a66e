"""Rows of a form's table in Word (Word 表格行), written as the XML that they are.

python-docx looks every cell up in the whole table for each merge: a form of forty rows takes it a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from evallib.publish.forms.form_layout import Form, FormCell

SPACING, SIZE = 30, 18  # before and after a paragraph in twentieths of a point; letters in half points
LONG = 40  # characters from which a text is set flush left
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def table_rows(form: Form, widths: Sequence[int], font: str) -> list[Any]:
    """The rows of a form as elements of a Word table.

    Args:
        form: cells with their spans.
        widths: of the columns, in twips.
        font: name of the font.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    owner: dict[tuple[int, int], FormCell] = {
        (row, column): cell
        for cell in form.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    rows = "".join(f"<w:tr>{''.join(_cells(row, owner, widths, font))}</w:tr>" for row in range(form.rows))
    return list(parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>"))


def _cells(row: int, owner: dict[tuple[int, int], FormCell], widths: Sequence[int], font: str) -> Iterator[str]:
    column = 0
    while column < len(widths):
        cell = owner.get((row, column))
        span = cell.columns if cell else 1
        merge = (
            ""
            if cell is None or cell.rows == 1
            else f'<w:vMerge w:val="{"restart" if row == cell.row else "continue"}"/>'
        )
        spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        width = sum(widths[column : column + span])
        own = _paragraph(cell, font) if cell is not None and row == cell.row else "<w:p/>"
        yield (
            f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>'
            f'{spans}{merge}<w:vAlign w:val="center"/></w:tcPr>{own}</w:tc>'
        )
        column += span


def _paragraph(cell: FormCell, font: str) -> str:
    align = "left" if cell.kind == "text" and len(cell.text) > LONG else "center"
    bold = "<w:b/>" if cell.kind == "label" else '<w:b w:val="0"/>'
    look = (
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>{bold}<w:sz w:val="{SIZE}"/></w:rPr>'
    )
    text = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in UNWRITABLE.sub("", cell.text).split("\n")
    )
    spacing = f'<w:spacing w:before="{SPACING}" w:after="{SPACING}"/><w:jc w:val="{align}"/>'
    return f"<w:p><w:pPr>{spacing}</w:pPr><w:r>{look}{text}</w:r></w:p>"
