"""Carried over (滚存结余): what was left a year before, told in an earlier paragraph, and what this year adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.labels import account

_LEFT = re.compile(r"(?:滚存|累计|年[末终底])[^，。；]{0,4}(?:结余|余额)")
_ADDED = re.compile(r"(?:收支|当[年期]|本[年期])[^，。；]{0,4}结余")
_OPENING, _CLOSING = re.compile(r"年初余额|上年[末底]?(?:余额|结余)|^(?:当?时)?余额"), re.compile(r"余额|结余")
_TAKEN = re.compile(r"动用|调出|(?<!安排)使用|减去|减少|支出|偿还|归还|扣除")
BACK, MOST, STEPS = 10, 6, 8


def carried_claims(ledger: Ledger) -> list[Claim]:
    """Claims about what is left at the end of a year that hold."""
    claims = []
    for entry in ledger.prose:
        if entry.dimension != "money" or entry.role != "plain" or entry.spot is None:
            continue
        found = [*_by_years(ledger, entry), *_by_steps(ledger, entry)]
        held = [r for r in found if r.holds()]
        if held:
            claims.append(Claim(entry, held[:1], ("balance", entry.index)))
    return claims


def _by_years(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    """“本年收支结余A，年末滚存结余B”, and in an earlier paragraph “年末滚存结余C”."""
    if not _LEFT.search(entry.label):
        return
    near = ledger.back(entry, BACK)
    added = next((e for e in reversed(near) if e.paragraph == entry.paragraph and _ADDED.search(e.label)), None)
    if added is None:
        return
    earlier = [e for e in ledger.by_account.get(account(entry.label), ()) if e.paragraph < entry.paragraph]
    for old in earlier[-MOST:]:
        yield make(entry, (old, added), SUM, "sum.balance", f"“{entry.label}”")


def _by_steps(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    """“年初余额A，动用B，补充C、D和E，年末余额F”: one after the other, each with the way it goes."""
    if not _CLOSING.search(entry.label):
        return
    steps: list[Entry] = []
    for other in reversed(ledger.back(entry, STEPS)):
        if other.paragraph != entry.paragraph or other.dimension != "money" or other.spot is None:
            return
        if steps and _OPENING.search(other.label):
            signs = (1, *(-1 if s.spot and _TAKEN.search(s.spot.gap) else 1 for s in reversed(steps)))
            formula = Formula("sum", signs=signs)
            yield make(entry, (other, *reversed(steps)), formula, "sum.balance", f"“{entry.label}”")
            return
        steps.append(other)
