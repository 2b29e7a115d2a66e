"""Help (帮助): complete at 80 columns, in Chinese, verbs in the order of work.

The formatter of the library breaks lines at spaces and cuts what has none, which is most of Chinese.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

#: Verbs in the order of work; one that is not listed comes last.
PANELS: dict[str, tuple[str, ...]] = {
    "起步": ("new", "doctor", "lab", "sample"),
    "交数与校验": ("template", "map", "check", "clean", "units", "expectations"),
    "报告": ("run", "release", "package", "draft"),
    "评分": ("rule", "framework", "score", "explain", "review", "definitions"),
    "核对": ("audit",),
}
OTHER = "其他"
TYPES = {int: "整数", float: "数字", str: "文字", Path: "路径"}
CLOSING = "，。；：、！？）］】》”’%"
OPENING = "（［【“‘《"
INDENT, GAP, MOST = 2, 2, 30


def help_page(command: Any, context: Any) -> str:
    """The help of a command.

    Args:
        command: the command or group of the command line's library.
        context: its context.
    """
    width = max(40, min(shutil.get_terminal_size((80, 24)).columns, 100))
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    rest = [command.subcommand_metavar] if hasattr(command, "commands") else map(_wanted, arguments)
    words = [f"用法：{context.command_path}", command.options_metavar, *rest]
    lines = [" ".join(words), "", *_paragraphs(command.help or "", width)]
    lines += _block("参数", [(_argument(param), _told(param)) for param in arguments], width)
    options = [param for param in command.get_params(context) if param.param_type_name == "option" and not param.hidden]
    if hasattr(command, "commands"):
        lines += _verbs(command, width)
    lines += _block("选项", [(_option(param), _told(param)) for param in options], width)
    return "\n".join(lines) + "\n"


def order_verbs(names: Iterable[str]) -> list[str]:
    """Verbs in the order of work.

    >>> order_verbs(["run", "mine", "new", "check"])
    ['new', 'check', 'run', 'mine']
    """
    order = [verb for panel in PANELS.values() for verb in panel]
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))


def _verbs(command: Any, width: int) -> Iterator[str]:
    known = {name: inner for name, inner in command.commands.items() if not inner.hidden}
    inside = not any(name in known for panel in PANELS.values() for name in panel) or "new" not in known
    panels = {} if inside else PANELS
    listed = {name for panel in panels.values() for name in panel}
    for title, names in {**panels, OTHER if panels else "命令": tuple(n for n in known if n not in listed)}.items():
        yield from _block(title, [(name, known[name].help or "") for name in names if name in known], width)


def _block(title: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    if not rows:
        return
    first = min(MOST, max(size(name) for name, _ in rows)) + INDENT + GAP
    yield from ("", title)
    for name, text in rows:
        told = wrap(text, width - first) or [""]
        lead = " " * INDENT + name
        if size(lead) + GAP > first:
            yield lead
            lead = ""
        yield lead + " " * (first - size(lead)) + told[0]
        yield from (" " * first + line for line in told[1:])


def _paragraphs(text: str, width: int) -> Iterator[str]:
    for paragraph in text.strip().splitlines():
        yield from (" " * INDENT + line for line in wrap(paragraph.strip(), width - INDENT))


def _argument(param: Any) -> str:
    return str(param.metavar or param.name)


def _wanted(param: Any) -> str:
    """An argument in the usage line; one that may be left out stands in brackets."""
    name = _argument(param) + ("…" if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _option(param: Any) -> str:
    names = "/".join([", ".join(sorted(param.opts, key=len)), *param.secondary_opts])
    return (
        names if param.is_flag or names == "--help" else f"{names} {_kind(param.type_descriptor.annotation)}".rstrip()
    )


def _kind(kind: Any) -> str:
    """What kind of value is meant; a list may be given again and again."""
    while get_origin(kind) is list:
        kind = get_args(kind)[0]
    if get_origin(kind) is Literal:
        return "|".join(map(str, get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(item.value) for item in kind)
    return TYPES.get(kind, "")


def _told(param: Any) -> str:
    text = str(getattr(param, "help", "") or "")
    default = param.default() if callable(param.default) else param.default
    if param.required:
        return f"{text}［必填］"
    shown = (
        default not in (None, False, "", [], ()) and isinstance(default, str | int | float) and not param.is_flag
        if param.param_type_name == "option"
        else False
    )
    return f"{text}［不写为 {getattr(default, 'value', default)}］" if shown else text


def size(text: str) -> int:
    """Columns that a text takes on a screen.

    >>> size("用法ab")
    6
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; Chinese breaks anywhere, words of Latin letters and paths stay whole.

    >>> wrap("读入data/raw的表，再看", 12)
    ['读入data/raw', '的表，再看']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if size(line + piece.rstrip()) <= width or not line:
            line += piece
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
    lines.append(line.rstrip())
    return [line for line in lines if line]


def _pieces(text: str) -> Iterator[str]:
    """What must not be broken: a Latin word, a note such as ［必填］, or one Chinese sign with the marks round it."""
    piece = ""
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        bound = sign in CLOSING or (piece and piece[-1] in OPENING) or (piece.find("［") >= 0 and "］" not in piece)
        if piece and (bound or (not wide and not piece[-1].isspace() and size(piece[-1]) == 1)):
            piece += sign
            continue
        if piece:
            yield piece
        piece = sign
    if piece:
        yield piece
