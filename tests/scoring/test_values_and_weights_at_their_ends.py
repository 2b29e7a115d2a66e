"""Ends that nobody had tried: counts from tables, weights of nothing, weights that were spread again, totals that stay open."""

from decimal import Decimal

import pytest

from evallib.scoring import (
    Entry,
    Framework,
    UnitInput,
    improvements,
    movements,
    reweighted,
    score_indicator,
    score_unit,
)

D = Decimal
GRADES = [{"name": "优", "range": "[60, 100]"}, {"name": "差", "range": "[0, 60)"}]
UNIT = {"unit": "zhen", "unit_name": "某镇", "year": 2024, "framework": "t"}


def system(*leaves, **more):
    whole = sum(D(leaf["weight"]) for leaf in leaves)
    data = {"id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": GRADES, "full_score": f"{whole}"}
    return Framework.model_validate(data | {"indicators": list(leaves)} | more)


def leaf(code, weight, kind="linear", target="≥95%", **more):
    rule = {"kind": kind} | ({"deduct_share": "2%"} if kind == "linear" else {})
    return {"code": code, "name": code, "weight": weight, "target": target, "rule": rule} | more


def card(framework, entries, **more):
    return score_unit(framework, UnitInput.model_validate(UNIT | {"indicators": entries} | more))


@pytest.mark.parametrize(
    ("target", "value", "shown"), [("≥5次", D(3), "3"), ("≥95%", D("0.93456"), "93.46%"), ("≥5次", "3次", "3次")]
)
def test_a_value_from_a_table_is_shown_as_what_it_is(target, value, shown):
    """A count of 3 was shown as 300%."""
    one = system(leaf("A", "60", "proportional", target))
    assert score_indicator(one, one.leaves[0], Entry.of(value)).value_text == shown


BONUS = {
    "code": "J",
    "name": "加分",
    "kind": "bonus",
    "cap": "5",
    "rule": {"kind": "items", "items": [{"name": "表彰", "points": "1"}]},
}


def test_a_goal_without_points_does_not_stop_the_spreading_of_others():
    """What is left to take the weights may have none itself: nothing is divided by it."""
    one = system(leaf("A", "100", "proportional", "≥5次", when_missing="not_applicable"), leaf("Z", "0"))
    found = card(one, {"Z": {"value": "90%"}})
    assert (found.scores["Z"].weight, found.scores["Z"].score, found.total) == (0, 0, 0)
    assert movements(found) == []


def test_one_point_more_is_worth_what_the_spread_weight_makes_of_it():
    """2% of 60 points are 1.20; with the 40 points of what does not apply 2.00."""
    one = system(leaf("A", "60"), leaf("B", "40"))
    whole, spread = (
        card(one, {"A": {"value": "90%"}, "B": b}) for b in ({"value": "95%"}, {"not_applicable": "没有这项业务"})
    )
    assert [improvements(found)[0].per_point for found in (whole, spread)] == [D("1.20"), D("2.00")]
    assert [improvements(found)[0].gain for found in (whole, spread)] == [6, 10]


def test_a_weight_moves_no_further_than_the_full_score():
    """90 points and a fifth would be 108, which left less than nothing to the others."""
    found = card(system(leaf("A", "90"), leaf("B", "10")), {"A": {"value": "85%"}, "B": {"value": "95%"}})
    bar = next(one for one in movements(found) if (one.kind, one.code) == ("weight", "A"))
    assert (bar.low_label, bar.high_label, bar.high_total) == ("分值 72", "分值 100", D("80.00"))


def test_the_weights_as_they_are_give_the_total_as_it_is():
    one = system(leaf("A", "60"), leaf("B", "40"), adjustments=[BONUS])
    entries = {"A": {"value": "90%"}, "B": {"value": "95%"}, "J": {"inputs": {"表彰次数": "2"}}}
    found = card(one, entries)
    assert (found.total, reweighted(found, {"A": D(60)}), reweighted(found, {"A": D(50)})) == (96, 96, 97)
    unused = card(one, entries | {"B": {"not_applicable": "没有这项业务"}})
    assert (unused.total, reweighted(unused, {"A": D(100)}), reweighted(unused, {"B": D(10)})) == (92, 92, 92)


def test_a_printed_total_beside_an_open_indicator_is_no_wrong_sum():
    """Nothing contradicts it: what is open may be worth what is lacking."""
    one = system(leaf("A", "60"), leaf("B", "40"))
    printed = {"published": [{"level": "total", "score": "88", "grade": "优"}]}
    assert [found.code for found in card(one, {"A": {"value": "90%"}}, **printed).findings] == [
        "scoring.not_recomputable"
    ]
    told = {"A": {"value": "90%", "published": "54"}, "B": {"published": "34"}}
    assert [(found.code, found.message) for found in card(one, told, **printed).findings] == [
        ("scoring.not_recomputable", "B B：公布得分 34.00，按规则无法重算：缺少数据：业绩值"),
        ("scoring.total_follows", "总分：公布 88.00与公布的各项得分相加相符；有指标尚未评分"),
    ]
