"""Repeated periods (反复写到的期间): one that a report tells twice or more, once with a day or a year without sense."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document, Place
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spans import Span, spans_told

#: No period is looked at that is shorter, and none makes sense that is longer, in days.
SHORTEST, LONGEST = 60, 5 * 366
#: No two days are told in fewer characters.
LEAST = 12

Ends = tuple[date, date]


def check(document: Document) -> Iterator[Finding]:
    """A period that shares one end with another one told twice or more.

    One of broken months, or of many years, beside one of whole months is a finding; one that is no whole year beside
    one that is, and begins on such a day as nothing else does, is a doubt.
    """
    told: dict[Ends, list[tuple[Span, Place]]] = defaultdict(list)
    for text, where, _ in document.texts:
        for span in spans_told(normalise(text)) if len(text) >= LEAST else ():
            if all(span.days) and (span.last - span.first).days >= SHORTEST:
                told[span.first, span.last].append((span, where(span.start, span.end)))
    usual = [ends for ends, places in told.items() if len(places) >= 2 and _makes_sense(*ends)]
    for ends, places in told.items():
        if len(places) > 1:
            continue
        near = [other for other in usual if (other[0] == ends[0]) != (other[1] == ends[1])]
        if len(near) != 1 or (_makes_sense(*ends) and not _is_broken_year(ends, near[0])):
            continue
        ((span, place),) = places
        other, *_ = told[near[0]]
        sure: Confidence = "low" if _makes_sense(*ends) or _is_part(ends, near[0]) else "medium"
        yield Finding(
            "date.contract",
            "contradiction",
            sure,
            f"同一期间前后不一：此处为 {span.text}，另有 {len(told[near[0]])} 处为 {other[0].text}",
            span.text,
            other[0].text,
            f"{span.text}（{place}） ≠ {other[0].text}（{other[1]}）",
            (place, *(p for _, p in told[near[0]])),
            () if sure == "medium" else ("可能年份或月份写错", "可能是其中的一段"),
            ("可能年份或日写错",),
        )


def _makes_sense(first: date, last: date) -> bool:
    """Whether a period is of whole months, or begins or ends with one, and is not of many years.

    >>> _makes_sense(date(2024, 5, 8), date(2025, 5, 7)), _makes_sense(date(2024, 5, 8), date(2025, 5, 17))
    (True, False)
    """
    behind = (last + timedelta(days=1)).day
    return (behind == first.day or 1 in {behind, first.day}) and (last - first).days <= LONGEST


def _is_part(ends: Ends, usual: Ends) -> bool:
    """Whether a period lies within another one and ends (begins) on quite another day: what was looked at of a term.

    >>> year = date(2024, 5, 8), date(2025, 5, 7)
    >>> _is_part((date(2024, 5, 8), date(2024, 11, 20)), year), _is_part((date(2024, 5, 8), date(2025, 5, 17)), year)
    (True, False)
    """
    at = 0 if ends[0] != usual[0] else 1
    here, there = ends[at], usual[at]
    within = usual[0] <= ends[0] and ends[1] <= usual[1]
    return within and sum((here.year != there.year, here.month != there.month, here.day != there.day)) > 1


def _is_broken_year(ends: Ends, usual: Ends) -> bool:
    """Whether the usual period is of whole years from within a month, and this one, a month or a year off, is not.

    >>> year = date(2024, 5, 8), date(2025, 5, 7)
    >>> _is_broken_year((date(2024, 5, 8), date(2025, 4, 7)), year), _is_broken_year((date(2023, 5, 8), year[1]), year)
    (True, True)
    >>> _is_broken_year((date(2024, 5, 8), date(2025, 11, 7)), year)
    False
    """
    behind = usual[1] + timedelta(days=1)
    if (behind.month, behind.day) != (usual[0].month, usual[0].day) or behind.day == 1:
        return False
    at = 0 if ends[0] != usual[0] else 1
    here, there = ends[at], usual[at]
    months = abs((here.year - there.year) * 12 + here.month - there.month)
    return here.day == there.day and months in {1, 12}
