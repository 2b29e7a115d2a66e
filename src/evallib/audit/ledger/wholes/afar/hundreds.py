"""Hundreds (占比合成百分之百): shares of one sentence that make up a hundred, with counts and growth between them.

“投诉250件，同比降低7.3%，占62.97%；举报37件，…，占9.32%；咨询110件，…，占27.71%”. Of shares told to two places hardly
any others make up a hundred, nor miss it by one digit; of coarser ones the words have to leave nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import one_slip_mends
from evallib.model import patterns

_SHARE = re.compile(r"占|比[重例]|比率")
_OF_COUNT = re.compile(r"占$")
_CONTENT, _NOT_CONTENT = re.compile(r"满意"), re.compile(r"不满意|不太满意")
_REST = re.compile(r"其他|其它|其余|剩余")
_MOVES = re.compile(r"\s*(?:提[高升]|[上下]升|下?降低?|[扩增]大|增加|减少)[^，。；\d]{0,3}[至到]")
#: The share of an earlier time, and what a share is held against.
_BESIDE = re.compile(r"上年|去年|同期|(?:(?<!占)比|较|高于|低于)[^，。；]{0,6}$|目标|全[国省市]")
LEAST, FINE, MANY, MOST = 3, 2, 4, 30
STRENGTH = 0.55


def hundred_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every sentence whose shares make up a hundred, or would but for one digit."""
    claims = []
    for entries in ledger.by_sentence.values():
        shares = [e for e in entries if _is_share(ledger, e)]
        if not LEAST <= len(shares) <= MOST or may_overlap(ledger, shares[0]):
            continue
        for run in _runs(shares):
            formula = Formula("sum", signs=(-1,) * (len(run) - 1), constant=Fraction(100))
            relation = make(run[-1], run[:-1], formula, "share.total", "各项占比之和应为 100%", STRENGTH)
            closed = _are_all(ledger, run)
            if not closed and not _is_fine(run):
                continue
            if relation.holds() or one_slip_mends(relation):
                relation.most = 1.0 if closed else DOUBT
                claims.append(Claim(run[-1], [relation], ("share_sum", run[-1].index)))
                break
    return claims


def _is_share(ledger: Ledger, entry: Entry) -> bool:
    if entry.dimension != "percent" or entry.spot is None or entry.mention.hedge or not entry.value:
        return False
    gap = entry.spot.gap
    if patterns.match(_MOVES, entry.spot.tail) or _BESIDE.search(gap):
        return False
    before = ledger.just_before(entry)
    if entry.role == "completion":  # “占13个部门的41.66%”
        return before is not None and before.spot is not None and bool(_OF_COUNT.search(before.spot.gap))
    if entry.role == "rate":
        return bool(_CONTENT.search(entry.label))
    return entry.role == "share" or (
        entry.role == "bare" and (not gap.strip("、和及仅有，,") or bool(_SHARE.search(gap)))
    )


def _runs(shares: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """All shares of a sentence; without the first, which may be that of all that the others take apart."""
    yield shares
    if len(shares) > LEAST:
        yield shares[1:]


def _is_fine(run: Sequence[Entry]) -> bool:
    """Whether hardly any other shares would make up a hundred."""
    return sum(e.mention.decimals >= FINE for e in run) >= len(run) - 1


def _are_all(ledger: Ledger, run: Sequence[Entry]) -> bool:
    """Whether words leave nothing out: 不满意 among the answers, 其他 at the end."""
    last = run[-1]
    words = [(e.spot.gap + e.spot.tail[:12]) if e.spot is not None else "" for e in run]
    if any(_NOT_CONTENT.search(w) for w in words) and any("一般" in w or "基本满意" in w for w in words):
        return True
    before = ledger.just_before(last)
    named = words[-1] + (before.label if before is not None and before.sentence == last.sentence else "")
    return bool(_REST.search(named)) and len(run) >= MANY
