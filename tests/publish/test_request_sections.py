"""The sections about cases: every one runs, says what it is, and marks synthetic data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evallib.intake import read_service_requests, write_sample
from evallib.model import Period, Workspace, month
from evallib.publish import (
    SYNTHETIC_MARK,
    RequestPage,
    open_page,
    show_causes,
    show_concentration,
    show_failures,
    show_funnel,
    show_handling,
    show_league,
    show_multiples,
    show_notice,
    show_process,
    show_rates,
    show_volume,
)
from evallib.publish.sections.month import month_page

pytestmark = pytest.mark.slow

UNITS = ("huacao", "pujin", "gumei")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("workspace")
    for unit in UNITS:
        for year in (2022, 2023):
            path = write_sample(root / "data" / "raw" / unit / str(year), unit, year, 1500)
            read_service_requests(path, key=b"k").write(
                root / "data" / "clean" / unit / str(year) / "service_requests.parquet"
            )
    return Workspace(root)


@pytest.fixture
def page(workspace: Workspace) -> RequestPage:
    page = open_page(workspace.at("huacao", 2023))
    assert page is not None
    return page


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    blocks: list[tuple[dict[str, Any], dict[str, Any]]] = []
    monkeypatch.setattr("evallib.publish.page.showing._display", lambda bundle, **mark: blocks.append((bundle, mark)))
    return blocks


def text(blocks: list[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    return "\n".join(str(bundle.get("text/html", "")) for bundle, _ in blocks)


def test_every_section_of_a_unit_marks_what_is_synthetic(page: RequestPage, shown: list[Any]) -> None:
    show_notice(page)
    show_volume(page)
    show_rates(page)
    show_process(page)
    show_handling(page)
    show_failures(page)
    halves = page.period.months
    show_causes(page, Period(halves[0].start, halves[6].start), Period(halves[6].start, halves[-1].end))
    show_concentration(page)
    captions = [mark["caption"] for _, mark in shown if "caption" in mark]
    assert len(captions) == 10
    assert all(caption.startswith(f"{SYNTHETIC_MARK}huacao 2023年") for caption in captions)
    assert all(mark["alt"] for _, mark in shown if "caption" in mark)
    written = text(shown)
    assert "不是真实案件" in written and "工单明细 1,500 件" in written
    assert written.count("<caption>") == written.count(f"<caption>{SYNTHETIC_MARK}")
    assert "达到总体水平可提升" in written and "基尼系数" in written and "九成在" in written


def test_a_month_is_compared_with_both(workspace: Workspace, shown: list[Any]) -> None:
    page = open_page(workspace.at("huacao", 2023), period=month(2023, 9))
    assert page is not None
    show_volume(page)
    show_rates(page)
    assert "环比" in text(shown) and "同比" in text(shown)
    shown.clear()
    show_causes(page, month(2020, 1), month(2023, 9))
    assert "没有可算的工单，不作变动分解" in text(shown)


def test_a_year_is_compared_once(page: RequestPage, shown: list[Any]) -> None:
    show_rates(page)
    assert "同比" in text(shown) and "环比" not in text(shown)


def test_a_filter_narrows_the_page(page: RequestPage) -> None:
    counts = {name: page.filtered(source=name).current.count().to_pyarrow().as_py() for name in ("12345", "网格上报")}
    both = page.filtered(source=list(counts)).current.count().to_pyarrow().as_py()
    assert both == sum(counts.values()) and counts["12345"] > 0
    assert page.filtered(source=None, service_name="").current.count().to_pyarrow().as_py() == 1500


@pytest.mark.parametrize(
    ("names", "noun"), [(("华漕镇", "浦锦街道", "古美街道"), "街镇"), (("华漕镇", "某区水务局", "某县城管局"), "单位")]
)
def test_units_are_compared_by_the_word_for_all_of_them(
    workspace: Workspace, shown: list[Any], names: tuple[str, ...], noun: str
) -> None:
    for unit, name in zip(UNITS, names, strict=True):
        (workspace.raw / unit / "unit.yaml").write_text(f"name: {name}\n", encoding="utf-8")
    page = open_page(Workspace(workspace.root).at(None, 2023))
    for unit in UNITS:
        (workspace.raw / unit / "unit.yaml").unlink()
    assert page is not None and page.title == f"各{noun}"
    for name in ("satisfaction_rate", "overdue_rate"):
        show_league(page, name, highlight="华漕镇")
        show_funnel(page, name)
        show_multiples(page, name)
    written = text(shown)
    assert "市民满意率总体" in written and f"无显著差别的{noun}" in written
    assert noun == "街镇" or "街镇" not in written
    assert month_page.month_of(page, group="unit").label == noun
    nobody = page.filtered(source="没有")
    shown.clear()
    show_funnel(nobody)
    assert "没有可算市民满意率的工单" in text(shown)


def test_units_without_the_year_before_are_named(workspace: Workspace, tmp_path: Path, shown: list[Any]) -> None:
    place = Workspace(tmp_path)
    for unit, years in (("huacao", (2022, 2023)), ("pujin", (2023,))):
        for year in years:
            place.clean_dir(unit, year).mkdir(parents=True)
            place.cases_file(unit, year).symlink_to(workspace.cases_file(unit, year))
    for unit, told in (
        (None, "pujin只有其中一年的工单明细，与上年同期比较的范围不同。"),
        ("huacao", ""),
        ("pujin", ""),
    ):
        page = open_page(place.at(unit, 2023))
        assert page is not None and page.about_years() == told
        shown.clear()
        show_notice(page)
        assert ("范围不同" in text(shown)) == bool(told)


def test_where_nothing_failed_no_type_is_blamed(page: RequestPage, shown: list[Any]) -> None:
    show_failures(page.filtered(satisfaction="满意"))
    assert "没有记录为不满意的工单" in text(shown) and "八成来自" not in text(shown)


def test_an_evaluation_year_of_another_start(workspace: Workspace) -> None:
    page = open_page(workspace.at("huacao", 2023), start_month=11)
    assert page is not None and page.period == Period(date(2022, 11, 1), date(2023, 11, 1))
    assert 1200 < page.current.count().to_pyarrow().as_py() < 1700


def test_no_cases_no_page(workspace: Workspace, tmp_path: Path) -> None:
    assert open_page(workspace.at("huacao", 2031)) is None
    assert open_page(Workspace(tmp_path).at(None, 2023)) is None


def test_cases_of_another_year_are_counted(workspace: Workspace) -> None:
    calendar, other = open_page(workspace.at("huacao", 2023)), open_page(workspace.at("huacao", 2023), start_month=11)
    assert calendar is not None and other is not None
    assert calendar.outside == 0 and other.outside > 100, "November and December belong to the next evaluation year"
