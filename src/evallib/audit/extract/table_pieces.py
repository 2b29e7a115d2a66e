"""Table pieces (表的片段): tables as a reader finds them page by page, and those that a page has cut joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from evallib.audit.extract.captions import CONTINUED, UNIT_LINE, below_captions, title_inside
from evallib.audit.reading.document import Cell
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.plain_text import half_width, squeeze

_BLANKS = re.compile(r"^[-—–\s]*$")
_HEADER_WORDS = re.compile(
    "序号|项目|科目|指标|权重|分值|分数|得分|预算|金额|单价|总价|数量|人数|件数|执行|"
    "支出|占比|名称|内容|时间|年份|类别|类型|部门|单位|"
    r"期初|期末|明细|说明|成员|备注|合计|满分|岗位|资产|率$|率\(|\d{4}年|上年|本年|"
    "同比|增减|办结|受理|次数|街道|村居|原值|净值|计划|实际"
)
_REMARK = re.compile(r"\([^()]*\)")  # (万元)(10分) behind a header


@dataclass(slots=True)
class Piece:
    """What a reader found: a line of text, or rows of cells; `cell` names the text's cell in a workbook.

    `is_entry` is a heading that stands in the contents, `inside` the title that a table tells within its frame.
    """

    line: int
    text: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    title: str = ""
    cell: str = ""
    file: str = ""
    is_entry: bool = False
    inside: str = ""

    @property
    def last_line(self) -> int:
        """The line where it ends."""
        return self.rows[-1][0].line if self.rows else self.line


def is_header(row: Sequence[Cell]) -> bool:
    """Whether a row names columns: short words, no number alone, and at least half of them header words."""
    count = matches = 0
    for text in filter(None, (squeeze(half_width(cell.text)) for cell in row if not cell.inherited)):
        if cell_figure(text) or len(_REMARK.sub("", text)) > 16 or text[0] in "≥≤=＞>":
            return False
        count, matches = count + 1, matches + bool(_HEADER_WORDS.search(text))
    return matches >= 2 and matches * 2 >= count


def _signature(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(squeeze(cell.text) for cell in row if cell.text.strip())


def join_tables(pieces: list[Piece], notes: list[str]) -> list[Piece]:
    """Join a table with its continuation on the next page: same header again, or no header at all."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if piece.rows and last is not None and not last.rows:
            above = _over_captions(result) or _under_same_captions(result, piece)
            if (
                above is not None
                and (heads := _header_rows(piece.rows, above.rows))
                and _same_header(above.rows, heads)
            ):
                del result[result.index(above) + 1 :]
                last = above
        if piece.rows:
            piece.rows = [row for row in piece.rows if not all(_BLANKS.match(cell.text) for cell in row)]
            if not piece.rows:
                continue
        if piece.rows and (title := title_inside(piece.rows)) and not CONTINUED.search(title):
            if last is None or not last.rows or last.inside != title:
                piece.inside = title  # a table of its own, whatever stands above it
                result.append(piece)
                continue
            piece.rows = below_captions(piece.rows)
        if piece.rows and last is not None and last.rows:
            if _is_cut_head(last.rows, piece.rows[0]):
                last.rows[0] = [
                    replace(a, text=a.text + b.text) for a, b in zip(last.rows[0], piece.rows[0], strict=True)
                ]
                piece.rows = piece.rows[1:]
                _extend(last, piece, notes)
                continue
            above_them = below_captions(last.rows) if last.inside else last.rows
            heads = _header_rows(piece.rows, above_them)
            if heads and _same_header(above_them, heads):
                piece.rows = piece.rows[_repeated(above_them, piece.rows, len(heads)) :]
                _extend(last, piece, notes)
                continue
            if not heads and not is_header(piece.rows[0]):
                _extend(last, piece, notes)
                continue
        result.append(piece)
    return result


def _is_cut_head(rows: list[list[Cell]], below: list[Cell]) -> bool:
    """Whether a page has cut the only row so far, names of columns, and the next page begins with the rest of them."""
    if len(rows) != 1 or len(rows[0]) != len(below):
        return False
    names, rest = ([cell for cell in row if cell.text.strip()] for row in (rows[0], below))
    return len(names) > 2 and len(rest) > 1 and not any(cell_figure(cell.text) for cell in (*names, *rest))


def _over_captions(pieces: list[Piece]) -> Piece | None:
    """The table above, if only “续表3” and a unit stand in between."""
    said = False
    for piece in reversed(pieces[-4:]):
        if piece.rows:
            return piece if said else None
        if not CONTINUED.search(piece.text):
            return None
        said = said or "续" in piece.text
    return None


def _under_same_captions(pieces: list[Piece], piece: Piece) -> Piece | None:
    """The table above, if all that stands in between is what stands above that table too: every page repeats it.

    A table that tells its total, at its end or at the beginning of the other, is a whole one.
    """
    at = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].rows), None)
    if at is None or not 2 <= len(pieces) - at <= 5 or _is_whole(pieces[at].rows, piece.rows):
        return None
    between = [squeeze(p.text) for p in pieces[at + 1 :]]
    before = [squeeze(p.text) for p in pieces[max(0, at - len(between)) : at]]
    titled = any("表" in text for text in between) or (len(between) > 1 and UNIT_LINE.match(between[-1]) is not None)
    return pieces[at] if between == before and titled else None


def _repeated(rows: list[list[Cell]], following: list[list[Cell]], heads: int) -> int:
    """How many rows at the top of a page are those at the top of the table: header, wrapped words, column numbers."""
    count = heads
    for above, row in zip(rows[heads:], following[heads:], strict=False):
        if not _signature(row) or _signature(row) != _signature(above):
            break
        count += 1
    return count


def _is_whole(rows: list[list[Cell]], following: list[list[Cell]]) -> bool:
    heads = len(_header_rows(following, rows))  # “合计” may be the name of a column
    first, last, behind = rows[heads : heads + 1], rows[-1:], following[heads : heads + 1]
    if first != last and _totals(first):
        return _totals(first) == _totals(behind)  # 鹤岗市合计 ends no table that 市县合计 opens
    return bool(_totals(last) or _totals(behind))


def _totals(rows: list[list[Cell]]) -> list[str]:
    texts = [squeeze(cell.text) for row in rows for cell in row[:3]]
    return [text for text in texts if _TOTAL.search(text)]


_TOTAL = re.compile("^(?:合计|总计|小计)|(?:合计|总计)$")


def _header_rows(rows: list[list[Cell]], above: list[list[Cell]] | None = None) -> list[list[Cell]]:
    """The rows that name columns; a first row without figures is one if it opens the table above as well."""
    heads = []
    for row in rows[:3]:
        if not is_header(row):
            break
        heads.append(row)
    first = _signature(rows[0])
    again = above is not None and len(first) > 2 and first == _signature(above[0]) and not any(map(cell_figure, first))
    return heads or (rows[:1] if again else [])


def _same_header(rows: list[list[Cell]], heads: list[list[Cell]]) -> bool:
    """Headers agree if they hold the same words; two-line headers may swap a cell between their lines."""
    mine = [text for row in _header_rows(rows, heads) for text in _signature(row)]
    theirs = [text for row in heads for text in _signature(row)]
    return sorted(mine) == sorted(theirs)


def _extend(last: Piece, piece: Piece, notes: list[str]) -> None:
    """Add rows of the next page; a row without any number that begins the page ends the row above it."""
    rows = piece.rows
    if rows and _is_tail(rows[0], last.rows[-1]):
        last.rows[-1] = _glue(last.rows[-1], rows[0])
        rows = rows[1:]
    width, mine = max(map(len, last.rows)), max(map(len, rows), default=0)
    for row in rows:
        # A narrower fragment has lost leading cells, so it is set against the right edge.
        last.rows.append(
            [Cell(line=row[0].line)] * (width - len(row)) + row if len(row) < width and mine < width else row
        )
    notes.append(f"第{piece.line}行：与上一页的表格合并")


def _is_tail(row: list[Cell], above: list[Cell]) -> bool:
    if any(cell_figure(cell.text) for cell in row) or any(patterns.match(r"\s*[A-Z]\d", cell.text) for cell in row):
        return False
    if patterns.search(r"[合总小]\s*[计分]|等级", "".join(cell.text for cell in row)):
        return False
    return not row[0].text.strip() and any(cell_figure(cell.text) for cell in above)


def _glue(above: list[Cell], below: list[Cell]) -> list[Cell]:
    result = list(above)
    for index, cell in enumerate(below):
        if not cell.text.strip():
            continue
        spots = range(min(index, len(result) - 1), len(result))
        open_ended = (
            i
            for i in spots
            if result[i].text
            and not cell_figure(result[i].text)
            and (i == index or not result[i].text.rstrip().endswith("。"))
        )
        at = next(open_ended, None)
        if at is not None:
            result[at] = replace(result[at], text=result[at].text + cell.text)
    return result
