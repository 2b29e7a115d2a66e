"""Open documents (.ods): how large their sheets are before anything is built; repeated cells cost nothing to write."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from evallib.intake.files.guarding.limits import TABLE, Limits, refused, too_large, unpack

REPEATED = re.compile(rb"number-(columns|rows)-(?:repeated|spanned)=[\"']([0-9]{1,9})")


def inspect_open_document(path: Path, limits: Limits = TABLE) -> None:
    """Walk through an .ods before anything is built of it.

    Raises:
        EvallibError: it is damaged, locked, declares entities, or its repeated cells make it larger than any table.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = {info.filename: info for info in archive.infolist()}
            if any(info.flag_bits & 1 for info in infos.values()):
                raise refused(path, "intake.password", "工作簿有密码保护，无法读取", "请另存为没有密码的文件后重新提交")
            content = infos.get("content.xml")
            if content is None or sum(info.file_size for info in infos.values()) > limits.unpacked:
                raise too_large(path, "content.xml")
            tail, rows, cells = b"", 0, 0
            for chunk in unpack(path, content):
                window = tail + chunk
                if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                    raise refused(
                        path, "intake.entities", "文件内部声明了实体，不予读取", "请用 Excel 或 WPS 打开后另存为 .xlsx"
                    )
                cut = max(window.rfind(b"<"), 0)
                for kind, count in REPEATED.findall(window[:cut]):
                    # Whole empty sheets are repeated to their end; a reader leaves the last run out.
                    rows, cells = (rows + int(count), cells) if kind == b"rows" else (rows, cells + int(count))
                tail = window[cut:]
            if cells > 20 * limits.cells or rows > 20 * limits.cells:
                raise too_large(path, f"重复 {cells:,} 格、{rows:,} 行")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise refused(path, "intake.damaged", "压缩包不完整或已损坏，无法打开", "请重新导出或重新拷贝") from None
