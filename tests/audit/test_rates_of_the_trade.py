"""Rates, changes and means as finance and hotline pages tell them: tied where they hold, told where a digit is wrong."""

from __future__ import annotations

import pytest

#: Texts that hold; the figures that are tied; a figure, what is printed instead, and what the doubt or finding names.
TOLD = {
    "括号里的增减幅度": (
        "接待费支出3.10万元，较上年减少1.20万元（27.91%），减少的主要原因是压缩接待开支。",
        ("3.10", "1.20", "27.91%"),
        ("27.91%", "47.91%"),
        "27.91%",
    ),
    "三公经费的增减额，分段写": (
        "2016年“三公”经费财政拨款预算4.83万元，比2015年预算减少1.36万元。具体情况：\n"
        "1、2016年因公出国（境）费预算0万元，与2015年预算持平。\n"
        "2、2016年公务用车购置及运行维护费预算2.60万元，比2015年预算减少2.57万元。\n"
        "3、2016年公务接待费预算2.23万元，比2015年预算增加1.21万元，主要原因是预计接待次数有所增长。",
        ("1.36", "2.57", "1.21"),
        ("2.57", "2.87"),
        "1.66万元",
    ),
    "三公经费的增减额，一项变动": (
        "2018年“三公”经费支出预算合计31.52万元，比上年预算数减少5.38万元。其中：\n"
        "因公出国（境）经费支出预算0万元，与上年预算数持平，无增减变化。\n公务用车运行维护费支出预算12.4万元，与上年预算数持平。\n"
        "公务接待费支出预算19.12万元，比上年预算数减少5.38万元，原因：严控支出。",
        ("减少5.38万元。", "减少5.38万元，原因"),
        ("5.38万元，原因", "5.88万元，原因"),
        "5.88万元",
    ),
    "快于序时进度": (
        "上半年，全区收入完成41.7亿元，完成年初预算的56.8%，超序时进度6.8个百分点。",
        ("56.8%", "6.8个百分点"),
        ("56.8%", "58.8%"),
        "8.8个百分点",
    ),
    "慢于序时进度，月份在前一段": (
        "1-4月，全区收入增长2.2%。\n支出完成年初预算30.1%，落后序时进度3.2个百分点，下降4%。",
        ("30.1%", "3.2个百分点"),
        ("30.1%", "20.1%"),
        "13.2个百分点",
    ),
    "逐行的选项，各有票数": (
        "1、您是否知道本条例？\n\n知道[63票] 84.00%\n\n不知道[12票] 16.00%\n\n2、您关注哪类信息？\n\n政府文件[46票] 23.23%\n\n"
        "重大决策[58票] 29.29%\n\n工作动态[41票] 20.71%\n\n新闻[53票] 26.77%",
        ("46票", "58票", "29.29%", "53票"),
        ("29.29%", "39.29%"),
        "29.29%",
    ),
    "逐行的选项，只有占比": (
        "1、您的性别？\n\n男 占41.67%\n\n女 占58.33%\n\n2、您的年龄？\n\n30岁以下 占22.92%\n\n31-50岁 占45.83%\n\n50岁以上 占31.25%\n\n"
        "3、您的职业？\n\n职员 占37.50%\n\n工人 占18.75%\n\n其他 占43.75%\n\n4、您去过哪些场所？\n\n图书馆 占62.50%\n\n档案馆 占37.50%\n\n"
        "文化馆 占47.92%",
        ("41.67%", "58.33%", "45.83%", "18.75%"),
        ("45.83%", "48.83%"),
        "28.25%",
    ),
}

#: What reads much like it and is no such thing, or another part of it is not printed.
SILENT = {
    "部分整改与已整改": "预算执行问题8项，部分整改5项，已整改3项，整改资金1783.2万元（含部分整改）。",
    "按日算的序时进度": "截至5月18日，支出完成预算的41.3%，快于序时进度3.5个百分点。",
    "与目标进度比": "上半年，支出完成预算的52.1%，快于上年同期进度4.6个百分点。",
    "三公经费只说了两项": (
        "“三公”经费支出比上年减少4.12万元。其中：公务用车费比上年减少1.35万元；公务接待费比上年减少0.87万元。"
    ),
    "三公经费的原因": (
        "“三公”经费支出比上年减少4.93万元，主要原因是公务接待费减少2.30万元、公务用车费减少1.20万元等。"
    ),
    "一问可以多选": (
        "1、您的性别？\n\n男 占41.67%\n\n女 占58.33%\n\n2、您的年龄？\n\n30岁以下 占22.92%\n\n31-50岁 占45.83%\n\n50岁以上 占31.25%\n\n"
        "3、您的职业？\n\n职员 占37.50%\n\n工人 占18.75%\n\n其他 占43.75%\n\n4、您去过哪些场所？\n\n图书馆 占62.50%\n\n档案馆 占56.25%\n\n"
        "文化馆 占47.92%"
    ),
}


@pytest.mark.parametrize(("text", "figures", "change", "right"), TOLD.values(), ids=TOLD)
def test_what_holds_is_tied_and_a_changed_digit_is_told(audit_text, text, figures, change, right):
    audit = audit_text(text)
    assert not audit.findings
    lines = text.split("\n")
    tied = {(p.line - 1, p.start, p.end) for p, state in audit.states.items() if state == "勾稽相符"}
    for figure in figures:
        line = next(i for i, said in enumerate(lines) if figure in said)
        at = lines[line].index(figure) + next(i for i, c in enumerate(figure) if c.isdigit())
        assert any(n == line and start <= at < end for n, start, end in tied), figure
    wrong = audit_text(text.replace(*change, 1)).findings
    assert any(right in f.recomputed + f.arithmetic for f in wrong)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_only_looks_like_it_is_not_told(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []
