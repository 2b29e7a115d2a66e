"""Limits (上限): how large a file may be, what is said of one that is larger, and parts unpacked as a stream."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evallib.model.problems import EvallibError, Problem

CHUNK = 2**20


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be: bytes unpacked, cells up to the last filled one, bytes of text in all its cells."""

    unpacked: int = 512 * 2**20
    cells: int = 3_000_000
    text: int = 2**30


TABLE = Limits()
#: A year of cases is one large sheet, which is read in columns.
EXPORT = Limits(2 * 2**30, 60_000_000, 4 * 2**30)


def refused(path: Path, code: str, message: str, advice: str, value: str = "") -> EvallibError:
    """A file that is not read, and why."""
    return EvallibError(
        Problem(code, message, file=path.name, value=value, advice=advice, expected=".xlsx、.xls 或 .csv 文件")
    )


def too_large(path: Path, value: str) -> EvallibError:
    """A file that is larger than any of its kind."""
    return refused(
        path,
        "intake.too_large",
        "文件内容大得不正常，不予读取",
        "评价表格不会这么大；请删去多余的行、列和格式，另存后重新提交",
        value,
    )


def unpack(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The real content of a part, inflated from the file itself whatever size its directory states."""
    with path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(30)
        if not header.startswith(b"PK\x03\x04"):
            raise zipfile.BadZipFile(info.filename)
        file.seek(sum(struct.unpack("<HH", header[26:])), 1)
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        left = info.compress_size
        while left > 0 and not inflate.eof:
            packed = file.read(min(left, CHUNK))
            if not packed:
                raise EOFError(info.filename)
            left -= len(packed)
            if info.compress_type == zipfile.ZIP_STORED:
                yield packed
            while info.compress_type == zipfile.ZIP_DEFLATED and packed:
                yield inflate.decompress(packed, CHUNK)
                packed = inflate.unconsumed_tail
