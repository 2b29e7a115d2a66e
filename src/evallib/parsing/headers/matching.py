"""Matching (表头识别): a header's words → the concepts that it may mean, by wording, parts of words and likeness.

>>> [reading.value for reading in parse_header("实际支出数（万元）")], [reading.value for reading in parse_header("本年度实际使用资金额")]
(['executed_yuan'], ['executed_yuan'])
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from evallib.parsing.headers.decorations import Undressed, undress
from evallib.parsing.headers.lexicon_data import by_word, concepts
from evallib.parsing.readings import Reading

#: Below this likeness a wording is not even proposed.
FLOOR = 0.27
#: A lead that lets the first candidate stand alone.
LEAD = 0.12
MOST = 4
#: A longer text is a sentence and no header.
LONGEST = 40
#: A reading as good as this needs no shortening of the words.
GOOD = 0.7
MOST_CUT = 4
DENIED = re.compile("[未不非无]")
SHORTEST = 3


def parse_header(text: str, *, above: str = "", neighbours: Sequence[str] = (), values: str = "") -> list[Reading]:
    """The concepts that a header may mean.

    Args:
        text: the header as written.
        above: the merged header over it.
        neighbours: concepts of the columns beside it, where they are known.
        values: the type of the values under it (money, rate, count, decimal, date, text, id), where they were looked at.

    Returns:
        Readings with the concept's name as value and the stated unit, best first. One reading is certain; of several the
        first is proposed and has to be confirmed; none means that the words are not known.

    >>> parse_header("预算执行进度（%）")[0].value, parse_header("承办部门")[0].value, parse_header("天气")
    ('printed_execution_rate', 'agency_responsible', [])
    """
    dressed = undress(text)
    if not dressed.core:
        return []
    scores = dict(_scores(dressed))
    if above and (over := undress(above).core):
        joined = _scores(undress(over + dressed.core))
        for name, (score, why) in joined:
            if score >= 0.85 and score > scores.get(name, (0.0, ""))[0]:
                scores[name] = (score, f"{why}（连同上级表头“{over}”）")
    ranked = sorted(
        ((score + _context(name, neighbours, values, dressed), name, why) for name, (score, why) in scores.items()),
        reverse=True,
    )
    if not ranked or ranked[0][0] < FLOOR:
        return []
    best = ranked[0][0]
    kept = [item for item in ranked[:MOST] if item[0] >= max(FLOOR, best - LEAD)]
    if len(kept) == 1 and best < 0.6:
        kept = [item for item in ranked[:2] if item[0] >= FLOOR / 2]
        if len(kept) == 1:
            return [_reading(kept[0], dressed), _reading((0.0, "", "也可能不是"), dressed)]
    return [_reading(item, dressed) for item in kept]


def is_certain(readings: Sequence[Reading]) -> bool:
    """Whether the readings of a header need no question.

    >>> is_certain(parse_header("全年执行数")), is_certain(parse_header("分值"))
    (True, False)
    """
    return len(readings) == 1


def _reading(item: tuple[float, str, str], dressed: Undressed) -> Reading:
    _, name, why = item
    return Reading(name, dressed.unit, kind="concept", evidence=(why,), rest=dressed.period_text)


@lru_cache(maxsize=16384)
def _scores(dressed: Undressed) -> tuple[tuple[str, tuple[float, str]], ...]:
    core = dressed.core
    if len(core) > LONGEST:
        return ()
    scores: dict[str, tuple[float, str]] = {}
    for rank, name in enumerate(by_word().get(core, ())):
        scores[name] = (1.0 - 0.05 * min(rank, 4), f"词典中有“{core}”")
    alike = _alike(core)
    for concept in concepts().values():
        if concept.name in scores and scores[concept.name][0] >= 1:
            continue
        likeness = alike.get(concept.name, 0.0)
        if concept.parts.fullmatch(core):
            score, why = 0.72 + 0.2 * likeness, f"由“{concept.title}”的词构成"
        else:
            score, why = 0.62 * likeness, f"与“{concept.title}”相近"
        if score > scores.get(concept.name, (0.0, ""))[0] and score >= FLOOR / 2:
            scores[concept.name] = (score, why)
    if max((score for score, _ in scores.values()), default=0.0) < GOOD:
        _add_shortened(core, scores)
    return tuple(scores.items())


def _add_shortened(core: str, scores: dict[str, tuple[float, str]]) -> None:
    """What the words mean without a qualifier in front or in brackets: 政府支出经济分类科目, 目标值(标准), 机构缺编数."""
    bare = re.sub(r"[(\[].*?[)\]]", "", core)
    ways = [(bare, 0.06)] if bare != core and len(bare) > 1 else []
    ways += [
        (bare[cut:], 0.08 * cut)
        for cut in range(1, MOST_CUT + 1)
        if len(bare) - cut >= SHORTEST and not DENIED.search(bare[:cut])  # 未归档工单 is no 归档工单
    ]
    for text, cost in ways:
        for concept in concepts().values():
            if text in concept.words or concept.parts.fullmatch(text):
                score = (0.8 if text in concept.words else 0.7) - cost
                if score > scores.get(concept.name, (0.0, ""))[0]:
                    scores[concept.name] = (score, f"其中的“{text}”是“{concept.title}”的说法")


def _context(name: str, neighbours: Sequence[str], values: str, dressed: Undressed) -> float:
    """What the values under a header and its own unit speak for or against."""
    kind = concepts()[name].type
    bonus = 0.0
    if dressed.unit in {"元", "万元", "千元", "亿元"}:
        bonus += 0.1 if kind in {"money", "group"} else -0.2
    elif dressed.unit == "%":
        bonus += 0.1 if kind in {"rate", "decimal"} else -0.2
    elif dressed.unit in {"件", "人", "次", "户", "份", "个"}:
        bonus += 0.05 if kind in {"count", "decimal", "rate"} else -0.1
    if values:
        fits = {"money": {"money", "decimal", "count"}, "count": {"count", "decimal", "money", "id"}, "decimal": {"decimal", "money", "rate"},
                "rate": {"rate", "decimal"}, "date": {"date"}, "text": {"text", "group"}, "id": {"id", "text"}}  # fmt: skip
        bonus += 0.08 if kind in fits.get(values, set()) else -0.25
    return bonus


def _alike(core: str) -> dict[str, float]:
    """How like the best wording of each concept is: shared pairs of characters, a shared ending counting more."""
    own = _pairs(core)
    shared: Counter[str] = Counter()
    for pair in own:
        shared.update(_words_by_pair().get(pair, ()))
    best: dict[str, float] = {}
    for word, count in shared.items():
        tail = 0.15 if core[-2:] == word[-2:] else 0.0
        likeness = 1.0 if word == core else min(0.98, 2 * count / (len(own) + len(word) + 1) * 0.85 + tail)
        for name in by_word()[word]:
            if likeness > best.get(name, 0.0):
                best[name] = likeness
    return best


@cache
def _words_by_pair() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = defaultdict(list)
    for word in by_word():
        for pair in _pairs(word):
            index[pair].append(word)
    return {pair: tuple(words) for pair, words in index.items()}


def _pairs(text: str) -> frozenset[str]:
    padded = f"^{text}$"
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))
