"""Inputs that a report must survive: long and hostile texts, many indicators, wrong files beside the data."""

import docx
import openpyxl
import pytest
from drafted import paragraphs, printed_tables
from full_run import copy_workspace

from evallib.checks import clean_unit
from evallib.model import EvallibError
from evallib.publish import check_rules, make_draft, write_word

pytestmark = pytest.mark.slow

HOSTILE = "=HYPERLINK(1)<w:t>&amp;\x07 ]]> 结束"


@pytest.fixture
def workspace(tmp_path):
    workspace = copy_workspace(tmp_path)
    clean_unit(workspace.at("pujin", 2023))
    return workspace


@pytest.fixture
def folder(workspace):
    folder = workspace.raw_dir("pujin", 2023) / "report"
    (folder / "narrative" / "self").mkdir(parents=True)
    return folder


def sheet(path, name, *rows):
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_hostile_and_long_human_text_stays_text(workspace, folder, tmp_path):
    (folder / "narrative" / "self" / "duties.md").write_text(HOSTILE + "\n" + "长" * 2000, encoding="utf-8")
    path = write_word(make_draft(workspace.at("pujin", 2023), "self").report, tmp_path / "x.docx", 2023)
    texts = paragraphs(path)
    assert HOSTILE.replace("\x07", "") in texts
    assert "长" * 2000 in texts
    assert docx.Document(str(path)).tables


def test_a_survey_of_counts_alone_has_no_empty_columns(empty_workspace, workbook, tmp_path):
    rows = [
        ["调查内容", "非常满意", "满意", "一般", "不满意"],
        ["供水服务", 102, 121, 32, 10],
        ["窗口办事", 88, 140, 27, 10],
    ]
    at = empty_workspace.at("水利局", 2024)
    workbook({"调查": rows}, empty_workspace.raw_dir("水利局", 2024) / "调查.xlsx")
    clean_unit(at)
    path = write_word(make_draft(at, "self").report, tmp_path / "x.docx", 2024)
    table = printed_tables(path)["满意度调查结果"].rows
    assert table[0] == ["调查项目", "评价等级", "人数"] and table[1] == ["供水服务", "非常满意", "102"]


def test_two_hundred_indicators_fit(tmp_path):
    from evallib.publish import write_working_paper
    from evallib.publish.drafts import tree
    from evallib.scoring import Framework, UnitInput, score_unit

    leaves = [
        {"code": f"A{n}", "name": f"指标{n}", "weight": "0.5", "rule": {"kind": "qualitative"}, "target": "及时"}
        for n in range(200)
    ]
    system = Framework.model_validate({
        "id": "many", "name": "大体系", "valid": {"from": "2024-01-01"}, "grades": [{"name": "优", "range": "[0, 100]"}],
        "indicators": [{"code": "A", "name": "甲", "weight": "100", "children": leaves}],
    })  # fmt: skip
    answers = {f"A{n}": {"value": "达成年度指标"} for n in range(200)}
    unit = {"unit": "x", "unit_name": "某镇", "year": 2024, "framework": "many", "indicators": answers}
    card = score_unit(system, UnitInput.model_validate(unit))
    assert len(openpyxl.load_workbook(write_working_paper(card, tmp_path / "p.xlsx")).defined_names) >= 200
    rows = tuple(tree.Row((code, "事实" * 1000)) for code in card.scores)
    table = tree.Table("t", "大表", ((tree.Head("代码"), tree.Head("事实")),), rows, period="2024 年", source="x")
    report = tree.Report("self", "x", ("题",), (), [tree.Section("s", "节", [table])], official=True)
    path = write_word(report, tmp_path / "x.docx", 2024)
    assert len(printed_tables(path)["大表"].rows) == 201


@pytest.mark.parametrize(("name", "text", "told"), [
    ("engagement.yaml", "clint: 某局\n", "client"),
    ("engagment.yaml", "client: 某局\n", "engagement.yaml"),
    ("problems.yaml", "problems: [{id: a, title: 甲}, {id: a, title: 乙}]\n", "编号写了两次"),
])  # fmt: skip
def test_a_slip_in_an_input_is_told(workspace, folder, name, text, told):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError, match=told):
        make_draft(workspace.at("pujin", 2023), "self")


def test_sheets_of_context_are_recognised_and_printed(workspace, folder, tmp_path):
    sheet(
        folder / "资料.xlsx",
        "文件",
        ["依据文件一览"],
        ["类别", "文件名称", "文号", "核心条款"],
        ["业务", "某工作办法", "某府〔2023〕1号", "职责"],
    )
    sheet(folder / "原因.xlsx", "原因", ["项目", "调整原因"], ["大联动居村考核", "按实际考核结果支付"])
    draft = make_draft(workspace.at("pujin", 2023), "self")
    assert "adjustment" not in {gap.id for gap in draft.report.gaps}
    path = write_word(draft.report, tmp_path / "x.docx", 2023)
    assert printed_tables(path)["预算调整原因"].rows[1] == ["大联动居村考核", "按实际考核结果支付"]
    assert printed_tables(path)["依据文件"].rows[1] == ["业务", "某工作办法", "某府〔2023〕1号", "职责"]
    assert [item for item in check_rules(draft) if item.blocking] == []


def test_telephone_numbers_are_refused_and_strange_sheets_told(workspace, folder):
    sheet(folder / "人员.xlsx", "人员", ["姓名", "职责分工", "联系方式"], ["张三", "统稿", "13812345678"])
    sheet(folder / "其他.xlsx", "其他", ["甲", "乙"], ["1", "2"])
    with pytest.raises(EvallibError) as refused:
        make_draft(workspace.at("pujin", 2023), "self")
    assert {problem.code for problem in refused.value.problems} == {"draft.personal_column", "draft.unknown_sheet"}


def test_a_judging_word_without_figure_and_a_wrong_table_number_are_told(workspace, folder):
    (folder / "narrative" / "self" / "effect.md").write_text(
        "治理成效显著。\n满意度见表99。\n执行率99.97%，完成较好。", encoding="utf-8"
    )
    told = [
        (item.rule, item.blocking)
        for item in check_rules(make_draft(workspace.at("pujin", 2023), "self"))
        if item.where == "effect"
    ]
    assert told == [(12, False), (19, True)]


def test_a_workspace_may_have_its_own_outline(workspace):
    own = workspace.root / "data" / "outlines" / "self.yaml"
    own.parent.mkdir()
    own.write_text(
        "kind: self\nname: 自评\nlayout: official\ntitles: [题]\nsections:\n- {id: a, title: 资金, parts: [{make: budget}, {make: budget_lines_table}]}\n",
        encoding="utf-8",
    )
    draft = make_draft(workspace.at("pujin", 2023), "self")
    assert [section.mark + section.title for section, _ in draft.report.walk()] == ["一、资金"]
    own.write_text(own.read_text(encoding="utf-8").replace("make: budget}", "make: budgt}"), encoding="utf-8")
    with pytest.raises(EvallibError, match="提纲里写了没有的内容"):
        make_draft(workspace.at("pujin", 2023), "self")


def test_codes_of_any_kind_become_names_of_bookmarks():
    from evallib.publish.drafts import narrative

    codes = ["1.1", "1_1", "1-1", "一、1", "一、2", "A" * 40, "A" * 41, "C222", "±"]
    names = [narrative.block_name(code) for code in codes]
    assert len(set(names)) == len(codes)
    assert all(len(name) <= 17 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_") for name in names)
