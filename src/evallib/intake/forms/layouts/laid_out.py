"""A form as it can be read (可读的版式): merged text as one cell, lines of its head as cells, goals as rows."""

from __future__ import annotations

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.layouts.filled_cells import merged_again
from evallib.intake.forms.layouts.goal_cards import rows_of_cards
from evallib.intake.forms.layouts.head_lines import split_head_lines

#: A longer sheet is no form.
LONGEST = 300


def laid_out(sheet: Sheet) -> Sheet:
    """The sheet in the shape that forms are read in; the sheet itself where it has that shape, or is none.

    Args:
        sheet: any sheet.
    """
    if len(sheet.rows) > LONGEST:
        return sheet
    return rows_of_cards(split_head_lines(merged_again(sheet)))
