"""Declared forms (绩效目标申报表): what is meant to be done, read before the year is over: goals with points, money.

The goals stand under the same headers as those of a self-evaluation, without results; the money has no budget and no
spending yet.
"""

from __future__ import annotations

import re
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.declared.declared_funds import declared_funds
from evallib.intake.forms.form_coverage import coverage_problems
from evallib.intake.forms.form_indicators import read_indicators
from evallib.intake.forms.form_labels import declares_goals, labels_in, right_of
from evallib.intake.forms.form_records import blank_record, form_period, with_source
from evallib.intake.forms.form_shape import DECLARED, GOALS, FormShape, IndicatorHeader, goal_headers
from evallib.model.problems import ProblemList
from evallib.model.table_words import NO_WORDS, Words
from evallib.parsing.cells import clean_text

DECLARED_GOALS, DECLARED_FUNDS = "goals", "goal_funds"
#: The goals of the whole term beside those of the year, or those of several aims.
GROUP = re.compile(r"长期|中期|实施期|年度(?:绩效)?(?:目标|指标)|目标\s*[\d一二三四五]")


def read_declared(
    sheet: Sheet, year: int, problems: ProblemList, words: Words | None = None
) -> dict[str, list[dict[str, Any]]] | None:
    """The goals and the money that a sheet declares; None where it declares none, or tells no project.

    Args:
        sheet: a sheet in the shape that forms are read in.
        year: year of the folder.
        problems: receives what could not be read.
        words: own wordings of headers.
    """
    if not declares_goals(sheet):
        return None
    headers = goal_headers(sheet, (words or {}).get(GOALS, NO_WORDS), DECLARED)
    labels = labels_in(sheet, 0, headers[0].top) if headers else {}
    if not labels.keys() & {"project_name", "organisation", "implementer"}:
        return None
    top = headers[0].top
    project = next(
        (
            name
            for label in ("project_name", "organisation", "implementer")
            if (name := right_of(sheet, labels.get(label)))
        ),
        None,
    )
    head = FormShape(0, top, labels, IndicatorHeader(top, top, {}, ()), None)
    span = form_period(sheet, head, year, problems)
    funds, aside = declared_funds(sheet, top, problems)
    problems.extend(coverage_problems(sheet, head, [*funds, *aside], None, None, False))
    rows = []
    for header, end in zip(headers, [*(header.top for header in headers[1:]), len(sheet.rows)], strict=True):
        shape = FormShape(header.top, end, {}, header, None)
        block = read_indicators(sheet, shape)
        problems.extend(coverage_problems(sheet, shape, [], block, None, False))
        heading = next((text for value in sheet.rows[header.top] if (text := clean_text(value))), "")
        rows += [record | {"group": record["group"] or record["level0"] or heading} for record in block.rows]
    if len({record["group"] for record in rows}) == 1:
        rows = [record | {"group": None} for record in rows]
    return {
        DECLARED_GOALS: [
            blank_record(DECLARED_GOALS) | with_source(sheet, _goal(record), project, span) for record in rows
        ],
        DECLARED_FUNDS: [blank_record(DECLARED_FUNDS) | with_source(sheet, record, project, span) for record in funds],
    }


def _goal(record: dict[str, Any]) -> dict[str, Any]:
    """A row of goals as the table of declared goals keeps it."""
    group = record["group"]
    told = {
        "goal_type": record["level1"] or record["level2"],
        "goal_category": record["level2"],
        "goal_name": record["level3"],
        "goal_group": group if group and GROUP.search(group) else None,
        "target": record["target"],
        "weight_score": record["weight_score"],
    }
    columns = {"level1": "goal_type", "level2": "goal_category", "level3": "goal_name"}
    places = {
        columns.get(name, name): place
        for name, place in record["places"].items()
        if name in {*columns, "target", "weight_score"}
    }
    return told | {"row": record["row"], "places": places}
