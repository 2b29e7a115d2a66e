"""What stands once and holds for each part of a text: points by mark, steps and deductions for all of them."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.outline import Outline
from evallib.parsing.rules.grammar.wording import NUMBER

_BY_MARK = re.compile(
    rf"(?:第)?((?:[①②③④⑤⑥⑦⑧⑨⑩]|\(\d\))+)(?:每项|各项|各|均|项)*(?:得|占|计|为)?({NUMBER})分(?=[,;。、①②③④⑤⑥⑦⑧⑨⑩(]|$)"
)


_FIRST_ONES = re.compile(rf"前(?P<n>\d)项(?:每项|各|均)(?:得|占|计)?(?P<points>{NUMBER})分")
"""前3项每项1分,第④项2分."""


def points_by_mark(outline: Outline, weight: Fraction) -> None:
    """①②③每项0.5分,④1.5分 behind the list: the points of each part."""
    first = _FIRST_ONES.search(outline.tail)
    if first and int(first["n"]) < len(outline.parts):
        marks = "".join(
            p.mark if len(p.mark) == 1 and not p.mark.isdecimal() else f"({p.mark})"
            for p in outline.parts[: int(first["n"])]
        )
        outline.tail = outline.tail.replace(first[0], f"{marks}每项{first['points']}分")
    found = {
        mark.strip("()"): Fraction(m[2])
        for m in _BY_MARK.finditer(outline.tail)
        for mark in patterns.findall(r"[①②③④⑤⑥⑦⑧⑨⑩]|\(\d\)", m[1])
    }
    parts = outline.parts
    if not found or set(found) != {p.mark for p in parts} or sum(found.values()) != weight:
        return
    if any(p.weight is not None or clauses(p.text) for p in parts):
        return
    for part in parts:
        part.weight = found[part.mark]
    outline.tail = patterns.sub(r"^[^,;。:]{0,8}:|^[,;。]+", "", _BY_MARK.sub("", outline.tail)).strip(",;。、: ")


_EACH_PART = re.compile(
    r"[,;。]+((?:以上)?(?:各(?:小)?项)?(?:均)?每[^;。]{2,16}扣(?:除|减)?[^;。]{0,3}(?:该|本|各)小?项[^;。]*)。?$"
)


_SHARED_STEP = re.compile(
    "(?:以上|上述)?(?:各?(?:小)?项|指标|均|[两三四五]项)*(?:指标)?,?(?P<step>每(?:下降|降低|低于?|减少|少|"
    rf"相?差|不足|欠|超过?|高于?|提高|增加)(?:1|{NUMBER})(?:个?百分点|%)的?,?扣(?:除|减)?{NUMBER}分)"
    rf"(?:,?扣完(?:本|该|各)?(?:小)?(?:项)?(?:分值)?(?:为止|即止))?[。;]?$"
)


def _bare_goal(text: str) -> bool:
    """执行率≥95%得3分: one limit that earns all points and says nothing about less."""
    found = clauses(text)
    limits = [s for s in find_spans(text) if s.unit != "分"]
    return len(limits) == 1 and len(found) < 2 and all(c.verb in {"get", "full"} for c in found)


def spread_over_parts(outline: Outline) -> None:
    """每低1个百分点扣该小项10%的分值 behind the last part is said of each of them."""
    shared = _SHARED_STEP.match(outline.tail)
    if shared and all(_bare_goal(p.text) for p in outline.parts):
        for part in outline.parts:
            part.text = f"{part.text.strip(',;。')},{shared['step']}"
        outline.tail = ""
    last = outline.parts[-1]
    found = _EACH_PART.search(last.text)
    if found and all(p.weight is not None and not clauses(p.text) for p in outline.parts[:-1]):
        last.text = last.text[: found.start()]
        if not clauses(last.text):
            for part in outline.parts:
                part.text = f"{part.text.strip(',')},{found[1]}"
        else:
            last.text += found[0]
