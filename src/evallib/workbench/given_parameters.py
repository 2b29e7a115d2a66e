"""Given parameters (传入的参数): a notebook run by stock papermill refuses what it does not declare, as a batch does.

Papermill puts what it is given into a cell of its own behind the parameters cell, and only warns of names that are not
declared there. Both cells stand in the kernel's history. jupyter-scheduler does the same without papermill's mark:
there a cell of plain assignments right behind the parameters counts, as far as its names are declared or nearly so.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from evallib.batch.planning.parameters import Parameter, check_parameters, parse_parameters
from evallib.model.problems import EvallibError

INJECTED = "# Parameters\n"


def check_given(history: Sequence[str] | None = None) -> None:
    r"""Refuse parameters that the notebook does not declare, or whose type does not fit.

    Args:
        history: sources of the cells that were run, oldest first; this kernel's without it.

    Raises:
        EvallibError: every unknown name and every value that does not fit, with the nearest name and the default.

    >>> check_given(["unit: str = 'a'\nyear: int = 2023", "# Parameters\nyaer = 2024\n"])
    Traceback (most recent call last):
    evallib.model.problems.EvallibError: [错误] 笔记本没有参数“yaer”；处理：您是不是要写“year”？
    >>> check_given(["unit: str = 'a'\nyear: int = 2023", "limit = 5"])  # a notebook's own constants
    """
    cells = [source for source in (_history() if history is None else history) if source.strip()]
    at = next((number for number, source in enumerate(cells) if source.startswith(INJECTED)), None)
    marked = at is not None
    at = at if marked else _unmarked(cells)
    if not at:
        return
    declared = parse_parameters(cells[at - 1])
    given = {
        name: parameter.default
        for name, parameter in parse_parameters(cells[at]).items()
        if marked or get_close_matches(name, declared, 1)
    }
    _, problems = check_parameters(
        "", declared, {name: value for name, value in given.items() if not _same(value, declared, name)}
    )
    if problems:
        raise EvallibError(problems)


def _unmarked(cells: Sequence[str]) -> int | None:
    """The place of a cell of plain assignments right behind the first cell, if that declares parameters with types."""
    if len(cells) < 2 or not any(isinstance(node, ast.AnnAssign) for node in _statements(cells[0])):
        return None
    given = _statements(cells[1])
    plain = all(isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.List) for node in given)
    return 1 if given and plain else None


def _statements(source: str) -> Sequence[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:  # a line for IPython
        return ()


def _same(value: object, declared: Mapping[str, Parameter], name: str) -> bool:
    """A value that is its default needs no check: None stands for anything."""
    parameter = declared.get(name)
    return parameter is not None and parameter.default == value and not isinstance(value, bool)


def _history() -> list[str]:
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return []
    shell = get_ipython()
    return [str(source) for source in shell.user_ns.get("In", [])] if shell is not None else []
