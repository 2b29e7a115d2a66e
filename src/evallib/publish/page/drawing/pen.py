"""The pen (画笔): marks of an SVG drawing; classes carry colour and type, so that the style sheet decides."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

TEXT = 13  # px; figures are shown at the size at which they are drawn
#: Widths of signs in parts of the font size, near enough to keep labels apart.
NARROW = frozenset("0123456789.,-−+:() |/ ilj’'·")
WIDE = frozenset("%@MW")


def width_of(text: str, size: float = TEXT) -> float:
    """About how wide a text is, in px.

    >>> width_of("满意率"), round(width_of("72.27"), 1)
    (39.0, 36.4)
    """
    return (
        sum(0.56 if sign in NARROW else 0.93 if sign in WIDE else 0.62 if sign.isascii() else 1.0 for sign in text)
        * size
    )


def cut(text: str, room: float, size: float = TEXT) -> str:
    """A text that fits into so many px, with … where it was cut.

    >>> cut("公共安全隐患整治", 60), cut("短", 60)
    ('公共安…', '短')
    """
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept, size) + size > room:
        kept = kept[:-1]
    return f"{kept}…"


class Pen:
    """A drawing of a fixed size in px."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.marks: list[str] = []

    def text(self, x: float, y: float, words: str, css: str = "", anchor: str = "start", style: str = "") -> None:
        """Words at a baseline; none leave no mark."""
        if not words:
            return
        kind = f' class="{css}"' if css else ""
        place = f' text-anchor="{anchor}"' if anchor != "start" else ""
        own = f' style="{style}"' if style else ""
        self.marks.append(f'<text x="{x:.4g}" y="{y:.4g}"{kind}{place}{own}>{escape(words)}</text>')

    def inside(self, x: float, y: float, words: str, css: str = "") -> None:
        """Words centred at a place, moved as far as they need to stay in the drawing."""
        half = width_of(words) / 2
        self.text(min(max(x, half), self.width - half), y, words, css, "middle")

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str = "", style: str = "") -> None:
        """A straight line."""
        self.marks.append(f'<line x1="{x1:.4g}" y1="{y1:.4g}" x2="{x2:.4g}" y2="{y2:.4g}"{_look(css, style)}/>')

    def rect(self, x: float, y: float, width: float, height: float, css: str = "", style: str = "") -> None:
        """A rectangle; one without width leaves no mark."""
        if width > 0 and height > 0:
            self.marks.append(
                f'<rect x="{x:.4g}" y="{y:.4g}" width="{width:.4g}" height="{height:.4g}"{_look(css, style)}/>'
            )

    def circle(self, x: float, y: float, radius: float, css: str = "", style: str = "") -> None:
        """A dot."""
        self.marks.append(f'<circle cx="{x:.4g}" cy="{y:.4g}" r="{radius:.3g}"{_look(css, style)}/>')

    def path(self, points: Iterable[tuple[float, float]], css: str = "", style: str = "") -> None:
        """A line through points."""
        places = " ".join(f"{x:.4g},{y:.4g}" for x, y in points)
        self.marks.append(f'<polyline points="{places}"{_look(css, style)}/>')

    def svg(self, alt: str = "", css: str = "") -> str:
        """The drawing as an element.

        Args:
            alt: what a reader who cannot see it should know; empty where something round it says so.
            css: further classes.
        """
        label = f'role="img" aria-label="{escape(alt)}"' if alt else 'aria-hidden="true"'
        return (
            f'<svg class="fig {css}" viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}" '
            f'height="{self.height:g}" {label}>{"".join(self.marks)}</svg>'
        ).replace('class="fig "', 'class="fig"')


def _look(css: str, style: str) -> str:
    return (f' class="{css}"' if css else "") + (f' style="{style}"' if style else "")


def apart(places: list[float], least: float, low: float, high: float) -> list[float]:
    """Places of labels moved until they are `least` apart, between low and high, in their order.

    >>> apart([10, 12, 50], 17, 0, 100)
    [10, 27, 50]
    >>> apart([90, 95], 17, 0, 100)
    [83, 100]
    """
    order = sorted(range(len(places)), key=lambda place: places[place])
    moved = list(places)
    floor = low
    for place in order:
        moved[place] = max(moved[place], floor)
        floor = moved[place] + least
    ceiling = high
    for place in reversed(order):
        moved[place] = min(moved[place], ceiling)
        ceiling = moved[place] - least
    return moved
