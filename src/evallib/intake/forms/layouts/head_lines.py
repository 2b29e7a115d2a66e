"""Lines of a form's head (表头上的行文): 项目名称：甲　主管部门：乙 in one line, laid out as label and answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_labels import HEAD
from evallib.intake.forms.layouts.relaid_sheet import RelaidSheet
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import undress

HEAD_ROWS, LONGEST_LABEL, LONGEST_LINE = 12, 12, 120
#: A row with so many cells is one of the table: lines below it end the form and begin none.
TABLE_CELLS = 5
#: A label and its colon, at the start of a line or behind a gap.
LABELLED = re.compile(rf"(?:(?<=\s)|^)([^\s:：]{{2,{LONGEST_LABEL}}})\s*[:：]\s*")
#: A label before its answer with nothing but a gap between.
SPACED = re.compile(r"([^\s:：\d]{4,10})\s+(\S.*)")


def split_head_lines(sheet: Sheet) -> Sheet:
    """The sheet with such lines as cells: label, answer, label, answer; the sheet itself where it has none."""
    filled = [len({text for value in row if (text := clean_text(value))}) for row in sheet.rows[:HEAD_ROWS]]
    head = next((row for row, cells in enumerate(filled) if cells >= TABLE_CELLS), len(filled))
    split = {row: parts for row in range(head) if (parts := list(_parts(sheet, row)))}
    if not split:
        return sheet
    rows = [split.get(number, row) for number, row in enumerate(sheet.rows)]
    origins = [
        tuple((number, _first(sheet, number)) for _ in split[number]) if number in split else number
        for number in range(len(rows))
    ]
    merged = [area for area in sheet.merged if not any(area[0] <= row <= area[2] for row in split)]
    base = replace(sheet)
    relaid = RelaidSheet(
        sheet.path,
        sheet.name,
        rows,
        merged,
        sheet.hidden,
        sheet.facts,
        sheet.notes,
        looks=sheet.looks,
        base=base,
        origins=origins,
    )
    relaid.take_formats()
    return relaid


def _first(sheet: Sheet, row: int) -> int:
    return next(column for column, value in enumerate(sheet.rows[row]) if clean_text(value))


def _parts(sheet: Sheet, row: int) -> Iterator[str]:
    """Labels and answers of a row that is one line of text; none where it names no project and no total of the form."""
    texts = [clean_text(value) for value in sheet.rows[row] if clean_text(value)]
    if len(texts) != 1 or len(texts[0]) > LONGEST_LINE:
        return
    value = next(str(value) for value in sheet.rows[row] if clean_text(value))
    found = list(LABELLED.finditer(value.strip()))
    if len(found) > 1 and any(_is_label(piece[1]) for piece in found):
        if found[0].start():
            yield value.strip()[: found[0].start()].strip()
            yield ""
        for piece, following in zip(found, [*found[1:], None], strict=True):
            yield piece[1]
            yield value.strip()[piece.end() : following.start() if following else None].strip()
    elif not found and (spaced := SPACED.fullmatch(texts[0])) and HEAD["project_name"].fullmatch(spaced[1]):
        yield from spaced.groups()


def _is_label(text: str) -> bool:
    core = undress(text).core
    return any(
        pattern.fullmatch(core) for name, pattern in HEAD.items() if name not in {"expected_goal", "actual_result"}
    )
