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
from itertools import chain

from evallib.audit.ledger import Claim, Entry, Ledger, Relation, likeness
from evallib.audit.ledger.candidates.doubts import rarity_if_meant, some_slip_fits
from evallib.audit.ledger.candidates.likelihood import common_wholes, votes_of
from evallib.audit.ledger.candidates.loose_sums import loose_sums
from evallib.audit.ledger.candidates.neighbouring_products import converted_amounts, told_products
from evallib.audit.ledger.candidates.neighbouring_sums import list_sums
from evallib.audit.ledger.candidates.rarity import least_of
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.candidates.stated_relations import stated_relations
from evallib.audit.ledger.candidates.twins import twin_relations
from evallib.audit.ledger.corrections import UNIT_SLIP, Correction
from evallib.audit.ledger.relations import UNITS
from evallib.audit.ledger.silence.answered_totals import holds_list, is_made_up
from evallib.audit.ledger.silence.left_out import begins_before, is_left_out, is_one_amount, takes_in_others
from evallib.audit.ledger.silence.lone_readings import claimed
from evallib.audit.ledger.silence.rows_as_text import is_row_as_text
from evallib.audit.ledger.slips import slip_from, unit_slips

#: From which weight on a slip is reported: of 102 consistent texts three fitted one of 3.1 to 3.6.
SURE, SURE_OF_MARKS, SURE_BESIDE = 3.65, 4.2, 3.5
#: What a slip that breaks what holds has to weigh: a sum or a mean, a rate.
BREAKING, BREAKING_RATES = 3.0, 4.5
_PRICED = frozenset({"product.amount", "rate.average"})
_BESIDE = frozenset({"rate.share", "growth.prose", "sum.difference"})
REPORTED, LISTED = 0.78, 0.55
#: A figure in more relations than this is no slip, and in none where it is hardly told.
MOST_TIES, TOLD = 2, 1.0
NAMED, SEVERAL = 0.8, 2
#: In a paragraph of many sentences what a figure follows from stands no further off than so many of them.
REACH = 2


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
    breaks: int = 0

    @property
    def weight(self) -> float:
        """How telling it is: the best relation in full, what confirms it by half."""
        weights = sorted(self.results.values(), reverse=True)
        return weights[0] + 0.5 * sum(w for w in weights[1:] if w > 0) - self.breaks

    @property
    def least(self) -> float:
        """From which weight on it is a doubt."""
        return least_of(max(self.mends, key=lambda m: m[0])[1])

    @property
    def results(self) -> dict[int, float]:
        """The weight of what is mended by the figure that is told: several readings of one figure are one claim."""
        best: dict[int, float] = {}
        for weight, relation in self.mends:
            best[id(relation.result)] = max(weight, best.get(id(relation.result), weight))
        return best


def hypotheses(
    ledger: Ledger,
    claims: Sequence[Claim],
    holding: Sequence[Relation],
    told: Sequence[Relation],
    to_blame: Iterable[Entry],
) -> list[Correction]:
    """Corrections of figures that no relation ties.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        holding: the relations that hold.
        told: relations of which it is told already that they fail.
        to_blame: figures that are told to be wrong.
    """
    ties: dict[int, list[Relation]] = defaultdict(list)
    added_up: set[frozenset[int]] = set()
    made_up: dict[int, list[Relation]] = defaultdict(list)
    for relation in holding:
        for entry in relation.entries:
            ties[id(entry)].append(relation)
        if _is_list(relation):
            added_up.add(frozenset(map(id, relation.terms)))
            made_up[id(relation.result)].append(relation)
    known = {id(e) for e in to_blame} | {id(r.result) for r in told}  # one doubt of a figure is enough
    failing = {_key(r) for r in told}
    answered = {claimed(r) for r in holding if r.formula.kind == "ratio" and r.result.spot is not None}
    lists = _lists(holding)
    # “甲360人每人500元、乙120人每人300元，共21.6万元”: the whole is answered for, and no single pair of it.
    priced = {id(r.result) for r in holding if r.code == "product.amount" and r.formula.kind == "sum"}
    found: dict[tuple[int, Fraction], Hypothesis] = {}
    slips = SlippedFigures()
    votes = votes_of(claims)
    common = common_wholes(ledger, votes)
    usual = (
        stated_relations(ledger, claims, votes, common),
        list_sums(ledger, slips, set(ties), common),
        told_products(ledger),
        converted_amounts(ledger),
        loose_sums(ledger, set(ties)),
        twin_relations(ledger, claims, holding, set(ties)),
    )
    for candidate in chain.from_iterable(usual):
        of_priced = candidate.relation.code in _PRICED and any(id(e) in priced for e in candidate.relation.entries)
        if _key(candidate.relation) in failing or of_priced or candidate.relation.holds():
            continue
        told_already = claimed(candidate.relation) in answered or (
            _is_list(candidate.relation)
            and (
                frozenset(map(id, candidate.relation.terms)) in added_up
                or any(is_made_up(r, candidate.relation) for r in made_up.get(id(candidate.relation.result), ()))
                or holds_list(candidate.relation, lists)
            )
        )
        if told_already and not candidate.twin:
            # “支出进度92%，其中中央资金支出进度96%”: the two amounts have their rate already; “来电12件，其中满意9件、
            # 不满意3件”: these make up 12 and nothing else.
            continue
        plain = rarity_if_meant(candidate, slips)
        if plain is None:
            continue
        most = MOST_TIES if candidate.cue >= TOLD else 0
        loose = [e for e in candidate.relation.entries if len(ties.get(id(e), ())) <= most]
        for entry, value, sure in slips.mending(candidate.relation, loose):
            if id(entry) in known or id(candidate.relation.result) in known:
                continue
            rarity = max(sure, plain)
            if some_slip_fits(candidate, entry, rarity, slips):
                continue
            weight = rarity + candidate.cue
            option = found.setdefault((entry.index, value), Hypothesis(entry, value))
            option.mends.append((weight, candidate.relation))
    return list(_chosen(ledger, (o for o in found.values() if o.weight >= o.least and _stands(o, ties))))


def _lists(holding: Sequence[Relation]) -> dict[int, list[Relation]]:
    """The lists that hold, by the ids of their items."""
    found: dict[int, list[Relation]] = defaultdict(list)
    for relation in filter(_is_list, holding):
        for entry in relation.terms:
            found[id(entry)].append(relation)
    return found


def _is_list(relation: Relation) -> bool:
    return relation.formula.is_list and len(relation.terms) > 1


def _key(relation: Relation) -> tuple[int, frozenset[int]]:
    return id(relation.result), frozenset(id(t) for t in relation.terms)


def _stands(option: Hypothesis, ties: dict[int, list[Relation]]) -> bool:
    """Whether the slip breaks nothing, or much less than it mends: of many figures a wrong one fits something too."""
    broken = [r for r in ties[id(option.entry)] if not r.holds(option.entry, option.value)]
    option.breaks = len(broken)
    if not broken or len(option.results) >= option.breaks + 2:
        return True
    # What no words tell is no more than such a fit where the slip mends what they tell all but surely.
    unit = option.entry.value and option.value / option.entry.value in UNITS
    told = max(option.mends, key=lambda m: m[0])[1]
    least = BREAKING if told.code in {"rate.average", "sum.prose"} else BREAKING_RATES
    return not any(r.strength for r in broken) and not unit and option.weight + option.breaks >= least


def _is_told_here(relation: Relation) -> bool:
    """Whether what a figure is said to follow from stands near it, or is named: else it may be unprinted."""
    result = relation.result
    far = [t for t in relation.terms if t.paragraph != result.paragraph or abs(t.sentence - result.sentence) > REACH]
    if not far or result.spot is None:
        return True
    return bool(result.whole) and all(likeness(result.whole, t.label) >= NAMED for t in far)


def _sure_from(relation: Relation) -> float:
    """From which weight on a slip is reported: later for marks, which make up many sums.

    What a share, a growth or a difference is of stands beside it more often than what a rate is of; a mean is sure
    only of what its own sentence counts.
    """
    if relation.result.dimension == "score":
        return SURE_OF_MARKS if relation.code != "rate.average" else math.inf
    if relation.code == "rate.average":
        own = all(t.sentence == relation.result.sentence for t in relation.terms)
        return SURE if own else math.inf
    return SURE_BESIDE if relation.code in _BESIDE else SURE


def _chosen(ledger: Ledger, options: Iterable[Hypothesis]) -> Iterator[Correction]:
    """The most telling first; each relation and each figure is told once."""
    taken: set[int] = set()
    for option in sorted(options, key=lambda o: (-o.weight, o.entry.index)):
        ranked = sorted(option.mends, key=lambda m: -m[0])
        relations = list({id(r.result): r for _, r in reversed(ranked)}.values())[::-1]
        first = relations[0]
        left = first.expected() is not None and (is_left_out(ledger, first) or begins_before(ledger, first))
        if left or is_row_as_text(first) or takes_in_others(first) or is_one_amount(first):
            continue
        if id(option.entry) in taken or any(id(r.result) in taken for r in relations[:1]):
            continue
        taken |= {id(option.entry), *(id(r.result) for r in relations)}
        values = {r.result.value for _, r in option.mends}  # of round amounts any fits many
        plain = _is_told_here(relations[0]) or min(len(option.results), len(values)) > SEVERAL
        sure = option.weight >= _sure_from(relations[0]) and plain
        evidence = REPORTED if sure else LISTED
        for relation in relations:
            relation.strength = max(relation.strength, 0.5)
        unit = any(value == option.value for value, _ in unit_slips(option.entry.mention))
        cause = UNIT_SLIP if unit else slip_from(option.entry.mention, option.value)
        yield Correction(option.entry, option.value, relations[:3], 0, cause, evidence, sure=False)
