"""The verb of the release check (发布检查)."""

from __future__ import annotations

import typer

from evallib.cli.common import JsonOption, write_json


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    release = typer.Typer(no_args_is_help=True, help="发布检查：对外发布的文件里有没有不该发布的内容。")
    release.command("check")(check)
    app.add_typer(release, name="release")


def check(json_file: JsonOption = None) -> None:
    """打开 reports/ 里的每个文件，找出单件工单、过小的件数和个人信息；有不能发布的文件时退出码为 1。只检查，不移动文件。"""
    from evallib.model.units import Workspace
    from evallib.publish.release.check import check_release

    refusals = check_release(Workspace.find())
    for refusal in refusals:
        typer.echo(str(refusal))
    files = len({refusal.file for refusal in refusals})
    typer.echo(f"发布检查不通过：{files} 个文件不能发布" if refusals else "发布检查通过")
    write_json(refusals, json_file)
    raise typer.Exit(1 if refusals else 0)
