"""Looks of cells (单元格格式): named by what a cell holds, each made once in a workbook."""

from __future__ import annotations

from typing import Any

from evallib.model import palette

NUMBER_FORMATS = {
    "percent": "0.00##%",
    "number": "#,##0.######",  # whole numbers lose the point, see `Pen.trim`
    "points": "0.00####",
    "count": "#,##0",
    "money": "#,##0.00##",  # a figure printed with more places keeps them
    "plain": "General",
    "date": "yyyy-mm-dd",
    "text": "@",
}
FONT = palette.SONG


class Formats:
    """Formats of one workbook, made when first asked for."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._cells: dict[tuple[Any, ...], Any] = {}
        self._whole: Any = None

    def get(self, **properties: Any) -> Any:
        """A format with the house font; equal properties share one."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
            self._made[key] = self.book.add_format({**base, **properties})
        return self._made[key]

    def cell(self, style: str = "text", **properties: Any) -> Any:
        """A bordered cell for a value of this style."""
        key = style, *properties.items()
        if key not in self._cells:
            align = {"indent": 1} if style == "text" else {"align": "right", "indent": 1}
            self._cells[key] = self.get(**{"border": 1, "num_format": NUMBER_FORMATS[style], **align, **properties})
        return self._cells[key]

    def change(self, **properties: Any) -> Any:
        """What a condition changes in the look of a cell, and nothing else."""
        return self.book.add_format(properties)

    @property
    def whole(self) -> Any:
        """The look of whole numbers among others: without it Excel shows "4,104."."""
        if self._whole is None:
            self._whole = self.book.add_format({"num_format": "#,##0"})
        return self._whole

    @property
    def head(self) -> Any:
        """A header cell."""
        return self.get(border=1, bold=True, align="center", bg_color=palette.HEAD_FILL)

    @property
    def title(self) -> Any:
        """A sheet title."""
        return self.get(bold=True, font_size=14, text_wrap=False)

    @property
    def plain(self) -> Any:
        """One line of text without a frame."""
        return self.get(text_wrap=False)

    @property
    def note(self) -> Any:
        """Small grey text."""
        return self.get(font_color=palette.SOFT, font_size=9)
