"""Rates, shares and growth whose own words say of what: told where they fail, and silent where other words are meant."""

from __future__ import annotations

import pytest

#: (text with one wrong figure, the code of the relation that shows it)
TOLD = {
    "分号隔开的同口径": ("市级决算1864万元，同口径减少46万元，下降2.4%；镇级决算1292万元，减少81万元，下降2.0%。", "growth.prose"),
    "按月发放的标准": ("2023年救助标准为1230元/人/月，比上年提高70元，增长5.1%。", "growth.prose"),
    "各项之后说的是总数": ("新建充电桩1860个，其中快充1240个、慢充620个，完成年度计划1700个的116.3%。", "rate.prose"),
    "完成预算，别项恰好相符": (
        "财政收入4716万元，占预算10480万元的45.0%；税收3706万元，占预算8810万元的42.1%；上划收入3851万元，占预算6530万元的43.7%。",
        "rate.share",
    ),
    "占应办的": ("本周应反馈工单21640件，按时反馈21502件，按时反馈率99.36%；退回重办316件，占应反馈工单的1.76%。", "rate.share"),
    "一列占比中的一项": (
        "共受理诉求185320件。其中，咨询112406件，占60.66%；求助63517件，占34.27%；投诉4215件，占2.27%；建议1968件，占1.36%；其他3214件，占1.73%。",
        "rate.share",
    ),
    "比预算少多少": ("经费决算总额比年初预算2640万元减少392万元，执行率86.2%。", "rate.prose"),
    "已做的和正在做的": ("督办事项中有318件已完成，47件正在推进。完成率78.12%。", "rate.prose"),
    "床位和人": ("年末收养人员共186人，其中儿童97人、老人89人，床位使用率74.9%（核定床位249张）。", "rate.prose"),
    "括号里的上月": ("交易项目数增加14项，增长11.6%（10月为131项）。", "growth.prose"),
    "总数在前的其中": ("84个项目中，12个项目按期完成，完成及时率85.71%。", "rate.prose"),
    "不会超过全部": ("本月按时初查率106%，调解成功率71.8%。", "share.possible"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), TOLD.values(), ids=TOLD.keys())
def test_what_the_words_tell_is_held_against_its_own_figures(audit_text, text, code):
    found = audit_text(text).findings
    assert [f.code for f in found] == [code], [(f.confidence, f.message) for f in found]


SILENT = {
    "同口径管到句末": "同口径计算，市级决算1864万元，减少46万元，下降2.0%，镇级决算1292万元，减少81万元，下降2.0%。",
    "提高到的是水平": "新建村级服务点46个，累计达到218个，覆盖率由43.9%提高到55.6%（全市行政村392个）。",
    "降到的是水平": "生长迟缓率由4.4%下降到3.7%，下降0.7个百分点；贫血率3.1%。",
    "各有占比的是别项": "诉求主要集中在农林诉求1418件，占诉求量的11.73%；社会保障1306件，占诉求量的10.81%。共受理诉求12085件。",
    "另一年的断面": "Ⅳ类1个、Ⅴ类1个；优良断面同比增加1个。其中9个国考断面优良率100%。",
    "比预算少，说的是进度": "经费决算比年初预算2640万元减少392万元，预算调整后执行率87.5%（调整预算2569万元）。",
    "在办的不是未完成": "受理318件，47件正在办理，其中省级交办12件。完成率95.2%。",
    "其中未完成的": "84个项目中，12个项目未完成，完成率85.71%。",
    "护理床位": "年末入住老人186人，护理床位使用率81.2%（护理床位120张）。",
    "月均有别的名目": "上半年受理31562件，办结31327件，月均现场服务2160件。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_other_words_mean_other_figures(audit_text, text):
    assert audit_text(text).findings == ()


DOUBTS = {
    "月均点明的总数": "上半年，服务中心累计受理21638件，办结21402件，月均受理3506件。",
    "本句的月份": "与二季度相比增加15件。1—9月累计收到来信530件，月均47.8件。",
    "一项做完，率却不同": "一是库房维修5处仅完工3处，完工率69%；二是拨付较慢，平均42天，超过约定的30天。",
}


@pytest.mark.parametrize("text", DOUBTS.values(), ids=DOUBTS.keys())
def test_means_and_small_counts_are_doubts(audit_text, text):
    assert [f.confidence for f in audit_text(text).findings] == ["low"]


#: Figures that happen to fit: they tie nothing.
ACCIDENTS = {
    "两个相等的数": "平台接收投诉1164件。\n\n接收投诉1164件，受理873件，受理率75.00%，按时初查率100%。",
    "件减人": "受理12件，涉及5人、3户，同比减少2件。",
    "别处恰好差这么多": "咨询类31件，建言类16件，感谢类9件。\n\n与一季度相比，来信总量增加15件。",
    "一位数的平均": "支出36.8万元，抽查5个乡镇，平均耗时7天。",
    "调查得来的收入": "固定资产投资43162万元，城镇人口4.81万人。人均可支配收入8973元。",
}


@pytest.mark.parametrize(("name", "text"), ACCIDENTS.items(), ids=ACCIDENTS.keys())
def test_what_fits_by_chance_is_no_agreement(audit_text, name, text):
    last = {
        "两个相等的数": "100%",
        "件减人": "2件",
        "别处恰好差这么多": "15件",
        "一位数的平均": "7天",
        "调查得来的收入": "8973元",
    }[name]
    assert last not in [a.printed for a in audit_text(text).agreements]
