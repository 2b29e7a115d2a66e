"""Texts with parts: sums, the better or worse part, lists of requirements with one rule for all."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import give, number
from evallib.parsing.rules.building.compiled import Compiled
from evallib.parsing.rules.building.doubts.self_check import NOTHING_PRINTED
from evallib.parsing.rules.building.shared_points import points_by_mark, spread_over_parts
from evallib.parsing.rules.grammar.cases import read_case
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.outline import Outline, PartText
from evallib.parsing.rules.grammar.proportion import read_proportion
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

_JUDGED = re.compile(
    "酌情|综合(?:评定|评价|打分|评分)|专家(?:评定|打分|评分)|"
    "根据[^,;。]{0,16}(?:情况|程度)[^,;。]{0,6}(?:评分|打分|给分|计分|赋分)|视[^,;。]{0,10}(?:给分|打分|计分)"
)


Reader = Callable[[str, Fraction], Compiled]


def outlined(outline: Outline, text: str, weight: Fraction, read: Reader) -> Compiled | None:
    """Compile a text with parts; `read` compiles the text of one. None where the parts carry no own points."""
    each = patterns.search(rf"各(?:占|计|得)?({NUMBER})分", outline.head)
    equal = patterns.search(rf"各占({NUMBER})%", outline.head)
    for part in outline.parts:
        if part.weight is None and (each or equal):
            part.weight = Fraction(each[1]) if each else weight * Fraction(equal[1]) / 100 if equal else None
    points_by_mark(outline, weight)
    struck = [
        p
        for p in outline.parts
        if p.weight is None and (found := clauses(p.text)) and all(c.verb == "zero" for c in found)
    ]
    rest = [p for p in outline.parts if p not in struck]
    if struck and rest and all(p.weight is not None for p in rest) and sum(p.weight or 0 for p in rest) == weight:
        words = [patterns.split(r",?(?:本|该|此)(?:大)?项|,?不得分|,?一票", p.text)[0].strip(",的") for p in struck]
        result = _sum(Outline(outline.head, rest, outline.tail), weight, weight, read)
        if result.rule is not None:
            result.rule.setdefault("veto", []).extend(words)
        return result
    spread_over_parts(outline)
    own = [bool(clauses(p.text)) or bool(_proportional(p.text)) for p in outline.parts]
    if _ANY_OF.search(outline.head) and not any(own):
        none = [c.case.strip(",;。的 ") for c in clauses(outline.tail) if c.verb == "full"]
        tiers: list[Rule] = [{"words": [p.text], "give": {"points": "0"}} for p in outline.parts]
        tiers += [{"words": [words], "give": {"full": True}} for words in none]
        return Compiled({"kind": "words", "tiers": tiers, "else": {"full": True}})
    tail = outline.tail or (outline.head if clauses(outline.head) else "")
    weights = [p.weight for p in outline.parts]
    best = patterns.search(r"就高|择优|取(?:其)?(?:较)?高|择高|取最(?:高|优)|最高者|较高者|得分高者|以高", text)
    worst = patterns.search(r"(?<!不)就低|取(?:其)?(?:较)?低|择低|取最低|最低者|较低者|得分低者|以低|短板", text)
    chosen = CHOSEN.search(text)
    if chosen and not (best or worst):
        best, worst = (None, chosen) if patterns.search("低|差", chosen[0]) else (chosen, None)
    if (best or worst) and all(own):
        result = _sum(outline, weight, weight, read, whole=True)
        if result.rule is not None:
            result.rule["choose"] = "best" if best else "worst"
            return result
    if equal and all(w is not None for w in weights) and (summed := _sum(outline, weight, weight, read)).rule:
        summed.rule["shares"] = [equal[1]]
        return summed
    if all(w is not None for w in weights):
        total = sum((w for w in weights if w is not None), Fraction(0))
        if total == weight or (any(own) and total <= weight):
            return _sum(outline, weight, total, read)
    if not any(own) and tail:
        return _list(outline, tail, weight, read)
    if not any(own) and not tail:
        if _JUDGED.search(text):
            return Compiled({"kind": "judgement", "why": "由评价人员评定"})
        return Compiled({"kind": "judgement", "why": NOTHING_PRINTED})
    return None


_ANY_OF = re.compile(
    "(?:下列|以下|上述)[^,;。]{0,4}(?:情形|情况|行为|问题)(?:之一|任意?1项)的?,?(?:该|"
    "本|此)?(?:项|指标)*(?:不得分|扣完)[:,。]?$"
)


CHOSEN = re.compile(
    "(?:(?:以上|以下|上述|下列)?(?:[两二三23几]|多)(?:项|个|者|种)(?:指标|情形|要求|"
    "标准)?(?:之?中|里)?,?)?(?:取|按|以|选|择)(?:其中)?(?:得分)?"
    "(?:较|最|更)?[高低优差](?:者(?:的?(?:得分|分值))?(?:为准|计分|计入|计算|计)?|"
    "(?:的|值|分)?(?:的?1?项)?(?:的?(?:得分|分值))?(?:为准|计分|计入|计算|作为得分))"
    r"(?=[,:;。]|$)"
)
"""两项指标中取得分较低的一项计分."""


def chosen_between(text: str) -> Outline | None:
    """Sentences without marks of which the better or the worse one counts; None where there are not several.

    >>> [p.text for p in chosen_between("两项取低者计分:签收率100%得5分;办结率100%得5分").parts]
    ['签收率100%得5分', '办结率100%得5分']
    """
    found = CHOSEN.search(text)
    if not found:
        return None
    rest = f"{text[: found.start()]};{text[found.end() :]}"
    sentences = [s.strip(",:;。\n ") for s in patterns.split(r"[;。\n]", rest)]
    parts = [
        PartText("", s, None, patterns.split(r"[,:≥≤<>\d]|达到|不低于|不超过|每|得", s)[0])
        for s in sentences
        if clauses(s)
    ]
    if len(parts) < 2 or len(parts) < len([s for s in sentences if s]) or len({p.name for p in parts}) < len(parts):
        return None
    return Outline("", parts, "")


def _proportional(text: str) -> bool:
    return read_proportion(text) is not None


def _sum(outline: Outline, weight: Fraction, total: Fraction, read: Reader, whole: bool = False) -> Compiled:
    parts, options, missing = [], [], []
    for index, part in enumerate(outline.parts):
        if whole:
            part.weight = weight
        assert part.weight is not None
        inner = _part_rule(part, read)
        if inner.rule is None:
            missing.append(part.text)
        missing += inner.not_understood
        parts.append(
            {
                "name": f"{part.mark}{part.name}",
                "weight": number(part.weight),
                "text": part.text,
                "rule": inner.rule or {"kind": "judgement", "why": "未读懂"},
            }
        )
        options += [dict(o) | {"part": [index, *o.get("part", [])]} for o in inner.open]
    rule: Rule = {"kind": "parts", "parts": parts}
    if total != weight:
        missing.append(f"各部分合计{number(total)}分，与分值{number(weight)}分不一致")
    _overall(outline.tail, rule, missing)
    return Compiled(rule, options, missing)


_PLAIN = re.compile(
    r"(?:各?[项条])?(?:符合|满足|做到|达到|完成)(?:要求|标准)?(?:的)?(?:即|则)?得(?:该项|相应|对应|满)?分,?"
    r"(?:(?:不符合|不满足|未做到|未达到|未完成|否则)(?:要求|标准)?(?:的)?(?:则)?(?:该项|本项|相应)?不得分)?|"
    r"每(?:发现)?(?:有)?1项(?:不|未)[^,;。]{0,4}(?:的)?,?(?:扣除?|不得)(?:该项|相应)(?:的)?(?:全部)?(?:分值|分数|分)|"
    r"(?:其中)?任(?:意|何)?1项(?:不|未)(?:符合|满足|达标|达到|完成)(?:要求|标准)?(?:的)?,?该项不得分"
)


def _overall(tail: str, rule: Rule, missing: list[str]) -> None:
    """What holds for the sum: a veto, a floor, the better part."""
    if not tail or _PLAIN.fullmatch(tail.strip(",;。 ")):
        return
    for clause in clauses(tail):
        if clause.verb == "zero":
            case = read_case(clause)
            words = patterns.sub(
                r",?(?:本|该|此|整)(?:大)?项?$|\d+分$|,?本项\d+分$", "", clause.case.strip(",;。 ")
            ).strip(",的 ")
            if not (words or case.words):
                missing.append(tail)
                continue
            rule.setdefault("veto", []).append(words or case.words)
        elif clause.verb == "floor":
            continue
        elif clause.verb == "deduct" and {part["weight"] for part in rule["parts"]} == {
            number(a.value) for a in clause.amounts if not a.share
        }:
            rule["each_missing"] = give(clause.amounts[0])  # what a missing part costs, said once more
        elif clause.verb not in {"cap", "full"} and not patterns.search(r"[高低优]", tail):
            missing.append(tail)


def _part_rule(part: PartText, read: Reader) -> Compiled:
    assert part.weight is not None
    if not clauses(part.text) and not _proportional(part.text):
        return Compiled({"kind": "met"})
    inner = read(part.text, part.weight)
    if (
        inner.rule is not None
        and inner.rule["kind"] == "words"
        and len(inner.rule["tiers"]) == 1
        and "else" not in inner.rule
    ):
        tier = inner.rule["tiers"][0]
        points = tier["give"].get("points")
        if tier["give"].get("full") or (points is not None and Fraction(points) == part.weight):
            return Compiled({"kind": "met"})
    return inner


def _list(outline: Outline, tail: str, weight: Fraction, read: Reader) -> Compiled:
    """A list of requirements with one rule for all of them."""
    count = len(outline.parts)
    names = [p.text for p in outline.parts]
    equal = patterns.search(
        r"各(?:占|得|计)|^每项(?:得|计|占)?\d|平均分配|等权|权重相(?:等|同)|平均(?:分摊|计分)", tail
    )
    if equal:
        gains = [c for c in clauses(tail) if c.verb == "get" and c.amounts]
        each = give(gains[0].amounts[0]) if gains else {"share": number(Fraction(1, count))}
        entry = {"name": "满足", "unit": "项", "sign": "+", "amount": each, "stated": True}
        return Compiled({"kind": "items", "types": [entry], "base": "0", "total": count, "names": names})
    inner = read(tail, weight)
    rule = inner.rule
    if rule is None:
        return inner
    _as_list(rule, count, names)
    return inner


def _as_list(rule: Rule, count: int, names: list[str]) -> None:
    """Let a rule on counts read the answers to a list (满足①②, 缺2项)."""
    rule["total"] = count
    rule["names"] = names
    if rule["kind"] == "ranges" and rule["measure"] == "value":
        text = str(rule)
        rule["measure"] = (
            "missing"
            if patterns.search(r"缺|不满足|不符合|未满足", text) and not patterns.search(r"(?<!不)(?<!未)满足\d", text)
            else "met"
        )
