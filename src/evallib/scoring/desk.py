"""The evaluator's desk (评分台): score a unit by name, with what-if changes, for command line and notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.scoring.calculation import VALUE
from evallib.scoring.entries import Entry, Sourced, UnitInput
from evallib.scoring.forms import form_inputs
from evallib.scoring.framework import Framework
from evallib.scoring.instance import fill_goals
from evallib.scoring.loading import find_framework
from evallib.scoring.published import with_published
from evallib.scoring.reading import load_entries
from evallib.scoring.references import resolver
from evallib.scoring.score import score_unit
from evallib.scoring.scorecard import Scorecard

INPUT = "scoring.yaml"


def scorecards(
    data: UnitData, framework: str | None = None, changes: Iterable[str] = (), folders: Iterable[Path] = ()
) -> list[Scorecard]:
    """Score a unit and year: its scoring.yaml, and every self-evaluation form that was handed in.

    Args:
        data: clean tables; references in scoring.yaml are looked up there.
        framework: another framework than the input names: an id, or the path of a YAML file.
        changes: what-if values, ``C222=80%`` or ``C222.满意=3000``.
        folders: further folders with frameworks.

    Returns:
        Scorecards, the whole unit's first; empty where there is nothing to score.

    Raises:
        EvallibError: a framework that does not hold, an unknown indicator, a reference that finds nothing.
    """
    path = data.workspace.raw_dir(data.unit, data.year) / INPUT
    inputs = ([with_published(load_entries(path), data)] if path.is_file() else []) + form_inputs(data)
    cards = []
    for supplied in inputs:
        system, filled = prepare(supplied, framework, folders)
        cards.append(score_unit(system, change(system, filled, changes), resolver(data)))
    return cards


def prepare(unit: UnitInput, framework: str | None = None, folders: Iterable[Path] = ()) -> tuple[Framework, UnitInput]:
    """The framework of an input, with a project's goals filled in."""
    return fill_goals(find_framework(framework or unit.framework, *folders), unit)


def change(framework: Framework, unit: UnitInput, changes: Iterable[str]) -> UnitInput:
    """What if: replace values; the override and the published score of a changed indicator no longer apply.

    Args:
        framework: the framework, for the known codes.
        unit: the input.
        changes: ``CODE=VALUE`` sets the value, ``CODE.INPUT=VALUE`` one of its inputs.

    Raises:
        EvallibError: a change that cannot be read, or an unknown code.
    """
    entries = dict(unit.indicators)
    codes = [leaf.code for leaf in framework.leaves] + [adjustment.code for adjustment in framework.adjustments]
    changed = False
    for text in changes:
        left, equals, value = text.partition("=")
        code, _, name = left.strip().partition(".")
        if not equals or not value.strip():
            raise EvallibError(
                Problem("scoring.set", "看不懂的假设", value=text, expected="指标代码=数值，例如 C222=80%")
            )
        if code not in codes:
            advice = did_you_mean(code, codes)
            raise EvallibError(Problem("scoring.unknown_indicator", f"没有指标“{code}”", value=text, advice=advice))
        old = entries.get(code, Entry())
        new = Sourced(value=value.strip(), note="假设值")
        kept = {"override": None, "published": ()}
        name = name or _only_input(framework, code)
        if name:
            inputs = {**old.inputs, name: new}
            entries[code] = old.model_copy(update={**kept, "inputs": inputs, "deficiencies": None})
        else:
            entries[code] = old.model_copy(update={**kept, "value": new, "inputs": {}, "deficiencies": None})
        changed = True
    return unit.model_copy(update={"indicators": entries, "published": ()}) if changed else unit


def _only_input(framework: Framework, code: str) -> str:
    """The one thing that a rule without a value asks for (问题项数), so that ``B332=0`` means what it says."""
    leaf = next((leaf for leaf in framework.leaves if leaf.code == code), None)
    if leaf is None:
        return ""
    asked = [name for name, spec in framework.calculation(leaf).inputs.items() if spec.default is None]
    return asked[0] if len(asked) == 1 and asked[0] != VALUE else ""
