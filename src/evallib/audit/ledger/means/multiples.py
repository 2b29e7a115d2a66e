"""Multiples and means (倍数、平均): “是…的2.4倍”, “日均”, “人均”, “案均”, and products of what a sentence counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, Relation, addable, alike, make
from evallib.audit.ledger.entries import are_of_two_kinds, bare_unit, paragraph_of
from evallib.audit.ledger.means.named_means import is_other_divisor, named_pair
from evallib.audit.ledger.means.priced_lists import is_price
from evallib.audit.ledger.means.same_days import agree_on_days, monthly_mean
from evallib.audit.ledger.movements.compared import only_of_name
from evallib.model import patterns
from evallib.parsing.claims.periods import days_told, months_told

RATIO = Formula("ratio")
#: A mean may be of more than what stands beside it: told only where one slip explains it, and never as sure.
NAMED, WEEK = 0.455, 7
#: “是上年的2.8倍” is 1 + 180%.
GROWN, BESIDE = Formula("sum", factor=1 / HUNDRED, constant=HUNDRED), 0.7
#: The days are told, of which of the amounts before it a mean is told is a guess.
RECKONED = 0.55
_DIVISORS = {
    "日": {"day", "workday"},
    "天": {"day", "workday"},
    "月": {"month"},
    "年": {"year"},
}
_PER_MANY = re.compile(r"每[百千万]")
_SURVEYED = re.compile(r"人均(?:年|月)?(?:可支配|纯|生活|消费|工资性)(?:收入|消费|支出|性)")
#: “电话是网络的2.2倍”: both are told before, and named.
_NAMED_TWO = re.compile(r"(?P<a>[\u4e00-\u9fff]{2,10})(?:是|为|相当于)(?P<b>[\u4e00-\u9fff]{2,10}?)的约?$")
_OF_WHAT = re.compile(r"均(?P<what>[\u4e00-\u9fff]{2,4})$")
_OF_EARLIER = re.compile(r"(?:上年|去年|上[周月旬]|上季度?|往年|同期|前年|(?:19|20)\d\d年)[^，。；]{0,6}的?$")
_IS_OF = re.compile(r"[，,]\s*(?:是|为|相当于)[^，。；]*$")


def multiple_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every “是…的n倍” and every mean."""
    claims = []
    for entry in ledger.prose:
        if entry.role == "multiple" and not entry.mention.hedge:
            claims.append(Claim(entry, list(_multiples(ledger, entry)), ("multiple", entry.sentence)))
        elif entry.role == "mean" and entry.is_amount and not entry.mention.hedge and not _is_no_quotient(entry):
            # Of a mean of one digit some quotient is always right.
            sole = sum(c.isdigit() for c in entry.mention.text) < 2
            readings = [r for r in _means(ledger, entry) if r.strength or len(r.terms) == 1 or not sole]
            claims.append(Claim(entry, readings, ("mean", entry.sentence)))
    return agree_on_days(ledger, claims)


def _is_no_quotient(entry: Entry) -> bool:
    """“每千人口床位数6.2张”: of how many people nothing is told; “人均可支配收入”: what households were asked."""
    return entry.spot is not None and bool(_PER_MANY.search(entry.spot.head) or _SURVEYED.search(entry.spot.head))


def _multiples(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    pool = [e for e in ledger.before(entry, 8) if e.paragraph == entry.paragraph]
    own = [e for e in pool if e.sentence == entry.sentence and e.role != "change"]
    # “甲从A增加到B，乙、丙分别增长2.8倍、2.1倍”: the second of a list is of what the list names.
    listed = entry.spot is not None and entry.spot.gap.strip() in {"、", "和", "及"}
    match = _NAMED_TWO.search(entry.spot.head) if entry.spot is not None else None
    plain = [e for e in pool if e.is_amount and e.role == "plain" and not e.mention.hedge]
    named = [only_of_name(plain, match[name]) for name in "ab"] if match else []
    if (grown := _grown_beside(ledger, entry)) is not None:
        yield make(entry, (grown,), GROWN, "rate.multiple", "倍数与增幅", BESIDE)
    for a in pool:
        for b in pool:
            if a is b or not alike(a, b) or b.value <= 0 or (a.role == "change") != (b.role == "change"):
                continue  # “486件，较8月的137件增加349件，是8月的3.5倍”: not what it grew by is 3.5 times as many
            sure = not listed and len(own) == 2 and a in own and b in own and (b.is_base or b.index < a.index)
            # “为2431件，是最少的2月份（1520件）的1.6倍”: what follows “是” is what it is a multiple of.
            told = b.index == entry.index - 1 == a.index + 1 and bool(_IS_OF.search(b.spot.gap if b.spot else ""))
            told = told and bool(patterns.match(r"\s*[)）]?\s*的\s*$", entry.spot.gap if entry.spot else ""))
            if not b.is_base and _OF_EARLIER.search(entry.spot.gap if entry.spot else ""):
                continue  # “是去年同期的1.5倍”: of what was then, and of no other amount of now
            strength = 0.9 if [a, b] == named or (told and a in own and b in own) else 0.6 if sure else 0.0
            yield make(entry, (a, b), RATIO, "rate.multiple", "倍数", strength)


def _grown_beside(ledger: Ledger, entry: Entry) -> Entry | None:
    """“是上年的2.8倍，增加2700件，增长180%”: the one rate of growth behind what is a multiple of last year's."""
    if entry.spot is None or not _OF_EARLIER.search(entry.spot.gap):
        return None
    behind = [e for e in ledger.by_sentence[entry.sentence] if e.index > entry.index][:2]
    grown = [e for e in behind if e.role == "growth" and e.dimension == "percent" and e.direction > 0]
    changed = all(e.role in {"change", "growth"} for e in behind)
    return grown[0] if len(grown) == 1 and changed and not grown[0].mention.hedge else None


#: What instruments tell, which is the mean of readings and never an amount divided by a count.
_MEASURED = re.compile(r"\s*(?:℃|°|摄氏度|毫米|微克|毫克|分贝|百帕|级)")


def _means(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    assert entry.spot is not None
    head = entry.spot.head
    if _MEASURED.match(entry.spot.tail) or _MEASURED.match(entry.mention.unit):
        return
    if (monthly := monthly_mean(ledger, entry)) is not None:
        yield monthly
    pool = ledger.around(entry)
    wholes = [e for e in pool if e.role in {"plain", "cell"} and e.value > 0 and _can_be_shared(e, entry)]
    told = _named_whole(ledger, entry, wholes) or _told_whole(ledger, entry, wholes)
    named = named_pair(ledger, entry)
    lengths = [d for d in pool if _divides(d, head) and d.dimension in {"day", "workday", "month"}]
    before = [d for d in lengths if d.sentence == entry.sentence and d.index < entry.index]
    # “8天共受理8000件，日均1000件，较上年7天…”: the days told before the mean are its own.
    divisors = [d for d in pool if d not in lengths or d in before] if before else pool
    reckoned = _reckoned_by(ledger, entry)
    divisors = divisors if reckoned is None else [reckoned]
    first = min((e.index for e in wholes if e.paragraph == entry.paragraph and addable(e, entry)), default=-1)
    per = entry.mention.unit.partition("/")[2]
    if per:  # “2.10元/立方米” is divided by nothing but 立方米
        divisors = [d for d in pool if bare_unit(d.mention.unit) == per]
    for whole in wholes:
        if is_price(entry) and any(is_price(e) for e in ledger.prose[entry.index + 1 : whole.index]):
            continue  # “甲40个，单价5元；乙20个，单价6元；合计320元”: the total is that of all
        for divisor in divisors:
            if are_of_two_kinds(whole, entry) and whole.dimension == entry.dimension == "count":
                continue  # “平均70人” is no mean of 45份
            if divisor is whole or not (per or _divides(divisor, head)) or not divisor.value or divisor.mention.hedge:
                continue
            stated = (
                whole is told
                and addable(whole, entry)  # “每班12人，每日3班” divides no people by days
                and divisor.dimension in {"day", "workday", "month"}
                and divisor.sentence == entry.sentence
            )
            sure = stated and divisor.index in {whole.index - 1, whole.index + 1}
            strength = 0.65 if sure else NAMED if (whole, divisor) == named else 0.0
            strength = max(strength, RECKONED if divisor is reckoned and whole.index == first else 0.0)
            if not strength and is_other_divisor(head, divisor.mention.unit):
                continue  # “户均补助2.89万元” is divided by no 6类
            yield make(entry, (whole, divisor), RATIO, "rate.average", _mean_name(head), strength)
    for days, how, evidence in _told_lengths(ledger, entry, head) if reckoned is None else ():
        formula = Formula("sum", factor=Fraction(1, days))
        for whole in [w for w in wholes[:8] if addable(w, entry)]:  # 4名 by four months are no 9300件
            strength = evidence if whole is told else 0.0
            yield make(entry, (whole,), formula, "rate.average", _mean_name(head), strength, note=how)


def _reckoned_by(ledger: Ledger, entry: Entry) -> Entry | None:
    """“日均420件（按300天计）”: the days that a bracket right behind a mean says it was reckoned by."""
    behind = ledger.just_behind(entry)
    if behind is None or behind.spot is None or behind.sentence != entry.sentence or behind.depth <= entry.depth:
        return None
    told = patterns.match(r"\s*[(（]按", behind.spot.gap) and patterns.match(r"\s*(?:计|折算)", behind.spot.tail)
    return behind if told and behind.value > 0 else None


def _named_whole(ledger: Ledger, entry: Entry, wholes: list[Entry]) -> Entry | None:
    """“受理31562件，办结31327件，月均受理5260件”: the one amount of the sentence that the mean names."""
    match = _OF_WHAT.search(entry.spot.head) if entry.spot is not None else None
    own = [e for e in wholes if e.sentence == entry.sentence and e.index < entry.index]
    named = [e for e in own if match and match["what"] in e.label and addable(e, entry)]
    return named[0] if len(named) == 1 else None


def _told_whole(ledger: Ledger, entry: Entry, wholes: list[Entry]) -> Entry | None:
    """The amount right before a mean that is told of nothing else: “共受理8000件，日均1000件”."""
    assert entry.spot is not None
    if patterns.search(r"较|比|平日|上年|去年|同期|上[周月]|其中|高于|低于", entry.spot.gap):
        return None
    behind = ledger.just_behind(entry)
    if behind is not None and behind in wholes and behind.sentence == entry.sentence and _is_all(behind, entry):
        return behind  # “月均1.84万吨，六个月累计11.04万吨”
    if not entry.index:
        return None
    previous = ledger.prose[entry.index - 1]
    return previous if previous in wholes and previous.sentence == entry.sentence else None


def _is_all(whole: Entry, mean: Entry) -> bool:
    named = whole.spot is not None and patterns.search("累计|总计|共计?|合计", whole.spot.head)
    return bool(named) and addable(whole, mean)


def _told_lengths(ledger: Ledger, entry: Entry, head: str) -> Iterator[tuple[int, str, float]]:
    """How many days or months the printed period has, and how sure that is: where its own paragraph prints it."""
    text = paragraph_of(ledger.document, entry)
    if patterns.search(r"日均|每[日天]", head):
        # Of a week that is named it may be the working days.
        week = NAMED * bool(patterns.search("本周|当周|全周", text))
        yield from ((n, how, 0.9 * sure or week * (n == WEEK)) for n, how, sure in days_told(text, sure=True))
        texts = [p.text for number, p in ledger.document.paragraphs if entry.paragraph - 3 <= number < entry.paragraph]
        first = ledger.document.paragraphs[0][1].text if ledger.document.paragraphs else ""
        for other in [*reversed(texts), first]:
            yield from ((days, how, 0.0) for days, how, _ in days_told(other, sure=False))
    elif patterns.search(r"月均|每月", head):
        own = [e.spot.gap for e in ledger.by_sentence[entry.sentence] if e.spot is not None and e.index <= entry.index]
        told = months_told("".join(own)) or months_told(text)
        for months in range(2, 13):
            yield months, f"按{months}个月计", NAMED if months == told else 0.0


def _can_be_shared(whole: Entry, mean: Entry) -> bool:
    return mean.dimension == whole.dimension or alike(mean, whole)


def _divides(divisor: Entry, head: str) -> bool:
    for word, dimensions in _DIVISORS.items():
        if f"{word}均" in head or f"每{word}" in head:
            return divisor.dimension in dimensions
    return divisor.dimension == "count" and divisor.role != "mean"


def _mean_name(head: str) -> str:
    match = patterns.search(r"[日月周年人户件案台季套间栋座站点店镇家项床所馆园组篇吨场次]均|平均|每.", head)
    return match[0] if match else "平均"
