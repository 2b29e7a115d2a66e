"""Prices and progress of a project (项目明细): unit prices as handed in, plan against what was done."""

from __future__ import annotations

import re

from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Piece, Row, joined, line
from evallib.publish.words import format as fmt

NUMBERED = re.compile(r"^(?:表|附表)\s?\d+[\s：:、]*")
TEXTS = {"item": "项目", "module": "模块", "specification": "规格", "period": "服务期限", "procurement": "实施方式"}
NUMBERS = {"unit_price_yuan": "单价", "quantity": "数量", "amount_yuan": "金额"}
ORDER = ("item", "module", "specification", "unit_price_yuan", "quantity", "amount_yuan", "period", "procurement")
PROGRESS = {
    "project_name": "项目", "supplier": "供应商", "initial_budget_yuan": "年初预算", "final_accounts_yuan": "决算",
    "plan": "计划内容", "contract_period": "合同工期", "started": "开工", "accepted": "验收", "result": "实际内容",
    "completion": "完成情况", "remark": "备注",
}  # fmt: skip


def price_tables(m: Material) -> list[Block]:
    """S4-2, 6, 7, 8: one table per sheet of unit prices, amounts in 元."""
    frame = m.frame("unit_prices")
    tables = []
    for number, (sheet, group) in enumerate(frame.groupby("source_sheet", sort=False), start=1):
        columns = [name for name in ORDER if group[name].notna().any()]
        rows = []
        for row in group.to_dict("records"):
            cells: list[Piece] = [
                fmt.text(row[name]) if name in TEXTS else m.book.cell("unit_prices", row, name) for name in columns
            ]
            rows.append(Row(tuple(cells), row["row_kind"]))
        heads = [{**TEXTS, **NUMBERS}[name] for name in columns]
        title = NUMBERED.sub("", str(sheet)) or str(sheet)
        tables.append(m.plain_table(f"prices{number}", f"{title}明细", heads, rows, [group], unit="元"))
    if not tables:
        return []
    return [
        m.say(line("各子项目的单价与数量见{tables}。", tables=joined([(cite(table.id),) for table in tables]))),
        *tables,
    ]


def progress_table(m: Material) -> list[Block]:
    """S4-5: plan against what was done, contract periods and acceptance."""
    frame = m.frame("project_progress")
    if frame.empty:
        return []
    columns = [name for name in PROGRESS if frame[name].notna().any()]
    rows = []
    for row in frame.to_dict("records"):
        cells: list[Piece] = [
            m.book.cell("project_progress", row, name) if name.endswith("_yuan") else fmt.text(row[name])
            for name in columns
        ]
        rows.append(Row(tuple(cells), row["row_kind"]))
    widths = tuple(
        {"plan": 20, "result": 20, "remark": 20, "contract_period": 14, "supplier": 10}.get(name, 8) for name in columns
    )
    table = m.plain_table(
        "progress",
        f"{m.year} 年项目计划与完成对照",
        [PROGRESS[name] for name in columns],
        rows,
        [frame],
        unit="万元",
        widths=widths,
        wide=True,
    )
    return [m.say(line("计划与完成的对照见{table}。", table=cite(table.id))), table]


def progress_facts(m: Material) -> list[tuple[Piece, ...]]:
    """Facts: what is not said to be complete."""
    frame = m.frame("project_progress")
    return [
        (
            (
                f"{row['project_name']}：{fmt.text(row['completion'])}，"
                f"合同工期 {fmt.text(row['contract_period'])}，验收 {fmt.text(row['accepted'])}"
            ),
        )
        for row in frame.to_dict("records")
        if str(row["completion"]) != "完成"
    ]
