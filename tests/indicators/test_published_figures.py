"""The figures that the published reports print come out of the handed-in tables."""

from decimal import Decimal

import pytest

from evallib.indicators import (
    budget_execution,
    difference_pp,
    growth,
    published_request_rates,
    staffing_control_rate,
    survey_indices,
    task_completion,
    totals_by_year,
)
from evallib.indicators.four_rates import four_rates
from evallib.publish import pct, signed_pct

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("unit", "year", "execution", "adjustment"),
    [
        ("huacao", 2021, "99.93%", "-61.73%"),
        ("huacao", 2022, "99.95%", "-20.82%"),
        ("huacao", 2023, "100.00%", "+8.66%"),
        ("pujin", 2023, "99.97%", "-5.21%"),
        ("maqiao", 2024, "100.00%", "-25.36%"),
    ],
)
def test_budget_totals(clean, unit, year, execution, adjustment):
    totals = totals_by_year(clean(unit, year).table("budget_lines")).set_index("year")
    assert pct(totals.at[year, "execution_rate"]) == execution
    assert signed_pct(totals.at[year, "adjustment_rate"]) == adjustment


def test_adjustment_of_the_old_line_items(clean):
    """Without the merged 安监所 the budget of 2023 grew by 6.61%, as printed under B14."""
    lines = budget_execution(clean("huacao", 2023).table("budget_departments"))
    old = lines[(lines["department"] == "原华漕镇城运中心") & (lines["row_kind"] == "subtotal")]
    assert [pct(rate) for rate in old["adjustment_rate"]] == ["6.61%"]


def test_growth_names_its_base(clean):
    """The printed 125.16% is the growth over the adjusted 2022 budget, not over the 990.14 that the text names."""
    totals = totals_by_year(clean("huacao", 2023).history("budget_lines")).set_index("year")
    adjusted = totals["adjusted_budget_yuan"]
    assert pct(growth(adjusted[2023], adjusted[2022])["value"]) == "125.16%"
    assert pct(growth(adjusted[2023], totals.at[2022, "initial_budget_yuan"])["value"]) == "78.28%"


@pytest.mark.parametrize(
    ("survey", "expected"),
    [("案件回访评价", "69.38%"), ("居民满意度", "90.37%"), ("内部人员满意度", "96.84%"), ("提升认同度", "87.36%")],
)
def test_weighted_satisfaction(clean, survey, expected):
    indices = survey_indices(clean("huacao", 2023).table("survey_answers")).set_index("survey")
    assert pct(indices.at[survey, "value"]) == expected


@pytest.mark.parametrize(
    ("unit", "name", "expected"),
    [
        ("huacao", "案件处置·办结率", "99.09%"),
        ("huacao", "处置及时率", "98.10%"),
        ("pujin", "110非警情分流联动案件·办结率", "98.97%"),
        ("pujin", "网格巡查·办结率", "99.63%"),  # printed 97.7%: a finding
    ],
)
def test_completion_and_timeliness(clean, unit, name, expected):
    rates = published_request_rates(clean(unit, 2023).table("case_counts")).set_index("name")
    assert pct(rates.at[name, "value"]) == expected


def test_resolution_rate_of_pujin(clean):
    rates = four_rates(clean("pujin", 2023).table("four_rates")).set_index("indicator")
    row = rates.loc["诉求解决率"]
    assert (row["numerator"], row["denominator"]) == (437, 602)
    assert pct(row["value"]) == pct(row["printed_rate"]) == "72.59%"
    assert row["note"] == ""
    assert "68.02%" in rates.at["市民满意率", "note"]  # (616 - 197) / 616 is not the printed 64.12%


def test_tasks_and_staff(clean):
    data = clean("huacao", 2023)
    tasks = task_completion(data.table("work_plan")).set_index("task_kind")
    assert pct(tasks.at["年度计划", "value"]) == "83.33%"
    assert pct(tasks.at["重点项目", "value"]) == "100.00%"
    staff = data.table("staff").set_index("category")
    control = staffing_control_rate(staff.at["在编人员", "actual_count"], staff.at["在编人员", "approved_count"])
    assert control["value"] == Decimal("0.96")


def test_satisfaction_fell_by_percentage_points(clean):
    rates = four_rates(clean("huacao", 2023).history("four_rates"))
    satisfaction = rates[rates["indicator"] == "市民满意率"].set_index("year")["printed_rate"]
    assert difference_pp(satisfaction[2023], satisfaction[2022]) == Decimal("-9.11")
    assert list(satisfaction.index) == [2021, 2022, 2023]
