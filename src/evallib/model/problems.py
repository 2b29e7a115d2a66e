"""Problems (问题清单): what went wrong with an input, said so that an accountant can act on it.

All failures of an input are collected in a `ProblemList`, never raised one at a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]

#: Ranges and values that the one problem of a cause names.
MOST_RUNS, MOST_VALUES = 2000, 3
#: So many cells of one cause of a table are told one by one.
FEW = 3
#: Problems that are listed one by one; of more, the rest is counted.
MAX_LISTED = 100_000
#: Cells that a sentence names; the problem itself names all.
SHOWN_CELLS = 10
RUN = re.compile(r"([A-Z]{1,3})(\d+):\1(\d+)")
SEVERITY_LABELS: dict[str, str] = {"error": "错误", "warning": "警告", "note": "提示"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with its place and what to do about it.

    Args:
        code: stable reason code, e.g. ``intake.not_a_number``.
        message: what is wrong, in Chinese.
        file, sheet, cell: where it was read; empty where it does not apply.
        value: what was read, as printed.
        expected: what was expected, in Chinese.
        advice: what to do, in Chinese.
        severity: ``error`` stays out, ``warning`` gets in and is shown, ``note`` informs.

    >>> print(Problem("intake.not_a_number", "“执行金额”应为数字", file="预算.xlsx", sheet="预算", cell="C5",
    ...               value="约五十", expected="数字", advice="请改为数字，例如 1,765.22"))
    [错误] 预算.xlsx › 预算 › C5：“执行金额”应为数字；读到“约五十”；应为：数字；处理：请改为数字，例如 1,765.22
    """

    code: str
    message: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""
    expected: str = ""
    advice: str = ""
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """File, sheet and cell as one phrase; of many cells the first."""
        cells = self.cell.split("、")
        shown = self.cell if len(cells) <= SHOWN_CELLS else "、".join(cells[:SHOWN_CELLS]) + "等"
        return " › ".join(part for part in (self.file, self.sheet, shown) if part)

    def __str__(self) -> str:
        parts = [self.message]
        if self.value:
            parts.append(f"读到“{self.value}”")
        if self.expected:
            parts.append(f"应为：{self.expected}")
        if self.advice:
            parts.append(f"处理：{self.advice}")
        head = f"{self.place}：" if self.place else ""
        return f"[{SEVERITY_LABELS[self.severity]}] {head}{'；'.join(parts)}"

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return asdict(self)


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep an input out."""
    return [problem for problem in problems if problem.severity == "error"]


class ProblemList:
    """Problems in the order in which they were found."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems = list(problems)

    def add(self, problem: Problem) -> None:
        """Add one problem."""
        self._problems.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several problems."""
        self._problems.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)

    def __len__(self) -> int:
        return len(self._problems)

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep an input out."""
        return errors_of(self._problems)

    def raise_errors(self) -> None:
        """Raise `EvallibError` with all problems if one of them is an error."""
        if self.errors:
            raise EvallibError(self._problems)


class EvallibError(Exception):
    """An input that cannot be used; carries every problem found, `str()` lists them one a line."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def one_per_cause(problems: Iterable[Problem], few: int = 1) -> list[Problem]:
    """Problems that say the same of more than a `few` cells of a sheet as one each, with their count, cells and values.

    >>> cells = (("H2", "甲"), ("H3", "甲"), ("H9", "乙"))
    >>> many = [Problem("r", "“主责部门”不在名单内", "a.csv", cell=cell, value=value) for cell, value in cells]
    >>> many += [Problem("q", "年份不合理", "a.csv", cell="E4")]
    >>> [(problem.cell, problem.message, problem.value) for problem in one_per_cause(many)]
    [('H2:H3、H9', '“主责部门”不在名单内，共 3 处', '甲（2处）、乙'), ('E4', '年份不合理', '')]
    """
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        about = (
            problem.code,
            problem.message,
            problem.file,
            problem.sheet,
            problem.severity,
            problem.expected,
            problem.advice,
        )
        groups.setdefault(about, []).append(problem)
    return [told for alike in groups.values() for told in ([_together(alike)] if len(alike) > few else alike)]


def _together(alike: list[Problem]) -> Problem:
    places = [place for problem in alike for place in problem.cell.split("、") if place]
    counts = Counter(problem.value for problem in alike if problem.value).most_common(MOST_VALUES)
    told = "、".join(f"{value}（{count}处）" if count > 1 else value for value, count in counts)
    message = f"{alike[0].message}，共 {len(alike):,} 处"
    return replace(alike[0], message=message, cell=cell_runs(places), value=told)


def cell_runs(places: Iterable[str]) -> str:
    """Cells with runs of them as ranges, at most `MOST_RUNS`; what is no cell stays as it is.

    >>> cell_runs(["H2", "H3", "B9", "H4", "第5行"])
    'H2:H4、B9、第5行'
    """
    rows: dict[str, list[int]] = {}
    others = []
    for place in dict.fromkeys(places):
        letters, number = place.rstrip("0123456789"), place[len(place.rstrip("0123456789")) :]
        if number and letters.isascii() and letters.isupper():
            rows.setdefault(letters, []).append(int(number))
        else:
            others.append(place)
    runs = []
    for letters, numbers in rows.items():
        numbers.sort()
        starts = [number for place, number in enumerate(numbers) if not place or number > numbers[place - 1] + 1]
        ends = [number for place, number in enumerate(numbers) if number + 1 not in numbers[place + 1 : place + 2]]
        runs += [f"{letters}{a}" + (f":{letters}{b}" if b > a else "") for a, b in zip(starts, ends, strict=True)]
    shown = [*runs, *others]
    return "、".join(shown[:MOST_RUNS]) + ("等" if len(shown) > MOST_RUNS else "")


def cells_in(runs: str) -> list[str]:
    """The cells of `cell_runs`; what is no cell stays as it is.

    >>> cells_in("H2:H4、B9、第5行")
    ['H2', 'H3', 'H4', 'B9', '第5行']
    """
    cells: list[str] = []
    for run in runs.split("、"):
        ends = RUN.fullmatch(run)
        cells += [f"{ends[1]}{row}" for row in range(int(ends[2]), int(ends[3]) + 1)] if ends else [run]
    return cells


def listed(problems: Sequence[Problem], limit: int = MAX_LISTED) -> list[Problem]:
    """At most `limit` problems: of the kinds with the most, only as many as there is room for, and the rest counted.

    >>> many = [Problem("a", "读不出", file="甲.csv", cell=f"A{row}") for row in range(1, 6)]
    >>> [problem.cell or problem.message for problem in listed([*many, Problem("b", "没有来源")], 3)]
    ['A1', 'A2', '没有来源', '读不出：另有 3 处同样的问题，超出 3 处的清单上限，未逐处列出']
    """
    if len(problems) <= limit:
        return list(problems)
    kinds = [(problem.code, problem.message, problem.file, problem.sheet) for problem in problems]
    room, left, counts = {}, limit, Counter(kinds)
    for number, (kind, count) in enumerate(sorted(counts.items(), key=lambda item: item[1])):
        room[kind] = min(count, left // (len(counts) - number))
        left -= room[kind]
    kept: list[Problem] = []
    rest: dict[tuple[str, str, str, str], Problem] = {}
    taken: Counter[tuple[str, str, str, str]] = Counter()
    for kind, problem in zip(kinds, problems, strict=True):
        taken[kind] += 1
        if taken[kind] <= room[kind]:
            kept.append(problem)
        else:
            rest[kind] = problem
    return kept + [unlisted(problem, counts[kind] - room[kind], limit) for kind, problem in rest.items()]


def unlisted(problem: Problem, count: int, limit: int = MAX_LISTED) -> Problem:
    """The sentence that stands for `count` more of the same problem."""
    message = f"{problem.message}：另有 {count:,} 处同样的问题，超出 {limit:,} 处的清单上限，未逐处列出"
    return replace(problem, message=message, cell="", value="")


def excerpt(text: str) -> str:
    """As much of a text as a message shows of what was read.

    >>> len(excerpt("字" * 61)), excerpt("短")
    (60, '短')
    """
    return text[:60]


def did_you_mean(word: str, known: Iterable[str], listed: bool = True) -> str:
    """A Chinese hint with the nearest known words, or the list of them; nothing where the list is told already.

    >>> did_you_mean("huacoa", ["huacao", "pujin"])
    '您是不是要写“huacao”？'
    >>> did_you_mean("某镇", ["huacao", "pujin"])
    '可用的有：huacao、pujin'
    """
    known = list(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"您是不是要写“{near[0]}”？"
    return "可用的有：" + "、".join(known) if known and listed else ""
