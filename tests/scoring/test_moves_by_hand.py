"""Totals, weights that move over, what a target or a weight is worth, other standards: every figure reckoned by hand."""

from decimal import Decimal

import pytest

from evallib.model import EvallibError
from evallib.scoring import (
    Entry,
    Framework,
    UnitInput,
    WhatIf,
    best_five,
    improvements,
    movements,
    points_per_percent,
    reweighted,
    score_entries,
    score_unit,
    tornado_frame,
    with_standards,
)

D = Decimal
GRADES = [
    {"name": "优", "range": "[90, 100]"},
    {"name": "良", "range": "[80, 90)"},
    {"name": "其他", "range": "[0, 80)"},
]


def leaf(code, weight, rule, **more):
    return {"code": code, "name": f"指标{code}", "weight": weight, "rule": rule, **more}


RATE = leaf("A", "60", {"kind": "linear", "deduct_share": "2%"}, target="≥90%")
COUNT = leaf("B", "40", {"kind": "deficiencies", "deduct_points": "5"})


def system(*leaves, **more):
    return Framework.model_validate(
        {"id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": GRADES, "indicators": list(leaves), **more}
    )


def card(framework, **entries):
    given = {code: entry if isinstance(entry, dict) else {"value": entry} for code, entry in entries.items()}
    return score_unit(
        framework,
        UnitInput.model_validate(
            {"unit": "x", "unit_name": "某镇", "year": 2024, "framework": "t", "indicators": given}
        ),
    )


def counted(number):
    return {"inputs": {"问题项数": str(number)}}


def test_a_moved_target_and_moved_weights():
    """85% is 5 short of 90%: 60 − 5 × 1.2 = 54; two faults of 5 leave 30 of 40; 84 in all."""
    found = movements(card(system(RATE, COUNT), A="85%", B=counted(2)))
    told = [
        (m.code, m.kind, m.low_label, m.high_label, m.low_total, m.high_total, m.low_grade, m.high_grade) for m in found
    ]
    assert told == [
        ("A", "target", "目标 85%", "目标 95%", D("90.00"), D("78.00"), "优", "其他"),  # 60 + 30; 60 − 10 × 1.2 + 30
        ("A", "weight", "分值 48", "分值 72", D("82.20"), D("85.80"), "良", "良"),  # 43.2 + 30 × 52/40; 64.8 + 30 × 28/40
        ("B", "weight", "分值 32", "分值 48", D("85.20"), D("82.80"), "良", "良"),  # 24 + 54 × 68/60; 36 + 54 × 52/60
    ]  # fmt: skip
    assert [m.span for m in found] == [12, D("3.60"), D("2.40")]
    frame = tornado_frame(card(system(RATE, COUNT), A="85%", B=counted(2)), target_step=D("0.02"), weight_step=D("0.5"))
    assert frame[["code", "kind", "low_total", "high_total"]].values.tolist() == [
        ["A", "weight", D("79.50"), D("88.50")],  # 27 + 30 × 70/40; 81 + 30 × 10/40
        ["B", "weight", D("87.00"), D("81.00")],  # 15 + 54 × 80/60; 45 + 54 × 40/60
        ["A", "target", D("86.40"), D("81.60")],  # 88%: 60 − 3.6; 92%: 60 − 8.4
    ]


def test_a_target_moves_up_to_all_and_a_count_by_its_share():
    near = movements(card(system(leaf("A", "60", RATE["rule"], target="≥98%"), COUNT), A="94%", B=counted(0)))
    bar = next(m for m in near if m.kind == "target")
    # 94% is 4 short of 98% (55.2), none short of 93%, 6 short of 100%: never over 100%
    assert (bar.low_label, bar.high_label, bar.low_total, bar.high_total) == ("目标 93%", "目标 100%", 100, D("92.80"))
    things = leaf("A", "60", {"kind": "proportional"}, target="≥50个")
    bar = next(m for m in movements(card(system(things, COUNT), A="40个", B=counted(8))) if m.kind == "target")
    # 40 of 50 earn 48; of 47.5 and 52.5: 50.526… and 45.714…
    assert (bar.low_label, bar.high_label, bar.low_total, bar.high_total) == ("目标 47.5", "目标 52.5", D("50.53"), D("45.71"))  # fmt: skip


def test_a_judged_score_keeps_its_share_and_an_open_total_does_not_move():
    override = {"score": "30", "reason": "抽查不实", "role": "评价组"}
    judged = movements(card(system(RATE, COUNT), A={"value": "85%", "override": override}, B=counted(2)))
    assert [(m.code, m.kind, m.low_total, m.high_total) for m in judged] == [
        ("A", "weight", D("63.00"), D("57.00")),  # 24 + 30 × 52/40; 36 + 30 × 28/40
        ("B", "weight", D("58.00"), D("62.00")),  # 24 + 30 × 68/60; 36 + 30 × 52/60
    ]
    assert movements(card(system(RATE, COUNT), A="85%")) == []


def test_what_full_marks_take_and_what_one_step_brings():
    found = improvements(card(system(RATE, COUNT), A="85%", B=counted(2)))
    assert [(i.code, i.score, i.weight, i.gain, i.per_point, i.needed) for i in found] == [
        ("B", 30, 40, 10, 5, "没有扣分的问题"),
        ("A", 54, 60, 6, D("1.2"), "达到 ≥90%"),
    ]
    assert [i.code for i in improvements(card(system(RATE, COUNT), A="90%", B=counted(1)))] == ["B"]
    override = {"score": "30", "reason": "抽查不实", "role": "评价组"}
    (judged,) = improvements(card(system(RATE, COUNT), A={"value": "85%", "override": override}, B=counted(0)))
    assert (judged.gain, judged.needed, judged.per_point) == (30, "由评价人员评定", D("1.2"))


@pytest.mark.parametrize(("rule", "target", "entry", "worth"), [
    ({"kind": "linear", "deduct_share": "2%"}, "≥90%", "85%", "2"), ({"kind": "linear", "deduct_share": "2%"}, "≥90%", "90%", "0"),
    ({"kind": "linear", "deduct_share": "2%"}, "≥90%", "95%", "0"), ({"kind": "linear", "deduct_share": "2%"}, "≤10%", "12%", "2"),
    ({"kind": "linear", "deduct_share": "2%"}, "≤10%", "8%", "0"), ({"kind": "linear", "deduct_points": "0.5"}, "≥90%", "89.5%", "0.25"),
])  # fmt: skip
def test_what_one_percentage_point_is_worth(rule, target, entry, worth):
    found = card(system(leaf("A", "100", rule, target=target)), A=entry)
    assert points_per_percent(found) == {"A": D(worth)}


@pytest.mark.parametrize(("kind", "inputs", "worth"), [
    ("deficiencies", {"问题项数": "3"}, "4"), ("deficiencies", {"问题项数": "1"}, "4"), ("incidents", {"发生次数": "2"}, "4"),
    ("unfinished_tasks", {"计划项数": "6", "完成项数": "4"}, "4"), ("unfinished_tasks", {"计划项数": "6", "完成项数": "5"}, "4"),
])  # fmt: skip
def test_what_one_thing_less_is_worth(kind, inputs, worth):
    (found,) = best_five(card(system(leaf("A", "100", {"kind": kind, "deduct_points": "4"})), A={"inputs": inputs}))
    assert found.per_point == D(worth)
    assert points_per_percent(card(system(leaf("A", "100", {"kind": kind, "deduct_points": "4"})), A={"inputs": inputs})) == {}  # fmt: skip


def test_only_five_are_named_and_the_larger_first():
    leaves = [leaf(f"L{n}", "10", {"kind": "deficiencies", "deduct_points": "1"}) for n in range(10)]
    found = card(system(*leaves), **{f"L{n}": counted(n % 4) for n in range(10)})
    assert [(i.code, i.gain) for i in best_five(found)] == [("L3", 3), ("L7", 3), ("L2", 2), ("L6", 2), ("L1", 1)]
    assert len(improvements(found)) == 7


GROUPS = [
    {"code": "甲", "name": "甲", "weight": "60", "children": [
        leaf("A1", "10", {"kind": "proportional"}, target="≥90%"), leaf("A2", "20", {"kind": "proportional"}, target="≥90%"),
        leaf("A3", "30", {"kind": "proportional"}, target="≥90%")]},
    {"code": "乙", "name": "乙", "weight": "40", "children": [COUNT]},
]  # fmt: skip
GONE = {"not_applicable": "本年度未安排"}


def test_weights_move_over_and_scores_with_them():
    """Without A3 the 30 points of A1 and A2 become 60: every score doubles, from its figure before rounding."""
    override = {"score": "5", "reason": "抽查不实", "role": "评价组"}
    found = card(system(*GROUPS), A1={"value": "30%", "override": override}, A2="30%", A3=GONE, B=counted(1)).scores
    assert [(found[c].weight, found[c].literal, found[c].score) for c in ("A1", "A2", "A3", "B")] == [
        (20, D("6.67"), 10), (40, D("13.33"), D("13.33")), (0, None, None), (40, 35, 35)]  # fmt: skip
    judged = card(system(*GROUPS), A1={"override": override}, A2="90%", A3=GONE, B=counted(0))
    assert next((s.literal, s.score, s.status) for s in judged.scores.values()) == (None, 10, "judged")
    assert (judged.total, judged.grade) == (90, "优")
    alone = card(system(*GROUPS), A1=GONE, A2="45%", A3=GONE, B=counted(0))
    assert [s.weight for s in alone.scores.values()] == [0, 60, 0, 40] and alone.total == 70
    assert [(level.weight, level.score) for level in alone.levels.values()] == [(60, 30), (40, 40)]


def test_what_does_not_apply_may_earn_full_marks_instead():
    leaves = [leaf("A", "60", RATE["rule"], target="≥90%", when_not_applicable="full"), COUNT]
    found = card(system(*leaves), A=GONE, B=counted(1))
    assert [(s.weight, s.score, s.status) for s in found.scores.values()] == [(60, 60, "declared"), (40, 35, "rule")]
    assert found.scores["A"].reason == "本年度未安排；按指标体系约定得满分"


@pytest.mark.parametrize(("outcome", "score", "status"), [
    ("ask", None, "missing"), ("zero", D(0), "declared"), ("full", D(60), "declared"), ("not_applicable", None, "not_applicable"),
])  # fmt: skip
def test_what_a_missing_value_means_is_declared(outcome, score, status):
    found = card(system(leaf("A", "60", RATE["rule"], target="≥90%", when_missing=outcome), COUNT), B=counted(1))
    assert (found.scores["A"].score, found.scores["A"].status) == (score, status)
    assert found.total == {"ask": None, "zero": 35, "full": 95, "not_applicable": D("87.50")}[outcome]
    assert found.bounds == {"ask": (35, 95), "zero": (35, 35), "full": (95, 95), "not_applicable": (D("87.50"),) * 2}[outcome]  # fmt: skip


BONUS = {
    "code": "J",
    "name": "表彰",
    "kind": "bonus",
    "cap": "6",
    "rule": {"kind": "deficiencies", "deduct_points": "2"},
}
FINE = {
    "code": "K",
    "name": "通报",
    "kind": "deduction",
    "cap": "10",
    "rule": {"kind": "deficiencies", "deduct_points": "4"},
}


@pytest.mark.parametrize(("faults", "bonus", "fine", "total"), [
    (4, None, None, "80"), (4, 0, None, "86"), (4, 2, None, "82"), (4, None, 0, "70"), (4, None, 1, "74"), (4, 1, 1, "78"), (0, 0, None, "100"), (0, 1, 0, "94"),
])  # fmt: skip
def test_bonus_and_deduction_move_the_total_within_its_bounds(faults, bonus, fine, total):
    """The most of each less what its rule takes: 6 − 2 each, 10 − 4 each."""
    extra = {code: counted(n) for code, n in (("J", bonus), ("K", fine)) if n is not None}
    found = card(system(RATE, COUNT, adjustments=[BONUS, FINE]), A="90%", B=counted(faults), **extra)
    assert found.total == D(total) and found.bounds == (D(total), D(total))


def test_nothing_falls_below_nothing():
    found = card(system(RATE, COUNT, adjustments=[FINE]), A="40%", B=counted(8), K=counted(0))
    assert (found.total, found.grade) == (0, "其他")


def test_other_weights_keep_each_share():
    found = card(system(RATE, COUNT), A="85%", B=counted(2))  # 0.9 and 0.75 of their points
    assert reweighted(found, {"A": D(80)}) == 87 and reweighted(found, {"B": D(0)}) == 90
    assert reweighted(found, {"A": D(30), "B": D(70)}) == D("79.50")
    assert reweighted(found, {"A": D(30), "B": D(60)}) is None and reweighted(found, {"A": D(101)}) is None
    assert reweighted(found, {"A": D(100)}) == 90
    assert reweighted(card(system(RATE, COUNT), A="85%"), {"A": D(80)}) is None


def test_other_standards_are_told_where_the_total_moves():
    found = card(system(RATE, COUNT), A="85%", B=counted(2))
    what_if = WhatIf.of(["A=≥90%得满分，每低1个百分点扣3分"], [])
    assert list(what_if.changes(found, "某镇", None)) == [
        {
            "unit": "某镇",
            "project": "",
            "before": "84.00",
            "after": "75.00",
            "grade_before": "良",
            "grade_after": "其他",
        }
    ]
    same = WhatIf.of(["A=≥90%得满分，每低1个百分点扣1.2分"], [])
    assert list(same.changes(found, "某镇", None)) == [] and list(same.unmet()) == []
    assert list(WhatIf.of([], []).changes(found, "某镇", None)) == []
    both = list(WhatIf.of(["指标A=≥90%得满分，每低1个百分点扣3分"], ["B=20"]).changes(found, "某镇", None))
    assert both[0]["after"] == "75.00"  # 45/60 × 80 + 30/40 × 20
    for text in ("A", "A=", "A= "):
        with pytest.raises(EvallibError, match="看不懂的假设"):
            WhatIf.of([text])
    assert WhatIf.of([], ["B=12.5"]).weights == {"B": D("12.5")}
    for text in ("B=1.2.5", "B=-3"):
        with pytest.raises(EvallibError, match="分值应为数字"):
            WhatIf.of([], [text])
    with pytest.raises(EvallibError, match="没有读懂"):
        with_standards(system(RATE, COUNT), {"A": "裂缝率高于4%、平整度低于80%的不得分；每有1处破损扣2分"})


def test_scores_without_findings_are_the_same():
    framework = system(RATE, COUNT)
    plain = score_entries(
        framework,
        {"A": Entry.of("85%"), "B": Entry.of(问题项数=D(2))},
        UnitInput(unit="x", unit_name="", year=2024, framework="t"),
    )
    assert (plain.total, plain.bounds, plain.grade) == (84, (84, 84), "良")
    assert [level.score for level in plain.levels.values()] == [54, 30]
    assert [level.depth for level in plain.levels.values()] == [1, 1]
