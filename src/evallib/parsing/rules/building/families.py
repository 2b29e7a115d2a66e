"""Which family of rules a body belongs to: a line, a proportion, steps, ranges, words, or counts."""

from __future__ import annotations

from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, span_data
from evallib.parsing.rules.building.counts.count_rules import build_items
from evallib.parsing.rules.building.doubts.self_check import NOTHING_PRINTED
from evallib.parsing.rules.building.ranges.range_rules import build_ranges
from evallib.parsing.rules.building.ratio_rules import build_line, build_ratio
from evallib.parsing.rules.building.separate_goals import separate_goals
from evallib.parsing.rules.building.steps.step_rules import build_steps
from evallib.parsing.rules.building.word_rules import build_words
from evallib.parsing.rules.grammar.cases import MEASURED, Case, Item
from evallib.parsing.rules.rule_data import Rule


def choose_family(body: Body) -> Rule | None:
    """The rule that a body says, or None where no family reads it."""
    cases = body.cases
    judged = [c for c in cases if c.clause.verb == "judge"]
    other = [c for c in cases if c.clause.verb != "judge"]
    missed = [
        c for c in judged if len(c.spans) == 1 and not c.spans[0].exact and patterns.search("扣|减", c.clause.words)
    ]
    if judged and not other and len(missed) == len(judged) == 1:
        rows = [{"span": span_data(missed[0].spans[0]), "give": {"judgement": True}, "unit": missed[0].spans[0].unit}]
        return {"kind": "ranges", "measure": "value", "unit": rows[0]["unit"], "rows": rows, "else": {"full": True}}
    if judged and (not other or all(c.clause.verb == "zero" and not c.spans for c in other)):
        struck = build_words(body) if other and all(c.words for c in cases) else None
        return struck or {"kind": "judgement", "why": "由评价人员在规定幅度内评定"}
    if not cases and not body.proportion:
        return {"kind": "judgement", "why": NOTHING_PRINTED}
    line = build_line(body)
    if line:
        return line
    if _graded_throughout(body) and (graded := build_ranges(body)):
        return graded
    if body.proportion and not body.proportion.line:
        steps = build_steps(body) if any(c.step for c in cases) else None
        if steps is None:
            return build_ratio(body)
    if (each := _earned_each(body)) is not None:
        return each
    _count_things(cases)
    steps = build_steps(body)
    if steps:
        return steps
    if patterns.search(r"类推", body.text):
        series = build_items(body)
        if series and series["types"][0]["name"] == series["types"][0]["unit"]:
            return series
    counted = [c for c in cases if c.item and c.clause.verb in {"deduct", "add", "get"}]
    spans = [(c, s.unit) for c in cases for s in c.spans]
    strict = [
        c
        for c in counted
        if c.item
        and c.spans
        and not any(o is not c and u == c.item.unit for o, u in spans)
        and len(counted) == len([x for x in cases if x.clause.verb not in {"full", "get", "free"}])
    ]
    if strict and all(s.unit == "%" for c in strict for s in c.spans):
        counted_rule = build_items(body)
        if counted_rule:
            return counted_rule
    if counted and any(c.clause.verb == "times" for c in cases) and (doubled := build_items(body)):
        return doubled
    separate = separate_goals(body)
    if separate is not None:
        return separate
    if _faults_counted(cases, body.weight):
        return build_items(body)
    if counted and len(counted) < len(cases) and _of_requirements(cases):
        rule = build_ranges(body)
        if rule:
            return rule
    if _spanned(body) and not (
        counted
        and any(
            "每" in c.text or c.clause.per or (c.item and c.item.missing and c.clause.verb != "get") for c in counted
        )
    ):
        rule = build_ranges(body)
        if rule:
            return rule
    if not any(c.spans or c.item or c.otherwise for c in cases) or patterns.search(r"按期|逾期|按时", body.text):
        rule = build_ranges(body) if not counted else None
        if rule:
            return rule
    return build_words(body) or build_items(body) or _none_allowed(body)


def _earned_each(body: Body) -> Rule | None:
    """任务数为5所,完成1所得1分: so much for each, where all of them earn the weight."""
    gains = [c for c in body.cases if c.clause.verb == "get"]
    if len(gains) != 1 or (case := gains[0]).item is None or case.item.group != 1 or len(case.clause.amounts) != 1:
        return None
    worth = case.clause.amounts[0].value * (body.weight if case.clause.amounts[0].share else 1)
    totals = [s for s in case.spans if s.exact and s.unit == case.item.unit and s.low and s.low * worth == body.weight]
    if (
        len(totals) != 1
        or len(case.spans) != 1
        or any(c.clause.verb != "zero" or c.spans for c in body.cases if c is not case)
    ):
        return None
    case.spans = []
    return build_items(body)


def _graded_throughout(body: Body) -> bool:
    """按完成率计分,100%的得4分,80%以上的得3分,80%以下的得1分: the rate is what the rows are on."""
    p, cases = body.proportion, body.cases
    return (
        p is not None
        and p.by_rate
        and not p.formula
        and len(cases) > 2
        and "#" in cases[0].text
        and all(len(c.spans) == 1 and c.clause.verb in {"get", "full", "zero"} for c in cases)
        and any(c.spans[0].low is None for c in cases)
        and any(c.clause.verb == "full" or _earns(c, body.weight, bounded=True) for c in cases)
    )


def _faults_counted(cases: list[Case], weight: Fraction) -> bool:
    """合格率100%得满分,出现1台不合格扣1分,3台及以上不得分: faults cost so much each; the rest says none, too many."""
    losing = [c for c in cases if c.clause.verb == "deduct"]
    units = {c.item.unit for c in losing if c.item and c.item.group == 1 and not c.item.missing}
    if len(cases) < 2 and not any(s.low == 0 for c in losing for s in c.spans):
        return False
    if not losing or len(units) != 1 or any(c.item is None or c.item.group != 1 or c.item.missing for c in losing):
        return False
    if any(not (s.exact and s.low == 0) for c in losing for s in c.spans) or len({c.label for c in losing}) < len(
        losing
    ):
        return False
    return all(_says_none(c, weight) or _too_many(c, units) for c in cases if c not in losing)


def _says_none(case: Case, weight: Fraction) -> bool:
    """Full points where nothing is wrong: a rate, nothing, or all requirements."""
    full = case.clause.verb in {"full", "free"} or _earns(case, weight, bounded=True)
    every = bool(patterns.search("均|都|全部", case.text))
    return full and all(
        (s.unit == "%" and (s.low == 100 or every)) or (s.exact and s.low == 0) or every for s in case.spans
    )


def _too_many(case: Case, units: set[str]) -> bool:
    return case.clause.verb == "zero" and all(s.unit in units and (s.low or 0) > 1 for s in case.spans)


def _of_requirements(cases: list[Case]) -> bool:
    """均满足得2分,满足1项得1分: rows on how many requirements are met."""
    return (
        all(c.clause.verb in {"get", "full", "zero"} for c in cases)
        and any(patterns.search(r"均|都|全部|同时|完全", c.text) for c in cases)
        and all("每" not in c.text and c.item.unit in _REQUIREMENTS for c in cases if c.item)
    )


_REQUIREMENTS = {"项", "个", "条", "点", "要点"}


def _none_allowed(body: Body) -> Rule | None:
    """1台不符合要求不得分: one is too many."""
    struck = [c for c in body.cases if c.clause.verb == "zero" and c.item and c.item.group == 1]
    rest = [c for c in body.cases if c not in struck]
    if len(struck) != 1 or struck[0].item is None or "每" in struck[0].text:
        return None
    if not all(c.clause.verb == "full" or _earns(c, body.weight) for c in rest):
        return None
    unit = struck[0].item.unit
    lacking = unit in _REQUIREMENTS and patterns.search(r"不|未|缺|少", struck[0].text)
    row = {"span": {"low": "1", "low_in": True}, "give": {"points": "0"}, "unit": unit}
    return {
        "kind": "ranges",
        "measure": "missing" if lacking else "value",
        "unit": unit,
        "rows": [row],
        "else": {"full": True},
    }


def _earns(case: Case, weight: Fraction, bounded: bool = False) -> bool:
    amounts = case.clause.amounts
    return (
        case.clause.verb == "get"
        and (bounded or not case.spans)
        and [(a.value, a.share) for a in amounts] == [(weight, False)]
    )


def _count_things(cases: list[Case]) -> None:
    """每增加一次 beside other counted things counts things too; it is no step of a number."""
    losing = [c for c in cases if c.clause.verb in {"deduct", "add"}]
    bare = not losing and not any(c.spans for c in cases)
    for case in [c for c in cases if bare and c.clause.verb == "get"]:  # 每增加1个得1分 with no number to start from
        if case.step and case.step.unit not in MEASURED | {"%", "百分点", "名", "位"}:
            case.item, case.step = Item(case.step.per, case.step.unit, False), None
    if all(c.clause.verb == "add" for c in losing) and not any(c.spans for c in cases):
        for case in losing:
            if case.step and case.step.unit not in MEASURED | {"%", "百分点", "名"}:
                case.item, case.step = Item(case.step.per, case.step.unit, False), None
    elsewhere = {s.unit for c in cases for s in c.spans} - {"分", ""}
    for case in losing:  # 班额不超过45人,每超1个班扣0.5分
        step = case.step
        counts = step is not None and step.unit not in MEASURED | {"%", "百分点", "名", "位", "人"}
        if step is not None and counts and step.bad == "above" and elsewhere and step.unit not in elsewhere:
            case.item, case.step = Item(step.per, step.unit, False), None
            case.spans = []
        whole = elsewhere == {"%"} and all(s.low == 100 for c in cases for s in c.spans if s.unit == "%")
        if step is not None and whole and step.bad == "below" and step.unit in MEASURED:
            case.item, case.step = Item(step.per, step.unit, True), None  # 完成率100%得满分,每少1公里扣0.1分
    if not any(c.item for c in losing):
        return
    for case in losing:
        step = case.step
        if step is not None and step.unit not in (MEASURED if case.spans else set()) | {"%", "百分点", "名"}:
            said = patterns.search(r"每([\u4e00-\u9fff]{1,4}?)\d", case.text)
            case.label = case.label or (said[1] if said else "")
            case.item, case.step = Item(step.per, step.unit, step.bad == "below"), None


def _spanned(body: Body) -> bool:
    numbers = [
        c
        for c in body.cases
        if c.spans and c.clause.verb != "judge" and any(s.unit != "分" or not s.exact for s in c.spans)
    ]
    ranked = patterns.search(r"第\d+名|前\d+名|前\d+%|名次", body.text)
    return bool(numbers or ranked)
