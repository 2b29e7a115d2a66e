"""Columns of goals (指标各列): which header tells the levels, the target, the result, the points and the score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import BOTH, number, shown
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.parsing.headers import undress
from evallib.parsing.targets import sign_of

#: Words that a header of indicators is made of.
WORD = re.compile("指标|目标|分值|权重|得分|评分|完成|实际|实现|偏差|自评|绩效")
LEVELS = ("level1", "level2", "level3", "level4")
ANSWERS = frozenset({"actual", "actual_result", "completion"})
TARGETS = frozenset({"target", "expected_goal", "section_goal"})
POINTS = frozenset({"weight_score", "published_score", "self_score", "review_score", "score_coefficient"})
#: 指标类别 beside 指标名称 tells what sort of goal stands there.
SORT = re.compile(r"(?:绩效)?指标(?:类别|类型|分类|种类)")
VALUE = re.compile(r"[≥≤<>=＝≧≦＞＜约]*\s*-?[\d.,]*\d")
LOOKED_AT = 30
#: So many words of a form in one row make a table that somebody meant to be read.
FORM_LIKE, SEARCHED, LONGEST = 4, 400, 30
MOST = 0.6


def goal_columns(sheet: Sheet, cells: list[HeaderCell], bottom: int, headings: Set[int]) -> dict[str, HeaderCell]:
    """The column of each concept; of two candidates the better word, then the one further left.

    Where words fail, values decide: a column of signs (≥, ≤) tells the operator, one of numbers that are never below the
    scores tells the points.

    Args:
        sheet: the sheet.
        cells: the headers.
        bottom: the last row of the header.
        headings: the columns whose header is the heading of the block and tells no more than that (绩效指标).
    """
    wishes = sorted(
        (
            (score, -cell.column, concept, cell)
            for cell in cells
            for concept, score in _form_concepts(cell)
            if concept == "level0" or cell.column not in headings
        ),
        key=lambda wish: wish[:2],
        reverse=True,
    )
    taken: set[int] = set()
    chosen: dict[str, HeaderCell] = {}
    for _, _, concept, cell in wishes:
        if concept not in chosen and cell.column not in taken:
            taken.add(cell.column)
            chosen[concept] = cell
    if "actual" not in chosen and "target" in chosen:  # 目标值 … 指标值: of two values the later one was reached
        values = [cell for _, _, concept, cell in wishes if concept == "target" and cell.column not in taken]
        if len(values) == 1 and values[0].column > chosen["target"].column:
            chosen["actual"] = values[0]
    others = [chosen[name] for name in ("target", "actual") if name in chosen]
    points = [cell for _, _, concept, cell in wishes if concept == "weight_score" and cell not in others]
    if "level3" in chosen and len(points) > 1:  # points of 二级指标 stand left of 三级指标
        chosen["weight_score"] = next((p for p in points if p.column > chosen["level3"].column), points[0])
    if "level3" not in chosen:
        lower = chosen.get("level4") or (
            chosen.get("indicator")
            if chosen.keys() & {"level1", "level2"} or {"target", "actual"} <= chosen.keys()
            else None
        )
        if lower is not None:
            chosen["level3"] = lower
            chosen = {name: cell for name, cell in chosen.items() if name not in {"level4", "indicator"}}
    if not chosen.keys() & {"level0", "level1"}:
        left = min((cell.column for cell in chosen.values()), default=0)
        heading = next((cell for cell in cells if cell.column < left and WORD.search(cell.text)), None)
        if heading is not None:
            chosen["level1"] = heading
    for concept in ("self_score", "review_score"):
        if "published_score" not in chosen and concept in chosen:
            chosen["published_score"] = chosen.pop(concept)
    _by_values(sheet, cells, bottom, chosen)
    _answer_by_values(sheet, cells, bottom, chosen)
    return chosen


def form_like_row(sheet: Sheet) -> int | None:
    """The first row with so many words of a form that somebody meant it to be read as one; None where there is none."""
    return next(
        (
            row
            for row, values in enumerate(sheet.rows[:SEARCHED])
            if sum(bool(WORD.search(str(value))) for value in set(values) if value and len(str(value)) <= LONGEST)
            >= FORM_LIKE
        ),
        None,
    )


def _answer_by_values(sheet: Sheet, cells: list[HeaderCell], bottom: int, chosen: dict[str, HeaderCell]) -> None:
    """Of target and result one may stand under words that nobody knows: the one column whose values are of the other's kind."""
    known = [name for name in ("target", "actual") if name in chosen]
    if len(known) != 1 or not chosen.keys() & {"level3", "level2"} or not chosen.keys() & POINTS:
        return
    first = max(cell.column for name, cell in chosen.items() if name in LEVELS)
    rows = range(bottom + 1, min(bottom + 1 + LOOKED_AT, len(sheet.rows)))
    other = chosen[known[0]].column
    fitting = [
        cell
        for cell in cells
        if cell not in chosen.values()
        and cell.column > first
        and not cell.meanings
        and _alike(sheet, rows, cell.column, other)
    ]
    if len(fitting) == 1:
        chosen["actual" if known[0] == "target" else "target"] = fitting[0]


def _alike(sheet: Sheet, rows: range, one: int, other: int) -> bool:
    """Whether two columns are filled in the same rows with values of the same unit, or with words beside words."""
    pairs = [
        (left, right)
        for row in rows
        if sheet.anchor(row, one) != sheet.anchor(row, other)
        and (left := shown(sheet, row, one)) + (right := shown(sheet, row, other))
    ]
    same = sum(
        (bool(left and right) and VALUE.sub("", left) == VALUE.sub("", right)) or left == right for left, right in pairs
    )
    figures = sum(VALUE.search(left) is not None and VALUE.search(right) is not None for left, right in pairs)
    return figures > 0 and same >= MOST * len(pairs)


def _by_values(sheet: Sheet, cells: list[HeaderCell], bottom: int, chosen: dict[str, HeaderCell]) -> None:
    rows = range(bottom + 1, min(bottom + 1 + LOOKED_AT, len(sheet.rows)))
    first = max((cell.column for name, cell in chosen.items() if name in LEVELS), default=0)
    for cell in cells:
        if cell in chosen.values() or cell.column <= first:
            continue
        texts = [
            text
            for row in rows
            if sheet.anchor(row, cell.column)[1] == cell.column and (text := shown(sheet, row, cell.column))
        ]
        if (
            "target_operator" not in chosen
            and texts
            and sum(bool(sign_of(text)) for text in texts) >= MOST * len(texts)
        ):
            chosen["target_operator"] = cell
        elif (
            not chosen.keys() & {"weight_score", "published_score"}
            and texts
            and (sum(BOTH.fullmatch(text) is not None for text in texts) >= MOST * len(texts))
        ):
            chosen["published_score"] = cell
        elif (
            "weight_score" not in chosen
            and "published_score" in chosen
            and _covers(sheet, rows, cell, chosen["published_score"])
        ):
            chosen["weight_score"] = cell


def _covers(sheet: Sheet, rows: range, cell: HeaderCell, score: HeaderCell) -> bool:
    """Whether a column of numbers is nowhere below the scores: what could be reached."""
    pairs = [(number(sheet, row, cell.column), number(sheet, row, score.column)) for row in rows]
    both = [(points, reached) for points, reached in pairs if points is not None and reached is not None]
    return (
        len(both) > 1
        and len(both) >= MOST * sum(reached is not None for _, reached in pairs)
        and all(points >= reached for points, reached in both)
    )


def _form_concepts(cell: HeaderCell) -> Iterator[tuple[str, float]]:
    """What a header means inside a form, where a column cannot be money or a request."""
    core = undress(cell.text).core
    if SORT.fullmatch(core):
        yield "level2", 0.95
        return
    for rank, reading in enumerate(cell.meanings):
        concept = str(reading.value)
        score = 1.0 - 0.15 * rank
        if concept in TARGETS:
            yield "target", score if concept == "target" else score - 0.3
        elif concept in ANSWERS:
            yield "actual", score if concept == "actual" else score - 0.3
        elif concept in {
            *LEVELS,
            *POINTS,
            "target_operator",
            "measure_unit",
            "deviation",
            "rule_text",
            "is_core",
            "indicator",
            "remark",
            "level0",
        }:
            # 分值 over 得分 …: the words in the cell itself count more than those above it.
            yield concept, score + (0.05 if core and not cell.above else 0.0)
