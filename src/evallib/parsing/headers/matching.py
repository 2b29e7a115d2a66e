"""Matching (表头识别): a header's words → the concepts that it may mean, by wording, parts of words and likeness.

>>> (
...     [reading.value for reading in parse_header("实际支出数（万元）")],
...     [reading.value for reading in parse_header("本年度实际使用资金额")],
... )
(['executed_yuan'], ['executed_yuan'])
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evallib.model import patterns
from evallib.parsing.headers.candidates import ALIKE, BUILT, FLOOR, GOOD, PART, WORDING, candidates
from evallib.parsing.headers.decorations import Undressed, undress
from evallib.parsing.headers.lexicon_data import concepts, kin_of
from evallib.parsing.readings import Reading

#: A lead that lets the first candidate stand alone.
LEAD = 0.12
MOST = 4
#: Below this a single candidate is asked for, but one whose words are part of the header and that is far ahead.
SURE, SHORTENED, FAR = 0.6, 0.48, 0.15
#: What makes another figure of the words behind it.
TURNED = re.compile("[未不]|非(?!常)|尚未|平均|[人户]均|预计|上年|去年|上月|同期|目标")
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


def parse_header(text: str, *, above: str = "", neighbours: Sequence[str] = (), values: str = "") -> list[Reading]:
    """The concepts that a header may mean.

    Args:
        text: the header as written.
        above: the merged header over it.
        neighbours: concepts of the columns beside it, where they are known.
        values: the type of the values under it (number, money, rate, count, decimal, date, text, id), where they were
            looked at.

    Returns:
        Readings with the concept's name as value and the stated unit, best first. One reading is certain; of several
        the first is proposed and has to be confirmed; none means that the words are not known.

    >>> parse_header("预算执行进度（%）")[0].value, parse_header("承办部门")[0].value, parse_header("天气")
    ('printed_execution_rate', 'agency_responsible', [])
    """
    dressed = undress(text)
    if not dressed.core:
        return []
    scores = dict(candidates(dressed))
    if above and (over := undress(above).core):
        joined = candidates(undress(over + dressed.core))
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
    turned = is_figure and why.startswith(BUILT) and _is_turned(first, dressed.core)
    if len(kept) == 1 and (best < SURE or turned or (PART in why and is_figure)):
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
    end = "opening" if patterns.search("[期年月]初|上年末", over) else "closing"
    for own, word in OF_BOTH_ENDS.items():
        if own in scores and scores[own][0] >= max(GOOD, *(s for s, _ in scores.values() if s <= 1)):  # 预算数 is none
            scores[f"{end}_{word}"] = (1 + 2 * LEAD, f"{scores[own][1]}（上级表头“{over}”）")


def _is_turned(name: str, core: str) -> bool:
    """Whether words begin with one that makes another figure of it (未受理量, 平均受理量), which no wording has."""
    found, concept = TURNED.match(core), concepts()[name]
    return found is not None and not any(found[0] in text for text in (*concept.words, concept.parts.pattern))


def unit_fits(text: str, kind: str) -> bool:
    """Whether a header's unit can be that of a figure of a type (money, count, rate, …); true where it states none.

    >>> (
    ...     unit_fits("满意（%）", "count"),
    ...     unit_fits("满意（%）", "rate"),
    ...     unit_fits("变动额（元）", "rate"),
    ...     unit_fits("满意", "count"),
    ... )
    (False, True, False, True)
    """
    return kind == "text" or kind in UNIT_TYPES.get(undress(text).unit, frozenset({kind}))


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
