"""Mutation (改错一位数字): change one digit of a consistent report and see whether the audit notices."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evallib.audit import Audit, Place, audit_document, build_document, split_lines

DATA = Path(__file__).parent / "data"
CONSISTENT = ("department.txt", "self_review.txt", "project.txt")


@dataclass(frozen=True)
class Mutation:
    """One changed digit: where, from what to what, and which checks cover the figure."""

    name: str
    place: Place
    offset: int
    digit: str
    codes: frozenset[str]


def audit_text(name: str, text: str) -> Audit:
    """Audit a text without a file."""
    return audit_document(build_document(name, split_lines(text)))


def mutations(name: str, rng: random.Random) -> list[Mutation]:
    """Every digit of every figure that an agreeing relation covers, each changed to one other digit."""
    audit = audit_text(name, (DATA / name).read_text(encoding="utf-8"))
    assert not audit.findings
    covered: dict[Place, set[str]] = {}
    for agreement in audit.agreements:
        for place in agreement.places:
            if agreement.code.split(".")[0] not in {"citation", "name"} and place.end - place.start <= 14:
                covered.setdefault(place, set()).add(agreement.code)
    found = []
    for place, codes in covered.items():
        block = audit.document.blocks[place.block]
        text = block.rows[place.row - 1][place.column - 1].text if place.table else block.text
        for offset in range(place.start, place.end):
            if text[offset].isdigit():
                digit = rng.choice([d for d in "0123456789" if d != text[offset]])
                found.append(Mutation(name, place, offset, digit, frozenset(codes)))
    return found


def apply(mutation: Mutation) -> str:
    """The text of the report with the digit changed."""
    lines = (DATA / mutation.name).read_text(encoding="utf-8").split("\n")
    place = mutation.place
    line = lines[place.line - 1]
    if place.table:
        cells = line.split("\t")
        raw = cells[place.column - 1]
        offset = (
            len("\t".join(cells[: place.column - 1]))
            + (place.column > 1)
            + mutation.offset
            + len(raw)
            - len(raw.lstrip())
        )
    else:
        offset = mutation.offset + len(line) - len(line.lstrip())
    lines[place.line - 1] = line[:offset] + mutation.digit + line[offset + 1 :]
    return "\n".join(lines)


def is_found(mutation: Mutation) -> bool:
    """Whether the audit of the changed report has a finding."""
    return bool(audit_text(mutation.name, apply(mutation)).findings)


def measure(sample: int = 0, seed: int = 7) -> Iterator[tuple[str, int, int, Counter[str]]]:
    """Per report: changed digits, found ones, and the checks that covered the missed ones."""
    rng = random.Random(seed)
    for name in CONSISTENT:
        changes = mutations(name, rng)
        if sample and sample < len(changes):
            changes = rng.sample(changes, sample)
        missed = [change for change in changes if not is_found(change)]
        yield name, len(changes), len(changes) - len(missed), Counter(code for m in missed for code in m.codes)
