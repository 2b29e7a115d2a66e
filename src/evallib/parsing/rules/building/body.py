"""Clauses of one body of text → one rule as plain data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.steps.loose_steps import put_loose_steps
from evallib.parsing.rules.grammar.cases import Case, read_case
from evallib.parsing.rules.grammar.clauses import Amount, clauses
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.proportion import Proportion, read_proportion
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS

_BASE = re.compile(
    "(?<!得)(?:基础分|基本分|基准分|起评分|初始分|底分|基本项|基础项|标准分)(?:值)?(?:为|是|"
    rf":)?\(?({NUMBER})分\)?|以({NUMBER})分为(?:基础|基准|底)|(?:基础|起评|总分)({NUMBER})分(?:起|为基数)|"
    rf"从({NUMBER})分起"
)


_STARTED = re.compile(
    rf"不[足满]{NUMBER}?(?:{UNITS}|%)?(?:的|部分)?,?(?:按|算|计为|视为|计)(?:作)?{NUMBER}?(?:{UNITS}|%)"
)


_WHOLE = re.compile(r"不[足满][^,;。)]{0,8}(?:不予扣分|不扣分|不扣|不计算|不计|舍去|忽略)|不满整数|只计整数|取整")


_SHRUNK = re.compile(r"(?:出现|为)?负增长|(?:同比|较上年)?(?:出现)?下降|负值|负数")


_AROUND = ",;。的 "
_FALLEN = re.compile(r"(?:下降|降低|减少)(?:了|率|幅度?)?(?:达到?|在|≥|超过)?\d")
_BARE_RANGE = re.compile(rf"[,;。\n]*{NUMBER}%?(?:\([含不]+\))?~{NUMBER}%(?:\([含不]+\))?(?:之间)?(?:的)?,?")


@dataclass(slots=True)
class Body:
    """A body being read: its cases, its caps, and what is known of the way steps count."""

    text: str
    weight: Fraction
    cases: list[Case]
    caps: list[tuple[int, Case]] = field(default_factory=list)
    counting: str = ""
    base: Fraction | None = None
    proportion: Proportion | None = None
    open: list[dict[str, Any]] = field(default_factory=list)
    closed_style: bool = False
    source: str = ""


def number(value: Fraction) -> str:
    """A number as text: a decimal where it ends, else a fraction.

    >>> number(Fraction(1, 4)), number(Fraction(1, 3))
    ('0.25', '1/3')
    """
    below = value.denominator
    while below % 2 == 0:
        below //= 2
    while below % 5 == 0:
        below //= 5
    if below != 1:
        return str(value)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    whole = value * 10**digits
    if digits == 0:
        return str(whole)
    sign, text = "-" if whole < 0 else "", str(abs(int(whole))).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def give(amount: Amount) -> dict[str, str]:
    """An amount as plain data."""
    return {"share": number(amount.value)} if amount.share else {"points": number(amount.value)}


def span_data(span: Span) -> dict[str, Any]:
    """A condition as plain data."""
    data: dict[str, Any] = {}
    if span.low is not None:
        data |= {"low": number(span.low), "low_in": span.low_in}
    if span.high is not None:
        data |= {"high": number(span.high), "high_in": span.high_in}
    if span.absolute:
        data["absolute"] = True
    return data


def prepare(text: str, weight: Fraction) -> Body:
    """Read a body's notes away, then its clauses."""
    body = Body(text, weight, [])
    base = _BASE.search(text)
    if base and not ("满分" in text and Fraction(next(g for g in base.groups() if g)) > weight):
        body.base = Fraction(next(g for g in base.groups() if g))
        text = text[: base.start()] + text[base.end() :]
    if _STARTED.search(text):
        body.counting = "started"
    elif _WHOLE.search(text):
        body.counting = "whole"
    elif patterns.search(r"(?:不足|小数)[^,;。]{0,8}(?:按比例|线性)|内插|插值|按比例扣", text) and patterns.search(
        r"每", text
    ):
        body.counting = "proportional"
    kept, last = "", 0
    for clause in clauses(text):
        short = patterns.search(rf"不[足满]({NUMBER})", clause.words)
        steps = patterns.findall(rf"每[^\d,;。]{{0,8}}({NUMBER})", text)
        between = clause.verb == "counting" and patterns.search("内插|插值|按比例", clause.words) and "每" not in text
        between = between or bool(short and steps and "按比例" in clause.words and short[1] not in steps)
        if clause.verb in {"counting", "floor"} and not between:
            kept += clause.case if kept or clause.case else ""
        else:
            kept += text[last : clause.end]
        last = clause.end
    text = kept + text[last:]
    text = patterns.sub(r"[,(]?(?:以上|以下|以内)[^,;。]{0,6}(?:均|都)?不?(?:含|包括)本数[^,;。)]{0,12}\)?", "", text)
    body.text = text
    body.closed_style = bool(patterns.search(r"\(含|含\)|含\d", text)) or bool(
        patterns.search(r"以上[^,;。]{0,4}含本数", text)
    )
    body.source = text
    body.proportion = read_proportion(text)
    rest = text
    if body.proportion:
        p = body.proportion
        rest = text[: p.start] + "#" + text[p.end :]
    compared = bool(patterns.search(r"(?:较|比|与)(?:上|去|前)[一1]?(?:年|期|月|季)|同比|环比", text))
    falling, adds = False, any(clause.verb == "add" for clause in clauses(rest))
    for clause in clauses(rest):
        if falling and _BARE_RANGE.fullmatch(clause.case):
            clause.case = patterns.sub(r"^([,;。\n]*)", r"\1下降", clause.case)  # 同比下降20%以上得5分,10%~20%得3分
        falling = compared and clause.verb == "get" and bool(_FALLEN.search(clause.case))
        case = read_case(clause, compared)
        behind = case.text.split("#")[-1].strip(_AROUND) if "#" in case.text and clause.verb == "zero" else ""
        later = case.text.split("#")[-1] if "#" in case.text and clause.verb in {"get", "full"} else ""
        if later and find_spans(later):
            case.spans = find_spans(later)  # 80%~100%按比例得分,60%~80%得一半分
        if _SHRUNK.fullmatch(behind):
            case.text, case.words, case.spans = "负增长", "", [Span(None, Fraction(0), None, False)]
        elif (
            "加分" in clause.words and patterns.match("超额|超过|超出", behind or case.text.strip(_AROUND)) and not adds
        ):
            continue  # 超额完成不加分 says that the points are capped
        _inherit(case, body.cases[-1] if body.cases else None)
        if clause.verb == "cap":
            body.caps.append((len(body.cases), case))
        else:
            body.cases.append(case)
    put_loose_steps(body.cases, body.weight, capped=bool(body.caps))
    body.text = rest
    return body


def _inherit(case: Case, before: Case | None) -> None:
    """A bare amount behind an addition or deduction is one too (国家级加2分，省级1分)."""
    if before is None or case.clause.verb != "get" or not patterns.fullmatch(rf"\(?{NUMBER}分\)?", case.clause.words):
        return
    if before.clause.verb in {"add", "deduct"} and patterns.match(r"[,、]", case.clause.case) and not case.spans:
        case.clause.verb = before.clause.verb
    if before.item and before.clause.verb in {"add", "deduct", "get"} and case.item is None and not case.spans:
        case.item = before.item


def tail_of(body: Body) -> str:
    """The text behind the last clause."""
    end = max([c.clause.end for c in body.cases] + [c.clause.end for _, c in body.caps], default=0)
    return body.text[end:]


def cap_amount(case: Case, only_losses: bool = False) -> tuple[str, Amount | None]:
    """What a cap limits ("deduct", "add" or "total") and to how much; None means the weight."""
    words = case.clause.words + case.text[-6:]
    which = "deduct" if patterns.search(r"扣|减", words) else "add" if patterns.search(r"加|奖", words) else "total"
    if patterns.search(r"(?:加|减)分后", words):
        which = "total"
    if which == "total" and only_losses and patterns.search(r"累计|合计|总计|上限|最多", words):
        which = "deduct"
    found = patterns.search(rf"({NUMBER})(%|分)", case.clause.words)
    if not found:
        return which, None
    value = Fraction(found[1])
    return which, Amount(value / 100, True) if found[2] == "%" else Amount(value)


def points_of(case: Case, body: Body) -> dict[str, Any]:
    """What a clause gives, as plain data."""
    verb = case.clause.verb
    if verb in {"full", "free"}:
        return {"full": True}
    if verb == "zero":
        return {"points": "0"}
    if verb == "judge":
        return {"judgement": True}
    if verb == "deduct":
        return {"deduct": give(case.clause.amounts[0])}
    return give(case.clause.amounts[0])


def unit_of(body: Body) -> str:
    """The unit of the first condition or step that names one."""
    for case in sorted(body.cases, key=lambda c: c.step is None):
        if case.step and case.step.unit in {"%", "百分点", "个百分点"}:
            units = [s.unit for c in body.cases for s in c.spans if s.unit]
            counted = bool(units) and all(u not in {"%", "百分点", "分"} for u in units)
            return units[0] if counted else "%"
        if case.step:
            return case.step.unit
        for span in case.spans:
            if span.unit:
                return span.unit
    for span in find_spans(body.source):
        if span.unit and not (span.unit == "分" and span.exact):
            return span.unit
    return ""
