"""Each shipped table refused in turn: the page is made, says what was refused and why, and every other figure stays."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from contents import page_text
from lxml import html
from refused import refusals, refusing

from evallib.model import get_schema

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

#: What sums up the page, or lists what was handed in and found, may change with any table.
ABOUT_ALL = {"top", "sources", "findings", "provenance", "doubts", "missing"}
FORM = {"scores", "scorecard", "traces"}
#: Sections that show a kind of table.
SECTIONS = {
    "assets": {"staff-assets"},
    "budget_departments": {"budget"},
    "budget_lines": {"budget"},
    "case_counts": {"cases", "failures"},
    "fixed_assets": {"staff-assets"},
    "four_rates": {"four-rates"},
    "goals": {"plan"},
    "project_lines": {"projects"},
    "project_progress": {"plan"},
    "score_summary": {"scores"},
    "scored_indicators": {"scores", "scorecard"},
    "self_evaluation_forms": FORM,
    "self_evaluation_funds": FORM,
    "self_evaluation_indicators": FORM,
    "staff": {"staff-assets"},
    "survey_answers": {"satisfaction"},
    "unit_prices": {"projects"},
    "work_plan": {"plan"},
}
#: Sections with a sentence that compares their own table with this one, and so needs both.
COMPARED = {"budget_lines": {"projects"}, "four_rates": {"failures"}}
#: Kinds that no section shows by themselves: they are compared with, or head what another kind holds.
NOT_SHOWN = {"score_summary", "self_evaluation_forms", "self_evaluation_funds"}
SCORED = {"scores", "scorecard", "traces"}
CASES = refusals()


@pytest.fixture(params=CASES, ids=str)
def case(request):
    return request.param


@pytest.fixture
def refused(case):
    return refusing(case.table)


def sections(workspace, case) -> dict[str, list[str]]:
    """Lines of the page by section."""
    path = workspace.report_dir(case.unit, case.year) / "index.html"
    found, now = defaultdict(list), "top"
    for line in page_text(html.fromstring(path.read_text(encoding="utf-8"))).splitlines():
        if line.startswith("h2#"):
            now = line.removeprefix("h2#").split(":")[0]
        found[now].append(line)
    return found


def record(workspace, case):
    return json.loads((workspace.clean_dir(case.unit, case.year) / "intake.json").read_text(encoding="utf-8"))


def cards(workspace, case) -> dict[str, dict[str, dict]]:
    """Indicators of every scorecard, by project and code."""
    path = workspace.report_dir(case.unit, case.year) / "scorecard.json"
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))["scorecards"]
    return {card["project"]: {leaf["code"]: leaf for leaf in card["indicators"]} for card in found}


def sheets(reported, case) -> set[str]:
    """Sheets that hold the refused table, as a trace names them; a form's sheet holds three tables."""
    family = "self_evaluation" if case.table.startswith("self_evaluation") else case.table
    found = set()
    for year in (case.year, case.year - 1):  # an indicator may look at the year before
        if (reported.clean_dir(case.unit, year) / "intake.json").is_file():
            told = json.loads((reported.clean_dir(case.unit, year) / "intake.json").read_text(encoding="utf-8"))
            found |= {
                f"{one['file']} › {one['sheet']}" for one in told["sheets"] if str(one["table"]).startswith(family)
            }
    return found


def test_the_table_is_refused_and_the_page_is_made(reported, run, refused, case):
    assert case.table in record(refused, case)["rejected"], "nothing was refused: the test would test nothing"
    result = json.loads((refused.report_dir(case.unit, case.year) / "result.json").read_text(encoding="utf-8"))
    assert result["status"] == "ok", result["error"]
    whole, page = list(sections(reported, case)), list(sections(refused, case))
    left = {name for name in whole if name not in page}
    # A section that has nothing left to show is a line of what is missing, which the next test reads.
    assert left <= SECTIONS[case.table], "sections that show other tables stay"
    assert [name for name in page if name in whole or name not in ABOUT_ALL] == [
        name for name in whole if name not in left
    ], "the order of the whole page; only what sums up may come in addition"
    assert not result["figures"].get("failed_sections")


def test_the_page_says_what_was_refused_and_where(reported, run, refused, case):
    page, title = sections(refused, case), get_schema(case.table).title
    wrong = [line for part in page.values() for line in part if "未提交" in line and f"“{title}”" in line]
    assert not wrong, "what was handed in is not called 未提交"
    if case.table not in NOT_SHOWN:
        lines = [line for section in (*SECTIONS[case.table], "missing") for line in page[section]]
        files = {sheet.split(" › ")[0] for sheet in sheets(reported, case)}
        told = [line for line in lines if "未通过" in line and any(file in line for file in files)]
        assert told, f"“{title}”未通过，没有写在它的版块里，也不在“缺什么”里"


def test_every_other_section_is_unchanged(reported, run, refused, case):
    whole, page = sections(reported, case), sections(refused, case)
    touched = (
        ABOUT_ALL
        | SECTIONS[case.table]
        | COMPARED.get(case.table, set())
        | (SCORED if cards(reported, case) else set())
    )
    changed = {name for name in whole if page.get(name) != whole[name]}
    assert changed <= touched, {name: sorted(set(whole[name]) ^ set(page.get(name, ()))) for name in changed - touched}


def test_every_other_indicator_keeps_its_score_and_its_trace(reported, run, refused, case):
    lost = sheets(reported, case)
    before, after = cards(reported, case), cards(refused, case)
    for project, leaves in before.items():
        for code, leaf in leaves.items():
            told = json.dumps(leaf, ensure_ascii=False)
            now = after.get(project, {}).get(code)
            if not any(sheet in told for sheet in lost):
                assert now == leaf, (project, code)
            elif now is not None and now["score"] is None:
                assert now["reason"], f"{code} is open and does not say why"
