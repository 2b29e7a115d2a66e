"""Weighted scores (加权得分): “综合得分=日常巡查×40%+数字城管×35%+…” against the columns of the table of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, likeness, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_FORMULA = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10})\s*[=＝]\s*(?P<sum>[\u4e00-\u9fff]{2,10}(?:得分|"
    r"分)?\s*[×xX*]\s*\d+(?:\.\d+)?%(?:\s*[+−-]\s*[\u4e00-\u9fff]{1,10}(?:\s*[×xX*]\s*\d+(?:\.\d+)?%)?)+)"
)
_TERM = re.compile(r"(?P<sign>[+−-])?\s*(?P<name>[\u4e00-\u9fff]{1,10})(?:\s*[×xX*]\s*(?P<p>\d+(?:\.\d+)?)%)?")


def weighted_claims(document: Document, sheets: list[Sheet]) -> list[Claim]:
    """A claim for every row of a table whose total follows a formula that the text prints."""
    claims: list[Claim] = []
    for _, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _FORMULA.finditer(text) if "=" in text else ():
            for sheet in sheets:
                claims += _rows(sheet, match["name"], match["sum"])
        for words in _listed(normalise(paragraph.text)):
            for sheet in sheets:
                known = all(_column(sheet, part.split("×")[0]) is not None for part in words.split("+"))
                name = next((n for n in ("综合得分", "得分", "总分", "总得分") if _column(sheet, n) is not None), "")
                claims += _rows(sheet, name, words) if name and known else ()
    return claims


_LISTED = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,14}(?:、[\u4e00-\u9fff]{2,10})+?)(?:[两二三四五六]项)?(?:指标|得分)?(?:分别)?按照?"
    r"(?P<weights>\d+(?:\.\d+)?%(?:[、和]\d+(?:\.\d+)?%)+)的?(?:权重|比例)?(?:进行)?(?:加权|折算|计算|计入|汇总)"
)
_TOLD = re.compile(r"按照?\d+(?:\.\d+)?%[、和]\d")
_LEAD = re.compile(r"^.*(?:由|以|将|对|为|把|从)(?=[\u4e00-\u9fff]{2})")


def _listed(text: str) -> Iterator[str]:
    """“得分由甲、乙、丙三项按30%、30%、40%加权” as the formula that it means."""
    for match in _LISTED.finditer(text) if _TOLD.search(text) else ():
        names = match["names"].split("、")
        weights = patterns.findall(r"\d+(?:\.\d+)?%", match["weights"])
        if len(names) == len(weights):
            names[0], names[-1] = (
                _LEAD.sub("", names[0]),
                patterns.sub("[两二三四五六]项(?:指标|得分)?$", "", names[-1]),
            )
            yield "+".join(f"{name}×{weight}" for name, weight in zip(names, weights, strict=True))


_BRACKET = re.compile(
    r"(?P<p>\d+(?:\.\d+)?)(?:分|%)?\s*[（(](?P<sum>[\u4e00-\u9fff]{2,10}\s*[×xX*]\s*\d+(?:\.\d+)?%?"
    r"(?:\s*[+＋]\s*[\u4e00-\u9fff]{2,10}\s*[×xX*]\s*\d+(?:\.\d+)?%?)+)[)）]"
)
_TIMES = re.compile("[×xX*]")
_PART = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,10})\s*[×xX*]\s*(?P<w>\d+(?:\.\d+)?)(?P<percent>%)?")


def spelled_claims(ledger: Ledger) -> list[Claim]:
    """“综合得分94.32分（响应率×0.2+解决率×0.4+满意率×0.4）”: the named figures stand before it in the paragraph."""
    claims = []
    for index, paragraph in ledger.document.paragraphs:
        entries = ledger.by_paragraph.get(index, [])
        text = normalise(paragraph.text)
        for match in _BRACKET.finditer(text) if len(entries) >= 3 and _TIMES.search(text) else ():
            result = next((e for e in entries if e.place.start == match.start("p")), None)
            parts = [(part["name"], _weight(part)) for part in _PART.finditer(match["sum"])]
            if result is None or abs(sum((w for _, w in parts), Fraction(-1))) > Fraction(1, 1000):
                continue
            before = [e for e in entries if e.index < result.index and e.dimension in {"percent", "score", ""}]
            terms = [_called(name, before) for name, _ in parts]
            known = [t for t in terms if t is not None]
            if len(known) < len(parts) or len({id(t) for t in known}) < len(parts):
                continue
            formula = Formula("sum", signs=tuple(w for _, w in parts))
            relation = make(result, known, formula, "rate.weighted", f"“{result.label}”加权得分", 0.9)
            claims.append(Claim(result, [relation], ("weighted", result.index)))
    return claims


def _weight(part: re.Match[str]) -> Fraction:
    return Fraction(part["w"]) / (100 if part["percent"] else 1)


def _called(name: str, entries: Sequence[Entry]) -> Entry | None:
    """The last figure of a name."""
    return next((e for e in reversed(entries) if likeness(name, e.label) >= 0.9), None)


def _rows(sheet: Sheet, name: str, words: str) -> Iterator[Claim]:
    result = _column(sheet, name)
    if result is None:
        return
    columns: list[Column] = []
    weights: list[Fraction] = []
    complete = True
    for term in _TERM.finditer(words):
        column = _column(sheet, term["name"])
        sign = -1 if term["sign"] in {"-", "−"} else 1
        if column is None:
            column = next(
                (
                    c
                    for c in sheet.columns
                    if term["name"] in {"加分", "扣分"} and patterns.search("加扣分|加减分|奖惩", c.label)
                ),
                None,
            )
            complete = complete and column is not None
            if column is None or column in columns:
                continue
            sign = 1
        if column in columns:
            continue
        columns.append(column)
        weights.append(sign * (Fraction(term["p"]) / 100 if term["p"] else Fraction(1)))
    if len(columns) < 2:
        return
    relations = []
    for row, entry in result.cells.items():
        terms = [c.cells[row] for c in columns if row in c.cells]
        if len(terms) == len(columns) and sheet.kinds[row] == "line":
            relations.append(
                make(
                    entry, terms, Formula("sum", signs=tuple(weights)), "rate.weighted", f"{sheet.labels[row]}“{name}”"
                )
            )
    held = sum(r.holds() for r in relations)
    for relation in relations:
        relation.strength = 0.0 if not complete else 0.9 if held >= 2 else 0.6
        yield Claim(relation.result, [relation], ("weighted", relation.result.index))


def _column(sheet: Sheet, name: str) -> Column | None:
    scored = [(likeness(name, c.head.label), c) for c in sheet.columns]
    best = max(scored, key=lambda s: s[0], default=(0.0, None))
    if best[0] >= 0.8:
        return best[1]
    # “考核总分” over the column “总分”.
    inner = [c for c in sheet.columns if len(c.head.label) >= 2 and name.endswith(c.head.label)]
    return inner[0] if len(inner) == 1 else None
