"""Values as words (值的含义): what the texts under a header say of the column, where the header itself says little.

>>> (
...     concept_of(["满意", "基本满意", "不满意"]).value,
...     concept_of(["公开招标", "询价"]).value,
...     concept_of(["甲", "乙"]),
...     concept_of([]),
... )
('option', 'procurement', None, None)
>>> [
...     reading.value if (reading := concept_of(texts)) else None
...     for texts in (
...         ["执行率", "办结率"],
...         ["办结率", "办结率"],
...         ["联系率", "办结率", "解决率", "个"],
...         ["联系率", "办结率", "个"],
...         ["满意", "不满意", "满意", "好"],
...         ["满意", "不满意", "好", "好"],
...     )
... ]
['indicator', None, 'indicator', None, 'option', None]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from evallib.parsing.headers.matching import parse_header
from evallib.parsing.plain_text import plain
from evallib.parsing.readings import Reading

WORDS = Path(__file__).parent / "value_words.yaml"
#: Such a part of the texts has to be values of the concept.
MOST = 0.75
#: Names of rates are no closed list; the lexicon of headers knows them.
RATES, FEWEST_RATES, LONGEST_RATE = "indicator", 2, 14
OVER_RATES = frozenset({"category", "line_name", "item", "project_name", "topic", "level1", "level3", "explanation"})


@dataclass(frozen=True, slots=True)
class _Values:
    concept: str
    values: re.Pattern[str]
    must: re.Pattern[str] | None
    distinct: int
    over: frozenset[str]


def concept_of(texts: Sequence[str]) -> Reading | None:
    """The concept whose values most of some texts are; None where there is none.

    Args:
        texts: what stands under a header, without blanks.

    Returns:
        A reading with the concept as value, and in its evidence some of the texts.
    """
    plains = tuple(plain(text) for text in texts)
    if not plains:
        return None
    for known in _known():
        fitting = [text for text in plains if known.values.fullmatch(text)]
        if len(fitting) < MOST * len(plains) or len(set(fitting)) < known.distinct:
            continue
        if known.must is None or any(known.must.search(text) for text in fitting):
            return _reading(known.concept, fitting)
    rates = [text for text in plains if _is_rate(text)]
    if len(set(rates)) >= FEWEST_RATES and len(rates) >= MOST * len(plains):
        return _reading(RATES, rates)
    return None


def corrects(concept: str, word: str) -> bool:
    """Whether values of a concept are believed against a header whose words name another concept.

    >>> corrects("option", "category"), corrects("option", "agency_responsible")
    (True, False)
    >>> corrects("indicator", "category"), corrects("indicator", "agency_responsible")
    (True, False)
    """
    if concept == RATES:
        return word in OVER_RATES
    return any(word in known.over for known in _known() if known.concept == concept)


def _reading(concept: str, texts: Sequence[str]) -> Reading:
    shown = "、".join(list(dict.fromkeys(texts))[:3])
    return Reading(concept, kind="concept", evidence=(f"列中写的是“{shown}”",))


@cache
def _is_rate(text: str) -> bool:
    if not text.endswith(("率", "度")) or len(text) > LONGEST_RATE:
        return False
    return any(reading.value.endswith("_rate") for reading in parse_header(text)[:1] if isinstance(reading.value, str))


@cache
def _known() -> tuple[_Values, ...]:
    return tuple(
        _Values(
            entry["concept"],
            re.compile(entry["values"]),
            re.compile(entry["must"]) if "must" in entry else None,
            entry["distinct"],
            frozenset(entry["over"]),
        )
        for entry in yaml.load(WORDS.read_text("utf-8"), yaml.CSafeLoader)
    )
