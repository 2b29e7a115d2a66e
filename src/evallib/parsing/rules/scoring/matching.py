"""Which name is meant: keys of a value against the cases of a rule, and a word against printed words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evallib.model import patterns
from evallib.parsing.rules.grammar.outline import CIRCLED

_EMPTY = set('的了在和与及或等、,;。()“”"每有为被对是按一其各项次件处')


def likeness(key: str, name: str) -> float:
    """How far a short name is contained in a longer one, 0 to 1 and more for runs of characters.

    >>> likeness("落叶", "落叶、纸屑未清扫") > likeness("过夜", "落叶、纸屑未清扫")
    True
    >>> likeness("的", "落叶的清扫"), likeness("", "落叶"), likeness("落叶", "落叶"), likeness("①", "①落叶")
    (0.0, 0.0, 3.0, 4.0)
    >>> [
    ...     round(likeness(key, name), 3)
    ...     for key, name in (
    ...         ("迟到", "迟到早退"),
    ...         ("早退", "迟到早退"),
    ...         ("迟到早退", "迟到"),
    ...         ("未清扫", "落叶清扫"),
    ...         ("未清", "落叶清扫"),
    ...         ("未清扫", "落叶未清扫"),
    ...         ("未清扫", "落叶少清扫"),
    ...         ("迟早", "迟到早退"),
    ...     )
    ... ]
    [2.85, 2.65, 1.533, -0.633, 0.2, 2.66, 1.167, 1.0]
    """
    if not key or not name:
        return 0.0
    if key == name:
        return 3.0
    if key[0] in CIRCLED and name[0] == key[0]:
        return 4.0
    letters = [c for c in key if c not in _EMPTY]
    if not letters:
        return 0.0
    score = sum(1.0 for c in letters if c in name) / len(letters)
    pairs = [key[i : i + 2] for i in range(len(key) - 1)]
    if pairs:
        score += sum(1.0 for p in pairs if p in name) / len(pairs)
    if key in name or name in key:
        score += 0.6
        score += 0.2 * name.startswith(key) + 0.1 * len(key) / max(len(name), len(key))
    negative = bool(patterns.match(r"(?:未|不|无|没|缺|少)", key))
    if negative and not patterns.search(r"未|不|无|没|缺|少|非", name):
        score -= 0.3
    if negative and len(key) > 2 and key[1:] in name and not negated(name) and not patterns.search(r"少|缺|漏", name):
        score -= 1.5
    return score


_BOUND_WORDS = re.compile(r"前|以上|以下|以内|超过|不足|低于|高于|≥|≤|<|>")


def other_numbers(said: str, phrase: str) -> bool:
    """Whether a wording has numbers that a phrase has not, or lacks what makes the phrase's number a limit.

    >>> (
    ...     other_numbers("12344件", "办理12345件以上"),
    ...     other_numbers("11月", "11月前完成"),
    ...     other_numbers("满足2项", "满足2项的"),
    ... )
    (True, True, False)
    """
    mine, printed = (patterns.findall(r"\d+(?:\.\d+)?", text) for text in (said, phrase))
    if not mine or not printed:
        return False
    return not set(mine) <= set(printed) or bool(_BOUND_WORDS.search(phrase) and not _BOUND_WORDS.search(said))


_TIE = 0.05


def assign(
    keys: Sequence[str], names: Sequence[str], units: Sequence[tuple[str, str]] = (), texts: Sequence[str] = ()
) -> dict[str, int] | None:
    """The best one-to-one assignment of keys to names, or None where one key fits nothing and cannot be told by order.

    `texts` are the whole words of each name's part; what is only there counts less.

    >>> assign(["迟到", "脱岗"], ["无故晚到早走、迟到", "脱岗"])
    {'迟到': 0, '脱岗': 1}
    """
    if not keys:
        return {}
    if len(keys) > len(names):
        return None
    table = [[likeness(key, name) for name in names] for key in keys]
    for i, key in enumerate(keys):
        for j, text in enumerate(texts):
            table[i][j] = max(table[i][j], 0.7 * likeness(key, text))
    if units:
        for i, (unit, _) in enumerate(units[: len(keys)]):
            for j, (_, mine) in enumerate(units[len(keys) :]):
                if unit and mine and unit == mine:
                    table[i][j] += 0.15
    ways = [
        (sum(table[i][j] for i, j in enumerate(choice)) + 0.02 * sum(1 for a, b in pairwise(choice) if a < b), choice)
        for choice in _choices(len(keys), len(names))
    ]
    best_score, best = max(ways, key=lambda way: way[0])
    second = max((score for score, choice in ways if choice != best), default=-1.0)
    weak = [i for i, j in enumerate(best) if table[i][j] < 0.3]
    if weak and not (len(keys) == len(names) and len(weak) == 1) and len(keys) < len(names):
        return None
    if best_score - second < 0.05 and len(weak) > 1:
        return None
    if best_score - second < _TIE and len(keys) < len(names):
        return None
    return {key: best[i] for i, key in enumerate(keys)}


#: More ways than these are not tried.
_MOST = 60_000


def _choices(keys: int, names: int) -> list[tuple[int, ...]]:
    """All injections of a few keys into names."""
    found: list[tuple[int, ...]] = [()]
    for _ in range(keys):
        found = [(*one, j) for one in found for j in range(names) if j not in one][:_MOST]
    return found


_DEGREE = re.compile(
    "欠|尚|稍|略|次(?=于)|很|基本|部分|比较|较(?![上去前同往基])为?|不太|一般|完全|"
    "全部|很|非常|大部分|总体|少数|个别|严重|轻微|明显"
)


_NEGATIVE = re.compile(r"(?:未|不(?!(?:[少多低高大小]于|超过)\d)|无(?!偿)|没有|没|缺(?!陷)|非(?!常)|尚未|暂未)")


def degree(text: str) -> str:
    """The grading word of a phrase."""
    found = _DEGREE.search(text)
    return found[0].rstrip("为") if found else ""


def negated(text: str) -> bool:
    """Whether a phrase denies."""
    return bool(_NEGATIVE.search(text))


def pick(word: str, phrases: Sequence[str]) -> int | None:
    """The printed phrase that a word means, or None.

    The same words win; then the one phrase that holds the word whole with the same polarity and degree.

    >>> (
    ...     pick("良好", ["考核结果优秀", "良好", "合格"]),
    ...     pick("不合格", ["合格", "不合格"]),
    ...     pick("一般", ["优秀", "良好"]),
    ... )
    (1, 1, None)
    """
    exact = [i for i, phrase in enumerate(phrases) if phrase == word]
    if exact:
        return exact[0] if len(exact) == 1 else None
    held = [i for i, p in enumerate(phrases) if (word in p or (len(p) > 1 and p in word)) and _agree(word, p)]
    if len(held) == 1:
        return held[0]
    if held:
        return _ending(word, phrases, held)
    scored = sorted(((_shared(word, p), i) for i, p in enumerate(phrases) if _agree(word, p)), reverse=True)
    if scored and scored[0][0] >= 0.66 and (len(scored) == 1 or scored[0][0] - scored[1][0] > 0.2):
        return scored[0][1]
    return None


def _ending(word: str, phrases: Sequence[str], held: list[int]) -> int | None:
    ends = [i for i in held if phrases[i].endswith(word)]
    return ends[0] if len(ends) == 1 else None


_UP = re.compile(r"高于|多于|大于|超过|上升|提高|增[加长多]")
_DOWN = re.compile(r"低于|少于|小于|不足|下降|降低|减少")


def opposite(word: str, phrase: str) -> bool:
    """Whether one of two wordings is of what goes up and the other of what goes down.

    >>> opposite("低于平均", "高于平均"), opposite("低于平均", "不低于平均"), opposite("上升", "上升或下降")
    (True, False, False)
    """
    ways = [(bool(_UP.search(text)), bool(_DOWN.search(text))) for text in (word, phrase)]
    return sorted(ways) == [(False, True), (True, False)]


def _agree(word: str, phrase: str) -> bool:
    """The same polarity, way and degree; a long phrase may hold other denials."""
    if opposite(word, phrase):
        return False
    if degree(word) != degree(phrase) and degree(word) not in phrase:
        return False
    if degree(word) == "" and degree(phrase) and len(phrase) <= len(word) + 4:
        return False
    if word in phrase:
        before = phrase[: phrase.index(word)]
        return not patterns.search(r"(?:未|不|无|没有|没|非)$", before)
    return negated(word) == negated(phrase)


def _shared(word: str, phrase: str) -> float:
    letters = [c for c in word if c not in _EMPTY]
    return sum(1.0 for c in letters if c in phrase) / len(letters) if letters else 0.0


def complement(word: str, phrases: Sequence[str]) -> int | None:
    """Of two phrases the one that a word means by denying or affirming the other (已落实 against 未落实)."""
    if len(phrases) != 2 or degree(word):
        return None
    marks = [negated(p) for p in phrases]
    if marks[0] == marks[1]:
        return None
    core = patterns.sub(r"已经?|未|不|没有?|无|尚", "", word)
    if not core:
        return None
    related = any(_shared(core, p) >= 0.6 for p in phrases)
    meant = marks.index(negated(word))
    return meant if related and not opposite(word, phrases[meant]) else None  # 低于平均 is no denial of 不高于平均
