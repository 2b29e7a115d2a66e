"""An evaluator's table → a framework: each printed standard compiled, each reading with its state for the review."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem, ProblemList
from evallib.parsing.rules import RuleReadings, compile_rule, score
from evallib.parsing.rules.rule_answers import examples
from evallib.scoring.framework.definition import Framework
from evallib.scoring.framework.evaluator.evaluator_columns import find_table
from evallib.scoring.framework.evaluator.evaluator_grid import read_grids
from evallib.scoring.framework.evaluator.evaluator_sources import is_source, read_source
from evallib.scoring.framework.evaluator.evaluator_tree import Row, build_tree
from evallib.scoring.framework.loading import check_framework

State = Literal["green", "amber", "red", "judged"]
STATES: dict[State, str] = {"green": "已读懂", "amber": "请选读法", "red": "请人工写规则", "judged": "由评价人员评定"}
GRADES = ({"name": "优", "range": "[90, 100]"}, {"name": "良", "range": "[80, 90)"},
          {"name": "中", "range": "[60, 80)"}, {"name": "差", "range": "[0, 60)"})  # fmt: skip
JUDGEMENT = {"kind": "judgement"}


@dataclass(slots=True)
class ReadIndicator:
    """An indicator as it was read: its standard's readings, the state, and the table's own value and score."""

    row: Row
    readings: RuleReadings
    state: State
    chosen: int = 0
    computed: str = ""
    question: str = ""
    rewritten: str = ""
    examples: list[dict[str, str | None]] = field(default_factory=list)


@dataclass(slots=True)
class ReadTable:
    """A table that was read: the framework, every indicator's state, and what to tell."""

    framework: Framework
    indicators: list[ReadIndicator]
    problems: ProblemList
    file: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided, by indicator code, or the usual reading everywhere.

    Attributes:
        choices: the chosen reading, 0 for the first.
        rewritten: standards in other words.
        usual: the usual reading wherever nothing was chosen.
        told: what the chosen reading said; another reading at its place is no choice of it.
        rows: name and printed standard for which it was decided; another row with the code was not reviewed.
        carried: codes whose choice stands in the framework file of an earlier import, and in no reviewed sheet.
    """

    choices: dict[str, int] = field(default_factory=dict)
    rewritten: dict[str, str] = field(default_factory=dict)
    usual: bool = False
    told: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()

    def is_for(self, row: Row) -> bool:
        """Whether what was decided for a code was decided for this row: its name and its standard."""
        if row.code not in self.rows:
            return True
        now = (row.name, row.text("rule_text"))
        return [_plain(text) for text in self.rows[row.code]] == [_plain(text) for text in now]


def read_evaluator_table(
    path: Path, review: Review | None = None, name: str = "", year: int | None = None
) -> ReadTable:
    """Read an evaluator's own table.

    Args:
        path: .xlsx, .xls, .csv or .docx.
        review: what was decided in a reviewed sheet.
        name: the framework's name; the file's name where nothing is said.
        year: the year for which it is meant.

    Raises:
        EvallibError: no table is found, or weights, names or numbers do not hold; every mistake with sheet and cell.
    """
    grid, columns = find_table(read_grids(path))
    problems = ProblemList()
    roots = build_tree(grid, columns, problems)
    problems.raise_errors()
    read: list[ReadIndicator] = []
    extra = [root for root in roots if _EXTRA.match(root.name)]
    roots = [root for root in roots if root not in extra]
    indicators = [_node(root, read, review or Review()) for root in roots]
    full = sum((Decimal(str(i["weight"])) for i in indicators), Decimal(0))
    if full != 100:
        problems.add(
            Problem("framework.full_score", "一级指标分值之和不是100分", file=grid.file, sheet=grid.sheet,
                    value=f"{full:f}", expected="100", advice="如满分另有规定，可不处理；等级按满分折算",
                    severity="warning")
        )  # fmt: skip
    data: dict[str, Any] = {
        "id": patterns.sub(r"[^\w-]+", "-", name or path.stem), "name": name or path.stem,
        "source": f"{grid.file} › {grid.sheet}",
        "valid": {"from": f"{year}-01-01", "to": f"{year}-12-31"} if year else {"from": date(2000, 1, 1).isoformat()},
        "full_score": f"{full:f}", "grades": _grades(full), "indicators": indicators,
        "note": "由评价人员的指标体系表导入；评分规则由评分标准原文读出。",
        "adjustments": [_adjustment(leaf, root.name, read, review or Review()) for root in extra
            for leaf in _leaves(root)],
    }  # fmt: skip
    for row in (found.row for found in read if is_source(found.row.text("value"))):
        try:
            read_source(row.text("value"))
        except EvallibError as error:
            cell = row.cells["value"].name
            problems.extend(replace(p, file=grid.file, sheet=grid.sheet, cell=cell) for p in error.problems)
    problems.raise_errors()
    framework = Framework.model_validate(data)
    for problem in check_framework(framework, grid.file):
        problems.add(problem)
    return ReadTable(framework, read, problems, grid.file, grid.sheet)


_EXTRA = re.compile(r"(?:奖励|附加|额外)?(?:加减分|加扣分|加分|附加分|扣分|减分|倒扣)(?:项|指标|部分|因素)?(?:$|[（(])")
"""加分项, 扣分项: a group beside the hundred points."""


def _leaves(row: Row) -> list[Row]:
    return [leaf for child in row.children for leaf in _leaves(child)] if row.children else [row]


def _adjustment(row: Row, group: str, read: list[ReadIndicator], review: Review) -> dict[str, Any]:
    """A row of a bonus or deduction group: it moves the total by its own points, at most by its weight."""
    node = _node(row, read, review)
    found, text = read[-1], row.text("rule_text")
    kind = _direction(row.name + text, group)
    if kind == "deduction" or not text:
        found.state, found.question = "judged", "扣分项由评价人员写明扣多少分；评分时写明分数、理由和角色"
    rule = node["rule"] if found.state == "green" else JUDGEMENT
    kept = {key: node[key] for key in ("code", "name", "rule_text") if key in node}
    return kept | {"kind": kind, "cap": node["weight"], "rule": rule}


def _direction(*words: str) -> Literal["bonus", "deduction"]:
    """Whether an item adds or takes: by its own words, or by those of its group where its own leave it open."""
    for text in words:
        takes, gives = patterns.search(r"扣|减", text), patterns.search(r"加|奖", text)
        if bool(takes) != bool(gives):
            return "deduction" if takes else "bonus"
    return "bonus"


def _grades(full: Decimal) -> list[dict[str, str]]:
    if full == 100:
        return [dict(grade) for grade in GRADES]
    edges = [full, full * 9 / 10, full * 8 / 10, full * 6 / 10, Decimal(0)]
    texts = [f"{edge.normalize():f}" for edge in edges]
    return [
        {"name": grade["name"], "range": f"[{low}, {high}{']' if i == 0 else ')'}"}
        for i, (grade, high, low) in enumerate(zip(GRADES, texts, texts[1:], strict=False))
    ]


def _node(row: Row, read: list[ReadIndicator], review: Review) -> dict[str, Any]:
    data: dict[str, Any] = {"code": row.code, "name": row.name, "weight": f"{row.weight:f}"}
    if row.children:
        return data | {"children": [_node(child, read, review) for child in row.children]}
    for concept in ("explanation", "rule_text", "data_source", "target"):
        if row.text(concept):
            data[concept] = row.text(concept)
    found = read_indicator(row, review)
    read.append(found)
    if found.rewritten:
        data |= {"rule_text": found.rewritten}
    if found.state != "green" or not found.readings.readings:
        return data | {"rule": JUDGEMENT, "note": found.question}
    reading = found.readings.readings[found.chosen]
    data.pop("target", None)
    return data | {
        "rule": {"kind": "printed", "reading": reading.rule, "text": data["rule_text"], "choice": reading.choice}
    }


def read_indicator(row: Row, review: Review) -> ReadIndicator:
    """Compile one indicator's standard; a choice that was made before settles an open question."""
    mine = review.is_for(row)
    again = review.rewritten.get(row.code, "") if mine else ""
    text, target = again or row.text("rule_text"), row.text("target")
    choice = review.choices.get(row.code) if mine else None
    told = review.told.get(row.code, "") if choice is not None else ""
    choice = 0 if choice is None and review.usual else choice
    readings = compile_rule(text, Fraction(row.weight or 0)) if text else RuleReadings("", Fraction(0), ())
    if readings.readings and _wants_target(readings) and target:
        readings = compile_rule(f"{text}。目标值{target}", Fraction(row.weight or 0))
    if len(readings.readings) == 1:
        choice = None
    elif told:
        same = [n for n, reading in enumerate(readings.readings) if _plain(reading.told) == _plain(told)]
        choice = same[0] if same else None if row.code in review.carried else len(readings.readings)
    state, question = _state(readings, choice)
    decided = (row.code in review.choices or row.code in review.rewritten) and row.code not in review.carried
    if decided and not mine and state != "green":
        question = "核对表是按另一行或改动前的原文填的，没有采用；" + question
    chosen = choice if choice is not None and choice < len(readings.readings) else 0
    found = ReadIndicator(row, readings, state, chosen, "", question, again, examples(readings))
    if row.text("value") and readings.readings and state in {"green", "amber"} and not is_source(row.text("value")):
        result = score(readings.readings[found.chosen].rule, row.text("value"), readings.weight)
        found.computed = _two_places(result.score) if result.score is not None else (result.why or "")
    return found


def _two_places(points: Fraction) -> str:
    """Points as a table prints them: 4.625 is 4.63, as people round."""
    return str((Decimal(points.numerator) / points.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _plain(text: str) -> str:
    return patterns.sub(r"\s", "", text)


def _wants_target(readings: RuleReadings) -> bool:
    rule = readings.readings[0].rule
    return rule["kind"] == "steps" and rule.get("target") is None


def _state(readings: RuleReadings, choice: int | None) -> tuple[State, str]:
    if not readings.readings:
        return "red", "没有读懂：" + ("；".join(readings.not_understood) or "没有评分标准")
    if readings.readings[0].rule["kind"] == "judgement":
        return "judged", f"{readings.readings[0].rule.get('why', '')}；评分时写明分数、理由和角色"
    if readings.not_understood:
        return "red", "有未读懂的部分：" + "；".join(readings.not_understood)
    if len(readings.readings) > 1 and choice is None:
        return "amber", "、".join(readings.questions)
    if choice is not None and choice >= len(readings.readings):
        return "amber", "所选读法已不存在，请重选"
    return "green", ""
