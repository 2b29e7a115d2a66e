"""Reading of forms (读自评表): one sheet → records of head, funds and indicators, with what could not be read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.declared.declared_forms import read_declared
from evallib.intake.forms.form_cells import below
from evallib.intake.forms.form_coverage import coverage_problems
from evallib.intake.forms.form_indicators import IndicatorBlock, read_indicators
from evallib.intake.forms.form_labels import monitoring_title, right_of, titled_project
from evallib.intake.forms.form_records import (
    blank_record,
    form_period,
    row_words,
    source_of,
    total_of_form,
    with_source,
)
from evallib.intake.forms.form_shape import FormShape, find_forms
from evallib.intake.forms.funds.fund_rows import WITHOUT_FUNDS, read_funds
from evallib.intake.forms.funds.fund_shares import share_records, shares_above
from evallib.intake.forms.funds.task_funds import PART, task_funds
from evallib.intake.forms.goal_notes import noted_points
from evallib.intake.forms.goal_points import FULL, take_execution, told_points
from evallib.intake.forms.goal_rows import said_total
from evallib.intake.forms.layouts.laid_out import laid_out
from evallib.intake.forms.layouts.money_sheet import money_shape
from evallib.intake.forms.layouts.side_by_side import second_beside, side_by_side
from evallib.intake.tables.headers.unread_parts import UNREAD_TABLE, heads_figures, unread_table
from evallib.intake.tables.table_periods import whole_year
from evallib.model.problems import Problem, ProblemList, errors_of
from evallib.model.table_words import Words
from evallib.parsing.cells import clean_text

#: A total beside its sources is their sum; shares told elsewhere tell the same money again.
FEWEST_PARTS = 2
FORM_TABLE = "self_evaluation_indicators"
CONTINUED = re.compile(r"续(?:表|页)?\d{0,2}[)）]?$|[(（]续[表\d]{0,2}[)）]|[(（]接上[表页][)）]")
WHOLE = re.compile(r"(?:部门|单位)?整体")
AMOUNTS = ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan")
Records = dict[str, list[dict[str, Any]]]


def read_forms(
    sheet: Sheet,
    year: int,
    problems: ProblemList,
    words: Words | None = None,
    before: str = "",
    money: Sheet | None = None,
) -> list[Records]:
    """The forms of a sheet.

    Args:
        sheet: any sheet.
        year: year of the folder.
        problems: receives what could not be read.
        words: own wordings of headers.
        before: the project of the form on the sheet before; one that says 续 and names no project goes on with it.
        money: the sheet before, where it holds the form's money and nothing else.

    Returns:
        Per form the records of self_evaluation_forms, self_evaluation_funds and self_evaluation_indicators, empty for a
        template that nobody filled in; none where the sheet is no form.
    """
    if monitoring_title(sheet):
        return []  # told where tables are recognised
    sheet = laid_out(sheet)
    if before and (rest := _goes_on(sheet, words)) is not None:
        return [_rest_of(before, sheet, rest, year, problems)]
    parts = side_by_side(sheet, words)
    apart = laid_out(money) if money is not None else None
    read = [
        _read(part, shape, year, problems, apart, words)
        for part in parts
        for shape in find_forms(part, words, goes_on=apart is not None)
    ]
    if not read and (declared := read_declared(sheet, year, problems, words)) is not None:
        return [declared]
    if len(parts) > 1 and not find_forms(parts[-1], words):
        top = next(row for row in range(len(parts[-1].rows)) if heads_figures(parts[-1].rows, row))
        problems.add(unread_table(parts[-1], top))
    return read


def _goes_on(sheet: Sheet, words: Words | None) -> FormShape | None:
    """The rest of the form on the sheet before: a sheet that says 续, and has no head and no money of its own."""
    title = next((clean_text(value) for row in sheet.rows[:1] for value in row if value), "")
    if not (CONTINUED.search(sheet.name) or CONTINUED.search(title)):
        return None
    shapes = find_forms(sheet, words, goes_on=True)
    if len(shapes) != 1 or "project_name" in shapes[0].labels or shapes[0].funds is not None or shapes[0].pairs:
        return None
    return shapes[0]


def _rest_of(project: str, sheet: Sheet, shape: FormShape, year: int, problems: ProblemList) -> Records:
    block = read_indicators(sheet, shape)
    problems.extend(coverage_problems(sheet, shape, [], block, None, True))
    indicators = [*block.rows, *([total_of_form(block)] if block.total else [])]
    span = whole_year(year)
    rows = [blank_record(FORM_TABLE) | with_source(sheet, record, project, span) for record in indicators]
    problems.add(
        Problem("intake.form_goes_on", f"这张工作表续接前一张，其中 {len(block.rows)} 行指标并入“{project}”",
                file=sheet.file, sheet=sheet.name, advice="如果不是同一份自评表，请写明项目名称", severity="note")
    )  # fmt: skip
    return {"self_evaluation_forms": [], "self_evaluation_funds": [], FORM_TABLE: rows}


def _read(
    sheet: Sheet,
    shape: FormShape,
    year: int,
    problems: ProblemList,
    apart: Sheet | None = None,
    words: Words | None = None,
) -> Records:
    block = read_indicators(sheet, shape)
    if _is_template(sheet, shape, block):
        problems.add(
            Problem("intake.blank_form", "自评表是没有填写的空白模板，没有项目名称和指标，未读入", file=sheet.file,
                    sheet=sheet.name, cell=sheet.place(shape.indicators.bottom, 0), expected="填好的自评表",
                    severity="warning", advice="需要提交的，请填写后再提交；不需要的，请移出文件夹")
        )  # fmt: skip
        return {"self_evaluation_forms": [], "self_evaluation_funds": [], FORM_TABLE: []}
    span = form_period(sheet, shape, year, problems)
    money, purse = (apart, money_shape(apart, words)) if apart is not None else (sheet, shape)
    assert purse is not None
    named = shape if apart is None or "project_name" in shape.labels else purse
    head = _head(sheet if named is shape else money, named, block, problems)
    project = head["project_name"]
    above = [] if shape.pairs or apart is not None else shares_above(sheet, shape)
    funds = read_funds(money, purse, problems)
    shares = [*task_funds(money, purse, problems), *share_records(sheet, [*above, *block.shares], problems)]
    funds += shares if len(funds) < FEWEST_PARTS else [record | {"row_kind": PART} for record in shares]
    take_execution(funds, block.rows, block.execution)
    if (noted := noted_points(sheet, shape, block.rows, funds)) is not None:
        problems.add(noted)
    if block.skipped:
        problems.add(
            Problem("intake.template_rows", f"跳过 {len(block.skipped)} 行没有填写的模板行（如“指标2：”“……”）",
                    file=sheet.file, sheet=sheet.name, cell=row_words(sheet, block.skipped), severity="note")
        )  # fmt: skip
    if block.hidden:
        problems.add(
            Problem("intake.hidden_goals", f"{len(block.hidden)} 个隐藏的行没有完成值、分值和得分，不作指标读入",
                    file=sheet.file, sheet=sheet.name, cell=row_words(sheet, block.hidden),
                    advice="如应计入，请取消隐藏并填写完成值和得分", severity="warning")
        )  # fmt: skip
    if block.unread is not None:
        problems.add(unread_table(sheet, block.unread))
    _take_printed_total(sheet, shape, block)
    if apart is not None:
        _take_printed_total(money, purse, block)
        lines = ((text, row) for row, values in enumerate(money.rows) for text in set(map(clean_text, values)) if text)
        told = next((total for text, row in lines if (total := said_total(text, row)) is not None), None)
        block.total = block.total or (told and told | {"sheet": money})
        problems.extend(coverage_problems(money, purse, funds, None, None, _told_funds(money, problems)))
    second = second_beside(sheet, shape)
    if second is not None:
        problems.add(
            Problem(UNREAD_TABLE, "两份自评表左右并排，只读入左边的一份", file=sheet.file, sheet=sheet.name,
                    cell=sheet.place(shape.indicators.bottom, second), expected="一张工作表一份，或上下排列",
                    advice="请把右边的一份移到另一张工作表或移到下面")
        )  # fmt: skip
    told_funds = _told_funds(sheet, problems)
    problems.extend(coverage_problems(sheet, shape, funds if apart is None else [], block, second, told_funds))
    place = shape.labels.get("project_name", (shape.first, 0))
    indicators = [*block.rows, *([total_of_form(block)] if block.total else [])]
    problems.extend(told_points(sheet, funds, block.rows, told_funds))
    return {
        "self_evaluation_forms": [blank_record("self_evaluation_forms") | head | source_of(sheet, place[0], {}, span)],
        "self_evaluation_funds": [
            blank_record("self_evaluation_funds") | with_source(money, record, project, span) for record in funds
        ],
        FORM_TABLE: [blank_record(FORM_TABLE) | with_source(sheet, record, project, span) for record in indicators],
    }


def _is_template(sheet: Sheet, shape: FormShape, block: IndicatorBlock) -> bool:
    """Whether nobody filled the form in: nobody is named, no goal is told and no amount stands in its money."""
    named = any(right_of(sheet, shape.labels.get(name)) for name in ("project_name", "organisation", "implementer"))
    if named or block.rows or block.unread is not None:
        return False
    amounts = read_funds(sheet, shape, ProblemList())
    return not any(record.get(name) for record in amounts for name in AMOUNTS)


def _told_funds(sheet: Sheet, problems: ProblemList) -> bool:
    """Whether the money of the sheet was told already as not understood."""
    return any(p.code == WITHOUT_FUNDS and p.sheet == sheet.name for p in errors_of(problems))


def _head(sheet: Sheet, shape: FormShape, block: IndicatorBlock, problems: ProblemList) -> dict[str, Any]:
    labels = shape.labels
    organisation = right_of(sheet, labels.get("organisation"))
    project = right_of(sheet, labels.get("project_name")) or organisation
    if project is None and WHOLE.search(_title(sheet, shape)):  # of a whole department: it is its own project
        project = right_of(sheet, labels.get("implementer")) or right_of(sheet, labels.get("supervisor"))
    if project is None and (project := titled_project(sheet, shape.first)) is not None:
        problems.add(
            Problem("intake.form_project_of_title", f"没有“项目名称”，以标题中的“{project}”为项目名称", file=sheet.file,
                    sheet=sheet.name, advice="如果不对，请在“项目名称”右侧填写", severity="note")
        )  # fmt: skip
    if project is None:
        problems.add(
            Problem(
                "intake.form_without_project",
                "自评表没有写项目名称",
                file=sheet.file,
                sheet=sheet.name,
                advice="请在“项目名称”右侧填写",
            )
        )
    expected, actual = labels.get("expected_goal"), labels.get("actual_result")
    grade = right_of(sheet, labels.get("published_grade")) or (block.total or {}).get("grade")
    return {
        "project_name": project,
        "supervisor": right_of(sheet, labels.get("supervisor")),
        "implementer": right_of(sheet, labels.get("implementer")) or organisation,
        "expected_goal": below(sheet, expected)
        if expected and actual and expected[0] == actual[0]
        else right_of(sheet, expected),
        "actual_result": below(sheet, actual),
        "published_grade": grade,
    }


def _title(sheet: Sheet, shape: FormShape) -> str:
    return "".join(
        clean_text(v) for row in sheet.rows[shape.first : shape.first + 3] for v in row if isinstance(v, str)
    )


def _take_printed_total(sheet: Sheet, shape: FormShape, block: IndicatorBlock) -> None:
    """A total that stands at the head of the form (自评总分 98.5), where no row of the goals tells it."""
    place = shape.labels.get("published_total")
    score = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)分?", right_of(sheet, place) or "")
    if block.total is None and place is not None and score and place not in shape.pairs.values():
        block.total = {
            "weight_score": FULL,
            "published_score": Decimal(score[1]),
            "row": place[0],
            "places": {},
            "sheet": sheet,
        }
