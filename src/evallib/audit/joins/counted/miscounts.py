"""A count against its list (所说项数与所列): one wording for every way to find the two."""

from __future__ import annotations

import re

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.reading.document import Place, Where

#: Where the list may be read in more than one way.
_EITHER = ("项数写错", "漏列或多列一项")


def places_of(where: Where, match: re.Match[str], group: str = "list") -> tuple[Place, Place]:
    """Where the count (`n` to `unit` of the match) and its list stand, in the text that `where` is of."""
    return where(match.start("n"), match.end("unit")), where(*match.span(group))


def agrees(printed: str, listed: int, places: tuple[Place, ...]) -> Agreement:
    """As many are listed as the count says."""
    return Agreement("count.list", printed, f"列出 {listed} 项", places[:1])


def miscounted(
    printed: str, listed: int, unit: str, shown: str, places: tuple[Place, ...], sure: Confidence = "medium"
) -> Finding:
    """Another number is listed than the count says.

    Args:
        printed: the count and its unit as they stand.
        listed: how many are listed.
        unit: the word behind the count.
        shown: the list, or as much of it as may be shown.
        places: of the count first, then of the list.
        sure: low where the list may be read in more than one way.
    """
    return Finding(
        "count.list",
        "contradiction",
        sure,
        f"所说的项数与列出的不符：说 {printed}，列出 {listed} 项",
        printed,
        f"{listed}{unit}",
        shown,
        places,
        _EITHER if sure == "low" else (),
    )
