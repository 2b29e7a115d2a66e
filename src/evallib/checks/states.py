"""States (报表状态): what became of each table of a unit and year, in the one set of words that everybody uses.

The gate's record and the raw files decide. Nothing that was handed in is called 未提交: a table that was refused is
未通过, a sheet that nobody recognises 无法识别, and a table whose file changed after it was stored 已过期.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from evallib.model.problems import Problem, errors_of, one_per_cause

SHOWN_REASONS = 3
UNKNOWN_HEADERS = "intake.unknown_headers"


class State(StrEnum):
    """The state of a table; its value is what people read."""

    STORED = "已入库"
    REFUSED = "未通过"
    ABSENT = "未提交"
    UNCLEANED = "未清洗"
    OUTDATED = "已过期"
    UNRECOGNISED = "无法识别"


@dataclass(frozen=True)
class TableStatus:
    """What became of one table kind.

    Args:
        table, title: the kind.
        state: see `State`.
        reasons: why it is not, or not wholly, stored; with file, sheet and cell.
        cells: cells of a stored table that could not be read and stay empty.
        files: changed or new files, where the state is about files.
    """

    table: str
    title: str
    state: State
    reasons: tuple[Problem, ...] = ()
    cells: int = 0
    files: tuple[str, ...] = field(default=())

    @property
    def usable(self) -> bool:
        """Whether its rows may be shown and computed with."""
        return self.state in {State.STORED, State.OUTDATED}

    @property
    def label(self) -> str:
        """The state in a word, and whether single cells stayed out.

        >>> TableStatus("four_rates", "四率", State.STORED, cells=1).label
        '已入库，1 格未通过'
        """
        return f"{self.state}，{self.cells} 格未通过" if self.cells else str(self.state)

    @property
    def reason(self) -> str:
        """Why, one part a cause: places, what was read and what was expected; empty where there is nothing to say.

        >>> problem = Problem(
        ...     "intake.not_rate", "“本单位”读不出来", file="四率.xlsx", sheet="四率", cell="B3", value="九成多"
        ... )
        >>> TableStatus("four_rates", "四率", State.REFUSED, (problem,)).reason
        '四率.xlsx › 四率 › B3：“本单位”读不出来，读到“九成多”'
        >>> more = [Problem("c", "“得分”不能为空", file="甲.xlsx", cell=f"G{n}", expected="有内容") for n in (4, 5, 7)]
        >>> TableStatus("four_rates", "四率", State.REFUSED, tuple(more)).reason
        '甲.xlsx › G4:G5、G7：“得分”不能为空，共 3 处，应为有内容'
        """
        if self.state is State.ABSENT:
            return ""
        if self.state is State.UNCLEANED:
            return "已有文件，尚未校验入库；请运行 evallib run 或 evallib clean"
        if self.state is State.OUTDATED:
            return f"入库后原始文件有变动（{'、'.join(self.files)}）；请重新运行 evallib run"
        causes = one_per_cause(self.reasons)
        told = [_told(problem) for problem in causes[:SHOWN_REASONS]]
        more = len(causes) - len(told)
        return "；".join([*told, f"另有 {more} 类问题" if more > 0 else ""]).rstrip("；")

    def as_problem(self) -> Problem:
        """Why what needs this table is open, with the place of the first cause."""
        first = self.reasons[0] if self.reasons else Problem("", "")
        return Problem(
            "table.state",
            f"“{self.title}”{self.label}" + (f"：{first.message}" if first.message else ""),
            file=first.file or "、".join(self.files),
            sheet=first.sheet,
            cell=first.cell,
            value=first.value,
            expected=first.expected,
            advice="请改正或补交后重新运行",
        )

    def sentence(self, what: str = "") -> str:
        """The one sentence of a section that cannot be shown.

        >>> TableStatus("four_rates", "四率", State.ABSENT).sentence("四率")
        '“四率”未提交，本节（四率）无数据。'
        """
        reason = f"：{self.reason}" if self.reason else ""
        tail = f"本节（{what}）无数据。" if what else "无数据。"
        return f"“{self.title}”{self.state}{reason}{'。' if reason else '，'}{tail}"


def table_states(
    titles: Mapping[str, str],
    record: Mapping[str, Any] | None,
    inputs: Mapping[str, str],
) -> dict[str, TableStatus]:
    """The state of every table kind.

    Args:
        titles: Chinese title by kind.
        record: what the gate recorded; None where it never ran.
        inputs: SHA-256 of the raw files as they are now, by their masked names.

    Returns:
        A status for every kind of `titles`.
    """
    if record is None:
        state = State.UNCLEANED if inputs else State.ABSENT
        return {name: TableStatus(name, title, state, files=tuple(inputs)) for name, title in titles.items()}
    problems = [Problem(**problem) for problem in record["problems"]]
    errors = errors_of(problems)
    known = record.get("inputs", {})
    changed = {name for name in {*known, *inputs} if known.get(name) != inputs.get(name)}
    new = tuple(sorted(name for name in changed if name not in known))
    return {name: _status(name, title, record, errors, changed, new) for name, title in titles.items()}


def _status(
    name: str, title: str, record: Mapping[str, Any], errors: Sequence[Problem], changed: set[str], new: tuple[str, ...]
) -> TableStatus:
    sheets = {(sheet["file"], sheet["sheet"]) for sheet in record["sheets"] if sheet["table"] == name}
    sheets |= {(file, sheet) for file, sheet in record.get("places", {}).get(name, ())}
    files = {file for file, _ in sheets}
    own = tuple(p for p in errors if (p.file, p.sheet) in sheets or (p.file in files and not p.sheet))
    if name in record["accepted"]:
        moved = tuple(sorted(files & changed))
        left = {tuple(place) for place in record.get("unread", {}).get(name, ())}
        cells = tuple(problem for problem in own if (problem.file, problem.sheet, problem.cell) in left)
        return TableStatus(name, title, State.OUTDATED if moved else State.STORED, cells, len(left), moved)
    if name in record["rejected"]:
        return TableStatus(name, title, State.REFUSED, own or _kept_out(record, files))
    if new:
        return TableStatus(name, title, State.UNCLEANED, files=new)
    unknown = tuple(p for p in errors if p.code == UNKNOWN_HEADERS and f"“{title}”" in p.expected)
    if unknown:
        return TableStatus(name, title, State.UNRECOGNISED, unknown)
    seen = {sheet["file"] for sheet in record["sheets"]}
    unread = tuple(
        problem for problem in errors if problem.file in record.get("inputs", {}) and problem.file not in seen
    )
    if unread:  # a file that nobody could open may hold it
        return TableStatus(name, title, State.UNRECOGNISED, unread)
    return TableStatus(name, title, State.ABSENT)


def _kept_out(record: Mapping[str, Any], files: set[str]) -> tuple[Problem, ...]:
    told = [Problem(**problem) for problem in record["problems"] if problem["code"] == "gate.table_rejected"]
    return tuple(problem for problem in told if files & set(problem.file.split("、")))


def _told(problem: Problem) -> str:
    value = f"，读到“{problem.value}”" if problem.value else ""
    value += f"，应为{problem.expected}" if problem.expected and not problem.value else ""
    return f"{problem.place}：{problem.message}{value}" if problem.place else f"{problem.message}{value}"
