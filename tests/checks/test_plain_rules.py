"""Plain rules against great-expectations: the same outcome for every rule of every shipped suite, also on spoilt rows."""

import json
import random
from decimal import Decimal

import pandas as pd
import pytest

from evallib.checks import RULES, Rule, RuleWords, Suite, answer, answered, load_suite, needs_library, run_rules
from evallib.intake import read_folder
from evallib.model import Workspace, all_schemas, get_schema

LISTS = {"years": [2022, 2023], "units": ["甲镇"], "agencies": ["城运中心"]}


def spoilt(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Some cells emptied, negated, made too large, or those of another row."""
    dice, frame = random.Random(seed), frame.copy()
    for _ in range(8):
        row, column = dice.randrange(len(frame)), dice.choice(list(frame.columns))
        value, other = frame.at[row, column], frame.at[dice.randrange(len(frame)), column]
        if isinstance(value, Decimal):
            value = dice.choice([-value, value * 100])
        frame.at[row, column] = dice.choice([None, value, other])
    return frame


@pytest.fixture(scope="module")
def tables(root):
    """One table of each kind that was handed in."""
    workspace, found = Workspace(root), {}
    for unit, year in [("huacao", 2023), ("maqiao", 2024), ("xianghua", 2023)]:
        for name, frames in read_folder(workspace.raw_dir(unit, year), year).tables.items():
            found.setdefault(name, pd.concat(frames, ignore_index=True))
    return found


@pytest.mark.slow
def test_every_shipped_rule_equals_the_library(root, tables):
    compared, failed = 0, 0
    for number, (name, frame) in enumerate(tables.items()):
        path = root / "expectations" / f"{name}.json"
        suite = load_suite(path, get_schema(name))
        for rows in (frame, spoilt(frame, number)):
            for plain, told in zip(
                run_rules(suite, rows, LISTS, path), run_rules(suite, rows, LISTS, path, library=True), strict=True
            ):
                assert (plain.passed, plain.checked, sorted(plain.rows), plain.found, plain.skipped) == (
                    told.passed, told.checked, sorted(told.rows), told.found, told.skipped,
                ), name  # fmt: skip
                assert bool(plain.raised) == bool(told.raised)
                compared, failed = compared + 1, failed + (not told.passed)
    assert compared > 300 and failed > 30


@pytest.mark.parametrize(
    "library", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["on the frame", "the library"]
)
@pytest.mark.parametrize(
    ("kind", "arguments", "values", "rows"),
    [
        ("expect_column_values_to_be_between", {"min_value": 0, "max_value": 1}, [0, 1, 2, None, -1], [2, 4]),
        ("expect_column_values_to_not_be_null", {"mostly": 0.5}, ["a", None, "b"], []),
        ("expect_column_values_to_not_be_null", {"mostly": 0.7}, ["a", None, "b"], [1]),
        ("expect_column_values_to_be_in_set", {"value_set": ["a"]}, ["a", None, "b"], [2]),
        ("expect_column_values_to_be_unique", {}, ["a", "a", None, None, "b"], [0, 1]),
        ("expect_column_value_lengths_to_be_between", {"max_value": 2}, ["ab", "abc", None], [1]),
        ("expect_column_values_to_match_regex", {"regex": r"^\d+$"}, ["12", "1a", None], [1]),
        ("expect_column_values_to_not_match_regex", {"regex": r"\d"}, ["12", "a", None], [0]),
    ],
)
def test_single_rules(root, kind, arguments, values, rows, library):
    frame = pd.DataFrame({"c": pd.Series(values, dtype=object)})
    rule = Rule(
        type=kind, severity="warning", kwargs={"column": "c"} | arguments, meta=RuleWords(rule="x", message="y")
    )
    suite, path = Suite(name="x", expectations=(rule,)), root / "x.json"
    (outcome,) = run_rules(suite, frame, {}, path, library=library)
    assert sorted(outcome.rows) == rows
    assert outcome.passed == (not rows)
    assert outcome.checked == len(values)


def test_shipped_suites_never_load_the_library(root):
    suites = [json.loads(path.read_text(encoding="utf-8")) for path in (root / "expectations").glob("*.json")]
    assert len(suites) > len(all_schemas()) - 3 and not needs_library(suites)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"column": "c", "min": 0}, {"column": "c", "min_value": "0"}, {"column": ["c"]}],
    ids=["without a column", "unknown argument", "text for a number", "a list for a name"],
)
def test_what_is_wrong_with_a_rule_is_left_to_the_library(arguments):
    assert not answered("expect_column_values_to_be_between", arguments)
    assert answer("expect_column_values_to_be_between", arguments, pd.DataFrame({"c": [1]})) is None


def test_an_unknown_condition_is_left_to_the_library():
    frame = pd.DataFrame({"c": [1, 2]})
    assert answer("expect_column_values_to_be_unique", {"column": "c", "row_condition": "c > 1"}, frame) is None
    condition = {"type": "comparison", "column": {"name": "c"}, "operator": "<", "parameter": 2}
    assert answer("expect_column_values_to_be_unique", {"column": "c", "row_condition": condition}, frame) is None
    assert set(RULES) and all(kind.startswith("expect_") for kind in RULES)
