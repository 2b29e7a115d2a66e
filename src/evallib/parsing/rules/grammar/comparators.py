"""Words that compare (不低于, 超过, 以上, 以内) and marks of inclusion (含, 不含): which side a number bounds."""

from __future__ import annotations

from evallib.model import patterns

AT_LEAST = (
    "(?:≥或>|≥|不低于|不少于|达到或超过|达到|达标率达|(?<![下到送抵传表发])达(?![标成])|至少|不得低于|"
    "不得少于|不应低于|高于或等于|超过或等于|等于或高于|等于或大于|等于或超过|>=)"
)


MORE = r"(?:>|高于|超过|大于|多于|超出|超|突破|优于)"


AT_MOST = (
    r"(?:≤或<|≤|不高于|不超过|不超|不多于|不得超过|不得高于|不大于|控制在|低于或等于|等于或低于|等于或小于|不突破|最多)"
)


LESS = r"(?:<|低于|不足|少于|小于|未达到|未达|不到|未满(?!意)|不满(?!意)|达不到|没有达到|没达到)"


EQUAL = r"(?:=|等于|刚好为|恰好为|为|是|完成)"


def included(*marks: str | None) -> bool | None:
    """What the first mark that decides says.

    >>> included(None, "(含)"), included("不含"), included("以上")
    (True, False, None)
    """
    for mark in marks:
        if mark:
            if patterns.search(r"不(?:包)?含|不包括", mark):
                return False
            if patterns.search(r"含|包括", mark):
                return True
    return None


def side_of(op: str | None, tail: str | None, inside: bool | None) -> tuple[str, bool | None] | None:
    """Which side a number bounds, and whether it belongs to it (None: said by a word that the law counts in).

    >>> side_of("不低于", None, None), side_of(None, "以下", None), side_of("低于", None, None)
    (('low', True), ('high', None), ('high', False))
    """
    if op and "或" in op and op[0] in "≤≥":
        return ("high" if op[0] == "≤" else "low"), inside  # our own read-back of a boundary that is left open
    if op:
        if patterns.fullmatch(AT_LEAST, op):
            return "low", True
        if patterns.fullmatch(MORE, op):
            return "low", bool(inside)
        if patterns.fullmatch(AT_MOST, op):
            return "high", True if inside is None else inside
        if patterns.fullmatch(LESS, op):
            return "high", bool(inside)
    if tail and tail.endswith("后"):
        return "low", bool(inside)
    if (tail and "上" in tail) or tail in {"以外", "之外"}:
        return "low", True if "及" in (tail or "") else inside
    if tail and patterns.search(r"下|内", tail):
        return "high", True if "及" in tail else inside
    return None
