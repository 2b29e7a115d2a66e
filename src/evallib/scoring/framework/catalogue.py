"""Frameworks by name: those that come with evallib, a workspace's own, and those beside the data of a unit."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.scoring.framework.definition import Framework
from evallib.scoring.framework.loading import load_framework

BUILT_IN = Path(__file__).parents[1] / "frameworks"


def list_frameworks(*folders: Path) -> list[Framework]:
    """The frameworks that come with evallib, and those of the folders given."""
    return [load_framework(path) for folder in (BUILT_IN, *folders) for path in framework_files(folder)]


def framework_files(folder: Path) -> list[Path]:
    """The files of a folder that may be frameworks: no cases, and nothing that a unit's folder holds beside them.

    >>> "project-self-evaluation.yaml" in [path.name for path in framework_files(BUILT_IN)]
    True
    """
    files = sorted(path for path in folder.glob("*.yaml") if path.name not in {"scoring.yaml", "mapping.yaml"})
    return [path for path in files if not path.name.endswith(".cases.yaml")]


def find_framework(name: str, *folders: Path) -> Framework:
    """A framework by id, or by the path of its file (.yaml, or the .xlsx of `export_framework`).

    Raises:
        EvallibError: no such framework; the nearest id is named.

    >>> from decimal import Decimal
    >>> framework = find_framework("huacao-department-2023")
    >>> len(framework.leaves), framework.grade(Decimal("86.72")), framework.path("C222")[0].name
    (48, '良', '部门绩效')
    """
    found = framework_path(name, *folders)
    if found.suffix == ".xlsx":
        from evallib.scoring.framework.from_sheet import import_framework

        return import_framework(found)
    return _built_in(found) if found.parent == BUILT_IN else load_framework(found)


def framework_path(name: str, *folders: Path) -> Path:
    """The file of a framework; the first folder that has the name wins, the shipped ones come last."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml", ".xlsx"}:
        return path
    known = {path.stem: path for folder in (BUILT_IN, *reversed(folders)) for path in framework_files(folder)}
    if name not in known:
        raise EvallibError(Problem("framework.unknown", f"没有指标体系“{name}”", advice=did_you_mean(name, known)))
    return known[name]


@cache
def _built_in(path: Path) -> Framework:
    """A framework that comes with evallib does not change while a process lives; nobody changes one in place."""
    return load_framework(path)
