"""Planted identifiers: nothing that was handed in about a person stands in any file that is written."""

import re

import pytest
import yaml
from leaks import everything

from evallib.batch import run_reports
from evallib.checks import check_path, clean_unit, describe, read_record
from evallib.publish import write_checks

pytestmark = pytest.mark.slow

PLANTED = [
    "13912345678", "310112199001011234", "021-64123456", "64123456", "wang.xm@example.com", "沪A12345", "沪a12345", "王小明", "3号402室",
    "13787654321", "13800000098", "13912345000", "138.1234.5678", "王建军", "5号402室", "李四光", "随便写的", "13600000001", "13600000002",
    "13600000003", "13600000004", "13600000005", "13600000006", "张建国", "8号901室", "赵铁柱", "李建国",
]  # fmt: skip
TEXT = "市民王小明来电13912345678反映，证件310112199001011234，座机021-64123456，邮箱wang.xm@example.com，车牌沪A12345，家住某路12弄3号402室"
REPORT = [
    "2023年受理市民王建军（13600000003）反映的案件100件，其中热线60件、网格50件。联系人：李四光，幸福路77弄8号901室，车牌沪a12345。",
    "预算100万元，执行90万元，执行率95%。投诉人张建国，电话13600000004，执行率为92%。",
]


UNSEEN = re.compile("[\u200b-\u200f\ufeff]")


PLAN = [
    ["2023年工作计划"],
    ["工作任务", "任务类别", "是否完成", "完成说明", "联系电话", "姓名", "附注"],
    [
        "回复投诉人王建军（幸福路88弄5号402室）",
        "重点",
        "已完成",
        "联系138.1234.5678",
        13912345678,
        "王建军",
        "随便写的",
    ],
    ["任务二", "重点", "完工啦", 13800000098, 13800000098, "李四光", "电话 139\u200b1234\u200b5678"],
    ["任务三", "重点", "未完成", "联系139\u200b1234\u200b5678", "64123456", "王建军", None],
]


def is_kept(path, word):
    """A remark that nobody reads is no personal data: the parsed sheets inside keep it, nothing that is shown does."""
    return word == "随便写的" and "submissions" in path.parts


@pytest.fixture
def planted(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    head = ["项目名称", "年初预算", "决算", "计划内容", "实际内容", "完成情况", "备注"]
    rows = [["单位：万元"], head, ["热线 13912345678", 40, 30, TEXT, TEXT, TEXT, "备注 " + TEXT]]
    budget = ["科目名称", "年初预算", "调整后预算", "执行金额"]
    workbook({"项目13787654321": rows}, folder / "项目13787654321.xlsx")
    workbook({"预算": [["单位：万元"], budget, ["基本支出", 1, 1, "电话13912345678"]]}, folder / "预算.xlsx")
    workbook(
        {
            "四率": [
                ["2023年，联系人：王小明 13912345678"],
                ["指标", "本镇"],
                ["先行联系率", "97%"],
                ["快乐率 13912345678", "97%"],
            ]
        },
        folder / "四率.xlsx",
    )
    workbook({"杂": [[TEXT], [1, 2]]}, folder / "杂.xlsx")
    (folder / "13787654321.docx").write_bytes(b"PK")
    (folder / "corrections.yaml").write_text(
        "corrections:\n  - {sheet: 项目13787654321, cell: B3, printed: '40', corrected: '41', reason: 来电13912345678更正, role: 组长}\n",
        encoding="utf-8",
    )
    return empty_workspace


def test_no_identifier_gets_out(planted, capsys):
    result = clean_unit(planted.at("town", 2023))
    assert set(result.accepted) == {"project_progress"} and set(result.rejected) == {"budget_lines", "four_rates"}
    assert result.corrections
    write_checks(planted, read_record(planted.at("town", 2023)))
    texts = [*everything(planted.clean), *everything(planted.reports), *everything(planted.inside)]
    assert len({path for path, _ in texts}) >= 8
    leaks = {(path.name, word) for path, text in texts for word in PLANTED if word in text and not is_kept(path, word)}
    assert leaks == set()
    told = "\n".join(describe(check_path(planted.raw)))
    assert [word for word in PLANTED if word in told] == []


@pytest.fixture
def planted_everywhere(planted, workbook):
    """The same, with what a whole run reads beside the tables."""
    import docx

    folder = planted.raw_dir("town", 2023)
    workbook({"计划13912345000": PLAN}, folder / "计划.xlsx")
    unit = {"name": "某镇13600000005", "full_name": "某镇城运中心 李建国 13600000006", "agencies": ["城建 13912345678"]}
    (planted.raw / "town" / "unit.yaml").write_text(yaml.safe_dump(unit, allow_unicode=True), encoding="utf-8")
    for name in ("13787654321.docx", "评价报告13600000001.docx", "评价报告13600000002.docx"):
        report = docx.Document()
        for text in REPORT:
            report.add_paragraph(text)
        table = report.add_table(rows=0, cols=2)
        for row in (("联系人", "赵铁柱"), ("项目 13600000003", "金额"), ("甲", "10"), ("乙", "20"), ("合计", "40")):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        report.save(folder / name)
    (folder / "王小明13600000001.pdf").write_bytes(b"no pdf")
    return planted


def test_nothing_gets_out_of_a_whole_run(planted_everywhere, warm):
    workspace = planted_everywhere
    result = run_reports(workspace)
    assert [report.status for report in result.reports] == ["ok"], result.reports
    texts = [*everything(workspace.clean), *everything(workspace.reports), *everything(workspace.inside)]
    page = workspace.report_dir("town", 2023)
    assert len(list(page.glob("勾稽核对-*.html"))) == 3, "two names that are masked alike stay two files"
    assert (workspace.inside / "2023" / "town" / "checks" / "计划_核对.xlsx").is_file()
    assert "某镇136****0005" in (workspace.reports / "index.html").read_text(encoding="utf-8")
    leaks = {
        (path.name, word)
        for path, text in texts
        for word in PLANTED
        if word in UNSEEN.sub("", text) and not is_kept(path, word)
    }
    assert leaks == set()


def test_every_masked_cell_is_told_without_its_content(planted):
    notes = [p for p in clean_unit(planted.at("town", 2023)).problems if p.code == "privacy.masked"]
    assert {note.cell for note in notes} >= {"A3", "D3", "E3", "F3", "G3"}
    assert all(note.value == "" for note in notes)


def test_nothing_phones_home(planted, monkeypatch):
    """No socket is opened, neither by us nor by great-expectations."""
    import socket

    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    clean_unit(planted.at("town", 2023))
    page = write_checks(planted, read_record(planted.at("town", 2023)))
    text = page.read_text(encoding="utf-8")
    assert "http://" not in text and "https://" not in text
    assert all(source.startswith("../") for source in re.findall(r"<script[^>]*src=\"([^\"]*)", text))
    assert text.count("<script") == text.count('<script src="../')
