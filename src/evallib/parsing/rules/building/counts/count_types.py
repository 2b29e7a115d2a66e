"""One clause of a counting rule as a type of thing: lists, required numbers, later ones dearer, free ones."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, give, number, span_data
from evallib.parsing.rules.building.counts.later_rates import BEYOND, NTH, counts_like, how_often, later_rates
from evallib.parsing.rules.building.counts.required_counts import put_all_of, put_required
from evallib.parsing.rules.building.ranks import find_ranks
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.rule_data import Rule

_ONCE = re.compile(r"一经(?:发现|查实)|[只仅][扣加]1次|一次性扣")


_COUNTED_ONCE = re.compile(
    "(?<![同每类单])(?:只|仅|最高(?:级别?|等级|等次|档次?|奖项)?)(?:计|加|奖)(?:算|分|得分)?1次|"
    "不(?:予|再|作|得|做)?累[计加](?:加分|计分|得分|计算)?(?=[,;。)]|$)"
)
"""分别加3分、2分,按最高级别计1次,不累计加分: how often the same was won does not matter."""
_OF_ONE_THING = re.compile(r"同1|同一|同类|单个|单项|每")


def add_types(body: Body, rule: Rule, case: Case, last: dict[str, Any] | None) -> dict[str, Any] | None:
    """One clause is one type, a list of types, or a later rate of the type before."""
    clause, item = case.clause, case.item
    sign = "+" if clause.verb in {"add", "get"} else "-"
    name = case.label
    if patterns.fullmatch(r"少|缺少?|漏", name):
        heads = [
            c.words for c in body.cases if c.clause.end <= clause.start and c.clause.verb in {"full", "free", "get"}
        ]
        name = f"{heads[-1]}{name}" if heads and heads[-1] else name
    if clause.verb == "times":
        factor = number(clause.amounts[0].value)
        if last is None:
            rule["pending_factor"] = {"name": name, "factor": factor}
            return None
        if patterns.search(r"重复(?!投诉|来电|工单|信访|诉求)|再次|同一问题|累犯|屡", name) and "逐" not in name:
            last["repeat_factor"] = factor
            return last
        new = dict(last) | {"name": name, "factor": factor}
        rule["types"].append(new)
        return last
    entry: dict[str, Any] = {
        "name": name,
        "unit": item.unit if item else "",
        "sign": sign,
        "amount": give(clause.amounts[0]),
        "stated": bool(item) or sign == "+" or len(clause.amounts) > 1,
    }
    if patterns.search(r"未完成|未实施|未建成", name) and item and item.group == 1 and not item.missing:
        put_all_of(body, case, entry)
    limits = find_ranks(case.text) or case.spans
    if not item and len(limits) == 1 and not patterns.search("第1次|首次", case.text):
        entry["when"] = {"span": span_data(limits[0]), "unit": limits[0].unit}
    if item and item.group != 1:
        entry["group"] = number(item.group)
        entry["counting"] = body.counting or "whole"
        if not body.counting:
            body.open.append(
                {"told": "不足一组的按比例", "type": len(rule["types"]), "set": {"counting": "proportional"}}
            )
    if item and item.missing:
        entry["missing"] = True
        put_required(body, rule, case, entry)
    if (
        not item
        and last is not None
        and last["stated"]
        and case.clause.case.startswith(",")
        and patterns.search(r"情况|情节|严重|较重|重大|恶劣|轻微", name)
    ):
        entry |= {"stated": True, "unit": last["unit"]}
    if _ONCE.search(case.text) or (_ONCE.search(body.text) and not item):
        entry |= {"once": True, "stated": True}
    if sign == "+" and not item and _COUNTED_ONCE.search(body.text) and not _OF_ONE_THING.search(body.text):
        entry |= {"once": True, "stated": True}
    if len(clause.amounts) == 1 and not item and patterns.match(r"各|分别", clause.words) and "、" in name:
        return _each(rule, entry, name)
    nth = [number(Fraction(n)) for n in NTH.findall(name)]
    if len(clause.amounts) > 1 and nth == [str(i + 1) for i in range(len(clause.amounts))]:
        rungs = [[begin, give(amount)] for begin, amount in zip(nth, clause.amounts, strict=True)]
        rule["types"].append(entry | {"ladder": rungs, "stated": True})
        return rule["types"][-1]  # type: ignore[no-any-return]
    if len(clause.amounts) > 1:
        names = _spread(name, len(clause.amounts))
        if len(names) != len(clause.amounts):
            rule["unclear"] = True
        for one, amount in zip(names, clause.amounts, strict=False):
            rule["types"].append(entry | {"name": one, "amount": give(amount)})
        newest: dict[str, Any] = rule["types"][-1]
        return newest
    if "when" in entry and (beyond := _counted_before(rule, entry, name)) is not None:
        beyond["beyond"] = {"span": entry["when"]["span"] | {"low_in": True}, "amount": entry["amount"]}
        return last
    if not patterns.search(r"加扣|另扣|再扣|加罚", clause.words) and later_rates(body, rule, case, entry, last):
        return last
    _free(body, case, entry, len(rule["types"]))
    if "pending_factor" in rule:
        pending = rule.pop("pending_factor")
        if patterns.search(r"重复|再次|同一问题", pending["name"]) or patterns.search(r"首次|第1次", name):
            entry["repeat_factor"] = pending["factor"]
            entry.pop("ladder", None)
            entry["name"] = name
            entry["stated"] = True
            rule["types"].append(entry)
            return entry
        rule["types"] += [entry, dict(entry) | {"name": pending["name"], "factor": pending["factor"]}]
        return entry
    rule["types"].append(entry)
    return entry


def _counted_before(rule: Rule, entry: dict[str, Any], name: str) -> dict[str, Any] | None:
    """旷工3人次以上的,加扣1分 beside 旷工每人次扣0.5分: the type whose number is meant."""
    noun = patterns.split(r"[\d≥>]|超过|达到|累计", name)[0]
    low = entry["when"]["span"].get("low")
    found = [
        t
        for t in rule["types"]
        if t["unit"] == entry["when"]["unit"] and noun and noun == t["name"] and t["sign"] == entry["sign"]
    ]
    return found[0] if len(found) == 1 and low is not None and "high" not in entry["when"]["span"] else None


def _each(rule: Rule, entry: dict[str, Any], name: str) -> dict[str, Any]:
    """无方案、台账各扣1分: one type for each noun, with the denial before the first."""
    head = patterns.match(r"(?:[^,;]*[,;])?(?P<denial>未|无|没有|缺少|不)?", name)
    denial = (head["denial"] or "") if head else ""
    for one in patterns.split(r"[、和及]", name):
        own = one if patterns.search(r"未|无|没有|缺|不", one) else f"{denial}{one}"
        rule["types"].append(entry | {"name": own})
    newest: dict[str, Any] = rule["types"][-1]
    return newest


_LEVELS = set("国省市区县镇乡街村")


def _spread(name: str, count: int) -> list[str]:
    """The nouns that a list of amounts is for: as many as there are amounts, or the rule is not clear."""
    parts = patterns.split(r"[、和及/]", name)
    if len(parts) == count:
        first, last = parts[0], parts[-1]
        mark = first[-1]
        if all(p.endswith(mark) for p in parts[:-1]) and mark in last:
            return [p + last[last.index(mark) + 1 :] for p in parts[:-1]] + [last]
        if last[0] in _LEVELS or any(len(p) == 1 for p in parts):  # 获省、市表扬; 迟、漏报
            return [p + last[1:] for p in parts[:-1]] + [first[:-1] + last]
        return parts
    for chunk in patterns.split(r",", name):
        inner = patterns.split(r"[、和及/]", chunk)
        if len(inner) == count:
            return _spread(chunk, count)
    return parts


def _free(body: Body, case: Case, entry: dict[str, Any], index: int) -> None:
    """The first ones cost nothing."""
    free = [
        s for c in body.cases if c.clause.verb == "free" for s in c.spans if s.high is not None and counts_like(s, case)
    ]
    span = next((s for s in case.spans if s.low is not None and s.high is None and counts_like(s, case)), None)
    if not case.item or entry.get("missing"):
        return
    each = case.clause.amounts[0]
    if span is not None and entry["sign"] == "+" and not each.share and (span.low or 0) * each.value == body.weight:
        return  # 不少于4次,每次得1分 of 4 points: all of them earn the weight
    if span is not None and how_often(span, case):
        return  # 重复来电3次以上的,每件: how often says which things count
    if free and free[0].high is not None:
        if [rung[0] for rung in entry.get("ladder", [])] == [number(free[0].high + 1)]:
            del entry["ladder"]  # 从第3次起 says what 前2次不扣分 says
        entry["free"] = number(free[0].high)
        if span is not None and not BEYOND.search(case.text):
            body.open.append(
                {"told": "达到后全部计扣", "type": index, "set": {"free": "0", "at_least": number(free[0].high + 1)}}
            )
    elif span is not None and span.low is not None and span.low >= 1:
        low = span.low if span.low_in is not False else span.low + 1
        if BEYOND.search(case.text):
            entry["free"] = number(low - 1)
            return
        if low == 1:
            return  # 至少1次: any of them
        entry["at_least"] = number(low)
        body.open.append(
            {"told": f"第{number(low)}件起每件计扣", "type": index, "set": {"free": number(low - 1), "at_least": None}}
        )
        if span.low_in is not False:
            body.open.append(
                {
                    "told": f"超过{number(span.low)}件的部分计扣",
                    "type": index,
                    "set": {"free": number(span.low), "at_least": None},
                }
            )
