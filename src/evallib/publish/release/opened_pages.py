"""Opened pages (打开的网页): texts, tables and the data of figures of HTML and SVG, and of JSON values in general."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import numpy as np

Row = tuple[str, ...]
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
    "tspan",
    "dd",
    "dt",
    "option",
}
#: Attributes that show nothing and may be long.
SILENT = {"class", "style", "id", "d", "src", "integrity", "points", "transform", "viewbox", "srcset"}
LONGEST_ATTRIBUTE = 20_000
#: Arrays of a figure that stand side by side: a label or a place on an axis, and what is drawn there.
ARRAYS = ("x", "y", "labels", "values", "text", "hovertext", "ids", "parents", "r", "theta", "names")
TYPES = {kind: f"<{kind}" for kind in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8")}


@dataclass
class Opened:
    """What a file shows: pieces of text, and tables as rows of texts, each with what stands above it."""

    texts: list[str] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def add(self, rows: list[Row], title: str = "") -> None:
        """Add a table under its title."""
        self.tables.append(rows)
        self.titles.append(title)


def cell_text(value: Any) -> str:
    """A value as it is shown."""
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def read_page(text: str, opened: Opened, is_drawing: bool = False) -> None:
    """Add what an HTML page shows; in a drawing, a text and the number next to it are a row."""
    page = _Page(opened)
    before = len(opened.texts)
    page.feed(text)
    page.close()
    page.end_text()
    if is_drawing:
        opened.add([("", ""), *pairwise(opened.texts[before:])], "")


def read_json(value: Any, opened: Opened, title: str = "") -> None:
    """Add texts of a JSON value; lists of records, names with numbers and the arrays of a figure are tables."""
    if isinstance(value, str):
        opened.texts.append(value)
    elif isinstance(value, list):
        records = [item for item in value if isinstance(item, dict)]
        if records and len(records) == len(value):
            head = tuple(dict.fromkeys(key for record in records for key in record))
            opened.add([head, *(tuple(cell_text(record.get(key)) for key in head) for record in records)], title)
        elif value and all(isinstance(item, list) for item in value):
            opened.add([tuple(cell_text(cell) for cell in row) for row in value], title)
        for item in value:
            read_json(item, opened, title)
    elif isinstance(value, dict):
        _figure_tables(value, opened, title)
        numbers = [(key, item) for key, item in value.items() if isinstance(item, int) and not isinstance(item, bool)]
        if numbers:
            opened.add([("", "件数"), *((str(key), str(item)) for key, item in numbers)], title)
        for key, item in value.items():
            opened.texts.append(str(key))
            read_json(item, opened, str(value.get("name") or value.get("title") or title)[:80])


def _figure_tables(value: dict[str, Any], opened: Opened, title: str) -> None:
    arrays = {key: found for key in ARRAYS if (found := _array(value.get(key))) is not None}
    name = str(value.get("name") or "")
    for one, first in arrays.items():
        for other, second in arrays.items():
            if one != other and len(first) == len(second):
                rows = [(cell_text(a), cell_text(b)) for a, b in zip(first, second, strict=True)]
                opened.add([(name, other), *rows], title)
                if name:  # a trace is one value of a dimension over the months of its axis
                    opened.add([("", *(a for a, _ in rows)), (name, *(b for _, b in rows))], title)
    hidden = _array(value.get("customdata"))
    for labels in (arrays.get(key) for key in ("x", "y", "labels", "text")):
        if labels and hidden and len(labels) == len(hidden):
            told = [item if isinstance(item, list) else [item] for item in hidden]
            shown = [(cell_text(label), *map(cell_text, items)) for label, items in zip(labels, told, strict=True)]
            opened.add([(name, *["customdata"] * max(len(items) for items in told)), *shown], title)
    grid = _array(value.get("z"))
    if grid and all(isinstance(row, list) for row in grid) and {"x", "y"} <= arrays.keys():
        head = ("", *map(cell_text, arrays["x"]))
        opened.add(
            [head, *((cell_text(y), *map(cell_text, row)) for y, row in zip(arrays["y"], grid, strict=False))], title
        )


def _array(value: Any) -> list[Any] | None:
    """An array of a figure, also one that is packed as bytes."""
    if isinstance(value, dict) and isinstance(value.get("bdata"), str) and value.get("dtype") in TYPES:
        data = base64.b64decode(value["bdata"])
        numbers: list[Any] = list(np.frombuffer(data, dtype=TYPES[value["dtype"]]).tolist())
        shape = [int(part) for part in str(value.get("shape") or "").split(",") if part.strip().isdigit()]
        width = shape[1] if len(shape) == 2 else 0
        return [numbers[at : at + width] for at in range(0, len(numbers), width)] if width else numbers
    return value if isinstance(value, list) else None


class _Page(HTMLParser):
    def __init__(self, opened: Opened) -> None:
        super().__init__(convert_charrefs=True)
        self._opened, self._text, self._script = opened, "", ""
        self._rows: list[list[list[str]]] = []
        self._inside = self._title = self._tag = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if value and name.startswith("data-") and value[:1] in "[{":
                self._figure(value)
            elif value and name not in SILENT and len(value) < LONGEST_ATTRIBUTE and not value.startswith("data:"):
                self._opened.texts.append(value)
        if tag in {"script", "style"}:
            self._inside, self._script = tag, ""
        if tag in BLOCKS:
            self.end_text()
            self._tag = tag
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
            rows = [tuple(cell.strip() for cell in row) for row in self._rows.pop()]
            self._opened.add(rows, self._title)

    def handle_comment(self, data: str) -> None:
        self._opened.texts += data.splitlines()

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
            if self._tag in {"h1", "h2", "h3", "h4", "caption", "summary"}:
                self._title = text
        self._text = ""

    def _figure(self, script: str) -> None:
        """Data of figures: every JSON value that stands in a script; of what is none, its quoted texts."""
        decoder, at = json.JSONDecoder(), 0
        while (start := min((place for mark in "[{" if (place := script.find(mark, at)) >= 0), default=-1)) >= 0:
            try:
                value, at = decoder.raw_decode(script, start)
            except json.JSONDecodeError:
                at = start + 1
                continue
            if isinstance(value, dict | list):
                read_json(value, self._opened, self._title)
