"""Roles of columns (列的角色): columns that say of which unit or of which time a row is, and are no figures of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.levels import is_total
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import undress

#: The unit of a row (a table of all towns), and the year or month of a row (a table of several).
PLACE, WHEN = "place", "when"
ROLES = frozenset({PLACE, WHEN})
_WHEN = re.compile(
    "(?:预算|会计|所属|统计|评价|考核|数据|报告|财政)?(?:年度|年份|年)|月份?|季度|"
    "(?:统计|考核|数据)?(?:时段|周期|期间|时期|月份|时间)"
)
_TIME = re.compile(
    r"(?:(?:19|20)\d{2}年?(?:度)?)?(?:\d{1,2}月(?:份)?|第?[一二三四1-4]季度|[上下]半年|全年)|"
    r"(?:19|20)\d{2}(?:\.0)?(?:年(?:度)?)?|"
    r"(?:19|20)\d{2}[-./年]\d{1,2}月?"
)


def when_of(cells: Sequence[HeaderCell], sheet: Sheet, bottom: int) -> HeaderCell | None:
    """The column that names the year or the month of each row, by its header and by all that stands under it.

    Args:
        cells: the headers.
        sheet: where the rows stand.
        bottom: the last header row.
    """
    for cell in cells:
        if cell.above or not _WHEN.fullmatch(undress(cell.text).core):
            continue
        values = [sheet.value(row, cell.column) for row in range(bottom + 1, len(sheet.rows))]
        texts = [text for value in values if not is_blank(value) and not is_total(text := clean_text(value))]
        if texts and all(_TIME.fullmatch(text) for text in texts):
            return cell
    return None
