"""Parameters (参数): what a notebook's own parameters cell declares, and whether what it is given fits.

The cell is read as text, without papermill, so that a mistake is found before anything heavy starts.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.model.problems import Problem, did_you_mean

TAG = "parameters"
TYPE_NAMES = {
    "int": "整数", "float": "数字", "str": "文字", "bool": "true 或 false", "list": "列表", "dict": "字典",
    "tuple": "列表",
}  # fmt: skip
MONTH = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Parameter:
    """A name of the parameters cell, its default, and its type (empty where the default is None)."""

    name: str
    default: Any
    type: str


def declared_parameters(notebook: Path) -> dict[str, Parameter]:
    """The parameters that a notebook declares in its cell tagged ``parameters``; none without such a cell.

    A default that is not a literal, or is None, accepts any type; an annotation (``top: int = None``) names one.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    cell = next((cell for cell in cells if TAG in cell["metadata"].get("tags", [])), None)
    return parse_parameters("".join(cell["source"])) if cell else {}


def parse_parameters(source: str) -> dict[str, Parameter]:
    r"""The assignments of a parameters cell.

    >>> parse_parameters("unit = 'huacao'  # 单位\nyear: int = None")["year"]
    Parameter(name='year', default=None, type='int')
    """
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value, note = node.targets[0].id, node.value, ""
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            name, value, note = node.target.id, node.value, ast.unparse(node.annotation)
        else:
            continue
        try:
            default = ast.literal_eval(value)
        except ValueError:
            default = None
        kind = note if note in TYPE_NAMES else "" if default is None else type(default).__name__
        found[name] = Parameter(name, default, kind)
    return found


def check_parameters(
    notebook: str, declared: Mapping[str, Parameter], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """Values in the types that the notebook declares, and what is wrong with them.

    Args:
        notebook: its file name, for messages.
        declared: `declared_parameters` of it.
        given: values by name; text, as a command line gives it, is read as the declared type.

    Returns:
        The values that fit, and one problem per name that is unknown or value that does not.

    >>> values, problems = check_parameters("a.ipynb", parse_parameters("top = 5"), {"top": "7", "tpo": 3})
    >>> values, problems[0].message, problems[0].advice
    ({'top': 7}, '笔记本没有参数“tpo”', '您是不是要写“top”？')
    """
    values: dict[str, Any] = {}
    problems = []
    for name, value in given.items():
        if name not in declared:
            advice = did_you_mean(name, declared) or "该笔记本没有带 parameters 标签的单元格"
            problems.append(Problem("batch.unknown_parameter", f"笔记本没有参数“{name}”", file=notebook, advice=advice))
            continue
        try:
            values[name] = convert(value, declared[name].type)
        except (ValueError, SyntaxError):
            problems.append(
                Problem(
                    "batch.mistyped_parameter",
                    f"参数“{name}”的类型不对",
                    file=notebook,
                    value=str(value),
                    expected=TYPE_NAMES.get(declared[name].type, declared[name].type),
                    advice=f"笔记本中的默认值为 {declared[name].default!r}",
                )
            )
    return values, problems


def convert(value: Any, kind: str) -> Any:
    """A value as a type; text is read, anything else has to fit already.

    >>> convert("2023", "int"), convert("true", "bool"), convert("a,b", "list"), convert("2023-09", "str")
    (2023, True, ['a', 'b'], '2023-09')
    """
    if not kind or type(value).__name__ == kind:
        return value
    if kind == "float" and type(value) is int:
        return float(value)
    if not isinstance(value, str):
        raise ValueError(value)
    if kind == "bool":
        return {"true": True, "false": False}[value.lower()] if value.lower() in {"true", "false"} else _refuse(value)
    if kind in {"int", "float"}:
        return int(value) if kind == "int" else float(value)
    if kind == "list" and not value.startswith("["):
        return [part.strip() for part in value.split(",")]
    result = ast.literal_eval(value)
    return result if type(result).__name__ == kind else _refuse(value)


def _refuse(value: str) -> Any:
    raise ValueError(value)
