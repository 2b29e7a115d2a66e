"""The same document as text, Word, ruled PDF and borderless PDF: the same findings."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import pytest

from evallib.audit import audit_report

sys.path.insert(0, str(Path(__file__).parent))
from test_pdf import ruled_table, show, write_pdf

LINES = [
    "2023年度示例镇项目绩效评价报告",
    "全年共受理120件，其中投诉50件、咨询40件、其他20件。",
    "本年收入1725.60万元，比上年增加225.60万元，增长51.04%。",
    "“三公”经费合计25.00万元，其中：因公出国费0万元；用车费8.40万元；接待费16.00万元。",
]
TABLES = {
    "服务明细": [
        ["服务项目", "数量", "单价", "金额"],
        ["巡查", "4", "150", "600"],
        ["租赁", "200", "30", "7000"],
        ["保洁", "12", "500", "6000"],
        ["合计", "", "", "13600"],
    ],
    "预算执行": [
        ["项目", "年初预算", "执行数", "结余"],
        ["基本支出", "540.00", "520.00", "20.00"],
        ["项目支出", "360.00", "350.00", "10.00"],
        ["合计", "900.00", "875.00", "30.00"],
    ],
}  # fmt: skip


def as_text(path, title):
    rows = ["\t".join(row) for row in TABLES[title]]
    path.write_text("\n\n".join([*LINES, "\n".join(rows)]) + "\n", encoding="utf-8")


def as_word(path, title):
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=4)
    for row in TABLES[title]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(path)


def as_pdf(path, title, *, ruled):
    words = "".join(show(line, 60, 800 - 24 * n) for n, line in enumerate(LINES))
    table = ruled_table(TABLES[title], 660)
    if not ruled:
        table = "\n".join(line for line in table.split("\n") if not line.endswith(" l S"))
    write_pdf(path, words + table)


def findings(path):
    audit = audit_report(path)
    return sorted((f.code, f.printed, f.recomputed, f.confidence) for f in audit.findings), len(audit.agreements)


@pytest.mark.slow
@pytest.mark.parametrize("title", TABLES)
def test_the_file_format_changes_nothing(tmp_path, title):
    as_text(tmp_path / "报告.txt", title)
    as_word(tmp_path / "报告.docx", title)
    as_pdf(tmp_path / "有框线.pdf", title, ruled=True)
    as_pdf(tmp_path / "无框线.pdf", title, ruled=False)
    expected, agreeing = findings(tmp_path / "报告.txt")
    assert len(expected) >= 4
    for name in ("报告.docx", "有框线.pdf", "无框线.pdf"):
        found, same = findings(tmp_path / name)
        assert found == expected, name
        assert same == agreeing, name


def test_a_pdf_names_its_page(tmp_path):
    as_pdf(tmp_path / "报告.pdf", "服务明细", ruled=True)
    audit = audit_report(tmp_path / "报告.pdf")
    assert {place.page for finding in audit.findings for place in finding.places} == {1}
    assert str(audit.findings[0].places[0]).startswith("第1页")
