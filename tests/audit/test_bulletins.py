"""Statistical bulletins: growth of a whole and its parts, vital rates, days of a year, means, town and country."""

from __future__ import annotations

import pytest

#: (text, the figures that no relation ties)
TIED = {
    "进出口的增速": ("外贸进出口总额418.36亿元，增长6.2%。其中，出口287.14亿元，增长9.5%；进口131.22亿元，下降0.3%。", []),
    "没有分全的名称": (
        "全年保费收入96.48亿元，增长5.1%，其中：甲类公司保费31.26亿元，下降2.4%；乙类公司保费65.22亿元，增长9.1%。",
        [],
    ),
    "很小的一项": ("进出口总额86.31亿元，增长16.7%。其中，出口83.11亿元，增长17.0%；进口3.20亿元，增长9.4%。", ["9.4%"]),
    "自然增长率": ("全年出生人口2.16万人，出生率6.37‰；死亡人口2.93万人，死亡率8.64‰；自然增长率-2.27‰。", []),
    "人均的各项": (
        "居民人均可支配收入28641元。其中，工资性收入14226元，经营净收入7318元，财产净收入1105元，转移净收入5991元。",
        [],
    ),
    "优良天数": ("空气质量优良天数284天，占全年总天数的77.8%。", []),
    "城乡收入比": (
        "城镇居民人均可支配收入43126元；农村居民人均可支配收入22817元。城乡居民收入比由上年的1.93:1缩小为1.89:1。",
        ["1.93"],
    ),
    "一位小数的计划": (
        "2024年全市政府性基金预算收入完成318426万元。\n工作很多。\n2025年全市政府性基金预算收入计划321000万元，增长0.8%。",
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "open_ones"), TIED.values(), ids=TIED.keys())
def test_figures_of_a_bulletin_are_tied(audit_text, text, open_ones):
    audit = audit_text(text)
    assert not audit.findings
    lines = audit.document.blocks
    untied = [lines[p.block].text[p.start : p.end] for p, state in audit.states.items() if state == "未核对"]
    assert untied == open_ones


TOLD = {
    "合计的增速": ("外贸进出口总额418.36亿元，增长8.2%。其中，出口287.14亿元，增长9.5%；进口131.22亿元，下降0.3%。", "growth.parts"),
    "自然增长率": ("全年出生率6.37‰，死亡率8.64‰，自然增长率-3.27‰。", "sum.difference"),
    "出生人口": ("全年出生人口2.76万人，出生率6.37‰；死亡人口2.93万人，死亡率8.64‰；自然增长率-2.27‰。", "rate.share"),
    "优良天数": ("空气质量优良天数284天，占全年总天数的71.8%。", "rate.share"),
    "城乡收入比": (
        "城镇居民人均可支配收入43126元；农村居民人均可支配收入22817元。城乡居民收入比为1.69:1。",
        "rate.multiple",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), TOLD.values(), ids=TOLD.keys())
def test_a_slip_in_them_is_told(audit_text, text, code):
    found = audit_text(text).findings
    assert [f.code for f in found] == [code], [(f.confidence, f.message) for f in found]


SILENT = {
    "不变价的增速": "地区生产总值864.20亿元，增长5.6%。其中，第一产业增加值86.42亿元，增长3.5%；第二产业增加值345.68亿元，增长4.9%；第三产业增加值432.10亿元，增长6.8%。",
    "凑巧的两项": "卫生支出39.25亿元，增长8.6%。交通支出21.57亿元，增长16.5%；住房支出17.68亿元，增长25.8%。",
    "监测的天数": "空气质量优良天数284天，有效监测天数352天，优良率80.7%。",
    "一个月的天数": "本月优良天数26天，占比86.7%。",
    "别的比": "城乡居民收入比缩小为2.31:1。乡村旅游收入比上年增长4.6%。",
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_they_leave_open_is_no_finding(audit_text, text):
    assert not audit_text(text).findings


NO_DATA = {
    "脚注": "国民经济和社会发展统计公报[1]",
    "页码": "规模以上工业企业 —5— 效益良好",
    "四代移动通信": "移动电话4G用户和3D打印设备",
}


@pytest.mark.parametrize("text", NO_DATA.values(), ids=NO_DATA.keys())
def test_marks_and_names_are_no_data(audit_text, text):
    assert not audit_text(text).states
