"""Tables in Word (表格): repeated headers, rows that do not split, merged cells, widths in grid and cells alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from evallib.publish.drafts.tree import Figure, Head, Piece, Row, Table
from evallib.publish.drafts.word.marks import paragraph_xml, runs, text_run

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
    for side, size in (("top", 8), ("left", 4), ("bottom", 8), ("right", 4), ("insideH", 4), ("insideV", 4))
)
NUMBER = re.compile(r"[+\-−]?[\d,]+(?:\.\d+)?%?|—")
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'
FACT_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F6F1E4"/>'
#: Twentieths of a point: a half-width sign of 五号 and of 小五 in the widest face that may stand in, and both edges of
#: a cell.
SIGN, SMALL_SIGN, MARGINS = 142, 122, 130
LONG = 16  # half-width signs from which a column of texts is set flush left
MOST_SIGNS = 60  # a longer text breaks


def table_xml(table: Table, numbers: dict[str, str], width: int) -> str:
    """A table of the draft.

    Args:
        table: head and rows.
        numbers: numbers of tables and charts, for references in cells.
        width: of the text, in twentieths of a point.
    """
    widths = column_widths(table, width)
    style = "EvCellSmall" if table.wide or table.columns > 7 else "EvCell"
    rows = [*_head_rows(table.head, widths, style), *_body_rows(table, numbers, widths, style)]
    return frame_xml(widths, "".join(rows))


def frame_xml(widths: Sequence[int], rows: str, borders: str = BORDERS) -> str:
    """A table around rows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def cell_xml(width: int, content: str, more: str = "") -> str:
    """A cell; `more` are merges and shades."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'


def column_widths(table: Table, width: int) -> list[int]:
    """Widths by what stands in the columns: no number breaks, texts share what is left."""
    if table.widths:
        whole = sum(table.widths)
        return [width * part // whole for part in table.widths]
    sign = SMALL_SIGN if table.wide or table.columns > 7 else SIGN
    least: list[float] = []
    wish: list[float] = []
    heads = _last_heads(table)
    for column in range(table.columns):
        texts = [str(row.cells[column]) for row in table.rows]
        numbers = max((visible_length(text) for text in texts if NUMBER.fullmatch(text)), default=0)
        words = max((visible_length(text) for text in texts if not NUMBER.fullmatch(text)), default=0)
        head = visible_length(heads.get(column, ""))
        least.append(max(numbers + 0.5, min(words, 10), head if head <= 6 else head / 2 + 1, 4) * sign + MARGINS)
        wish.append(min(max(words, head), MOST_SIGNS) * sign)
    spare: float = width - sum(least)
    if spare <= 0:
        return [int(width * part / sum(least)) for part in least]
    wanted: list[float] = [max(part - own, 0.0) for part, own in zip(wish, least, strict=True)]
    wished = max(sum(wanted), 1.0)
    if sum(wanted) <= spare:  # what nobody needs goes to all alike
        return [int(own + want + (spare - sum(wanted)) / len(least)) for own, want in zip(least, wanted, strict=True)]
    return [int(own + spare * want / wished) for own, want in zip(least, wanted, strict=True)]


def _last_heads(table: Table) -> dict[int, str]:
    """The header of each column that is one column's own."""
    found: dict[int, str] = {}
    covered: dict[int, int] = {}
    for line in table.head:
        column = 0
        for head in line:
            while covered.get(column, 0):
                covered[column] -= 1
                column += 1
            if head.columns == 1:
                found[column] = head.text
            for place in range(column, column + head.columns):
                covered[place] = head.rows - 1
            column += head.columns
    return found


def visible_length(text: str) -> float:
    """Length in half-width signs.

    >>> visible_length("预算12")
    6
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _head_rows(head: tuple[tuple[Head, ...], ...], widths: Sequence[int], style: str) -> Iterator[str]:
    covered: dict[int, int] = {}
    for line in head:
        cells, column, queue = [], 0, list(line)
        while column < len(widths):
            if covered.get(column, 0):
                covered[column] -= 1
                cells.append(cell_xml(widths[column], paragraph_xml(style, ""), f"<w:vMerge/>{SHADE}"))
                column += 1
                continue
            if not queue:
                break
            one = queue.pop(0)
            merge = (f'<w:gridSpan w:val="{one.columns}"/>' if one.columns > 1 else "") + (
                '<w:vMerge w:val="restart"/>' if one.rows > 1 else ""
            )
            for covering in range(column, column + one.columns):
                covered[covering] = one.rows - 1
            content = paragraph_xml(style, text_run(one.text, True), '<w:keepNext/><w:jc w:val="center"/>')
            cells.append(cell_xml(sum(widths[column : column + one.columns]), content, f"{merge}{SHADE}"))
            column += one.columns
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _body_rows(table: Table, numbers: dict[str, str], widths: Sequence[int], style: str) -> Iterator[str]:
    above: Row | None = None
    longest = [
        max((visible_length(str(row.cells[c])) for row in table.rows if row.kind == "line"), default=0)
        for c in range(table.columns)
    ]
    for row in table.rows:
        bold = row.kind != "line"
        cells = []
        same = True
        for column, (piece, width) in enumerate(zip(row.cells, widths, strict=True)):
            merge = ""
            if column in table.merged and not bold:
                same = same and above is not None and above.kind == "line" and str(above.cells[column]) == str(piece)
                merge = "<w:vMerge/>" if same else '<w:vMerge w:val="restart"/>'
            content = "" if merge == "<w:vMerge/>" else runs((piece,), numbers, bold)
            cells.append(cell_xml(width, paragraph_xml(style, content, _align(piece, longest[column])), merge))
        above = row
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _align(piece: Piece, longest: float) -> str:
    """Figures to the right; a column of long texts to the left, one of short ones in the middle."""
    text = str(piece)
    if isinstance(piece, Figure) or text == "—":
        return '<w:jc w:val="right"/>'
    return '<w:jc w:val="left"/>' if longest > LONG else '<w:jc w:val="center"/>'


def fact_box(title: str, facts: Sequence[Sequence[Piece]], numbers: dict[str, str], width: int) -> str:
    """A shaded box with facts beside a gap."""
    lines = [
        paragraph_xml("EvFact", text_run(title, True)),
        *(paragraph_xml("EvFact", text_run("· ") + runs(fact, numbers)) for fact in facts),
    ]
    return frame_xml([width], f"<w:tr>{cell_xml(width, ''.join(lines), FACT_SHADE)}</w:tr>")
