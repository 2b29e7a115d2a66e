"""What holds by accident excuses nothing that words or siblings tell; what they do not tell stays open."""

from __future__ import annotations

import pytest

#: The text, its right figure, a wrong one, and the code of what is told of the wrong one.
TOLD = {
    "别处恰有占比": (
        "8月共受理案件1429件，其中立案1350件，不予立案79件，应结案1284件，结案1203件，结案率93.69%，按期结案{}，按期结案率81.07%。\n"
        "9月以前转办的案件46件，占立案数的3.4%。", "1041件", "1341件", "rate.prose",
    ),
    "另有总数凑成的占比": (
        "收入总计8215.40万元。支出总计8053.22万元，其中：基本支出2166.32万元，占26.9%；项目支出5886.90万元，占{}。上年支出8010.20万元。",
        "73.1%", "73.5%", "rate.share",
    ),
    "分别占同一总数": (
        "受理服务类投诉320件，比上月的297件增加23件。家政服务类75件，美容洗浴类41件，文化体育类39件，分别占服务类投诉的23.4%、{}、12.2%。",
        "12.8%", "13.8%", "rate.share",
    ),
    "几项都占同一总数": (
        "全年受理398600件，其中网络渠道34.17万件。按类别看，城乡建设6.18万件，占15.50%；劳动保障5.83万件，占14.63%；交通出行4.79万件，占{}；农业农村3.41万件，占8.55%。",
        "12.02%", "14.02%", "rate.share",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "code"), TOLD.values(), ids=TOLD.keys())
def test_what_holds_by_accident_excuses_no_slip(audit_text, text, right, wrong, code):
    assert [f.message for f in audit_text(text.format(right)).findings] == []
    assert code in [f.code for f in audit_text(text.format(wrong)).findings if f.confidence != "low"]


#: Shares of a list with wholes of their own, and amounts that other words tell.
SILENT = {
    "另有分母": "一般公共预算支出50.00亿元，其中教育支出10.00亿元，占一般公共预算支出的20.0%；卫生支出5.00亿元，占10.0%；城乡社区支出6.00亿元，占基金支出的15.0%。基金支出40.00亿元。",
    "括号里的件数": "包案64件，化解59件，未化解的5件集中在东河县（3件）和园区（2件）。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_another_whole_that_is_named_is_no_accident(audit_text, text):
    assert [f.message for f in audit_text(text).findings] == []


def test_what_a_bracket_counts_leaves_nothing_out(audit_text):
    wrong = "包案64件，化解56件，未化解的5件集中在东河县（3件）和园区（2件）。"
    assert [f.code for f in audit_text(wrong).findings] == ["sum.prose"]
