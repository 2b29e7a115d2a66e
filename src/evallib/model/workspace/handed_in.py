"""What was handed in (提交的文件): the spreadsheets of a folder, and those that stand where nobody reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evallib.model.problems import Problem
from evallib.model.workspace.units import UNIT_PATTERN, YEAR_PATTERN

SPREADSHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".html", ".htm")


DOCUMENT_SUFFIXES = (".docx", ".pdf")


def find_spreadsheets(folder: Path) -> list[Path]:
    """The spreadsheets of a folder; lock files of an open workbook, hidden files and links are none."""
    return _find(folder, SPREADSHEET_SUFFIXES)


def find_documents(folder: Path) -> list[Path]:
    """The Word and PDF files of a folder, in whose tables figures may stand."""
    return _find(folder, DOCUMENT_SUFFIXES)


def _find(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in suffixes
        and not path.name.startswith(("~$", "."))
        and not path.is_symlink()
        and path.is_file()
    ]


def find_strays(raw: Path, unit: str = "") -> Iterator[Problem]:
    """Files and folders below data/raw that belong to no unit or no year, and would be passed over in silence.

    Args:
        raw: data/raw.
        unit: look at this unit's folder only.
    """
    if not unit:
        yield from (_stray(path, "data/raw/<单位>/<年度>/") for path in find_spreadsheets(raw))
    for folder in sorted(path for path in raw.iterdir() if path.is_dir() and unit in {"", path.name}):
        if not UNIT_PATTERN.fullmatch(folder.name):
            yield Problem(
                "check.bad_unit_name",
                "不是单位文件夹的名称，未校验",
                file=folder.name,
                expected="汉字、小写字母、数字、（）、_ 和 -",
                advice="请改名，例如 某某镇 或 moumouzhen，不要空格，括号用全角（）",
                severity="warning",
            )
            continue
        yield from (_stray(path, f"data/raw/{folder.name}/<年度>/") for path in find_spreadsheets(folder))
        for inner in sorted(
            path for path in folder.iterdir() if path.is_dir() and not YEAR_PATTERN.fullmatch(path.name)
        ):
            if find_spreadsheets(inner):
                yield Problem(
                    "check.bad_year_name",
                    "不是年度文件夹，未校验",
                    file=f"{folder.name}/{inner.name}",
                    expected="四位年份",
                    advice="请把文件夹改名为年份，例如 2023",
                    severity="warning",
                )


def _stray(path: Path, belongs: str) -> Problem:
    name = path.name if belongs.startswith("data/raw/<") else f"{path.parent.name}/{path.name}"
    return Problem(
        "check.stray_file",
        "不在年度文件夹内，未读入",
        file=name,
        expected=f"放在 {belongs}",
        advice=f"请移入 {belongs}，例如 {belongs.replace('<单位>', 'huacao').replace('<年度>', '2023')}",
        severity="warning",
    )
