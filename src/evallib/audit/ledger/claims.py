"""Claims (一句话说的关系): a figure with every sensible reading of what it follows from, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.relations import Relation
from evallib.audit.ledger.silence.chance import is_by_chance
from evallib.audit.ledger.slips import is_slipped

NEAR = 4
#: From here on the words say what a figure follows from; from there on nothing but its own sentence excuses it.
TOLD, SURE = 0.7, 0.9


@dataclass(slots=True, eq=False)
class Claim:
    """What a figure claims.

    Args:
        entry: the figure.
        readings: possible relations; those with a strength can be told as failing.
        group: figures that are told in one breath share a group (one denominator for the shares of a list).
        holding: the readings that hold, and that nothing said in the same breath speaks against.
    """

    entry: Entry
    readings: list[Relation]
    group: tuple[object, ...] = ()
    holding: list[Relation] = field(init=False)

    def __post_init__(self) -> None:
        self.holding = self._unopposed([r for r in self.readings if r.holds() and not is_by_chance(r)])

    def without(self, figure: Entry) -> list[Relation]:
        """The readings that would hold still if one figure were another: they excuse a slip of it."""
        return self._unopposed([r for r in self.holding if figure not in r.entries])

    def _unopposed(self, holding: list[Relation]) -> list[Relation]:
        """The readings that hold, without those that the words speak against."""
        told = None
        for reading in self.readings:
            if reading.strength > (told.strength if told is not None else 0):
                told = reading
        if told is None or told in holding:
            return holding
        if told.formula.kind == "sum":
            # That the same parts make up an amount told elsewhere is no excuse of the one they are said to make up.
            holding = [r for r in holding if not _is_elsewhere(r, told)]
        elif told.strength >= TOLD and all(t.sentence == self.entry.sentence for t in told.terms):
            holding = [r for r in holding if not _is_of_a_mark(r, self.entry)]
        if told.strength < SURE or self.entry.sentence < 0:
            return holding
        # Where the sentence itself says of what, only its own figures can excuse it.
        mine = {id(t) for t in told.terms}
        # “共A件，…，按期结案B件。其中甲C件、乙D件”: an amount of the sentence before may be what is taken apart.
        told_in = {self.entry.sentence} | ({e.sentence for e in told.entries} if told.formula.kind == "sum" else set())
        own = [r for r in holding if all(t.sentence in told_in for t in r.terms)]
        if self.entry.role == "growth":
            # Of many items in one sentence each stands beside what it grew from.
            reach = max(abs(t.index - self.entry.index) for t in told.terms) + NEAR
            own = [r for r in own if all(abs(t.index - self.entry.index) <= reach for t in r.terms)]
        elif self.entry.role in {"change", "completion"} and told.terms[-1].index == self.entry.index - 1:
            # “较B减少D” and “占预算B的P%” leave no choice of what.
            own = [r for r in own if r.terms[-1] is told.terms[-1]]
        # The same figures the other way round are the fault and no excuse.
        directed = self.entry.direction != 0 and told.formula.kind in {"change", "sum"}
        return [r for r in own if not directed or {id(t) for t in r.terms} != mine]

    @property
    def best_failing(self) -> Relation | None:
        """The surest reading, if none holds."""
        sure = sorted((r for r in self.readings if r.strength > 0), key=lambda r: -r.strength)
        return next((r for r in sure if not r.holds()), None)


def _is_elsewhere(held: Relation, told: Relation) -> bool:
    """Whether parts make up an amount told elsewhere, which is the one beside them but for a slip if words are weak."""
    if held.terms != told.terms or held.result.sentence == told.result.sentence:
        return False
    return told.strength >= TOLD or is_slipped(told.result.mention, held.result.value)


def _is_of_a_mark(held: Relation, entry: Entry) -> bool:
    """“来电超30万通” elsewhere is no whole of what a sentence tells with both its own figures."""
    return not held.strength and any(t.mention.hedge and t.sentence != entry.sentence for t in held.terms)


def by_group(claims: Iterable[Claim]) -> dict[tuple[object, ...], list[Claim]]:
    """Claims by group, in order."""
    found: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.group, []).append(claim)
    return found
