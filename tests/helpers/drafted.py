"""What a Word draft holds, read without the package's own readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class PrintedTable:
    """A table with its caption; merged cells are told in every row."""

    caption: str
    rows: list[list[str]]

    def column(self, name: str) -> int:
        """Place of a header in the last row of headers."""
        return next(row.index(name) for row in self.rows if name in row)


def printed_tables(path: Path) -> dict[str, PrintedTable]:
    """Tables by title, without their number."""
    found: dict[str, PrintedTable] = {}
    caption = ""
    for child in docx.Document(str(path)).element.body:
        if child.tag == f"{W}p":
            text = "".join(node.text or "" for node in child.iter(f"{W}t"))
            caption = text if re.match(r"表\d+ ", text) else caption
        elif child.tag == f"{W}tbl" and caption:
            title = re.sub(r"^表\d+ ", "", caption)
            found.setdefault(title, PrintedTable(caption, _rows(child)))
    return found


def _rows(table) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.iter(f"{W}tr"):
        cells: list[str] = []
        for cell in row.iter(f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            span = properties.find(f"{W}gridSpan")
            merge = properties.find(f"{W}vMerge")
            text = "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in cell.iter(f"{W}p"))
            if merge is not None and merge.get(f"{W}val") is None and rows:
                text = rows[-1][len(cells)]
            cells += [text] * int(span.get(f"{W}val") if span is not None else 1)
        rows.append(cells)
    return rows


def paragraphs(path: Path) -> list[str]:
    """Texts of all paragraphs outside tables."""
    body = docx.Document(str(path)).element.body
    return ["".join(node.text or "" for node in child.iter(f"{W}t")) for child in body if child.tag == f"{W}p"]
