"""Where steps begin: the printed target, the condition of the step itself, or a reference that is handed in."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, unit_of
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.units import in_same_unit
from evallib.parsing.rules.rule_data import Rule

_MEAN = re.compile(
    "平均(?!时|处置|响应|等候|办理|办结|用时|时长|每(?![高低超])|数|单|跑|工)|均值|"
    r"平均(?:水平|值|数)(?![(（]?\d)|上年|去年|同期|上期|上一年|(?<=比)(?:考核|年度|下达|预期)?目标|"
    "目标值|计划数|全[区市街县省国镇]|上月|基期|参照值"
)


_NONE = re.compile(r"(?:^|[,;。“])(?:无|没有|未(?!超))[^,;。超完达目计]{1,8}$")
"""无变更的得满分,每增加1个百分点: from nothing."""


_DATE = re.compile(r"\d{4}年|\d{1,2}月(?:\d{1,2}日|底|末|初|份|前|,)|\d{1,2}日(?:前|,)")


def find_target(body: Body, steps: list[Case], bad: str) -> tuple[Fraction | None, Span | None, Case | None]:
    """Where the steps begin."""
    good = [c for c in body.cases if c.clause.verb in {"full", "get", "free"} and not c.step and c.spans]
    step_spans = [s for c in steps[:1] for s in c.spans]
    for case in good:
        wanted = [s for s in case.spans if s.unit not in {"分"} or unit_of(body) == "分"]
        if steps[0].step and steps[0].step.unit in {"%", "百分点"} and any(s.unit == "%" for s in wanted):
            wanted = [s for s in wanted if s.unit == "%"]
        wanted = _comparable(wanted, steps[0]) or wanted
        for span in wanted:
            if case.clause.verb == "get" and step_spans and not span.exact:
                edge = step_spans[0].high if bad == "below" else step_spans[0].low
                mine = span.low if bad == "below" else span.high
                if edge is not None and mine != edge and len(good) > 1:
                    continue
            if span.low is not None and span.high is not None and not span.exact:
                return (span.low if bad == "below" else span.high), span, case
            return edge_of(span, bad), span, case
    rates = [s for s in step_spans if s.unit == "%"]
    percent = bool(steps[0].step and steps[0].step.unit in {"%", "百分点"})
    for span in rates if percent and rates else _comparable(step_spans, steps[0]):
        return edge_of(span, bad), span, None
    for case in body.cases:
        if case.otherwise or case in steps or case.clause.verb == "zero":
            continue
        for span in _comparable(case.spans, steps[0]):
            return edge_of(span, bad), span, None
    for goal in patterns.finditer(
        (
            "(?:目标|计划|预算|标准|核定|定额|应|(?:达标|合格|及格|基准|满分)线|"
            r"规定(?:值|比例|标准)?为)[^,;。\d得扣加计]{0,6}(\d+(?:\.\d+)?)"
        ),
        body.text,
    ):
        if "每" in body.text[max(0, goal.start() - 8) : goal.start(1)].replace(";", "。").split("。")[-1]:
            continue
        if _DATE.match(body.text[goal.start(1) :]) or patterns.search("超(?:过|出)?$", body.text[: goal.start()]):
            continue  # 超预算100万元以上: how far beyond it
        if patterns.match("个?百分点", body.text[goal.end() :]) and patterns.search(
            r"(?:高|低|超|少|多)[于过出]?[^,;。\d]{0,8}$", body.text[: goal.start(1)]
        ):
            continue
        if body.text[goal.end() : goal.end() + 1] == "分" and unit_of(body) != "分":
            continue
        for span in find_spans(body.text[goal.start(1) :]):
            return span.low if span.exact else edge_of(span, bad), span, None
    return None, None, None


def _comparable(spans: list[Span], main: Case) -> list[Span]:
    """Of several conditions those in units of the step: 500万元以下的10个工作日内, 每超1个工作日."""
    unit = main.step.unit if main.step else ""
    return [s for s in spans if in_same_unit(Fraction(1), s.unit, unit) is not None] if len(spans) > 1 else spans


def edge_of(span: Span, bad: str) -> Fraction | None:
    """The end of a condition from which steps count."""
    if span.exact:
        return span.low
    if span.absolute:
        return span.high
    if bad == "below":
        return span.low if span.high is None else span.high
    if bad == "above":
        return span.high if span.low is None else span.low
    return span.low if span.low is not None else span.high


def without_target(body: Body, rule: Rule) -> None:
    """No number is printed: the difference itself is the value, or the plan is 100%."""
    if "add" not in rule and not any(c.clause.verb in {"deduct", "times"} and c.step for c in body.cases):
        shares = unit_of(body) in {"%", "百分点", "个百分点"} and not any(c.clause.verb == "full" for c in body.cases)
        if (
            shares
            and patterns.search(r"每(?:提升|提高|达到?|增加)?\d", body.text)
            and not patterns.search(r"目标|任务|计划|基[础准]|平均|上年|去年|同期", body.text)
        ):
            rule["target"] = "0"  # 覆盖率每提升10%得1分: from nothing
            return
    means = {m[0] for m in _MEAN.finditer(body.text)}
    percent = rule["unit"] in {"%", "百分点", "个百分点"}
    if (
        means
        and means <= {"计划数", "目标值"}
        and percent
        and patterns.search(r"完成[^,;。]{0,8}(?:计划数|目标值)", body.text)
    ):
        rule["target"] = "100"
        return
    if means or patterns.search("(?:与|比)序时进度(?:相比)?|慢于序时", body.text):
        rule["reference"] = True
        return
    if rule["unit"] in {"名", "位", "名次", "位次"}:
        rule["target"] = "1"
        return
    if (
        rule["unit"] in {"%", "百分点", "个百分点"}
        and patterns.search(r"率|比例|占比|完成|覆盖|度|基数", body.text)
        and rule["bad"] in {"below", "both"}
    ) or (rule["bad"] == "both" and rule["unit"] in {"%", "百分点"}):
        rule["target"] = "100"
    elif (
        rule["bad"] == "above"
        and rule["unit"] not in {"%", "百分点"}
        and patterns.search(
            r"(?:超过?|高于|大于|超出)[^,;。\d]{0,8}(?:指标|计划|控制数|标准|目标|核定|限额|定额)", body.text
        )
    ):
        rule["reference"] = True
    elif rule["bad"] == "above":
        rule["target"] = "0"
        if (
            rule["unit"] in {"%", "百分点"}
            and not any(_NONE.search(c.words) for c in body.cases if c.clause.verb in {"full", "free", "get"})
            and patterns.search(r"完成数|与计划|与目标|占|率(?!先)", body.text)
            and not patterns.search(r"超支|超出|增长|变动|偏差|结转|调整|差错|投诉|退|误|逾期|不合格", body.text)
        ):
            rule["target"] = "100"
