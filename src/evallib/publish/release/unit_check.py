"""The check of a unit's files (单位成品检查): single requests and small counts, all published files together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from evallib.model import patterns
from evallib.model.workspace.units import UnitYear, Workspace
from evallib.publish.release.measures_of_unit import MeasuredOfUnit
from evallib.publish.release.named_months import month_of
from evallib.publish.release.opened_pages import Opened
from evallib.publish.release.published_counts import Published, collect, small_cells
from evallib.publish.release.refusal import Refusal
from evallib.publish.release.request_facts import (
    OUTCOMES,
    PAIR,
    SHINGLE,
    Claim,
    Dimension,
    RequestFacts,
    given_away,
    of_district,
)

MOST_TOLD = 5
MOMENT = re.compile(r"(20\d\d-\d\d-\d\d)[T ](\d\d:\d\d)")
#: One time may be that of the data's end; several that are those of requests are not.
FEWEST_MOMENTS = 3


def refuse_of_unit(
    at: UnitYear, files: list[tuple[Path, Opened]], facts: RequestFacts, seen: Published
) -> list[Refusal]:
    """What the files of a unit and year tell of single requests and of few of them; `seen` takes what they publish."""
    threshold = at.workspace.unit_info(at.unit).small_cell_threshold
    handed_in = _handed_in(at)
    refusals: list[Refusal] = []
    told: set[str] = set()
    measured = MeasuredOfUnit(at, threshold)
    for path, opened in sorted(files, key=lambda item: (month_of(*item) or 0, str(item[0]))):
        name = path.relative_to(at.workspace.reports).as_posix()
        refusals += [Refusal(name, "request_row", detail) for detail in single_requests(opened, facts)]
        if path.parent.name == "tables":
            continue  # the unit's own aggregates, as they were handed in
        month = month_of(path, opened)
        direct = [*small_cells(opened, facts, threshold, handed_in, month)][:MOST_TOLD]
        refusals += [Refusal(name, "small_count", detail) for detail in direct]
        of_measures = [
            f"“{value}”的{name}为 {count}"
            for value, name, count in measured.told_by(opened, facts, month)
            if (value, count) not in handed_in
        ]
        refusals += [Refusal(name, "small_count", detail) for detail in of_measures if detail not in told][:MOST_TOLD]
        told |= set(of_measures)
        size = seen.size
        collect(opened, facts, month, seen)
        if seen.size > size:
            found = [detail for detail in _deduced(facts, seen, threshold, handed_in) if detail not in told]
            refusals += [Refusal(name, "small_count", detail) for detail in found][:MOST_TOLD]
            told |= set(found)
    return refusals


def _deduced(facts: RequestFacts, seen: Published, threshold: int, handed_in: set[tuple[str, int]]) -> Iterator[str]:
    """Small counts that follow from all that was published so far, without those that the unit handed in itself."""
    for dimension in facts.dimensions:
        if dimension.name in OUTCOMES:
            continue
        if claims := seen.single.get(dimension.name):
            yield from _sentences(dimension, claims, threshold, handed_in)
    for (one, other), claims in seen.pairs.items():
        sums = {(f"{value}{PAIR}" if value else None, months) for value, months in seen.single.get(one, ())}
        sums |= {(f"{PAIR}{value}" if value else None, months) for value, months in seen.single.get(other, ())}
        yield from _sentences(facts.pair(one, other), claims | sums, threshold)


def _sentences(
    dimension: Dimension, claims: set[Claim], threshold: int, known: Collection[tuple[str, int]] = ()
) -> Iterator[str]:
    for value, months, count in given_away(dimension, claims, threshold):
        # 居委上报 of the requests is 居委 in the unit's own table.
        if any(number == count and len(label) > 1 and (label in value or value in label) for label, number in known):
            continue
        yield _sentence(value, months, count)


def _sentence(value: str, months: tuple[int, ...], count: int) -> str:
    when = "、".join(map(str, months)) if len(months) < 12 else "全年"
    return f"“{value.replace(PAIR, '、') or '（空）'}”{when}月为 {count}"


def refuse_of_district(
    workspace: Workspace,
    year: int,
    files: list[tuple[Path, Opened]],
    units: dict[str, tuple[RequestFacts, Published]],
) -> list[Refusal]:
    """What a district's page and the pages of its units tell of one unit that shows nothing itself."""
    refusals = []
    names = {dimension.name for facts, _ in units.values() for dimension in facts.dimensions} - OUTCOMES
    limits = {unit: workspace.unit_info(unit).small_cell_threshold for unit in units}
    for name in sorted(names) if len(units) > 1 else ():
        parts = {
            unit: next((item for item in facts.dimensions if item.name == name), Dimension(name))
            for unit, (facts, _) in units.items()
        }
        counts: dict[tuple[str, int], int] = {}
        for dimension in parts.values():
            for cell, count in dimension.counts.items():
                counts[cell] = counts.get(cell, 0) + count
        whole = RequestFacts(dimensions=[Dimension(name, counts)])
        claims: set[Claim] = {
            (f"{unit}{PAIR}{value or ''}", months)
            for unit, (_, seen) in units.items()
            for value, months in seen.single.get(name, ())
        }
        for path, opened in files:
            published_here = Published()
            collect(opened, whole, month_of(path, opened), published_here)
            claims |= {
                (f"{PAIR}{value}" if value else None, months) for value, months in published_here.single.get(name, ())
            }
        found = given_away(of_district(parts), claims, max(limits.values())) if files else ()
        told = [_sentence(*item) for item in found if item[2] < limits[item[0].partition(PAIR)[0]]][:MOST_TOLD]
        refusals += [
            Refusal(files[0][0].relative_to(workspace.reports).as_posix(), "small_count", detail) for detail in told
        ]
    return refusals


def single_requests(opened: Opened, facts: RequestFacts) -> list[str]:
    """Numbers, moments and descriptions of single requests anywhere in a file."""
    told = []
    if facts.identifiers:
        words = {
            word for text in opened.texts for word in patterns.findall(r"[0-9A-Za-z-]{4,40}", text)
        } & facts.identifiers
        if odd := {word for word in words if not word.isdigit() or len(word) > 6}:
            told.append(f"工单编号 {len(odd)} 个")
    moments = {f"{day} {time}" for text in opened.texts for day, time in MOMENT.findall(text.replace("/", "-"))}
    if len(moments & facts.moments) >= FEWEST_MOMENTS:
        told.append(f"受理时间 {len(moments & facts.moments)} 个")
    if facts.shingles:
        found = set()
        for text in opened.texts:
            bare = "".join(text.split())
            found |= {bare[at : at + SHINGLE] for at in range(len(bare) - SHINGLE + 1)} & facts.shingles
        if found:
            told.append(f"诉求内容 {len(found)} 件")
    return told


def _handed_in(at: UnitYear) -> set[tuple[str, int]]:
    """Labels and counts of the unit's own aggregated tables."""
    from evallib.checks.store import UnitData

    data, told = UnitData(at.workspace, at.unit, at.year), set()
    for name in data.names():
        frame = data.table(name)
        labels = [column for column in frame.columns if frame[column].dtype == object]
        numbers = [column for column in frame.columns if str(frame[column].dtype) == "Int64"]
        for row in frame.to_dict("records"):
            told |= {
                (str(row[label]), int(row[number]))
                for label in labels
                for number in numbers
                if row[number] is not None and row[number] == row[number]
            }
    return told
