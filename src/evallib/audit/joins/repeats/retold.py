"""Retold (复述): a figure that another sentence tells of the same thing: by name, words, or its many digits.

Only figures that are equal or a digit apart are compared: of all others nothing can be said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from evallib.audit.joins.repeats.one_name import Names
from evallib.audit.joins.repeats.one_wording import Wordings
from evallib.audit.joins.repeats.own_digits import OwnDigits
from evallib.audit.ledger import Claim, Entry, Ledger, Relation
from evallib.audit.ledger.slips import digits_of

#: Of so many digits two may be swapped.
LONG = 3


class _Rule(Protocol):
    """What makes two figures tell one thing."""

    #: The figures, and how many with the same digits are looked at.
    told: Sequence[Entry]
    most: int

    def partner(self, entry: Entry, near: Iterable[Entry]) -> Entry | None: ...

    def relation(self, earlier: Entry, later: Entry) -> Relation | None: ...


def retold_claims(ledger: Ledger, known: set[int]) -> Iterator[Claim]:
    """One claim for every two figures that tell one thing.

    Args:
        ledger: the figures.
        known: ids of figures that other repeats claim already.
    """
    rules: tuple[_Rule, ...] = Names(ledger, known), Wordings(ledger), OwnDigits(ledger)
    keys: dict[int, list[str]] = {}
    for number, rule in enumerate(rules):
        near: dict[str, list[Entry]] = defaultdict(list)
        for entry in rule.told:
            for key in keys.get(entry.index) or keys.setdefault(entry.index, list(_keys(entry))):
                if len(near[key]) < rule.most:
                    near[key].append(entry)
        done: set[tuple[int, int]] = set()
        for entry in rule.told:
            found = {o.index: o for key in keys[entry.index] for o in near[key]}
            other = rule.partner(entry, found.values())
            if other is None:
                continue
            earlier, later = sorted((entry, other), key=lambda e: e.index)
            relation = rule.relation(earlier, later) if (earlier.index, later.index) not in done else None
            if relation is not None:
                done.add((earlier.index, later.index))
                yield Claim(later, [relation], ("again", later.index, earlier.index, number))


def _keys(entry: Entry) -> Iterator[str]:
    """The digits of a figure with one of them left open: equal ones share all, those with one wrong digit one.

    Noughts behind the point are told or left out. Of long figures two digits may be swapped: these have the same digits
    in another order.
    """
    printed = digits_of(entry.mention.text)
    kind = f"{entry.dimension}{entry.mention.scale}:"
    yield kind + (printed.rstrip("0").rstrip(".") if "." in printed else printed)  # equal ones are found first
    for digits in dict.fromkeys((printed, printed.rstrip("0").rstrip(".") if "." in printed else printed)):
        yield from (f"{kind}{digits[:i]}?{digits[i + 1 :]}" for i, digit in enumerate(digits) if digit != ".")
    if len(printed) >= LONG:
        yield kind + "".join(sorted(printed))
