"""Lists of printed rules as people write them in YAML: one bad entry is told and leaves the others alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.grammar.wording import normalise


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One printed rule of a list; `weight` is empty where it cannot be read, and then nothing is scored."""

    id: str
    text: str
    weight: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class ListTrouble:
    """What was wrong with an entry, in Chinese, and which one it is (counted from 1)."""

    index: int
    message: str


def read_list(loaded: Any) -> tuple[list[ListEntry], list[ListTrouble]]:
    """Read a list (or a mapping that holds one) of `id, text, weight, values`.

    >>> entries, troubles = read_list(
    ...     [{"id": "A", "text": "每处扣1分", "weight": "5分", "values": "2处"}, {"text": "", "weight": "3"}]
    ... )
    >>> entries[0].weight, entries[0].values, entries[1].id, [t.message for t in troubles]
    ('5', ('2处',), '第2条', ['缺少 id，按“第2条”', '缺少 text（评分标准原文）'])
    >>> [
    ...     [one.weight for one in read_list(held)[0]]
    ...     for held in (
    ...         {"rules": [{"text": "每处扣1分", "weight": 3}]},
    ...         {"text": "每处扣1分", "weight": "4"},
    ...         {"names": ["甲"], "rules": [{"text": "每处扣1分", "weight": "10%"}]},
    ...         {"names": ["甲"]},
    ...         "甲",
    ...     )
    ... ]
    [['3'], ['4'], ['10'], [], []]
    """
    entries: list[ListEntry] = []
    troubles: list[ListTrouble] = []
    seen: dict[str, int] = {}
    for index, raw in enumerate(_listed(loaded), start=1):
        if not isinstance(raw, Mapping):
            troubles.append(ListTrouble(index, "不是 id、text、weight、values 的写法"))
            continue
        name = _text(raw.get("id"))
        if not name:
            name = f"第{index}条"
            troubles.append(ListTrouble(index, f"缺少 id，按“{name}”"))
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            troubles.append(ListTrouble(index, f"id {name} 重复，这一条记为“{name}#{seen[name]}”"))
            name = f"{name}#{seen[name]}"
        text, weight = _text(raw.get("text")), _weight(raw.get("weight"))
        if not text:
            troubles.append(ListTrouble(index, "缺少 text（评分标准原文）"))
        if not weight:
            troubles.append(ListTrouble(index, f"weight 应为大于0的分值，读到“{_text(raw.get('weight'))}”"))
        entries.append(ListEntry(name, text, weight, _values(raw.get("values", raw.get("value")))))
    return entries, troubles


def _listed(loaded: Any) -> Sequence[Any]:
    if isinstance(loaded, Mapping):
        if "text" in loaded:
            return [loaded]
        lists = [v for v in loaded.values() if isinstance(v, list)]
        return next((v for v in lists if any(isinstance(one, Mapping) and "text" in one for one in v)), [])
    return loaded if isinstance(loaded, list) else []


def _text(raw: Any) -> str:
    return "" if raw is None else str(raw).strip()


def _weight(raw: Any) -> str:
    """5, 5.0, 5分, 10% as points; empty where it is none.

    >>> _weight("12.50分"), _weight("十"), _weight("10%"), _weight("-1"), _weight("0"), _weight("0.5")
    ('12.5', '10', '10', '', '', '0.5')
    """
    found = patterns.fullmatch(r"(\d+(?:\.\d+)?)%?分", normalise(f"{_text(raw).removesuffix('分')}分"))
    points = Fraction(found[1]) if found else Fraction(0)
    return number(points) if points > 0 else ""


def _values(raw: Any) -> tuple[Any, ...]:
    """The values of an entry: a list as it stands, one value alone, nothing."""
    if raw is None or raw == "":
        return ()
    return tuple(raw) if isinstance(raw, list) else (raw,)
