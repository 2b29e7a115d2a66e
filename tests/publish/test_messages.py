"""The one set of sentences: what the shipped units' pages say, and that no two sentences contradict each other."""

import re
from decimal import Decimal

import pytest

from evallib.publish import UNTESTED, UnitPage, against_average, losses, over_year
from evallib.publish.messages import unit_messages

pytestmark = pytest.mark.slow
UNITS = (("huacao", 2021), ("huacao", 2022), ("huacao", 2023), ("pujin", 2023), ("xianghua", 2023), ("maqiao", 2024))


@pytest.fixture(scope="module")
def said(clean):
    return lambda unit, year: UnitPage.of(clean(unit, year)).messages


def test_a_department_that_was_evaluated(said):
    messages = said("huacao", 2023)
    assert messages.title == "华漕镇 2023 年度绩效评价摘要"
    assert (
        messages.verdict.headline == "部门整体支出绩效为“良”，短板在部门绩效（得分率 79.34%），最需关注市民满意率下降"
    )
    assert "43 项按规则计算得 75.92 分" in messages.certainty.text and "等级不会低于“良”" in messages.certainty.text
    assert [thing.headline for thing in messages.things] == [
        "市民满意率一年下降 9.11 个百分点（未检验）", "案件回访近三成不满意，1,183 件", "群众投诉量两处填报一升一降",
    ]  # fmt: skip
    assert [thing.tag for thing in messages.things] == ["需改进", "", "需核实"]
    assert messages.budget.headline == "预算调增 8.66% 后全部执行，同口径比上年增 27.68%"
    assert messages.lost.headline == "失 13.28 分，部门绩效占 10.33 分"


def test_projects_that_were_evaluated_by_the_unit_itself(said):
    messages = said("pujin", 2023)
    assert messages.title == "浦锦街道 2023 年度绩效自评摘要"
    assert messages.verdict.headline.startswith("四个项目单位自评均为“优”；四率中三项与区平均无显著差异")
    assert "3 项自评扣分多于规则（共 3.90 分），复算后等级不变" in messages.certainty.text
    assert [thing.headline for thing in messages.things] == [
        "五类主要诉求全部增加，共增 1,374 件", "不满意案件逾四分之一为公共卫生事件", "满意率填报值与抽查数不符",
    ]  # fmt: skip
    assert messages.lost.headline == "自评失 5.00 分，按规则复算应失 1.10 分"


def test_a_unit_with_little_to_tell_tells_what_it_has_and_stops(said):
    messages = said("xianghua", 2023)
    assert len(messages.things) == 2 and "21,388 件" in messages.things[0].headline
    assert messages.things[1].tag == "需核实" and "未及时" in messages.things[1].text
    assert messages.lost.headline == "无扣分指标"
    assert "four-rates" not in messages.sections() and "四率" in messages.missing


def test_a_grade_that_rests_on_judgements_says_so(said):
    certainty = said("maqiao", 2024).certainty
    assert certainty.headline == "等级取决于评定" and "59.00 分以上即为“良”" in certainty.text


@pytest.mark.parametrize(("unit", "year"), UNITS)
def test_sentences_of_a_page_never_contradict_each_other(said, unit, year):
    messages = said(unit, year)
    told = [messages.verdict, *messages.things, *messages.sections().values()]
    text = "\n".join(str(message) for message in told)
    for row in messages.page.current_rates.to_dict("records"):
        against = against_average(row)
        if not against.tested:
            assert f"{row['indicator']}显著" not in text and f"{row['indicator']}与" not in text
        if against.average is not None and not against.tested and against.gap:
            assert UNTESTED in str(messages.section("four-rates"))
    for message in told:
        assert message.headline and not message.headline.endswith(("。", "，", "；")), message
        assert not re.search(r"None|nan|NaN|\{|\}|Decimal|，，|；；|。。", str(message)), message
    assert len(messages.things) <= 3
    assert not any(thing.doubtful for thing in messages.things[:-1])  # effects first
    assert {thing.anchor for thing in messages.things} <= set(unit_messages.SECTIONS)


def test_losses_add_up_to_what_was_lost(said):
    for unit, year in UNITS:
        page = said(unit, year).page
        full = sum((card.framework.full_score - card.total for card in page.cards), Decimal(0))
        assert sum((loss.lost for loss in losses(page)), Decimal(0)) == full
        assert all(loss.why for loss in losses(page))


def test_a_change_is_called_significant_only_where_both_samples_carry_it():
    row = {"printed_rate": Decimal("0.80"), "lower": 0.77, "upper": 0.83, "numerator": 640, "denominator": 800}
    far = row | {"printed_rate": Decimal("0.70"), "numerator": 560}
    near = row | {"printed_rate": Decimal("0.79"), "numerator": 632}
    assert over_year(far, row).verdict == "显著下降 10.00 个百分点" and not over_year(far, row).caveat
    assert over_year(near, row).verdict == "无显著变化（-1.00 个百分点）"
    untested = over_year(far | {"denominator": None}, row)
    assert untested.verdict == "下降 10.00 个百分点" and "不能判断" in untested.caveat
    assert over_year(row, None).change is None
