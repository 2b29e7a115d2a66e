"""Phrases (文字目标): whether a wording answers a qualitative target, by what the two say and how strongly.

>>> [judge_phrase(*pair) for pair in (("显著提升", "明显提升"), ("不发生", "未发生"), ("改善", "未完成"))]
[(True, '程度词相当'), (True, '都是未发生'), (False, '写明未完成')]
"""

from __future__ import annotations

import re

from evallib.parsing.plain_text import plain

#: Answers that say that the target is met, whatever it is.
DONE = re.compile(
    r"^(?:已|均|全部|按期|按时|如期|及时|基本)*(?:达成|达到|完成|实现|达标|符合|落实)(?:年度|年初|预期|预定|既定|全部|了|设定)*(?:指标|目标|要求|标准|任务|计划|效果)*(?:值)?$"
    r"|^(?:已)?(?:按时|按期|如期|及时|准时)(?:完成|达成|到位|发放|办结|拨付)?$|^(?:已达成|是|达标|合格|已完成|全部完成|完成|达成|已实现)$"
)
_PARTLY = re.compile(r"部分(?:达成|完成|实现)|基本(?:达成|完成)?(?:部分)")
NOT_DONE = re.compile(r"^(?:未|没有|尚未|未能)(?:达成|完成|实现|达标|开展|达到)")
NEVER = re.compile(r"^(?:不|未|无|零|没有|杜绝|避免|防止)(?:发生|出现|产生)?(.*)$")
#: A target that prints all its grades, the best first: 高中低, 优良中低差.
SCALE = re.compile(r"[优高好][优良中低差坏一般高好]{1,4}")
#: Degrees in falling order; words of one degree say the same.
_DEGREES = (("显著", "明显", "大幅", "极大", "有效", "充分", "大力", "较大", "持续", "切实", "不断", "进一步", "良好", "较好", "好"),
            ("有所", "逐步", "一定", "基本", "稍有", "略有"))  # fmt: skip
_CHANGES = (("提升", "提高", "增强", "增加", "改善", "改进", "优化", "上升", "增长", "促进", "推动", "加强", "健全", "完善", "保障"),
            ("下降", "降低", "减少", "减轻", "缓解", "缩短"))  # fmt: skip


def judge_phrase(wanted: str, said: str) -> tuple[bool | None, str]:
    """Whether an answer in words meets a target in words.

    Args:
        wanted: the target, plain.
        said: the answer, plain.

    Returns:
        The verdict, None where a person has to choose; and why.

    >>> judge_phrase("明显提升", "有所提升")
    (None, '完成值的程度低于目标，评定比例需选定')
    """
    if said == wanted or _core(said) == _core(wanted):
        return True, "与目标写法相同"
    if SCALE.fullmatch(wanted) and len(set(wanted)) == len(wanted) and said in tuple(wanted):
        return (True, "分档中的最高一档") if said == wanted[0] else (None, "分档中不是最高一档，评定比例需选定")
    if NOT_DONE.match(said):
        return False, "写明未完成"
    if _PARTLY.search(said):
        return None, "写的是部分达成，评定比例需选定"
    if DONE.match(said):
        return True, "写明达成"
    never, denied = NEVER.match(wanted), NEVER.match(said)
    if never and denied and (never[1] == denied[1] or not denied[1] or not never[1]):
        return True, "都是未发生"
    if (degree := _degree(wanted)) and (reached := _degree(said)) and degree[1] == reached[1]:
        return (True, "程度词相当") if reached[0] <= degree[0] else (None, "完成值的程度低于目标，评定比例需选定")
    return None, "看不出文字目标是否达成"


def _core(words: str) -> str:
    return re.sub(r"[已了的。,，;；!！\"]", "", plain(words))


def _degree(words: str) -> tuple[int, int] | None:
    """Degree (0 strong, 1 weak) and direction of a wording such as 明显提升."""
    changes = [way for way, group in enumerate(_CHANGES) for word in group if word in words]
    degrees = [rank for rank, group in enumerate(_DEGREES) for word in group if word in words]
    if not changes or len(words) > 14:
        return None
    return (max(degrees) if degrees else 0 if len(words) > 2 else 1), changes[0]
