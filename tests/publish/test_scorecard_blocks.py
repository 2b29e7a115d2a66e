"""Scorecards on a page: levels that add up, judgements beside the rule's score, no empty figure."""

from decimal import Decimal

import pytest
from shipped import score

from evallib.publish import card_name, judged_frame, judged_sentence, levels_frame, show_lost, traces_html

pytestmark = pytest.mark.slow

SHIPPED = [("huacao", 2023), ("maqiao", 2024), ("pujin", 2023), ("xianghua", 2023)]


@pytest.mark.parametrize(("unit", "year"), SHIPPED)
def test_levels_add_up_to_the_score(unit, year):
    for card in score(unit, year):
        shown = levels_frame(card)
        levels, total = shown[shown["row_kind"] == "line"], shown.iloc[-1]
        assert levels["score"].sum() == total["score"] == card.total
        assert levels["weight"].sum() == total["weight"] == 100
        stored = [level for level in card.to_dict()["levels"] if level["depth"] == 1]
        assert sum(Decimal(str(level["score"])) for level in stored) == card.total


def test_what_was_scored_is_named_as_it_is():
    assert [card_name(card) for card in score("maqiao", 2024)] == ["两个实有工作经费项目"]
    assert [card_name(card) for card in score("huacao", 2023)] == ["部门整体支出"]
    assert card_name(score("xianghua", 2023)[0]) == "一网统管"


def test_judgements_stand_beside_what_the_rules_give():
    card = score("huacao", 2023)[0]
    shown = judged_frame(card).set_index("code")
    assert list(shown.index) == ["B12", "B14", "B361", "C211", "C311"]
    assert list(shown.loc["B14", ["literal", "score"]]) == ["2.00", Decimal("2.30")]
    assert shown.loc["C311", "literal"] == "无法评定" and shown.loc["C311", "why"].startswith("2023 年街镇平均")
    told = judged_sentence(card)
    assert told == (
        "48 个指标中 43 个按规则计算，得 75.92 分；5 个（分值 15.00 分）采用评定分，得 10.80 分，"
        "其中 4 项依据评分标准或现有数据无法评定，1 项按规则得 2.00 分、评定为 2.30 分；5 项的评定分与公布得分一致。"
    )
    assert judged_sentence(score("maqiao", 2024)[0]).startswith("39 个指标中 8 个按规则计算")
    assert judged_sentence(score("xianghua", 2023)[0]).endswith("全部按规则计算，没有采用评定分。")


def test_no_empty_figure(capsys):
    full, one = score("xianghua", 2023)[0], score("pujin", 2023)[0]
    show_lost(full)
    assert "无扣分指标" in capsys.readouterr().out
    show_lost(one)
    assert "只有一项扣分：B21 设备使用准确率失 2.00 分" in capsys.readouterr().out


def test_a_trace_reads_as_text():
    html = traces_html(score("xianghua", 2023)[0]) + traces_html(score("huacao", 2023)[0])
    assert "待定 = " not in html and "\\text" not in html and "$" not in html
    assert "（）" not in html
    assert "否则0%\n= 80%（因业绩值为" in html  # the result on a line of its own
    assert "之一则80%" in html and "80%（因业绩值为" in html
