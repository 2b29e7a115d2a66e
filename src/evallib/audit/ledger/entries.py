"""Entries (台账条目): every figure of a document with its name, its place and its part in the sentence or table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise

from evallib.audit.reading.document import Document, Paragraph, Place
from evallib.parsing.claims.cues import direction_of, is_base, is_budget, is_whole, role_of, whole_words
from evallib.parsing.claims.measures import CASE_WORDS, PEOPLE_WORDS
from evallib.parsing.claims.mentions import Mention
from evallib.parsing.claims.passages import Spot, read_passage
from evallib.parsing.plain_text import squeeze

_NOTHING = Fraction(0)
_FINER = Fraction(1, 20)
#: “过程20分，得18.5分”: the marks that could be gained make up no sum with those that were.
FULL_MARKS = "full_marks"
_GAINED = re.compile(r"\s*[)）]?\s*[，,]?\s*(?:自评|实际|实)?(?:获?得|折)(?:分)?为?\s*$")
_PERIOD = re.compile(r"(?P<year>(?:19|20)\d\d)\s*年(?:\s*(?P<month>\d{1,2})\s*月)?")
_MEAN = re.compile(r"[人户]均")
_TAKES_APART = re.compile(r"其中|按|分|构成")
#: Rows of amounts of so many years.
ROW, _JOINED = 5, re.compile(r"\s*(?:[、,，]|[和及与])\s*")
#: A vote is that of one person.
_PEOPLE = ("人", "户", "名", "票", "人次")


@dataclass(slots=True, eq=False)
class Entry:
    """One printed figure (数字).

    Args:
        index: its number in the ledger.
        mention: value, precision, unit.
        place: where it stands.
        label: what it counts, as the words say.
        role: the part it plays, see `evallib.parsing.claims.cues.role_of`; "cell" in a table.
        paragraph, sentence: numbers in the document; a cell has its block and −1.
        section: the heading above.
        period: the year (and month) named last before it, "" if none.
        spot: the words around it; None in a table.
        direction: 1 where the words say more, −1 where they say less.
        whole: what the words say that it is a share of.
        is_whole, is_base, is_budget: whether it is called a total, of an earlier time, a plan.
        depth: how many brackets it stands in.
        path: title and header of a cell.
    """

    index: int
    mention: Mention
    place: Place
    label: str
    role: str
    paragraph: int
    sentence: int
    section: str = ""
    period: str = ""
    spot: Spot | None = None
    direction: int = 0
    whole: str = ""
    is_whole: bool = False
    is_base: bool = False
    is_budget: bool = False
    depth: int = 0
    path: tuple[str, ...] = field(default=())
    rough: float = field(init=False, default=0.0)
    rough_half: float = field(init=False, default=0.0)
    half: Fraction = field(init=False, default=Fraction(0))
    value: Fraction = field(init=False, default=Fraction(0))
    dimension: str = field(init=False, default="")
    is_amount: bool = field(init=False, default=True)
    step: float = field(init=False, default=0.0)
    _printed: str = field(init=False, default="", repr=False)

    def __post_init__(self) -> None:
        """The value in 元, items and per cent, half a unit of its last place (0 for whole things), both as floats."""
        self.value, self.dimension = self.mention.value, self.mention.dimension
        # Years of age of different people are no parts of anything.
        self.is_amount = self.dimension not in {"percent", "points", "times", "age"} and self.role != "bare"
        half = self.mention.half
        self.rough = self.value.numerator / self.value.denominator
        self.step = half.numerator / half.denominator
        exact = self.mention.exact
        self.half, self.rough_half = (_NOTHING, 0.0) if exact else (half, self.step)

    def __str__(self) -> str:
        if not self._printed:
            text = squeeze(self.mention.text)
            # A bare number of a table is told with the unit of its header.
            told = self.role != "cell" or text.endswith(self.mention.unit)
            self._printed = text if told else text + self.mention.unit
        return self._printed


def read_prose(document: Document, first: int = 0) -> list[Entry]:
    """The figures of all paragraphs, in order."""
    entries: list[Entry] = []
    sentence = 0
    for number, paragraph in document.paragraphs:
        spots = _means_rounded(read_passage(paragraph.text))
        periods = _periods(paragraph.text)
        offset = sentence
        finer = any(s.mention.dimension == "percent" and s.mention.decimals for s in spots)
        for spot in spots:
            mention = _unrounded(spot.mention) if finer else spot.mention
            role = role_of(spot)
            place = document.place_in_paragraph(number, mention.start, mention.end)
            entries.append(
                Entry(
                    first + len(entries),
                    mention,
                    place,
                    spot.label,
                    role,
                    number,
                    offset + spot.sentence,
                    paragraph.section,
                    next((p for at, p in reversed(periods) if at < mention.start), ""),
                    spot,
                    direction_of(spot.head),
                    whole_words(spot.head),
                    is_whole(spot),
                    is_base(spot),
                    is_budget(spot),
                    spot.depth,
                )
            )
            sentence = max(sentence, offset + spot.sentence)
        sentence += 1
    for entry, behind in pairwise(entries):
        if entry.dimension == behind.dimension == "score" and entry.sentence == behind.sentence:
            entry.dimension = FULL_MARKS if behind.spot and _GAINED.match(behind.spot.gap) else "score"
        elif _is_rate_of_change(entry, behind):
            behind.role, behind.direction = "growth", entry.direction
    return entries


def _is_rate_of_change(change: Entry, behind: Entry) -> bool:
    """“较上年减少12.4万元（58.77%）”: a bare rate in the bracket right behind a change is that of the change."""
    if behind.role != "bare" or behind.dimension != "percent" or behind.spot is None:
        return False
    told = change.role == "change" and change.direction != 0 and change.is_amount
    return told and change.sentence == behind.sentence and behind.spot.gap.strip() == "("


def _means_rounded(spots: Sequence[Spot]) -> list[Spot]:
    """“人均收入33181元，其中工资性收入12413元”: means in whole 元 are rounded, and so are the parts of a mean."""
    found: list[Spot] = []
    mean: Spot | None = None
    for spot in spots:
        money = spot.mention.dimension == "money"
        if money and _MEAN.search(spot.label):
            mean = spot
        elif money and mean and (spot.mention.scale > 1 or not _goes_on(mean, spot)):
            mean = None
        rounded = money and mean is not None and not spot.mention.decimals
        found.append(replace(spot, mention=replace(spot.mention, rounded=True)) if rounded else spot)
    return found


def _goes_on(mean: Spot, spot: Spot) -> bool:
    return mean.sentence == spot.sentence or _TAKES_APART.search(spot.gap) is not None


def _unrounded(mention: Mention) -> Mention:
    """“办结率100%” among rates like 98.25%: nobody rounds 99.6% to 100% beside them."""
    whole = mention.dimension == "percent" and not mention.decimals and mention.value in {0, 100}
    return replace(mention, half=_FINER) if whole else mention


def _periods(text: str) -> list[tuple[int, str]]:
    return [(m.start(), m["year"] + (f"-{int(m['month']):02d}" if m["month"] else "")) for m in _PERIOD.finditer(text)]


#: Measured in units that are read as they are printed: 吨 beside 公斤, 亩 beside 公顷.
MEASURED = frozenset({"mass", "area", "length", "depth", "volume", "density", "currency"})


def alike(a: Entry, b: Entry) -> bool:
    """Whether two figures can be added: same dimension, and for measures the same unit of measure."""
    if a.dimension == b.dimension:
        return a.dimension not in MEASURED or bare_unit(a.mention.unit) == bare_unit(b.mention.unit)
    return _alike(a.dimension, b.dimension)


@cache
def _alike(a: str, b: str) -> bool:
    kinds = {a, b}
    # “990.14万” beside amounts is money, beside counts a count; a bare number of a table may be either.
    return kinds <= {"", "scaled", "count"} or kinds in ({"scaled", "money"}, {"score", FULL_MARKS})


def addable(a: Entry, b: Entry) -> bool:
    """Whether two figures can stand in one sum: letters and calls can, people and cases cannot."""
    if a.dimension != b.dimension and not (
        _alike(a.dimension, b.dimension) and ("cell" in {a.role, b.role} or "scaled" in {a.dimension, b.dimension})
    ):
        return False
    if a.dimension in MEASURED:
        return alike(a, b)
    return a.dimension != "count" or a.mention.unit == b.mention.unit or _one_unit(a.mention.unit, b.mention.unit)


def are_of_two_kinds(*entries: Entry) -> bool:
    """Whether some figures count people and the others do not: then none is a part of the other."""
    return len({e.mention.unit.endswith(_PEOPLE) for e in entries}) > 1


def listed_together(a: Entry, b: Entry) -> bool:
    """Whether two figures can stand in one list: in “612、588和640个” the unit is told once."""
    return addable(a, b) or ("" in {a.dimension, b.dimension} and {a.dimension, b.dimension} <= {"", "count"})


def are_equal(a: Entry, b: Entry) -> bool:
    """Whether two figures are the same, as far as the rounder one of them tells."""
    return abs(a.value - b.value) <= max(a.mention.half, b.mention.half)


def stand_in_row(a: Entry, b: Entry) -> bool:
    """“近三年分别为A、B和C”: two of a row of amounts without names of their own, of which none is a part of another."""
    first, last = sorted((a, b), key=lambda e: e.index)
    joined = last.spot is not None and bool(_JOINED.fullmatch(last.spot.gap))
    return joined and first.sentence == last.sentence and 0 < last.index - first.index <= ROW


def bare_unit(unit: str) -> str:
    """A unit without what it is multiplied by: 人 for 万人."""
    return unit.lstrip("万亿千百")


#: What sites, firms and offices are counted in.
_BODIES = frozenset({"个", "家"})


@lru_cache(maxsize=4096)
def _one_unit(a: str, b: str) -> bool:
    units = {bare_unit(a), bare_unit(b)} - {""}
    return len(units) < 2 or units <= CASE_WORDS or units <= PEOPLE_WORDS or units <= _BODIES


def paragraph_of(document: Document, entry: Entry) -> str:
    """The text around an entry of a paragraph."""
    block = document.blocks[entry.place.block]
    return block.text if isinstance(block, Paragraph) else ""
