"""Rows of data (数据行的识别): which rows under a header hold data; which are notes, signatures, titles, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.column_roles import ROLES
from evallib.intake.tables.headers.header_places import title_rows_above
from evallib.intake.tables.headers.header_row import Header
from evallib.intake.tables.headers.unread_parts import FIGURE
from evallib.parsing.cells import clean_text, is_blank

NOTE = re.compile(
    "(?:注|备注|说明|数据来源|资料来源|(?:填表|制表|审核|填报|经办|复核|联系|统计|编制|报送)(?:人|人员)?|"
    "(?:单位|部门|财务|项目)?负责人|(?:分管|主管|单位)领导|"
    "(?:填报|填表|制表|报送)(?:日期|时间|单位)|联系(?:电话|方式)|评分等级|"
    r"大写)\s*(?:[（(].{0,6}[)）])?\s*(?:\d*\s*[:：]|\d*$)"
)
#: Such a word alone may as well be the name of a line: 编制, 统计.
BARE_NOTE = re.compile(r"注|备注|说明|填表|制表|审核|填报|经办|复核|联系|统计|编制|报送")
#: The row of column marks under a header: 栏次, 甲 乙 1 2 3, (A) (B) (C=A/B); what begins later counts something.
LAST_FIRST_MARK = 3
MARK = re.compile(r"栏次|甲|乙|丙|丁|[(（]?[A-Za-z\d]{1,2}(?:=[A-Za-z\d+\-*/÷×%()（）]+)?[)）]?|[①-⑳]")


def data_rows(sheet: Sheet, header: Header) -> Iterator[int]:
    """The rows of a table that hold data: no notes, no signatures, no titles of the next table, no marks of columns."""
    last = min(len(sheet.rows), header.end)
    if header.end < len(sheet.rows) and not all(is_blank(value) for value in sheet.rows[header.end]):
        last -= title_rows_above(sheet, header.end, header.bottom)
    right = min(header.right, sheet.width)
    for row in range(header.bottom + 1, last):
        texts = [clean_text(value) for value in sheet.rows[row][header.left : right] if not is_blank(value)]
        if not texts or (
            NOTE.match(texts[0]) and not (BARE_NOTE.fullmatch(texts[0]) and _is_filled(sheet, header, row))
        ):
            continue
        if row <= header.bottom + 2 and _are_marks(texts):
            continue
        yield row


def _is_filled(sheet: Sheet, header: Header, row: int) -> bool:
    """Whether numbers stand in most of the columns of figures."""
    told = {name: cell.column for group in header.groups.values() for name, cell in group.items() if name not in ROLES}
    figures = [column for name, column in told.items() if header.schema.column(name).type != "text"]
    return 2 * sum(FIGURE.fullmatch(clean_text(sheet.value(row, column))) is not None for column in figures) > len(
        figures
    )


def _are_marks(texts: Sequence[str]) -> bool:
    """Whether a row holds marks of columns: 甲 乙 1 2 3 count up from the first ones, figures do not."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    return (
        len(texts) > 1
        and all(MARK.fullmatch(text) for text in texts)
        and len(set(texts)) == len(texts)
        and all(number == numbers[0] + place for place, number in enumerate(numbers))
        and (not numbers or numbers[0] <= LAST_FIRST_MARK)
    )
