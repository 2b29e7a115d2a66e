"""Lazy names (按需载入): what a room offers, loaded when it is first used (PEP 562).

Whoever uses a room from outside, a test, a notebook or a person, names the room and not the module in it, so that a
module can move without anybody noticing, and importing a room costs nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy_names(
    room: str, offers: Mapping[str, str], own: Sequence[str] = ()
) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """``__all__``, ``__getattr__`` and ``__dir__`` of a room.

    Args:
        room: dotted name of the package.
        offers: module below the room → its names that the room offers, separated by spaces.
        own: names that the package defines itself.

    >>> offered, load, names = lazy_names("evallib.model", {"workspace.units": "check_year"})
    >>> offered, load("check_year")(2023), names()
    (['check_year'], 2023, ['check_year'])
    >>> load("check_yaer")
    Traceback (most recent call last):
    AttributeError: module 'evallib.model' has no attribute 'check_yaer'
    """
    homes = {name: module for module, names in offers.items() for name in names.split()}
    if len(homes) < sum(len(names.split()) for names in offers.values()):
        raise ValueError(f"{room} offers one name from two modules")
    offered = sorted({*own, *homes})

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value = getattr(import_module(f"{room}.{homes[name]}"), name)
        setattr(sys.modules[room], name, value)
        return value

    return offered, load, lambda: list(offered)
