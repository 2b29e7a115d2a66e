"""Planted identifiers: nothing that was handed in about a person stands in any file that is written."""

import pytest
from leaks import everything

from evallib.checks.check import check_path, describe
from evallib.checks.gate import clean_unit, read_record
from evallib.publish.checks_page import write_checks

PLANTED = ["13912345678", "310112199001011234", "021-64123456", "64123456", "wang.xm@example.com", "沪A12345", "王小明",
           "3号402室", "13787654321"]  # fmt: skip
TEXT = "市民王小明来电13912345678反映，证件310112199001011234，座机021-64123456，邮箱wang.xm@example.com，车牌沪A12345，家住某路12弄3号402室"


@pytest.fixture
def planted(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    head = ["项目名称", "年初预算", "决算", "计划内容", "实际内容", "完成情况", "备注"]
    rows = [["单位：万元"], head, ["热线 13912345678", 40, 30, TEXT, TEXT, TEXT, "备注 " + TEXT]]
    budget = ["科目名称", "年初预算", "调整后预算", "执行金额"]
    workbook({"项目13787654321": rows}, folder / "项目13787654321.xlsx")
    workbook({"预算": [["单位：万元"], budget, ["基本支出", 1, 1, "电话13912345678"]]}, folder / "预算.xlsx")
    workbook(
        {"四率": [["2023年，联系人：王小明 13912345678"], ["指标", "本镇"], ["快乐率 13912345678", "97%"]]},
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
    result = clean_unit(planted, "town", 2023)
    assert set(result.accepted) == {"project_progress"} and set(result.rejected) == {"budget_lines", "four_rates"}
    assert result.corrections
    write_checks(planted, read_record(planted, "town", 2023))
    texts = [*everything(planted.clean), *everything(planted.reports)]
    assert len({path for path, _ in texts}) >= 8
    leaks = {(path.name, word) for path, text in texts for word in PLANTED if word in text}
    assert leaks == set()
    told = "\n".join(describe(check_path(planted.raw)))
    assert [word for word in PLANTED if word in told] == []


def test_every_masked_cell_is_told_without_its_content(planted):
    notes = [p for p in clean_unit(planted, "town", 2023).problems if p.code == "privacy.masked"]
    assert {note.cell for note in notes} >= {"A3", "D3", "E3", "F3", "G3"}
    assert all(note.value == "" for note in notes)


def test_nothing_phones_home(planted, monkeypatch):
    """No socket is opened, neither by us nor by great-expectations."""
    import socket

    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    clean_unit(planted, "town", 2023)
    page = write_checks(planted, read_record(planted, "town", 2023))
    text = page.read_text(encoding="utf-8")
    assert "http://" not in text and "https://" not in text and "<script" not in text
