"""Showing (呈现): how a block reaches a notebook's outputs; headings that wait for something under them, and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

_due: list[str] = []  # headings under which nothing has been shown yet
_gaps: list[list[str]] = []  # one list where gaps are gathered, none where each is told in its place


def heading(title: str, anchor: str, message: str = "", note: str = "") -> str:
    """The heading of a section: its message where it has one, its topic before it.

    >>> heading("四率", "four-rates", "三项比街镇平均高")
    '<h2 id="four-rates" data-title="四率"><span class="topic">四率</span>三项比街镇平均高</h2>'
    """
    small = f"<small>{escape(note)}</small>" if note else ""
    if not message:
        return f'<h2 id="{escape(anchor)}">{escape(title)}{small}</h2>'
    return (
        f'<h2 id="{escape(anchor)}" data-title="{escape(title)}"><span class="topic">{escape(title)}</span>'
        f"{escape(message)}{small}</h2>"
    )


@contextmanager
def headed(html: str) -> Iterator[None]:
    """A heading that is written only when something is shown under it."""
    _due.append(html)
    try:
        yield
    finally:
        if html in _due:
            _due.remove(html)


def gather_gaps() -> None:
    """From here on, what was not handed in is told in one list (`gaps`), not section by section."""
    _gaps[:] = [[]]


def gaps() -> list[str]:
    """What sections had nothing to show for, and why, each once; what follows is told in its place again."""
    told = list(dict.fromkeys(_gaps[0])) if _gaps else []
    _gaps.clear()
    return told


def add_gap(line: str, nothing_shown: bool = True) -> bool:
    """Put a line into the list of gaps; False where gaps are told in their place.

    Args:
        line: what is missing, and why.
        nothing_shown: whether it counts only while nothing is shown of its section.
    """
    if not _gaps or (nothing_shown and not _due):
        return False
    _gaps[0].append(line)
    return True


def html_block(html: str) -> None:
    """HTML made by our own modules, which have escaped it."""
    show_bundle({"text/html": html})


def show_bundle(bundle: dict[str, Any], **mark: Any) -> None:
    """Show a bundle of mime types; a heading that waits comes first."""
    if _due and not mark.get("lab_only"):
        due = "".join(_due)
        _due.clear()
        _display({"text/html": due})
    _display(bundle, **mark)


def _display(bundle: dict[str, Any], **mark: Any) -> None:
    from IPython.display import display

    display(bundle, raw=True, metadata={"evallib": mark} if mark else {})  # type: ignore[no-untyped-call]
