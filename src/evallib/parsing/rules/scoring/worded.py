"""Points for words: printed tiers, words of time, comparisons, and parts that add up."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.compared_words import against_zero, compared, compares, verdict_outcome
from evallib.parsing.rules.scoring.matching import assign, complement, likeness, negated, other_numbers, pick
from evallib.parsing.rules.scoring.outcome import Outcome, amount, ask, judged, scored
from evallib.parsing.rules.scoring.states import denied_of, fault_holds, requirement_met, two_sided
from evallib.parsing.rules.scoring.values import Value, checked, read_value, yes
from evallib.parsing.rules.scoring.written_counts import NOTHING


def evaluate_words(rule: Rule, value: object, weight: Fraction) -> Outcome:
    """Points by the printed word that the value means."""
    if isinstance(value, dict):
        if len(value) == 2:
            return compared(rule, value, weight)
        if len(value) != 1:
            return ask("应填一个用语")
        value = next(iter(value.values()))
    read = read_value(value)
    tiers = rule["tiers"]
    if (
        read.number is not None
        and read.number >= 0
        and len(tiers) == 1
        and verdict_outcome(rule.get("else", {"points": "0"}), weight) == scored(weight)
    ):
        return scored(weight) if read.number == 0 else verdict_outcome(tiers[0]["give"], weight)
    if read.number is not None and read.number <= 0 and read.late is None and all(map(compares, tiers)):
        return against_zero(rule, read.number, weight)
    found = _whether(rule, read)
    if found is None:
        found = word_meant(rule, read)
    if found is None:
        if any("judgement" in t["give"] for t in tiers) or "judgement" in rule.get("else", {}):
            return judged("评分标准没有给出这一用语的分值，由评价人员评定")
        return ask(f"“{read.raw}”不在评分标准的用语之中")
    return verdict_outcome(rule["else"] if found == REST else tiers[found]["give"], weight)


REST = -1


def word_meant(rule: Rule, read: Value) -> int | None:
    """The printed word that a written one means: its number, REST for what the rule gives to all others, or None.

    >>> word_meant(
    ...     {"tiers": [{"words": ["制度健全"], "give": {"full": True}}], "else": {"points": "0"}}, read_value("否")
    ... )
    -1
    """
    tiers = rule["tiers"]
    phrases = [t["words"][0] for t in tiers]
    if len(tiers) == 1 and "else" in rule and two_sided(phrases[0], read.raw):
        return None
    if len(tiers) == 1 and "else" in rule and denied_of(phrases[0], read.raw):
        return REST
    for look in (
        _in_time(read, phrases),
        _picked(read, phrases),
        _yes_or_no(rule, read),
        _of_list(rule, read, phrases),
    ):
        if look is not None:
            return look
    if "else" in rule and len(tiers) == 1 and read.number is None and read.late is None:
        held = fault_holds(phrases[0], "", read.raw) if negated(phrases[0]) else None
        return None if held is None else 0 if held else REST
    if "else" in rule:
        return REST if read.late is True else None
    return complement(read.raw, phrases)


_NONE_OF = re.compile(r"零发生|零事故|零投诉|零差错|未发生|没有发生|未出现|未发现|无(?!故)|没有|杜绝")
_SOME_OF = re.compile(r"^(?!.*(?:未|没|无|零|不)).*(?:发生|出现|发现|存在|有)")


def _whether(rule: Rule, read: Value) -> int | None:
    """0起 or 2起 beside 零发生 and 发生: the words that a count comes under."""
    phrases = [t["words"][0] for t in rule["tiers"]]
    none = [i for i, p in enumerate(phrases) if _NONE_OF.search(p)]
    some = [i for i, p in enumerate(phrases) if _SOME_OF.search(p) and not patterns.search(r"\d", p)]
    if read.number is None or read.unit in {"%", "分"} or read.late is not None or len(none) != 1 or len(phrases) > 2:
        return None
    if read.number == 0:
        return none[0]
    if len(some) == 1 and len(phrases) == 2:
        return some[0]
    return REST if "else" in rule and len(phrases) == 1 else None


def _yes_or_no(rule: Rule, read: Value) -> int | None:
    answer, rest = yes(read), "else" in rule
    if answer is not None and len(read.raw) <= 2 and len(rule["tiers"]) + rest == 2:
        return 0 if answer else (REST if rest else 1)
    return REST if rest and (answer is False or NOTHING.fullmatch(read.raw)) else None


def _of_list(rule: Rule, read: Value, phrases: list[str]) -> int | None:
    """All requirements met, some missing, none met."""
    met, missing, _ = checked(read.raw, rule.get("total"))
    if missing == 0:
        best = max(range(len(phrases)), key=lambda i: _rank(rule["tiers"][i]["give"]), default=None)
        return best if best is not None and _rank(rule["tiers"][best]["give"]) > 0 else None
    if missing and (short := [i for i, p in enumerate(phrases) if patterns.search(r"缺|少|任", p)]):
        return short[0]
    return REST if (missing or met == 0) and "else" in rule else None


def _rank(verdict: dict[str, Any]) -> Fraction | float:
    if "full" in verdict:
        return math.inf
    return Fraction(verdict.get("points") or verdict.get("share") or 0)


def _in_time(read: Value, phrases: list[str]) -> int | None:
    """Words of time: early, in time, late."""
    if read.late is None:
        return None
    late = [i for i, phrase in enumerate(phrases) if _LATE.search(phrase)]
    in_time = [i for i, phrase in enumerate(phrases) if i not in late and _PUNCTUAL.search(phrase)]
    early = [i for i in range(len(phrases)) if i not in late and "提前" in phrases[i]]
    fits = late if read.late else early or in_time if read.raw.startswith("提前") else in_time
    return fits[0] if len(fits) == 1 else None


_LATE = re.compile(r"逾期|延期|延迟|延误|超期|未按期|未按时|不及时|未及时|超时|滞后")
_PUNCTUAL = re.compile(r"按期|按时|如期|及时|准时|规定时[间限]|(?:[日号月底末旬]|季度)(?:之|以)?前")


def _picked(read: Value, phrases: list[str]) -> int | None:
    """The phrase that is most like the words; 按期 is none of being late, however alike the two are written."""
    found = pick(read.raw, phrases)
    if found is not None and other_numbers(read.raw, phrases[found]):
        return None
    return None if found is not None and read.late is False and _LATE.search(phrases[found]) else found


def _plain_sum(rule: Rule) -> bool:
    return rule["kind"] == "parts" and set(rule) <= {"kind", "parts"}  # and no pot of losses


def _grouped(parts: list[dict[str, Any]], value: dict[str, object]) -> dict[str, object]:
    """Several keys that speak of one part belong together."""
    groups: dict[int, dict[str, object]] = {}
    for key, one in value.items():
        near = [max(likeness(str(key), p["name"]), likeness(str(key), p.get("text", ""))) for p in parts]
        groups.setdefault(near.index(max(near)), {})[str(key)] = one
    return {
        parts[index]["name"]: next(iter(group.values())) if len(group) == 1 else group
        for index, group in groups.items()
    }


def evaluate_parts(
    rule: Rule, value: object, weight: Fraction, evaluate: Callable[[Rule, object, Fraction], Outcome]
) -> Outcome:
    """The sum of parts, each with its own points (or the best or worst of them)."""
    parts = rule["parts"]
    if isinstance(value, dict) and len(value) > len(parts):
        parts = [inner for p in parts for inner in (p["rule"]["parts"] if _plain_sum(p["rule"]) else [p])]
    if isinstance(value, dict) and len(value) > len(parts):
        value = _grouped(parts, value)
    if isinstance(value, dict):
        mapping = assign(list(map(str, value)), [p["name"] for p in parts], texts=[p.get("text", "") for p in parts])
        silent = (
            rule.get("pool")
            and mapping
            and all(p["rule"]["kind"] == "items" for i, p in enumerate(parts) if i not in mapping.values())
        )  # things that were not counted did not happen
        if mapping is None or (len(mapping) < len(parts) and rule.get("choose") is None and not silent):
            return ask("各部分的数值不全或与评分标准对不上")
        values: dict[int, object] = {index: value[key] for key, index in mapping.items()}
    else:
        read = read_value(value)
        met, _, which = checked(read.raw, len(parts))
        alike = len({part["weight"] for part in parts}) == 1 and all(part["rule"]["kind"] == "met" for part in parts)
        if which is None and met is not None and alike and "choose" not in rule and met <= len(parts):
            return scored(Fraction(parts[0]["weight"]) * met)
        if which is None:
            answer = yes(read)
            if answer is None:
                return ask("应分别填写各部分的数值")
            which = set(range(1, len(parts) + 1)) if answer else set()
        counted = {i + 1 for i, part in enumerate(parts) if part["rule"]["kind"] == "items"}
        if counted - which:
            return ask("应分别填写各部分的数值")  # not met tells no number of faults
        values = {i: ("是" if i + 1 in which else "否") for i in range(len(parts))}
    total = Fraction(0)
    scores: list[Fraction] = []
    for index, part in enumerate(parts):
        if index not in values:
            continue
        one = values[index]
        if part["rule"]["kind"] == "met" and isinstance(one, str):
            answer = requirement_met(part["name"], one)
            one = one if answer is None else "是" if answer else "否"
        outcome = evaluate(part["rule"], one, Fraction(part["weight"]))
        if outcome.score is None:
            return outcome
        scores.append(outcome.score)
        total += outcome.score
    if rule.get("pool"):
        lost = sum((Fraction(parts[i]["weight"]) - s for i, s in zip(sorted(values), scores, strict=True)), Fraction(0))
        most = amount(rule["max_deduct"], weight) if "max_deduct" in rule else lost
        return scored(max(weight - min(lost, most), Fraction(0)))
    if rule.get("choose") == "best":
        return scored(max(scores))
    if rule.get("choose") == "worst":
        return scored(min(scores))
    return scored(min(total, weight))
