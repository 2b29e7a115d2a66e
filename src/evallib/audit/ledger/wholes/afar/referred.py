"""Referred to again (回指): “派遣案件14件。…派遣的14件案件中”, “提案591件。这591件提案均已办结”.

What is taken up again to be taken apart is an amount told before; where none is the same, one that bears its word and
lies one digit away is the one meant.
"""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.entries import bare_unit
from evallib.audit.ledger.slips import digit_count, is_slipped
from evallib.model import patterns

_TAKEN_UP = re.compile(r"^[^，。；、：:（(\d]{0,8}(?:中|里|当中|之中)[，,：:]")
_THIS = re.compile(r"(?:^|[，,。；;])\s*(?:在?这|上述|以上|前述|该)[^，。；、\d]{0,4}$")
_OF = re.compile(r"^\s*(?:在|对|正在)?[^，。；、：:\d]{0,8}的$")
_WORDS = re.compile(
    "受理|派遣|派发|转办|交办|办理|办结|接收|接到|收到|签收|接听|回复|答复|整改|立案|结案|处理|抽查|检查|走访|调查|回访|登记|"
    "提案|建议|投诉|举报|留言|诉求|工单|案件|申诉|意见|问题|信件|来信|来访|来电|审计|项目|企业|学校|医院|网站|样本|问卷"
)
BACK, PARAGRAPHS, LEAST, STRENGTH = 24, 8, 2, 0.5


def referred_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every count that is taken up again, about the one told before."""
    claims = []
    for entry in ledger.prose:
        if not _is_taken_up(entry):
            continue
        relation = _told_before(ledger, entry)
        if relation is not None:
            claims.append(Claim(entry, [relation], ("referred", entry.index)))
    return claims


def _is_taken_up(entry: Entry) -> bool:
    spot = entry.spot
    if spot is None or entry.dimension != "count" or entry.mention.hedge or entry.is_base:
        return False
    if digit_count(entry.mention) < LEAST or entry.role != "plain":
        return False
    return bool(_THIS.search(spot.gap) or (_OF.match(spot.gap) and _TAKEN_UP.match(spot.tail)))


def _told_before(ledger: Ledger, entry: Entry) -> Relation | None:
    told = [
        e
        for e in ledger.before(entry, BACK)
        if entry.paragraph - e.paragraph <= PARAGRAPHS
        and e.role == "plain"
        and not e.mention.hedge
        and addable(e, entry)
        and bare_unit(e.mention.unit) == bare_unit(entry.mention.unit)
    ]
    mine = _words(entry)
    if not mine:
        return None
    same = [e for e in told if e.value == entry.value]
    # Of two digits any two counts are often one slip apart: they have to be told of one thing.
    few = digit_count(entry.mention) == LEAST
    if same:
        named = [e for e in same if (mine <= _words(e) if few else mine & _words(e))]
        return make(entry, named[:1], SUM, "same.sentence", f"“{entry.label}”前后两处", STRENGTH) if named else None
    near = [e for e in told if (mine <= _words(e) if few else mine & _words(e)) and is_slipped(entry.mention, e.value)]
    if len({e.value for e in near}) != 1:
        return None
    return make(entry, near[:1], SUM, "same.sentence", f"“{entry.label}”前后两处", STRENGTH)


def _words(entry: Entry) -> set[str]:
    """The words of what is done and of what it is done to, around a count."""
    if entry.spot is None:
        return set()
    before = patterns.split("[，,。；;、：:]", entry.spot.gap)[-1]
    behind = patterns.split("[，,。；;、：:]", entry.spot.tail)[0][:6]
    return set(_WORDS.findall(before + entry.label + " " + behind))
