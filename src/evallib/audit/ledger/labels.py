"""Labels (名目): whether two figures are called the same, and which figure a word means."""

from __future__ import annotations

import re
from functools import lru_cache

from evallib.model import patterns

_LOOSE = re.compile(
    "^(?:全[市县区省镇乡年月]|本[市县区年月周期级季]+|当[年月期]|各类|各级|有效|共|总|所有|上述|"
    r"以上|年度|其中|今年|去年|上年|同期|(?:19|20)\d\d年度?|\d+月份?)+|"
    r"(?:总量|总数|总额|数量|金额|总计|合计|比例|比重|数|量|类|的|中|案件|工单|诉求|件)+$"
)


_SYNONYMS = (
    (re.compile(r"办结|结案|处结|完结|办毕"), "结案"),
    (re.compile(r"派遣|派单|转办|交办|转派|派发|分派"), "派单"),
    (re.compile(r"按时|按期|及时|期限内"), "按期"),
    (re.compile(r"超时|超期|逾期"), "超期"),
)


_STAGE = re.compile(
    r"(?:19|20)\d\d年度?(?:末|底)?|预算|决算|安排|完成|执行|预计|预期|计划|实现|拟|年初|调整|汇总|[—●■◆]|"
    r"^[一二三四五六七八九十\d]+[、.．]|[的数为达到至]+$"
)


@lru_cache(maxsize=20_000)
def account(words: str) -> str:
    """The name of an account in a budget, whether planned or carried out; 全市 and 市本级 stay apart.

    >>> account("2026年全市政府性基金预算收入安排"), account("全市政府性基金收入完成")
    ('全市政府性基金收入', '全市政府性基金收入')
    """
    return _STAGE.sub("", patterns.sub(r"\s+", "", words))


_STEP = re.compile(
    r"应?结案|派遣|转办|办结|签收|核查|回访|受理|立案|处置|按[期时]|超[期时]|呼入|接通|答复|派单|调解|到期|有效"
)


@lru_cache(maxsize=20_000)
def stages_of(words: str) -> tuple[str, ...]:
    """The steps of a case that a label names, in order.

    >>> stages_of("按期办结率"), stages_of("咨询类")
    (('按期', '办结'), ())
    """
    return tuple(_STEP.findall(words))


@lru_cache(maxsize=20_000)
def core(words: str) -> str:
    """The telling part of a label.

    >>> core("全市受理总量"), core("咨询类"), core("2023年立案数")
    ('受理', '咨询', '立案')
    """
    words = patterns.sub(r"\s+|(?<=[\u4e00-\u9fff])总(?=规模|金额|支出|收入|费用)", "", words)
    for pattern, word in _SYNONYMS:
        words = pattern.sub(word, words)
    before = None
    while before != words:
        before = words
        words = _LOOSE.sub("", words) or words
    return words


@lru_cache(maxsize=50_000)
def likeness(a: str, b: str) -> float:
    """From 0 (nothing in common) to 1 (one is the other), by shared pairs of characters.

    >>> likeness("受理总量", "热线共受理") > 0.9, likeness("咨询类", "投诉类")
    (True, 0.0)
    """
    a, b = core(a), core(b)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if a in b or b in a:
        short, long = sorted((a, b), key=len)
        if len(short) >= 2:
            return 0.95 if long.endswith(short) else 0.85
        return 0.0
    mine, theirs = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (a, b))
    if not mine or not theirs:
        return 0.0
    return len(mine & theirs) / min(len(mine), len(theirs)) * 0.8
