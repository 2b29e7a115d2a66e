"""Small cells on the pages about cases: none is shown, and none follows from a published total."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from evallib.indicators import with_missing_columns
from evallib.model import Period, evaluation_year, month
from evallib.privacy import MERGED
from evallib.publish import RequestPage
from evallib.publish.sections import district
from evallib.publish.sections.orders import rates_of_requests
from evallib.publish.sections.orders import requests as sections

pytestmark = pytest.mark.slow

COUNTS = ("cases_count", "timed_count", "failures_count", "year_before_count", "period_before_count", "denominator",
          "at_risk_count")  # fmt: skip
YEAR = evaluation_year(2023)
HALVES = Period(YEAR.months[0].start, YEAR.months[5].end), Period(YEAR.months[6].start, YEAR.months[-1].end)


def cases(
    groups: dict[str, int], year: int = 2023, seed: int = 1, column: str = "service_name"
) -> list[dict[str, Any]]:
    """So many cases of every group; all else by chance."""
    draw = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for group, count in groups.items():
        for _ in range(count):
            start = datetime(year, 1, 1) + timedelta(hours=draw.randrange(24 * 364))
            rows.append({
                "unit": "甲镇", "source": draw.choices(["12345", "网格", "信访"], [60, 40, 4])[0],
                "service_name": draw.choice(["噪音", "物业"]), "agency_responsible": draw.choices(["城管", "房管"], [9, 1])[0],
                "requested_datetime": start, "expected_datetime": start + timedelta(days=3),
                "closed_datetime": start + timedelta(hours=draw.randrange(1, 120)), "is_closed": True,
                "satisfaction": draw.choice(["满意", "满意", "不满意", None]), "was_contacted": draw.choice([True, None]),
                "caller_id": f"p{draw.randrange(40)}", "address": f"a{draw.randrange(30)}", column: group,
            })  # fmt: skip
    return rows


def page(rows: list[dict[str, Any]], threshold: int = 5, period: Period = YEAR) -> RequestPage:
    import ibis

    frame = pd.DataFrame(rows)
    for name in ("requested_datetime", "expected_datetime", "closed_datetime"):
        frame[name] = frame[name].astype("datetime64[us]")
    table = ibis.memtable(pa.Table.from_pandas(frame, preserve_index=False))
    return RequestPage(with_missing_columns(table), "甲镇", period, datetime(2024, 1, 1), "", threshold)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a page publishes: its tables as frames by caption, and everything as one text."""
    published: dict[str, Any] = {"tables": {}, "text": ""}

    def table_html(frame: pd.DataFrame, columns: Any, caption: str, emphasis: Any = None) -> str:
        published["tables"][caption] = frame[[name for name in columns if name in frame]]
        return original(frame, columns, caption, emphasis)

    def display(bundle: dict[str, Any], **mark: Any) -> None:
        published["text"] += json.dumps([bundle, mark], ensure_ascii=False, default=str)

    from evallib.publish.page import blocks, showing

    original = blocks.table_html
    monkeypatch.setattr(blocks, "table_html", table_html)
    monkeypatch.setattr(showing, "_display", display)
    return published


def publish(what: RequestPage) -> None:
    """All sections of a unit's page."""
    sections.show_notice(what)
    sections.show_volume(what)
    rates_of_requests.show_rates(what)
    rates_of_requests.show_process(what)
    sections.show_handling(what)
    sections.show_failures(what)
    sections.show_failures(what, "agency_responsible", "overdue_count", "超时")
    sections.show_causes(what, *HALVES)
    sections.show_concentration(what)


def small_ones(tables: dict[str, pd.DataFrame], threshold: int = 5) -> dict[str, list[int]]:
    found = {}
    for caption, frame in tables.items():
        values = [int(v) for name in COUNTS if name in frame for v in frame[name].dropna() if 0 < v < threshold]
        if values:
            found[caption] = values
    return found


@pytest.mark.parametrize("column", ["service_name", "agency_responsible", "source"])
def test_a_small_group_is_neither_shown_nor_named(column: str, shown: dict[str, Any]) -> None:
    rows = cases({"大类": 300, "中类": 60, "丙类": 9, "丁类": 2}, column=column)
    publish(page(rows))
    assert "丁类" not in shown["text"] and "丙类" not in shown["text"]
    assert MERGED in shown["text"] and "中类" in shown["text"] and "少于 5 件的类别" in shown["text"]
    assert small_ones(shown["tables"]) == {}
    volume = next(frame for frame in shown["tables"].values() if column in frame and "share_rate" in frame)
    assert volume.set_index(column)["cases_count"].to_dict() == {"大类": 300, "中类": 60, MERGED: 11}
    assert volume[column].iloc[-1] == MERGED, "it stands last"


def test_a_threshold_of_one_shows_everything(shown: dict[str, Any]) -> None:
    publish(page(cases({"大类": 300, "丙类": 9, "丁类": 2}), threshold=1))
    assert "丁类" in shown["text"] and MERGED not in shown["text"] and "并入" not in shown["text"]
    assert small_ones(shown["tables"])


@pytest.mark.parametrize("seed", range(4))
def test_no_small_count_follows_from_a_total(seed: int, shown: dict[str, Any]) -> None:
    draw = random.Random(seed)
    groups = {f"类{place}": draw.choice([1, 2, 4, 6, 11, 40, 90]) for place in range(7)} | {"大类": 120}
    what = page(cases(groups, seed=seed) + cases(dict.fromkeys(groups, 8), 2022, seed))
    publish(what)
    assert small_ones(shown["tables"]) == {}
    total = what.current.count().to_pyarrow().as_py()
    for caption, frame in shown["tables"].items():
        if "cases_count" in frame and not {"who", "rate"} & set(frame):
            rest = total - int(frame["cases_count"].sum())
            assert rest == 0 or rest >= 5, caption
        if "month" in frame:
            hidden = frame["cases_count"].isna()
            for side in ("month", "source"):
                assert not (hidden.groupby(frame[side]).sum() == 1).any(), f"one hidden {side} is total − others"


def test_a_small_group_of_the_year_before_is_merged_in_both(shown: dict[str, Any]) -> None:
    now, before = {"大类": 200, "旧少": 50, "别类": 70}, {"大类": 180, "旧少": 2, "别类": 60}
    publish(page(cases(now) + cases(before, 2022)))
    frame = next(frame for frame in shown["tables"].values() if "service_name" in frame and "share_rate" in frame)
    assert frame["service_name"].tolist() == ["大类", MERGED]
    assert frame["year_before_count"].tolist() == [180, 62]


def test_a_rate_on_few_cases_is_not_shown_nor_its_change(shown: dict[str, Any]) -> None:
    rows = cases({"大类": 300})
    for row in rows:
        row["satisfaction"] = None
    for row in rows[:3]:
        row["satisfaction"] = "不满意"
    before = cases({"大类": 100}, 2022)
    for row in rows + before:
        row["is_repeated"] = False
    rates_of_requests.show_rates(page(rows + before))
    rates = next(iter(shown["tables"].values())).set_index("label")
    few = rates.loc["市民满意率"]
    assert few[["value", "lower", "upper", "numerator", "denominator", "year_on_year_pp"]].isna().all()
    assert "少于 5 件" in few["note"]
    assert rates.loc["重复率", "denominator"] == 300 and not pd.isna(rates.loc["重复率", "year_on_year_pp"])
    rates_of_requests.show_rates(page(before + [row | {"requested_datetime": row["requested_datetime"].replace(year=2021)} for row in rows], period=evaluation_year(2022)))  # fmt: skip
    rates = [frame for caption, frame in shown["tables"].items() if "各率" in caption][-1].set_index("label")
    assert pd.isna(rates.loc["市民满意率", "year_on_year_pp"]), "the change would show the rate of three cases"
    assert rates.loc["市民满意率", "denominator"] > 5


def test_a_month_of_few_cases_is_hidden_with_another(shown: dict[str, Any]) -> None:
    rows = [row for row in cases({"大类": 400}) if row["requested_datetime"].month != 3]
    rows += [rows[0] | {"requested_datetime": datetime(2023, 3, day), "satisfaction": "满意"} for day in (4, 5)]
    what = page(rows)
    sections.show_volume(what)
    rates_of_requests.show_process(what)
    for caption, frame in shown["tables"].items():
        if "point" in frame:
            count = "denominator" if "denominator" in frame else "value"
            march = frame.loc[frame["point"] == "2023-03"]
            assert march[count].isna().all() and frame[count].isna().sum() >= 2, caption
        if "month" in frame:
            march = frame[pd.to_datetime(frame["month"]).dt.month == 3]
            assert march["cases_count"].isna().all()


def test_the_busiest_caller_is_not_counted(shown: dict[str, Any]) -> None:
    sections.show_concentration(page(cases({"大类": 300})))
    frame = next(iter(shown["tables"].values()))
    assert frame["keys_count"].max() <= 40, "the busiest tenth are four"
    assert frame[["top_1_rate", "top_10_rate"]].isna().all(axis=None)
    assert "太少，不列最多的几成" in shown["text"]


def test_the_end_of_a_curve_is_cut(shown: dict[str, Any]) -> None:
    sections.show_handling(page(cases({"大类": 300})))
    curve = next(frame for frame in shown["tables"].values() if "at_risk_count" in frame)
    assert curve["at_risk_count"].min() >= 5


@pytest.mark.parametrize(("open_", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_closed_cases_do_not_tell_the_few_that_are_open(shown: dict[str, Any], open_: int, told: bool) -> None:
    rows = cases({"噪音": 60, "物业": 40})
    for row in rows[:open_]:
        row["closed_datetime"], row["is_closed"] = None, False
    sections.show_handling(replace(page(rows), as_of=datetime(2024, 2, 1)))  # every limit has passed
    frame = next(frame for frame in shown["tables"].values() if "p90_hours" in frame)
    assert ("timed_count" in frame) is told and frame["median_hours"].notna().all()


def test_a_unit_of_few_cases_is_not_compared(shown: dict[str, Any]) -> None:
    rows = []
    for place, (unit, count) in enumerate({"甲镇": 300, "乙镇": 200, "丙镇": 90, "丁镇": 4}.items()):
        rows += [
            row | {"unit": unit, "satisfaction": row["satisfaction"] or "满意"}
            for row in cases({"大类": count}, seed=place)
        ]
    what = page(rows)
    district.show_league(what)
    district.show_funnel(what)
    assert all("丁镇" not in set(frame.get("unit", [])) for frame in shown["tables"].values())
    assert all("丙镇" not in set(frame.get("unit", [])) for frame in shown["tables"].values()), "or 丁镇 is the rest"
    assert "未列入比较：丁镇、丙镇" in shown["text"]
    assert small_ones(shown["tables"]) == {}
    district.show_multiples(what, "satisfaction_rate")
    assert small_ones(shown["tables"]) == {}


def test_cases_of_another_year_are_mentioned(shown: dict[str, Any]) -> None:
    sections.show_notice(replace(page(cases({"大类": 30})), outside=2))
    assert "另有 2 件不在该年度受理，不计入" in shown["text"]


def test_a_month_page(shown: dict[str, Any]) -> None:
    publish(page(cases({"大类": 900, "丁类": 30}) + cases({"大类": 500}, 2022), period=month(2023, 9)))
    assert small_ones(shown["tables"]) == {}
