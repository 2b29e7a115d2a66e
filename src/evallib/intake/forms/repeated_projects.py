"""Projects told twice (同一项目两份自评表): neither form is read, one error tells of both, all other projects go on."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evallib.intake.forms.form_shape import FUNDS, GOALS
from evallib.model.problems import Problem, ProblemList

HEADS = "self_evaluation_forms"
REPEATED_PROJECT = "intake.repeated_project"


def leave_out_repeated(tables: dict[str, list[pd.DataFrame]], problems: ProblemList) -> None:
    """Take the forms of a project that has several out of the tables, with one error for the project.

    Args:
        tables: frames by table kind; changed in place.
        problems: receives an error for each such project.
    """
    for project, places in _repeated(tables.get(HEADS, [])):
        problems.add(
            Problem(
                REPEATED_PROJECT,
                f"同一项目有 {len(places)} 份自评表，不知以哪一份为准，都未读入",
                file=places[0][0],
                sheet=places[0][1],
                value=f"{project}：{'；'.join(' › '.join(place) for place in places)}",
                expected="一个项目一份自评表",
                advice="请只留一份；是两个项目的，请在“项目名称”写清区别",
            )
        )
        for name in (HEADS, FUNDS, GOALS):
            kept = [frame[frame["project_name"] != project] for frame in tables.get(name, [])]
            tables[name] = [frame for frame in kept if len(frame)]
            if not tables[name]:
                del tables[name]


def _repeated(heads: list[pd.DataFrame]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    places: dict[str, list[tuple[str, str]]] = {}
    for frame in heads:
        for row in frame.to_dict("records"):
            if row["project_name"]:
                places.setdefault(str(row["project_name"]), []).append((row["source_file"], row["source_sheet"]))
    yield from ((project, found) for project, found in places.items() if len(found) > 1)
