"""One run of the import: the framework file, the review sheet, and the unit's scoring input."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from evallib.model.problems import EvallibError, Problem, ProblemList, excerpt
from evallib.model.strict_yaml import load_yaml
from evallib.model.workspace.files import write_text
from evallib.parsing.rules.telling.rule_telling import tell
from evallib.scoring.framework.definition import Framework
from evallib.scoring.framework.evaluator.evaluator_entries import entries_yaml
from evallib.scoring.framework.evaluator.evaluator_framework import STATES, ReadTable, Review, read_evaluator_table
from evallib.scoring.framework.evaluator.review_sheet import differences, read_review, summary, write_review
from evallib.scoring.framework.loading import check_framework, load_framework
from evallib.scoring.framework.rules.printed import Printed
from evallib.scoring.framework.to_sheet import INFO, TREE, to_yaml


@dataclass(frozen=True, slots=True)
class ImportJob:
    """What is read and where the results go."""

    file: Path
    out: Path
    review: Path | None = None
    reviewed: Path | None = None
    usual: bool = False
    unit: str | None = None
    year: int | None = None


@dataclass(slots=True)
class ImportResult:
    """What came of it: sentences to tell, problems, and how many standards are left to a person's decision."""

    framework: Framework
    lines: list[str] = field(default_factory=list)
    problems: ProblemList = field(default_factory=ProblemList)
    rows: list[dict[str, Any]] = field(default_factory=list)
    left: int = 0


def run_import(job: ImportJob) -> ImportResult:
    """Import a framework: a workbook of `framework export`, or an evaluator's own table.

    Raises:
        EvallibError: the file, the table or the reviewed sheet does not hold.
    """
    if _exported(job.file):
        from evallib.scoring.framework.from_sheet import import_framework

        framework = import_framework(job.file)
        write_text(job.out, to_yaml(framework))
        result = ImportResult(framework, [f"{framework.name}：{len(framework.leaves)} 个指标，已写入 {job.out}"])
        result.problems.extend(check_framework(framework, job.file.name, texts=True))
        return result
    review = _with_earlier(read_review(job.reviewed) if job.reviewed else Review(), job.out)
    review = replace(review, usual=job.usual)
    table = read_evaluator_table(job.file, review, job.out.stem, job.year)
    table.problems.raise_errors()
    job.out.parent.mkdir(parents=True, exist_ok=True)
    write_text(job.out, to_yaml(table.framework))
    result = ImportResult(
        table.framework, [f"{table.framework.name}（{table.file} › {table.sheet}）：{summary(table)}"]
    )
    result.problems.extend(table.problems)
    result.lines.append(f"指标体系已写入 {job.out}")
    if job.review is not None:
        result.lines.append(f"核对表已写入 {write_review(table, job.review)}")
    _tell(table, result)
    if job.unit is not None:
        result.lines.append(f"评分数据已写入 {_write_entries(table, job)}")
    return result


def _with_earlier(review: Review, out: Path) -> Review:
    """A review with the choices that stand in the framework file of an earlier import: a question is asked once."""
    if not out.is_file():
        return review
    try:
        earlier = load_framework(out)
    except EvallibError:
        return review  # written over anyway
    carried = set()
    for leaf in (*earlier.leaves, *earlier.adjusting.values()):
        rule = leaf.rule
        if not isinstance(rule, Printed) or leaf.code in review.rows:
            continue
        review.choices[leaf.code] = 0
        review.told[leaf.code] = tell(rule.reading, Fraction(leaf.weight))
        review.rows[leaf.code] = (leaf.name, rule.text)
        carried.add(leaf.code)
    return replace(review, carried=frozenset(carried))


def _exported(file: Path) -> bool:
    if file.suffix.lower() != ".xlsx" or not file.is_file():
        return False
    from evallib.intake.files.workbook import read_workbook

    names = {sheet.name for sheet in read_workbook(file)}
    return {TREE, INFO} <= names


def _tell(table: ReadTable, result: ImportResult) -> None:
    for read in table.indicators:
        result.rows.append(
            {
                "code": read.row.code,
                "name": read.row.name,
                "state": STATES[read.state],
                "question": read.question,
                "told": read.readings.readings[read.chosen].told if read.readings.readings else "",
            }
        )
        if read.state in {"amber", "red"}:
            result.left += 1
            cell = read.row.cells["rule_text"].name if "rule_text" in read.row.cells else read.row.cell.name
            result.problems.add(
                Problem(
                    f"framework.{read.state}",
                    f"{read.row.code} {read.row.name}：{STATES[read.state]}",
                    file=table.file,
                    sheet=table.sheet,
                    cell=cell,
                    value=excerpt(read.row.text("rule_text")),
                    expected=read.question,
                    advice="请在核对表中选读法或改写，再带 --reviewed 导入",
                    severity="warning",
                )
            )
    for one in differences(table):
        result.problems.add(
            Problem(
                "framework.score_differs",
                f"{one['code']} {one['name']}：表中得分与按评分标准计算的不同",
                file=table.file,
                sheet=table.sheet,
                cell=one["cell"],
                value=one["printed"],
                expected=f"{one['computed']}（业绩值 {one['value']}）",
                advice="请核对得分；属于判断的请在备注写明理由",
                severity="warning",
            )
        )


def _framework_of(path: Path) -> str:
    """The framework that a scoring input names; empty where it names none, or cannot be read."""
    try:
        data, _ = load_yaml(path)
    except EvallibError:
        return ""
    return str(data.get("framework", "")) if isinstance(data, dict) else ""


def _write_entries(table: ReadTable, job: ImportJob) -> Path:
    from evallib.model.workspace.units import UNIT_PATTERN, Workspace

    if job.unit is None or job.year is None:
        raise EvallibError(
            Problem("framework.year", "写评分数据需要年度", expected="--year 2024", advice="请同时写 --unit 和 --year")
        )
    if not UNIT_PATTERN.fullmatch(job.unit):
        raise EvallibError(
            Problem(
                "framework.unit",
                "不能用作单位文件夹的名称",
                value=job.unit,
                expected="汉字、小写字母、数字、（）、_ 和 -",
                advice="例如 某某镇 或 moumouzhen",
            )
        )
    at = Workspace.find().at(job.unit, job.year)
    folder = at.raw_dir
    path = folder / "scoring.yaml"
    if path.is_file() and _framework_of(path) != table.framework.id:
        raise EvallibError(
            Problem(
                "framework.entries_exist",
                "该单位该年已有用另一指标体系的评分数据",
                file=str(path),
                advice="请先移走原文件，或换一个单位、年度",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    known = job.unit in at.workspace.units()
    name = at.workspace.unit_info(job.unit).name if known and (folder.parent / "unit.yaml").is_file() else job.unit
    write_text(path, entries_yaml(table, at, name))
    return path
