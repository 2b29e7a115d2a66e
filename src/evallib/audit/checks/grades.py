"""Grades (等级): the grade that is given against the scale that the report prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Place
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.figures import Figure
from evallib.model import patterns
from evallib.parsing.plain_text import half_width

_N = r"(\d+(?:\.\d+)?)\s*分?"
_G = r"[“\"]?(?P<grade>优秀?|良好?|中|差|合格|不合格|较差|一般)[”\"]?"
_TO = r"[^“\"优良中差合不较一\d]{0,12}?(?:为|是|评为|等级|评级为)\s*"
_FORMS: tuple[tuple[str, bool, bool], ...] = (
    # pattern, whether group 1 is a lower limit, whether it is an upper limit
    (rf"(?:≥|>=|高于|不低于)\s*{_N}(?:\s*\([^)]*含[^)]*\))?(?:的)?[^\d\[]{{0,3}}?{_TO}{_G}", True, False),
    (rf"{_N}(?:\s*\(含[^)]*\))?\s*(?:以上|及以上)(?:的)?{_TO}{_G}", True, False),
    (rf"[\[(]\s*{_N}\s*[,，]\s*{_N}\s*[\])](?:区间内|之间)?{_TO}{_G}", True, True),
    (rf"{_N}(?:\s*\(含[^)]*\))?\s*(?:-|—|~|至|到)\s*{_N}(?:\s*\([^)]*\))?(?:的)?{_TO}{_G}", True, True),
    (rf"(?:<|＜|低于|小于)\s*{_N}(?:的)?{_TO}{_G}", False, True),
    (rf"{_N}\s*以下(?:的)?{_TO}{_G}", False, True),
)
_GIVEN = re.compile(
    rf"(?:得分|评分|总分)(?:为)?\s*(?P<score>\d+(?:\.\d+)?)\s*分?[，,]?(?:[^，,。；;\d]{{0,8}})?(?:等级|"
    rf"等次|档次|级别|评级|评为|结果)(?:为|是)?\s*{_G}"
)

_FULL = re.compile(r"(?:满分|分值)[为是]?\s*(\d+)\s*分?")

#: “等级为中（降一级）”, “等次为良好（优秀比例受限）”.
_LOWERED = re.compile(r"[降下][低调为]?一?[级档等]|降为|受限|比例|名额|否决|破格")


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` (included) to `high` (excluded, except 100) have a grade."""

    grade: str
    low: Decimal
    high: Decimal
    place: Place


def check(facts: Facts) -> Iterator[Finding | Agreement]:
    """Grades of every paragraph, and of the 评分等级 row of forms where a scale is printed."""
    bands = list(bands_of(facts))
    if len(bands) < 3:
        return
    for index, paragraph in facts.document.paragraphs:
        text = half_width(paragraph.text)
        for match in _GIVEN.finditer(text):
            full = _FULL.search(patterns.split("[。；;]", text[: match.start()])[-1] + match[0])
            if (full and Decimal(full[1]) != 100) or _LOWERED.search(
                patterns.split("[。\n]", text[match.start() :])[0]
            ):
                continue  # “满分80分，得分72分，等级为优”: a scale of another height
            place = facts.document.place_in_paragraph(index, match.start("score"), match.end("score"))
            score = Figure(Decimal(match["score"]), match["score"], "分", 0, place)
            band = next((b for b in bands if b.low <= score.value < b.high or score.value == b.high == 100), None)
            if band is None:
                continue
            # Of a limit it is seldom told plainly to which of two grades it belongs.
            touching = [b for b in bands if b.low <= score.value <= b.high and _same(b.grade, match["grade"])]
            band = touching[0] if touching and not _same(band.grade, match["grade"]) else band
            limits = f"[{band.low}, {band.high})"
            if touching:
                yield Agreement(
                    "grade.scale", match["grade"], f"{score} 在 {limits}，等级“{band.grade}”", (place, band.place)
                )
            else:
                yield Finding(
                    "grade.scale",
                    "score",
                    "high",
                    f"得分 {score} 对应等级“{band.grade}”，报告写为“{match['grade']}”",
                    match["grade"],
                    band.grade,
                    f"{score} 在 {limits}",
                    (place, band.place),
                )


def _same(one: str, other: str) -> bool:
    """Whether two words are one grade: 优 and 优秀, but not 合格 and 不合格."""
    return one[0] == other[0] and (one == other or "合格" not in one + other)


def bands_of(facts: Facts) -> Iterator[Band]:
    """The bands of all scales that paragraphs print."""
    for index, paragraph in facts.document.paragraphs:
        text = half_width(paragraph.text)
        if not any(word in text for word in ("优", "良", "合格", "差")):
            continue
        taken: list[tuple[int, int]] = []
        for pattern, low, high in _FORMS:
            for match in patterns.finditer(pattern, text):
                if any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                taken.append(match.span())
                first = Decimal(match[1])
                second = Decimal(match[2]) if low and high else first
                place = facts.document.place_in_paragraph(index, *match.span())
                yield Band(match["grade"], first if low else Decimal(0), second if high else Decimal(100), place)
