"""A report in a unit's folder is audited when its page is made."""

import docx
import pytest

from evallib.batch import run_reports
from evallib.publish import audit_documents, write_audits

pytestmark = pytest.mark.slow


def wrong_report(path):
    document = docx.Document()
    document.add_paragraph("2023年共受理案件 100 件，其中投诉 60 件、咨询 30 件、建议 15 件。")
    document.save(path)


def test_findings_of_a_handed_in_report_are_on_the_page(empty_workspace, workbook, warm):
    folder = empty_workspace.raw_dir("town", 2023)
    workbook({"四率": [["指标", "本镇"], ["先行联系率", "97.60%"]]}, folder / "四率.xlsx")
    wrong_report(folder / "评价报告.docx")
    (folder / "坏.pdf").write_bytes(b"no pdf")
    result = run_reports(empty_workspace)
    assert [report.status for report in result.reports] == ["ok"], result.reports
    assert result.reports[0].figures["findings"] == 1
    target = empty_workspace.report_dir("town", 2023)
    assert {path.name for path in target.glob("勾稽核对-*")} == {
        f"勾稽核对-评价报告.{kind}" for kind in ("html", "xlsx", "json")
    }
    page = (target / "index.html").read_text(encoding="utf-8")
    assert "105件" in page and "勾稽核对-评价报告.html" in page
    assert "评价报告.docx › 第1段" in page and '签认表见<a href="#provenance">下载与出处</a>' in page
    assert "坏.pdf" in page  # what could not be read is said


def test_reports_whose_names_are_masked_alike(tmp_path):
    raw, out = tmp_path / "raw", tmp_path / "out"
    for folder in (raw, out):
        folder.mkdir()
    for name in ("报告13600000001.docx", "报告13612340001.docx"):
        wrong_report(raw / name)
    (raw / "报告13600000001.txt").write_text(
        "2023年共受理案件 100 件，其中投诉 60 件、咨询 30 件、建议 15 件。", encoding="utf-8"
    )
    (raw / "王小明13600000001.pdf").write_bytes(b"no pdf")
    (out / "勾稽核对-报告13600000001.html").write_text("of an earlier run", encoding="utf-8")
    audits, unread = audit_documents(raw)
    assert [audit.document.name for audit in audits] == [
        "报告136****0001.docx",
        "报告136****0001.txt",
        "报告136****0001（2）.docx",
    ]
    assert len(unread) == 1 and "136****0001.pdf" in unread[0]
    files = write_audits(audits, out)
    assert len(set(files)) == 9 and set(out.iterdir()) == set(files)
    assert not any("*" in path.name or "13600000001" in path.name for path in files)


def test_audit_verb(cli, shipped, tmp_path):
    report = tmp_path / "评价报告.docx"
    wrong_report(report)
    outputs = [tmp_path / f"out.{kind}" for kind in ("json", "html", "xlsx")]
    words = [
        word for kind, path in zip(("json", "html", "xlsx"), outputs, strict=True) for word in (f"--{kind}", str(path))
    ]
    code, out, _ = cli(shipped, "audit", str(report), *words)
    assert code == 1 and "不符 1 处" in out and "sum" not in out
    assert all(path.stat().st_size > 100 for path in outputs)
    code, _, err = cli(shipped, "audit", str(tmp_path / "没有.docx"))
    assert code == 2 and "没有.docx" in err
