"""Read a framework strictly: every mistake is named with file, line and the nearest valid key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from evallib.model.problems import EvallibError, Problem, ProblemList, did_you_mean, excerpt
from evallib.model.strict_yaml import line_of, load_yaml, validation_problems
from evallib.scoring.framework.definition import Framework, Indicator
from evallib.scoring.framework.rules import RULE_KINDS

Where = tuple[str | int, ...]
Lines = dict[Where, int]
Model = TypeVar("Model", bound=BaseModel)
A_GROUP = "应为“键: 值”的一组内容"
MESSAGES = {
    "decimal_parsing": "应为数字", "decimal_type": "应为数字", "int_parsing": "应为整数", "string_type": "应为文字",
    "tuple_type": "应为列表（每项以“- ”开头）", "literal_error": "不在可选值之内", "too_short": "项数太少",
    "date_from_datetime_parsing": "应为日期，例如 2023-01-01", "bool_parsing": "应为 true 或 false",
    "missing": "没有填写", "union_tag_not_found": "缺少 kind（评分规则类型）", "model_type": A_GROUP,
    "dict_type": A_GROUP, "model_attributes_type": A_GROUP,
}  # fmt: skip


def read_model(path: Path, model: type[Model]) -> tuple[Model, Lines]:
    """A YAML file as a model, with the line of every key.

    Raises:
        EvallibError: one problem per mistake, in Chinese.
    """
    data, lines = load_yaml(path)
    try:
        return model.model_validate(data), lines
    except ValidationError as error:
        for item in error.errors():
            lines[tuple(item["loc"])] = line_of(real_place(tuple(item["loc"]), data), lines)
        problems = validation_problems(error, path, lines, model)
        raise EvallibError(
            [in_chinese(item, problem) for item, problem in zip(error.errors(), problems, strict=True)]
        ) from None


def real_place(where: Where, data: Any) -> Where:
    """The place in the file: pydantic also names the kinds it tried, which are no keys of the file."""
    place: list[str | int] = []
    for key in where:
        known = key in data if isinstance(data, dict) else isinstance(data, list) and key in range(len(data))
        if known:
            data = data[key]
            place.append(key)
    return tuple(place)


def in_chinese(item: Any, problem: Problem) -> Problem:
    """One of pydantic's errors, said to an evaluator; place and file are the problem's."""
    key = str(item["loc"][-1]) if item["loc"] else ""
    changes: dict[str, Any] = {}
    if item["type"] == "union_tag_invalid":
        tag = str(item["ctx"]["tag"])
        kinds = [word.strip(" '") for word in str(item["ctx"]["expected_tags"]).split(",")]
        changes = {"message": f"不认识的类型 kind: {tag}", "value": tag, "advice": did_you_mean(tag, kinds)}
    elif item["type"] == "extra_forbidden":
        kind = next((str(word) for word in reversed(item["loc"][:-1]) if word in RULE_KINDS), "")
        changes = {"message": f"不认识的键“{key}”"}
        if kind:
            changes["advice"] = did_you_mean(key, RULE_KINDS[kind].model_fields)
    elif item["type"] in {"value_error", "assertion_error"}:
        changes = {"message": f"“{key}”：{str(item['msg']).split(', ', 1)[-1]}"}
    elif item["type"] in MESSAGES:
        changes = {"message": f"“{key}”{MESSAGES[item['type']]}"}
    if item["type"] == "literal_error":
        changes["expected"] = str(item["ctx"]["expected"]).replace(" or ", "、").replace("'", "")
    return replace(problem, **changes)


def load_framework(path: Path) -> Framework:
    """Read and check a framework.

    Raises:
        EvallibError: unknown or duplicate keys, weights that do not add up, a hole or an overlap in the grade scale,
            a target without a unit, a rule that cannot be built - each with file and line.
    """
    framework, lines = read_model(path, Framework)
    problems = ProblemList(check_framework(framework, str(path), lines))
    problems.raise_errors()
    return framework


def check_framework(
    framework: Framework, file: str = "", lines: Lines | None = None, *, texts: bool = False
) -> Iterator[Problem]:
    """What types cannot see: codes, weights, grades, targets and rules; `texts` holds printed texts against rules."""
    from evallib.scoring.framework.attainable import beyond_cap, takes_all

    lines = lines or {}

    def problem(code: str, message: str, where: Where, **details: Any) -> Problem:
        cell = f"第{line_of(where, lines)}行" if lines else "".join(str(key) for key in where[:1])
        return Problem(f"framework.{code}", message, file=file, cell=cell, **details)

    for grade, message in _grade_gaps(framework):
        yield problem("grades", message, ("grades", grade), advice="各等级的区间须从高到低相接，端点归属唯一")
    total = sum(node.weight for node in framework.indicators)
    if total != framework.full_score:
        yield problem(
            "weights",
            "一级指标的分值之和不等于满分",
            ("indicators",),
            value=f"{total}",
            expected=f"{framework.full_score}",
            advice="请核对各一级指标的分值",
        )
    codes = Counter(node.code for node in framework.walk())
    codes.update(adjustment.code for adjustment in framework.adjustments)
    for where, node in _places(framework):
        at = f"指标 {node.code} {node.name}"
        if codes[node.code] > 1:
            yield problem("code", f"指标代码 {node.code} 重复", (*where, "code"), advice="每个指标须有自己的代码")
        if node.rule is None and not node.children and not node.goals:
            yield problem("no_rule", f"{at}既没有下级指标也没有评分规则", where, advice="请填写 rule 或 children")
        if node.rule is not None and node.children:
            yield problem("two_sources", f"{at}既有下级指标又有评分规则", where, advice="请只保留一种")
        children = sum(child.weight for child in node.children)
        if node.children and children != node.weight:
            yield problem(
                "weights",
                f"{at}的下级指标分值之和不等于本级分值",
                (*where, "weight"),
                value=f"{children}",
                expected=f"{node.weight}",
                advice="请核对下级指标的 weight",
            )
        yield from _rule_problems(node, at, where, problem)
        yield from _fit_problems(node, at, where, problem)
        if texts:
            yield from _text_problems(node, at, where, problem)
    for n, adjustment in enumerate(framework.adjustments):
        if takes_all(adjustment):
            yield problem(
                "deduction",
                f"扣分项“{adjustment.name}”的规则给出的是保留的分，达标时反而扣 {adjustment.cap:f} 分",
                ("adjustments", n, "rule"),
                value=adjustment.rule.label,
                expected="按次数累计等从0起算的规则",
                advice="请改用 items（按次数累计），或改为带分值的指标",
            )
        if found := beyond_cap(adjustment):
            yield problem(
                "attainable",
                f"{adjustment.name}：{found[0]} {found[1].normalize():f} 大于上限 {adjustment.cap:f}",
                ("adjustments", n, "cap"),
                value=f"{found[1].normalize():f}",
                expected=f"{adjustment.cap:f}",
                advice="请核对上限与各档得分",
            )
        yield from _rule_problems(adjustment.as_indicator(), f"{adjustment.name}", ("adjustments", n), problem)


def _fit_problems(node: Indicator, at: str, where: Where, problem: Any) -> Iterator[Problem]:
    """The highest attainable points equal the weight."""
    from evallib.scoring.framework.attainable import misfits

    for message, value, expected in misfits(node.rule, node.weight):
        yield problem(
            "attainable",
            f"{at}：{message}",
            (*where, "rule"),
            value=value,
            expected=expected,
            advice="请核对分值与各档得分",
        )


def _text_problems(node: Indicator, at: str, where: Where, problem: Any) -> Iterator[Problem]:
    """The rule does what the printed text says."""
    from evallib.scoring.framework.text_agreement import changed_text, disagreement, lost_numbers

    if differs := disagreement(node):
        yield problem(
            "text_differs",
            f"{at}：评分标准原文与规则不一致，{differs.told}",
            (*where, "rule_text"),
            value=excerpt(node.rule_text),
            advice="请改规则使之与原文一致，或改回原文",
            severity="warning",
        )
    elif changed_text(node):
        yield problem("text_changed", f"{at}：评分标准原文已改，规则仍按改前的原文", (*where, "rule_text"),
                      value=excerpt(node.rule_text), expected="与读出规则时的原文一致",
                      advice="请重新导入，或用 evallib rule 核对", severity="warning")  # fmt: skip
    elif lost := lost_numbers(node):
        yield problem(
            "text_differs",
            f"{at}：评分标准原文与规则不一致，原文中的{'、'.join(lost)}在规则中没有",
            (*where, "rule_text"),
            value=excerpt(node.rule_text),
            advice="请改规则使之与原文一致，或改回原文",
            severity="warning",
        )


def _rule_problems(node: Indicator, at: str, where: Where, problem: Any) -> Iterator[Problem]:
    if node.rule is None:
        return
    try:
        node.calculation(frozenset(), {})
    except EvallibError as error:
        for found in error.problems:
            key = "target" if found.code.startswith("target.") else "rule"
            yield problem(
                found.code.split(".")[-1],
                f"{at}：{found.message}",
                (*where, key),
                value=found.value,
                expected=found.expected,
                advice=found.advice,
            )


def _places(framework: Framework) -> Iterator[tuple[Where, Indicator]]:
    stack: list[tuple[Where, Indicator]] = [(("indicators", n), node) for n, node in enumerate(framework.indicators)]
    while stack:
        where, node = stack.pop(0)
        yield where, node
        stack.extend(((*where, "children", n), child) for n, child in enumerate(node.children))


def _grade_gaps(framework: Framework) -> Iterator[tuple[int, str]]:
    grades = framework.grades
    for n, (upper, lower) in enumerate(pairwise(grades), start=1):
        names = f"“{upper.name}”{upper.range} 与“{lower.name}”{lower.range}"
        if lower.range.high < upper.range.low or (
            lower.range.high == upper.range.low and not (upper.range.low_closed or lower.range.high_closed)
        ):
            yield n, f"等级{names}之间有空档"
        elif lower.range.high > upper.range.low or (upper.range.low_closed and lower.range.high_closed):
            yield n, f"等级{names}有重叠"
    if framework.full_score not in grades[0].range:
        yield 0, f"满分 {framework.full_score} 不在最高等级“{grades[0].name}”{grades[0].range} 之内"
    if Decimal(0) not in grades[-1].range:
        yield len(grades) - 1, f"0 分不在最低等级“{grades[-1].name}”{grades[-1].range} 之内"
