"""Verb for definitions of rates (指标口径): list, explain, check, and the handbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from evallib.cli.common import JsonOption, write_json, writing


def definitions(
    name: Annotated[
        str, typer.Argument(metavar="口径", help="口径名称，或 口径/指标，例如 huacao-2023/结案率；不写为全部列出")
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="核对各套口径旁的算例（<名称>.cases.yaml），不符时退出码为 1")
    ] = False,
    handbook: Annotated[
        Path | None, typer.Option("--handbook", help="把指标口径手册写到这个文件夹（handbook.html）")
    ] = None,
    json_file: JsonOption = None,
) -> None:
    """列出、说明并核对指标口径（分子、分母、时段、等级权重、出处）。"""
    from evallib.model.definitions.registry import check_cases, definition_sets, find_rate, find_set
    from evallib.model.problems import EvallibError
    from evallib.model.workspace.units import Workspace

    try:
        root: Path | None = Workspace.find().root
    except EvallibError:
        root = None
    if handbook is not None:
        from evallib.publish.page.handbook import write_handbook

        with writing(handbook):
            typer.echo(f"已写入 {write_handbook(handbook, root)}")
        return
    if check:
        results = check_cases(definition_sets(root).values(), root=root)
        failed = [result for result in results if not result.passed]
        typer.echo(f"算例 {len(results)} 个，不符 {len(failed)} 个")
        for result in failed:
            typer.echo(f"  {result.set_id} {result.title}：应为 {result.expected}，实际 {result.got}", err=True)
        write_json(results, json_file)
        raise typer.Exit(1 if failed else 0)
    shown: list[Any]
    if not name:
        shown = list(definition_sets(root).values())
        for found in shown:
            until = found.valid_to or "今"
            typer.echo(f"{found.id}\t{found.name}\t{found.valid_from}至{until}\t{len(found.rates)} 个指标")
    elif "/" in name:
        shown = [find_rate(name, root=root)]
        _explain(shown[0])
    else:
        shown = [find_set(name, root)]
        typer.echo(f"{shown[0].name}（{shown[0].document_no or shown[0].source}）")
        for rate in shown[0].rates:
            _explain(rate)
    write_json([item.model_dump(mode="json") for item in shown], json_file)


def _explain(rate: Any) -> None:
    from evallib.model.definitions.definition import COHORT_LABELS
    from evallib.model.definitions.registry import terms

    typer.echo(f"{rate.label}（{rate.name}）")
    typer.echo(f"  {rate.formula(terms())}")
    told = [f"时段：{COHORT_LABELS[rate.cohort]}", f"数据：{rate.basis}", f"分母为空：{rate.when_empty}"]
    told += ["只计已到期的工单"] if rate.is_time_bound else []
    told += [f"解释说明：{rate.explained}"] if rate.explained != "不适用" else []
    typer.echo(f"  {'；'.join(told)}")
    for text in (rate.note, rate.source):
        if text:
            typer.echo(f"  {text}")
