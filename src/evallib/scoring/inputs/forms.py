"""Filled self-evaluation forms (已填报的自评表) as scoring inputs: nothing that a form states is typed twice.

What a form cannot state, a judgement with its reason and role, stands in ``scoring/<any name>.yaml`` as ``judgements``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field

from evallib.checks.states import State
from evallib.checks.store import UnitData
from evallib.indicators.proportions import is_missing
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.scoring.framework.definition import Model
from evallib.scoring.framework.loading import read_model
from evallib.scoring.inputs.entries import Goal, Override, Project, Sourced, UnitInput
from evallib.scoring.language.derived_values import Points

FRAMEWORK = "project-self-evaluation"
#: The bands of qualitative goals that held until the year before this one.
EARLIER, CHANGED = "project-self-evaluation-2017", 2020
NO_REASON = re.compile(r"(?:无|没有|不适用|无偏差|-+|/|\\|—+)?。?")
READABLE = {State.STORED, State.OUTDATED, State.ABSENT}  # in the others a form was handed in that cannot be scored
TOTAL_FUNDS = "年度资金总额"


class Judgement(Model):
    """A judged score and the role that gives it; the reason is the form's own 偏差原因 unless another is given."""

    score: Points
    role: str = Field(min_length=1)
    reason: str = ""


class FormJudgements(Model):
    """Judgements on the goals of one form."""

    form: str
    framework: str = ""
    judgements: dict[str, Judgement] = Field(default_factory=dict)


def form_inputs(data: UnitData) -> list[UnitInput]:
    """One scoring input per form that was handed in.

    Args:
        data: clean tables of a unit and year.

    Returns:
        Inputs in the order of the forms; empty where there is none, or none could be stored (`UnitData.status` says
        why).

    Raises:
        EvallibError: judgements on a form or a goal that is not there.
    """
    needed = ("self_evaluation_forms", "self_evaluation_indicators")
    if any(not data.has(name) and data.status(name).state not in READABLE for name in needed):
        return []
    forms = data.table("self_evaluation_forms")
    judgements = _judgements(data.workspace.raw_dir(data.unit, data.year) / "scoring", list(forms["project_name"]))
    return [
        _input(data, {str(key): value for key, value in form.items()}, judgements.get(form["project_name"]))
        for form in forms.to_dict("records")
        if _has_points(data, form["project_name"])
    ]


def _has_points(data: UnitData, project: str) -> bool:
    """Whether a form can be scored at all: one without any points only tells targets and results."""
    rows = data.table("self_evaluation_indicators")
    rows = rows[(rows["project_name"] == project) & (rows["row_kind"] == "line")]
    return not rows["weight_score"].isna().all()


def _judgements(folder: Path, projects: list[str]) -> dict[str, FormJudgements]:
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        judged = read_model(path, FormJudgements)[0]
        if judged.form not in projects:
            raise EvallibError(
                Problem(
                    "forms.unknown",
                    f"没有名为“{judged.form}”的自评表",
                    file=path.name,
                    advice=did_you_mean(judged.form, projects),
                )
            )
        found[judged.form] = judged
    return found


def _input(data: UnitData, form: Mapping[str, Any], judged: FormJudgements | None) -> UnitInput:
    project = form["project_name"]
    rows = data.table("self_evaluation_indicators")
    rows = rows[rows["project_name"] == project]
    lines = rows[rows["row_kind"] == "line"]
    judgements = judged.judgements if judged else {}
    reasons = dict(zip(lines["level3"], lines["deviation"], strict=True))
    for name, given in judgements.items():
        if name not in reasons:
            raise EvallibError(
                Problem(
                    "forms.unknown_goal",
                    f"自评表“{project}”没有指标“{name}”",
                    advice=did_you_mean(name, list(lines["level3"])),
                )
            )
        if not (given.reason or reasons[name]):
            raise EvallibError(
                Problem(
                    "forms.no_reason",
                    f"自评表“{project}”的指标“{name}”：评定得分没有理由",
                    advice="请写 reason（理由），或在自评表中填写偏差原因",
                )
            )
    total = rows[rows["row_kind"] == "total"]
    where = f"{form['source_file']} › {form['source_sheet']}"
    published: list[dict[str, Any]] = [
        {"level": "total", "score": score, "where": f"{where} 总分"} for score in total["published_score"]
    ]
    if form["published_grade"]:
        published.append({"level": "total", "grade": form["published_grade"], "where": f"{where} 评分等级"})
    return UnitInput.model_validate(
        {
            "unit": data.unit,
            "unit_name": data.info.full_name or data.info.name,
            "year": data.year,
            "framework": (judged.framework if judged else "") or form_framework(data.year),
            "source": where,
            "published": published,
            "project": _project(data, form),
            "goals": [_goal(row, judgements.get(row["level3"])) for row in lines.to_dict("records")],
        }
    )


def form_framework(year: int) -> str:
    """The framework of the official form in a year: the qualitative bands changed with 2020.

    >>> form_framework(2019), form_framework(2023)
    ('project-self-evaluation-2017', 'project-self-evaluation')
    """
    return EARLIER if year < CHANGED else FRAMEWORK


def _project(data: UnitData, form: Mapping[str, Any]) -> Project:
    funds = data.table("self_evaluation_funds")
    funds = funds[funds["project_name"] == form["project_name"]]
    first = funds[funds["funds_item"] == TOTAL_FUNDS]
    unit = "万元" if all(_whole(value) for value in _amounts(funds)) else "元"
    factor = Decimal(10000 if unit == "万元" else 1)
    rows = [
        {"name": row["funds_item"], **{new: _text(row[old], factor) for new, old in FUNDS.items()}, **_places(row)}
        for row in funds.to_dict("records")
    ]
    return Project.model_validate(
        {
            "name": form["project_name"],
            "department": form["supervisor"] or "",
            "unit": form["implementer"] or "",
            "money_unit": unit,
            "funds": rows,
            "published_execution": _score(first, "published_score"),
            "execution_weight": _score(first, "weight_score"),
            "planned": form["expected_goal"] or "",
            "achieved": form["actual_result"] or "",
        }
    )


def _score(rows: pd.DataFrame, column: str) -> Decimal | None:
    found = rows[column].iloc[0] if len(rows) else None
    return None if found is None or is_missing(found) else found


FUNDS = {"initial": "initial_budget_yuan", "adjusted": "adjusted_budget_yuan", "executed": "executed_yuan"}


def _places(row: Mapping[str, Any]) -> dict[str, Any]:
    """Where the figures of a row of funds stand."""
    known = json.loads(row["source_cells"])
    cells = {new: known[old] for new, old in [*FUNDS.items(), ("score", "published_score")] if old in known}
    return {"file": row["source_file"], "sheet": row["source_sheet"], "cells": cells}


def _amounts(funds: pd.DataFrame) -> list[Decimal]:
    return [value for column in FUNDS.values() for value in funds[column] if not is_missing(value)]


def _whole(yuan: Decimal) -> bool:
    """Whether an amount has no more than two places in 万元, so that the form shows it exactly."""
    return yuan % 100 == 0


def _text(yuan: Decimal | None, factor: Decimal) -> str:
    return "" if is_missing(yuan) or yuan is None else f"{yuan / factor:.2f}"


def _goal(row: Mapping[str, Any], judged: Judgement | None) -> Goal:
    cells = json.loads(row["source_cells"])
    place = {"file": row["source_file"], "sheet": row["source_sheet"]}
    value = Sourced(value=row["actual"], cell=cells.get("actual", ""), **place)
    score = row["published_score"]
    reason = (judged.reason or row["deviation"] or "") if judged else ""
    override = Override(score=judged.score, reason=reason, role=judged.role) if judged else _stated(row)
    return Goal(
        level1=row["level1"] or "绩效指标",
        level2=row["level2"] or row["level1"] or "绩效指标",
        name=row["level3"],
        target=row["target"] or "",
        weight=Decimal(0) if is_missing(row["weight_score"]) else row["weight_score"],
        value=value,
        deviation=row["deviation"] or "",
        override=override,
        published=()
        if is_missing(score)
        else ({"score": score, "where": f"{row['source_file']} › {row['source_sheet']} › {cells['published_score']}"},),
    )


def _stated(row: Mapping[str, Any]) -> Override | None:
    """A score below full marks whose reason the form itself gives stays the headline; the rule's is beside it."""
    score, weight, reason = row["published_score"], row["weight_score"], (row["deviation"] or "").strip()
    if is_missing(score) or is_missing(weight) or NO_REASON.fullmatch(reason) or not 0 <= score < weight:
        return None
    return Override(score=score, reason=reason, role="填报单位")
