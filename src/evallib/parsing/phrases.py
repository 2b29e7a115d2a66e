"""Phrases (文字目标): whether a wording answers a qualitative target, by what the two say and how strongly.

>>> [judge_phrase(*pair) for pair in (("显著提升", "明显提升"), ("不发生", "未发生"), ("改善", "未完成"))]
[(True, '程度词相当'), (True, '都是未发生'), (False, '写明未完成')]
"""

from __future__ import annotations

import re
from decimal import Decimal

from evallib.model import patterns
from evallib.parsing.plain_text import plain
from evallib.parsing.readings import Reading

#: Answers that say that the target is met, whatever it is.
DONE = re.compile(
    "^(?:已|均|全部|按期|按时|如期|及时|基本)*(?:达成|达到|完成|实现|达标|符合|落实)(?:年度|年初|预期|"
    "预定|既定|全部|了|设定)*(?:指标|目标|要求|标准|任务|计划|效果)*(?:值)?$"
    "|^(?:已)?(?:按时|按期|如期|及时|准时)(?:完成|达成|到位|发放|办结|拨付)?$|"
    "^(?:已达成|是|达标|合格|已完成|全部完成|完成|达成|已实现)$"
)
_PARTLY = re.compile(r"部分(?:达成|完成|实现)|基本(?:达成|完成)?(?:部分)|^(?:已)?基本(?:达成|完成|实现|达到|达标|落实)")
_DENIED = re.compile(r"不(?!断)|未|欠|有待|没|无法|尚需")
#: 不够提升, 未明显下降: no change of which the words say the way.
_FALLS_SHORT = re.compile(
    r"不够|不太|不足|欠|有待|未能|未得到|[未不没][有]?(?:明显|显著|大幅|有效|持续)|尚未|尚需|无法"
)
NOT_DONE = re.compile(r"^(?:未|没有|尚未|未能)(?:达成|完成|实现|达标|开展|达到)")
_NOTHING = re.compile(
    r"^(?:(?:不|未|没有|无|零|杜绝|避免|防止)(?:发生|出现|产生)|无|零(?!星)|杜绝)(?!.{0,3}(?:差|显著))"
)
NEVER = re.compile(r"^(?:不|未|无|零|没有|杜绝|避免|防止)(?:发生|出现|产生)?(.*)$")
#: A target that prints all its grades, the best first: 高中低, 优良中低差.
SCALE = re.compile(r"[优高好][优良中低差坏一般高好]{1,4}")
#: Degrees in falling order; words of one degree say the same.
_DEGREES = (
    (
        "显著",
        "明显",
        "大幅",
        "极大",
        "有效",
        "充分",
        "大力",
        "较大",
        "持续",
        "切实",
        "不断",
        "进一步",
        "良好",
        "较好",
        "好",
    ),
    ("有所", "逐步", "一定", "基本", "稍有", "略有"),
)
#: Words that take something off the answer behind them: 基本健全 and 较健全 are less than 健全.
_HALF = re.compile(
    r"^(?:已)?(?:基本|初步|部分|大体|大致|比?较(?!好|大|快|高|多|上年|去年|上|往年|同期|计划|目标|年初))"
)
_OPPOSITES = frozenset({("是", "否"), ("有", "无"), ("有", "没有"), ("无", "有"), ("否", "是")})
_IN_TIME, _LATE = (
    re.compile(r"按时|按期|及时|如期|准时"),
    re.compile(r"^(?:延期|逾期|延迟|推迟|滞后|超期|迟延|延误)|不及时|未及时|未按[时期]"),
)
#: Words of time that change nothing about what did not happen.
_ALL_YEAR = re.compile(r"^(?:全年|年内|年度内?|本年度?|当年|期间|项目期内)")
HAPPENED = re.compile(r"^(?:发生|出现|存在|有)")
_LIMIT = re.compile(
    "^(?:控制在|不得?超过?|未?超出?|≤|低于|不高于|等于|小于等于|在)?(?:年度|批复的?|项目)*(?:预算|"
    "概算|限额)(?:数|额|资金|金额|总额|批复数?)?(?:以?内|之内|范围内|内)?$"
)
_WITHIN = re.compile(
    r"^(?:已?控制在|未超出?|没有超出?|等于|低于|不超|小于|≤|在).{0,6}(?:预算|概算|限额).{0,4}$|^未超(?:出|支)?$"
)
_BEYOND = re.compile(r"^(?:超出?|超过|超支|突破).{0,4}(?:预算|概算|限额)?")
#: A target that says all of something: 全覆盖, 应保尽保.
EVERY = re.compile(
    r"^(?:实现|做到|达到)?(?:全覆盖|全面覆盖|全部(?:覆盖|完成|达标|落实|到位|发放|合格)?|百分之百|应(.)尽\1)$"
)
#: What hedges or denies an answer; one that holds none of these and the target's own words says that it is met.
_HEDGED = re.compile(r"不|未|没|无|否|基本|部分|有所|略|稍|较|仍|但|逐步|尚|待|拟|计划|将|正在|推进|难|延|晚|超")
_UP, _DOWN = (
    re.compile(r"上升|提高|提升|增长|增加|增强|升高|高于|上涨|改善|好转|多于"),
    re.compile(r"下降|降低|减少|减轻|低于|回落|缩短|少于|下跌"),
)
_LEVEL = re.compile(r"持平|不变|相同|一致")
_LONGEST_CHANGE, _LONGEST_TAIL = 16, 8
_CHANGES = (
    (
        "提升",
        "提高",
        "增强",
        "增加",
        "改善",
        "改进",
        "优化",
        "上升",
        "增长",
        "促进",
        "推动",
        "加强",
        "健全",
        "完善",
        "保障",
    ),
    ("下降", "降低", "减少", "减轻", "缓解", "缩短"),
)


def judge_phrase(wanted: str, said: str) -> tuple[bool | None, str]:
    """Whether an answer in words meets a target in words.

    Args:
        wanted: the target, plain.
        said: the answer, plain.

    Returns:
        The verdict, None where a person has to choose; and why.

    >>> judge_phrase("完善", "较完善")[0], judge_phrase("较完善", "较完善")[0], judge_phrase("较上年减少", "减少")[0]
    (None, True, True)
    >>> judge_phrase("明显提升", "有所提升"), judge_phrase("健全", "基本健全"), judge_phrase("基本健全", "基本健全")[0]
    ((None, '完成值的程度低于目标，评定比例需选定'), (None, '完成值的程度低于目标，评定比例需选定'), True)
    """
    if said == wanted or _core(said) == _core(wanted):
        return True, "与目标写法相同"
    if SCALE.fullmatch(wanted) and len(set(wanted)) == len(wanted) and said in tuple(wanted):
        return (True, "分档中的最高一档") if said == wanted[0] else (None, "分档中不是最高一档，评定比例需选定")
    if (wanted, said) in _OPPOSITES or (_IN_TIME.search(wanted) and _LATE.search(said)):
        return False, "写明未达成"
    if NOT_DONE.match(said) or (len(said) > 2 and said[0] in "不未" and wanted.startswith(said[1:])):
        return False, "写明未完成"
    if _LIMIT.match(wanted) and (_WITHIN.match(said) or _BEYOND.match(said)):
        return (True, "没有超过预算") if _WITHIN.match(said) else (False, "超过预算")
    if _PARTLY.search(said):
        return None, "写的是部分达成，评定比例需选定"
    if DONE.match(said):
        return True, "写明达成"
    never, denied = NEVER.match(_ALL_YEAR.sub("", wanted)), NEVER.match(_ALL_YEAR.sub("", said))
    if never and denied and (never[1] == denied[1] or not denied[1] or not never[1]):
        return True, "都是未发生"
    if _HALF.match(said) and not _HALF.match(wanted) and _core(_HALF.sub("", said)) == _core(wanted):
        return None, "完成值的程度低于目标，评定比例需选定"
    if (changed := _changed(wanted, said)) is not None:
        return changed, "与目标的方向相同" if changed else "与目标的方向相反"
    if (degree := _degree(wanted)) and (reached := _degree(said)) and degree[1] == reached[1]:
        return (True, "程度词相当") if reached[0] <= degree[0] else (None, "完成值的程度低于目标，评定比例需选定")
    if _says_so(wanted, said):
        return True, "写明与目标相同"
    return None, "看不出文字目标是否达成"


def judge_figure(wanted: str, answer: Reading) -> bool | None:
    """Whether a figure answers a target in words: nothing happened, a change in its direction, all of something.

    Args:
        wanted: the target, plain.
        answer: the value as it was read.

    Returns:
        The verdict, None where a person has to choose.

    >>> from evallib.parsing.targets import parse_target
    >>> [
    ...     judge_figure(*pair)
    ...     for pair in (("比上年下降", parse_target("下降3.2%")[0]), ("全覆盖", parse_target("98%")[0]))
    ... ]
    [True, False]
    """
    if not isinstance(answer.value, Decimal):
        return None
    label = plain(answer.rest)
    if _LIMIT.match(wanted) and label and _BEYOND.match(label) and answer.value > 0:
        return False
    if EVERY.match(wanted) and answer.unit == "%" and not answer.op:
        return answer.value >= 1
    if (_NOTHING.match(_ALL_YEAR.sub("", wanted)) or wanted.endswith("为零")) and (not label or HAPPENED.match(label)):
        return answer.value == 0 if answer.unit != "%" else None
    if label and answer.value > 0 and (changed := _changed(wanted, label)) is not None:
        return changed
    return None


def _changed(wanted: str, said: str) -> bool | None:
    """Whether a change went the way that was wanted; None where one of the two tells none, or tells how far."""
    if len(wanted) > _LONGEST_CHANGE or len(said) > _LONGEST_CHANGE or any(map(str.isdigit, wanted)):
        return None
    ways, went = (_way(wanted), _way(said))
    if ways is None or went is None:
        return None
    if ways in {"≤", "≥"}:  # 不高于上年
        return went in {"0", ways, "-" if ways == "≤" else "+"}
    if went in {"0", "≤", "≥"}:
        return False if went == "0" else None
    strong = [word for word in _DEGREES[0][:8] if word in wanted and word not in {"有效", "充分"}]
    if ways != went:
        return None if strong else False
    return None if strong or any(word in said for word in _DEGREES[1]) else True


def opposite(one: str, other: str) -> bool:
    """Whether two wordings tell changes that go opposite ways: 下降, 增长.

    >>> opposite("下降", "同比增长"), opposite("下降", "降低"), opposite("", "增长")
    (True, False, False)
    """
    return {_way(one), _way(other)} == {"+", "-"}


def _way(words: str) -> str | None:
    """Where a change goes: + up, - down, 0 not at all, ≤ not up, ≥ not down."""
    up, down = _UP.search(words), _DOWN.search(words)
    if _LEVEL.search(words):
        return "0" if not (up or down) else None
    if bool(up) == bool(down):
        return None
    found = up or down
    assert found is not None
    if _FALLS_SHORT.search(words):
        return None
    denied = patterns.search(r"[不未没无](?:得|出现|有|再|发生)?$", words[: found.start()]) is not None
    return ("≤" if up else "≥") if denied else ("+" if up else "-")


def _says_so(wanted: str, said: str) -> bool:
    """Whether an answer repeats the target's words with little around them, and neither hedges nor denies."""
    own, told = _core(wanted), _core(said)
    around = told.replace(own, "", 1)
    return len(own) > 1 and own in told and len(around) <= _LONGEST_TAIL and not _HEDGED.search(around)


def _core(words: str) -> str:
    return patterns.sub(r"[已了的。,，;；!！\"]", "", plain(words))


def _degree(words: str) -> tuple[int, int] | None:
    """Degree (0 strong, 1 weak) and direction of a wording such as 明显提升."""
    changes = [way for way, group in enumerate(_CHANGES) for word in group if word in words]
    degrees = [rank for rank, group in enumerate(_DEGREES) for word in group if word in words]
    if not changes or len(words) > 14 or _DENIED.search(words):
        return None
    return (max(degrees) if degrees else 0 if len(words) > 2 else 1), changes[0]
