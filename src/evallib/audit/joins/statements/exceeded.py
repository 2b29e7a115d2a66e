"""Exceeded points (得分超过分值): “过程20分得21.7分”, and a row of a table whose score lies above what can be had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document
from evallib.audit.reading.figures import Figure
from evallib.audit.reading.grid import Grid
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.plain_text import half_width

_N = r"\d{1,3}(?:\.\d{1,2})?"
_PAIR = re.compile(
    rf"(?<![\d.])(?P<full>{_N})分[)）”\"]?[，,]?\s*(?:实际|自评|评价|本次|最终)?(?:实?得|"
    rf"获得?|得分为?)(?:了)?\s*(?P<got>{_N})\s*分(?![钟之])"
)
_TOLD = re.compile(
    rf"(?:满分|分值|权重)(?:为|是|：)?\s*(?P<full>{_N})分[^。；;，\d]{{0,4}}[，,][^。；;\d]{{0,12}}得"
    rf"(?:分(?:为)?)?\s*(?P<got>{_N})\s*分(?![钟之])(?!\s*[(（](?:满分|分值|权重))"
)
_EXTRA = re.compile(r"加分|附加|奖励|超额|上不封顶|额外|原始|折算|换算|百分制")
_FULL = re.compile(r"^(?:指标|标准|评价|考核|年度)?(?:分值|权重|权重分|标准分|满分|基本分|赋分)(?:\(分\))?$")
_GOT = re.compile(r"^(?:指标|自评|评价|考核|实际|最终|复核)?(?:得分|实得分|评分|自评分)(?:\(分\))?$")
_OWN_FULL = re.compile(r"\((?P<full>\d{1,3})分\)$")
#: “扣1分，得9分”: not what can be had.
_OF_ALL = re.compile(r"综合|总得?分|合计|总评")
_LESS = re.compile(r"[扣减加失差每罚]")
_SCORE_TOO = re.compile(r"(?:[得评获]|得分|评分)[分为了]?\s*(?:\d+(?:\.\d+)?分[(（])?$|[自初复终]评|上[次年期]|去年")
LEAST = 3


def check(document: Document, grids: Sequence[Grid]) -> Iterator[Finding]:
    """Scores above their points, in sentences and in tables."""
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        if "分" not in text or _EXTRA.search(text):
            continue
        for match in [*_PAIR.finditer(text), *_TOLD.finditer(text)]:
            before = patterns.split("[，,。；;]", text[: match.start()])[-1]
            if _LESS.search(before[-4:]) or "每" in before or _SCORE_TOO.search(before):
                continue  # “初评82.5分，最终得84.1分”: two scores; “每组织1次2分，得8分”: the points of one of several
            if _OF_ALL.search(match[0]):
                continue  # “效益18.2分（满分20分），综合得分93.54分”: the score of all of it
            if float(match["got"]) > float(match["full"]) > 0:
                places = tuple(document.place_in_paragraph(index, *match.span(name)) for name in ("got", "full"))
                yield Finding(
                    "score.limit",
                    "score",
                    "high",
                    f"得分超过分值：分值 {match['full']} 分，得 {match['got']} 分",
                    f"{match['got']}分",
                    f"不超过{match['full']}分",
                    f"{match['got']} > {match['full']}",
                    places,
                )
    for grid in grids:
        yield from _rows(grid)


def _rows(grid: Grid) -> Iterator[Finding]:
    """The one row above its points where no other is; a column of other things lies above them in many rows."""
    labels = {column: half_width(head.label) for column, head in grid.heads.items()}
    full = [c for c, label in labels.items() if _FULL.match(label)]
    got = [c for c, label in labels.items() if _GOT.match(label)]
    pairs = [(full[0], c) for c in got] if len(full) == 1 else []
    for limit, column in pairs:
        both = [
            (r.label, r.figures[column], r.figures[limit]) for r in grid.rows if {limit, column} <= r.figures.keys()
        ]
        yield from _told([(label, f, full.value, full) for label, f, full in both if "%" not in f.unit + full.unit])
    for column, label in labels.items():
        match = _OWN_FULL.search(label)
        if match and "加分" not in label:
            cells = [(r.label, r.figures[column]) for r in grid.rows if column in r.figures]
            yield from _told([(label, f, Decimal(match["full"]), None) for label, f in cells])


def _told(rows: Sequence[tuple[str, Figure, Decimal, Figure | None]]) -> Iterator[Finding]:
    over = [row for row in rows if row[1].value > row[2] > 0]
    if len(over) != 1 or len(rows) < LEAST + 1 or any(_EXTRA.search(label) for label, *_ in rows):
        return
    label, figure, full, cell = over[0]
    yield Finding(
        "score.limit",
        "score",
        "high",
        f"得分超过分值：“{label}”分值 {full}，得分 {figure.text}",
        figure.text,
        f"不超过{full}",
        f"{figure.text} > {full}；其余 {len(rows) - 1} 行均不超过分值",
        (figure.place,) if cell is None else (figure.place, cell.place),
    )
