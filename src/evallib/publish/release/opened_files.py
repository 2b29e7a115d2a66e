"""Opened files (打开的成品): texts and tables of every kind of file that a run publishes."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import zipfile
from html import unescape
from pathlib import Path

from evallib.model import patterns
from evallib.publish.release.opened_pages import Opened, Row, cell_text, read_json, read_page

__all__ = ["Opened", "Row", "open_file"]

#: Parts of an Office file whose texts the readers below do not give: notes, drawings, charts with their saved figures,
#: names.
OTHER_PARTS = re.compile(
    "(?:word|xl|ppt)/(?:comments|threadedComments|persons|drawings|charts|header|footer|"
    r"footnotes|endnotes|diagrams|media|externalLinks|pivot|tables|document)[\w/.]*\.xml|"
    r"docProps/\w+\.xml|customXml/\w+\.xml|xl/workbook\.xml"
)
SHEET = re.compile(r"xl/worksheets/(?:_rels/)?\w+\.xml(?:\.rels)?")
#: Of a sheet's own part: formulas, lines at the head and foot of a printed page, hints of cells, and where links lead.
SHEET_PIECE = re.compile(
    r"<(?:f|formula[12]|(?:odd|even|first)(?:Header|Footer))\b[^>]*>([^<]+)<|"
    '(?:prompt|promptTitle|error|display|tooltip|Target)="([^"]+)"'
)
PIECE = re.compile(r">([^<>]+)<")
COMMENT_END = re.compile(r"</(?:\w+:)?(?:comment|threadedComment)>")
ATTRIBUTE = re.compile(r'(?:name|descr|title|author|displayName|tooltip)="([^"]+)"')
CHART_POINT = re.compile(r"<c:(?P<axis>cat|val|tx|xVal|yVal)>.*?</c:(?P=axis)>|<c:ser>", re.DOTALL)
#: Two or more blanks part the columns of a line of text.
COLUMNS = re.compile(r"\s{2,}|\t|\s(?=\d[\d,]*(?:\s|$))")


def open_file(path: Path) -> Opened:
    """Texts and tables of one published file.

    Raises:
        ValueError: it is of a kind that nobody here can open, or is damaged, and so cannot be released.
    """
    suffix = path.suffix.lower()
    readers = {
        ".html": _html,
        ".htm": _html,
        ".svg": _html,
        ".csv": _csv,
        ".json": _json,
        ".ipynb": _notebook,
        ".xlsx": _workbook,
        ".xlsm": _workbook,
        ".docx": _document,
        ".pdf": _pdf,
        ".txt": _text,
        ".md": _text,
        ".yaml": _text,
        ".log": _text,
    }
    if suffix not in readers:
        raise ValueError(f"{suffix or path.name} 不是可以检查的文件类型")
    try:
        return readers[suffix](path)
    except (OSError, KeyError, zipfile.BadZipFile, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"打不开：{type(error).__name__}") from None


def _text(path: Path) -> Opened:
    opened = Opened()
    _lines(path.read_text(encoding="utf-8-sig").splitlines(), opened)
    return opened


def _lines(lines: list[str], opened: Opened) -> None:
    """Lines of text, and those that stand in columns as a table."""
    opened.texts += lines
    rows = [tuple(COLUMNS.split(line.strip())) for line in lines]
    if any(len(row) > 1 for row in rows):
        opened.add(rows)


def _csv(path: Path) -> Opened:
    opened = Opened()
    rows = [tuple(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))]
    opened.texts += [cell for row in rows for cell in row]
    opened.add(rows, path.stem)
    return opened


def _json(path: Path) -> Opened:
    opened = Opened()
    read_json(json.loads(path.read_text(encoding="utf-8")), opened)
    return opened


def _notebook(path: Path) -> Opened:
    opened = Opened()
    notebook = json.loads(path.read_text(encoding="utf-8"))
    read_json(notebook.get("metadata", {}), opened)
    for cell in notebook.get("cells", []):
        opened.texts += "".join(cell.get("source", [])).splitlines()
        read_json(cell.get("metadata", {}), opened)
        for output in cell.get("outputs", []):
            _lines("".join(output.get("text", [])).splitlines(), opened)
            opened.texts += [str(output[name]) for name in ("ename", "evalue") if output.get(name)]
            for kind, data in output.get("data", {}).items():
                if "html" in kind or "svg" in kind:
                    read_page("".join(data), opened, "svg" in kind)
                elif isinstance(data, dict | list) and "json" in kind:
                    read_json(data, opened)
                elif kind.startswith("text/"):
                    _lines("".join(data).splitlines(), opened)
    return opened


def _html(path: Path) -> Opened:
    opened = Opened()
    read_page(path.read_text(encoding="utf-8"), opened, path.suffix.lower() == ".svg")
    return opened


def _workbook(path: Path) -> Opened:
    """Values as they are saved, also of hidden sheets and formulas; formulas and what else a sheet shows as texts."""
    import python_calamine as calamine

    opened = Opened()
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                opened.texts.append(name)
                values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                rows = [tuple(cell_text(value) for value in row) for row in values]
                opened.add(rows, name)
                opened.texts += [cell for row in rows for cell in row if cell]
    except calamine.CalamineError as error:
        raise ValueError(f"打不开：{type(error).__name__}") from None
    _other_parts(path, opened)
    return opened


def _document(path: Path) -> Opened:
    import docx

    opened = Opened()
    document = docx.Document(str(path))
    _lines([paragraph.text for paragraph in document.paragraphs], opened)
    title = next((paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()), "")
    for table in document.tables:
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
        opened.add(rows, title)
        opened.texts += [cell for row in rows for cell in row]
    _other_parts(path, opened)
    return opened


def _other_parts(path: Path, opened: Opened) -> None:
    """Texts of comments, drawings, charts, headers and properties; saved figures of charts as tables."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if SHEET.fullmatch(name):
                sheet = archive.read(name).decode("utf-8", "replace")
                opened.texts += [unescape(one or other) for one, other in SHEET_PIECE.findall(sheet)]
            if not OTHER_PARTS.fullmatch(name):
                continue
            text = archive.read(name).decode("utf-8", "replace")
            pieces = [unescape(piece).strip() for piece in PIECE.findall(text)]
            opened.texts += [piece for piece in pieces if piece]
            if "omments" in name:  # a note may be cut into runs anywhere
                opened.texts += ["".join(map(unescape, PIECE.findall(note))) for note in COMMENT_END.split(text)]
            opened.texts += map(unescape, ATTRIBUTE.findall(text))
            if name.endswith(".xml") and "/charts/" in name:
                _chart(text, opened)


def _chart(text: str, opened: Opened) -> None:
    labels: list[str] = []
    for found in CHART_POINT.finditer(text):
        values = [unescape(value) for value in patterns.findall(r"<c:v>([^<]*)</c:v>", found[0])]
        if found["axis"] in {"cat", "xVal"}:
            labels = values
        elif found["axis"] in {"val", "yVal"} and len(labels) == len(values):
            opened.add([("", "件数"), *zip(labels, values, strict=True)])


def _pdf(path: Path) -> Opened:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # fonts without a frame are no news to anybody
    opened = Opened()
    with pdfplumber.open(str(path)) as pdf:
        opened.texts += [str(value) for value in (pdf.metadata or {}).values() if value]
        for page in pdf.pages:
            _lines((page.extract_text() or "").splitlines(), opened)
            for table in page.extract_tables():
                opened.add([tuple(cell or "" for cell in row) for row in table])
    return opened
