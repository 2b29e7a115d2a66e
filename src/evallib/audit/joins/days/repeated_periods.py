"""Repeated periods (反复写到的期间): one that a report tells twice or more, once with a day or a year without sense."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Paragraph, Place
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spans import Span, spans_told

#: No period is looked at that is shorter, and none makes sense that is longer, in days.
SHORTEST, LONGEST = 60, 5 * 366


def check(document: Document) -> Iterator[Finding]:
    """A period of broken months (or of many years) that shares one end with one of whole months told twice or more."""
    told: dict[tuple[date, date], list[tuple[Span, Place]]] = defaultdict(list)
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            for span in spans_told(normalise(block.text)):
                if all(span.days) and (span.last - span.first).days >= SHORTEST:
                    place = document.place_in_paragraph(index, span.start, span.end)
                    told[span.first, span.last].append((span, place))
    usual = [ends for ends, places in told.items() if len(places) >= 2 and _makes_sense(*ends)]
    for ends, places in told.items():
        if len(places) > 1 or _makes_sense(*ends):
            continue
        near = [other for other in usual if (other[0] == ends[0]) != (other[1] == ends[1])]
        if len(near) != 1:
            continue
        ((span, place),) = places
        other, *_ = told[near[0]]
        yield Finding(
            "date.contract",
            "contradiction",
            "medium",
            f"同一期间前后不一：此处为 {span.text}，另有 {len(told[near[0]])} 处为 {other[0].text}",
            span.text,
            other[0].text,
            f"{span.text}（{place}） ≠ {other[0].text}（{other[1]}）",
            (place, *(p for _, p in told[near[0]])),
            (),
            ("可能年份或日写错",),
        )


def _makes_sense(first: date, last: date) -> bool:
    """Whether a period is of whole months, or begins or ends with one, and is not of many years.

    >>> _makes_sense(date(2024, 5, 8), date(2025, 5, 7)), _makes_sense(date(2024, 5, 8), date(2025, 5, 17))
    (True, False)
    """
    behind = (last + timedelta(days=1)).day
    return (behind == first.day or 1 in {behind, first.day}) and (last - first).days <= LONGEST
