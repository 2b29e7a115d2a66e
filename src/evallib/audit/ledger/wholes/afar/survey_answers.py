"""Survey answers (问卷选项): one short paragraph for each answer, “知道[53票] 88.33%”, below its question.

The shares of the answers of one question make up a hundred where one of them could be given; where counts stand with
them, each share is that of its count among all answers, whether one or several could be given. Of coarse shares (25%)
that only is told where two other questions of the text make up a hundred and the words allow no second answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, RATE, Claim, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.ratios.one_whole import name_of
from evallib.audit.ledger.slips import is_slipped, numbers_of
from evallib.audit.reading.document import Paragraph

_CLAUSES = re.compile("[，,；;。]")
_SEVERAL = re.compile("多选|多项|不定项|几项|哪些|限选|最多选|可选|至多")
#: “3、您的职业？（单选）”, “年龄：”: what stands above the first answer of a question.
_ASKED = re.compile(
    r"[?？:：]\s*(?:[(（][^）)]*[）)])?\s*$|^\s*(?:\d{1,2}|[一二三四五六七八九十]+|[Qq]\d+)[、.．]|[)）题]$"
)
_LINE = re.compile(r"[^。；;：:]{1,40}[：:][^。；;：:，,]*$")
#: So long an answer can be; so many there are of one question.
LONGEST, LEAST, MOST = 40, 2, 20
STRENGTH, TOLD = 0.55, 0.7
#: So many other questions vouch for coarse shares, the rounding of which may leave no more than this.
WITNESSES, ROUGH = 2, Fraction(5, 2)

_Answer = tuple[Entry | None, Entry]


def answer_claims(ledger: Ledger) -> list[Claim]:
    """Claims about the shares of each question, and about the counts that they are told with."""
    claims = []
    questions = list(_questions(ledger))
    sums = [_hundred(answers) for answers in questions]
    full = sum(r is not None and r.holds() for r in sums)
    usual = full * 2 > len(sums)
    for answers, relation in zip(questions, sums, strict=True):
        shares = _of_counts(answers)
        counted = answers[0][0] is not None  # counts tell better than a hundred whether one answer was allowed
        likely = relation is not None and (relation.holds() or not counted or bool(shares))
        if relation is not None and likely and _is_told(ledger, relation, (full - relation.holds()) * usual):
            claims.append(Claim(relation.result, [relation], ("share_sum", relation.result.index)))
        claims += [Claim(one.result, [one], ("answer", one.result.index)) for one in shares]
    return claims


def _questions(ledger: Ledger) -> Iterator[list[_Answer]]:
    """Runs of paragraphs that tell answers and nothing else."""
    run: list[_Answer] = []
    for index, block in enumerate(ledger.document.blocks):
        told = _answers(block.text, ledger.by_paragraph.get(index, ())) if isinstance(block, Paragraph) else []
        if told:
            run += told
            continue
        yield from _enough(run)
        run = []
    yield from _enough(run)


def _enough(run: list[_Answer]) -> Iterator[list[_Answer]]:
    if LEAST <= len(run) <= MOST:
        yield run


def _answers(text: str, entries: Sequence[Entry]) -> list[_Answer]:
    """The share that a short paragraph ends with and the count right before it; one of each line that was joined."""
    shares = [e for e in entries if e.dimension == "percent"]
    if not shares or entries[-1] is not shares[-1] or len(text) > LONGEST * len(shares):
        return []
    if any(s.mention.hedge or s.role not in {"share", "bare", "rate"} for s in shares):
        return []
    if shares[-1].spot is not None and shares[-1].spot.tail.strip("。；;]）) "):
        return []
    alone = len(entries) == 1 and bool(_LINE.match(text))  # “布局老旧，信息杂乱：12%”
    if not alone and any(e.spot is not None and _CLAUSES.search(e.spot.gap) for e in entries):
        return []  # a sentence with shares
    counts = [_count_before(share, entries) for share in shares]
    return list(zip(counts, shares, strict=True)) if len(shares) == 1 or None not in counts else []


def _count_before(share: Entry, entries: Sequence[Entry]) -> Entry | None:
    before = next((e for e in entries if e.index == share.index - 1), None)
    return before if before is not None and before.dimension == "count" and before.role == "plain" else None


def _hundred(answers: Sequence[_Answer]) -> Relation | None:
    shares = [share for _, share in answers]
    if sum(bool(s.value) for s in shares) < LEAST:
        return None
    formula = Formula("sum", signs=(-1,) * (len(shares) - 1), constant=HUNDRED)
    relation = make(shares[-1], shares[:-1], formula, "share.total", "各项占比之和应为 100%", STRENGTH)
    relation.most = DOUBT
    return relation


def _is_told(ledger: Ledger, relation: Relation, others: int) -> bool:
    """Whether the answers of a question have to make up a hundred, and do, or would but for one digit."""
    first = min(e.paragraph for e in relation.entries)
    above = ledger.document.blocks[first - 1] if first else None
    asked = above.text if isinstance(above, Paragraph) else ""
    if any(not s.mention.decimals for s in relation.entries if s.value):
        slack = sum((s.mention.half for s in relation.entries), Fraction(0))
        if others < WITNESSES or slack > ROUGH or _SEVERAL.search(asked):
            return False
    if not _ASKED.search(asked):
        return relation.holds()  # some answers may stand above, told in other words
    return relation.holds() or any(
        relation.holds(share, number * step)
        for share in relation.entries
        for numbers, step in (numbers_of(share.mention),)
        for number in numbers
    )


def _of_counts(answers: Sequence[_Answer]) -> list[Relation]:
    """Every share with its count among all counts, where all agree or would but for one figure."""
    counts = [count for count, _ in answers]
    if None in counts or len({c.mention.unit for c in counts if c is not None}) != 1:
        return []
    known = [c for c in counts if c is not None]
    found = [
        make(share, (count, *known), RATE, "rate.share", f"“{name_of(count)}”占比", TOLD)
        for count, (_, share) in zip(known, answers, strict=True)
    ]
    failing = [r for r in found if not r.holds()]
    if len(failing) <= 1 < len(found) - len(failing) or _one_count_mends(known, answers):
        return found
    return []


def _one_count_mends(counts: Sequence[Entry], answers: Sequence[_Answer]) -> bool:
    """Whether one wrong digit of one count explains why the shares do not fit."""
    total = sum((c.value for c in counts), Fraction(0))
    for count, (_, share) in zip(counts, answers, strict=True):
        rest = total - count.value
        if share.value >= HUNDRED or not rest:
            continue
        right = Fraction(round(rest * share.value / (HUNDRED - share.value)))
        if not is_slipped(count.mention, right):
            continue
        whole = rest + right
        values = ((right if c is count else c.value, s) for c, (_, s) in zip(counts, answers, strict=True))
        if all(abs(v / whole * HUNDRED - s.value) <= s.mention.half for v, s in values):
            return True
    return False
