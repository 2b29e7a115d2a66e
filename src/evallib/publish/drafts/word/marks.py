"""Marks (XML 片段): runs, bookmarks, fields and paragraphs as the XML that they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from evallib.publish.drafts.tree import Piece, Ref

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def text_run(text: str, bold: bool = False, color: str = "") -> str:
    """A run of letters; line breaks and tabs are kept, signs that XML cannot hold are left out.

    >>> text_run("a<b")
    '<w:r><w:t xml:space="preserve">a&lt;b</w:t></w:r>'
    """
    inside = ("<w:b/>" if bold else "") + (f'<w:color w:val="{color}"/>' if color else "")
    properties = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    lines = UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\t", "    ").split("\n")
    body = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in lines)
    return f"<w:r>{properties}{body}</w:r>"


def field_run(instruction: str, cached: str) -> str:
    """A field with the text that it shows until a program computes it again."""
    return f"<w:fldSimple w:instr={quoteattr(' ' + instruction + ' ')}>{text_run(cached)}</w:fldSimple>"


def paragraph_xml(style: str, content: str, properties: str = "") -> str:
    """A paragraph."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


@dataclass
class Bookmarks:
    """Numbers for bookmarks: each has one of its own in a document."""

    count: int = 0

    def around(self, name: str, content: str) -> str:
        """A bookmark around content."""
        self.count += 1
        return f'<w:bookmarkStart w:id="{self.count}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{self.count}"/>'

    def here(self, name: str) -> str:
        """A bookmark without length."""
        return self.around(name, "")


@dataclass
class Remarks:
    """Comments of a review copy: texts in order; the number of a comment is its place."""

    texts: list[str] = field(default_factory=list)

    def around(self, content: str, text: str) -> str:
        """Content with a comment beside it."""
        number = len(self.texts)
        self.texts.append(text)
        return (
            f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )


def runs(pieces: Iterable[Piece], numbers: dict[str, str], bold: bool = False) -> str:
    """Pieces as runs; a reference is a REF field to the number in the caption."""
    parts = []
    for piece in pieces:
        if isinstance(piece, Ref):
            parts.append(field_run(f"REF ref_{piece.target} \\h", numbers[piece.target]))
        else:
            parts.append(text_run(str(piece), bold))
    return "".join(parts)


def caption_number(bookmarks: Bookmarks, target: str, number: str) -> str:
    """表1 or 图1 with its SEQ field, in the bookmark that references point to."""
    kind, digits = number[0], number[1:]
    return bookmarks.around(f"ref_{target}", text_run(kind) + field_run(f"SEQ {kind} \\* ARABIC", digits))
