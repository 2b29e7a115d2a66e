"""A fault and a state in words: whether 信访台账 未建立 is the fault 未建立信访台账."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.scoring.outcome import Outcome, ask
from evallib.parsing.rules.scoring.values import Value, checked

_DENIES = re.compile(r"未|不|无|没有?|缺(?!陷)|非(?!常)")


_FINE = re.compile(
    "(?:均|都|全部|完全|较为?|很)?(?:正常|完好|规范|合格|完善|完整|健全|齐全|及时|"
    "到位|达标|符合(?:要求|规定|标准)?|满足(?:要求)?|落实)"
)


_HOLDS = re.compile(r"是|有|存在|发生|已发生|出现|√|对|Y|y|yes|真")


_HOLDS_NOT = re.compile(r"否|无|没有|不存在|未发生|未出现|未发现|×|N|n|no|假")


def fault_holds(fault: str, key: str, word: str) -> bool | None:
    """Whether a fault holds where the thing that a key names is in a state; None where the words do not tell.

    >>> fault_holds("未建立信访台账", "信访台账", "未建立"), fault_holds("未建立信访台账", "信访台账", "已建立")
    (True, False)
    >>> fault_holds("车门开关失控", "车门开关", "正常"), fault_holds("车门开关失控", "车门开关", "失控")
    (False, True)
    >>> fault_holds("未按时上报", "按时上报", "否"), fault_holds("未按时上报", "未按时上报", "否")
    (True, False)
    """
    denied = bool(_DENIES.search(fault))
    if _HOLDS.fullmatch(word) or _HOLDS_NOT.fullmatch(word):
        answer = bool(_HOLDS.fullmatch(word))
        turned = denied and not _DENIES.search(key) and len(key) > 1 and _denies_core(fault, key)
        return not answer if turned else answer
    if word in fault:
        return _not_denied(fault, word) if not _DENIES.match(word) else True
    core = patterns.sub(
        r"^(?:均|都|全部)?(?:尚|暂)?(?:未|不|无|没有?|缺少?)(?:能|曾|被)?|^(?:均|都|全部)?(?:已经?|有)", "", word
    )
    if patterns.match(r"(?:均|都)?(?:尚|暂)?(?:未|不|无|没|缺)", word):
        if _DENIES.match(core):
            return False if denied else None
        if denied:
            return True if not core or core in fault else None
        return False if not core or core in fault else None
    if core != word and core and core in fault:
        return _not_denied(fault, core)
    if _FINE.fullmatch(word):
        return False
    without = patterns.sub(r"^(?:未|不|无|没有?|缺少?)", "", fault)
    return False if denied and core != word and len(without) > 1 and without in core else None


def _not_denied(fault: str, word: str) -> bool | None:
    """Whether a fault says a word without a denial before it; None where the denial may be of something else."""
    before = patterns.split(r"[,;、或]", fault[: fault.index(word)])[-1]
    if patterns.search(
        r"(?:未|不|无|没有?|非|缺少?)[^,;、]{0,2}$|[未没](?:能)?(?:将|把|对|按|及时|有|以|经|在|根据)[^,;、]*$", before
    ):
        return False
    return None if patterns.search(r"未|不|没", before) else True


def two_sided(fault: str, word: str) -> bool:
    """Whether 有 or 无 may mean the thing or its lack: 无 for 无场所 is there none, or is the lack none.

    >>> two_sided("无场所及设备", "有"), two_sided("无正当理由迟到", "有"), two_sided("迟到", "有")
    (True, False, False)
    """
    return word in {"有", "无", "没有"} and bool(
        patterns.search(r"(?<![有])无(?!正当|故|关|法|效|证|照|序|理由|人|主)|没有", fault)
    )


def denied_of(fault: str, word: str) -> bool:
    """Whether a word says that what a fault denies is done: 已落实 beside 未落实.

    >>> denied_of("设立保洁员,落实职责,未落实", "已落实"), denied_of("未落实", "未落实")
    (True, False)
    """
    return len(word) > 2 and word.startswith("已") and fault.endswith(f"未{word[1:]}")


def requirement_met(asked: str, word: str) -> bool | None:
    """Whether a requirement is met by a state in words; None where the words do not tell.

    >>> (
    ...     requirement_met("有工作方案", "无"),
    ...     requirement_met("召开秋防工作会", "召开"),
    ...     requirement_met("有工作方案", "尚可"),
    ... )
    (False, True, None)
    >>> (
    ...     requirement_met("不得有积水", "有积水"),
    ...     requirement_met("有工作方案", "未编制"),
    ...     requirement_met("召开会议", "已召开"),
    ... )
    (None, False, True)
    """
    if _HOLDS.fullmatch(word) or _FINE.fullmatch(word):
        return True
    if _HOLDS_NOT.fullmatch(word):
        return False
    if _DENIES.search(asked):
        return None
    if patterns.match(r"(?:均|都)?(?:尚|暂)?(?:未|不|无|没|缺)", word):
        return False
    core = patterns.sub(r"^(?:均|都|全部)?(?:已经?|有)", "", word)
    return True if core and core in asked else None


def _denies_core(fault: str, key: str) -> bool:
    """Whether the denial of a fault stands before what a key names (未按时上报 for 按时上报)."""
    letters = [c for c in key if c in fault]
    if len(letters) < max(2, len(key) * 0.6):
        return False
    first = min(fault.index(c) for c in letters)
    return bool(_DENIES.search(fault[: first + 1]))


def is_state(read: Value) -> bool:
    """Whether a value says a state in words that help to tell which fault is meant (未建立, 失控)."""
    return read.number is None and len(read.raw) > 1 and not patterns.search(r"\d", read.raw)


def stated(counts: dict[int, tuple[str, Value]], names: list[str]) -> dict[int, Value] | Outcome:
    """States in words as counts of the fault that they are or are not."""
    found: dict[int, Value] = {}
    for index, (key, read) in counts.items():
        if read.number is None and not patterns.search(r"\d", read.raw) and checked(read.raw, None)[1] is None:
            holds_ = fault_holds(names[index], key, read.raw)
            if holds_ is None:
                return ask(f"“{key}：{read.raw}”是不是“{names[index]}”没有看出来")
            found[index] = Value(read.raw, Fraction(int(holds_)))
        else:
            found[index] = read
    return found
