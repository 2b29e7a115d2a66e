"""Verbs of starting (起步): a new workspace, what the machine has, and the laboratory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from evallib.cli.common import JsonOption, write_json, writing


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="新的文件夹，例如 我的工作区；已是工作区的，只补缺少的文件")
    ],
    sample: Annotated[
        Literal["one", "all", "none"], typer.Option("--sample", help="示例单位：one 一个，all 四个，none 不要")
    ] = "one",
    json_file: JsonOption = None,
) -> None:
    """建一个新的工作区：文件夹、笔记本、校验规则、空白表、示例单位和说明；已有的文件不改。"""
    from evallib.workbench.starting.new_workspace import make_workspace

    with writing(folder):
        made = make_workspace(folder, sample)
    typer.echo(f"工作区：{made.root}")
    typer.echo(f"写入 {len(made.written)} 个文件" + (f"，已有的 {len(made.kept)} 个没有改动" if made.kept else ""))
    for name in made.different:
        typer.echo(f"  与随附的不同，保留原样：{name}")
    write_json(
        {"root": str(made.root), "written": made.written, "kept": made.kept, "different": made.different}, json_file
    )
    here = made.root == Path.cwd()
    enter = "" if here else f'cd "{folder}"，再运行 '
    typer.echo(f"下一步：{enter}evallib run 生成报告，或 evallib lab 打开分析界面")


def doctor(json_file: JsonOption = None) -> None:
    """检查 Python、组件、字体、浏览器、LibreOffice、写入权限和打开的工作簿；缺少必需的，退出码为 1。"""
    from evallib.workbench.starting.doctor import examine_machine

    checks = examine_machine()
    for check in checks:
        typer.echo(str(check))
    write_json(checks, json_file)
    raise typer.Exit(1 if any(check.state == "缺少" for check in checks) else 0)


def lab(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口；被占用时改用下一个")] = 8888,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="是否自动打开浏览器")] = True,
) -> None:
    """在 JupyterLab（中文界面）中打开工作区，最前面是“开始”；按 Ctrl+C 结束。"""
    from evallib.model.workspace.units import Workspace
    from evallib.workbench.starting.laboratory import open_laboratory

    raise typer.Exit(open_laboratory(Workspace.find(), port, browser))
