"""Contracts (合同期间): the period of one contract, wherever a report tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins.days import repeated_periods
from evallib.audit.ledger import core
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spans import Span, spans_told

#: Words that make a period the term of a contract.
_TERM = re.compile(
    "(?:合同|协议|服务|履[约行]|租[赁期用]|承租|运维|维保|质保|保洁|外包|委托|"
    "采购)[^，。；]{0,8}(?:期限?|期间|时间|周期|自|为|：|:)|期限|服务期|合同期"
)
_NAMES = (
    re.compile(r"(?:合同|协议|采购|项目)(?:编号|号)\s*(?:为|[:：])?\s*(?P<name>[A-Za-z0-9][\w-]{3,30})", re.ASCII),
    re.compile(r"《(?P<name>[^《》]{2,30}(?:合同|协议)(?:书)?)》"),
    re.compile(r"与(?P<name>[\u4e00-\u9fff（()）]{2,24}?(?:公司|中心|事务所|研究院|学院|合作社))"),
    re.compile(
        r"(?P<name>[\u4e00-\u9fff]{2,16}?(?:服务|项目|工程|租赁|采购|运维|外包|保洁|保安|维护))(?:的?合同|协议|[，：:])"
    ),
)
#: Several terms of one name are no slip where the words speak of them.
_RENEWED = re.compile(r"续[签约]|一年一签|延[期长]|补充协议|变更|原合同|顺延|第[二三四]年|上一?期|本期|新合同|重新签")
#: What tells two contracts with one party apart: “保洁合同”, “绿化合同”, and what they cost.
_KIND = re.compile(r"(?!签[订署]|订立|.[的该本原此份])[\u4e00-\u9fff]{2}(?=合同|协议)|\d[\d,.]*(?=万?元)")
BACK = 90


@dataclass(frozen=True, slots=True)
class _Term:
    span: Span
    place: Place
    names: frozenset[str]
    kinds: frozenset[str] = frozenset()  # what the words around call it: 保洁合同, 36万元


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Terms of one contract that are equal agree; where one end differs it is told, at the place that stands alone."""
    groups: dict[str, list[_Term]] = {}
    for term in _terms(document):
        for name in term.names:
            groups.setdefault(name, []).append(term)
    seen: set[tuple[Place, ...]] = set()
    for name, terms in groups.items():
        for item in _compare(name, terms):
            if item.places not in seen:
                seen.add(item.places)
                yield item
    told = {places[0] for places in seen}
    yield from (finding for finding in repeated_periods.check(document) if finding.places[0] not in told)


def _terms(document: Document) -> Iterator[_Term]:
    for index, block in enumerate(document.blocks):
        if hasattr(block, "text"):
            text = normalise(block.text)
            for span in _forward(text):
                start = max(text.rfind("。", 0, span.start) + 1, span.start - BACK)
                before = text[start : span.start]
                around = before + text[span.end : span.end + 16]
                if _TERM.search(around) and not _RENEWED.search(around) and (names := _names(before)):
                    sentence = text[start : span.end] + patterns.split("[。；]", text[span.end :])[0]
                    kinds = frozenset(_KIND.findall(sentence))
                    yield _Term(span, document.place_in_paragraph(index, span.start, span.end), names, kinds)
            continue
        heads = " ".join(cell.text for cell in block.rows[0])
        for r, row in enumerate(block.rows[1:] if patterns.search("期限|期间|起止|合同期|服务期", heads) else (), 1):
            words = "，".join(cell.text for cell in row if not cell.inherited)
            names = _names(words) | {
                core(cell.text)
                for cell in row
                if patterns.search("合同|服务|项目|租赁", cell.text) and len(cell.text) <= 24
            }
            for c, cell in enumerate(row):
                for span in _forward(normalise(cell.text)):
                    if names and not cell.inherited and not _RENEWED.search(words):
                        yield _Term(span, document.place_in_table(index, r, c, span.start, span.end), frozenset(names))


def _forward(text: str) -> Iterator[Span]:
    """Periods that end after they begin; the others are a finding of their own, or leave the year open."""
    return (span for span in spans_told(text) if span.first < span.last)


def _names(words: str) -> frozenset[str]:
    """What a contract is called: its number, its title, the other party, the service."""
    return frozenset(core(m["name"]) or m["name"] for pattern in _NAMES for m in list(pattern.finditer(words))[-1:])


def _compare(name: str, terms: Sequence[_Term]) -> Iterator[Finding | Agreement]:
    by_days = all(all(t.span.days) for t in terms)
    counted = Counter(_ends(t.span, by_days) for t in terms)
    if len(terms) < 2 or len(counted) > 2:
        return  # a name of several contracts
    usual = counted.most_common(1)[0][0]
    alike = [t for t in terms if _ends(t.span, by_days) == usual]
    if len(alike) > 1:
        yield Agreement(
            "date.contract", alike[0].span.text, f"“{name}”的期间 {len(alike)} 处一致", tuple(t.place for t in alike)
        )
    for term in terms:
        mine = _ends(term.span, by_days)
        if mine == usual or (mine[0] != usual[0]) == (mine[1] != usual[1]):
            continue  # the same, or another contract of the name
        if term.kinds and all(other.kinds and not term.kinds & other.kinds for other in alike):
            continue
        other = alike[0]
        yield Finding(
            "date.contract",
            "contradiction",
            "medium",
            f"“{name}”的期间前后不一：此处为 {term.span.text}，另处为 {other.span.text}",
            term.span.text,
            other.span.text,
            f"{term.span.text}（{term.place}） ≠ {other.span.text}（{other.place}）",
            (term.place, *(t.place for t in alike)),
            (),
            ("可能年份或月份写错", "可能两处说的是不同的合同"),
        )


def _ends(span: Span, by_days: bool) -> tuple[str, str]:
    """First and last day; months only, where a place tells no more."""
    length = 10 if by_days else 7
    return span.first.isoformat()[:length], span.last.isoformat()[:length]
