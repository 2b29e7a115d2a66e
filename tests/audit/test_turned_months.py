"""Periods without a year whose end lies before their start, and those that go over the end of a year."""

from __future__ import annotations

import pytest

QUARTER = "青岚市2023年第三季度热线办理情况\n一、受理\n第三季度，共受理1205件。\n"
TOLD = {
    "月": (QUARTER + "7月至6月，井盖类分别立案125件、117件。", "7月至6月", "low"),
    "月和日": ("专项普查于7月11日至5月20日开展，共发现问题963件。", "7月11日至5月20日", "low"),
    "同一个月": ("调查组于2022年11月8日至7日实地调查3天。", "11月8日至7日", "medium"),
    "年末": ("假期12月30日至1日受理70件。", "12月30日至1日", "low"),
    "日在前": ("8月20日至8月11日开展抽查。", "8月20日至8月11日", "medium"),
    "评价的几个月": ("受委托，第三方于2023年5月至4月对该项目开展评价。", "2023年5月至4月", "low"),
}
SILENT = {
    "月": QUARTER + "7月至9月，井盖类分别立案125件、117件、93件。",
    "次年": "监测自10月至次年3月进行。",
    "冬季": "冬季（12月至2月）接到诉求320件。",
    "供暖": "供暖期为11月15日至3月15日。",
    "元旦": "青岚市2023年第四季度热线办理情况\n一、受理\n第四季度，共受理1205件。\n假期（12月30日至1月1日）受理70件。",
    "整年": "考核自7月1日至6月30日。",
    "同月": "12月8日至17日实地调查。",
    "学年": "2023年9月至8月为一个学年。",
}


@pytest.mark.parametrize(("text", "printed", "sure"), TOLD.values(), ids=TOLD.keys())
def test_a_turned_period_is_told(audit_text, text, printed, sure):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "date.reversed"]
    assert (printed, sure) in found


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_period_over_the_end_of_a_year_is_not(audit_text, text):
    assert not [f for f in audit_text(text).findings if f.code == "date.reversed"]
