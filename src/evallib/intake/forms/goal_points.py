"""Points of goals (分值): by their values; by headings (年度绩效目标1（40分）) where a form prints them only there.

Scores are nowhere above points, and both are bare numbers up to a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import BOTH, number
from evallib.intake.forms.goal_cells import MOST, BlockCells, runs_left
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.problems import Problem
from evallib.parsing.comparisons import compare
from evallib.parsing.headers import undress
from evallib.parsing.numerals import shortest

#: What all points of a form add up to, and how far a printed score may be off by rounding.
FULL, NEAR = Decimal(100), Decimal("0.051")
WEIGHTS = "intake.weights"
Record = dict[str, Any]


class Points(BlockCells):
    """The columns of points and scores."""

    def complete(self) -> None:
        """Give points and scores to the columns that hold them."""
        weight, name = self.chosen.get("weight_score"), self.chosen.get("level3")
        if weight is not None and name is not None and weight.column < name.column and not runs_left(self.chosen):
            del self.chosen["weight_score"]  # points of a heading, where the goals have their own
            self._rest()
            self.chosen.setdefault("weight_score", weight)
        else:
            self._rest()

    def _rest(self) -> None:
        known = self.chosen.keys() & {"weight_score", "published_score"}
        if len(known) == 2:
            return
        free = self.free(self.last_level())
        if not known:
            both = [cell for cell in free if (texts := self.texts(cell)) and _share(texts, BOTH.fullmatch) >= MOST]
            if len(both) == 1:
                self.give("published_score", both[0])
                return
        numbers = [cell for cell in free if self._is_score(cell)]
        if known == {"published_score"}:
            score, own = self.chosen["published_score"], self.chosen.get("self_score")
            if own is not None and own is not score:  # 应得分 beside 自评得分
                most, reached = (score, own) if self._covers(score, own) else (own, score)
                if self._covers(most, reached):
                    self.give("weight_score", most)
                    self.give("published_score", reached)
                    return
            self._one("weight_score", [cell for cell in numbers if self._covers(cell, score)])
            lower = [cell for cell in numbers if self._covers(score, cell)]
            if "weight_score" not in self.chosen and len(lower) == 1:  # 应得分 beside what was reached
                self.give("published_score", lower[0])
                self.give("weight_score", score)
        elif known == {"weight_score"}:
            self._one("published_score", [cell for cell in numbers if self._covers(self.chosen["weight_score"], cell)])
        else:
            pairs = [(one, two) for one, two in permutations(numbers, 2) if self._covers(one, two)]
            if len(pairs) == 1 or (len(pairs) == 2 and len(numbers) == 2):  # full marks: it does not matter which
                self.give("weight_score", pairs[0][0])
                self.give("published_score", pairs[0][1])

    def _one(self, concept: str, cells: list[HeaderCell]) -> None:
        if len(cells) == 1:
            self.give(concept, cells[0])

    def _is_score(self, cell: HeaderCell) -> bool:
        """Whether a column holds bare numbers up to a hundred under words that may mean points."""
        texts = self.texts(cell)
        values = [value for row in self.rows if (value := number(self.sheet, row, cell.column)) is not None]
        words = {str(reading.value) for reading in cell.meanings}
        return (
            len(values) > 1
            and not words & {"review_score", "line_no", "rate", "printed_execution_rate", "score_coefficient"}
            and len(values) >= MOST * len(texts)
            and all(0 <= value <= FULL for value in values)
        )

    def _covers(self, points: HeaderCell, score: HeaderCell) -> bool:
        """Whether a column of numbers is nowhere below another: what could be reached, beside what was."""
        pairs = [(number(self.sheet, row, points.column), number(self.sheet, row, score.column)) for row in self.rows]
        both = [(most, reached) for most, reached in pairs if most is not None and reached is not None]
        return (
            len(both) > 1
            and len(both) >= MOST * sum(reached is not None for _, reached in pairs)
            and all(most >= reached for most, reached in both)
        )


def _share(texts: Iterable[str], test: Callable[[str], object]) -> float:
    told = [bool(test(text)) for text in texts]
    return sum(told) / len(told) if told else 0.0


def group_weights(rows: Sequence[Record]) -> None:
    """Give goals without points those that their heading and their printed scores leave them.

    Under a heading with points the goals that reached their targets have their scores as points; one that did not has
    the rest. Where that does not add up to the heading's points, the goals stay without.

    Args:
        rows: goals of a form; `points` are those of 一级指标, `group` is what stands left of it.
    """
    if not rows or any(record["weight_score"] is not None for record in rows):
        return
    for key in (_by_lower, _by_heading, _by_group):
        groups: dict[object, list[Record]] = {}
        for record in rows:
            groups.setdefault(key(record), []).append(record)
        found = {name: points_in_group(members, _points(key, members[0])) for name, members in groups.items()}
        if all(found.values()):
            for name, members in groups.items():
                for record, weight in zip(members, found[name] or (), strict=True):
                    record["weight_score"] = weight
            return


def _by_heading(record: Record) -> object:
    return record["group"], record["level1"], record["points"]


def _by_lower(record: Record) -> object:
    return record["group"], record["level1"], record["level2"], record["lower_points"]


def _by_group(record: Record) -> object:
    return record["group"]


def _points(key: Callable[[Record], object], record: Record) -> str:
    if key is _by_lower:
        return str(record["lower_points"])
    return str(record["points"]) if key is _by_heading else undress(record["group"]).points


def points_in_group(members: Sequence[Record], points: str) -> list[Decimal] | None:
    """The points of goals that share those of a heading: by their printed scores; None where these do not settle it.

    Args:
        members: the goals under the heading.
        points: the heading's points, empty where it has none.
    """
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


def take_execution(funds: Sequence[Record], rows: Sequence[Record], execution: Record | None) -> None:
    """Points and score of 预算执行率 belong to the total of the funds: those that stand among the goals, or the rest.

    A score without points (执行率 98.5%, 得分 9.85) has those that the goals leave of 100, where they are what the rate
    and the score make.

    Args:
        funds: records of the funds, the total first; completed in place.
        rows: the goals.
        execution: the row 预算执行率, where it stands among the goals.
    """
    if not funds:
        return
    first = funds[0]
    if execution is not None:
        for name in ("weight_score", "published_score"):
            if first.get(name) is None:
                first[name] = execution[name]
    score, rate = first.get("published_score"), first.get("printed_execution_rate")
    rest = FULL - sum((record["weight_score"] or 0 for record in rows), 0)
    if first.get("weight_score") is None and score and rate and 0 < rest < FULL and abs(rate * rest - score) <= NEAR:
        first["weight_score"] = rest


def told_points(sheet: Sheet, funds: Sequence[Record], rows: Sequence[Record], told_funds: bool) -> Iterator[Problem]:
    """Points that do not add up to the form's own total are a finding; 50/30/10/10 is a default in words only.

    Args:
        sheet: the sheet.
        funds: records of the funds, the total first.
        rows: the goals.
        told_funds: that the money was not understood was told already.
    """
    if rows and all(record["weight_score"] is None for record in rows):
        yield (
            Problem(
                "intake.form_without_points",
                "自评表没有分值，只读入目标与完成值，不评分",
                file=sheet.file,
                sheet=sheet.name,
                expected="分值一列，或在各级标题中写明分数",
                severity="warning",
            )
        )
        return
    goals = sum((record["weight_score"] or 0 for record in rows), Decimal(0))
    execution = (funds[0].get("weight_score") if funds else None) or Decimal(0)
    if not goals or goals + execution == 100:
        return
    words = f"各行分值合计 {shortest(goals + execution)}（含预算执行 {shortest(execution)}）"
    if goals == 100:
        words += "；指标分值合计已为 100，预算执行不在 100 分之内"
    # What the goals leave of a hundred is the rate's: without any money it went unread.
    unread = not funds and not told_funds and goals < FULL
    yield (
        Problem(
            WEIGHTS,
            "自评表的分值之和不是 100",
            file=sheet.file,
            sheet=sheet.name,
            value=words,
            expected="100 分",
            advice="没有读到资金，缺的多半是预算执行率的分值；请把资金与指标放在同一张表，或核对是否漏行"
            if unread
            else "请核对是否漏行或填错",
            severity="error" if unread else "warning",
        )
    )
