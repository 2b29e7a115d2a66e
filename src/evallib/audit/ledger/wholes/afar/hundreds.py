"""Hundreds (占比合成百分之百): shares of one sentence that make up a hundred, with counts and growth between them.

“投诉250件，同比降低7.3%，占62.97%；举报37件，…，占9.32%；咨询110件，…，占27.71%”. Of shares told to two places hardly
any others make up a hundred, nor miss it by one digit; of coarser ones the words have to leave nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import one_slip_mends
from evallib.model import patterns

_SHARE = re.compile(r"占|比[重例]|比率")
_OF_COUNT = re.compile(r"占$")
_CONTENT, _NOT_CONTENT = re.compile(r"满意"), re.compile(r"不满意|不太满意")
#: Answers of a scale from end to end, and bands (“30岁以下、…、60岁以上”).
_WORST = re.compile(r"[“\"](?:很|非常|极)?(?:不[\u4e00-\u9fff]{1,3}|[很较更]?差)[”\"]")
_MIDDLE = re.compile(r"[“\"](?:基本|一般|比较|还)[\u4e00-\u9fff]{0,3}[”\"]")
_BANDS = re.compile(r"(?:以下|以内).*以上")
_EACH = re.compile(r"[各均]占|分别[占为]")
_ANSWERED = re.compile(r"的?[被受]?[\u4e00-\u9fff]{0,6}(?:回答|表示|认为|选择|感到|感觉)")
_SOME = re.compile(r"(?:^|[，；,;。])[仅还另]?有$")
_SEXES = re.compile("男"), re.compile("女")
_APART = re.compile("[；;。]")
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
        if not 2 <= len(shares) <= MOST or may_overlap(ledger, shares[0]):
            continue
        whole = next(_claims_of(ledger, _runs(shares)), None)
        claims += [whole] if whole is not None else list(_claims_of(ledger, _questions(ledger, shares)))
    return claims


def _claims_of(ledger: Ledger, runs: Iterable[Sequence[Entry]]) -> Iterator[Claim]:
    """Claims of the runs that make up a hundred, or would but for one digit."""
    known = list(runs)
    full = [_sum_of(run).holds() for run in known]
    for run in known:
        relation = _sum_of(run)
        closed = _are_all(ledger, run)
        listed = len(run) >= MANY and bool(_EACH.search(_asked(ledger, run[0])))
        vouched = listed and sum(full) - relation.holds() >= 1  # what is told beside it in one way leaves nothing out
        if not closed and not _is_fine(run) and not vouched:
            continue
        if relation.holds() or one_slip_mends(relation):
            relation.most = 1.0 if closed else DOUBT
            yield Claim(run[-1], [relation], ("share_sum", run[-1].index))


def _sum_of(run: Sequence[Entry]) -> Relation:
    formula = Formula("sum", signs=(-1,) * (len(run) - 1), constant=Fraction(100))
    return make(run[-1], run[:-1], formula, "share.total", "各项占比之和应为 100%", STRENGTH)


def _asked(ledger: Ledger, first: Entry) -> str:
    """The words between a share and the semicolon before it."""
    return _APART.split(paragraph_of(ledger.document, first)[: first.place.start])[-1]


def _questions(ledger: Ledger, shares: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """The shares between two semicolons: each of one question; and those of men and women."""
    run: list[Entry] = []
    for share in shares:
        if run and run[-1].place.end <= share.place.start - len(_asked(ledger, share)):
            yield from _enough(run)
            run = []
        run.append(share)
    yield from _enough(run)


def _enough(run: list[Entry]) -> Iterator[list[Entry]]:
    for first, second in pairwise(run):
        if all(e.spot is not None and p.search(e.spot.gap) for e, p in zip((first, second), _SEXES, strict=True)):
            yield [first, second]
    if len(run) >= LEAST:
        yield run


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
        entry.role == "bare"
        and (not gap.strip("、和及仅有，,；;") or bool(_SHARE.search(gap)) or _is_answered(entry.spot.tail, gap))
    )


def _is_answered(tail: str, gap: str) -> bool:
    """“35.6%的回答“安全””, “有6.2%和1.5%的人分别回答”."""
    return bool(patterns.match(_ANSWERED, tail) or _SOME.search(gap))


def _runs(shares: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """All shares of a sentence; without the first, which may be that of all that the others take apart."""
    if len(shares) < LEAST:
        return
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
    if any(_WORST.search(w) for w in words) and any(_MIDDLE.search(w) for w in words):
        return True
    if len(run) == 2:
        return all(p.search(w) for w, p in zip(words, _SEXES, strict=True))
    if len(run) >= MANY and _BANDS.search(_asked(ledger, run[0])):
        return True
    before = ledger.just_before(last)
    named = words[-1] + (before.label if before is not None and before.sentence == last.sentence else "")
    return bool(_REST.search(named)) and len(run) >= MANY
