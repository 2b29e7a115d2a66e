"""A rule (plain data) told in plain Chinese, so that its author can say whether it was understood."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.telling.counted import tell_items
from evallib.parsing.rules.telling.wording import (
    PERCENT,
    amount_words,
    counting_words,
    due_words,
    give_words,
    number_of_requirements,
    span_words,
    step_words,
)


def tell(rule: Rule, weight: Fraction) -> str:
    """Tell a rule.

    >>> tell({"kind": "steps", "target": "95", "unit": "%", "bad": "below", "per": "1", "counting": "proportional",
    ...       "deduct": {"points": "0.25"}}, Fraction(5))
    '≥95% 得 5 分；每低 1 个百分点扣 0.25 分，不足部分按比例，扣完为止'
    """
    told = _TELLERS[rule["kind"]](rule, weight)
    if rule.get("veto") and rule["kind"] == "parts":
        told += "。" + "；".join(f"“{v}”的，本项不得分" for v in rule["veto"])
    elif rule.get("veto"):
        told += "；" + "、".join(f"“{v}”不得分" for v in rule["veto"])
    for gate in rule.get("gates", []):
        given = _GATED.get(next(iter(gate["give"])), "")
        told += f"；{gate['name']}{span_words(gate['span'], gate['unit'])}的，本项{given}"
        told += give_words(gate["give"], weight) if "deduct" in gate["give"] else ""
    if how := rule.get("rounding"):
        way = {"down": "向下", "up": "向上"}.get(how["way"], "四舍五入")
        places = "取整数" if how["places"] == "0" else f"保留{how['places']}位小数"
        told += f"；{'比率' if how['of'] == 'value' else '得分'}{way}{places}" + (
            "后计分" if how["of"] == "value" else ""
        )
    each = {"mean": "各项得分取平均", "sum": "各项扣分合计", "best": "取最高的一项", "worst": "取最低的一项"}.get(
        rule.get("each", "")
    )
    return f"{told}；{each}" if each else told


_GATED = {"zero": "不得分", "full": "得满分"}


def _steps(rule: Rule, weight: Fraction) -> str:
    unit, bad = rule["unit"], rule["bad"]
    mark = "%" if unit in PERCENT else unit
    step = step_words(rule["per"], unit)
    if rule.get("relative"):
        step = f"目标值的 {rule['per']}%"
    base, target = rule.get("base") or number(weight), rule.get("target")
    compared = target is None and bool(rule.get("reference") or rule.get("change"))
    shown = "上年或参照值" if compared else "目标值" if target is None else f"{target}{mark}"
    way = {"below": ("≥", "低", "超"), "above": ("≤", "高", "低"), "both": ("=", "相差", "")}[bad]
    head = f"{way[0]}{shown} 得 {base} 分"
    if compared:
        head = f"与{shown}相比，不{'低' if bad == 'below' else '高'}于的得 {base} 分"
    if rule.get("fall") and bad == "below" and target is not None:
        head, way = f"与上年或参照值相比，下降达到{shown} 得 {base} 分", ("", "少", "多")
    if rule.get("tolerance"):
        around = (
            f"在{rule['band'][0]}{mark}~{rule['band'][1]}{mark}"
            if rule.get("band")
            else f"在±{rule['tolerance']}{mark}"
        )
        head, way = f"{around}以内 得 {base} 分", ("", "超出", "")
    if rule.get("met"):
        head = "；".join(f"“{words}”得 {base} 分" for words in rule["met"])
    parts = due_words(rule)
    parts += [] if base == "0" else [head]
    if rule.get("deduct"):
        first = f"未达到先扣 {amount_words(rule['first'], weight)} 分，再" if "first" in rule else ""
        loss = f"{first}每{way[1]} {step}扣 {amount_words(rule['deduct'], weight)} 分"
        for piece in rule.get("pieces", []):
            size = step_words(piece["per"], unit)
            loss += (
                f"，{_beyond(piece['beyond'], bad)}{mark}的部分每{way[1]} {size}扣 "
                f"{amount_words(piece['deduct'], weight)} 分"
            )
        loss += f"，{counting_words(rule['counting'], step)}"
        loss += f"，最多扣 {amount_words(rule['max_deduct'], weight)} 分" if "max_deduct" in rule else "，扣完为止"
        parts.append(loss)
    if rule.get("other_side"):
        side = rule["other_side"]
        size = step_words(side["per"], unit)
        parts.append(f"每{way[2]} {size}扣 {amount_words(side['deduct'], weight)} 分")
    if rule.get("below") == "ratio":
        parts.append(f"低于{shown}的按比例得分")
    if rule.get("add"):
        size = step_words(rule["add_per"], unit)
        start = f"超过{shown}的，" if base == "0" and bad == "below" else f"低于{shown}的，" if base == "0" else ""
        gain = f"{start}每{way[2]} {size}加 {amount_words(rule['add'], weight)} 分"
        if not rule.get("deduct") and rule.get("counting"):
            gain += f"，{counting_words(rule['counting'], size)}"
        gain += f"，最多加 {amount_words(rule['max_add'], weight)} 分" if "max_add" in rule else ""
        parts.append(gain)
    if "cap" in rule and rule.get("add"):
        parts.append(f"最高得 {amount_words(rule['cap'], weight)} 分")
    parts += [f"{span_words(r['span'], unit)} {give_words(r['give'], weight)}" for r in rule.get("rows", [])]
    parts += [f"{span_words(s, unit)} 不得分" for s in rule.get("zero", [])]
    return "；".join(parts)


def _beyond(edge: str, bad: str) -> str:
    return f"低于{edge}" if bad == "below" else f"超过{edge}"


def _ranges(rule: Rule, weight: Fraction) -> str:
    measure = rule.get("measure", "")
    label = {"late": "逾期", "rank": "名次", "rank_share": "名次占比"}.get(measure, "")
    rows = due_words(rule)
    if rule.get("change"):
        rows.append("与上年或参照值相比的" + ("降幅" if rule.get("fall") else "增幅"))
    if "all" in rule:
        rows.append(f"{'均不满足' if measure == 'missing' else '全部满足'} {give_words(rule['all'], weight)}")
    for row in rule["rows"]:
        unit = row.get("unit") or rule["unit"]
        if measure in {"met", "missing"}:
            told = number_of_requirements(row["span"], measure, unit)
        elif measure == "late" and row["span"].get("high") == "0" and row["span"].get("low", "-")[0] == "-":
            told = "按期完成"
        elif measure == "late" and row["span"].get("high", "0")[0] == "-":
            told = f"提前{'≥' if row['span'].get('high_in') else '>'}{row['span']['high'][1:]}{unit}"
        elif rule.get("from_end") and str(row["span"].get("low", "")).startswith("-"):
            low = row["span"]["low"][1:]
            told = f"倒数第{low}名" if row["span"].get("high") == row["span"]["low"] else f"后{low}名"
        else:
            told = f"{label}{span_words(row['span'], unit)}"
        told += f"，{row['also']}" if row.get("also") else ""
        gives = give_words(row["give"], weight)
        if rule.get("floor", "0").startswith("-"):
            gives = f"扣 {row['give']['points'][1:]} 分" if gives.startswith("得 -") else gives.replace("得 ", "加 ")
        rows.append(f"{told} {gives}")
    rows += [f"“{w['words']}” {give_words(w['give'], weight)}" for w in rule.get("worded", [])]
    if "else" in rule:
        rows.append(f"其余 {give_words(rule['else'], weight)}")
    return "；".join(rows)


def _words(rule: Rule, weight: Fraction) -> str:
    rows = [f"“{t['words'][0].strip('“”')}” {give_words(t['give'], weight)}" for t in rule["tiers"]]
    if "else" in rule:
        rows.append(f"其余 {give_words(rule['else'], weight)}")
    return "；".join(rows)


_MARKS = ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", [f"({n})" for n in range(1, 21)])


def _parts(rule: Rule, weight: Fraction) -> str:
    deep = any(part["rule"]["kind"] == "parts" for part in rule["parts"])
    marks = _MARKS[0] if deep or "(1)" not in str(rule) else _MARKS[1]
    if not deep and rule.get("inner"):
        marks = _MARKS[1]
    told = []
    for mark, part in zip(marks, rule["parts"], strict=False):
        inner = part["rule"] | ({"inner": True} if part["rule"]["kind"] == "parts" else {})
        words = tell(inner, Fraction(part["weight"]))
        points = "" if rule.get("pool") or rule.get("choose") else f"（{part['weight']} 分）"
        told.append(f"{mark}{_short(part['name'])}{points}：{words.removeprefix(_start(part['weight']))}")
    head = {"best": "取最高的一部分：", "worst": "取最低的一部分："}.get(rule.get("choose", ""), "各部分相加：")
    together = (
        f"；{len(told)}项扣分合计不超过 {amount_words(rule['max_deduct'], weight)} 分" if "max_deduct" in rule else ""
    )
    return ("各句扣分合计：" if rule.get("pool") else head) + "；".join(told) + together


def _start(weight: str) -> str:
    return f"从 {weight} 分起；"


def _short(name: str) -> str:
    """A part's name without its mark and without what its rule says anyway (1培训合格率≥90%得2分).

    >>> _short("1培训合格率≥90%得2分"), _short("①有方案")
    ('培训合格率', '有方案')
    """
    bare = patterns.sub(r"^(?:[①-⑳]|\d+(?!\d*[%分次件个场人月日年]))", "", name)
    return (
        patterns.split(r"[≥≤<>]|[（(]|,?(?:不[少低]于|不超过|得|扣|每)|(?:达到|在|低于|高于)\d", bare)[0].strip(
            ",，:："
        )
        or bare
    )


def _ratio(rule: Rule, weight: Fraction) -> str:
    points = rule.get("times") or number(weight)
    target = rule.get("target")
    unit = rule["unit"]
    share = (
        ("目标值÷实际值" if rule.get("inverse") else "数值")
        if target is None
        else f"{target}{unit}÷数值"
        if rule.get("inverse")
        else f"数值÷{target}{unit}"
    )
    told = [f"得分 = {share} × {points}"]
    if rule.get("fall"):
        told[0] = "与上年或参照值相比，" + told[0].replace("数值", "降幅")
    told += [f"{span_words(s, unit)} 得 {number(weight)} 分" for s in rule.get("full", [])]
    if "within" in rule:
        told[0] = f"{span_words(rule['within'], unit)} {told[0]}"
    told += [f"{span_words(r['span'], unit)} {give_words(r['give'], weight)}" for r in rule.get("rows", [])]
    told += [f"{span_words(s, unit)} 不得分" for s in rule.get("zero", [])]
    told += [f"完成比例{span_words(s, '%')} 不得分" for s in rule.get("zero_of_target") or []]
    told.append("可超过分值" if rule.get("uncapped") else f"最高得 {number(weight)} 分")
    return "；".join(told)


def _line(rule: Rule, weight: Fraction) -> str:
    told = "、".join(f"{x}{rule['unit']} 得 {y} 分" for x, y in rule["anchors"]) + "，之间按直线折算"
    told += "".join(f"；{span_words(s, rule['unit'])} 得 {number(weight)} 分" for s in rule.get("full", []))
    return told + "".join(f"；{span_words(s, rule['unit'])} 不得分" for s in rule.get("zero", []))


def _index(rule: Rule, weight: Fraction) -> str:
    levels = "+".join(f"{name}数×{share}" for name, share in rule["levels"].items())
    return f"指数=（{levels}）÷总数；{tell(rule['rule'], weight)}"


def _formula(rule: Rule, weight: Fraction) -> str:
    return f"得分 = {_expression(rule['formula'])}，最低 0 分，最高 {number(weight)} 分"


def _expression(node: Any) -> str:
    if node[0] in {"number", "name"}:
        return str(node[1])
    if node[0] == "weight":
        return "分值"
    return f"({_expression(node[1])} {node[0].replace('*', '×').replace('/', '÷')} {_expression(node[2])})"


_TELLERS: dict[str, Callable[[Rule, Fraction], str]] = {
    "steps": _steps, "ranges": _ranges, "items": tell_items, "words": _words, "parts": _parts, "ratio": _ratio,
    "line": _line, "index": _index, "formula": _formula,
    "met": lambda rule, weight: f"符合得 {number(weight)} 分，不符合不得分",
    "judgement": lambda rule, weight: f"由评价人员评定（{rule.get('why', '')}）",
}  # fmt: skip
