"""Marks (评分): what could be had and what was had, part by part: “决策20分得18.5分、过程20分得16.3分…，总分86.3分”.

The parts of what could be had make up a hundred, and those of what was had the total that is told with them; each says
of the other that no part is missing. What was taken off is told the other way round: “得分95.5分，扣分项为：…扣1.5分”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Formula, Ledger, make
from evallib.audit.ledger.entries import FULL_MARKS

_GAINED = re.compile(r"^\s*[)）]?\s*[，,、]?\s*(?:(?:自评|实际|实)?得分?为?|自评分?)\s*$|^\s*[)）]\s*$")
_SAID = re.compile("得|自评")
_OF = re.compile(r"^\s*[(（](?:满分)?为?\s*$")
_TOTAL = re.compile(r"(?:总|综合|自评|评价|最终|合计|共计|复核)(?:得|评|计|自评)*分?(?:得分|分|值|为)*$|得分为?$")
_HAD = re.compile(r"得分?为?$")
_BONUS, _TAKEN = re.compile(r"^(?:[附奖]?加|奖励)分(?:项)?为?$"), re.compile(r"^(?:扣|减)分(?:项)?为?$")
_LOST = re.compile(r"扣(?:减|除|掉)?了?$")
_EACH = re.compile(r"每|各|最多|累计|合计|共|另")
_LIST = re.compile(r"扣分")
#: So many parts are a list; how sure each of the two sums is where the other holds.
LEAST, SURE, OF_FULL, LOST = 3, 0.9, 0.8, 0.45


def mark_claims(ledger: Ledger) -> list[Claim]:
    """Claims about the parts of what could be had, of what was had, and of what was taken off."""
    claims: list[Claim] = []
    for paragraph, entries in ledger.by_paragraph.items():
        marks = [e for e in entries if e.dimension in {"score", FULL_MARKS}]
        if len(marks) < LEAST:
            continue
        pairs = list(_pairs(marks))
        if len(pairs) >= LEAST and len({id(e) for pair in pairs for e in pair}) == 2 * len(pairs):
            claims += _parts(marks, pairs, paragraph)
        claims += _lost(marks, paragraph)
    return claims


def _pairs(marks: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """What could be had with what was had of it, in either order."""
    for a, b in pairwise(marks):
        if b.spot is None or b.index != a.index + 1 or a.sentence != b.sentence:
            continue
        if _OF.match(b.spot.gap) and a.value <= b.value:
            yield b, a
        elif _GAINED.match(b.spot.gap) and b.value <= a.value and (b.depth < a.depth or _SAID.search(b.spot.gap)):
            yield a, b


def _parts(marks: Sequence[Entry], pairs: Sequence[tuple[Entry, Entry]], paragraph: int) -> Iterator[Claim]:
    fulls, gots = [full for full, _ in pairs], [got for _, got in pairs]
    mine = {id(e) for pair in pairs for e in pair}
    first, last = min(e.index for e in (*fulls, *gots)), max(e.index for e in (*fulls, *gots))
    complete = sum(e.value for e in fulls) == HUNDRED
    outside = [e for e in marks if id(e) not in mine and not first < e.index < last]
    # “项目得86.5分，为良。具体为：”: where the parts are all there is, what was had before them is the total.
    totals = [e for e in outside if _is_total(e)] or [e for e in outside if complete and e.index < first and _is_had(e)]
    besides = _besides(marks, last)
    got = sum((g.value for g in gots), Fraction(0))
    # “扣分5.8分” may say once more what the parts lack: bonus and deduction count where they make up the total.
    made = {got + sum((sign * e.value for sign, e in more), Fraction(0)): more for more in ([], *besides)}
    held = [t for t in totals if t.value in made]
    total = next(iter(held or sorted(totals, key=lambda t: min(abs(t.index - first), abs(t.index - last)))), None)
    if total is not None and (held or complete):
        more = made.get(total.value, [])
        signs = (*(1 for _ in gots), *(sign for sign, _ in more))
        formula = Formula("sum", signs=signs) if more else SUM
        terms = [*gots, *(e for _, e in more)]
        sure = LOST if besides and not held else SURE
        relation = make(total, terms, formula, "sum.score", "总分与各部分得分之和", sure)
        yield Claim(total, [relation], ("marks", paragraph))
    if complete or held:
        rest = Formula("sum", signs=(-1,) * (len(fulls) - 1), constant=HUNDRED)
        relation = make(fulls[-1], fulls[:-1], rest, "sum.weight", "各部分满分之和", OF_FULL)
        yield Claim(fulls[-1], [relation], ("full_marks", paragraph))


def _besides(marks: Sequence[Entry], last: int) -> list[list[tuple[int, Entry]]]:
    """“…，加分1.50分（甲1分、乙0.5分），扣分0.60分”: what is added and taken off behind the parts."""
    behind = [e for e in marks if e.index > last and e.spot is not None and not e.depth]
    added = [(1, e) for e in behind if e.spot and _BONUS.search(e.spot.head)]
    taken = [(-1, e) for e in behind if e.spot and _TAKEN.search(e.spot.head)]
    both = [*added[:1], *taken[:1]]
    return [[one] for one in both] + ([both] if len(both) > 1 else [])


def _is_total(entry: Entry) -> bool:
    return entry.spot is not None and entry.value < HUNDRED and bool(_TOTAL.search(entry.spot.head.strip()))


def _is_had(entry: Entry) -> bool:
    return entry.spot is not None and entry.value < HUNDRED and bool(_HAD.search(entry.spot.head.strip()))


def _lost(marks: Sequence[Entry], paragraph: int) -> Iterator[Claim]:
    """A total of a hundred less what is listed behind it as taken off."""
    total = next((e for e in marks if _is_total(e)), None)
    if total is None:
        return
    behind = [e for e in marks if e.index > total.index and e.spot is not None]
    lost = [e for e in behind if e.spot and _LOST.search(e.spot.head) and not _EACH.search(e.spot.head)]
    told = any(e.spot and _LIST.search(e.spot.gap) for e in lost[:1])
    if len(lost) >= 2 and told and sum(e.value for e in lost) < HUNDRED / 2:
        rest = Formula("sum", signs=(-1,) * len(lost), constant=HUNDRED)
        yield Claim(total, [make(total, lost, rest, "sum.score", "满分减各项扣分", LOST)], ("lost", paragraph))
