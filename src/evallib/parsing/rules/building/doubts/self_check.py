"""The compiler's doubts about its own work: what a text says that its rule does not, and points that do not add up.

A wrong rule is far worse than a question: every amount, limit and operative word of the text has to be found again in
the rule, and the best value has to earn the weight.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.doubts.ceilings import ceiling, crooked
from evallib.parsing.rules.building.doubts.unused_numbers import (
    POINTS_AND_SHARES,
    numbers_in,
    unused_numbers,
    without_judged,
)
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.formulas import find_formula
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule


def doubts(text: str, rule: Rule, weight: Fraction, options: Sequence[Rule] = ()) -> list[str]:
    """What speaks against a rule, in Chinese; empty where text and rule agree.

    Args:
        text: the normalised text.
        rule: what was compiled from it.
        weight: the points of the indicator.
        options: what other readings change.

    >>> steps = {"kind": "steps", "target": "95", "unit": "%", "bad": "below", "per": "1", "counting": "proportional",
    ...          "deduct": {"points": "0.5"}}
    >>> doubts("完成率≥95%得满分,每低1个百分点扣0.5分", steps, Fraction(10))
    []
    >>> doubts("完成率≥95%得满分,每低1个百分点扣0.5分,低于60%扣完", steps, Fraction(10))
    ['“60%”没有用上']
    """
    if _ARITHMETIC.search(text) and rule["kind"] not in {"formula", "ratio", "line", "parts", "index"}:
        return ["公式没有用上"]
    printed = find_formula(text)
    if printed and rule["kind"] in {"ratio", "steps", "ranges", "words"} and not {"within", "rows"} & set(rule):
        return ["公式没有用上"]
    if _DIFFERENCE.search(text) and rule["kind"] not in {"formula", "line", "parts", "index"} and "within" not in rule:
        return ["公式没有用上"]
    if rule["kind"] == "judgement":
        found = (
            POINTS_AND_SHARES.search(patterns.sub(rf"{NUMBER}分?~{NUMBER}分", "", text))
            if rule.get("why") == NOTHING_PRINTED
            else None
        )
        formula = rule.get("why") == NOTHING_PRINTED and patterns.search(
            r"得分(?:=|为|按|是)[^,;。]*(?:\*|/|之积|乘|比)", text
        )
        return [f"“{found[0]}”没有用上"] if found else ["公式没有用上"] if formula else []
    text = _ASIDE.sub("", text)
    if "judg" in str(rule):
        text = without_judged(text)
    whole = {"rule": rule, "options": list(options)}
    return [
        *unused_numbers(text, whole, weight),
        *_dropped(text, whole, weight),
        *_unsaid(text, whole),
        *_short(rule, weight),
    ]


_WIDEST = 30
NOTHING_PRINTED = "没有分档或扣分规则"


_DIFFERENCE = re.compile(r"[得计]\d+(?:\.\d+)?分\*[\u4e00-\u9fff]|[\u4e00-\u9fff]-\d+(?:\.\d+)?%?\)[/*]")


_ARITHMETIC = re.compile(r"\([A-Za-z]-[A-Za-z]\)|\d\([A-Za-z]|[A-Za-z]\*\d|\d\*[A-Za-z]|[A-Za-z]/[A-Za-z]")


_ASIDE = re.compile(
    rf"(?:≤|≥|<|>|不超过|不低于|超过|低于){NUMBER}[\u4e00-\u9fff]{{1,3}}的?(?:比例|占比|比率|人数|户数|件数)|"
    rf"率(?:减少|下降|降低){NUMBER}%(?=,扣)|得分{NUMBER}分(?=折算)|"
    rf"[,;]{NUMBER}[^,;。\d]{{1,3}}[得加扣计记给为减]{NUMBER}分(?=,(?:以|依)[此次]类推)|"
    r"[,;。\n]+(?:同一|同1|单个|每个|单项)[^,;。]{1,14}不重复[^,;。]{0,4}|"
    "同一[^,;。]{1,6}(?:按[^,;。]{2,10})?,?(?:不重复|就高)[^,;。]{0,4}"
)
"""Remarks that define or illustrate and leave nothing to compute."""


_SAYINGS: tuple[tuple[str, str, str], ...] = (
    (r"加倍|双倍|翻倍|减半|折半", r"'(?:repeat_)?factor'|'pieces'", "加倍或减半"),
    (r"不足[^,;。]{0,6}按[^,;。]{0,6}计|不足[^,;。]{0,6}不[扣计]", r"'counting'|'free'|'rows'|'each'",
        "不足一步怎样计"),
    (r"就高|不重复(?:计|加|扣)|只(?:计|取)最高", r"'highest'|'choose'|'each'", "就高不重复"),
    (r"一票否决", r"'veto'|'else'|'zero'|'tiers'|'worded'", "一票否决"),
    (r"各占\d+%|权重(?:分别|各)?为\d", r"'parts'|'levels'|'each'", "各占权重"),
    (r"每[项类处个][^,;。]{0,3}(?:最多|最高|不超过)", r"'max'", "每项的上限"),
    (r"线性|内插|插值|直线", r"'anchors'|'proportional'", "插值"),
    (r"其中[^,;。:得扣]{1,10}\d分[、,和]", r"'parts'", "各部分分值"),
    (r"四舍五入|取整数|保留[^,;。]{0,4}小数", r"'rounding'", "取整"),
)  # fmt: skip


def _unsaid(text: str, rule: Rule) -> list[str]:
    """Operative words that the rule has no place for."""
    said = str(rule)
    judged = [c for c in clauses(text) if c.verb == "judge"]
    if judged and "judg" not in said and "unclear" not in said:
        return [f"“{judged[0].words}”没有用上"]
    return [
        f"“{name}”没有用上"
        for words, keys, name in _SAYINGS
        if patterns.search(words, text) and not patterns.search(keys, said)
    ]


_STRETCH = re.compile(r"[\d.%~≥≤<>]+(?:\(含\))?(?:及?以[上下内])?")
"""95%~98%扣2分 beside 每件扣1分: a stretch of a rate is nothing that is counted."""


def _short(rule: Rule, weight: Fraction) -> list[str]:
    """The best value has to earn the weight."""
    if rule["kind"] == "steps" and rule["unit"] == "%" and Fraction(rule["per"]) > _WIDEST:
        return [f"每{rule['per']}%扣分不合常理"]
    if rule["kind"] == "steps" and rule["bad"] == "below" and 0 < Fraction(rule["target"] or 0) < Fraction(rule["per"]):
        return [f"每{rule['per']}{rule['unit']}扣分，比目标还大"]
    bonus = rule["kind"] == "items" and any(t["sign"] == "+" for t in rule["types"])
    if bonus and Fraction(rule.get("base", weight)) >= weight and not {"cap", "max_add"} & set(rule):
        return ["加分会超出分值，没有写上限"]
    if rule["kind"] == "items" and any(t["sign"] == "+" and "扣" in t["name"] for t in rule["types"]):
        return ["扣分读成了加分"]
    if stretch := [t["name"] for t in rule.get("types", []) if _STRETCH.fullmatch(t["name"])]:
        return [f"“{stretch[0]}”读成了一件事"]
    if any(worded["words"] in {"至", "到"} for worded in rule.get("worded", [])):
        return ["得分的区间没有用上"]
    each = {t["name"]: t["amount"] for t in rule.get("types", []) if t.get("missing")}
    firm = [
        t
        for t in rule.get("types", [])
        if "when" in t and "points" in each.get(t["name"], {}) and "points" in t["amount"]
    ]
    if any(
        Fraction(t["when"]["span"].get("low", 0)) * Fraction(each[t["name"]]["points"])
        != Fraction(t["amount"]["points"])
        for t in firm
    ):
        return ["缺几项有两种扣法"]  # 缺1项扣1分,缺2项扣3分
    ladders = [[begin for begin, _ in t["ladder"]] for t in rule.get("types", []) if "ladder" in t]
    if any(len(set(begins)) < len(begins) for begins in ladders):
        return ["同一次有两个扣分"]
    nameless = {t["unit"] for t in rule.get("types", []) if t["sign"] == "+" and not t["name"]}
    if Fraction(rule.get("base", 0)) == 0 and any(
        t.get("missing") and t["unit"] in nameless for t in rule.get("types", [])
    ):
        return ["每项得分与缺项扣分说的是一件事"]
    texts = [row.get("text", "") for row in rule["rows"]] if rule["kind"] == "ranges" else []
    if step := [text for text in texts if patterns.search(r"每[^,;。]*\d", text)]:
        return [f"“{step[0]}”没有用上"]
    if rule["kind"] == "words" and len({t["words"][0] for t in rule["tiers"]}) < len(rule["tiers"]):
        return ["同一用语有两个得分"]
    reached = [
        w
        for w in rule.get("worded", [])
        if patterns.fullmatch(r"(?:全部|按期|按时)?(?:完成|达到|实现)(?:目标|任务)?", w["words"])
    ]
    if rule["kind"] == "ranges" and rule["unit"] == "%" and reached:
        return [f"“{reached[0]['words']}”是多少没有看出来"]
    if rule["kind"] == "ranges" and crooked(rule, weight):
        return ["各档得分忽高忽低"]
    best = ceiling(rule, weight)
    if best is None or best == weight:
        return []
    return [f"最高可得{best}分，与分值{weight}分不一致"]


def _dropped(text: str, rule: Rule, weight: Fraction) -> list[str]:
    """Amounts that the text prints more often than the rule holds them."""
    text = patterns.sub(
        rf"({NUMBER})项各(?:占|得|计)?({NUMBER})分",
        lambda m: "" if Fraction(m[1]) * Fraction(m[2]) == weight else m[0],
        text,
    )
    printed = Counter(
        (amount.value, amount.share)
        for c in clauses(text)
        if c.verb in {"deduct", "add", "get"}
        for amount in c.amounts
    )
    held = Counter(numbers_in(rule))
    heads = {Fraction(w) for w in patterns.findall(r"'weight': '(\d+(?:\.\d+)?)'", str(rule))}
    missing = []
    for (value, share), times in printed.items():
        if "'levels'" in str(rule) and held[value / 100]:
            continue  # 满意80分 is a weight of 0.8
        other = weight * value if share or not weight else value / weight
        if (
            value != weight
            and not (value in heads and times == 2 * held[value])
            and times > held[value] + held[other] + held[weight - value]
        ):
            missing.append(f"“{value * 100}%”有{times}处" if share else f"“{value}分”有{times}处")
    return missing
