"""What one reading of the words claims alone: silent where it misses by far, told where a slip or siblings bear it out."""

from __future__ import annotations

import pytest

SILENT = {
    "括号里的基数": "假期受理诉求52318件，日均10464件，比元旦假期（3天，24660件，日均8220件）日均高27.3%，比去年同期假期（同为5天）的58240件少5922件，下降10.2%。",
    "降水量不是件数": "与去年强降雨（1840件）相比，雨量由142毫米增至157毫米，增10.6%，涉汛诉求反而减少312件，下降17.0%。",
    "别类的上期": "四类合计406件，占转办工单的50.4%。医保类较上周（92件）增长41.3%，增量居首；燃气类较上周（138件）回落11.6%。",
    "休息日的日均": "本周（2024年3月4日至3月10日）受理2604件，日均372件，其中双休日614件，日均307件。",
    "满分与得分交替": "自评：决策10分，得9.2分；过程20分，得18.0分；产出40分，得39.5分；效益30分，得28.1分，总分94.8分。",
    "两率一商": "查出隐患4820条，其中重大隐患31条，整改4779条，整改率99.1%，重大隐患整改率100%。",
    "得分率四舍五入": "得分情况\n指标\t分值\t得分\t得分率\n产出\t45\t43.20\t96.0%\n效益\t30\t28.30\t94.3%\n满意度\t25\t25.00\t100.0%\n合计\t100\t96.50\t96.5%",
}  # fmt: skip
TOLD = {
    "没有另起话头": ("接待费2.15万元，比上年减少0.10万元，下降0.04%。", "0.04%"),
    "隔着完成率": ("运行费支出3.46万元，完成预算100%，较上年增加1.40万元，增长0.68%。", "0.68%"),
    "一列份额同一总数": ("受理5200件，其中咨询3120件，占60.0%；求助1040件，占20.0%；投诉780件，占15.0%；建议260件，占9.4%。", "9.4%"),
    "去年由括号隔开": ("假期受理诉求52318件，比去年同期假期（同为5天）的58240件少5922件，下降10.7%。", "10.7%"),
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_is_right_is_not_told(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings if f.confidence != "low"] == []


@pytest.mark.parametrize(("text", "printed"), TOLD.values(), ids=TOLD.keys())
def test_what_is_wrong_is_told(audit_text, text, printed):
    assert printed in [f.printed for f in audit_text(text).findings if f.confidence != "low"]


DOUBTED = {
    "各多少份": ("在14个服务点各发放问卷45份，共620份，回收604份。", "620份"),
    "几项合计占": ("受理诉求64400件。诉求量居前的是甲县13820件、乙县10240件、丙县8540件，合计占全市53.6%。", "53.6%"),
    "某数中": ("暗访发现的168个问题中，乱堆61个、乱排47个、乱建32个、其他26个。", "168个"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "printed"), DOUBTED.values(), ids=DOUBTED.keys())
def test_what_may_be_wrong_is_listed(audit_text, text, printed):
    assert [f.printed for f in audit_text(text).findings][:1] == [printed]
