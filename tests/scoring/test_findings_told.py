"""What of published scores, totals, grades and of the framework itself does not follow, in the words that a reader sees."""

import pytest

from evallib.scoring import Framework, UnitInput, score_unit

GRADES = [
    {"name": "优", "range": "[90, 100]"},
    {"name": "良", "range": "[80, 90)"},
    {"name": "其他", "range": "[0, 80)"},
]
RATE = {
    "code": "A",
    "name": "办结率",
    "weight": "60",
    "target": "≥90%",
    "rule": {"kind": "linear", "deduct_share": "2%"},
}
COUNT = {"code": "B1", "name": "档案", "weight": "30", "rule": {"kind": "deficiencies", "deduct_points": "5"}}
OPINION = {"code": "B2", "name": "观感", "weight": "10", "rule": {"kind": "judgement"}}
JUDGED = {"override": {"score": "8", "reason": "现场查看", "role": "评价组"}}
BONUS = {
    "code": "J",
    "name": "表彰",
    "kind": "bonus",
    "cap": "6",
    "rule": {"kind": "deficiencies", "deduct_points": "2"},
}


def found(a=None, b1=None, b2=None, published=(), year=2024, bonus=None, **more):
    """85% earn 54 of 60, a fault costs 5 of 30, a person gave 8 of 10."""
    framework = Framework.model_validate({
        "id": "t", "name": "某体系", "valid": {"from": "2024-01-01", "to": "2025-12-31"}, "grades": GRADES, "adjustments": [BONUS],
        "indicators": [RATE, {"code": "B", "name": "管理", "weight": "40", "children": [COUNT, OPINION]}], **more,
    })  # fmt: skip
    entries = {
        "A": {"value": "85%"} | (a or {}),
        "B1": {"inputs": {"问题项数": "1"}} | (b1 or {}),
        "B2": JUDGED | (b2 or {}),
    }
    entries |= {} if bonus is None else {"J": {"inputs": {"问题项数": str(bonus)}}}
    unit = {
        "unit": "x",
        "unit_name": "某镇",
        "year": year,
        "framework": "t",
        "indicators": entries,
        "published": list(published),
    }
    card = score_unit(framework, UnitInput.model_validate(unit))
    return card, [
        (one.code.removeprefix("scoring."), one.indicator, one.message, one.severity) for one in card.findings
    ]


def printed(score, where=""):
    return {"published": [{"score": score, "where": where}]}


@pytest.mark.parametrize(("given", "told"), [
    ({"a": printed("54")}, []), ({"a": printed("54.00", "表1")}, []), ({"b2": printed("8")}, []), ({"published": [{"level": "total", "score": "87.00"}, {"level": "B", "score": "33"}, {"level": "total", "grade": "良"}]}, []),
    ({"a": printed("55", "表1")}, [("published_differs", "A", "A 办结率：公布得分 55.00（表1），按评分规则应为 54.00", "warning")]),
    ({"a": printed("53")}, [("published_differs", "A", "A 办结率：公布得分 53.00，按评分规则应为 54.00", "warning")]),
    ({"b2": printed("7")}, [("published_differs", "B2", "B2 观感：公布得分 7.00，与评定得分 8 不一致", "warning")]),
    ({"b1": {"inputs": {}} | printed("25", "表2")}, [("not_recomputable", "B1", "B1 档案：公布得分 25.00（表2），按规则无法重算：缺少数据：问题项数", "note")]),
    ({"a": JUDGED | printed("8")}, [("published_differs", "A", "A 办结率：公布得分 8.00，按评分规则应为 54.00", "warning")]),
    ({"published": [{"level": "total", "score": "86", "where": "封面"}]}, [("total_differs", "total", "总分：公布 86.00（封面），各项得分相加为 87.00", "warning")]),
    ({"published": [{"level": "B", "score": "34"}]}, [("total_differs", "B", "B 管理小计：公布 34.00，各项得分相加为 33.00", "warning")]),
    ({"published": [{"level": "Z", "score": "34"}]}, [("not_recomputable", "Z", "Z：公布 34.00，指标体系中没有这一级，无法核对", "note")]),
    ({"published": [{"level": "total", "grade": "优", "where": "结论"}]}, [("grade_differs", "total", "公布等级“优”（结论），按得分应为“良”", "warning")]),
    ({"b1": {"inputs": {}}, "published": [{"level": "total", "score": "87", "grade": "良"}]},
     [("not_recomputable", "total", "总分：公布 87.00，有指标尚未评分，无法核对", "note")]),
    ({"year": 2023}, [("outside_period", "total", "评价年度 2023 不在指标体系的适用期间（2024-01-01 至 2025-12-31）之内", "warning")]),
    ({"year": 2026}, [("outside_period", "total", "评价年度 2026 不在指标体系的适用期间（2024-01-01 至 2025-12-31）之内", "warning")]),
    ({"year": 2025}, []), ({"year": 2030, "valid": {"from": "2024-01-01"}}, []), ({"year": 2020, "valid": {"from": "2024-01-01"}}, [("outside_period", "total", "评价年度 2020 不在指标体系的适用期间（2024-01-01 至 今）之内", "warning")]),
    ({"bonus": 0}, []),
])  # fmt: skip
def test_what_does_not_follow_is_told(given, told):
    assert found(**given)[1] == told


def test_a_bonus_that_full_marks_cut_is_told():
    best = {
        "a": {"value": "90%"},
        "b1": {"inputs": {"问题项数": "0"}},
        "b2": {"override": JUDGED["override"] | {"score": "10"}},
    }
    card, told = found(**best, bonus=1)  # 100 and 4 more
    assert card.total == 100 and told == [
        ("bonus_cut", "total", "加分后为 104.00 分，超过满分 4.00 分的部分未计入总分", "warning")
    ]
    assert found(**best, bonus=3)[1] == []
    assert (
        found(**(best | {"b1": {"inputs": {"问题项数": "1"}}}), bonus=0)[1][0][2]
        == "加分后为 101.00 分，超过满分 1.00 分的部分未计入总分"
    )
