"""Coverage (核对覆盖): the state of every figure, and how much of a document is tied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evallib.audit.findings import Agreement, Finding
from evallib.audit.ledger.context import Ledger
from evallib.audit.reading.document import Place

TIED, WRONG, DOUBTFUL, LOOSE = "勾稽相符", "矛盾", "存疑", "未核对"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a document is tied (核对覆盖).

    Args:
        figures: data figures read.
        tied: those that stand in a relation that holds or fails.
        doubtful: those that stand only in a doubtful one.
        names: dates, numbering, document numbers: no data.
    """

    figures: int
    tied: int
    doubtful: int
    names: int

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return {
            "figures": self.figures,
            "tied": self.tied,
            "doubtful": self.doubtful,
            "names": self.names,
            "share": round(self.share, 4),
        }

    @property
    def share(self) -> float:
        """Tied figures of all, 0 where there are none."""
        return self.tied / self.figures if self.figures else 0.0


def states_of(ledger: Ledger, findings: Iterable[Finding], agreements: Iterable[Agreement]) -> dict[Place, str]:
    """The state of every entry by its place."""
    states = {e.place: LOOSE for e in ledger.entries}
    known = {(p.block, p.row, p.column, p.start): p for p in states}
    for agreement in agreements:
        for place in agreement.places:
            _set(states, known, place, TIED)
    for finding in findings:
        for place in finding.places[1:] if finding.confidence != "low" else ():
            # The right figures of a relation that fails are tied, and not to blame; and a doubt may be no relation.
            _set(states, known, place, TIED, only=LOOSE)
    for finding in findings:
        for place in finding.places[:1]:
            _set(states, known, place, DOUBTFUL if finding.confidence == "low" else WRONG)
    return states


def _set(
    states: dict[Place, str], known: dict[tuple[int, int, int, int], Place], place: Place, state: str, only: str = ""
) -> None:
    own = known.get((place.block, place.row, place.column, place.start))
    if own is not None and (not only or states[own] == only):
        states[own] = state


def coverage_of(states: dict[Place, str], names: int) -> Coverage:
    """Count the states."""
    values = list(states.values())
    tied = sum(v in {TIED, WRONG} for v in values)
    return Coverage(len(values), tied, values.count(DOUBTFUL), names)
