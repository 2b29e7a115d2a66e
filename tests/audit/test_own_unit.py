"""The own unit of a report: another place of its kind that stands once where only the own one can, and where it may."""

from __future__ import annotations

import pytest

HEAD = "青岚县2023年财政决算说明\n"
TOWN = "云桥区棠溪镇2023年度垃圾清运经费绩效自评报告\n"
FORM = (
    "项目支出绩效自评表\n项目名称\t清运项目\n主管部门\t云桥区棠溪镇人民政府\n实施单位\t云桥区{0}人民政府\n年度\t2023\n"
)
TOLD = {
    "说的是自己": (HEAD + "2023年白石县公务接待费支出12.5万元。\n青岚县另有车辆3辆。", "白石县"),
    "受托方": (TOWN + "受石桥区财政局委托，评价组对棠溪镇人民政府的经费开展评价。", "石桥区"),
    "落款": (TOWN + "全镇共清运垃圾320吨。\n\n南桥镇人民政府\n2024年3月5日", "南桥镇"),
    "表名": (HEAD + "表1 白石县“三公”经费情况表\n项目\t金额\n接待费\t12.5\n车辆费\t20.5\n", "白石县"),
    "本地的办法": (TOWN + "根据《南桥镇垃圾清运考核办法》，全年考核4次。", "南桥镇"),
    "自评表": (FORM.format("南桥镇"), "南桥镇"),
    "句中": (HEAD + "上述经费主要用于白石县民政局机关运转。", "白石县"),
}
SILENT = {
    "同一个县": HEAD + "2023年青岚县公务接待费支出12.5万元。\n青岚县财政局",
    "县内的镇": HEAD + "白石镇公务接待费支出12.5万元。",
    "几个县": HEAD + "全市各县中，白石县支出12.5万元。",
    "列举": HEAD + "白石县、青岚县两地联合执法3次。",
    "学习别处": HEAD + "赴白石县考察学习，支出2.5万元。",
    "反复提到": HEAD + "白石县对口支援资金30万元。\n白石县派出教师5人。",
    "表中各行": HEAD + "地区\t支出\n白石县\t12.5\n青岚县\t20.5\n",
    "动词": HEAD + "全年通过县政府门户网站公开信息320条。",
    "同一张表": FORM.format("棠溪镇"),
}


@pytest.mark.parametrize(("text", "name"), TOLD.values(), ids=TOLD.keys())
def test_a_place_where_only_the_own_one_can_stand_is_a_doubt(audit_text, text, name):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "name.unit"]
    assert found == [(name, "low")]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_place_that_may_stand_there_is_none(audit_text, text):
    assert not [f for f in audit_text(text).findings if f.code == "name.unit"]
