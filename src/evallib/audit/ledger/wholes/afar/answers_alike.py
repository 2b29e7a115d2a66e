"""Answers told alike (逐问作答): each question of a survey in one sentence, “37%上网，63%到窗口；有25%…、有75%…”.

That most of its questions make up a hundred says that they are told in full, down to coarse shares and two answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.slips import is_slipped, one_slip_mends
from evallib.model import patterns

_SURVEY = re.compile("问卷|调查|受访|被访|参与人员")
_APART = re.compile("[；;。？?]")
_OTHERWISE = re.compile(
    r"率[^，。；]{0,3}$|[比较](?:上|去|前)|同比|环比|提[高升]|上升|下降|增[加长]|[高低]于|目标|多选|其中"
)
LEAST, WITNESSES = 2, 2
STRENGTH = 0.55


def answers_alike_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every question whose answers make up a hundred, or would but for one digit."""
    if not any(_SURVEY.search(getattr(block, "text", "")) for block in ledger.document.blocks):
        return []
    sums = [_sum_of(run) for run in _questions(ledger)]
    held = sum(r.holds() for r in sums)
    claims = []
    for relation in sums:
        others = held - relation.holds()
        enough = others >= (WITNESSES if len(relation.entries) > LEAST else WITNESSES + 1)
        if not enough or 2 * (len(sums) - 1 - others) > others or not (relation.holds() or one_slip_mends(relation)):
            continue
        relation.most = DOUBT
        claims.append(Claim(relation.result, [relation], ("share_sum", relation.result.index)))
    return claims


def _sum_of(run: Sequence[Entry]) -> Relation:
    """Its shares make up a hundred; where they do not, the result is the one that a digit would mend."""
    missing = 100 - sum((e.value for e in run), start=Fraction(0))
    last = next(
        (e for e in reversed(run) if e.value + missing > 1 and is_slipped(e.mention, e.value + missing)), run[-1]
    )
    formula = Formula("sum", signs=(-1,) * (len(run) - 1), constant=Fraction(100))
    return make(last, [e for e in run if e is not last], formula, "share.total", "各项占比之和应为 100%", STRENGTH)


def _questions(ledger: Ledger) -> Iterator[list[Entry]]:
    """The shares between two semicolons or full stops, of which nothing says that they are of something else."""
    for entries in ledger.by_paragraph.values():
        runs: list[list[Entry]] = [entries[:1]]
        for before, entry in pairwise(entries):
            text = paragraph_of(ledger.document, entry)
            if _APART.search(text[before.place.end : entry.place.start]):
                runs.append([])
            runs[-1].append(entry)
        for run in runs:
            shares = [e for e in run if e.dimension == "percent"]
            if len(shares) >= LEAST and all(_is_answer(e) for e in shares):
                yield shares


def _is_answer(entry: Entry) -> bool:
    if entry.spot is None or entry.mention.hedge or not entry.value:
        return False
    return not patterns.search(_OTHERWISE, entry.spot.gap)
