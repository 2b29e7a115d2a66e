"""Exports of city 311 systems: with the shipped mapping all their words for a closed request count as closed."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import pytest

from evallib.indicators import count_requests, fetch
from evallib.intake import read_service_requests

#: Headers of each city's export: number, received, closed, agency, type, status.
HEADERS = {
    "nyc311": ["Unique Key", "Created Date", "Closed Date", "Agency Name", "Complaint Type", "Status"],
    "sf311": ["CaseID", "Opened", "Closed", "Responsible Agency", "Category", "Status"],
    "chicago311": ["SR_NUMBER", "CREATED_DATE", "CLOSED_DATE", "OWNER_DEPARTMENT", "SR_TYPE", "STATUS"],
    "boston311": ["case_enquiry_id", "open_dt", "closed_dt", "subject", "reason", "case_status"],
    "baltimore311": ["ServiceRequestNum", "CreatedDate", "CloseDate", "Agency", "SRType", "SRStatus"],
}
#: Of 1,200 requests; what is open has no closing time.
WORDS = {"Closed": 1100, "Closed (Duplicate)": 24, "Closed (Transferred)": 12, "Open": 52, "In Progress": 12}
PLAIN, MEANT = 1100 / 1200, 1136 / 1200


def _written(path: Path, header: list[str], words: dict[str, int], closing: bool = True) -> Path:
    first = datetime(2024, 3, 4, 8)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        number = 0
        for word, count in words.items():
            for _ in range(count):
                number += 1
                asked = first + timedelta(minutes=37 * number)
                done = asked + timedelta(hours=30) if closing and word.startswith("Clos") else None
                out.writerow([f"24-{number:08}", f"{asked:%m/%d/%Y %I:%M:%S %p}",
                              f"{done:%m/%d/%Y %I:%M:%S %p}" if done else "", "Public Works", "Pothole", word])  # fmt: skip
    return path


def _counts(table: Any) -> dict[str, int]:
    found: dict[str, int] = fetch(count_requests(ibis.memtable(table))).to_dict("records")[0]
    return found


@pytest.mark.sampled(3)
@pytest.mark.parametrize("closing", [True, False], ids=["closing times", "words alone"])
@pytest.mark.parametrize("city", HEADERS)
def test_every_closing_word_counts(city: str, closing: bool, tmp_path: Path) -> None:
    read = read_service_requests(_written(tmp_path / "311.csv", HEADERS[city], WORDS, closing), city)
    counts = _counts(read.table)
    assert counts["cases_count"] == 1200 and counts["unknown_state_count"] == 0
    assert counts["closed_count"] / counts["cases_count"] == MEANT != PLAIN
    states = read.table["state"].to_pylist()
    assert {word: states.count(word) for word in ("closed", "duplicate", "transferred")} == {
        "closed": 1100, "duplicate": 24, "transferred": 12}  # fmt: skip
    marked = [number for number, flag in enumerate(read.table["is_repeated"].to_pylist()) if flag]
    assert marked == list(range(1100, 1124))


@pytest.mark.parametrize(
    ("word", "state"),
    [("Closed - Duplicate", "duplicate"), ("Duplicate (Closed)", "duplicate"), ("closed: transferred", "transferred"),
     ("CLOSED (REFERRED TO COUNTY)", "transferred"), ("Closed - No Action Required", "closed"), ("Completed - Dup", "duplicate"),
     ("Closed (Cancelled)", "void")],
)  # fmt: skip
def test_other_spellings(word: str, state: str, tmp_path: Path) -> None:
    words = {"Closed": 30, word: 5}
    read = read_service_requests(_written(tmp_path / "311.csv", HEADERS["baltimore311"], words), "baltimore311")
    assert read.table["state"].to_pylist()[-1] == state


def test_a_word_that_nobody_declared_is_asked_for(tmp_path: Path) -> None:
    words = {"Closed": 30, "Sundown": 5}
    read = read_service_requests(_written(tmp_path / "311.csv", HEADERS["baltimore311"], words, False), "baltimore311")
    assert _counts(read.table)["unknown_state_count"] == 5
    assert [problem.value for problem in read.problems if problem.code == "intake.unknown_status"] == ["Sundown（5处）"]
