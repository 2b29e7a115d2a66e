"""Bodies that step away from a target: 每低1个百分点扣x分, with limits, bands, bonuses and several rates."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.parsing.rules.building.body import Body, give, number, unit_of
from evallib.parsing.rules.building.ranks import find_ranks
from evallib.parsing.rules.building.step_limits import put_limits
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.units import in_unit
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

_MEAN = re.compile(
    r"平均(?!时|处置|响应|等候|办理|办结|用时|时长|每|数|单|跑|工)|均值|平均(?:水平|值|数)(?![(（]?\d)|上年|去年|同期|上期|上一年|目标值|计划数|全区|全市|全街|上月|基期"
)


_DUE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日|底|末)?")


_ONWARD = re.compile(rf"在({NUMBER})分的?基础上")


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
    target, span, full = _target(body, steps, bad)
    onward = _ONWARD.search(main.text) or _ONWARD.search(body.source)
    if onward and main.spans and losing:  # 超过3%的,每超1个百分点在2分的基础上扣1分
        target, span, full = _edge(main.spans[0], bad), main.spans[0], None
        body.base = Fraction(onward[1])
    if not bad and span is not None and span.exact and span.low == 0:
        bad = "both"
    if not bad:
        upper = span is not None and (span.low is None if full is not None else span.high is None and not span.exact)
        bad = "above" if upper else "below"
    if span is not None and full is not None and not span.absolute and (span.low is None) != (span.high is None):
        bad = "below" if span.high is None else "above"
        target = _edge(span, bad)
    if "节约率" in body.source and bad == "above" and target in {None, Fraction(0)} and re.search("超支", body.source):
        bad, target = "below", Fraction(0)
    if unit in {"名", "位", "位次", "名次"} and target != 1:
        ranks = [r for c in body.cases if c not in steps for r in find_ranks(c.text) if r.exact]
        target, span = (ranks[0].low if ranks else target), None
    if span is not None and span.absolute:
        rule |= {"target": "0", "tolerance": number(span.high or span.low or Fraction(0)), "bad": "both"}
        target = Fraction(0)
    else:
        rule |= {"bad": bad, "target": None if target is None else number(target)}
    if target is None:
        _no_target(body, rule)
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
    due = _DUE.search(body.text)
    if due:
        rule["due"] = "-".join(part for part in due.groups() if part)
    _counting(body, rule, main)
    if not main.step.stated and main.step.per != 1 and losing:
        body.open.append({"told": "只扣一次", "set": {"max_deduct": give(main.clause.amounts[0])}})
    _amounts(body, rule, losing, gaining, target)
    put_limits(body, rule, steps, full)
    if target is None and "reference" not in rule:
        met = [c.words for c in body.cases if c.clause.verb in {"full", "get", "free"} and not c.spans and c.words]
        if met:
            rule["met"] = met
    return rule


def _target(body: Body, steps: list[Case], bad: str) -> tuple[Fraction | None, Span | None, Case | None]:
    """Where the steps begin."""
    good = [c for c in body.cases if c.clause.verb in {"full", "get", "free"} and not c.step and c.spans]
    step_spans = [s for c in steps[:1] for s in c.spans]
    for case in good:
        wanted = [s for s in case.spans if s.unit not in {"分"} or unit_of(body) == "分"]
        if steps[0].step and steps[0].step.unit in {"%", "百分点"} and any(s.unit == "%" for s in wanted):
            wanted = [s for s in wanted if s.unit == "%"]
        for span in wanted:
            if case.clause.verb == "get" and step_spans and not span.exact:
                edge = step_spans[0].high if bad == "below" else step_spans[0].low
                mine = span.low if bad == "below" else span.high
                if edge is not None and mine != edge and len(good) > 1:
                    continue
            if span.low is not None and span.high is not None and not span.exact:
                return (span.low if bad == "below" else span.high), span, case
            return _edge(span, bad), span, case
    for span in step_spans:
        return _edge(span, bad), span, None
    for case in body.cases:
        if case.otherwise or case in steps or case.clause.verb == "zero":
            continue
        for span in case.spans:
            return _edge(span, bad), span, None
    for goal in re.finditer(r"(?:目标|计划|预算|标准|核定|定额|应)[^,;。\d得扣加计]{0,6}(\d+(?:\.\d+)?)", body.text):
        if "每" in body.text[max(0, goal.start() - 8) : goal.start(1)].replace(";", "。").split("。")[-1]:
            continue
        if re.match("个?百分点", body.text[goal.end() :]) and re.search(
            r"(?:高|低|超|少|多)[于过出]?[^,;。\d]{0,8}$", body.text[: goal.start(1)]
        ):
            continue
        if body.text[goal.end() : goal.end() + 1] == "分" and unit_of(body) != "分":
            continue
        for span in find_spans(body.text[goal.start(1) :]):
            return span.low if span.exact else _edge(span, bad), span, None
    return None, None, None


def _edge(span: Span, bad: str) -> Fraction | None:
    if span.exact:
        return span.low
    if span.absolute:
        return span.high
    if bad == "below":
        return span.low if span.high is None else span.high
    if bad == "above":
        return span.high if span.low is None else span.low
    return span.low if span.low is not None else span.high


def _no_target(body: Body, rule: Rule) -> None:
    """No number is printed: the difference itself is the value, or the plan is 100%."""
    means = {m[0] for m in _MEAN.finditer(body.text)}
    percent = rule["unit"] in {"%", "百分点", "个百分点"}
    if (
        means
        and means <= {"计划数", "目标值"}
        and percent
        and re.search(r"完成[^,;。]{0,8}(?:计划数|目标值)", body.text)
    ):
        rule["target"] = "100"
        return
    if means:
        rule["reference"] = True
        return
    if rule["unit"] in {"名", "位", "名次", "位次"}:
        rule["target"] = "1"
        return
    if (
        rule["unit"] in {"%", "百分点", "个百分点"}
        and re.search(r"率|比例|占比|完成|覆盖|度|基数", body.text)
        and rule["bad"] in {"below", "both"}
    ) or (rule["bad"] == "both" and rule["unit"] in {"%", "百分点"}):
        rule["target"] = "100"
    elif (
        rule["bad"] == "above"
        and rule["unit"] not in {"%", "百分点"}
        and re.search(r"(?:超过?|高于|大于|超出)[^,;。\d]{0,8}(?:指标|计划|控制数|标准|目标|核定|限额|定额)", body.text)
    ):
        rule["reference"] = True
    elif rule["bad"] == "above":
        rule["target"] = "0"
        if (
            rule["unit"] in {"%", "百分点"}
            and re.search(r"完成数|与计划|与目标|占|率(?!先)", body.text)
            and not re.search(r"超支|超出|增长|变动|偏差|结转|调整|差错|投诉|退|误|逾期|不合格", body.text)
        ):
            rule["target"] = "100"


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
            if edge is not None and edge != target:
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
        and re.search(r"达到[^,;。]{0,12}(?:以上|及以上)", body.text)
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
    if re.search(r"再扣|另扣|还扣", body.text):
        first_off = [
            c
            for c in body.cases
            if c.clause.verb == "deduct" and not c.step and not c.item and (c.otherwise or c.spans)
        ]
        if first_off:
            rule["first"] = give(first_off[0].clause.amounts[0])
