"""A second hand-in of the same table is a version: changed cells, figures and scores are told on the page."""

import pytest

from evallib.checks import UnitData, clean_unit, version_changes
from evallib.publish import UnitPage, show_versions

pytestmark = pytest.mark.slow

BUDGET = [
    ["单位：万元"],
    ["科目名称", "年初预算", "调整后预算", "执行金额"],
    ["基本支出", 10, 10, 9],
    ["项目支出", 5, 5, 5],
]


def form(executed, actual):
    return [
        ["2023年度项目支出绩效自评表"],
        ["项目名称", None, "河道巡护"],
        ["主管部门", None, "某局", None, "实施单位", "某站"],
        ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 50, 50, executed, 10, f"{executed * 2}%", executed / 5],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "巡护次数", "≥10次", actual, 90, 90],
    ]


@pytest.fixture
def twice(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    workbook({"预算": BUDGET, "自评表": form(50, "10次")}, folder / "表.xlsx")
    clean_unit(empty_workspace.at("town", 2023))
    workbook(
        {"预算": [*BUDGET[:2], ["基本支出", 10, 10, 8], ["其他支出", 1, 1, 1]], "自评表": form(45, "9次")},
        folder / "表.xlsx",
    )
    clean_unit(empty_workspace.at("town", 2023))
    return UnitData(empty_workspace, "town", 2023)


def test_changed_cells_and_rows_are_listed(twice):
    told = [
        (change.row, change.column and change.column.name, change.before, change.after)
        for change in version_changes(twice)
    ]
    assert ("基本支出", "executed_yuan", 90_000, 80_000) in told
    assert ("其他支出", None, None, "新增一行") in told
    assert ("项目支出", None, "不再有这一行", None) in told
    assert [item for item in told if item[1] == "actual"] == [
        ("河道巡护 › 产出指标 › 数量指标 › 巡护次数", "actual", "10次", "9次")
    ]


def test_the_page_tells_cells_and_scores(twice, monkeypatch):
    texts: list[str] = []
    monkeypatch.setattr(
        "evallib.publish.page.showing._display", lambda bundle, **mark: texts.append(str(bundle.get("text/html", "")))
    )
    show_versions(UnitPage.of(twice))
    text = "".join(texts)
    assert "与上一次提交相比" in text
    assert "90,000.00 元" in text and "80,000.00 元" in text
    assert "上一版得分" in text and "100.00" in text and "90.00" in text


def test_the_same_files_again_are_no_version(empty_workspace, workbook):
    workbook({"预算": BUDGET}, empty_workspace.raw_dir("town", 2023) / "表.xlsx")
    clean_unit(empty_workspace.at("town", 2023))
    clean_unit(empty_workspace.at("town", 2023))
    assert version_changes(UnitData(empty_workspace, "town", 2023)) == []
