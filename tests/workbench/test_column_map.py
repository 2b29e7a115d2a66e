"""Confirming headers in a notebook: proposals, the form, and mapping.yaml as it is read again."""

import pytest
import yaml
from typer.testing import CliRunner

import evallib as ev
from evallib.cli import app
from evallib.intake import read_file

ROWS = [["单位：万元"], ["支出项目", "预算总额", "支付金额", "经办"], ["办公用房", 12, 11, "甲"]]


@pytest.fixture
def mapped(workbook, tmp_path):
    return ev.map_columns(workbook({"预算": ROWS}, tmp_path / "2023" / "预算.xlsx"))


def test_every_column_is_shown_with_its_reason(mapped):
    shown = mapped.columns.in_chinese()
    assert list(shown["表头"][:2]) == ["支出项目", "预算总额"]
    assert "请确认" in set(shown["待确认"]) and all(shown["依据"])
    assert "预算.xlsx" in mapped.columns.caption


def test_confirmed_wordings_are_read_without_a_question(mapped):
    assert [item.text for _, item in mapped.asked] == ["预算总额", "支付金额"]
    path = mapped.confirm({"支付金额": "执行金额", "预算总额": "调整后预算"})
    assert yaml.safe_load(path.read_text("utf-8")) == {
        "tables": {"budget_lines": {"executed_yuan": ["支付金额"], "adjusted_budget_yuan": ["预算总额"]}}
    }
    assert [p for p in read_file(mapped.path, 2023).problems if p.code == "intake.proposed_column"] == []


def test_a_file_keeps_what_stood_in_it(mapped):
    path = mapped.path.parent / "mapping.yaml"
    path.write_text("# 工单的列\ncolumns: {}\n", encoding="utf-8")
    mapped.confirm({"预算总额": "年初预算"})
    mapped.confirm({"预算总额": "调整后预算"})
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["tables"] == {"budget_lines": {"adjusted_budget_yuan": ["预算总额"]}}
    assert "columns" in text


def test_unknown_headers_and_columns_name_the_nearest(mapped):
    with pytest.raises(ev.EvallibError, match="预算总额"):
        mapped.confirm({"预算总": "年初预算"})
    with pytest.raises(ev.EvallibError, match="年初预算"):
        mapped.confirm({"预算总额": "年初预"})


def test_the_form_writes_what_is_chosen(mapped):
    form = mapped.form()
    boxes = {box.description.split(" ", 1)[1]: box for box in form.children if hasattr(box, "options")}
    assert set(boxes) == {item.text for _, item in mapped.asked}
    button = next(child for child in form.children if hasattr(child, "click"))
    button.click()
    assert "预算总额" in (mapped.path.parent / "mapping.yaml").read_text("utf-8")
    assert "已写入" in form.children[-1].value


@pytest.mark.slow
def test_the_files_of_a_unit_can_be_mapped(shipped, monkeypatch):
    monkeypatch.chdir(shipped.root)
    unit = ev.open("pujin", 2023)
    assert unit.files and all(path.is_file() for path in unit.files)
    columns = ev.map_columns(next(path for path in unit.files if "自评表" in path.name)).columns
    assert "一级指标" in "".join(columns.iloc[:, 3].astype(str))


FORM = [
    ["项目支出绩效自评表"],
    ["项目名称", "河岸绿化"],
    ["主管部门", "某区水务局", "实施单位", "河道所"],
    ["项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", 40, 40, 38, 10, "95%", 9.5],
    ["维度", "类型", "评价指标", "应达目标", "实绩", "顶格分", "拿到分"],
    ["产出指标", "数量指标", "补种面积", "≥3亩", "3亩", 40, 40],
    ["产出指标", "质量指标", "成活率", "≥95%", "96%", 30, 30],
    ["效益指标", "社会效益指标", "岸线整洁", "改善", "改善", 20, 20],
]  # fmt: skip
TOLD = {"intake.proposed_column", "intake.form_proposed_columns"}


def told(path):
    return [problem for problem in read_file(path, 2023).problems if problem.code in TOLD]


@pytest.mark.parametrize(("kind", "rows"), [("budget_lines", ROWS), ("self_evaluation_indicators", FORM)])
def test_the_lines_that_the_gate_prints_settle_the_question(workbook, tmp_path, kind, rows):
    path = workbook({"表": rows}, tmp_path / "2023" / "表.xlsx")
    asked = told(path)
    assert asked
    whole = {"tables": {kind: {}}}
    for problem in asked:
        first, *lines = problem.advice.splitlines()
        assert "mapping.yaml" in first and len(lines) == 2
        whole["tables"][kind] |= yaml.safe_load("\n".join(lines))["tables"][kind]
    before = read_file(path, 2023).tables[kind][0].drop(columns=["source_file", "source_cells"])
    (path.parent / "mapping.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    assert told(path) == []
    assert read_file(path, 2023).tables[kind][0].drop(columns=["source_file", "source_cells"]).equals(before)


def test_map_shows_the_fields_of_a_case_export(workbook, tmp_path):
    head = ["工单编号", "受理时间", "诉求类型", "承办单位", "办结时间", "是否满意", "网格长"]
    path = workbook(
        {"明细": [head, ["GD1", "2024-03-05 09:00", "噪音", "城管办", "2024-03-06 09:00", "满意", "甲"]]},
        tmp_path / "单.xlsx",
    )
    told = CliRunner().invoke(app, ["map", str(path)]).output
    assert "明细：工单" in told and "“承办单位” → 主责部门（agency_responsible）" in told
    assert "“网格长” → 未读入" in told and "case_counts" not in told


@pytest.mark.parametrize(("kind", "rows"), [("budget_lines", ROWS), ("self_evaluation_indicators", FORM)])
def test_map_writes_what_it_proposes_and_keeps_what_stands_there(workbook, tmp_path, kind, rows):
    path = workbook({"表": rows}, tmp_path / "2023" / "表.xlsx")
    mapping = path.parent / "mapping.yaml"
    mapping.write_text("# 工单的列\ncolumns: {}\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["map", str(path), "--write"])
    assert result.exit_code == 0 and "已写入" in result.output
    held = yaml.safe_load(mapping.read_text("utf-8"))
    assert held["columns"] == {} and held["tables"][kind]
    assert told(path) == []
    assert "没有待确认的列" in CliRunner().invoke(app, ["map", str(path)]).output
