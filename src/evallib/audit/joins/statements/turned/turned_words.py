"""Turned words (写反的词): the finding that a word says the other way than the figures beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document


def turned(
    document: Document,
    index: int,
    offset: int,
    match: re.Match[str],
    names: Sequence[str],
    right: str,
    sure: Confidence,
    words: str,
) -> Finding:
    """A word or a figure of a paragraph that is turned round.

    Args:
        document: the report.
        index: the block of the paragraph.
        offset: where the words that were matched begin in it.
        match: the words.
        names: groups of the match that show it; the first is the one that is turned.
        right: what it should be.
        sure: how sure that is.
        words: why.
    """
    places = [document.place_in_paragraph(index, offset + match.start(n), offset + match.end(n)) for n in names]
    return Finding(
        "growth.direction",
        "contradiction",
        sure,
        words,
        match[names[0]],
        right,
        words,
        tuple(places),
        ("结论写反", "数字写错") if sure == "low" else (),
        ("可能结论写反",),
    )
