"""The guard of documents (报告入口检查): how much a .docx, .pdf, .txt or .html declares, before anything is built."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evallib.intake.files.guarding.allowances import DOCUMENT_ALLOWANCE, LOOK_ALLOWANCE, MB, Allowance
from evallib.intake.files.guarding.guard import file_kind
from evallib.intake.files.guarding.guarded import read_guarded
from evallib.intake.files.guarding.limits import unpack
from evallib.intake.files.guarding.true_kinds import check_ending
from evallib.model.problems import EvallibError, Problem

Result = TypeVar("Result")
MOST_UNPACKED, MOST_ELEMENTS, WIDEST_SPAN = 256 * MB, 3_000_000, 1_000
MOST_TEXT, LONGEST_LINE = 32 * MB, 500_000
MOST_PAGES, MOST_OPERATORS, MOST_ON_A_PAGE = 3_000, 4_000_000, 300_000
SPAN = re.compile(rb'gridSpan\s[^>]*?val\s*=\s*["\']\s*(\d{1,12})')
#: No report holds a number of so many digits, or so many brackets in a row; readers of sentences try each of them.
DIGITS = (re.compile(rb"[0-9]{400}"), re.compile(rb"\xef\xbc[\x90-\x99](?:\xef\xbc[\x90-\x99]){399}"))
BRACKETS = tuple(300 * bracket.encode() for bracket in "()（）")
STREAM = re.compile(rb"stream\r?\n")
OPERATOR = re.compile(rb"[\s\]>)](?:T[jJdDmf*]|re|[mlchvyfSBWn]|cm|q|Q|gs|Do)(?=[\s/\[<(]|$)")
#: What Word and Excel keep a file in that has a password: a stream of this name in a compound file.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
#: Seconds for each page, on top of what a look takes.
FOR_A_PAGE = 1.5


@dataclass(frozen=True)
class Declared:
    """How much a document says it holds: elements of a .docx, pages of a .pdf, bytes of a text."""

    elements: int = 0
    pages: int = 0
    bytes: int = 0

    def allowance(self) -> Allowance:
        """What reading it may take.

        >>> Declared(pages=40).allowance().seconds, Declared(elements=300_000).allowance().seconds
        (70.0, 40.0)
        """
        seconds = 10 + FOR_A_PAGE * self.pages + self.elements / 10_000 + self.bytes / MB
        return Allowance(DOCUMENT_ALLOWANCE.memory, min(seconds, 900), DOCUMENT_ALLOWANCE.file_size)


def read_document_guarded(read: Callable[[Path], Result], path: Path) -> Result:
    """Look into a document, then read it, both in the guarded process.

    Args:
        read: a function of this package that takes the path.
        path: a .docx, .pdf, .txt or .html file.

    Raises:
        EvallibError: it declares more than any report holds, or what `read_guarded` or `read` say.
    """
    declared = read_guarded(inspect_document, path, allowance=LOOK_ALLOWANCE)
    return read_guarded(read, path, allowance=declared.allowance())


def inspect_document(path: Path) -> Declared:
    """How much a document declares.

    Raises:
        EvallibError: more than any report holds; entities in its XML; sizes that lie.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    check_ending(path, head)
    if not head and path.suffix.lower() in {".docx", ".pdf"}:
        raise _refused(path, "intake.damaged", "文件是空的，一个字节也没有")
    if head.startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
        return _of_pdf(path, path.read_bytes())
    kind = file_kind(head)
    if kind == "zip":
        return _of_package(path)
    if kind == "ole" and ENCRYPTED in path.read_bytes():
        raise locked(path)
    if path.suffix.lower() == ".docx":
        old = "这是旧版的 .doc，只是改了扩展名"
        raise _refused(path, "intake.damaged", old if kind == "ole" else "不是 Word 文件，或已损坏，无法打开")
    return _of_text(path)


def locked(path: Path) -> EvallibError:
    """A document that asks for a password."""
    advice = "请在 Word、WPS 或 PDF 软件中取消密码，另存后再试"
    return EvallibError(Problem("intake.password", "文件有密码保护，无法读取", file=path.name, advice=advice))


def _of_package(path: Path) -> Declared:
    elements = unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if info.filename.lower().endswith((".xml", ".rels"))]
            if any(info.flag_bits & 1 for info in infos):
                raise locked(path)
            if sum(info.file_size for info in infos) > MOST_UNPACKED or len(infos) > 5000:
                raise _refused(path, "intake.too_large", "文件内容大得不正常，不予读取")
            for info in infos:
                size = 0
                for window in _windows(unpack(path, info)):
                    size += len(window)
                    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                        raise _refused(path, "intake.entities", "文件内部声明了实体，不予读取")
                    elements += window.count(b"<") - window.count(b"</")
                    if any(int(width) > WIDEST_SPAN for width in SPAN.findall(window)):
                        raise _refused(path, "intake.too_large", "表格中有一格跨越的列数大得不正常，不予读取")
                    if _has_long_run(window):
                        raise _refused(path, "intake.too_large", "文字中有长得不正常的数字或括号，不予读取")
                    if size > info.file_size + MB or elements > MOST_ELEMENTS:
                        raise _refused(path, "intake.too_large", "文件内容大得不正常，不予读取")
                unpacked += size
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise _refused(path, "intake.damaged", "压缩包不完整或已损坏，无法打开") from None
    return Declared(elements=elements, bytes=unpacked)


def _windows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks that end between elements, so that nothing is cut."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        cut = max(text.rfind(b"<"), 0)
        if len(text) - cut > 4 * MB:
            cut = len(text)
        yield text[:cut]
        tail = text[cut:]
    yield tail


def _of_pdf(path: Path, data: bytes) -> Declared:
    pages, operators, unpacked = len(PAGE.findall(data)), 0, 0
    for found in STREAM.finditer(data):
        content = data[found.end() : data.find(b"endstream", found.end())]
        inflate = zlib.decompressobj()
        try:
            content = inflate.decompress(content, 64 * MB)
            more = bool(inflate.unconsumed_tail)
        except zlib.error:
            # Not packed, or packed in a second wrapping: what was not consumed says nothing about its size.
            content, more = content[: 64 * MB], len(content) > 64 * MB
        unpacked += len(content)
        if unpacked > MOST_UNPACKED or more:
            raise _refused(path, "intake.too_large", "PDF 的内容解压后大得不正常，不予读取")
        pages += len(PAGE.findall(content))
        on_page = len(OPERATOR.findall(content)) if b" " in content[:4096] else 0
        operators += on_page
        if on_page > MOST_ON_A_PAGE or operators > MOST_OPERATORS or pages > MOST_PAGES:
            raise _refused(path, "intake.too_large", "PDF 的页数或绘图指令多得不正常，不予读取")
    return Declared(pages=max(pages, 1), bytes=unpacked)


def _of_text(path: Path) -> Declared:
    size = path.stat().st_size
    if size > MOST_TEXT:
        raise _refused(path, "intake.too_large", "文字多得不正常，不予读取")
    data = path.read_bytes()
    if _has_long_run(data) or max(map(len, data.split(b"\n")), default=0) > LONGEST_LINE:
        raise _refused(path, "intake.too_large", "文字中有长得不正常的行、数字或括号，不予读取")
    return Declared(bytes=size)


def _has_long_run(data: bytes) -> bool:
    """Whether digits or brackets repeat far too often; one look for each, as one for all tries each byte five times.

    >>> _has_long_run("（".encode() * 300), _has_long_run("１".encode() * 400), _has_long_run(b"1" * 399)
    (True, True, False)
    """
    return any(run in data for run in BRACKETS) or any(run.search(data) for run in DIGITS)


def _refused(path: Path, code: str, message: str) -> EvallibError:
    expected = "正常大小的 .docx、.pdf、.txt 或 .html 文件" if code == "intake.too_large" else ""
    return EvallibError(
        Problem(code, message, file=path.name, expected=expected, advice="请用 Word 或 WPS 打开后另存再试")
    )
