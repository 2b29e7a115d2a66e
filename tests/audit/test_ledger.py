"""The ledger: sentences and tables of published kinds, rewritten; what holds must pass, what cannot hold must be found."""

from __future__ import annotations

import pytest

HOLDS = {
    "增加额与增长率": "本年收入合计1725.60万元，与上年相比增加225.60万元，增长15.04%。",
    "减支": "项目支出270.00万元，比上年减支30.00万元，下降10.0%。",
    "上年同期在括号里": "收到诉求868件，同比下降12.5%（上年同期992件）。",
    "总数在上一句": "本周共受理8200件。咨询类4100件，占50.00%；求助类2460件，占30.00%；投诉类1640件，占20.00%。",
    "总数未印": "咨询类占比如下：甲类4115件，占42.19%；乙类3207件，占32.88%；丙类2431件，占24.93%。",
    "应结案为分母": "受理2600件，立案2500件，应结案2400件，结案2304件，结案率96.00%。",
    "按时加超时": "受理4100件，自行处理3300件，派单800件，按时结案792件，超时办理8件，结案率100%。",
    "件与封": "收到诉求205件，其中平台转办80件，信箱来信95封，留言30条。",
    "抽取与回访两级": "随机抽取500件，其中有效回访400件，满意388件，一般9件，不满意3件。",
    "汉字数字": "共立案二千四百件，办结二千三百零四件，办结率百分之九十六。",
    "结转": "上月结转120件，新增880件，办结910件，月末在办90件。",
    "百分点": "办结率98.60%，上年同期97.40%，提高1.20个百分点。",
    "几倍": "全年受理9600件，是上年3200件的3倍。",
    "日均": "第12周（3月18日—3月24日）共受理诉求9730件，日均1390件。",
    "按比例付款": "合同金额240.00万元，签订后支付30%即72.00万元，验收后支付70%即168.00万元。",
    "舍去尾数": "受理诉求2911件。其中供水类215件，占7.3%；供电类58件，占2%。",
    "断开的位数": "平台立案 6 400 件，办结 6 272 件，办结率 98.00%。",
}
FAILS = {
    "增长率错": ("本年收入1725.60万元，比上年增加225.60万元，增长51.04%。", "51.04%", "15.04%"),
    "一处占比错": ("本周受理诉求8000件。甲类400件，占5.00%；乙类720件，占6.90%；丙类240件，占3.00%；丁类160件，占2.00%。", "6.90%", "9.00%"),
    "分母同前": ("受理3900件，自行处理3100件，派单800件，按时结案792件，超时办理8件，结案率100%，按时结案率99.3%。", "99.3%", "99.0%"),
    "亿与万": ("支出3.45亿元，其中基本支出20000万元、项目支出13500万元。", "3.45亿元", "3.35亿元"),
    "倍": ("全年受理9600件，上年3200件，增长3倍。", "3倍", "2倍"),
    "日均": ("第12周（3月18日—3月24日）共受理诉求9730件，日均1930件。", "1930件", "1390件"),
    "回收率": ("发放问卷150份，回收有效问卷120份，有效回收率85%。", "85%", "80%"),
    "百分点": ("满意率由90.00%上升至95.00%，提高5.00%。", "5.00%", "5.00个百分点"),
    "升降": ("处置率由95.00%上升到90.00%，比上年有变化。", "上升", "下降"),
    "结转": ("年初余额64.20亿元，新增8.00亿元，偿还3.10亿元，年末余额96.10亿元。", "96.10亿元", "69.10亿元"),
    "项数": ("共设3个二级指标，从经济效益、社会效益、生态效益、满意度四个方面评价。", "3个", "4个"),
    "序号": ("问题有：一是制度不全；二是执行偏慢；二是档案缺失。", "二是", "三是"),
    "月数": ("服务期为2023年3月至2023年11月，共12个月。", "12个月", "9个月"),
    "单位": ("收入46.20亿元，其中土地收入31.60万元，占68.4%。", "31.60万元", "31.60亿元"),
    "百分点的方向": ("满意率93.1%，上年同期94.6%，提高1.5个百分点。", "提高1.5个百分点", "下降"),
    "同比的方向": ("受理842件，去年同期980件，同比增长14.08%。", "增长14.08%", "下降"),
    "前后两处": ("一季度，热线共受理群众诉求18452件。\n综合分析：本季度热线受理诉求18542件。", "18542件", "18452件"),
    "超过预算": ("支出合计820.00万元，完成年初预算100%，决算数大于预算数20.00万元。", "100%", "102.50%"),
}  # fmt: skip


@pytest.mark.parametrize("text", HOLDS.values(), ids=HOLDS.keys())
def test_what_holds_is_an_agreement(audit_text, text):
    audit = audit_text(text)
    assert [f.message for f in audit.findings] == []
    assert audit.agreements


@pytest.mark.parametrize(("text", "printed", "right"), FAILS.values(), ids=FAILS.keys())
def test_what_cannot_hold_is_one_finding(audit_text, text, printed, right):
    (finding,) = audit_text(text).findings
    assert printed in finding.printed
    assert right in finding.recomputed + finding.arithmetic


def test_one_slip_is_one_finding_with_its_symptoms(audit_text):
    text = "本周受理诉求60400件。\n咨询类30200件，占50.00%；求助类17120件，占30.00%；投诉类12080件，占20.00%。\n"
    (finding,) = audit_text(text).findings
    assert finding.printed.startswith("17120件") and finding.recomputed == "18120件"
    assert "60400件" in finding.printed and "30.00%" in finding.printed
    assert finding.confidence == "high" and finding.causes


def test_shares_of_another_whole_are_told_with_it(audit_text):
    text = "共受理90000件。其中，甲类36000件，占60.00%；乙类18000件，占30.00%；其他类6000件，占10.00%。"
    (finding,) = audit_text(text).findings
    assert (finding.printed.split("（")[0], finding.recomputed) == ("90000件", "60000件")
    assert "60.00%" in finding.printed


def test_a_column_whose_meaning_most_rows_confirm(audit_text):
    rows = [
        ("甲局", 120, 114, "95.0%"),
        ("乙局", 80, 72, "90.0%"),
        ("丙局", 60, 54, "99.0%"),
        ("丁局", 40, 32, "80.0%"),
    ]
    table = "单位\t派单数\t办结数\t办结率\n" + "\n".join("\t".join(map(str, row)) for row in rows)
    (finding,) = audit_text(f"情况表\n{table}\n").findings
    assert (finding.printed, finding.recomputed) == ("99.0%", "90.0%")
    assert (finding.places[0].row, finding.places[0].column) == (4, 4)


def test_coverage_is_told_and_nothing_read_is_said(audit_text):
    audit = audit_text("全年共受理120件，其中咨询50件、投诉70件。联系电话0577-12345678，文号〔2023〕7号。")
    assert (audit.coverage.figures, audit.coverage.tied) == (3, 3)
    assert audit.coverage.names >= 2 and not audit.unread
    assert set(audit.states.values()) == {"勾稽相符"}
    assert "没有读到任何数字" in audit_text("本报告没有数据。").unread
    assert "没有一条勾稽关系" in audit_text("配备人员37人，车辆8辆。").unread


def test_the_right_figures_of_a_failing_relation_are_not_to_blame(audit_text):
    audit = audit_text("本年收入1725.60万元，比上年增加225.60万元，增长51.04%。")
    states = {p.quote[p.quote.find("增长") :][:2] if s == "矛盾" else "": s for p, s in audit.states.items()}
    assert list(audit.states.values()).count("矛盾") == 1 and "矛盾" in states.values()
