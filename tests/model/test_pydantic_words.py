"""No message about a file that people edit holds an English sentence."""

import typing
from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core.core_schema import ErrorType

from evallib.audit import ClaimFile
from evallib.checks import Suite, load_suite
from evallib.intake import Corrections
from evallib.model import (
    ENGLISH,
    OTHER,
    WORDS,
    EvallibError,
    Mapping,
    RequestSchema,
    SamplePlan,
    TableSchema,
    UnitInfo,
    chinese_message,
    get_schema,
    load_model,
)
from evallib.scoring import Framework

MODELS = [UnitInfo, TableSchema, Corrections, Suite, Mapping, RequestSchema, SamplePlan, ClaimFile, Framework]
WRONG = [
    "",
    "约五十",
    "-1",
    "1e999",
    "2023-13-01",
    None,
    True,
    [],
    {},
    ["x"],
    [None],
    {"x": "y"},
    {"x": None},
    [{"x": []}],
]


def english(text):
    return ENGLISH.search(text)


@pytest.mark.parametrize("kind", typing.get_args(ErrorType))
def test_every_kind_of_error_is_chinese(kind):
    names = ("max_length", "expected", "tag", "expected_tags", "gt", "ge", "lt", "le", "multiple_of", "min_length",
             "max_digits", "decimal_places", "whole_digits")  # fmt: skip
    context = dict.fromkeys(names, 3) | {"error": ValueError("must not be empty")}
    said = chinese_message({"type": kind, "loc": ("reason",), "ctx": context, "msg": "Input should be a valid string"})
    assert not english(said) and any("一" <= letter <= "鿿" for letter in said)
    assert ("reason" in said) == ("{key}" in WORDS.get(kind, OTHER))


def broken(model, fields=(), depth=0):
    """Values of the model's shape with one thing wrong in each."""
    yield from ({}, {"x": 1}, *WRONG)
    for name in model.model_fields:
        yield from ({name: wrong} for wrong in WRONG)
        yield from ({name: [wrong]} for wrong in WRONG)
        for inner in typing.get_args(model.model_fields[name].annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel) and depth < 2:
                yield from ({name: [value]} for value in broken(inner, depth=depth + 1) if isinstance(value, dict))


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_whatever_our_models_refuse_has_words_of_its_own(model):
    kinds = set()
    for value in broken(model):
        try:
            model.model_validate(value)
        except EvallibError as error:  # said by a validator of our own
            assert not english(str(error))
        except ValidationError as error:
            for item in error.errors():
                kinds.add(item["type"])
                assert not english(chinese_message(item)), item
    assert kinds and kinds <= WORDS.keys() | {"value_error", "assertion_error"}, kinds - WORDS.keys()


class Numbers(BaseModel):
    model_config = ConfigDict(extra="forbid")

    day: date
    amount: Decimal
    names: dict[str, int] = {}


def test_a_whole_file_of_another_shape(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("- 甲\n", encoding="utf-8")
    with pytest.raises(EvallibError, match="“文件”应为“键: 值”"):
        load_model(path, Numbers)
    assert chinese_message({"type": "model_type", "loc": ("corrections", 0)}) == "“第1项”应为“键: 值”"
    path.write_text("day: 昨天\namount: 约五十\nnames: 无\n", encoding="utf-8")
    with pytest.raises(EvallibError) as found:
        load_model(path, Numbers)
    assert [(p.cell, p.message, p.value) for p in found.value.problems] == [
        ("第1行", "“day”应为日期，例如 2023-01-01", "昨天"),
        ("第2行", "“amount”应为数字", "约五十"),
        ("第3行", "“names”应为“键: 值”", "无"),
    ]


@pytest.mark.parametrize(
    ("data", "cell", "value"),
    [
        (b"a: [1\nb: 2\n", "第2行", "b: 2"),
        (b"a: b: c\n", "第1行", "a: b: c"),
        ("a: 错".encode("gbk"), "", ""),
    ],
)
def test_a_file_that_is_no_yaml_shows_the_line(tmp_path, data, cell, value):
    (tmp_path / "a.yaml").write_bytes(data)
    with pytest.raises(EvallibError) as found:
        load_model(tmp_path / "a.yaml", Numbers)
    [problem] = found.value.problems
    assert (problem.code, problem.cell, problem.value) == ("yaml.syntax", cell, value)
    assert not english(str(problem).replace(str(tmp_path), ""))


def test_a_suite_that_is_no_json_shows_the_line(tmp_path):
    (tmp_path / "four_rates.json").write_text('{"name": "a"\n "notes": 1}', encoding="utf-8")
    with pytest.raises(EvallibError) as found:
        load_suite(tmp_path / "four_rates.json", get_schema("four_rates"))
    assert found.value.problems[0].value == '"notes": 1}' and found.value.problems[0].cell == "第2行"
