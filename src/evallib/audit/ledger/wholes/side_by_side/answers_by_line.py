"""Answers by the line (逐行的选项): “男 占72.73%” and “女 占27.27%”, each in a line of its own, make up a hundred.

Of a question with several answers they make up more. So one list of answers says nothing by itself: where others of
the same text make up a hundred, one that misses it by a wrong digit is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.slips import slips_of

#: Nothing but a name and what is chosen stands in the line of an answer.
_NAME = re.compile(r"[^，。；;！？?!]{0,40}")
#: So many lists make up a hundred where the answers of a text do, and so many characters a line has at most.
OTHERS, LINE = 2, 60
#: Told where one digit explains it.
STRENGTH = 0.5


def answer_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every list of answers of a text that makes up a hundred in most of its lists."""
    made = []
    for run in _runs(ledger):
        formula = Formula("sum", signs=(-1,) * (len(run) - 1), constant=Fraction(100))
        made.append(make(run[-1], run[:-1], formula, "share.total", "各项占比之和应为 100%", STRENGTH))
        made[-1].most = STRENGTH
    held = [r for r in made if r.holds()]
    kept = [r for r in made if (r in held and len(held) > OTHERS) or (len(held) >= OTHERS and _may_be_slipped(r))]
    return [Claim(r.result, [r], ("answers", r.result.index)) for r in kept]


def _may_be_slipped(relation: Relation) -> bool:
    """Whether one wrong digit of a share explains that they miss a hundred; several answers pass it by any amount."""
    return any(relation.holds(e, value) for e in relation.entries for value in slips_of(e.mention))


def _runs(ledger: Ledger) -> Iterator[list[Entry]]:
    """Shares that each stand at the end of a line of their own, line after line."""
    shares = [e for number in ledger.by_paragraph if (e := _answer(ledger, number)) is not None]
    run: list[Entry] = shares[:1]
    for before, share in pairwise(shares):
        if share.paragraph - before.paragraph > 1:
            yield from _enough(run)
            run = []
        run.append(share)
    yield from _enough(run)


def _enough(run: Sequence[Entry]) -> Iterator[list[Entry]]:
    """A list of two shares or more, printed with decimals: of whole percents some always make up a hundred."""
    if len(run) > 1 and all(e.mention.decimals for e in run):
        yield list(run)


def _answer(ledger: Ledger, number: int) -> Entry | None:
    """The one share of a line, None where the line tells anything else."""
    *others, last = ledger.by_paragraph[number]
    if last.dimension != "percent" or last.role not in {"share", "bare"} or last.spot is None or last.mention.hedge:
        return None
    if last.spot.tail.strip("　 )）]】") or last.mention.end > LINE or last.spot.sentence:
        return None
    chosen = [e for e in others if e.is_amount and e.role == "plain"]
    if len(chosen) > 1 or any(e.dimension in {"percent", "points", "money"} for e in others):
        return None
    return last if all(e.spot is not None and _NAME.fullmatch(e.spot.gap) for e in (*others, last)) else None
