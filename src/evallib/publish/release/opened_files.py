"""Opened files (打开的成品): texts and tables of every kind of file that a run publishes."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

Row = tuple[str, ...]
FIGURE = re.compile(r"newPlot\(|application/(?:json|vnd\.plotly)")
#: Elements that end a piece of text.
BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "td",
    "th",
    "tr",
    "div",
    "caption",
    "summary",
    "figcaption",
    "title",
    "text",
    "dd",
    "dt",
    "option",
}
TEXTS = {
    ".html",
    ".htm",
    ".svg",
    ".csv",
    ".json",
    ".ipynb",
    ".txt",
    ".md",
    ".xlsx",
    ".xlsm",
    ".docx",
    ".pdf",
    ".yaml",
    ".log",
}


@dataclass
class Opened:
    """What a file shows: pieces of text, and tables as rows of texts."""

    texts: list[str] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)


def open_file(path: Path) -> Opened:
    """Texts and tables of one published file.

    Raises:
        ValueError: it is of a kind that nobody here can open, or is damaged, and so cannot be released.
    """
    suffix = path.suffix.lower()
    readers = {
        ".html": _html, ".htm": _html, ".svg": _html, ".csv": _csv, ".json": _json, ".ipynb": _notebook, ".xlsx": _workbook, ".xlsm": _workbook, ".docx": _document, ".pdf": _pdf,
        ".txt": _text, ".md": _text, ".yaml": _text, ".log": _text,
    }  # fmt: skip
    if suffix not in readers:
        raise ValueError(f"{suffix or path.name} 不是可以检查的文件类型")
    try:
        return readers[suffix](path)
    except (OSError, KeyError, zipfile.BadZipFile, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"打不开：{type(error).__name__}") from None


def _text(path: Path) -> Opened:
    return Opened(path.read_text(encoding="utf-8-sig").splitlines())


def _csv(path: Path) -> Opened:
    rows = [tuple(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))]
    return Opened([cell for row in rows for cell in row], [rows])


def _json(path: Path) -> Opened:
    opened = Opened()
    _walk(json.loads(path.read_text(encoding="utf-8")), opened)
    return opened


def _notebook(path: Path) -> Opened:
    opened = Opened()
    for cell in json.loads(path.read_text(encoding="utf-8")).get("cells", []):
        opened.texts += "".join(cell.get("source", [])).splitlines()
        for output in cell.get("outputs", []):
            opened.texts += "".join(output.get("text", [])).splitlines()
            for kind, data in output.get("data", {}).items():
                if "html" in kind:
                    _feed("".join(data), opened)
                elif isinstance(data, dict | list) and "json" in kind:
                    _walk(data, opened)
                elif kind.startswith("text/"):
                    opened.texts += "".join(data).splitlines()
    return opened


def _walk(value: Any, opened: Opened) -> None:
    """Texts of a JSON value; lists of records and the arrays of a figure are tables."""
    if isinstance(value, str):
        opened.texts.append(value)
    elif isinstance(value, list):
        records = [item for item in value if isinstance(item, dict)]
        if len(records) == len(value) and records:
            head = tuple(dict.fromkeys(key for record in records for key in record))
            opened.tables.append([head, *(tuple(_cell(record.get(key)) for key in head) for record in records)])
        for item in value:
            _walk(item, opened)
    elif isinstance(value, dict):
        arrays = {
            key: item
            for key, item in value.items()
            if isinstance(item, list) and key in {"x", "y", "labels", "values", "text", "customdata", "z"}
        }
        pairs = [
            (one, other)
            for one, other in (("x", "y"), ("y", "x"), ("labels", "values"), ("text", "x"), ("text", "y"))
            if one in arrays and other in arrays
        ]
        for one, other in pairs:
            if len(arrays[one]) == len(arrays[other]):
                name = str(value.get("name") or "")
                opened.tables.append(
                    [(name, other), *((_cell(a), _cell(b)) for a, b in zip(arrays[one], arrays[other], strict=True))]
                )
        for key, item in value.items():
            opened.texts.append(str(key))
            _walk(item, opened)


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _html(path: Path) -> Opened:
    opened = Opened()
    _feed(path.read_text(encoding="utf-8"), opened)
    return opened


def _feed(text: str, opened: Opened) -> None:
    parser = _Page(opened)
    parser.feed(text)
    parser.close()
    parser.end_text()


class _Page(HTMLParser):
    def __init__(self, opened: Opened) -> None:
        super().__init__(convert_charrefs=True)
        self._opened, self._text, self._script = opened, "", ""
        self._rows: list[list[list[str]]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if value and name in {"title", "alt", "aria-label", "content", "href", "data-text", "value"}:
                self._opened.texts.append(value)
            elif value and name.startswith("data-") and value[:1] in "[{":
                self._figure(value)
        if tag in {"script", "style"}:
            self._inside, self._script = tag, ""
        if tag in BLOCKS:
            self.end_text()
        if tag == "table":
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._rows[-1].append([])
        elif tag in {"td", "th"} and self._rows and self._rows[-1]:
            self._rows[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            if tag == "script":
                self._figure(self._script)
            self._inside = ""
        if tag in BLOCKS:
            self.end_text()
        if tag == "table" and self._rows:
            self._opened.tables.append([tuple(cell.strip() for cell in row) for row in self._rows.pop()])

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._script += data
            return
        self._text += data
        if self._rows and self._rows[-1] and self._rows[-1][-1]:
            self._rows[-1][-1][-1] += data

    def end_text(self) -> None:
        text = self._text.strip()
        if text:
            self._opened.texts.append(text)
        self._text = ""

    def _figure(self, script: str) -> None:
        """Data of figures: every JSON value that stands in a script."""
        decoder, at = json.JSONDecoder(), 0
        while (start := min((place for mark in "[{" if (place := script.find(mark, at)) >= 0), default=-1)) >= 0:
            try:
                value, at = decoder.raw_decode(script, start)
            except json.JSONDecodeError:
                at = start + 1
                continue
            if isinstance(value, dict | list):
                _walk(value, self._opened)


def _workbook(path: Path) -> Opened:
    import openpyxl

    opened = Opened()
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        opened.texts.append(sheet.title)
        rows = [tuple(_cell(cell.value) for cell in row) for row in sheet.iter_rows()]
        opened.tables.append(rows)
        opened.texts += [cell for row in rows for cell in row if cell]
        opened.texts += [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    return opened


def _document(path: Path) -> Opened:
    import docx

    opened = Opened()
    document = docx.Document(str(path))
    opened.texts += [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
        opened.tables.append(rows)
        opened.texts += [cell for row in rows for cell in row]
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(?:comments|header\d*|footer\d*|footnotes)\.xml", name):
                opened.texts.append(re.sub(r"<[^>]+>", " ", archive.read(name).decode("utf-8")))
    return opened


def _pdf(path: Path) -> Opened:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # fonts without a frame are no news to anybody
    opened = Opened()
    with pdfplumber.open(str(path)) as pdf:
        for page in pdf.pages:
            opened.texts += (page.extract_text() or "").splitlines()
            opened.tables += [[tuple(cell or "" for cell in row) for row in table] for table in page.extract_tables()]
    return opened
