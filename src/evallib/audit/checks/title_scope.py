"""Scope of a title (表名的范围): what a table is about, so that other things are not compared."""

from __future__ import annotations

from functools import lru_cache

from evallib.model import patterns

#: Of a kind that both titles name, one must be common: income is no spending, one fund not another.
_KINDS = (
    ("收入", "支出"),
    ("一般公共预算", "政府性基金", "国有资本", "社会保险", "财政专户", "债务"),
    ("基本支出", "项目支出"),
)
#: What only one title names makes its table a part of the other: one level of government, one kind of spending.
_PART = (
    "[省市县区州盟旗镇乡街]本级|[省市县区州镇乡][级属直](?!别)|本级|各市县|各[市县区]|对[市区县]{2}|"
    "基本支出|项目支出|转移支付|全口径|提前下达"
)


@lru_cache(maxsize=4096)
def same_scope(one: str, other: str) -> bool:
    """Whether two titles can speak of the same things; one without words can.

    Example:
        >>> same_scope("2025年某市社会保险基金收入执行情况表", "2025年某市市本级社会保险基金收入执行情况表")
        False
        >>> same_scope("表3 2024年全市一般公共预算收入表", "2024年全市一般公共预算收支决算总表")
        True
        >>> same_scope("2025年市级一般公共预算支出表", "2025年市本级一般公共预算支出表")
        False
        >>> same_scope("市级政府性基金收入表", "市级政府性基金支出表")
        False
    """
    if not one or not other:
        return True
    for kinds in _KINDS:
        mine, theirs = ({kind for kind in kinds if kind in title} for title in (one, other))
        if mine and theirs and not mine & theirs:
            return False
    if one != other and _one_level(one) == _one_level(other):
        return False  # nobody prints a table twice: 市级 beside 市本级 has the transfers in it
    return _parts(one) == _parts(other)


def _parts(title: str) -> frozenset[str]:
    return frozenset(map(_one_level, patterns.findall(_PART, title)))


def _one_level(words: str) -> str:
    return patterns.sub("本级|[级属直]", "级", words)
