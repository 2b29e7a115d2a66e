"""Blends (分项增速与合计增速): a whole and its parts, each with its growth: earlier values have to add up as well."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Formula, Ledger, Relation, alike, likeness, make
from evallib.audit.ledger.movements.other_bases import is_on_another_base
from evallib.audit.ledger.wholes.partitions import is_complete

_STILL = re.compile(r"持平|无增减|无变化|未变")
_BASE = re.compile(r"(?P<plan>预算|计划|任务)|(?P<last>环比|上[月季周])|(?P<year>同比|上年|去年)")
_REAL = re.compile(r"增加值|生产总值|产值|业务总?量|GDP")
#: What was planned of the whole may hold more than what was planned of its parts: told where one slip explains it.
SURE, PLANNED = 0.62, 0.5
#: A sum of no less, in half units of its last place, is no accident where the amounts follow each other.
DIGITS = 2000
#: Points between a real rate and what the real rates of its parts give.
NEARLY = 1


def blend_claims(ledger: Ledger, sums: Sequence[Claim]) -> list[Claim]:
    """Claims about the growth of sums that hold, where every part tells its growth right behind it."""
    claims: list[Claim] = []
    seen: set[tuple[int, ...]] = set()
    for claim in sums:
        for relation in claim.holding[:1]:
            if relation.formula != SUM or len(relation.terms) < 2 or relation.result.role == "cell":
                continue
            growth = _blend_of(ledger, relation)
            key = tuple(e.index for e in growth.entries) if growth is not None else ()
            # Amounts that happen to add up say nothing of their growth where it does not.
            if growth is not None and key not in seen and (growth.strength or growth.holds()):
                seen.add(key)
                claims.append(Claim(growth.result, [growth], ("blend", growth.result.index)))
            near = relation.result.paragraph == relation.terms[0].paragraph
            no_accident = near and relation.result.rough >= DIGITS * relation.result.step
            if relation.strength or no_accident or is_complete([t.label for t in relation.terms]):
                claims += _changes(ledger, relation)
                claims += _completions(ledger, relation)
    return claims


def _blend_of(ledger: Ledger, relation: Relation) -> Relation | None:
    """What the whole grew by, from what its parts grew by."""
    told = [_growth_of(ledger, e) for e in relation.entries]
    growths = [g for g in told if g is not None]
    if (
        len(growths) < len(told)
        or len({id(g) for g in growths}) < len(told)
        or len({*map(_base_of, growths)} - {""}) > 1
    ):
        return None
    if len({is_on_another_base(g, ledger.by_sentence[g.sentence]) for g in growths}) > 1:
        return None  # “444.5亿元，同口径增长8.2%”, and its parts as they are
    whole, *parts = growths
    terms = [e for pair in zip(relation.terms, parts, strict=True) for e in pair]
    formula = Formula("blend", signs=tuple(g.direction for g in parts))
    made = make(whole, terms, formula, "growth.parts", "合计与分项的增速", 0.0, whole.direction)
    made.strength = SURE if _is_closed(ledger, relation) and not _may_be_real(made) else 0.0
    return made


def _is_closed(ledger: Ledger, relation: Relation) -> bool:
    """Whether the parts are all parts: words or names say so, or they add up to a whole of many digits before them.

    Nothing but rates stands between the parts; two of them follow their whole, three or more stand in its paragraph.
    """
    if relation.strength or is_complete([t.label for t in relation.terms]):
        return True
    whole, first, last = relation.result, relation.terms[0], relation.terms[-1]
    if whole.paragraph != last.paragraph or not whole.index < first.index or whole.rough < DIGITS * whole.step:
        return False
    between = [e for e in ledger.prose[whole.index : last.index + 1] if e.is_amount and e.role != "change"]
    return between[-len(relation.terms) :] == list(relation.terms) and (
        len(between) == len(relation.terms) + 1 or len(relation.terms) > 2
    )


def _may_be_real(relation: Relation) -> bool:
    """Whether a rate lies near what the parts give and is told of what grows at fixed prices (增加值、业务总量).

    Weighed with the prices of today, real rates of the parts give that of the whole only roughly.
    """
    value = relation.expected()
    if value is None or not any(_REAL.search(e.label) for e in relation.terms[::2]):
        return False
    return abs(value - relation.result.value) <= NEARLY


def _completions(ledger: Ledger, relation: Relation) -> Iterator[Claim]:
    """“完成X，为预算的P%” of a whole and its parts: what was planned of them adds up, printed or not, where it does."""
    told = [_rate_behind(ledger, e) for e in relation.entries]
    rates = [r for r in told if r is not None and r.value > 0]
    if len(rates) == len(relation.entries) == len({id(r) for r in rates}):
        terms = [e for pair in zip(relation.terms, rates[1:], strict=True) for e in pair]
        formula = Formula("blend", signs=(1,) * len(relation.terms), constant=-HUNDRED)
        made = make(rates[0], terms, formula, "rate.completion", "合计与分项的完成率")
        made.strength = PLANNED if _is_closed(ledger, relation) else 0.0
        if made.strength or made.holds():
            yield Claim(rates[0], [made], ("blend", rates[0].index))


def _rate_behind(ledger: Ledger, amount: Entry) -> Entry | None:
    """The rate of completion told right behind an amount."""
    entry = ledger.just_behind(amount)
    if entry is None or entry.sentence != amount.sentence:
        return None
    return entry if entry.role == "completion" and entry.dimension == "percent" and not entry.mention.hedge else None


def _changes(ledger: Ledger, relation: Relation) -> Iterator[Claim]:
    """What the whole rose by is what its parts rose by, where all that changed is told."""
    parts = [_change_of(ledger, e) for e in relation.terms]
    bases = {_base_of(e) for e in parts if e is not None}
    whole = _change_of(ledger, relation.result, bases)
    told = [(part, change) for part, change in zip(relation.terms, parts, strict=True) if change is not None]
    still = [part for part, change in zip(relation.terms, parts, strict=True) if change is None]
    if (
        whole is None
        or len(told) < 2
        or len(bases) > 1
        or any(e.value and not _STILL.search(e.spot.tail if e.spot else "") for e in still)
    ):
        return
    signs = tuple(change.direction * whole.direction for _, change in told)
    terms = [change for _, change in told]
    # What is nothing now may have been something before.
    sure = 0.62 if all(_STILL.search(e.spot.tail if e.spot else "") for e in still) else 0.0
    made = make(whole, terms, Formula("sum", signs=signs), "sum.difference", "增减额与各项增减额", sure)
    yield Claim(whole, [made], ("blend", whole.index))


def _change_of(ledger: Ledger, amount: Entry, bases: Collection[str] = ()) -> Entry | None:
    """The change told behind an amount, there or where the amount is told again, against one of some bases."""
    own = _change_behind(ledger, amount, bases)
    if own is not None or amount.role == "cell":
        return own
    for other in ledger.prose[amount.index + 1 : amount.index + 24]:
        again = other.role == "plain" and other.rough == amount.rough != 0
        if again and likeness(other.label, amount.label) >= 0.85:
            return _change_behind(ledger, other, bases)
    return None


def _change_behind(ledger: Ledger, amount: Entry, bases: Collection[str]) -> Entry | None:
    for entry in ledger.prose[amount.index + 1 : amount.index + 5]:
        if entry.sentence != amount.sentence:
            return None
        if entry.role == "change" and (not bases or _base_of(entry) in bases):
            return entry if entry.direction and alike(entry, amount) and not entry.mention.hedge else None
        # “完成A，完成预算（B）的P%，同比增收D”: what it is measured by, and against what else, stands between.
        if entry.is_amount and entry.depth <= amount.depth and entry.role != "change":
            return None
    return None


def _base_of(change: Entry) -> str:
    """What a change or a growth is told against: last year, last month, the plan, or nothing that is told."""
    match = _BASE.search(change.spot.gap) if change.spot is not None else None
    return next(name for name, found in match.groupdict().items() if found) if match else ""


def _growth_of(ledger: Ledger, amount: Entry) -> Entry | None:
    """The rate of growth told of an amount: before the next amount of its sentence."""
    for entry in ledger.prose[amount.index + 1 : amount.index + 5]:
        if entry.sentence != amount.sentence or (entry.is_amount and entry.role != "change"):
            return None
        if entry.role == "growth" and entry.dimension == "percent":
            return entry if entry.direction and not entry.mention.hedge else None
    return None
