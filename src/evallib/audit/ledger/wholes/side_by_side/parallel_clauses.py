"""Parallel clauses (逐句对应的分项): “交易99项，金额A，节约B。其中：甲41项，金额A₁，节约B₁；乙58项，金额A₂，节约B₂”.

What bears one name in the whole and in every clause adds up, figure by figure; where one of them holds, the clauses are
all there is, and the others have to hold as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, likeness, make
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.wholes.told import BESIDE, one_digit_mends, what_of

_OPENS = re.compile(r"其中[，,：:]?[^，,。；;：:\d]*$")
_NOT_DONE = re.compile("(?<![反供响适效感对相答])应|[未不拟]|计划")
NAMED, TOLD = 0.75, 0.8
LEAST, FEW, MOST, END = 2, 3, 40, 5


def parallel_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every figure that the clauses behind 其中 take apart by its name."""
    claims: list[Claim] = []
    for first in ledger.prose[1:]:
        if first.spot is None or not _OPENS.search(first.spot.gap):
            continue
        last = ledger.prose[first.index - 1]
        if last.paragraph != first.paragraph or first.sentence - last.sentence > 1:
            continue
        wholes = [e for e in ledger.by_sentence[last.sentence] if e.index < first.index and _is_told(e)]
        clauses = _clauses(ledger, first)
        found = [r for w in wholes if (r := _apart(w, clauses)) is not None]
        held = [r for r in found if r.holds()]
        for relation in found if held and len(found) - len(held) <= 1 else held:
            # Where all hold, a wrong digit of one would be told.
            relation.strength = TOLD if relation not in held or len(held) == len(found) > 1 else 0.0
            claims.append(Claim(relation.result, [relation], ("parallel", first.index)))
        if not found and (led := _led_by(ledger, first, wholes)) is not None:
            claims.append(Claim(led.result, [led], ("parallel", first.index)))
    return claims


def _led_by(ledger: Ledger, first: Entry, wholes: Sequence[Entry]) -> Relation | None:
    """“受理A件，办结B件。其中，甲a件，办结b件；乙c件，办结d件；无效e件”: what each clause begins with makes up A."""
    parts = [clause[0] for clause in _clauses(ledger, first, least=1)]
    if len(parts) < FEW or may_overlap(ledger, first):
        return None
    told = [
        make(whole, parts, SUM, "sum.prose", what_of(whole), BESIDE)
        for whole in wholes
        if all(addable(p, whole) and p.mention.unit == whole.mention.unit for p in parts)
    ]
    held = next((r for r in told if r.holds()), None)
    likely = [r for r in told if one_digit_mends(r)]
    return held if held is not None else likely[0] if len(likely) == 1 else None


def _is_told(entry: Entry) -> bool:
    return entry.is_amount and entry.role == "plain" and not (entry.is_base or entry.is_budget or entry.mention.hedge)


def _clauses(ledger: Ledger, first: Entry, least: int = LEAST) -> list[list[Entry]]:
    """The amounts of each clause, from the first one to the end of the sentence."""
    clauses: list[list[Entry]] = [[]]
    for entry in ledger.prose[first.index : first.index + MOST]:
        if entry.sentence != first.sentence:
            break
        if clauses[-1] and entry.spot is not None and ("；" in entry.spot.gap or ";" in entry.spot.gap):
            clauses.append([])
        if _is_told(entry) and entry.depth == first.depth:
            clauses[-1].append(entry)
    return clauses if len(clauses) >= LEAST and all(len(c) >= least for c in clauses) else []


def _apart(whole: Entry, clauses: Sequence[Sequence[Entry]]) -> Relation | None:
    """The sum of what bears the name of a figure, once in every clause."""
    parts: list[Entry] = []
    for clause in clauses:
        named = [
            e for e in clause if addable(e, whole) and e.mention.unit == whole.mention.unit and _one_name(e, whole)
        ]
        if len(named) != 1:
            return None
        parts += named
    return make(whole, parts, SUM, "sum.prose", what_of(whole)) if parts else None


def _one_name(part: Entry, whole: Entry) -> bool:
    if bool(_NOT_DONE.search(part.label)) != bool(_NOT_DONE.search(whole.label)):
        return False  # 结案 is no part of 应结案
    short, long = sorted((part.label, whole.label), key=len)
    # “交易中心共完成交易项目” and “市级中心完成交易项目”: whose it is differs, and not what it is.
    one_end = len(short) >= END and short[-END:] == long[-END:]
    return len(short) >= 2 and (long.endswith(short) or one_end or likeness(short, long) >= NAMED)
