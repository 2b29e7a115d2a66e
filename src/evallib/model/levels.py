"""Levels of lines (科目层级): by the way they are numbered, and by what a 合计 or 小计 calls itself."""

from __future__ import annotations

import re
import unicodedata

from evallib.model import patterns

SECOND_LEVEL = re.compile(r"[(（]\s*(?:\d+|[一二三四五六七八九十]+)\s*[)）]|\d+\.\d+")
#: Numbers at the beginning of a label (提纲编号), from the highest level down: 一、 （一） 1. (1)
OUTLINE = tuple(
    re.compile(pattern)
    for pattern in (r"[一二三四五六七八九十]+[、.]", r"\([一二三四五六七八九十]+\)", r"\d+[、.](?!\d)", r"\(\d+\)")
)
AVERAGE = re.compile(r".*(?:平均|均值)(?:值|数|水平)?|全(?:区|市|县|省)|(?:区|市|县)(?:级|均)")
TOTAL = re.compile(r".*(?:合计|总计|共计)(?:数|额|金额)?|总(?:额|数|和|分|金额)|汇总")


def line_level(line_no: str | None) -> int:
    """Level of a budget line by its number: 1 for 1、2、一, 2 for (1)、（二）、1.1; 1 where there is none.

    >>> [line_level(number) for number in ("1", "(1)", "（2）", "1.1", None)]
    [1, 2, 2, 2, 1]
    """
    return 2 if isinstance(line_no, str) and SECOND_LEVEL.fullmatch(line_no.strip()) else 1


def outline_level(label: object) -> int | None:
    """Level of a line whose label carries its number, from 1; None for a label without one.

    >>> [outline_level(label) for label in ("一、资产总额", "（一）流动资产", "1.货币资金", "（1）现金", "房屋")]
    [1, 2, 3, 4, None]
    """
    text = unicodedata.normalize("NFKC", str(label)).replace(" ", "")
    return next((level for level, pattern in enumerate(OUTLINE, 1) if pattern.match(text)), None)


def plain_label(text: str) -> str:
    """A label without blanks, a unit or remark in brackets at its end, and a colon.

    >>> plain_label("总  计"), plain_label("合计（万元）："), plain_label("小计:")
    ('总计', '合计', '小计')
    """
    plain = patterns.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).rstrip(":")
    return patterns.sub(r"\([^()]*\)$", "", plain).rstrip(":")


def is_total(text: str) -> bool:
    """Whether a label says 合计, in one of the ways in which tables say it.

    >>> [is_total(label) for label in ("合计（万元）", "总额", "立案合计", "资产总额", "汇总材料费")]
    [True, True, True, False, False]
    """
    return TOTAL.fullmatch(plain_label(text)) is not None


def is_subtotal(text: str) -> bool:
    """Whether a label says 小计.

    >>> is_subtotal("基本支出小计（万元）"), is_subtotal("小计划")
    (True, False)
    """
    return plain_label(text).endswith("小计")
