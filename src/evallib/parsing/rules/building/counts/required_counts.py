"""How many things are asked for where each missing one costs points."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, number
from evallib.parsing.rules.building.counts.later_rates import counts_like
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS
from evallib.parsing.rules.rule_data import Rule

_REQUIRED = re.compile(
    "(?:至少|不少于|不低于|应|需|须|计划|要求|不得少于|≥|按计划|达到|共|达|配齐|配备|"
    rf"每(?:季度|月|周|年|半年|季))[^,;。\d]{{0,10}}({NUMBER})({UNITS})"
)


_ASSESSED = {0, 1, 12}
"""Times a year at which things are assessed: a count is one month's where 每月 stands; of a quarter nothing is said."""


_ALIKE = ({"次", "项", "场", "个", "份", "篇", "期"}, {"人", "名", "位"})


def put_required(body: Body, rule: Rule, case: Case, entry: dict[str, Any]) -> None:
    """Put into a type of missing things how many are asked for, where the text prints it."""
    found = None
    if "漏" in case.text and patterns.search(r"每[日天]1?次", body.text[: case.clause.start + 8]):
        return  # 不低于每日1次,漏更新1次扣0.1分: the days that are missing are counted
    own = next((s for s in reversed(case.spans) if counts_like(s, case)), None)
    if own is None:
        good = [
            s
            for c in body.cases
            if c.clause.verb in {"get", "full"} and c.clause.start < case.clause.start
            for s in c.spans
        ]
        alike = [s for s in good if counts_like(s, case)]
        own = next(reversed(alike), None)
        if len({s.low for s in alike}) > 1:  # 演练2次以上、培训4次以上的得满分,演练每少1次: its own number
            noun = patterns.sub(r"每|少|缺|漏|[,;。的]", "", case.words)
            own = _of_noun(body, case, noun) if noun else own
            if own is None:
                rule["unclear"] = True
                return
    total = patterns.search(rf"共(?:有|计)?(\d+){entry['unit']}", body.text[: case.clause.start])
    if (
        own is not None
        and own.bare
        and total is None
        and patterns.search(r"无缺|齐全|完整|健全|均|全部", body.text[: case.clause.start])
    ):
        return
    edge = None if own is None else own.low if own.low is not None else own.high
    frequency = case.frequency or max([c.frequency for c in body.cases], default=0)
    if edge is not None and not case.frequency:
        entry["required"] = number(edge)
        if frequency not in _ASSESSED and not patterns.search("全年|年度|累计|共", body.text):
            _or_of_the_year(body, rule, edge * frequency)
        return
    for match in _REQUIRED.finditer(body.text[: case.clause.start]):
        if match[2] == entry["unit"] or any({match[2], entry["unit"]} <= alike for alike in _ALIKE):
            found = match
    if entry["unit"] in {"人", "户", "家", "名", "处", "个"} and found is None:
        return
    if found is not None:
        times = Fraction(found[1])
        if frequency and times == 1:
            times *= frequency
        elif frequency not in _ASSESSED:
            _or_of_the_year(body, rule, times * frequency)
        entry["required"] = number(times)
    elif not frequency and any(counts_like(s, case) for c in body.cases if c.clause.verb != "zero" for s in c.spans):
        span = next(s for c in body.cases if c.clause.verb != "zero" for s in c.spans if counts_like(s, case))
        if span.low is not None:
            entry["required"] = number(span.low)
    elif frequency:
        entry["required"] = str(frequency)


def _or_of_the_year(body: Body, rule: Rule, times: Fraction) -> None:
    """每季度至少2次: a count is one quarter's or the year's."""
    body.open.append({"told": "按全年合计比较", "type": len(rule["types"]), "set": {"required": number(times)}})


def put_all_of(body: Body, case: Case, entry: dict[str, Any]) -> None:
    """完成全部3项任务得9分,每有1项未完成扣3分: a count is one of what is done, of three."""
    goods = [c for c in body.cases if c.clause.verb in {"get", "full"} and c.clause.start < case.clause.start]
    found = {s.low for c in goods for s in find_spans(c.text) if s.unit == entry["unit"] and s.low is not None}
    if len(found) == 1 and (total := found.pop()) > 1:
        entry |= {"missing": True, "required": number(total)}


def _of_noun(body: Body, case: Case, noun: str) -> Span | None:
    """The number that the good case prints behind the noun of a clause; None where several or none fit."""
    found = []
    for good in body.cases:
        if good.clause.verb in {"get", "full"} and good.clause.start < case.clause.start:
            last = 0
            for span in find_spans(good.text):
                if noun in good.text[last : span.start] and counts_like(span, case):
                    found.append(span)
                last = span.end
    return found[0] if len(found) == 1 else None
