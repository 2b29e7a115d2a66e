"""Grade words (等级的说法): a scale that names one grade twice or leaves a gap, a higher score with a lower grade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from evallib.audit.checks.grades import Band, bands_of
from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document, Paragraph, Place, Where
from evallib.audit.reading.facts import Facts
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.plain_text import squeeze

_GRADE = r"不合格|不达标|优秀|良好|中等|较好|较差|合格|达标|一般|优|良|中|差"
_LIST = re.compile(
    rf"(?:[“\"]?(?:{_GRADE})[”\"]?[、，,]\s*){{2,}}(?:和|与)?[“\"]?(?:{_GRADE})[”\"]?(?![\u4e00-\u9fff]*率)"
)
_ONE = re.compile(_GRADE)
#: “四个项目的等级依次为优、良、良、中”: what was given to one after the other.
_EACH = re.compile(r"(?:分别|依次|各自|先后)|(?:结果|等级|等次|评定|评)[为是：:]?[“\"]?$")
#: “优秀，得1分；良好，得0.8分”: what each grade gives.
_GIVES = re.compile(rf"(?P<grade>{_GRADE})[”\"]?的?[，,：:]?\s*(?:得|计)\s*(?P<n>\d+(?:\.\d+)?)\s*分")
_BREAK = re.compile(r"[。\n]|[；;]\s*\d[、.)）]")
#: The grades of the scale that ministries print, best first, and the least score of each.
_USUAL = {"优": 90, "良": 80, "中": 60, "差": 0}
_ORDER = {
    "优": 0, "优秀": 0, "良": 1, "良好": 1, "中": 2, "中等": 2, "合格": 2, "一般": 2, "差": 3, "较差": 3, "不合格": 3,
}  # fmt: skip
_TOTAL = re.compile(r"^(?:自评|评价|考核|综合)?(?:总分|总得分|得分合计|合计得分|合计)$")
_LABEL = re.compile(r"^(?:自评|评价|评分|考核|绩效|综合|评定)?(?:等级|等次|档次|级别)$")
_LABELS = ("等级", "等次", "档次", "级别")
#: “综合得分91.5分，评价等级为“优””; “评价等级为“优””, in the first words below a table of scores.
_WHOSE = "评价|自评|评定|绩效|综合"
_ITS = r"(?:评定|确定|认定|定|评)?[为是：]?[“\"]?(?P<grade>[优良中差])(?![\u4e00-\u9fff])"
_SCORED = re.compile(
    r"(?:得分|总分|评分|自评)[为是]?(?P<n>\d{1,3}(?:\.\d{1,2})?)分(?:\(满分100分\))?[，,]?(?:对应|相应|最终)?的?"
    rf"(?:{_WHOSE})*(?:等级|等次|档次|级别|评级|结果|结论){_ITS}"
)
_SCORED_BEHIND = re.compile(
    rf"(?:{_WHOSE})(?:等级|等次|档次|级别|评级|结果|结论){_ITS}[”\"]?[，,](?:{_WHOSE}|总)*(?:得分|总分|评分)[为是]?"
    r"(?P<n>\d{1,3}(?:\.\d{1,2})?)分"
)
_BELOW = re.compile(rf"\s*(?:{_WHOSE})*(?:等级|等次){_ITS}")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
#: Bands of one scale stand together; between whole points it may step by one, unless so many of its bands meet.
NEAR, STEP, LEAST = 2, 1, 2


@dataclass(frozen=True, slots=True)
class _Given:
    """A form's total score and its grade."""

    score: Decimal
    grade: str
    place: Place
    score_place: Place


def check(facts: Facts) -> Iterator[Finding]:
    """Scales as words and as bands, and the grades of forms."""
    document = facts.document
    for text, where, _ in document.worded:
        if "、" not in text and "分" not in text:
            continue
        plain = normalise(text)
        for match in _LIST.finditer(plain) if "、" in plain else ():
            if not _EACH.search(patterns.split("[。；;]", plain[: match.start()])[-1]):
                yield from _twice([(m[0], match.start() + m.start()) for m in _ONE.finditer(match[0])], match[0], where)
        for start, segment in _segments(plain) if "分" in plain else ():
            given = [(m["grade"], start + m.start("grade")) for m in _GIVES.finditer(segment)]
            if len(given) >= 3:
                yield from _twice(given, "、".join(grade for grade, _ in given), where)
    bands = list(bands_of(facts))
    for scale in _scales(bands):
        yield from _steps(scale)
    yield from _forms(list(_given(document)), scaled=len(bands) >= 3)


def _segments(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        yield at, text[at:end]
        at = end


def _twice(grades: Sequence[tuple[str, int]], shown: str, where: Where) -> Iterator[Finding]:
    """The grades of one scale are told once each."""
    words = [grade for grade, _ in grades]
    again = next((at for at, grade in enumerate(words) if grade in words[:at]), None)
    if again is None or len(set(words)) != len(words) - 1:
        return
    grade, start = grades[again]
    first = words.index(grade)
    yield Finding(
        "grade.scale",
        "score",
        "medium",
        f"等级划分中“{grade}”出现两次：{shown}",
        grade,
        "各等级只出现一次",
        shown,
        (where(start, start + len(grade)), where(grades[first][1], grades[first][1] + len(grade))),
    )


def _scales(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """Bands that stand together, best first or worst first."""
    scale: list[Band] = []
    for band in bands:
        if scale and band.place.block - scale[-1].place.block > NEAR:
            yield scale
            scale = []
        scale.append(band)
    if scale:
        yield scale


def _steps(scale: Sequence[Band]) -> Iterator[Finding]:
    """A grade for two bands, and the one limit at which two bands do not meet."""
    if not 3 <= len(scale) <= len(_USUAL) + 1:
        return
    ordered = sorted(scale, key=lambda b: -b.low)
    if ordered != list(scale) and ordered[::-1] != list(scale):
        return
    for grade, alike in groupby(sorted(scale, key=lambda b: b.grade), key=lambda b: b.grade):
        one, *others = alike
        if len(others) == 1:
            yield _scale_finding(f"“{grade}”对应两个分数段", grade, "各等级对应一个分数段", (others[0], one))
    steps = [(upper.low - lower.high, upper, lower) for upper, lower in pairwise(ordered)]
    most = 0 if sum(not step for step, _, _ in steps) >= LEAST else STEP
    gaps = [(upper, lower) for step, upper, lower in steps if not 0 <= step <= most]
    if len(gaps) == 1 and len({b.low for b in scale}) == len(scale):
        upper, lower = gaps[0]
        words = f"“{upper.grade}”从 {upper.low} 分起，“{lower.grade}”到 {lower.high} 分止，两段不相接"
        yield _scale_finding(words, f"{lower.high}分", f"{upper.low}分", (lower, upper))


def _scale_finding(words: str, printed: str, right: str, bands: tuple[Band, Band]) -> Finding:
    shown = "；".join(f"[{b.low}, {b.high}) 为“{b.grade}”" for b in bands)
    return Finding(
        "grade.scale",
        "score",
        "medium",
        f"等级划分前后不合：{words}",
        printed,
        right,
        shown,
        tuple(b.place for b in bands),
    )


def _given(document: Document) -> Iterator[_Given]:
    """Every total score of a form or of a sentence with the grade that it is given."""
    totals: dict[int, tuple[Decimal, Place]] = {}
    for index, table in document.tables:
        graded = any(cell.text.rstrip().endswith(_LABELS) for row in table.rows for cell in row)
        behind = document.blocks[index + 1 : index + 2]
        if not graded and not any(isinstance(b, Paragraph) and _BELOW.match(normalise(b.text)) for b in behind):
            continue
        last: tuple[Decimal, Place] | None = None
        for r, row in enumerate(table.rows):
            cells = [
                (c, squeeze(normalise(cell.text))) for c, cell in enumerate(row) if cell.text and not cell.inherited
            ]
            if any(_TOTAL.match(text) for _, text in cells):
                numbers = [(c, text) for c, text in cells if _NUMBER.fullmatch(text)]
                if len(numbers) >= 2 and Decimal(numbers[0][1]) == 100:
                    c, text = numbers[-1]
                    last = totals[index] = Decimal(text), document.place_in_table(index, r, c)
            at = next((n for n, (_, text) in enumerate(cells) if _LABEL.match(text)), None) if graded else None
            if at is not None and last is not None and at + 1 < len(cells) and cells[at + 1][1] in _ORDER:
                c, grade = cells[at + 1]
                yield _Given(last[0], grade, document.place_in_table(index, r, c), last[1])
                last = None
    for index, paragraph in document.paragraphs:
        if not any(word in paragraph.text for word in _LABELS) and "评" not in paragraph.text:
            continue
        text = normalise(paragraph.text)
        for match in (*_SCORED.finditer(text), *_SCORED_BEHIND.finditer(text)):
            places = [document.place_in_paragraph(index, *match.span(name)) for name in ("grade", "n")]
            yield _Given(Decimal(match["n"]), match["grade"], *places)
        below = _BELOW.match(text)
        if below is not None and (above := totals.get(index - 1)) is not None:
            place = document.place_in_paragraph(index, *below.span("grade"))
            yield _Given(above[0], below["grade"], place, above[1])


def _forms(given: Sequence[_Given], *, scaled: bool) -> Iterator[Finding]:
    """Grades of forms held against those of each other, and against the usual scale where none is printed."""
    told = False
    for one in given:
        worse = [g for g in given if g.score <= one.score and _ORDER[g.grade] < _ORDER[one.grade]]
        better = [g for g in given if g.score >= one.score and _ORDER[g.grade] > _ORDER[one.grade]]
        against = [*worse, *better]
        rest = [g for g in given if g is not one]
        if against and all(_in_order(a, b) for a in rest for b in rest) and not told:
            told = True
            other = against[0]
            sure: Confidence = "medium" if len(rest) >= 2 else "low"
            yield _form_finding(one, other.grade, f"另一张表 {other.score} 分为“{other.grade}”", sure, other.place)
    for one in given if not scaled and not told else ():
        usual = next(grade for grade, least in _USUAL.items() if one.score >= least)
        if one.grade in _USUAL and one.grade != usual:
            yield _form_finding(one, usual, f"通常 {_USUAL[usual]} 分以上为“{usual}”", "low")


def _in_order(a: _Given, b: _Given) -> bool:
    return not (a.score >= b.score and _ORDER[a.grade] > _ORDER[b.grade])


def _form_finding(one: _Given, right: str, words: str, sure: Confidence, *others: Place) -> Finding:
    return Finding(
        "grade.scale",
        "score",
        sure,
        f"得分 {one.score} 分的等级写为“{one.grade}”，{words}",
        one.grade,
        right,
        words,
        (one.place, one.score_place, *others),
        ("等级写错", "另有划分标准") if sure == "low" else (),
    )
