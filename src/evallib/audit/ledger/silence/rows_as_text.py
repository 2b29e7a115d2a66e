"""Rows as text (当作正文的表行): what stands in columns without a table, and the figures of one proportion.

“短期借款 6.15 4.47 5.14 0.80” is a row of four years, and “4.2:27.7:68.1” one structure: neither adds up to anything.
"""

from __future__ import annotations

import re

from evallib.audit.ledger import Entry, Relation

#: So many bare figures right behind others are a row.
ROW = 2
_NAME, _NEXT = re.compile(r"[^，。；：、]*\S\s*"), re.compile(r"\s*(?:[\u4e00-\u9fff][^，。；：]*)?")
_PROPORTION = re.compile(r"\s*[:：∶]\s*(?=$|\d)")


def is_row_as_text(relation: Relation) -> bool:
    """Whether the figures of a sum in prose stand side by side with nothing but blanks between them."""
    if any(e.spot is None for e in relation.entries):
        return False
    if relation.formula.kind == "product":
        return _stands_bare(relation.result)
    if relation.formula.kind != "sum":
        return False
    bare = [e for e in relation.entries if _stands_bare(e)]
    if sum(e.index > 0 and bool(e.spot and e.spot.gap) for e in bare) >= ROW:
        return True
    if len(relation.entries) > ROW and all(_ends_line(e) for e in relation.entries):
        return True
    whole = relation.result  # the figures of a proportion make up a hundred with each other
    return _is_of_proportion(whole) and all(abs(t.index - whole.index) > ROW for t in relation.terms)


def _stands_bare(entry: Entry) -> bool:
    """Whether nothing but blanks parts a figure without a unit from the one before it."""
    return entry.spot is not None and not entry.spot.gap.strip() and not entry.mention.unit


def _ends_line(entry: Entry) -> bool:
    """“水污染防治资金 92,000”: a name and a bare figure are all there is of the line, as in a table without lines."""
    spot = entry.spot
    return (
        spot is not None and not entry.mention.unit and bool(_NAME.fullmatch(spot.head) and _NEXT.fullmatch(spot.tail))
    )


def _is_of_proportion(entry: Entry) -> bool:
    spot = entry.spot
    return spot is not None and bool(_PROPORTION.fullmatch(spot.gap) or _PROPORTION.fullmatch(spot.tail))
