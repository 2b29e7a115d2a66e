"""CONTRIBUTING.md: what it names is there, and one thing is in one place."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TABLE = TEXT.split("## To change X, touch Y")[1].split("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")][
    1:
]
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
PATH = re.compile(r"`([\w./-]+)`")


def test_there_are_rows():
    assert len(ROWS) > 20 and all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize(("what", "places", "held_by"), ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_is_there(what, places, held_by):
    paths = PATH.findall(places)
    assert 1 <= len(paths) <= 2, "at most two places"
    for path in paths:
        assert (ROOT / path).exists(), f"{what}: {path}"
    (test,) = PATH.findall(held_by)
    assert (ROOT / test).is_file(), f"{what}: {test}"


def test_a_colour_is_written_in_one_file():
    sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".css", ".js", ".j2", ".html"}]
    colours = {str(path.relative_to(ROOT)): set(COLOUR.findall(path.read_text(encoding="utf-8"))) for path in sources}
    written = {path for path, found in colours.items() if found}
    palette = "src/evallib/model/palette.py"
    assert written == {palette}
    accent = next(
        line for line in (ROOT / palette).read_text(encoding="utf-8").splitlines() if line.startswith("ACCENT")
    )
    assert [path for path, found in colours.items() if found & set(COLOUR.findall(accent))] == [palette]


def test_make_targets_that_it_names():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([\w-]+)", TEXT)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
