"""Masked reports (遮盖后的报告): personal data leaves a report before it is audited, so that no output can hold it.

Masking first keeps every place true: marks, quotes and findings are all made from the same text.
"""

from __future__ import annotations

from dataclasses import replace

from evallib.audit.reading.document import Block, Cell, Document, Paragraph, Table
from evallib.privacy import mask_label, mask_text, personal_kinds
from evallib.privacy.person_columns import is_person_header, mask_person

HEAD_ROWS = 3


def mask_document(document: Document) -> Document:
    """A report without personal data: its texts, tables, headings, notes and its name.

    >>> mask_document(Document("报告13812345678.docx", (Paragraph("市民王小明来电。", 1),))).blocks[0].text
    '市民某某来电。'
    """
    blocks = tuple(_masked(block) for block in document.blocks)
    return replace(
        document, name=mask_label(document.name), blocks=blocks, notes=tuple(mask_text(note) for note in document.notes)
    )


def _masked(block: Block) -> Block:
    section = mask_text(block.section)
    if isinstance(block, Paragraph):
        text = mask_text(block.text)
        if text == block.text and section == block.section:
            return block
        return replace(block, text=text, section=section, breaks=_breaks(block))
    return replace(block, rows=_rows(block), title=mask_text(block.title), section=section)


def _breaks(paragraph: Paragraph) -> tuple[tuple[int, int], ...]:
    """Where the source lines begin in the masked text."""
    if not personal_kinds(paragraph.text):
        return paragraph.breaks
    return tuple((len(mask_text(paragraph.text[:start])), line) for start, line in paragraph.breaks)


def _rows(table: Table) -> tuple[tuple[Cell, ...], ...]:
    persons = {
        column for row in table.rows[:HEAD_ROWS] for column, cell in enumerate(row) if is_person_header(cell.text)
    }
    rows = []
    for row in table.rows:
        cells = []
        # A form has the word for the person to the left of the name, a list above it.
        heads = {c for c, cell in enumerate(row, 1) if not cell.text.isascii() and is_person_header(cell.text)}
        for column, cell in enumerate(row):
            named = column in persons or column in heads
            text = mask_text(mask_person(cell.text) if named else cell.text)
            cells.append(cell if text == cell.text else replace(cell, text=text))
        rows.append(tuple(cells))
    return tuple(rows)
