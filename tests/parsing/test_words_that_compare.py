"""Words that compare with a mean or with last year: below it, at it and above it, whichever family reads them."""

import pytest

from evallib.parsing import compile_rule, score, shown

WITH_THE_MEAN = {
    "≥": "不低于 高于或等于 大于或等于 等于或高于 达到或超过 达到 不少于 不小于 不劣于", "≤": "不高于 不超过 低于或等于 小于或等于 等于或低于 不多于 不大于",
    "<": "低于 未达到 不及 达不到 落后于 小于 少于", ">": "高于 超过 优于 大于 好于 多于", "=": "等于",
}  # fmt: skip
WITH_LAST_YEAR = {
    "<": "下降 降低 减少 下滑 负增长", ">": "提高 上升 增长 增加 提升 不降反升 不减反增", "=": "持平 零增长",
    "≤": "下降或持平 持平或下降 减少或持平 持平或负增长 零增长或负增长 未上升 未增长 未提高 未能增加", "≥": "上升或持平 持平或上升 增长或持平 未下降 未降低 未能减少",
}  # fmt: skip
#: Below, at, above.
TRUE = {"<": (1, 0, 0), "≤": (1, 1, 0), "=": (0, 1, 0), "≥": (0, 1, 1), ">": (0, 0, 1)}
CASES = [
    (text.format(word), sign, key)
    for table, key, texts in (
        (WITH_THE_MEAN, "全区平均", ("满意率{}全区平均水平的得3分，其余不得分", "满意率{}全区平均水平得3分")),
        (WITH_LAST_YEAR, "上年", ("投诉量较上年{}的得3分，其余不得分", "投诉量较上年{}得3分")),
    )
    for sign, words in table.items() for word in words.split() for text in texts
]  # fmt: skip


@pytest.mark.parametrize(("text", "sign", "key"), CASES, ids=[text for text, _, _ in CASES])
def test_a_comparison_holds_where_its_words_say(text, sign, key):
    rule = compile_rule(text, 3)
    unit = "%" if key == "全区平均" else "件"
    for number, holds in zip((89, 90, 91), TRUE[sign], strict=True):
        got = shown(score(rule, {"本年" if key == "上年" else "本街": f"{number}{unit}", key: f"90{unit}"}))
        assert got == ("3" if holds else "0" if "其余" in text else "ask"), number


@pytest.mark.parametrize(("value", "points"), [("下降3%", "5"), ("持平", "3"), ("上升2%", "0"), ({"本年": "8件", "上年": "8件"}, "3"), ({"本年": "7件", "上年": "8件"}, "5"), ({"本年": "9件", "上年": "8件"}, "0")])  # fmt: skip
def test_three_grades_of_a_change(value, points):
    assert shown(score(compile_rule("发案数较上年下降得5分，持平得3分，上升不得分", 5), value)) == points


def test_a_stricter_word_says_more():
    rule = compile_rule("高于平均值得5分，达到平均值得4分，低于平均值得1分", 5)
    assert [shown(score(rule, {"本街": f"{n}%", "平均值": "90%"})) for n in (89, 90, 91)] == ["1", "4", "5"]
    rule = compile_rule("与全市平均水平相比：高于平均水平得5分，等于平均水平得4分，低于平均水平不得分", 5)
    assert [shown(score(rule, {"本街": f"{n}%", "全市平均": "90%"})) for n in (89, 90, 91)] == ["0", "4", "5"]
