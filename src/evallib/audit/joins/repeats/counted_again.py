"""Counted again (同一批东西的个数): “66个市县” in the title and wherever these are spoken of.

The noun stands behind such a number. Where a document tells one number of a noun again and again, one that differs by
a digit is a doubt, unless it stands beside the others: “66个市县中，有36个市县” are two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from evallib.audit.joins.repeats.apart import are_apart, is_row
from evallib.audit.ledger import SUM, Claim, Entry, Ledger, make
from evallib.audit.ledger.slips import digit_count, is_slip

_NOUN = re.compile(r"\s*(?:的)?([\u4e00-\u9fff]{2})")
_NO_NOUN = re.compile(r"以[上下内外]|左右|其中|全部|用于|主要|同比|环比|已经|均为|分别|[占比较和与及、]|共计")
#: So many times a number is told, or so many digits it has, where it is no accident; more numbers are of many things.
OFTEN, DIGITS, NUMBERS = 3, 3, 2
STRENGTH, MOST, LOOKED_AT = 0.5, 0.7, 24


def counted_claims(ledger: Ledger) -> Iterator[Claim]:
    """One claim for every number of things that is told once more.

    Args:
        ledger: the figures.
    """
    told: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in ledger.prose:
        noun = _noun(entry)
        if noun and not is_row(ledger, entry):
            told[entry.mention.unit, noun].append(entry)
    for (_, noun), entries in told.items():
        values = Counter(e.value for e in entries)
        value, often = values.most_common(1)[0]
        enough = len(entries) >= OFTEN or digit_count(entries[0].mention) >= DIGITS
        if len(values) > NUMBERS or len(entries) - often > 1 or not enough or len({e.paragraph for e in entries}) < 2:
            continue
        usual = [e for e in entries if e.value == value][:LOOKED_AT]
        for entry in entries:
            others = [e for e in usual if e is not entry and e.period == entry.period]
            if _is_of_the_same(ledger, entry, others):
                relation = make(entry, others[:1], SUM, "same.sentence", f"“{noun}”的个数前后两处", STRENGTH)
                relation.most = MOST
                yield Claim(entry, [relation], ("counted", entry.index))


def _noun(entry: Entry) -> str:
    """The first two characters of what is counted."""
    plain = entry.role == "plain" and entry.dimension in {"count", ""} and not entry.mention.hedge
    match = _NOUN.match(entry.spot.tail) if plain and entry.spot is not None else None
    return match[1] if match and digit_count(entry.mention) >= 2 and not _NO_NOUN.search(match[1]) else ""


def _is_of_the_same(ledger: Ledger, entry: Entry, others: list[Entry]) -> bool:
    """Whether a number is one with those of its year, or one digit away from them and beside none of them."""
    if not others or any(e.sentence == entry.sentence or are_apart(ledger, e, entry) for e in others):
        return False
    return entry.value == others[0].value or bool(is_slip(str(entry), str(others[0])))
