"""Two programs for one rule: the reading gives points to a written value, the formula to the same value; they never differ.

Every printed number of every rule is tried, half a unit below it and above it: where they part, nothing may be scored.
"""

import itertools
import json
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from rule_points import CASES

from evallib.parsing import score
from evallib.scoring import Entry, Framework, Indicator, score_indicator

D = Decimal
FRAME = Framework.model_validate({
    "id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": [{"name": "合格", "range": "[0, 100]"}],
    "indicators": [{"code": "A", "name": "甲", "weight": "100", "rule": {"kind": "judgement"}}], "rounding": {"places": 6},
})  # fmt: skip
#: Rows that overlap: the narrowest that holds decides; of two open ones the closer edge.
OVERLAPPING = [
    {"kind": "ranges", "unit": "%", "rows": [{"span": {"low": low, "low_in": True}, "give": {"points": "8"}}, {"span": {"low": "85", "low_in": True}, "give": {"points": "9"}},
                                             {"span": {"high": high, "high_in": True}, "give": {"points": "3"}}, {"span": {"high": "70", "high_in": False}, "give": {"points": "1"}},
                                             {"span": {"low": "60", "high": "80", "low_in": True, "high_in": False}, "give": {"points": "5"}}]}
    for low, high in (("80", "75"), ("90", "95"), ("50", "75"))
]  # fmt: skip
RULES = [json.loads(text) for text in dict.fromkeys(json.dumps(rule) for rule, _, _ in CASES)] + OVERLAPPING
NUMERIC = [rule for rule in RULES if rule["kind"] in {"steps", "ranges", "ratio", "line"}]
COUNTED = [rule for rule in RULES if rule["kind"] == "items"]


def values(rule):
    """Written values at, below and above every number of a rule."""
    if rule["kind"] == "items":
        names = [entry["name"] for entry in rule["types"]]
        if len(names) == 1:
            return [f"{number}次" for number in range(10)]
        return [
            "；".join(f"{name}{n}次" for name, n in zip(names, told, strict=True))
            for told in itertools.product((0, 1, 3), repeat=len(names))
        ]
    numbers = {D(text) for text in re.findall(r'"(-?\d+(?:\.\d+)?)"', json.dumps(rule))}
    tried = {number + beside for number in numbers for beside in (D(0), D("0.5"), D("-0.5"))} | {D(0), D(-3)}
    if rule.get("measure") == "late":
        return [f"逾期{number}{rule['unit']}" for number in sorted(tried) if number >= 0 and number == int(number)]
    return [f"{number}{rule.get('unit') or ''}" for number in sorted(tried)]


def beyond_formulas(rule):
    """What readings know and formulas do not yet: counts for each person, weeks behind a day, a change by its own sign."""
    return rule.get("averaged") or (rule.get("measure") == "late" and rule["unit"] == "周") or rule.get("fall")


def asks_alone(rule, value):
    """Where a reading gives points and the formula asks: faults that repeat, a bound that is left open, less than nothing,
    nothing at all under a row without another below it."""
    return (
        "repeat_factor" in json.dumps(rule)
        or "due" in rule  # the formula takes the day itself
        or '_in": null' in json.dumps(rule)
        or (value[0] == "-" and rule.get("measure") in {"rank", "met"})
        or value == "0%"
    )


def scored(rule, value):
    node = {
        "code": "X",
        "name": "试",
        "weight": "10",
        "rule_text": "见细则",
        "rule": {"kind": "printed", "reading": rule, "text": "见细则"},
    }
    return score_indicator(FRAME, Indicator.model_validate(node), Entry.of(value))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("part", range(12))
def test_reading_and_formula_give_the_same_points(part):
    """What the formula gives is compared also where it is not taken because the two part."""
    same, asked, parted = 0, [], []
    for rule in [*NUMERIC, *COUNTED][part::12]:
        for value in values(rule):
            wanted, found = score(rule, value, Fraction(10)).score, scored(rule, value)
            if wanted is None:
                assert found.score is None, (rule, value)
            elif found.raw is None:
                asked += [] if asks_alone(rule, value) else [(rule, value)]
            elif abs(Fraction(found.raw) - wanted) > Fraction(1, 10**5):
                assert found.score is None, (rule, value)
                parted += [] if beyond_formulas(rule) else [(rule, value)]
            else:
                same += 1
    assert parted == [] and asked == [] and same


@pytest.mark.parametrize(
    ("number", "points"),
    [("91", None), ("84.5", "3"), ("80", "3"), ("79", "5"), ("60", "5"), ("59.5", "1"), ("70", "5")],
)
def test_the_narrowest_row_that_holds_decides(number, points):
    """85 and more give 9, 90 and more 8: both hold for 91; up to 95 3, below 70 1, 60 to 80 5."""
    read, found = score(OVERLAPPING[1], f"{number}%", Fraction(10)).score, scored(OVERLAPPING[1], f"{number}%").score
    assert (read, found) == ((None, None) if points is None else (Fraction(points), D(points)))


@pytest.mark.parametrize(("day", "points"), [("06-20", 10), ("06-25", 10), ("06-26", 8), ("06-30", 8), ("07-01", 0)])
def test_days_before_a_deadline_count_in_the_formula_too(day, points):
    """提前5天以上 earns all, in time 8 of 10."""
    rows = [{"span": {"high": "-5", "high_in": True}, "give": {"full": True}}, {"span": {"high": "0", "high_in": True}, "give": {"points": "8"}}]  # fmt: skip
    rule = {
        "kind": "ranges",
        "measure": "late",
        "unit": "天",
        "due": "2024-06-30",
        "rows": rows,
        "else": {"points": "0"},
    }
    assert scored(rule, f"2024-{day}").score == points
