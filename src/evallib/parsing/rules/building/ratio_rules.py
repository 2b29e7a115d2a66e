"""Bodies in proportion to a value: with a target, a floor, a cap, or a straight line between points."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, give, number, span_data, unit_of
from evallib.parsing.rules.building.ranges.range_rows import more_beyond
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule


def build_line(body: Body) -> Rule | None:
    """A straight line between printed points."""
    if not (body.proportion and body.proportion.line):
        return None
    anchors: list[tuple[Fraction, Fraction]] = []
    rule: Rule = {"kind": "line", "unit": unit_of(body) or "%"}
    sentence = patterns.search(
        rf"({NUMBER})%?[^\d,;。]{{1,10}}({NUMBER})%?(?:之间|"
        rf"区间)[^\d,;。]{{0,12}}({NUMBER})分[^\d,;。]{{0,4}}({NUMBER})分",
        body.source,
    )
    if sentence:
        a, b, c, d = (Fraction(x) for x in sentence.groups())
        anchors = [(a, c), (b, d)]
    within = patterns.search(
        rf"({NUMBER})%?~({NUMBER})%[^\d;。]{{0,8}}({NUMBER})分?~({NUMBER})分(?:之间)?[^;。]{{0,8}}(?:线性|"
        "内插|插值|直线)",
        body.source,
    )
    if within:
        a, b, c, d = (Fraction(x) for x in within.groups())
        anchors, sentence = [(a, c), (b, d)], within
    zero = []
    for case in body.cases:
        for span in case.spans[-1:]:
            edge = span.low if span.low is not None else span.high
            if edge is None:
                continue
            if case.clause.verb == "zero":
                zero.append(span_data(span))
                continue
            points = body.weight if case.clause.verb == "full" else None
            if case.clause.verb == "get":
                amount = case.clause.amounts[0]
                points = amount.value * body.weight if amount.share else amount.value
            if points is not None and not sentence:
                anchors.append((edge, points))
    if len(anchors) == 1 and zero:
        edge = Fraction(str(zero[0].get("high") or zero[0].get("low")))
        anchors.append((edge, Fraction(0)))
    if len({x for x, _ in anchors}) < 2:
        return None
    rule["anchors"] = [[number(x), number(y)] for x, y in sorted(anchors)]
    below = any(
        c.clause.verb == "zero" and not c.spans and patterns.search("低于|未达|达不到", c.text) for c in body.cases
    )
    if zero:
        rule["zero"] = zero
    elif below or (sentence and patterns.search(r"低于[^,;。\d]{1,8}不得分|低于[^,;。\d]{1,8}的不得分", body.text)):
        rule["zero"] = [{"high": number(min(x for x, _ in anchors)), "high_in": False}]
    return rule


def build_ratio(body: Body) -> Rule:
    """In proportion to the value, with a target, a floor and a cap."""
    p = body.proportion
    assert p is not None  # who asks has seen one
    rule: Rule = {"kind": "ratio", "unit": "%", "target": None}
    if p.inverse:
        rule["inverse"] = True
    if p.out_of is not None:
        rule |= {"target": number(p.out_of), "unit": p.unit or ("%" if p.of_rate else "分")}
    target: Span | None = None
    full, zero, over, more = [], [], [], []
    for case in body.cases:
        spans = [s for s in case.spans if s.unit != "分" or rule["unit"] == "分"]
        if case.clause.verb in {"full", "get", "free"}:
            first = case.clause.amounts[0] if case.clause.verb == "get" and spans else None
            if first is not None and first.value < (1 if first.share else body.weight):
                rule.setdefault("rows", []).append({"span": span_data(spans[0]), "give": give(first)})
                continue
            for span in spans[:1]:
                target = span
                full.append(span_data(span))
        elif case.clause.verb == "zero":
            pending = [s for s in spans if s.high is not None or len(spans) == 1]
            zero += [span_data(s) for s in pending[-1:]]
            if len(spans) > 1 and target is None and spans[0].low is None:
                target = spans[0]
            if not spans and case.words and not case.otherwise:
                rule.setdefault("veto", []).append(case.words)
        elif case.clause.verb == "deduct" and len(spans) == 1 and OVERSHOT.search(case.text) and spans[0].low:
            loss = {"deduct": give(case.clause.amounts[0])}
            over.append({"span": span_data(beyond_all(spans[0])), "give": loss, "beyond": number(spans[0].low)})
        elif case.clause.verb == "add" and len(spans) == 1 and (bonus := more_beyond(body, case)) is not None:
            more.append(bonus)
        elif case.clause.verb == "judge" or case.clause.verb in {"deduct", "add"}:
            rule["unclear"] = True
    source = body.source
    if target is None and p.out_of is None:
        before = find_spans(source[: p.start])
        behind = patterns.search(
            r"(?:(?:应(?:到位?|完成|配备?|有|达)|指标值|目标值?|计划数?|任务数?|控制数)[^,;。\d*/得计扣]{0,8}|"
            r"标准[^,;。:\d*/]{0,8})(\d+(?:\.\d+)?)",
            source,
        )
        if (
            behind
            and patterns.match(r"%[^,;。]{0,3}(?:以[上下]|的|及以上)", source[behind.end() :])
            and patterns.search(r"(?:达到|低于|不足|完成|未达到?)[^,;。\d]{0,6}$", source[: behind.start(1)])
        ):
            behind = None  # 达到目标值80%以上的 is a share of the target
        sided = [s for s in before if s.unit not in {"分"}]
        if behind:
            target = next(iter(find_spans(source[behind.start(1) :])), None)
        elif sided and (not zero or sided[0].unit not in {"%", ""}):
            target = sided[0]
        elif sided:
            gate = sided[0]
            edge = gate.low if gate.low is not None else gate.high
            if (
                edge is not None
                and gate.unit in {"%", ""}
                and edge < 100
                and not (p.by_rate or p.formula or "实际" in source[p.start : p.end])
            ):
                alternative = {
                    "kind": "line",
                    "anchors": [[number(edge), "0"], ["100", number(body.weight)]],
                    "unit": "%",
                    "zero": zero,
                }
                body.open.append({"told": f"{number(edge)}%至100%之间按0至满分折算", "replace": alternative})
    if target is not None:
        edge = target.low if target.low is not None else target.high
        if target.high is not None and target.low is None and patterns.search(r"[≤]|不超过|不高于|控制", source):
            rule["inverse"] = True
        keep_rate = p.formula and target.unit == "%" and not p.planned
        if edge is not None and not keep_rate:
            rule["target"] = number(edge)
            rule["unit"] = target.unit or rule["unit"]
    if full:
        for at in full if rule.get("target") and not rule.get("inverse") else []:
            if at.get("low") == at.get("high") == rule["target"]:
                del at["high"], at["high_in"]  # 达到90%得5分: and what is more
        rule["full"] = full
    if "rows" in rule and not more:
        sentence = patterns.split(r"[;。\n]", source[: p.start])[-1]
        piece = sentence.rsplit(",", 1)[-1]
        _only_there(rule, piece if len(find_spans(sentence)) > 1 and find_spans(piece) else sentence)
    if over and rule["unit"] == "%" and rule["target"] in {None, "100"} and "inverse" not in rule:
        rule.setdefault("rows", []).extend(over)
    elif over:
        rule["unclear"] = True
    if p.against_first:
        rule["reference"] = True
    if p.open_way or (
        p.formula and not _capped(source) and not full and p.out_of is None and not _PART_OF_ALL.search(source)
    ):
        body.open.append({"told": "超过目标的不封顶", "set": {"uncapped": True}})
    if zero:
        relative = bool(
            patterns.search(r"低于(?:年度)?(?:目标值?|指标值|计划数?|任务)的?\d|完成比例(?:<|≤|低于|不足)\d", source)
        ) and rule["target"] not in {None, "100"}
        if relative and rule["unit"] == "%":
            rule["zero_of_target"] = zero
            body.open.append({"told": "按实际值比较", "set": {"zero_of_target": None, "zero": zero}})
        elif relative or (
            rule["target"] is not None and rule["unit"] not in {"%", "分", ""} and _unit_of_zero(body) == "%"
        ):
            rule["zero_of_target"] = zero
        else:
            rule["zero"] = zero
    if p.times is not None and p.times != body.weight:
        rule["times"] = number(p.times)
    if more and len(earned := rule.get("rows", [])) == 1 and "points" in earned[0]["give"]:
        rule |= {"times": earned[0]["give"]["points"], "rows": [*more, *earned]}
        rule.pop("within", None)
    elif more:
        rule["unclear"] = True
    if p.factor != 1:
        rule |= {"factor": number(p.factor), "times": number(Fraction(rule.get("times", body.weight)) * p.factor)}
    return rule


_PART_OF_ALL = re.compile(
    "(?:准确|合格|达标|优良|满意|知晓|覆盖|及时|办结|解决|响应|参与|回访|持证|签约|到岗|在岗|"
    "完好|利用|使用|正确|规范|公开|整改|合规|优秀)率|满意度|认可度"
)
"""Rates of a part of all of them: none passes 100%."""

OVERSHOT = re.compile(
    r"(?:超过|超出|高于|大于)(?:年初|年度|预期|既定)?(?:指标值?|目标值?|计划(?:值|数)?)[^,;。\d]{0,4}\d+(?:\.\d+)?%"
)
"""完成值超过指标值30%以上的,扣减该指标分值的10%: far beyond the target costs something."""


def beyond_all(span: Span) -> Span:
    """30% beyond the target is 130% of it.

    >>> beyond_all(Span(Fraction(30), None, None)).low, beyond_all(Span(Fraction(10), Fraction(20))).high
    (Fraction(130, 1), Fraction(120, 1))
    """
    high = span.high + 100 if span.high is not None else None
    return replace(
        span, low=span.low + 100 if span.low is not None else None, low_in=span.low_in is not False, high=high
    )


def _only_there(rule: Rule, before: str) -> None:
    """70%以下,得分=执行率*8 behind printed rows: in proportion only where the before says so."""
    within = find_spans(before)
    if len(within) != 1:
        rule["unclear"] = True
        return
    rule["within"] = span_data(within[0])
    rule["target"], rule["unit"] = None, within[0].unit or "%"
    for row in rule["rows"]:  # a boundary that the row's text leaves open goes to the better stretch
        for side in ("low", "high"):
            if row["span"].get(side) is not None and row["span"].get(f"{side}_in") is None:
                row["span"][f"{side}_in"] = side == "low"
    if rule["within"].get("high_in") is None:
        rule["within"]["high_in"] = False


def _unit_of_zero(body: Body) -> str:
    """The unit of the limit below which nothing is earned, where one is printed."""
    return next(case.spans[-1].unit for case in body.cases if case.clause.verb == "zero" and case.spans)


def _capped(text: str) -> bool:
    return bool(
        patterns.search(
            r"按100%计|(?:超过|超出|高于|大于|>)(?:分值|权重|满分|100%|\d+分)(?:的)?,?(?:按|以)(?:分值|权重|"
            r"满分|100%|\d+分)计|最高|不超过|不得超过|上限|封顶|满分为止|为限|满分",
            text,
        )
    )
