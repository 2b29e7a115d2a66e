"""Self-evaluations, evaluation reports and surveys: what a page says of its figures, in words and figures of our own."""

from __future__ import annotations

import pytest

_INSURED = (
    "1、早稻：总保费863.24万元，中央财政补贴45%为388.46万元，省级财政补贴25%为215.81万元，市级财政补贴20%为172.65万元。\n"
    "2、果树：总保费96万元，中央财政补贴40%为38.4万元，省级财政补贴35%为33.6万元，市级财政补贴15%为14.4万元。"
)
_GRADED = (
    "自评结果等级如下：机关53个项目评价等级为“优”有41个、评价等级为“良”有7个、评价等级为“差”有5个；档案馆6个项目评价等级为“优”；"
    "图书馆27个项目评价等级为“优”有22个、评价等级为“中”有5个。"
)
_GRADED_THREE = _GRADED.replace("评价等级为“中”有5个", "评价等级为“良”有3个、评价等级为“中”有2个")
_ASKED = (
    "现将问卷调查情况反馈如下。\n"
    "一、参与人员中居民占83%，商户占17%；\n"
    "二、参与人员中76%愿意到窗口办理，24%愿意在网上办理；\n"
    "三、参与人员中61%认为流程简便，39%认为一般；\n"
    "四、参与人员中22%不知道电话，18%认为答复慢，60%选择其他。"
)
_SPREAD = (
    "本次调查有效问卷60份，年龄分布如下：20岁及以下（3.3%），21-35岁（31.7%），36-55岁（43.3%），56岁及以上（21.7%）。"
    "职业分布如下：学生（8.3%），职工（46.7%），退休人员（28.3%），务农（16.7%）。"
    "其中有26.7%的群众了解少数事项，有41.6%的群众了解多数事项，有31.7%的群众了解各类事项。"
).replace("其中有", "有")
_LEVELS = """一级指标\t二级指标\t三级指标\t年度指标值\t完成情况\t分值
管理指标（24分）\t预算管理\t编制规范\t规范\t规范\t7
\t采购管理\t程序合规\t合规\t合规\t8
\t资产管理\t账实相符\t相符\t相符\t9
产出指标（37分）\t数量指标\t任务一\t按计划\t完成\t16
\t质量指标\t任务二\t按计划\t完成\t12
\t时效指标\t任务三\t按时\t按时\t9
效果指标（39分）\t社会效益\t秩序改善\t明显\t明显\t21
\t可持续影响\t机制健全\t健全\t健全\t18"""

#: A passage that holds, figures that are tied, one changed digit, and what the finding or doubt says is right.
TOLD = {
    "同一总额各级补贴的比例": (_INSURED, ("33.6万元", "25%"), ("33.6万元", "38.6万元"), "33.6万元"),
    "同一总额各级补贴的比例，总额": (_INSURED, ("863.24万元",), ("863.24", "865.24"), "863.24万元"),
    "几家单位各自的等级": (_GRADED_THREE, ("41个", "5个", "22个"), ("有41个", "有47个"), "59个"),
    "逐问作答的占比": (_ASKED, ("83%", "24%", "18%"), ("24%", "29%"), "24%"),
    "逐问作答，三个答案": (_ASKED, ("60%",), ("60%", "50%"), "60%"),
    "括号里的占比": (_SPREAD, ("43.3%", "8.3%", "41.6%"), ("28.3%", "23.3%"), "28.3%"),
    "一级指标写明的分值": (_LEVELS, ("7", "16", "12", "21"), ("\t16", "\t18"), "39分"),
    "一级指标写明的分值，写错的是它": (_LEVELS, ("8",), ("（24分）", "（29分）"), "24分"),
}
SILENT = {
    "页末没有列完的一级指标": (_LEVELS.rsplit("\n", 1)[0] + "\n\t可持续影响\t机制健全\t健全\t健全\t12",),
    "不是分值的序号": (_LEVELS.replace("（24分）", "1").replace("（37分）", "2").replace("（39分）", "3"),),
    "已拨付的不是分项": (
        "整合使用涉农资金206.35万元，其中管理费2.06万元，目前项目资金已拨付204.49万元。",
        "安排资金583.2万元，其中监理费11.4万元，截至目前已支付571.4万元。",
    ),
    "只有一问满一百": (
        "问卷结果如下：有62%的人通过网站了解，有58%的人通过公告栏了解；对效率的评价中，46%为满意，54%为一般。",
        "调查中，41%的人关注价格，33%的人关注质量；27%的人关注服务，35%的人关注环境。",
    ),
    "一处等级没有列全": (
        "自评等级如下：机关53个项目评价等级为“优”有41个、为“良”有7个；图书馆27个项目评价等级为“优”有22个。",
    ),
    "各自的总额": (
        "甲项目总投资410万元，中央补助50%为205万元；乙项目中央补助30%为96万元，丙项目省级补助20%为64万元。",
    ),
}


@pytest.mark.parametrize(("text", "tied", "change", "right"), TOLD.values(), ids=TOLD)
def test_a_changed_digit_is_told(audit_text, text, tied, change, right):
    audit = audit_text(text)
    assert [f.arithmetic for f in audit.findings] == []
    known = {text_of for agreement in audit.agreements for p in agreement.places for text_of in [_printed(text, p)]}
    assert set(tied) <= known
    assert change[0] in text
    assert any(right in f.recomputed for f in audit_text(text.replace(*change, 1)).findings)


@pytest.mark.parametrize("texts", SILENT.values(), ids=SILENT)
def test_what_is_of_something_else_is_not_told(audit_text, texts):
    assert [f.arithmetic for text in texts for f in audit_text(text).findings] == []


def _printed(text, place):
    line = text.split("\n")[place.line - 1]
    return (line.split("\t")[place.column - 1] if place.table else line)[place.start : place.end]
