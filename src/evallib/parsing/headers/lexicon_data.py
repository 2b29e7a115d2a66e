"""The lexicon of headers (表头词典) as data: concept → title, type of values, wordings, parts of words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "lexicon"
KIN = Path(__file__).parent / "kin.yaml"


#: More would be a list and no question.
BLOCK = 16
MOST_KIN = 3


@dataclass(frozen=True, slots=True)
class Concept:
    """What a column may mean: its Chinese title, type of values, wordings met, and patterns over parts of words.

    `field` is the sort of tables in which it is at home: budget, form, goods, requests, staff or survey.
    """

    name: str
    title: str
    type: str
    field: str
    words: tuple[str, ...]
    parts: re.Pattern[str]


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by name.

    >>> concepts()["executed_yuan"].title
    '全年执行数'
    """
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, entry in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader).items():
            pattern = re.compile("|".join(f"(?:{part})" for part in entry["parts"]))
            found[name] = Concept(name, entry["title"], entry["type"], path.stem, tuple(entry["words"]), pattern)
    return found


@cache
def _blocks() -> list[tuple[re.Pattern[str], list[Concept]]]:
    """Concepts in blocks, each with their patterns in one: most texts fit none, and then few have to be asked alone."""
    every = list(concepts().values())
    blocks = [every[first : first + BLOCK] for first in range(0, len(every), BLOCK)]
    return [(re.compile("|".join(f"(?:{concept.parts.pattern})" for concept in block)), block) for block in blocks]


@lru_cache(maxsize=65536)
def by_parts(text: str) -> frozenset[str]:
    """The concepts whose parts of words make up a text.

    >>> "executed_yuan" in by_parts("全年执行数"), by_parts("天气")
    (True, frozenset())
    """
    fitting = (block for pattern, block in _blocks() if pattern.fullmatch(text))
    return frozenset(concept.name for block in fitting for concept in block if concept.parts.fullmatch(text))


@cache
def _kin() -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    entries = yaml.load(KIN.read_text("utf-8"), yaml.CSafeLoader)
    return tuple((tuple(entry["concepts"]), re.compile(entry["words"])) for entry in entries)


@cache
def kin_of(name: str, core: str) -> tuple[str, ...]:
    """The concepts written with the words of one, itself included, the likelier first; none where the words decide.

    >>> kin_of("organisation", "使用部门"), kin_of("agency_responsible", "承办部门")
    (('department', 'organisation'), ())
    """
    return next(
        (names[:MOST_KIN] for names, words in _kin() if name in names and words.fullmatch(core)),
        (),
    )


@cache
def by_word() -> dict[str, tuple[str, ...]]:
    """Concepts by wording, those for which it is the more usual word first.

    >>> by_word()["全年执行数"]
    ('executed_yuan',)
    """
    ranks: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for concept in concepts().values():
        for rank, word in enumerate(concept.words):
            ranks[word].append((rank, concept.name))
    return {word: tuple(name for _, name in sorted(found)) for word, found in ranks.items()}


def by_word_of(concept: str) -> tuple[str, ...]:
    """The wordings that the lexicon knows for a concept.

    >>> "全年执行数" in by_word_of("executed_yuan")
    True
    """
    return concepts()[concept].words
