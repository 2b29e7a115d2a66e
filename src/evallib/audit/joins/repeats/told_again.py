"""Told again (再说一遍): a figure that another paragraph tells of the same thing, in its own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from evallib.audit.joins.repeats.apart import are_apart, are_of_one_thing, are_told_of, is_row, scope_of
from evallib.audit.joins.repeats.identity import OWN, Identity, identity_of
from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Ledger, Relation, likeness, make
from evallib.audit.ledger.slips import digit_count, digits_of

#: So alike two names are; so many digits are no accident, and so many of a name that may be of many things.
ALIKE, DIGITS, MANY, SHORT = 0.85, 2, 4, 3
#: A doubt, and where a name of so many characters and another figure beside are the same.
DOUBTED, TOLD, LONG = 0.46, 0.62, 4
#: How sure it can be at most: two figures of one name may be told of two things for all that.
MOST = 0.8
#: Figures of one name with more values than the two that are compared are told of one place after the other.
VALUES = 2
#: Two paragraphs one below the other, and so many figures of one kind in a sentence, tell of one thing after the other.
APART, ITEMS = 1, 3

Named = tuple[Entry, Identity]


def again_claims(ledger: Ledger, known: set[int]) -> Iterator[Claim]:
    """One claim for every figure that is told once more elsewhere.

    Args:
        ledger: the figures.
        known: ids of figures that other repeats claim already.
    """
    named = [
        (entry, identity)
        for entry in ledger.prose
        if entry.value and digit_count(entry.mention) >= DIGITS and (identity := identity_of(ledger, entry))
    ]
    values: dict[tuple[object, ...], set[object]] = defaultdict(set)
    near: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        values[_series(one)].add(one[0].value)
        for key in _keys(one[0]):
            near[key].append(one)
    done: set[frozenset[int]] = set()
    for one in named:
        others = list({id(o[0]): o for key in _keys(one[0]) for o in near[key]}.values())
        told = [o for o in others if _are_one(ledger, one, o, values)]
        equal = [o for o in told if o[0].value == one[0].value]
        if not equal and len({o[0].value for o in told}) != 1:
            continue
        earlier, later = sorted((one[0], (equal or told)[0][0]), key=lambda e: e.index)
        pair = frozenset((id(earlier), id(later)))
        if pair in done or (id(later) in known and not equal):
            continue
        done.add(pair)
        relation = _relation(ledger, earlier, later, one[1])
        yield Claim(later, [relation], ("again", later.index, earlier.index))


def _relation(ledger: Ledger, earlier: Entry, later: Entry, identity: Identity) -> Relation:
    sure = (
        digit_count(later.mention) >= MANY and len(identity.name) >= LONG and are_of_one_thing(ledger, earlier, later)
    )
    strength = TOLD if sure else DOUBTED
    relation = make(later, (earlier,), SUM, "same.sentence", f"“{identity.name}”前后两处", strength)
    relation.most = MOST
    return relation


def _are_one(ledger: Ledger, one: Named, other: Named, values: dict[tuple[object, ...], set[object]]) -> bool:
    """Whether two figures are told of one thing, in two paragraphs."""
    (a, mine), (b, theirs) = one, other
    if a.paragraph == b.paragraph or not mine.may_be(theirs) or (a.is_base != b.is_base and a.role == "plain"):
        return False
    if _likeness(mine.name, theirs.name, mine.role) < ALIKE:
        return False
    if min(len(mine.name), len(theirs.name)) < SHORT and (digit_count(a.mention) < MANY or a.dimension != "count"):
        return False  # “投诉83件” is told of many things, “投诉4127件” of one
    if len(values[_series(one)] | values[_series(other)]) > VALUES:
        return False
    if is_row(ledger, a) or is_row(ledger, b) or are_apart(ledger, a, b) or are_told_of(ledger, a, b):
        return False
    if _is_item(ledger, a) and _is_item(ledger, b) and not are_of_one_thing(ledger, a, b):
        return False  # “甲片区17件、乙片区16件” of two kinds of things
    near = abs(a.paragraph - b.paragraph) <= APART and mine.name not in OWN
    return not near or scope_of(ledger, a) == scope_of(ledger, b) != "" or _tell_the_same(ledger, a, b)


def _is_item(ledger: Ledger, entry: Entry) -> bool:
    """Whether a figure stands among others of its kind in one sentence."""
    mine = [e for e in ledger.by_sentence[entry.sentence] if e.role == entry.role and e.dimension == entry.dimension]
    return len(mine) >= ITEMS


def _tell_the_same(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two paragraphs have another figure in common: one below the other they tell of two things else."""
    mine, theirs = (
        {(e.dimension, e.value) for e in ledger.by_paragraph[entry.paragraph] if e is not entry and e.value}
        for entry in (a, b)
    )
    return any(value not in {1, HUNDRED} for _, value in mine & theirs)


def _likeness(a: str, b: str, role: str) -> float:
    """How alike two names are; what is told of an amount is told of its whole name."""
    alike = likeness(a, b)
    return alike if role == "plain" or alike == 1 or (alike > ALIKE and min(len(a), len(b)) >= LONG) else 0.0


def _series(one: Named) -> tuple[object, ...]:
    return (one[1].name, one[1].kind, one[1].stage)


def _keys(entry: Entry) -> list[str]:
    """The digits of a figure with one of them left open: equal ones share all, those with one wrong digit one."""
    digits = digits_of(entry.mention.text)
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    kind = f"{entry.dimension}{entry.mention.scale}:"
    return [f"{kind}{digits[:i]}?{digits[i + 1 :]}" for i, digit in enumerate(digits) if digit != "."]
