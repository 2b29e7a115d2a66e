"""Counts beside one figure or one name for each, and beside the rows of a table of places."""

from __future__ import annotations

import pytest

TABLE = "名次\t镇\t得分\n1\t甲河镇\t92.5\n2\t乙山镇\t91.4\n3\t丙湖镇\t90.2\n4\t丁口镇\t88.7\n5\t戊桥镇\t86.3\n"
TOLD = {
    "三个季度": ("我镇三个季度得分分别为92.5、94、95.5和96分。", "三个", "low"),
    "两个行业": ("其中健身、美容、培训两个行业分别为437件、392件、268件。", "两个", "high"),
    "后两位": ("按期办结率后两位的单位分别为97.2%、96.8%、95.5%。", "两位", "low"),
    "括号里的": ("排名后两位的镇(大店镇、梅溪镇、龙坪镇)书面检查。", "两位", "low"),
    "冒号后的": ("本月无业务窗口5个：文体局、商务局、粮食局、地震局。", "5个", "high"),
    "考核的镇": (
        "关于考核的通报\n\n县考核组对6个镇进行了考核，抽查48个点位。\n\n" + "说明。\n\n" * 6 + TABLE,
        "6个",
        "low",
    ),
    "平均": (TABLE + "\n6个镇平均得分89.82分。", "6个", "low"),
}
SILENT = {
    "三个": "我镇三个季度得分分别为92.5、94和95.5分。",
    "各段": "得分90分以上41家、80至90分17家、80分以下4家，分别占66.1%、27.4%、6.5%。",
    "前几个月": "近三年前4个月收入分别为25930万元、27405万元和26318万元。",
    "分差": "滨河区、老城区、新城区列前三位，分差分别为0.56分、0.71分。",
    "等": "排名后两位的镇(大店镇、梅溪镇、龙坪镇等)书面检查。",
    "其中": "逾期的3个镇(其中大店镇、梅溪镇)书面检查。",
    "一部分": TABLE + "\n有4个镇得分低于92分。",
    "都考核": TABLE + "\n5个镇平均得分89.82分。",
}


@pytest.mark.parametrize(("text", "printed", "sure"), TOLD.values(), ids=TOLD.keys())
def test_a_count_beside_one_more_or_less_is_told(audit_text, text, printed, sure):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code in {"count.list", "count.rows"}]
    assert found == [(printed, sure)]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_count_of_just_as_many_is_not(audit_text, text):
    assert not [f for f in audit_text(text).findings if f.code in {"count.list", "count.rows"}]
