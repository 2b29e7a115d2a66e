"""Complements (已做与未做): rates of which the sentence tells what is left.

“比预算B减少D，执行率P%”, “A件已完成，B件正在推进，完成率P%”, “B个中，A个按期完成，完成及时率P%”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import HUNDRED, RATE, REST, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.claims import SURE
from evallib.model import patterns

_SPENT = re.compile(r"^[，,]?\s*(?:预算)?(?:执行|完成|支出|使用)率(?:为|达)?$")
_RATE = re.compile(r"(?P<done>完成|办结|整改|解决|结案|处置|化解|落实|销号)率")
_OPEN = re.compile(
    r"^[^，。；、(（\d]{0,8}(?:正在|尚在|仍在|还在|正|在办|未|待|推进中|办理中|在[^，。；、\d]{0,4}时限内)"
)
_CLAUSE, _FAILED = re.compile("[，,。；;（(]"), re.compile(r"未|不|逾期|超期|超时")
#: “审结1921件，期末未结76件”: what was done, and what of the rest was not.
_DONE, _LEFT = re.compile(r"(?<![应未需])(?:办结|审结|结案|完成|整改|处置|销号)(?:完毕|完成)?数?$"), re.compile("未")
_IN_TIME = re.compile(r"(?:按[时期]|如期|限时|及时)[\u4e00-\u9fff]{1,4}率")
_LATE = re.compile(r"[，,]\s*(?:超期|逾期|超时)(?:未办结|办结|未办|的|工单|件)?[有为]?\s*")
_OF_THESE = re.compile(r"[^，。；、\d]{0,8}(?:中|里)[，,:：]\s*(?:有|共有)?$")
_LEFT_OF_TIME = re.compile(r"压缩(?:到|至|为)了?(?:法定|规定)[^，。；]{0,6}时[限间]的\s*$")
_SAVED = re.compile(r"[，,][^，。；\d]{0,6}(?:提速|压缩|压减)(?:率|比例|幅度|比)[为达是至]?(?:高达|达到)?\s*$")
TOLD, AMONG = 0.8, 0.7


def complement_readings(ledger: Ledger, rate: Entry, what: str) -> Iterator[Relation]:
    """A rate from what is told to be left of all.

    Args:
        ledger: the figures.
        rate: a percentage that is called a rate.
        what: the rate in Chinese.
    """
    assert rate.spot is not None
    yield from _saved(ledger, rate, what)
    before = [e for e in ledger.back(rate, 6) if e.is_amount]
    late = ledger.just_behind(rate)
    if before and late is not None and _is_late(rate, before[-1], late):
        yield make(rate, (late, before[-1]), REST, "rate.prose", what, AMONG)
    if len(before) < 2:
        return
    first, last = before[-2:]
    if _SPENT.search(rate.spot.gap) and _falls_short(rate, first, last):
        yield make(rate, (last, first), REST, "rate.prose", what, SURE)
    if _is_among(rate, first, last):
        failed = last.spot is not None and _FAILED.search(_CLAUSE.split(last.spot.tail)[0])
        yield make(rate, (last, first), REST if failed else RATE, "rate.prose", what, AMONG)
    match = _RATE.search(rate.spot.head)
    plain = [e for e in before if e.depth == rate.depth and e.role == "plain" and e.paragraph == rate.paragraph]
    if match is None or len(plain) < 2 or rate.index != plain[-1].index + 1 or "分别" in rate.spot.head:
        return
    done, left = plain[-2:]
    told = _says(done, match["done"]) and left.spot is not None and _OPEN.search(left.spot.tail)
    told = told or (is_done(done) and _LEFT.search(left.label))
    if told and left.sentence == done.sentence and addable(done, left) and rate.sentence - done.sentence <= 1:
        yield make(rate, (done, done, left), RATE, "rate.prose", what, TOLD)


def _saved(ledger: Ledger, rate: Entry, what: str) -> Iterator[Relation]:
    """“时限压缩至法定时限的11.4%，提速率为88.6%”: what is left of the time, and what was saved of it."""
    left = ledger.just_before(rate)
    if rate.spot is None or left is None or left.spot is None or left.sentence != rate.sentence:
        return
    if left.dimension == "percent" and _LEFT_OF_TIME.search(left.spot.head) and _SAVED.search(rate.spot.gap):
        formula = Formula("sum", signs=(-1,), constant=HUNDRED)
        yield make(rate, (left,), formula, "rate.prose", what, AMONG)


def _is_late(rate: Entry, whole: Entry, late: Entry) -> bool:
    """“承办工单4326件，按时办结率99.88%，超期5件”: what was not done in time stands right behind the rate."""
    beside = whole.index == rate.index - 1 and whole.sentence == rate.sentence == late.sentence
    if not beside or rate.spot is None or late.spot is None or not rate.depth == late.depth == whole.depth:
        return False
    told = _IN_TIME.search(rate.spot.head) and _LATE.fullmatch(late.spot.gap) and late.role == whole.role == "plain"
    return bool(told) and addable(late, whole) and late.value < whole.value


def _falls_short(rate: Entry, plan: Entry, less: Entry) -> bool:
    """“比年初预算3890万元减少606万元，执行率84.4%”."""
    beside = plan.index == rate.index - 2 and less.index == rate.index - 1 and plan.sentence == rate.sentence
    falls = less.role == "change" and less.direction < 0 and plan.is_budget and plan.is_base
    return beside and falls and addable(plan, less) and 0 < less.value < plan.value


def _is_among(rate: Entry, whole: Entry, part: Entry) -> bool:
    """“75个项目中，72个项目按期完成，完成及时率96.00%”: it opens with the whole, and names what is counted."""
    if rate.spot is None or part.spot is None or whole.spot is None or not addable(part, whole):
        return False
    beside = whole.index == rate.index - 2 and part.index == rate.index - 1 and whole.sentence == rate.sentence
    words = _CLAUSE.split(part.spot.tail)[0]
    counted = rate.spot.head.lstrip("，, ")[:2] in words
    return beside and counted and part.depth == whole.depth and bool(_OF_THESE.match(whole.spot.tail))


def is_done(entry: Entry) -> bool:
    """Whether an amount is what was done: what was not done is none of it, but of all there was."""
    return bool(_DONE.search(entry.label))


def _says(entry: Entry, done: str) -> bool:
    if entry.spot is None:
        return False
    behind = patterns.search(rf"^[^，。；、\d]{{0,8}}{done}|已[^，。；、\d]{{0,6}}{done}", entry.spot.tail)
    return bool(behind or patterns.search(rf"(?:按[时期]|已|完成){done}$", entry.spot.head))
