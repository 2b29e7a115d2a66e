"""In other words (换个说法): a figure of four digits that another paragraph, or a total row, prints with one slip."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import lru_cache

from evallib.audit.joins.repeats.apart import are_apart, is_answered, is_row
from evallib.audit.joins.repeats.same import NAME, OF_THIS, VAGUE
from evallib.audit.ledger import SUM, Claim, Entry, Ledger, alike, core, likeness, make
from evallib.audit.ledger.slips import digits_of, is_slip
from evallib.model import patterns

WINDOW, NEAR = 60, 6
#: Two paragraphs one below the other tell of two things.
APART = 1


def _named_behind(entry: Entry) -> str:
    """“全年5,362件热线工单中”: the name that stands behind a figure."""
    match = (
        patterns.match(r"([\u4e00-\u9fff]{2,10}?)(?:中|里)[，,：:]", entry.spot.tail)
        if entry.spot is not None
        else None
    )
    return match[1] if match else ""


@lru_cache(maxsize=20_000)
def plain(words: str) -> str:
    """A label without words that only say how much or whose."""
    return (
        patterns.sub(r"共计?|累计|总|群众|市民|企业|各类|诉求|来电|事项|案件|工单|^(?:本?项目|实际|已|新)", "", words)
        or words
    )


def other_claims(ledger: Ledger, known: set[int]) -> list[Claim]:
    """A figure of four digits or more that another paragraph, or the total row of a table, prints with one slip."""
    claims = []
    recent: list[Entry] = []
    wholes = [e for e in ledger.cells if e.is_whole and e.path]
    blocks = [e.paragraph for e in wholes]
    # A name that comes back in every section is a form of words for many things.
    often = Counter(plain(e.label) for e in ledger.prose if e.role == "plain")
    often.update(plain(e.path[-1]) for e in wholes)
    for entry in ledger.prose:
        if (
            entry.role != "plain"
            or not (entry.dimension in {"money", "count"} or (entry.is_amount and len(core(entry.label)) >= 5))
            or entry.mention.hedge
            or VAGUE.match(core(entry.label))
            or OF_THIS.match(entry.label)
            or len(digits_of(str(entry)).replace(".", "")) < 4
        ):
            continue
        recent.append(entry)
        mine, printed = plain(entry.label), str(entry)
        if often[mine] > 2 or id(entry) in known:
            continue
        called = (mine, plain(_named_behind(entry)))
        around = [e for e in recent[-WINDOW:] if entry.paragraph - e.paragraph > APART * (e.label == entry.label)]
        first, last = (bisect_left(blocks, entry.paragraph + step) for step in (-NEAR, NEAR + 1))
        for other in [*around, *wholes[first:last]]:
            words = other.path[-1] if other.role == "cell" else other.label
            names = {mine, plain(words)}
            if other is entry or sum(often[name] for name in names) > 2:
                continue
            if len(names) > 1 and min(map(len, names)) < NAME and not called[1]:
                continue  # “甲型售价1399元”, “乙型官网售价1899元”: what is told of many things
            if not is_slip(printed, str(other)) or max(likeness(n, plain(words)) for n in called) < 0.85:
                continue
            if is_row(ledger, entry) or (other.role != "cell" and is_row(ledger, other)):
                continue
            if not alike(entry, other) or are_apart(ledger, entry, other) or entry.is_base != other.is_base:
                continue
            if is_answered(ledger, entry):
                continue
            relation = make(entry, (other,), SUM, "same.sentence", f"“{entry.label}”前后两处", 0.45)
            claims.append(Claim(entry, [relation], ("same", entry.index)))
            break
    return claims
