"""The orders of last December stand in the exports of both years: every page, the workbench and the check count them once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from written_tables import write

from evallib.checks import UnitData, clean_unit
from evallib.model import Workspace
from evallib.publish import SECTIONS, check_release, open_month, open_page
from evallib.scoring.inputs import named_rates
from evallib.workbench import Unit

pytestmark = pytest.mark.slow

HEAD = "工单编号,受理时间,处置时限,办结时间,诉求类型,来源,主责部门,案件状态,满意度"
EACH = 20


def orders(year: int, month: int, until: datetime) -> list[str]:
    """Twenty orders of a month, three of 违建; those of late December were open until the new year."""
    rows = []
    for number in range(EACH):
        asked = datetime(year, month, 1 + number % 28, 9)
        late = month == 12 and number >= 15
        closed = asked + timedelta(days=40 if late else 2)
        told = ["" if moment > until and moment is closed else f"{moment:%Y-%m-%d %H:%M}"
                for moment in (asked, asked + timedelta(days=5), closed)]  # fmt: skip
        state, said = ("已办结", "不满意" if late else "满意") if closed <= until else ("处理中", "")
        rows.append(
            ",".join(
                [
                    f"W{year}{month:02}{number:03}",
                    *told,
                    "违建" if number < 3 else "噪音",
                    "热线",
                    "城管中队",
                    state,
                    said,
                ]
            )
        )
    return rows


def fill(folder: Path, root: Path, unit_yaml: str) -> Workspace:
    raw = folder / "data" / "raw" / "town"
    (folder / "expectations").symlink_to(root / "expectations")
    exports = {
        2022: [(2022, month) for month in range(1, 13)],
        2023: [(2022, 12), *((2023, month) for month in range(1, 7))],
    }
    for year, months in exports.items():
        (raw / str(year)).mkdir(parents=True)
        until = datetime(2022, 12, 31, 23) if year == 2022 else datetime(2023, 6, 30, 23)
        lines = [HEAD, *(row for one in months for row in orders(*one, until))]
        (raw / str(year) / "工单.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (raw / "unit.yaml").write_text(unit_yaml, encoding="utf-8")
    place = Workspace(folder)
    assert all(clean_unit(place.at("town", year)).accepted for year in (2022, 2023))
    return place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Workspace:
    return fill(tmp_path_factory.mktemp("overlap"), root, "name: 某镇\n")


def test_the_month_before_counts_once(place: Workspace) -> None:
    page = open_month(place.at("town", 2023), "2023-01")
    [totals] = [table for table in SECTIONS["案件量"](page) if table.name == "totals"]
    row = totals.frame.set_index("what").loc["派发"]
    assert (row["now_count"], row["before_count"], row["year_before_count"]) == (EACH, EACH, EACH)


def test_what_became_of_it_is_taken_from_the_later_export(place: Workspace) -> None:
    page = open_month(place.at("town", 2023), "2023-01")
    [carried] = SECTIONS["上月未了事项"](page)
    overdue = carried.frame.iloc[0]
    # Of the last five of December, asked on the 16th to the 20th and open for 40 days, all were overdue at its end.
    assert (overdue["failed_count"], overdue["settled_count"]) == (5, 5)


def test_every_face_of_the_year_counts_once(place: Workspace) -> None:
    page = open_page(place.at("town", 2023))
    assert page.cases.count().to_pyarrow().as_py() == 12 * EACH + 6 * EACH
    assert page.outside == EACH
    asked = Unit(UnitData(place, "town", 2023)).requests
    assert asked.table.count().to_pyarrow().as_py() == 18 * EACH
    rate = named_rates.named_rate(UnitData(place, "town", 2023), {"rate": "市民满意率", "period": "2022年12月"})
    assert rate.value == 15 / 20  # 15 of 20; of the five closed in the new year, only its export tells


def test_the_release_check_counts_once(tmp_path: Path, root: Path) -> None:
    """In an evaluation year from November on, its December stands in the tables of both folders."""
    place = fill(tmp_path, root, "name: 某镇\nevaluation_start_month: 11\n")
    path = place.report_dir("town", 2023) / "a.csv"
    path.parent.mkdir(parents=True)
    write(path, [["诉求类型", "2022年12月（件）"], ["违建", 3], ["噪音", 17]])
    assert {refusal.reason for refusal in check_release(place)} == {"small_count"}
