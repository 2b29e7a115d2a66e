"""Several documents at once: the year before, a form beside a report, a workbook beside a text."""

from __future__ import annotations

import openpyxl
import pytest

from evallib.audit import audit_reports
from evallib.model import EvallibError

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


def test_last_year_named_by_the_figure_before_it(audit):
    this = "云溪市热线2024年工作报告\n\n2024年，热线共受理诉求152340件，比上年的{}件增加4130件，增长2.79%。\n"
    last = "云溪市热线2023年工作报告\n\n2023年，热线共受理诉求148210件，其中咨询90210件、投诉58000件。\n"
    assert across(audit(今年=this.format("148210"), 去年=last)) == []
    (finding,) = across(audit(今年=this.format("142810"), 去年=last))
    assert (finding.printed, finding.recomputed) == ("142810件", "148210件")


OF_FUNDS = (
    "河湾镇2024年度部门整体支出绩效评价报告\n\n2024年预算6420.00万元，其中基本支出2310.00万元，项目支出4110.00万元。全年实际支出6218.36万元，"
    "与上年支出{}万元相比，增加{}万元。\n"
)
FUNDS_BEFORE = "河湾镇2023年度部门整体支出绩效评价报告\n\n预算6100.00万元，其中基本支出2200.00万元，项目支出3900.00万元。全年实际支出5972.81万元。\n"


def test_what_all_funds_were_the_year_before_is_compared_where_only_a_slip_leads_from_one_to_the_other(audit):
    def told(before, change):
        return across(audit(今年=OF_FUNDS.format(before, change), 去年=FUNDS_BEFORE))

    assert told("5972.81", "245.55") == []
    (finding,) = told("5927.81", "290.55")
    assert (finding.printed, finding.recomputed) == ("5927.81万元", "5972.81万元")
    # Of a part of the funds nothing was told the year before.
    assert told("3861.40", "2356.96") == []


def test_columns_of_one_meaning_under_two_headers(audit):
    form = "示例镇2023年度自评表\n\n项目\t年初预算\t全年预算\t全年执行数\n基本支出\t540.00\t560.40\t556.35\n项目支出\t360.00\t390.00\t388.75\n"
    found = across(
        audit(报告=REPORT.replace("执行数\n", "支出数\n"), 自评表=form.replace("\n\n", "\n\n单位：万元\n\n"))
    )
    assert ("383.75万元", "388.75万元") in {(f.printed, f.recomputed) for f in found}


def test_what_another_file_confirms_is_one_finding(audit):
    table = "项目\t数量\t单价\t金额\n主河道巡查\t8\t15000\t{}\n沿线保洁服务\t12\t500\t6000\n绿化养护服务\t20\t1200\t24000\n垃圾清运服务\t30\t400\t12000\n"
    texts = {
        "报告": "2023年度示例报告\n\n" + table.format("120500"),
        "明细": "2023年度明细\n\n" + table.format("120000"),
    }
    (finding,) = [f for f in audit(**texts).findings if f.printed.startswith("120500")]
    assert finding.code == "product.table" and "另一份文件为 120000" in finding.arithmetic
    assert {place.file for place in finding.places} == {"报告.txt", "明细.txt"}


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


FUNDS = "云溪镇2024年度巡查项目绩效评价报告\n\n2024年调整后预算402.60万元，实际支出{}万元，预算执行率96.66%。\n"


def form_of_funds(path, spent, rate):
    book = openpyxl.Workbook()
    for row in (
        ["2024年度项目支出绩效自评表"],
        ["预算执行情况（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率"],
        ["年度资金总额", 386.40, 402.60, spent, rate],
    ):
        book.active.append(row)
    book.save(path)


def test_the_funds_of_a_form_beside_those_of_a_report(tmp_path):
    """A form names the row, a report says no more than 实际支出; the rate that follows from the amount is not told again."""
    report, form = tmp_path / "报告.txt", tmp_path / "自评表.xlsx"
    report.write_text(FUNDS.format("389.15"), encoding="utf-8")
    form_of_funds(form, 389.15, "96.66%")
    assert across(audit_reports([report, form])) == []
    form_of_funds(form, 398.15, "98.89%")
    (finding,) = across(audit_reports([report, form]))
    assert (finding.printed, finding.recomputed) == ("389.15万元", "398.15")


def test_funds_of_single_items_are_not_those_of_the_whole(tmp_path):
    report, form = tmp_path / "报告.txt", tmp_path / "自评表.xlsx"
    items = (
        "巡查补助：调整后预算210.00万元，实际支出205.30万元。\n\n系统运维：调整后预算192.60万元，实际支出183.85万元。\n"
    )
    report.write_text("云溪镇2024年度巡查项目绩效评价报告\n\n" + items, encoding="utf-8")
    form_of_funds(form, 389.15, "96.66%")
    assert across(audit_reports([report, form])) == []


def test_what_a_figure_of_the_year_before_counts_is_told_by_the_difference(audit):
    """Behind a list the amount of the year before is that of the whole, not of the item told last."""
    this = "云溪市热线2024年工作报告\n\n2024年，热线共受理诉求6842件，其中咨询2917件、投诉2608件、建议1317件，比上年的6215件增加627件。\n"
    last = "云溪市热线2023年工作报告\n\n2023年，热线共受理诉求{}件，其中咨询2700件、投诉2400件、建议{}件。\n"
    assert across(audit(今年=this, 去年=last.format(6215, 1115))) == []
    (finding,) = across(audit(今年=this, 去年=last.format(6251, 1151)))
    assert (finding.printed, finding.recomputed) == ("6215件", "6251件")


def test_a_doubt_that_another_file_confirms_is_one_finding(audit):
    """A mean that may be of something else, and another file that tells it as it should be."""
    this = "云溪镇2024年度报告\n\n2024年共受理诉求6842件。网格员18名，人均办理{}件。\n"
    other = "云溪镇2024年度自评\n\n受理诉求数6842件。网格员18名，人均办理380.1件。\n"
    (doubt,) = audit(报告=this.format("390.1")).findings
    assert doubt.confidence == "low"
    (finding,) = [f for f in audit(报告=this.format("390.1"), 自评=other).findings if f.printed.startswith("390.1")]
    assert finding.confidence != "low" and finding.recomputed == "380.1件"


LAST_YEARS = {
    "三位数": ("公务接待费5.2万元，2023年为4.8万元。", "公务接待费4.3万元。", ("4.8万元", "4.3万元")),
    "比率": ("及时受理率99.1%，去年98.6%。", "及时受理率98.9%。", ("98.6%", "98.9%")),
    "比后一年无关": ("三公经费32.5万元，比2023年减少1.2万元。公务接待费5.2万元。", "公务接待费4.3万元。", None),
    "相符": ("公务接待费5.2万元，2023年为4.3万元。", "公务接待费4.3万元。", None),
}


@pytest.mark.parametrize(("this", "last", "told"), LAST_YEARS.values(), ids=LAST_YEARS.keys())
def test_the_year_before_in_the_report_that_follows(audit, this, last, told):
    """Two reports of one name, a year apart: what this one says of last year is what that one was about."""
    head = "{}年度云溪镇部门决算说明\n\n{}"
    found = across(audit(今年=head.format(2024, this), 去年=head.format(2023, last)))
    assert [(f.printed, f.recomputed) for f in found] == ([told] if told else [])
    assert all(f.confidence == "medium" for f in found)


def test_the_year_before_in_a_report_of_another_name(audit):
    this = "2024年度云溪镇部门决算说明\n\n公务接待费5.2万元，2023年为4.8万元。"
    assert across(audit(今年=this, 别处="2023年度丰乐镇部门决算说明\n\n公务接待费9.3万元。")) == []


def test_a_file_that_another_one_ties_is_not_silent(audit):
    assert "before" in audit(report=REPORT, before=BEFORE.replace("执行数", "情况").format("1.5")).unread
    assert not audit(report=REPORT, before=BEFORE.format("738.99")).unread


def test_files_of_one_name_are_told_by_their_folder(tmp_path):
    for year, text in (("今年", REPORT), ("去年", BEFORE.format("783.89"))):
        (tmp_path / year).mkdir()
        (tmp_path / year / "报告.txt").write_text(text, encoding="utf-8")
    found = audit_reports([tmp_path / "今年" / "报告.txt", tmp_path / "去年" / "报告.txt"])
    (item,) = (f for f in found.findings if f.code == "same.document")
    assert "今年/报告.txt 为 783.99万元，去年/报告.txt 为 783.89万元" in item.message
    assert [p.file for p in item.places] == ["今年/报告.txt", "去年/报告.txt"]
    blocks = found.document.blocks
    assert ["783.99" in blocks[item.places[0].block].text, "783.89" in blocks[item.places[1].block].text] == [True] * 2


def test_one_file_named_twice_is_refused(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    with pytest.raises(EvallibError, match="同一份文件写了两次"):
        audit_reports([path, tmp_path / "." / "报告.txt"])


UNDATED = """项目支出绩效自评表

资金（万元）\t年初预算数\t全年预算数\t全年执行数
年度资金总额\t{}\t{}\t{}
"""
TOLD = "2023年“执行”在两份文件里不同：报告.txt 为 940.10万元，自评表.txt 为 941.10"


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        (("900.00", "950.40", "941.10"), [TOLD]),
        (("900.00", "950.40", "940.10"), []),
        (("800.00", "850.40", "941.10"), []),  # of another year: what has a name does not agree
    ],
)
def test_a_form_that_tells_no_year_is_of_that_of_the_report_where_most_of_it_agrees(audit, amounts, told):
    found = audit(报告=REPORT, 自评表=UNDATED.format(*amounts))
    assert [f.message for f in across(found)] == told
    assert "自评表.txt：没有写明年度，与其他文件核对时按 2023 年度" in found.document.notes


def test_a_year_in_the_name_of_a_file_is_its_year(audit):
    found = audit(报告=REPORT, 自评表2022年度=UNDATED.format("900.00", "950.40", "941.10"))
    assert across(found) == []
