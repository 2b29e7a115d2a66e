"""Layout (版面): from the pieces a reader finds to a document; what is joined or left out is in `Document.notes`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evallib.audit.extract.captions import UNIT_LINE, captions_inside
from evallib.audit.extract.contents import without_pages
from evallib.audit.extract.table_pieces import Piece, join_tables
from evallib.audit.reading.document import CONTENTS, Block, Cell, Document, Paragraph, Table
from evallib.model import patterns
from evallib.parsing.plain_text import half_width, squeeze

HEADING = re.compile(
    r"^\s*(?:[-●○◆•]\s*)?(?:第?[一二三四五六七八九十]+[、．.章节]|[(（][一二三四五六七八九十]+[)）]|"
    r"\d{1,2}(?:\.\d{1,2})*[.、．)）](?![\d%])\s*|"
    r"[(（]\d{1,2}[)）]|[●○◆•]|摘\s*要|前\s*言|目\s*录|(?:报告)?正\s*文|附件)"
)
_BULLET = re.compile(
    r"^\s*(?:[-•●○◆]\s|[①-⑳]|[a-zA-Z][、.]|[一二三四五六七八九十]是|表\s*(?:\d|[一二三四五六七八九十]+(?:[:：\s]|$))|"
    r"(?:金额)?单位\s*[:：]|图\s*\d|附\s*表|[A-Z]\d{2,3}\s*[\u4e00-\u9fff“\"])"
)
#: A list that “其中：” opens goes on behind a semicolon, also where that ends the line.
_OPEN_LIST = re.compile(r"其中[:：][^。！？]*[；;]\s*$")
_END = re.compile(r"[。；;！!？?：:”\"》]\s*$|\.\s*$")
#: “大专：25%”: an answer or an item with its share, a line each; “您常用哪些渠道？（多选）”: what such lines answer.
_SHARE_LINE = re.compile(
    r"[^。；;]{1,40}[：:\]】占\s]\s*[\d.]+\s*[%％]\s*$|[^。]{4,80}[?？]\s*[（(][^）)]{1,12}[）)]\s*$"
)
_LEDGER_LINE = re.compile(r"\S {3,}[\d,.]+$")
_COLUMNS = re.compile(r"\S {3,}(?=\S)")
_TITLE = re.compile(r"^\s*附?表\s*\d+|(?:表|明细|情况|一览|清单|对照表|统计)\s*(?:[(（].*[)）])?\s*$")
_UNIT = re.compile(r"单位\s*[:：]\s*(人民币)?(?P<unit>[亿千万]?元|[件个人名份%])")
PAGE_NUMBER = re.compile(r"^\s*[-—–]?\s*\d{1,3}\s*[-—–]?\s*$|^\s*第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?\s*$")
#: The title of a report, or a line in brackets below it: no sentence goes on behind it.
_HEAD_LINE = re.compile(
    "[^，。；、：]{4,40}(?:报告|说明|通报|总结|[周月季旬]报|简报|专报|公告|公开|自评)"
    "(?:[(（][^，。；]{1,20}[)）])?|[(（][^，。；]{2,40}[)）]"
)


#: So many lines at the top of a document may be its title.
TITLES = 3


def build_document(name: str, pieces: Iterable[Piece], *, joined_lines: bool = True) -> Document:
    """Build a document from pieces in reading order.

    Args:
        name: file name.
        pieces: paragraphs and table fragments.
        joined_lines: whether a sentence may be cut by a line or page break (plain text, PDF).
    """
    notes: list[str] = []
    kept = [piece for piece in pieces if piece.rows or not _is_noise(piece)]
    merged = join_tables(kept, notes)
    if joined_lines:
        merged = list(without_pages(merged, notes))
    blocks: list[Block] = []
    section, above, number, recent = "", "", 0, list[str]()
    tail = Piece(0)
    for piece in merged:
        if piece.rows:
            number += 1
            title, unit = _name_table([*recent, *captions_inside(piece.rows)], piece)
            width = max(len(row) for row in piece.rows)
            rows = tuple(tuple(row + [Cell(line=row[0].line)] * (width - len(row))) for row in piece.rows)
            blocks.append(Table(rows, number, piece.line, title, section, unit, piece.file))
            recent = []
            continue
        if piece.is_entry:
            blocks.append(Paragraph(piece.text.strip(), piece.line, CONTENTS, file=piece.file))
            recent, tail = [], Piece(0)
            continue
        last = blocks[-1] if blocks else None
        titled = len(blocks) <= TITLES and isinstance(last, Paragraph) and bool(_HEAD_LINE.fullmatch(last.text))
        if joined_lines and not titled and isinstance(last, Paragraph) and _continues(last.text, tail, piece):
            offset, tail = len(last.text), piece
            section = above if section == last.text else section  # a numbered sentence of several lines is no heading
            text = last.text + piece.text.strip()
            blocks[-1] = Paragraph(text, last.line, section, (*last.breaks, (offset, piece.line)))
            continue
        text, tail = piece.text.strip(), piece
        if HEADING.match(text) and len(text) <= 40 and not text.endswith(("。", "；", ";")):
            above, section = section, text
        blocks.append(Paragraph(text, piece.line, section, sheet=piece.title, cell=piece.cell, file=piece.file))
        recent = [*recent[-3:], text]
    return Document(name, tuple(blocks), tuple(notes))


def _is_noise(piece: Piece) -> bool:
    return not piece.text.strip() or bool(PAGE_NUMBER.match(piece.text))


def _continues(before: str, tail: Piece, piece: Piece) -> bool:
    """Whether a line goes on in the next one: no full stop, long enough, and no new mark follows."""
    after = piece.text.strip()
    if patterns.match(r"\s*(?:[-•]\s*)?[A-H]\d{1,4}\s*[\u4e00-\u9fff“\"]", before) and len(before) < 60:
        return False
    goes_on = (_ends_open(before) and _closes(after)) or bool(_OPEN_LIST.search(before))
    if (_END.search(before) and not goes_on) or HEADING.match(after) or _BULLET.match(after):
        return False
    if (HEADING.match(before) and len(before) < 24) or (_SHARE_LINE.match(tail.text) and _SHARE_LINE.match(after)):
        return False
    if len(_COLUMNS.findall(after)) >= 2 or _LEDGER_LINE.search(after):
        return False  # a row that blanks set in columns
    if len(after) > 1.5 * len(tail.text.strip()) + 8 and not patterns.search(r"[，,、（(]", tail.text):
        return False  # a heading over a longer line, not a line that a page has cut
    # Lines that follow each other without a blank line are of one paragraph even in a narrow cell.
    least = 14 if piece.line == tail.line + 1 else 22
    return len(tail.text.strip()) >= least and not _TITLE.match(after) and not _TITLE.match(before)


def _ends_open(text: str) -> bool:
    """Whether the last bracket of a text is not closed; its lists hold semicolons, which end nothing."""
    plain = half_width(text)
    return plain.rfind("(") > plain.rfind(")") and len(plain) - plain.rfind("(") < 120


def _closes(text: str) -> bool:
    plain = half_width(text)
    return 0 <= plain.find(")") < (plain.find("(") + 1 or len(plain) + 1)


def _name_table(recent: Sequence[str], piece: Piece) -> tuple[str, str]:
    title, unit = piece.title, ""
    for text in reversed(recent):
        match = _UNIT.search(half_width(text))
        unit = unit or (match["unit"] if match else "")
        if not title and len(text) <= 60 and _TITLE.search(text) and not (match and len(squeeze(text)) < 10):
            title = text.strip()
    if not title and len(recent) > 1 and UNIT_LINE.match(recent[-1]) and _is_caption(recent[-2]):
        title = recent[-2].strip()
    match = _UNIT.search(half_width(title))
    return title, unit or (match["unit"] if match else "")


def _is_caption(text: str) -> bool:
    """Whether the line over a line with the unit can be the title of the table: no sentence and no list."""
    return 4 <= len(squeeze(text)) <= 60 and not _END.search(text) and not patterns.search("[。；，]", text)
