"""A framework goes to Excel and YAML and comes back the same; mistakes are named with sheet and cell."""

import re

import openpyxl
import pytest

from evallib.model import EvallibError
from evallib.scoring import (
    RULE_KINDS,
    Framework,
    export_framework,
    import_framework,
    list_frameworks,
    load_framework,
    to_yaml,
)

pytestmark = pytest.mark.slow

FRAMEWORKS = {framework.id: framework for framework in list_frameworks()}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_round_trip(name, tmp_path):
    framework = FRAMEWORKS[name]
    back = import_framework(export_framework(framework, tmp_path / "体系.xlsx"))
    assert back == framework
    (tmp_path / "体系.yaml").write_text(to_yaml(back), encoding="utf-8")
    assert load_framework(tmp_path / "体系.yaml") == framework


def changed(tmp_path, sheet, cell, value):
    path = export_framework(FRAMEWORKS["huacao-department-2023"], tmp_path / "体系.xlsx")
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    return path


def test_one_row_per_indicator(tmp_path):
    sheet = openpyxl.load_workbook(changed(tmp_path, "基本信息", "B1", "项"))["指标体系"]
    assert sheet.max_row == 49
    assert sheet["L2"].value == "档位查表"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "place", "message"),
    [
        ("指标体系", "E3", "两分", "E3", "分值应为数字"),
        ("指标体系", "E3", "3", "", "一级指标的分值之和不等于满分"),
        ("指标体系", "L3", "档位查找", "L3", "不认识的评分规则"),
        ("指标体系", "M3", "{tiers: [", "M3", "单元格内容看不懂"),
        ("指标体系", "M4", "deduct_pionts: 0.5", "第4行", "不认识的键“deduct_pionts”"),
        ("指标体系", "A1", "一级", "第1行", "缺少列“一级指标”"),
        ("基本信息", "C1", "内", "第1行", "缺少列"),
        ("基本信息", "C6", "{from: 一月一日}", "C6", "“from”应为日期"),
    ],
)
def test_mistakes_name_their_cell(tmp_path, sheet, cell, value, place, message):
    with pytest.raises(EvallibError) as error:
        import_framework(changed(tmp_path, sheet, cell, value))
    found = [problem for problem in error.value.problems if message in problem.message]
    assert found, str(error.value)
    assert place in found[0].cell


def test_weights_as_numbers_are_read(tmp_path):
    framework = import_framework(changed(tmp_path, "指标体系", "E2", 2))
    assert framework.leaves[0].weight == 2


def test_missing_file_and_sheet(tmp_path):
    with pytest.raises(EvallibError, match="找不到文件"):
        import_framework(tmp_path / "无.xlsx")
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    with pytest.raises(EvallibError, match="缺少工作表“指标体系”"):
        import_framework(tmp_path / "空.xlsx")


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_rule_is_told_in_chinese(name, tmp_path):
    """No key of the YAML stands in the sentence that evaluators read."""
    book = openpyxl.load_workbook(export_framework(FRAMEWORKS[name], tmp_path / "体系.xlsx"))
    told = [row[5] for row in book["指标体系"].iter_rows(min_row=2, values_only=True)]
    told += [row[0] for sheet in ("基本信息", "上级指标", "加减分") for row in book[sheet].iter_rows(values_only=True)]
    assert len(told) > len(FRAMEWORKS[name].leaves)
    assert all(text and not re.search(r"[{}]|[a-z_]{3,}", text) for text in told), told


def test_the_telling_is_not_read_back(tmp_path):
    framework = import_framework(changed(tmp_path, "指标体系", "F2", "随便写"))
    assert framework == FRAMEWORKS["huacao-department-2023"]


def test_a_sheet_without_the_telling_is_read(tmp_path):
    path = export_framework(FRAMEWORKS["huacao-department-2023"], tmp_path / "体系.xlsx")
    book = openpyxl.load_workbook(path)
    book["指标体系"].delete_cols(6)
    for sheet in ("上级指标", "加减分", "基本信息"):
        book[sheet].delete_cols(1)
    del book["使用说明"]
    book["指标体系"]["K3"] = "档位查找"
    book.save(path)
    with pytest.raises(EvallibError, match="K3"):  # the cell where it now stands
        import_framework(path)
    book["指标体系"]["K3"] = "档位查表"
    book.save(path)
    assert import_framework(path) == FRAMEWORKS["huacao-department-2023"]


def test_the_sheets_can_be_read_and_printed(tmp_path):
    book = openpyxl.load_workbook(export_framework(FRAMEWORKS["huacao-department-2023"], tmp_path / "体系.xlsx"))
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert {row[0].value for row in book["使用说明"].iter_rows()} >= {
        f"评分规则：{m.label}" for m in RULE_KINDS.values()
    }
    told = dict(row[:2] for row in book["使用说明"].iter_rows(min_row=2, values_only=True))
    for model in RULE_KINDS.values():
        assert told[f"评分规则：{model.label}"] == model.__doc__.split("\n")[0].rstrip(".。") != ""


def deep(levels):
    """A framework of one indicator under so many levels."""
    node = {"code": f"A{levels}", "name": f"第{levels}级", "weight": "100", "rule": {"kind": "judgement"}}
    for level in range(levels - 1, 0, -1):
        node = {"code": f"A{level}", "name": f"第{level}级", "weight": "100", "children": [node]}
    data = FRAMEWORKS["huacao-department-2023"].model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return Framework.model_validate({**data, "adjustments": [], "full_score": "100", "indicators": [node]})


def test_five_levels_keep_their_leaves(tmp_path):
    framework = deep(5)
    path = export_framework(framework, tmp_path / "体系.xlsx")
    assert [cell.value for cell in openpyxl.load_workbook(path)["指标体系"][1]][3:6] == ["四级指标", "五级指标", "分值"]
    assert import_framework(path) == framework


def test_more_levels_than_the_sheet_can_name_are_refused(tmp_path):
    with pytest.raises(EvallibError, match="指标体系有 10 级"):
        export_framework(deep(10), tmp_path / "体系.xlsx")
    assert not (tmp_path / "体系.xlsx").exists()
