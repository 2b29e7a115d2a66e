"""Pictures (小图): figures of the first screen as data; `publish.page.drawing` draws them, a document may too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """A rate over the years.

    Args:
        name: what stands at its end.
        points: (year, value in per cent), in order.
        accent: whether the picture is about it.
        average: the average of the last year, and its name.
    """

    name: str
    points: tuple[tuple[int, float], ...]
    accent: bool = True
    average: tuple[float, str] | None = None


@dataclass(frozen=True)
class Slopes:
    """Series on one scale; `change` is written beside the last step of the accented one."""

    series: tuple[Series, ...]
    change: str
    alt: str


@dataclass(frozen=True)
class Reading:
    """A rate as it was handed in or follows from counts, with its 95% interval (per cent)."""

    name: str
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Readings:
    """Readings of one rate on one scale, with the average through all of them."""

    readings: tuple[Reading, ...]
    average: tuple[float, str] | None
    alt: str


@dataclass(frozen=True)
class Bar:
    """A bar.

    Args:
        label: at its left.
        value: its length.
        text: at its right.
        before: the value a year before, as a tick.
        change: at the far right.
        kind: ``accent``, ``mute`` or ``outline`` (what is implied or not listed).
        head: a line above it, and `aside` at the right of that line.
    """

    label: str
    value: float
    text: str
    before: float | None = None
    change: str = ""
    kind: str = "accent"
    head: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars on one scale from a common left edge."""

    bars: tuple[Bar, ...]
    alt: str
    legend: str = ""


@dataclass(frozen=True)
class Stack:
    """Shares of a whole in one bar: (name, share in per cent, kind), named above; `below` names what has no room."""

    name: str
    parts: tuple[tuple[str, float, str], ...]
    aside: str = ""
    below: str = ""


@dataclass(frozen=True)
class Stacks:
    """Bars of the same width, each a whole."""

    stacks: tuple[Stack, ...]
    alt: str


@dataclass(frozen=True)
class Quotes:
    """Text against text: (where it stands, what it says, whether it is the one that contradicts)."""

    quotes: tuple[tuple[str, str, bool], ...]
    alt: str


Picture = Slopes | Readings | Bars | Stacks | Quotes
