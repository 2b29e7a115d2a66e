"""Captions (表题): title, number and unit of a table that stand inside its frame, above the header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.reading.document import Cell
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.plain_text import half_width, squeeze

#: A line that only tells the unit of the table below it.
UNIT_LINE = re.compile(r"\s*[(（]?(?:金额)?单位\s*[:：]\s*[^，。；]{1,8}?[)）]?\s*$")
#: “续表3” or a unit: what stands between the parts of a table that goes on.
CONTINUED = re.compile(r"^\s*(?:续表|表?\s*续|[（(]续[）)])|[（(]续[）)]\s*$|^\s*单位\s*[:：]")
_CAPTION_PART = re.compile(r"\s+(?=附?表|(?:金额)?单位)")
_TITLE = re.compile(
    r"附?表[\d一二三四五六七八九十]+[:：、.]?[\u4e00-\u9fff\d].*|.*[\u4e00-\u9fff]{3}表(?:\([^()]{1,8}\))?"
)


def captions_inside(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Title, number and unit of a table that stand in a merged cell of its own above the header."""
    texts: list[str] = []
    for row in rows[:3]:
        own = [cell.text.strip() for cell in row if cell.text.strip() and not cell.inherited]
        if len(own) != 1 or len(row) == 1 or cell_figure(own[0]):
            break
        texts += _CAPTION_PART.split(own[0])
    return texts


def title_inside(rows: Sequence[Sequence[Cell]]) -> str:
    """The title that stands above the header inside the frame, "" without one.

    >>> rows = [[Cell("某区教育支出决算表（4）"), Cell()], [Cell(), Cell("单位：万元")], [Cell("项目"), Cell("决算数")]]
    >>> title_inside(rows), title_inside(rows[2:])
    ('某区教育支出决算表(4)', '')
    """
    words = (squeeze(half_width(text)) for text in captions_inside(rows))
    return next((text for text in words if len(text) <= 60 and _TITLE.fullmatch(text)), "")


def below_captions(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """The rows below those that hold title and unit."""
    for at, row in enumerate(rows):
        own = [cell for cell in row if cell.text.strip() and not cell.inherited]
        if at == 3 or len(own) != 1 or cell_figure(own[0].text):
            return list(rows[at:])
    return []
