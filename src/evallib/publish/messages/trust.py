"""How far the figures can be trusted (可信度), and what is missing (未提交)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallib.checks.findings import other_problems
from evallib.checks.states import UNKNOWN_HEADERS, State, TableStatus
from evallib.model.problems import Problem, one_per_cause
from evallib.publish.messages.doubts import score_differences
from evallib.publish.messages.message import Trust
from evallib.publish.words.sentences import LESSER

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

SHOWN = 2
READ = frozenset({State.ABSENT, State.STORED})
#: What a complete hand-in holds: name of the section, and the tables of which one is enough.
EXPECTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("四率", ("four_rates",)),
    ("案件统计", ("case_counts",)),
    ("满意度调查", ("survey_answers",)),
    ("预算与支出情况", ("budget_lines",)),
    ("项目支出情况", ("project_lines",)),
    ("得分或自评表", ("scored_indicators", "self_evaluation_indicators")),
    ("年度工作计划完成情况", ("work_plan", "project_progress")),
    ("绩效目标", ("goals",)),
    ("人员情况", ("staff",)),
)


def missing_tables(page: UnitFigures) -> list[str]:
    """Tables that were not handed in, by the names that people know, and parts that tables lack."""
    data = page.data
    absent = [title for title, kinds in EXPECTED if all(data.status(kind).state is State.ABSENT for kind in kinds)]
    if page.failed_samples.empty and "案件统计" not in absent:
        absent.insert(0, "抽查不合格案件")
    current = page.current_rates
    if current["printed_rate"].notna().any():
        if current["lower"].isna().all():
            absent.insert(0, "四率抽查数")
        if (page.year - 1) not in set(page.rates["year"]):
            absent.append("上年四率")
    if page.total and (page.year - 1) not in set(page.totals["year"]):
        absent.append("上年预算")
    return absent


def not_stored(page: UnitFigures) -> list[str]:
    """Tables that were handed in and are not on the page, each in a few words; the annex says where and why."""
    states = page.data.states.values()
    refused = dict.fromkeys(f"“{_title(s)}”{s.label}" for s in states if s.state not in {*READ, State.UNRECOGNISED})
    unknown = dict.fromkeys((p["file"], p["sheet"]) for p in page.gate["problems"] if p["code"] == UNKNOWN_HEADERS)
    files = list(dict.fromkeys(file.rpartition(".")[0] or file for file, _ in unknown))
    cells = [f"“{status.title}”{status.label}" for status in states if status.state is State.STORED and status.cells]
    closed = dict.fromkeys(
        p.file for s in states if s.state is State.UNRECOGNISED for p in s.reasons if p.code != UNKNOWN_HEADERS
    )
    opened = [f"打不开 {len(closed)} 份文件（{_some(list(closed))}）"] if closed else []
    return [*refused, *opened, *([f"认不出 {len(unknown)} 张表（{_some(files)}）"] if unknown else []), *cells]


def _title(status: TableStatus) -> str:
    """The parts of one form (·表头, ·资金, ·指标) are handed in as one table."""
    return status.title.partition("·")[0]


def _some(names: list[str]) -> str:
    return "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")


def trust_line(page: UnitFigures) -> list[Trust]:
    """The four parts of the trust line."""
    sheets, files = page.gate["sheets"], {sheet["file"] for sheet in page.gate["sheets"]}
    handed_in = f"{len(files)} 份文件 {len(sheets)} 张表"
    open_ = not_stored(page)
    errors = one_per_cause(Problem(**problem) for problem in page.gate["problems"] if problem["severity"] == "error")
    names = _some(list(dict.fromkeys(problem.file for problem in errors if problem.file)))
    unread = f"{len(errors)} 处没有读入（{names}）" if errors else "均已入库" if sheets else ""
    states = "；".join(open_) or unread
    told = one_per_cause(Problem(**problem) for problem in other_problems(page.gate))
    hints = sum(problem.severity == "note" for problem in told)
    doubts = f"{len(told) - hints} 处" + (f"，另有提示 {hints} 处" if hints else "")
    findings = page.findings
    lesser = [
        f"{(findings['severity'] == key).sum()} 处{what}"
        for key, what in LESSER.items()
        if (findings["severity"] == key).any()
    ]
    disagreeing = f"{len(findings)} 处" + (f"，其中 {'，'.join(lesser)}" if lesser else "")
    if scores := sum(item.severity == "warning" for item in score_differences(page)):
        disagreeing += f"，另有得分与规则 {scores} 处不符"
    absent = missing_tables(page)
    return [
        Trust("报送", f"{handed_in}，{states}" if states else handed_in, "sources"),
        Trust("待复核", doubts, "doubts" if told else ""),
        Trust("勾稽发现", disagreeing, "findings"),
        Trust("未提交", "，".join(absent) or "无", "missing" if absent else "", tuple(absent)),
    ]
