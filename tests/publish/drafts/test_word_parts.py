"""The Word file itself: children in the order of the standard, names once, no clock and no author, every figure on paper."""

import json
import re
import subprocess
import zipfile
from collections import Counter
from io import BytesIO

import pytest
from drafted import W
from lxml import etree
from programs import need

from evallib.publish import (
    Chapter,
    gap_id,
    gap_name,
    make_draft,
    read_outline,
    word_bytes,
    write_review,
    write_word,
)

pytestmark = pytest.mark.slow

#: Children in the order of ECMA-376, as far as we write them.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore pBdr shd tabs snapToGrid spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing sz szCs lang vertAlign",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols docGrid",
    "style": "name basedOn next uiPriority qFormat pPr rPr",
}


@pytest.fixture(scope="module")
def files(clean):
    """Review copies of three kinds as archives."""
    made = {}
    for unit, year, kind in (("pujin", 2023, "self"), ("huacao", 2023, "department"), ("maqiao", 2024, "project")):
        draft = make_draft(clean(unit, year).workspace.at(unit, year), kind)
        made[kind] = zipfile.ZipFile(BytesIO(word_bytes(draft.report, year, True, None, "本稿尚有若干处未填写")))
    return made


def trees(archive):
    for name in archive.namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            yield name, etree.fromstring(archive.read(name))


@pytest.mark.parametrize("kind", ["self", "department", "project"])
def test_children_stand_in_the_order_of_the_standard(files, kind):
    for name, tree in trees(files[kind]):
        for tag, order in ORDER.items():
            known = order.split()
            for node in tree.iter(f"{W}{tag}"):
                if tag == "style" and not str(node.get(f"{W}styleId")).startswith(("Ev", "Heading1")):
                    continue
                children = [etree.QName(child).localname for child in node]
                places = [known.index(child) for child in children if child in known]
                assert places == sorted(places), (name, tag, children)


@pytest.mark.parametrize("kind", ["self", "department", "project"])
def test_bookmarks_are_named_once_and_briefly(files, kind):
    body = etree.fromstring(files[kind].read("word/document.xml"))
    names = Counter(mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart"))
    assert [name for name, count in names.items() if count > 1] == []
    assert max(map(len, names)) <= 40
    ids = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(set(ids)) == len(ids)
    targets = {m for node in body.iter(f"{W}fldSimple") for m in re.findall(r"REF (\w+)", node.get(f"{W}instr"))}
    assert targets <= set(names)


@pytest.mark.parametrize("kind", ["self", "department", "project"])
def test_widths_stand_in_grid_and_cells_and_fit_the_page(files, kind):
    body = etree.fromstring(files[kind].read("word/document.xml"))
    for table in body.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        assert sum(grid) <= 12756  # the text of a landscape page, in twentieths of a point
        for row in table.iter(f"{W}tr"):
            assert sum(int(cell.get(f"{W}w")) for cell in row.iter(f"{W}tcW")) == sum(grid)


def test_nothing_tells_who_made_it_or_when(files):
    for kind, archive in files.items():
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        year = 2025 if kind == "project" else 2024
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {f"{year}-01-01T00:00:00Z"}
        assert "python-docx" not in core and "<dc:creator></dc:creator>" in core.replace(
            "<dc:creator/>", "<dc:creator></dc:creator>"
        )
        comments = archive.read("word/comments.xml").decode()
        assert set(re.findall(r'w:date="([^"]+)"', comments)) == {f"{year}-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("unit", "year", "kind", "least", "most"), [("xianghua", 2023, "self", 6, 14), ("maqiao", 2024, "project", 30, 50)]
)
def test_every_figure_is_on_paper(clean, tmp_path, unit, year, kind, least, most):
    """The printed report holds every figure of figures.json, in as many pages as such a report has."""
    draft = make_draft(clean(unit, year).workspace.at(unit, year), kind)
    path = write_word(draft.report, tmp_path / "report.docx", year)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run([need("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
                   check=True, capture_output=True, timeout=240)  # fmt: skip
    told = subprocess.run(
        [need("pdftotext"), "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True
    ).stdout.decode()
    assert least <= told.count("\f") <= most
    printed = re.sub(r"\s+", "", told)
    figures = [figure.text for block in draft.report.blocks() for figure in _figures(block)]
    assert len(figures) > 100
    assert [text for text in figures if re.sub(r"\s+", "", text) not in printed] == []


def _figures(block):
    pieces = getattr(block, "pieces", None) or [cell for row in getattr(block, "rows", ()) for cell in row.cells]
    return [piece for piece in pieces if hasattr(piece, "sources")]


def test_figures_stand_beside_the_draft_with_their_places(clean, tmp_path):
    from full_run import copy_workspace

    from evallib.checks import clean_unit

    workspace = copy_workspace(tmp_path)
    clean_unit(workspace.at("xianghua", 2023))
    made = write_review(workspace.at("xianghua", 2023), "self")
    listed = json.loads(made.path.with_name(f"{made.path.stem}.figures.json").read_text(encoding="utf-8"))
    rate = next(item for item in listed if item["name"] == "一网统管执行率")
    assert (rate["text"], rate["places"]) == ("100.00%", ["money"])
    assert all(item["sources"] for item in listed)
    assert made.path.with_suffix(".html").is_file()
    again = write_review(workspace.at("xianghua", 2023), "self")
    assert (again.path, again.edited, again.changed) == (made.path, "", [])


def test_every_gap_has_a_name_of_its_own_in_chinese():
    def gaps(sections: tuple[Chapter, ...]) -> set[str]:
        own = {part.id or part.make for section in sections for part in section.parts if part.gap}
        return own.union(*(gaps(section.sections) for section in sections))

    asked = set().union(*(gaps(read_outline(kind).sections) for kind in ("department", "project", "self", "month")))
    names = {gap: gap_name(gap) for gap in asked}
    assert len(set(names.values())) == len(asked) > 20
    assert all(gap_id(name) == gap and not re.search("[A-Za-z_]", name) for gap, name in names.items())
