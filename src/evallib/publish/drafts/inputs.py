"""What people hand in for a report beside tables (报告资料): engagement, profile, problems, issue; all optional.

The files stand in ``data/raw/<unit>/<year>/report/``; a mistyped key is an error with its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.strict_yaml import Strict, load_model
from evallib.model.workspace.units import UnitYear
from evallib.privacy import mask_label
from evallib.publish.drafts.context_sheets import ContextSheets, read_context_sheets

FOLDER = "report"
ENGAGEMENT, PROFILE, PROBLEMS, ISSUE = "engagement.yaml", "profile.yaml", "problems.yaml", "issue.yaml"
NARRATIVE = "narrative"


class Engagement(Strict):
    """engagement.yaml (委托与评价): who evaluates for whom, under what, when; every field may stay empty."""

    title: str = ""
    client: str = ""
    evaluator: str = ""
    lead: str = ""
    basis: tuple[str, ...] = ()
    completed: str = ""
    methods: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    scheme_date: str = ""
    review_date: str = ""
    delivery_date: str = ""
    experts: str = ""
    published_at: str = ""
    published_on: str = ""


class Plan(Strict):
    """A plan of the unit (战略目标、中长期规划、阶段性目标) and the document that it stands in."""

    kind: str
    text: str
    document: str = ""


class Profile(Strict):
    """profile.yaml (单位概况): what a unit is and has to do."""

    established: str = ""
    document_no: str = ""
    level: str = ""
    approved_posts: str = ""
    mission: str = ""
    duties: tuple[str, ...] = ()
    plans: tuple[Plan, ...] = ()
    beneficiaries: str = ""


class Recommendation(Strict):
    """A recommendation (建议): who does what by when."""

    id: str
    title: str
    action: str
    who: str = ""
    by_when: str = ""


class ProblemFound(Strict):
    """A problem (问题): its fact, what it is measured against, the indicators that lost points, its cause."""

    id: str
    title: str
    group: str = ""
    fact: str = ""
    basis: str = ""
    indicators: tuple[str, ...] = ()
    cause: str = ""
    recommendations: tuple[Recommendation, ...] = ()


class Problems(Strict):
    """problems.yaml (问题与建议)."""

    problems: tuple[ProblemFound, ...] = ()
    experience: tuple[str, ...] = ()


class Issue(Strict):
    """issue.yaml of a monthly report (月报的期号与签发)."""

    number: str = ""
    total_number: str = ""
    office: str = ""
    signed_by: str = ""
    sent_to: str = ""
    copied_to: str = ""


Kind = TypeVar("Kind", bound=Strict)


@dataclass(frozen=True)
class Inputs:
    """Everything that was handed in for a report."""

    folder: Path
    engagement: Engagement = field(default_factory=Engagement)
    profile: Profile = field(default_factory=Profile)
    problems: Problems = field(default_factory=Problems)
    issue: Issue = field(default_factory=Issue)
    sheets: ContextSheets = field(default_factory=ContextSheets)


def report_folder(at: UnitYear) -> Path:
    """Where the report's own inputs stand."""
    return at.raw_dir / FOLDER


def read_inputs(at: UnitYear) -> Inputs:
    """Read the report's own inputs; what is not there is empty.

    Raises:
        EvallibError: a file that cannot be read, an unknown file, a recommendation that two problems share in two
            texts.
    """
    folder = report_folder(at)
    _refuse_unknown(folder)
    found = Inputs(
        folder,
        _read(folder / ENGAGEMENT, Engagement) or Engagement(),
        _read(folder / PROFILE, Profile) or _read(at.workspace.raw / at.unit / PROFILE, Profile) or Profile(),
        _read(folder / PROBLEMS, Problems) or Problems(),
        _read(folder / ISSUE, Issue) or Issue(),
        read_context_sheets(folder),
    )
    _check_problems(found.problems, folder / PROBLEMS)
    return found


def _read(path: Path, kind: type[Kind]) -> Kind | None:
    return _masked(load_model(path, kind)) if path.is_file() else None


def _masked(found: Kind) -> Kind:
    """Without telephone numbers and the like; names of evaluators on the cover are what a report is signed with."""
    return type(found).model_validate(_plain(found.model_dump()))


def _plain(value: object) -> object:
    if isinstance(value, str):
        return mask_label(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _refuse_unknown(folder: Path) -> None:
    """A file under a wrong name would be passed over in silence."""
    known = [ENGAGEMENT, PROFILE, PROBLEMS, ISSUE]
    strange = [
        path.name
        for path in (sorted(folder.iterdir()) if folder.is_dir() else [])
        if path.suffix in {".yaml", ".yml"} and path.name not in known
    ]
    if strange:
        raise EvallibError(
            [
                Problem(
                    "draft.unknown_input",
                    "报告资料里有不认识的文件",
                    file=f"{FOLDER}/{name}",
                    expected="、".join(known),
                    advice=did_you_mean(name, known),
                )
                for name in strange
            ]
        )


def _check_problems(found: Problems, path: Path) -> None:
    told: set[str] = set()
    twice = []
    for problem in found.problems:
        for item in (problem.id, *(one.id for one in problem.recommendations)):
            twice += [item] if item in told else []
            told.add(item)
    if twice:
        raise EvallibError(
            [
                Problem(
                    "draft.problem_id", "问题或建议的编号写了两次", file=path.name, value=item, advice="请换一个编号"
                )
                for item in twice
            ]
        )
