"""Formula sense (算式的把握): equations that say something else, and those that are wrong."""

from __future__ import annotations

import pytest

SILENT = {
    "栏次": "注：12=4+1×1/2，6=4+5，15=12-13-14。",
    "公斤与吨": "按24头×4公斤×365天=35.0吨测算。",
    "千分之几": "按8844×16‰=141.5人配备。",
    "取整": "抽查412×0.39=160（取整数）户。",
    "封顶": "扣分=（92-78）×0.5=2分封顶。",
    "几天一个周期": "3-5天=1周期，2023.1-2023.6=6个月。",
    "表号": "表1-1=36，表1-2=46。",
    "口号": "实现1+1=3的效果。",
    "乘方": "年均增长率=(573.48/53.24)^(1/5)-1=60.8%。",
    "根号": "标准差=√(573.48-53.24)=22.81。",
    "题号": "1.60+52=112",
    "舍去末位": "10×86.15%=8.61分。",
}
TOLD = {
    "一位写错": ("参会120人+35人=165人。", "165", "high"),
    "差得远": ("全年3年×20人/年=拟招85人。", "85", "low"),
    "漏写一项": ("毛利润21500-7200-7300-1000=4500元。", "4500", "medium"),
    "得分": ("得分率=77/120×100%=64.77%。", "64.77%", "high"),
    "链": ("85×9×221=765×221=129065元。", "129065", "high"),
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_an_equation_of_another_sense_is_not_told(audit_text, text):
    assert [f.message for f in audit_text(text).findings] == []


@pytest.mark.parametrize(("text", "printed", "confidence"), TOLD.values(), ids=TOLD.keys())
def test_an_equation_that_is_wrong_is_told(audit_text, text, printed, confidence):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "formula.written"]
    assert found == [(printed, confidence)]
