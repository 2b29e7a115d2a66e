"""Layout (版面): from the pieces a reader finds to a document; what is joined or dropped is listed in `Document.notes`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from evallib.audit.reading.document import Block, Cell, Document, Paragraph, Table
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.plain_text import half_width, squeeze

HEADING = re.compile(
    r"^\s*(?:[-●○◆•]\s*)?(?:第?[一二三四五六七八九十]+[、．.章节]|[(（][一二三四五六七八九十]+[)）]|\d{1,2}(?:\.\d{1,2})*[.、．)）](?![\d%])\s*|"
    r"[(（]\d{1,2}[)）]|[●○◆•]|摘\s*要|前\s*言|目\s*录|(?:报告)?正\s*文|附件)"
)
_BULLET = re.compile(
    r"^\s*(?:[-•●○◆]\s|[①-⑳]|[a-zA-Z][、.]|[一二三四五六七八九十]是|表\s*\d|图\s*\d|附\s*表|[A-Z]\d{2,3}\s*[\u4e00-\u9fff“\"])"
)
_END = re.compile(r"[。；;！!？?：:”\"》]\s*$|\.\s*$")
_TITLE = re.compile(r"^\s*附?表\s*\d+|(?:表|明细|情况|一览|清单|对照表|统计)\s*(?:[(（].*[)）])?\s*$")
_UNIT = re.compile(r"单位\s*[:：]\s*(人民币)?(?P<unit>[亿千万]?元|[件个人名份%])")
PAGE_NUMBER = re.compile(r"^\s*-?\s*\d{1,3}\s*-?\s*$|^\s*第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?\s*$")
_BLANKS = re.compile(r"^[-—–\s]*$")
_HEADER_WORDS = re.compile(
    r"序号|项目|科目|指标|权重|分值|分数|得分|预算|金额|单价|总价|数量|人数|件数|执行|支出|占比|名称|内容|时间|年份|类别|类型|部门|单位|"
    r"期初|期末|明细|说明|成员|备注|合计|满分|岗位|资产|率$|率\(|\d{4}年|上年|本年|同比|增减|办结|受理|次数|街道|村居|原值|净值|计划|实际"
)
_REMARK = re.compile(r"\([^()]*\)")  # (万元)(10分) behind a header


@dataclass(slots=True)
class Piece:
    """What a reader found: a line of text, or rows of cells; `cell` names the text's cell in a workbook."""

    line: int
    text: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    title: str = ""
    cell: str = ""
    file: str = ""


def build_document(name: str, pieces: Iterable[Piece], *, joined_lines: bool = True) -> Document:
    """Build a document from pieces in reading order.

    Args:
        name: file name.
        pieces: paragraphs and table fragments.
        joined_lines: whether a sentence may be cut by a line or page break (plain text, PDF).
    """
    notes: list[str] = []
    kept = [piece for piece in pieces if piece.rows or not _is_noise(piece)]
    merged = _join_tables(kept, notes)
    if joined_lines:
        merged = _drop_contents(merged, notes)
    blocks: list[Block] = []
    section, number, recent = "", 0, list[str]()
    tail = Piece(0)
    for piece in merged:
        if piece.rows:
            number += 1
            title, unit = _name_table(recent, piece)
            width = max(len(row) for row in piece.rows)
            rows = tuple(tuple(row + [Cell(line=row[0].line)] * (width - len(row))) for row in piece.rows)
            blocks.append(Table(rows, number, piece.line, title, section, unit, piece.file))
            recent = []
            continue
        last = blocks[-1] if blocks else None
        if joined_lines and isinstance(last, Paragraph) and _continues(last.text, tail, piece):
            offset, tail = len(last.text), piece
            blocks[-1] = Paragraph(
                last.text + piece.text.strip(), last.line, last.section, (*last.breaks, (offset, piece.line))
            )
            continue
        text, tail = piece.text.strip(), piece
        if HEADING.match(text) and len(text) <= 40 and not text.endswith(("。", "；", ";")):
            section = text
        blocks.append(Paragraph(text, piece.line, section, sheet=piece.title, cell=piece.cell, file=piece.file))
        recent = [*recent[-3:], text]
    return Document(name, tuple(blocks), tuple(notes))


def _is_noise(piece: Piece) -> bool:
    return not piece.text.strip() or bool(PAGE_NUMBER.match(piece.text))


def _continues(before: str, tail: Piece, piece: Piece) -> bool:
    """Whether a line goes on in the next one: no full stop, long enough, and no new mark follows."""
    after = piece.text.strip()
    if re.match(r"\s*(?:[-•]\s*)?[A-H]\d{1,4}\s*[\u4e00-\u9fff“\"]", before) and len(before) < 60:
        return False
    if (
        _END.search(before)
        or HEADING.match(after)
        or _BULLET.match(after)
        or (HEADING.match(before) and len(before) < 24)
    ):
        return False
    if len(after) > 1.5 * len(tail.text.strip()) + 8 and not re.search(r"[，,、（(]", tail.text):
        return False  # a heading over a longer line, not a line that a page has cut
    # Lines that follow each other without a blank line are of one paragraph even in a narrow cell.
    least = 14 if piece.line == tail.line + 1 else 22
    return len(tail.text.strip()) >= least and not _TITLE.match(after) and not _TITLE.match(before)


def _name_table(recent: Sequence[str], piece: Piece) -> tuple[str, str]:
    title, unit = piece.title, ""
    for text in reversed(recent):
        match = _UNIT.search(half_width(text))
        unit = unit or (match["unit"] if match else "")
        if not title and len(text) <= 60 and _TITLE.search(text) and not (match and len(squeeze(text)) < 10):
            title = text.strip()
    match = _UNIT.search(half_width(title))
    return title, unit or (match["unit"] if match else "")


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


def _join_tables(pieces: list[Piece], notes: list[str]) -> list[Piece]:
    """Join a table with its continuation on the next page: same header again, or no header at all."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if piece.rows and last is not None and not last.rows:
            above = _over_captions(result)
            heads = _header_rows(piece.rows)
            if above is not None and heads and _same_header(above.rows, heads):
                del result[result.index(above) + 1 :]
                last = above
        if piece.rows:
            piece.rows = [row for row in piece.rows if not all(_BLANKS.match(cell.text) for cell in row)]
            if not piece.rows:
                continue
        if piece.rows and last is not None and last.rows:
            heads = _header_rows(piece.rows)
            if heads and _same_header(last.rows, heads):
                piece.rows = piece.rows[len(heads) :]
                _extend(last, piece, notes)
                continue
            if not heads and not is_header(piece.rows[0]):
                _extend(last, piece, notes)
                continue
        result.append(piece)
    return result


_CONTINUED = re.compile(r"^\s*(?:续表|表?\s*续|[（(]续[）)])|[（(]续[）)]\s*$|^\s*单位\s*[:：]")


def _over_captions(pieces: list[Piece]) -> Piece | None:
    """The table above, if only “续表3” and a unit stand in between."""
    said = False
    for piece in reversed(pieces[-4:]):
        if piece.rows:
            return piece if said else None
        if not _CONTINUED.search(piece.text):
            return None
        said = said or "续" in piece.text
    return None


def _header_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    heads = []
    for row in rows[:3]:
        if not is_header(row):
            break
        heads.append(row)
    return heads


def _same_header(rows: list[list[Cell]], heads: list[list[Cell]]) -> bool:
    """Headers agree if they hold the same words; two-line headers may swap a cell between their lines."""
    mine = [text for row in _header_rows(rows) for text in _signature(row)]
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
    if any(cell_figure(cell.text) for cell in row) or any(re.match(r"\s*[A-Z]\d", cell.text) for cell in row):
        return False
    if re.search(r"[合总小]\s*[计分]|等级", "".join(cell.text for cell in row)):
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


def _drop_contents(pieces: list[Piece], notes: list[str]) -> list[Piece]:
    """Drop the table of contents: page numbers are not figures of the report."""
    result: list[Piece] = []
    inside = False
    for piece in pieces:
        if piece.rows:
            inside = inside and _is_contents(piece.rows)
            if inside:
                notes.append(f"第{piece.line}行：目录不参加核对")
                continue
        elif re.fullmatch(r"目\s*录", piece.text.strip()):
            inside = True
        result.append(piece)
    return result


def _is_contents(rows: list[list[Cell]]) -> bool:
    return all(len(row) == 2 and re.fullmatch(r"\s*\d{1,3}\s*", row[1].text) for row in rows)
