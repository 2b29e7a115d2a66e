"""Rules that count things, told: each kind of thing with its amount, what is free, limited or struck."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.telling.wording import amount_words, counting_words, span_words


def tell_items(rule: Rule, weight: Fraction) -> str:
    """Tell a rule of counted things.

    >>> one = {"name": "投诉", "unit": "起", "sign": "-", "amount": {"points": "1"}, "stated": True}
    >>> tell_items({"kind": "items", "types": [one], "zero": [{"low": "5", "low_in": True}]}, Fraction(10))
    '从 10 分起；投诉：每 1起扣 1 分；≥5起 不得分；扣完为止'
    """
    told = [f"从 {rule.get('base') or number(weight)} 分起"]
    told += [f"“{words}”不扣分" for words in rule.get("good", []) if not patterns.search(r"\d", words)]
    told += [_one(entry, weight) for entry in rule["types"]]
    told += [f"“{words}”由评价人员评定" for words in rule.get("judged", [])]
    unit = next((entry["unit"] for entry in rule["types"] if entry["unit"]), "次")
    told += [f"{span_words(span, unit)} 不得分" for span in [*rule.get("zero", []), *rule.get("zero_done", [])]]
    told += [f"{s['words']}{span_words(s['span'], s['unit'])} 不得分" for s in rule.get("strikes", [])]
    if rule.get("same_event"):
        told.append("同一事件按最重的一级扣分")
    if rule.get("highest"):
        told.append("就高不重复")
    if "max_deduct" in rule:
        told.append(f"合计最多扣 {amount_words(rule['max_deduct'], weight)} 分")
    if "max_add" in rule:
        told.append(f"合计最多加 {rule['max_add']} 分")
    if rule.get("averaged"):
        told.append("扣分合计÷总数")
    floor = rule.get("floor", "0")
    if any(entry["sign"] == "-" for entry in rule["types"]) or floor != "0":
        told.append(
            "扣完为止"
            if floor == "0"
            else "可得负分"
            if Fraction(floor) == -weight
            else "扣至负分，不设下限"
            if Fraction(floor) < -(10**5)
            else f"最低 {floor} 分"
        )
    if "cap" in rule:
        told.append(f"最高得 {rule['cap']} 分")
    return "；".join(told)


def _one(entry: dict[str, Any], weight: Fraction) -> str:
    """One kind of thing: 投诉：每 1起扣 1 分，最多扣 4 分."""
    verb, unit = (
        "加" if entry["sign"] == "+" else "扣",
        entry["unit"] or ("" if "." in entry.get("group", "1") else "次"),
    )
    name = patterns.sub(r"^从?第\d+.{0,2}起[,，]?", "", entry["name"]) or "发现问题"
    if entry.get("repeat_factor"):
        name = patterns.sub(r"^(?:首次|第1次)(?:发现|发生|出现)?[,，]?", "", name) or "发现问题"
    name += ")" * (name.count("(") - name.count(")"))
    each = amount_words(entry["amount"], weight)
    if entry.get("factor"):
        times = {"2": "加倍", "0.5": "减半", "1/2": "减半"}.get(entry["factor"], f"按 {entry['factor']} 倍")
        return f"{name}的{times}{verb}分"
    size = f"{entry.get('group', '1')}{unit}"
    if entry.get("ladder"):
        one = f"{name}：" + "，".join(
            f"第 {begin} {unit}起每{unit}{verb} {amount_words(data, weight)} 分" for begin, data in entry["ladder"]
        )
    elif entry.get("required"):
        head = patterns.sub(r"[,，]?(?:每)?(?:缺少?|少|漏)$", "", name)
        head = (
            patterns.sub(r"[,，]?(?:应|全年)?(?:至少|不[少低]于|少于|小于)\d+[\u4e00-\u9fff]{1,2}的?$", "", head)
            or name
        )
        one = f"{head}：应不少于 {entry['required']}{unit}，每少 {size}{verb} {each} 分"
    elif entry.get("once") or not entry["stated"]:
        one = f"{name}：有即{verb} {each} 分" + (f"（只{verb} 1 次）" if entry.get("once") else "")
    elif entry.get("free"):
        one = f"{name}：超过 {entry['free']}{unit}的部分每 {size}{verb} {each} 分"
    else:
        one = f"{name}：每 {size}{verb} {each} 分"
    if entry.get("group"):
        one += f"（{counting_words(entry.get('counting', 'proportional'), size)}）"
    if entry.get("at_least"):
        one += f"（达到 {entry['at_least']}{unit}后全部计{verb}）"
    if entry.get("all_from"):
        begin, later = entry["all_from"]
        one += f"（达到 {begin}{unit}后每{unit}{verb} {amount_words(later, weight)} 分）"
    if entry.get("repeat_factor"):
        one += f"，重复的按 {entry['repeat_factor']} 倍{verb}分"
    if more := entry.get("beyond"):
        one += f"；{name}{span_words(more['span'], unit)}的，加{verb} {amount_words(more['amount'], weight)} 分"
    if entry.get("max"):
        one += f"，最多{verb} {amount_words(entry['max'], weight)} 分"
    return one
