"""Granularity (占比可能性): a share of n answers can only be one of n + 1 values.

12.3% of 40 is 4.92 answers; no whole number of answers gives it. The shares of one question also tell which n fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from evallib.audit.findings import Agreement, Finding
from evallib.audit.identities import Identity
from evallib.audit.ledger import SUM
from evallib.audit.reading.document import Place
from evallib.audit.reading.facts import Facts, Sentence
from evallib.audit.reading.figures import Figure

_ANSWER = re.compile(r"^的?[^，,；;。%]{0,14}(?:表示|认为|选择|反映|觉得|评价)")
_RETURNED = re.compile(r"(?:回收|收回|共有|共计?|有效)[^，,；;。]{0,8}$|问卷$")
_FORMS = frozenset({"份", "人", "户", "名"})
#: Not all people of a report were asked: “项目组共有15人”.
_ASKED = re.compile(r"回收|收回|有效|问卷|受访|调查|访谈|样本|填写|参与|评议|测评")
_CLOSES = re.compile("不[满赞认同清了会知好信需想]|其[他它余]|没有|无所谓|说不清|弃权|未作答|拒答|差")
_OF = re.compile(r"(?P<n>\d+)\s*(?:[*×]\s*)$")
_DIVIDED = re.compile(r"[)/]\s*/?\s*(?P<n>\d{2,5})\s*(?:人|份|户)")


def check(facts: Facts) -> Iterator[Identity | Finding | Agreement]:
    """Shares of answers in every sentence."""
    for sentence in facts.sentences:
        shares = [f for f in sentence.figures if f.unit == "%" and _ANSWER.match(sentence.after(f))]
        if len(shares) > 2:  # two may leave out who has no opinion
            total = sum((f.value for f in shares), Decimal(0))
            closed = total > 100 or _closes(sentence, shares)  # who is not satisfied may be left out
            if Decimal(90) <= total <= Decimal(110) and closed:
                hundred = _whole(shares[-1])
                yield Identity(
                    "share.total", "各选项占比之和应为 100%", hundred, tuple(shares), SUM, "contradiction", "medium"
                )
        found = _answers(sentence)
        if found is None:
            continue
        count, where = found
        wanted = list({f.value: f for f in _shares_of(sentence, shares)}.values())
        # “发放120份，回收104份，其中82份满意”: the shares are of any of the counts told in the sentence.
        counts = {int(f.value) for f in sentence.figures if f.unit in _FORMS and f.value == int(f.value) > 1}
        counts |= {count - n for n in counts if n < count - 1}  # “剔除未作答的12份后”
        failing = [f for f in wanted if not any(fits(f.value, f.decimals, n) for n in {count, *counts})]
        for share in wanted:
            if fits(share.value, share.decimals, count):
                yield Agreement("share.possible", str(share), _arithmetic(share, count), _places([share], where))
        if failing:
            yield _impossible(failing, count, shares or wanted, where)


def _closes(sentence: Sentence, shares: Sequence[Figure]) -> bool:
    """Whether one of the shares is that of who is not satisfied; “4.1%不满意” without a verb is none of them."""
    told = [sentence.after(f).partition("%")[0] for f in shares]
    last = re.split("[，,；;。]", told[-1])[0]
    return any(_CLOSES.search(words) for words in (*told[:-1], last))


def _whole(like: Figure) -> Figure:
    return Figure(Decimal(100).quantize(like.step), "100", "%", like.decimals, like.place, "合计")


def _answers(sentence: Sentence) -> tuple[int, Figure | None] | None:
    """How many answers there are: the divisor of a written formula, or a count of returned forms."""
    match = _DIVIDED.search(sentence.text)
    if match:
        return int(match["n"]), None
    for figure in sentence.figures:
        told = figure.unit in _FORMS and not figure.decimals and not figure.hedge
        if told and _RETURNED.search(figure.label) and (figure.unit == "份" or _ASKED.search(figure.label)):
            return int(figure.value), figure
    return None


def _shares_of(sentence: Sentence, shares: Sequence[Figure]) -> Iterator[Figure]:
    """Shares of answers, and percentages multiplied by n in a formula."""
    yield from shares
    for figure in sentence.figures:
        if figure.unit == "%" and _OF.search(sentence.before(figure)):
            yield figure


def _impossible(failing: Sequence[Figure], count: int, shares: Sequence[Figure], where: Figure | None) -> Finding:
    """One finding for all shares of a question that n answers cannot give, with the n that could."""
    sizes = [n for n in range(2, 400) if all(fits(s.value, s.decimals, n) for s in shares)]
    readings = (f"各项占比同时成立的最小样本数：{'、'.join(map(str, sizes[:4]))}",) if sizes else ()
    printed = "、".join(map(str, failing))
    near = "；".join(
        f"{_rate(int(f.value * count / 100), count, f)}% 或 {_rate(int(f.value * count / 100) + 1, count, f)}%"
        for f in failing
    )
    return Finding(
        "share.possible",
        "contradiction",
        "high",
        f"{count} 份（人）回答中不可能有 {printed}：没有整数人数能得到这个比例",
        printed,
        near,
        "；".join(_arithmetic(f, count) for f in failing),
        _places(failing, where),
        readings,
    )


def _places(shares: Sequence[Figure], where: Figure | None) -> tuple[Place, ...]:
    return (*(share.place for share in shares), *([where.place] if where else []))


def _arithmetic(share: Figure, count: int) -> str:
    exact = share.value * count / 100
    low, high = int(exact), int(exact) + 1
    return (
        f"{share} × {count} = {exact.normalize():f}；{low} ÷ {count} = {_rate(low, count, share)}%，"
        f"{high} ÷ {count} = {_rate(high, count, share)}%"
    )


def fits(percent: Decimal, decimals: int, count: int) -> bool:
    """Whether some whole number of `count` answers is printed as this percentage.

    >>> fits(Decimal("12.3"), 1, 40), fits(Decimal("12.5"), 1, 40)
    (False, True)
    """
    step = Decimal(1).scaleb(-decimals)
    near = int(percent * count / 100)
    return any(
        (Decimal(k) * 100 / count).quantize(step, ROUND_HALF_UP) == percent
        for k in (near - 1, near, near + 1)
        if k >= 0
    )


def _rate(part: int, count: int, like: Figure) -> str:
    return f"{(Decimal(part) * 100 / count).quantize(like.step, ROUND_HALF_UP):f}"
