"""Delimited text (分隔文本): encoding and delimiter of an export, and its rows as columns of text.

A character that cannot be read costs that character; a row whose cells do not fit is put aside with its number.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from evallib.intake.files.sheet import SAMPLE, find_delimiter
from evallib.model.problems import EvallibError, Problem

HEAD_ROWS = 40
MAX_COLUMNS = 16_384
MAX_RAGGED = 200
DELIMITERS = (",", "\t", ";", "|", "，")
#: More characters than these that cannot be read, and it is another encoding or no text at all.
MOST_LOST, LOST_SHARE = 20, 0.001
LOST = "\ufffd"
MIXED = "mixed"


@dataclass(frozen=True)
class TextFile:
    """How a text file is written: encoding, delimiter, first rows (all of them?), bytes as UTF-8 where they are not."""

    path: Path
    encoding: str
    delimiter: str
    head: list[list[str]]
    lines: int
    converted: bytes | None = None
    is_whole: bool = False
    open_quotes: int = 0

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """How it was read that could be read otherwise: code and message."""
        mixed = ("intake.mixed_encodings", "有的行是 UTF-8 编码，有的行是 GB18030 编码，已逐行读出")
        quotes = ("intake.open_quotes", f"{self.open_quotes} 行有没有配对的引号，已当作普通文字，没有吞掉后面的行")
        return (*((mixed,) if self.encoding == MIXED else ()), *((quotes,) if self.open_quotes else ()))

    @property
    def width(self) -> int:
        """Number of columns: that of most rows that have several cells."""
        widths = Counter(len(row) for row in self.head if sum(map(bool, row)) > 2)
        return max(widths, key=lambda width: (widths[width], width)) if widths else max(map(len, self.head), default=0)


def open_text(path: Path) -> TextFile:
    """Look at a text file; see `_opened`.

    Raises:
        EvallibError: it is in no known encoding, or has an absurd number of columns.
    """
    encoding, converted = _encoding(path)
    found = _opened(path, encoding, converted)
    data, count = _without_open_quotes(path if converted is None else converted, found)
    return replace(_opened(path, encoding, data), open_quotes=count) if count else found


def _without_open_quotes(source: Path | bytes, file: TextFile) -> tuple[bytes, int]:
    """The text without quotes that never close, which would swallow the rows behind them; and how many lines had one.

    Such a line is a whole row by its delimiters, and so is the next one; a text that goes on in the next line is none.
    """
    if isinstance(source, Path) and not _has_odd_quotes(source):
        return b"", 0
    data = source if isinstance(source, bytes) else source.read_bytes().decode(file.encoding, "replace").encode()
    mark, least = file.delimiter.encode(), max(file.width - 1, 2)
    lines, inside, count = data.split(b"\n"), False, 0
    for place, line in enumerate(lines):
        if line.count(b'"') % 2 == 0:
            continue
        behind = lines[place + 1] if place + 1 < len(lines) else b""
        if not inside and line.count(mark) == least and behind.count(mark) == least:
            lines[place], count = line.replace(b'"', b""), count + 1
        else:
            inside = not inside
    return b"\n".join(lines), count


def _has_odd_quotes(path: Path) -> bool:
    with path.open("rb") as handle:
        return any(line.count(b'"') % 2 for line in handle)


def _opened(path: Path, encoding: str, converted: bytes | None) -> TextFile:
    source: Any = io.BytesIO(converted) if converted is not None else path.open("rb")
    with io.TextIOWrapper(source, "utf-8" if converted is not None else encoding, errors="replace", newline="") as text:
        sample = text.read(SAMPLE)
        delimiter = find_delimiter(sample, DELIMITERS)
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter)
        rows = _without_long_cells(reader, path)
        head = [row for _, row in zip(range(HEAD_ROWS), rows, strict=False)]
        lines = reader.line_num
        found = TextFile(path, encoding, delimiter, head, lines, converted, next(rows, None) is None)
    if found.width > MAX_COLUMNS:
        raise refused(
            path, "too_large", "列数多得不正常，不予读取", "请核对分隔符，另存后重新提交", f"{found.width:,} 列"
        )
    return found


def read_delimited(text: TextFile) -> tuple[pa.Table, list[tuple[int, str]]]:
    """All rows as columns ``c0``, ``c1`` …, and (row number, text) of those whose number of cells does not fit.

    Raises:
        EvallibError: it cannot be read on, e.g. a quote is never closed.
    """
    import pyarrow.csv as pacsv

    width, ragged = text.width, []
    names = [f"c{i}" for i in range(width)]
    top: list[list[str]] = []
    for number, row in enumerate(text.head, start=1):
        fits = not any(row[width:])
        if not fits:
            ragged.append((number, text.delimiter.join(row)[:MAX_RAGGED]))
        top.append([*row[:width], *[""] * (width - len(row))] if fits else [""] * width)
    table = pa.table({name: pa.array([row[i] or None for row in top], pa.string()) for i, name in enumerate(names)})
    if text.is_whole:
        return table, ragged

    def keep(row: Any) -> str:
        ragged.append((row.number, row.text[:MAX_RAGGED]))
        return "skip"

    source = pa.BufferReader(text.converted) if text.converted is not None else text.path
    try:
        body = pacsv.read_csv(
            source,
            # One thread, so that a row that does not fit still knows its number.
            read_options=pacsv.ReadOptions(
                use_threads=False,
                column_names=names,
                skip_rows=text.lines,
                encoding="utf-8" if text.converted is not None else text.encoding,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=text.delimiter, newlines_in_values=True, invalid_row_handler=keep, ignore_empty_lines=False
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid as error:  # a quote that is never closed, a cell of megabytes
        if "empty" in str(error).lower():
            return table, ragged
        raise refused(text.path, "damaged", "读不下去", "请用 Excel 或 WPS 另存为 .xlsx", str(error)[:80]) from None
    return pa.concat_tables([table, body]), ragged


def _encoding(path: Path) -> tuple[str, bytes | None]:
    """Encoding by its mark (BOM), by its zeros, else UTF-8 or GB18030, with the bytes as UTF-8 if some are lost."""
    with path.open("rb") as handle:
        start = handle.read(4096)
    if start.startswith(codecs.BOM_UTF8) and _lost(path, "utf-8-sig", strict=True) == 0:
        return "utf-8-sig", None
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _converted(path, "utf-16")
    zeros = [start[place::2].count(0) for place in (0, 1)]
    if max(zeros) > len(start) // 8 and min(zeros) * 8 < max(zeros):
        return _converted(path, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")
    for encoding in ("utf-8-sig", "gb18030"):
        if _lost(path, encoding, strict=True) == 0:
            return encoding, None
    lines = _line_by_line(path)
    if lines is not None:
        return MIXED, lines
    counts = {encoding: _lost(path, encoding) for encoding in ("utf-8-sig", "gb18030")}
    encoding = min(counts, key=lambda name: counts[name])
    if counts[encoding] > max(MOST_LOST, LOST_SHARE * path.stat().st_size) or counts[encoding] * 20 > len(start):
        raise refused(path, "encoding", "读不出文字：既不是 UTF-8 也不是 GB18030", "请用 Excel 另存为“CSV UTF-8”")
    return _converted(path, encoding)


def _line_by_line(path: Path) -> bytes | None:
    """The bytes as UTF-8 where some lines are in UTF-8 and others in GB18030 (months put together); None where not."""
    made, kinds = [], set()
    for line in path.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n"):
        text = line.decode("utf-8", "replace")
        lost = text.count(LOST)
        # A half character costs one; a line in another encoding loses most of its characters.
        if lost * 4 > sum(sign > "\x7f" for sign in text):
            text, kind = line.decode("gb18030", "replace"), "gb18030"
        else:
            kind = "utf-8"
        kinds |= {kind} if not line.isascii() else set()
        if kind == "gb18030" and LOST in text:
            return None
        made.append(text)
    return "\n".join(made).encode() if len(kinds) == 2 else None


def _converted(path: Path, encoding: str) -> tuple[str, bytes]:
    return encoding, path.read_bytes().decode(encoding, errors="replace").lstrip("\ufeff").encode()


def _lost(path: Path, encoding: str, strict: bool = False) -> int:
    """How many characters cannot be read; with `strict`, 1 at the first of them."""
    decoder = codecs.getincrementaldecoder(encoding)("strict" if strict else "replace")
    lost = 0
    with path.open("rb") as handle:
        try:
            while chunk := handle.read(1 << 20):
                lost += decoder.decode(chunk).count(LOST) * (not strict)
            lost += decoder.decode(b"", final=True).count(LOST) * (not strict)
        except UnicodeDecodeError:
            return 1
    return lost


def _without_long_cells(reader: Any, path: Path) -> Any:
    try:
        yield from reader
    except csv.Error as error:  # a cell of megabytes
        raise refused(path, "damaged", "读不下去", "请用 Excel 或 WPS 另存为 .xlsx", str(error)[:80]) from None


def refused(path: Path, code: str, message: str, advice: str, value: str = "") -> EvallibError:
    """A file that is not read, and why."""
    return EvallibError(Problem(f"intake.{code}", message, file=path.name, value=value, advice=advice))
