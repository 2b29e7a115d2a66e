"""docs/first-hour.md to the letter: its commands, in its order, for a Word table and for a workbook."""

import json
import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest
from evaluator_tables import write_document, write_workbook
from full_run import copy_workspace
from spreadsheet import convert

DOCUMENT = Path(__file__).parents[3] / "docs" / "first-hour.md"


def commands() -> list[list[str]]:
    lines = [
        line.strip() for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("    evallib ")
    ]
    return [shlex.split(re.split(r"\s{3,}", line)[0])[1:] for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_table_of_thirty_indicators_becomes_a_scored_page(cli, tmp_path, monkeypatch, suffix, warm):
    own = copy_workspace(tmp_path)
    for unit in own.units():
        shutil.rmtree(own.raw / unit)
    monkeypatch.chdir(tmp_path)
    folder = own.raw / "mouzhen"
    folder.mkdir()
    (folder / "unit.yaml").write_text("name: 某镇城运中心\n", encoding="utf-8")
    table = tmp_path / f"指标体系表{suffix}"
    (write_document if suffix == ".docx" else write_workbook)(table)
    said = {}
    for written in commands():
        words = [word.replace("指标体系表.docx", table.name) for word in written]
        code, out, err = cli(own, *words)
        assert code == 0, (words, out, err)
        said[words[0], *words[1:2]] = out + err
    assert "30 个指标：已读懂 29 个，由评价人员评定 1 个" in said["framework", "import"]
    assert "82.89 分，良" in said["score", "--unit"]
    report = own.report_dir("mouzhen", 2024)
    page = (report / "index.html").read_text(encoding="utf-8")
    assert "82.89" in page and (report / "评价底稿.xlsx").is_file()
    card = json.loads((report / "scorecard.json").read_text(encoding="utf-8"))["scorecards"][0]
    assert len(card["indicators"]) == 30 and card["total"] == pytest.approx(82.89)
    if suffix == ".xlsx":
        code = next(one["code"] for one in card["indicators"] if one["name"] == "按时办结率")
        told = cli(own, "score", "--unit", "mouzhen", "--year", "2024", "--set", f"{code}=90%")[1]
        assert total_by_hand(report / "评价底稿.xlsx", code, 0.9, tmp_path) == pytest.approx(
            float(re.search(r"：([\d.]+) 分", told)[1])
        )


def total_by_hand(paper: Path, code: str, value: float, folder: Path) -> float:
    """The total after a person changed one cell of the data sheet and an office program reckoned again."""
    book = openpyxl.load_workbook(paper)
    row = next(row for row in book["数据"].iter_rows(min_row=3) if row[0].value == code)
    assert row[3].value != value
    row[3].value = value
    book.save(folder / "changed.xlsx")
    (done,) = convert([folder / "changed.xlsx"], folder / "recalculated", "xlsx")
    rows = openpyxl.load_workbook(done, data_only=True)["评分表"].iter_rows(values_only=True)
    return next(
        next(v for v in reversed(row) if isinstance(v, int | float) and v > 1) for row in rows if row[0] == "合计"
    )
