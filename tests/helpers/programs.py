"""Programs beside Python that some tests need: where one is missing, its tests say so in the same words."""

import shutil

import pytest

PACKAGES = {"chromium": "chromium", "soffice": "libreoffice-calc libreoffice-writer", "pdftotext": "poppler-utils"}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip


def need(program: str) -> str:
    """The path of a program; the test is skipped, with what to install, where it is missing."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"没有 {program}：请安装 {PACKAGES[program]} 后重跑（.ci/run 会安装）")
    return path
