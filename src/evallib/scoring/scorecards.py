"""The evaluator's desk (评分台): score a unit by name, with what-if changes, for command line and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError, Problem, did_you_mean, errors_of
from evallib.scoring.framework.catalogue import find_framework
from evallib.scoring.framework.definition import Framework
from evallib.scoring.inputs.entries import Entry, Sourced, UnitInput
from evallib.scoring.inputs.forms import form_inputs
from evallib.scoring.inputs.instance import fill_goals
from evallib.scoring.inputs.loading_entries import load_entries
from evallib.scoring.inputs.published import with_published
from evallib.scoring.inputs.references import resolver
from evallib.scoring.language.calculation import VALUE
from evallib.scoring.score import score_unit
from evallib.scoring.scorecard import Scorecard

INPUT = "scoring.yaml"


def scorecards(
    data: UnitData,
    framework: str | None = None,
    changes: Iterable[str] = (),
    folders: Iterable[Path] = (),
    project: str | None = None,
) -> list[Scorecard]:
    """Score a unit and year: its scoring.yaml, and every self-evaluation form that was handed in.

    Args:
        data: clean tables; references in scoring.yaml are looked up there.
        framework: another framework than the input names: an id, or the path of a YAML file.
        changes: what-if values, ``C222=80%`` or ``C222.满意=3000``.
        folders: further folders with frameworks.
        project: only the self-evaluation form of this project; part of its name is enough.

    Returns:
        Scorecards, the whole unit's first; empty where there is nothing to score. Those that were changed name what
        they assume.

    Raises:
        EvallibError: a framework that does not hold, an unknown indicator or project, a reference that finds
            nothing, a change that cannot be read or that would touch several projects.
    """
    changes = tuple(changes)
    inputs = [supplied for read in _inputs(data) for supplied in read()]
    folders = (*folders, *framework_folders(data))
    prepared = [prepare(supplied, framework, folders) for supplied in _of_project(inputs, project)]
    meant = _meant(prepared, changes)
    cards = []
    for number, (system, filled) in enumerate(prepared):
        assumed = changes if number == meant else ()
        changed = change(system, filled, assumed)
        card = score_unit(system, changed, resolver(data), _blocked(data, system, changed))
        _refuse_unread(card, assumed)
        card.assumptions = assumed
        cards.append(card)
    return cards


def framework_folders(data: UnitData) -> tuple[Path, ...]:
    """Where frameworks beside the data are found by name: of the unit and year, of the unit, of the workspace."""
    year = data.workspace.raw_dir(data.unit, data.year)
    return (year, year.parent, data.workspace.frameworks)


@dataclass(frozen=True)
class Scoring:
    """What of a unit and year could be scored, and why the rest could not.

    Args:
        cards: the scorecards, the whole unit's first.
        problems: of inputs that could not be scored at all, each once.
    """

    cards: list[Scorecard]
    problems: list[Problem]


def score_available(data: UnitData) -> Scoring:
    """Every scorecard of a unit and year that can be made; an input that cannot be read takes no other along."""
    cards: list[Scorecard] = []
    problems: list[Problem] = []
    for read in _inputs(data):
        try:
            for supplied in read():
                with _collecting(problems):
                    system, filled = prepare(supplied, folders=framework_folders(data))
                    cards.append(score_unit(system, filled, resolver(data), _blocked(data, system, filled)))
        except EvallibError as error:
            problems += error.problems
    return Scoring(cards, list(dict.fromkeys(problems)))


@contextmanager
def _collecting(problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except EvallibError as error:
        problems += error.problems


def _inputs(data: UnitData) -> list[Callable[[], list[UnitInput]]]:
    """Ways to what was supplied for scoring: the unit's own file, and its forms."""
    path = data.workspace.raw_dir(data.unit, data.year) / INPUT
    own = [lambda: [with_published(load_entries(path), data)]] if path.is_file() else []
    return [*own, lambda: form_inputs(data)]


def _blocked(data: UnitData, framework: Framework, unit: UnitInput) -> dict[str, list[Problem]]:
    """The execution rate of a form whose funds were refused stays open."""
    status = data.status("self_evaluation_funds")
    if unit.project is None or unit.project.funds or status.usable:
        return {}
    return {node.code: [status.as_problem()] for node in framework.indicators if node.rule is not None}


def _of_project(inputs: list[UnitInput], project: str | None) -> list[UnitInput]:
    if project is None:
        return inputs
    named = {supplied.project.name: supplied for supplied in inputs if supplied.project}
    found = [project] if project in named else [name for name in named if project in name]
    if len(found) != 1:
        advice = did_you_mean(project, named) if not found else f"符合的有：{'、'.join(found)}"
        raise EvallibError(Problem("scoring.project", "认不出是哪个项目", value=project, advice=advice))
    return [named[found[0]]]


def _meant(prepared: list[tuple[Framework, UnitInput]], changes: Sequence[str]) -> int | None:
    """Which input the changes are for: forms number their goals alike, so that B21 is another goal in each."""
    if not changes or not prepared:
        return None
    codes = {text.partition("=")[0].strip().partition(".")[0] for text in changes}
    knowing = [number for number, (system, _) in enumerate(prepared) if codes <= set(_codes(system))]
    if len(knowing) > 1:
        names = [unit.project.name if unit.project else unit.title for _, unit in (prepared[n] for n in knowing)]
        message = f"有 {len(knowing)} 个项目都有“{'、'.join(sorted(codes))}”，不知改哪一个"
        advice = f"请用 --project 指明：{'、'.join(names)}"
        raise EvallibError(Problem("scoring.which_project", message, value="；".join(changes), advice=advice))
    return knowing[0] if knowing else 0  # the first says which code it does not know


def _codes(framework: Framework) -> list[str]:
    return [leaf.code for leaf in framework.leaves] + [adjustment.code for adjustment in framework.adjustments]


def _refuse_unread(card: Scorecard, assumed: Sequence[str]) -> None:
    """A change that the rule cannot read is a slip of the pen, not a figure that is still to come."""
    for text in assumed:
        left, _, value = text.partition("=")
        code = left.strip().partition(".")[0]
        score = card.scores.get(code) or card.adjustments[code]
        unread = [p for p in errors_of(score.problems) if p.value == value.strip()]
        if unread:
            raise EvallibError([replace(problem, message=f"假设“{text}”：{problem.message}") for problem in unread])


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
    codes = _codes(framework)
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
