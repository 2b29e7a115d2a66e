"""Hypotheses (假设改正): what one slip of the pen in a figure that nothing ties would make hold.

The other finders ask what the words claim. Here a figure is asked that stands in no relation that holds: is there one
wrong digit (or two swapped ones) with which it would stand in a relation of the usual shapes? Almost every slip fits
some relation among many figures, so that each fit is weighed by how seldom figures of that precision fit by accident,
by how plainly words and places say that the relation is meant, and by how many relations the same slip mends.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evallib.audit.ledger.claims import Claim
from evallib.audit.ledger.context import Ledger
from evallib.audit.ledger.corrections import Correction
from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.meant import Meant, meant_relations
from evallib.audit.ledger.relations import AGREED, Relation
from evallib.audit.ledger.slips import digits_of, is_slip, slips_of

SURE, DOUBTFUL = 4.2, 1.0
REPORTED, LISTED = 0.78, 0.55


@dataclass(slots=True)
class Hypothesis:
    """A figure, another value for it, and what would hold then.

    Args:
        entry: the figure.
        value: one slip away from it.
        mends: relations that would hold, with their weight.
    """

    entry: Entry
    value: Fraction
    mends: list[tuple[float, Relation]] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """How telling it is: the best relation in full, what confirms it by half."""
        best: dict[int, float] = {}
        for weight, relation in self.mends:  # several readings of one figure are one claim
            best[id(relation.result)] = max(weight, best.get(id(relation.result), weight))
        weights = sorted(best.values(), reverse=True)
        return weights[0] + 0.5 * sum(w for w in weights[1:] if w > 0)


def hypotheses(
    ledger: Ledger, claims: Sequence[Claim], holding: Iterable[Relation], told: Iterable[Entry]
) -> list[Correction]:
    """Corrections of figures that no relation ties.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        holding: the relations that hold.
        told: figures of which a fault is told already.
    """
    ties: dict[int, list[Relation]] = defaultdict(list)
    for relation in holding:
        for entry in relation.entries:
            ties[id(entry)].append(relation)
    known = {id(e) for e in told}
    found: dict[tuple[int, Fraction], Hypothesis] = {}
    for meant in meant_relations(ledger, claims):
        for entry, value in _mended(meant.relation, ties):
            if id(entry) in known or id(meant.relation.result) in known:
                continue
            weight = _rarity(meant) + meant.cue
            option = found.setdefault((entry.index, value), Hypothesis(entry, value))
            option.mends.append((weight, meant.relation))
    return list(_chosen(found.values()))


def _mended(relation: Relation, ties: dict[int, list[Relation]]) -> Iterator[tuple[Entry, Fraction]]:
    """The figures of a failing relation with the slips that mend it and break nothing."""
    for entry in {id(e): e for e in relation.entries}.values():
        if len(digits_of(entry.mention.text).replace(".", "")) < 2:
            continue
        solved = relation.solved(entry)
        if solved is None or solved * entry.value <= 0:
            continue
        room = max(abs(float(solved)) * 0.02, 4 * entry.step)
        for value in slips_of(entry.mention):
            mends = abs(float(value - solved)) <= room and relation.holds(entry, value)
            if mends and all(r.holds(entry, value) for r in ties[id(entry)]):
                yield entry, value


def _rarity(meant: Meant) -> float:
    """How seldom a slip of one of the figures would mend the relation by accident, as a power of ten."""
    relation = meant.relation
    figures = [e for e in relation.entries if e.value]
    if relation.formula.kind == "sum":
        unit = max(2 * e.step for e in figures)
        chance = sum(10 * _digits(e) * unit / abs(e.rough) for e in figures) / 2
    else:
        agreed = AGREED if relation.formula.kind == "product" else frozenset()
        rounded = [e for e in figures if not e.mention.exact and e.dimension not in agreed]
        blur = sum(2 * e.step / abs(e.rough) for e in rounded)
        chance = sum(10 * _digits(e) for e in figures) / 2 * max(blur, 1e-6)
    return -math.log10(min(1.0, chance * max(1, meant.rivals)))


def _digits(entry: Entry) -> int:
    return len(digits_of(entry.mention.text).replace(".", ""))


def _chosen(options: Iterable[Hypothesis]) -> Iterator[Correction]:
    """The most telling first; each relation and each figure is told once."""
    taken: set[int] = set()
    for option in sorted(options, key=lambda o: (-o.weight, o.entry.index)):
        if option.weight < DOUBTFUL:
            return
        ranked = sorted(option.mends, key=lambda m: -m[0])
        relations = list({id(r.result): r for _, r in reversed(ranked)}.values())[::-1]
        if id(option.entry) in taken or any(id(r.result) in taken for r in relations[:1]):
            continue
        taken |= {id(e) for r in relations for e in r.entries}
        mean = relations[0].code == "rate.average"  # of what a mean is told is seldom sure
        evidence = REPORTED if option.weight >= SURE and not mean else LISTED
        for relation in relations:
            relation.strength = max(relation.strength, 0.5)
        cause = is_slip(option.entry.mention.text, option.entry.mention.printed_with(option.value))
        yield Correction(option.entry, option.value, relations[:3], 0, cause, evidence, sure=False)
