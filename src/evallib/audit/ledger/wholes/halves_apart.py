"""Halves told apart (分开说的几部分): “税收收入…。非税收入…” with growth and reasons in between, behind their total.

Names that leave nothing out say that the amounts make up their whole, wherever the paragraphs put them. What misses is
a doubt where one slip of the pen explains it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.candidates.misfits import are_two_sides
from evallib.audit.ledger.slips import digit_count
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

#: Each line: the name of the whole, and the names of its parts.
_NAMES: tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...] = tuple(
    (re.compile(whole), tuple(re.compile(part) for part in parts))
    for whole, *parts in (
        ("收入", r"(?<!非)税收收入", r"非税收入"),
        (r"购置(?:及|和|与|费)", r"购置费(?!及|和|与)|购置支出", r"(?<![及和与])运行(?:维护)?费"),
        (r"三公|^$", r"因公出国|出国[（(]境", r"公务接待费", r"(?:公务用车|公车)购置(?:及|和)运行"),
        (r"医疗保险|医保", r"职工(?:基本)?医(?:疗保险|保)", r"居民(?:基本)?医(?:疗保险|保)"),
        (r"债券|本金|债务", r"再融资债券", r"(?:预算|财政|自有|自筹)资金(?:安排)?(?:偿还)?"),
        (r"三公|决算|支出|收入", r"[市县区]本级", r"(?:乡镇|镇街|[县区]级)(?:[（(][^）)]*[）)])?"),
    )
)
_ANY = re.compile("|".join(part.pattern for _, parts in _NAMES for part in parts))
APART, BACK, PARAGRAPHS = 60, 24, 3
#: Told where one slip explains what misses; of fewer digits some slip always does.
STRENGTH, DIGITS = 0.5, 3


def half_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every whole whose parts stand apart: where they add up, or would but for one digit."""
    claims = []
    amounts = [
        (entry, words)
        for entry in ledger.prose
        if entry.is_amount
        and entry.role == "plain"
        and not (entry.is_base or entry.is_budget or entry.mention.hedge)
        and _ANY.search(words := entry.label + (entry.spot.head if entry.spot is not None else ""))
    ]
    for whole, names in _NAMES:
        told: dict[int, Entry] = {}
        for entry, words in amounts:
            found = next((i for i, name in enumerate(names) if name.search(words)), -1)
            if found < 0:
                continue
            if found in told:
                told = {}
            told[found] = entry
            if len(told) == len(names):
                claims += _totals(ledger, whole, sorted(told.values(), key=lambda e: e.index))
                told = {}
    return claims


def _totals(ledger: Ledger, name: re.Pattern[str], parts: Sequence[Entry]) -> list[Claim]:
    first, last = parts[0], parts[-1]
    if last.index - first.index > APART or not all(addable(p, first) for p in parts):
        return []
    row = last.index - first.index < len(parts)
    likely: list[Relation] = []
    for whole in ledger.before(first, BACK):
        if whole.role != "plain" or not addable(whole, first) or whole.is_base or not name.search(whole.label):
            continue
        if row and whole.index == first.index - 1:
            continue  # a list right behind its whole is told as one
        if _ANY.search(whole.label) or any(are_two_sides(p.label, whole.label) for p in parts):
            continue  # “职工医疗保险收入” is no whole of what was spent for both
        relation = make(whole, parts, SUM, "sum.prose", what_of(whole))
        near = first.paragraph - whole.paragraph <= PARAGRAPHS and last.paragraph - first.paragraph <= PARAGRAPHS
        relation.strength = STRENGTH * (near and digit_count(whole.mention, telling=True) >= DIGITS)
        if relation.holds():
            return [Claim(whole, [relation], ("sum", first.index))]
        if relation.strength and one_digit_mends(relation):
            likely.append(relation)
    return [Claim(likely[0].result, likely[:1], ("halves", first.index))] if likely else []
