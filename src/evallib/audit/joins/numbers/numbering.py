"""Numbering (序号): 一是、二是、二是 and (5) → (7): a number that is used twice, left out or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evallib.audit.findings import Finding
from evallib.audit.joins.numbers import lost_marks
from evallib.audit.joins.numbers.item_numbers import han_of
from evallib.audit.joins.numbers.marks import HEAD, LEVELS, Mark
from evallib.audit.joins.numbers.misnumbered import amiss
from evallib.audit.joins.numbers.runs import Run
from evallib.audit.joins.unread_items import are_rows, leaves_out_several, may_be_left_out
from evallib.audit.reading.document import Document, Table
from evallib.model import patterns

#: Two marks may stand so many blocks apart; further apart something was not read.
FAR = 14
#: Between headings that stand so near none was lost in reading.
NEAR = 4


def check(document: Document, runs: Iterable[Run]) -> Iterator[Finding]:
    """Every list and every level of headings (see `runs_of`) that has one number amiss."""
    runs = tuple(runs)
    torn = [run for run in runs if run.marks[0].style in LEVELS and leaves_out_several(run.numbers)]
    for run in runs:
        if (found := amiss(run.numbers, _may_be_a_pair(run.marks), _is_one_sentence(document, run.marks))) is not None:
            at, right = found
            mark, near = run.marks[at], run.marks[at - 1 if at else 1]
            unread = abs(mark.block - near.block) > FAR and may_be_left_out(run.numbers, at)
            if unread and mark.style != "table":
                continue
            if any(r is not run and r.marks[0].style == mark.style for r in torn) or are_rows(document, run.blocks):
                continue
            if mark.style == "digit" and mark.text.strip()[-1:] != near.text.strip()[-1:]:
                continue  # the notes “1.…4.” of one part, and “4、” of the next
            if at and lost_marks.is_printed_between(document, mark.style, right, near.place, mark.place):
                continue
            if at == 0 and lost_marks.is_begun_otherwise(document, mark.style, right, mark.place):
                continue
            again = mark.style in {"part", "chapter"} and mark.number == near.number
            if again and lost_marks.is_told_again(document, near.place, mark.place):
                continue
            shown = mark.text.strip()
            proper = shown.replace(_shown(shown, mark.number), _shown(shown, right), 1)
            if mark.style == "table" and lost_marks.is_printed_anywhere(document, proper):
                continue
            yield Finding(
                "name.numbering",
                "wording",
                "low" if unread or _may_be_unread(document, run, at) else "medium",
                f"序号不连续：“{shown}”处应为“{proper}”",
                shown,
                proper,
                f"{_told(run.marks)}：应为 {proper}",
                (mark.place, near.place),
            )


def _may_be_a_pair(marks: Sequence[Mark]) -> bool:
    """Whether two marks alone make a list: headings, the items of one paragraph, the first words of two near ones."""
    first, last = marks[0], marks[-1]
    if first.block == last.block:
        return first.style == "spoken"
    heads = first.place.start <= 2 >= last.place.start
    return last.block - first.block <= FAR and (first.style in LEVELS or heads)


def _is_one_sentence(document: Document, marks: Sequence[Mark]) -> bool:
    """Whether items are told one behind the other without a stop, so that none of them stands elsewhere."""
    first, last = marks[0], marks[-1]
    if first.style in LEVELS:
        return len(marks) > 1 and last.place.start <= HEAD >= first.place.start and marks[1].block - first.block <= NEAR
    text = getattr(document.blocks[first.block], "text", "")
    return first.block == last.block and "。" not in text[first.place.end : last.place.start]


def _may_be_unread(document: Document, run: Run, at: int) -> bool:
    """Whether a heading that a list leaves out may stand there without its number, or be the second of its level."""
    second = at == 1 < len(run.numbers) - 1 and run.marks[at].style in LEVELS
    return second or _may_be_a_title(document, run.marks, at)


def _may_be_a_title(document: Document, marks: Sequence[Mark], at: int) -> bool:
    """Whether a number leaves one out where a short line or, at the end, a table stands: a heading without a number."""
    mark, above = marks[at], marks[at - 1]
    if at < 2 or mark.number != above.number + 2 or mark.style not in LEVELS:
        return False
    if lost_marks.may_be_its_heading(document, above.place, mark.place):
        return True
    if at + 1 < len(marks):
        return False
    return any(isinstance(block, Table) for block in document.blocks[above.block + 1 : mark.block])


def _shown(mark: str, number: int) -> str:
    if patterns.search("[①-⑳]", mark):
        return chr(ord("①") + number - 1)
    return str(number) if patterns.search(r"[0-9]", mark) else han_of(number)


def _told(marks: Sequence[Mark]) -> str:
    return "、".join(mark.text for mark in marks[:12])
