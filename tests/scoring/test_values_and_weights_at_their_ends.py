"""Ends that nobody had tried: counts from tables, weights of nothing, weights that were spread again, totals that stay open."""

from decimal import Decimal

import pytest

from evallib.scoring import Entry, Framework, UnitInput, score_indicator, score_unit

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
