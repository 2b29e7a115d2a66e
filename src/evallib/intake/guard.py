"""The guard (入口检查): what a file really is, and whether it can be read in bounded time and memory.

Nothing of a file is trusted: not its name, not the sizes in its zip directory, not the size that a sheet states. The
parts are unpacked as a stream, counted, and searched for what a reader of values would pass over in silence.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evallib.intake.sheet_xml import SheetFacts, SheetScan, measure_reach
from evallib.model.problems import EvallibError, Problem

MAX_FILE = 200 * 2**20
MAX_PARTS = 5000
MAX_NAMES_PART = 16 * 2**20
CHUNK = 2**20
#: Bytes of one text of 32,767 characters, which is Excel's limit, with room for formats inside of it.
LONGEST_TEXT = 2**20
#: A reader makes room for the whole grid; one of this many cells must be there, if the grid is large.
SPARSEST = 20
HTML_STARTS = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<script")
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
SHEET_NAME = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
TEXT_CELL = re.compile(rb't=["\']s["\'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<')
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
READ_ONLY_PARTS = (
    ("xl/vbaproject.bin", "intake.macros", "含有宏，未执行"),
    ("xl/externallinks/", "intake.external_links", "含有指向其他文件的链接，只读取已保存的数值"),
    ("xl/embeddings/", "intake.embedded_objects", "含有嵌入的对象，未读取"),
    ("xl/connections.xml", "intake.connections", "含有外部数据连接，未连接"),
)


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be: bytes unpacked, cells up to the last filled one, bytes of text in all its cells."""

    unpacked: int = 512 * 2**20
    cells: int = 3_000_000
    text: int = 2**30


TABLE = Limits()
#: A year of cases is one large sheet, which is read in columns.
EXPORT = Limits(2 * 2**30, 60_000_000, 4 * 2**30)


@dataclass(frozen=True)
class Package:
    """What was found in an .xlsx: facts and part of its sheets by sheet name, and notes about what is not read."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)


def file_kind(head: bytes) -> str:
    r"""What a file is by its first bytes: ``zip``, ``ole`` (.xls, or encrypted), ``html``, ``text`` or ``empty``.

    >>> [file_kind(head) for head in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\n <HTML>", b"a,b", b"")]
    ['zip', 'ole', 'html', 'text', 'empty']
    """
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not bare:
        return "empty"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    return "html" if bare.lower().startswith(HTML_STARTS) else "text"


def inspect_package(path: Path, limits: Limits = TABLE) -> Package:
    """Walk through an .xlsx without reading its values.

    Args:
        path: a file that starts like a zip archive.
        limits: how large it may be.

    Returns:
        Facts of each sheet, by name.

    Raises:
        EvallibError: it is damaged, locked, not a workbook, too large to unpack, lies about its sizes, or declares
            entities.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _checked_parts(path, archive, limits)
            scans = {name: _scan(path, info) for name, info in parts.items() if _is_xml(name)}
            names = _sheet_names(path, archive, parts)
            _check_volume(path, parts, scans, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise refused(
            path, "intake.damaged", "压缩包不完整或已损坏，无法打开", "文件可能没有传完，请重新导出或重新拷贝"
        ) from None
    notes = [
        Problem(code, message, file=path.name, advice="评价只用已保存的数值；不需要的请删去后另存", severity="note")
        for start, code, message in READ_ONLY_PARTS
        if any(name.lower().startswith(start) for name in parts)
    ]
    facts = {sheet: scans[part].finish() for sheet, part in names.items() if part in scans}
    return Package(facts, {sheet: part for sheet, part in names.items() if part in scans}, notes)


def refused(path: Path, code: str, message: str, advice: str, value: str = "") -> EvallibError:
    """A file that is not read, and why."""
    return EvallibError(Problem(code, message, file=path.name, value=value, advice=advice,
                                expected=".xlsx、.xls 或 .csv 文件"))  # fmt: skip


def _checked_parts(path: Path, archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    parts = {info.filename: info for info in infos}
    if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
        raise refused(path, "intake.damaged", "压缩方式不是 Excel 所用的", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    if any(info.flag_bits & 1 for info in infos):
        raise refused(path, "intake.password", "工作簿有密码保护，无法读取", "请另存为没有密码的文件后重新提交")
    if len(parts) < len(infos) or len(infos) > MAX_PARTS:
        raise refused(path, "intake.damaged", "压缩包内的部件重复或过多", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    stated = sum(info.file_size for info in infos)
    if stated > limits.unpacked:
        raise _too_large(path, f"解压后 {stated / 2**20:,.0f} MB")
    if "xl/workbook.xml" not in parts:
        raise refused(path, "intake.not_a_workbook", "压缩包里没有工作簿，不是 Excel 文件", "请核对文件，另存为 .xlsx")
    return parts


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _scan(path: Path, info: zipfile.ZipInfo) -> SheetScan:
    is_sheet = bool(SHEET_PART.fullmatch(info.filename))
    scan = SheetScan(is_sheet, is_strings=info.filename == "xl/sharedStrings.xml")
    unpacked, tail = 0, b""
    for chunk in _unpack(path, info):
        unpacked += len(chunk)
        if unpacked > info.file_size:
            raise _too_large(path, f"{info.filename} 比目录所写的大")
        window = tail + chunk
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window or b"\x00" in chunk:
            raise refused(path, "intake.entities", "文件内部声明了实体或用了异常编码，不予读取",
                          "正常的 Excel 文件没有这些内容；请用 Excel 或 WPS 打开后另存为 .xlsx", info.filename)  # fmt: skip
        tail = chunk[-16:]
        scan.feed(chunk)
    scan.finish()
    return scan


def _unpack(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
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


def _sheet_names(path: Path, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Part of each sheet by the sheet's name, from the workbook and its relations."""
    from html import unescape

    def attributes(tag: bytes) -> dict[str, str]:
        return {key.decode(): unescape(value.decode("utf-8", "replace")) for key, value in ATTRIBUTE.findall(tag)}

    texts = []
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if name in parts and parts[name].file_size > MAX_NAMES_PART:
            raise _too_large(path, name)
        texts.append(archive.read(name) if name in parts else b"")
    relations = [attributes(tag) for tag in RELATION.findall(texts[1])]
    targets = {item.get("Id", ""): "xl/" + item.get("Target", "").removeprefix("/xl/") for item in relations}
    sheets = [attributes(tag) for tag in SHEET_NAME.findall(texts[0])]
    return {item["name"]: targets.get(item.get("r:id", ""), "") for item in sheets if "name" in item}


def _check_volume(path: Path, parts: dict[str, zipfile.ZipInfo], scans: dict[str, SheetScan], limits: Limits) -> None:
    """What a reader would hold in memory: the grid up to the last filled cell, and every text as often as it is used."""
    strings = next((scan.string_lengths for scan in scans.values() if scan.is_strings), [])
    longest = max(strings, default=0)
    stated = max((scan.strings_stated for scan in scans.values()), default=0)
    if stated > 10 * len(strings) + 100_000:
        raise _too_large(path, f"声称有 {stated:,} 条文字，实有 {len(strings):,} 条")
    if longest > LONGEST_TEXT:
        raise _too_large(path, f"有一格的文字长达 {longest:,} 字节，超过 Excel 的上限（32,767 字）")
    for name, scan in scans.items():
        rows, columns = scan.last_row, scan.last_column
        most = min(limits.cells, max(TABLE.cells, SPARSEST * scan.cells))
        if scan.is_odd or rows * columns > most:
            rows, columns = measure_reach(_unpack(path, parts[name]))
        if rows * columns > most:
            value = f"{Path(name).name} 用到第 {rows:,} 行、第 {columns:,} 列，只有 {scan.cells:,} 格"
            raise _too_large(path, value)
        if scan.has_giant:
            raise _too_large(path, f"{Path(name).name} 有一格的文字超过 Excel 的上限（32,767 字）")
        # Exact only where the rough bound fails: it takes a second walk through the sheet.
        if (
            scan.text_cells * longest > limits.text
            and _text_volume(path, parts[name], strings, limits.text) > limits.text
        ):
            raise _too_large(path, f"{Path(name).name} 有 {scan.text_cells:,} 格引用长达 {longest:,} 字节的文字")


def _text_volume(path: Path, info: zipfile.ZipInfo, strings: list[int], enough: int) -> int:
    volume, tail = 0, b""
    for chunk in _unpack(path, info):
        text = tail + chunk
        cut = max(text.rfind(b"<c "), 0)
        volume += sum(strings[number] for text_index in TEXT_CELL.findall(text[:cut])
                      if (number := int(text_index)) < len(strings))  # fmt: skip
        tail = text[cut:]
        if volume > enough:
            break
    return volume


def _too_large(path: Path, value: str) -> EvallibError:
    return refused(path, "intake.too_large", "文件内容大得不正常，不予读取",
                   "评价表格不会这么大；请删去多余的行、列和格式，另存后重新提交", value)  # fmt: skip
