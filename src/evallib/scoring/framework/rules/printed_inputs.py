"""A written value spread over the inputs of a reading's formula (满足①③ → 是/否 by part; 缺2项 → a count)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.grammar.plain_words import NO_YEAR
from evallib.parsing.rules.rule_answers import within
from evallib.parsing.rules.scoring.compared_words import tier_of
from evallib.parsing.rules.scoring.evaluation import evaluate
from evallib.parsing.rules.scoring.matching import assign, likeness, pick
from evallib.parsing.rules.scoring.measures import measured, two_figures
from evallib.parsing.rules.scoring.values import Value, checked, named_values, read_value, yes
from evallib.parsing.rules.scoring.worded import REST, word_meant
from evallib.parsing.rules.scoring.written_counts import counts_written
from evallib.scoring.language.calculation import VALUE

LONGEST_NAME = 24
_PLAIN = {"steps", "ranges", "ratio", "line", "met", "words"}
DEFICIENCIES = "问题项数"
#: Words for a distance from a target or from last year, or for none at all.
_RELATIVE = re.compile(
    "下降|降低|减少|缩短|延长|上升|增长|提高|增加|超额?|滞后|高于|高出|多出|低于|少于|"
    "不足|落后|持平$|不变$|(?:无|没有|未发生|未出现|未发现)$"
)


def count_name(rule: dict[str, Any], index: int) -> str:
    """The input of one type of counted things; 问题项数 where there is one type that costs points."""
    entry = rule["types"][index]
    if len(rule["types"]) == 1:
        return DEFICIENCIES if entry["sign"] == "-" else entry["name"][:LONGEST_NAME] or "件数"
    return f"{entry['name'][:LONGEST_NAME] or f'第{index + 1}类'}次数"


def part_name(rule: dict[str, Any], index: int) -> str:
    """The name of a part, cut to what a column can hold; told apart by its number where two begin alike."""
    names = [part["name"][:LONGEST_NAME] for part in rule["parts"]]
    return names[index] if names.count(names[index]) == 1 else f"{index + 1}.{names[index]}"


def spread_value(rule: dict[str, Any], written: str) -> Mapping[str, str] | None:
    """The inputs that a written value stands for, or None where the formula reads the value itself or has to ask.

    >>> met = {"weight": "2", "rule": {"kind": "met"}}
    >>> rule = {"kind": "parts", "parts": [{"name": "有制度", **met}, {"name": "有台账", **met}]}
    >>> spread_value(rule, "满足①")
    {'有制度': '是', '有台账': '否'}
    """
    read = read_value(written)
    struck = [
        v
        for v in rule.get("veto", [])
        if read.number is None and len(read.raw) > 1 and (read.raw in v or v in read.raw)
    ]
    if struck:
        return {struck[0][:LONGEST_NAME]: "是"} | ({count_name(rule, 0): "0"} if rule["kind"] == "items" else {})
    if rule["kind"] == "formula" and len(rule["names"]) == 1:
        return {rule["names"][0]: written}
    several = named_values(written)
    figures = _of_plan(rule, read) or (_of_figures(rule, several) if several else None)
    if figures is not None or rule["kind"] == "words":
        return figures or _of_word(rule, read)
    if read.late is False and read.number is None and rule["kind"] in {"steps", "ranges"} and not rule.get("due"):
        return {VALUE: f"{rule.get('target') or 0}{rule['unit']}"}
    if rule["kind"] == "met":
        answer = yes(read)
        there, lacking, _ = checked(written, 1)
        answer = True if answer is None and lacking == 0 else False if answer is None and there == 0 else answer
        return None if answer is None else {VALUE: "是" if answer else "否"}
    if rule["kind"] == "ratio" and "/" in read.raw and read.number is not None:
        return {VALUE: f"{number(read.number)}%"}
    if rule["kind"] in {"steps", "ranges", "ratio"} and (
        read.late is not None or _RELATIVE.match(read.raw) or (read.date and rule.get("due", "").startswith(NO_YEAR))
    ):
        moved = measured(rule, written)
        return {VALUE: f"{number(moved)}{rule['unit']}"} if isinstance(moved, Fraction) else None
    if rule["kind"] == "items":
        given = named_values(written) or written
        counts = counts_written(rule, given)
        if counts is None or evaluate(rule, given, _MANY).state == "ask":
            return None
        spread = {count_name(rule, index): number(count) for index, count in counts.items()}
        return spread or {count_name(rule, 0): "0"}
    if rule["kind"] == "parts":
        return _of_parts(rule, written)
    if rule["kind"] == "ranges" and rule.get("measure") in {"met", "missing"}:
        met_count, missing, _ = checked(written, rule.get("total"))
        found = met_count if rule["measure"] == "met" else missing
        return None if found is None else {VALUE: f"{found}项"}
    return _row_meant(rule, read) if rule["kind"] == "ranges" and read.number is None and read.date is None else None


def _of_plan(rule: dict[str, Any], read: Value) -> Mapping[str, str] | None:
    """4600亩 of a plan of 5000亩: its share."""
    plan = rule.get("plan")
    if not plan or read.number is None or not read.unit or read.unit != plan[1]:
        return None
    return {VALUE: f"{number(read.number / Fraction(plan[0]) * 100)}%"}


_MANY = Fraction(1000)
"""Points of a rule whose readings are told apart: no loss reaches the floor."""


def _of_gates(rule: dict[str, Any], several: dict[str, str]) -> Mapping[str, str] | None:
    """回收率75%；知晓率80%: the quantities of the gates, and what is left for the rule itself."""
    found: dict[str, str] = {}
    rest = dict(several)
    for gate in rule["gates"]:
        near = sorted((likeness(k, gate["name"]) - likeness(k, gate["beside"]), k) for k in rest)
        if near and near[-1][0] > 0:
            found[gate["name"][:LONGEST_NAME]] = rest.pop(near[-1][1])
    if len(found) < len(rule["gates"]) or len(rest) != 1:
        return None
    return found | {VALUE: next(iter(rest.values()))}


def _row_meant(rule: dict[str, Any], read: Value) -> Mapping[str, str] | None:
    """不超过标准: a number inside the row whose words a value says."""
    rows = [row for row in rule["rows"] if len(row.get("text") or "") > 1]
    found = pick(read.raw, [row["text"] for row in rows])
    inner = None if found is None else within(rows[found]["span"], rule["unit"])
    return None if inner is None else {VALUE: f"{number(inner)}{rule['unit']}"}


def has_other_answers(rule: dict[str, Any]) -> bool:
    """Whether answers of no weight are not among the levels: (满意数+基本满意数×0.6)/总数."""
    return all(Fraction(share) > 0 for share in rule["levels"].values())


OTHER_ANSWERS = "其余份数"
MET_COUNT = "满足项数"


def _of_word(rule: dict[str, Any], read: Value) -> Mapping[str, str] | None:
    word = word_meant(rule, read)
    return None if word is None else {VALUE: "其他" if word == REST else rule["tiers"][word]["words"][0]}


def _of_figures(rule: dict[str, Any], several: dict[str, str]) -> Mapping[str, str] | None:
    """Named figures in one cell: this year beside last year, the quantities of a formula, the answers of an index."""
    kind = rule["kind"]
    if rule.get("gates"):
        return _of_gates(rule, several)
    if kind == "words" and (pair := two_figures(dict(several))) is not None:
        tier = tier_of(rule, pair[0] - pair[1])
        return (
            {VALUE: rule["tiers"][tier]["words"][0]}
            if tier is not None
            else {VALUE: "其他"}
            if "else" in rule
            else None
        )
    if kind in {"steps", "ranges"} and (rule.get("change") or rule.get("reference")):
        moved = measured(rule, dict(several))
        return {VALUE: f"{number(moved)}{rule['unit']}"} if isinstance(moved, Fraction) else None
    names = rule["names"] if kind == "formula" else list(rule["levels"]) if kind == "index" else []
    if kind == "index" and has_other_answers(rule):
        names = [*names, OTHER_ANSWERS]
        other = [k for k in several if k not in names and re.match("不|很不|非常不|其他|其余", k)]
        if len(other) == 1:
            several = {OTHER_ANSWERS if k in other else k: v for k, v in several.items()}
    given = assign(list(several), names) if names else None
    if not given or (kind == "formula" and len(given) < len(names)):
        return None
    return dict.fromkeys(names, "0") | {names[i]: several[key] for key, i in given.items()}


def _of_parts(rule: dict[str, Any], written: str) -> Mapping[str, str] | None:
    """Values of parts written in one cell: 接通率94%；等待时长20秒, or which parts are met."""
    parts = rule["parts"]
    several = named_values(written)
    if several:
        found = assign(list(several), [part["name"] for part in parts])
        plain = all(part["rule"]["kind"] in _PLAIN for part in parts)
        return {part_name(rule, i): several[key] for key, i in found.items()} if found and plain else None
    count, _, met = checked(written, len(parts))
    alike = len({part["weight"] for part in parts}) == 1 and "choose" not in rule
    if met is None and count is not None and alike and all(part["rule"]["kind"] == "met" for part in parts):
        return {MET_COUNT: str(count)}
    if met is None or any(part["rule"]["kind"] != "met" for part in parts):
        return None
    return {part_name(rule, i): "是" if i + 1 in met else "否" for i in range(len(parts))}
