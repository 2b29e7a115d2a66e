"""Definitions of rates: strict, dated, with worked examples; a further rate is one entry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from evallib.indicators import COUNTS, FOUR_RATES, RateRule, rates_from_counts, rules
from evallib.model import (
    EvallibError,
    check_cases,
    definition_sets,
    find_rate,
    find_set,
    load_set,
    standard_label,
    terms,
)
from evallib.publish import render_handbook

GOOD = """id: town
name: 某镇口径
valid_from: 2024-01-01
valid_to: 2024-12-31
rates:
  - name: reply_rate
    label: 回复率
    synonyms: [答复率]
    numerator: {contacted_count: 1}
    denominator: {contacted_count: 1, not_contacted_count: 1}
    basis: 回访
"""


def written(tmp_path: Path, text: str, name: str = "town.yaml") -> Path:
    path = tmp_path / "definitions" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_worked_example_comes_out() -> None:
    results = check_cases()
    assert len(results) >= 10 and [result.title for result in results if not result.passed] == []


def test_a_town_has_its_own_set(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(
        tmp_path,
        "cases:\n  - {title: 例, rate: 回复率, given: {contacted_count: 3, not_contacted_count: 1}, value: 0.74}\n",
        "town.cases.yaml",
    )
    found = find_rate("town/答复率", root=tmp_path)
    assert found.label == "回复率" and find_set("town", tmp_path).applies(date(2024, 6, 1))
    assert not find_set("town", tmp_path).applies(date(2025, 1, 1))
    row = rates_from_counts(
        pd.DataFrame({"contacted_count": [3], "not_contacted_count": [1]}), rules=[RateRule.of(found)]
    ).iloc[0]
    assert row["value"] == 0.75 and row["basis"] == "回访"
    result = [case for case in check_cases(definition_sets(tmp_path).values(), tmp_path) if case.set_id == "town"]
    assert [(case.got, case.passed) for case in result] == [(Decimal("0.75"), False)]
    assert 'id="town.reply_rate"' in render_handbook(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("label: 回复率", "lable: 回复率", "第7行"), ("contacted_count: 1}", "contactd_count: 1}", "contacted_count"), ("id: town", "id: twon", "文件名"),
     ("    basis: 回访", "    basis: 全体", "basis"), ("synonyms: [答复率]", "synonyms: [回复率]", "名称重复：回复率"), ("valid_to: 2024-12-31", "valid_to: 2023-12-31", "valid_to"),
     ("numerator: {contacted_count: 1}", "numerator: {}", "分子和分母"), ("    basis: 回访", "    basis: 回访\n    explained: 计为解决", "explained"),
     ("contacted_count: 1, not_contacted_count: 1", "contacted_count: 0, not_contacted_count: 1", "系数"), ("valid_from: 2024-01-01", "valid_from: 明年", "valid_from")],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(EvallibError) as raised:
        load_set(written(tmp_path, GOOD.replace(old, new, 1)))
    text = str(raised.value)
    assert ("town.yaml" in text and "第" in text and told in text) or told in text


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(EvallibError, match="satisfaction_rate"):
        find_rate("satisfacton_rate")
    with pytest.raises(EvallibError, match="huacao-2023"):
        find_set("huacao-2032")
    assert standard_label("实际解决率") == "诉求解决率"


def test_every_count_is_a_term_with_one_name() -> None:
    known = terms()
    assert [name for name in COUNTS if name not in known] == []
    computable = {rule.name for rule in rules()}
    assert set(FOUR_RATES) <= computable, "the sampled rates are computed from single requests as well"
    for rule in rules():
        assert set(rule.counts) <= set(COUNTS)


def test_a_limit_decides_who_counts() -> None:
    bound = {rate.label: rate.is_time_bound for found in definition_sets().values() for rate in found.rates}
    assert bound["按时办结率"] and bound["超时率"] and bound["结案率"] and bound["处置及时率"]
    assert not bound["市民满意率"] and not bound["预算执行率"] and not bound["回访率"]


def test_one_name_two_denominators() -> None:
    national, form = find_rate("national-project-2020/预算执行率"), find_rate("project-self-evaluation/预算执行率")
    assert set(national.denominator) == {"budget_received"} and set(form.denominator) == {"adjusted_budget"}
    assert form.parts({"executed": 5, "adjusted_budget": None}) == (Decimal(5), None)


def test_the_handbook_tells_every_definition() -> None:
    page = render_handbook()
    for found in definition_sets().values():
        for rate in found.rates:
            assert f'id="{found.id}.{rate.name}"' in page and rate.label in page
    assert page.count("<math") == sum(len(found.rates) for found in definition_sets().values())
    assert "<script" not in page and "http" not in page.replace("http://www.w3.org", "")
    assert "99.09%" in page and "部门整体支出绩效评价共性指标体系框架" in page
