"""The registry (口径库): every definition by name, shipped ones and those of a workspace, checked as they are read.

``<id>.yaml`` holds a set, ``<id>.cases.yaml`` beside it worked examples. A workspace's own sets stand in its folder
``definitions/``; one with the id of a shipped set replaces it there.

>>> find_rate("huacao-2023/timeliness_rate").label
'处置及时率'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from evallib.model.definitions.definition import DefinitionSet, RateDefinition, Term
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.strict_yaml import Strict, line_of, load_model, load_yaml

HERE = Path(__file__).parent
SHIPPED = HERE / "sets"
CASES = ".cases.yaml"
#: The folder of a workspace that holds its own definitions.
FOLDER = "definitions"
#: The rates of a page where nothing else is chosen.
DEFAULT_SET = "request-rates"


class _Terms(Strict):
    terms: dict[str, Term]


class _Case(Strict):
    title: str
    rate: str
    given: dict[str, Decimal]
    value: Decimal | None
    source: str = ""


class _Cases(Strict):
    cases: tuple[_Case, ...]


@dataclass(frozen=True)
class CaseResult:
    """A worked example beside a set, and what the definition gives.

    Args:
        set_id: the set.
        title: what the example is.
        rate: name of the rate.
        expected, got: the value as it should be, and as it is (None for missing); compared at the places of `expected`.
        source: where it was published.
    """

    set_id: str
    title: str
    rate: str
    expected: Decimal | None
    got: Decimal | None
    source: str

    @property
    def passed(self) -> bool:
        """Whether they agree."""
        if self.expected is None or self.got is None:
            return self.expected is self.got
        return abs(self.got - self.expected) <= Decimal(5).scaleb(self.expected.as_tuple().exponent - 1)  # type: ignore[operator]


@cache
def terms() -> dict[str, Term]:
    """Every term that a definition may use, by name.

    >>> terms()["solved_count"].label
    '实际解决数'
    """
    return load_model(HERE / "terms.yaml", _Terms).terms


def load_set(path: Path) -> DefinitionSet:
    """Read one set, strictly.

    Raises:
        EvallibError: an unknown or doubled key, an unknown term, an id that is not the file's name, or parts that
            contradict each other; each with file, line and the nearest valid word.
    """
    found = load_model(path, DefinitionSet)
    _, lines = load_yaml(path)
    problems = []
    if found.id != path.stem:
        problems.append(
            Problem(
                "definitions.id",
                "口径的 id 应与文件名相同",
                file=str(path),
                cell=f"第{line_of(('id',), lines)}行",
                value=found.id,
                expected=path.stem,
            )
        )
    for place, rate in enumerate(found.rates):
        for side in ("numerator", "denominator"):
            for name in getattr(rate, side):
                if name not in terms():
                    line = line_of(("rates", place, side, name), lines)
                    problems.append(Problem("definitions.term", f"“{rate.label}”用了未定义的要素", file=str(path),
                                            cell=f"第{line}行", value=name, expected="terms.yaml 中的要素",
                                            advice=did_you_mean(name, list(terms()))))  # fmt: skip
    if problems:
        raise EvallibError(problems)
    return found


def definition_sets(root: Path | None = None) -> dict[str, DefinitionSet]:
    """All sets by id: the shipped ones, and those in ``definitions/`` of a workspace, which win.

    Args:
        root: folder of the workspace; only shipped sets without it.

    Raises:
        EvallibError: a set cannot be read.

    >>> sorted(definition_sets())[:2]
    ['beijing-three-rates', 'huacao-2023']
    """
    own = root / FOLDER if root is not None else None
    return dict(_shipped()) | (_read(own) if own is not None and own.is_dir() else {})


def find_set(name: str, root: Path | None = None) -> DefinitionSet:
    """A set by id.

    Raises:
        EvallibError: there is none, with the nearest one.

    >>> find_set("shanghai-town-card").evaluation_year_start
    11
    """
    known = definition_sets(root)
    if name not in known:
        raise EvallibError(
            Problem(
                "definitions.unknown_set",
                f"没有名为“{name}”的口径",
                expected="、".join(known),
                advice=did_you_mean(name, list(known)),
            )
        )
    return known[name]


def find_rate(name: str, within: str | DefinitionSet = DEFAULT_SET, root: Path | None = None) -> RateDefinition:
    """A rate by name, Chinese label or synonym: ``satisfaction_rate``, ``市民满意率``, ``huacao-2023/completion_rate``.

    Args:
        name: the rate; ``set/rate`` names its set as well.
        within: the set, where `name` has none.
        root: folder of the workspace.

    Raises:
        EvallibError: there is none, with the nearest one.

    >>> find_rate("群众满意率").name
    'satisfaction_rate'
    """
    head, _, tail = name.rpartition("/")
    chosen = find_set(head or within, root) if isinstance(within, str) else find_set(head, root) if head else within
    for rate in chosen.rates:
        if tail in (rate.name, rate.label, *rate.synonyms):
            return rate
    known = [word for rate in chosen.rates for word in (rate.name, rate.label)]
    raise EvallibError(
        Problem(
            "definitions.unknown_rate",
            f"“{chosen.name}”中没有“{tail}”",
            expected="、".join(known[::2]),
            advice=did_you_mean(tail, known),
        )
    )


def standard_label(name: str) -> str:
    """The one Chinese name of a rate that towns call differently, by the synonyms of all shipped sets.

    >>> standard_label("群众满意率"), standard_label("办件量")
    ('市民满意率', '办件量')
    """
    return _synonyms().get(name, name)


def check_cases(sets: Iterable[DefinitionSet] | None = None, root: Path | None = None) -> list[CaseResult]:
    """Run the worked examples beside the sets; a workspace's own stand in its ``definitions/``.

    Args:
        sets: which; the shipped ones by default.
        root: folder of the workspace.

    >>> all(result.passed for result in check_cases())
    True
    """
    results = []
    for found in _shipped().values() if sets is None else sets:
        folders = [SHIPPED] if root is None else [root / FOLDER, SHIPPED]
        path = next((place / f"{found.id}{CASES}" for place in folders if (place / f"{found.id}.yaml").is_file()), None)
        if path is None or not path.is_file():
            continue
        for case in load_model(path, _Cases).cases:
            top, bottom = find_rate(case.rate, found).parts(case.given)
            rate = find_rate(case.rate, found)
            got = top / bottom * (rate.per or 1) if top is not None and bottom else None
            results.append(CaseResult(found.id, case.title, rate.name, case.value, got, case.source))
    return results


@cache
def _shipped() -> dict[str, DefinitionSet]:
    return _read(SHIPPED)


@cache
def _synonyms() -> dict[str, str]:
    words: dict[str, str] = {}
    for found in _shipped().values():
        for rate in found.rates:
            for word in rate.synonyms:
                words.setdefault(word, rate.label)
    return words


def _read(folder: Path) -> dict[str, DefinitionSet]:
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name.endswith(CASES):
            continue
        try:
            found[path.stem] = load_set(path)
        except EvallibError as error:
            problems.extend(error.problems)
    if problems:
        raise EvallibError(problems)
    return found
