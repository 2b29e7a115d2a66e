"""The verb of the Word reports (报告初稿)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from evallib.cli.common import JsonOption, UnitOption, YearOption, write_json, writing

Kind = Literal["department", "project", "self", "month"]


def draft(
    unit: UnitOption,
    year: YearOption,
    kind: Annotated[
        Kind,
        typer.Option(
            "--kind", help="department 部门整体评价报告；project 项目评价报告；self 部门整体自评报告；month 热线月报"
        ),
    ],
    delivery: Annotated[
        bool,
        typer.Option(
            "--delivery/--review", help="交付稿（无批注，有未填内容时拒绝）或审阅稿（默认，写入 data/inside）"
        ),
    ] = False,
    allow_gaps: Annotated[bool, typer.Option("--allow-gaps", help="交付稿允许有未了事项，封面注明")] = False,
    pages: Annotated[bool, typer.Option("--pages", help="用 LibreOffice 排版一遍，填上目录的页码")] = False,
    month: Annotated[str | None, typer.Option("--month", help="月报的月份，例如 2024-07")] = None,
    back: Annotated[Path | None, typer.Option("--take-back", help="先从改过的审阅稿取回人工文字，再重新生成")] = None,
    json_file: JsonOption = None,
) -> None:
    """生成 Word 报告初稿：数字取自校验后的数据，需要人写的地方留出并附事实。"""
    from evallib.checks.gate import clean_missing
    from evallib.model.workspace.units import Workspace
    from evallib.publish.drafts.writing import take_back_file, write_delivery, write_review

    workspace = Workspace.find()
    at = workspace.at(unit, year)
    at.check()
    clean_missing(at)
    told: dict[str, Any] = {}
    if back is not None:
        found = take_back_file(at, kind, back, month)
        typer.echo(f"取回人工文字 {len(found.written)} 处")
        for text in found.told:
            typer.echo(f"  · {text}")
        told["taken_back"] = {"written": [path.name for path in found.written], "told": found.told}
    with writing(workspace.inside):
        made = write_delivery(at, kind, allow_gaps, month, pages) if delivery else write_review(at, kind, month, pages)
    typer.echo(f"已写入 {made.path.relative_to(workspace.root).as_posix()}")
    if made.edited:
        typer.echo(f"  “{made.edited}”改过，保留不动；改动请用 --take-back 取回")
    for text in made.changed:
        typer.echo(f"  数字有变：{text}")
    for gap in made.gaps:
        typer.echo(f"  待填写：{gap}")
    for rule in made.rules:
        typer.echo(f"  {rule}", err=True)
    for name in made.unused:
        typer.echo(f"  人工文字“{name}”在提纲里没有位置，未放入报告", err=True)
    write_json(told | {"path": made.path, "gaps": made.gaps, "rules": made.rules, "changed": made.changed}, json_file)


def write_documents(units: list[str] | None, years: list[int] | None) -> int:
    """Review copies of every report that the data of the selected units carry; 1 where one could not be made."""
    from evallib.model.problems import EvallibError
    from evallib.model.workspace.units import Workspace
    from evallib.publish.drafts.writing import suitable_kinds, write_review

    workspace, code = Workspace.find(), 0
    for unit, year in workspace.select(units, years):
        at = workspace.at(unit, year)
        try:
            for kind in suitable_kinds(at):
                made = write_review(at, kind)
                typer.echo(f"审阅稿 {made.path.relative_to(workspace.root).as_posix()}（待填写 {len(made.gaps)} 处）")
        except EvallibError as error:
            typer.echo(f"{unit} {year} 的审阅稿没有生成：{error}", err=True)
            code = 1
    return code
