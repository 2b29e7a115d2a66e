"""Lists that a table prints beside themselves, turned on their side, or all of them 100%: one digit changed is told."""

from __future__ import annotations

import pytest

TURNED = """2024年，全县共受理诉求8413件。
类别\t咨询\t投诉\t求助\t建议
数量\t3612\t2457\t1533\t811
占比\t42.93%\t29.20%\t18.22%\t9.64%
"""
IN_HUNDREDTHS = TURNED.replace("占比", "占比（%）").replace("%\t", "\t").replace("9.64%", "9.64")
PANELS = """各镇举报情况
镇街\t数量\t镇街\t数量\t镇街\t数量
甲镇\t132\t乙镇\t245\t丙镇\t87
丁镇\t421\t戊镇\t66\t己镇\t318
庚镇\t95\t辛镇\t173\t总计\t1537
"""
ANNOUNCED = """7月全省共接到举报9537件，各市情况如下：
城市\t数量\t城市\t数量\t城市\t数量
甲市\t1132\t乙市\t2245\t丙市\t1087
丁市\t1421\t戊市\t1066\t己市\t318
庚市\t1095\t辛市\t1173\t\t
"""
ALL_DONE = """部门\t总件数\t处理中\t已办结\t办结率
住建局\t17\t0\t17\t100%
公安局\t13\t0\t13\t100%
交通局\t5\t0\t5\t100%
人社局\t8\t0\t8\t100%
供电局\t4\t0\t4\t100%
"""
HEADER_AGAIN = """各镇受理情况
单位\t数量
甲镇\t137
乙镇\t426
单位\t数量
丙镇\t284
丁镇\t92
合计\t939
"""
PANELS_AGAIN = """各镇受理情况
单位\t数量\t单位\t数量
甲镇\t137\t戊镇\t275
乙镇\t426\t己镇\t813
单位\t数量\t单位\t数量
丙镇\t284\t庚镇\t39
丁镇\t92\t\t
合计\t2066\t\t
"""
TAKEN_OFF = """街道检查情况
街道\t暗访扣分\t实际得分
甲街道\t4.3\t35.7
乙街道\t2\t38
丙街道\t3.8\t36.2
丁街道\t2.7\t37.3
戊街道\t5.2\t34.8
"""
WEIGHTED = """8月考核得分表
街道名称\t系统得分（占40%）\t现场得分（占35%）\t履职得分（占25%）\t总分\t排名
甲街道\t96.35\t93.48\t95.20\t95.06\t1
乙街道\t94.82\t95.06\t93.66\t94.61\t2
丙街道\t95.64\t91.37\t92.18\t93.28\t3
丁街道\t92.07\t90.55\t91.74\t91.46\t4
"""
#: A passage that holds, a figure of it, what is printed instead, and what the doubt or the finding names.
TOLD = {
    "横排的件数与文中总数": (TURNED, ("2457", "2157"), "25.64%"),
    "横排的占比以文中总数为分母": (TURNED, ("18.22%", "18.92%"), "18.22%"),
    "表头写明百分号的横排占比": (IN_HUNDREDTHS, ("29.20", "29.70"), "29.20"),
    "并列几栏的总计": (PANELS, ("421", "471"), "1587"),
    "并列几栏的总计本身": (PANELS, ("1537", "1537".replace("3", "8")), "1537"),
    "总计在左边一栏": (
        PANELS.replace("庚镇\t95", "总计\t1537").replace("总计\t1537\n", "庚镇\t95\n"),
        ("66", "46"),
        "1517",
    ),
    "并列几栏与文中所说": (ANNOUNCED, ("1421", "1721"), "9537"),
    "翻页时重印的表头": (HEADER_AGAIN, ("426", "476"), "989"),
    "翻页时重印的几栏表头": (PANELS_AGAIN, ("813", "843"), "2096"),
    "扣分与得分": (TAKEN_OFF, ("36.2", "36.7"), "40 − 3.8 = 36.2"),
    "得分与扣分": (TAKEN_OFF, ("2.7", "2.1"), "37.9"),
    "表头写明各栏所占比重": (WEIGHTED, ("91.37", "97.37"), "93.28"),
    "表头写明各栏所占比重的总分": (WEIGHTED, ("94.61", "94.16"), "94.61"),
    "都是百分之百的办结率": (ALL_DONE, ("13\t100%", "13\t160%"), "100"),
    "都是百分之百的办结数": (ALL_DONE, ("17\t100%", "11\t100%"), "64.71%"),
}
SILENT = {
    "并列几栏各有合计": """各镇受理情况
单位\t受理\t办结\t单位\t受理\t办结
甲镇\t132\t130\t乙镇\t245\t240
丁镇\t421\t421\t戊镇\t66\t60
丙镇\t74\t70\t己镇\t51\t50
合计\t627\t621\t合计\t362\t350
""",
    "表头相同的两张表各有合计": HEADER_AGAIN.replace("426\n", "426\n合计\t563\n").replace("939", "376"),
    "扣分与另一项得分": """街道\t扣分\t得分
甲街道\t4.3\t88.1
乙街道\t2\t92.4
丙街道\t3.8\t85.0
丁街道\t2.7\t90.6
""",
    "只有序号的一行": """明细预算（万元）\t项 目\t上年资金\t本年资金\t说明
\t合 计\t273.6\t315
\t生均经费\t273.6\t315
\t2
""",
    "收入与支出并列": """项目\t金额\t项目\t金额
税收收入\t1320.5\t教育支出\t2451.2
非税收入\t421.5\t卫生支出\t660.1
转移收入\t4212.3\t农业支出\t2843
总计\t5954.3\t总计\t5954.3
""",
    "办结率之外另有按时办结率": """部门\t受理数\t按时办结\t办结率\t按时办结率
住建局\t17\t16\t100%\t94.1%
公安局\t13\t13\t100%\t100%
交通局\t5\t5\t100%\t100%
人社局\t8\t5\t100%\t62.5%
""",
    "超额完成仍记百分之百": """单位\t计划数\t完成数\t完成率
甲镇\t20\t20\t100%
乙镇\t35\t35\t100%
丙镇\t18\t18\t100%
丁镇\t20\t26\t100%
""",
}


@pytest.mark.parametrize(("text", "change", "right"), TOLD.values(), ids=TOLD)
def test_a_changed_digit_is_told(audit_text, text, change, right):
    assert not audit_text(text).findings
    wrong = audit_text(text.replace(*change, 1)).findings
    assert any(right in f.recomputed + f.arithmetic for f in wrong)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_printed_beside_it_is_of_another_list(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []


@pytest.mark.parametrize(
    "text", [TURNED, IN_HUNDREDTHS, PANELS, ANNOUNCED, HEADER_AGAIN, PANELS_AGAIN, TAKEN_OFF, WEIGHTED]
)
def test_every_figure_of_a_list_is_tied(audit_text, text):
    assert set(audit_text(text).states.values()) == {"勾稽相符"}


def test_a_rate_of_what_failed_is_of_what_failed(audit_text):
    rows = (("甲镇", 150, 9), ("乙镇", 50, 3), ("丙镇", 100, 6), ("丁镇", 200, 12))
    lines = ["单位\t派单总数\t按时办结数\t不满意数\t不满意率"]
    lines += [f"{name}\t{whole}\t{whole}\t{failed}\t7.0%" for name, whole, failed in rows]
    found = audit_text("办理情况表\n" + "\n".join(lines) + "\n").findings
    assert {(f.code, f.printed, f.recomputed) for f in found} == {("rate.table", "7.0%", "6.0%")}


def test_two_rows_of_what_was_all_spent_are_tied(audit_text):
    audit = audit_text(
        "资金情况表\n项目资金（万元）\t全年预算数\t全年执行数\t执行率\n年度资金总额\t186.4\t186.4\t100%\n县级资金\t186.4\t186.4\t100%\n"
    )
    assert not audit.findings and set(audit.states.values()) == {"勾稽相符"}
