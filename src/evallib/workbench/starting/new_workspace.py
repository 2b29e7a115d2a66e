"""A new workspace (新工作区): folders, notebooks, suites, blank tables and a sample, in any folder of the machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import UNIT_FILE, Workspace
from evallib.workbench.starting.shipped_files import sample_files, sample_units, shipped_files

TEXTS = Path(__file__).parent / "texts"
SAMPLE = "huacao"
SAMPLE_YEAR = 2023
MARK = "（示例）"
Samples = Literal["one", "all", "none"]


@dataclass
class NewWorkspace:
    """What was made: files written, files that were there already, and those that differ from the shipped ones."""

    root: Path
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)


def make_workspace(target: Path, samples: Samples = "one", templates: bool = True) -> NewWorkspace:
    """Make a workspace, or add to one what it lacks; no file that is there is changed.

    Args:
        target: the folder; its name may hold Chinese and spaces.
        samples: the shipped units that come along, marked （示例）.
        templates: write a blank table of every kind into 模板/.

    Raises:
        EvallibError: the folder holds other things and is no workspace, or is a file.
    """
    root = target.expanduser().absolute()
    if root.is_file() or (root.is_dir() and any(root.iterdir()) and not (root / "data" / "raw").is_dir()):
        raise EvallibError(
            Problem(
                "new.taken",
                "这里已有别的内容，没有建立工作区",
                file=str(root),
                expected="新的或空的文件夹，或一个工作区",
                advice="请换一个名字，例如 evallib new 我的工作区",
            )
        )
    made = NewWorkspace(root)
    for name in ("data/raw", "data/clean", "data/frameworks", "reports"):
        (root / name).mkdir(parents=True, exist_ok=True)
    _copy(made, shipped_files())
    for name, place in (
        ("README.md", "README.md"),
        ("first.txt", "先读我.txt"),
        ("raw.md", "data/raw/README.md"),
        ("clean.md", "data/clean/README.md"),
        ("reports.md", "reports/README.md"),
        ("frameworks.md", "data/frameworks/README.md"),
    ):
        _copy(made, [(TEXTS / name, Path(place))])
    for unit in {"one": [SAMPLE], "all": sample_units(), "none": []}[samples]:
        _copy_sample(made, unit)
    if templates:
        _write_templates(made)
    return made


def _copy(made: NewWorkspace, files: Iterable[tuple[Path, Path]]) -> None:
    for source, place in files:
        target = made.root / place
        if target.exists():
            made.kept.append(place.as_posix())
            if target.read_bytes().splitlines() != source.read_bytes().splitlines():
                made.different.append(place.as_posix())
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if target.suffix == ".command":
            target.chmod(0o755)  # a wheel keeps no mark of a program
        made.written.append(place.as_posix())


def _copy_sample(made: NewWorkspace, unit: str) -> None:
    """A shipped unit, whose name says that it is a sample wherever it is shown."""
    folder = made.root / "data" / "raw" / unit
    is_new = not folder.exists()
    _copy(made, [(source, place) for source, place in sample_files(unit) if is_new or place.name != UNIT_FILE])
    if is_new:
        file = folder / UNIT_FILE
        lines = file.read_text(encoding="utf-8").splitlines()
        write_text(file, "\n".join(f"{line}{MARK}" if line.startswith("name:") else line for line in lines) + "\n")
        _copy(made, [(TEXTS / "sample.md", folder.relative_to(made.root) / "示例说明.md")])


def _write_templates(made: NewWorkspace) -> None:
    """A blank table of every kind, named in Chinese; a unit's own are made by `evallib template`."""
    from evallib.model.schema import all_schemas
    from evallib.publish.forms.blank_table import write_template
    from evallib.publish.forms.template_form import FORM_KINDS
    from evallib.scoring.framework.evaluator.blank_table import write_blank_table

    folder, workspace = made.root / "模板", Workspace(made.root)
    folder.mkdir(exist_ok=True)
    for schema in all_schemas().values():
        is_form = schema.name in FORM_KINDS
        path = folder / ("项目支出绩效自评表.xlsx" if is_form else f"{schema.title}.xlsx")
        if not path.exists():
            write_template(schema.name, workspace.at("danwei", SAMPLE_YEAR + 1), path)
            made.written.append(path.relative_to(made.root).as_posix())
    blank = folder / "指标体系表.xlsx"
    if not blank.exists():
        write_blank_table(blank)
        made.written.append(blank.relative_to(made.root).as_posix())
