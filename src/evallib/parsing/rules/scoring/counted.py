"""Rules on lists: counted things by type, parts that add up, words."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.counted_points import affirms, averaged, points_of_count
from evallib.parsing.rules.scoring.matching import complement, pick
from evallib.parsing.rules.scoring.outcome import Outcome, amount, ask, choose, holds, judged, scored
from evallib.parsing.rules.scoring.overruling.strikes import struck_by, without_strikes
from evallib.parsing.rules.scoring.states import fault_holds, two_sided
from evallib.parsing.rules.scoring.values import Value, checked, read_value, yes
from evallib.parsing.rules.scoring.written_counts import (
    around_required,
    count_told,
    counts_by_type,
    fulfilled,
    lacking,
    one_type_named,
    rates_missed,
)


def evaluate_items(rule: Rule, value: object, weight: Fraction) -> Outcome:
    """Points off or on for counted things."""
    types = rule["types"]
    if isinstance(value, list):
        return ask("给出了几个数值")
    struck = struck_by(rule, value)
    if struck is not None:
        return struck
    if isinstance(value, dict) and rule.get("strikes"):
        value = without_strikes(rule, value)
    if isinstance(value, dict):
        if rule.get("averaged"):
            return averaged(rule, value, weight)
        missed = rates_missed(rule, value)
        if missed is not None:
            return _total(rule, {0: Value("", Fraction(missed))}, weight)
        counts = counts_by_type(rule, value)
        if isinstance(counts, Outcome):
            return counts
        short = lacking(value)
        done = tuple(i for i, r in counts.items() if types[i].get("required") and r.raw not in short)
        return _total(dict(rule) | {"_done": done}, counts, weight)
    read = read_value(value)
    named = one_type_named(types, read)
    if isinstance(named, Outcome):
        return named
    if named is not None:
        return _total(rule, named, weight)
    if read.beyond is not None and len(types) == 1:
        return _total(rule, {0: Value(read.raw, abs(read.beyond), read.unit)}, weight)
    if len(types) == 1 and types[0].get("required") and read.number is not None:
        return _total(rule, {0: read}, weight, done=True)
    if read.number is None and (read.late is None or (read.late is False and len(types) == 1)):
        return _worded(rule, read, weight)
    if read.number is None or (read.unit == "%" and all(t["unit"] != "%" for t in types)):
        return ask(f"“{read.raw}”不是数量")
    around = around_required(types, read)
    if around is not None:
        return _total(rule, around, weight)
    if len(types) > 1:
        if read.number == 0 and not any(t["sign"] == "+" or t.get("required") for t in types):
            return _total(rule, {}, weight)
        return ask("应分别填写各类数量")
    return _total(rule, {0: fulfilled(types[0], read)}, weight)


def _total(rule: Rule, counts: dict[int, Value], weight: Fraction, done: bool = False) -> Outcome:
    """Add up; where a count of an amount printed without 每 leaves two readings, a question."""
    if rule.get("zero"):
        number = sum((_lost(rule, i, read, done) for i, read in counts.items()), Fraction(0))
        if any(holds(span, number) for span in rule["zero"]):
            return scored(Fraction(0))
    asked = {index: read for index, read in counts.items() if rule["types"][index].get("required")}
    for index, read in asked.items() if rule.get("zero_done") else ():
        required = Fraction(rule["types"][index]["required"])
        finished = read.number if done or index in rule.get("_done", ()) else required - (read.number or 0)
        if finished is not None and any(holds(span, finished) for span in rule["zero_done"]):
            return scored(Fraction(0))
    if rule.get("same_event") and sum(r.number != 0 and yes(r) is not False for r in counts.values()) > 1:
        return ask("同一事件只按最重的一级扣分：这几次是不是同一事件没有写明")
    first = _sum(rule, counts, weight, False, done)
    second = _sum(rule, counts, weight, True, done)
    if isinstance(first, Outcome):
        return first
    assert not isinstance(second, Outcome)
    if first != second:
        return choose([("每处计扣", first), ("有即计扣一次", second)], "没有写“每”：按处数计扣还是只扣一次")
    return scored(first)


def _lost(rule: Rule, index: int, read: Value, done: bool) -> Fraction:
    """How many count: of what is done, those that are missing."""
    required = rule["types"][index].get("required")
    finished = required and (done or index in rule.get("_done", ())) and read.raw[:1].isdigit()
    count = read.number or Fraction(0)
    return max(Fraction(required) - count, Fraction(0)) if finished else count


def _sum(rule: Rule, counts: dict[int, Value], weight: Fraction, once: bool, done: bool = False) -> Fraction | Outcome:
    base = Fraction(rule["base"]) if "base" in rule else weight
    lost, won = Fraction(0), Fraction(0)
    tops: list[Fraction] = []
    doubled = [rule["types"][i] for i, r in counts.items() if rule["types"][i].get("factor") and _said(r) and yes(r)]
    for index, read in counts.items():
        entry = rule["types"][index]
        if entry.get("factor") and _said(read) and yes(read) is not None:
            continue
        points = points_of_count(
            entry, read, weight, once, (done or index in rule.get("_done", ())) and read.raw[:1].isdigit()
        )
        if isinstance(points, Outcome):
            return points
        if entry["sign"] == "+":
            won += points
            if points:
                tops.append(points)
        else:
            lost += points
    lost *= Fraction(doubled[0]["factor"]) if doubled else 1  # 未按时限报告: 是 doubles what the others cost
    if rule.get("highest") and tops:
        won = max(tops)
    if "max_deduct" in rule:
        lost = min(lost, amount(rule["max_deduct"], weight))
    if "max_add" in rule:
        won = min(won, Fraction(rule["max_add"]))
    total = base + won - lost
    if "cap" in rule:
        total = min(total, Fraction(rule["cap"]))
    elif base == 0:
        total = min(total, weight)
    return max(total, Fraction(rule.get("floor", 0)))


def _said(read: Value) -> bool:
    """Whether a value is no number but a word (是, 否)."""
    return not patterns.search(r"\d", read.raw)


_LATE = re.compile(
    r"未[^,;。]{0,8}(?:前|按时|按期|及时|如期|报送|完成|上报)|逾期|超期|延期|迟[报交]|不及时|\d[日号]前未"
)


_GRADE = re.compile(r"优秀|良好|合格|一般|优|良|中|较差")


def _worded(rule: Rule, read: Value, weight: Fraction) -> Outcome:
    """Words for a counted thing: 全部满足, 缺2项, 未发生, 弄虚作假, 是."""
    types = rule["types"]
    met, missing, _ = checked(read.raw, rule.get("total"))
    if (met is not None or missing is not None) and len(types) == 1:
        count = met if types[0]["sign"] == "+" else missing
        if count is None and types[0]["sign"] == "+" and missing == 0:
            return scored(weight)
        if count is None:
            return ask("不知共有几项")
        return _total(rule, {0: Value(read.raw, Fraction(count))}, weight)
    if len(patterns.findall(r"\d+(?=[\u4e00-\u9fff])", read.raw)) > 1:
        return ask("写了几个数量，看不出各是哪一类的")
    told = count_told(rule, read.raw)
    if told is not None and (told.number or 0) > 1:
        one = len(types) == 1 and told.unit == types[0]["unit"] and not types[0].get("required")
        return _total(rule, {0: told}, weight) if one else ask(f"“{read.raw}”里的数量，看不出是哪一类的")
    if len(types) == 1 and two_sided(types[0]["name"], read.raw):
        return ask(f"“{read.raw}”说的是有这件事还是没有，看不出来")
    if missing == 0 and all(t["sign"] == "-" for t in types):
        return _total(rule, {}, weight)
    if patterns.fullmatch(
        (
            "(?:均)?(?:无|没有|未发生|未出现)(?:上述|以上|此类|该类)?(?:情形|情况|问题|现象|行为)?|无|没有|未发生|"
            "未出现|未发现|无问题|无此类情况|否|均无|未获(?:评|奖|得)?(?:表彰|表扬|奖励)?"
        ),
        read.raw,
    ):
        return _total(rule, {}, weight)
    if patterns.fullmatch(r"是|有|发生|存在|已发生", read.raw) and len(types) == 1:
        return _total(rule, {0: Value(read.raw, Fraction(1))}, weight)
    phrases = [*rule.get("good", []), *(t["name"] for t in types), *rule.get("judged", [])]
    pieces = [piece for piece in patterns.split("[、,;]|和", read.raw) if piece]
    if len(pieces) > 1 and len(types) > 1 and not any(read.raw in phrase for phrase in phrases):
        each = [pick(piece, [t["name"] for t in types]) for piece in pieces]
        if None not in each and len(set(each)) == len(each):
            return _total(rule, {i: Value(read.raw, Fraction(1)) for i in each if i is not None}, weight)
        if any(i is not None for i in each):
            return ask("写了几种情况，看不出各是哪一类的")
    if read.late is False and all(_LATE.search(t["name"]) for t in types):
        return _total(rule, {}, weight)
    found = pick(read.raw, phrases)
    if found is not None and found >= len(rule.get("good", [])) + len(types):
        return judged("这一情形由评价人员评定")
    if found is None and affirms(read.raw, [t["name"] for t in types]):
        return _total(rule, {}, weight)
    if found is None and _GRADE.fullmatch(read.raw) and _GRADE.search("".join(rule.get("good", []))):
        return ask(f"“{read.raw}”不在评分标准的用语之中")  # 合格 where 良好 and 不合格 are printed
    if found is None and any(patterns.search(rf"(?:未|不|没有|无){re.escape(read.raw)}$", t["name"]) for t in types):
        return _total(rule, {}, weight)
    if found is None and not rule.get("good") and types:
        held = [fault_holds(t["name"], "", read.raw) for t in types]
        if all(h is False for h in held):
            return _total(rule, {}, weight)
        if held == [True]:
            return _total(rule, {0: Value(read.raw, Fraction(1))}, weight)
    if found is None:
        found = complement(read.raw, phrases) if len(phrases) == 2 else None
    if found is None:
        return ask(f"“{read.raw}”不在评分标准的用语之中")
    if found < len(rule.get("good", [])):
        return _total(rule, {}, weight)
    return _total(rule, {found - len(rule.get("good", [])): Value(read.raw, Fraction(1))}, weight)
