"""Words of time in range rules: in time, late, and a deadline with nothing but these two."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.parsing.rules.building.body import Body, number, points_of
from evallib.parsing.rules.building.ranks import DUE, put_due
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.rule_data import Rule

LATE = re.compile(
    r"逾期|延期|延迟|延误|超期|推迟|滞后|晚于|晚(?=\d)|超时|拖延|迟报|迟交|晚报|"
    "晚交|按期|按时|如期|及时|前完成|前报送|提前"
)


ON_TIME = re.compile(
    "(?<!未)(?<!不)(?<!没有)(?:按(?:照)?(?:合同|协议)?(?:计划|规定|约定|要求)(?:的)?(?:时间|时限|期限|"
    "工期|进度)|按期|按时|如期|及时|准时|提前|在规定(?:时间|时限|期限)|(?:规定|约定|要求|计划)的?(?:时间|"
    "时限|期限|工期)内|(?<!超)(?:工期|时限|期限)内|截止日前)"
)


NOT_ON_TIME = re.compile(
    r"逾期|延期|延迟|延误|超期|推迟|滞后|晚|未按期|未按时|不及时|未及时|超时|未如期|未在规定|未能按"
)


def deadline(body: Body, cases: list[Case]) -> Rule | None:
    """按期得满分，逾期不得分: two words of time."""
    rows: list[dict[str, Any]] = []
    for case in cases:
        verdict = points_of(case, body)
        if case.clause.verb == "judge":
            return None
        if NOT_ON_TIME.search(case.text) or (case.clause.verb == "zero" and case.otherwise):
            rows.append({"span": {"low": "0", "low_in": False}, "give": verdict, "unit": "天"})
        elif ON_TIME.search(case.text) or DUE.search(case.text):
            rows.append({"span": {"high": "0", "high_in": True}, "give": verdict, "unit": "天"})
        else:
            return None
    rule: Rule = {"kind": "ranges", "measure": "late", "unit": "天", "rows": rows}
    put_due(body, rule)
    return rule if DUE.search(body.text) else None


EARLY = re.compile(r"提前(?:完成)?[≥>]?\d")


def settle_lateness(body: Body, rows: list[dict[str, Any]]) -> bool:
    """Rows of lateness begin in time; what is early may earn more (提前5天以上另加1分); whether all is read."""
    for row in rows:
        if row["span"].get("low") is None and row["span"].get("high") not in {None, "0"}:
            row["span"] |= {"low": "0", "low_in": False}
    in_time = [row for row in rows if row["span"].get("high") == "0" and "points" in row["give"]]
    early = [c for c in body.cases if EARLY.search(c.text)]
    if not early:
        return True
    case, span = early[0], early[0].spans[0] if early[0].spans else None
    amounts = case.clause.amounts
    if (
        len(in_time) != 1
        or len(early) != 1
        or span is None
        or span.low is None
        or len(amounts) != 1
        or amounts[0].share
    ):
        return False
    rows[:] = [row for row in rows if row.get("text") != case.label]
    base = Fraction(in_time[0]["give"]["points"]) if case.clause.verb == "add" else Fraction(0)
    before = {"high": number(-span.low), "high_in": span.low_in is not False}
    rows.insert(
        0, {"span": before, "give": {"points": number(base + amounts[0].value)}, "unit": span.unit, "text": case.label}
    )
    in_time[0]["span"] |= {"low": before["high"], "low_in": not before["high_in"]}
    return True
