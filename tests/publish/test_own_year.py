"""A table may tell two years, a sum beside its parts, or nothing: what the page of a year says of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from stored_tables import YEAR, stored

from evallib.model import Workspace
from evallib.publish import UnitPage, draw, panel, show_absence
from evallib.publish.messages import cases, failures, money, pictures, rates, surveys
from evallib.publish.sections import hand_in_versions, overview, rates_and_cases, resources
from evallib.workbench import Unit


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    blocks: list[tuple[dict[str, Any], dict[str, Any]]] = []
    monkeypatch.setattr("evallib.publish.page.showing._display", lambda bundle, **mark: blocks.append((bundle, mark)))
    return blocks


def answers(year: int, *counts: int) -> list[dict[str, Any]]:
    options = ("非常满意", "满意", "不满意")
    return [{"year": year, "survey": "居民", "option": option, "answers_count": count, "weight_rate": weight}
            for option, count, weight in zip(options, counts, (Decimal(1), Decimal("0.8"), Decimal(0)), strict=True)]  # fmt: skip


def test_a_survey_of_two_years_is_told_by_the_answers_of_one(tmp_path: Path, shown: list[Any]) -> None:
    data = stored(tmp_path, survey_answers=[*answers(YEAR - 1, 10, 10, 80), *answers(YEAR, 50, 30, 20)])
    page = UnitPage(data)
    assert page.surveys["value"].tolist() == [Decimal("0.74")]  # 50 × 100% + 30 × 80% of 100 people
    assert page.satisfied[["numerator", "denominator"]].values.tolist() == [[80, 100]]
    [thing] = surveys.survey_things(page)
    assert "20 人" in thing.headline
    rates_and_cases.show_satisfaction(page)
    table = next(mark["table"] for _, mark in shown if "table" in mark)
    assert table.count("居民") == 3 and ">80<" not in table
    assert Unit(data).satisfaction()["denominator"].tolist() == [100]


def test_a_sum_of_failed_samples_is_no_agency(tmp_path: Path, shown: list[Any]) -> None:
    listed = [("城管中队", 20, "line"), ("房管办", 10, "line"), ("合计", 30, "total")]
    rows = [{"topic": "不满意", "dimension": "部门", "category": name, "cases_count": count, "row_kind": kind}
            for name, count, kind in listed]  # fmt: skip
    page = UnitPage(stored(tmp_path, case_counts=rows))
    message = failures.failures_message(page)
    assert message is not None and message.headline == "列出不满意 30 件"
    rates_and_cases.show_failed_samples(page)
    assert [mark["title"] for _, mark in shown if mark.get("title")] == ["不满意：城管中队 20 件最多"]


def test_the_sample_of_a_rate_is_that_of_the_year(tmp_path: Path) -> None:
    rows = [{"year": year, "indicator": "市民满意率", "rate": Decimal("0.8"), "sampled_count": count, "failed_count": 20, "period": f"{year}年"}
            for year, count in ((YEAR - 1, 100), (YEAR, 200))]  # fmt: skip
    assert rates.sample_of(UnitPage(stored(tmp_path, four_rates=rows)), "市民满意率") == (200, 20)


def test_years_that_nobody_told_are_no_fall_in_a_row() -> None:
    told = {2019: 0.95, 2022: 0.90, 2023: 0.85}
    rows = [{"year": year, "indicator": "市民满意率", "printed_rate": rate} for year, rate in told.items()]
    page: Any = SimpleNamespace(rate_rows=rows, year=2023)
    assert rates.falls(page, "市民满意率") == 1
    page = SimpleNamespace(
        rate_rows=[row | {"year": row["year"] + 2 * (row["year"] == 2019)} for row in rows], year=2023
    )
    assert rates.falls(page, "市民满意率") == 2


def test_declared_funds_are_shown_without_goals(tmp_path: Path, shown: list[Any]) -> None:
    funds = [{"project_name": "河道整治", "funds_item": "年度资金总额", "amount_yuan": Decimal(1250000)}]
    resources.show_plan_and_goals(UnitPage(stored(tmp_path, goal_funds=funds)))
    assert any("125.00" in str(bundle) and "河道整治" in str(bundle) for bundle, _ in shown)


def budget(year: int, *amounts: tuple[str, int, int]) -> list[dict[str, Any]]:
    return [{"year": year, "line_name": name, "initial_budget_yuan": Decimal(adjusted), "adjusted_budget_yuan": Decimal(adjusted),
             "executed_yuan": Decimal(executed), "level": 1} for name, adjusted, executed in amounts]  # fmt: skip


def test_a_budget_like_last_years_neither_grows_nor_falls(tmp_path: Path) -> None:
    lines = ("基本支出", 600000, 600000), ("项目支出", 400000, 430000)
    message = money.budget_message(
        UnitPage(stored(tmp_path, budget_lines=[*budget(YEAR - 1, *lines), *budget(YEAR, *lines)]))
    )
    assert message is not None
    assert message.headline.endswith("与上年持平") and "减 0.00%" not in str(message)
    assert "项目支出超支 3.00 万元" in message.text and "基本支出全部执行" in message.text


@pytest.mark.parametrize(("now", "told"), [((50, 100), False), ((50, 90), True)])
def test_a_kind_that_did_not_move_is_not_among_all_that_fell(now: tuple[int, int], told: bool) -> None:
    rows = [{"topic": "群众投诉", "category": name, "cases_count": count, "previous_count": 100, "value": Decimal(count - 100) / 100,
             "printed_value": None, "source": "上年表", "note": ""} for name, count in zip("甲乙", now, strict=True)]  # fmt: skip
    counts = pd.DataFrame(columns=["topic", "dimension", "row_kind", "subcategory", "cases_count"])
    page: Any = SimpleNamespace(count_growth=pd.DataFrame(rows, dtype=object), counts=counts)
    assert any("全部减少" in thing.headline for thing in cases.case_things(page)) == told


def test_a_rate_is_rounded_alike_in_text_and_picture() -> None:
    """9 of 32 are 28.125%, which halves up to 28.13% wherever it stands."""
    row = {"year": YEAR, "indicator": "市民满意率", "printed_rate": Decimal(9) / 32, "average_rate": Decimal("0.28565"),
           "average_label": "街镇平均", "lower": 0.28125, "upper": 0.28565}  # fmt: skip
    drawn = panel([row], (0.0, 100.0), lines=False) + panel([row, row], (0.0, 100.0), lines=True)
    assert "28.13" in drawn and "28.12" not in drawn
    assert drawn.count("28.57") >= 4 and "28.56" not in drawn
    told = draw(pictures.Readings((pictures.Reading("本单位", 28.125),), (28.565, "街镇平均"), ""))
    assert "28.13%" in told and "28.57%" in told


def test_a_count_that_nobody_filled_takes_no_section_down(tmp_path: Path, shown: list[Any]) -> None:
    rows = [{"topic": topic, "dimension": "部门", "category": name, "cases_count": count, "row_kind": kind}
            for topic in ("不满意", "案件受理") for name, count, kind in
            (("城管中队", 20, "line"), ("房管办", None, "line"), ("合计", None if topic == "不满意" else 100, "total"))]  # fmt: skip
    page = UnitPage(stored(tmp_path, case_counts=rows))
    message = failures.failures_message(page)
    assert message is not None and message.headline == "列出不满意 20 件"
    rates_and_cases.show_failed_samples(page)
    assert "程序内部错误" not in str(shown) and "不满意：城管中队 20 件最多" in str(shown)
    assert [thing.headline for thing in cases.case_things(page)] == ["案件受理 100 件，八成以上未列类型"]


def test_why_there_are_no_requests_counts_the_errors_of_their_own_file(tmp_path: Path, shown: list[Any]) -> None:
    data = stored(tmp_path, staff=[{"category": "在编人员", "approved_count": 10}])
    wrong = [{"code": "a", "message": f"第 {place} 处", "file": file, "severity": "error"}
             for place, file in enumerate(("工单.csv", "预算.xlsx", "预算.xlsx"))]  # fmt: skip
    sheets = [{"file": "工单.csv", "table": "service_requests"}, {"file": "预算.xlsx", "table": "budget_lines"}]
    record = {"rejected": ["service_requests"], "problems": wrong, "sheets": sheets}
    (data.folder / "intake.json").write_text(json.dumps(record), encoding="utf-8")
    show_absence(data)
    assert "错误 1 处" in str(shown) and "第 1 处" not in str(shown)


def test_the_score_of_the_version_before_has_two_places_too() -> None:
    card: Any = SimpleNamespace(total=Decimal("86.7"), bounds=())
    open_card: Any = SimpleNamespace(total=None, bounds=(Decimal(60), Decimal("72.5")))
    total = getattr(hand_in_versions, "_total")  # noqa: B009 - the module offers it to nobody
    assert (total(card), total(open_card)) == ("86.70", "待补充（60.00–72.50）")


def test_two_units_of_one_name_both_stand_in_the_list(tmp_path: Path, shown: list[Any]) -> None:
    place = Workspace(tmp_path)
    for unit in ("one", "two"):
        place.raw_dir(unit, 2023).mkdir(parents=True)
        place.clean_dir(unit, 2023).mkdir(parents=True)
        (place.raw / unit / "unit.yaml").write_text("name: 某镇\n", encoding="utf-8")
        record = {"accepted": {"four_rates": 4} if unit == "one" else {}, "rejected": []}
        (place.clean_dir(unit, 2023) / "intake.json").write_text(json.dumps(record), encoding="utf-8")
    overview.show_submissions(place, 2023)
    assert ">某镇<" in str(shown) and ">某镇（two）<" in str(shown) and "4 行" in str(shown)
