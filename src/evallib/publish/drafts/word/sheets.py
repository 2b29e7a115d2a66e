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
    """Headings and blocks in order; a sentence between two turned tables turns with them, so that no page stays empty."""
    items = [item for section in report.sections for item in _of(section, 1, False)]
    for before, here, after in zip(items, items[1:], items[2:], strict=False):
        if before.turned and after.turned and isinstance(here.block, Paragraph):
            here.turned = True
    return items


def _of(section: Section, depth: int, turned: bool) -> Iterator[Placed]:
    turned = turned or section.landscape
    yield Placed(section, depth, None, turned)
    for block in section.blocks:
        yield Placed(section, depth, block, turned or (isinstance(block, Table) and block.columns >= TOO_MANY))
    for inner in section.sections:
        yield from _of(inner, depth + 1, turned)
