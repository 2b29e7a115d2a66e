"""Points (百分点): a change of a rate is the difference of two printed rates; rates of a list add up to 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, likeness, make
from evallib.audit.ledger.ratios.rate_names import stem_of
from evallib.audit.ledger.statistics.pace_of_year import pace_reading
from evallib.audit.ledger.wholes.partitions import is_answer, is_complete
from evallib.model import patterns

COMPARED = re.compile(r"(?:高于|低于|(?<![同环占])比(?![例重值率])|较)[^，。；、\d]*$")
#: “由去年的91.2%提升至94.7%”, and not “由于加强调度，办结率为96.4%”.
_FROM = re.compile(r"由(?!于|此)|从")
_EARLIER = re.compile(r"[，,]\s*(?:上年|去年|上月|上季度?|上期)(?:同期|末)?[为是]?\s*")
#: “拉动全社会用电量增长2.8个百分点”: what a part adds to the growth of the whole is no difference of two rates.
_ADDS = re.compile(r"拉动|贡献|带动|影响")

#: “，高于全省平均4.96个百分点”: the rate it is held against has no figure, unless one bears its name.
_AGAINST = re.compile(
    r"(?:高于|低于|高出|低过|快于|慢于|优于|超过|超出|领先|落后|比|较)于?[^，。；\d]{0,6}?(?P<other>全[国省市州区县]|[国省市州区县]内?均|"
    r"平均|同类|东部|中部|西部|目标|计划|预期|规划|要求)"
)


#: “执行率89.1%，低于序时进度（92.6%）3.5个百分点，低于上年同期3.4个百分点”: the second comparison is with another time.
_SECOND = re.compile(r"\s*(?:个百分点)?[，,]?(?:高于|低于|比|较)(?:上年|去年|前年|上月|上季|同期)[^，。；\d]{0,6}$")


def point_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every change in percentage points."""
    claims = []
    for entry in ledger.prose:
        if entry.dimension == "points" and not entry.mention.hedge and not _adds(entry):
            claims.append(Claim(entry, list(_points(ledger, entry)), ("points", entry.paragraph)))
    return claims


def _adds(entry: Entry) -> bool:
    return entry.spot is not None and bool(_ADDS.search(entry.spot.head))


def _points(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    spot = entry.spot
    assert spot is not None
    if (pace := pace_reading(ledger, entry)) is not None:
        yield pace
        return
    sign = entry.direction or (-1 if spot.head.endswith("低") else 1)  # “比预计增幅（7%）低1个百分点”
    # “增幅下降16.3个百分点” compares two rates of growth; a share and a growth have no difference.
    of_growth = bool(patterns.search(r"增幅|增速|涨幅|降幅|增长率", spot.head))
    around = [
        e
        for e in ledger.prose[max(0, entry.index - 14) : entry.index + 5]
        if e.dimension == "percent"
        and abs(e.paragraph - entry.paragraph) <= 2
        and not e.mention.hedge
        and e.role != "compound"
        and (e.role == "growth" or not of_growth)
    ]
    own = [e for e in around if e.sentence == entry.sentence and e.index < entry.index]
    pair = _last_two(own)
    bracket = next((e for e in around if e.index == entry.index + 1 and _is_told_behind(entry, e)), None)
    named = _named(entry, [e for e in around if e.index < entry.index and e.paragraph == entry.paragraph])
    second = entry.index and ledger.prose[entry.index - 1].dimension == "points" and _SECOND.match(spot.gap)
    if second and bracket is None and not any(e.is_base for e in around):
        return
    for new in around:
        for old in around:
            if new is old or (_is_compared(new) and _is_compared(old)):
                continue
            told = (own[-2:] == [old, new] and _is_from(old)) or (pair == [new, old] and _is_compared(old))
            if not told and (_grew(new) != _grew(old) or _each_has_its_own(ledger, entry, new, old)):
                continue
            strength = 0.0
            if bracket is not None:
                # “99.12%，比上年提高0.65个百分点（上年98.47%）”
                beside = own[-1] if own and own[-1].index == entry.index - 1 else None
                strength = 0.9 if old is bracket and new is (named or beside) else 0.0
            elif {new, old} == set(pair):
                strength = 0.0 if _is_against_another(entry, pair) else _order(new, pair)
            elif not (new in own and old in own) and likeness(new.label, old.label) < 0.6:
                continue  # two rates of different names
            yield make(
                entry,
                (new, old),
                Formula("sum", signs=(1, -1), factor=Fraction(sign)),
                "growth.points",
                "百分点",
                strength,
            )


def _each_has_its_own(ledger: Ledger, change: Entry, new: Entry, old: Entry) -> bool:
    """“有7.3%，提高0.8个百分点；有34.8%，提高3个百分点”: answers of one time, each with what it was before."""
    behind = [ledger.just_behind(e) for e in (new, old)]
    return all(e is not None and e.dimension == "points" and e.sentence == change.sentence for e in behind)


def _last_two(own: list[Entry]) -> list[Entry]:
    """The two rates before a change; “高于全国（3.8%）33.3个百分点，高于全省（19.9%）17.2个百分点” has one subject."""
    others = [e for e in own[:-1] if not _is_compared(e)]
    return [others[-1], own[-1]] if others else own[-2:] if len(own) > 1 else []


def _is_compared(entry: Entry) -> bool:
    """“，高于全国（3.8%）”: what another rate is held against."""
    return entry.spot is not None and bool(COMPARED.search(entry.spot.gap))


def _is_told_behind(change: Entry, old: Entry) -> bool:
    """“提高0.65个百分点（上年98.47%）”, “…，上年为98.47%”: the earlier rate, with no name but its time."""
    if not old.is_base or old.spot is None:
        return False
    return old.depth > change.depth or (old.sentence == change.sentence and bool(_EARLIER.fullmatch(old.spot.gap)))


def _named(entry: Entry, told: Sequence[Entry]) -> Entry | None:
    """“结案率64.57%，…；结案率下降0.99个百分点（上年同期65.56%）”: the one rate of that name told before it."""
    name = stem_of(entry.spot.head) if entry.spot is not None and "率" in entry.spot.head else ""
    found = [e for e in told if e.role == "rate" and e.spot is not None and stem_of(e.spot.head) == name]
    return found[0] if len(name) > 1 and len(found) == 1 else None


def _is_against_another(entry: Entry, pair: Sequence[Entry]) -> bool:
    """Whether the words name something that neither of two rates is told of: “由A提高到B，高于全省平均P个百分点”."""
    match = _AGAINST.search(entry.spot.head) if entry.spot is not None else None
    return match is not None and not any(e.spot is not None and match["other"] in e.spot.head + e.label for e in pair)


def _grew(entry: Entry) -> bool:
    """Whether a percentage is told as a growth (“增长2.2%”), not as the rate of an earlier time (“上年同期97.4%”)."""
    return entry.role == "growth" and entry.direction != 0


def _order(new: Entry, pair: list[Entry]) -> float:
    """Which of the two rates before the change is the earlier one; 0 where the words do not say."""
    first, second = pair
    assert first.spot is not None and second.spot is not None
    if first.is_base and second.is_base:
        return 0.0  # “甲率上年为77.2%，…；乙率上年为78.1%，下降…”: two rates of the same earlier time
    if (
        first.period
        and second.period
        and new is second
        and first.label
        and int(second.period[:4]) - int(first.period[:4]) == 1
    ):
        return 0.9 if likeness(first.label, second.label) >= 0.9 else 0.0
    if new is first and COMPARED.search(second.spot.gap):
        return 0.9  # “96.2%，高于目标值（95%）1.2个百分点”
    if second.is_base and new is first and not second.spot.head.startswith(("由", "从")):
        return 0.9
    return 0.9 if new is second and _is_from(first) else 0.0


def _is_from(entry: Entry) -> bool:
    return entry.spot is not None and bool(_FROM.search(entry.spot.head))


_INDUSTRIES = re.compile(r"(?:三次产业|一二三产业?|产业)[^，。；]{0,8}$")
_LEAST, _MOST = 20, 200
_WEIGHTED = re.compile(r"[^，。；\d]{0,6}(?:加权|权重)")


def _proportions(ledger: Ledger) -> Iterator[Relation]:
    """“三次产业比为8.3∶41.4∶50.3”: three bare numbers in proportion; of industries they make up a hundred."""
    for at in range(len(ledger.prose) - 2):
        three = ledger.prose[at : at + 3]
        if any(e.dimension or not e.mention.decimals or e.role != "plain" for e in three):
            continue
        if all(e.spot is not None and patterns.fullmatch(r"\s*[:：∶]\s*", e.spot.gap) for e in three[1:]):
            formula = Formula("sum", signs=(-1, -1), constant=Fraction(100))
            strength = 0.8 if _are_of_industries(ledger, three) else 0.0
            relation = make(three[2], three[:2], formula, "share.total", "各项占比之和应为 100%", strength)
            if strength or relation.holds():
                yield relation


def _are_of_industries(ledger: Ledger, three: Sequence[Entry]) -> bool:
    """“三次产业结构为a∶b∶c（上年为d∶e∶f）”: there are three, and nothing else."""
    first = three[0]
    return _LEAST < sum(e.rough for e in three) < _MOST and any(
        e.spot is not None and _INDUSTRIES.search(e.spot.head)
        for e in ledger.by_sentence[first.sentence]
        if e.index <= first.index
    )


def _are_all(ledger: Ledger, run: list[Entry]) -> bool:
    """“甲A、乙B、丙C，占比依次为p、q、r”, “=数量×50%+质量×30%+满意度×20%”: shares as many as amounts, weights."""
    if all(e.spot is not None and patterns.search(r"[×*]\s*$", e.spot.gap) for e in run):
        return True
    opened = run[0].spot is not None and bool(patterns.search(r"依次|分别|比例", run[0].spot.gap))
    opened = opened and not any(e.spot is not None and patterns.search("[；;]", e.spot.gap) for e in run[1:])
    before = ledger.back(run[0], len(run))
    amounts = [e for e in before if e.is_amount and e.role == "plain" and e.sentence == run[0].sentence]
    return opened and len(amounts) == len(run)


def _are_answers(run: Sequence[Entry]) -> bool:
    """“非常满意占58.5%，满意占33.9%，一般占5.8%，不满意占1.8%”: everybody that answered."""
    names = [e.label.removesuffix("占") for e in run]
    return all(is_answer(name) for name in names) and is_complete(names)


def _are_graded(run: Sequence[Entry]) -> bool:
    """“满意程度达到62.6%，认为“一般”的占32.5%，仅有4.9%表示“不满意”": good, middling and bad, which is all there is."""
    gaps = [f"{e.spot.gap}#{e.spot.tail}" if e.spot is not None else "" for e in run]
    grades = (r"(?<![不常很较本分])满意(?:程度|率)?[^，。；“]*#", r"“?一般”?[^，。；]*#", r"“?不满意”?")
    return len(run) == len(grades) and all(re.search(grade, gap) for grade, gap in zip(grades, gaps, strict=True))


def _moves(entry: Entry) -> bool:
    """“占比由26.8%提升至30.8%”: the share of before."""
    return entry.spot is not None and bool(
        patterns.match(r"\s*(?:提[高升]|[上下]升|下?降低?|[扩增]大|增加|减少)[^，。；\d]{0,3}[至到]", entry.spot.tail)
    )


def share_sums(ledger: Ledger) -> Iterator[Relation]:
    """Lists of bare shares that add up to 100%."""
    yield from _proportions(ledger)
    shares = [
        e for e in ledger.prose if e.dimension == "percent" and e.role in {"bare", "share", "rate"} and not _moves(e)
    ]
    run: list[Entry] = []
    for entry, behind in zip_longest(shares, shares[1:]):
        run.append(entry)
        if behind is not None and behind.sentence == entry.sentence and behind.index == entry.index + 1:
            continue
        if len(run) >= 3:
            formula = Formula("sum", signs=(-1,) * (len(run) - 1), constant=Fraction(100))
            whole = bool(likeness(entry.label, "其他")) or entry.label.startswith(("其他", "其它", "其余"))
            weights = entry.spot is not None and bool(_WEIGHTED.match(entry.spot.tail))
            closed = whole or _are_all(ledger, run) or _are_answers(run) or _are_graded(run)
            strength = 0.8 if weights else 0.55 if closed else 0.0
            yield make(entry, run[:-1], formula, "share.total", "各项占比之和应为 100%", strength)
        run = []
