"""`evallib`: every verb a person needs (命令行). Messages are Chinese; every result can also be written as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from evallib.batch.engines.executors import ENGINES
from evallib.cli import (
    audit,
    checks,
    definitions,
    draft,
    expectations,
    release,
    review,
    rule,
    sample,
    scoring,
    starting,
)
from evallib.cli.chinese import chinese_command, explain
from evallib.cli.common import WHY, JsonOption, UnitsOption, YearsOption, show_on, write_json
from evallib.cli.next_steps import next_step
from evallib.model.problems import FEW, EvallibError, one_per_cause

if TYPE_CHECKING:
    EngineName = str
else:
    EngineName = StrEnum("EngineName", {name: name for name in ENGINES})
ENGINE_HELP = "执行方式：" + "；".join(f"{name} {engine.label}" for name, engine in ENGINES.items())

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_verbs: list[str] = []


@app.callback()
def begin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    """预算绩效评价与 12345 热线数据工作台。单独输入 evallib，说明这里有什么、下一步做什么。"""
    _verbs[:] = [context.invoked_subcommand or ""]
    if version:
        from evallib import __version__

        typer.echo(f"evallib {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from evallib.workbench.starting.situation import describe_situation

        for line in describe_situation():
            typer.echo(line)
        typer.echo("全部命令：evallib --help")


VERBS: dict[str, Callable[..., None]] = {
    "new": starting.new, "doctor": starting.doctor, "lab": starting.lab, "score": scoring.score,
    "explain": scoring.explain, "review": review.review, "rule": rule.rule, "audit": audit.audit, "draft": draft.draft,
    "check": checks.check, "template": checks.template, "map": checks.map_columns,
    "definitions": definitions.definitions,
}  # fmt: skip
GROUPS = {
    "framework": scoring.framework_app,
    "release": release.release_app,
    "sample": sample.sample_app,
    "expectations": expectations.expectations_app,
}
for name, verb in VERBS.items():
    app.command(name)(verb)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


@app.command()
def units(json_file: JsonOption = None) -> None:
    """列出已提交数据的单位与年度。"""
    from evallib.model.workspace.units import Workspace
    from evallib.privacy.units import mask_unit

    workspace = Workspace.find()
    rows = [
        {"unit": unit, "name": mask_unit(workspace.unit_info(unit)).name, "years": workspace.years(unit)}
        for unit in workspace.units()
    ]
    for row in rows:
        typer.echo(f"{row['unit']}\t{row['name']}\t{'、'.join(map(str, row['years']))}")
    write_json(rows, json_file)


@app.command()
def clean(unit: UnitsOption = None, year: YearsOption = None, json_file: JsonOption = None) -> None:
    """读取、校验并保存清洁数据；有错误的表不进入 data/clean，退出码为 1。"""
    from evallib.checks.gate import clean_unit
    from evallib.model.workspace.handed_in import find_strays
    from evallib.model.workspace.units import Workspace

    workspace = Workspace.find()
    results = [clean_unit(workspace.at(*pair)) for pair in workspace.select(unit, year)]
    for result in results:
        _tell_gate(result)
    for stray in () if unit else find_strays(workspace.raw):
        typer.echo(str(stray), err=True)
    write_json(results, json_file)
    raise typer.Exit(0 if all(result.ok for result in results) else 1)


@app.command()
def run(
    unit: UnitsOption = None,
    year: YearsOption = None,
    notebook: Annotated[
        list[str] | None,
        typer.Option("--notebook", "-n", help="笔记本（notebooks 下的文件名，不带 .ipynb），可多次给出"),
    ] = None,
    month: Annotated[str, typer.Option("--month", help="月份，例如 2023-09；运行月报笔记本")] = "",
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", help="笔记本的其他参数，写作 名称=值，可多次给出")
    ] = None,
    engine: Annotated[EngineName | None, typer.Option("--engine", help=ENGINE_HELP)] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="并行份数；不写为处理器个数")] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0, help="每份报告的时限（秒）；0 为不限")] = 600,
    scheduler: Annotated[str, typer.Option("--scheduler", help="Dask 调度器地址，例如 tcp://10.0.0.1:8786")] = "",
    force: Annotated[bool, typer.Option("--force", help="没有变化的报告也重新生成")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将要做什么")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="按上次运行的选择接着做")] = False,
    only: Annotated[Literal["failed"] | None, typer.Option("--only", help="failed：只做上次未完成的报告")] = None,
    documents: Annotated[bool, typer.Option("--documents", help="另写 Word 报告的审阅稿，放在 data/inside")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="另用本机的浏览器把每份报告印成 A4 的 PDF")] = False,
    json_file: JsonOption = None,
) -> None:
    """校验数据并生成报告，只做有变化的；有未完成的报告时退出码为 1，中断时为 130。"""
    from evallib.batch.console import run_in_console
    from evallib.batch.planning.plan import Selection, read_parameters
    from evallib.batch.planning.up_to_date import Options

    selection = Selection(unit or [], year or [], notebook or [], month, read_parameters(parameter or []))
    options = Options(
        selection,
        None if engine is None else str(engine),
        jobs,
        timeout or None,
        scheduler,
        force,
        dry_run,
        resume,
        only is not None,
    )
    result, code = run_in_console(options)
    if documents and not dry_run:
        from evallib.cli.draft import write_documents

        code = max(code, write_documents(unit, year))
    write_json(result, json_file)
    if pdf and not dry_run:
        code = max(code, _print(result))
    raise typer.Exit(code)


def _print(result: Any) -> int:
    """Print the reports of a run; what could not be printed is told, and makes the exit code 1."""
    from evallib.batch.printing import print_reports

    printed, problems = print_reports(result)
    for path in printed:
        typer.echo(f"PDF：{path}")
    for problem in problems:
        typer.echo(problem, err=True)
    return 1 if problems else 0


def _tell_gate(result: Any) -> None:
    from evallib.model.requests import table_titles

    titles = table_titles()
    tables = "、".join(f"{titles[name]} {rows} 行" for name, rows in result.accepted.items()) or "无"
    rejected = "、".join(titles[name] for name in result.rejected)
    typer.echo(f"{result.unit} {result.year}：进入 {tables}" + (f"；未进入 {rejected}" if rejected else ""))
    for problem in one_per_cause(result.problems, FEW):
        typer.echo(f"  {problem}", err=True)


def main() -> None:
    """Entry point: a user's mistake gives a message and exit code 2, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        show_on(stream)
    _verbs.clear()
    try:
        code = chinese_command(app).main(prog_name="evallib", standalone_mode=False)
    except EvallibError as error:
        typer.echo(str(error), err=True)
        code = 2
    except KeyboardInterrupt:
        typer.echo("已中断", err=True)
        code = 130
    except OSError as error:
        why = WHY.get(error.errno or 0) or error.strerror or str(error)
        typer.echo(
            f"写不下去：{why}（{error.filename or '输出'}）；请处理后重新运行，已完成的部分会保留",
            err=True,
        )
        code = 2
    except Exception as error:
        code = getattr(error, "exit_code", None)  # a mistake in the words that were typed has one
        if not isinstance(code, int):
            raise
        if told := explain(error):
            typer.echo(told, err=True)
    code = code if isinstance(code, int) else 0
    if _verbs and "--help" not in sys.argv and (told := next_step(_verbs[0], code)):
        sys.stdout.flush()
        typer.echo(told, err=True)
    sys.exit(code)
