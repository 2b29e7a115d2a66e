"""What takes all points whatever the rest says: its own key in a value, its words, or an event with a count."""

from __future__ import annotations

import re

from evallib.parsing.rules.grammar.cases import MEASURED
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.matching import likeness, negated
from evallib.parsing.rules.scoring.values import checked, read_value, yes

_EVENT = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,12}?)(?P<count>\d+)(?:起|次|件|例|人|处|项|个)")


_VETO_KEY = re.compile(r"否决")


def take_veto(rule: Rule, value: object) -> tuple[bool, object]:
    """Take the veto out of a value: its own key, or its words."""
    phrases = rule.get("veto", [])
    if not phrases:
        return False, value
    if isinstance(value, dict):
        rest: dict[str, object] = {}
        struck = False
        for key, one in value.items():
            rival = max([likeness(str(key), n) for n in _names(rule)], default=0.0)
            rate = read_value(one).unit in MEASURED | {"%"}  # a rate or an amount is no event
            if _VETO_KEY.search(str(key)) or (
                not rate and any(likeness(str(key), p) >= max(1.2, rival + 0.01) for p in phrases)
            ):
                read = read_value(one)
                answer = yes(read)
                if answer is None and read.number is not None:
                    answer = read.number > 0
                if answer is None and str(one) not in {"", "无"}:
                    rest[key] = one
                    continue
                struck = struck or bool(answer)
            else:
                rest[key] = one
        only = next(iter(rest.values())) if len(rest) == 1 and len(rest) < len(value) else None
        listed = rule["kind"] == "parts" and only is not None and checked(str(only), None) != (None, None, None)
        if only is not None and (listed or rule["kind"] not in {"parts", "index"}):
            return struck, only
        return struck, rest
    text = read_value(value)
    event = _EVENT.fullmatch(text.raw) if isinstance(value, str) else None
    if event and event["count"] != "0":
        rival = max([likeness(event["name"], n) for n in [*_names(rule), *rule.get("good", [])]], default=0.0)
        return any(likeness(event["name"], p) >= max(1.2, rival + 0.01) for p in phrases), value
    if text.number is None and text.late is None and len(text.raw) > 1 and text.date is None:
        rival = max([likeness(text.raw, n) for n in [*_names(rule), *rule.get("good", [])]], default=0.0)
        return any(
            likeness(text.raw, p) >= max(1.5, rival + 0.01) and negated(text.raw) == negated(_around(text.raw, p))
            for p in phrases
        ), value
    return False, value


def _around(word: str, phrase: str) -> str:
    """The part of a phrase that holds the word, with a denial right before it."""
    at = phrase.find(word)
    return phrase if at < 0 else phrase[max(at - 2, 0) : at + len(word)]


def _names(rule: Rule) -> list[str]:
    """The names by which the parts and types of a rule may be meant."""
    return [t["name"] or t["unit"] for t in rule.get("types", [])] + [p["name"] for p in rule.get("parts", [])]
