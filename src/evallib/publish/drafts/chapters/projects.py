"""Projects (项目资金): each with its money, of one year or of several side by side."""

from __future__ import annotations

import pandas as pd

from evallib.publish.drafts.chapters.money import rate_figure
from evallib.publish.drafts.figures import source_of
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Head, Piece, Row, Table, line
from evallib.publish.messages.money import AMOUNTS
from evallib.publish.words import format as fmt


def projects_table(m: Material) -> list[Block]:
    """S0-8 and S4-9: projects with their money, this year or several side by side."""
    frame = m.frame("project_lines", history=True)
    years = sorted(int(year) for year in frame["year"].dropna().unique())[-3:]
    if frame.empty or m.year not in years:
        return []
    if len(years) > 1:
        return _projects_by_year(m, frame, years)
    extra = [
        c
        for c in ("supplier", "applied_budget_yuan", "contract_amount", "balance_yuan", "final_accounts_yuan")
        if frame[c].notna().any()
    ]
    order = [
        c
        for c in ("supplier", "applied_budget_yuan", "contract_amount", *AMOUNTS, "balance_yuan", "final_accounts_yuan")
        if c in extra or c in AMOUNTS
    ]
    heads = {
        "supplier": "供应商",
        "applied_budget_yuan": "申报预算",
        "contract_amount": "合同金额",
        "initial_budget_yuan": "年初预算",
        "adjusted_budget_yuan": "调整后预算",
        "executed_yuan": "执行金额",
        "balance_yuan": "结余",
        "final_accounts_yuan": "决算",
    }
    rows = []
    for row in frame[frame["year"] == m.year].to_dict("records"):
        cells: list[Piece] = [str(row["project_name"])]
        for column in order:
            text = column in ("supplier", "contract_amount")
            cells.append(fmt.text(row[column]) if text else m.book.cell("project_lines", row, column))
        cells += [] if "contract_amount" in order else [rate_figure(m, "project_lines", row)]
        rows.append(Row(tuple(cells), row["row_kind"]))
    table = m.plain_table(
        "project_lines",
        f"{m.year} 年项目支出情况",
        ("项目", *(heads[c] for c in order), *([] if "contract_amount" in order else ["执行率"])),
        rows,
        [frame[frame["year"] == m.year]],
        unit="万元",
        wide=len(order) > 5,
    )
    return [m.say(line("各项目的预算与支出见{table}。", table=cite(table.id))), table]


def _projects_by_year(m: Material, frame: pd.DataFrame, years: list[int]) -> list[Block]:
    columns = ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan", "balance_yuan")
    frame = frame[frame["year"].isin(years)]
    rows = []
    for name, kind in dict.fromkeys(zip(frame["project_name"], frame["row_kind"], strict=True)):
        cells: list[Piece] = [str(name)]
        for year in years:
            found = frame[(frame["year"] == year) & (frame["project_name"] == name)].to_dict("records")
            cells += m.cells("project_lines", found[0], columns) if found else [fmt.NOTHING] * 4
        rows.append(Row(tuple(cells), kind))
    rows.sort(key=lambda row: row.kind != "line")
    head = (
        (Head("项目", rows=2), *(Head(f"{year} 年", columns=4) for year in years)),
        tuple(Head(text) for _ in years for text in ("年初预算", "调整后预算", "支出", "结余")),
    )
    table = m.table(
        Table(
            "project_lines",
            "近三年项目支出情况" if len(years) == 3 else "近两年项目支出情况",
            head,
            tuple(rows),
            "万元",
            f"{years[0]}–{years[-1]} 年",
            source_of(frame),
            wide=True,
        )
    )
    return [m.say(line("各项目的预算与支出见{table}。", table=cite(table.id))), table]
