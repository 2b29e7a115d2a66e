"""Tables of Word documents (docx 中的表): nested and merged ones, as they read once all changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evallib.intake.files.sheet import Range
from evallib.intake.grids.document_sheets import DocumentTable
from evallib.parsing.note_marks import raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Text of changes that were taken back stands in these, and what a box says to older programs, a second time.
GONE = (f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag")
#: A character of 12 points in twentieths of a point, and the most that is an indentation of a label.
CHARACTER, WIDEST_INDENT = 240, 12


def word_tables(path: Path) -> list[DocumentTable]:
    """The tables of a document in its order, each with the lines above it.

    Args:
        path: a .docx file that the guard has let through.
    """
    import docx

    lines: list[str] = []
    tables = list(_tables(docx.Document(str(path)).element.body, lines))
    if tables:
        tables[-1].below = lines
    return tables


def _tables(parent: Any, lines: list[str]) -> Iterator[DocumentTable]:
    for child in parent.iterchildren():
        if child.tag == f"{W}p":
            if text := _text(child).strip():
                lines.append(text)
        elif child.tag == f"{W}tbl":
            yield from _table(child, lines)
            lines.clear()
        elif child.tag in WRAPPERS:
            yield from _tables(child, lines)


def _table(element: Any, lines: list[str]) -> Iterator[DocumentTable]:
    """A table and those nested in its cells; a table that only lays out others is none itself."""
    rows: list[list[str]] = []
    merged: list[Range] = []
    open_ranges: dict[int, tuple[int, int]] = {}
    nested: list[Any] = []
    for number, row in enumerate(rows_of(element)):
        texts = [""] * columns_before(row)
        for cell in cells_of(row):
            column = len(texts)
            span, vertical = _spans(cell)
            inner = list(cell.iter(f"{W}tbl"))
            nested += [
                table
                for table in inner
                if not any(table in other.iterdescendants() for other in inner if other is not table)
            ]
            if vertical == "continue" and column in open_ranges:
                texts += [""] * span
                top, width = open_ranges[column]
                merged[:] = [item for item in merged if item[:2] != (top, column)]
                merged.append((top, column, number, column + width - 1))
                continue
            own = "\n".join(
                _blanks(paragraph) + text for paragraph in cell.iterchildren(f"{W}p") if (text := _text(paragraph))
            )
            texts += [own, *[""] * (span - 1)]
            open_ranges.pop(column, None)
            if vertical == "restart":
                open_ranges[column] = (number, span)
            if span > 1:
                merged.append((number, column, number, column + span - 1))
        rows.append(texts)
    is_layout = nested and sum(bool(text) for row in rows for text in row) <= len(nested)
    if rows and not is_layout:
        width = max(map(len, rows))
        yield DocumentTable([row + [""] * (width - len(row)) for row in rows], merged, list(lines))
    for table in nested:
        inner_lines = [
            text for paragraph in table.getparent().iterchildren(f"{W}p") if (text := _text(paragraph).strip())
        ]
        yield from _table(table, [*lines, *inner_lines])


def inside(parent: Any, *tags: str) -> Iterator[Any]:
    """Children with some tags, those in content controls and other wrappers among them."""
    for child in parent.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS:
            yield from inside(child, *tags)


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table that were not deleted."""
    return (row for row in inside(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None)


def cells_of(row: Any) -> Iterator[Any]:
    """The cells of a row."""
    return inside(row, f"{W}tc")


def columns_before(row: Any) -> int:
    """How many columns a row leaves out before its first cell."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    return int(before.get(f"{W}val", 0)) if before is not None else 0


def _spans(cell: Any) -> tuple[int, str]:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, ""
    grid, vertical = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
    span = int(grid.get(f"{W}val", 1)) if grid is not None else 1
    return max(1, min(span, 200)), "" if vertical is None else vertical.get(f"{W}val", "continue")


def _blanks(paragraph: Any) -> str:
    """The indentation of a paragraph as blanks, one a character: by it budgets write what is part of what."""
    told = paragraph.find(f"{W}pPr/{W}ind")
    if told is None:
        return ""
    steps = [0]
    for name, unit in (
        ("leftChars", 100),
        ("firstLineChars", 100),
        ("left", CHARACTER),
        ("start", CHARACTER),
        ("firstLine", CHARACTER),
    ):
        text = told.get(f"{W}{name}", "0")
        steps.append(round(int(text) / unit) if text.isdecimal() else 0)
    return "\u3000" * min(max(steps), WIDEST_INDENT)


def _is(run: Any, look: str) -> bool:
    told = run.find(f"{W}rPr/{W}{look}")
    return told is not None and told.get(f"{W}val", "1") not in {"0", "false", "off"}


def _is_raised(run: Any) -> bool:
    told = run.find(f"{W}rPr/{W}vertAlign")
    return told is not None and told.get(f"{W}val") == "superscript"


def _text(paragraph: Any) -> str:
    """The text of a paragraph without what was deleted."""
    parts: list[str] = []

    def walk(node: Any, is_raised: bool = False) -> None:
        for child in node.iterchildren():
            if child.tag in GONE or child.tag == f"{W}tbl":
                continue
            if child.tag == f"{W}t":
                text = child.text or ""
                parts.append(raised(text) if is_raised else text)
            elif child.tag in {f"{W}tab", f"{W}br"}:
                parts.append(" ")
            elif child.tag == f"{W}noBreakHyphen":
                parts.append("-")
            elif child.tag == f"{W}r":
                struck = _is(child, "strike") or _is(child, "dstrike")
                if not _is(child, "vanish"):  # what nobody sees
                    parts.append(" " * struck)
                    walk(child, _is_raised(child))
                    parts.append(" " * struck)  # 100 crossed out before 120 is no 100120
            else:
                walk(child)

    walk(paragraph)
    return "".join(parts)
