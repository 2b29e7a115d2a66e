"""The outline of a printed rule: heading, numbered parts with their points, and what holds for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.wording import NUMBER

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STYLES: tuple[tuple[str, list[str]], ...] = (
    ("circled", list(CIRCLED)),
    ("paren", [f"({n})" for n in range(1, 21)]),
    ("half", [f"{n})" for n in range(1, 21)]),
    ("chinese_paren", [f"({c})" for c in "一二三四五六七八九十"]),
    ("dot", [f"{n}." for n in range(1, 21)]),
    ("comma", [f"{n}、" for n in range(1, 21)]),
    ("is", [f"{c}是" for c in "一二三四五六七八九十"]),
    ("chinese", [f"{c}、" for c in "一二三四五六七八九十"]),
    ("letter", [f"{c}、" for c in "abcdefghij"]),
    ("letter_dot", [f"{c}." for c in "abcdefghij"]),
    ("capital", [f"{c}." for c in "ABCDEFGHIJ"]),
    ("capital_comma", [f"{c}、" for c in "ABCDEFGHIJ"]),
)
_START = r"(?:^|(?<=[,;。:\n)）分、的括])|(?<=[含为])|(?<=要点)|(?<=内容))"
_OVERALL = re.compile(
    "^(?:以上|上述|前述|每(?:满足|符合|缺少?|少|有|具备|达到|项|发现|存在|出现|1项|1个|不|个|处|条|减少|违反)|"
    "满足|符合|全部|均|各(?:项|小项|要点|条)|缺|同时|其中[^,;。]*项|"
    r"有\d项|(?:具备|达到|做到|完成)\d|否则|任意|任何|其余|若|如有|未(?:满足|达到)|发现\d项|"
    r"存在\d项|不满足|不符合|\d项|累计|完全|得分|按|评分|计分)"
)
_EACH_MISSING = (
    r"每(?:缺少?|少|有|存在|发现)?1?(?:项|个|条|点)|缺少?1(?:项|个|条)|"
    "(?:各?[项条])?(?:符合|满足|做到|达到|完成)(?:要求|标准)?(?:的)?(?:即|"
    "则)?得(?:该项|相应|对应|满)?分|任(?:意|何)?1项"
)
_WHOLE_VETO = re.compile(
    "^(?:如|若|凡)?(?:发现|出现|发生|存在|有|对|因|未)?[^,;。]{0,30},?[^,;。]{0,6}(?:本(?:大)?项|该项|此项|"
    r"本指标|整项|总分|全部|\d+(?:\.\d+)?分)[^,;。]{0,8}(?:不得|0分|扣除|扣完|扣光|否决|全扣)"
)
_OWN_WEIGHT = re.compile(rf"\((?:满分|分值|权重|共|计)?:?({NUMBER})分\)")
_HEAD_WEIGHT = re.compile(
    rf"^(?:[^,;。:()\d]{{1,16}}:)?([^,;。:()\d]{{1,24}}?)[,:]?(?:\(?(?:满分|分值|权重|"
    rf"占)?({NUMBER})分\)?)(?=[,:;。(]|$)(?!以上|以下)"
)


@dataclass(slots=True)
class PartText:
    """One part: its mark, its words, and its points where they are printed."""

    mark: str
    text: str
    weight: Fraction | None = None
    name: str = ""


@dataclass(slots=True)
class Outline:
    """A text taken apart."""

    head: str
    parts: list[PartText]
    tail: str


def find_outline(text: str) -> Outline | None:
    """Take a numbered text apart, or None where it has no numbered parts.

    >>> o = find_outline("要点:①有制度;②有台账。每缺1项扣1分")
    >>> o.head, [p.text for p in o.parts], o.tail
    ('要点:', ['有制度', '有台账'], '每缺1项扣1分')
    """
    best: list[tuple[int, int]] = []
    for _, marks in _STYLES:
        places = _places(text, marks)
        if len(places) > 1 and (not best or places[0][0] < best[0][0]):
            best = places
    if not best:
        return None
    parts = []
    for index, (start, end) in enumerate(best):
        stop = best[index + 1][0] if index + 1 < len(best) else len(text)
        parts.append(PartText(text[start:end].strip(".、()"), text[end:stop].strip(";,。\n ")))
    head = text[: best[0][0]]
    listed = patterns.search(
        rf"\(((?:[{CIRCLED}(]?\d?\)?(?:为|占)?{NUMBER}分[,、;]?){{2,}})\)(?:,?扣完(?:为止|即止))?$",
        parts[-1].text.strip("。"),
    )
    if listed:
        parts[-1].text = parts[-1].text[: listed.start()].strip(";,。 ")
        for mark, points in patterns.findall(rf"([{CIRCLED}]|\(\d+\))(?:为|占)?({NUMBER})分", listed[1]):
            for part in parts:
                if part.mark == mark.strip("()"):
                    part.weight = Fraction(points)
                    part.name = patterns.split(r"[,;。:]", part.text)[0]
    last, tail = _split_tail(parts)
    parts[-1].text = last
    for part in parts:
        if part.weight is None:
            _weigh(part)
    return Outline(head, parts, tail)


def _places(text: str, marks: list[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for index, mark in enumerate(marks):
        pattern = _START + re.escape(mark) + r"(?!\d)"
        match = re.compile(pattern if mark[0] not in CIRCLED else re.escape(mark)).search(text, at)
        if not match:
            break
        if index and match.start() == found[-1][1]:
            break
        found.append((match.start(), match.end()))
        at = match.end()
    return found


def _split_tail(parts: list[PartText]) -> tuple[str, str]:
    """What stands behind the last part and speaks of all parts."""
    text = parts[-1].text
    others = any(_effects(p.text) for p in parts[:-1]) or all(_OWN_WEIGHT.search(p.text) for p in parts[:-1])
    cut = None
    for match in patterns.finditer(r"[;。\n,]", text):
        rest = text[match.end() :]
        if others:
            if (match[0] in "。\n;" and _WHOLE_VETO.match(rest)) or (
                patterns.match(r"(?:各(?:小)?项|以上|上述)", rest)
                or (match[0] != "," and patterns.match(_EACH_MISSING, rest))
                or (match[0] == "," and _same_for_all(parts, text[: match.start()], rest))
            ):
                cut = match
                break
        elif (_OVERALL.match(rest) and (match[0] != "," or _effects(rest)) and _effects(rest)) or (
            match[0] in "。\n" and _effects(rest)
        ):
            cut = match
            break
    if cut is None:
        return text, ""
    return text[: cut.start()], text[cut.end() :].strip(";,。\n ")


def _same_for_all(parts: list[PartText], before: str, rest: str) -> bool:
    """,每少1项扣1分 behind a last part that has its own point: what each of the parts costs."""
    lost = [a.value for c in clauses(rest)[:1] if c.verb == "deduct" for a in c.amounts if not a.share]
    own = [
        [a.value for c in clauses(t) if c.verb == "get" for a in c.amounts]
        for t in (*(p.text for p in parts[:-1]), before)
    ]
    return bool(lost) and bool(patterns.match(_EACH_MISSING, rest)) and all(points == lost for points in own)


def _effects(text: str) -> bool:
    bare = _OWN_WEIGHT.sub("", text)
    return any(c.verb not in {"floor", "counting"} for c in clauses(bare))


def _weigh(part: PartText) -> None:
    """Find the points of a part: (3分), 执行率10分：…, or what full compliance earns."""
    own = _OWN_WEIGHT.search(part.text)
    several = _OWN_WEIGHT.findall(part.text)
    if len(several) > 1:
        part.weight = sum((Fraction(points) for points in several), Fraction(0))
        part.name = patterns.split(r"[,;。:(]", part.text)[0]
        return
    if own and not patterns.search(r"[扣减加得计]|扣除", part.text[max(0, own.start() - 2) : own.start()]):
        part.weight = Fraction(own[1])
        part.name = patterns.split(r"[,;。:(]", part.text)[0]
        part.text = (part.text[: own.start()] + ("," if 0 < own.start() < 14 else "") + part.text[own.end() :]).strip(
            ",;。: "
        )
        part.text = patterns.sub(r",[,:;]", ",", part.text)
        return
    head = _HEAD_WEIGHT.match(part.text)
    if head and not patterns.search(
        r"[=*/]|(?:[扣减加得计记给为赋奖评]|扣除|扣减|奖励|最多|最高|不超过|上限)$", head[1]
    ):
        part.weight, part.name = Fraction(head[2]), head[1]
        part.text = head[1] + "," + part.text[head.end() :].strip(",;。: ")
        return
    part.name = patterns.split(r"[,;。:]", part.text)[0]
    full = patterns.search(rf"({NUMBER})分(?:扣完|为限)", part.text)
    if full:
        part.weight = Fraction(full[1])
        return
    gains = [a.value for c in clauses(part.text) if c.verb == "get" for a in c.amounts if not a.share]
    if gains:
        part.weight = max(gains)


_FLOOR = re.compile(r"(?:各(?:小)?项|以上|上述|均|分别)?(?:各项)?(?:分值)?扣完(?:为止|即止)")


def split_by_weights(text: str, weight: Fraction) -> Outline | None:
    """Parts without marks: segments between ; that each print their own points, adding up to the weight."""
    head = ""
    lead = patterns.match(r"^[^;]{0,24}?其中[:,]?|^[^,;。:()\d得扣加计]{2,16}:(?=[^:]{2,}[;。\n].)", text)
    body = text[lead.end() :] if lead else text
    steps = r"[;。](?=每(?:再)?[降低少差超高增多][^;。]{0,14}[扣减])"
    joined = patterns.sub(steps, ",", body) if len(patterns.findall(steps, body)) > 1 else body
    pieces = [s.strip() for s in patterns.split(r"[;。\n]", joined) if s.strip()]
    every = [PartText("", s) for s in pieces if not _FLOOR.fullmatch(s)]
    if any(patterns.match(r"\(?(?:基[础本准]|起评|底)分", s) for s in pieces):
        return None
    for part in every:
        _weigh(part)
        times = patterns.search(rf"\*({NUMBER})分?(?:计算|计分|得分|计)?$", part.text)
        if part.weight is None and times and "=" in part.text:
            part.weight = Fraction(times[1])
            part.name = patterns.sub(r"得分$", "", part.text.split("=")[0])
    known = [p.weight for p in every if p.weight is not None]
    if len(every) > 1 and len(known) == len(every) - 1:
        open_ = next(p for p in every if p.weight is None)
        lost = [a.value for c in clauses(open_.text) if c.verb == "deduct" for a in c.amounts if not a.share]
        if lost and max(lost) == weight - sum(known):
            open_.weight = weight - sum(known)
            known.append(open_.weight)
    if (
        len(every) > 1
        and len(known) == len(every)
        and sum(known) == weight
        and all(patterns.match(r"[^\d≥≤<>]{2,}", p.name) for p in every)
        and all(_effects(p.text) or "*" in p.text for p in every)
    ):
        return Outline(head, every, "")
    body = text
    lead = patterns.match(rf"^[^,;。:]{{0,20}}?{NUMBER}分\)?[:。]", text)
    if lead:
        head, body = text[: lead.end()], text[lead.end() :]
    segments = [s for s in patterns.split(r"[;。\n]", body) if s.strip()]
    parts: list[PartText] = []
    tail: list[str] = []
    for segment in segments:
        own = _OWN_WEIGHT.search(segment)
        if own and not tail:
            part = PartText("", segment)
            _weigh(part)
            parts.append(part)
        elif parts:
            tail.append(segment)
        else:
            return None
    if len(parts) < 2 or sum((p.weight or Fraction(0)) for p in parts) != weight:
        return None
    return Outline(head, parts, "。".join(tail))
