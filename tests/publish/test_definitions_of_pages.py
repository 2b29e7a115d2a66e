"""Pages, notebooks and month reports take the rates of a unit from the definitions that its unit.yaml names."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evallib.checks import UnitData
from evallib.indicators import rules
from evallib.intake import write_sample_parquet
from evallib.model import EvallibError, Workspace
from evallib.publish import SECTIONS, open_month, open_page, render_handbook
from evallib.publish.sections import gaps
from evallib.publish.sections.month import month_agencies
from evallib.publish.sections.orders import rates_of_requests
from evallib.workbench import Unit

SOURCES = Path(gaps.__file__).parents[1]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Workspace]:
    """A workspace of one unit with 1,500 requests, whose unit.yaml names a set of definitions."""
    root = tmp_path_factory.mktemp("named")
    stored = write_sample_parquet(root / "cases.parquet", 1500, (2023,))

    def make(definitions: str) -> Workspace:
        space = root / (definitions or "usual")
        (space / "data" / "raw" / "huacao" / "2023").mkdir(parents=True, exist_ok=True)
        text = "name: 华漕镇\n" + (f"definitions: {definitions}\n" if definitions else "")
        (space / "data" / "raw" / "huacao" / "unit.yaml").write_text(text, encoding="utf-8")
        (space / "data" / "clean" / "huacao" / "2023").mkdir(parents=True, exist_ok=True)
        shutil.copy(stored, space / "data" / "clean" / "huacao" / "2023" / "service_requests.parquet")
        return Workspace(space)

    return make


@pytest.mark.slow
def test_a_unit_is_judged_by_its_own_definitions(named: Callable[[str], Workspace]) -> None:
    page = open_page(named("shanghai-town-card").at("huacao", 2023))
    assert page is not None and [rule.name for rule in page.rules] == [
        rule.name for rule in rules("shanghai-town-card")
    ]
    assert page.period.start.isoformat() == "2022-11-01", "its evaluation year is that of the definitions"
    rates = page.rates().set_index("rate")
    assert rates.loc["satisfaction_rate", "statistic"] == "weighted index"
    assert rates.loc["satisfaction_rate", "cohort"] == "按回访（抽查）时间"
    assert rates.loc["on_time_completion_rate", "cohort"] == "按应办结时间"
    assert any("受理量占比" in text for text in page.about_rates()), "what requests do not give is named"
    usual = open_page(named("").at("huacao", 2023))
    assert usual is not None and set(usual.rates()["cohort"]) == {"按受理时间"} and usual.about_rates() == []


@pytest.mark.slow
def test_a_month_on_the_workbench_is_that_of_the_report(named: Callable[[str], Workspace]) -> None:
    place = named("shanghai-town-card")
    report = open_month(place.at("huacao", 2023), "2023-09")
    [agencies] = [item for item in SECTIONS["承办情况"](report) if item.name == "agencies"]
    asked = Unit(UnitData(place, "huacao", 2023)).requests.month("2023-09").agencies()
    assert [name for name in agencies.columns if name.endswith("_rate")] == [
        name for name in asked if name.endswith("_rate") and "_rate_" not in name
    ]
    whole, own = (frame[frame["kind"] == "合计"]["satisfaction_rate"].iloc[0] for frame in (agencies.frame, asked))
    assert whole == own and 0 < own < 1


@pytest.mark.slow
def test_sections_and_the_month_report_follow(
    named: Callable[[str], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    space = named("shanghai-town-card")
    page, tables = open_page(space.at("huacao", 2023)), {}
    assert page is not None

    def keep(frame: pd.DataFrame, columns: Any, caption: str, *rest: Any) -> None:
        tables[caption] = frame

    for name in ("table", "figure", "sentence", "links"):
        monkeypatch.setattr(rates_of_requests, name, keep if name == "table" else lambda *rest, **more: None)
    rates_of_requests.show_rates(page)
    rates_of_requests.show_process(page)
    shown = next(frame for caption, frame in tables.items() if "各率" in caption)
    assert "市民满意率" in shown["label"].tolist() and "红灯率" not in shown["label"].tolist()
    month = open_month(space.at("huacao", 2023), "2023-09")
    assert month is not None
    frame = month_agencies.measures(month)
    total = frame[frame["kind"] == "合计"].iloc[0]
    own = month.page.rates().set_index("rate")["value"]
    assert total["satisfaction_rate"] == pytest.approx(own["satisfaction_rate"])
    assert "volume_share_rate" not in frame and set(month_agencies.labels(month)) == set(own.index)


def test_unknown_definitions_are_told_with_the_nearest(named: Callable[[str], Workspace]) -> None:
    space = named("shanghai-town-cart")
    told = space.unit_problems("huacao")
    assert len(told) == 1 and "shanghai-town-card" in str(told[0]) and space.unit_info("huacao").name == "华漕镇"
    with pytest.raises(EvallibError, match="shanghai-town-card"):
        open_page(space.at("huacao", 2023))


def test_no_section_forces_a_cohort() -> None:
    """Only volumes and the states of a month are by receipt; a rate is by what its definition says."""
    forced = [path.name for path in SOURCES.rglob("*.py") if "with_cohort(" in path.read_text(encoding="utf-8")]
    assert forced == []


def test_every_figure_leads_into_the_handbook(reported: Any) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', render_handbook()))
    pages = [
        path for path in Path(reported.reports).rglob("index.html") if "<figure" in path.read_text(encoding="utf-8")
    ]
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        found = re.findall(r'class="howto" href="([^"#]+)#([^"]+)"', text)
        assert len(found) == text.count("<figure"), path
        for address, anchor in found:
            assert anchor in anchors and (path.parent / address).resolve().is_file(), (path, address, anchor)
