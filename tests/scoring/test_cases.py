"""Every case beside a framework holds; a non-programmer adds one by adding a line."""

import pytest
import yaml

from evallib.model import EvallibError
from evallib.scoring import BUILT_IN, check_file, run_cases

RESULTS = [
    pytest.param(result, id=f"{path.stem}: {result.title}")
    for path in sorted(BUILT_IN.glob("*.cases.yaml"))
    for result in run_cases(path)
]


@pytest.mark.parametrize("result", RESULTS)
def test_case(result):
    assert result.got == result.expected, result.reason


def test_a_case_that_fails_is_reported(tmp_path):
    path = tmp_path / "a.cases.yaml"
    path.write_text('framework: huacao-department-2023\ncases: [{indicator: C213, value: "99%", expect: "2"}]', "utf-8")
    result = next(run_cases(path))
    assert (result.passed, result.expected, result.got) == (False, "2.00", "1.96")


def test_a_case_holds_where_only_the_total_is_rounded(tmp_path):
    """Two thirds of 2 points, 1.333…, are the 1.33 that somebody writes down."""
    system = {"id": "own", "name": "own", "valid": {"from": "2024-01-01"}, "full_score": "2", "rounding": {"at": "total"},
              "grades": [{"name": "优", "range": "[0, 2]"}],
              "indicators": [{"code": "A", "name": "甲", "weight": "2", "target": "≥3次", "rule": {"kind": "proportional"}}]}  # fmt: skip
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(system, allow_unicode=True), "utf-8")
    (tmp_path / "own.cases.yaml").write_text(
        'framework: own\ncases: [{indicator: A, value: 2次, expect: "1.33"}]', "utf-8"
    )
    assert [(one.passed, one.got) for one in run_cases(tmp_path / "own.cases.yaml")] == [(True, "1.33")]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ('{indicator: C21, value: "99%", expect: "2"}', "没有指标“C21”"),
        ("{indicator: C213, expect: 两分}", "expect 应为分数"),
    ],
)
def test_cases_that_make_no_sense(tmp_path, case, message):
    path = tmp_path / "a.cases.yaml"
    path.write_text(f"framework: huacao-department-2023\ncases: [{case}]", "utf-8")
    with pytest.raises(EvallibError, match=message):
        list(run_cases(path))


def test_check_runs_the_cases_beside_a_framework():
    framework, results = check_file(BUILT_IN / "maqiao-project-2024.yaml")
    assert framework.id == "maqiao-project-2024"
    assert len(results) == 7
    assert all(result.passed for result in results)


#: The official form has no indicators of its own: a case names a goal as a form writes it, and its points.
GOALS = [
    ("{target: ≥95%, weight: 10, value: 96%, expect: 10}", "10.00", "10.00"),
    ("{target: ≤5天, weight: 10, value: 5天, expect: 10}", "10.00", "10.00"),
    ("{target: ≥95%, weight: 10, value: 96%, expect: 9}", "9.00", "10.00"),
    ("{target: ≥95%, weight: 10, expect: 待定}", "待定", "待定"),
    ("{target: ≥95%, weight: 10, not_applicable: 当年停办, expect: 不考核}", "不考核", "不考核"),
]


@pytest.mark.parametrize(("case", "expected", "got"), GOALS)
def test_cases_of_goals(tmp_path, case, expected, got):
    path = tmp_path / "a.cases.yaml"
    path.write_text(f"framework: project-self-evaluation\ncases: [{case}]", "utf-8")
    result = next(run_cases(path))
    assert (result.expected, result.got, result.passed) == (expected, got, expected == got)
    assert result.title.startswith(f"{case.split(': ')[1].split(',')[0]} 10 ")


@pytest.mark.parametrize(
    ("framework", "case"),
    [("project-self-evaluation", "{target: ≥95%, value: 96%, expect: 10}"), ("huacao-department-2023", "{target: ≥95%, weight: 10, value: 96%, expect: 10}")],
)  # fmt: skip
def test_a_goal_needs_its_points_and_a_framework_with_rules_for_goals(tmp_path, framework, case):
    path = tmp_path / "a.cases.yaml"
    path.write_text(f"framework: {framework}\ncases: [{case}]", "utf-8")
    with pytest.raises(EvallibError, match="第1个算例：没有指标"):
        next(run_cases(path))
