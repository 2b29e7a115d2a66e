"""The proof from documents: reports made into Word and PDF files, alone in a workspace, against what was transcribed from them."""

import os
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from programs import need
from seed_documents import write_document

from evallib.checks import UnitData, clean_unit
from evallib.intake import read_file, read_folder
from evallib.model import Workspace
from evallib.scoring import score_available

ROOT = Path(__file__).parents[2]
UNITS = {
    "huacao": ("华漕镇城运中心", 2023),
    "pujin": ("财政项目支出绩效自评表", 2023),
    "xianghua": ("向化镇", 2023),
    "maqiao": ("马桥镇", 2024),
}
#: A source in data/raw/README.md that is a printed table, not a passage.
TABLE = re.compile(r"表”|”表|^表\d|”自评表|自评表“")
ENOUGH = Decimal("0.95")
NOT_FIGURES = {"year", "source_row", "level"}


@pytest.fixture(scope="session")
def documents(tmp_path_factory) -> dict[str, Path]:
    """Word documents of the published texts, by unit."""
    folder = os.environ.get("EVALLIB_SEEDS")
    if not folder:
        pytest.skip("公开报告的全文不在本机（未设置 EVALLIB_SEEDS）")
    made = {}
    for path in sorted(Path(folder).glob("*.txt")):
        text = path.read_text("utf-8")
        unit = next(
            (u for u, (word, _) in UNITS.items() if word in text[:4000] and (u != "pujin" or "浦锦" in text[:400])),
            None,
        )
        if unit and unit not in made:
            made[unit] = write_document(text, tmp_path_factory.mktemp(unit) / f"{unit}.docx")
    return made


@pytest.fixture(scope="session")
def printed() -> set[tuple[str, str]]:
    """Workbook (unit/year/file) and sheet of what was transcribed from a printed table."""
    rows = [
        line.split("|")
        for line in (ROOT / "data/raw/README.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    return {(cells[1].strip(), cells[2].strip()) for cells in rows[2:] if TABLE.search(cells[4].strip())}


def figures(frames) -> Counter:
    found: Counter = Counter()
    for frame in frames:
        for row in frame.to_dict("records"):
            for name, value in row.items():
                if name not in NOT_FIGURES and isinstance(value, Decimal | int) and not isinstance(value, bool):
                    found[row["year"], name, Decimal(value).normalize()] += 1
    return found


@pytest.fixture(scope="module")
def transcribed(documents, printed) -> dict[str, list[Counter]]:
    """Figures of each printed table, by unit, as they were transcribed into workbooks."""
    kept: dict[str, list[Counter]] = {unit: [] for unit in documents}
    for unit, tables in kept.items():
        for folder in sorted((ROOT / "data/raw" / unit).glob("2*")):
            for frames in read_folder(folder, int(folder.name)).tables.values():
                for frame in frames:
                    place = (f"{unit}/{folder.name}/{frame['source_file'].iloc[0]}", frame["source_sheet"].iloc[0])
                    if place in printed:
                        tables.append(figures([frame]))
    return kept


def share_read(unit: str, document: Path, transcribed: list[Counter]) -> tuple[int, int, list]:
    submission = read_file(document, UNITS[unit][1])
    read = figures([frame for frames in submission.tables.values() for frame in frames])
    equal = sum(sum(min(count, read[key]) for key, count in cells.items()) for cells in transcribed)
    wanted = sum(cells.total() for cells in transcribed)
    return equal, wanted, [str(problem) for problem in submission.problems if problem.severity != "note"]


def as_pdf(documents: list[Path], folder: Path) -> list[Path]:
    """The documents as PDF files; the office program is started once for all of them."""
    command = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, documents)], check=True, capture_output=True, timeout=300
    )
    return [folder / f"{document.stem}.pdf" for document in documents]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_tables_of_documents_are_read(documents, transcribed, tmp_path, kind):
    counts, told = Counter(), {}
    given = list(documents.values())
    for unit, path in zip(documents, given if kind == "docx" else as_pdf(given, tmp_path), strict=True):
        equal, wanted, told[unit] = share_read(unit, path, transcribed[unit])
        counts += Counter(equal=equal, wanted=wanted)
        print(f"{kind} {unit}: {equal} / {wanted}")
    assert counts["wanted"] > 900
    assert Decimal(counts["equal"]) / counts["wanted"] >= ENOUGH
    assert told["maqiao"]  # a table without a unit of money is told


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "totals"), [("pujin", [98, 99, 100, 98]), ("xianghua", [100, 100])])
def test_forms_score_from_the_document_alone(documents, tmp_path, unit, totals):
    for name in ("expectations", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    raw = tmp_path / "data/raw" / unit / "2023"
    raw.mkdir(parents=True)
    shutil.copy(documents[unit], raw)
    workspace = Workspace(tmp_path)
    clean_unit(workspace.at(unit, 2023))
    assert [card.total for card in score_available(UnitData(workspace, unit, 2023)).cards] == totals
