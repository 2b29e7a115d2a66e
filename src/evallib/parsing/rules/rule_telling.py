"""A rule (plain data) told in plain Chinese, so that its author can say whether it was understood."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.rule_data import Rule

_COUNTING = {"whole": "只计整步", "started": "不足一步按一步计", "proportional": "不足一步按比例"}


def tell(rule: Rule, weight: Fraction) -> str:
    """Tell a rule.

    >>> tell({"kind": "steps", "target": "95", "unit": "%", "bad": "below", "per": "1", "counting": "proportional",
    ...       "deduct": {"points": "0.25"}}, Fraction(5))
    '≥95% 得 5 分；每低 1 个百分点扣 0.25 分，不足一步按比例，扣完为止'
    """
    told = _TELLERS[rule["kind"]](rule, weight)
    if rule.get("veto"):
        told += "；" + "、".join(f"“{v}”不得分" for v in rule["veto"])
    each = {"mean": "各项得分取平均", "sum": "各项扣分合计", "best": "取最高的一项", "worst": "取最低的一项"}.get(
        rule.get("each", "")
    )
    return f"{told}；{each}" if each else told


def give_words(verdict: dict[str, Any], weight: Fraction) -> str:
    """What a verdict gives: 得 3 分, 扣 1 分, 由评价人员评定.

    >>> give_words({"share": "0.8"}, Fraction(10)), give_words({"deduct": {"points": "1"}}, Fraction(10))
    ('得 8 分', '扣 1 分')
    """
    if "judgement" in verdict:
        return "由评价人员评定"
    if "full" in verdict:
        return f"得 {number(weight)} 分"
    if "deduct" in verdict:
        return f"扣 {_amount(verdict['deduct'], weight)} 分"
    if "points" not in verdict and "share" not in verdict:
        return "未读懂"
    return "不得分" if _amount(verdict, weight) == "0" else f"得 {_amount(verdict, weight)} 分"


def span_words(span: dict[str, Any], unit: str) -> str:
    """A condition in signs: ≥90%, 80%≤x<90%, =0次.

    >>> span_words({"low": "80", "low_in": True, "high": "90", "high_in": False}, "%")
    '80%≤x<90%'
    """
    unit = "" if unit in {"末"} else "%" if unit in {"百分点", "个百分点"} else unit
    low, high = span.get("low"), span.get("high")
    mark = "|x|" if span.get("absolute") else "x"
    if low is not None and low == high:
        return f"={low}{unit}"
    if low is None:
        return f"{'|x|' if span.get('absolute') else ''}{_sign(span.get('high_in'), '≤', '<')}{high}{unit}"
    if high is None:
        return f"{'|x|' if span.get('absolute') else ''}{_sign(span.get('low_in'), '≥', '>')}{low}{unit}"
    return f"{low}{unit}{_sign(span.get('low_in'), '≤', '<')}{mark}{_sign(span.get('high_in'), '≤', '<')}{high}{unit}"


def _sign(inside: bool | None, closed: str, open_: str) -> str:
    return closed if inside else open_ if inside is False else f"{closed}或{open_}"


def _amount(data: dict[str, Any], weight: Fraction) -> str:
    return number(Fraction(data["share"]) * weight if "share" in data else Fraction(data["points"]))


def _steps(rule: Rule, weight: Fraction) -> str:
    unit = rule["unit"]
    percent = unit in {"%", "百分点", "个百分点"}
    step = (
        f"目标值的 {rule['per']}%"
        if rule.get("relative")
        else f"{rule['per']} 个百分点"
        if percent
        else f"{rule['per']}{unit}"
    )
    base = rule.get("base") or number(weight)
    target = rule.get("target")
    shown = "参照值" if target is None else f"{target}{'%' if percent else unit}"
    way = {"below": ("≥", "低"), "above": ("≤", "高"), "both": ("=", "相差")}[rule["bad"]]
    head = (
        f"{way[0]}{shown} 得 {base} 分"
        if not rule.get("tolerance")
        else f"与{shown}相差不超过 {rule['tolerance']}{unit} 得 {base} 分"
    )
    parts = [head]
    if rule.get("deduct"):
        first = f"未达到先扣 {_amount(rule['first'], weight)} 分，再" if "first" in rule else ""
        loss = f"{first}每{way[1]} {step}扣 {_amount(rule['deduct'], weight)} 分，{_COUNTING[rule['counting']]}"
        for piece in rule.get("pieces", []):
            loss += f"，越过 {piece['beyond']}{unit} 的部分每 {piece['per']}{'个百分点' if percent else unit}扣 {_amount(piece['deduct'], weight)} 分"
        loss += f"，最多扣 {_amount(rule['max_deduct'], weight)} 分" if "max_deduct" in rule else "，扣完为止"
        parts.append(loss)
    if rule.get("add"):
        gain = f"每好 {rule['add_per']}{' 个百分点' if percent else unit}加 {_amount(rule['add'], weight)} 分"
        gain += f"，最多加 {_amount(rule['max_add'], weight)} 分" if "max_add" in rule else ""
        parts.append(gain)
    parts += [f"{span_words(r['span'], unit)} {give_words(r['give'], weight)}" for r in rule.get("rows", [])]
    parts += [f"{span_words(s, unit)} 不得分" for s in rule.get("zero", [])]
    return "；".join(parts)


def _ranges(rule: Rule, weight: Fraction) -> str:
    label = {"late": "逾期", "rank": "名次", "rank_share": "名次占比", "met": "满足项数", "missing": "缺项数"}.get(
        rule.get("measure", ""), ""
    )
    rows = [
        f"{label}{span_words(r['span'], r.get('unit') or rule['unit'])} {give_words(r['give'], weight)}"
        for r in rule["rows"]
    ]
    rows += [f"“{w['words']}” {give_words(w['give'], weight)}" for w in rule.get("worded", [])]
    if "else" in rule:
        rows.append(f"其余 {give_words(rule['else'], weight)}")
    return "；".join(rows)


def _items(rule: Rule, weight: Fraction) -> str:
    base = rule.get("base") or number(weight)
    told = [f"从 {base} 分起"]
    for entry in rule["types"]:
        verb = "加" if entry["sign"] == "+" else "扣"
        every = (
            f"每 {entry.get('group', '1')}{entry['unit'] or '次'}"
            if entry["stated"] and not entry.get("once")
            else "有即"
        )
        each = Fraction(entry.get("factor") or 1) * Fraction(_amount(entry["amount"], weight))
        one = f"{entry['name'] or '发现问题'}：{every}{verb} {number(each)} 分"
        if entry.get("ladder"):
            one = f"{entry['name'] or '发现问题'}：" + "，".join(
                f"第 {n} {entry['unit'] or '次'}起每{entry['unit'] or '次'}{verb} {_amount(a, weight)} 分"
                for n, a in entry["ladder"]
            )
        if entry.get("free"):
            one += f"（前 {entry['free']} 次不计）"
        if entry.get("at_least"):
            one += f"（达到 {entry['at_least']} 起计）"
        if entry.get("required"):
            one += f"（应为 {entry['required']}{entry['unit']}）"
        if entry.get("max"):
            one += f"，最多 {_amount(entry['max'], weight)} 分"
        told.append(one)
    if rule.get("highest"):
        told.append("就高不重复")
    if "max_deduct" in rule:
        told.append(f"合计最多扣 {_amount(rule['max_deduct'], weight)} 分")
    if "max_add" in rule:
        told.append(f"合计最多加 {rule['max_add']} 分")
    told.append(f"最低 {rule.get('floor', '0')} 分" + (f"，最高 {rule['cap']} 分" if "cap" in rule else ""))
    return "；".join(told)


def _words(rule: Rule, weight: Fraction) -> str:
    rows = [f"“{t['words'][0]}” {give_words(t['give'], weight)}" for t in rule["tiers"]]
    if "else" in rule:
        rows.append(f"其余 {give_words(rule['else'], weight)}")
    return "；".join(rows)


def _parts(rule: Rule, weight: Fraction) -> str:
    if rule.get("pool"):
        told = "；".join(f"【{p['name']}】{tell(p['rule'], weight)}" for p in rule["parts"])
        return f"从 {number(weight)} 分起，各句的扣分合计，扣完为止：{told}"
    join = {"best": "取最高：", "worst": "取最低："}.get(rule.get("choose", ""), "各部分相加：")
    return join + "；".join(
        f"【{p['name']} {p['weight']} 分】{tell(p['rule'], Fraction(p['weight']))}" for p in rule["parts"]
    )


def _ratio(rule: Rule, weight: Fraction) -> str:
    points = rule.get("times") or number(weight)
    target = rule.get("target")
    unit = rule["unit"]
    share = "数值" if target is None else f"{target}{unit}÷数值" if rule.get("inverse") else f"数值÷{target}{unit}"
    told = [f"得分 = {share} × {points}"]
    told += [f"{span_words(s, unit)} 得 {number(weight)} 分" for s in rule.get("full", [])]
    if "within" in rule:
        told[0] = f"{span_words(rule['within'], unit)} {told[0]}"
    told += [f"{span_words(r['span'], unit)} {give_words(r['give'], weight)}" for r in rule.get("rows", [])]
    told += [f"{span_words(s, unit)} 不得分" for s in rule.get("zero", [])]
    told += [f"完成比例{span_words(s, '%')} 不得分" for s in rule.get("zero_of_target") or []]
    told.append("可超过分值" if rule.get("uncapped") else f"最高 {number(weight)} 分")
    return "，".join(told)


def _line(rule: Rule, weight: Fraction) -> str:
    told = "、".join(f"{x}{rule['unit']} 得 {y} 分" for x, y in rule["anchors"]) + "，之间按直线折算"
    return told + "".join(f"；{span_words(s, rule['unit'])} 不得分" for s in rule.get("zero", []))


def _index(rule: Rule, weight: Fraction) -> str:
    levels = "、".join(f"{name} {share}" for name, share in rule["levels"].items())
    return f"先按权重（{levels}）算出指数；{tell(rule['rule'], weight)}"


def _formula(rule: Rule, weight: Fraction) -> str:
    return f"得分 = {_expression(rule['formula'])}，最低 0 分，最高 {number(weight)} 分"


def _expression(node: Any) -> str:
    if node[0] in {"number", "name"}:
        return str(node[1])
    if node[0] == "weight":
        return "分值"
    return f"({_expression(node[1])} {node[0].replace('*', '×').replace('/', '÷')} {_expression(node[2])})"


_TELLERS: dict[str, Callable[[Rule, Fraction], str]] = {
    "steps": _steps, "ranges": _ranges, "items": _items, "words": _words, "parts": _parts, "ratio": _ratio, "line": _line,
    "index": _index, "formula": _formula,
    "met": lambda rule, weight: f"符合得 {number(weight)} 分，不符合不得分",
    "judgement": lambda rule, weight: f"由评价人员评定（{rule.get('why', '')}）",
}  # fmt: skip
