"""Strict YAML (严格读取的 YAML): every key is known, none is written twice, every error names file and line.

Rules, frameworks, schemas and corrections are data that people edit; a mistyped key must never be ignored.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evallib.model.problems import EvallibError, Problem, ProblemList, did_you_mean
from evallib.model.pydantic_words import chinese_message, shown_input

Model = TypeVar("Model", bound=BaseModel)

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, ten times as fast, where it is there
MAX_FILE = 4 * 2**20
MAX_DEPTH = 50
DEEP_LINE = re.compile(rf"^[ \t?:-]{{{MAX_DEPTH},}}", re.MULTILINE)


class Strict(BaseModel):
    """Data that people write: a key that there is not is refused, and what was read does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def load_yaml(path: Path) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """Read a YAML file without losing where things stand.

    Dates and numbers stay as written (strings), so that ``2.50`` or ``2023-01-01`` are not changed on the way in;
    ``true``/``false`` and ``null`` are read as such.

    Args:
        path: the file.

    Returns:
        The data, and the line (from 1) of every key path, e.g. ``("indicators", 0, "rule")``.

    Raises:
        EvallibError: the file is missing, is not YAML, or has a duplicate key.
    """
    if not path.is_file():
        raise EvallibError(Problem("yaml.missing", "找不到文件", file=str(path), advice="请核对文件路径"))
    if path.stat().st_size > MAX_FILE:
        raise EvallibError(
            Problem("yaml.too_large", "文件大得不正常，不予读取", file=str(path), advice="请核对文件内容")
        )
    problems = ProblemList()
    lines: dict[tuple[str | int, ...], int] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise EvallibError(
            Problem(
                "yaml.syntax",
                "看不出文字编码",
                file=str(path),
                expected="UTF-8",
                advice="请另存为 UTF-8 编码的文本文件",
            )
        ) from None
    try:
        _check_depth(text, path)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第{mark.line + 1}行" if mark else ""
        written = text.splitlines()[mark.line : mark.line + 1] if mark else []
        raise EvallibError(
            Problem(
                "yaml.syntax",
                "YAML 格式有误",
                file=str(path),
                cell=place,
                value="".join(written).strip()[:80],
                advice="请检查这一行和上一行的缩进、冒号和引号",
            )
        ) from None
    data = _construct(node, (), lines, problems, path, set()) if node is not None else None
    problems.raise_errors()
    return data, lines


def load_model(path: Path, model: type[Model]) -> Model:
    """Read a YAML file into a pydantic model, naming file, line and nearest key of every mistake.

    Args:
        path: the file.
        model: a pydantic model; declare ``extra="forbid"`` so that unknown keys are errors.

    Raises:
        EvallibError: with one problem per mistake.
    """
    data, lines = load_yaml(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise EvallibError(validation_problems(error, path, lines, model)) from None


def validation_problems(
    error: ValidationError, path: Path, lines: dict[tuple[str | int, ...], int], model: type[BaseModel]
) -> list[Problem]:
    """Turn pydantic's errors into problems with file, line and a hint."""
    problems = []
    for item in error.errors():
        where = tuple(item["loc"])
        key = str(where[-1]) if where else ""
        message = chinese_message(item)
        hint = did_you_mean(key, _known_keys(model)) if item["type"] == "extra_forbidden" else ""
        value = shown_input(item)
        problems.append(
            Problem(
                f"yaml.{item['type']}",
                message,
                file=str(path),
                cell=f"第{line_of(where, lines)}行",
                value=value,
                advice=hint,
            )
        )
    return problems


def line_of(where: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> int:
    """The line of a key path, or of its nearest parent that has one."""
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _check_depth(text: str, path: Path) -> None:
    """Composing is recursive in C: nested deep enough, a text takes the whole process down."""
    if text.count("[") + text.count("{") < MAX_DEPTH and not DEEP_LINE.search(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise EvallibError(Problem("yaml.too_deep", "YAML 嵌套过深", file=str(path), advice="请核对文件内容"))


def _construct(
    node: yaml.Node,
    where: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    problems: ProblemList,
    path: Path,
    seen: set[int],
) -> Any:
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.CollectionNode) and id(node) in seen:
        # An alias may stand for itself, or for ten others that each stand for ten others.
        problems.add(
            Problem(
                "yaml.alias",
                "不支持锚点与别名（& 和 *）",
                file=str(path),
                cell=f"第{node.start_mark.line + 1}行",
                advice="请把内容逐处写出",
            )
        )
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                problems.add(
                    Problem(
                        "yaml.duplicate_key",
                        f"“{key}”写了两次",
                        file=str(path),
                        cell=f"第{key_node.start_mark.line + 1}行",
                        advice="请只保留一处",
                    )
                )
            result[key] = _construct(value_node, (*where, key), lines, problems, path, seen)
            lines[(*where, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*where, i), lines, problems, path, seen) for i, item in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in {"true", "yes", "on"}
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return node.value


def _known_keys(model: type[BaseModel]) -> list[str]:
    keys: list[str] = []
    seen: set[type[BaseModel]] = set()
    queue: list[Any] = [model]
    while queue:
        current = queue.pop()
        if isinstance(current, type) and issubclass(current, BaseModel):
            if current in seen:
                continue
            seen.add(current)
            for name, field in current.model_fields.items():
                keys.append(field.alias or name)
                queue.append(field.annotation)
        else:
            queue.extend(getattr(current, "__args__", ()))
    return keys
