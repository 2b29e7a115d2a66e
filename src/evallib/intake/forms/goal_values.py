"""Columns of goals by their values (按列中的值认): what words leave open, the cells under a header decide.

Headings are those whose cells say 产出, 数量指标 …; the goal's name is the column of texts right of them of which no
two are alike; target and result are filled in the same rows with values of one unit; scores are nowhere above points.
"""

from __future__ import annotations

import re
from itertools import permutations

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import shown
from evallib.intake.forms.goal_cells import MOST, BlockCells, Chosen
from evallib.intake.forms.goal_points import Points
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.parsing.headers import span_of
from evallib.parsing.targets import sign_of

LONGEST_NAME, LONGEST_HEADING = 60, 14
HEADING1 = re.compile(r".{0,4}(?:产出|效益|效果|满意|成本|投入|过程|决策|履职|管理|运行)(?!率).{0,6}")
HEADING2 = re.compile(
    ".{0,4}(?:数量|质量|时效|成本|经济|社会|生态|环境|可持续|服务对象|公众|"
    "群众)(?:效益|影响|满意度?)?(?:类|性)?(?:指标)?"
)
VALUE = re.compile(r"[≥≤<>=＝≧≦＞＜约]*\s*-?[\d.,，]*\d")
SIGNED = re.compile(r"[≥≤<>＝≧≦＞＜]")
WANTED, REACHED = (
    re.compile("计划|预期|目标|年初|设定|标准|要求|任务"),
    re.compile("实际|完成|达成|实绩|实现|达到|结果"),
)
#: What was reached in another year, what a target was changed to, or how far a result lies from it, answers no target.
OTHER = re.compile(r"调整|变更|(?:19|20)\d\d|(?:偏差|偏离|差异|增减|超额)(?:率|度|比例?)")
#: Concepts whose words may as well head the names of goals, and those that never do.
NAMES = frozenset({"level0", "indicator", "level4", "remark"})
TELLING = frozenset(
    {"rule_text", "deviation", "measure_unit", "line_no", "is_core", "remark", "actual", "target", "measures"}
)


def _is_aside(text: str) -> bool:
    return span_of(text).aside or span_of(text).year is not None


def _is_other(text: str) -> bool:
    return OTHER.search(text) is not None or span_of(text).aside


def complete_by_values(
    sheet: Sheet, cells: list[HeaderCell], bottom: int, chosen: Chosen, *, results: bool
) -> dict[str, HeaderCell]:
    """Give the concepts that words left open to columns whose values are of their kind.

    Args:
        sheet: the sheet.
        cells: the headers of a block of goals.
        bottom: the last row of the header.
        chosen: columns by concept, as words gave them; completed in place.
        results: whether there may be a column of results.

    Returns:
        The columns that were given by values alone.
    """
    values = _Values(sheet, cells, bottom, chosen)
    values.complete(results=results)
    points = Points(sheet, cells, bottom, chosen)
    points.complete()
    return values.given | points.given


class _Values(BlockCells):
    """The columns of names, targets and results."""

    def complete(self, *, results: bool) -> None:
        self._headings()
        self._name()
        self._signs()
        if results:
            self._answers()

    def _headings(self) -> None:
        name = self.chosen.get("level3")
        if name is not None and "level2" not in self.chosen and self._is(name, HEADING2):
            self.give("level2", name)  # 指标小类 over 数量指标: the goals' names stand further right
        for concept, pattern in (("level1", HEADING1), ("level2", HEADING2)):
            if concept in self.chosen or (
                concept == "level1" and "level0" in self.chosen and self._is(self.chosen["level0"], HEADING1)
            ):
                continue
            limit = self.chosen["level3"].column if "level3" in self.chosen else self.sheet.width
            found = next(
                (cell for cell in self.cells if cell.column < limit and self._open(cell) and self._is(cell, pattern)),
                None,
            )
            if found is not None:
                self.give(concept, found)

    def _open(self, cell: HeaderCell) -> bool:
        """Whether a column has no concept yet, or one that the words of a heading may be mistaken for."""
        names = {name for name, other in self.chosen.items() if other is cell}
        return names <= {"level3", "indicator", "target_operator", "remark", "level0"} and not {"level3"} & names

    def _is(self, cell: HeaderCell, pattern: re.Pattern[str]) -> bool:
        texts = {text for text in self.texts(cell) if len(text) <= LONGEST_HEADING}
        return len(texts) > 0 and sum(
            pattern.fullmatch(text.replace(" ", "")) is not None for text in texts
        ) > MOST * len(texts)

    def _name(self) -> None:
        """The goal's own name: texts of which hardly two are alike, right of the headings."""
        if "level3" in self.chosen:
            return
        last = self.last_level()
        told = [cell for name, cell in self.chosen.items() if name not in NAMES]
        for cell in self.cells:
            if cell.column <= last or cell in told or TELLING & {str(reading.value) for reading in cell.meanings}:
                continue
            texts = [text for text in self.texts(cell) if not VALUE.fullmatch(text)]
            if len(texts) > 1 and len(set(texts)) > MOST * len(texts) and max(map(len, texts)) <= LONGEST_NAME:
                self.give("level3", cell)
                return

    def _signs(self) -> None:
        if "target_operator" in self.chosen and any(map(sign_of, self.texts(self.chosen["target_operator"]))):
            return
        for cell in self.free(self.last_level()):
            texts = self.texts(cell)
            if texts and sum(bool(sign_of(text)) for text in texts) >= MOST * len(texts):
                self.give("target_operator", cell)
                return

    def _answers(self) -> None:
        """Target and result: two columns of one kind, the one with signs or with words of a plan is the target."""
        for concept in ("target", "actual"):
            if concept in self.chosen and self.chosen[concept].column < self.last_level():
                del self.chosen[concept]  # 指标完成情况 left of the names is the heading of the block
            if concept in self.chosen and _is_aside(self.chosen[concept].text) and self._another(concept):
                del self.chosen[concept]
        self._mistaken()
        missing = [concept for concept in ("target", "actual") if concept not in self.chosen]
        if not missing or not self.chosen.keys() & {"level3", "level2"}:
            return
        free = [cell for cell in self.free(self.last_level()) if not _is_other(cell.text) and self._is_free(cell)]
        if len(missing) == 1:
            known = self.chosen["target" if missing == ["actual"] else "actual"]
            fitting = [cell for cell in free if self._alike(cell, known)]
            said = [cell for cell in fitting if (WANTED if missing == ["target"] else REACHED).search(cell.text)]
            if len(said or fitting) == 1:
                self.give(missing[0], (said or fitting)[0])
            return
        pairs = [(one, two) for one, two in permutations(free, 2) if self._alike(one, two) and self._wants(one, two)]
        if len(pairs) == 1:
            self.give("target", pairs[0][0])
            self.give("actual", pairs[0][1])

    def _mistaken(self) -> None:
        """A 完成程度 that is no answer to the target gives way to the one column that is."""
        target, actual = self.chosen.get("target"), self.chosen.get("actual")
        if target is None or actual is None or self._alike(actual, target):
            return
        others = [cell for cell in self.free(self.last_level()) if self._is_free(cell) and not _is_other(cell.text)]
        if sum(self._alike(cell, target) for cell in others) == 1:
            del self.chosen["actual"]

    def _another(self, concept: str) -> bool:
        other = (
            self.chosen["target" if concept == "actual" else "actual"]
            if len({"target", "actual"} & self.chosen.keys()) == 2
            else None
        )
        return other is not None and any(
            not _is_other(cell.text) and self._is_free(cell) and self._alike(cell, other)
            for cell in self.free(self.last_level())
        )

    @staticmethod
    def _is_free(cell: HeaderCell) -> bool:
        """Whether the words of a header leave room for target or result."""
        meanings = {str(reading.value) for reading in cell.meanings}
        return not meanings or bool(
            meanings & {"target", "actual", "executed_yuan", "completion", "actual_result", "expected_goal"}
        )

    def _wants(self, one: HeaderCell, two: HeaderCell) -> bool:
        signs = [sum(SIGNED.match(text) is not None for text in self.texts(cell)) for cell in (one, two)]
        if signs[0] != signs[1]:
            return signs[0] > signs[1]
        return bool(WANTED.search(one.text) or REACHED.search(two.text)) and not WANTED.search(two.text)

    def _alike(self, one: HeaderCell, other: HeaderCell) -> bool:
        """Whether two columns are filled in the same rows with values of the same unit, or with words beside words."""
        pairs = [
            (left, right)
            for row in self.rows
            if self.sheet.anchor(row, one.column) != self.sheet.anchor(row, other.column)
            and (left := shown(self.sheet, row, one.column)) + (right := shown(self.sheet, row, other.column))
        ]
        same = sum(
            left == right or (bool(left and right) and VALUE.sub("", left) == VALUE.sub("", right))
            for left, right in pairs
        )
        figures = sum(VALUE.match(left) is not None and VALUE.match(right) is not None for left, right in pairs)
        return figures > 0 and same >= MOST * len(pairs)
