"""The package of a unit (移交包): page, documents, working papers, findings and a list of contents with fingerprints.

Only published files go in, only after the release check, and the same files give the same bytes.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.files import write_bytes
from evallib.model.workspace.units import UnitYear, Workspace
from evallib.publish.release.check import check_release
from evallib.publish.release.published_files import published
from evallib.publish.release.still import STILL

PACKAGES = "packages"
CONTENTS = "目录.txt"
KINDS = {".html": "网页", ".pdf": "打印件", ".docx": "文档", ".xlsx": "工作簿", ".csv": "数据表", ".json": "数据"}


@dataclass(frozen=True)
class Package:
    """A written package.

    Args:
        path: the .zip file.
        files: names inside, with the SHA-256 of each.
    """

    path: Path
    files: dict[str, str]


def write_package(at: UnitYear, out: Path | None = None) -> Package:
    """Pack everything that is published of a unit and year.

    Args:
        at: whose package, of which year.
        out: the folder for the package; ``packages`` in the workspace without.

    Raises:
        EvallibError: nothing has been published yet, or the release check refuses one of the files.
    """
    workspace, folder = at.workspace, at.report_dir
    if not (folder / "index.html").is_file():
        raise EvallibError(
            Problem(
                "package.no_report",
                "还没有可以移交的报告",
                file=folder.relative_to(workspace.root).as_posix(),
                advice=f"请先运行 evallib run --unit {at.unit} --year {at.year}",
            )
        )
    here = folder.relative_to(workspace.reports).as_posix()
    refused = [refusal for refusal in check_release(workspace) if refusal.file.startswith(f"{here}/")]
    if refused:
        raise EvallibError(
            [
                Problem("package.refused", "发布检查不通过，不能移交", file=item.file, value=item.detail)
                for item in refused
            ]
        )
    # the folders stay as they are, so that the pages find their look
    data = {path.relative_to(workspace.reports).as_posix(): path.read_bytes() for path in published(folder)}
    for asset in _assets(workspace, data):
        data[f"assets/{asset.name}"] = asset.read_bytes()
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(data.items())}
    unit, sizes = workspace.unit_info(at.unit).name, {name: len(content) for name, content in data.items()}
    data[CONTENTS] = contents_text(f"{unit} {at.year}", hashes, sizes).encode()
    path = (out or workspace.root / PACKAGES) / f"{unit}{at.year}年度移交包.zip"
    write_bytes(path, packed(data))
    return Package(path, hashes)


def _assets(workspace: Workspace, data: dict[str, bytes]) -> list[Path]:
    """Files of the pages' own look that a page of the package names, so that it can be opened alone."""
    folder = workspace.reports / "assets"
    pages = b"".join(content for name, content in data.items() if name.endswith(".html"))
    return (
        [path for path in sorted(folder.glob("*")) if path.is_file() and path.name.encode() in pages]
        if folder.is_dir()
        else []
    )


def contents_text(title: str, hashes: dict[str, str], sizes: dict[str, int]) -> str:
    r"""The list of contents: what each file is, its size and its fingerprint.

    >>> contents_text("某镇 2023", {"a.docx": "ff"}, {"a.docx": 3}).splitlines()[-1].split("\t")
    ['a.docx', '文档', '3', 'ff']
    """
    lines = [f"{name}\t{KINDS.get(Path(name).suffix, '其他')}\t{sizes[name]}\t{mark}" for name, mark in hashes.items()]
    head = (
        f"{title} 年度移交包\n共 {len(hashes)} 个文件，均已通过发布检查。"
        "核对方法：对每个文件计算 SHA-256，与下列指纹比较。\n\n"
    )
    return head + "文件\t种类\t字节\tSHA-256\n" + "\n".join(lines) + "\n"


def packed(data: dict[str, bytes]) -> bytes:
    """A zip archive without a clock: names sorted, every entry of the first moment that an archive can name."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(data):
            entry = zipfile.ZipInfo(name, STILL)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data[name])
    return buffer.getvalue()
