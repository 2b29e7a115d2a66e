"""`evallib`: every verb a person needs (命令行). Messages are Chinese; every result can also be written as JSON."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from evallib.cli.audit import register as register_audit
from evallib.cli.common import JsonOption, UnitsOption, YearsOption, write_json
from evallib.cli.sample import register as register_sample
from evallib.cli.scoring import register as register_scoring
from evallib.model.problems import EvallibError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="预算绩效评价与 12345 热线数据工作台。",
)

register_scoring(app)
register_audit(app)
register_sample(app)


@app.command()
def units(json_file: JsonOption = None) -> None:
    """列出已提交数据的单位与年度。"""
    from evallib.model.units import Workspace

    workspace = Workspace.find()
    rows = [
        {"unit": unit, "name": workspace.unit_info(unit).name, "years": workspace.years(unit)}
        for unit in workspace.units()
    ]
    for row in rows:
        typer.echo(f"{row['unit']}\t{row['name']}\t{'、'.join(map(str, row['years']))}")
    write_json(rows, json_file)


@app.command()
def clean(unit: UnitsOption = None, year: YearsOption = None, json_file: JsonOption = None) -> None:
    """读取、校验并保存清洁数据；有错误的表不进入 data/clean，退出码为 1。"""
    from evallib.checks.gate import clean_unit
    from evallib.model.units import Workspace

    workspace = Workspace.find()
    results = [clean_unit(workspace, *pair) for pair in workspace.select(unit, year)]
    for result in results:
        _tell_gate(result)
    write_json(results, json_file)
    raise typer.Exit(0 if all(result.ok for result in results) else 1)


@app.command()
def run(
    unit: UnitsOption = None,
    year: YearsOption = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="并行进程数；不写为处理器个数")] = None,
    json_file: JsonOption = None,
) -> None:
    """校验数据并为每个单位、年度生成报告；有未完成的报告时退出码为 1。"""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from evallib.batch.run import run_reports
    from evallib.model.units import Workspace
    from evallib.publish.index_page import score_text

    workspace = Workspace.find()
    pairs = workspace.select(unit, year)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("开始", total=2 * len(pairs))

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)
            if not console.is_terminal:
                typer.echo(f"[{done}/{total}] {what}", err=True)

        result = run_reports(workspace, pairs, jobs, progress)
    for gate in result.gates:
        if not gate.ok:
            _tell_gate(gate)
    typer.echo(f"总目录：{result.index}")
    for report in result.reports:
        state = "完成" if report.status == "ok" else f"未完成（{report.error}）"
        score = score_text(report.figures.get("scores", []))
        findings = report.figures.get("findings", "—")
        typer.echo(
            f"{report.name} {report.year}\t{state}\t得分 {score}\t勾稽发现 {findings} 处\t{report.seconds:.1f} 秒"
        )
    write_json(result, json_file)
    raise typer.Exit(0 if result.ok else 1)


def _tell_gate(result: Any) -> None:
    tables = "、".join(f"{name} {rows} 行" for name, rows in result.accepted.items()) or "无"
    typer.echo(
        f"{result.unit} {result.year}：进入 {tables}"
        + (f"；未进入 {'、'.join(result.rejected)}" if result.rejected else "")
    )
    for problem in result.problems:
        typer.echo(f"  {problem}", err=True)


def main() -> None:
    """Entry point: a user's mistake gives a message and exit code 2, never a traceback."""
    try:
        app()
    except EvallibError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
