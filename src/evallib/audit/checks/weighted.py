"""Weighted satisfaction (加权满意度): answers by level, the printed weights, and the index made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evallib.audit.identities import Identity
from evallib.audit.reading.facts import Facts, Sentence
from evallib.audit.reading.figures import Figure
from evallib.model import patterns
from evallib.parsing.plain_text import half_width

_WEIGHTS = re.compile(r"权重分别为(?P<weights>\s*[\d.]+%(?:\s*[、,，和]\s*[\d.]+%)+)")
_LEVEL = re.compile(r"满意|认同|一般|提升|无提升|不满|知晓")
_NAME = re.compile(r"非常满意|很满意|十分满意|(?<![本较不为太])满意(?![度率])|非常认同|提升度高")
_INDEX = re.compile(r"满意度|认同度|认可度|知晓度|满意率")


@dataclass(frozen=True, slots=True)
class Weighted:
    """Σ value × weight, over the number of answers where counts are given; result in percent."""

    weights: tuple[Decimal, ...]
    counted: bool

    def value(self, terms: Sequence[Fraction]) -> Fraction | None:
        """The index in percent."""
        answers = terms[: len(self.weights)]
        total = sum((v * Fraction(w) for v, w in zip(answers, self.weights, strict=True)), Fraction(0))
        if not self.counted:
            return total
        return total / terms[-1] * 100 if terms[-1] else None

    def solve(self, index: int, terms: Sequence[Fraction], result: Fraction) -> None:
        """Not solved: several answers can fit."""

    def write(self, terms: Sequence[str]) -> str:
        """The sum of answers times weights, e.g. 80户×100% + 20户×50%."""
        text = " + ".join(f"{term}×{weight * 100:f}%" for term, weight in zip(terms, self.weights, strict=False))
        return f"({text}) ÷ {terms[-1]}" if self.counted else text


def check(facts: Facts) -> Iterator[Identity]:
    """Every sentence that lists levels of satisfaction and an index."""
    scales = _scales(facts)
    if not scales:
        return
    for sentence in facts.sentences:
        found = _levels(sentence)
        if found is None:
            continue
        answers, whole, index = found
        first = _level_name(sentence, answers[0])
        near = sorted(scales, key=lambda scale: (scale.block < sentence.block, abs(scale.block - sentence.block)))
        for scale in near:
            weights = scale.weights
            if len(weights) < len(answers) or first != scale.first:
                continue
            terms = (*answers, whole) if whole else tuple(answers)
            formula = Weighted(weights[: len(answers)], counted=whole is not None)
            yield Identity(
                "rate.weighted", f"“{index.label}”应等于各档加权之和", index, terms, formula, "contradiction", "medium"
            )
            break


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights as printed, the best level that the words before them name, and the block they stand in."""

    block: int
    first: str
    weights: tuple[Decimal, ...]


def _scales(facts: Facts) -> list[Scale]:
    """The scales that the report prints; the first weight is 100%."""
    found = []
    for index, paragraph in facts.document.paragraphs:
        text = half_width(paragraph.text)
        for match in _WEIGHTS.finditer(text):
            weights = tuple(Decimal(w) / 100 for w in patterns.findall(r"([\d.]+)%", match["weights"]))
            names = _NAME.findall(text[max(0, match.start() - 60) : match.start()])
            if weights[0] == 1 and names:
                found.append(Scale(index, names[0], weights))
    return found


def _level_name(sentence: Sentence, answer: Figure) -> str:
    words = answer.label if answer.unit != "%" else sentence.after(answer)[:18]
    names = _NAME.findall(words)
    return names[-1] if names and answer.unit != "%" else names[0] if names else ""


def _levels(sentence: Sentence) -> tuple[list[Figure], Figure | None, Figure] | None:
    index = next((f for f in reversed(sentence.figures) if f.unit == "%" and _INDEX.search(f.label)), None)
    if index is None or "平均" in index.label:
        return None
    before = [f for f in sentence.figures if f.place.start < index.place.start]
    shares = [f for f in before if f.unit == "%" and _LEVEL.search(sentence.after(f)[:18])]
    if len(shares) >= 2 and abs(sum((f.value for f in shares), Decimal(0)) - 100) < 1:
        return shares, None, index
    counts = [f for f in before if f.unit in {"户", "人", "份", "件"} and patterns.search(r"满意|一般", f.label)]
    whole = next((f for f in before if counts and f.unit == counts[0].unit and f not in counts), None)
    if len(counts) >= 3 and whole is not None:
        return counts, whole, index
    return None
