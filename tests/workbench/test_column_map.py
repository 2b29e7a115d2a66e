"""Confirming headers in a notebook: proposals, the form, and mapping.yaml as it is read again."""

import pytest
import yaml

import evallib as ev
from evallib.intake import read_file

ROWS = [["单位：万元"], ["支出项目", "年初批复数", "预算总额", "实际支出数", "经办"], ["基本支出", 10, 12, 11, "甲"]]


@pytest.fixture
def mapped(workbook, tmp_path):
    return ev.map_columns(workbook({"预算": ROWS}, tmp_path / "2023" / "预算.xlsx"))


def test_every_column_is_shown_with_its_reason(mapped):
    shown = mapped.columns.in_chinese()
    assert list(shown["表头"][:2]) == ["支出项目", "年初批复数"]
    assert "请确认" in set(shown["待确认"]) and all(shown["依据"])
    assert "预算.xlsx" in mapped.columns.caption


def test_confirmed_wordings_are_read_without_a_question(mapped):
    assert [item.text for _, item in mapped.asked] == ["支出项目", "预算总额"]
    path = mapped.confirm({"支出项目": "科目名称", "预算总额": "调整后预算"})
    assert yaml.safe_load(path.read_text("utf-8")) == {
        "tables": {"budget_lines": {"line_name": ["支出项目"], "adjusted_budget_yuan": ["预算总额"]}}
    }
    assert [p for p in read_file(mapped.path, 2023).problems if p.code == "intake.proposed_column"] == []


def test_a_file_keeps_what_stood_in_it(mapped):
    path = mapped.path.parent / "mapping.yaml"
    path.write_text("# 工单的列\ncolumns: {}\n", encoding="utf-8")
    mapped.confirm({"年初批复数": "年初预算"})
    mapped.confirm({"年初批复数": "调整后预算"})
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["tables"] == {"budget_lines": {"adjusted_budget_yuan": ["年初批复数"]}}
    assert "columns" in text


def test_unknown_headers_and_columns_name_the_nearest(mapped):
    with pytest.raises(ev.EvallibError, match="年初批复数"):
        mapped.confirm({"年初批复": "年初预算"})
    with pytest.raises(ev.EvallibError, match="年初预算"):
        mapped.confirm({"年初批复数": "年初预"})


def test_the_form_writes_what_is_chosen(mapped):
    form = mapped.form()
    boxes = {box.description.split(" ", 1)[1]: box for box in form.children if hasattr(box, "options")}
    assert set(boxes) == {item.text for _, item in mapped.asked}
    button = next(child for child in form.children if hasattr(child, "click"))
    button.click()
    assert "预算总额" in (mapped.path.parent / "mapping.yaml").read_text("utf-8")
    assert "已写入" in form.children[-1].value


def test_the_files_of_a_unit_can_be_mapped(shipped, monkeypatch):
    monkeypatch.chdir(shipped.root)
    unit = ev.open("pujin", 2023)
    assert unit.files and all(path.is_file() for path in unit.files)
    columns = ev.map_columns(next(path for path in unit.files if "自评表" in path.name)).columns
    assert "一级指标" in "".join(columns.iloc[:, 3].astype(str))
