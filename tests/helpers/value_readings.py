"""The table of typed values: what the readers make of each call of tests/parsing/readings_of_values.txt.

    python tests/helpers/value_readings.py                    what differs
    python tests/helpers/value_readings.py --update "why"     takes it over; read the difference as a reviewer would

A new call is a line of its own; an update fills in the rest. After a merge that touches the table, take either side and
run an update.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import kept_readings

from evallib import parsing

TABLE = Path(__file__).parents[1] / "parsing" / "readings_of_values.txt"
HEAD = "Calls of the readers and what each gives (tests/helpers/value_readings.py). A line that is wrong is a bug.\n"
NAMES = {name: getattr(parsing, name) for name in parsing.__all__} | {
    "date": date,
    "datetime": datetime,
    "Fraction": Fraction,
}

#: Words of states as a schema groups them.
STATES = parsing.status_words(
    {
        "closed": ["已结案", "办结", "已办结"], "open": ["未处理", "待回复", "处理中"], "void": ["作废"], "returned": ["退回"],
        "redispatched": ["重派"], "extended": ["延期"], "duplicate": ["重复"], "waiting": ["待受理"], "transferred": ["已转办"],
    }
)  # fmt: skip


def roles(text: str) -> list[tuple[Any, ...]]:
    """Of each figure of a passage: its role, its direction, whether it is of an earlier time, a whole, or planned."""
    ask = (parsing.role_of, parsing.is_base, parsing.is_whole, parsing.is_budget)
    return [
        (
            spot.mention.text,
            *(one(spot) for one in ask),
            parsing.direction_of(spot.head, spot.tail),
            spot.mention.number,
        )
        for spot in parsing.read_passage(text)
    ]


def status(text: str) -> str | None:
    """The state of a word of an export."""
    return parsing.read_status(text, STATES)


def ends(text: str, start: datetime) -> datetime | None:
    """When a limit is over that begins on a moment; weekdays are worked."""
    limit = parsing.read_limit(text)
    return limit.ends(start, lambda day: day.weekday() < 5) if limit else None


def plain(result: Any) -> str:
    """A result in few words: of records only the fields that say something."""
    if is_dataclass(result) and not isinstance(result, type):
        said = ((field.name, getattr(result, field.name)) for field in fields(result))
        return f"{type(result).__name__}({', '.join(f'{name}={plain(value)}' for name, value in said if value not in (None, '', ()))})"
    if isinstance(result, Mapping):
        return "{" + ", ".join(f"{plain(name)}: {plain(value)}" for name, value in result.items()) + "}"
    if isinstance(result, Iterator | list | tuple):
        return "[" + ", ".join(plain(one) for one in result) + "]"
    if isinstance(result, Decimal | Fraction):
        return f"{result}{'' if isinstance(result, Decimal) else '÷'}"
    return result.isoformat() if isinstance(result, date | datetime) else repr(result)


def outcome(call: str) -> str:
    """What a call gives; a refusal is a result too."""
    try:
        return plain(eval(call, NAMES | {"roles": roles, "status": status, "ends": ends}))
    except parsing.ValueProblemError as problem:
        return f"refused: {problem.expected}; {problem.advice}"


def block(call: str) -> str:
    """The lines of one call."""
    return f"{call}\n    {outcome(call)}\n"


def entries(table: str) -> list[tuple[str, str]]:
    """Call and block of each entry."""
    found: dict[str, str] = {}
    call = ""
    for line in table.splitlines():
        if line.startswith("    ") and call:
            found[call] += f"{line}\n"
        elif "(" in line and line.endswith(")") and not line.startswith("Calls of"):
            call, found[line] = line, f"{line}\n"
    return list(found.items())


def read() -> list[tuple[str, str]]:
    """The entries as they are kept."""
    return entries(TABLE.read_text(encoding="utf-8"))


def renewed(table: str) -> str:
    """The table as the code stands."""
    return HEAD + "\n" + "".join(block(call) for call, _ in entries(table))


if __name__ == "__main__":
    kept_readings.command_line(TABLE, renewed, __doc__)
