"""Portions and products (按比例、单价×数量): “支付30%即68.62万元”, “每班12人，每日3班，9天共324人次”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from evallib.audit.ledger import PRODUCT, Claim, Entry, Formula, Ledger, Relation, alike, make
from evallib.audit.ledger.slips import is_slipped
from evallib.model import patterns

PORTION = Formula("product", factor=Fraction(1, 100))
_THAT_IS = re.compile(r"^\s*[，,]?\s*[（(]?(?:即|计|为|共计?|金额为?|款)?\s*$")
_WHOLE = re.compile(r"合同|总额|总价|总投资|预算|经费|中标|成交|价款|资金")
#: Who pays how much of an amount, in the words right behind it.
_PAID, BESIDE = (
    re.compile(
        r"^\s*[，,][^，。；\d]*(?:补贴|补助|承担|负担|分担|配套|自筹|支付|预付|拨付|缴纳|计提|提取)[^，。；\d]{0,4}$"
    ),
    0.7,
)
_PRICED = re.compile(r"单价|每[^，。；\d]{1,6}$|标准")
_BY_TIME = re.compile(r"每.{1,3}每[月天日年]")
_EACH = re.compile(r"每(?P<unit>[名人户台辆套件份次吨亩只家所])[^，。；\d]{0,12}$")
#: “每个10万元—20万元不等”: no price that a count is multiplied by.
RANGED = re.compile(r"\s*[-—–~～至]{1,2}\s*(?:\d|$)|[^，。；]{0,2}不等")
_TOTAL = re.compile(r"共需?|[总合]?计$|合计|共计|总计|总价|金额|费用|小计")


def portion_claims(ledger: Ledger) -> list[Claim]:
    """Amounts that are a told percentage of a whole, and totals that are products of what the sentence counts."""
    claims: list[Claim] = []
    for entry in ledger.prose:
        if not entry.is_amount or entry.spot is None or entry.mention.hedge:
            continue
        rate = ledger.just_before(entry)
        if (
            rate is not None
            and rate.dimension == "percent"
            and rate.role in {"bare", "completion", "rate"}
            and rate.sentence == entry.sentence
            and _THAT_IS.match(entry.spot.gap)
        ):
            claims.append(Claim(entry, list(_portions(ledger, entry, rate)), ("portion", entry.paragraph)))
        elif _TOTAL.search(entry.spot.head) or entry.dimension == "money":
            readings = list(_products(ledger, entry))
            if readings:
                claims.append(Claim(entry, readings, ("product", entry.index)))
    _agree(claims)
    return [c for c in claims if c.holding or c.best_failing]


def _portions(ledger: Ledger, entry: Entry, rate: Entry) -> Iterator[Relation]:
    for whole in ledger.around(entry, entry):
        if whole.value > entry.value or whole.sentence == entry.sentence:
            beside = whole.index == rate.index - 1 and whole.sentence == entry.sentence and _is_paid(rate, whole)
            strength = BESIDE if beside else 0.3 if _WHOLE.search(whole.label) else 0.0
            yield make(entry, (whole, rate), PORTION, "product.amount", "按比例计算的金额", strength)


def _is_paid(rate: Entry, whole: Entry) -> bool:
    """“总保费847万元，中央财政补贴35%为296万元”: what is paid of the amount right before."""
    if rate.spot is None or whole.role != "plain" or whole.mention.hedge or rate.depth != whole.depth:
        return False
    return bool(_PAID.search(rate.spot.gap))


def _agree(claims: list[Claim]) -> None:
    """The whole of one portion is that of its neighbours."""
    votes: Counter[int] = Counter()
    for claim in claims:
        if claim.group[0] == "portion":
            votes.update({id(r.terms[0]) for r in claim.holding})
    for claim in claims:
        if claim.group[0] != "portion":
            continue
        held = claim.holding
        for reading in held or claim.readings:
            others = votes[id(reading.terms[0])] - bool(held)
            if others:  # which is why a wrong digit of what holds would be told
                reading.strength = 0.85 if others >= 2 else 0.7
    for reading in _of_slipped(claims, votes):
        reading.strength = 0.7


def _of_slipped(claims: Sequence[Claim], votes: Counter[int]) -> Iterator[Relation]:
    """Portions of a whole none of which holds, and two of which or more would with one slip of it mended."""
    failing: dict[int, list[Relation]] = {}
    for claim in claims:
        if claim.group[0] == "portion" and not claim.holding:
            for reading in claim.readings:
                failing.setdefault(id(reading.terms[0]), []).append(reading)
    for whole, readings in failing.items():
        mended = [r for r in readings if not votes[whole] and r.terms[1].value]
        for exact in sorted(mended, key=lambda r: -r.result.value)[:1]:
            entry, step = exact.terms[0], exact.terms[0].mention.half * 2
            value = round(exact.result.value * 100 / exact.terms[1].value / step) * step
            held = [r for r in mended if r.holds(entry, value)]
            if len(held) > 1 and len(held) == len(mended) and is_slipped(entry.mention, value):
                yield from held


def _products(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    assert entry.spot is not None
    before = [
        e for e in ledger.back(entry, 8) if e.is_amount and e.paragraph == entry.paragraph and not e.mention.hedge
    ]
    if any(e.spot is not None and RANGED.match(e.spot.tail) for e in before if entry.index - e.index <= 3):
        return  # “32个，每个10万元—20万元不等，共计516万元”
    own = [e for e in before if e.sentence == entry.sentence]
    clause = [n for n, e in enumerate([*own, entry]) if e.spot is not None and patterns.search("[；;]", e.spot.gap)]
    own = own[clause[-1] :] if clause else own  # what stands before “；” is another purchase
    listed = _priced_list(ledger, entry) if _TOTAL.search(entry.spot.head) else None
    if listed is not None:
        yield listed
        return
    telling = [e for e in before if e.value not in (0, 1)]
    for size in (2, 3):
        for terms in combinations(telling, size):
            if all(alike(t, entry) and t.dimension == "money" for t in terms):
                continue
            if sum(t.dimension == "money" for t in terms) != (entry.dimension == "money"):
                continue
            priced = list(terms) == own and any(_PRICED.search(t.spot.head) for t in terms if t.spot)
            if size == 3:
                priced = priced and any(t.dimension in {"month", "day", "year"} for t in terms) and _by_time(terms)
            priced = priced or _counted(terms, entry, before)
            sure = priced and bool(_TOTAL.search(entry.spot.head)) and entry.dimension == "money"
            relation = make(entry, terms, PRODUCT, "product.amount", "单价×数量", 0.6 if sure else 0.0)
            if sure or relation.holds():
                yield relation


def _priced_list(ledger: Ledger, entry: Entry) -> Relation | None:
    """“服务器6台，单价6.80万元；网关4台，单价3.15万元，合计53.40万元”: the sum of what each kind costs."""
    pairs: list[tuple[Entry, Entry]] = []
    at = entry.index - 1
    while at >= 1:
        price, count = ledger.prose[at], ledger.prose[at - 1]
        told = price.spot is not None and price.dimension == "money" and _PRICED.search(price.spot.head)
        if not told or count.dimension != "count" or count.sentence != entry.sentence:
            break
        pairs.append((count, price))
        at -= 2
    if len(pairs) < 2 or entry.dimension != "money":
        return None
    pairs.reverse()
    formula = Formula("sum", signs=tuple(count.value for count, _ in pairs))
    return make(entry, [price for _, price in pairs], formula, "product.amount", "各项单价×数量之和", 0.9)


def _by_time(terms: Sequence[Entry]) -> bool:
    """Whether a price is told by head and by month or day: “8名，每人每月5200元，10个月”."""
    return any(t.spot is not None and t.dimension == "money" and _BY_TIME.search(t.spot.head) for t in terms)


def _counted(terms: Sequence[Entry], entry: Entry, before: Sequence[Entry]) -> bool:
    """“巡查员36名，…；为每名购买保险120元，计4320元”: the price before the amount names the unit of one count."""
    count, price = terms[0], terms[-1]
    if len(terms) != 2 or price.index != entry.index - 1 or price.sentence != entry.sentence or price.spot is None:
        return False
    match = _EACH.search(price.spot.head)
    if match is None or price.dimension != "money" or count.mention.unit != match["unit"]:
        return False
    return sum(e.mention.unit == count.mention.unit for e in before) == 1
