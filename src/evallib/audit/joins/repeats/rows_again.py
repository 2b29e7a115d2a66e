"""Rows told again (整串再说一遍): three figures in one order, here and in another sentence, whatever their names.

“收到中央资金846.3万元、自治区57.2万元，地方匹配318.4万元”, “其中：中央846.3万元，地方57.2万元，其他318.4万元”: two that
agree in their order say that the third is the same as well, and one digit of it that differs is a doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evallib.audit.joins.repeats.apart import are_apart, is_row
from evallib.audit.joins.repeats.own_digits import before, stages_of
from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Ledger, make
from evallib.audit.ledger.entries import bare_unit
from evallib.audit.ledger.slips import digit_count, is_slip

#: So many figures of so many digits are a row, and so many values of one row are looked for elsewhere.
ROW, DIGITS, LOOKED_AT = 3, 3, 8
STRENGTH, MOST = 0.5, 0.7
_ROLES = frozenset({"plain", "rate", "share", "bare"})


def row_claims(ledger: Ledger) -> Iterator[Claim]:
    """One claim for every figure of a row that another sentence tells once more.

    Args:
        ledger: the figures.
    """
    rows = {s: row for s, entries in ledger.by_sentence.items() if len(row := _row(ledger, entries)) >= ROW}
    holding: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for sentence, row in rows.items():
        for entry in row:
            holding[_key(entry)].append(sentence)
    common: dict[tuple[int, int], set[object]] = defaultdict(set)
    for key, sentences in holding.items():
        known = sorted(set(sentences))[:LOOKED_AT]
        for n, first in enumerate(known):
            for second in known[n + 1 :]:
                common[first, second].add(key)
    for (first, second), keys in common.items():
        if len(keys) >= ROW - 1:
            yield from _claims(ledger, rows[first], rows[second])


def _row(ledger: Ledger, entries: Sequence[Entry]) -> list[Entry]:
    found = [e for e in entries if e.role in _ROLES and not e.mention.hedge and e.dimension and e.value != HUNDRED]
    found = [e for e in found if digit_count(e.mention, telling=True) >= DIGITS]
    return [] if found and is_row(ledger, found[0]) else found


def _key(entry: Entry) -> tuple[object, ...]:
    return entry.dimension, bare_unit(entry.mention.unit), entry.value


def _claims(ledger: Ledger, one: Sequence[Entry], other: Sequence[Entry]) -> Iterator[Claim]:
    """The shorter row beside every stretch of the longer one with at most one figure that differs by a digit."""
    short, long = sorted((one, other), key=len)
    for start in range(len(long) - len(short) + 1):
        pairs = list(zip(short, long[start : start + len(short)], strict=True))
        if any(_key(a)[:2] != _key(b)[:2] or a.role != b.role for a, b in pairs):
            continue
        different = [(a, b) for a, b in pairs if a.value != b.value]
        if len(different) > 1 or len({a.value for a, _ in pairs}) < ROW or are_apart(ledger, *pairs[0]):
            continue
        if different and (not is_slip(*map(str, different[0])) or _are_two_stages(ledger, *different[0])):
            continue
        for a, b in pairs:
            earlier, later = sorted((a, b), key=lambda e: e.index)
            relation = make(later, (earlier,), SUM, "same.sentence", "同一串数前后两处", STRENGTH)
            relation.most = MOST
            yield Claim(later, [relation], ("row", later.index, earlier.index))


def _are_two_stages(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether the one was granted and the other spent: of a row all but one amount may be the same."""
    mine, theirs = stages_of(before(ledger, a)), stages_of(before(ledger, b))
    return bool(mine and theirs) and not mine & theirs
