"""The laboratory's shell (分析界面的内核): whether there is one, and which."""

from __future__ import annotations

from typing import Any

_active: list[Any] = []


def enter(shell: Any) -> None:
    """Remember the shell whose extension was loaded."""
    _active[:] = [shell]


def in_lab() -> bool:
    """Whether this notebook is open in the laboratory.

    >>> in_lab()
    False
    """
    return bool(_active)


def current_shell() -> Any:
    """The shell of the laboratory's kernel; None elsewhere."""
    return _active[0] if _active else None
