"""Verbs of the gate (校验): check a path, write an empty template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evallib.cli.common import JsonOption, UnitOption, YearOption, write_json, writing


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command()(check)
    app.command()(template)


def check(
    path: Annotated[Path, typer.Argument(help="一个表格文件、data/raw/<单位>/<年度>，或整个 data/raw")],
    year: Annotated[int | None, typer.Option("--year", help="路径中看不出年度时写明")] = None,
    json_file: JsonOption = None,
) -> None:
    """只校验，不写入 data/clean；退出码 0 为可以进入，1 为有表不能进入，2 为路径有误。"""
    from evallib.checks.check import check_path, describe

    report = check_path(path, year)
    for line in describe(report):
        typer.echo(line)
    write_json(report, json_file)
    raise typer.Exit(report.exit_code)


def template(
    kind: Annotated[
        str, typer.Argument(help="表类：budget、四率、form（自评表）、scoring（指标体系表）等，见 docs/tables.md")
    ],
    unit: UnitOption,
    year: YearOption,
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx 文件；已有的文件不覆盖")],
) -> None:
    """写一份空白表：表头、下拉选项、数据验证和填表说明齐备，填好即可通过校验。"""
    from evallib.model.units import Workspace
    from evallib.publish.forms.blank_table import write_template

    if kind in {"scoring", "指标体系"}:
        from evallib.scoring.framework.evaluator.blank_table import write_blank_table

        with writing(out):
            typer.echo(f"已写入 {write_blank_table(out)}")
        return
    with writing(out):
        typer.echo(f"已写入 {write_template(kind, unit, year, out, Workspace.find())}")
