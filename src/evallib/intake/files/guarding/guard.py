"""The guard (入口检查): what a file really is, and whether it can be read in bounded time and memory.

Nothing of a file is trusted: not its name, not the sizes in its zip directory, not the size that a sheet states. The
parts are unpacked as a stream, counted, and searched for what a reader of values would pass over in silence.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from evallib.intake.files.guarding.limits import TABLE, Limits, refused, too_large, unpack
from evallib.intake.files.package_parts import RELATIONS, SHEET_PART, STRINGS, WORKBOOK, sheet_parts
from evallib.intake.files.sheet_parse import parse_sheet
from evallib.intake.files.sheet_xml import SheetFacts, SheetScan
from evallib.model.problems import Problem

MAX_PARTS = 5000
MAX_NAMES_PART = 16 * 2**20
#: Parts that hold no cells and no texts (formats, drawings, relations): readers build trees of them.
MAX_OTHER_PART = 24 * 2**20
#: Bytes of one text of 32,767 characters, which is Excel's limit, with room for formats inside of it.
LONGEST_TEXT = 2**20
#: A reader makes room for the whole grid; one of this many cells must be there, if the grid is large.
SPARSEST = 20
MOST_STYLED = 2
HTML_STARTS = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<script")
TEXT_CELL = re.compile(rb't=["\']s["\'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<')
READ_ONLY_PARTS = (
    ("xl/vbaproject.bin", "intake.macros", "含有宏，未执行"),
    ("xl/externallinks/", "intake.external_links", "含有指向其他文件的链接，只读取已保存的数值"),
    ("xl/embeddings/", "intake.embedded_objects", "含有嵌入的对象，未读取"),
    ("xl/connections.xml", "intake.connections", "含有外部数据连接，未连接"),
)


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
            names = _sheet_names(path, archive, parts)
            scanned = [name for name in parts if _is_xml(name) or name in names.values()]
            scans = {name: _scan(path, parts[name], name in names.values(), limits) for name in scanned}
            facts = _check_volume(path, parts, scans, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise refused(
            path, "intake.damaged", "压缩包不完整或已损坏，无法打开", "文件可能没有传完，请重新导出或重新拷贝"
        ) from None
    notes = [
        Problem(code, message, file=path.name, advice="评价只用已保存的数值；不需要的请删去后另存", severity="note")
        for start, code, message in READ_ONLY_PARTS
        if any(name.lower().startswith(start) for name in parts)
    ]
    return Package({sheet: facts[part] for sheet, part in names.items()}, names, notes)


def _checked_parts(path: Path, archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    parts = {info.filename: info for info in infos}
    if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
        raise refused(path, "intake.damaged", "压缩方式不是 Excel 所用的", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    if any(info.flag_bits & 1 for info in infos):
        raise refused(path, "intake.password", "工作簿有密码保护，无法读取", "请另存为没有密码的文件后重新提交")
    odd = any(name.rstrip("/") != posixpath.normpath(name) or "\\" in name for name in parts)
    if odd or len(parts) < len(infos) or len(infos) > MAX_PARTS:
        raise refused(
            path, "intake.damaged", "压缩包内的部件重复、过多或名称不合规范", "请用 Excel 或 WPS 打开后另存为 .xlsx"
        )
    stated = sum(info.file_size for info in infos)
    if stated > limits.unpacked:
        raise too_large(path, f"解压后 {stated / 2**20:,.0f} MB")
    large = [info for info in infos if info.file_size > MAX_OTHER_PART and not _holds_cells(info.filename)]
    if large and _is_xml(large[0].filename):
        raise too_large(path, f"{large[0].filename} 解压后 {large[0].file_size / 2**20:,.0f} MB")
    if WORKBOOK not in parts:
        raise refused(path, "intake.not_a_workbook", "压缩包里没有工作簿，不是 Excel 文件", "请核对文件，另存为 .xlsx")
    return parts


def _holds_cells(name: str) -> bool:
    return bool(SHEET_PART.fullmatch(name)) or name.lower() == STRINGS or "comments" in name.lower()


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _scan(path: Path, info: zipfile.ZipInfo, is_sheet: bool = False, limits: Limits = TABLE) -> SheetScan:
    is_sheet = is_sheet or bool(SHEET_PART.fullmatch(info.filename))
    scan = SheetScan(is_sheet, is_strings=info.filename.lower() == STRINGS)
    unpacked, tail = 0, b""
    for chunk in unpack(path, info):
        unpacked += len(chunk)
        if unpacked > info.file_size:
            raise too_large(path, f"{info.filename} 比目录所写的大")
        window = tail + chunk
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window or b"\x00" in chunk:
            raise refused(
                path,
                "intake.entities",
                "文件内部声明了实体或用了异常编码，不予读取",
                "正常的 Excel 文件没有这些内容；请用 Excel 或 WPS 打开后另存为 .xlsx",
                info.filename,
            )
        tail = chunk[-16:]
        scan.feed(chunk)
        if scan.cells > MOST_STYLED * limits.cells:  # cells without a value count; nobody fills in so many
            raise too_large(path, f"{info.filename} 有 {scan.cells:,} 格以上")
        if len(scan.string_lengths) > limits.cells:  # each cell may have a text of its own, and no more
            raise too_large(path, f"{info.filename} 有 {len(scan.string_lengths):,} 条文字以上")
    scan.finish()
    return scan


def _sheet_names(path: Path, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Part of each sheet by the sheet's name; a sheet that cannot be found is not left to a reader's guess."""
    texts = []
    for name in (WORKBOOK, RELATIONS):
        if name in parts and parts[name].file_size > MAX_NAMES_PART:
            raise too_large(path, name)
        if name in parts:
            _scan(path, parts[name])  # no entities, and no larger than it says
        texts.append(archive.read(name) if name in parts else b"<none/>")
    names = sheet_parts(*texts)
    by_case = {name.lower(): name for name in parts}
    lost = [sheet for sheet, part in names.items() if part.lower() not in by_case]
    if lost or not names:
        raise refused(
            path,
            "intake.damaged",
            "工作簿里找不到工作表的内容",
            "请用 Excel 或 WPS 打开后另存为 .xlsx",
            "、".join(lost)[:80],
        )
    return {sheet: by_case[part.lower()] for sheet, part in names.items()}


def _check_volume(
    path: Path, parts: dict[str, zipfile.ZipInfo], scans: dict[str, SheetScan], limits: Limits
) -> dict[str, SheetFacts]:
    """What a reader would hold in memory: the grid up to the last filled cell, and every text as often as it is used.

    Returns:
        Facts of every part; of sheets, by the full parse where the quick search may miss something.
    """
    facts = {}
    strings = next((scan.string_lengths for scan in scans.values() if scan.is_strings), [])
    longest = max(strings, default=0)
    stated = max((scan.strings_stated for scan in scans.values()), default=0)
    if stated > 10 * len(strings) + 100_000:
        raise too_large(path, f"声称有 {stated:,} 条文字，实有 {len(strings):,} 条")
    if longest > LONGEST_TEXT:
        raise too_large(path, f"有一格的文字长达 {longest:,} 字节，超过 Excel 的上限（32,767 字）")
    for name, scan in scans.items():
        facts[name], rows, columns, cells = scan.finish(), scan.last_row, scan.last_column, scan.cells
        volume = scan.text_cells * longest
        if scan.is_odd or rows * columns > _most(cells, limits):
            sheet = parse_sheet(unpack(path, parts[name]), strings)
            facts[name], rows, columns, volume = sheet.facts, sheet.last_row, sheet.last_column, sheet.text_volume
            cells = sheet.cells
        elif volume > limits.text:  # exact only where the rough bound fails: it takes a second walk
            volume = _text_volume(path, parts[name], strings, limits.text)
        if rows * columns > _most(cells, limits):
            value = f"{Path(name).name} 用到第 {rows:,} 行、第 {columns:,} 列，只有 {cells:,} 格"
            raise too_large(path, value)
        if scan.has_giant:
            raise too_large(path, f"{Path(name).name} 有一格的文字超过 Excel 的上限（32,767 字）")
        if volume > limits.text:
            raise too_large(path, f"{Path(name).name} 的格引用长达 {longest:,} 字节的文字，合计过大")
    return facts


def _most(cells: int, limits: Limits) -> int:
    """Cells that a grid may have in which so many are filled."""
    return min(limits.cells, max(TABLE.cells, SPARSEST * cells))


def _text_volume(path: Path, info: zipfile.ZipInfo, strings: list[int], enough: int) -> int:
    volume, tail = 0, b""
    for chunk in unpack(path, info):
        text = tail + chunk
        cut = max(text.rfind(b"<c "), 0)
        volume += sum(
            strings[number]
            for text_index in TEXT_CELL.findall(text[:cut])
            if (number := int(text_index)) < len(strings)
        )
        tail = text[cut:]
        if volume > enough:
            break
    return volume
