"""Verbs of suites (校验规则): list what each asks, and add what accepted data have in common."""

from __future__ import annotations

from typing import Annotated

import typer

from evallib.cli.common import JsonOption, write_json

expectations_app = typer.Typer(no_args_is_help=True, help="校验规则：列出，或由已入库的数据建议新规则。")
KindArgument = Annotated[
    str, typer.Argument(metavar="表类", help="表类：中文名称或英文名，例如 四率、budget，见 docs/tables.md")
]


@expectations_app.command("list")
def list_(kind: KindArgument, json_file: JsonOption = None) -> None:
    """列出一类表的全部校验规则。"""
    from evallib.checks.suites import load_suite
    from evallib.model.workspace.units import Workspace
    from evallib.publish.forms.blank_table import find_kind

    schema = find_kind(kind)
    suite = load_suite(Workspace.find().expectations / f"{schema.name}.json", schema)
    words = {"critical": "错误", "warning": "警告", "info": "提示"}
    for number, rule in enumerate(suite.expectations, 1):
        typer.echo(f"{number}\t{words[rule.severity]}\t{rule.meta.rule}")
    write_json([rule.model_dump(mode="json") for rule in suite.expectations], json_file)


@expectations_app.command()
def add(
    kind: KindArgument,
    accept: Annotated[
        str, typer.Option("--accept", help="不逐条询问，直接采用这几条：序号用逗号隔开，或 all；只看不采用写 none")
    ] = "",
    json_file: JsonOption = None,
) -> None:
    """由已入库的数据建议新规则，逐条询问，采用的写入 expectations/（严重程度为警告）。"""
    from evallib.checks.rules.rule_proposals import accept_rules, propose_rules
    from evallib.model.workspace.units import Workspace
    from evallib.publish.forms.blank_table import find_kind

    workspace, schema = Workspace.find(), find_kind(kind)
    proposals = propose_rules(workspace, schema)
    path = workspace.expectations / f"{schema.name}.json"
    if not proposals:
        typer.echo("没有可以建议的规则：已入库的数据太少，或现有规则已经覆盖。")
    for number, proposal in enumerate(proposals, 1):
        typer.echo(f"{number}\t{proposal}")
    taken = [one for number, one in enumerate(proposals, 1) if _accepted(number, str(one), accept)]
    if taken:
        accept_rules(path, taken)
        typer.echo(f"采用 {len(taken)} 条，已写入 expectations/{path.name}")
    write_json([{"rule": one.rule, "rows": one.rows, "accepted": one in taken} for one in proposals], json_file)


def _accepted(number: int, words: str, accept: str) -> bool:
    if accept:
        return accept == "all" or str(number) in accept.replace("，", ",").replace(" ", "").split(",")
    return typer.confirm(f"采用第 {number} 条：{words}？", default=False)
