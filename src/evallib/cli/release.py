"""The verb of the release check (发布检查)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evallib.cli.common import JsonOption, UnitOption, YearOption, write_json, writing

release_app = typer.Typer(no_args_is_help=True, help="发布检查：对外发布的文件里有没有不该发布的内容。")


@release_app.command()
def check(json_file: JsonOption = None) -> None:
    """打开 reports/ 里的每个文件，找出单件工单、过小的件数和个人信息；有不能发布的文件时退出码为 1。只检查，不移动。"""
    from evallib.model.workspace.units import Workspace
    from evallib.publish.release.check import check_release

    refusals = check_release(Workspace.find())
    for refusal in refusals:
        typer.echo(str(refusal))
    files = len({refusal.file for refusal in refusals})
    typer.echo(f"发布检查不通过：{files} 个文件不能发布" if refusals else "发布检查通过")
    write_json(refusals, json_file)
    raise typer.Exit(1 if refusals else 0)


@release_app.command()
def package(
    unit: UnitOption,
    year: YearOption,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件夹；不写为工作区的 packages/")] = None,
    json_file: JsonOption = None,
) -> None:
    """把一个单位一年对外发布的文件打成移交包（zip），附目录和每个文件的指纹；发布检查不通过则不打包。"""
    from evallib.model.workspace.units import Workspace
    from evallib.publish.package import write_package

    workspace = Workspace.find()
    at = workspace.at(unit, year)
    at.check()
    with writing(out or workspace.root):
        made = write_package(at, out)
    typer.echo(f"已写入 {made.path}（{len(made.files)} 个文件）")
    write_json(made, json_file)
