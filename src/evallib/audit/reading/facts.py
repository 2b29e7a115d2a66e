"""Facts (已提取的事实): everything that the checks ask a document for, computed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from evallib.audit.checks.score_rows import ScoreRow, read_score_rows
from evallib.audit.reading.document import Document
from evallib.audit.reading.figures import Figure, figure_of
from evallib.audit.reading.grid import Grid, read_grids
from evallib.parsing.claims.mentions import find_mentions
from evallib.parsing.plain_text import half_width, squeeze

_CLAUSE = re.compile(r"[，,；;。！？!?、：:（(）)“”\"\n]")
_YEAR = re.compile(r"(20\d\d)\s*年")
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, with the figures in it; offsets are those of the paragraph."""

    block: int
    start: int
    text: str
    figures: tuple[Figure, ...]

    def between(self, left: Figure | None, right: Figure) -> str:
        """The words between two figures (or from the beginning)."""
        start = left.place.end - self.start if left else 0
        return self.text[start : right.place.start - self.start]

    def after(self, figure: Figure) -> str:
        """The words behind a figure."""
        return self.text[figure.place.end - self.start :]

    def before(self, figure: Figure) -> str:
        """The words in front of a figure."""
        return self.text[: figure.place.start - self.start]


@dataclass(frozen=True)
class Facts:
    """A document with its grids, sentences and score rows."""

    document: Document

    @cached_property
    def grids(self) -> list[Grid]:
        """Tables as figures under named columns."""
        return read_grids(self.document)

    @cached_property
    def score_rows(self) -> list[list[ScoreRow]]:
        """Indicators, one list per table that has them."""
        return [rows for grid in self.grids if (rows := read_score_rows(grid))]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences of all paragraphs."""
        found = []
        for index, paragraph in self.document.paragraphs:
            text = half_width(paragraph.text)
            figures = self._figures(index, text)
            for match in _SENTENCE.finditer(text):
                if not match[0].strip():
                    continue
                inside = tuple(f for f in figures if match.start() <= f.place.start < match.end())
                found.append(Sentence(index, match.start(), match[0], inside))
        return found

    @cached_property
    def prose(self) -> list[Figure]:
        """All figures of all paragraphs."""
        return [figure for sentence in self.sentences for figure in sentence.figures]

    def prose_of(self, block: int) -> list[Figure]:
        """The figures of one paragraph."""
        return self._by_block.get(block, [])

    @cached_property
    def _by_block(self) -> dict[int, list[Figure]]:
        found: dict[int, list[Figure]] = {}
        for figure in self.prose:
            found.setdefault(figure.place.block, []).append(figure)
        return found

    def _figures(self, index: int, text: str) -> list[Figure]:
        figures = []
        years = [(match.start(), match[1]) for match in _YEAR.finditer(text)]
        last = 0
        for mention in find_mentions(text):
            clause = last
            for match in _CLAUSE.finditer(text, last, mention.start):
                clause = match.end()
            label = squeeze(text[clause : mention.start])
            if not label:
                label = squeeze(_CLAUSE.split(text[last : mention.start].rstrip("：:（( "))[-1])
            period = next((year for start, year in reversed(years) if start < mention.start), "")
            place = self.document.place_in_paragraph(index, mention.start, mention.end)
            figures.append(figure_of(mention, place, "", label, period))
            last = mention.end
        return figures
