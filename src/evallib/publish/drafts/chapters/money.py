"""Money (资金): budget, adjustment and execution, as sentences and as tables; amounts in 万元."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.budget import adjustment_rate, execution_rate
from evallib.indicators.proportions import is_missing
from evallib.model.schema import get_schema
from evallib.publish.drafts.figures import source_of
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Chart, Figure, Head, Piece, Pieces, Row, Series, Table, joined, line
from evallib.publish.messages.money import AMOUNTS
from evallib.publish.words import format as fmt

AMOUNT_HEADS = ("年初预算", "调整后预算", "执行金额", "执行率")
LARGE = Decimal("0.1")  # share of adjustment from which a line is told


def rate_figure(m: Material, table: str, row: Mapping[Any, Any], name: str = "") -> Piece:
    """执行率 = 执行金额 ÷ 调整后预算, computed; one figure per row."""
    rate = execution_rate(row["executed_yuan"], row["adjusted_budget_yuan"])["value"]
    if is_missing(rate):
        return fmt.NOTHING
    parents = [cell for cell in m.cells(table, row, AMOUNTS[1:]) if isinstance(cell, Figure)]
    name = name or str(row[get_schema(table).label])
    return m.book.derived(f"{parents[-1].id} 执行率", fmt.pct(rate), f"{name}执行率", parents)


def budget(m: Material) -> list[Block]:
    """The year's money in a few sentences, each cited from its table."""
    lines = m.frame("budget_lines")
    if lines.empty:
        projects = m.frame("project_lines")
        return _project_sentences(m, projects) if len(projects) else m.missing("budget_lines")
    total = next(iter(lines[lines["row_kind"] == "total"].to_dict("records")), None)
    blocks: list[Block] = []
    if total:
        blocks.append(m.say(_total(m, total)))
    else:
        blocks += _summed(m, lines)
    own = lines[(lines["row_kind"] == "line") & (lines["level"] == 1) & lines["adjusted_budget_yuan"].notna()]
    parts = [_part(m, "budget_lines", row) for row in own.to_dict("records")]
    if parts and total:
        blocks.append(m.say(line("其中：{parts}（执行率为执行金额除以调整后预算）。", parts=joined(parts, "；"))))
    return blocks


def _total(m: Material, row: Mapping[Any, Any]) -> Pieces:
    what = "项目" if m.kind == "project" else "部门"
    planned = joined(_planned(m, "budget_lines", row, _moved(m, "budget_lines", row)), "，")
    text = "{year} 年{what}{planned}，{spent}（{table}）。" if planned else "{year} 年{what}预算{spent}（{table}）。"
    spent, table = _spent(m, "budget_lines", row), cite("budget_lines")
    return line(text, year=str(m.year), what=what, planned=planned, spent=spent, table=table)


def _planned(m: Material, table: str, row: Mapping[Any, Any], moved: Pieces = ()) -> list[Pieces]:
    """年初预算 and 调整后预算 as far as they were handed in, with the way from one to the other before the second."""
    initial, adjusted = m.cells(table, row, AMOUNTS[:2])
    told = [line("年初预算 {a} 万元", a=initial)] if isinstance(initial, Figure) else []
    return [*told, (*moved, *line("调整后预算 {b} 万元", b=adjusted))] if isinstance(adjusted, Figure) else told


def _spent(m: Material, table: str, row: Mapping[Any, Any]) -> Pieces:
    """执行 with its rate, or that it was not handed in."""
    executed, rate = m.book.cell(table, row, AMOUNTS[2]), rate_figure(m, table, row)
    if not isinstance(executed, Figure):
        return (f"执行数{fmt.NOT_GIVEN}",)
    return line("执行 {c} 万元" + ("，执行率 {r}" if isinstance(rate, Figure) else ""), c=executed, r=rate)


def _moved(m: Material, table: str, row: Mapping[Any, Any]) -> Pieces:
    rate = adjustment_rate(row["initial_budget_yuan"], row["adjusted_budget_yuan"])
    if is_missing(rate["value"]):
        return ()
    parents = m.cells(table, row, AMOUNTS[:2])
    key = f"{table}.{m.year}.adjustment"
    if not rate["numerator"]:
        return ("年中未作调整，",)
    word = "调增" if rate["numerator"] > 0 else "调减"
    amount = m.book.derived(f"{key}.amount", fmt.wan(abs(rate["numerator"])), f"{word}金额", parents, "万元")
    share = m.book.derived(f"{key}.rate", fmt.pct(abs(rate["value"])), "调整额占年初预算的比例", parents)
    return line(f"年中{word} {{amount}} 万元（占年初预算 {{share}}），", amount=amount, share=share)


def _part(m: Material, table: str, row: Mapping[Any, Any]) -> Pieces:
    """A line or project with its money in one clause."""
    planned = joined(_planned(m, table, row), "、")
    return line(
        f"{{name}}{{planned}}{'，' if planned else ''}{{spent}}",
        name=str(row[get_schema(table).label]),
        planned=planned,
        spent=_spent(m, table, row),
    )


def _summed(m: Material, lines: pd.DataFrame) -> list[Block]:
    """Lines without a total are told one by one, and added up by nobody."""
    known = lines[lines["adjusted_budget_yuan"].notna()]
    parts = [_part(m, "budget_lines", row) for row in known.to_dict("records")]
    return [
        m.say(
            line(
                "{year} 年{parts}（{table}）。", year=str(m.year), parts=joined(parts, "；"), table=cite("budget_lines")
            )
        )
    ]


def _project_sentences(m: Material, projects: pd.DataFrame) -> list[Block]:
    """Where only projects were handed in: each in its words; they are not the whole budget."""
    lines = projects[projects["row_kind"] == "line"].to_dict("records")
    parts = [_part(m, "project_lines", row) for row in lines]
    tail = m.say(("部门预算合计未提交，以上项目不代表全部支出。",))
    return [m.say(line("{parts}（{table}）。", parts=joined(parts, "；"), table=cite("project_lines"))), tail]


def budget_lines_table(m: Material) -> list[Block]:
    """The year's budget by line."""
    lines = m.frame("budget_lines")
    if lines.empty:
        return []
    rows = []
    for row in lines.to_dict("records"):
        rate = rate_figure(m, "budget_lines", row)
        rows.append(Row((str(row["line_name"]), *m.cells("budget_lines", row, AMOUNTS), rate), row["row_kind"]))
    return [m.plain_table("budget_lines", f"{m.year} 年{'项目' if m.kind == 'project' else '部门'}预算与支出情况",
                          ("科目", *AMOUNT_HEADS), rows, [lines], unit="万元",
                          note="执行率为执行金额除以调整后预算，按原始数计算。")]  # fmt: skip


def departments_table(m: Material) -> list[Block]:
    """S0-6: by department and line, two levels."""
    frame = m.frame("budget_departments")
    if frame.empty:
        return []
    rows = []
    for row in frame.to_dict("records"):
        rate = rate_figure(m, "budget_departments", row, f"{row['department']}{row['line_name']}")
        cells = (str(row["department"]), str(row["line_name"]), *m.cells("budget_departments", row, AMOUNTS), rate)
        rows.append(Row(cells, row["row_kind"]))
    table = m.plain_table(
        "budget_departments",
        f"{m.year} 年部门预算与支出（分部门）",
        ("部门", "科目", *AMOUNT_HEADS),
        rows,
        [frame],
        unit="万元",
        merged=(0,),
    )
    return [m.say(line("按部门分列的预算与支出见{table}。", table=cite(table.id))), table]


def years_table(m: Material) -> list[Block]:
    """S0-7: lines by year, side by side."""
    frame = m.frame("budget_lines", history=True)
    years = sorted(int(year) for year in frame["year"].dropna().unique())[-3:]
    if len(years) < 2:
        return []
    names = list(dict.fromkeys(frame[frame["year"].isin(years)]["line_name"]))
    numbers = dict(zip(frame["line_name"], frame["line_no"], strict=True))
    rows = []
    for name in names:
        cells: list[Piece] = [str(numbers[name] or ""), str(name)]
        kind = "line"
        for year in years:
            found = frame[(frame["year"] == year) & (frame["line_name"] == name)].to_dict("records")
            kind = found[0]["row_kind"] if found else kind
            cells += (
                [*m.cells("budget_lines", found[0], AMOUNTS), rate_figure(m, "budget_lines", found[0])]
                if found
                else [fmt.NOTHING] * 4
            )
        rows.append(Row(tuple(cells), kind))
    head = (
        (Head("序号", rows=2), Head("科目", rows=2), *(Head(f"{year} 年", columns=4) for year in years)),
        tuple(Head(text) for _ in years for text in AMOUNT_HEADS),
    )
    table = m.table(
        Table(
            "budget_years",
            "近三年预算与支出情况" if len(years) == 3 else "近两年预算与支出情况",
            head,
            tuple(rows),
            "万元",
            f"{years[0]}–{years[-1]} 年",
            source_of(frame[frame["year"].isin(years)]),
            wide=True,
        )
    )
    return [
        m.say(line("{a}–{b} 年的预算与支出见{table}。", a=str(years[0]), b=str(years[-1]), table=cite(table.id))),
        table,
    ]


def budget_chart(m: Material) -> list[Block]:
    """年初 → 调整后 → 执行 of the lines or projects that have all three."""
    for table in ("budget_lines", "project_lines"):
        frame = m.frame(table)
        lines = frame[(frame["row_kind"] == "line") & frame[list(AMOUNTS)].notna().all(axis=1)]
        if table == "budget_lines":
            lines = lines[lines["level"] == 1]
        if len(lines) >= 2 and table in m.tables:
            break
    else:
        return []
    cells = [m.cells(table, row, AMOUNTS) for row in lines.to_dict("records")]
    series = tuple(
        Series(
            name,
            tuple(float(Decimal(str(value)) / 10000) for value in lines[column]),
            tuple(str(row[i]) for row in cells),
        )
        for i, (name, column) in enumerate(zip(AMOUNT_HEADS[:3], AMOUNTS, strict=True))
    )
    chart = Chart("budget_chart", f"{m.year} 年预算从年初到执行的变化", "bar", tuple(lines[get_schema(table).label]),
                  series, "万元", f"{m.year} 年", m.tables[table].source,
                  f"{len(lines)} 项的年初预算、调整后预算和执行金额", table)  # fmt: skip
    return [
        m.say(line("从年初预算到执行的变化见{chart}，数据取自{table}。", chart=cite(chart.id), table=cite(table))),
        chart,
    ]


def large_adjustments(m: Material) -> Sequence[Pieces]:
    """Facts: lines and projects that moved by more than a tenth, largest first."""
    found: list[tuple[Decimal, Pieces]] = []
    for table, label in (("budget_lines", "line_name"), ("project_lines", "project_name")):
        frame = m.frame(table)
        for row in frame[frame["row_kind"] == "line"].to_dict("records"):
            rate = adjustment_rate(row["initial_budget_yuan"], row["adjusted_budget_yuan"])
            if is_missing(rate["value"]) or abs(rate["value"]) <= LARGE:
                continue
            initial, adjusted, _ = m.cells(table, row, AMOUNTS)
            moved = m.book.derived(
                f"{table}.{row[label]}.moved", fmt.signed_pct(rate["value"]), f"{row[label]}调整率", [initial, adjusted]
            )
            text = line(
                "{name}：年初 {a} 万元，调整后 {b} 万元，调整 {c}", name=str(row[label]), a=initial, b=adjusted, c=moved
            )
            found.append((abs(rate["numerator"]), text))
    return [text for _, text in sorted(found, key=lambda item: -item[0])]
