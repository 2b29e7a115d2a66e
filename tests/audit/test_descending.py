"""Lists that are said to fall: one figure out of order is a doubt, and told where one digit of it alone mends the order."""

from __future__ import annotations

import pytest

_FIVE = "本月投诉量居前五位的是：物业管理{}件、市容环境48件、交通出行{}件、供水供电41件、教育36件。"
_SHARES = "受理量排名前四的为甲局52件，占20%；乙局48件，占18%；丙局{}件，占17%；丁局41件，占15%。"
_MARKS = "排名前三位的镇分别为东岗镇（96.2分）、西坪镇（{}分）、北桥镇（94.5分），后三位的是南川镇（81.7分）、石门镇（83.4分）、柳河镇（84.6分）。"
_FROM_HIGH = "全年来件按类别从高到低依次为物业管理852件、市容环境748件、交通出行{}件、供水供电541件、教育336件。"

HOLD = {
    "前五位": _FIVE.format(52, 44),
    "各带占比": _SHARES.format(44),
    "括号里的得分与后三位": _MARKS.format("95.1"),
    "从高到低": _FROM_HIGH.format(646),
    "相同的两个": _FIVE.format(52, 48),
    "从短到长": "办理用时排名前三位的是甲局（1.2天）、乙局（1.6天）、丙局（2.3天）。",
    "按增幅排的件数": "投诉增幅居前三位的是甲类（50件）、乙类（84件）、丙类（61件）。",
    "每项两个数": "承办量前三位的为甲区（直办620件、转办704件）、乙区（直办518件、转办497件）、丙区（直办412件、转办567件）。",
    "前五位里的其余": "居前三位的是甲类52件、乙类48件，其余各类84件。",
    "没有说次序": "主要有物业管理52件、市容环境48件、交通出行84件、供水供电41件。",
}
#: A list, the figure that is out of order, and how sure that is.
TOLD = {
    "前五位": (_FIVE.format(52, 84), "84件", "low"),
    "第一位太小": (_FIVE.format(12, 44), "12件", "low"),
    "各带占比": (_SHARES.format(74), "74件", "low"),
    "括号里的得分": (_MARKS.format("93.1"), "93.1分", "low"),
    "从高到低而一位就改得好": (_FROM_HIGH.format(946), "946件", "medium"),
}


@pytest.mark.parametrize("text", HOLD.values(), ids=HOLD)
def test_what_falls_or_is_ranked_by_something_else_is_silent(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings if f.code == "count.rank"] == []


@pytest.mark.parametrize(("text", "printed", "sure"), TOLD.values(), ids=TOLD)
def test_what_rises_in_a_list_that_falls_is_told(audit_text, text, printed, sure):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "count.rank"]
    assert found == [(printed, sure)]
