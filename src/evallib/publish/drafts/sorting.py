"""Sorting (归位): which block each paragraph of a saved draft is, and what in it a person wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evallib.publish.drafts.narrative import Written, text_mark
from evallib.publish.drafts.outline import gap_id

MARK = re.compile(r"ev_([a-z0-9_]+)_([0-9a-f]{8}|gap|to)")
PROMPT = re.compile(r"【填写·([^】]+)】")
END = re.compile(r"【填写到此·([^】]+)】")
OWN = re.compile(r"^(?:资料来源：|单位：|页码：在 Word)")
FACTS = "可供参考的事实"
NEAR = 60  # paragraphs in which the end of a block is looked for
ASKED = re.compile(r"^(?:.*（(?:必填|选填)）|以下为人工填写，可继续修改。)")


@dataclass(frozen=True)
class Part:
    """A paragraph or table of a saved draft: its marks, its text, its rows."""

    text: str
    marks: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class TakenBack:
    """What was found in a draft.

    Args:
        gaps, edited, after: texts by block id; `edited` with the mark of the text that the person saw.
        tables: rows by table id.
        cover: paragraphs before the first heading that are not ours.
        titles: headings and captions that were changed.
        seen: ids of all blocks that are still there.
        written: files that were written.
    """

    gaps: dict[str, str] = field(default_factory=dict)
    edited: dict[str, Written] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    tables: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    written: list[Path] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def sort_parts(parts: Sequence[Part]) -> TakenBack:
    """Say of every part which block it is, and what is new in it."""
    sorter = _Sorter(parts)
    for number in range(len(parts)):
        sorter.take(number)
    return sorter.finish()


class _Sorter:
    """Walks through a draft: inside a gap, inside a block, or between them."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts, self.found = parts, TakenBack()
        self.gap = self.block = self.base = self.last = ""
        self.lines: list[str] = []

    def take(self, number: int) -> None:
        """The next part."""
        part = self.parts[number]
        marks = [match for name in part.marks if (match := MARK.fullmatch(name))]
        starts = [(match[1], match[2]) for match in marks if match[2] != "to"]
        ends = {match[1] for match in marks if match[2] == "to"}
        end, prompt = END.search(part.text), PROMPT.search(part.text)
        opened = next((name for name, kind in starts if kind == "gap"), gap_id(prompt[1]) if prompt else "")
        if self.gap and (self.gap in ends or (end and gap_id(end[1]) == self.gap)):
            self._close_gap(END.sub("", part.text).strip())
        elif opened and not self.gap:
            self._open_gap(opened, ASKED.sub("", PROMPT.sub("", part.text)).strip())
        elif self.gap:
            self.lines += [_row(row) for row in part.rows] if part.rows else [part.text]
        elif starts and not self.block:
            self.block, self.base = starts[0]
            self.last = self.block
            self.found.seen.update(name for name, _ in starts)
            self.lines = [part.text]
            if self.block in ends or not self._ends_later(number):
                self._close_block()
        elif self.block:
            self.lines.append(part.text)
            if self.block in ends:
                self._close_block()
        else:
            self._between(part)

    def finish(self) -> TakenBack:
        """Close what is open, e.g. where a person deleted the end of a gap."""
        if self.block:
            self._close_block()
        if self.gap:
            self._close_gap("")
        self.found.after = {name: text.strip("\n") for name, text in self.found.after.items() if text.strip()}
        return self.found

    def _open_gap(self, name: str, rest: str) -> None:
        if self.block:
            self._close_block()
        self.gap = name
        self.found.seen.add(name)
        self.lines = [rest] if rest else []

    def _close_gap(self, rest: str) -> None:
        self.lines += [rest] if rest else []
        self.found.gaps[self.gap] = "\n".join(self.lines).strip("\n")
        self.gap, self.last, self.lines = "", self.gap, []

    def _close_block(self) -> None:
        text = "\n".join(self.lines)
        if text_mark(text) != self.base:
            if self.block.startswith(("h_", "t_")):
                self.found.titles[self.block] = text
            else:
                self.found.edited[self.block] = Written(text, self.base)
        self.block, self.lines = "", []

    def _ends_later(self, number: int) -> bool:
        """Whether the end of the block stands in a later paragraph, close by."""
        mark = f"ev_{self.block}_to"
        return any(mark in part.marks for part in self.parts[number + 1 : number + NEAR])

    def _between(self, part: Part) -> None:
        """A part of no block: ours by what it says, else a person's."""
        last = self.last
        if part.rows:
            if part.rows[0] and part.rows[0][0].startswith(FACTS):
                return
            table = last.removeprefix("t_")
            if last.startswith("t_") and table not in self.found.tables:
                self.found.tables[table] = part.rows
                return
        text = "\n".join(_row(row) for row in part.rows) if part.rows else part.text
        if not last or not text.strip() or (OWN.match(text) and last.startswith("t_")):
            return
        name = last.removeprefix("t_")
        self.found.after[name] = f"{self.found.after.get(name, '')}{text}\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\n", " ") for cell in cells) + " |"
