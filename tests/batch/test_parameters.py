"""What a parameters cell declares, and what fits it."""

import pytest

from evallib.batch import check_parameters, convert, declared_parameters, parse_parameters

CELL = """
# 参数
unit = "huacao"
year = 2023
rate = 0.5
strict = True
names = ["a"]
free = None
when: str = None
computed = 1 + year
import os
a, b = 1, 2
"""


def test_declared():
    found = parse_parameters(CELL)
    assert {name: item.type for name, item in found.items()} == {
        "unit": "str", "year": "int", "rate": "float", "strict": "bool", "names": "list", "free": "",
        "when": "str", "computed": "",
    }  # fmt: skip


def test_the_shipped_notebook(root):
    assert set(declared_parameters(root / "notebooks" / "unit_summary.ipynb")) == {"unit", "year"}


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("7", "int", 7), (7, "int", 7), ("-1", "int", -1), ("0.25", "float", 0.25), (1, "float", 1.0),
        ("True", "bool", True), ("false", "bool", False), ("a, b", "list", ["a", "b"]), ("[1, 2]", "list", [1, 2]),
        ("{'a': 1}", "dict", {"a": 1}), ("5", "", "5"), ("2023-09", "str", "2023-09"),
    ],
)  # fmt: skip
def test_convert(value, kind, expected):
    assert convert(value, kind) == expected and type(convert(value, kind)) is type(expected)


@pytest.mark.parametrize(
    ("value", "kind"), [("七", "int"), ("1.5", "int"), (1.5, "int"), ("yes", "bool"), ("(1,)", "dict"), (True, "int")]
)
def test_refused(value, kind):
    _, problems = check_parameters("a.ipynb", parse_parameters(f"top: {kind} = None"), {"top": value})
    assert [problem.code for problem in problems] == ["batch.mistyped_parameter"]


def test_all_mistakes_at_once():
    values, problems = check_parameters("a.ipynb", parse_parameters(CELL), {"yaer": 1, "year": "x", "unit": "a"})
    assert values == {"unit": "a"}
    assert [(problem.code, problem.advice) for problem in problems] == [
        ("batch.unknown_parameter", "您是不是要写“year”？"),
        ("batch.mistyped_parameter", "笔记本中的默认值为 2023"),
    ]
