"""Points of the levels (各级分值): those of the first level make up a hundred, those of the second each of these.

“（1）产出指标50分，其中，数量指标30分，包括：人数15分、使用率15分；质量指标20分。（2）效益指标…”: forms have the same
names of levels everywhere, so that a text needs no words to tell which points are parts of which. Numbers tell it of
headings: “一、投入（分值18分，自评得18分）” over “（一）项目立项（分值10分，自评得10分）”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.entries import FULL_MARKS, paragraph_of
from evallib.audit.ledger.slips import one_slip_mends

#: Names of the levels; 服务对象满意度 is of the second where 满意度 stands before it.
_FIRST = (
    re.compile("决策|投入"),
    re.compile("过程|管理"),
    re.compile("产出"),
    re.compile("^[^（(]{0,4}(?:效益|效果)"),
    re.compile("满意度"),
    re.compile("执行率?$|预算执行"),
)
_SECOND = re.compile(
    r"(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|环境效益|可持续影响|服务对象满意度?)(?:类?指标)?$"
)
_TOTAL = re.compile(r"(?:[总共合]计?|满)分?[为是]?$|总分[值为是]?$")
#: First levels that leave nothing out.
_WHOLE = ({2, 3, 4, 5}, {0, 1, 2, 3}, {0, 1, 2, 3, 4})
_THOUSAND, _ASPECTS = re.compile("(?P<m>[百千])分制"), re.compile("[三四五六七八]个?(?:方面|部分|板块|类)")
_COULD = re.compile("分值|权重|满分|设置")
_HEADING = re.compile(r"^\s*(?:(?P<top>[一二三四五六七八九十]+、)|(?P<sub>[（(][一二三四五六七八九十]+[)）]))")
_ONE = re.compile(r"其中|即|包括")
LEAST, STRENGTH, LONGEST = 3, 0.7, 60
_SCORES = frozenset({"score", FULL_MARKS})


def level_claims(ledger: Ledger) -> list[Claim]:
    """Claims about points of levels in sentences, in paragraphs and in headings."""
    claims: list[Claim] = []
    for entries in ledger.by_paragraph.values():
        points = [e for e in entries if e.dimension in _SCORES and e.spot is not None]
        if len(points) >= LEAST:
            relations = [r for r in (_whole(ledger, points), *_levels(points)) if r is not None]
            claims += [Claim(r.result, [r], ("level", r.result.index, len(r.terms))) for r in relations]
    return claims + list(_headings(ledger))


def _first(entry: Entry) -> int | None:
    """Which of the first levels a name is, None where it is another one."""
    if _SECOND.search(entry.label) and not entry.label.endswith(("满意度", "满意度指标")):
        return None
    return next((n for n, name in enumerate(_FIRST) if name.search(entry.label)), None)


def _whole(ledger: Ledger, points: Sequence[Entry]) -> Relation | None:
    """The first levels of a sentence, or all aspects that are told to have a thousand points together."""
    text = paragraph_of(ledger.document, points[0])
    for start in range(len(points) - LEAST + 1):
        sentence = [p for p in points[start:] if p.sentence == points[start].sentence]
        kinds = [_first(p) for p in sentence]
        if None not in kinds and len(set(kinds)) == len(kinds) and set(kinds) in _WHOLE:
            relation = _told(sentence, HUNDRED)
            # “决策14分、过程22分、产出32分、效益22分” may be what was had.
            said = relation is not None and (relation.holds() or _COULD.search(text))
            return relation if said else None
    sentence = [p for p in points if p.sentence == points[0].sentence]
    scale = _THOUSAND.search(text)
    if scale is None or not _ASPECTS.search(text) or len(sentence) < LEAST or len(sentence) < len(points):
        return None
    return _told(sentence, Fraction(1000 if scale["m"] == "千" else 100))


def _told(parts: Sequence[Entry], whole: Fraction) -> Relation | None:
    formula = Formula("sum", signs=(-1,) * (len(parts) - 1), constant=whole)
    relation = make(parts[-1], parts[:-1], formula, "sum.weight", f"各部分分值之和应为{whole}分", STRENGTH)
    relation.most = DOUBT
    return relation if relation.holds() or one_slip_mends(relation) else None


def _levels(points: Sequence[Entry]) -> Iterator[Relation]:
    """Points of a level with those of the next one behind it, in a paragraph that tells several first levels."""
    levels = _levels_of(points)
    if levels.count(1) < LEAST:
        return
    found = []
    for at, parent in enumerate(points):
        below = points[at + 1 : next((n for n in range(at + 1, len(points)) if levels[n] <= levels[at]), len(points))]
        inner = levels[at + 1 : at + 1 + len(below)]
        parts = [p for p, level in zip(below, inner, strict=True) if level == min(inner)]
        told = parts and bool(parts[0].spot and _ONE.search(parts[0].spot.gap))
        if len(parts) > 1 or told:
            found.append(make(parent, parts, SUM, "sum.weight", f"“{parent.label}”的分值与其下各项之和", STRENGTH))
    held = sum(r.holds() for r in found)
    for relation in found:
        if relation.holds() or (2 * held > len(found) and one_slip_mends(relation)):
            yield relation


def _levels_of(points: Sequence[Entry]) -> list[int]:
    levels, kinds = [], set()
    for at, entry in enumerate(points):
        kind = _first(entry)
        if not at and entry.spot is not None and _TOTAL.search(entry.spot.head):
            levels.append(0)
        elif kind is not None and kind not in kinds:
            kinds.add(kind)
            levels.append(1)
        else:
            levels.append(2 if _SECOND.search(entry.label) else 3)
    return levels


def _headings(ledger: Ledger) -> Iterator[Claim]:
    """Points in numbered headings: those of （一）, （二） make up those of 一、."""
    told: list[tuple[bool, list[Entry]]] = []
    for entries in ledger.by_paragraph.values():
        text = paragraph_of(ledger.document, entries[0])
        match = _HEADING.match(text) if len(text) <= LONGEST else None
        points = [e for e in entries if e.dimension in _SCORES]
        if match is not None and 1 <= len(points) <= 2 and len(points) == len(entries):
            told.append((match["top"] is not None, points))
    tops = [n for n, (top, _) in enumerate(told) if top]
    found = []
    for at, end in pairwise([*tops, len(told)]):
        parent, parts = told[at][1], [points for _, points in told[at + 1 : end]]
        if len(parts) > 1 and all(len(p) == len(parent) for p in parts):
            found += [
                make(whole, [p[n] for p in parts], SUM, "sum.weight", "标题的分值与其下各节之和", STRENGTH)
                for n, whole in enumerate(parent)
            ]
    held = [r.holds() for r in found]
    for relation in found:
        if relation.holds() or (2 * sum(held) >= len(held) > 1 and one_slip_mends(relation)):
            relation.most = 1.0 if sum(held) > 1 else DOUBT
            yield Claim(relation.result, [relation], ("level", relation.result.index, 0))
