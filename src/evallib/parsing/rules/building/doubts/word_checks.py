"""Words that a rule has to answer for: both directions, upper and lower limits, those of counts, extreme points."""

from __future__ import annotations

import re
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

_BOTH_WAYS = re.compile(r"绝对值|±|(?:多或少|少或多|高于或低于|超过或低于)(?!的?[,，]?(?:均|都|不得分))")
_UPPER = re.compile(rf"(?:不超过|不高于|不多于|控制在|≤)[^,;。\d]{{0,6}}{NUMBER}|{NUMBER}[^,;。\d]{{0,4}}(?:以内|之内)")
_LOWER = re.compile(rf"(?:不低于|不少于|≥|达到)[^,;。\d]{{0,6}}{NUMBER}")
_DENIED = re.compile(r"未|没有|不足|低于|少于|超过(?!.*以内)|超出|逾期|延期|延迟|下降|降低|减少|偏差|达不到")
_COUNTED = re.compile(
    rf"(?:少于|不少于|不低于|至少|达到|满|≥|超过)({NUMBER})([\u4e00-\u9fff]{{1,2}}?)(?=的|,|;|。|以上|及以上|$)"
)


def unanswered(text: str, rule: Rule) -> list[str]:
    """Words of the text that the rule does not follow, in Chinese.

    >>> row = {"span": {"low": "1.2", "low_in": True}, "give": {"full": True}, "text": "控制在1.2亿立方米以内"}
    >>> unanswered("控制在1.2亿立方米以内得满分", {"kind": "ranges", "measure": "value", "rows": [row]})
    ['“控制在1.2亿立方米以内”的方向与规则相反']
    """
    said = str(rule)
    found = []
    if _BOTH_WAYS.search(text) and not patterns.search(
        r"'absolute'|'tolerance'|'both'|'parts'|'other_side'|'formula'|'items'|'words'", said
    ):
        found.append("“绝对值或多或少”没有用上")
    return found + _turned(rule) + _uncounted(text, rule)


def _turned(rule: Rule) -> list[str]:
    """Rows whose side is not the one of their words."""
    if rule["kind"] != "ranges" or rule.get("measure") != "value" or rule.get("change"):
        return []
    found = []
    for row in rule["rows"]:
        words, span = row.get("text") or "", row["span"]
        one_sided = (span.get("low") is None) != (span.get("high") is None)
        if not one_sided or _DENIED.search(words) or len(patterns.findall(NUMBER, words)) != 1:
            continue
        upper, lower = _UPPER.search(words), _LOWER.search(words)
        if (upper and not lower and span.get("high") is None) or (lower and not upper and span.get("low") is None):
            found.append(f"“{words}”的方向与规则相反")
    return found


def _uncounted(text: str, rule: Rule) -> list[str]:
    """Two limits of one counted thing of which the rule holds one: each says another number that is asked for."""
    if rule["kind"] != "items":
        return []
    units = {entry["unit"] for entry in rule["types"] if entry["unit"] not in {"", "次"}}
    held = _structured(rule)
    text = patterns.sub(
        rf"每[日天周旬月季年](?:度)?[^,;。\d]{{0,12}}{NUMBER}", "", text
    )  # what is asked for in each of several periods
    limits = {m[1] for m in _COUNTED.finditer(text) if m[2] in units}
    missing = sorted(limits - held)
    return [f"“{number}”没有用上" for number in missing] if missing and limits & held else []


def _structured(node: Any) -> set[str]:
    """Numbers of a rule outside its names."""
    if isinstance(node, dict):
        return {
            n
            for key, value in node.items()
            if key not in {"name", "names", "text", "good", "veto"}
            for n in _structured(value)
        }
    if isinstance(node, (list, tuple)):
        return {n for value in node for n in _structured(value)}
    return {node} if isinstance(node, str) else set()


def spare_limits(text: str, rule: Rule) -> list[str]:
    """A most or least number of points that the rule does not hold.

    >>> spare_limits("每次扣1分,最多扣3分", {"kind": "items", "types": []})
    ['“最多扣3分”没有用上']
    """
    held = _structured(rule)
    found = []
    for clause in [] if "'judgement'" in str(rule) else clauses(text):
        amount = patterns.search(rf"({NUMBER})分", clause.words)
        if clause.verb == "cap" and amount and amount[1] not in held:
            found.append(f"“{clause.words.strip(',;')}”没有用上")
    return found
