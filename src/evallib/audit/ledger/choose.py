"""Choice (判读): which reading of every claim holds, what fails, and what one changed figure would mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from evallib.audit.ledger import Claim, Entry, Ledger, Relation, make
from evallib.audit.ledger.candidates.stated_relations import drop_accidents
from evallib.audit.ledger.candidates.twins import without_repeats
from evallib.audit.ledger.corrections import DOUBT, DOUBT_SLIP, REPORT, Correction, explain
from evallib.audit.ledger.finders import FINDERS
from evallib.audit.ledger.hypotheses import hypotheses
from evallib.audit.ledger.movements.blends import blend_claims
from evallib.audit.ledger.movements.rows import paired_claims
from evallib.audit.ledger.ratios.one_whole import whole_claims
from evallib.audit.ledger.ratios.points import share_sums
from evallib.audit.ledger.ratios.shares import share_claims
from evallib.audit.ledger.relations import ties_among
from evallib.audit.ledger.rescue import rescue
from evallib.audit.ledger.silence.answered_totals import is_answered
from evallib.audit.ledger.silence.cut_digits import doubt_cut_digits
from evallib.audit.ledger.silence.left_out import is_left_out
from evallib.audit.ledger.silence.lone_readings import doubt_shared_terms, silence_lone_readings
from evallib.audit.ledger.silence.noted_tables import doubt_noted
from evallib.audit.ledger.silence.rows_as_text import is_row_as_text
from evallib.audit.ledger.silence.sure_claims import drop_other_readings
from evallib.audit.ledger.silence.unmeant_terms import drop_unmeant
from evallib.audit.ledger.statistics.vital_rates import of_one_population
from evallib.audit.ledger.tied.ties import Tie, ties_of
from evallib.audit.ledger.wholes.enumerations import enumeration_claims
from evallib.audit.ledger.wholes.unprinted import common_wholes, outside_of, slipped_wholes
from evallib.model import patterns

_CAME = r"新[增办开设建招收立]"


def is_turned(relation: Relation) -> bool:
    """Whether a change holds with the other direction."""
    if relation.code not in {"growth.prose", "growth.points", "sum.difference"} or relation.formula.kind == "change_by":
        return False
    spot = relation.result.spot
    if not relation.result.direction or (spot is not None and patterns.search(_CAME, spot.head)):
        return False  # the words do not say which way; “核减463人，新增263人” is what went and what came
    turned = replace(relation.formula, factor=-relation.formula.factor)
    return make(relation.result, relation.terms, turned, relation.code, relation.what).holds()


#: How far off, in paragraphs, symptoms stand.
NEAR = 3


@dataclass(slots=True)
class Choice:
    """The outcome of reading all claims.

    Args:
        holding: one relation for every claim that holds.
        agreed: those of them of which a wrong digit would be told.
        failing: relations that were told and do not hold.
        corrections: faults with their evidence.
        common: shares that agree on a whole that is not printed.
        turned: changes that hold the other way round: a fall that is called a rise.
    """

    holding: list[Relation] = field(default_factory=list)
    agreed: list[Tie] = field(default_factory=list)
    failing: list[Relation] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    common: list[list[Claim]] = field(default_factory=list)
    turned: list[Relation] = field(default_factory=list)


def choose(ledger: Ledger, further: list[Claim], unprinted: Sequence[list[Claim]] = ()) -> Choice:
    """Read all claims of a ledger.

    Args:
        ledger: the figures.
        further: claims of the tables and of the whole document.
        unprinted: shares of tables that agree on a whole which is printed nowhere.
    """
    choice = Choice()
    claims: list[Claim] = list(further)
    shares: list[Claim] = []
    for finder in FINDERS:
        found = finder(ledger)
        claims += found
        if finder is share_claims:
            shares = found
    claims = paired_claims(ledger, claims)
    claims += blend_claims(ledger, [c for c in claims if c.group[0] in {"sum", "triple"}])
    claims += enumeration_claims(ledger, [c for c in claims if c.group[0] in {"sum", "balance", "total", "triple"}])
    for relation in share_sums(ledger):
        claims.append(Claim(relation.result, [relation], ("share_sum", relation.result.index)))
    choice.common = list(common_wholes(shares))
    claims += whole_claims(shares)
    claims += outside_of(choice.common, shares)
    slipped = list(slipped_wholes(ledger, choice.common))
    moved = {id(c.entry) for c in slipped}
    choice.common = [group for group in choice.common if not any(id(c.entry) in moved for c in group)]
    choice.common += [*of_one_population(ledger), *unprinted]
    claims = [c for c in claims if id(c.entry) not in moved or c.group[0] != "share"] + slipped
    drop_other_readings(claims)
    drop_accidents(ledger, claims)
    _popular_whole(claims)
    rescue(claims)
    explained = {id(c.entry) for group in choice.common for c in group}
    open_claims = [c for c in claims if id(c.entry) not in explained or c.group[0] != "share"]
    drop_unmeant(ledger, open_claims)
    choice.holding = _each_once([c.holding[0] for c in claims if c.holding])
    choice.failing = _each_once([r for c in open_claims if not c.holding and (r := c.best_failing) is not None])
    ties = ties_among(choice.holding)
    choice.failing = [
        r for r in choice.failing if not (is_answered(r, ties) or is_left_out(ledger, r) or is_row_as_text(r))
    ]
    choice.turned = [r for r in choice.failing if r.strength >= 0.75 and is_turned(r)]
    choice.failing = [r for r in choice.failing if r not in choice.turned]
    doubt_shared_terms(choice.failing, choice.holding)
    choice.corrections = [
        c for c in explain(choice.failing, choice.holding) if c.evidence >= (DOUBT_SLIP if c.cause else DOUBT)
    ]
    for correction in choice.corrections:
        _symptoms(correction, claims)
    choice.corrections = list(_without_symptoms(choice.corrections))
    silence_lone_readings(choice.corrections, choice.holding)
    doubt_cut_digits(choice.corrections, choice.holding)
    doubt_noted(ledger, choice.corrections)
    choice.corrections = [c for c in choice.corrections if c.evidence > 0]
    known = [r for c in choice.corrections for r in c.mends]
    wrong = [e for c in choice.corrections if c.evidence >= REPORT for e in (c.entry, *(r.result for r in c.mends))]
    wrong += [e for c in choice.corrections if c.evidence >= REPORT and not c.sure for e in c.mends[0].entries]
    wrong += [r.result for r in choice.turned]
    guesses = hypotheses(ledger, open_claims, choice.holding, known, wrong)
    choice.corrections = without_repeats(choice.corrections, guesses)
    choice.agreed = list(ties_of(ledger, claims, choice.holding))
    return choice


def _each_once(relations: list[Relation]) -> list[Relation]:
    """Relations without those that say the same of the same figures: two ways to read it are one witness, the surer."""
    found: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        key = relation.formula, *map(id, relation.entries)
        if key not in found or found[key].strength < relation.strength:
            found[key] = relation
    return list(found.values())


def _popular_whole(claims: list[Claim]) -> None:
    """What most shares and rates of a document are of is what a rate without a denominator of its own is told of."""
    votes: Counter[int] = Counter()
    wholes: dict[int, Entry] = {}
    for claim in claims:
        if claim.holding and claim.holding[0].formula.kind == "ratio" and len(claim.holding[0].terms) == 2:
            whole = claim.holding[0].terms[1]
            votes[id(whole)] += 1
            wholes[id(whole)] = whole
    if not votes or votes.most_common(1)[0][1] < 4:
        return
    popular = wholes[votes.most_common(1)[0][0]]
    for claim in claims:
        if claim.group[0] == "share" and not claim.holding:
            _try_whole(claim, popular)
        if claim.group[0] != "rate" or claim.holding or claim.best_failing is not None:
            continue
        for reading in claim.readings:
            own = reading.terms[0].sentence == claim.entry.sentence and reading.terms[0].index == claim.entry.index - 1
            if own and len(reading.terms) == 2 and reading.terms[1] is popular and reading.formula.kind == "ratio":
                reading.strength = 0.5
                break


def _try_whole(claim: Claim, popular: Entry) -> None:
    """“A件，其中甲52件，占75.4%…。其他1件，占1.43%”: what is told beside a list may be a share of all again."""
    own = next((r for r in claim.readings if r.code == "rate.share" and len(r.terms) == 2), None)
    told = claim.best_failing
    if own is None or told is None or own.terms[0].index != claim.entry.index - 1:
        return
    if told.terms[-1] is popular or told.terms[-1].sentence == claim.entry.sentence:
        return
    relation = make(claim.entry, (own.terms[0], popular), own.formula, own.code, own.what)
    if relation.holds():
        claim.readings.append(relation)
        claim.holding = [relation]


def _without_symptoms(corrections: list[Correction]) -> Iterator[Correction]:
    """Leave out a correction of figures that a surer one has as its symptoms already."""
    sure = [c for c in corrections if c.evidence >= REPORT]
    for correction in corrections:
        mine = {id(r.result) for r in correction.mends}
        if any(len(c.mends) > len(correction.mends) and mine <= {id(r.result) for r in c.mends} for c in sure):
            continue
        if not any(_is_of_a_part(correction.mends, r) for c in sure for r in c.mends):
            yield correction


def _is_of_a_part(mends: list[Relation], told: Relation) -> bool:
    """Whether a sum is that of some of the items which are told to miss the same total."""
    first, terms = mends[0], {id(t) for t in told.terms}
    sums = first.formula.kind == told.formula.kind == "sum"
    return sums and len(mends) == 1 and first.result is told.result and {id(t) for t in first.terms} < terms


def _symptoms(correction: Correction, claims: list[Claim]) -> None:
    """Other claims on the figure that fail as printed and would hold with the right one show the same fault."""
    if correction.evidence < REPORT:
        return
    known = {id(r) for r in correction.mends}
    results = {id(r.result) for r in correction.mends}
    for claim in claims:
        if id(claim.entry) in results or abs(claim.entry.paragraph - correction.entry.paragraph) > NEAR:
            continue
        if claim.holding and len(claim.holding[0].terms) <= 2:
            continue
        for relation in claim.readings:
            told = any(e is correction.entry for e in relation.terms) and id(relation) not in known
            if (
                told
                and len(relation.terms) <= 2
                and not relation.holds()
                and relation.holds(correction.entry, correction.value)
            ):
                correction.mends.append(relation)
                results.add(id(claim.entry))
                break
