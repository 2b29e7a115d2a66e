"""Goals of a project become indicators; forms that do not add up are refused."""

import pytest

from evallib.model.problems import EvallibError
from evallib.scoring.framework.loading import find_framework
from evallib.scoring.inputs.entries import UnitInput
from evallib.scoring.inputs.instance import fill_goals
from evallib.scoring.score import score_unit

FUNDS = [{"name": "年度资金总额", "initial": "100", "adjusted": "90", "executed": "81"}]
GOALS = [
    ("产出指标", "数量指标", "完成数", "≥100个", "30", "90个"),
    ("产出指标", "成本指标", "单位成本", "≤800 元/人·月", "20", "1000 元/人·月"),
    ("效益指标", "社会效益指标", "治理能力", "提升", "30", "部分达成"),
    ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", "10", "72%"),
]


def form(goals=GOALS, **more):
    names = ("level1", "level2", "name", "target", "weight", "value")
    listed = [dict(zip(names, goal, strict=True)) for goal in goals]
    listed[2] |= more
    project = {
        "name": "项目",
        "department": "某街道",
        "unit": "某中心",
        "funds": FUNDS,
        "planned": "甲",
        "achieved": "乙",
    }
    return UnitInput.model_validate(
        {"unit": "x", "unit_name": "某中心", "year": 2024, "framework": "project-self-evaluation", "project": project,
         "goals": listed}
    )  # fmt: skip


def test_rules_follow_the_targets():
    framework, unit = fill_goals(find_framework("project-self-evaluation"), form(share="70%"))
    assert {leaf.code: leaf.rule.kind for leaf in framework.leaves} == {
        "A": "proportional", "B11": "proportional", "B21": "proportional", "C11": "qualitative", "D11": "proportional",
    }  # fmt: skip
    card = score_unit(framework, unit)
    assert [float(s.score) for s in card.scores.values()] == [9, 27, 16, 21, 8]
    assert card.total == 81
    assert card.grade == "良"


def test_a_partly_met_goal_asks_for_the_share():
    framework, unit = fill_goals(find_framework("project-self-evaluation"), form())
    card = score_unit(framework, unit)
    assert card.total is None
    assert "评定比例" in str(card.problems[0])


@pytest.mark.parametrize(
    ("place", "change", "message"),
    [
        (0, ("产出指标", "数量指标", "完成数", "≥100个", "25", "90个"), "分值之和不等于 50"),
        (0, ("产出", "数量指标", "完成数", "≥100个", "30", "90个"), "您是不是要写“产出指标”"),
        (0, ("产出指标", "数量指标", "完成数", "≥100", "30", "90个"), "“完成数”：目标值没有单位"),
        (0, ("产出指标", "数量指标", "完成数", "约100个", "30", "90个"), "“完成数”：写的是约数"),
    ],
)
def test_forms_that_do_not_hold(place, change, message):
    goals = [*GOALS]
    goals[place] = change
    with pytest.raises(EvallibError, match=message):
        fill_goals(find_framework("project-self-evaluation"), form(goals))


def test_a_framework_without_open_places_is_left_alone():
    framework = find_framework("maqiao-project-2024")
    assert fill_goals(framework, form())[0] is framework
