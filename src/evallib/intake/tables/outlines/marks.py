"""Marks of levels (层级的标记): what codes, numbers before labels, 其中, blanks, bold type and the trade's words tell.

>>> labels = ("一、基本支出", "（一）人员经费", "（二）公用经费", "二、项目支出")
>>> numbered([Line(label, 0, ()) for label in labels])
[1, 2, 2, 1]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any, NamedTuple

from evallib.model import patterns

#: Ways of numbering; which of them is the higher is told by which comes first.
_WAYS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("part", r"第[一二三四五六七八九十]+(?:部分|类|项)"),
        ("chinese", r"[一二三四五六七八九十]{1,3}[、.](?!\d)"),
        ("bracketed", r"\([一二三四五六七八九十]{1,3}\)"),
        ("round", r"\(\d{1,2}\)|\d{1,2}\)"),
        ("bracketed capital", r"\((?:[A-Z]|[IVX]{1,4})\)"),
        ("capital", r"(?:[A-Z]|[IVX]{1,4})[.)、]"),
        ("bracketed letter", r"\((?:[a-z]|[ivx]{1,4})\)"),
        ("letter", r"(?:[a-z]|[ivx]{1,4})[.)、]"),
        ("dash", r"[-—–·•*]+(?=[^\d\s])"),
    )
)
_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})(?:[、.](?!\d)|(?<=\.\d)(?!\d)|(?<=\.\d\d)(?!\d))")
_CIRCLED = re.compile("[①-⑳⑴-⒇]")
OF_WHICH = re.compile(r"\s*其\s*中\s*[:,]?")
#: 基本支出 is spent on staff and on running the office, wherever no mark says so.
_BASIC = re.compile(r"基本支出(?:合计|小计)?")
_BASIC_PARTS = re.compile(
    "(?:在职|编外|离退休)?人员(?:经费|支出|费用)?|(?:日常)?公用(?:经费|支出|费用)?|工资福利(?:支出)?|"
    "商品和?服务支出|对个人和?家庭的?补助(?:支出)?|运转经费"
)
#: So many ways to read where the lists of 其中 end are tried.
MOST_ENDS = 64


class Line(NamedTuple):
    """What is known of a line: label, indentation, amounts in order of the columns, code, and whether it is bold."""

    label: str
    indent: int
    amounts: Sequence[Any]
    code: str = ""
    bold: bool = False


def is_of_which(label: str) -> bool:
    """Whether a label says 其中.

    >>> is_of_which("其中：人员经费"), is_of_which(" 其 中 : 工资"), is_of_which("公用经费")
    (True, True, False)
    """
    return OF_WHICH.match(_plain(label)) is not None


def coded(lines: Sequence[Line]) -> list[int]:
    """By codes of which a part's begins with its whole's (201, 20103, 2010301); none where a line has no code.

    >>> coded([Line("", 0, (), code) for code in ("201", "20103", "2010301", "204", "20402")])
    [1, 2, 3, 1, 2]
    """
    codes = [line.code for line in lines]
    if not all(codes) or len(set(codes)) < len(codes):
        return []
    return [1 + sum(code.startswith(other) for other in codes if other != code) for code in codes]


def numbered(lines: Sequence[Line]) -> list[int]:
    """By the ways of numbering, in the order in which they come; a line without a number is a part of one with.

    >>> numbered([Line(label, 0, ()) for label in ("1.民生", "①助餐", "②养老", "2.城建", "2.1路灯")])
    [1, 2, 2, 1, 2]
    """
    marks = [_mark(line.label) for line in lines]
    if not any(mark for mark in marks if mark is not None):
        return []
    levels, open_marks = [], list[str]()
    for mark in (mark or "plain" for mark in marks):
        if mark in open_marks:
            del open_marks[open_marks.index(mark) + 1 :]
        else:
            open_marks.append(mark)
        levels.append(len(open_marks))
    return levels


def indented(lines: Sequence[Line]) -> list[int]:
    """By how far labels stand from the left.

    >>> indented([Line("支出", 0, ()), Line("人员", 2, ()), Line("工资", 4, ()), Line("公用", 2, ())])
    [1, 2, 3, 2]
    """
    steps = sorted({line.indent for line in lines})
    return [steps.index(line.indent) + 1 for line in lines] if len(steps) > 1 else []


def bolded(lines: Sequence[Line]) -> list[int]:
    """By bold type, which may be mere emphasis: the sums have to agree.

    >>> bolded([Line("人员", 0, (5,), "", True), Line("工资", 0, (3,)), Line("津贴", 0, (2,))])
    [1, 2, 2]
    """
    if not lines or not lines[0].bold or all(line.bold for line in lines):
        return []
    return [1 if line.bold else 2 for line in lines]


def worded(lines: Sequence[Line], levels: Sequence[int]) -> list[int]:
    """By the words of the trade: what follows 基本支出 and is for staff or the office is a part of it.

    Args:
        lines: the lines.
        levels: their levels as far as other marks tell.

    >>> labels = ("基本支出", "人员经费", "公用经费", "项目支出")
    >>> worded([Line(label, 0, ()) for label in labels], [1, 1, 1, 1])
    [1, 2, 2, 1]
    """
    found, basic = list(levels), 0
    for row, line in enumerate(lines):
        label = _bare(line.label)
        if _BASIC.fullmatch(label):
            basic = levels[row]
        elif basic and levels[row] == basic and _BASIC_PARTS.fullmatch(label):
            found[row] = basic + 1
        elif levels[row] <= basic:
            basic = 0
    return found


def of_which(lines: Sequence[Line], levels: Sequence[int]) -> Iterator[list[int]]:
    """With 其中: it begins the parts of the line above, and the lines after it may be such parts as well or not.

    Args:
        lines: the lines.
        levels: their levels as other marks tell.

    Yields:
        Levels with every list of 其中 as long as it can be first, then shorter ones.
    """
    marks = [_mark(line.label) for line in lines]
    starts = [row for row, line in enumerate(lines) if row and is_of_which(line.label)]
    if not starts:
        return
    ends = []
    for start in starts:
        whole = levels[start - 1] if start - 1 not in starts else None
        last = start + 1
        while last < len(lines) and last not in starts and marks[last] is None and levels[last] == levels[start]:
            last += 1
        ends.append([(start, end, whole) for end in range(last, start, -1)])
    for chosen in islice(product(*ends), MOST_ENDS):
        found, depth = list(levels), 2
        for start, end, whole in chosen:
            depth = whole + 1 if whole is not None else depth
            found[start:end] = [depth] * (end - start)
        yield found


def _mark(label: str) -> str | None:
    """The way in which a label is numbered; a number of several parts (1.1.2) names how many."""
    text = OF_WHICH.sub("", _plain(label))
    if _CIRCLED.match(unicodedata.normalize("NFC", label.strip())):
        return "circled"
    if found := _DOTTED.match(text):
        return f"dotted{found[1].count('.')}"
    return next((name for name, pattern in _WAYS if pattern.match(text)), None)


def _bare(label: str) -> str:
    """A label without 其中 and its number."""
    text = OF_WHICH.sub("", _plain(label))
    return patterns.sub(
        r"^(?:第?[一二三四五六七八九十\d]+(?:部分|[、.])|\([一二三四五六七八九十\d]+\)|[-—·•①-⑳])+", "", text
    ).strip()


def _plain(label: str) -> str:
    return patterns.sub(r"\s+", "", unicodedata.normalize("NFKC", label))
