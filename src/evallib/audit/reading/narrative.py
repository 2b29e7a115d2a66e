"""Narrative (指标分析文字): which paragraphs speak about which indicator, and what is quoted in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evallib.audit.reading.document import Document
from evallib.audit.reading.figures import Figure
from evallib.model import patterns
from evallib.parsing.plain_text import half_width

_CODE_HEAD = re.compile(r"^\s*(?:[-•]\s*)?(?:[(（]?\d{1,2}[)）.、]\s*)?(?P<code>[A-H]\d{1,4})\s*[\u4e00-\u9fff“\"《]")
_QUOTE = re.compile(r"“[^“”]{10,}?”|“[^“”]*(?:“[^“”]*”[^“”]*)+”")


@dataclass(frozen=True, slots=True)
class Narrative:
    """The paragraphs under the heading of one indicator; `blocks` begins with the heading."""

    code: str
    blocks: tuple[int, ...]


def read_narratives(document: Document) -> list[Narrative]:
    """Headings such as "5) C121 行政效能考核等次" or "A11 立项依据充分性，权重2分，得分2分" and what follows them."""
    found: list[tuple[str, list[int]]] = []
    for index, paragraph in document.paragraphs:
        match = _CODE_HEAD.match(half_width(paragraph.text))
        if match and len(paragraph.text) <= 80:
            found.append((match["code"], [index]))
        elif found and found[-1][1][-1] == index - 1 and not _closes(paragraph.text):
            found[-1][1].append(index)
    return [Narrative(code, tuple(blocks)) for code, blocks in found]


def _closes(text: str) -> bool:
    """A heading of a higher level ends the part on an indicator."""
    return (
        bool(patterns.match(r"^\s*(?:[一二三四五六七八九十]+[、．.]|[(（][一二三四五六七八九十\d]+[)）]|\d[、])", text))
        and len(text) <= 40
    )


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Ranges of long quotations: a rule that is quoted is not a statement of the report."""
    return [match.span() for match in _QUOTE.finditer(text)]


def is_quoted(document: Document, figure: Figure) -> bool:
    """Whether a figure of a paragraph stands inside a quotation."""
    block = document.blocks[figure.place.block]
    text = getattr(block, "text", "")
    return any(start <= figure.place.start < end for start, end in quoted_spans(text))
