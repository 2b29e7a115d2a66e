"""Each printed condition is played back on the rule: the rule has to give there what its own clause says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body
from evallib.parsing.rules.building.ranges.boundaries import COUNTS
from evallib.parsing.rules.building.ratio_rules import OVERSHOT, beyond_all
from evallib.parsing.rules.building.steps.step_limits import from_target
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.units import in_unit
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.curves import CURVES
from evallib.parsing.rules.scoring.outcome import Outcome

_NEAR = Fraction(1, 1000)
_RATES = {"%", "百分点", "个百分点", "点", "个点"}
_COMPARED = ("change", "reference", "fall", "from_end", "total", "relative", "zero_of_target")
"""Rules on a difference, a place or a list: their conditions are not on the value itself."""


def contradictions(body: Body, rule: Rule) -> list[str]:
    """What the rule gives otherwise than the clause that it was built from, in Chinese.

    >>> from evallib.parsing.rules.building.body import prepare
    >>> rows = [{"span": {"low": "80", "low_in": True}, "give": {"points": "0"}}]
    >>> rule = {"kind": "ranges", "measure": "value", "unit": "%", "rows": rows, "else": {"full": True}}
    >>> contradictions(prepare("满意率低于80%不得分", Fraction(5)), rule)
    ['“满意率低于80%”应得0分，规则给5分']
    """
    if rule["kind"] not in CURVES or rule.get("measure", "value") != "value" or any(k in rule for k in _COMPARED):
        return []
    found = _borrowed(body, rule)
    if any(Fraction(row["span"].get(side) or 0) < 0 for row in rule.get("rows", []) for side in ("low", "high")):
        return found  # falls below nothing: printed as numbers above it
    for case in body.cases:
        spans = [s for s in case.spans if not (s.unit == "分" and rule.get("unit") != "分")]
        if case.item and not case.item.missing and rule["kind"] == "ranges" and "每" not in case.text:
            spans = [Span(case.item.group, case.item.group, unit=case.item.unit)]
        elif len(spans) != 1 or case.item:
            continue
        overshot = (rule["kind"] == "ratio" and OVERSHOT.search(case.text)) or (
            rule.get("excess") and "超额" in case.text
        )
        if overshot and rule.get("excess") and not spans[0].low:
            continue
        span = _comparable(beyond_all(spans[0]) if overshot else spans[0], rule)
        if span is None and spans[0].bare and spans[0].unit not in _RATES:
            continue  # 在16个街镇中排名第1: what the place is among
        if span is None:
            found.append(f"“{case.text}”与{rule['unit']}不是同一单位")
            continue
        if rule["kind"] == "steps" and case.clause.verb == "zero":
            span = from_target(span, case, rule)
        for x, points in _expected(case, span, rule, body.weight):
            given = CURVES[rule["kind"]](rule, x, body.weight)
            if given.score is not None and given.score != points:
                found.append(f"“{case.text}”应得{points}分，规则给{given.score}分")
                break
    return found


def _borrowed(body: Body, rule: Rule) -> list[str]:
    """A target that is printed nowhere but in the step itself (高于计划数1个百分点)."""
    target = rule.get("target")
    if rule["kind"] != "steps" or target in {None, "0", "100"} or target != rule["per"]:
        return []
    printed = [m[1] for m in patterns.finditer(r"(?<![\d.])(\d+(?:\.\d+)?)(?!分(?!钟)|[\d.])", body.source)]
    return [] if sum(Fraction(p) == Fraction(target) for p in printed) > 1 else ["目标值没有印出"]


def _comparable(span: Span, rule: Rule) -> Span | None:
    """A condition in the rule's unit; None where it measures something else."""
    unit = rule.get("unit", "")
    if not span.unit or not unit or span.unit == unit or {span.unit, unit} <= _RATES:
        return span
    turned = in_unit(span, unit)
    return turned if turned.unit == unit else None


def _expected(case: Case, span: Span, rule: Rule, weight: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Numbers that the condition covers, and the points that its clause says for them."""
    base = Fraction(rule["base"]) if "base" in rule else weight
    verb, amounts = case.clause.verb, case.clause.amounts
    if case.step is not None or (amounts and len(amounts) != 1):
        return
    if verb == "zero":
        points = Fraction(0)
    elif verb in {"full", "free"}:
        points = base
    elif verb in {"get", "deduct"}:
        worth = amounts[0].value * (weight if amounts[0].share else 1)
        points = worth if verb == "get" else max(base - worth, Fraction(0))
        if verb == "deduct" and ("first" in rule or rule["kind"] == "steps"):
            return
    else:
        return
    for x in _inside(span):
        yield x, points


def _inside(span: Span) -> Iterator[Fraction]:
    if span.absolute and span.high is not None:
        yield span.high if span.high_in else span.high - _NEAR
        return
    if span.low is not None:
        yield span.low if span.low_in else span.low + _NEAR
    if span.high is not None and not span.exact:
        yield span.high if span.high_in else span.high - _NEAR


def unsound(rule: Rule, weight: Fraction) -> list[str]:
    """What no scoring rule may do: points below nothing or above the weight, a valley between two better stretches.

    >>> steps_ = {"kind": "steps", "unit": "%", "target": "90", "bad": "below", "per": "1", "counting": "proportional",
    ...           "deduct": {"points": "1"}}
    >>> unsound(steps_, Fraction(5)), unsound(steps_ | {"base": "8"}, Fraction(5))
    ([], ['得分8分超出分值5分'])
    """
    if rule["kind"] not in CURVES or rule.get("measure", "value") not in {"value", "late", "rank", "missing", "met"}:
        return []
    if (
        rule["kind"] == "steps"
        and rule.get("target") is not None
        and rule.get("deduct")
        and _nothing_left(rule, weight)
    ):
        return ["一超过目标就不得分，扣分没有用上"]
    points = list(_course(rule, weight))
    if not points:
        return []
    most, least = max(points), min(points)
    if most > weight and "cap" not in rule and "add" not in rule and not rule.get("uncapped"):
        return [f"得分{most}分超出分值{weight}分"]
    if least < 0 and "floor" not in rule:
        return [f"得分{least}分为负"]
    turns = [(b > a) - (b < a) for a, b in pairwise(points) if a != b]
    if (-1, 1) in pairwise(turns) and not any(k in rule for k in ("add", "each")):
        return ["数值变好时得分先降后升"]
    return []


def _nothing_left(rule: Rule, weight: Fraction) -> bool:
    """Whether the first step beyond the target already leaves nothing though it costs less than all."""
    target, per = Fraction(rule["target"]), Fraction(rule["per"])
    ends = {s.get("low" if rule["bad"] == "above" else "high") for s in rule.get("zero", [])}
    return rule["bad"] in {"above", "below"} and any(
        end is not None and abs(Fraction(end) - target) < per for end in ends
    )


def _course(rule: Rule, weight: Fraction) -> Iterator[Fraction]:
    """The points along all printed numbers and between them."""
    marks = sorted(_marks(rule))
    if not marks:
        return
    between = [(a + b) / 2 for a, b in pairwise(marks)]
    whole = rule.get("unit") in COUNTS | {"名"} or rule.get("measure") in {"missing", "met"}
    for x in sorted({*marks, *between, marks[0] - 1, marks[-1] + 1}):
        if whole and (x < 0 or x.denominator > 1 or (rule["unit"] == "名" and x < 1)):
            continue  # nobody counts one and a half
        given: Outcome = CURVES[rule["kind"]](rule, x, weight)
        if given.score is not None:
            yield given.score


def _marks(rule: Rule) -> set[Fraction]:
    found: set[Fraction] = set()
    rows: list[dict[str, Any]] = [r["span"] for r in rule.get("rows", [])] + rule.get("zero", []) + rule.get("full", [])
    for span in rows:
        found |= {Fraction(span[side]) for side in ("low", "high") if span.get(side) is not None}
    found |= {Fraction(x) for x, _ in rule.get("anchors", [])}
    if rule.get("target") is not None:
        target = Fraction(rule["target"])
        per = Fraction(rule.get("per") or 1)
        found |= {target, target - per, target + per, target - 3 * per, target + 3 * per}
    return found
