"""Numbers of items that were lost, cut or run into the item before: no fault of the report, and faults that are."""

from __future__ import annotations

import pytest

HEADS = "（一）收入情况\n收入稳定增长。\n（二）支出情况\n支出结构优化。\n{}\n债务风险可控。\n（四）下一步打算\n继续努力。\n（五）其他\n暂无。\n"
BUDGET = "1.一般公共服务支出预计安排295万元。\n2.公共安全支出预计安排366万元。\n{}教育支出预计安排585万元。\n4.科学技术支出预计安排20万元。\n5.文化支出预计安排66万元。\n"
FILES = "附件：1.预算编制目录.doc\n2.公开情况说明.doc{}预算草案表.pdf\n4.绩效工作情况.doc\n5.名词解释.doc\n"
NOTED = (
    "甲表\n项目\t预算数\n一、上年余额\t12\n注：1.本表反映上年限额。\n{}.本表由财政部门公开。\n乙表\n项目\t预算数\n一、本年余额\t13\n"
    "注：1.本表反映上年余额。\n2.本表由财政部门公开。\n3.不含外债。\n"
)
FOOTNOTES = (
    "收入增长：一是税源增加；二是征管加强。\n注：①养老保险收入增长，主要因为：一是上解制度建立，下级上解；\n二是缴费基数增长。\n②医疗保险收入增长，主要因为：一是补缴；\n"
    "{}是补助增加。\n三是利息增加。\n"
)
CONTENTS = (
    "目录\n第一部分 决算报告\n第二部分 云山县决算报表2.1总表2.2收入表\n2024年云山县决算报告\n各位代表：收支平衡。\n"
    "第二部分 {}2.1总表\n数据见表。\n第三部分 决算说明\n有关说明。\n第四部分 名词解释\n有关名词。\n"
)

QUIET = {
    "一行截断的序号": HEADS.format("（\n三）债务情况"),
    "标题没有序号": HEADS.format("债务情况"),
    "两层文字叠印": HEADS.format("（一）\n").replace("（一）\n\n", "（2三4）债务情况\n").replace("（2三4", "（三4"),
    "序号后少点": BUDGET.format("3 "),
    "序号接在前一项后": FILES.format("3."),
    "表注各行": NOTED.format(2),
    "脚注里的一是二是": FOOTNOTES.format("二"),
    "目录与正文的同一标题": CONTENTS.format("云山县决算报表"),
}
FOUND = {
    "漏了一个序号": (BUDGET.format("").replace("教育支出预计安排585万元。\n", ""), "4."),
    "漏了一个标题": (HEADS.format("其间共化解债务三点二亿元，债务风险总体可控，未发生违约。"), "(四)"),
    "正文里的数不是序号": (
        BUDGET.format("").replace("教育支出预计安排585万元。\n", "").replace("366万元", "366万元，增长3.5%"),
        "4.",
    ),
    "表注里重复": (NOTED.format(2).replace("3.不含外债", "2.不含外债"), "2."),
    "另一个第二部分": (CONTENTS.format("绩效目标说明"), "第二部分"),
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_a_number_that_was_lost_is_no_fault(audit_text, text):
    found = [f for f in audit_text(text).findings if f.code == "name.numbering" and f.confidence != "low"]
    assert found == []


@pytest.mark.parametrize(("text", "printed"), FOUND.values(), ids=FOUND.keys())
def test_a_number_left_out_or_told_twice_is(audit_text, text, printed):
    found = [f.printed for f in audit_text(text).findings if f.code == "name.numbering" and f.confidence != "low"]
    assert [p.replace("（", "(").replace("）", ")") for p in found] == [printed]
