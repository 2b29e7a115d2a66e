"""Audit page: own text, coloured marks with their arithmetic, no request to any host, safe against markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from drafted import printed_tables

from evallib.audit import audit_document, build_document, print_audit, split_lines
from evallib.publish import render_audit_page, write_audit_page, write_letter

TEXT = """2023 年度示例镇绩效评价报告

全年共受理 12 件，其中投诉 5 件、其他 6 件。<script>alert(x)</script>

共有岗位 9 个，其中管理岗位 4 个、技术岗位 5 个。

表 1：物料清单

名称\t数量\t单价(元)\t金额(元)
展板\t68\t128\t8704
折页\t2000\t2\t4100
合计\t\t\t12804
"""


class Checker(HTMLParser):
    """Counts tags and finds what is left open."""

    VOID = frozenset({"meta", "br", "link", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.sources: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids.add(values.get("id", ""))
        self.links += [values["href"]] if "href" in values else []
        self.sources += [values["src"]] if "src" in values else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> str:
    return render_audit_page(audit_document(build_document("示例.txt", split_lines(TEXT))))


def test_page_is_whole_and_chinese(page):
    checker = Checker()
    checker.feed(page)
    assert not checker.open
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert 'name="viewport"' in page


def test_page_asks_no_host(page):
    checker = Checker()
    checker.feed(page)
    assert not checker.sources
    assert all(link.startswith("#") for link in checker.links)
    assert "http:" not in page and "https:" not in page
    assert "<script" not in page


def test_links_lead_to_places(page):
    checker = Checker()
    checker.feed(page)
    assert checker.links
    assert {link.removeprefix("#") for link in checker.links} <= checker.ids


def test_figures_unfold_their_arithmetic(page):
    red = re.findall(r'<details class="red"><summary>([^<]*)</summary>', page)
    assert "12 件" in red
    assert "2000" in red  # 4100 stands in a total that holds
    assert re.search(r'<details class="green"><summary>9 个</summary>', page)
    assert "68 × 128元 = 8704元" in page


def test_text_is_kept_and_escaped(page):
    assert "&lt;script&gt;alert(x)&lt;/script&gt;" in page
    plain = re.sub(r'<span class="why">.*?</span></details>|<[^>]+>', "", page.partition("报告原文</h2>")[2])
    assert "共有岗位 9 个，其中管理岗位 4 个、技术岗位 5 个。" in plain


def test_page_is_written(tmp_path, page):
    audit = audit_document(build_document("示例.txt", split_lines(TEXT)))
    path = write_audit_page(audit, tmp_path / "页" / "核对.html")
    assert path.read_text(encoding="utf-8") == page


def test_report_without_findings_says_so():
    audit = audit_document(build_document("示例.txt", split_lines("没有数字的报告。")))
    assert "没有读到任何数字：读到了文字，其中没有可以核对的数字" in render_audit_page(audit)
    blank = audit_document(build_document("示例.txt", split_lines("\n")))
    assert "没有读到任何数字：文件可能是扫描件或空白" in render_audit_page(blank)
    audit = audit_document(build_document("示例.txt", split_lines("共受理120件，其中咨询50件、投诉70件。")))
    assert "有勾稽关系的 3 个数字没有不相符的" in render_audit_page(audit)
    audit = audit_document(
        build_document("示例.txt", split_lines("共受理120件，其中咨询50件、投诉70件。另有车辆8辆。"))
    )
    assert "其余 1 个没有关系可以核对，不能说明它们无误" in render_audit_page(audit)


def test_doubts_stand_apart_and_are_not_counted():
    text = "摘要：共受理120件。\n\n绩效指标完成情况表\n\n三级指标\t年度指标值\t实际完成值\t分值\t得分\n整治点位数\t≥40个\t42个\t30\t30\n按期完成率\t100%\t98%\t30\t30\n居民满意度\t≥90%\t93%\t40\t40\n"
    audit = audit_document(build_document("示例.txt", split_lines(text)))
    assert [finding.confidence for finding in audit.findings] == ["low"]
    shown = render_audit_page(audit)
    assert "<li>不符 <b>0</b> 处</li><li>存疑 1 处</li>" in shown
    assert shown.index("存疑（有多种理解，不计入不符）") < shown.index("按期完成率”未达到目标")


SLIP = """某区热线2024年3月运行情况
全月受理群众诉求 9346件，其中电话 8013件、网络 1833件。
按类别分，投诉 4705件，占 47.79%；求助 1966件，占 19.97%；咨询 2108件，占 21.41%；建议 1067件，占 10.84%。
"""


def test_of_many_relations_three_are_read_at_once_and_the_letter_names_the_figure_alone(capsys, tmp_path):
    audit = audit_document(build_document("月报.txt", split_lines(SLIP)))
    (finding,) = audit.findings
    assert finding.own == "9346件" and finding.printed.startswith("9346件（牵连：") and len(finding.steps) == 7
    page = render_audit_page(audit)
    card = page[page.index('id="f1"') : page.index("可能原因")]
    assert f"其余 {len(finding.steps) - 4} 条</summary>" in card and card.count("<li>") == len(finding.steps)
    assert "<ul><li>若 9346件 实为 9846件，以上均成立</li></ul>" in card
    (table,) = printed_tables(write_letter(audit, tmp_path / "意见函.docx")).values()
    assert table.rows[1][3:5] == ["9346件", "9846件"]
    print_audit(audit)
    assert (
        "9346件 疑为 9846件，同时解释 6 处关系（8013件 + 1833件 = 9846件；另 5 条）  把握：高"
        in capsys.readouterr().out
    )


PARTS = "{}\n全年共支出 0.775亿元，其中：道路 0.552亿元、桥梁 0.05亿元、绿化 0.1亿元、照明 0.1亿元。\n"


def test_a_part_that_slipped_is_marked_and_not_its_total(page):
    shown = render_audit_page(audit_document(build_document("说明.txt", split_lines(PARTS.format("一、支出情况")))))
    assert "若 0.552亿元 实为 0.525亿元（相邻两位数字颠倒），则相符" in shown
    assert re.findall(r'<details class="(?:red|amber)"><summary>([^<]*)<', shown) == ["0.552亿元"]
    # Where no slip tells which figure is wrong, it is the total that does not agree.
    assert '<details class="red"><summary>12 件</summary>' in page and "<summary>5 件</summary>" in page


def test_a_word_file_is_found_by_its_heading_and_words_and_a_mark_leads_back():
    text = PARTS.format("一、支出情况")
    shown = render_audit_page(audit_document(build_document("说明.docx", split_lines(text))))
    assert '<a href="#b1">“一、支出情况”第2段</a>　原文：“全年共支出 0.775亿元，其中：道路 0.552亿元' in shown
    assert '<div class="p h" id="b0">一、支出情况</div>' in shown
    assert '<a href="#f1">发现1</a>：' in shown and 'id="f1"' in shown
    assert "第2行" in render_audit_page(audit_document(build_document("说明.txt", split_lines(text))))


def test_a_choice_is_offered_for_what_is_there_and_a_jump_shows_what_it_hides(page):
    assert re.findall(r'id="f-(\w+)"', page) == ["all", "red", "green"]
    style = page[: page.index("</style>")]
    hidden = re.findall(r"body:has\(#f-(\w+):checked\)([^{]*)", style)
    assert {name for name, _ in hidden} == {"bad", "red", "amber", "green", "open"}
    assert all(":target,:has(:target)" in rule for _, rule in hidden)
    # What is not on the screen of a long report is not laid out, and the choice stays in reach: it opens on a phone.
    assert "@media screen{.long>*{content-visibility:auto" in style and "position:sticky" in style
    assert '<div class="src">' in page
    long = render_audit_page(audit_document(build_document("长.txt", split_lines("共受理5件。\n\n" * 500))))
    assert '<div class="src long">' in long


def test_many_doubts_fold_behind_the_first():
    audit = audit_document(build_document("示例.txt", split_lines(TEXT)))
    doubt = replace(audit.findings[0], confidence="low")
    few, many = (render_audit_page(replace(audit, findings=(doubt,) * count)) for count in (6, 9))
    assert "其余" not in few.partition("报告原文")[0].partition("<h3>")[2]
    assert "<summary>其余 3 处存疑</summary>" in many and many.count('<div class="find amber"') == 9


TABLED = """某镇2024年热线办理情况
表1 办理情况
部门\t派单数\t办结数\t办结率
城管队\t50\t48\t96.00%
水务站\t40\t36\t92.00%
合计\t90\t84\t93.33%
"""


def test_a_title_that_stands_above_its_table_is_printed_once_and_a_cell_is_linked_by_row_and_column():
    page = render_audit_page(audit_document(build_document("月报.txt", split_lines(TABLED))))
    original = page[page.index("报告原文</h2>") :]
    assert original.count("表1 办理情况") == 1 and "<caption>" not in original
    assert ">第3行第3列</a>" in original  # the figures of 92.00% stand in the third row of the table
    assert ">第5行第3列</a>" not in original


def test_a_mark_stays_with_its_figure_and_paper_shows_no_buttons(page):
    marks = re.findall(r'content:"([^"]*)"', page)
    assert len(marks) == 5 and all(mark.startswith("\\2060") for mark in marks)  # no line ends before it
    paper = page.partition("@media print")[2].partition("</style>")[0]
    # What is filtered stays told: of the choices the one taken is printed.
    assert ".filter label:not(:has(:checked))" in paper and ".screen" in paper
    assert '<span class="screen">点开数字可看算式。</span>' in page
    assert re.search(r"\.find,tr,\.p\{break-inside:avoid\}", paper)


def test_the_terminal_numbers_as_the_page_does_and_counts_relations(capsys):
    doubtful = "\n绩效指标完成情况表\n\n三级指标\t年度指标值\t实际完成值\t分值\t得分\n整治点位数\t≥40个\t42个\t30\t30\n按期完成率\t100%\t98%\t30\t30\n居民满意度\t≥90%\t93%\t40\t40\n"
    audit = audit_document(build_document("月报.txt", split_lines(SLIP + doubtful)))
    print_audit(audit)
    out = capsys.readouterr().out
    assert [f.confidence for f in audit.findings] == ["high", "low"]
    assert "\n  1  第2行" in out and "\n  2  表1" in out
    # “若 …，以上均成立” is no relation.
    assert "同时解释 6 处关系（8013件 + 1833件 = 9846件；另 5 条）" in out
