"""Published scores (公布得分): what a unit's own papers state, an oracle beside computed scores, never output."""

from __future__ import annotations

import json
import re

from evallib.checks.store import UnitData
from evallib.indicators.proportions import is_missing
from evallib.scoring.inputs.entries import Entry, Published, PublishedLevel, UnitInput

CODE = re.compile(r"([A-Z]\d*)(?!\d)")


def with_published(unit: UnitInput, data: UnitData) -> UnitInput:
    """A scoring input with the scores that the unit's tables print, by indicator code.

    Each figure is kept once per value, with the cells where it stands; two tables that print different scores for
    one indicator both count.

    Args:
        unit: the input.
        data: clean tables.
    """
    leaves: dict[str, list[Published]] = {}
    levels: list[PublishedLevel] = []
    for row in data.table("scored_indicators").to_dict("records"):
        if is_missing(row["published_score"]):
            continue
        place = f"{row['source_file']} › {row['source_sheet']} › {json.loads(row['source_cells'])['published_score']}"
        if row["row_kind"] == "line":
            code = _code(row["level4"]) or _code(row["level3"])
            found = leaves.setdefault(code, [])
            if all(published.score != row["published_score"] for published in found):
                found.append(Published(score=row["published_score"], where=place))
        else:
            code = "total" if row["row_kind"] == "total" else _code(row["level1"])
            if code:
                levels.append(PublishedLevel(level=code, score=row["published_score"], where=place))
    for row in data.table("score_summary").to_dict("records"):
        if is_missing(row["published_score"]):
            continue
        code = "total" if row["row_kind"] == "total" else _code(row["level1"])
        if code:
            place = f"{row['source_file']} › {row['source_sheet']}"
            levels.append(PublishedLevel(level=code, score=row["published_score"], where=place))
    entries = dict(unit.indicators)
    for code, published in leaves.items():
        old = entries.get(code, Entry())
        if code and not old.published:
            entries[code] = old.model_copy(update={"published": tuple(published)})
    distinct = {(level.level, level.score): level for level in reversed(levels)}
    kept = tuple(reversed(distinct.values()))
    return unit.model_copy(update={"indicators": entries, "published": (*unit.published, *kept)})


def _code(label: str | None) -> str:
    match = CODE.match(label or "")
    return match[1] if match else ""
