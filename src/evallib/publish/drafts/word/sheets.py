"""Sheets (纸张方向): which heading and block stands on upright pages and which on turned ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evallib.publish.drafts.tree import Block, Paragraph, Report, Section, Table

#: Columns from which a table cannot be read on an upright page.
TOO_MANY = 11


@dataclass
class Placed:
    """A heading (`block` None) or a block, and whether its page is turned."""

    section: Section
    depth: int
    block: Block | None
    turned: bool


def placed(report: Report) -> list[Placed]:
    """Headings and blocks in order; what leads to a turned table turns with it, so no page has a sentence alone."""
    items = [item for section in report.sections for item in _of(section, 1, False)]
    for place, item in enumerate(items):
        before = place - 1
        if not (item.turned and isinstance(item.block, Table)) or before < 0 or items[before].turned:
            continue
        if isinstance(items[before].block, Paragraph):
            items[before].turned = True
            before -= 1
        while before > 0 and items[before].block is None and not items[before].section.breaks:
            items[before].turned = True
            before -= 1
    return items


def _of(section: Section, depth: int, turned: bool) -> Iterator[Placed]:
    turned = turned or section.landscape
    yield Placed(section, depth, None, turned)
    for block in section.blocks:
        yield Placed(section, depth, block, turned or (isinstance(block, Table) and block.columns >= TOO_MANY))
    for inner in section.sections:
        yield from _of(inner, depth + 1, turned)
