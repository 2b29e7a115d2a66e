"""Numbering (序号): 一是、二是、二是 and (5) → (7): a number that is used twice or left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Block, Document, Paragraph, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_DIGITS = "一二三四五六七八九十"
_SPOKEN = re.compile(
    r"(?:^|[。；;：:，,、\s])(?:第)?(?P<n>[一二三四五六七八九十])(?P<kind>是|方面|要)(?![^，。；]{0,2}否)"
)
_BRACKET = re.compile(r"^\s*[（(](?P<n>\d{1,2})[)）](?!\s*[-—÷×+*/=])")
_HEADING = re.compile(r"^\s*[（(](?P<n>[一二三四五六七八九十])[)）]")


def check(document: Document) -> Iterator[Finding]:
    """Numbering inside a paragraph, and that of paragraphs which follow each other."""
    yield from _spoken(document)
    yield from _marks(document, _BRACKET, int)
    yield from _marks(document, _HEADING, _character)


def _character(number: str) -> int:
    return _DIGITS.index(number) + 1


def _spoken(document: Document) -> Iterator[Finding]:
    run: list[tuple[int, str, Place]] = []
    for index, paragraph in document.paragraphs:
        found = [
            (
                _DIGITS.index(m["n"]) + 1,
                m["n"] + m["kind"],
                document.place_in_paragraph(index, m.start("n"), m.end("kind")),
            )
            for m in _SPOKEN.finditer(normalise(paragraph.text))
        ]
        for item in found:
            if item[0] == 1 or (run and item[1][-1] != run[-1][1][-1]):
                run = [item]
                continue
            if run and item[0] != run[-1][0] + 1 and item[0] in {run[-1][0], run[-1][0] + 2} and run[0][0] == 1:
                right = _DIGITS[run[-1][0]] + item[1][1:] if run[-1][0] < 10 else ""
                yield _finding(item[1], right, (item[2], run[-1][2]))
                run.append((run[-1][0] + 1, *item[1:]))
                continue
            run.append(item)


def _marks(document: Document, pattern: re.Pattern[str], value: Callable[[str], int]) -> Iterator[Finding]:
    last: tuple[int, int, Place] | None = None
    start = 0
    inside = re.compile(
        pattern.pattern.replace(r"^\s*", r"(?<=[。；])\s*", 1)
    )  # the next ones may have run into the paragraph
    for index, block in enumerate(document.blocks):
        match = pattern.match(normalise(block.text)) if isinstance(block, Paragraph) else None
        if not match:
            if isinstance(block, Paragraph) and patterns.match(
                r"^\s*(?:[一二三四五六七八九十]+[、．]|第.{1,3}[章部节])", block.text
            ):
                last = None
            last = _run_in(block, inside, value, last, index)
            continue
        number = value(match["n"])
        place = document.place_in_paragraph(index, match.start(), match.end())
        if number == 1:
            start, last = index, _run_in(block, inside, value, (1, index, place), index)
            continue
        if last is not None and number == last[0] + 2 and index - last[1] <= 12 and last[0] >= 2:
            shown = match[0].strip()
            right = shown.replace(match["n"], str(last[0] + 1) if match["n"].isdigit() else _DIGITS[last[0]])
            yield _finding(shown, right, (place, last[2]))
        last = _run_in(block, inside, value, (number, index, place), index) if last is not None or start else None


def _run_in(
    block: Block, inside: re.Pattern[str], value: Callable[[str], int], last: tuple[int, int, Place] | None, index: int
) -> tuple[int, int, Place] | None:
    for match in inside.finditer(normalise(block.text)) if isinstance(block, Paragraph) and last is not None else ():
        if last is not None and value(match["n"]) == last[0] + 1:
            last = (last[0] + 1, index, last[2])
    return last


def _finding(printed: str, right: str, places: tuple[Place, ...]) -> Finding:
    return Finding(
        "name.numbering", "wording", "medium", f"序号不连续：“{printed}”处应为“{right}”", printed, right, f"上一序号之后应为 {right}", places
    )  # fmt: skip
