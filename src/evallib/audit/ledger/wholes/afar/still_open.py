"""Still open (还有…正在办理): “收到3059条，…，答复3055条，还有4条正在处理中”: what was done and what is open is all."""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.slips import one_slip_mends
from evallib.audit.ledger.wholes.told import what_of
from evallib.model import patterns

_OPEN = re.compile(r"[，,；;]\s*(?:还有|尚有|仍有|另有|剩余|其余|余下)(?:的)?$")
_DOING = re.compile(
    r"^[^，。；\d]{0,4}(?:正在|尚未|还未|未|待|在)[^，。；\d]{0,6}(?:办理|处理|办结|答复|回复|整改|解决|反馈|处置|推进)"
)
_DONE = re.compile(r"办结|答复|回复|处理|办理|整改|解决|反馈|处置|完成")
_ALL = re.compile(r"受理|收到|接到|接收|收集|交办|承办|共|征集|反映")
BACK, STRENGTH = 14, 0.6


def open_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every count that is still open behind what was done."""
    claims = []
    for left in ledger.prose[2:]:
        if left.spot is None or left.role != "plain" or not left.is_amount or not _OPEN.search(left.spot.gap):
            continue
        done = ledger.prose[left.index - 1]
        if not patterns.match(_DOING, left.spot.tail) or not _is_done(done, left):
            continue
        relation = _of_all(ledger, done, left)
        if relation is not None:
            claims.append(Claim(relation.result, [relation], ("balance", left.index)))
    return claims


def _is_done(done: Entry, left: Entry) -> bool:
    plain = done.role == "plain" and done.is_amount and not done.mention.hedge and done.sentence == left.sentence
    return plain and addable(done, left) and done.depth == left.depth and bool(_DONE.search(done.label))


def _of_all(ledger: Ledger, done: Entry, left: Entry) -> Relation | None:
    """The first count of the sentence or the one before it that says what came in, and is right or nearly so."""
    before = [
        e
        for e in ledger.back(done, BACK)
        if e.paragraph == done.paragraph and e.role == "plain" and e.is_amount and not e.mention.hedge
    ]
    told = [e for e in before if addable(e, done) and not e.is_base and (_ALL.search(e.label) or e.is_whole)]
    found = [make(e, (done, left), SUM, "sum.prose", what_of(e), STRENGTH) for e in told]
    held = [r for r in found if r.holds()]
    if held:
        return held[0]
    # Of one digit any other fits: what was done or came in has to be wrong by one.
    near = [r for r in found if one_slip_mends(r)]
    if len({r.result.value for r in near}) != 1:
        return None
    near[0].most = DOUBT
    return near[0]
