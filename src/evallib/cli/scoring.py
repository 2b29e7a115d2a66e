"""Verbs of scoring (评分): score, explain, and frameworks (指标体系)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evallib.cli.common import JsonOption, UnitOption, YearOption, write_json, writing

if TYPE_CHECKING:
    from evallib.scoring.scorecard import Scorecard

FrameworkOption = Annotated[
    str | None, typer.Option("--framework", help="改用的指标体系：名称或 YAML 文件；不写则按评分数据所写")
]
framework_app = typer.Typer(no_args_is_help=True, help="指标体系：检查、列出、导出为 Excel、由 Excel 导入。")


def score(
    unit: UnitOption,
    year: YearOption,
    framework: FrameworkOption = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="假设：指标代码=数值，例如 C222=80%，可多次给出")
    ] = None,
    project: Annotated[
        str | None, typer.Option("--project", help="只算这一个项目（项目名称或其中几个字）；几个项目的自评表代码相同")
    ] = None,
    json_file: JsonOption = None,
) -> None:
    """按指标体系为单位评分；--set 可做假设测算，结果不是得分，也不写入报告。"""
    from evallib.scoring.what_if.sensitivity import best_five

    cards = _cards(unit, year, framework, changes or [], project)
    for card in cards:
        total = f"{card.total:f}" if card.total is not None else f"待补充（{card.bounds[0]:f}–{card.bounds[1]:f}）"
        typer.echo(f"{card.title}：{total} 分，{card.grade or '等级待定'}（{card.framework.name}）")
        if card.assumptions:
            typer.echo(f"  假设：{'；'.join(card.assumptions)}。以下为假设测算，不是评价结果。")
        for level in card.levels.values():
            if level.depth == 1:
                value = f"{level.score:f}" if level.score is not None else "待补充"
                typer.echo(f"  {level.code} {level.name}：{value} / {level.weight:f}")
        for item in card.framework.adjustments:
            if moved := card.adjustments[item.code].score:
                sign, word = ("+", "加分") if item.kind == "bonus" else ("-", "扣分")
                typer.echo(f"  {item.code} {item.name}（{word}）：{sign}{moved:f}")
        typer.echo(f"  合计：{total} / {card.framework.full_score:f}")
        for finding in card.findings:
            typer.echo(f"  · {finding.message}")
        for problem in card.problems:
            typer.echo(f"  {problem}", err=True)
        for gain in best_five(card):
            typer.echo(f"  ↑ {gain.code} {gain.name}：最多可增 {gain.gain:f} 分")
    write_json(cards, json_file)
    raise typer.Exit(0 if all(card.total is not None for card in cards) else 1)


def explain(
    code: Annotated[str, typer.Argument(metavar="指标代码", help="指标代码，例如 C222")],
    unit: UnitOption,
    year: YearOption,
    framework: FrameworkOption = None,
    json_file: JsonOption = None,
) -> None:
    """说明一个指标的得分：规则、所用数据及其单元格、每一步计算。"""
    found = []
    for card in _cards(unit, year, framework, [], None):
        explanation = card.explain(code)
        typer.echo(f"{card.unit.title}\n{explanation}\n")
        found.append(explanation)
    write_json(found, json_file)


@framework_app.command("list")
def list_(json_file: JsonOption = None) -> None:
    """列出随附的和本工作区（data/frameworks、各单位资料旁）的指标体系。"""
    from evallib.model.problems import EvallibError
    from evallib.scoring.framework.catalogue import framework_files, list_frameworks
    from evallib.scoring.framework.loading import load_framework

    found = list_frameworks()
    for path in (path for folder in _own_folders() for path in framework_files(folder)):
        try:
            found.append(load_framework(path))
        except EvallibError as error:
            typer.echo(
                f"{path.name}：读不懂，共 {len(error.problems)} 处，详见 evallib framework check {path.stem}", err=True
            )
    rows = [
        {"id": item.id, "name": item.name, "document_no": item.document_no, "indicators": len(item.leaves)}
        for item in found
    ]
    for row in rows:
        typer.echo(f"{row['id']}\t{row['name']}\t{row['document_no']}\t{row['indicators']} 个指标")
    write_json(rows, json_file)


@framework_app.command()
def check(
    name: Annotated[
        str, typer.Argument(metavar="体系", help="指标体系名称，或其文件：.yaml，或由 export 导出的 .xlsx")
    ],
    json_file: JsonOption = None,
) -> None:
    """检查指标体系文件并运行旁边的用例（<名称>.cases.yaml）；写法有误退出码为 2，用例不符为 1。"""
    from evallib.scoring.framework.catalogue import framework_path
    from evallib.scoring.framework.examples import check_file
    from evallib.scoring.framework.loading import check_framework

    file = framework_path(name, *_own_folders())
    framework, results = check_file(file)
    doubts = list(check_framework(framework, file.name, texts=True))
    failed = [result for result in results if not result.passed]
    typer.echo(f"{framework.name}：{len(framework.leaves)} 个指标，满分 {framework.full_score:f}，写法没有问题")
    typer.echo(f"用例 {len(results)} 个，不符 {len(failed)} 个")
    for doubt in doubts:
        typer.echo(f"  {doubt}", err=True)
    for result in failed:
        typer.echo(f"  {result.title}：应为 {result.expected}，实际 {result.got}", err=True)
    write_json({"id": framework.id, "indicators": len(framework.leaves), "cases": results}, json_file)
    raise typer.Exit(1 if failed else 0)


@framework_app.command()
def export(
    name: Annotated[str, typer.Argument(metavar="名称", help="指标体系名称或 YAML 文件")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx 文件")],
) -> None:
    """把指标体系导出为 Excel，每个指标一行，便于在表格中设计。"""
    from evallib.scoring.framework.catalogue import find_framework
    from evallib.scoring.framework.to_sheet import export_framework

    typer.echo(f"已写入 {export_framework(find_framework(name, *_own_folders()), out)}")


@framework_app.command(name="import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="自己的指标体系表（.xlsx、.docx），或由 export 导出并修改过的 .xlsx")
    ],
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .yaml 文件，例如 data/frameworks/我的体系.yaml")],
    review: Annotated[Path | None, typer.Option("--review", help="核对表写到哪个 .xlsx 文件")] = None,
    reviewed: Annotated[
        Path | None, typer.Option("--reviewed", help="核对过的核对表：读回所选的读法和改写的评分标准")
    ] = None,
    usual: Annotated[bool, typer.Option("--usual", help="有几种读法的一律取通常读法，并记入指标体系")] = False,
    unit: Annotated[str | None, typer.Option("--unit", help="同时把表中的业绩值和得分写成该单位的评分数据")] = None,
    year: Annotated[int | None, typer.Option("--year", help="年度")] = None,
    json_file: JsonOption = None,
) -> None:
    """读入指标体系：评分标准逐条读成规则，写成 YAML 和核对表；有待核对的退出码为 1。"""
    from evallib.scoring.framework.evaluator.evaluator_import import ImportJob, run_import

    job = ImportJob(file, out, review, reviewed, usual, unit, year)
    with writing(out):
        result = run_import(job)
    for line in result.lines:
        typer.echo(line)
    for problem in result.problems:
        typer.echo(f"  {problem}", err=True)
    write_json(
        {"framework": result.framework.id, "indicators": result.rows, "problems": list(result.problems)}, json_file
    )
    raise typer.Exit(1 if result.left else 0)


def _own_folders() -> tuple[Path, ...]:
    """Where a workspace keeps frameworks of its own, beside a unit's data too, from any folder; none outside of one."""
    from evallib.model.problems import EvallibError
    from evallib.model.workspace.units import Workspace

    try:
        workspace = Workspace.find()
    except EvallibError:
        return ()
    beside = sorted(path for path in (workspace.root / "data" / "raw").glob("*/*") if path.is_dir())
    return (workspace.frameworks, *beside)


def _cards(unit: str, year: int, framework: str | None, changes: list[str], project: str | None) -> list[Scorecard]:
    from evallib.checks.gate import clean_missing
    from evallib.checks.store import UnitData
    from evallib.model.problems import EvallibError, Problem
    from evallib.model.workspace.units import Workspace
    from evallib.scoring.scorecards import scorecards

    workspace = Workspace.find()
    workspace.check(unit, year)
    clean_missing(workspace.at(unit, year))
    cards = scorecards(UnitData(workspace, unit, year), framework, changes, project=project)
    if not cards:
        raise EvallibError(
            Problem(
                "scoring.no_input",
                f"{unit} {year} 年度没有评分数据",
                advice="请在 data/raw 的该年文件夹放置 scoring.yaml，或提交项目支出绩效自评表",
            )
        )
    return cards
