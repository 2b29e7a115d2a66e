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
from evallib.parsing.headers.lexicon_data import by_parts, by_word, concepts, kin_of
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
#: Below this a single candidate is asked for, but one whose words are part of the header and that is far ahead.
SURE, SHORTENED, FAR = 0.6, 0.48, 0.15
PART, WORDING, BUILT, ALIKE = "其中的", "词典中", "由", "与"
#: Over 数量 | 原值 | 净值 the ends of a year are part of the words.
ENDS = re.compile("[期年月][初末]")
OF_BOTH_ENDS = {"quantity": "quantity", "original_value_yuan": "original_yuan", "net_value_yuan": "net_yuan"}
SHARED = "几个概念都用这样的词"
#: So many neighbours, and such a part of them, make a table one of their field.
FEWEST_NEIGHBOURS, MOST_OF_THEM = 3, 0.6
FIGURES = frozenset({"money", "count", "decimal", "rate"})
#: Types of concepts that values of a sort may belong to; `number` are figures of any sort.
VALUE_TYPES = {
    "number": frozenset({"money", "count", "decimal", "rate", "id"}),
    "money": frozenset({"money", "decimal", "count"}),
    "count": frozenset({"count", "decimal", "money", "id"}),
    "decimal": frozenset({"decimal", "money", "rate", "count"}),
    "rate": frozenset({"rate", "decimal"}),
    "date": frozenset({"date"}),
    "text": frozenset({"text", "group", "id", "date"}),
    "id": frozenset({"id", "text"}),
}
UNIT_TYPES = {
    **dict.fromkeys(("元", "万元", "千元", "亿元"), frozenset({"money", "group"})),
    "%": frozenset({"rate", "decimal"}),
    **dict.fromkeys(
        ("件", "人", "次", "户", "份", "个", "宗", "起", "笔", "例", "家", "票"),
        frozenset({"count", "decimal"}),
    ),
}
DENIED = re.compile("[未不非无]")
SHORTEST = 3


def parse_header(text: str, *, above: str = "", neighbours: Sequence[str] = (), values: str = "") -> list[Reading]:
    """The concepts that a header may mean.

    Args:
        text: the header as written.
        above: the merged header over it.
        neighbours: concepts of the columns beside it, where they are known.
        values: the type of the values under it (number, money, rate, count, decimal, date, text, id), where they were looked at.

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
            if (score >= 0.85 or (ENDS.search(over) and why.startswith(BUILT))) and score > scores.get(name, (0.0, ""))[
                0
            ]:
                scores[name] = (1 + 2 * LEAD if ENDS.search(over) else score, f"{why}（连同上级表头“{over}”）")
        _at_ends_of_year(over, scores)
    against = {name: _against(name, values, dressed) for name in scores}
    ranked = sorted(
        ((score - against[name], name, why) for name, (score, why) in scores.items()),
        key=lambda item: (item[0], not against[item[1]], item[1]),
        reverse=True,
    )
    if not ranked or ranked[0][0] < FLOOR:
        return []
    best, first, why = ranked[0]
    kept = [item for item in ranked[:MOST] if item[0] >= max(FLOOR, best - LEAD)]
    if best >= GOOD:  # likeness is no rival of words that are understood
        kept = [item for item in kept if item[0] >= GOOD]
    if len(kept) == 1 and (kin := kin_of(first, dressed.core)):
        fitting = [name for name in kin if not _against(name, values, dressed)]
        kept = [kept[0] if name == first else (0.0, name, SHARED) for name in fitting] or kept
        if why.startswith(WORDING):
            kept.sort(key=lambda item: item[1] != first)
        best = max(best, SURE)
    if len(kept) > 1 and (home := field_of(neighbours)):
        kept = [item for item in kept if concepts()[item[1]].field == home] or kept
    # What is cut off in front of a figure may change what is counted: 返工案件数, 预计支出数.
    is_figure = concepts()[first].type in FIGURES
    if len(kept) == 1 and (best < SURE or (PART in why and is_figure)):
        behind = ranked[1][0] if len(ranked) > 1 else 0.0
        if PART in why and not is_figure and best >= SHORTENED and best - behind >= FAR:
            return [_reading(kept[0], dressed)]
        kept = [item for item in ranked[:2] if item[0] >= FLOOR / 2]
        if len(kept) == 1:
            return [_reading(kept[0], dressed), _reading((0.0, "", "也可能不是"), dressed)]
    return [_reading(item, dressed) for item in kept]


def _at_ends_of_year(over: str, scores: dict[str, tuple[float, str]]) -> None:
    """数量 under 年初数 is the quantity at the beginning, whatever its words."""
    if not ENDS.search(over):
        return
    end = "opening" if re.search("[期年月]初|上年末", over) else "closing"
    for own, word in OF_BOTH_ENDS.items():
        if own in scores and scores[own][0] >= max(GOOD, *(s for s, _ in scores.values() if s <= 1)):  # 预算数 is none
            scores[f"{end}_{word}"] = (1 + 2 * LEAD, f"{scores[own][1]}（上级表头“{over}”）")


def is_certain(readings: Sequence[Reading]) -> bool:
    """Whether the readings of a header need no question.

    >>> is_certain(parse_header("全年执行数")), is_certain(parse_header("分值"))
    (True, False)
    """
    return len(readings) == 1


def is_likeness(reading: Reading) -> bool:
    """Whether a reading is no more than a likeness of words, or the doubt whether it is one.

    >>> [is_likeness(reading) for reading in parse_header("预算数")[:1] + parse_header("支出性质")[:1]]
    [False, True]
    """
    return not reading.value or reading.evidence[0].startswith(ALIKE)


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
    """What the words mean without a qualifier in front or in brackets: 政府支出经济分类科目, 目标值(标准), 机构缺编数."""
    bare = re.sub(r"[(\[].*?[)\]]", "", core)
    ways = [(bare, 0.06)] if bare != core and len(bare) > 1 else []
    ways += [
        (bare[cut:], 0.08 * cut)
        for cut in range(1, MOST_CUT + 1)
        # 未归档工单 is no 归档工单, and an average of months none of towns
        if len(bare) - cut >= SHORTEST and not DENIED.search(bare[:cut]) and "平均" not in bare
    ]
    for text, cost in ways:
        worded, built = frozenset(by_word().get(text, ())), by_parts(text)
        for name in (name for name in concepts() if name in worded or name in built) if worded or built else ():
            score = (0.8 if name in worded else 0.7) - cost
            if score > scores.get(name, (0.0, ""))[0]:
                scores[name] = (score, f"{PART}“{text}”是“{concepts()[name].title}”的说法")


def field_of(neighbours: Sequence[str]) -> str:
    """The field that most of some columns are at home in; empty where there is none, or too few of them.

    >>> field_of(["item", "specification", "quantity", "remark"]), field_of(["item", "remark"])
    ('goods', '')
    """
    fields = Counter(concepts()[name].field for name in neighbours if name in concepts())
    if sum(fields.values()) < FEWEST_NEIGHBOURS:
        return ""
    field, count = fields.most_common(1)[0]
    return field if count >= MOST_OF_THEM * sum(fields.values()) else ""


def _against(name: str, values: str, dressed: Undressed) -> float:
    """How much the values under a header and its own unit speak against a concept.

    They can only rule out: that numbers stand there is no reason to take one header of numbers for another.
    """
    kind = concepts()[name].type
    found = 0.0
    if dressed.unit and kind not in UNIT_TYPES.get(dressed.unit, frozenset({kind})):
        found += 0.3
    if values and kind not in VALUE_TYPES.get(values, frozenset({kind})):
        found += 0.3
    return found


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
