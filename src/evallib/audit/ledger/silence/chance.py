"""Chance (偶合): relations that hold and tie nothing, since any other figures would have fitted as well.

“达标率100%” is no rate of two figures that happen to be equal, and “1人 − 3人” leaves no 2起.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction

from evallib.audit.ledger.entries import Entry, addable
from evallib.audit.ledger.formulas import HUNDRED
from evallib.audit.ledger.labels import likeness
from evallib.audit.ledger.relations import Relation
from evallib.audit.ledger.slips import digit_count
from evallib.audit.ledger.wholes.partitions import is_complete

NAMED, FEW = 0.4, 3
#: Sums of less, in units of the last place, are met by accident: of amounts of several paragraphs, and of two amounts.
SMALL = 30
#: What is reckoned and what is printed lie no further apart than this part of it where rounding alone excuses the rest.
FAR, NEAR = Fraction(1, 10), 0.09
_RECKONED = frozenset({"ratio", "change", "change_by", "sum"})
_TIMES = frozenset({"day", "workday", "month", "year"})
_PRICED = re.compile(r"[每各均]|单价|标准")
_TIME = re.compile(r"[年月季]|[前后]期|期[初末]")


def is_by_chance(relation: Relation) -> bool:
    """Whether a relation that the words do not tell holds by chance.

    Args:
        relation: a relation that holds.
    """
    if relation.strength or relation.result.spot is None:
        return False
    if relation.formula.kind == "blend":
        return True  # where it failed, nothing would be told
    if relation.formula.kind in _RECKONED and _is_far(relation):
        return True
    if relation.code == "rate.prose" and relation.result.mention.half >= 1 and not relation.result.mention.hedge:
        return True  # “一半”, “三成” that nothing says what they are of
    if relation.formula.kind == "sum" and _is_small_sum(relation):
        return True
    if relation.formula.kind == "product" and _is_no_product(relation):
        return True
    if relation.formula.kind == "ratio" and relation.result.dimension == "percent":
        return _is_of_equals(relation)
    return relation.code == "sum.difference" and not (_are_of_one_unit(relation) and _are_of_one_thing(relation))


def tied_by(relation: Relation) -> list[Entry]:
    """The figures that a relation ties: “出口0.3亿元，增长9.4%” hardly moves by what the whole grew.

    Args:
        relation: a relation that holds.
    """
    if relation.formula.kind != "blend":
        return list(relation.entries)
    return [relation.result] + [t for t in relation.terms if t.is_amount or _is_pinned(relation, t)]


def _is_pinned(relation: Relation, rate: Entry) -> bool:
    """Whether a rate that has another first digit, or is a whole point higher, breaks the relation."""
    first = Fraction(10) ** math.floor(math.log10(rate.rough)) if rate.rough > 1 else Fraction(1)
    return not relation.holds(rate, rate.value + first)


def _is_far(relation: Relation) -> bool:
    """“2亿元” may be anything from 1.5 to 2.5: whatever grew from there to there has the rate that is printed."""
    result, formula = relation.result, relation.formula
    if formula.is_list:
        room = sum([t.rough_half for t in relation.terms]) * abs(formula.rough[0]) + 2 * result.step
        if room < NEAR * abs(result.rough):
            return False  # a sum that holds lies no further off than its figures are rounded
    value = relation.expected()
    if value is None:
        return False
    away = abs(abs(value) - abs(relation.result.value))
    return away > max(FAR * abs(result.value), 2 * result.half)


def _is_small_sum(relation: Relation) -> bool:
    """“重点建议8件”, two pages further “3件、2件”: nobody adds up a few things of several paragraphs.

    An item of a list (“甲30分、乙20分、丙10分”) is no sum of those beside it either.
    """
    entries = relation.entries
    if any(e.spot is None for e in entries):
        # A few things of the text and of a table far from it.
        mixed = any(e.spot is not None for e in entries) and relation.result.role != "cell"
        return mixed and max(abs(e.rough) for e in entries) < SMALL * min(2 * e.step for e in entries)
    if any(w not in {-1, 1} for w in relation.formula.rough[2] or (1,)):
        return False
    if any("/" in e.mention.unit for e in entries):
        return True  # so much of one thing and of another in each cubic metre
    if is_complete([t.label for t in relation.terms]):
        return False
    if _are_items(entries):
        return True
    apart = len({e.paragraph for e in entries}) > 1
    return apart and max(abs(e.rough) for e in entries) < SMALL * min(2 * e.step for e in entries)


def _are_items(entries: Sequence[Entry]) -> bool:
    """Whether figures stand in one list, with nothing but “、” and a name in front of each but the first."""
    told = sorted(entries, key=lambda e: e.index)
    return told[-1].index - told[0].index < len(told) and all(
        e.spot is not None and e.spot.gap.lstrip(")）").startswith("、") and "其中" not in e.spot.gap for e in told[1:]
    )


def _is_no_product(relation: Relation) -> bool:
    """“扣2分、扣1.5分、扣2分” give no 6 points, 3户 and 0.1亿元 no 0.3亿元, 35户, 3户 and 0.1亿元 nothing at all.

    Three figures are multiplied where one of them is a time, and few digits where a price is told.
    """
    result = relation.result
    if sum(t.dimension == result.dimension for t in relation.terms) > 1:
        return True
    if len(relation.terms) > 2 and not any(t.dimension in _TIMES for t in relation.terms):
        return True
    one = len("".join(c for c in result.mention.text if c.isdigit()).strip("0")) < 2
    return one and not any(t.spot is not None and _PRICED.search(t.spot.head) for t in relation.terms)


def _is_of_equals(relation: Relation) -> bool:
    """100% of two equal amounts, of which neither stands beside the rate nor bears its name."""
    if relation.result.value != HUNDRED or len({t.value for t in relation.terms}) > 1 or "占" in relation.result.label:
        return False
    rate, part = relation.result, relation.terms[0]
    behind = any(t.index > rate.index and t.depth <= rate.depth for t in relation.terms)
    if part.sentence != rate.sentence or rate.spot is None or behind:
        return True
    return part.index != rate.index - 1 and likeness(rate.spot.head.partition("率")[0], part.label) < NAMED


def _are_of_one_unit(relation: Relation) -> bool:
    return all(addable(t, relation.result) or _is_bare(t) or _is_bare(relation.result) for t in relation.terms)


def _are_of_one_thing(relation: Relation) -> bool:
    """Whether two amounts of other sentences can be two times of one thing; of few digits some two always differ so.

    “受理谏言15件、表扬8件。与上季度相比，来信增加7件” tells of neither.
    """
    change = relation.result
    if change.role != "change" or len(relation.terms) != 2 or any(t.role in {"change", "cell"} for t in relation.terms):
        return True
    if any(abs(t.rough) < change.step for t in relation.terms):
        return not change.value  # next to nothing was taken off
    if digit_count(change.mention, telling=True) > FEW or all(t.sentence == change.sentence for t in relation.terms):
        return True
    a, b = relation.terms
    told = any(t.is_base or t.is_budget or _TIME.search(t.label) for t in relation.terms)
    return told or likeness(a.label, b.label) >= NAMED


def _is_bare(entry: Entry) -> bool:
    return entry.role == "cell" or not entry.mention.unit.strip("万亿")
