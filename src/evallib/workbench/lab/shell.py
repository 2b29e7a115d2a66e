"""The laboratory's shell (分析界面的内核): whether there is one, which, and whether somebody sits before it."""

from __future__ import annotations

from typing import Any

_active: list[Any] = []


def enter(shell: Any) -> None:
    """Remember the shell whose extension was loaded."""
    _active[:] = [shell]


def in_lab() -> bool:
    """Whether this notebook is open in the laboratory, and somebody is there to choose.

    A job of jupyter-scheduler, or nbconvert, runs in the same kernel with nobody before it: it asks for no input.

    >>> in_lab()
    False
    """
    return bool(_active) and bool(_request(_active[0]).get("allow_stdin", True))


def current_shell() -> Any:
    """The shell of the laboratory's kernel; None elsewhere."""
    return _active[0] if _active else None


def _request(shell: Any) -> dict[str, Any]:
    """What asked for the cell that is running; empty where the shell does not tell."""
    tell = getattr(shell, "get_parent", None)
    content: dict[str, Any] = (tell() or {}).get("content", {}) if tell else {}
    return content
