"""Units that measure one thing: hours and minutes, 万元 and 元, 万立方米 and 立方米."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from evallib.parsing.rules.grammar.spans import Span

_SCALES: tuple[dict[str, Fraction], ...] = (
    {
        "%": Fraction(1),
        "百分点": Fraction(1),
        "个百分点": Fraction(1),
        "个点": Fraction(1),
        "点": Fraction(1),
        "‰": Fraction(1, 10),
    },
    {"元": Fraction(1), "千元": Fraction(1000), "": Fraction(1)},
    {"秒": Fraction(1, 60), "分钟": Fraction(1), "小时": Fraction(60)},
    {
        "天": Fraction(1),
        "日": Fraction(1),
        "个工作日": Fraction(1),
        "工作日": Fraction(1),
        "周": Fraction(7),
        "个月": Fraction(30),
        "月": Fraction(30),
        "季度": Fraction(90),
        "个季度": Fraction(90),
    },
    {
        "平方米": Fraction(1),
        "平米": Fraction(1),
        "亩": Fraction(2000, 3),
        "公顷": Fraction(10**4),
        "平方公里": Fraction(10**6),
    },
    {"立方米": Fraction(1), "立方": Fraction(1)},
    {"厘米": Fraction(1, 100), "米": Fraction(1), "公里": Fraction(1000), "千米": Fraction(1000)},
    {"人": Fraction(1), "名": Fraction(1)},
    {"公斤": Fraction(1), "千克": Fraction(1), "吨": Fraction(1000)},
)
_MANY = {"万": Fraction(10**4), "亿": Fraction(10**8)}


def in_same_unit(number: Fraction, unit: str, other: str) -> Fraction | None:
    """A number in another unit of the same kind; None where the two measure different things.

    >>> (
    ...     in_same_unit(Fraction(2), "万件", "件"),
    ...     in_same_unit(Fraction(1), "小时", "分钟"),
    ...     in_same_unit(Fraction(1), "件", "元"),
    ... )
    (Fraction(20000, 1), Fraction(60, 1), None)
    >>> for units in (
    ...     "% 百分点 个百分点 个点 点 ‰",
    ...     "元 千元 万元 亿元",
    ...     "分钟 秒 小时",
    ...     "天 日 个工作日 工作日 周 个月 月 季度 个季度",
    ...     "平方米 平米 亩 公顷 平方公里",
    ...     "立方米 立方",
    ...     "米 厘米 公里 千米",
    ...     "人 名 万人",
    ...     "公斤 千克 吨",
    ... ):
    ...     print(*(f"{in_same_unit(Fraction(3), unit, units.split()[0])}" for unit in units.split()))
    3 3 3 3 3 3/10
    3 3000 30000 300000000
    3 1/20 180
    3 3 3 3 21 90 90 270 270
    3 3 2000 30000 3000000
    3 3
    3 3/100 3000 3000
    3 3 30000
    3 3 3000
    """
    if unit == other:
        return number
    if unit in _MANY and other:  # 5万(含)~10万人
        unit += _many(other)[1]
    (times, plain), (over, wanted) = _many(unit), _many(other)
    for scale in _SCALES:
        if plain in scale and wanted in scale:
            return number * times * scale[plain] / (over * scale[wanted])
    return number * times / over if plain == wanted else None


def _many(unit: str) -> tuple[Fraction, str]:
    """万 or 亿 before a unit, and the unit itself; 万 and 亿 alone count 元."""
    return (_MANY[unit[0]], unit[1:]) if unit[:1] in _MANY else (Fraction(1), unit)


def in_unit(span: Span, unit: str) -> Span:
    """A condition in another unit of the same kind (1小时 as 60分钟); as it stands where there is none.

    >>> in_unit(Span(Fraction(1), None, unit="小时"), "分钟").low
    Fraction(60, 1)
    """
    ends = [None if end is None else in_same_unit(end, span.unit, unit) for end in (span.low, span.high)]
    if not span.unit or any(
        new is None and old is not None for new, old in zip(ends, (span.low, span.high), strict=True)
    ):
        return span
    return replace(span, unit=unit, low=ends[0], high=ends[1])
