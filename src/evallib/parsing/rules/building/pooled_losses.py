"""Sentences that each take points in their own way from one pot: 作业率每少1%扣3分;未冲洗每次扣2分."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.building.compiled import Compiled
from evallib.parsing.rules.building.doubts.ceilings import ceiling
from evallib.parsing.rules.building.part_rules import CHOSEN
from evallib.parsing.rules.grammar.clauses import Amount, Clause, clauses
from evallib.parsing.rules.grammar.outline import Outline
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.matching import likeness

_NAME = re.compile(r"[,;。:]|(?:每|扣|不得分|低于|高于|超过|达到|不足|未达|≥|≤|<|>)")
_NEXT_RATE = r",(?=[^,;。每\d]{2,14}每[^,;。]*扣)|,(?=每(?:超过?|高于|低于|少于?)[\u4e00-\u9fff]{2,8}\d)"
_TOGETHER = re.compile(
    r"[;。,](?:以上)?(?:各|\d)项?(?:扣分)?(?:合计|累计|共)(?:扣分)?(?:最多|最高)?(?:不超过|"
    rf"扣|不得超过){{1,2}}(?P<points>{NUMBER})分[。;]?$"
)
"""两项扣分合计不超过6分."""
_LOSING = {"deduct", "zero", "free", "full", "floor", "counting", "times"}


def pooled(
    text: str, outline: Outline | None, weight: Fraction, read: Callable[[str, Fraction], Compiled]
) -> Compiled | None:
    """Each sentence as a rule of its own, their losses added up; None where a sentence does not only take points.

    Args:
        text: the normalised text.
        outline: its numbered parts, where it has any.
        weight: the points of all of them together.
        read: compiles a sentence.
    """
    if CHOSEN.search(text):
        return None
    together = _TOGETHER.search(text)
    text = text[: together.start()] if together else text
    sentences = [p.text for p in outline.parts] if outline else patterns.split(r"[;。\n]", text)
    if len([s for s in sentences if s.strip(",;。 ")]) < 2:  # A每低1个百分点扣0.5分,B每低1个百分点扣0.3分,以100%为基数
        sentences = patterns.split(_NEXT_RATE, patterns.sub(r",以100%为(?:基数|基准|标准|目标)[。;]?$", "", text))
    sentences = _joined([s.strip(",;。 ") for s in sentences if s.strip(",;。 ")])
    if len(sentences) < 2 or (outline and (outline.tail or any(c.verb != "floor" for c in clauses(outline.head)))):
        return None
    parts: list[Rule] = []
    options: list[Rule] = []
    for index, sentence in enumerate(sentences):
        graded = not all(_only_takes(c, weight) for c in clauses(sentence))
        inner = read(sentence, weight)
        if graded and not (inner.rule and inner.rule["kind"] == "ranges" and ceiling(inner.rule, weight) == weight):
            return None
        if graded and any(part["rule"]["kind"] == "ranges" for part in parts):
            return None
        if inner.rule is None or inner.not_understood or not _takes(inner.rule):
            return None
        parts.append(
            {"name": _name(sentence), "weight": number(weight), "text": sentence, "rule": inner.rule},
        )
        options += [dict(o) | {"part": [index, *o.get("part", [])]} for o in inner.open]
    if len({part["rule"]["kind"] for part in parts}) == 1 and parts[0]["rule"]["kind"] in {"items", "words"}:
        return None  # these have a pot of their own
    if len({part["name"] for part in parts}) < len(parts):
        return None
    most = {"max_deduct": {"points": together["points"]}} if together else {}
    return Compiled({"kind": "parts", "pool": True, "parts": parts} | most, options)


def _only_takes(clause: Clause, weight: Fraction) -> bool:
    """Whether a clause takes points, or says when all of them are kept."""
    return clause.verb in _LOSING or (clause.verb == "get" and clause.amounts == (Amount(weight),))


def _joined(sentences: list[str]) -> list[str]:
    """Sentences that take points; one that takes none says what another one scores, before it or behind."""
    found: list[str] = []
    targets: list[str] = []
    head = ""
    for sentence in sentences:
        verbs = {c.verb for c in clauses(sentence)}
        if verbs and verbs <= {"full", "get", "free"}:
            targets.append(sentence)
        elif verbs:
            found.append(f"{head},{sentence}" if head else sentence)
            head = ""
        else:
            head = f"{head},{sentence}" if head else sentence
    for target in [*targets, *([head] if head else [])]:
        steps = [
            i
            for i, s in enumerate(found)
            if patterns.search(r"每[^,;。\d]{0,6}\d", s) and not patterns.search(r"\d%?,", s)
        ]
        near = [i for i in steps if likeness(_name(found[i]), target) > 1] if len(steps) > 1 else steps
        if len(near) != 1:
            return []
        found[near[0]] = f"{target};{found[near[0]]}"
    return found


def _takes(rule: Rule) -> bool:
    """Whether a rule starts from full points and only takes from them."""
    if rule["kind"] == "steps":
        return rule.get("deduct") is not None and not {"add", "base", "rows", "unclear"} & set(rule)
    if rule["kind"] == "items":
        return all(t["sign"] == "-" for t in rule["types"]) and "base" not in rule
    if rule["kind"] == "ranges" and any("points" in row["give"] for row in rule["rows"]):
        return "worded" not in rule
    if rule["kind"] == "ranges":
        return "full" in rule.get("else", {}) or any("full" in row["give"] for row in rule["rows"])
    return rule["kind"] == "words" and "full" in rule.get("else", {})


def _name(sentence: str) -> str:
    if rate := patterns.search(r"[\u4e00-\u9fff]{2,12}率(?=\d|[达不≥每])", sentence):
        return rate[0][-24:]
    before = patterns.split("[,;。:]", patterns.split("每", sentence)[0])[-1]
    if "率" in before and not patterns.search(r"\d", before):
        return before[:24]
    words = [w for w in _NAME.split(sentence) if len(w) > 1]
    return words[0][:24] if words else sentence[:24]
