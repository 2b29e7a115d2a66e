"""Plain text (纯文本): lines, and tables whose cells are separated by tabs or stand on lines of their own."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from evallib.audit.extract.layout import build_document
from evallib.audit.extract.spaced_rows import is_spaced_row, opens_rows, under_header
from evallib.audit.extract.stacked_cells import stacks_of
from evallib.audit.extract.table_pieces import Piece, is_header
from evallib.audit.reading.document import Cell, Document
from evallib.model.problems import EvallibError, Problem
from evallib.parsing.claims.cell import cell_figure

#: The one cell of a row is a short name.
LONGEST = 20


def read_text(path: Path) -> Document:
    """Read a text file: UTF-8, GB18030, or what Windows calls Unicode (UTF-16 with its mark).

    Args:
        path: the file; lines that hold a tab are table rows.

    Raises:
        EvallibError: the bytes are no text in any of them.
    """
    data = path.read_bytes()
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            gaps = tuple(
                f"第{first}–{last}行像是一格一行的表格，排不成行列，其中的数字没有读取（请改用 docx 或 xlsx）"
                for first, last in stacks_of(_lines(text))[1]
            )
            return replace(build_document(path.name, split_lines(text)), gaps=gaps)
    advice = "请用记事本打开，看得到文字的另存为 UTF-8 编码；看不到的不是文本文件"
    raise EvallibError(Problem("audit.damaged", "不是文本文件，或文字编码认不出", file=path.name, advice=advice))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def split_lines(text: str) -> Iterator[Piece]:
    """Pieces of a text: one per line, one per run of table rows (tabs, blanks under a header line, a cell a line)."""
    rows: list[list[Cell]] = []
    spaced = False
    lines = _lines(text)
    stacks = {stack.start + 1: stack for stack in stacks_of(lines)[0]}
    behind = 0
    for number, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
        words = line.split()
        if stack := stacks.get(number):
            yield from _finish(rows, spaced)
            rows, spaced, behind = [], False, stack.end
            cells = [Cell(cell.strip(), at) for at, cell in enumerate(lines[stack.start : stack.end], number)]
            yield Piece(number, rows=[cells[n : n + stack.width] for n in range(0, len(cells), stack.width)])
        elif number <= behind:
            continue
        elif "\t" in line:
            if spaced:
                yield from _finish(rows, spaced)
            rows, spaced = [] if spaced else rows, False
            rows.append([Cell(cell.strip(), number) for cell in line.split("\t")])
        elif rows and not spaced and _is_row_of_one(line, following, len(rows[-1])):
            rows.append([Cell(line.strip(), number)])
        elif spaced and not words:
            continue
        elif spaced and is_spaced_row(words):
            rows.append([Cell(word, number) for word in words])
        else:
            yield from _finish(rows, spaced)
            header = [Cell(word, number) for word in words]
            spaced = len(words) >= 4 and (is_header(header) or opens_rows(words, following.split()))
            rows = [header] if spaced else []
            if not spaced:
                yield Piece(number, line.replace("\f", ""))
    yield from _finish(rows, spaced)


def _finish(rows: list[list[Cell]], spaced: bool) -> Iterator[Piece]:
    """A table, or lines that only looked like one."""
    placed = under_header(rows) if spaced else rows
    if placed:
        yield Piece(placed[0][0].line, rows=placed)
        return
    for row in rows:
        yield Piece(row[0].line, "   ".join(cell.text for cell in row))  # still in columns: no line goes on in the next


def _is_row_of_one(line: str, following: str, width: int) -> bool:
    """“三、办理结果” between rows of figures: a row with one cell, after which the table goes on under its header."""
    cells = following.split("\t")
    figures = sum(cell_figure(cell.strip()) is not None for cell in cells)
    named = bool(line.strip()) and len(line.strip()) <= LONGEST and not any(sign in line for sign in "。；，：:;,")
    return named and figures >= 2 and 2 * figures >= len(cells) - 1 and abs(len(cells) - width) <= 1
