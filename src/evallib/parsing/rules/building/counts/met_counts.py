"""Rows on how many requirements are met, or missing."""

from __future__ import annotations

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, points_of
from evallib.parsing.rules.building.counts.list_counts import list_count
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.rule_data import Rule

_NONE = {"low": "0", "low_in": True, "high": "0", "high_in": True}


def count_met(body: Body, rule: Rule, leftovers: list[Case]) -> None:
    """具备其中两项的得2分; 有1项未达到的得2分: rows on how many requirements are met, or missing."""
    rows = rule["rows"]
    if rule["measure"] != "value" or {r.get("unit") for r in rows} - {"项", "个", "点", "条", "要点", "要求"}:
        return
    met = patterns.search(
        r"(?:具备|满足|符合|达到|做到|完成|落实)(?:了)?(?:其中)?(?:的)?(?:任意|任何)?\d(?:项|个|点|条)", body.text
    )
    lacking = patterns.search(
        (
            r"\d(?:项|个|点|条)(?!也|都)[^,;。]{0,4}(?:未|不)(?:达|满足|符合|具备|完成|落实)|"
            r"(?:缺|少|未达到|不满足|不符合|未完成)\d"
        ),
        body.text,
    )
    listed = list_count(body.source)
    if not met and not lacking and listed > 1:  # 三项指标均增长得满分,两项增长得60%
        whole = [
            r
            for r in rows
            if patterns.search(r"均|都|全部", r.get("text") or "") and r["span"].get("low") == str(listed)
        ]
        others = [patterns.sub("的", "", r.get("text") or "") for r in rows if r not in whole]
        if len(whole) == 1 and others and all(0 < len(o) < 7 and o in whole[0]["text"] for o in others):
            met = patterns.search("均|都|全部", whole[0]["text"])
    if bool(met) == bool(lacking):
        return
    rule["measure"] = "met" if met else "missing"
    if lacking:
        for row in rows:
            if patterns.search(r"均|都|全部|齐全", row.get("text", "")) and not patterns.search(
                r"缺|未|不", row["text"]
            ):
                row["span"] = dict(_NONE)
    for case in list(leftovers):
        none, every = (
            patterns.search(r"(?:均|都|全部?)(?:不|未|没|无|缺)|1项也?(?:不|未|没)|(?:没|无)(?:有)?1项", case.text),
            patterns.search(r"全部|所有|均|都|同时|齐全|完全", case.text),
        )
        if none or every:
            edge = "all" if bool(every and not none) == bool(met) else "0"
            verdict = points_of(case, body)
            leftovers.remove(case)
            if edge == "all":
                rule["all"] = verdict
            else:
                rows.append({"span": dict(_NONE), "give": verdict})
    if met and "all" not in rule:
        highest = [r for r in rows if r["span"].get("low") == r["span"].get("high")]
        total = max((int(r["span"]["low"]) for r in highest), default=0)
        if total and listed in {0, total}:
            rule["total"] = total
