"""Other readings that stand beside the nearest one (旁边的读法): what they excuse, and what they leave told."""

from __future__ import annotations

import pytest

#: A passage that holds, one figure of it, what is printed instead, and what is told then.
TOLD = {
    "所列是近处另说的总数": (
        "上半年共收到信息912件。其中申诉事项84件，其他事项828件。\n对属于职责范围的80件申诉事项进行了受理，占申诉量的95.24%；其他4件不予受理。\n"
        "受理的申诉事项中，来电49件，占61.25%；来信18件，占22.5%；网络12件，占15%；留言1件，占1.25%。",
        ("22.5%", "27.5%"),
        "27.5%",
    ),
    "列外的一项仍是占全部的": (
        "共受理申诉75件。受理的申诉中，来电46件，占61.33%；来信16件，占21.33%；网络12件，占16%；其他1件，占1.33%。\n"
        "受理的申诉，涉及供水行业74件，其中，水质55件，占74.32%，同比减少34.18%；缴费15件，占20.27%，同比减少57.57%；报装4件，占5.41%，同比减少57.14%。供热行业1件，占1.33%。",
        ("74.32%", "77.32%"),
        "74.32%",
    ),
    "各项占比都对而件数不足总数": (
        "平台共受理群众诉求3267件。从反映方式看，来访2604件，占比79.71%；来电537件，占比16.44%；来信75件，占比2.30%；其他48件，占比1.47%。",
        ("16.44%", "10.44%"),
        "16.44%",
    ),
    "增幅写成小数": ("本年度预算总收入612.48万元，比上年增加157.20万元，增长34.53%。", ("34.53%", "0.35%"), "34.53%"),
}  # fmt: skip

#: What stands alike and is no fault.
SILENT = {
    "按定义读的结案率": "受理线索5000件，立案4000件，立案率80.0%。立案案件中，食品1500件，占30.0%；质量1100件，占22.0%；价格800件，占16.0%；"
    "广告400件，占8.0%；其他200件，占4.0%。结案3640件，结案率91.0%。",
    "另一项才是比率所计": "图书馆外借文献64200册次。\n自助借还51360册次，人工办理12840册次，自助率80%。",
    "应审结与审结不是分项": "共收到申请268件，受理250件，其中到期应审结240件，实际审结228件，审结率95.00%。",
    "上年无变化之后漏了标点": "按性质划分：行政单位63个，较上年无变化事业单位118个，较上年增加6个，其中新成立6个。",
    "逗号之后还有一组": "乘客反映前4条线路是：东线公司的1路、2路、9路，西线公司的7路。",
    "镇不由镇合成": (
        "单位\t信息采用情况\t得分\t累计得分\n报送条数\t累计条数\t市级采用\t累计得分\t省级采用\t累计得分\n普发\t公众号\t参阅\t约稿\t上报\n"
        "青石街道\t3\t3\t0\t0\t0\t1\t0\t4\t0\t0\t0\t0\t4\t4\n白水街道\t14\t14\t0\t4\t0\t0\t0\t16\t0\t0\t0\t0\t16\t16\n"
        "双河街道\t2\t2\t0\t1\t0\t0\t0\t4\t0\t0\t0\t0\t4\t4\n长岭街道\t16\t16\t0\t3\t0\t0\t0\t12\t0\t0\t0\t0\t12\t12\n"
        "东关街道\t17\t17\t0\t6\t0\t0\t0\t24\t0\t0\t0\t0\t24\t24"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "swap", "named"), TOLD.values(), ids=TOLD.keys())
def test_a_wrong_figure_is_told(audit_text, text, swap, named):
    told = audit_text(text.replace(*swap)).findings
    assert any(named in {f.recomputed, f.printed} for f in told), [f.arithmetic for f in told]


@pytest.mark.parametrize("text", [*(row[0] for row in TOLD.values()), *SILENT.values()], ids=[*TOLD, *SILENT])
def test_what_holds_is_silent(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []
