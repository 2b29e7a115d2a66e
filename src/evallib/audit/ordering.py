"""Ordering (排列): findings by what they touch and in the order of the document, each disagreement once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from evallib.audit.findings import SEVERITIES, Finding
from evallib.audit.identities import Identity
from evallib.audit.reading.document import Place

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def merged(findings: list[Finding]) -> list[Finding]:
    """The same disagreement printed in several places is one finding with several places."""
    merged: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        where = finding.places if finding.code.startswith(("same.", "name.")) else None
        key = (finding.code, finding.printed, finding.recomputed, finding.arithmetic, finding.group, where)
        if key in merged:
            places = dict.fromkeys((*merged[key].places, *finding.places))
            merged[key] = replace(merged[key], places=tuple(places))
        else:
            merged[key] = finding
    return list(merged.values())


def without_echoes(findings: list[Finding], declared: Iterable[Identity] = ()) -> list[Finding]:
    """Leave out what only repeats a more exact finding on the same figure, and what a person has declared on it."""
    said = [{_spot(f.place) for f in (claim.result, *claim.terms)} for claim in declared]
    columns = {place for finding in findings if finding.code == "unit.column" for place in finding.places}
    written = {_at(f) for f in findings if f.code == "formula.written"}
    ruled = {_spot(f.places[0]) for f in findings if f.code == "score.rule"}
    sure = {(f.family, _spot(f.places[0])) for f in findings if f.confidence != "low"}
    return [
        f
        for f in findings
        if not (
            f.code == "target.points" and f.confidence == "low" and _spot(f.places[0]) in ruled
        )  # the rule says how much
        and not (f.confidence == "low" and (f.family, _spot(f.places[0])) in sure)  # another doubt of a wrong figure
        and not (f.code == "unit.slip" and any(place in columns for place in f.places))
        and not (f.code == "rate.prose" and _at(f) in written)  # the formula beside the rate says it in full
        and (f.code == "claim.formula" or not any({_spot(p) for p in f.places} <= spots for spots in said))
    ]


def _spot(place: Place) -> tuple[int, int, int, int]:
    return place.block, place.row, place.column, place.start


def _at(finding: Finding) -> tuple[int, int, str]:
    place = finding.places[0]
    return place.block, place.start, finding.recomputed.rstrip("%")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by what they touch, then in the order of the document; doubts behind the rest."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[bool, int, int, int, int]:
    place = finding.places[0]
    severity = list(SEVERITIES).index(finding.severity)
    return finding.confidence == "low", severity, place.block, place.row, place.start


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
