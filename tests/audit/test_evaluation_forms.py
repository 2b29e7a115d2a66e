"""Self-evaluations, their texts and forms: what a report tells twice, what its form adds up, and the same of others."""

from __future__ import annotations

import re

import pytest

_GAP = "有关工作按计划推进，具体情况另行说明。\n"

#: A text that holds, a figure of it with what is printed instead, and what the doubt or the finding names.
TOLD = {
    "下达与下拨的同一笔": (
        "全年财政部会同有关部门共下拨江北省中央水利救灾资金18.3716亿元，有效缓解了压力。\n二、绩效目标分解下达情况\n"
        "2021年度，财政部共下达我省中央水利救灾资金18.3716亿元，主要用于抢险和重建。",
        ("18.3716亿元，主要", "18.3776亿元，主要"),
        "18.3716亿元",
    ),
    "三位数的同一笔": (
        "我区使用2023年中央农业生产救灾资金746万元，有力支持了恢复生产。\n一、资金情况\n"
        "共下达我区2023年中央农业生产救灾资金746万元，已全部到位。",
        ("746万元，已", "766万元，已"),
        "746万元",
    ),
    "一个占比再分成两个": (
        "调查中，64.3%的居民认为环境达到了心中的水平，其中认为完全达到的占21.6%，基本达到的占42.7%。",
        ("42.7%", "47.7%"),
        "69.3%",
    ),
    "另起一句的两个占比": (
        "86.12%的公众知道近期召开了会议，37.84%的公众表示关注。其中“非常关注”占15.29%，“比较关注”占22.55%。",
        ("15.29%", "16.29%"),
        "38.84%",
    ),
    "两项合计": (
        "认为效果明显和比较明显的分别为24.9%和46.2%，两项合计71.1%，比上次有所好转。",
        ("71.1%", "77.1%"),
        "71.1%",
    ),
}

#: What looks like it and is something else.
SILENT = {
    "下达的与支出的": f"财政部门下达我县农村道路建设资金1837.46万元。\n{_GAP}全年项目单位支付农村道路建设经费1837.16万元。",
    "两年的同一笔": f"2022年下达农村道路建设资金1837.46万元。\n{_GAP}2023年下达农村道路建设资金1837.16万元。",
    "话不一样的三位数": f"下达农村道路建设资金746万元。\n{_GAP}下达农村饮水建设资金766万元。",
    "没有说全的占比": "64.3%的居民认为环境达到了心中的水平，其中认为完全达到的占21.6%，城区居民占31.8%。",
    "男女各自的比率": "居民满意率为93.6%，其中男性满意率为41.4%，女性满意率为52.2%。",
    "另一年的占比": "64.3%的居民认为达到了水平，其中认为完全达到的占21.6%，比上年提高3.8个百分点。",
    "不满意不用动词": "46.2%的居民表示非常满意，37.1%表示满意，12.6%认为一般，4.1%不满意，满意率83.3%。",
    "科目编码": f"补助列入2110502社会支出科目，补助资金已下达。\n{_GAP}补助列入2110602社会支出科目，补助资金已下达。",
}


@pytest.mark.parametrize(("text", "change", "right"), TOLD.values(), ids=TOLD)
def test_a_changed_digit_is_told_and_both_are_tied(audit_text, text, change, right):
    audit = audit_text(text)
    assert not audit.findings
    printed = re.search(r"[\d,.]+", change[0])[0]
    assert any(str(e).startswith(printed) and audit.states[e.place] == "勾稽相符" for e in audit.entries)
    wrong = audit_text(text.replace(*change, 1)).findings
    assert any(right in f.printed + f.recomputed + f.arithmetic for f in wrong)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_told_of_another_thing_is_silent(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []
