"""Years and parts of a year side by side in one table: the gate lets them in, and a page shows its own."""

import pytest

from evallib.checks import UnitData, check_path, clean_unit
from evallib.publish import UnitPage


@pytest.mark.parametrize(
    ("rows", "table", "count"),
    [
        ([["案件来源统计"], ["案件来源", "2020年", "2021年"], ["热线", 31, 35], ["网格", 14, 9]], "case_counts", 4),
        ([["案件来源统计"], ["案件来源", "上半年", "下半年"], ["热线", 31, 35], ["网格", 14, 9]], "case_counts", 4),
        ([["四率"], ["指标", "第一季度", "第二季度"], ["先行联系率", "93%", "95%"]], "four_rates", 2),
    ],
)
def test_periods_side_by_side_are_no_repeated_rows_for_the_gate(empty_workspace, workbook, rows, table, count):
    path = workbook({"表": rows}, empty_workspace.raw_dir("town", 2021) / "表.xlsx")
    (result,) = check_path(path).results
    assert (result.accepted, [p for p in result.problems if p.severity == "error"]) == ({table: count}, [])


def test_a_page_counts_the_cases_of_its_own_year(empty_workspace, workbook):
    rows = [["案件来源统计"], ["案件来源", "2020年", "2021年"], ["热线", 31, 35], ["网格", 14, 9]]
    workbook({"表": rows}, empty_workspace.raw_dir("town", 2021) / "案件.xlsx")
    clean_unit(empty_workspace.at("town", 2021))
    counts = UnitPage(UnitData(empty_workspace, "town", 2021)).counts
    assert sorted(counts["cases_count"]) == [9, 35]
