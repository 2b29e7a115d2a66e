"""Offers from prose (文字中的数字): a report's figures outside tables, as proposals with place; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evallib.audit.reading.document import Document, Place
from evallib.parsing.claims.offers import Offer, find_offers


@dataclass(frozen=True, slots=True)
class ProseOffer:
    """A figure that could stand in a table, and where the report tells it."""

    offer: Offer
    place: Place


def prose_offers(document: Document) -> Iterator[ProseOffer]:
    """What the paragraphs of a report offer, each figure once.

    Args:
        document: the report as read.

    >>> from evallib.audit.reading.document import Paragraph
    >>> report = Document("月报.docx", (Paragraph("市民满意率92.65%，全区平均90.1%。", line=3),))
    >>> [(found.offer.column, found.offer.text, str(found.place)) for found in prose_offers(report)]
    [('rate', '92.65%', '第3段'), ('average_rate', '90.1%', '第3段')]
    """
    told: set[tuple[str, str, str, str]] = set()
    for index, paragraph in document.paragraphs:
        for offer in find_offers(paragraph.text):
            key = offer.table, offer.column, offer.name, offer.text
            if key not in told:
                told.add(key)
                yield ProseOffer(offer, document.place_in_paragraph(index, offer.start, offer.end))
