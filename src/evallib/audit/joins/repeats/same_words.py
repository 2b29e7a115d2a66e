"""Told again (复述): a figure that another sentence tells in the same words, as a summary and the body of a page do.

“共抽查项目资金3.47亿元” above, “此次共抽查项目资金3.47亿元” below: all words in front of the one stand in front of the
other. Where no figure told in these words has another value, equal ones
agree, and one that is a digit away from the only other is a slip of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import add

from evallib.audit.joins.repeats.apart import are_apart, is_row
from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Ledger, Relation, alike, make
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
_PLAIN = re.compile(r"同比|环比|今年|去年|上半年|全年|累计|[\d\W_a-zA-Z]")
_OF_THIS = re.compile("[该此其]")
_ROLES = frozenset({"plain", "rate", "share"})


@dataclass(frozen=True, slots=True)
class _Words:
    entry: Entry
    pairs: frozenset[str]


def worded_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every figure about the one that an earlier sentence tells in the same words."""
    known: dict[tuple[str, str], list[_Words]] = defaultdict(list)
    for entry in ledger.prose:
        if not _is_telling(ledger, entry):
            continue
        words = _Words(entry, _pairs(ledger, entry))
        if len(words.pairs) >= LEAST:
            known[entry.dimension, bare_unit(entry.mention.unit)].append(words)
    claims = []
    for told in known.values():
        for later, earlier in _told_again(ledger, told):
            relation = _relation(ledger, earlier, later)
            if relation is not None:
                claims.append(Claim(later, [relation], ("again", later.index)))
    return claims


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


def _told_again(ledger: Ledger, told: Sequence[_Words]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of figures in the same words, the later first, where nothing else is told in them."""
    groups: dict[frozenset[str], list[_Words]] = defaultdict(list)
    for words in told:
        groups[words.pairs].append(words)
    near = _alike(list(groups))
    for later in told:
        elsewhere = (
            w.entry for pairs in near[later.pairs] for w in groups[pairs] if w.entry.sentence != later.entry.sentence
        )
        alike_ones = sorted(islice(elsewhere, MOST), key=lambda e: e.index)
        before = [e for e in alike_ones if e.index < later.entry.index]
        if before and len(alike_ones) < MOST and len({e.value for e in alike_ones}) == 1:
            yield later.entry, before[-1]


def _alike(words: Sequence[frozenset[str]]) -> dict[frozenset[str], list[frozenset[str]]]:
    """The words that nearly hold those of each, or lie in them.

    Of the fewer pairs all but one in LOOSE are common, so that one of the rarest of them is: only what shares it is
    compared, and the time does not grow with the square of a long report.
    """
    holding: dict[str, list[frozenset[str]]] = defaultdict(list)
    for pairs in words:
        for pair in pairs:
            holding[pair].append(pairs)
    near: dict[frozenset[str], dict[frozenset[str], None]] = {pairs: {pairs: None} for pairs in words}
    for fewer in words:
        loose = len(fewer) // LOOSE
        rarest = sorted(fewer, key=lambda pair: (len(holding[pair]), pair))[: loose + 1]
        for more in {other: None for pair in rarest for other in holding[pair]}:
            if len(more) >= len(fewer) and len(fewer & more) >= len(fewer) - loose:
                near[fewer][more] = near[more][fewer] = None
    return {pairs: list(found) for pairs, found in near.items()}


def _relation(ledger: Ledger, earlier: Entry, later: Entry) -> Relation | None:
    if not alike(later, earlier) or earlier.is_budget != later.is_budget:
        return None
    relation = make(later, (earlier,), SUM, "same.sentence", "同样的话前后两处")
    apart = are_apart(ledger, earlier, later)  # 全区 and 区本级 have the same words behind them
    if not relation.holds() and (apart or not is_slipped(later.mention, earlier.value)):
        return None
    witnessed = _witnesses(ledger, earlier, later)
    digits = min(digit_count(e.mention, telling=True) for e in (earlier, later))
    plain = digits >= ENOUGH and _is_whole(ledger, earlier, later) and not apart
    if witnessed or plain:
        relation.strength = TOLD if witnessed else STRENGTH
        relation.most = WITNESSED
        return relation
    return None


def _is_whole(ledger: Ledger, earlier: Entry, later: Entry) -> bool:
    """Whether hardly a word stands in front of the one that does not stand in front of the other."""
    if any(_OF_THIS.search(_CUT.split(_before(ledger, e))[-1]) for e in (earlier, later)):
        return False  # “该村”: each time another one
    a, b = _pairs(ledger, earlier), _pairs(ledger, later)
    return len(a & b) >= LONG and 3 * len(a & b) >= 2 * max(len(a), len(b))


def _witnesses(ledger: Ledger, earlier: Entry, later: Entry) -> bool:
    """Whether another figure of the one sentence stands in the other too."""
    rated = later.role != "plain"  # shares of two things often differ little
    mine = {
        (e.dimension, e.value)
        for e in ledger.by_sentence[later.sentence]
        if e is not later and digit_count(e.mention) >= FEW and (e.is_amount if rated else e.value != HUNDRED)
    }
    return any((e.dimension, e.value) in mine for e in ledger.by_sentence[earlier.sentence] if e is not earlier)
