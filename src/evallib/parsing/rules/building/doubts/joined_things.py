"""One number where a text speaks of several things, or of more and fewer than a number that nobody printed."""

from __future__ import annotations

import re

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

_WEIGHED = re.compile(rf"[\u4e00-\u9fff]\*{NUMBER}%?\+[^,;。]*\*{NUMBER}")
_RATE = re.compile(
    rf"([\u4e00-\u9fff]{{1,8}}率)(?:[^,;。\d\u4e00-\u9fff]|[\u4e00-\u9fff]){{0,6}}?{NUMBER}(?:%|个?百分点)"
)
_ASKED_FOR = re.compile(r"(\d+)([次项场个份篇期件条家户人名])")
_OF_A_YEAR = re.compile(r"全年|年度|累计|共")
_FEWER = re.compile(r"每[少缺漏差欠]")
_MORE = re.compile(r"多|增|超")


def joined(text: str, rule: Rule) -> list[str]:
    """What a rule takes for one thing though its text names two, in Chinese.

    >>> joined("及时率*0.3+合格率*0.7的合计计分", {"kind": "ratio"})
    ['公式没有用上']
    """
    if rule["kind"] == "parts":
        return [doubt for part in rule["parts"] for doubt in joined(part.get("text") or "", part["rule"])]
    if rule["kind"] in {"ratio", "steps", "ranges"} and _WEIGHED.search(text):
        return ["公式没有用上"]
    if rule["kind"] == "ratio" and any(
        "low" in span and span["low"] == rule.get("target") for span in rule.get("zero", [])
    ):
        return ["不得分的界限读成了目标"]  # 停机超过24小时不得分,按完好率计分
    if rule["kind"] in {"steps", "ranges"} and rule.get("measure", "value") == "value":
        return _rates(text)
    return [*_asked_for(text, rule), *_without_start(text, rule)] if rule["kind"] == "items" else []


def _rates(text: str) -> list[str]:
    """完成率…;节约率…: two rates with numbers of their own."""
    names: dict[str, str] = {}
    for name in _RATE.findall(text):
        names.setdefault(name[-3:], name)
    return [f"“{'”与“'.join(names.values())}”读成了一个数"] if len(names) > 1 else []


def _asked_for(text: str, rule: Rule) -> list[str]:
    """报送2篇,宣传3次,每少1次: which of them is one too few."""
    if len(rule["types"]) != 1 or not rule["types"][0].get("required"):
        return []
    for sentence in patterns.split(r"[;。\n]", text):
        fewer = None if _OF_A_YEAR.search(sentence) else _FEWER.search(sentence)
        numbers = list(dict.fromkeys(m[0] for m in _ASKED_FOR.finditer(sentence[: fewer.start()]))) if fewer else []
        if len(numbers) > 1:
            return [f"“{'”与“'.join(numbers)}”中哪个是缺少时所比的没有写明"]
    return []


def _without_start(text: str, rule: Rule) -> list[str]:
    """应建5个,每少1个扣,每多1个加; 低于20件不得分,每多1件加: what the number itself earns, or what is more than it."""
    more = [t for t in rule["types"] if t["sign"] == "+" and _MORE.search(t["name"])]
    if any(t["sign"] == "-" and t.get("required") for t in rule["types"]):
        return ["正好达到要求时得几分没有写明"] if more and rule.get("base") == "0" else []
    for entry in more:
        if not entry["unit"]:
            continue
        printed = patterns.findall(rf"(?<![\d.]){NUMBER}{re.escape(entry['unit'])}", _EACH.sub("", text))
        if least := [one for one in printed if one != f"1{entry['unit']}"]:  # 新增加1户 is a step
            return [f"超过“{least[0]}”的才计数，还是从第一个起计数，没有写明"]
    return []


_EACH = re.compile(rf"(?:每|最多|上限|不超过)[^,;。\d]{{0,8}}{NUMBER}[\u4e00-\u9fff]")
