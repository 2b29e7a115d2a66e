"""Growth (增减): “A，比上年增加D，增长P%”, “由A增至B”, “上年同期B”, in percent or in 倍."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, Relation, addable, alike, likeness, make
from evallib.audit.ledger.movements.bases_behind import (
    against_named,
    base_behind,
    from_and_to_behind,
    grown_from,
    is_told_base,
    is_told_behind_measures,
    rate_of_saving,
    without_other_bases,
)
from evallib.audit.ledger.movements.changes import changes, moves_on, told_base, whole_spoken_of
from evallib.audit.ledger.movements.dated_bases import dated_base, is_of_then, same_series
from evallib.audit.ledger.movements.earlier_bases import earlier_bases
from evallib.audit.ledger.movements.net_changes import net_change
from evallib.audit.ledger.movements.other_bases import (
    are_of_other_bases,
    is_cause,
    is_divided,
    is_measure,
    is_of_another_name,
    is_of_another_subject,
    is_of_part,
    is_on_another_base,
    is_real,
    told_apart,
)
from evallib.audit.ledger.movements.together import grew_from_all, grew_together, is_of_other_place
from evallib.audit.ledger.movements.what_grew import (
    changes_before,
    grew_from,
    has_two_subjects,
    is_alone_before,
    is_next,
    is_within,
    named_subject,
    opens_item,
    subjects_before,
)
from evallib.model import patterns


def growth_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every rate of growth, and one for every amount of change."""
    claims = []
    for entry in ledger.prose:
        if entry.role == "growth" and entry.spot is not None and not entry.mention.hedge and not _is_taken(entry):
            readings = [r for r in _growth(ledger, entry) if not is_of_other_place(ledger, entry, r)]
            claims.append(Claim(entry, readings, ("growth", entry.paragraph)))
        elif entry.role == "change" and entry.is_amount and not entry.mention.hedge:
            claims.append(Claim(entry, _changes(ledger, entry), ("change", entry.paragraph)))
    return claims


def _changes(ledger: Ledger, entry: Entry) -> list[Relation]:
    """What an amount of change can be the difference of; of what came and what went where it is told as net."""
    found, net = list(changes(ledger, entry)), net_change(ledger, entry)
    if net is None:
        return found
    for relation in found:
        relation.strength = 0.0
    return [net, *found]


def _growth(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    spot = entry.spot
    assert spot is not None
    times = entry.dimension == "times"
    factor = HUNDRED if not times else Fraction(1)
    sign = entry.direction or 1
    formula, what = Formula("change", factor=sign * factor), "增长率" if sign > 0 else "降幅"
    odd = is_on_another_base(entry, ledger.by_sentence[entry.sentence])
    subjects = subjects_before(ledger, entry)
    previous = ledger.just_before(entry)
    if previous is not None and previous.sentence != entry.sentence:
        previous = None
    following = [e for e in ledger.after(entry, 4) if e.paragraph == entry.paragraph]
    if (saved := rate_of_saving(entry, previous, (subjects[:3], following), factor)) is not None:
        yield saved
        return
    if (together := grew_together(ledger, entry, formula, what)) is not None:
        yield together
        return
    if (named := against_named(entry, subjects, formula, what)) is not None:
        yield named
    if (grown := grown_from(entry, previous, following, sign, factor)) is not None:
        yield grown
    if (moved := from_and_to_behind(entry, following, formula, what)) is not None:
        yield moved
    yield from _by_change(ledger, entry, subjects, previous, (sign, factor, what, odd))
    later = [e for e in ledger.after(entry, 16) if e.paragraph == entry.paragraph]
    base = next((i for i, e in enumerate(later) if e.is_base), 0)
    spoken = whole_spoken_of(ledger, entry)
    for new in subjects:
        for relation in _against(entry, new, (subjects, following), formula, what, odd):
            if spoken is not None and previous is relation.terms[1]:
                # “三公A，其中接待B、用车C，比2017年的D下降P%”: behind the parts the whole is compared.
                relation.strength = 0.9 if new is spoken and not odd else 0.0
            yield relation
    rates = [
        e
        for e in ledger.back(entry, 6)
        if e.dimension == "percent" and e.role not in {"growth", "completion"} and e.paragraph == entry.paragraph
    ]
    for new in rates:
        for old in rates:
            if new is not old and old.value > 0:
                yield make(entry, (new, old), formula, "growth.prose", what)
    yield from grew_from_all(entry, subjects, later[base:], formula, what)
    yield from earlier_bases(ledger, entry, subjects, formula, what)


def _by_change(
    ledger: Ledger, entry: Entry, subjects: list[Entry], previous: Entry | None, told: tuple[int, Fraction, str, bool]
) -> Iterator[Relation]:
    """“A，增加D，增长P%”: the rate from what was added and what came of it."""
    sign, factor, what, odd = told
    for change in changes_before(ledger, entry):
        close = change.sentence == entry.sentence and change.index >= entry.index - (1 if change is previous else 2)
        # What stands between the change of one item and a rate is the next item.
        between = [e for e in ledger.prose[change.index + 1 : entry.index] if e.depth <= change.depth]
        close = close and not any(is_next(e) or e.role == "rate" for e in between)  # a rate grows itself
        close = close and (change.index < entry.index or previous is None or previous.role not in {"change", "growth"})
        towards = change.direction or sign
        # “增加324人，增长9.0%，同期老年人口增长2.8%”: a change has one rate, the next one is of something else.
        close = close and (previous is None or previous is change or previous.role != "growth")
        apart = are_of_other_bases(entry, change)
        close = close and not apart and not is_cause(change)
        named = named_subject(ledger, change)
        if named is not None and close:
            yield make(
                entry,
                (change, named),
                Formula("change_by", signs=(towards,), factor=factor),
                "growth.prose",
                what,
                0.45,  # of what exactly is a guess by name: told only where one slip explains it
            )
        grown = [e for e in subjects if alike(e, change) and e.index < change.index]
        # “A，占预算B的P%，同比增长Q%，增支D”: what A is measured by did not grow, nor what a closed bracket tells of A.
        grown.sort(key=lambda e: (is_measure(e), is_within(e, change)))
        for rank, new in enumerate(without_other_bases(ledger, grown, change)):
            # “与上年13.08万元相比减少1.45万元，变动率11.09%”: the rate goes the way of its change.
            agreed = towards == sign or (not entry.direction and is_told_base(new, change))
            if new.value - towards * change.value < 0:
                continue  # from a loss to a gain: no rate of the ordinary kind
            lone = is_alone_before(new, change, subjects)
            sure = close and rank == 0 and agreed and not odd and (new.sentence == change.sentence or lone)
            sure = sure and not (
                is_of_another_name(entry, new, new) or opens_item(entry, new) or opens_item(change, new)
            )
            divided = is_divided(new)
            # “完成预算72000万元的80.4%，增收3918万元”: it is what was done that grew, printed or not.
            sure = (
                sure
                and not divided
                and not (is_measure(new) and new.is_budget)
                and (new.dimension != change.dimension or addable(new, change))
            )
            from_it = sure and (is_told_base(new, change) or is_of_then(ledger, new, change))
            strength = 0.0 if not sure or from_it else 0.45 if has_two_subjects(ledger, new, change) else 0.95
            strength = min(strength, 0.45 if is_real(new) else 0.8 if lone else 1.0)
            formula = Formula("change_by", signs=(towards,), factor=factor)
            if change.value == new.value and towards > 0 and entry.value == 100:
                # From nothing: many write 100%, which says no more than that.
                formula, strength = Formula("ratio", factor=factor), 0.0
            relation = make(entry, (change, new), formula, "growth.prose", what, strength)
            # “A，去年同期B，增加D，增长P%”: what B itself grew by is not told.
            now = (not e.is_base and e.sentence == new.sentence and alike(e, new) for e in subjects)
            earlier = new.is_base and any(now)
            if not earlier and (relation.holds() or not (divided or apart)):
                yield relation
            # “与10月相比，立案数（1324件）减少94件”: the bracket may tell of either month.
            open_bracket = new.depth > change.depth and new.index == change.index - 1
            if divided or open_bracket or (new.sentence != change.sentence and grew_from(change, new)):
                ratio = make(entry, (change, new), Formula("ratio", factor=factor), "growth.prose", what)
                if ratio.holds() or not divided:
                    yield ratio
            if not divided and (from_it or new.is_base or patterns.search(r"年初|预算|原", new.label)):
                moved = 0.9 if from_it or (close and moves_on(ledger, new, change)) else 0.0
                moved = min(moved, 0.45) if any(is_real(e) for e in subjects if e.sentence == entry.sentence) else moved
                yield make(entry, (change, new), Formula("ratio", factor=factor), "growth.prose", what, moved)


def _against(
    entry: Entry, new: Entry, around: tuple[list[Entry], list[Entry]], formula: Formula, what: str, odd: bool
) -> Iterator[Relation]:
    """Against each amount told before the rate or right behind it."""
    subjects, following = around
    first = next((e for e in subjects if e.sentence == entry.sentence and not (e.is_base or is_measure(e))), None)
    behind = base_behind(entry, following)
    compared = first
    if behind is not None and first is not None and (first.role == "mean" != behind.role or first.depth > entry.depth):
        # “承办3540件，日均118件，环比增长6.7%（8月3318件）”: neither a mean nor what a bracket holds grew from it.
        own = (e for e in subjects if e.sentence == entry.sentence and e.role == "plain" and e.depth <= entry.depth)
        compared = next(own, first)
    dated = dated_base(entry, [*subjects, *following])
    for old in (e for e in (*subjects, *following) if e.value != new.value or e.is_base or not entry.value):
        if old is new or not alike(old, new) or old.rough <= 0 or (not entry.direction and old.index > new.index):
            continue
        if old.role == "change" or (old.index > entry.index and is_of_part(old)):
            continue  # “986亿元，下降1.4%（其中土地收入900亿元）”
        strength = 0.0
        told = told_base(entry, new, old)
        if behind is not None:
            # “环比上升6.2%（二季度699件）”: the bracket says of what.
            strength = 0.9 if old is behind and new is compared and not odd else 0.0
        elif (
            told
            and (new is first or (told > 0.8 and not _is_passed(entry, new, subjects)))
            and not (odd or is_measure(new) or (new.is_base and old.is_base) or is_of_another_subject(new, old))
        ):
            strength = told
        elif not odd and is_told_behind_measures(entry, new, old, subjects):
            strength = 0.9
        elif not odd and new is first and same_series(new, old):
            strength = 0.8
        elif not odd and told_apart(entry, new, old, first, subjects):
            strength = 0.6
        elif not odd and new is first and old is dated:
            strength = 0.5  # told only where one slip explains it
        elif not (
            old.is_base or new.is_base or likeness(new.label, old.label) >= 0.6 or abs(old.index - new.index) == 1
        ):
            continue  # two amounts of different names are no series
        strength = min(strength, 0.45) if is_real(new) or (new.mention.hedge and old.mention.hedge) else strength
        grown = make(entry, (new, old), formula, "growth.prose", what, strength)
        if grown.holds() or not is_of_another_name(entry, new, old):
            yield grown


def _is_taken(entry: Entry) -> bool:
    """“低于80分的扣减20%” is what a rule takes off, and no growth."""
    return entry.spot is not None and bool(patterns.search(r"[的分]扣减?$", entry.spot.head.strip()))


def _is_passed(entry: Entry, new: Entry, subjects: list[Entry]) -> bool:
    """“由97个增加到106个，耕地面积增加到404万亩，比上年增加45%”: another thing is told right before the rate."""
    between = [e for e in subjects if new.index < e.index < entry.index and e.sentence == entry.sentence]
    return any(not alike(e, new) or e.mention.unit != new.mention.unit for e in between if e.role == "plain")
