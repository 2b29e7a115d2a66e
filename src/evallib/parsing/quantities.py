"""Quantities (数量): numbers with their unit and their comparison, in base units.

>>> [
...     (r.op, str(r.value), r.unit)
...     for text in ("≥1,200㎡", "19.8万元", "不低于95%", "3公里", "=3套")
...     for r in parse_quantity(text)[:1]
... ]
[('≥', '1200', '平方米'), ('', '198000', '元'), ('≥', '0.95', '%'), ('', '3000', '米'), ('=', '3', '套')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.note_marks import MARKED_INSIDE, without_mark
from evallib.parsing.numerals import DIGITS, shortest, split_numeral
from evallib.parsing.plain_text import holds_several, plain
from evallib.parsing.readings import Reading

#: How a comparison is written in front of a number; longer spellings first.
OPERATORS = {
    "≥": "≥", ">=": "≥", "=>": "≥", "不低于": "≥", "不少于": "≥", "不小于": "≥", "大于等于": "≥", "大于或等于": "≥",
    "达到": "≥", "至少": "≥", "最少": "≥", "最多": "≤", "至多": "≤", "最高": "≤", "不得多于": "≤", "不得超": "≤",
    "高于或等于": "≥", "≤": "≤", "<=": "≤", "=<": "≤", "不高于": "≤", "不超过": "≤", "不大于": "≤", "不多于": "≤",
    "小于等于": "≤", "小于或等于": "≤", "控制在": "≤", "不得超过": "≤", "不得高于": "≤", "不得低于": "≥",
    "不得少于": "≥", ">": ">", "大于": ">", "超过": ">", "高于": ">", "超": ">", "<": "<", "小于": "<", "低于": "<",
    "少于": "<", "不足": "<", "未超过": "≤", "未达": "<", "=": "=", "等于": "=", "约": "≈", "约为": "≈", "大约": "≈",
    "近": "≈", "接近": "≈", "±": "±", "＞": ">", "＜": "<",
}  # fmt: skip
#: How a comparison is written behind a number.
SUFFIXES = {
    "及以上": "≥", "(含)以上": "≥", "以上": "≥", "起": "≥", "及以下": "≤", "(含)以下": "≤", "以下": "≤", "及以内": "≤",
    "以内": "≤", "之内": "≤", "内": "≤", "左右": "≈", "上下": "≈", "余": "≈", "多": "≈",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its base, how many of the base it is, and what kind of thing it measures."""

    base: str
    scale: Decimal
    dimension: str


def _units(dimension: str, base: str, **scales: str) -> dict[str, Unit]:
    return {name: Unit(base, Decimal(scale), dimension) for name, scale in scales.items()}


UNITS: dict[str, Unit] = {
    "%": Unit("%", Decimal("0.01"), "percent"), "‰": Unit("%", Decimal("0.001"), "percent"),
    "百分比": Unit("%", Decimal("0.01"), "percent"), "成": Unit("%", Decimal("0.1"), "percent"),
    "个百分点": Unit("百分点", Decimal(1), "points"), "百分点": Unit("百分点", Decimal(1), "points"),
    **_units("money", "元", 元="1", 千元="1000", 万元="10000", 百万元="1000000", 亿元="100000000", 元整="1",
        万元整="10000", 块="1", 圆="1"),
    **_units("length", "米", 米="1", m="1", M="1", 公里="1000", 千米="1000", km="1000", KM="1000", Km="1000", 里="500",
        厘米="0.01", cm="0.01", 毫米="0.001", mm="0.001", 延米="1"),
    **_units("area", "平方米", 平方米="1", 平米="1", m2="1", M2="1", 平方="1", 公顷="10000", 平方公里="1000000",
        平方千米="1000000", km2="1000000"),
    "亩": Unit("亩", Decimal(1), "area_mu"),
    **_units("volume", "立方米", 立方米="1", m3="1", M3="1", 方="1", 立方="1"),
    **_units("mass", "公斤", 公斤="1", 千克="1", kg="1", KG="1", 吨="1000", t="1000", 克="0.001", 斤="0.5"),
    **_units("time", "分钟", 分钟="1", 小时="60", 个小时="60", h="60", 秒="0.016666666666666666667"),
    **_units("days", "天", 天="1", 日="1", 个自然日="1", 自然日="1", 周="7", 个星期="7"),
    "工作日": Unit("工作日", Decimal(1), "workdays"), "个工作日": Unit("工作日", Decimal(1), "workdays"),
    "个月": Unit("个月", Decimal(1), "months"), "月": Unit("个月", Decimal(1), "months"),
    "分": Unit("分", Decimal(1), "points_score"),
}  # fmt: skip
#: Counting words that mean the same thing to a reader: an event, a person, a thing.
_COUNTERS = (
    frozenset({"次", "起", "件", "例", "宗", "件次", "次数", "回", "起次"}),
    frozenset({"人", "名", "位", "个人"}),
    frozenset({"人次", "人·次", "人/次"}),
    frozenset({"场", "场次", "期", "期次", "班次", "批", "批次"}),
    frozenset({"户", "家", "个", "处", "项", "条", "套", "台", "台套", "台/套", "份", "个/套"}),
    frozenset({"份", "册", "本", "张", "篇", "期"}),
)
#: Counting words behind which the thing itself may be named: 5所学校, 12个村.
_CLASSIFIERS = frozenset("个所座处家户名位台套辆条项份场期册篇批间幢栋口盏棵株头只")
_OPS = "|".join(sorted(map(re.escape, OPERATORS), key=len, reverse=True))
_ENDS = "|".join(sorted(map(re.escape, SUFFIXES), key=len, reverse=True))
#: 节约3万元 and 预约30人 are no approximations.
_PREFIX = re.compile(
    rf"^(?P<label>[^\d≥≤<>=±]{{0,12}}?)(?P<op>(?<![节预签履违合契])(?:{_OPS}))?(?={DIGITS}|"
    "[一二两三四五六七八九十百千万零〇]|半个?(?:小时|天|日|月|年))"
)
#: 一次验收合格 tells how, not how many.
_AT_ONCE = re.compile(r"^一次性?[^\d、，]{0,8}(?:合格|通过|成功|达标|到位|完成|办结|解决|交付)$")
_UNIT_SUFFIX = re.compile(rf"^(?P<unit>.*?)(?P<end>{_ENDS})?$")
_RANGE = re.compile(rf"^({DIGITS})(.{{0,4}}?)(?:-|~|—|–|至|到)({DIGITS})(.*)$")
#: 百分之九十五.
_IN_HUNDRED = re.compile(rf"百分之({DIGITS}|[一二两三四五六七八九十百零点]+)")
#: More than the number in front: 60余家, 30多名.
_MORE = re.compile(r"[余多](?=[^\d余多]{1,4}$)")
LONGEST_UNIT = 12


def unit_of(text: str) -> Unit | None:
    """The unit that a text names; counting words and compounds (元/人·月) are their own base.

    >>> unit_of("公里").base, unit_of("元/人·月").base, unit_of("万人次").scale, unit_of("这里没有单位，只有一句话")
    ('米', '元/人·月', Decimal('10000'), None)
    """
    name = text.strip("()（）[] ")
    if name in UNITS:
        return UNITS[name]
    if len(name) > 1 and name[0] in "千万亿" and not name.startswith("千克"):
        rest = unit_of(name[1:])
        scale = {"千": 1000, "万": 10**4, "亿": 10**8}[name[0]]
        return Unit(rest.base, rest.scale * scale, rest.dimension) if rest else None
    if name == "万":
        return Unit("", Decimal(10**4), "number")
    if not name:
        return Unit("", Decimal(1), "number")
    if len(name) > LONGEST_UNIT or patterns.search(r"[\d,，。；;:：!！?？≥≤<>=%]", name):
        return None
    return Unit(name, Decimal(1), "count")


def same_thing(one: str, other: str) -> bool:
    """Whether two base units count the same thing; 所学校 and 所 do, the counting word being the same.

    >>> same_thing("次", "起"), same_thing("件", "人"), same_thing("人次", "人次"), same_thing("%", "元")
    (True, False, True, False)
    """
    shorter, longer = sorted((one, other), key=len)
    if (
        one != other
        and len(shorter) == 1
        and longer.startswith(shorter)
        and shorter in _CLASSIFIERS
        and longer not in UNITS
    ):
        return not any(longer in family for family in _COUNTERS)
    return one == other or any(one in family and other in family for family in _COUNTERS)


def parse_quantity(text: str, unit: str = "") -> list[Reading]:
    """A number with its unit and its comparison.

    Args:
        text: what is written.
        unit: the unit that the column or the row states, for a number without its own.

    Returns:
        Readings in base units (money in 元, percentages as fractions), best first; none where the text is no number,
        or where words follow it that are no unit.

    >>> parse_quantity("80-90%")[0].low, parse_quantity("约6台")[0].op, parse_quantity("150万", "元")[0].value
    (Decimal('0.8'), '≈', Decimal('1500000'))
    >>> parse_quantity("一次验收合格"), parse_quantity("一次")[0].value
    ([], Decimal('1'))
    """
    bare = without_mark(text)
    short = _IN_HUNDRED.sub(r"\1%", plain(bare).removesuffix("。"))
    if _AT_ONCE.match(short) or holds_several(bare) or MARKED_INSIDE.search(bare):
        return []
    if ranged := _range(short, unit):
        return [ranged]
    start = _PREFIX.match(short)
    if start is None:
        return []
    op = OPERATORS.get(start["op"] or "", "")
    body = short[start.end() :]
    found = split_numeral(body)
    if found is None:
        return []
    number, tail = found
    if (more := _MORE.match(tail)) and (not op or op in {"≥", ">"}):
        op, tail = op or ">", tail[more.end() :]  # 60余家 are more than 60
    if tail.startswith("(含)"):
        tail = tail[3:]
    ending = _UNIT_SUFFIX.match(tail)
    assert ending is not None
    written, end = ending["unit"], ending["end"] or ""
    if end in {"起", "多", "余", "内"} and not written and end != "内":
        written, end = (tail, "") if end == "起" else (written, end)
    op = op or SUFFIXES.get(end, "")
    # "约100以上" stays an approximation; "100件以上" is a bound.
    measured = unit_of(written or (unit if not _has_unit(body) else ""))
    if measured is None or (start["label"] and not start["op"] and not body[0].isdigit() and not _is_counter(written)):
        return []  # 进一步完善 counts nothing
    evidence = "单位取自表头" if unit and not written else ""
    return [_reading(_in_base(number, measured), measured, op, start["label"] or "", evidence)]


def _is_counter(unit: str) -> bool:
    return unit in UNITS or any(unit in family for family in _COUNTERS)


def _has_unit(body: str) -> bool:
    found = split_numeral(body)
    return bool(found and found[1].strip("()"))


def _in_base(number: Decimal, unit: Unit) -> Decimal:
    """A number in the base of its unit; 30秒 are half a minute, whatever the decimals of a sixtieth."""
    value = number * unit.scale
    return shortest(Decimal(round(Fraction(value) * 10**12)).scaleb(-12) if unit is UNITS["秒"] else value)


def _reading(value: Decimal, unit: Unit, op: str, label: str, evidence: str) -> Reading:
    low = value if op in {"≥", ">", "=", ""} else None
    high = value if op in {"≤", "<", "=", ""} else None
    kind = unit.dimension if unit.dimension in {"percent", "money", "number"} else "quantity"
    return Reading(value, unit.base, low, high, kind, (evidence,) if evidence else (), label, op)


def _range(short: str, unit: str) -> Reading | None:
    found = _RANGE.match(short)
    if found is None:
        return None
    second = unit_of(found[4].removesuffix("之间") or unit)
    first = unit_of(found[2]) if found[2] else second
    low, high = split_numeral(found[1]), split_numeral(found[3])
    if first is None or second is None or low is None or high is None or low[1] or high[1]:
        return None
    bottom, top = _in_base(low[0], first), _in_base(high[0], second)
    if bottom > top or first.base != second.base:
        return None
    return Reading((bottom, top), second.base, bottom, top, "range", ("区间",))
