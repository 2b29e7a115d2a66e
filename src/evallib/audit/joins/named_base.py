"""Named bases (名义分母): a share of one thing computed from another; a doubt, since the words may only be loose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from evallib.audit.findings import Finding
from evallib.audit.ledger import Entry, Ledger, Relation, core, likeness

NAMED = 0.85
#: So many paragraphs before a share its whole may be named.
NEAR = 3


def check(ledger: Ledger, holding: Sequence[Relation]) -> Iterator[Finding]:
    """Shares whose named whole is printed once, does not give them, and another printed figure does."""
    by_label: dict[tuple[int, str], list[Entry]] = {}
    for entry in ledger.prose:
        if entry.is_amount and entry.role == "plain" and entry.label:
            by_label.setdefault((entry.paragraph, core(entry.label)), []).append(entry)
    wholes = _agreed(holding)
    for relation in holding:
        share = relation.result
        if relation.code != "rate.share" or not share.whole or len(relation.terms) != 2 or share.mention.decimals < 1:
            continue
        part, used = relation.terms
        words = core(share.whole)
        agreed = wholes.get((share.paragraph, words))
        if agreed is not None and agreed is not used:
            named = [agreed]
        else:
            near = range(share.paragraph - NEAR, share.paragraph + 1)
            named = [e for p in near for e in by_label.get((p, words), ()) if e.index < share.index]
        if len(words) < 2 or len(named) != 1 or not used.label or core(used.label) == words:
            continue
        whole = named[0]
        if whole.period != share.period or whole in relation.terms or whole.value < part.value:
            continue
        if whole.value == used.value:
            continue
        right = share.mention.printed_with(part.value * 100 / whole.value)
        if right == share.mention.printed_with(share.value):
            continue  # to so few digits it is the same of both
        sure = agreed is whole
        yield Finding(
            "rate.share",
            "contradiction",
            "medium" if sure else "low",
            (
                f"“占{share.whole}”的 {share} 是以“{used.label}”{used} 为分母算出的；"
                f"以“{whole.label}”{whole} 为分母是 {right}"
            ),
            str(share),
            right,
            f"{part} ÷ {whole} = {right}，报告为 {share}；{part} ÷ {used} = {share}",
            (share.place, part.place, whole.place, used.place),
            (f"分母可能是“{used.label}”，名称写错", "百分比可能写错"),
        )


def _agreed(holding: Sequence[Relation]) -> dict[tuple[int, str], Entry]:
    """What the shares of a paragraph that name one whole are computed from, where one whole gives most of them."""
    votes: dict[tuple[int, str], Counter[int]] = {}
    known: dict[int, Entry] = {}
    for relation in holding:
        if relation.code == "rate.share" and relation.result.whole and len(relation.terms) == 2:
            key = relation.result.paragraph, core(relation.result.whole)
            whole = relation.terms[1]
            known[id(whole)] = whole
            votes.setdefault(key, Counter())[id(whole)] += 1
    found = {}
    for key, counts in votes.items():
        named = [w for w in counts if likeness(key[1], known[w].label) >= NAMED]
        if len(named) == 1 and counts[named[0]] == max(counts.values()):
            found[key] = known[named[0]]
    return found
