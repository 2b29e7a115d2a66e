"""Borne out (旁证): of two printed figures that differ, the one that other relations confirm is not the wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Place


def with_blame(findings: Iterable[Finding], agreements: Iterable[Agreement]) -> list[Finding]:
    """Findings about two scores, of which only one is confirmed: the other stands first, as the wrong one.

    Args:
        findings: what was found.
        agreements: what holds.
    """
    held = {_spot(place) for agreement in agreements for place in agreement.places}
    return [_blamed(f, held) if f.code == "same.score" and len(f.places) == 2 else f for f in findings]


def _blamed(finding: Finding, held: set[tuple[int, int, int, int]]) -> Finding:
    confirmed = [_spot(place) in held for place in finding.places]
    if sum(confirmed) != 1:
        return finding
    if confirmed[0]:
        head = finding.message.partition("：")[0]
        finding = replace(
            finding,
            message=f"{head}：此处为 {finding.recomputed}，另处为 {finding.printed}",
            printed=finding.recomputed,
            recomputed=finding.printed,
            arithmetic="；".join(reversed(finding.steps)),
            places=finding.places[::-1],
        )
    cause = f"{finding.recomputed} 另与别的数勾稽相符，{finding.printed} 没有"
    return replace(finding, readings=(), causes=(cause,))


def _spot(place: Place) -> tuple[int, int, int, int]:
    return place.block, place.row, place.column, place.start
