"""Guarded sections (独立版块): what fails inside a section stays inside it, as one Chinese line in its place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from evallib.model.problems import EvallibError
from evallib.publish.messages.unit_messages import SECTIONS
from evallib.publish.page.blocks import record, unavailable
from evallib.publish.page.showing import headed, heading

FAILED = "failed_sections"


def guarded(title: str, anchor: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a section: its heading, then what it shows, or why it shows nothing.

    A section that fails is recorded among the figures of the page, so that the run and the index can say so.

    Args:
        title: heading of the section.
        anchor: its address in the page; without one no heading is written (a part of the section before).
    """

    def decorate(show: Callable[..., None]) -> Callable[..., None]:
        @wraps(show)
        def shown(*arguments: Any, **keywords: Any) -> None:
            with headed(_heading(title, anchor, arguments)) if anchor else nullcontext():
                try:
                    show(*arguments, **keywords)
                except EvallibError as error:
                    _tell(title, "；".join(str(problem) for problem in error.problems))
                except Exception as error:  # whatever it is: the other sections are still true
                    _tell(title, f"程序内部错误（{type(error).__name__}：{error}），请把这一句和所用的表发给维护人员")

        return shown

    return decorate


def _heading(title: str, anchor: str, arguments: tuple[Any, ...]) -> str:
    """The heading with the section's message, where what is shown has messages."""
    messages = getattr(arguments[0], "messages", None) if arguments else None
    told = messages.section(anchor) if messages is not None and anchor in SECTIONS else None
    return heading(title, anchor, told.headline, told.note) if told else heading(title, anchor)


def _tell(title: str, reason: str) -> None:
    unavailable(title, reason)
    record(**{FAILED: {title: reason}})
