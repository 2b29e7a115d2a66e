"""Sheets of context (背景资料表): duties, documents, schedule, team, surveys, interviews, contracts, told cases, steps.

Recognised by their headers, as every table is; texts only, without personal data. A column of telephone numbers is
refused: a report prints none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evallib.intake.files.sheet import Sheet
from evallib.intake.files.workbook import read_workbook
from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem
from evallib.model.schema import normalise_header
from evallib.model.workspace.handed_in import find_spreadsheets
from evallib.privacy import mask_label, mask_text

TOP = 10  # rows in which a header is looked for
PHONE = re.compile(r"电话|手机|联系方式|身份证|住址")


@dataclass(frozen=True)
class ContextKind:
    """A kind of sheet: its Chinese title, its headers in order, and those without which it is none."""

    name: str
    title: str
    headers: tuple[str, ...]
    needed: tuple[str, ...]


KINDS = (
    ContextKind("duties", "岗位职责", ("岗位名称", "人数", "工作职责"), ("岗位名称", "工作职责")),
    ContextKind("documents", "文件清单",
                ("类别", "层级", "文件名称", "文号", "发布机关", "日期", "核心条款", "与项目的关联性"), ("文件名称",)),
    ContextKind("schedules", "进度计划", ("计划名称", "阶段", "时间", "核心任务", "责任单位", "成果指标", "备注"),
                ("阶段", "时间", "核心任务")),
    ContextKind("team", "评价人员", ("姓名", "职务", "职责分工"), ("姓名", "职责分工")),
    ContextKind("survey_rounds", "调查实施情况",
                ("调查项目", "对象", "方式", "发放", "回收", "有效", "起止日期", "题目要点"),
                ("调查项目", "对象", "回收")),
    ContextKind("interviews", "访谈情况", ("对象", "时间", "方式", "要点", "对应指标"), ("对象", "要点")),
    ContextKind("contracts", "采购与合同",
        ("项目", "供应商", "采购方式", "预算", "合同金额", "签订日期", "期限", "付款约定",
                                       "本年支付", "验收日期"), ("项目", "供应商", "合同金额")),
    ContextKind("cases_told", "典型案例", ("类型", "经过", "处理", "启示"), ("类型", "经过")),
    ContextKind("adjustments", "预算调整原因", ("科目", "项目", "调整金额", "调整原因"), ("调整原因",)),
    ContextKind("steps", "流程", ("流程名称", "序号", "环节", "责任单位", "依据"), ("流程名称", "环节")),
)  # fmt: skip


@dataclass(frozen=True)
class ContextTable:
    """Rows of one kind of sheet: the headers that were there, the texts, and file › sheet."""

    kind: ContextKind
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str

    def column(self, header: str) -> list[str]:
        """The texts of a column; empty ones where it was not handed in."""
        if header not in self.headers:
            return [""] * len(self.rows)
        place = self.headers.index(header)
        return [row[place] for row in self.rows]


@dataclass(frozen=True)
class ContextSheets:
    """The sheets by the name of their kind."""

    tables: dict[str, ContextTable] = field(default_factory=dict)

    def get(self, name: str) -> ContextTable | None:
        """A kind of sheet, or None where it was not handed in."""
        return self.tables.get(name)


def read_context_sheets(folder: Path) -> ContextSheets:
    """Every sheet of the spreadsheets in a folder.

    Raises:
        EvallibError: a sheet of no kind, two of one kind, a column of telephone numbers.
    """
    tables: dict[str, ContextTable] = {}
    problems: list[Problem] = []
    for path in find_spreadsheets(folder) if folder.is_dir() else []:
        for sheet in read_workbook(path):
            if not any(any(row) for row in sheet.rows):
                continue
            try:
                table = read_sheet(sheet)
            except EvallibError as error:
                problems += error.problems
                continue
            if table.kind.name in tables:
                problems.append(
                    Problem(
                        "draft.two_sheets",
                        f"“{table.kind.title}”有两张表",
                        file=sheet.file,
                        sheet=sheet.name,
                        expected="一张",
                        advice=f"请与 {tables[table.kind.name].source} 合并",
                    )
                )
            tables[table.kind.name] = table
    if problems:
        raise EvallibError(problems)
    return ContextSheets(tables)


def read_sheet(sheet: Sheet) -> ContextTable:
    """One sheet, recognised by its headers.

    Raises:
        EvallibError: no row of headers is one of a known kind, or it has a column of personal data.
    """
    for number in range(min(TOP, len(sheet.rows))):
        heads = [normalise_header(sheet.merged_value(number, c) or "") for c in range(sheet.width)]
        kind = _kind_of(heads)
        if kind is None:
            continue
        personal = [head for head in heads if PHONE.search(head)]
        if personal:
            raise EvallibError(
                Problem(
                    "draft.personal_column",
                    "报告资料里不能有个人联系方式",
                    file=sheet.file,
                    sheet=sheet.name,
                    value="、".join(personal),
                    advice="请删去这一列后重新提交",
                )
            )
        columns = {head: heads.index(head) for head in kind.headers if head in heads}
        rows = [
            tuple(_text(sheet.merged_value(r, c), head) for head, c in columns.items())
            for r in range(number + 1, len(sheet.rows))
        ]
        kept = tuple(row for row in rows if any(row))
        return ContextTable(kind, tuple(columns), kept, f"{mask_label(sheet.file)}（{mask_label(sheet.name)}）")
    raise EvallibError(
        Problem(
            "draft.unknown_sheet",
            "报告资料里有认不出的表",
            file=sheet.file,
            sheet=sheet.name,
            expected="；".join(f"{kind.title}：{'、'.join(kind.headers)}" for kind in KINDS),
            advice="请按其中一种表头填写",
        )
    )


def _kind_of(heads: Iterable[str]) -> ContextKind | None:
    here = set(heads)
    fitting = [kind for kind in KINDS if set(kind.needed) <= here]
    return max(fitting, key=lambda kind: len(here & set(kind.headers)), default=None)


def _text(value: object, head: str) -> str:
    if value is None:
        return ""
    text = str(value).strip()
    text = text.removesuffix(".0") if patterns.fullmatch(r"\d+\.0", text) else text
    return text if head == "姓名" else mask_text(text) if head in {"经过", "处理", "要点"} else mask_label(text)
