"""Headers of order exports (工单表头): which field a header names, read from its parts where no list knows it.

A Chinese header is a subject (工单, 诉求, 案件 …), a verb or noun that tells what is meant (受理, 承办, 来电 …) and a
tail that tells the kind of value (时间, 单位, 编号 …); an English one is a run of words. The tables of parts stand in
`evallib.parsing.orders.request_header_words`. A header whose parts say that it is about something else is no field at
all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from evallib.model import patterns
from evallib.model.requests import RequestSchema
from evallib.parsing.orders.request_header_words import (
    CHINESE,
    ENGLISH,
    ENGLISH_SUBJECT,
    JOINED,
    NO_FIELD,
    SUBJECTS,
)

#: How sure a claim is, by where it comes from; the surest wins.
MAPPING, CANONICAL, ALIAS, PARTS = 4, 3, 2, 1
SOURCES = {MAPPING: "映射文件", CANONICAL: "标准表头", ALIAS: "已知写法", PARTS: "按字面推断"}

#: What is longer is a cell of text.
LONGEST = 40

_BRACKETS = re.compile(r"[(\[【<].*?[)\]】>]")
_NOISE = re.compile(r"[\s*_:：、，,.。“”\"'‘’#\-/\\]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\s_\-./]+")
_SUBJECTS = re.compile(rf"^(?:{SUBJECTS})+(?=.)")
_ENGLISH_SUBJECT = re.compile(rf"^{ENGLISH_SUBJECT}(?=.)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A header's claim to a field: where it comes from, and its place among others from there (0 is the best)."""

    field: str
    source: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Which column a field was taken from, and which others had claimed it (indices of headers)."""

    column: int
    claim: Claim
    others: tuple[int, ...] = ()


@lru_cache(maxsize=8192)
def bare_header(text: str) -> str:
    r"""A header without what exports vary: width, case, spaces, brackets, stars, punctuation.

    >>> bare_header(" 受理\n时间（精确到分）*"), bare_header("Closed_Date") == bare_header("closed date")
    ('受理时间', True)
    """
    text = unicodedata.normalize("NFKC", text).lower()
    return _NOISE.sub("", _BRACKETS.sub("", text)) or _NOISE.sub("", text)


@cache
def read_header(text: str) -> Claim | None:
    """The field that a header names by its parts, or None.

    >>> [(claim.field if (claim := read_header(text)) else None) for text in
    ...  ("信访件受理日期", "处置截止时间", "二级承办单位简称", "协办单位意见", "被反映街乡镇", "sr_closed_date")]
    ['requested_datetime', 'expected_datetime', 'agency_responsible', None, 'unit', 'closed_datetime']
    """
    if len(text) > LONGEST or not text:
        return None
    if not patterns.search(r"[\u4e00-\u9fff]", text):
        return _english(text)
    bare = bare_header(text)
    if patterns.search(NO_FIELD, bare):
        return None
    # The subject is taken off only where something that tells more is left: 案件编号, but not 案件.
    short = _SUBJECTS.sub("", bare)
    for place, (field, pattern) in enumerate(_compiled(CHINESE)):
        if pattern.fullmatch(bare) or (short != bare and pattern.fullmatch(short)):
            return Claim(field, PARTS, place)
    return None


@cache
def _compiled(table: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(pattern)) for field, pattern in table)


def known_headers(schema: RequestSchema) -> dict[str, Claim]:
    """Claims by bare header that lists tell: the mapping file's, then labels and names, then aliases.

    >>> from evallib.model.requests import load_schema
    >>> known_headers(load_schema())[bare_header("案件 编号*（必填）")].field
    'service_request_id'
    """
    found: dict[str, Claim] = {}
    for field in schema.columns:
        for place, text in enumerate(field.aliases):
            found.setdefault(bare_header(text), Claim(field.name, ALIAS, place))
    for field in schema.columns:
        found |= {bare_header(text): Claim(field.name, CANONICAL) for text in (field.label, field.name)}
    for name, texts in schema.mapped.items():
        found |= {bare_header(text): Claim(name, MAPPING, place) for place, text in enumerate(texts)}
    return found


def choose_columns(claims: Sequence[Claim | None], fits: Mapping[int, float] | None = None) -> dict[str, Choice]:
    """One column for each claimed field: the surest source, then what its values say, then the better wording.

    Args:
        claims: each column's claim.
        fits: by column, the share of its values that are of the field's type; where it is told, a column none of whose
            values fit gives way to one whose values do.

    >>> claims = [Claim("requested_datetime", ALIAS, 3), Claim("requested_datetime", CANONICAL), None]
    >>> choose_columns(claims)["requested_datetime"].column, choose_columns(claims)["requested_datetime"].others
    (1, (0,))
    >>> [choose_columns(claims, {1: share})["requested_datetime"].column for share in (0.49, 0.5)]
    [0, 1]
    """
    fits = fits or {}
    found: dict[str, list[int]] = {}
    for index, claim in enumerate(claims):
        if claim is not None:
            found.setdefault(claim.field, []).append(index)
    chosen = {}
    for field, columns in found.items():

        def rank(index: int) -> tuple[float, ...]:
            claim = claims[index]
            assert claim is not None
            empty = claim.source != MAPPING and fits.get(index, 1.0) < 0.5
            return (empty, -claim.source, claim.place, index)

        first, *rest = sorted(columns, key=rank)
        claim = claims[first]
        assert claim is not None
        chosen[field] = Choice(first, claim, tuple(rest))
    return chosen


def _english(text: str) -> Claim | None:
    words = [word.lower() for word in _CAMEL.split(unicodedata.normalize("NFKC", _BRACKETS.sub("", text))) if word]
    joined = " ".join(part for word in words for part in _split_words(word))
    short = _ENGLISH_SUBJECT.sub("", joined)
    for place, (field, pattern) in enumerate(_compiled(ENGLISH)):
        if pattern.fullmatch(joined) or (short and short != joined and pattern.fullmatch(short)):
            return Claim(field, PARTS, place)
    return None


def _split_words(word: str) -> list[str]:
    """The words that were written as one, the fewest; the word itself where it is not made of known ones.

    >>> _split_words("openeddatetime"), _split_words("closed"), _split_words("zipcode")
    (['opened', 'datetime'], ['closed'], ['zipcode'])
    """
    ways: dict[int, list[str]] = {0: []}
    for end in range(1, len(word) + 1):
        parts = [[*ways[start], word[start:end]] for start in range(end) if start in ways and word[start:end] in JOINED]
        if parts:
            ways[end] = min(parts, key=len)
    return ways.get(len(word), [word])
