"""The verb of printed rules (评分标准): read one, score a value, or many of them from a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evallib.cli.common import JsonOption, write_json

if TYPE_CHECKING:
    from evallib.parsing.rules.rule_lists import ListEntry


_SHOWN = 5
"""How many entries a message names."""


def rule(
    text: Annotated[str | None, typer.Argument(metavar="原文", help="评分标准原文")] = None,
    weight: Annotated[str | None, typer.Option("--weight", help="分值")] = None,
    value: Annotated[
        str | None, typer.Option("--value", help="业绩值，例如 93%、3次、满足①②；几项写成 名称=值;名称=值")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="成批：YAML 清单，每条有 id、text、weight、values")
    ] = None,
    json_file: JsonOption = None,
) -> None:
    """读评分标准：说出读成什么规则、要问什么，给出业绩值时算出得分。"""
    from evallib.parsing.rules.rule_answers import answer, answer_many

    if file is not None:
        answers = answer_many(_entries(file))
        write_json(answers, json_file)
        asked = sum(score == "ask" for scores in answers.values() for score in scores)
        typer.echo(f"{len(answers)} 条评分标准，{sum(map(len, answers.values()))} 个数值，其中 {asked} 个需要确认")
        return
    told = answer(_given(text, "评分标准原文"), _points(_given(weight, "--weight 分值")), _value(value))
    typer.echo(told["told"] or "没有读懂，请人工写成规则")
    for sample in told["examples"]:
        typer.echo(f"  {sample['value']} → {_words(sample['score'])}")
    if value is not None:
        typer.echo(f"得分：{_words(told['score'])}" + (f"（{told['why']}）" if told["why"] else ""))
    if len(told["readings"]) > 1:
        typer.echo("可有几种读法（第一种为通常读法）：")
        for reading in told["readings"]:
            score = f" → {_words(reading['score'])}" if value is not None else ""
            typer.echo(f"  · {reading['choice']}：{reading['told']}{score}")
    for piece in told["not_understood"]:
        typer.echo(f"  未读懂：{piece}", err=True)
    write_json(told, json_file)


def _words(score: str | None) -> str:
    return {"ask": "需要确认", "judgement": "由评价人员评定", None: "没有读懂"}.get(score, f"{score} 分")


def _given(value: str | None, name: str) -> str:
    if value is None:
        raise typer.BadParameter(f"缺少{name}（或用 --file 给出清单）")
    return value


def _points(weight: str) -> str:
    from decimal import Decimal, InvalidOperation

    weight = weight.strip().removesuffix("分")
    try:
        number = Decimal(weight)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number <= 0:
        raise typer.BadParameter(f"分值应为大于0的数，读到“{weight}”")
    return weight


def _value(value: str | None) -> object:
    """A value, or several: 名称=值;名称=值."""
    if value is None or "=" not in value or value.lstrip()[:1] == "=":
        return value
    pairs = [part.partition("=") for part in value.replace("；", ";").split(";") if part.strip()]
    return {name.strip(): one.strip() for name, _, one in pairs}


def _entries(file: Path) -> list[ListEntry]:
    """The entries of a list file; numbers stay as they are written, what is wrong with an entry is told.

    Raises:
        EvallibError: the file cannot be read, or holds no entry.
    """
    import yaml

    from evallib.model.problems import EvallibError, Problem
    from evallib.parsing.rules.rule_lists import read_list

    try:
        loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise EvallibError(
            Problem(
                "rule.list_unreadable",
                "评分标准清单读不出来",
                file=str(file),
                value=str(error).splitlines()[0],
                expected="YAML 清单，每条有 id、text、weight、values",
                advice="请检查文件路径和写法",
            )
        ) from None
    entries, troubles = read_list(loaded)
    if not entries:
        raise EvallibError(
            Problem(
                "rule.list_entry",
                "清单里没有评分标准",
                file=str(file),
                expected="YAML 清单，每条有 id、text、weight、values",
                advice="请对照 evallib rule --help 的写法",
            )
        )
    causes: dict[str, list[int]] = {}
    for trouble in troubles:
        causes.setdefault(trouble.message.replace(f"“第{trouble.index}条”", "条号"), []).append(trouble.index)
    for message, places in causes.items():
        which = "、".join(map(str, places[:_SHOWN])) + ("等" if len(places) > _SHOWN else "")
        count = f"（{len(places)} 条）" if len(places) > 1 else ""
        typer.echo(f"[提醒] {file} 第{which}条{count}：{message}", err=True)
    return entries
