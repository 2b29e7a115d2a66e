"""Bodies that look a number up: ranges, thresholds, cliffs, counts, places, lateness; lines between points."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, number, points_of, span_data, unit_of
from evallib.parsing.rules.building.counts.met_counts import count_met
from evallib.parsing.rules.building.ranges.boundaries import (
    COUNTS,
    TIMES,
    from_first_fault,
    imply_rest,
    not_moved,
    open_full_row,
    settle_boundaries,
    won_and_lost,
    worth,
)
from evallib.parsing.rules.building.ranges.deadlines import EARLY, LATE, NOT_ON_TIME, ON_TIME, deadline, settle_lateness
from evallib.parsing.rules.building.ranges.range_rows import COMPARED, excess_as_rate, is_score, rows_of
from evallib.parsing.rules.building.ranks import BY_A_DAY, DUE, find_ranks, put_due
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.mean_comparisons import comparison
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.units import in_unit
from evallib.parsing.rules.rule_data import Rule

_MISSED = re.compile(
    "(?:未|没有?|不)(?:能)?(?:按要求|按计划)?(?:达|完成|满足|符合|实现|足|到)|低于|超过|超出|超预算|超支|不足|"
    "高于|大于|小于|少于|多于|不等|多或少"
)
_NONE = re.compile(r"未发生|没有发生|无(?!故)|未出现|没有|未发现|不存在|零|未受|未被|未")
_WITHIN = re.compile(
    "[不未]高于(?:标准|定额|预算|概算|限额|市场价|均价)|[不未]超(?:过|出|支)?(?:预算|概算|标准|计划|定额|"
    "控制数|年度|目标|任务|指标|$)|预算(?:以|之)?内|[无未]超支|只减不增|(?:未|没有|不)(?:增长|增加|上升)|零增长"
)
_EXCEEDED = re.compile(r"超额(?:完成|达到)|超(?:目标|任务|计划)完成")
_ACHIEVED = re.compile(
    "(?:刚好|全面|全部|按要求)?(?:完成|达到|实现)(?:全年|年度|既定)?(?:目标|任务|计划|指标)(?:任务|值|数)?|"
    "按(?:计划|任务|目标)完成"
)


def build_ranges(body: Body) -> Rule | None:
    """Read rows on a number; None where fewer than one row names a number."""
    ranked = bool(
        patterns.search(
            r"排名|名次|位次|排位|第\d+名|前\d+名|前\d+%|(?<![滞落靠往])后\d+%|位列|列第|[前后]\d/\d", body.text
        )
    )
    late = bool(LATE.search(body.text))
    rows: list[dict[str, Any]] = []
    otherwise: dict[str, Any] | None = None
    leftovers: list[Case] = []
    measure = "value"
    shares = False
    common = next((s.unit for c in body.cases for s in c.spans if s.unit not in {"", "分"}), "")
    for case in body.cases:
        if case.step:
            return None
        spans, kind = [in_unit(s, common) for s in case.spans], "value"
        if ranked:
            ranks = find_ranks(case.text)
            if ranks:
                spans, kind = ranks, "rank"
                shares = shares or bool(patterns.search(r"[前后]\d+(?:\.\d+)?%|[前后间]\d/\d", case.text))
        if (
            not spans
            and case.item
            and case.clause.verb in {"get", "deduct", "zero"}
            and not case.clause.per
            and "每" not in case.text
        ):
            spans = [Span(case.item.group, case.item.group, unit=case.item.unit)]
        if case.otherwise or (
            case.clause.verb == "zero"
            and case.item
            and (case.item.missing or patterns.search(r"任意|任何|有1[项个]", case.text))
        ):
            otherwise = points_of(case, body)
            continue
        if kind == "rank":
            measure = "rank_share" if shares else "rank"
        spans = [s for s in spans if s.unit != "分" or is_score(body, s)]
        if not spans:
            leftovers.append(case)
            continue
        rows += rows_of(body, case, spans)
    rows, strays = _one_measure(rows)
    if not rows:
        return deadline(body, leftovers) if late and leftovers else None
    rule: Rule = {
        "kind": "ranges",
        "measure": measure,
        "unit": next((s for s in [unit_of(body)] if s), ""),
        "rows": rows,
    }
    if measure == "value" and excess_as_rate(rows):
        rule["excess"] = "100"
    time_unit = next((r["unit"] for r in rows if r.get("unit") in TIMES), "")
    if any(r.get("unit") == "末" for r in rows):
        rule["from_end"] = True
    if measure in {"rank", "rank_share"}:
        rule["unit"] = "%" if measure == "rank_share" else "名"
    if measure == "rank" and {"add", "deduct"} <= {c.clause.verb for c in body.cases}:
        won_and_lost(rule)
    if late and measure == "value" and time_unit and (NOT_ON_TIME.search(body.text) or EARLY.search(body.text)):
        rule["measure"] = "late"
        rule["unit"] = time_unit
        put_due(body, rule)
    elif measure == "value":
        rule["unit"] = next((r["unit"] for r in rows if r.get("unit")), rule["unit"])
    count_met(body, rule, leftovers)
    veto = list(strays)
    exceeded = "excess" in rule or any(
        _EXCEEDED.search(c.words) and c.clause.verb in {"full", "get"} for c in leftovers
    )
    for case in list(leftovers):
        against = comparison(case.text) if COMPARED.search(body.source) else None
        if against is not None:
            rows.append({"span": span_data(against), "give": points_of(case, body), "unit": "", "text": case.words})
            leftovers.remove(case)
    for case in leftovers:
        verdict = points_of(case, body)
        in_time = ON_TIME.search(case.text) or BY_A_DAY.search(case.text) or DUE.search(case.text)
        if rule["measure"] == "late" and in_time and case.clause.verb in {"full", "get", "free"}:
            rows.insert(0, {"span": {"high": "0", "high_in": True}, "give": verdict, "text": case.words})
        elif (
            patterns.search(r"全部|所有|各项均|均满足|同时", case.text)
            and case.clause.verb in {"full", "get"}
            and rule["unit"] in COUNTS
        ):
            rule.setdefault("worded", []).append({"words": case.words, "give": verdict})
        elif _WITHIN.search(case.text) and any(
            r["span"].get("low") == "0" and r["span"].get("low_in") is False for r in rows
        ):
            none = {"high": "0", "high_in": True}
            rows.insert(0, {"span": none, "give": verdict, "unit": rule["unit"], "text": case.words})
        elif rule["measure"] == "late" and NOT_ON_TIME.search(case.text):
            otherwise = verdict
        elif (
            case.clause.verb in {"full", "get", "free"}
            and rule["unit"] in COUNTS
            and (_NONE.search(case.text) or from_first_fault(rows, verdict, body))
        ):
            rows.insert(
                0,
                {
                    "span": {"low": "0", "low_in": True, "high": "0", "high_in": True},
                    "give": verdict,
                    "unit": rule["unit"],
                },
            )
        elif (
            case.clause.verb == "zero"
            and rule["unit"] in COUNTS
            and patterns.match("未|没有?|无", case.words)
            and not _holds_nothing(rows)
        ):
            nothing = {"low": "0", "low_in": True, "high": "0", "high_in": True}
            rows.append({"span": nothing, "give": verdict, "unit": rule["unit"], "text": case.words})
        elif case.clause.verb == "zero" and (moved := not_moved(case.words, rows)) is not None:
            rows.append({"span": moved, "give": verdict, "unit": rule["unit"], "text": case.words})
        elif case.clause.verb == "zero":
            if len(rows) == 1 and _MISSED.search(case.words) and "deduct" not in rows[0]["give"]:
                otherwise = verdict
                continue
            zero_target = any(r["span"].get("low") == "0" == r["span"].get("high") for r in rows)
            if zero_target and len(rows) == 1:
                otherwise = verdict
            elif case.words:
                veto.append(case.words)
        elif case.clause.verb == "judge" or (
            len(rows) == 1
            and _MISSED.search(case.words)
            and case.clause.verb in {"get", "deduct"}
            and "deduct" not in rows[0]["give"]
        ):
            otherwise = verdict
        elif case.clause.verb in {"full", "get"} and _EXCEEDED.search(case.words) and rule["unit"] == "%":
            rows.insert(0, {"span": {"low": "100", "low_in": False}, "give": verdict, "unit": "%", "text": case.words})
        elif (
            case.clause.verb in {"full", "get"}
            and exceeded
            and (_ACHIEVED.fullmatch(case.words) or patterns.fullmatch("(?:全部|按期)?完成", case.words))
            and rule["unit"] == "%"
        ):
            exact = {"low": "100", "low_in": True, "high": "100", "high_in": True}
            rows.insert(0, {"span": exact, "give": verdict, "unit": "%", "text": case.words})
        elif case.clause.verb == "full" and _goal_met(case, rule):
            rows.insert(0, {"span": {"low": "100", "low_in": True}, "give": verdict, "unit": "%", "text": case.words})
        elif case.clause.verb == "full" and not any("full" in r["give"] for r in rows):
            otherwise = otherwise or verdict
        elif (
            case.clause.verb in {"get", "full"} and worth({"give": verdict}) >= body.weight
            and patterns.search(r"标准|要求|规定|计划|目标|任务", case.words) and rule["unit"] in {"%", "", "分"}
            and all(r["give"].get("points") not in {None, number(body.weight)} for r in rows)
        ):  # fmt: skip
            rows.insert(0, {"span": {"low": "100", "low_in": True}, "give": verdict, "unit": "%", "text": case.words})
            rule["unit"] = "%"
        elif case.words:
            rule.setdefault("worded", []).append({"words": case.words, "give": verdict})
        else:
            rule["unclear"] = True
    if rule["measure"] == "late" and not settle_lateness(body, rows):
        rule["unclear"] = True
    open_full_row(body, rule)
    imply_rest(body, rule, otherwise is not None)
    if otherwise is not None:
        rule["else"] = otherwise
    elif all(c.clause.verb == "add" for c in body.cases):
        rule["else"] = {"points": "0"}
    if veto:
        rule["veto"] = veto
    settle_boundaries(body, rows)
    if patterns.search(r"绝对值", body.text):
        for row in rows:
            row["span"]["absolute"] = True
    return rule


def _holds_nothing(rows: list[dict[str, Any]]) -> bool:
    """Whether a row already says what none at all earns."""
    return len(rows) < 2 or any(r["span"].get("low") in {None, "0"} for r in rows)


def _goal_met(case: Case, rule: Rule) -> bool:
    """达到目标得满分 beside rows for 80%以上, 50%以上: the goal is 100%, not what the rows leave."""
    lower = [r["span"]["low"] for r in rule["rows"] if r["span"].get("low") is not None]
    return (
        rule["unit"] == "%"
        and bool(patterns.search(r"(?<!未)(?<!没有)(?:达到|完成|实现)[^,;。]{0,6}(?:目标|任务|计划|指标)", case.words))
        and len(lower) > 1
        and all(Fraction(low) < 100 for low in lower)
        and all("full" not in row["give"] for row in rule["rows"])
    )


def _one_measure(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of one measure; a row that takes all points and counts something else is a veto."""
    percent = [r for r in rows if r["unit"] in {"%", "百分点", "个百分点"}]
    strays = [r for r in rows if r["unit"] in COUNTS and r["give"].get("points") == "0" and r.get("text")]
    if percent and strays and len(percent) + len(strays) == len(rows):
        return percent, [r["text"] for r in strays]
    return rows, []
