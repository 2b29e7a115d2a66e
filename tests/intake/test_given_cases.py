"""The small inputs with right answers that stand beside the project: forms are scored and sheets read as they say.

They are read where they stand (`EVALLIB_CASES`, else ../shared/cases beside the project) and never copied into it.
"""

import os
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from evallib.checks import UnitData, clean_unit
from evallib.intake import read_file
from evallib.scoring import score_available

BESIDE = Path(__file__).parents[2].parent / "shared/cases"
LEVELS = {"budA.xlsx", "budB.xlsx", "budC.xlsx", "budD.xlsx", "预算-合计误报.xlsx"}
FORMS = ("d01", "d02", "d03", "d04", "d05", "d07")


@pytest.fixture(scope="session")
def cases():
    folder = Path(os.environ.get("EVALLIB_CASES", BESIDE))
    if not folder.is_dir():
        pytest.skip("带正确答案的样例不在本机（未设置 EVALLIB_CASES，项目旁也没有 shared/cases）")
    return folder


def scored(empty_workspace, path, year):
    target = empty_workspace.root / "data/raw/wu" / str(year)
    target.mkdir(parents=True)
    (target.parent / "unit.yaml").write_text("name: 某镇\n", encoding="utf-8")
    shutil.copy(path, target)
    place = empty_workspace.at("wu", year)
    clean_unit(place)
    return score_available(UnitData(empty_workspace, "wu", year))


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_scored_as_their_answers_say(cases, empty_workspace, name):
    [path], [answer] = cases.glob(f"scoring/{name}_*.xlsx"), cases.glob(f"scoring/{name}_*.yaml")
    wanted = yaml.safe_load(answer.read_text(encoding="utf-8"))
    cards = scored(empty_workspace, path, 2023 if name == "d05" else 2022).cards
    points = {score.indicator.name: score.literal for card in cards for score in card.scores.values()}
    told = "".join(str(finding) for card in cards for finding in card.findings)
    for goal, expected in wanted.get("by_rule", {}).items():
        if goal in points:
            assert points[goal] == Decimal(str(expected)), goal
        else:  # outside the 100 points: recognised and said
            assert f"{goal}（按规则 {Decimal(str(expected)):.2f} 分）不计入总分" in told, (goal, told)
    if "total_by_rule" in wanted:
        assert sum(points.values()) == Decimal(str(wanted["total_by_rule"]))


def test_budgets_have_their_levels_and_no_warning(cases):
    answers = yaml.safe_load((cases / "tables/answers.yaml").read_text(encoding="utf-8"))
    for name in sorted(LEVELS):
        answer = answers[name]
        submission = read_file(cases / "tables" / name, answer["year"])
        [frame] = submission.tables["budget_lines"]
        lines = frame[frame["row_kind"] == "line"]
        levels = {
            next(wanted for wanted in answer["levels"] if wanted in label): level
            for label, level in zip(lines["line_name"], lines["level"], strict=True)
        }
        assert levels == answer["levels"], name
        assert not [problem for problem in submission.problems if problem.severity != "note"], name
        total = frame[frame["row_kind"] == "total"].iloc[0]
        assert total["executed_yuan"] == Decimal(str(answer["total"]["执行金额"])) * 10_000


def test_two_years_of_rates_in_one_sheet_are_filed_under_their_years(cases):
    [frame] = read_file(cases / "tables/四率-两年一表.xlsx", 2024).tables["four_rates"]
    assert frame.groupby("year").size().to_dict() == {2023: 4, 2024: 4}
    rates = frame[frame["year"] == 2024].set_index("indicator")["rate"].to_dict()
    assert rates == {
        "先行联系率": Decimal("0.9705"),
        "按时办结率": 1,
        "实际解决率": Decimal("0.764"),
        "市民满意率": Decimal("0.702"),
    }


def test_ordinary_sheets_of_an_official(cases):
    folder = cases / "tables/qibao-natural"
    budget = read_file(folder / "七宝镇预算执行情况.xlsx", 2024)
    [lines], [projects] = budget.tables["budget_lines"], budget.tables["project_lines"]
    assert list(lines["level"].dropna()) == [1, 2, 2, 1]
    assert projects[projects["row_kind"] == "line"].shape[0] == 3
    assert projects[projects["row_kind"] == "line"]["executed_yuan"].sum() == 5_712_200
    hotline = read_file(folder / "七宝镇热线与满意度.xlsx", 2024)
    [rates], [counts], [answers] = (hotline.tables[name] for name in ("four_rates", "case_counts", "survey_answers"))
    assert (len(rates), set(rates["year"])) == (8, {2023, 2024})
    assert list(rates[rates["year"] == 2024]["rank"]) == [5, 1, 6, 7]
    lines = counts[counts["row_kind"] == "line"]
    assert (lines["cases_count"].sum(), lines["closed_count"].sum()) == (31220, 31149)
    assert sorted(answers["answers_count"]) == sorted([120, 60, 15, 5, 100, 70, 20, 10])
    for submission in (budget, hotline):
        assert not submission.problems.errors
