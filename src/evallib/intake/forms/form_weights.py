"""Points of goals (分值) where a form prints them only at its headings: 年度绩效目标1（40分）, 产出指标（50分）."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from evallib.parsing.comparisons import compare
from evallib.parsing.headers import undress

Record = dict[str, Any]


def group_weights(rows: Sequence[Record]) -> None:
    """Give goals without points those that their heading and their printed scores leave them.

    Under a heading with points the goals that reached their targets have their scores as points; one that did not has the
    rest. Where that does not add up to the heading's points, the goals stay without.

    Args:
        rows: goals of a form; `points` are those of 一级指标, `group` is what stands left of it.
    """
    if not rows or any(record["weight_score"] is not None for record in rows):
        return
    for key in (_by_heading, _by_group):
        groups: dict[object, list[Record]] = {}
        for record in rows:
            groups.setdefault(key(record), []).append(record)
        found = {name: _shared(members, _points(key, members[0])) for name, members in groups.items()}
        if all(found.values()):
            for name, members in groups.items():
                for record, weight in zip(members, found[name] or (), strict=True):
                    record["weight_score"] = weight
            return


def _by_heading(record: Record) -> object:
    return record["group"], record["level1"], record["points"]


def _by_group(record: Record) -> object:
    return record["group"]


def _points(key: Callable[[Record], object], record: Record) -> str:
    return str(record["points"]) if key is _by_heading else undress(record["group"]).points


def _shared(members: Sequence[Record], points: str) -> list[Decimal] | None:
    if not points:
        return None
    whole = Decimal(points)
    if len(members) == 1:
        return [whole]
    scores = [record["published_score"] for record in members]
    if any(score is None for score in scores):
        return None
    if sum(scores, Decimal(0)) == whole:
        return scores
    short = [
        n for n, record in enumerate(members) if compare(record["target"] or "", record["actual"] or "").met is False
    ]
    if len(short) != 1:
        return None
    rest = whole - sum((score for n, score in enumerate(scores) if n != short[0]), Decimal(0))
    return [rest if n == short[0] else score for n, score in enumerate(scores)] if rest >= scores[short[0]] else None
