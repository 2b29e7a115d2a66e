"""Likelihood (可能性): how likely each reading of a rate, a mean or a change is meant, against its others.

The words leave open which figures such a figure is told of, and often these are not printed at all. How often readings
of such a shape held was counted over 3,500 claims of consistent texts (a conditional logit, one option more for “not
printed”); the weights are the logarithms to base 10 of how much likelier a feature makes a reading.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from evallib.audit.ledger import Claim, Entry, Ledger, Relation, core, likeness
from evallib.audit.ledger.candidates.other_kinds import ONE_NAME
from evallib.audit.ledger.labels import account
from evallib.audit.ledger.means.named_means import is_named_divisor
from evallib.audit.ledger.ratios.rate_names import stem_of

#: How likely it is, by the kind of a claim, that what it is told of is not printed.
UNPRINTED: Mapping[str, float] = {
    "share": 1.3, "rate": 1.8, "completion": 2.8, "growth": 3.2, "change": 3.0, "points": 2.7, "multiple": 2.2,
    "mean": 1.0, "portion": -1.3, "balance": 0.1, "gap": 0.5, "compared": 0.0, "counted": 0.4, "added": 0.7,
    "bracket": 1.4,
}  # fmt: skip
STRENGTH, COMMON, PER_STEP, PER_PARAGRAPH, FAR = 2.7, 2.2, -0.24, -0.1, 3
MOST_VOTES = 4
#: What grew is told of the same thing at another time, whatever stands between the two.
MOVEMENTS, ONE_THING, SAME = frozenset({"growth", "change"}), 1.4, 0.8
OFTEN, MOST_COMMON = 3, 3
#: “甲A件、乙B件、丙C件，合计占P%”: all amounts of the list together.
_TOGETHER = re.compile(r"合计|共计?|总计|[两二三四五六七八九十]+(?:项|类|者|个|家|地|[区县市镇])[^，。；]{0,6}占")
#: “位居前三的：甲A件、乙B件、丙C件，占总量的P%”: a row that is opened, and a share of what is named behind it.
_ROW, _OF_ALL = re.compile(r"[：:]|前[一二三四五六七八九十\d]|分别"), re.compile(r"\s*[，,]\s*约?占[^，。；]{2,}的")
TOGETHER = 1.5


def alone_before(ledger: Ledger, entry: Entry) -> list[int]:
    """The amounts of a sentence before a figure."""
    own = ledger.by_sentence[entry.sentence]
    return [id(e) for e in own if e.is_amount and e.role in {"plain", "mean"} and e.index < entry.index]


def likelihoods(
    ledger: Ledger, claim: Claim, readings: Sequence[Relation], votes: Mapping[int, set[int]]
) -> list[tuple[float, Relation]]:
    """Every reading once, and how likely it is against the others."""
    found: dict[tuple[object, ...], Relation] = {}
    for reading in readings:
        key = (*map(id, reading.terms), reading.formula.kind)
        if key not in found or found[key].strength < reading.strength:
            found[key] = reading
    alone = alone_before(ledger, claim.entry)
    return [(10 ** likelihood(claim, r, votes, alone), r) for r in found.values()]


def common_wholes(ledger: Ledger, votes: Mapping[int, set[int]]) -> list[Entry]:
    """What most rates and shares of a document are told of, most often first."""
    often = [e for e in ledger.prose if len(votes.get(id(e), ())) >= OFTEN]
    return sorted(often, key=lambda e: -len(votes[id(e)]))[:MOST_COMMON]


def votes_of(claims: Sequence[Claim]) -> dict[int, set[int]]:
    """Of how many figures each whole is known to be the whole."""
    votes: dict[int, set[int]] = defaultdict(set)
    for claim in claims:
        if claim.holding and claim.holding[0].formula.kind == "ratio" and len(claim.holding[0].terms) > 1:
            votes[id(claim.holding[0].terms[-1])].add(claim.entry.index)
    return votes


def likelihood(claim: Claim, reading: Relation, votes: Mapping[int, set[int]], own: Sequence[int]) -> float:
    """The logarithm of how likely a reading is meant, against others of the same claim."""
    entry, terms = claim.entry, reading.terms
    part, whole = terms[0], terms[-1]
    assert entry.spot is not None
    at, same = entry.index, part.sentence == entry.sentence
    places, blocks = [t.index for t in terms], [t.paragraph for t in terms]
    last = max(places)
    found = STRENGTH * reading.strength + PER_STEP * math.log2(1 + max(last - at, at - min(places)))
    found += PER_PARAGRAPH * min(2, max(max(blocks) - entry.paragraph, entry.paragraph - min(blocks)))
    found -= 0.9 * (last < at - FAR)
    found += 1.1 * same + 0.4 * (same and abs(at - part.index) <= 1)
    found -= 0.4 * (part.index == at + 1 or whole.index == at + 1)
    found += 0.6 * (likeness(_counted_by(entry), part.label) >= 0.6)
    found -= 1.0 * (part.role == "plain") + 0.2 * ("cell" in [t.role for t in terms])
    if len(terms) > 2 and reading.formula.kind != "sum":
        found += TOGETHER if are_told_together(entry, reading) else -1.4
    found -= 0.7 * _is_mean_of_another_unit(entry, part)
    found += 0.8 * (part.role == "change" and abs(entry.index - part.index) == 1 and same)
    # What is printed without decimals is a goal as often as a rate; nothing is done as exactly as 100%.
    found += 0.6 * (entry.dimension == "percent" and entry.rough in (0.0, 100.0)) - 0.4 * (not entry.mention.decimals)
    if len(own) > 1 and set(own[-2:]) == {id(t) for t in terms}:
        found += 0.4 * (len(own) == 2) + 0.2
    if len(terms) > 1:
        found += _likelihood_of_whole(entry, part, whole, votes)
        found += ONE_THING * (claim.group[0] in MOVEMENTS and is_same_of_another_time(part, whole))
    return found


def _counted_by(entry: Entry) -> str:
    """What a rate or a mean counts: “车均运行费” is told of 运行费."""
    assert entry.spot is not None
    head = entry.spot.head
    return head.rpartition("均")[2] or head if entry.role == "mean" else stem_of(head)


def _likelihood_of_whole(entry: Entry, part: Entry, whole: Entry, votes: Mapping[int, set[int]]) -> float:
    assert entry.spot is not None
    voted = votes.get(id(whole), ())
    found = COMMON * min(len(voted) - (entry.index in voted), MOST_VOTES) / MOST_VOTES
    if entry.role == "mean":
        found += 1.3 * is_named_divisor(entry.spot.head, whole.mention.unit)
    if entry.whole:
        found -= 0.1 if likeness(entry.whole, whole.label) >= 0.8 else 0.5
    found += 0.7 * (whole.mention.unit == part.mention.unit) + 0.5 * whole.is_budget + 0.2 * whole.is_base
    found += 0.2 * (whole.index == part.index - 1)
    if part.label and whole.label:
        found += 0.7 * (core(whole.label) in part.label) - 0.4 * (likeness(whole.label, part.label) >= ONE_NAME)
    return found - 0.5 * (bool(whole.period and part.period) and whole.period != part.period)


def is_same_of_another_time(now: Entry, then: Entry) -> bool:
    """Whether two amounts bear one name and are not of one period."""
    return now.period != then.period and likeness(account(now.label), account(then.label)) >= SAME


def are_told_together(entry: Entry, reading: Relation) -> bool:
    """Whether a share is told of the whole list right before it."""
    parts = sorted(t.index for t in reading.terms[:-1])
    if len(parts) < 2 or entry.spot is None or parts != list(range(entry.index - len(parts), entry.index)):
        return False
    first, *others = (e.spot for e in sorted(reading.terms[:-1], key=lambda t: t.index))
    row = first is not None and bool(_ROW.search(first.gap)) and bool(_OF_ALL.match(entry.spot.gap))
    row = row and all(s is not None and s.gap.lstrip().startswith("、") for s in others)
    return row or bool(_TOGETHER.search(entry.spot.gap))


def _is_mean_of_another_unit(mean: Entry, whole: Entry) -> bool:
    """“人均2.9小时” is no mean of cases."""
    return mean.role == "mean" and (whole.mention.unit[-1:] or "件") != mean.mention.unit.partition("/")[0][-1:]
