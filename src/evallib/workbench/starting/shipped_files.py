"""Shipped files (随附文件): notebooks, suites, pages and the sample that a workspace begins with.

There is one source, the repository's own folders. A wheel carries them in ``evallib/shipped`` (the build puts them
there); a checkout is read where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
#: What a new workspace gets, as it stands in the repository; the sample is asked for by its unit.
FOLDERS = ("notebooks", "expectations", "docs")
SAMPLES = "data/raw"
FILES = ("environment.yml", "start.bat", "启动.bat", "生成报告.bat", "start.command")
SUFFIXES = {".ipynb", ".json", ".md", ".yml", ".yaml", ".bat", ".command", ".xlsx", ".png", ".webp"}


def shipped_folder() -> Path:
    """Where the shipped files stand: in the installed package, or in the checkout.

    >>> (shipped_folder() / "expectations" / "staff.json").is_file()
    True
    """
    carried = PACKAGE / "shipped"
    return carried if carried.is_dir() else PACKAGE.parents[1]


def shipped_files() -> Iterator[tuple[Path, Path]]:
    """Every file that a workspace begins with, and its place there.

    >>> sorted({place.parts[0] for _, place in shipped_files() if len(place.parts) > 1})
    ['docs', 'expectations', 'notebooks']
    """
    home = shipped_folder()
    for name in FOLDERS:
        for path in sorted((home / name).rglob("*")):
            place = path.relative_to(home)
            if path.is_file() and path.suffix in SUFFIXES and not any(part.startswith(".") for part in place.parts):
                yield path, place
    for name in FILES:
        if (home / name).is_file():
            yield home / name, Path(name)


def sample_units() -> list[str]:
    """The units whose published data are shipped, as an example.

    >>> "huacao" in sample_units()
    True
    """
    return sorted(path.name for path in (shipped_folder() / SAMPLES).iterdir() if (path / "unit.yaml").is_file())


def sample_files(unit: str) -> Iterator[tuple[Path, Path]]:
    """The files of a sample unit, and their places in a workspace."""
    home = shipped_folder()
    for path in sorted((home / SAMPLES / unit).rglob("*")):
        if path.is_file() and path.suffix in SUFFIXES and not path.name.startswith((".", "~$")):
            yield path, path.relative_to(home)
