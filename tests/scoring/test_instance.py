"""Goals of a project become indicators; forms that do not add up are refused."""

import pytest

from evallib.scoring import UnitInput, fill_goals, find_framework, score_unit

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
    ("goal", "reason"),
    [
        (("产出指标", "数量指标", "完成数", "约100个", "30", "90个"), "目标值是约数"),
        (("产出指标", "数量指标", "完成数", "≥100个", "30", "约90个"), "完成值是约数"),
        (("产出指标", "数量指标", "完成数", "≥100个", "30", "90人"), "单位不一致"),
        (("产出指标", "数量指标", "完成数", "", "30", "90个"), "没有填写目标值"),
        (("产出指标", "时效指标", "完成时间", "9月前", "30", "9月"), "只凭所写的日期不能判断"),
    ],
)
def test_what_cannot_be_decided_opens_its_own_row(goal, reason):
    framework, unit = fill_goals(find_framework("project-self-evaluation"), form([goal, *GOALS[1:]], share="70%"))
    card = score_unit(framework, unit)
    open_rows = [score for score in card.scores.values() if score.status == "missing"]
    assert [score.indicator.name for score in open_rows] == [goal[2]]
    assert reason in open_rows[0].reason
    assert card.bounds == (9 + 16 + 21 + 8, 9 + 16 + 21 + 8 + 30)


@pytest.mark.parametrize(
    ("target", "value", "score"),
    [
        ("≥100", "90", 27),
        ("9月前", "7月", 30),
        ("2024年12月", "2025年3月", 0),
        ("100%", "0.9", 27),
        ("3公里", "2700米", 27),
    ],
)
def test_targets_as_people_write_them(target, value, score):
    goals = [("产出指标", "数量指标", "完成数", target, "30", value), *GOALS[1:]]
    framework, unit = fill_goals(find_framework("project-self-evaluation"), form(goals, share="70%"))
    assert score_unit(framework, unit).scores["B11"].score == score


def test_weights_come_from_the_form():
    goals = [("产出指标", "数量指标", "安装数", "≥10个", "70", "10个"), ("效益指标", "社会效益指标", "改善", "改善", "20", "达成"),
             ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", "10", "90%")]  # fmt: skip
    framework, unit = fill_goals(find_framework("project-self-evaluation"), form(goals))
    card = score_unit(framework, unit)
    # The goals make up the hundred alone: the execution of the budget stands outside.
    assert [node.weight for node in framework.indicators] == [70, 20, 10]
    assert card.total == 100


def test_a_heading_of_its_own():
    goals = [*GOALS[:2], ("可持续", "可持续影响指标", "机制", "健全", "30", "达成"), GOALS[3]]
    framework, unit = fill_goals(find_framework("project-self-evaluation"), form(goals))
    assert [node.name for node in framework.indicators] == ["预算执行率", "产出指标", "满意度指标", "可持续"]
    assert score_unit(framework, unit).total == 9 + 27 + 16 + 8 + 30


def test_a_framework_without_open_places_is_left_alone():
    framework = find_framework("maqiao-project-2024")
    assert fill_goals(framework, form())[0] is framework
