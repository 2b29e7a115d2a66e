"""Indicators of a form (绩效指标): goals with target, result, points and reason; rows of the template are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_labels import is_project_label
from evallib.intake.forms.form_shape import FormShape, IndicatorHeader
from evallib.intake.forms.funds.fund_pairs import fund_pairs
from evallib.intake.forms.goal_cells import TOTAL
from evallib.intake.forms.goal_points import group_weights
from evallib.intake.forms.goal_row_kinds import (
    adds_up,
    is_empty,
    is_execution,
    is_goal,
    is_named,
    is_template,
    without_points,
)
from evallib.intake.forms.goal_rows import goal_record, points_of, said_total, total_record
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.unread_parts import heads_figures
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import undress
from evallib.parsing.numerals import parse_numeral
from evallib.parsing.plain_text import is_blank, plain

END = re.compile(
    "^(?:其他需要说明|注|说明|填表|备注|联系人|评价结论|存在问题|自评结论|评分等级|绩效等级|"
    "主要问题|改进措施|未完成|单位负责人|项目负责人|填报人"
    r"|偏差(?:大|原因)|.{0,8}原因分析|.{0,4}改进措施|审核意见|签批意见|主要负责人)"
)
FULL = 100
#: The sum of some goals, where another one is that of all.
SUM = "小计"
PARTS = frozenset({SUM, "合计", "共计", "分值合计", "指标合计"})
#: The score of a whole form; 合计 may as well be that of the money.
WHOLE_TOTAL = re.compile(r"(?:自评|评价|绩效|综合|项目)*总(?:得)?分")
#: The sum of a heading: 产出指标小计.
SUBTOTAL = re.compile(r"[\u4e00-\u9fff]{2,8}(?:小计|合计)")
HEADINGS = ("level0", "level1", "level2")


@dataclass
class IndicatorBlock:
    """What a form says about its goals.

    Args:
        rows: goals, as records of self_evaluation_indicators without their source.
        skipped: empty rows of the template, as sheet rows.
        repeated: rows that say the header again.
        totals: rows of totals, those of a heading among them.
        hidden: hidden rows that name a goal and tell neither a result nor points: what somebody put away.
        unread: the row in which another table begins that belongs to no form.
        total: points and score of the total row, and the grade beside them.
        execution: the row 预算执行率, where it stands among the goals.
        shares: money told among the goals (目标1：送戏下乡 | 预算数 | 200 | 执行数 | 190), as row and what it is of.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    unread: int | None = None
    total: dict[str, Any] | None = None
    execution: dict[str, Any] | None = None
    shares: list[tuple[int, str]] = field(default_factory=list)


def read_indicators(sheet: Sheet, shape: FormShape) -> IndicatorBlock:
    """The goals of a form.

    Args:
        sheet: the sheet.
        shape: the form.
    """
    header = shape.indicators
    money = shape.funds if shape.funds is not None else min((row for row, _ in shape.pairs.values()), default=-1)
    last = shape.last if money < header.top else money
    reading = _Reading(sheet, header)
    below = {row: other for other in shape.further for row in range(other.top, other.bottom + 1)}
    for row in range(header.bottom + 1, min(last, len(sheet.rows))):
        if row in below:
            reading.turn_to(below[row], row)
            continue
        reading.read(row)
        if reading.block.unread is not None:
            break
    if last < shape.last:  # 总分 under the money that stands below the goals
        reading.whole_below(range(last, min(shape.last, len(sheet.rows))))
    reading.drop_part()
    group_weights(reading.block.rows)
    return reading.block


class _Reading:
    """The rows under a header, one after another, and what those above leave behind."""

    def __init__(self, sheet: Sheet, header: IndicatorHeader) -> None:
        self.sheet, self.header, self.block = sheet, header, IndicatorBlock()
        self.headers = {undress(cell.text).core for cell in header.cells}
        self.heading = _heading_above(sheet, header.top)
        self.ended = self.gap = self.over = False
        self.part, self.parts = "", 0
        self.above: dict[str, Any] = {}

    def turn_to(self, header: IndicatorHeader, row: int) -> None:
        """Read on under another header; `row` is one of its rows."""
        self.header, self.gap = header, False
        self.headers |= {undress(cell.text).core for cell in header.cells}
        self.block.repeated.append(row)

    def read(self, row: int) -> None:
        """Take a row for what it is: empty, a header again, a total, a note or a goal."""
        sheet, block = self.sheet, self.block
        own = [clean_text(value) for value in sheet.rows[row] if not is_blank(clean_text(value))]
        if not own:
            self.gap = True
            if any(clean_text(value) for value in sheet.rows[row]):
                block.skipped.append(row)  # ……
            return
        cores = [undress(text).core for text in own]
        if self.gap and block.rows and heads_figures(sheet.rows, row) and not self.headers & {*cores}:
            block.unread = row  # another table under the form
            return
        self.gap = self.gap and len(own) == 1  # a title
        first = plain(next((text for text in own if not parse_numeral(text)), own[0]))
        self.heading = own[0] if undress(own[0]).points and len(own) <= 2 else self.heading  # 年度目标2：（40分）
        if block.rows and any(is_project_label(value) for value in sheet.rows[row]):
            self.over = True  # another form, whose goals have words that nobody knows
        if self.over:
            return
        if len(own) == 1 and (total := said_total(own[0], row)) is not None:
            block.total = total if block.total is None or self.part else block.total
            self.part = ""
            block.totals.append(row)
        elif TOTAL.match(first):
            self._total(row, first if first in PARTS else "")
        elif fund_pairs(sheet, row, row + 1):
            block.shares.append((row, own[0]))
        elif SUBTOTAL.fullmatch(first):
            block.totals.append(row)
        elif END.match(first):
            self.ended = bool(block.rows)
        elif sum(core in self.headers for core in cores) * 2 > len(own) and len(own) > 2:
            block.repeated.append(row)  # on a new page or for a second goal
        elif not _is_sentence(sheet, row, self.header.columns):  # 偏差大或目标未完成原因分析 …
            self._goal(row)

    def whole_below(self, rows: range) -> None:
        """Take the total of the whole form, where it stands below what was read: that of the goals alone gives way."""
        for row in rows:
            first = next((plain(text) for value in self.sheet.rows[row] if (text := clean_text(value))), "")
            if WHOLE_TOTAL.match(first):
                self.block.total = None
                self._total(row)

    def _total(self, row: int, part: str = "") -> None:
        """Take a total: the first, where none tells the points of the whole form and the one before was of a part.

        `part` is what it is called, where that may be the sum of a part: 小计, or 合计 beside printed points below a
        hundred.
        """
        total, weight = total_record(self.sheet, row, self.header), points_of(self.sheet, row, self.header.columns)[0]
        part = part if part == SUM or (part and weight not in {None, FULL}) else ""
        if self.block.total is None or (self.part and not part):
            self.block.total, self.part = total, part
        elif part:
            self.parts += 1
        self.block.totals.append(row)

    def drop_part(self) -> None:
        """Leave no total where only sums of parts are told: 小计 of a heading, or of fewer points than goals have."""
        rows, total = self.block.rows, self.block.total
        whole = {FULL, sum(record["weight_score"] or 0 for record in rows)}
        one = self.part == SUM and len({record["level1"] for record in rows}) == 1
        if self.part and total and (self.parts or one or total["weight_score"] not in whole):
            self.block.total = None

    def _goal(self, row: int) -> None:
        block, record = self.block, goal_record(self.sheet, row, self.header.columns)
        if self.ended and not is_goal(record):
            return
        if undress(record["level3"] or "").core in self.headers:
            block.repeated.append(row)  # a lower row of the header
        elif "target" in self.header.columns and adds_up(record, block.rows, block.totals):
            self._total(row)
        elif is_template(record) or is_empty(record):
            block.skipped.append(row)
        elif self.sheet.line(row) in self.sheet.facts.hidden_rows and not record["actual"] and without_points(record):
            block.hidden.append(row)
        elif not (record["target"] or record["actual"] or is_named(self.sheet, record)):
            return  # figures beside no name
        elif is_execution(record):
            block.execution = record
        else:
            if not undress(record["group"]).points:
                record["group"] = self.heading
            _fill_down(record, self.above)
            block.rows.append(record)


def _fill_down(record: dict[str, Any], above: dict[str, Any]) -> None:
    """Blank headings repeat the one above, until a heading to their left changes."""
    for position, name in enumerate(HEADINGS):
        if record[name]:
            if record[name] != above.get(name):
                for later in HEADINGS[position + 1 :]:
                    above.pop(later, None)
            above[name] = record[name]
            if name == "level1":
                above["points"] = record["points"]
        else:
            record[name] = above.get(name)
            if name == "level2":
                record["lower_points"] = above.get("lower_points", "")
    above["lower_points"] = record["lower_points"]
    record["points"] = record["points"] or above.get("points", "")


def _heading_above(sheet: Sheet, top: int) -> str:
    """The line with points right above a header: 年度目标1：（40分）."""
    texts = [clean_text(value) for value in sheet.rows[top - 1]] if top else []
    first = next((text for text in texts if text), "")
    return first if undress(first).points else ""


def _is_sentence(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> bool:
    """Whether one text is merged over name, target and result; over name and score, where no goal has a target."""
    told = [name for name in ("level3", "target", "actual", "published_score") if name in columns]
    return len({sheet.anchor(row, columns[name].column) for name in told[:3]}) == 1
