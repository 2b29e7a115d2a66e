"""One list of findings per unit: both engines, each thing once, nothing that only one reading gives."""

from __future__ import annotations

import pytest

from evallib.audit import audit_sheets, unit_findings
from evallib.checks import UnitData, clean_unit

pytestmark = pytest.mark.slow

PRICES = [["2023 年度物料清单"], ["单位：元"], ["名称", "数量", "单价(元)", "金额(元)"], ["展板", 68, 128, 8704],
          ["折页", 2000, 2, 4000], ["合计", None, None, 12800]]  # fmt: skip


@pytest.fixture
def findings(empty_workspace, workbook):
    """Findings of a unit that handed in these sheets."""

    def found(sheets, *, corrections=""):
        folder = empty_workspace.raw_dir("town", 2023)
        workbook(sheets, folder / "明细.xlsx")
        if corrections:
            (folder / "corrections.yaml").write_text(corrections, encoding="utf-8")
        clean_unit(empty_workspace.at("town", 2023))
        return unit_findings(UnitData(empty_workspace, "town", 2023))

    return found


def test_what_both_engines_find_is_one_finding(findings):
    frame = findings({"物料": PRICES})
    assert frame["place"].tolist() == ["明细.xlsx › 物料 › D6"]
    assert frame["arithmetic"].tolist() == ["8,704 + 4,000 = 12,704"]
    assert frame["kind"].tolist() == ["合计与明细"] and frame["severity"].tolist() == ["score"]


def test_a_corrected_figure_is_no_finding(findings):
    correction = (
        "{file: 明细.xlsx, sheet: 物料, cell: D6, printed: '12800', corrected: '12704', reason: 笔误, role: 组长}"
    )
    assert findings({"物料": PRICES}, corrections=f"corrections:\n  - {correction}\n").empty


def test_only_sheets_on_the_page_are_audited(findings, empty_workspace):
    data = UnitData(empty_workspace, "town", 2023)
    findings({"物料": PRICES, "草稿": [["随手", "记"], ["合计", 3], ["甲", 1]]})
    document = audit_sheets(data).document
    assert (document.name, document.year) == ("明细.xlsx", 2023)
    assert {table.title for _, table in document.tables} == {"物料"}


def test_two_price_lists_of_one_thing(findings):
    second = [["2023 年度预算明细"], ["单位：元"], ["物品名称", "规格型号", "数量", "金额(元)"],
              ["宣传展板", "80*120CM/块", 68, 8704], ["宣传折页", "297*210MM/张", 200, 4000],
              ["宣传小礼品", "定制", 800, 7840]]  # fmt: skip
    first = [["2023 年度物料清单"], ["单位：元"], ["名称", "数量", "单价(元)", "金额(元)"],
             ["宣传展板80*120CM", 68, 128, 8704], ["宣传折页297*210MM", 2000, 2, 4000],
             ["宣传小礼品", 800, 9.8, 7840]]  # fmt: skip
    frame = findings({"清单": first, "预算": second})
    (row,) = frame.to_dict("records")
    assert (row["printed"], row["recomputed"]) == ("2000", "200")
    assert row["place"] == "明细.xlsx › 清单 › B5；明细.xlsx › 预算 › C5"


@pytest.mark.parametrize(
    ("unit", "year", "cells"),
    [
        ("huacao", 2023, {"B3", "B17", "I5", "C8", "D47", "C5", "D40", "D17", "F19", "F20"}),
        ("maqiao", 2024, {"A6", "E46", "G9", "E4", "E12", "G8", "B9", "F4", "F5", "H5", "F9", "C4"}),
        ("pujin", 2023, {"C3", "C6", "E8", "D6"}),  # not the 红灯案件, whose rows are examples
        ("xianghua", 2023, set()),
    ],
)
def test_shipped_units(clean, unit, year, cells):
    places = unit_findings(clean(unit, year))["place"]
    assert {place.split("；")[0].rpartition(" › ")[2] for place in places} == cells


def test_a_heading_printed_in_two_tables_is_one_finding(clean):
    frame = unit_findings(clean("huacao", 2023))
    (heading,) = frame[frame["code"] == "weight.heading"].to_dict("records")
    assert (heading["printed"], heading["recomputed"]) == ("10分", "8分")
    assert heading["place"].count("›") == 4


def test_a_total_in_another_unit_is_not_told_as_a_wrong_sum(clean):
    frame = unit_findings(clean("maqiao", 2024))
    told = frame[frame["place"].str.endswith("表6 综合管理巡查服务 › F9")]
    assert told["code"].tolist() == ["unit.column"]


def test_one_workbook_contradicts_another(clean):
    frame = unit_findings(clean("huacao", 2023))
    (goal,) = frame[frame["code"] == "target.rule"].to_dict("records")
    assert (goal["printed"], goal["recomputed"]) == ("92%以上", "95%")
    assert goal["place"] == "计划与目标.xlsx › 绩效目标表 › D17；指标体系与得分.xlsx › 指标体系及得分 › H47"
