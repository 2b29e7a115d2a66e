"""Frameworks as data: what may be left out and what it then is, what is refused, and what never changes under a reader's hands."""

import pkgutil
from decimal import Decimal
from importlib import import_module

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import evallib.scoring
from evallib.scoring import RULE_KINDS, Adjustment, Framework, Rule, takes_all, tell_adjustment

D = Decimal
LEAF = {"code": "A", "name": "甲", "weight": "100", "rule": {"kind": "judgement"}}
FRAME = {"id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "indicators": [LEAF],
         "grades": [{"name": "合格", "range": "[60, 100]"}, {"name": "不合格", "range": "[0, 60)"}]}  # fmt: skip


def models(base=BaseModel):
    for model in base.__subclasses__():
        if model.__module__.startswith("evallib.scoring."):
            yield model
        yield from models(model)


def test_every_model_refuses_unknown_keys_and_stays_as_it_was_read():
    """A misspelt key would be a rule that nobody applies; a changed framework would score two units differently."""
    for module in pkgutil.walk_packages(evallib.scoring.__path__, "evallib.scoring."):
        import_module(module.name)
    found = {model.__name__: model.model_config for model in models()}
    assert {
        "Framework",
        "Indicator",
        "Tier",
        "Range",
        "Part",
        "Item",
        "Level",
        "Reference",
        "NamedRate",
        "Goal",
    } <= set(found)
    assert {
        name for name, config in found.items() if config.get("extra") != "forbid" or not config.get("frozen")
    } == set()


@pytest.mark.parametrize(("places", "told"), [(0, "93"), (1, "92.6"), (2, "92.55"), (6, "92.550000"), (None, "92.55")])
def test_scores_are_rounded_to_two_places_unless_the_framework_says_otherwise(places, told):
    given = FRAME | ({} if places is None else {"rounding": {"places": places}})
    assert f"{Framework.model_validate(given).rounding.indicator(D('92.55')):f}" == told


@pytest.mark.parametrize(
    "change",
    [
        {"rounding": {"places": -1}}, {"rounding": {"places": 7}}, {"grades": []}, {"indicators": []}, {"full_scores": 100},
        {"valid": {"from": "2024-01-02", "to": "2024-01-01"}}, {"grades": [{"name": "优", "range": "[90, 90]"}]},
        {"grades": [{"name": "优", "range": "90以上"}]}, {"indicators": [LEAF | {"weight": "-1"}]},
    ],
)  # fmt: skip
def test_a_framework_that_cannot_be_is_refused(change):
    Framework.model_validate(FRAME)
    with pytest.raises(ValidationError):
        Framework.model_validate(FRAME | change)


def test_what_a_framework_leaves_out():
    found = Framework.model_validate(FRAME)
    leaf = found.leaves[0]
    assert (found.full_score, found.adjustments, found.valid.end) == (100, (), None)
    assert (leaf.when_missing, leaf.when_empty, leaf.when_not_applicable) == ("ask", "ask", "respread")
    assert (leaf.counted, leaf.goals, leaf.target, leaf.children) == (False, False, None, ())
    assert Framework.model_validate(FRAME | {"valid": {"from": "2024-01-01", "to": "2024-01-01"}}).valid.end is not None


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "合格"), ("60", "合格"), ("59.99", "不合格"), ("0", "不合格"), ("-0.01", ""), ("100.01", "")],
)
def test_a_grade_holds_its_printed_ends(score, grade):
    assert Framework.model_validate(FRAME).grade(D(score)) == grade


def item(kind, rule, **more):
    return Adjustment.model_validate({"code": "J1", "name": "加减", "kind": kind, "cap": "3", "rule": rule} | more)


@pytest.mark.parametrize(
    ("kind", "rule", "told"),
    [
        ("bonus", {"kind": "items", "items": [{"name": "市级", "points": "1.5"}]}, "加分项“加减”，最多 3 分：按次数累计，不超过分值：市级每次 1.5 分。"),
        ("deduction", {"kind": "judgement"}, "扣分项“加减”，最多 3 分：评分细则没有公布，由评价人员评定，写明理由。"),
    ],
)  # fmt: skip
def test_a_bonus_and_a_deduction_tell_the_most_that_they_move(kind, rule, told):
    assert tell_adjustment(item(kind, rule)) == told


#: A rule of each kind with what it keeps: a deduction by it would take its whole cap where nothing went wrong.
KEEPS = [
    ({"kind": "deficiencies", "deduct_points": "1"}, True), ({"kind": "incidents", "deduct_points": "1"}, True),
    ({"kind": "unfinished_tasks", "deduct_points": "1"}, True), ({"kind": "zero_incident"}, True),
    ({"kind": "checks", "checks": [{"name": "甲"}]}, True), ({"kind": "linear", "deduct_points": "1"}, True),
    ({"kind": "proportional"}, True), ({"kind": "threshold"}, True), ({"kind": "cliff"}, True), ({"kind": "several"}, True),
    ({"kind": "deadline", "deduct_per_day": "1"}, True), ({"kind": "band", "tolerance": "10%", "deduct_points": "1"}, True),
    ({"kind": "judgement"}, False), ({"kind": "items", "items": [{"name": "市级", "points": "1"}]}, False),
    ({"kind": "tiers", "tiers": [{"when": ["有"], "points": "3"}, {"when": ["无"], "points": "0"}]}, False),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "3"}, {"points": "0"}]}, False), ({"kind": "qualitative"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "keeps"), KEEPS)
def test_a_deduction_by_points_that_are_kept_takes_all(rule, keeps):
    assert takes_all(item("deduction", rule)) is keeps and not takes_all(item("bonus", rule))


FALLING = {
    "kind": "ranges",
    "ranges": [{"from": "95%", "points": "3"}, {"from": "60%", "points": "1"}, {"points": "0"}],
}
RISING = {"kind": "ranges", "ranges": [{"from": "95%", "points": "0"}, {"from": "60%", "points": "1"}, {"points": "3"}]}
NOTHING = {"kind": "ranges", "ranges": [{"from": "95%", "points": "0"}, {"points": "0"}]}


@pytest.mark.parametrize(
    ("rule", "target", "takes"),
    [(FALLING, "≥95%", True), (FALLING, "≤5%", False), (FALLING, "不超过5%", False), (FALLING, "不高于5%", False), (FALLING, None, False), (RISING, "≥95%", False),
     (NOTHING, "≥95%", False)],
)  # fmt: skip
def test_ranges_that_give_most_where_the_target_is_reached_are_points_kept(rule, target, takes):
    assert takes_all(item("deduction", rule, target=target)) is takes


def test_only_what_falls_and_rises_again_is_not_monotone():
    """Where a better value may earn less, a score beside the rule may have a reason (batch review)."""
    assert {kind for kind, model in RULE_KINDS.items() if not model.monotone} == {"band", "ranges", "printed"}


@pytest.mark.parametrize(
    ("rule", "key", "value"),
    [({"kind": "proportional"}, "cap", 1), ({"kind": "band", "tolerance": "10%", "deduct_points": "1"}, "each", False)],
)
def test_what_a_rule_leaves_out(rule, key, value):
    assert getattr(TypeAdapter(Rule).validate_python(rule), key) == value
