"""Points for one kind of counted things: groups, free ones, ladders, doubling."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.grammar.cases import MEASURED
from evallib.parsing.rules.grammar.units import in_same_unit
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.matching import assign, likeness
from evallib.parsing.rules.scoring.outcome import Outcome, amount, ask, holds, scored
from evallib.parsing.rules.scoring.values import Value, checked, read_value, yes


def affirms(word: str, faults: list[str]) -> bool:
    """Whether a word affirms what a fault denies (已落实 against 未落实)."""
    match = patterns.fullmatch(
        (
            "(?P<well>(?:均)?已?(?:规范|全部|完全|按要求|按规定|及时|足额|有效)|"
            r"(?:均)?已(?:经)?)(?P<core>[\u4e00-\u9fff]{2,})"
        ),
        word,
    )
    if not match:
        return False
    core = match["core"]
    denied = any(patterns.search(rf"(?:未|没有|不|无)[^,;]{{0,4}}{core}", f) for f in faults)
    plain = any(core in f and not patterns.search(rf"(?:未|没有|不|无)[^,;]{{0,4}}{core}", f) for f in faults)
    return denied and (not plain or (len(match["well"]) > 1 and match["well"] != "已经"))


def plain_class(key: str, name: str) -> bool:
    """Whether a key means the plain class beside a doubled one (未被投诉, 一般)."""
    return key[1:] in name if key[0] in "未非不" else likeness(key, name) < 1.5


def points_of_count(
    entry: dict[str, Any], read: Value, weight: Fraction, once: bool, done: bool = False
) -> Fraction | Outcome:
    """The points for one count of one type."""
    count = read.number
    if count is not None and read.unit and entry["unit"]:
        turned = in_same_unit(count, read.unit, entry["unit"])
        if turned is None and read.unit in MEASURED | {"%", "名"}:
            return ask(f"单位不一致：评分标准用{entry['unit']}，数值用{read.unit}")
        count = count if turned is None else turned
    if count is not None and not entry["unit"] and read.unit in MEASURED | {"%", "名"}:
        return ask(f"“{entry['name']}”要填次数或是否，不是{read.raw}")
    if done and count is not None and entry.get("required"):
        count = max(Fraction(entry["required"]) - count, Fraction(0))
    if count is None:
        answer = yes(read)
        _, missing, _ = checked(read.raw, None)
        if missing is not None:
            count = Fraction(missing)
        elif answer is None:
            return ask(f"“{read.raw}”不是数量")
        else:
            count = Fraction(int(answer))
    if count < 0:
        return ask("数量为负")
    if entry.get("once"):
        count = min(count, Fraction(1))
    if not entry["stated"] and once:
        count = min(count, Fraction(1))
    if entry.get("at_least") and count < Fraction(entry["at_least"]):
        return Fraction(0)
    count = max(count - Fraction(entry.get("free") or 0), Fraction(0))
    if entry.get("group"):
        count = count / Fraction(entry["group"])
        kind = entry.get("counting")
        count = (
            Fraction(math.floor(count))
            if kind == "whole"
            else Fraction(math.ceil(count))
            if kind == "started"
            else count
        )
    each = amount(entry["amount"], weight)
    if entry.get("ladder"):
        points = _ladder(entry["ladder"], count, weight)
    elif entry.get("all_from"):
        begin, later = entry["all_from"]
        points = count * (amount(later, weight) if count >= Fraction(begin) else each)
    elif entry.get("repeat_factor"):
        points = min(count, Fraction(1)) * each + max(count - 1, Fraction(0)) * each * Fraction(entry["repeat_factor"])
        if count > 1:
            return _repeated(entry, count, each, weight)
    else:
        points = count * each * Fraction(entry.get("factor") or 1)
    if entry.get("beyond") and holds(entry["beyond"]["span"], read.number or count):
        points += amount(entry["beyond"]["amount"], weight)
    if entry.get("max"):
        points = min(points, amount(entry["max"], weight))
    return points


def _repeated(entry: dict[str, Any], count: Fraction, each: Fraction, weight: Fraction) -> Fraction | Outcome:
    """加倍 for repeats: the repeats at double, doubling each time, or all at double."""
    factor = Fraction(entry["repeat_factor"])
    n = int(count)
    later = each + (n - 1) * each * factor
    growing = sum((each * factor**i for i in range(n)), Fraction(0))
    every = n * each * factor
    options = [weight - min(x, weight) for x in (later, growing, every)]
    if len(set(options)) == 1:
        return min(later, weight)
    names = ("第二次起加倍", "逐次翻倍", "全部加倍")
    return ask("加倍怎样计没有写明", tuple(zip(names, options, strict=True)))


def _ladder(ladder: list[list[Any]], count: Fraction, weight: Fraction) -> Fraction:
    """The n-th thing costs what the last rung at or below n says."""
    points = Fraction(0)
    rungs = sorted(((Fraction(begin), data) for begin, data in ladder), key=lambda rung: rung[0])
    for index, (begin, data) in enumerate(rungs):
        stop = rungs[index + 1][0] if index + 1 < len(rungs) else count + 1
        number = min(count + 1, stop) - begin
        if number > 0:
            points += number * amount(data, weight)
    return points


def averaged(rule: Rule, value: dict[str, object], weight: Fraction) -> Outcome:
    """Losses of all units over their number: counts by class, the good ones included."""
    types, good = rule["types"], rule.get("good", [])
    reads = {str(k): read_value(v) for k, v in value.items()}
    mapping = assign(list(reads), [*good, *(t["name"] for t in types)])
    if mapping is None or any(r.number is None for r in reads.values()):
        return ask("各类数量与评分标准的写法对不上")
    total = sum((r.number or Fraction(0) for r in reads.values()), Fraction(0))
    if not total:
        return ask("总数为0")
    lost = Fraction(0)
    for key, index in mapping.items():
        if index >= len(good):
            points = points_of_count(types[index - len(good)], reads[key], weight, False)
            if isinstance(points, Outcome):
                return points
            lost += points
    return scored(max(weight - lost / total, Fraction(0)))
