"""The review sheet (核对表): what each printed standard was read as, green, amber or red; choices are read back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from evallib.intake.files.workbook import read_workbook
from evallib.model import palette, patterns
from evallib.model.books.pen import A3, open_book
from evallib.model.problems import EvallibError, Problem, ProblemList
from evallib.parsing.rules.building.body import number
from evallib.scoring.framework.evaluator.evaluator_framework import STATES, ReadIndicator, ReadTable, Review

SHEET = "核对表"
CHOICE, REWRITTEN = "选用读法（填序号）", "改写后的评分标准（可不填）"
NAME, PRINTED, OPTIONS = "指标", "评分标准（原文）", "各种读法"
READ_BACK = ("指标代码", NAME, PRINTED, OPTIONS, CHOICE, REWRITTEN)
COLUMNS = {
    "状态": 12, "指标代码": 9, NAME: 20, "分值": 7, PRINTED: 44, "读成的规则": 44, "举例": 24, OPTIONS: 40,
    CHOICE: 11, REWRITTEN: 34, "要问的事": 26, "业绩值": 12, "按规则得分": 11, "表中得分": 10, "原表位置": 12,
}  # fmt: skip
COLOURS = {
    "green": palette.GOOD_SOFT,
    "amber": palette.WARN_SOFT,
    "red": palette.BAD_SOFT,
    "judged": palette.TOTAL_FILL,
}
GUIDE = (
    (
        "怎样核对",
        (
            "逐行比较“评分标准（原文）”与“读成的规则”。绿色：已读懂；"
            "黄色：有几种读法，请在“选用读法”填序号；红色：没有读懂。"
        ),
    ),
    (
        "黄色",
        "“各种读法”里第1种为通常读法；填好序号后重新运行导入命令并加上 --reviewed 本文件，选择会记入指标体系文件。",
    ),
    (
        "红色",
        "请在“改写后的评分标准”用平常的话重写，例如“完成率≥95%得满分，每低1个百分点扣0.5分，扣完为止”，再导入一次。",
    ),
    ("灰色", "评分标准留给评价人员判断（酌情、综合评定等）：评分时写明分数、理由和角色。"),
    ("不读回", "除“选用读法”和“改写后的评分标准”外，其余各列只供核对，修改不起作用。"),
)


def write_review(table: ReadTable, path: Path) -> Path:
    """Write the review sheet of a table that was read."""
    choice = list(COLUMNS).index(CHOICE)
    looks = {label: {"bg_color": palette.INPUT_FILL} for label in (CHOICE, REWRITTEN)}
    with open_book(path) as formats:
        pen = formats.sheet(SHEET)
        pen.table(COLUMNS, (_row(read) for read in table.indicators), frozen=3, looks=looks, paper=A3)
        for row, read in enumerate(table.indicators, start=1):
            pen.put(row, 0, STATES[read.state], valign="top", bold=True, bg_color=COLOURS[read.state])
            if len(read.readings.readings) > 1:
                options = [str(n + 1) for n in range(len(read.readings.readings))]
                pen.sheet.data_validation(row, choice, row, choice, {"validate": "list", "source": options})
        formats.sheet("使用说明").lines(GUIDE, (14, 110))
    return path


def _row(read: ReadIndicator) -> list[str]:
    readings = read.readings.readings
    told = readings[read.chosen].told if readings else ""
    options = (
        "\n".join(f"{n}. {r.choice or '通常读法'}：{r.told}" for n, r in enumerate(readings, start=1))
        if len(readings) > 1
        else ""
    )
    shown = "；".join(f"{e['value']} → {_score(e['score'])}" for e in read.examples)
    standard = read.row.cells.get("rule_text")
    return [
        STATES[read.state],
        read.row.code,
        read.row.name,
        number(read.readings.weight) if read.readings.weight else f"{read.row.weight or ''}",
        read.row.text("rule_text"),
        told,
        shown,
        options,
        str(read.chosen + 1) if len(readings) > 1 and read.state == "green" else "",
        read.rewritten,
        read.question,
        read.row.text("value"),
        read.computed,
        read.row.text("score"),
        standard.name if standard else read.row.cell.name,
    ]


def _score(score: str | None) -> str:
    return {"ask": "需要确认", "judgement": "由评价人员评定", None: "—"}.get(score, f"{score} 分")


def read_review(path: Path) -> Review:
    """What was decided in a reviewed sheet: choices and rewritten standards, each with the row that it was decided for.

    Raises:
        EvallibError: not a review sheet, or a choice that is no number; each with its cell.
    """
    if not path.is_file():
        raise EvallibError(Problem("framework.missing", "找不到核对表", file=str(path), advice="请核对文件路径"))
    sheet = next((s for s in read_workbook(path) if s.name == SHEET), None)
    if sheet is None:
        raise EvallibError(
            Problem("framework.sheet", f"缺少工作表“{SHEET}”", file=str(path), advice="请使用导入时写出的核对表")
        )
    labels = [str(cell or "").strip() for cell in sheet.rows[0]]
    missing = [label for label in READ_BACK if label not in labels]
    if missing:
        raise EvallibError(
            [
                Problem(
                    "framework.column",
                    f"缺少列“{label}”",
                    file=str(path),
                    sheet=SHEET,
                    cell="第1行",
                    advice="请不要改动表头",
                )
                for label in missing
            ]
        )
    at = {label: labels.index(label) for label in READ_BACK}
    review, problems = Review(), ProblemList()
    for row in range(1, len(sheet.rows)):

        def cell(label: str, row: int = row) -> str:
            return str(sheet.value(row, at[label]) or "").strip()

        code = cell("指标代码")
        if not code:
            continue
        chosen = cell(CHOICE).removesuffix(".0")
        if chosen.isdigit() and int(chosen) > 0:
            review.choices[code] = int(chosen) - 1
            review.told[code] = _option(cell(OPTIONS), int(chosen))
        elif chosen:
            from evallib.intake.files.sheet import cell_name

            problems.add(
                Problem(
                    "framework.choice",
                    "“选用读法”应填序号",
                    file=path.name,
                    sheet=SHEET,
                    cell=cell_name(row, at[CHOICE]),
                    value=chosen,
                    expected="1、2、3 等",
                    advice="请填“各种读法”前面的序号",
                )
            )
        if cell(REWRITTEN):
            review.rewritten[code] = cell(REWRITTEN)
        review.rows[code] = (cell(NAME), cell(PRINTED))
    problems.raise_errors()
    return review


def _option(options: str, number_: int) -> str:
    """What a numbered reading of the sheet says."""
    found = patterns.search(rf"(?m)^{number_}\. [^：\n]*：(.*)$", options)
    return found[1].strip() if found else ""


def summary(table: ReadTable) -> str:
    """How many standards were understood, in one sentence."""
    counts = Counter(read.state for read in table.indicators)
    parts = [f"{STATES[state]} {counts[state]} 个" for state in STATES if counts[state]]
    return f"{len(table.indicators)} 个指标：{'，'.join(parts)}"


def differences(table: ReadTable) -> list[dict[str, Any]]:
    """Where the table's own score is not what its standard gives for its value."""
    found = []
    for read in table.indicators:
        printed = read.row.text("score").removesuffix("分")
        try:
            differs = read.computed and printed and abs(float(printed) - float(read.computed)) > 0.005
        except ValueError:
            continue
        if differs:
            found.append(
                {
                    "code": read.row.code,
                    "name": read.row.name,
                    "printed": printed,
                    "computed": read.computed,
                    "value": read.row.text("value"),
                    "cell": read.row.cells["score"].name,
                }
            )
    return found
