"""One fault (一处差错一项): a figure that misses its sum and is told otherwise elsewhere is one item, not two."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Place

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def with_sums(findings: list[Finding]) -> list[Finding]:
    """Findings in which a total that fails its sum and is told rightly elsewhere is told once.

    Args:
        findings: what was found.
    """
    kept = list(findings)
    for same in [f for f in findings if f.code == "same.score" and f.confidence != "low"]:
        told = _numbers(same.printed) + _numbers(same.recomputed)
        spots = {_spot(p) for p in same.places}
        if len(told) != 2 or same not in kept:
            continue
        for total in [f for f in kept if f.family == "sum" and f.confidence != "low"]:
            sums = _numbers(total.own) + _numbers(total.recomputed)
            if len(sums) != 2:
                continue
            if _spot(total.places[0]) in spots and sorted(sums) == sorted(told):
                kept[kept.index(total)] = _joined(total, same)
                kept.remove(same)
                break
    return kept


def _joined(first: Finding, second: Finding) -> Finding:
    places = tuple(dict.fromkeys((*first.places, *second.places)))
    return replace(first, places=places, arithmetic=f"{first.arithmetic}；{second.arithmetic}")


def _numbers(text: str) -> list[Decimal]:
    return [Decimal(number) for number in _NUMBER.findall(text.replace(",", ""))]


def _spot(place: Place) -> tuple[int, int, int, int]:
    return place.block, place.row, place.column, place.start
