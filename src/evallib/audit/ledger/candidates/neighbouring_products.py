"""Products of the figures right beside an amount, and one amount in two units, whether they hold or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import PRODUCT, SUM, Ledger, addable, make
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.model import patterns

#: A unit that a price names is what it is paid for.
PRICED = 1.3
#: “第3至5名各奖3000元”: a rank counts nothing.
_RANK = re.compile(r"(?:第|第\s*\d+\s*[至到—~～-]+)\s*$")


def told_products(ledger: Ledger) -> Iterator[CandidateRelation]:
    """Amounts by what stands beside them: a price and a count, so much for each of so many."""
    for finder in (near_products, counted_products, priced_products, worked_products):
        yield from finder(ledger)


def near_products(ledger: Ledger) -> Iterator[CandidateRelation]:
    """“46个座席，单价6850元，12个月，合同金额…”: the amounts right before an amount multiplied."""
    for entry in ledger.prose:
        if entry.dimension != "money" or entry.role != "plain" or entry.mention.hedge:
            continue
        for size in (2, 3):
            terms = ledger.back(entry, size)
            if len(terms) < size or terms[0].sentence != entry.sentence or any(not t.is_amount for t in terms):
                continue
            if sum(t.dimension == "money" for t in terms) != 1 or any(t.value in (0, 1) for t in terms):
                continue
            if any(t.spot is not None and _RANK.search(t.spot.gap) for t in terms):
                continue
            relation = make(entry, terms, PRODUCT, "product.amount", "单价×数量")
            priced = any(t.spot is not None and patterns.search("单价|每|标准", t.spot.head) for t in terms)
            yield CandidateRelation(relation, 1.0 if priced else 0.0)


_EACH = re.compile(r"[每各均][^，。；、\d]{0,8}$|单价|标准")
_ALL = re.compile(r"(?:^|[，,；;(（])\s*(?:[\u4e00-\u9fff]{0,4})?(?:共|合计|共计|总计|计)[^，。；、\d]{0,4}$")


def counted_products(ledger: Ledger) -> Iterator[CandidateRelation]:
    """“在12个点各发放问卷50份，共600份”, “52个村，村均增收3.4万元，合计176.8万元”: so many of so much each."""
    for entry in ledger.prose:
        if entry.index < 2:
            continue
        count, each = ledger.prose[entry.index - 2 : entry.index]
        if entry.spot is None or each.spot is None or not entry.is_amount:
            continue
        one = count.sentence == each.sentence == entry.sentence and addable(each, entry)
        if not one or count.dimension != "count" or count.value in (0, 1) or entry.mention.hedge or each.mention.hedge:
            continue
        if not (_EACH.search(each.spot.head) and _ALL.search(entry.spot.gap)):
            continue
        yield CandidateRelation(make(entry, (count, each), PRODUCT, "product.amount", "每份×数量"), 1.5)


_EACH_ONE = re.compile(r"(?:每(?P<of>人次|[\u4e00-\u9fff])|(?P<by>[人户亩村])均)[^，。；、\d]{0,6}$")
_DUE = re.compile(r"[，,][^，。；、\d]{0,6}(?:应|需|共|[合总]?计)[^，。；、\d]{0,6}$")


def priced_products(ledger: Ledger) -> Iterator[CandidateRelation]:
    """“改建厕所2400座（新建2150座、整改250座），按每座1500元奖补，应兑现360万元”: so many as “每座” counts."""
    for each in ledger.prose:
        entry = ledger.just_behind(each)
        match = _EACH_ONE.search(each.spot.head) if each.spot is not None and each.dimension == "money" else None
        if match is None or entry is None or entry.spot is None or entry.sentence != each.sentence:
            continue
        due = _DUE.search(entry.spot.gap) and addable(each, entry) and entry.depth == each.depth
        if not due or entry.role != "plain" or entry.mention.hedge or each.mention.hedge:
            continue
        unit = match["of"] or match["by"]
        counts = [e for e in ledger.back(each, 6) if e.dimension == "count" and e.paragraph == each.paragraph]
        counts = [e for e in counts if e.mention.unit == unit and e.depth <= each.depth and e.value > 1]
        products = [make(entry, (e, each), PRODUCT, "product.amount", "每份×数量") for e in counts]
        for relation in [p for p in products if p.holds()] or products:
            yield CandidateRelation(relation, PRICED, len(products))


_WORKED = re.compile(r"(?:共需?|[合总]计|累计|计)[^，。；、\d]{0,4}$")


def worked_products(ledger: Ledger) -> Iterator[CandidateRelation]:
    """“9天，每班12人，每日3班，共需324人次”, “36人，12个月，共432人·月”: a unit made of what is multiplied."""
    for entry in ledger.prose:
        unit = entry.mention.unit
        if entry.dimension != "count" or entry.spot is None or entry.mention.hedge or not unit.endswith(_MADE_OF):
            continue
        own = ledger.by_sentence[entry.sentence]
        terms = [e for e in own if e.index < entry.index and e.is_amount][-4:]
        units = {t.mention.unit for t in terms}
        if not 2 <= len(terms) <= 3 or len(units) < len(terms) or unit in units or not _WORKED.search(entry.spot.head):
            continue
        if not any(t.mention.unit[-1:] in unit for t in terms) or any(t.value in (0, 1) for t in terms):
            continue
        yield CandidateRelation(make(entry, terms, PRODUCT, "product.amount", "人数×次数"), 1.0)


_MADE_OF = ("次", "·月", "·天", "·日", "人月", "人天", "人日")
_THAT_IS = re.compile(r"^\s*[，,(（]?\s*(?:折合|约?合|即|共?计|合计)(?:人民币)?\s*$")


def converted_amounts(ledger: Ledger) -> Iterator[CandidateRelation]:
    """“3781200元，折合378.12万元”: one amount in two units."""
    for entry in ledger.prose:
        before = ledger.just_before(entry)
        if before is None or entry.spot is None or not entry.is_amount or before.dimension != entry.dimension:
            continue
        if before.mention.scale == entry.mention.scale or not _THAT_IS.match(entry.spot.gap):
            continue
        yield CandidateRelation(make(entry, (before,), SUM, "unit.slip", "同一金额的两种写法"), 2.0)
