"""The deliverables of a unit and year."""

import json

import pytest
from shipped import score

from evallib.publish import write_scoring_files

pytestmark = pytest.mark.slow


def test_files_of_a_unit_with_projects(tmp_path):
    paths = write_scoring_files(score("xianghua", 2023), tmp_path)
    assert [path.name for path in paths] == [
        "scorecard.json", "评价底稿-一网统管.xlsx", "评价底稿-巡查员专项工作经费.xlsx", "绩效自评表.xlsx",
        "绩效自评表.docx",
    ]  # fmt: skip
    data = json.loads(paths[0].read_text(encoding="utf-8"))
    assert [card["total"] for card in data["scorecards"]] == [100.0, 100.0]


def test_files_of_a_department_and_they_are_the_same_again(tmp_path):
    cards = score("huacao", 2023)
    first = write_scoring_files(cards, tmp_path / "a")
    again = write_scoring_files(cards, tmp_path / "b")
    assert [path.name for path in first] == ["scorecard.json", "评价底稿.xlsx"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    card = json.loads(first[0].read_text(encoding="utf-8"))["scorecards"][0]
    assert (card["total"], card["grade"], len(card["indicators"])) == (86.72, "良", 48)
    trace = next(item for item in card["indicators"] if item["code"] == "C222")["trace"]
    assert trace["steps"][-1]["result"] == "2.0813"
    assert trace["inputs"][0]["value"] == "2740"
