"""Contents (目录): headings with the pages they stand on; the words stay, a page is no figure of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from evallib.audit.extract.table_pieces import Piece
from evallib.parsing.plain_text import half_width, squeeze

_TITLE = re.compile(r"\s*目\s*[录次]\s*")
_PAGE = r"[-—–]?\s*(?P<page>\d{1,3})\s*[-—–]?\s*$"
#: Dots lead to a page anywhere; below the word 目录 blanks do.
_DOTTED = re.compile(rf"^(?P<words>.*?[\u4e00-\u9fff）)》”].*?)\s*(?:(?:[.．·‥_]\s*){{3,}}|(?:…\s*){{2,}}){_PAGE}")
_SPACED = re.compile(rf"^(?P<words>.*?[\u4e00-\u9fff）)》”])\s+{_PAGE}")
_NUMBER = re.compile(rf"\s*{_PAGE}")
#: What every such line ends with, and few others do.
_ENDS = re.compile(r"\d\s*[-—–]?\s*$")


#: A heading that names no page, or whose page stands in its next line.
LONGEST = 30


def without_pages(pieces: Iterable[Piece], notes: list[str]) -> Iterator[Piece]:
    """Lines of contents without the pages they name, each a paragraph of its own.

    >>> [piece.text for piece in without_pages([Piece(1, "一、概况……………3")], [])]
    ['一、概况']
    """
    inside, last, named = False, 0, set[str]()
    for piece in pieces:
        if piece.rows:
            entries = list(_entries(piece)) if inside else []
            if entries:
                notes.append(f"第{piece.line}行：目录里的页码不参加核对")
                named |= {squeeze(entry.text) for entry in entries}
                yield from entries
                continue
            inside = False
        elif _TITLE.fullmatch(piece.text):
            inside, last = True, 0
        elif (match := _entry(piece.text, inside)) is not None and int(match["page"]) >= last:
            last = int(match["page"])
            named.add(squeeze(match["words"]))
            yield replace(piece, text=match["words"].rstrip(), is_entry=True)
            continue
        else:
            # The first heading of the text closes its contents.
            inside = inside and len(piece.text) <= LONGEST and squeeze(piece.text) not in named
        yield piece


def _entry(text: str, inside: bool) -> re.Match[str] | None:
    plain = half_width(text)
    if not _ENDS.search(plain):
        return None
    return _DOTTED.match(plain) or (_SPACED.match(plain) if inside else None)


def _entries(piece: Piece) -> Iterator[Piece]:
    """A table whose rows are a heading and a page."""
    rows = [[cell for cell in row if cell.text.strip()] for row in piece.rows]
    if all(len(row) == 2 and _NUMBER.fullmatch(half_width(row[1].text)) for row in rows):
        for heading, _ in rows:
            yield Piece(heading.line, heading.text.strip(), file=piece.file, is_entry=True)
