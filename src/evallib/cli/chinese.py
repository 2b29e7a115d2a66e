"""Chinese on the command line (命令行的中文): help, usage and what is said of a mistyped word.

The library that parses the words speaks English only; here is all that a user reads of it.
"""

from __future__ import annotations

import re
from functools import cache
from types import MethodType
from typing import Any

import typer
from typer.main import get_command

from evallib.cli.help_page import help_page, order_verbs

QUOTED = re.compile(r"'([^']*)'")
EXTRA = re.compile(r"unexpected extra argument.* \((.*)\)\.?$")
WANTED = [
    (re.compile(r"valid integer"), "应为整数"),
    (re.compile(r"valid number"), "应为数字"),
    (re.compile(r"valid boolean"), "应为 true 或 false"),
    (re.compile(r"greater than or equal to (\S+)"), "不得小于 {}"),
    (re.compile(r"less than or equal to (\S+)"), "不得大于 {}"),
    (re.compile(r"is not one of (.+?)\.?$"), "只能是 {} 之一"),
    (re.compile(r"does not exist"), "没有这个文件或文件夹"),
]


@cache
def chinese_command(app: typer.Typer) -> Any:
    """The application's command, with Chinese help; made once, since it is all verbs with all their options."""
    command = get_command(app)
    _translate(command, "evallib")
    return command


def _translate(command: Any, name: str) -> None:
    command.options_metavar = "[选项]"
    command.format_help = MethodType(
        lambda self, context, formatter: formatter.write(help_page(self, context)), command
    )
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = "命令 [参数]…"
    context = command.context_class(command, info_name=name)
    _usage(context.formatter_class)
    if option := command.get_help_option(context):
        option.help = "显示本说明"
    inner_commands = getattr(command, "commands", {})
    for word in order_verbs(inner_commands) if name == "evallib" else list(inner_commands):
        inner_commands[word] = inner_commands.pop(word)
        _translate(inner_commands[word], word)


def _usage(formatter: Any) -> None:
    """Let the usage line begin with 用法."""
    if getattr(formatter, "is_chinese", False):
        return
    original = formatter.write_usage

    def write_usage(self: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        original(self, prog, args, prefix or "用法：")

    formatter.write_usage, formatter.is_chinese = write_usage, True


def explain(error: Exception) -> str:
    """What is wrong with the words that were typed, and where to read more; the help of a group that was named alone.

    Args:
        error: what the parser of the command line raised.
    """
    kind, text = type(error).__name__, str(getattr(error, "message", error))
    context = getattr(error, "ctx", None)
    if kind == "NoArgsIsHelpError":
        return str(context.get_help()) if context is not None else ""
    more = f"\n说明：{context.command_path} --help" if context is not None else ""
    return f"[错误] {_reason(error, kind, text)}{more}"


def _reason(error: Any, kind: str, text: str) -> str:
    quoted = QUOTED.findall(text)
    if kind == "NoSuchOption":
        near = "、".join(error.possibilities or [])
        return f"没有选项“{error.option_name}”" + (f"；您是不是要写“{near}”？" if near else "")
    if kind == "MissingParameter":
        return f"缺少{_name(error)}"
    if kind == "BadParameter":
        return f"{_name(error)}的值不对：" + next(
            (word.format(*found.groups()) for pattern, word in WANTED if (found := pattern.search(text))), text
        )
    if kind == "BadOptionUsage":
        return f"选项“{error.option_name}”后面缺少值"
    if text.startswith("No such command"):
        return f"没有命令“{quoted[0]}”" + (f"；您是不是要写“{'、'.join(quoted[1:])}”？" if quoted[1:] else "")
    if text.startswith("Missing command"):
        return "缺少命令"
    if found := EXTRA.search(text):
        return f"有多余的参数：{found[1]}"
    return text


def _name(error: Any) -> str:
    param = error.param
    if param is None:
        return "参数"
    is_option = str(max(param.opts, key=len)).startswith("-")
    return f"选项“{max(param.opts, key=len)}”" if is_option else f"参数“{param.metavar or param.name}”"
