"""The synthetic export gives the published figures, and says that it is synthetic."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from evallib.indicators import FOUR_RATE_RULES, HUACAO_RULES, case_rates, fetch, volume
from evallib.intake import (
    ServiceRequests,
    clean_schema,
    generate_requests,
    open_requests,
    read_service_requests,
    write_sample,
    write_sample_district,
    write_sample_parquet,
)
from evallib.model import EvallibError, evaluation_year, load_plan, scale_totals

pytestmark = pytest.mark.slow

YEAR_END = datetime(2023, 12, 31, 23, 59, 59)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("raw"), "huacao", 2023)


@pytest.fixture(scope="module")
def read(export: Path) -> ServiceRequests:
    return read_service_requests(export)


@pytest.fixture(scope="module")
def rates(read: ServiceRequests, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    path = read.write(tmp_path_factory.mktemp("clean") / "huacao" / "2023" / "service_requests.parquet")
    cases = open_requests(path)
    assert fetch(volume(cases, ["source"]), ["source"]).set_index("source")["cases_count"].to_dict() == {
        "12345": 6585, "96200": 121, "962121": 118, "居委上报": 2, "网格上报": 32109}  # fmt: skip
    # The report was written when all cases of the year were due; here some are not, and are counted as it did.
    printed = [replace(rule, ripe=False) for rule in HUACAO_RULES]
    frame = case_rates(cases, (), (*printed, *FOUR_RATE_RULES), evaluation_year(2023), YEAR_END)
    return frame.set_index("rate")


def test_the_published_figures_come_out(rates: pd.DataFrame) -> None:
    printed = {name: f"{rates.loc[name, 'value']:.2%}" for name in rates.index}
    assert printed["completion_rate"] == "99.09%"
    assert printed["timeliness_rate"] == "98.10%"
    assert printed["weighted_satisfaction_rate"] == "69.38%"
    assert printed["prior_contact_rate"] == "97.60%"
    assert printed["resolution_rate"] == "79.80%"


def test_the_published_tables_come_out(read: ServiceRequests) -> None:
    frame = read.to_pandas()
    assert len(frame) == 38935
    assert frame["status"].value_counts().to_dict() == {
        "已结案": 38581, "退回市级": 213, "待结案": 113, "待申请核查": 22, "未说明": 6}  # fmt: skip
    assert frame["satisfaction"].value_counts().to_dict() == {"满意": 2740, "不满意": 1183, "基本满意": 116, "一般": 65}
    assert int((frame["closed_datetime"] > frame["expected_datetime"]).sum()) == 739
    assert int(frame["is_red_light"].sum()) == 148
    assert frame["requested_datetime"].dt.year.eq(2023).all()
    assert read.problems.errors == []


def test_it_is_marked_everywhere(export: Path, read: ServiceRequests) -> None:
    assert "合成数据" in export.name
    with closing(openpyxl.load_workbook(export, read_only=True)) as book:
        rows = list(book.worksheets[0].iter_rows(min_row=1, max_row=3, values_only=True))
    assert "合成数据" in str(rows[0][0]) and rows[1][-1] == "合成数据标记" and rows[2][-1] == "合成数据"
    assert read.is_synthetic and read.to_pandas()["is_synthetic"].all()


def test_the_clean_table_has_the_clean_schema(read: ServiceRequests) -> None:
    assert read.table.schema == clean_schema()


def test_the_same_seed_gives_the_same_cases() -> None:
    plan = load_plan()
    totals = scale_totals(plan.totals, 500)
    first, again, other = (
        generate_requests(plan, plan.units, totals, 2023, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert first.equals(again) and not first.equals(other)


@pytest.mark.parametrize("rows", [1, 7, 100])
def test_small_samples_work(tmp_path: Path, rows: int) -> None:
    assert read_service_requests(write_sample(tmp_path, "pujin", 2022, rows)).table.num_rows == rows


def test_a_district_has_its_units(tmp_path: Path) -> None:
    paths = write_sample_district(tmp_path, 2023, share=0.002)
    assert len(paths) == 14
    assert paths[3].parent == tmp_path / "huacao" / "2023"


def test_chunks_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evallib.intake.requests.samples.sample_export.CHUNK_ROWS", 3000)
    path = write_sample_parquet(tmp_path / "cases.parquet", 20001, (2022, 2023))
    table = pq.read_table(path)
    assert table.num_rows == 20001 and table.schema.metadata[b"evallib"].decode() == "合成数据"
    frame = table.to_pandas()
    assert frame["service_request_id"].is_unique
    assert frame["year"].value_counts().to_dict() == {2022: 10000, 2023: 10001}
    expected = [scale_totals(load_plan().totals, size) for size in (10000, 10001)]
    for column in ("source", "status", "satisfaction", "resolution"):
        sums = {name: sum(getattr(part, column)[name] for part in expected) for name in getattr(expected[0], column)}
        counts = frame[column].value_counts().to_dict()
        assert counts == {name: count for name, count in sums.items() if count}
    assert int((frame["closed_datetime"] > frame["expected_datetime"]).sum()) == sum(part.overdue for part in expected)


def test_an_unknown_unit_is_refused_with_the_nearest() -> None:
    with pytest.raises(EvallibError, match="您是不是要写“huacao”"):
        write_sample(Path("nowhere"), "huacoa")
