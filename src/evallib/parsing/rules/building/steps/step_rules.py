"""Bodies that step away from a target: 每低1个百分点扣x分, with limits, bands, bonuses and several rates."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, give, number, points_of, unit_of
from evallib.parsing.rules.building.ranks import DUE, find_ranks
from evallib.parsing.rules.building.steps.step_limits import put_limits
from evallib.parsing.rules.building.steps.step_targets import edge_of, find_target, without_target
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.units import in_unit
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

_ONWARD = re.compile(rf"(?:在|从)({NUMBER})分的?(?:基础上|(?<=分)中)")


_STANDARD = re.compile(r"(?<!未)(?:达到|完成|实现|符合)[^,;。]{0,8}(?:标准|目标|任务|计划|指标|要求)")
"""达到省定标准得3分, 在此基础上每提高10%: the standard is all of it."""


def build_steps(body: Body) -> Rule | None:
    """Read the steps of a body, or None where it has none that this family covers."""
    steps = [c for c in body.cases if c.step and c.clause.verb in {"deduct", "add", "times", "get"}]
    if not steps:
        return None
    losing = [c for c in steps if c.clause.verb in {"deduct", "times"}]
    gaining = [c for c in steps if c.clause.verb in {"add", "get"}]
    main = (losing or gaining)[0]
    assert main.step is not None
    unit = unit_of(body)
    for case in body.cases:
        case.spans = [in_unit(s, unit) if unit else s for s in case.spans]
    rule: Rule = {"kind": "steps", "unit": unit, "per": number(main.step.per)}
    bad = main.step.bad
    if not losing:
        bad = {"above": "below", "below": "above"}.get(bad, bad)  # type: ignore[assignment]
    target, span, full = find_target(body, steps, bad)
    onward = _ONWARD.search(main.text) or _ONWARD.search(body.source)
    if onward and main.spans and losing:  # 超过3%的,每超1个百分点在2分的基础上扣1分
        target, span, full = edge_of(main.spans[0], bad), main.spans[0], None
        body.base = Fraction(onward[1])
    elif onward and losing and target in {None, Fraction(0)} and full is None:
        body.base = Fraction(onward[1])  # 每上升1%扣0.5分,从2分中扣减
    if not bad and span is not None and span.exact and span.low == 0:
        bad = "both"
    if not bad and target is None and span is None and not gaining and main.step.unit in {"%", "百分点"}:
        rule["unclear"] = True  # 占比每5%扣1分: more of it, or less
    if not bad:
        upper = span is not None and (span.low is None if full is not None else span.high is None and not span.exact)
        bad = "above" if upper else "below"
    if span is not None and full is not None and not span.absolute and (span.low is None) != (span.high is None):
        bad = "below" if span.high is None else "above"
        target = edge_of(span, bad)
    if (
        "节约率" in body.source
        and bad == "above"
        and target in {None, Fraction(0)}
        and patterns.search("超支", body.source)
    ):
        bad, target = "below", Fraction(0)
    if unit in {"名", "位", "位次", "名次"} and target != 1:
        ranks = [r for c in body.cases if c not in steps for r in find_ranks(c.text) if r.exact]
        target, span = (ranks[0].low if ranks else target), None
    if span is not None and span.absolute:
        rule |= {"target": "0", "tolerance": number(span.high or span.low or Fraction(0)), "bad": "both"}
        target = Fraction(0)
    elif bad == "both" and span is not None and span.low is not None and span.high is not None and not span.exact:
        target = (span.low + span.high) / 2  # 90%~110%, 每偏离1个百分点
        rule |= {"target": number(target), "tolerance": number(span.high - target), "bad": "both"}
        rule["band"] = [number(span.low), number(span.high)]
    else:
        rule |= {"bad": bad, "target": None if target is None else number(target)}
    if "绝对值" in body.source and target and rule["bad"] == "above" and unit == "%":
        rule |= {"tolerance": rule["target"], "target": "0", "bad": "both"}
        target = Fraction(0)
    standard = [c for c in body.cases if c.clause.verb in {"get", "full"} and not c.step and not c.spans]
    if target is None and unit == "%" and gaining and not losing and any(_STANDARD.search(c.words) for c in standard):
        rule["target"] = number(target := Fraction(100))
        full = full or next(c for c in standard if _STANDARD.search(c.words))
    if target is None:
        without_target(body, rule)
    percent = main.step.unit in {"%", "百分点", "个百分点", "点", "个点"}
    relative = percent and unit not in {"%", "百分点", "个百分点", "", "分", "点"}
    if relative:
        rule["relative"] = True
    elif (
        percent and main.step.unit == "%" and target not in {None, Fraction(0), Fraction(100)} and rule["bad"] != "both"
    ):
        body.open.append({"told": "1%按相对目标值计", "set": {"relative": True}})
    if rule.get("relative") and target is None:
        rule["target"] = "100"
    due = DUE.search(body.text)
    if due:
        rule["due"] = "-".join(part for part in due.groups() if part)
    _counting(body, rule, main)
    if not main.step.stated and main.step.per != 1 and losing:
        body.open.append({"told": "只扣一次", "set": {"max_deduct": give(main.clause.amounts[0])}})
    _amounts(body, rule, losing, gaining, target)
    put_limits(body, rule, steps, full)
    p = body.proportion
    if p is not None and gaining and not losing and rule.get("target") and not (p.inverse or p.line):
        rule["below"] = "ratio"  # 未完成的按比例得分, 每超1%加0.1分
        if p.formula and p.times is not None and rule.get("base") == "0":
            rule["base"] = number(p.times)  # 得分=完成率*5分,超过100%的每超10个百分点加0.5分
            if rule.get("cap") == {"points": rule["base"]}:
                rule["cap"] = {"points": number(body.weight)}
    if target is None and "reference" not in rule:
        told = [c for c in body.cases if c.clause.verb in {"full", "get", "free"} and not c.spans and c.words]
        base = {"points": rule.get("base", number(body.weight))}
        met = [c.words for c in told if points_of(c, body) in ({"full": True}, base)]
        if met:
            rule["met"] = met
        if other := [{"words": c.words, "give": points_of(c, body)} for c in told if c.words not in met]:
            rule["worded"] = other  # 持平得2分 beside 下降得3分
    return rule


_QUANTITY = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:率|度|比例|占比|指数|时长|时间|数量|面积|金额)")


def other_quantity(before: str, later: Case) -> bool:
    """Whether a later step is one of another quantity (结案率每低…, 调解率每低…)."""
    names, own = _QUANTITY.findall(before), _QUANTITY.findall(later.text)
    return bool(own) and bool(names) and not any(a in b or b in a for a in names for b in own)


def _counting(body: Body, rule: Rule, main: Case) -> None:
    assert main.step is not None
    if body.counting:
        rule["counting"] = body.counting
        return
    if main.step.per == 1:
        rule["counting"] = "proportional"
        if main.step.unit in {"天", "日", "名", "位", "工作日", "个工作日"}:
            rule["counting"] = "whole"
        return
    if main.step.per < 1:
        rule["counting"] = "proportional"
        return
    rule["counting"] = "whole"
    body.open.append({"told": "不足一步的按比例", "set": {"counting": "proportional"}})


def _amounts(body: Body, rule: Rule, losing: list[Case], gaining: list[Case], target: Fraction | None) -> None:
    """Points per step, down and up, and other rates in other stretches."""
    if losing:
        first = losing[0]
        rule["deduct"] = give(first.clause.amounts[0])
        pieces = []
        for case in losing[1:]:
            edge = next((s.high if s.high is not None and rule["bad"] == "below" else s.low for s in case.spans), None)
            same_way = (case.step and case.step.bad in {"", rule["bad"]}) or edge is not None
            if case.clause.verb == "times":
                amount = {k: number(Fraction(v) * case.clause.amounts[0].value) for k, v in rule["deduct"].items()}
            else:
                amount = give(case.clause.amounts[0])
            aims = any((s.high if rule["bad"] == "below" else s.low) is None and s.low != target for s in case.spans)
            if aims or other_quantity(body.text[: first.clause.end], case):
                rule["unclear"] = True
            elif edge is not None and edge != target:
                pieces.append(
                    {
                        "beyond": number(edge),
                        "deduct": amount,
                        "per": number(case.step.per) if case.step else rule["per"],
                    }
                )
            elif case.step and case.step.bad and case.step.bad != rule["bad"]:
                rule["other_side"] = {"per": number(case.step.per), "deduct": amount}
            elif same_way and edge is None:
                rule["unclear"] = True
        if pieces:
            rule["pieces"] = pieces
    if (
        gaining
        and not losing
        and patterns.search(r"达到[^,;。]{0,12}(?:以上|及以上)", body.text)
        and rule["unit"] in {"人", "个", "件", "次", "项", "名", "户", "场"}
        and target is not None
    ):
        body.open.append({"told": "达到时即计一份", "set": {"target": number(target - 1)}})
    if gaining:
        case = gaining[0]
        assert case.step is not None
        rule["add"] = give(case.clause.amounts[0])
        rule["add_per"] = number(case.step.per)
        if not losing:
            rule["deduct"] = None
    if patterns.search(r"(?:再|另|还|加)[扣减]|再每|每再|此基础上", body.text):
        first_off = [
            c
            for c in body.cases
            if c.clause.verb == "deduct"
            and not c.step
            and not c.item
            and (c.otherwise or c.spans or patterns.fullmatch("未达到?的?先?", c.words))
        ]
        if first_off:
            rule["first"] = give(first_off[0].clause.amounts[0])
