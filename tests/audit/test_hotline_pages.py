"""Pages of hotlines: bulletins, complaints and appraisal circulars, each kind with a digit changed and its neighbours."""

from __future__ import annotations

import pytest

HALVES = (
    "各区（共4家，满分为120分）：8月份，东岭区考评得分为117.42分，西湾区114.85分，南滩区113.26分，北原区109.67分。\n"
    "各区得分及排名表\n"
    "单位\t工单数\t得分\t排名\t单位\t工单数\t得分\t排名\n"
    "东岭区\t2316\t117.42\t1\t南滩区\t1849\t113.26\t3\n"
    "西湾区\t1752\t114.85\t2\t北原区\t2038\t109.67\t4\n"
)
PARTS = (
    "一、诉求结构。文旅出行2519件，占41.3%；消费维权1688件，占27.7%；噪声污染432件，占7.1%。已办结5618件，办结率92.1%。\n"
    "当日峰值1152件，最低763件，日均910件。\n"
    "二、文旅出行类。景区门票642件、停车难887件、酒店退订544件、客运服务446件。\n"
    "三、噪声污染类。主要反映夜间施工（217件）、广场舞（98件）、其他（117件）。\n"
)
#: By kind: a passage that holds, what of it is tied, and a digit of it changed.
TOLD = {
    "双栏表的右半": (HALVES, "109.67分", ("北原区109.67分", "北原区109.61分")),
    "读作年份的件数": (HALVES, "113.26分", ("\t113.26", "\t118.26")),
    "双栏表的左半": (HALVES, "114.85分", ("西湾区114.85分", "西湾区114.35分")),
    "逗号后按类型统计": (
        "本周共受理有效诉求1640件，其中话务受理1583件、网站受理57件，按照受理类型统计，共受理咨询类613件、求助类302件、"
        "建议类58件、举报类519件、投诉类148件。",
        "519件",
        ("519件", "579件"),
    ),
    "隔着括号的占比": (
        "受理消费者举报3814件。主要涉及：价格行为534件，占举报量的14.0%；其他违法行为368件（其中无照经营223件），占举报量的9.6%。",
        "9.6%",
        ("9.6%", "4.6%"),
    ),
    "标题点名的分项": (PARTS, "446件", ("446件", "416件")),
    "标题点名，以其他收尾": (PARTS, "98件", ("98件", "48件")),
    "句首点名的分项": (
        "形成工单263张，其中报修127张、水费136张。\n呼入8214通，接听7946通，峰值611通。\n二、处置。报修工单中，小区内38张、道路上57张、路口32张。",
        "57张",
        ("57张", "51张"),
    ),
}
#: What none of these kinds says anything of.
SILENT = {
    "数字编号的几部分": (
        "从范围看分为三大部分：1、市场监管系统8417件，占比62.35%；2、其他系统4639件，占比34.36%；3、法规咨询444件，占比3.29%。"
    ),
    "带括号编号的几部分": (
        "诉求排名前三位的是：（1）停车管理类417件，占比42.35%；（2）噪声污染类239件；（3）物业管理类144件。"
    ),
    "双栏表中两半同名": HALVES.replace("南滩区\t", "东岭区\t").replace("，南滩区113.26分", ""),
    "标题点名，只说主要的": (
        "一、结构。文旅出行2519件，占41.3%；消费维权1688件，占27.7%。\n"
        "二、文旅出行类。主要反映门票642件、停车887件、退订494件、客运446件。"
    ),
    "标题与前文不同名": (
        "一、结构。文旅出行2519件，占41.3%；消费维权1688件，占27.7%。\n二、交通出行类。门票642件、停车887件、退订438件、客运458件。"
    ),
    "括号里的数另有占比": (
        "受理举报3814件，其中价格行为534件（无照经营75件，占14.0%），比上月多。其他行为368件（其中无照223件）占6成。"
    ),
    "按类型统计而未列全": (
        "本周共受理诉求1640件，其中话务受理1583件、网站受理57件，按照受理类型统计，居前的是咨询类613件、求助类302件。"
    ),
}


@pytest.mark.parametrize(("text", "tied", "change"), TOLD.values(), ids=TOLD)
def test_a_changed_digit_is_told(audit_text, text, tied, change):
    audit = audit_text(text)
    assert [f.message for f in audit.findings] == []
    assert tied in {str(e) for e in audit.entries if audit.states.get(e.place) == "勾稽相符"}
    old, new = change
    wrong = audit_text(text.replace(old, new, 1))
    assert any(new[-4:] in f.printed + f.arithmetic for f in wrong.findings)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_says_nothing_of_the_kind_is_not_told(audit_text, text):
    assert [(f.message, f.arithmetic) for f in audit_text(text).findings] == []
