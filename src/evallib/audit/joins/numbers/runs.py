"""Runs (一列序号): the lists of a document, each from its first item to its last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evallib.audit.joins.numbers.marks import HEAD, HEADS, LEVELS, SPOKEN, Mark, marks_of
from evallib.audit.joins.numbers.misnumbered import skips_one
from evallib.audit.reading.document import Document, Paragraph, Table
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_NOTE = re.compile(r"\s*注\s*[:：]")
#: The next note stands no more paragraphs below.
BELOW = 3


@dataclass(slots=True)
class Run:
    """The items of one list in their order; `block` is where it begins, `above` the list that it closed."""

    marks: list[Mark] = field(default_factory=list)
    above: Run | None = None

    @property
    def block(self) -> int:
        """The block of the first item."""
        return self.marks[0].block

    @property
    def blocks(self) -> list[int]:
        """The blocks of the items."""
        return [mark.block for mark in self.marks]

    @property
    def numbers(self) -> list[int]:
        """The numbers as printed."""
        return [mark.number for mark in self.marks]


def runs_of(document: Document) -> list[Run]:
    """The lists of a document: marks of one style, under one heading, each list from its first item to its last."""
    done: list[Run] = []
    open_runs: list[Run] = []
    tables: list[Mark] = []
    notes: dict[str, Run] = {}
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            notes = {}
            continue
        if _NOTE.match(block.text):  # the notes of a table have numbers of their own
            notes = _notes_of(document, index, block)
            done += notes.values()
            continue
        for mark in marks_of(document, index, normalise(block.text)):
            if _goes_on_notes(notes, mark, open_runs) or _goes_on_a_table(document, mark):
                continue
            if mark.style == "table":
                tables.append(mark)
                continue
            at = next((n for n, run in enumerate(open_runs) if run.marks[0].style == mark.style), None)
            if at is None:
                if mark.style in LEVELS:  # what was told “一是，二是” before a heading does not go on below it
                    done += [run for run in open_runs if run.marks[0].style in SPOKEN]
                    open_runs = [run for run in open_runs if run.marks[0].style not in SPOKEN]
                open_runs.append(Run([mark]))
                continue
            done += open_runs[at + 1 :]
            del open_runs[at + 1 :]
            run = open_runs[at]
            if (whole := _rejoined(run, mark)) is not None:
                done = [other for other in done if other is not run.above]
                open_runs[at] = whole
                whole.marks.append(mark)
            elif _begins_another(run, mark):
                done.append(run)
                open_runs[at] = Run([mark], run)
            else:
                run.marks.append(mark)
    return [*done, *open_runs, *([Run(tables)] if tables else [])]


def _begins_another(run: Run, mark: Mark) -> bool:
    """Whether a mark goes on with no list above it: a first one, a lower one, a 二是 within another paragraph."""
    last = run.marks[-1]
    elsewhere = mark.style in SPOKEN and mark.block != last.block
    if mark.number == 1 or (elsewhere and min(mark.place.start, last.place.start) > HEAD):
        return True
    return mark.number < last.number and not skips_one(run.numbers, mark.number)


def _notes_of(document: Document, index: int, block: Paragraph) -> dict[str, Run]:
    """The lists of a paragraph of notes, by their style."""
    notes: dict[str, Run] = {}
    for mark in marks_of(document, index, normalise(block.text)):
        notes.setdefault(mark.style, Run()).marks.append(mark)
    return notes


def _goes_on_notes(notes: dict[str, Run], mark: Mark, lists: Sequence[Run]) -> bool:
    """Whether a mark goes on with the notes of the paragraph above (“注：1.…” and, in the next line, “2.…”)."""
    run = notes.get(mark.style)
    awaited = any(r.marks[0].style == mark.style and r.marks[-1].number == mark.number - 1 for r in lists)
    again = run is not None and run.marks[-1].number == mark.number
    if run is not None and (mark.number == 1 or (awaited and (again or mark.block - run.marks[-1].block > BELOW))):
        del notes[mark.style]  # “1、甲” above the table, “注：1.…2.…” below it, and then “2、乙”
    elif run is not None and 0 <= mark.number - run.marks[-1].number <= 1:
        run.marks.append(mark)
        return True
    return False


def _goes_on_a_table(document: Document, mark: Mark) -> bool:
    """Whether a line between two tables is their row without figures: the row above it bears the number before."""
    if not 0 < mark.block < len(document.blocks) - 1 or mark.number < 2 or mark.place.start > 2:
        return False
    above, below = document.blocks[mark.block - 1], document.blocks[mark.block + 1]
    if not isinstance(above, Table) or not isinstance(below, Table):
        return False
    pattern = next(pattern for name, pattern in HEADS if name == mark.style)
    marked = [m for row in above.rows if row and (m := pattern.match(normalise(row[0].text)))]
    return bool(marked) and read_count(marked[-1]["n"]) == mark.number - 1


def _rejoined(run: Run, mark: Mark) -> Run | None:
    """The list above a first item and that item, where the next one shows that it belonged to it: 1、2、1、4."""
    above = run.above
    if above is None or len(run.marks) > 1 or mark.number != len(above.marks) + 2:
        return None
    return Run([*above.marks, *run.marks]) if above.numbers == list(range(1, len(above.marks) + 1)) else None
