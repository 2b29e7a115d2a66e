"""The release check finds small counts of measures (超期未结, 退回, a rate's few) that files give away, in each kind of file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from written_tables import write

from evallib.checks import clean_unit
from evallib.model import Workspace
from evallib.publish import check_release

pytestmark = pytest.mark.slow

#: Orders of May 2024 by agency: closed in time, closed late, waiting in time, overdue, sent back.
DEALT = {"城管中队": (20, 6, 7, 3, 0), "房管办": (30, 8, 6, 9, 6), "水务所": (25, 7, 8, 6, 5)}
HEAD = "工单编号,来源,诉求类型,受理时间,处置时限,办结时间,主责部门,案件状态,满意度"
MONTH = "month/2024-05"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Workspace:
    """A unit whose agencies were dealt as above; a tenth of the closed ones are 不满意, two of 城管中队."""
    folder = tmp_path_factory.mktemp("measured")
    raw = folder / "data" / "raw" / "town" / "2024"
    raw.mkdir(parents=True)
    (folder / "expectations").symlink_to(root / "expectations")
    (raw.parent / "unit.yaml").write_text("name: 某镇\n", encoding="utf-8")
    lines, number = [HEAD], 0
    for agency, counts in DEALT.items():
        for kind, count in enumerate(counts):
            for place in range(count):
                number += 1
                asked = datetime(2024, 5, 28 if kind == 2 else 2, 9) + timedelta(minutes=number)
                limit = asked + timedelta(days=5)
                closed = {0: asked + timedelta(days=2), 1: asked + timedelta(days=8)}.get(kind)
                state = "已办结" if closed else "退回" if kind == 4 else "处理中"
                said = ("不满意" if place < (2 if agency == "城管中队" else 6) else "满意") if kind == 0 else ""
                told = ["" if moment is None else f"{moment:%Y-%m-%d %H:%M}" for moment in (asked, limit, closed)]
                lines.append(",".join([f"M{number:05}", "热线", "噪音", *told, agency, state, said]))
    (raw / "2024年工单.csv").write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace(folder)
    assert clean_unit(workspace.at("town", 2024)).accepted
    return workspace


def told(place: Workspace, kind: str, rows: list[list[object]], folder: str = MONTH) -> str:
    """What the check says of a table in the folder of the month's page, the only file there is."""
    path = place.report_dir("town", 2024) / folder / f"附表.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, rows)
    try:
        refusals = check_release(place)
    finally:
        path.unlink()
    assert {refusal.reason for refusal in refusals} <= {"small_count"}
    return "；".join(refusal.detail for refusal in refusals)


KINDS = ["html", "xlsx", "docx", "csv", "json", "ipynb"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_leaves_one_number_is_found_in_each_kind_of_file(place: Workspace, kind: str) -> None:
    rows = [
        ["主责部门", "派发", "已办结", "在办未到期", "超期未结", "退回"],
        ["城管中队", 36, 26, 7, "—", 0],
        ["房管办", 59, 38, 6, "—", 6],
    ]
    assert "“城管中队”的超期未结为 3" in told(place, kind, rows)


@pytest.mark.parametrize("kind", KINDS)
def test_a_measure_beside_its_agency_is_found_in_each_kind_of_file(place: Workspace, kind: str) -> None:
    assert "为 3" in told(place, kind, [["主责部门", "超期未结"], ["城管中队", 3], ["房管办", 9]])


@pytest.mark.parametrize("kind", KINDS)
def test_the_rest_of_a_column_is_found_in_each_kind_of_file(place: Workspace, kind: str) -> None:
    rows = [["主责部门", "超期未结"], ["房管办", 9], ["水务所", 6], ["合计", 18]]
    assert "“城管中队”的超期未结为 3" in told(place, kind, rows)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rate_times_its_denominator_is_found_in_each_kind_of_file(place: Workspace, kind: str) -> None:
    rows = [["主责部门", "市民满意率", "市民满意率分母"], ["城管中队", "90.00%", 20], ["房管办", "80.00%", 30]]
    assert "“城管中队”的市民满意率未达到为 2" in told(place, kind, rows)


def test_a_rate_that_only_one_fraction_rounds_to(place: Workspace) -> None:
    # Of 60 requests at most, 68.97% is 20 of 29 or 40 of 58; in 36 only 20 of 29: 26 closed and 3 overdue are due.
    rows = [["主责部门", "派发", "已办结", "按时办结率"], ["城管中队", 36, 26, "68.97%"], ["房管办", 59, 38, "63.83%"]]
    assert "超期未结为 3" in told(place, "csv", rows)


def test_a_title_names_the_measure_of_its_table(place: Workspace) -> None:
    page = place.report_dir("town", 2024) / MONTH / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(
        "<html><body><table><caption>超期未结的工单，按主责部门</caption><tr><td>主责部门</td><td>数</td></tr>"
        "<tr><td>城管中队</td><td>3</td></tr></table></body></html>", encoding="utf-8",
    )  # fmt: skip
    assert "“城管中队”的超期未结为 3" in "；".join(refusal.detail for refusal in check_release(place))
    page.write_text("<html><body><p>月末超期未结：城管中队 3 件。</p></body></html>", encoding="utf-8")
    assert "为 3" in "；".join(refusal.detail for refusal in check_release(place))
    page.unlink()


def test_the_page_of_the_year_is_looked_at_as_well(place: Workspace) -> None:
    rows = [["主责部门", "派发", "已办结", "在办未到期", "退回"], ["城管中队", 36, 26, 7, 0]]
    assert "超期未结为 3" in told(place, "csv", rows, folder=".")


def test_a_month_before_the_calendar_year_is_looked_at_in_its_own_year(place: Workspace) -> None:
    """May 2024 lies in the evaluation year 2025 that began in May; May 2025 is nobody's month."""
    unit, (own, other) = (
        place.raw / "town" / "unit.yaml",
        (place.cases_file("town", year).parent for year in (2024, 2025)),
    )
    own.rename(other)
    before = unit.read_text(encoding="utf-8")
    unit.write_text(f"{before}evaluation_start_month: 5\n", encoding="utf-8")
    page = place.report_dir("town", 2025) / MONTH / "附表.csv"
    page.parent.mkdir(parents=True)
    write(page, [["主责部门", "超期未结"], ["房管办", 9], ["水务所", 6], ["合计", 18]])
    try:
        assert "“城管中队”的超期未结为 3" in "；".join(refusal.detail for refusal in check_release(place))
    finally:
        unit.write_text(before, encoding="utf-8")
        page.unlink()
        other.rename(own)


def test_what_leaves_several_numbers_passes(place: Workspace) -> None:
    rows = [["主责部门", "派发", "已办结", "在办未到期", "超期未结", "退回"], ["城管中队", 36, 26, "—", "—", "—"],
            ["房管办", 59, 38, 6, 9, 6], ["水务所", 51, 32, "—", "—", "—"], ["合计", 146, 96, 21, 18, 11]]  # fmt: skip
    assert told(place, "csv", rows) == ""
