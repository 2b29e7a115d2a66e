"""Results of rules (校验结果): every rule, passed or failed, with its counts and the cells that broke it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from evallib.checks.findings import TableFinding, code_of, severity_of
from evallib.identities.calculations import Disagreement, number_text
from evallib.model.problems import MAX_LISTED, Problem, Severity, unlisted

if TYPE_CHECKING:
    from evallib.checks.outcome import Outcome
    from evallib.checks.rules.rule import Kind, Rule

Status = Literal["passed", "failed", "skipped", "broken"]
STATUS_LABELS: dict[str, str] = {"passed": "通过", "failed": "未通过", "skipped": "未执行", "broken": "无法执行"}


@dataclass(frozen=True)
class RuleResult:
    """What became of one rule.

    Args:
        table, title: the table kind.
        number: position in its suite, from 1.
        type: type of the expectation.
        rule: what it demands, in Chinese.
        severity: of what it finds.
        columns: labels of the columns that it looks at.
        status: ``passed``, ``failed``, ``skipped`` (nothing to compare with) or ``broken`` (it could not run).
        checked, failed: rows asked, and cells or rows that failed.
        note: why it was skipped.
        problems: every failing cell.
        findings: what of it is a disagreement between figures, for the book of findings.
        found: the disagreement behind each finding.
    """

    table: str
    title: str
    number: int
    type: str
    rule: str
    severity: Severity
    columns: list[str]
    status: Status
    checked: int = 0
    failed: int = 0
    note: str = ""
    problems: list[Problem] = field(default_factory=list)
    findings: list[TableFinding] = field(default_factory=list)
    found: list[Disagreement] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; problems and findings stand in the lists of all of them."""
        return {name: value for name, value in vars(self).items() if name not in {"problems", "findings", "found"}}


def rule_result(
    rule: Rule, schema: Kind, number: int, rows: pd.DataFrame | None = None, outcome: Outcome | None = None
) -> RuleResult:
    """Word the outcome of a rule; without an outcome there was nothing to check."""
    columns = [schema.label_of(name) for name in rule.columns]
    common = (schema.name, schema.title, number, rule.type, rule.meta.rule, rule.level, columns)
    if rows is None or outcome is None:
        return RuleResult(*common, status="skipped", note="没有数据行")
    if outcome.skipped:
        return RuleResult(*common, status="skipped", note=f"没有可对照的名单（{outcome.skipped}）")
    if "mostly" in rule.kwargs and (absent := _not_exported(rule.columns, rows)):
        names = "、".join(f"“{schema.label_of(name)}”" for name in absent)
        return RuleResult(*common, status="skipped", note=f"所交的表没有{names}一列")
    if outcome.raised:
        broken = Problem(
            "checks.rule_failed",
            f"校验规则无法执行：{rule.meta.rule}",
            sheet=schema.title,
            value=outcome.raised,
            advice=f"请核对 expectations/{schema.name}.json 第{number}条",
        )
        return RuleResult(*common, status="broken", problems=[broken])
    if outcome.passed:
        return RuleResult(*common, status="passed", checked=outcome.checked)
    problems = _problems(rule, schema, rows, outcome)
    failed = len(outcome.found) or len(outcome.rows) or 1
    findings = _findings(rule, schema, rows, outcome, problems)
    told = [found for found in outcome.found if not found.note] if findings else []
    return RuleResult(
        *common,
        status="failed",
        checked=outcome.checked,
        failed=failed,
        problems=problems,
        findings=findings,
        found=told,
    )


def _not_exported(columns: list[str], rows: pd.DataFrame) -> list[str]:
    """Columns without any value that no export has: what is not there is not left blank."""
    if "source_columns" not in rows:
        return []
    known = {name for told in rows["source_columns"].dropna().unique() for name in json.loads(told)}
    return [name for name in columns if name not in known and rows[name].isna().all()]


def _findings(
    rule: Rule, schema: Kind, rows: pd.DataFrame, outcome: Outcome, problems: list[Problem]
) -> list[TableFinding]:
    code = code_of(rule)
    if not code:
        return []
    return [
        TableFinding(
            schema.name,
            code,
            severity_of(code, found, str(rows.at[found.row, "row_kind"])),
            problem.message,
            found.printed,
            found.recomputed,
            found.arithmetic,
            problem.file,
            problem.sheet,
            problem.cell,
        )
        for found, problem in zip(outcome.found, problems, strict=True)
        if not found.note
    ]


def _problems(rule: Rule, schema: Kind, rows: pd.DataFrame, outcome: Outcome) -> list[Problem]:
    if outcome.found:
        return [_disagreement(rule, schema, rows, found) for found in outcome.found]
    columns, words = rule.columns, rule.meta
    code = f"checks.{rule.type}"
    if not outcome.rows or "mostly" in rule.kwargs:
        files = "、".join(sorted(set(rows["source_file"])))
        value = outcome.observed or f"{len(outcome.rows):,} 行不符，共 {outcome.checked:,} 行"
        return [
            Problem(
                code,
                _about(columns, schema) + words.message,
                file=files,
                value=value,
                expected=words.expected,
                advice=words.advice,
                severity=rule.level,
            )
        ]
    failing = rows.loc[outcome.rows[:MAX_LISTED]]
    about = _about(columns, schema) + words.message
    values = zip(*(failing[column] for column in columns), strict=True) if columns else [()] * len(failing)
    problems = [
        Problem(
            code,
            about,
            file=str(file),
            sheet=str(sheet),
            cell=_cell(cells, columns, number),
            value="、".join(_shown(name, value) for name, value in zip(columns, told, strict=True)),
            expected=words.expected,
            advice=words.advice,
            severity=rule.level,
        )
        for file, sheet, cells, number, told in zip(*_places(failing), values, strict=True)
    ]
    more = len(outcome.rows) - len(problems)
    return [*problems, unlisted(problems[0], more)] if more else problems


def _disagreement(rule: Rule, schema: Kind, rows: pd.DataFrame, found: Disagreement) -> Problem:
    words = {
        "subject": found.subject if found.subject != found.column else f"“{schema.label_of(found.column)}”",
        "column": schema.label_of(found.column),
        "printed": found.printed,
        "recomputed": found.recomputed,
        "arithmetic": found.arithmetic,
    }
    [(file, sheet, cells, number)] = zip(*_places(rows.loc[[found.row]]), strict=True)
    message, expected = rule.meta.message.format_map(words), rule.meta.expected.format_map(words)
    if found.note:
        message, expected = found.note, ""
    softer = (found.rounding or found.note) and rule.level == "warning"
    return Problem(
        f"checks.{rule.type}",
        message,
        file=str(file),
        sheet=str(sheet),
        cell=_cell(cells, [found.column], number),
        value=found.printed,
        expected=expected,
        advice="如本应列全，请补齐其余各行" if found.note else rule.meta.advice,
        severity="note" if softer else rule.level,
    )


def _about(columns: list[str], schema: Kind) -> str:
    return f"“{schema.label_of(columns[0])}”" if columns else ""


def _places(rows: pd.DataFrame) -> list[Any]:
    """File, sheet, cells and row number; of single cases only the columns are known, the same for a whole sheet."""
    known = next((name for name in ("source_cells", "source_columns") if name in rows), None)
    cells = rows[known] if known else [None] * len(rows)
    return [rows["source_file"], rows["source_sheet"], cells, rows["source_row"]]


def _cell(cells: Any, columns: list[str], row: Any) -> str:
    known = json.loads(cells) if isinstance(cells, str) else {}
    told = [known[column] for column in columns if column in known]
    return (
        "、".join(cell if cell[-1].isdigit() or not cell.isascii() else f"{cell}{int(row)}" for cell in told)
        or f"第{int(row)}行"
    )


def _shown(column: str, value: Any) -> str:
    """A value as people write it: amounts with their unit, rates in percent."""
    if pd.isna(value):
        return "（空）"
    if isinstance(value, Decimal):
        is_rate = column == "rate" or column.endswith("_rate")
        text = f"{number_text(value * 100)}%" if is_rate else number_text(value)
        return f"{text} 元" if column.endswith("_yuan") else text
    return str(value)
