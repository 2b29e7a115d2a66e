"""Index numbers (底稿索引号) of a working paper.

An index number is printed and is the name of its cell: ``DG-C222`` heads the block of C222 and is the name ``DG_C222``;
``SJ-C222-1`` is its first data row. Reports and other papers refer to these.
"""

from __future__ import annotations

from evallib.model import patterns
from evallib.model.books.pen import Pen, quoted


def block_number(code: str) -> str:
    """Index number of an indicator's block.

    >>> block_number("C222")
    'DG-C222'
    """
    return f"DG-{code}"


def data_number(code: str, place: int) -> str:
    """Index number of the nth data row of an indicator."""
    return f"SJ-{code}-{place}"


def cell_name(number: str) -> str:
    """The name of a cell that a workbook can have for an index number.

    >>> cell_name("DG-C2.2.2"), cell_name("SJ-±1-2")
    ('DG_C2_2_2', 'SJ__1_2')
    """
    return patterns.sub(r"[^0-9A-Za-z_\u4e00-\u9fff]", "_", number)


def name_cell(pen: Pen, number: str, row: int, column: int) -> None:
    """Give a cell the name of its index number, so that a link from a report finds it."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    place = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
    pen.formats.book.define_name(cell_name(number), f"={quoted(pen.sheet.name)}!{place}")
