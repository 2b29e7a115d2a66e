"""One wording (同样的话): figures that two sentences tell in the same words, as a summary and the body of a page do.

“共抽查项目资金3.47亿元” above, “此次共抽查项目资金3.47亿元” below: all words in front of the one stand in front of the
other. Where no figure told in these words has another value, equal ones
agree, and one that is a digit away from the only other is a slip of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import add

from evallib.audit.joins.repeats.apart import are_apart, are_near, is_row
from evallib.audit.ledger import HUNDRED, SUM, Entry, Ledger, Relation, alike, make
from evallib.audit.ledger.entries import bare_unit, paragraph_of
from evallib.audit.ledger.slips import digit_count, is_slipped

#: So many characters in front of a figure say what it is, of which so many pairs have to be told again.
WINDOW, LEAST = 24, 4
#: One pair in so many may be another: “本次共”, “共”.
LOOSE = 7
#: Figures of so few digits are a digit apart by accident unless another figure of the sentence is told again as well.
FEW, ENOUGH = 2, 4
#: So many pairs tell one thing from another where no other figure is told again.
LONG = 7
#: Of so many figures in the same words each is of its own thing.
MOST = 3
STRENGTH, TOLD, WITNESSED = 0.45, 0.5, 0.6
_CUT = re.compile(r"[。；;：:（(）)]|\d[^，,。；;：:（(）)、]*(?=[，,、])|\d")
_PLAIN = re.compile(r"同比|环比|今年|去年|上半年|全年|累计|共计?|总计|群众|市民|[\d\W_a-zA-Z]")
_OF_THIS = re.compile("[该此其]")
_ROLES = frozenset({"plain", "rate", "share"})


_Key = tuple[str, str, str]


class Wordings:
    """The figures of a document by the words before them.

    Args:
        ledger: the figures.
    """

    most = 24

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        found = {e.index: _pairs(ledger, e) for e in ledger.prose if _is_telling(ledger, e)}
        self._pairs = {index: pairs for index, pairs in found.items() if len(pairs) >= LEAST}
        self.told: Sequence[Entry] = [e for e in ledger.prose if e.index in self._pairs]
        self._holding: dict[_Key, list[Entry]] = defaultdict(list)
        for entry in self.told:
            for key in self._keys(entry):
                self._holding[key].append(entry)
        self._rarest = {e.index: self._rarest_of(e) for e in self.told}
        self._rare: dict[_Key, list[Entry]] = defaultdict(list)
        for entry in self.told:
            for key in self._rarest[entry.index]:
                self._rare[key].append(entry)

    def partner(self, entry: Entry, near: Iterable[Entry]) -> Entry | None:
        """The figure before one that is told in the same words, where nothing else is told in them."""
        if not any(o.index < entry.index and are_near(entry, o) and self._are_alike(entry, o) for o in near):
            return None
        told = sorted(islice(self._told_alike(entry), MOST), key=lambda e: e.index)
        before = [e for e in told if e.index < entry.index]
        return before[-1] if before and len(told) < MOST and len({e.value for e in told}) == 1 else None

    def relation(self, earlier: Entry, later: Entry) -> Relation | None:
        """That two figures are equal, as surely as their sentences are one."""
        ledger = self._ledger
        if not alike(later, earlier) or earlier.is_budget != later.is_budget:
            return None
        relation = make(later, (earlier,), SUM, "same.sentence", "同样的话前后两处")
        apart = are_apart(ledger, earlier, later)  # 全区 and 区本级 have the same words behind them
        if not relation.holds() and (apart or not is_slipped(later.mention, earlier.value)):
            return None
        witnessed = _witnesses(ledger, earlier, later)
        digits = min(digit_count(e.mention, telling=True) for e in (earlier, later))
        plain = digits >= ENOUGH and self._is_whole(earlier, later) and not apart
        relation.strength = TOLD if witnessed else STRENGTH
        relation.most = WITNESSED
        return relation if witnessed or plain else None

    def _keys(self, entry: Entry) -> list[_Key]:
        unit = bare_unit(entry.mention.unit)
        return [(entry.dimension, unit, pair) for pair in self._pairs[entry.index]]

    def _rarest_of(self, entry: Entry) -> list[_Key]:
        """The rarest pairs of a figure: of the fewer pairs all but one in LOOSE are common, so that one of these is."""
        keys = sorted(self._keys(entry), key=lambda key: (len(self._holding[key]), key))
        return keys[: len(keys) // LOOSE + 1]

    def _told_alike(self, entry: Entry) -> Iterator[Entry]:
        """All that is told in the same words: it has a rare pair of these, or these have one of its rare pairs."""
        seen: set[int] = set()
        held = [self._holding[key] for key in self._rarest[entry.index]]
        for other in chain(*held, *(self._rare[key] for key in self._keys(entry) if key in self._rare)):
            if other.index not in seen:
                seen.add(other.index)
                if self._are_alike(entry, other):
                    yield other

    def _are_alike(self, a: Entry, b: Entry) -> bool:
        """Whether the words of one sentence nearly hold those of another."""
        mine, theirs = self._pairs[a.index], self._pairs[b.index]
        fewer = min(len(mine), len(theirs))
        return a.sentence != b.sentence and len(mine & theirs) >= fewer - fewer // LOOSE

    def _is_whole(self, earlier: Entry, later: Entry) -> bool:
        """Whether hardly a word stands in front of the one that does not stand in front of the other."""
        if any(_OF_THIS.search(_CUT.split(_before(self._ledger, e))[-1]) for e in (earlier, later)):
            return False  # “该村”: each time another one
        a, b = self._pairs[earlier.index], self._pairs[later.index]
        return len(a & b) >= LONG and 3 * len(a & b) >= 2 * max(len(a), len(b))


def _is_telling(ledger: Ledger, entry: Entry) -> bool:
    if entry.role not in _ROLES or entry.mention.hedge or entry.is_base or entry.value == HUNDRED:
        return False
    return digit_count(entry.mention, telling=True) >= FEW and not is_row(ledger, entry)


def _pairs(ledger: Ledger, entry: Entry) -> frozenset[str]:
    """Pairs of characters between a figure and the one before it, or where its sentence begins."""
    text = _PLAIN.sub("", _CUT.split(_before(ledger, entry))[-1][-WINDOW:])
    return frozenset(map(add, text, text[1:]))


def _before(ledger: Ledger, entry: Entry) -> str:
    """The text of a paragraph in front of a figure."""
    return paragraph_of(ledger.document, entry)[: entry.place.start]


def _witnesses(ledger: Ledger, earlier: Entry, later: Entry) -> bool:
    """Whether another figure of the one sentence stands in the other too."""
    rated = later.role != "plain"  # shares of two things often differ little
    mine = {
        (e.dimension, e.value)
        for e in ledger.by_sentence[later.sentence]
        if e is not later and digit_count(e.mention) >= FEW and (e.is_amount if rated else e.value != HUNDRED)
    }
    return any((e.dimension, e.value) in mine for e in ledger.by_sentence[earlier.sentence] if e is not earlier)
