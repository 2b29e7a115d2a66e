"""Candidates (候选概念): how well each concept's wordings fit a header's words, as a whole, by parts, by likeness.

>>> from evallib.parsing.headers.decorations import undress
>>> max(candidates(undress("实际支出数（万元）")), key=lambda item: item[1])[0]
'executed_yuan'
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache

from evallib.model import patterns
from evallib.parsing.headers.decorations import Undressed
from evallib.parsing.headers.lexicon_data import by_parts, by_word, concepts

#: Below this likeness a wording is not even proposed.
FLOOR = 0.27
#: A longer text is a sentence and no header.
LONGEST = 40
#: A reading as good as this needs no shortening of the words.
GOOD = 0.7
MOST_CUT = 4
PART, WORDING, BUILT, ALIKE = "其中的", "词典中", "由", "与"
#: Cut off in front, these leave another thing: 未归档工单, 上年实际值, an average of months.
DENIED = re.compile("[未不非无]|平均|[上去往]年|上[月期季]|同期|下年|预计")
SHORTEST = 3


@lru_cache(maxsize=16384)
def candidates(dressed: Undressed) -> tuple[tuple[str, tuple[float, str]], ...]:
    """Every concept that a header's words may mean, with a score up to 1 and the reason for it.

    Args:
        dressed: the header without its decorations.
    """
    core = dressed.core
    if len(core) > LONGEST:
        return ()
    scores: dict[str, tuple[float, str]] = {}
    for rank, name in enumerate(by_word().get(core, ())):
        scores[name] = (1.0 - 0.05 * min(rank, 4), f"{WORDING}有“{core}”")
    alike, whole = _alike(core), by_parts(core)
    for concept in concepts().values():
        if concept.name not in alike and concept.name not in whole:  # most of them
            continue
        likeness = alike.get(concept.name, 0.0)
        if concept.name in whole:
            score, why = 0.72 + 0.2 * likeness, f"{BUILT}“{concept.title}”的词构成"
        else:
            score, why = 0.62 * likeness, f"{ALIKE}“{concept.title}”相近"
        if score > scores.get(concept.name, (0.0, ""))[0] and score >= FLOOR / 2:
            scores[concept.name] = (score, why)
    if max((score for score, _ in scores.values()), default=0.0) < GOOD:
        _add_shortened(core, scores)
    return tuple(scores.items())


def _add_shortened(core: str, scores: dict[str, tuple[float, str]]) -> None:
    """What the words mean without a qualifier before or in brackets: 政府支出经济分类科目, 目标值(标准), 机构缺编数."""
    bare = patterns.sub(r"[(\[].*?[)\]]", "", core)
    ways = [(bare, 0.06)] if bare != core and len(bare) > 1 else []
    ways += [
        (bare[cut:], 0.08 * cut)
        for cut in range(1, MOST_CUT + 1)
        if len(bare) - cut >= SHORTEST and not DENIED.search(bare[:cut]) and "平均" not in bare
    ]
    for text, cost in ways:
        worded, built = frozenset(by_word().get(text, ())), by_parts(text)
        for name in (name for name in concepts() if name in worded or name in built) if worded or built else ():
            score = (0.8 if name in worded else 0.7) - cost
            if score > scores.get(name, (0.0, ""))[0]:
                scores[name] = (score, f"{PART}“{text}”是“{concepts()[name].title}”的说法")


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
