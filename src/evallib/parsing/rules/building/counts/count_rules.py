"""Bodies that count things: so many points for each, by type, with limits, doubling, free ones, dearer later ones."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, cap_amount, give, number, span_data
from evallib.parsing.rules.building.counts.count_types import add_types
from evallib.parsing.rules.building.counts.strikes import put_strikes
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.clauses import Amount
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.matching import negated

BOTTOMLESS = "-1000000"
"""Points below nothing without a limit (不设下限)."""


def build_items(body: Body) -> Rule | None:
    """Read a body whose points follow counts; None where it has none."""
    highest = patterns.search(r"就高|不重复|按最高|取最高", body.source)
    levels = bool(body.caps or highest) and len(body.cases) > 1 and all(c.clause.verb == "get" for c in body.cases)
    counted = [
        c
        for c in body.cases
        if c.clause.verb in {"deduct", "add", "times"}
        or (c.clause.verb == "get" and (c.item or levels) and not _all_of_them(c, body))
    ]
    if not counted:
        return None
    if patterns.search(r"以此类推|依此类推|依次类推|以次类推|类推", body.text):
        series = _series(body, counted)
        if series:
            return series
    rule: Rule = {"kind": "items", "types": []}
    if any(c.item and c.item.missing for c in counted if c.clause.verb == "deduct"):
        whole = Amount(body.weight)
        counted = [
            c
            for c in counted
            if not (
                c.clause.verb == "get"
                and c.clause.amounts[0] == whole
                and (c.frequency or not patterns.search(r"每(?!半?年|季|月|周|日|天)", c.text))
            )
        ]
    bonus = [c for c in counted if c.clause.verb in {"add", "get"}]
    losing = [c for c in counted if c.clause.verb in {"deduct", "times"}]
    good = [
        c
        for c in body.cases
        if c.clause.verb == "full"
        or (c.clause.verb == "free" and (not c.spans or len(body.cases) > 2))
        or (c.clause.verb == "get" and c not in counted)
    ]
    base = body.base
    if base is None and bonus and not losing and not good:
        base = Fraction(0)
    capped = any(
        (cap_amount(case) == ("total", Amount(body.weight)) and not (_of_gain(case, body) and where < len(body.cases)))
        or "满分" in case.clause.words
        for where, case in body.caps
    )  # 总分不超过10分: of full points
    if base is None and bonus and losing and not good and not capped:
        base = Fraction(0)
        rule["floor"] = number(-body.weight)
    if base is None and good and good[0].clause.verb == "get" and bonus:
        base = good[0].clause.amounts[0].value * (body.weight if good[0].clause.amounts[0].share else 1)
    if base is not None:
        rule["base"] = number(base)
    if losing and patterns.search(r"可(?:得|为|计|扣至)负分|允许负分|扣至负分|不设下限", body.source):
        rule["floor"] = number(-body.weight) if base == 0 else BOTTOMLESS
        if base is None and not (good or bonus or patterns.search("满分|分值|权重|标准分", body.source)):
            body.open.append({"told": "从0分起扣", "set": {"base": "0"}})
    both = [s for c in good if patterns.search("均|都", c.text) for s in c.spans if s.unit == "%" and s.low is not None]
    if len(both) == 1 and len(losing) == 1 and losing[0].item and losing[0].item.unit in {"项", "个", "指标"}:
        rule["asked_of_each"] = span_data(replace(both[0], low_in=both[0].low_in is not False, high=None))
    if good:
        none = [c for c in good if c.spans and all(s.exact and s.low == 0 for s in c.spans) and not negated(c.label)]
        labels = [c.label for c in good if c.label and c not in none]  # 通报为0起: 通报 is what may not be
        rule |= {"good": labels} if labels else {}
    judged = [c.words for c in body.cases if c.clause.verb == "judge" and c.words]
    if judged:
        rule["judged"] = judged
    positions: list[tuple[int, int]] = []
    last: dict[str, Any] | None = None
    for index, case in enumerate(body.cases):
        if case not in counted:
            continue
        before = len(rule["types"])
        last = add_types(body, rule, case, last)
        positions.append((index, before))
    if not rule["types"]:  # a doubling of nothing
        return None
    put_strikes(body, rule, counted)
    _start_of_both_ways(rule, good)
    _caps(body, rule, positions)
    most = [t.get("max", {}).get("points") for t in rule["types"] if t["sign"] == "+"]
    won = rule.get("max_add") or (sum(map(Fraction, most)) if most and None not in most else body.weight)
    if base == 0 and losing and body.base is None and Fraction(won) < body.weight:
        rule["unclear"] = True  # all that can be won is less than the points: where it starts is not said
    if base is not None and bonus and base <= body.weight and "cap" not in rule and (losing or base > 0):
        rule["cap"] = number(body.weight)
        if base > 0:
            wide = number(base + Fraction(rule["max_add"])) if "max_add" in rule else "1000000"
            if Fraction(wide) > body.weight:
                body.open.append({"told": "加分可以超过分值", "set": {"cap": wide}})
                if "max_add" in rule and base == body.weight:
                    body.open[-1]["usual"] = True
    if base is None and bonus and losing and "cap" not in rule:
        wide = number(body.weight + Fraction(rule["max_add"])) if "max_add" in rule else "1000000"
        rule["cap"] = number(body.weight)
        body.open.append({"told": "加分可以超过分值", "set": {"cap": wide}})
    deduped = patterns.search(r"同1|同一|同类|单个|单项|每个", body.text) and not patterns.search(
        r"本项|就高不重复|只计1项", body.text
    )
    if patterns.search(
        r"(?:同一|同1)(?:事件|事项|问题|案件|情形|项目)?[^,;。]{0,4}(?:按|以|取)(?:最高|最重|较重)[^,;。]{0,8}扣",
        body.text,
    ):
        rule["same_event"] = True
    if not deduped and patterns.search(r"就高|不重复|取最高|按最高|最高(?:级|档|等级|项|奖项)|只计1项|择高", body.text):
        rule["highest"] = True
    elif (
        bonus
        and not deduped
        and len([t for t in rule["types"] if t["sign"] == "+"]) > 1
        and not body.caps
        and not any(t["unit"] for t in rule["types"])
        and patterns.search(r"级", body.text)
    ):
        body.open.append({"told": "同一事项只按最高一级", "set": {"highest": True}})
    return rule


def _of_gain(case: Case, body: Body) -> bool:
    """每件得0.05分,最高5分;逾期的每件扣0.2分: the limit is that of what is won."""
    before = [c for c in body.cases if c.clause.end <= case.clause.start]
    return (
        bool(before) and before[-1].clause.verb == "get" and not patterns.search("总|满|本项|合计", case.clause.words)
    )


def _all_of_them(case: Case, body: Body) -> bool:
    """每种接种率均≥90%得5分: all points, where all are right."""
    amounts = case.clause.amounts
    whole = len(amounts) == 1 and amounts[0] == Amount(body.weight)
    losing = any(c.clause.verb == "deduct" for c in body.cases)
    return whole and losing and bool(patterns.search("均|都", case.text)) and any(s.unit == "%" for s in case.spans)


def _start_of_both_ways(rule: Rule, good: list[Case]) -> None:
    """5家得4分,每增1家加1分,每减1家扣1分: the number from which more and fewer are counted."""
    signs = {t["sign"]: t for t in rule["types"]}
    start = next((s for c in good for s in c.spans if s.exact), None)
    if len(rule["types"]) != 2 or len(signs) != 2 or start is None or start.low is None:
        return
    if patterns.search("增|多|超", signs["+"]["name"]) and patterns.fullmatch(r"减少?|少|降", signs["-"]["name"]):
        signs["-"].setdefault("required", number(start.low))


def _series(body: Body, counted: list[Case]) -> Rule | None:
    """1亿元得1.5分，2亿元得3分，以此类推: so much for each."""
    points: list[tuple[Fraction, Fraction, str]] = []
    for case in counted:
        spot = Span(case.item.group, unit=case.item.unit) if case.item else next(iter(case.spans), None)
        if spot is None or spot.low is None or not case.clause.amounts:
            return None
        points.append((spot.low, _worth(case.clause.amounts[0], body), spot.unit))
    rates = {value / count for count, value, _ in points if count}
    if len(points) < 2 or len(rates) != 1:
        return None
    gains = counted[0].clause.verb in {"add", "get"}
    entry = {
        "name": points[0][2],
        "unit": points[0][2],
        "sign": "+" if gains else "-",
        "amount": {"points": number(rates.pop())},
        "stated": True,
    }
    rule: Rule = {"kind": "items", "types": [entry]}
    if gains:
        rule["base"] = "0"
    _caps(body, rule, [(0, 0)])
    return rule


def _caps(body: Body, rule: Rule, positions: list[tuple[int, int]]) -> None:
    """Limits per type or for all: one behind each type is the type's own; 本项, 累计 or a last one is for all."""
    several = len(rule["types"]) > 1
    for where, case in body.caps:
        which, amount = cap_amount(case, all(t["sign"] == "-" for t in rule["types"]))
        if amount is None:
            continue
        value = give(amount)
        words = case.clause.words
        own = [first for index, first in positions if index < where]
        if {"add": "+", "deduct": "-"}.get(which) not in {
            None,
            *(t["sign"] for t in rule["types"][own[-1] if own else 0 :]),
        }:
            own = []  # 加分不超过10分 behind what is taken off speaks of all additions
        overall = bool(patterns.search(r"本项|此项|该项|累计|合计|总计|总|全部|两项|各项|以上|年度", words))
        if several and which == "deduct" and patterns.match(r"[,;。(]*(?:单项|单类)", case.text + words):
            for entry in rule["types"]:
                entry["max"] = value
        elif (
            several
            and own
            and which != "total"
            and (len(body.caps) > 1 or not _at_end(body, where))
            and not (overall and _at_end(body, where))
        ):
            end = next((first for index, first in positions if index >= where), len(rule["types"]))
            for entry in rule["types"][own[-1] : end]:
                entry["max"] = value
        elif which == "deduct" and several and own and not overall and _own_sentence(body, where):
            rule["types"][-1]["max"] = value
            body.open.append({"told": f"各项合计最多扣{number(_worth(amount, body))}分", "set": {"max_deduct": value}})
        elif which == "deduct":
            rule["max_deduct"] = value
        elif which == "add":
            rule["max_add"] = number(_worth(amount, body))
        elif "base" in rule or any(t["sign"] == "+" for t in rule["types"]):
            rule["cap"] = number(_worth(amount, body))


def _own_sentence(body: Body, where: int) -> bool:
    """Whether the things before a limit stand in a sentence of their own (…每次扣2分;…每台扣0.5分,最多扣2分)."""
    cases = body.cases[:where]
    return len(cases) > 1 and all(patterns.match(r"[;。\n]", c.clause.case) for c in cases[1:])


def _worth(amount: Amount, body: Body) -> Fraction:
    return amount.value * body.weight if amount.share else amount.value


def _at_end(body: Body, where: int) -> bool:
    return where >= len(body.cases)
