"""Suites: strict reading, every rule worded, failing rows complete, the same identities as the audit's."""

import json
from decimal import Decimal

import pandas as pd
import pytest

from evallib.checks import LabelledKind, check_frame, check_table, load_suite
from evallib.model import EvallibError, all_schemas, get_schema

D = Decimal


def rates(count, **changes):
    frame = pd.DataFrame(
        {"indicator": "先行联系率", "rate": D("0.976"), "period": [f"第{n}月" for n in range(count)], "year": 2023},
        dtype=object,
    ).reindex(columns=get_schema("four_rates").column_names)
    frame = frame.astype(object).where(frame.notna(), None)
    frame["row_kind"], frame["source_file"], frame["source_sheet"] = "line", "四率.xlsx", "四率"
    frame["source_row"] = range(3, count + 3)
    frame["source_cells"] = [json.dumps({"rate": f"B{n}", "sampled_count": f"C{n}"}) for n in frame["source_row"]]
    for column, (row, value) in changes.items():
        frame.at[row, column] = value
    return frame


def test_every_failing_row_is_named(root):
    frame = rates(500)
    frame.loc[100:399, "rate"] = D("9.76")
    problems = check_frame(frame, get_schema("four_rates"), root / "expectations")
    assert [problem.cell for problem in problems] == [f"B{row}" for row in range(103, 403)]
    assert {problem.value for problem in problems} == {"976%"}


def test_every_rule_is_told_passed_or_failed(root):
    schema = get_schema("four_rates")
    results = check_table(rates(4, rate=(2, None)), schema, root / "expectations")
    suite = load_suite(root / "expectations/four_rates.json", schema)
    assert [result.rule for result in results] == [rule.meta.rule for rule in suite.expectations]
    assert [(r.number, r.status, r.checked, r.failed) for r in results if r.status != "passed"] == [(2, "failed", 4, 1)]


def test_a_rule_without_its_list_is_not_run(root):
    schema = get_schema("case_counts")
    frame = pd.DataFrame([{"topic": "抽查", "category": "城管", "dimension": "主责部门", "cases_count": 3, "year": 2023,
                           "row_kind": "line", "source_file": "a", "source_sheet": "b", "source_row": 3,
                           "source_cells": '{"category": "B3"}'}], columns=schema.column_names, dtype=object)  # fmt: skip
    skipped = [r for r in check_table(frame, schema, root / "expectations") if r.status == "skipped"]
    assert len(skipped) == 1 and "agencies" in skipped[0].note
    told = check_frame(frame, schema, root / "expectations", {"agencies": ["城管中队"]})
    assert [(problem.severity, problem.cell, problem.value) for problem in told] == [("warning", "B3", "城管")]
    assert check_frame(frame, schema, root / "expectations", {"agencies": ["城管"]}) == []


@pytest.mark.parametrize("name", sorted(all_schemas()))
def test_shipped_suites_are_readable(root, name):
    path = root / "expectations" / f"{name}.json"
    suite = load_suite(path, get_schema(name))
    assert "\\u" not in path.read_text(encoding="utf-8")
    assert suite.name == name and suite.notes
    for rule in suite.expectations:
        assert rule.meta.rule and rule.meta.message and rule.meta.advice
    required = {column.name for column in get_schema(name).required}
    assert required & {rule.kwargs.get("column") for rule in suite.expectations if "null" in rule.type}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rule: rule | {"sverity": "critical"}, ["不认识的键“sverity”", "severity", "第1条"]),
        (lambda rule: rule | {"severity": "fatal"}, ["severity", "第1条"]),
        (lambda rule: rule | {"kwargs": {"column": "rates"}}, ["没有“rates”这一列", "您是不是要写“rate”"]),
        (lambda rule: rule | {"meta": {"rule": "x"}}, ["缺少必填项“message”", "第1条"]),
        # The library's own words: its import takes two seconds.
        pytest.param(
            lambda rule: rule | {"type": "expect_column_values_to_be_nul"},
            ["没有名为", "expect_column_values_to_be_null"],
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda rule: rule | {"kwargs": {"column": "rate", "max": 1}},
            ["参数不合要求", "第1条"],
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_mistyped_suite_is_refused(root, tmp_path, change, said):
    suite = json.loads((root / "expectations/four_rates.json").read_text(encoding="utf-8"))
    suite["expectations"][0] = change(suite["expectations"][0])
    (tmp_path / "four_rates.json").write_text(json.dumps(suite), encoding="utf-8")
    with pytest.raises(EvallibError) as error:
        check_frame(rates(2), get_schema("four_rates"), tmp_path)
    for words in said:
        assert words in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"), [("{", "第1行"), ('{"name": "a", "name": "b"}', "“name”写了两次"), (None, "缺少校验规则文件")]
)
def test_a_broken_suite_is_refused(tmp_path, text, said):
    if text is not None:
        (tmp_path / "four_rates.json").write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError, match=said):
        load_suite(tmp_path / "four_rates.json", get_schema("four_rates"))


def test_columns_of_cases_without_a_header_have_chinese_names():
    kind = LabelledKind("service_requests", "工单", {"year": "year", "status": "案件状态", "is_closed": "is_closed"})
    assert [kind.label_of(name) for name in ("year", "status", "is_closed")] == ["年度", "案件状态", "是否办结"]
