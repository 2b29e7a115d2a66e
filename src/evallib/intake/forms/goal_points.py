"""Points of goals by their values (按列中的值认分值): scores are nowhere above points, and both are bare numbers up to a hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import permutations

from evallib.intake.forms.form_cells import BOTH, number
from evallib.intake.forms.goal_cells import MOST, BlockCells
from evallib.intake.tables.headers.header_cells import HeaderCell

FULL = Decimal(100)


class Points(BlockCells):
    """The columns of points and scores."""

    def complete(self) -> None:
        """Give points and scores to the columns that hold them."""
        weight, name = self.chosen.get("weight_score"), self.chosen.get("level3")
        if weight is not None and name is not None and weight.column < name.column:
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
