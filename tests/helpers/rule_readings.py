"""The table of readings: what the compiler makes of each printed rule of tests/parsing/readings_of_rules.txt, whole.

    python tests/helpers/rule_readings.py                    what differs
    python tests/helpers/rule_readings.py --update "why"     takes it over; read the difference as a reviewer would

A new text is a line `## weight ┃ text`, with or without a line `at value ┃ value` below it; an update fills in the rest. A value
that is no text is written as JSON (`{…}`, `[…]`, `json 3`).
Where there is no such line, the values are both sides of every number of the text. After a merge that touches the table,
take either side and run an update. The reasons are kept beside it, in reasons_of_readings.tsv.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import kept_readings

from evallib.parsing import compile_rule, examples, score, shown

TABLE = Path(__file__).parents[1] / "parsing" / "readings_of_rules.txt"
HEAD = """What the compiler makes of printed rules: the telling, the rule as data, other readings, questions, what it leaves unread,
its worked examples, and the points at values (tests/helpers/rule_readings.py). A line that is wrong is a bug.
"""
BAR = " ┃ "

UNITS = "%|‰|个百分点|分钟|小时|个工作日|万元|亿元|元|天|日|个月|月|年|件|次|处|项|个|起|人|户|家|篇|场|名|例|条|份|公里|平方米"
PRINTED = re.compile(rf"(\d+(?:\.\d+)?)({UNITS})?(?!分|月|日|年)")
WORDS = ("未完成",)
MOST = 13  # values at which a text is tried


def values_of(text: str) -> list[str]:
    """Values at which a text shows what it does: each of its numbers, a little less, a little more, and some words."""
    found: dict[str, None] = {}
    for digits, printed in PRINTED.findall(text):
        unit = {"个百分点": "%", "": "%"}.get(printed, printed)
        number, little = Fraction(digits), Fraction(1, 2) if unit in "%‰" else Fraction(1)
        found |= {f"{float(x):g}{unit}": None for x in (number - little, number, number + little) if x >= 0}
    return [*list(found)[: MOST - len(WORDS)], *WORDS]


def _as_data(rule: Any) -> str:
    return json.dumps(rule, ensure_ascii=False, default=str)


def _points(rule: Any, value: str) -> str:
    """`9`; `ask(8/9)` with what the readings give; `judgement`; the reason behind it where it is not told above."""
    result = score(
        rule, json.loads(value.removeprefix("json ")) if value[:1] in {"{", "["} or value[:5] == "json " else value
    )
    told = shown(result) or "unread"
    if told == "ask" or len(result.options) > 1:
        told += f"({'/'.join(str(points) for _, points in result.options)})"
    told_above = rule.not_understood or result.state == "judgement" or not result.why
    return told if told_above else f"{told} {result.why}"


def block(text: str, weight: str, values: list[str]) -> str:
    """The lines of one text."""
    rule = compile_rule(text, weight)
    lines = [f"## {weight}{BAR}{text}".replace("\n", "⏎")]
    for reading in rule.readings:
        lines += [f"{reading.choice or 'told'}{' (usual)' if reading.usual and reading.choice else ''}: {reading.told}"]
        lines += [f"    {_as_data(reading.rule)}"]
    lines += [f"? {question}" for question in rule.questions] + [f"! {piece}" for piece in rule.not_understood]
    lines += [
        f"sure {float(rule.confidence):g}; for example {BAR.join(' = '.join(map(str, one.values())) for one in examples(rule))}"
    ]
    lines += [f"at {BAR.join(f'{value} = {_points(rule, value)}' for value in values)}"]
    return "\n".join(lines).replace("\n\n", "\n") + "\n"


def entries(table: str) -> list[tuple[str, str, list[str], str]]:
    """Text, weight, values and block of each entry."""
    found = []
    for one in re.split(r"^(?=## )", table, flags=re.MULTILINE)[1:]:
        weight, text = one.split("\n", 1)[0].removeprefix("## ").split(BAR, 1)
        text = text.replace("⏎", "\n")
        at = next((line.removeprefix("at ") for line in one.splitlines() if line.startswith("at ")), None)
        values = values_of(text) if at is None else [part.split(" = ", 1)[0] for part in at.split(BAR)]
        found.append((text, weight, values, one.rstrip("\n") + "\n"))
    return found


def read() -> list[tuple[str, str, list[str], str]]:
    """The entries as they are kept."""
    return entries(TABLE.read_text(encoding="utf-8"))


def renewed(table: str) -> str:
    """The table as the code stands."""
    found = {(text, weight): values for text, weight, values, _ in reversed(entries(table))}
    return HEAD + "\n" + "\n".join(block(text, weight, found[text, weight]) for text, weight in reversed(found))


if __name__ == "__main__":
    kept_readings.command_line(TABLE, renewed, __doc__)
