"""Which of two ranges owns the number on their boundary, and what a list of rows leaves unsaid."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, number
from evallib.parsing.rules.rule_data import Rule

TIMES = {"季度", "个季度", "天", "日", "个工作日", "工作日", "个月", "月", "周", "小时", "分钟"}


COUNTS = {
    "件", "次", "项", "处", "例", "起", "人", "户", "家", "个", "篇", "份", "人次", "名", "条", "场", "宗", "批", "单",
    "卷", "天", "日", "个工作日", "工作日",
}  # fmt: skip


def open_full_row(body: Body, rule: Rule) -> None:
    """A last 100% or a bare target reads "at least" where smaller numbers are worse."""
    rows = rule["rows"]
    for row in rows:
        span = row["span"]
        if span.get("low") is None or span.get("low") != span.get("high"):
            continue
        value = Fraction(span["low"])
        others = [r["span"] for r in rows if r is not row]
        unit = row.get("unit") or rule["unit"]
        if value == 0 or unit in {"名"} or rule["measure"] != "value":
            continue
        if value < 0 and any(o.get("low") == span["low"] and o.get("high") == "0" for o in others):
            del span["low"], span["low_in"]  # 下降2%得2分,降幅不足2%得1分
            continue
        if any(o.get("low") == span["low"] and o.get("low_in") is False and o.get("high") is None for o in others):
            continue  # 超额完成 stands beside it
        if rule["unit"] == "%" and any(
            o.get("high") == span["low"] and o.get("high_in") is False and o.get("low") is None for o in others
        ):
            del span["high"], span["high_in"]  # 95%得5分,90%得3分,低于90%不得分
            continue
        if unit in COUNTS and patterns.search(rf"(?:=|等于|为|是){number(value)}", body.text):
            continue
        best = "full" in row["give"] or all("full" not in r["give"] for r in rows)
        lower = all(Fraction(o["high"] if o.get("high") is not None else o.get("low", "0")) <= value for o in others)
        if (
            unit == "%"
            and best
            and lower
            and not patterns.search(r"(?:超过|高于|大于)[^,;。]{0,8}(?:不得分|扣)", body.text)
        ):
            side = "low" if value < 0 else "high"  # 下降5%得4分: so does a larger fall
            del span[side], span[f"{side}_in"]


def imply_rest(body: Body, rule: Rule, has_else: bool) -> None:
    """未达到82%的…, 否则不得分: a threshold whose full points are not printed; deductions alone leave the rest full."""
    rows = rule["rows"]
    if all("deduct" in r["give"] or r["give"].get("points") == "0" for r in rows) and not has_else:
        rule["else"] = {"full": True}
    if has_else and not rows:
        rule["unclear"] = True


def settle_boundaries(body: Body, rows: list[dict[str, Any]]) -> None:
    """Settle boundaries that the text leaves open where another row or the law settles them."""
    _close_whole_numbers(rows)
    edges: dict[Fraction, list[tuple[dict[str, Any], str]]] = {}
    for row in rows:
        span = row["span"]
        if span.get("low") is not None and span.get("low") == span.get("high"):
            edges.setdefault(Fraction(span["low"]), []).append((row, "exact"))
            continue
        for side in ("low", "high"):
            if span.get(side) is not None:
                edges.setdefault(Fraction(span[side]), []).append((row, side))
    best = _best(rows)
    for edge, touching in edges.items():
        sided = [(row, side) for row, side in touching if side != "exact"]
        if len(sided) < len(touching):
            for row, side in sided:
                row["span"][f"{side}_in"] = False
            continue
        unknown = [(row, side) for row, side in sided if row["span"].get(f"{side}_in") is None]
        sides = {side for _, side in sided}
        if len(sides) == 1:
            for row, side in unknown:
                nested = side == "high" and any(
                    r is not row and r["span"].get("low") is None and Fraction(r["span"].get("high") or "-1e9") > edge
                    for r in rows
                )
                within = patterns.search("[天日周月时钟]以?内", row.get("text") or "")  # 届满 includes the day itself
                row["span"][f"{side}_in"] = None if nested and not within else True
            continue
        claimed = [row for row, side in sided if row["span"].get(f"{side}_in") is True]
        refused = [row for row, side in sided if row["span"].get(f"{side}_in") is False]
        if claimed:
            for row, side in unknown:
                row["span"][f"{side}_in"] = False
        elif refused and len(unknown) >= 1:
            for row, side in unknown:
                row["span"][f"{side}_in"] = True
        elif body.closed_style:
            for row, side in unknown:
                row["span"][f"{side}_in"] = row is best.get(edge)
        elif any(r.get("unit") in COUNTS - TIMES and r["span"].get("low") and r["span"].get("high") for r, _ in sided):
            for row, side in unknown:
                row["span"][f"{side}_in"] = row["span"].get("low") is not None and row["span"].get("high") is not None


def _close_whole_numbers(rows: list[dict[str, Any]]) -> None:
    """90~99, 80~89: ranges of whole numbers hold both of their ends."""
    two = [
        r["span"]
        for r in rows
        if r["span"].get("low") and r["span"].get("high") and r["span"]["low"] != r["span"]["high"]
    ]
    tops = {Fraction(s["high"]) for s in two}
    if not any(Fraction(s["low"]) - 1 in tops for s in two):
        return
    for span in two:
        for side in ("low", "high"):
            if span.get(f"{side}_in") is None:
                span[f"{side}_in"] = True


def worth(row: dict[str, Any]) -> Fraction | float:
    """How good a row is, for telling the better of two."""
    verdict = row["give"]
    if "full" in verdict:
        return math.inf
    if "deduct" in verdict:
        return -Fraction(next(iter(verdict["deduct"].values())))
    return Fraction(verdict.get("points") or verdict.get("share") or "0")


def _best(rows: list[dict[str, Any]]) -> dict[Fraction, dict[str, Any]]:
    best: dict[Fraction, dict[str, Any]] = {}
    for row in rows:
        for side in ("low", "high"):
            edge = row["span"].get(side)
            if edge is not None and (Fraction(edge) not in best or worth(row) > worth(best[Fraction(edge)])):
                best[Fraction(edge)] = row
    return best


def from_first_fault(rows: list[dict[str, Any]], verdict: dict[str, Any], body: Body) -> bool:
    """记录完整得4分,缺失1~2处得3分: all points belong to no fault at all."""
    lows = [Fraction(row["span"]["low"]) for row in rows if row["span"].get("low") is not None]
    faults = all(patterns.search(r"缺|漏|错|失|不|未|违|问题", row.get("text") or "") for row in rows)
    return faults and len(lows) == len(rows) and min(lows) == 1 and worth({"give": verdict}) >= body.weight


def won_and_lost(rule: Rule) -> None:
    """前3名加分, 后3名扣分: both from nothing."""
    lost = [row for row in rule["rows"] if "points" in row["give"].get("deduct", {})]
    for row in lost:
        row["give"] = {"points": f"-{row['give']['deduct']['points']}"}
    rule["floor"] = min((row["give"]["points"] for row in lost), key=Fraction, default="0")


_NOT_MOVED = re.compile(r"未(?:能)?(?:实现)?(?:压减|压缩|压降|下降|降低|减少|提高|提升|增长|上升|改善|节约)")
_WORSE = re.compile(r"(?:同比|较[上去]年)?(?:出现)?(?:恶化|变差|反弹|倒退)")


def not_moved(words: str, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """未压减, 同比恶化 beside rows that begin at nothing: nothing, and less.

    >>> not_moved("未压减", [{"span": {"low": "0", "low_in": False}}])
    {'high': '0', 'high_in': True}
    """
    starts = [r["span"].get("low_in") for r in rows if r["span"].get("low") == "0"]
    if len(starts) == 1 and _NOT_MOVED.fullmatch(words) and not starts[0]:
        return {"high": "0", "high_in": True}
    return {"high": "0", "high_in": False} if len(starts) == 1 and _WORSE.fullmatch(words) else None


_RISEN = re.compile(r"不[降减]反|^(?:同比)?(?:出现)?(?:上升|增长|增加)$")


_NO_FALL = re.compile(r"^(?:同比)?未(?:能)?(?:实现)?(?:压减|压缩|压降|下降|降低|减少)")


def settle_rises(rule: Rule) -> None:
    """不降反升不得分 under a fall: a number below nothing is a rise."""
    below = {"high": "0", "high_in": False}
    if rule["kind"] == "steps" and any(map(_RISEN.search, rule.get("veto", []))):
        rule.setdefault("zero", []).append(below)
    for row in rule.get("rows", []):
        if row["span"].get("low") == "0" and _NO_FALL.search(row.get("text") or ""):
            row["span"] = below | {"high_in": True}  # 未压减 is no fall at all
    worded = [one for one in rule.get("worded", []) if _RISEN.search(one["words"])]
    if rule["kind"] == "ranges" and len(worded) == 1:
        rule["rows"].append({"span": below, "give": worded[0]["give"], "unit": rule["unit"]})
