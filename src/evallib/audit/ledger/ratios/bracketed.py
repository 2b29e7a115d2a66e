"""Rates with figures behind (括号里的分子分母): “控制率73.08%（预算5.2万元，实际3.8万元）”, “答复率99%（638件）”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import RATE, Claim, Entry, Ledger, Relation, alike, make
from evallib.audit.ledger.ratios.rate_names import stem_of
from evallib.audit.ledger.wholes.lists import whole_of_parts
from evallib.audit.ledger.wholes.partitions import is_answer
from evallib.model import patterns

_WHOLE = re.compile(
    r"预算|编制|计划|应|目标|受理|总|发放|回访|抽查|调查|到期|派|共|送审|概算|合同|呼入|常住|监测|交办|立案"
)
#: “床位使用率”: how much is taken of what its name begins with.
_USED = re.compile(r"^(?:其中)?(?:年末|平均)?(?P<what>[\u4e00-\u9fff]{2})(?:使用|入住|利用|占用)率$")
_BEHIND = re.compile(r"[\u4e00-\u9fff]{2,6}(?=[、，,）)])")
#: Told by words and place; of one figure alone the other is a guess, told only where one slip explains it.
PAIR, ALONE, PAIRED = 0.85, 0.455, 2


def bracketed_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every rate right before a bracket that holds one amount or two alike ones and nothing else."""
    claims = []
    for entry in ledger.prose:
        if entry.dimension != "percent" or entry.mention.hedge or entry.role not in {"rate", "completion", "bare"}:
            continue
        inside = _inside(ledger, entry)
        # “知晓率评价为81.3%（390份）”, “1家仅为88.24%（交办17件、办结15件）”: a rate by its pair or farther off.
        if not inside or (entry.role == "bare" and len(inside) < PAIRED and not _is_rate(entry)):
            continue
        readings = list(_of_pair(entry, *inside) if len(inside) == 2 else _of_one(ledger, entry, inside[0]))
        if readings:
            claims.append(Claim(entry, readings, ("bracket", entry.index)))
    return claims


def _is_rate(entry: Entry) -> bool:
    return entry.spot is not None and bool(patterns.search(r"率[^，。；、\d]{0,4}$", entry.spot.head))


def _inside(ledger: Ledger, rate: Entry) -> list[Entry]:
    """The one or two amounts of the bracket behind a rate; none where it holds more or other things."""
    found: list[Entry] = []
    for entry in ledger.prose[rate.index + 1 : rate.index + 4]:
        if entry.sentence != rate.sentence or entry.depth <= rate.depth or entry.spot is None:
            break
        if not found and not patterns.match(r"\s*[(]", entry.spot.gap):
            return []
        if found and (")" in entry.spot.gap or "(" in entry.spot.gap):
            break
        found.append(entry)
    plain = all(e.is_amount and e.role == "plain" and not e.is_base and not e.mention.hedge for e in found)
    return found if plain and len(found) <= 2 and (len(found) < 2 or alike(*found)) else []


def _of_pair(rate: Entry, a: Entry, b: Entry) -> Iterator[Relation]:
    if b.spot is not None and b.spot.gap.strip() in {"中", "中的", "中有"} and a.value > 0:
        yield make(rate, (b, a), RATE, "rate.prose", f"“{rate.label}”", PAIR)  # “提高到96%（27所中的26所）”
        return
    if b.spot is not None and b.spot.gap.strip() in {"/", "÷"} and b.value > 0:
        yield make(rate, (a, b), RATE, "rate.prose", f"“{rate.label}”", PAIR)  # “92.5%（185/200）”
        return
    if not a.label and a.spot is not None and b.spot is not None:
        # “满意率98.97%（96件满意、1件基本满意）”: the names stand behind the amounts.
        names = [_BEHIND.match(e.spot.tail) for e in (a, b) if e.spot is not None]
        if all(m and is_answer(m[0]) for m in names) and a.value + b.value > 0 and "满意" in rate.label:
            yield make(rate, (a, a, b), RATE, "rate.prose", f"“{rate.label}”", PAIR)
        return
    part, whole = (a, b) if _WHOLE.search(b.label) and not _WHOLE.search(a.label) else (b, a)
    told = bool(_WHOLE.search(whole.label)) and not _WHOLE.search(part.label)  # “满意144件，基本满意2件” is no pair
    counted = [e for e in (a, b) if _is_counted(rate, e)]
    if not told and len(counted) == 1:
        part, whole = (a, b) if counted[0] is a else (b, a)
        told = part.value <= whole.value or rate.value > 100
    if whole.value <= 0:
        return
    yield make(rate, (part, whole), RATE, "rate.prose", f"“{rate.label}”", PAIR if told else 0.0)
    if not told and part.value > 0:
        yield make(rate, (whole, part), RATE, "rate.prose", f"“{rate.label}”")


def _is_counted(rate: Entry, e: Entry) -> bool:
    """“上线率95%（在册240辆，上线228辆）”: the name of the rate says which of the two it counts."""
    return len(e.label) >= 2 and stem_of(rate.label).endswith(e.label.removeprefix("已"))


def _of_one(ledger: Ledger, rate: Entry, part: Entry) -> Iterator[Relation]:
    used = _USED.search(rate.label)
    if used and part.label.endswith(used["what"]) and rate.index:
        last = ledger.prose[rate.index - 1]
        done = whole_of_parts(ledger, last) or last
        if (
            done is not part
            and done.sentence == rate.sentence
            and done.dimension == part.dimension == "count"
            and part.value > 0
        ):
            # “共收养214人，床位使用率76.4%（核定床位280张）”: as many people as there are places.
            yield make(rate, (done, part), RATE, "rate.prose", f"“{rate.label}”", PAIR)
            return
    before = [
        e
        for e in ledger.back(rate, 8)
        if e.paragraph == rate.paragraph
        and e.is_amount
        and e.role == "plain"
        and alike(e, part)
        and e.value > 0
        and e.depth <= rate.depth  # “满意率93.6%（102件），基本满意率6.4%（7件）”: that of the rate before it
    ]
    # “应填报1200小时，…率99%（1188小时）”: the same word counts what there was, or it is the last amount told.
    told = before[-1] if before and before[-1].index == rate.index - 1 else None
    if told is not None and _WHOLE.search(part.label) and not _WHOLE.search(told.label) and part.value > 0:
        # “开工23个，开工率92%（计划25个）”: the bracket says of what.
        yield make(rate, (told, part), RATE, "rate.prose", f"“{rate.label}”", PAIR)
        return
    for rank, whole in enumerate(reversed(before)):
        sure = bool(_WHOLE.search(whole.label)) or rank == 0
        yield make(rate, (part, whole), RATE, "rate.prose", f"“{rate.label}”", ALONE if sure else 0.0)
