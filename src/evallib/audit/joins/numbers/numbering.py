"""Numbering (序号): 一是、二是、二是 and (5) → (7): a number that is used twice, left out or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evallib.audit.findings import Finding
from evallib.audit.joins.numbers import lost_marks
from evallib.audit.joins.numbers.item_numbers import han_of, numbers_told_with
from evallib.audit.joins.numbers.misnumbered import amiss, skips_one
from evallib.audit.joins.unread_items import are_rows, leaves_out_several, may_be_left_out
from evallib.audit.reading.document import Document, Paragraph, Place, Table
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_HAN = r"(?P<n>十[一二三四五六七八九]?|[一二三四五六七八九])"
#: What a mark looks like, from the outermost level of a report to the innermost; the words of a mark stay as printed.
_STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第{_HAN}[章部篇](?:分)?"),
    ("han", rf"{_HAN}、"),
    ("han bracket", rf"[（(]{_HAN}[)）]"),
    (
        "digit",
        r"(?P<n>[1-9]\d?)(?:、|[.．](?:(?!\s?\d)\s?(?=[\u4e00-\u9fff“《])|(?=\d{1,2}\s?[—–~～至-]\s?\d{1,3}周?岁)|"
        r"\s?(?=20\d\d\s?(?:年|[-—–－]\s?20\d\d))|\s(?=20\d\d\s?[-—–－])))",
    ),
    ("digit bracket", r"[（(](?P<n>[1-9]\d?)[)）](?!\s*[-—÷×+*/=])"),
    ("digit half bracket", r"(?P<n>[1-9]\d?)[)）]"),
    ("spoken", rf"(?:第)?{_HAN}(?:是|要)(?![^，。；]{{0,2}}否)"),
    ("aspect", rf"第{_HAN}[，,、]"),
    ("table", r"表\s?(?P<n>[1-9]\d?)(?=\s*[:：、. ]\s*\S)(?![^。；，]*(?:。|，|；|所示|可见))"),
)
#: “。 15 7、”: the number of a page that ended between two items.
_PAGE = r"(?P<page>\s+[-—]?\s?\d{1,3}\s?[-—]?(?=\s))?"
_HEAD = tuple((name, re.compile(rf"\s*(?:[-•—]\s*)?{pattern}")) for name, pattern in _STYLES)
_INSIDE = tuple(
    (name, re.compile(rf"(?:(?<=[。；;：:\n]){_PAGE}|(?<=[，,])(?=.{{0,2}}(?:是|要)))\s*{pattern}"))
    for name, pattern in _STYLES
    if name in {"digit bracket", "digit half bracket", "han bracket", "spoken", "aspect", "digit"}
)
#: What every mark at the head of a paragraph, and every mark inside it, begins with.
_HEAD_BEGINS = re.compile(r"\s*(?:[-•—]\s*)?[（(第表1-9一二三四五六七八九十]")
_INSIDE_BEGINS = re.compile(r"[。；;：:\n，,](?:\s+[-—]?\s?\d{1,3}\s?[-—]?(?=\s))?\s*[（(第]?[1-9一二三四五六七八九十]")
#: Levels of headings: a pair of them is a list, too (but an excerpt may leave a whole part out).
_LEVELS, _SPOKEN = {"part", "han", "han bracket"}, {"spoken", "aspect"}
_NOTE = re.compile(r"\s*注\s*[:：]")
#: Two marks may stand so many blocks apart; further apart something was not read.
FAR = 14


@dataclass(frozen=True, slots=True)
class Mark:
    """One number in front of a heading or of an item."""

    style: str
    number: int
    text: str
    place: Place
    block: int


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


def check(document: Document, runs: Iterable[Run]) -> Iterator[Finding]:
    """Every list and every level of headings (see `runs_of`) that has one number amiss."""
    runs = tuple(runs)
    torn = [run for run in runs if run.marks[0].style in _LEVELS and leaves_out_several(run.numbers)]
    for run in runs:
        if (found := amiss(run.numbers, _may_be_a_pair(run.marks))) is not None:
            at, right = found
            mark, near = run.marks[at], run.marks[at - 1 if at else 1]
            if abs(mark.block - near.block) > FAR and mark.style != "table" and may_be_left_out(run.numbers, at):
                continue
            if any(r is not run and r.marks[0].style == mark.style for r in torn) or are_rows(document, run.blocks):
                continue
            if at and lost_marks.is_printed_between(document, mark.style, right, near.place, mark.place):
                continue
            again = mark.style == "part" and mark.number == near.number
            if again and lost_marks.is_told_again(document, near.place, mark.place):
                continue
            shown = mark.text.strip()
            proper = shown.replace(
                str(mark.number) if shown.strip("（(第表 ")[0].isdigit() else han_of(mark.number),
                _shown(shown, right),
                1,
            )
            if mark.style == "table" and lost_marks.is_printed_anywhere(document, proper):
                continue
            yield Finding(
                "name.numbering",
                "wording",
                "low" if _may_be_a_title(document, run.marks, at) else "medium",
                f"序号不连续：“{shown}”处应为“{proper}”",
                shown,
                proper,
                f"{_told(run.marks)}：应为 {proper}",
                (mark.place, near.place),
            )


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
            if _goes_on_notes(notes, mark) or _goes_on_a_table(document, mark):
                continue
            if mark.style == "table":
                tables.append(mark)
                continue
            at = next((n for n, run in enumerate(open_runs) if run.marks[0].style == mark.style), None)
            if at is None:
                if mark.style in _LEVELS:  # what was told “一是，二是” before a heading does not go on below it
                    done += [run for run in open_runs if run.marks[0].style in _SPOKEN]
                    open_runs = [run for run in open_runs if run.marks[0].style not in _SPOKEN]
                open_runs.append(Run([mark]))
                continue
            done += open_runs[at + 1 :]
            del open_runs[at + 1 :]
            run = open_runs[at]
            if (whole := _rejoined(run, mark)) is not None:
                done = [other for other in done if other is not run.above]
                open_runs[at] = whole
                whole.marks.append(mark)
            elif mark.number == 1 or (mark.number < run.marks[-1].number and not skips_one(run.numbers, mark.number)):
                done.append(run)
                open_runs[at] = Run([mark], run)
            else:
                run.marks.append(mark)
    return [*done, *open_runs, *([Run(tables)] if tables else [])]


def _notes_of(document: Document, index: int, block: Paragraph) -> dict[str, Run]:
    """The lists of a paragraph of notes, by their style."""
    notes: dict[str, Run] = {}
    for mark in marks_of(document, index, normalise(block.text)):
        notes.setdefault(mark.style, Run()).marks.append(mark)
    return notes


def _goes_on_notes(notes: dict[str, Run], mark: Mark) -> bool:
    """Whether a mark goes on with the notes of the paragraph above (“注：1.…” and, in the next line, “2.…”)."""
    run = notes.get(mark.style)
    if run is not None and mark.number == 1:
        del notes[mark.style]
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
    pattern = next(pattern for name, pattern in _HEAD if name == mark.style)
    marked = [m for row in above.rows if row and (m := pattern.match(normalise(row[0].text)))]
    return bool(marked) and read_count(marked[-1]["n"]) == mark.number - 1


def _rejoined(run: Run, mark: Mark) -> Run | None:
    """The list above a first item and that item, where the next one shows that it belonged to it: 1、2、1、4."""
    above = run.above
    if above is None or len(run.marks) > 1 or mark.number != len(above.marks) + 2:
        return None
    return Run([*above.marks, *run.marks]) if above.numbers == list(range(1, len(above.marks) + 1)) else None


def marks_of(document: Document, index: int, text: str) -> Iterator[Mark]:
    """The marks of a paragraph: in front of it, and of items that it tells one after the other."""
    heads, inside = _HEAD if _HEAD_BEGINS.match(text) else (), _INSIDE if _INSIDE_BEGINS.search(text) else ()
    head = next(((name, m) for name, pattern in heads if (m := pattern.match(text))), None)
    found = [head] if head else []
    found += [(name, m) for name, pattern in inside for m in pattern.finditer(text) if not head or m.start() > 0]
    for name, match in sorted(found, key=lambda f: f[1].start("n")):
        mark, end = match[0][len(match.groupdict().get("page") or "") :].strip(), match.end()
        start = match.start() + match[0].rindex(mark)
        place = document.place_in_paragraph(index, start, end)
        number = read_count(match["n"])
        yield Mark(name, number, mark, place, index)
        if "bracket" in name:
            for further in numbers_told_with(number, text[end:]):
                yield Mark(name, further, mark, place, index)


def _may_be_a_pair(marks: Sequence[Mark]) -> bool:
    """Whether two marks alone make a list: headings, the items of one paragraph, the first words of two near ones."""
    first, last = marks[0], marks[-1]
    if first.block == last.block:
        return first.style == "spoken"
    heads = first.place.start <= 2 >= last.place.start
    return last.block - first.block <= FAR and (first.style in _LEVELS or heads)


def _may_be_a_title(document: Document, marks: Sequence[Mark], at: int) -> bool:
    """Whether a number leaves one out where a short line or, at the end, a table stands: a heading without a number."""
    mark, above = marks[at], marks[at - 1]
    if at < 2 or mark.number != above.number + 2 or mark.style not in _LEVELS:
        return False
    if lost_marks.may_be_its_heading(document, above.place, mark.place):
        return True
    if at + 1 < len(marks):
        return False
    return any(isinstance(block, Table) for block in document.blocks[above.block + 1 : mark.block])


def _shown(mark: str, number: int) -> str:
    return str(number) if patterns.search(r"\d", mark) else han_of(number)


def _told(marks: Sequence[Mark]) -> str:
    return "、".join(mark.text for mark in marks[:12])
