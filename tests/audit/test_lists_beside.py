"""Lists beside the amount they take apart: told where one wrong digit explains why they do not add up, else not."""

from __future__ import annotations

import pytest

#: By kind: a text that adds up, and one digit of it changed.
SLIPS = {
    "几件中，两处": ("超期的26件中，各镇17件，市直单位9件。", "17件", "12件"),
    "几个中，按率分档": ("15个部门中，按期率100%的有6个，80%（含）至100%的有5个，低于80%的有4个。", "6个", "3个"),
    "其他之后另说": ("共收到举报352件，其中广告201件、质量63件、食品49件，其他39件，已处理340件。", "49件", "44件"),
    "冒号后的一串": ("工程划分21个标段：东片5个、西片6个、南片4个、北片6个。", "5个", "7个"),
    "按某一方面看": (
        "全年查处8104起，其中夜间3000起。从车型看，小型车6177起，摩托车1205起，货车722起。",
        "1205起",
        "1805起",
    ),
    "三家共": ("办件居前的单位：住建局84件；公安局71件；水务局66件。三家共221件，占42.4%。", "71件", "41件"),
    "前几位共": (
        "居前五位的依次为：停车287件、噪声231件、消费220件、物业198件、违建135件。前五位共1071件。",
        "231件",
        "251件",
    ),
    "几个中，分号后续": ("抽查的40个项目中，按期完成31个，占77.5%；延期6个、终止3个。", "6个", "8个"),
    "别处恰有此和": ("另有11件为信访。已办的17件中，物业的8件、社区的5件、居民的4件。", "8件", "2件"),
}
SILENT = {
    "其余无数字": "评价“不满意”的25件中，属答复不规范的11件，诉求过高的9件，其余为诉求未解决到位。",
    "主要几项": "受理36件，其中主要是占道经营17件、噪声扰民9件。",
    "抽取、回访、满意": "随机抽取500件，其中有效回访400件，满意388件，一般9件，不满意3件。",
    "列外有数字未读": "共有账号319个，其中微信214个、微博48个、APP 3个、头条17个、抖音26个、百家号2个、视频号9个。",
    "下一句只列前几位": "投诉中，商品203件，服务115件。商品类前三位为食品68件、家电31件、交通22件。",
    "有效与其中应办": "收到来信685件，其中有效信件612件，无效信件73件；有效信件应办结593件（其余19件未到期）。",
    "分号后另一括号": "低于95%的有4个；最高的为甲镇98.33%（不满意2个样本），最低的为乙镇92.50%（不满意9个样本）。",
}


@pytest.mark.parametrize(("text", "right", "wrong"), SLIPS.values(), ids=SLIPS.keys())
def test_one_wrong_digit_of_a_list_is_told(audit_text, text, right, wrong):
    assert [f.message for f in audit_text(text).findings] == []
    found = audit_text(text.replace(right, wrong, 1)).findings
    assert any(wrong in f.arithmetic for f in found)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_lists_that_leave_something_out_are_not_told(audit_text, text):
    assert [f.message for f in audit_text(text).findings] == []
