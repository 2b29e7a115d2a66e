"""Named means (点明的平均): “支出452.6万元；受益9236户，户均490元” names what is divided and by what."""

from __future__ import annotations

import re

from evallib.audit.ledger import Entry, Ledger, Relation, alike
from evallib.audit.ledger.entries import bare_unit
from evallib.model import patterns

_BY = re.compile(
    r"(?P<a>[\u4e00-\u9fff]{1,2})均|平均每(?:[一个]|(?P<b>[\u4e00-\u9fff])|$)|每(?P<c>[\u4e00-\u9fff]{1,2})"
)
#: The word before 均 where it is not the unit itself.
_UNITS = {
    "人": {"人", "名", "位", "人次"},
    "人次": {"人次"},
    "户": {"户"},
    "件": {"件", "封", "条", "起", "宗"},
    "案": {"件", "起", "宗"},
    "校": {"所"},
    "班": {"个", "班"},
    "场": {"场", "场次"},
    "次": {"次", "人次"},
    "台": {"台", "台次"},
    "批": {"批", "批次", "个"},
    "车": {"辆", "台"},
    "席": {"席", "个"},
    "亩": {"亩"},
    "册": {"册"},
    "站": {"个", "座", "处"},
    "村": {"个", "村"},
    "期": {"期"},
    "生": {"人", "名"},
    "家": {"家"},
}
_BACK = 8


def named_pair(ledger: Ledger, entry: Entry) -> tuple[Entry, Entry] | None:
    """The whole and the divisor that a mean names by words and unit, if the nearest of each are in its paragraph."""
    assert entry.spot is not None
    match = list(_BY.finditer(entry.spot.head))
    if not match:
        return None
    units = _units_of(match[-1])
    near = [
        e
        for e in ledger.back(entry, _BACK)
        if e.paragraph == entry.paragraph and e.is_amount and e.role in {"plain", "mean"} and e.value > 0
    ]
    behind = ledger.just_behind(entry)
    if behind is not None and behind.depth > entry.depth and behind.sentence == entry.sentence:
        near.append(behind)  # “人均藏书1.07册（常住人口38.6万人）”
    divisors = [e for e in near if e.dimension == "count" and bare_unit(e.mention.unit) in units and e.role == "plain"]
    if not divisors:
        return None
    divisor = divisors[-1]
    wholes = [e for e in near if e is not divisor and e.role == "plain" and _is_whole_of(e, entry)]
    if not wholes or (is_earned(entry.spot.head) and not is_earning(wholes[-1].label)):
        return None
    # The pair stands together: nothing of either kind in between.
    whole = wholes[-1]
    return (whole, divisor) if abs(entry.index - min(whole.index, divisor.index)) <= 4 else None


def is_earned(head: str) -> bool:
    """Whether a mean is of what people earned: 户均增收 is no mean of what was spent on them."""
    return bool(patterns.search("均(?:年?增收|纯?收入|可支配)", head))


def is_earning(label: str) -> bool:
    """Whether an amount is what people earned."""
    return bool(patterns.search("增收|收入|收益|分红", label))


def is_named_divisor(head: str, unit: str) -> bool:
    """Whether the words before a mean name the unit of a count as what is divided by.

    >>> is_named_divisor("户均", "户"), is_named_divisor("平均每册", "册"), is_named_divisor("人均", "件")
    (True, True, False)
    """
    match = list(_BY.finditer(head))
    return bool(match) and bare_unit(unit) in _units_of(match[-1])


def is_other_divisor(head: str, unit: str) -> bool:
    """Whether a mean names what it is divided by, and it is not this: 亩均 is of 亩 and of no people.

    >>> is_other_divisor("亩均", "万人"), is_other_divisor("户均", "户"), is_other_divisor("点均", "个")
    (True, False, False)
    """
    match = list(_BY.finditer(head))
    word = next((w for w in match[-1].groups() if w), "") if match else ""
    return word in _UNITS and bare_unit(unit) not in _units_of(match[-1])


def _units_of(match: re.Match[str]) -> set[str]:
    word = next((w for w in match.groups() if w), "个").removeprefix("月") or "月"
    return _UNITS.get(word) or _UNITS.get(word[:1]) or {word, word[:1]}


def _is_whole_of(whole: Entry, mean: Entry) -> bool:
    if whole.dimension == "count" == mean.dimension:
        return bare_unit(whole.mention.unit) == bare_unit(mean.mention.unit)
    return alike(whole, mean)


def is_mean_of_others(relation: Relation) -> bool:
    """Whether a mean is told of what another sentence counts."""
    return relation.code == "rate.average" and any(t.sentence != relation.result.sentence for t in relation.terms)
