"""Options and outputs that every verb shares (共用选项)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

UnitsOption = Annotated[
    list[str] | None, typer.Option("--unit", help="单位（data/raw 下的文件夹名），可多次给出；不写为全部")
]
YearsOption = Annotated[list[int] | None, typer.Option("--year", help="年度，可多次给出；不写为全部")]
UnitOption = Annotated[str, typer.Option("--unit", help="单位（data/raw 下的文件夹名）")]
YearOption = Annotated[int, typer.Option("--year", help="年度")]
JsonOption = Annotated[Path | None, typer.Option("--json", help="同时把结果写成 JSON 文件")]


def write_json(result: Any, path: Path | None) -> None:
    """Write a result beside what was printed."""
    if path is not None:
        from evallib.model.files import write_text
        from evallib.model.plain import plain

        write_text(path, json.dumps(plain(result), ensure_ascii=False, indent=1) + "\n")
