"""A printed text → one rule as plain data, with the readings that the words leave open."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, number, prepare, tail_of
from evallib.parsing.rules.building.comma_parts import parts_by_commas
from evallib.parsing.rules.building.compiled import Compiled
from evallib.parsing.rules.building.counts.list_counts import list_count
from evallib.parsing.rules.building.doubts.joined_things import joined
from evallib.parsing.rules.building.doubts.replay import contradictions, unsound
from evallib.parsing.rules.building.doubts.self_check import doubts
from evallib.parsing.rules.building.doubts.spoken_replay import misheard
from evallib.parsing.rules.building.doubts.word_checks import spare_limits, unanswered
from evallib.parsing.rules.building.families import choose_family
from evallib.parsing.rules.building.formula_rules import build_formula
from evallib.parsing.rules.building.gates import take_gates
from evallib.parsing.rules.building.part_rules import chosen_between, outlined
from evallib.parsing.rules.building.pooled_losses import pooled
from evallib.parsing.rules.building.ranges.boundaries import settle_rises
from evallib.parsing.rules.building.ranges.falls import FALL, FALL_TOLD, falls, signed
from evallib.parsing.rules.building.ranges.range_rows import printed_plan
from evallib.parsing.rules.building.rounding import rounded, take_rounding
from evallib.parsing.rules.building.weighted_rates import weighted_rates
from evallib.parsing.rules.building.word_rules import answer_weights
from evallib.parsing.rules.grammar.formulas import defined_difference
from evallib.parsing.rules.grammar.outline import find_outline, split_by_weights
from evallib.parsing.rules.grammar.plain_words import plain_words
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule


def compile_text(text: str, weight: Fraction) -> Compiled:
    """Compile a printed text as it stands."""
    compiled = _rounded(plain_words(text, number(weight)), weight)
    defined = defined_difference(text)
    if defined and compiled.rule is not None and compiled.rule["kind"] in {"steps", "ranges"}:
        compiled.rule["defined"] = defined
    return compiled


def _rounded(clean: str, weight: Fraction) -> Compiled:
    rounding = take_rounding(clean)
    if rounding is not None:
        inner = _ungated(rounding[1], weight)
        if inner.rule is not None and inner.rule["kind"] != "judgement" and not inner.not_understood:
            return rounded(inner, rounding[0], rounding[2])
    return _ungated(clean, weight)


def _ungated(clean: str, weight: Fraction) -> Compiled:
    found = take_gates(clean)
    inner = _checked(found[1], weight) if found else None
    if found and inner and inner.rule is not None and not inner.not_understood and inner.rule["kind"] in _UNDER_GATES:
        inner.rule["gates"] = found[0]
        return inner
    return _checked(clean, weight)


_UNDER_GATES = {"steps", "ranges", "ratio", "line"}


def _checked(clean: str, weight: Fraction) -> Compiled:
    compiled = _compile(clean, weight)
    if compiled.rule is not None and not compiled.not_understood:
        compiled.not_understood = (
            doubts(clean, compiled.rule, weight, compiled.open)
            or unsound(compiled.rule, weight)
            or unanswered(clean, compiled.rule)
            or joined(clean, compiled.rule)
            or spare_limits(clean, {"rule": compiled.rule, "open": compiled.open, "weight": number(weight)})
        )
    return compiled


def _compile(text: str, weight: Fraction) -> Compiled:
    rates = weighted_rates(text, weight)
    if rates is not None:
        return Compiled(rates)
    outline = find_outline(text) or chosen_between(text) or split_by_weights(text, weight)
    if outline is not None:
        result = outlined(outline, text, weight, _compile)
        if result is not None:
            return result
        marks = "|".join(re.escape(p.mark) for p in outline.parts if p.mark)
        text = patterns.sub(rf"(?:^|(?<=[;,。:\n]))\(?(?:{marks})[).、]?", "", text) if marks else text
    whole = compile_body(text, weight)
    if whole.rule is None or whole.not_understood or doubts(text, whole.rule, weight, whole.open):
        return _by_commas(text, weight) or pooled(text, outline, weight, compile_body) or whole
    return whole


def _by_commas(text: str, weight: Fraction) -> Compiled | None:
    outline = parts_by_commas(text, weight)
    found = outlined(outline, text, weight, compile_body) if outline is not None else None
    if found is None or found.rule is None or found.not_understood or doubts(text, found.rule, weight, found.open):
        return None
    return found


def compile_body(text: str, weight: Fraction) -> Compiled:
    """Compile a text without parts."""
    index, rest = answer_weights(text)
    if index and (stake := _OF_INDEX.fullmatch(rest)):
        times = {"times": stake[1]} if stake[1] and Fraction(stake[1]) != weight else {}
        return Compiled(
            {"kind": "index", "levels": index, "rule": {"kind": "ratio", "unit": "%", "target": "100"} | times}
        )
    formula = build_formula(text, weight)
    if formula is not None:
        return Compiled(formula)
    text = rest
    body = prepare(text, weight)
    in_nothings = any((c.step and not c.step.per) or (c.item and not c.item.group) for c in body.cases)
    rule = None if in_nothings else choose_family(body)  # 每增长0% is a slip of print
    if rule is None:
        return Compiled(None, [], [text])
    if (
        rule["kind"] == "items"
        and len(rule["types"]) == 1
        and "total" not in rule
        and rule["types"][0]["unit"] in {"项", "个", "点", "条"}
    ):
        total = list_count(body.source)
        if total:
            rule["total"] = total
    _notes(body, rule)
    against = contradictions(body, rule)
    if index:
        rule = {"kind": "index", "levels": index, "rule": rule}
        body.open = [dict(o) | {"inside": True} for o in body.open]
    missing = _left_over(body) + against + misheard(body, rule)
    unclear = _unclear(rule)
    if unclear or missing:
        return Compiled(rule, body.open, missing or [text])
    return Compiled(rule, body.open)


_OF_INDEX = re.compile(rf"\*(?:100%\*)?(?:(?:该|本)?(?:指标|项)?(?:的)?(?:分值|权重分?|满分)|({NUMBER})分?)[,;。]?")
"""满意度得分=(满意数*1+一般数*0.6)/总数*10: what is left behind the weights of the answers."""


_AGAINST_LAST = re.compile(
    "同比|环比|(?:较|比|与)(?:基准|往)年|(?:较|比|与)(?:上|去|前)[一1]?(?:年|期|月|季)|上年|去年|同期|上期|"
    "(?<!取)平均(?:水平|值|数|分|线)|全[区市街镇县省国]平均|平均(?=每|,|的|1|得|$)|(?<!平)均值|参照值"
)


def _notes(body: Body, rule: Rule) -> None:
    """Comparisons with a mean or with last year, and rules for several units at once."""
    text = body.source
    rule |= printed_plan(text, rule)
    if rule["kind"] in {"steps", "ranges"} and _AGAINST_LAST.search(text):
        rule["change"] = "auto"
        if rule["kind"] == "steps" and rule.get("target") == "100" and "100" not in text:
            rule |= {"target": None, "reference": True}  # what it is compared with is the target, no plan of 100%
        if (
            patterns.search(r"上年|去年|同期|同比|上期", text)
            and patterns.search(r"\d%", text)
            and not patterns.search(r"百分点", text)
        ):
            body.open.append({"told": "按相对变化率", "set": {"change": "relative"}})
        head = text.split("每")[0] if rule["kind"] == "steps" else text
        if (FALL.search(head) or "降幅" in text) and not signed(rule):
            rule["fall"] = True
            if rule["kind"] == "steps" and rule.get("deduct") is None:
                rule["bad"] = "below"  # 每多下降1个百分点加0.2分
    elif rule["kind"] in {"steps", "ranges"} and not signed(rule) and (FALL_TOLD.search(text) or falls(rule)):
        rule["fall"] = True  # 下降10% answers 降幅达到10%
    if rule.get("fall"):
        settle_rises(rule)
    if rule["kind"] in {"steps", "ranges"}:
        _deviates(body, rule)
    if rule["kind"] == "ratio" and _AGAINST_LAST.search(text) and rule["unit"] in {"百分点", "个百分点"}:
        rule["change"] = "auto"
    if rule["kind"] == "ratio" and _AGAINST_LAST.search(text) and FALL.search(text):
        rule["fall"] = True
        rule["zero"] = [{"high": "0", "high_in": not patterns.search(r"不降反|上升|增长|增加", text)}]
    if rule["kind"] == "items" and patterns.search(r"扣分(?:总数|之和|合计|总和|总分)?(?:/|除以)|平均扣分", text):
        rule["averaged"] = True
    elif rule["kind"] != "parts" and patterns.search(r"低者|较低|(?<!不)就低|取低|最低(?:的|者|分)", text):
        rule["each"] = "worst"
    elif (
        rule["kind"] != "parts"
        and patterns.search(r"高者|较高者|就高计|取高|择优|最高(?:者|的1)", text)
        and not rule.get("highest")
    ):
        rule["each"] = "best"
    elif patterns.search(
        (
            "(?:各|每个|逐|分别)[^;。]{0,16}(?:平均(?:分|值|得分|扣分)|均值|平均数)|"
            "取(?:其|两者|二者|三者|各项)?(?:的)?平均|平均(?:得分|计算|计分|扣分)|算术平均|"
            "(?:之和|总和|合计)(?:/|除以)"
        ),
        text,
    ):
        rule["each"] = "mean"
        if not patterns.search(r"(?<!不)得分|平均分|计分后|扣分", text):
            rule["averages"] = "values"
    elif patterns.search(
        r"每个[^,;。]{0,3}(?:项|项目|单位|村|社区|小区|街道|部门|点位)|逐(?:个|项)|分别计算|多个项目",
        text,
    ):
        rule["each"] = "sum"


_DEVIATION = re.compile(r"偏差|偏离|误差|差异率")


def _deviates(body: Body, rule: Rule) -> None:
    """偏差率≤5%得满分: what a negative deviation earns beyond the first limit is not said."""
    spans = [row["span"] for row in rule.get("rows", [])]
    edges = [Fraction(s[side]) for s in spans for side in ("low", "high") if s.get(side) is not None]
    if rule["kind"] == "steps" and rule["bad"] == "above" and rule.get("target"):
        edges.append(Fraction(rule["target"]))
    if not _DEVIATION.search(body.source) or not edges or min(edges) <= 0 or any(s.get("absolute") for s in spans):
        return
    if rule.get("measure", "value") == "value" and not {"tolerance", "change", "reference"} & set(rule):
        rule["ask_below"] = number(-min(edges))


def _unclear(rule: Rule) -> bool:
    if rule.get("unclear"):
        return True
    return any("unclear" in row.get("give", {}) for row in rule.get("rows", []))


def _left_over(body: Body) -> list[str]:
    """Numbers in cases that nothing used."""
    tail = tail_of(body)
    found = []
    if patterns.search(rf"(?:得|扣|加|计){NUMBER}分", tail):
        found.append(tail)
    return found
