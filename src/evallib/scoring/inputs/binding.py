"""Bring what a unit supplied to what a calculation asks for; what cannot be decided becomes a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.parsing.rules.scoring.matching import pick
from evallib.scoring.inputs.entries import Sourced
from evallib.scoring.language.calculation import Calculation, InputSpec
from evallib.scoring.language.expression import Style
from evallib.scoring.language.targets import Compound, Moment, Quantity, normalised, parse, settle
from evallib.scoring.language.wording import day_number


@dataclass(frozen=True, slots=True)
class BoundInput:
    """An input as it went into the formula: as written, as a value, and where it stands."""

    name: str
    written: str
    value: Decimal | str | None
    style: Style
    source: Sourced | None = None


@dataclass(slots=True)
class Bound:
    """The inputs of one calculation; `problems` are questions to the evaluator."""

    env: dict[str, Any] = field(default_factory=dict)
    inputs: list[BoundInput] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def bind(calc: Calculation, values: Mapping[str, Sourced]) -> Bound:
    """Read every input of a calculation.

    Args:
        calc: the calculation.
        values: what was supplied, by input name.

    Returns:
        The environment for `Calculation.evaluate`, and what is missing or undecidable.
    """
    bound = Bound()
    for name, spec in calc.inputs.items():
        if name in bound.env:  # a component of a compound value that was read with the whole
            bound.inputs.append(BoundInput(name, "", bound.env[name], spec.style))
            continue
        source = values.get(name)
        raw = source.value if source is not None and source.value is not None else spec.default
        if raw is None:
            if not any(name == f"{whole}·{unit}" for whole, s in calc.inputs.items() for unit in s.components):
                bound.missing.append(name)
            bound.inputs.append(BoundInput(name, "", None, spec.style))
            continue
        try:
            value, style = read(spec, raw, bound.env)
        except EvallibError as error:
            place = source or Sourced()
            for problem in error.problems:
                filed = {**problem.to_dict(), "file": place.file, "sheet": place.sheet, "cell": place.cell}
                bound.problems.append(Problem(**filed))
            bound.inputs.append(BoundInput(name, str(raw), None, spec.style, source))
            continue
        bound.env[name] = value
        bound.inputs.append(BoundInput(name, "" if isinstance(raw, Decimal) else raw, value, style, source))
    bound.problems.extend(_unlike_units(calc, values))
    # A place without a value (a result that only a person can judge) is no figure that goes unused.
    unknown = [name for name, source in values.items() if name not in calc.inputs and source.value is not None]
    for name in unknown:
        bound.problems.append(
            Problem(
                "scoring.unknown_input",
                f"评分规则用不到“{name}”",
                advice=did_you_mean(name, calc.inputs),
                severity="warning",
            )
        )
    return bound


PEOPLE = {"人", "名", "位"}


def _unlike_units(calc: Calculation, values: Mapping[str, Sourced]) -> Iterator[Problem]:
    """Numerator and denominator of a rate in units that cannot be divided by each other."""
    for name, spec in calc.inputs.items():
        pair = [values.get(name), values.get(spec.partner)] if spec.partner else []
        raws = [one.value for one in pair if one is not None and isinstance(one.value, str)]
        if len(raws) != 2:
            continue
        try:
            found = [parse(raw) for raw in raws]
        except EvallibError:
            continue
        units = [one.unit for one in found if isinstance(one, Quantity)]
        if len(units) != 2 or units[0] == units[1] or set(units) <= PEOPLE:
            continue
        bare = [label for label, unit in zip((name, spec.partner), units, strict=True) if not unit]
        message = f"“{bare[0]}”没有单位" if bare else f"“{name}”与“{spec.partner}”的单位不一致"
        yield Problem(
            "scoring.unlike_units",
            message,
            value="、".join(raws),
            expected="两个数值用同一单位",
            advice="请写明单位，例如 80万元、100万元",
        )


def read(spec: InputSpec, raw: str | Decimal, env: dict[str, Any]) -> tuple[Decimal | str, Style]:
    """One written value as the formula needs it.

    Raises:
        EvallibError: it cannot be decided.
    """
    if isinstance(raw, Decimal):
        return _in_range(spec, raw, str(raw)), spec.style
    if spec.components:
        return _compound(spec, raw, env), "text"
    if spec.style == "text":
        return _word(spec, raw), "text"
    if spec.style == "date":
        return _day(spec, raw), "date"
    if spec.target is not None:
        return _in_range(spec, settle(raw, spec.target, spec.name), raw), spec.style
    found = parse(raw)
    if not isinstance(found, Quantity) or found.op:
        raise _question("not_a_number", f"“{spec.name}”应为数值", raw, "确定的数值", "请补充实际数值")
    if spec.style == "percent" and found.unit != "%":
        raise _question("unit", f"“{spec.name}”应为百分数", raw, "百分数", f"请写明单位，例如 {raw}%")
    return _in_range(spec, found.number, raw), "percent" if found.unit == "%" else spec.style


def _question(code: str, message: str, value: str, expected: str, advice: str) -> EvallibError:
    return EvallibError(Problem(f"scoring.{code}", message, value=value, expected=expected, advice=advice))


def _in_range(spec: InputSpec, number: Decimal, raw: str) -> Decimal:
    if spec.limit is not None and number > spec.limit:
        raise _question(
            "over_100",
            f"“{spec.name}”超过100%",
            raw,
            "不超过100%",
            "请核对；确实可以超过时在指标体系中写 over_100: allow",
        )
    if number < 0 and not spec.signed and spec.style != "percent":
        raise _question("negative", f"“{spec.name}”为负数", raw, "不小于零的数值", "请核对")
    return number


def _word(spec: InputSpec, raw: str) -> str:
    if raw in spec.choices:
        return raw
    plain = normalised(raw)
    for choice in spec.choices:
        if normalised(choice) == plain:
            return choice
    if spec.loose and (found := pick(plain, spec.choices)) is not None:
        return spec.choices[found]
    raise _question(
        "unknown_word",
        f"“{spec.name}”的写法不在评分标准之内",
        raw,
        "、".join(spec.choices),
        did_you_mean(raw, spec.choices),
    )


def _day(spec: InputSpec, raw: str) -> Decimal:
    found = parse(raw)
    if not isinstance(found, Moment):
        raise _question("not_a_day", f"“{spec.name}”应为日期", raw, "完整日期", "请写成 2023年12月31日")
    number = day_number(found.day)
    if found.before and spec.target is not None and number > spec.target.number:
        raise _question("bound", f"“{spec.name}”只给出最晚日期，不足以判断", raw, "实际完成日期", "请补充实际完成日期")
    return number


def _compound(spec: InputSpec, raw: str, env: dict[str, Any]) -> str:
    found = parse(raw)
    numbers = {part.unit: part.number for part in found.parts} if isinstance(found, Compound) else {}
    if set(numbers) != set(spec.components):
        raise _question(
            "components", f"“{spec.name}”的各项与目标不对应", raw, "、".join(spec.components), "请按目标的写法逐项填写"
        )
    env.update({f"{spec.name}·{unit}": number for unit, number in numbers.items()})
    return raw
