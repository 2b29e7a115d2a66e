"""One indicator in the 评价底稿: parameters, data, every step as a live formula, the score."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evallib.model import palette
from evallib.model.books.pen import Pen, quoted
from evallib.model.problems import errors_of
from evallib.publish.books.index_numbers import block_number, name_cell
from evallib.scoring.framework.definition import Rounding
from evallib.scoring.indicator_score import STATUS_LABELS, IndicatorScore
from evallib.scoring.language.calculation import SCORE, Calculation
from evallib.scoring.language.calculation import VALUE as ACHIEVED
from evallib.scoring.language.expression import Expr, NoScoreError, Op, Ref, evaluate
from evallib.scoring.language.wording import written

SIGN_LINE = "编制人：　　　　　日期：　　　　　复核人：　　　　　日期："
DATA_SHEET = "数据"
JUDGEMENT_SHEET = "人工评定"
OPEN, UNDECIDED, REMOVED, IMPOSSIBLE = "待补充", "待定", "不适用", "无法计算"
NAME, VALUE, FORMULA, SOURCE = range(4)
COLUMNS = (("项目", 30), ("数值", 16), ("算式（文字）", 62), ("来源、说明", 42))


@dataclass(frozen=True, slots=True)
class Places:
    """Where a block's cells stand: addresses with their sheet, for the score table."""

    weight: str
    literal: str
    score: str
    value: str = ""


@dataclass(slots=True)
class BlockWriter:
    """Writes blocks one under the other on a sheet.

    Args:
        pen: writes on the worksheet.
        name: the worksheet's name.
        rounding: where scores are rounded.
        data_rows: row (from 1) of every input on the data sheet, by indicator and input name.
        judgement_rows: row of every judgement on its sheet, by indicator.
    """

    pen: Pen
    name: str
    rounding: Rounding
    data_rows: dict[tuple[str, str], int]
    judgement_rows: dict[str, int]
    row: int = 2

    def write(self, score: IndicatorScore, path: str) -> Places:
        """Write one block; the returned addresses are used by the score table."""
        indicator, calc, state = score.indicator, score.calc, known(score)
        cells: dict[str, str] = {}
        heading = self.pen.formats.get(bold=True, border=1, bg_color=palette.HEAD_FILL)
        number = block_number(indicator.code)
        self.pen.sheet.merge_range(self.row, 0, self.row, 3, f"{number}　{path}", heading)
        name_cell(self.pen, number, self.row, 0)
        self.row += 1
        rule = indicator.rule
        assert rule is not None
        if indicator.terms:
            self._text("指标说明", indicator.terms, indicator.note)
        self._text("评分标准", indicator.rule_text or "（表中未印评分标准）", f"规则类型：{rule.label}")
        if indicator.target:
            self._text("目标（原文）", indicator.target, "指标体系")
        for parameter in calc.parameters.values():
            cells[parameter.name] = self._number(parameter.name, parameter.value, parameter.style, "指标体系规定")
        first = len(score.inputs) and self.data_rows[indicator.code, score.inputs[0].name]
        for item in score.inputs:
            address = f"{quoted(DATA_SHEET)}!D{self.data_rows[indicator.code, item.name]}"
            formula = f'IF(ISBLANK({address}),"",{address})'
            source = item.source.place if item.source and item.source.place else score.entry.source
            text = f"填报：{item.written}" if item.written else ("未填报" if item.value is None else "")
            cells[item.name] = self._formula(item.name, formula, item.value, item.style, text=text, source=source)
        last = first + len(score.inputs) - 1
        blank = f"COUNTBLANK({quoted(DATA_SHEET)}!D{first}:D{last})>0" if first else ""
        shown, failed = calc.styles, _failed(score)
        for step in calc.steps:
            formula = self._told(step.expr, cells, calc, blank, step.limit)
            value, text = state.get(step.name, failed), written(step.expr, str)
            cells[step.name] = self._formula(step.name, formula, value, shown[step.name], text=text, source="计算")
        formula, text = self._told(calc.result, cells, calc, blank), written(calc.result, str)
        raw = self._formula("得分（未取整）", formula, state.get(SCORE, failed), "points", text=text, source="计算")
        places = self.rounding.places
        how = f"取 {places} 位小数，四舍五入" if self.rounding.at == "indicator" else "不取整，合计时取整"
        formula = self._literal(score, raw, blank, cells)
        literal = self._formula("按规则得分", formula, shown_literal(score), "points", text=how, source=score.reason)
        final = self._final(score, literal)
        if score.entry.evidence:
            self._text("评价依据", score.entry.evidence, score.entry.source)
        self._text("签署", SIGN_LINE, "由编制人、复核人填写")
        self.row += 1
        here = quoted(self.name)
        rate = shown.get(ACHIEVED) == "percent" and isinstance(state.get(ACHIEVED), Decimal)
        value = f"{here}!{cells[ACHIEVED]}" if rate and ACHIEVED in cells else ""
        return Places(f"{here}!{cells['分值']}", f"{here}!{literal}", f"{here}!{final}", value)

    def _told(
        self, expr: Expr, cells: dict[str, str], calc: Calculation, blank: str, limit: Decimal | None = None
    ) -> str:
        """A formula that says in words why it gives no number; a paper to be signed shows no error value.

        Words of an earlier step must not pass for a number (Excel skips text in MIN and MAX), so steps are referred to
        as ``(B7+0)``, which fails again, and only where the formula needs them.
        """
        steps = {step.name for step in calc.steps}
        used = references(expr)
        formula = written(expr, lambda name: f"({cells[name]}+0)" if name in steps else cells[name], excel=True)
        if limit is not None:
            formula = f"IF(ROUND({formula}-{limit},9)>0,NA(),{formula})"
        if used <= calc.parameters.keys() and "NA()" not in formula:
            return formula
        reason = f'IF({blank},"{OPEN}","{IMPOSSIBLE}")' if blank else f'"{IMPOSSIBLE}"'
        undecided = ",".join(f'{cells[name]}="{UNDECIDED}"' for name in cells if name in used & steps)
        if undecided:
            reason = f'IF(OR({undecided}),"{UNDECIDED}",{reason})'
        return f'IFERROR(_xlfn.IFNA({formula},"{UNDECIDED}"),{reason})'

    def _literal(self, score: IndicatorScore, raw: str, blank: str, cells: dict[str, str]) -> str:
        indicator = score.indicator
        spread = score.weight and score.weight != indicator.weight
        factor = f"*{score.weight.normalize():f}/{cells['分值']}" if spread else ""
        outcomes = {
            "ask": f'"{OPEN}"',
            "full": f"{cells['分值']}{factor}",
            "zero": "0",
            "not_applicable": f'"{REMOVED}"',
        }
        if score.entry.not_applicable:
            return outcomes["full" if indicator.when_not_applicable == "full" else "not_applicable"]
        value = f"({raw}+0){factor}"
        if self.rounding.at == "indicator":
            value = f"ROUND({value},{self.rounding.places})"
        formula = f'IF({raw}="{UNDECIDED}","{UNDECIDED}",IFERROR({value},{outcomes[indicator.when_empty]}))'
        if blank:
            unread = bool(errors_of(score.problems))
            missing = f'"{OPEN}"' if unread else outcomes[indicator.when_missing]
            formula = f"IF({blank},{missing},{formula})"
        return formula

    def _final(self, score: IndicatorScore, literal: str) -> str:
        formula, text = literal, "采用按规则得分"
        if score.entry.override is not None:
            row = self.judgement_rows[score.indicator.code]
            judged = f"{quoted(JUDGEMENT_SHEET)}!D{row}"
            formula, text = f"IF(ISNUMBER({judged}),{judged},{literal})", "有人工评定的采用人工评定"
        value = score.score if score.score is not None else shown_literal(score)
        return self._formula(
            "采用得分", formula, value, "points", text=text, source=STATUS_LABELS[score.status], bold=True
        )

    def _text(self, name: str, text: str, source: str) -> None:
        self.pen.put(self.row, VALUE, "")
        self._row(name, text, source)

    def _number(self, name: str, value: Any, style: str, source: str) -> str:
        self.pen.put(self.row, VALUE, value, style)
        return self._row(name, "", source)

    def _formula(self, name: str, formula: str, value: Any, style: str, *, text: str, source: str, **look: Any) -> str:
        self.pen.put_formula(self.row, VALUE, formula, value, style, **look)
        return self._row(name, text, source, **look)

    def _row(self, name: str, text: str, source: str, **look: Any) -> str:
        """What stands around the value of a row, whose place is told; the next row is the next one's."""
        self.pen.put(self.row, NAME, name, **look)
        self.pen.put(self.row, FORMULA, text)
        self.pen.put(self.row, SOURCE, source)
        self.row += 1
        return f"$B${self.row}"


def references(expr: Expr) -> set[str]:
    """Names that an expression refers to."""
    match expr:
        case Ref(name):
            return {name}
        case Op(_, args):
            return set().union(*map(references, args))
    return set()


def known(score: IndicatorScore) -> dict[str, Any]:
    """Everything that can be computed from what was handed in, also where something else is missing."""
    calc = score.calc
    values = {name: parameter.value for name, parameter in calc.parameters.items()}
    values |= {item.name: item.value for item in score.inputs if item.value is not None} | score.state
    for step in calc.steps:
        if step.name not in values:
            with suppress(NoScoreError, KeyError):
                value = evaluate(step.expr, values)
                if step.limit is None or value <= step.limit:
                    values[step.name] = value
    return values


def _failed(score: IndicatorScore) -> str:
    """What a step shows that could not be computed."""
    shown = shown_literal(score)
    return shown if isinstance(shown, str) and shown != REMOVED else IMPOSSIBLE


def shown_literal(score: IndicatorScore) -> Decimal | str:
    """What the cell of the rule's score shows."""
    if score.literal is not None:
        return score.literal
    if score.status == "not_applicable":
        return REMOVED
    return OPEN if any(item.value is None for item in score.inputs) else UNDECIDED
