"""Each shipped table refused in turn: the page is made, says what was refused and why, and every other figure stays."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from contents import page_text
from lxml import html
from refused import Refusal, refusals, run_all

from evallib.model.schema import get_schema

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

#: What sums up the page, or lists what was handed in and found, may change with any table.
ABOUT_ALL = {"top", "sources", "findings", "provenance"}
#: Sections that show a kind of table.
SECTIONS = {
    "assets": {"staff-assets"},
    "budget_departments": {"budget"},
    "budget_lines": {"budget"},
    "case_counts": {"cases", "failures"},
    "fixed_assets": {"staff-assets"},
    "four_rates": {"four-rates"},
    "goals": {"plan"},
    "project_lines": {"budget"},
    "project_progress": {"plan"},
    "score_summary": {"scores"},
    "scored_indicators": {"scores", "scorecard"},
    "self_evaluation_funds": {"scores", "scorecard"},
    "self_evaluation_indicators": {"scores", "scorecard"},
    "staff": {"staff-assets"},
    "survey_answers": {"satisfaction"},
    "unit_prices": {"budget"},
    "work_plan": {"plan"},
}
SCORED = {"scores", "scorecard"}
CASES = refusals()


@pytest.fixture(scope="module")
def workspace():
    return run_all()


@pytest.fixture(params=CASES, ids=lambda case: case.folder)
def case(request) -> Refusal:
    return request.param


def sections(workspace, case: Refusal) -> dict[str, list[str]]:
    """Lines of the page by section."""
    path = workspace.report_dir(case.folder, case.year) / "index.html"
    text = page_text(html.fromstring(path.read_text(encoding="utf-8"))).replace(case.folder, case.unit)
    found, now = defaultdict(list), "top"
    for line in text.splitlines():
        if line.startswith("h2#"):
            now = line.removeprefix("h2#").split(":")[0]
        found[now].append(line)
    return found


def record(workspace, case: Refusal):
    return json.loads((workspace.clean_dir(case.folder, case.year) / "intake.json").read_text(encoding="utf-8"))


def cards(workspace, case: Refusal) -> dict[str, dict[str, dict]]:
    """Indicators of every scorecard, by project and code."""
    path = workspace.report_dir(case.folder, case.year) / "scorecard.json"
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))["scorecards"]
    return {card["project"]: {leaf["code"]: leaf for leaf in card["indicators"]} for card in found}


def sheets(workspace, case: Refusal) -> set[str]:
    """Sheets that held the refused tables, as a trace names them; a form's sheet holds three tables."""
    refused = set(record(workspace, case)["rejected"])
    accepted = record(workspace, case.whole)["sheets"]
    form = any(name.startswith("self_evaluation") for name in refused)
    return {
        f"{sheet['file']} › {sheet['sheet']}"
        for sheet in accepted
        if sheet["table"] in refused or (form and str(sheet["table"]).startswith("self_evaluation"))
    }


def test_the_table_is_refused_and_the_page_is_made(workspace, case):
    assert case.table in record(workspace, case)["rejected"], "nothing was refused: the test would test nothing"
    result = json.loads((workspace.report_dir(case.folder, case.year) / "result.json").read_text(encoding="utf-8"))
    assert result["status"] == "ok", result["error"]
    whole, page = sections(workspace, case.whole), sections(workspace, case)
    assert list(page) == list(whole), "the sections of the whole page"


def test_the_page_says_what_was_refused_and_where(workspace, case):
    place = next(
        f"{problem['file']} › {problem['sheet']} › {problem['cell']}"
        for problem in record(workspace, case)["problems"]
        if problem["severity"] == "error"
    )
    page = sections(workspace, case)
    title = get_schema(case.table).title
    lines = [line for section in SECTIONS[case.table] for line in page[section]]
    assert any("未通过" in line and place in line for line in lines), f"{place} is not told where {title} would stand"
    wrong = [line for part in page.values() for line in part if "未提交" in line and title in line]
    assert not wrong, "what was handed in is not called 未提交"


def test_every_other_section_is_unchanged(workspace, case):
    whole, page = sections(workspace, case.whole), sections(workspace, case)
    touched = ABOUT_ALL | SECTIONS[case.table] | (SCORED if cards(workspace, case.whole) else set())
    changed = {name for name in whole if page.get(name) != whole[name]}
    assert changed <= touched, {name: sorted(set(whole[name]) ^ set(page.get(name, ()))) for name in changed - touched}


def test_every_other_indicator_keeps_its_score_and_its_trace(workspace, case):
    lost = sheets(workspace, case)
    before, after = cards(workspace, case.whole), cards(workspace, case)
    for project, leaves in before.items():
        for code, leaf in leaves.items():
            told = json.dumps(leaf, ensure_ascii=False)
            now = after.get(project, {}).get(code)
            if not any(sheet in told for sheet in lost):
                assert now == leaf, (project, code)
            elif now is not None and now["score"] is None:
                assert now["reason"], f"{code} is open and does not say why"
