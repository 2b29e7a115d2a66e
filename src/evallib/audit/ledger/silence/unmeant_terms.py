"""Unmeant terms (另有所属的数): figures that words or brackets give to something else, so that no rate is told of them.

What fails with such a figure is neither told nor guessed at; what holds with it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from evallib.audit.ledger import Claim, Entry, Ledger, Relation, core, likeness
from evallib.audit.ledger.ratios.paired import whole_behind
from evallib.audit.ledger.silence.rates.of_others import is_no_change, is_of_others
from evallib.model import patterns

_RATIOS = frozenset({"rate", "share", "completion"})
#: “恢复到去年的P%”, “占上年的P%” are told of last year.
_OF_THEN = re.compile(r"[上去前]年|同期|恢复|相当|20\d\d年的")
_BEFORE = re.compile(r"[上去前]一?年|[较比与](?:20\d\d)年|同期|上个?月|上一?(?:季度|周|期)")
#: “去年，全市受理…” and not “去年同期受理…”.
_OPENS = re.compile(r"\s*(?:[上去前]一?年|上个?月|上一?(?:季度|周|期))(?!同期)[^较比与]*$")
_SENTENCE, _NOW = re.compile("[。；;！？\n]"), re.compile("[今本当]年|本[月季周期]|当[月季]|目前|现[已有在]")
#: “（以户数计）”, “（不含上级资金）”, “（海关口径）” behind a rate, with no figure.
_NOTE = re.compile(
    r"\s*[(（](?:[^()（）\d]{0,8}口径|(?:[按以][^()（）\d]{1,8}(?:计|计算|平均|折算|统计|测算))|(?:不含|剔除|扣除)[^()（）\d]+)[)）]"
)
#: What is told on another base than it is held against is no more than a doubt.
OF_ANOTHER = 0.3
_BOUND = re.compile(r"[，,；;、。]\s*\d+[^，,；;、。\d]{0,4}以[上下内]")
_REACHED = re.compile(r"(?P<stem>[^，,、；;：:。（）()]{2,14})[率度](?:均|都|全部)?(?:达到?|超过|高于|低于|不足|在)")
_OLD = re.compile(r"历年|往年|以前年度|[旧陈积][案欠账]")
_DUE = re.compile("(?<![反供响适效感对相答])应(?!急|用|届|对|诉)|到期")
_ITEM = re.compile(r"\s*[)）]?\s*[、；;]")
LIST, ALIKE, HALF, SETTLED = 3, 0.4, 0.6, 0.85
#: “事件类立案” is less than 立案.
_KIND = re.compile(r"(?<![各两几三四五六七八九十等])(?:类|型|性|领域|方面|行业|系统)的?$")
_HALVES = re.compile("[和与及、]")
#: “基本满意5人” is no part of “满意57人”: both are answers.
_ANSWER = re.compile(r"(?:满意|了解|认可|知晓|赞成)$")
#: The mean of a year's people is told, of which the year's end lies no further away than this.
_OF_ALL_GAINED, YEARLY = re.compile("生产总值|GDP"), Fraction(1, 100)
_MORE, _TIME = re.compile(r"[高低多少]于?[出了]?约?$|减少|增加"), re.compile("小时|分钟|秒|工作日|[天日]$")
_MARKS = re.compile("得分|评分|分数|成绩")


def drop_unmeant(ledger: Ledger, claims: Iterable[Claim]) -> None:
    """Take from what fails the readings that nobody means.

    Args:
        ledger: the figures.
        claims: all claims, judged.
    """
    for claim in claims:
        if claim.holding:
            continue
        claim.readings = [r for r in claim.readings if not is_unmeant(ledger, claim, r)]
        if is_on_told_base(claim):
            for reading in claim.readings:
                reading.strength = min(reading.strength, OF_ANOTHER)


def is_unmeant(ledger: Ledger, claim: Claim, reading: Relation) -> bool:
    """Whether the words give a term of a reading to something else.

    Args:
        ledger: the figures.
        claim: what is claimed of a figure.
        reading: what it could be told of.
    """
    entry, kind = claim.entry, claim.group[0]
    if entry.spot is None or any(t.spot is None for t in reading.terms):
        return False
    if kind in {"growth", "points"}:
        return is_no_change(entry, reading)
    if kind == "mean":
        return _is_no_mean(entry, reading)
    if kind not in _RATIOS or len(reading.terms) < 2 or reading.formula.kind != "ratio":
        return False
    part, *others, whole = reading.terms
    if _BOUND.search(entry.spot.gap):
        return True  # “男性285人；35岁以下占39.2%”
    if others:
        return kind == "share" and reading.formula.split != 1 and _is_wider(entry, whole)
    if part.step > whole.step and abs(part.rough - whole.rough) <= part.step:
        return True  # “余额418.26亿元…（余额约418.3亿元，其中债券占99.6%）”: the whole once more
    settled = reading.strength >= SETTLED  # by the siblings of a share
    then = _is_earlier(part, whole), _is_earlier(whole, part)
    if then[0] != then[1] and not ((settled and then[1]) or _OF_THEN.search(entry.spot.gap)):
        return True  # “参保41.2万人，较上年的41.9万人减少0.7万人，参保率P%”
    if (part.role == "mean") != (whole.role == "mean") or _are_answers(part, whole):
        return True  # “合计590天，平均73.8天，平均优良率P%”
    if _TIME.search(whole.mention.unit) and whole.mention.unit != part.mention.unit:
        return True  # “实行1小时接单，办结989件，办结率98.9%”
    if _is_subject(entry, part) or _is_due(entry, part, whole) or is_of_others(ledger, entry, part, whole):
        return True
    if _is_base_of_another(ledger, part, whole):
        return True
    apart = not settled and _are_of_two_years(entry, part, whole)
    return kind == "share" and (apart or _is_no_whole(ledger, entry, part, whole) or _is_of_own_total(ledger, entry))


def is_on_told_base(claim: Claim) -> bool:
    """Whether a bracket says that a rate is told of something else than what is printed: “完工率39.7%（以户数计）”.

    Args:
        claim: what is claimed of the rate.
    """
    entry = claim.entry
    return claim.group[0] in _RATIOS and entry.spot is not None and bool(_NOTE.match(entry.spot.tail))


def _is_subject(rate: Entry, part: Entry) -> bool:
    """“18个乡镇完成率达到100%”: those right before a rate are what has it."""
    if part.index != rate.index - 1 or rate.spot is None or part.sentence != rate.sentence:
        return False
    match = _REACHED.fullmatch(rate.spot.gap)
    return match is not None and match["stem"] not in part.label


def _is_due(rate: Entry, part: Entry, whole: Entry) -> bool:
    """“到期应办结2155件，办结率97.2%”: what was due is what a rate is told of."""
    assert rate.spot is not None and part.spot is not None and whole.spot is not None
    stock = [bool(_OLD.search(spot.head)) for spot in (part.spot, whole.spot)]
    if stock == [True, False]:
        return True  # “应收8.35万元，实收7.7万元；历年欠租清缴1.99万元，清缴率Q%”
    due = [bool(_DUE.search(spot.head)) for spot in (part.spot, whole.spot, rate.spot)]
    return due == [True, False, False]


def _is_earlier(entry: Entry, other: Entry) -> bool:
    """Whether an amount is that of a time before: 上半年 is this year's.

    “去年受理98件，办结95件”: what opens a sentence is the time of all of it.
    """
    if not entry.is_base or entry.spot is None or other.spot is None or not _BEFORE.search(entry.spot.gap):
        return False
    behind = other.index > entry.index and other.sentence == entry.sentence and not _NOW.search(other.spot.head)
    return not (behind and not other.is_base and _OPENS.match(_SENTENCE.split(entry.spot.gap)[-1]))


def _are_of_two_years(share: Entry, part: Entry, whole: Entry) -> bool:
    """“2011年产量159万吨。2013年占总产量的5.2%，2017年总产量达4920万吨”: a year is named before each, not the same."""
    years = [e.period[:4] for e in (share, part, whole)]
    return all(years) and len(set(years)) > 1 and not part.sentence == whole.sentence == share.sentence


def _is_base_of_another(ledger: Ledger, part: Entry, whole: Entry) -> bool:
    """“甲镇98件、占比18.6%（本单位签收527件），乙公司94件、占比38%”: the bracket behind a rate is of that rate."""
    if whole.index >= part.index or not whole.index or whole.depth <= part.depth:
        return False
    return whole_behind(ledger, ledger.prose[whole.index - 1]) is whole


def _is_no_whole(ledger: Ledger, share: Entry, part: Entry, whole: Entry) -> bool:
    """Whether a whole is an item of a list, or not the one that a share names."""
    if _are_items(ledger, part, whole) or _are_shares(ledger, share, part, whole) or _is_wider(share, whole):
        return True
    if not share.whole or not whole.label:
        return False
    if likeness(share.whole, whole.label) < ALIKE:
        return whole.label.endswith("类")  # “求决类451件、咨询类62件…占工单总量的P%”
    halves = _HALVES.split(share.whole)
    found = [likeness(half, whole.label) >= HALF for half in halves]
    near = [e for e in ledger.back(share, 12) if e.is_amount and e.paragraph == share.paragraph and e is not whole]
    return any(found) and any(
        not hit and any(likeness(half, e.label) >= HALF for e in near) for half, hit in zip(halves, found, strict=True)
    )


def _is_of_own_total(ledger: Ledger, share: Entry) -> bool:
    """“甲行351件，占甲行投诉总量的78.5%；乙行134件，占比77.6%”: each is a share of its own, which is not printed."""
    if share.whole:
        return False
    told = [e for e in ledger.by_sentence[share.sentence] if e.role == "share" and e.whole and e.index < share.index]
    return any(len(name := ledger.prose[e.index - 1].label) > 1 and name in e.whole for e in told)


def _is_wider(share: Entry, whole: Entry) -> bool:
    """“占事件类立案数的P%” is told of no other cases."""
    named, label = core(share.whole), core(whole.label)
    return bool(label) and named != label and named.endswith(label) and bool(_KIND.search(named[: -len(label)]))


def _are_shares(ledger: Ledger, share: Entry, part: Entry, whole: Entry) -> bool:
    """“乙29件、占比53.6%，丙99件、占比15.63%”: two that each have a share right behind them, of something else."""
    if share.whole or whole.index >= part.index or part.index != share.index - 1:
        return False
    behind = ledger.prose[whole.index + 1]
    same = behind.role == "share" and not behind.whole and behind.sentence == whole.sentence == part.sentence
    if not same or behind is share or part.mention.unit != whole.mention.unit:
        return False
    between = ledger.prose[whole.index + 1 : part.index + 1]
    return not any(e.spot is not None and patterns.search("其中|[里内]", e.spot.gap) for e in between)


def _are_items(ledger: Ledger, part: Entry, whole: Entry) -> bool:
    """“甲（288件）、乙（252件）、丙（242件）三方面，占P%”: one item of a list of three is no whole of another."""
    if part.sentence != whole.sentence or part.depth != whole.depth:
        return False
    first, last = sorted((part.index, whole.index))
    run = [e for e in ledger.prose[first : last + 1] if e.depth == part.depth]
    while run[0].index and _goes_on(run[0]):
        run.insert(0, ledger.prose[run[0].index - 1])
    while run[-1].index + 1 < len(ledger.prose) and _goes_on(ledger.prose[run[-1].index + 1]):
        run.append(ledger.prose[run[-1].index + 1])
    kin = [e for e in run if e.mention.unit == part.mention.unit and e.role == part.role]
    return len(kin) == len(run) >= LIST and all(map(_goes_on, run[1:]))


def _goes_on(entry: Entry) -> bool:
    return entry.spot is not None and bool(_ITEM.match(entry.spot.gap)) and "其中" not in entry.spot.gap


def _are_answers(part: Entry, whole: Entry) -> bool:
    both = _ANSWER.search(part.label), _ANSWER.search(whole.label)
    return all(both) and part.label != whole.label


def _is_no_mean(mean: Entry, reading: Relation) -> bool:
    """Marks are no mean of people, what became less none of a stock, and a rate of pay none of what was paid."""
    assert mean.spot is not None
    part = reading.terms[0]
    if _OF_ALL_GAINED.search(mean.spot.head) and any("人口" in t.label for t in reading.terms[1:]):
        value = reading.expected()
        return value is not None and abs(value - mean.value) <= YEARLY * mean.value
    if part.index > mean.index and part.spot is not None and _MORE.search(part.spot.head):
        return True
    if _MARKS.search(mean.spot.head):
        return part.dimension not in {"score", ""}
    paid = mean.spot.head + mean.spot.tail[:4]
    return mean.dimension == "money" and bool(patterns.search(r"每[人户名生]每[天日月年次]|^元?/人/?月", paid))
