"""Several documents at once: the year before, a form beside a report, a workbook beside a text."""

from __future__ import annotations

import openpyxl
import pytest

from evallib.audit import audit_reports

REPORT = """示例镇2023年度部门整体支出绩效评价报告

2023年年初预算900.00万元，调整后预算950.40万元，执行940.10万元。上年决算执行数为783.99万元。

项目支出表（单位：万元）

项目\t年初预算\t全年预算\t执行数
基本支出\t540.00\t560.40\t556.35
项目支出\t360.00\t390.00\t383.75
合计\t900.00\t950.40\t940.10
"""
BEFORE = (
    "示例镇2022年度部门整体支出绩效评价报告\n\n2022年年初预算800.00万元，调整后预算784.05万元，决算执行数{}万元。\n"
)


@pytest.fixture
def audit(tmp_path):
    """A function from texts by file name to one audit over all of them."""

    def run(**texts: str):
        paths = []
        for name, text in texts.items():
            paths.append(tmp_path / f"{name}.txt")
            paths[-1].write_text(text, encoding="utf-8")
        return audit_reports(paths)

    return run


def across(audit):
    return [f for f in audit.findings if f.code == "same.document"]


def test_last_year_as_this_report_tells_it(audit):
    assert across(audit(报告=REPORT, 去年=BEFORE.format("783.99"))) == []
    (finding,) = across(audit(报告=REPORT, 去年=BEFORE.format("738.99")))
    assert (finding.printed, finding.recomputed) == ("783.99万元", "738.99万元")
    assert [p.file for p in finding.places] == ["报告.txt", "去年.txt"]
    assert "去年.txt 第3行" in str(finding.places[1])


def test_a_file_that_told_nothing_is_named(audit):
    found = audit(报告=REPORT, 附件="本单位高度重视绩效管理。\n")
    assert not across(found)
    assert found.silent == ("附件.txt",) and "附件.txt 没有读到可以核对的数字" in found.unread


def test_a_form_beside_the_report(audit):
    form = REPORT.replace("383.75", "388.75").replace("940.10", "945.10").partition("项目支出表")[2]
    found = across(audit(报告=REPORT, 自评表="示例镇2023年度自评表\n\n项目支出表" + form))
    assert {(f.printed, f.recomputed) for f in found} >= {("383.75万元", "388.75万元"), ("940.10万元", "945.10万元")}
    assert all(f.confidence == "high" for f in found)


def test_a_workbook_beside_the_text(tmp_path):
    text = tmp_path / "报告.txt"
    text.write_text("示例镇2023年度绩效评价报告\n\n办理工单总量12345件，群众满意率95.20%。\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (["2023年度办理情况"], ["指标", "数值"], ["办理工单总量", "12354件"], ["群众满意率", "95.20%"]):
        book.active.append(row)
    book.save(tmp_path / "数据.xlsx")
    (finding,) = across(audit_reports([text, tmp_path / "数据.xlsx"]))
    assert {finding.printed, finding.recomputed} == {"12345件", "12354件"}
    assert "B3" in str(finding.places[1])


def test_other_towns_tell_other_things(audit):
    other = REPORT.replace("示例镇", "别处镇").replace("540.00", "410.00").replace("900.00", "770.00")
    other = (
        other.replace("556.35", "402.11")
        .replace("940.10", "785.86")
        .replace("560.40", "420.00")
        .replace("950.40", "810.00")
    )
    assert across(audit(甲=REPORT, 乙=other)) == []
