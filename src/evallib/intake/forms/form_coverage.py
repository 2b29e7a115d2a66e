"""Coverage of forms (有没有漏读): figures and signs of a form's rows that no reading consumed.

The layout is not asked: whatever stands in a form as a figure (funds, points, targets, results, scores) is either in a
record, or understood and kept out (完成率, 序号), or told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place, number, pieces, shown
from evallib.intake.forms.form_indicators import IndicatorBlock
from evallib.intake.forms.form_shape import FormShape, IndicatorHeader
from evallib.intake.forms.funds.fund_columns import AMOUNTS, ARRIVED, fund_columns, parts_of_amounts
from evallib.intake.forms.funds.fund_questions import how_to_settle
from evallib.intake.forms.goal_cells import runs_left
from evallib.intake.forms.goal_rows import said_total
from evallib.intake.forms.goal_values import OTHER, SIGNED
from evallib.intake.forms.told_columns import told_columns
from evallib.intake.tables.headers.header_cells import header_cells
from evallib.model.problems import Problem
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import parse_header, span_of, undress

UNREAD_CELLS = "intake.form_unread_cells"
#: A figure with a sign and a unit; a year, a date or a season is none.
FIGURE = re.compile(
    r"[≥≤<>=＝≧≦＞＜±约]?\s*[-+]?[\d,，]*\d(?:\.\d+)?\s*(?:(?!年|月|日|季|"
    r"号)[^\d\s.．,，。；;、：:（()）/／]{1,4})?(?:\s*[/／]\s*\d+(?:\.\d+)?\s*分?)?"
)
#: What Excel shows where a formula failed: a figure that nobody can read.
ERROR = re.compile(r"#(?:REF|DIV/0|N/A|VALUE|NAME|NUM|NULL)[!?]?")
SIGN = re.compile(r"(?:>=|<=|[≥≤<>=＝≧≦＞＜])")
#: A column with one of these concepts tells nothing that the records miss.
KEPT_OUT = frozenset({
    "line_no", "printed_execution_rate", "rate", "published_score_rate", "score_coefficient", "weight_rate",
    "review_score", "self_score", "rule_text", "remark", "balance_yuan", "adjustment_yuan", "adjustment_rate",
    "is_core", "deviation", "completion", "measure_unit", "indicator", "level1", "level2", "level3", "level4",
    "category", "project_code", "goal_year", "period",
})  # fmt: skip
MEASURE = re.compile(r"资金|预算|经费|支出|金额|得分|分值|权重|执行|拨款|结转|投资|补助|到位|决算|目标值|完成值")
AMOUNT = re.compile(r"预算|执行|支出|资金|经费|拨款|结转")
#: How far a result lies from its target: told by the two.
GAP = re.compile(r"(?:完成|达成|实现)(?:率|度|比|比例)")
NUMERIC = frozenset({"weight_score", "published_score"})
EMPTY = re.compile(r"[-—–/／\\无\s]*")
TEN_THOUSAND = 10_000
#: A line that tells the total of the form, and no sentence that speaks of it.
LONGEST_TOTAL = 60
TOLD = 8


def coverage_problems(
    sheet: Sheet,
    shape: FormShape,
    funds: Sequence[Mapping[str, Any]],
    goals: IndicatorBlock | None,
    until: int | None,
    told_funds: bool,
) -> Iterator[Problem]:
    """What of a form was not read, or was read by its values alone.

    Args:
        sheet: the sheet.
        shape: the form.
        funds: records of its funds.
        goals: its goals; None for a sheet that has nothing but its money.
        until: the column at which another form begins.
        told_funds: the money above the goals was told already.
    """
    block = goals or IndicatorBlock()
    missed = unread_cells(sheet, shape, funds, block, until)
    if not funds and told_funds:
        missed = [place for place in missed if place[0] > shape.indicators.top]
    if missed:
        yield partly_read(sheet, missed, how_to_settle(sheet, shape))
    elif goals is not None and not block.rows and not block.skipped:
        yield Problem(
            UNREAD_CELLS, "自评表有指标的表头，没有读到一行指标", file=sheet.file, sheet=sheet.name,
            cell=sheet.place(shape.indicators.bottom, 0), expected="表头下每行一个指标",
            advice="请核对表头与指标行是否相连",
        )  # fmt: skip
    yield from told_columns(sheet, shape, block)


def unread_cells(
    sheet: Sheet, shape: FormShape, funds: Iterable[Mapping[str, Any]], block: IndicatorBlock, until: int | None = None
) -> list[Place]:
    """The cells of a form that hold a figure or a sign and are in no record.

    Args:
        sheet: the sheet.
        shape: the form.
        funds: records of its funds, with their row and the place of each value.
        block: its goals.
        until: the column at which another form begins; the sheet's width if none does.

    Returns:
        Places in the order of the sheet.
    """
    read = _consumed(sheet, funds, block) | _answers(sheet, shape)
    amounts = {value for record in funds for name, value in record.items() if name in AMOUNTS}
    header = shape.indicators
    out = {"goals": columns_kept_out(header), "funds": _funds_kept_out(sheet, shape)}
    below = {other.bottom + 1: columns_kept_out(other) for other in shape.further}
    goals = {record["row"] for record in block.rows}
    if block.execution:
        goals.add(block.execution["row"])
    # Left of a row's amounts stands what they are for: 主要内容 of a task.
    money = {record["row"]: min((c for _, c in record["places"].values()), default=0) for record in funds}
    passed = {*range(header.top, header.bottom + 1), *block.repeated, *block.hidden}
    untold = goals and (block.total is None or block.total["published_score"] is None)
    last = len(sheet.rows) if block.unread is None else block.unread
    found = []
    for row in range(shape.first, min(shape.last, last)):
        out["goals"] = below.get(row, out["goals"])
        if row in passed or row in block.totals:
            found += [(row, column) for column in range(sheet.width) if ERROR.fullmatch(shown(sheet, row, column))]
            continue
        for column in range(min(until or sheet.width, sheet.width)):
            if sheet.anchor(row, column) != (row, column) or (row, column) in read:
                continue
            text = shown(sheet, row, column)
            if untold and len(text) <= LONGEST_TOTAL and row not in goals and said_total(text, row) is not None:
                found.append((row, column))
                continue
            if not (
                FIGURE.fullmatch(text) or (SIGN.fullmatch(text) and row in goals) or (not money and _is_amount(text))
            ):
                continue
            if (row in goals and column in out["goals"]) or (row in money and column in out["funds"]):
                continue
            if column < money.get(row, 0) and number(sheet, row, column) is None:
                continue
            if row not in goals and row not in money and _labelled(sheet, shape, row, column):
                continue
            found.append((row, column))
    found = sorted({*found, *_misplaced(sheet, block)})
    return [place for place in found if place[0] in goals or not _parts_of(sheet, found, place[0], amounts)]


def _is_amount(text: str) -> bool:
    """Whether a cell tells an amount beside its label: 全年执行数 42.5."""
    return any(AMOUNT.search(label) for label, _ in pieces(text))


def _misplaced(sheet: Sheet, block: IndicatorBlock) -> Iterator[Place]:
    """Cells of goals that are not what their column says: points in words, a figure for a name (of another table)."""
    for record in block.rows:
        for name, place in record["places"].items():
            text = shown(sheet, *place)
            if (name in NUMERIC and record.get(name) is None and text and not EMPTY.fullmatch(text)) or (
                name in {"level2", "level3"} and (SIGNED.match(text) or (name == "level3" and FIGURE.fullmatch(text)))
            ):
                yield sheet.anchor(*place)


def _answers(sheet: Sheet, shape: FormShape) -> set[Place]:
    """The cells that answer the labels of the head: right of each, and under those of goals and results."""
    read: set[Place] = set()
    for name, (row, column) in shape.labels.items():
        anchor = sheet.anchor(row, column)
        right = next((c for c in range(column + 1, sheet.width) if sheet.anchor(row, c) != anchor), None)
        if right is not None:
            read.add(sheet.anchor(row, right))
        if name in {"expected_goal", "actual_result"}:
            read |= {sheet.anchor(line, column) for line in range(row + 1, min(row + 4, len(sheet.rows)))}
    return read


def _parts_of(sheet: Sheet, places: Iterable[Place], row: int, amounts: Set[Any]) -> bool:
    """Whether the figures of a row add up to an amount of the funds: 基本支出 356.2, 项目支出 188; 中央 40, 本级 60."""
    found = [value for place in places if place[0] == row and (value := number(sheet, *place)) is not None]
    return len(found) > 1 and not {sum(found), sum(found) * TEN_THOUSAND}.isdisjoint(amounts)


def _consumed(sheet: Sheet, funds: Iterable[Mapping[str, Any]], block: IndicatorBlock) -> set[Place]:
    """The cells that made a value of a record; a figure that made none is not among them."""
    read: set[Place] = set()
    records = [*funds, *block.rows, *([block.execution] if block.execution else [])]
    for record in records:
        for name, place in record["places"].items():
            numeric = name in NUMERIC or name.endswith(("_yuan", "_rate"))
            if not numeric or record.get(name) is not None:
                read.add(sheet.anchor(*place))
    return read


def columns_kept_out(header: IndicatorHeader) -> Set[int]:
    """Columns of goals whose headers are understood and whose figures are not kept."""
    read = {cell.column for cell in header.columns.values()}
    goals = {cell.column for cell in header.cells if cell.column not in read and is_out(cell.text)}
    levels = [cell.column for name, cell in header.columns.items() if name.startswith("level")]
    # Points of headings stand left of the goal's name.
    return goals if runs_left(header.columns) else goals | set(range(max(levels, default=0)))


def _funds_kept_out(sheet: Sheet, shape: FormShape) -> Set[int]:
    """Columns of funds whose headers are understood and whose figures are not kept."""
    if shape.funds is None:
        return set()
    cells = header_cells(sheet, shape.funds, shape.funds, rows=0)
    parts = parts_of_amounts(sheet, shape.funds, shape.fund_words)
    return {cell.column for cell in cells if is_out(cell.text)} | parts


def is_out(text: str) -> bool:
    """Whether a column's figures are told elsewhere, or are a part of those beside it: 资金到位数, 其中：支付到户."""
    if (
        undress(text).of_which
        or ARRIVED.search(text)
        or OTHER.search(text)
        or GAP.fullmatch(undress(text).core)
        or span_of(text).kind
    ):
        return True
    readings = parse_header(text)
    return bool(readings) and str(readings[0].value) in KEPT_OUT


def _labelled(sheet: Sheet, shape: FormShape, row: int, column: int) -> bool:
    """Whether a figure answers a label that asks for no money and no points: 评价年度, 项目编码, 电话."""
    if shape.funds is not None and shape.funds < row < shape.indicators.top:
        amounts = [
            cell.column for name, cell in fund_columns(sheet, shape.funds, shape.fund_words).items() if name in AMOUNTS
        ]
        if column >= min(amounts, default=0):
            return False
    before = next(
        (text for left in range(column - 1, -1, -1) if (text := clean_text(sheet.merged_value(row, left)))), ""
    )
    return bool(before) and not FIGURE.fullmatch(before) and (not MEASURE.search(before) or is_out(before))


def partly_read(sheet: Sheet, places: list[Place], settle: str = "") -> Problem:
    """The error for a form of which some figures were not read; `settle` tells what settles its headers of money."""
    cells = "、".join(sheet.place(*place) for place in places[:TOLD])
    more = f"等 {len(places)} 格" if len(places) > TOLD else ""
    shown_values = "｜".join(shown(sheet, *place) for place in places[:TOLD])
    return Problem(
        UNREAD_CELLS, f"自评表没有读完整：{len(places)} 格数值没有读入", file=sheet.file, sheet=sheet.name,
        cell=cells + more, value=shown_values, expected="每个资金、分值、得分、目标值和完成值都在认得的表头之下",
        advice=settle or ("请核对这些格所在的表头和行；表头是自拟写法的，"
            "改用通行写法（如全年预算数、全年执行数、年度指标值、实际完成值、分值、得分）"),
    )  # fmt: skip
