"""Earlier bases (前文的完成数): “收入安排283.83亿元，较上年完成数增长2%” is told of what an earlier section says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.labels import account
from evallib.audit.ledger.slips import digit_count

#: Figures of so many digits hold together by accident once in hundreds of times.
TELLING, FEWEST = 3, 1
_DONE = re.compile(r"(?:执行|完成|决算|预计)数")
_PLANNED = re.compile(r"安排|计划|预期|预计|拟")
#: So many amounts of one name are looked at, the nearest first.
MOST = 6


def earlier_bases(
    ledger: Ledger, entry: Entry, subjects: Sequence[Entry], formula: Formula, what: str
) -> Iterator[Relation]:
    """What an amount grew by against one of its name in an earlier paragraph, where it holds."""
    new = next((e for e in subjects if e.sentence == entry.sentence and not e.is_base), None)
    if new is None or new.dimension != "money" or not _is_telling(new):
        return
    name = account(new.label)
    before = [e for e in ledger.by_account.get(name, ()) if e.paragraph < new.paragraph and _is_telling(e)]
    if digit_count(entry.mention) <= FEWEST and not entry.mention.decimals:
        # “增长2%” fits many amounts: only the last one of the name, where the words say that it is one carried out.
        before = [e for e in before[-1:] if _is_of_done(entry, new, e)]
    for old in before[-MOST:] if len(name) >= 4 else ():
        if old.value > 0 and old.value != new.value:
            relation = make(entry, (new, old), formula, "growth.prose", what)
            if relation.holds():
                yield relation


def _is_of_done(entry: Entry, new: Entry, old: Entry) -> bool:
    """“较上年完成数增长2%”; or what is planned, against what was carried out."""
    told = entry.spot is not None and _DONE.search(entry.spot.head) is not None
    return told or (bool(_PLANNED.search(new.label)) and not _PLANNED.search(old.label))


def _is_telling(entry: Entry) -> bool:
    return digit_count(entry.mention) >= TELLING
