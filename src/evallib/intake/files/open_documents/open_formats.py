"""Formats of open documents (.ods 的数字格式): data styles told as the format codes that Excel writes for the same.

Source: OpenDocument 1.3 part 3, 16.29 (data styles) and 16.3 (style maps).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from evallib.intake.files.number_formats import SHOWN_AS_STORED
from evallib.model import patterns

DATA_STYLES = {
    "number:number-style", "number:percentage-style", "number:currency-style", "number:date-style", "number:time-style",
    "number:boolean-style", "number:text-style",
}  # fmt: skip
DATES = {"number:date-style", "number:time-style"}
CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?\d+(?:\.\d+)?)")
RED = "ff0000"
#: Elements that stand for a code as a whole.
FIXED = {"number:scientific-number": "0.00E+00", "number:fraction": "# ?/?", "number:text-content": "@"}
#: Conditions that say the same as sections for positive, negative numbers and zero.
USUAL_MAPS = {">=", ">", "><", "><=", ">=<", ">=<="}
MOST_PLACES = 40
MOST_STYLES = 66_000


@dataclass
class DataStyle:
    """One data style: its pieces as format codes, and the styles that hold under conditions."""

    kind: str
    pieces: list[str] = field(default_factory=list)
    maps: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class OpenFormats:
    """Styles of a document, filled while its parts are parsed.

    >>> formats = OpenFormats()
    >>> formats.start("number:number-style", {"style:name": "N1"})
    >>> formats.start("number:number", {"number:decimal-places": "2", "number:display-factor": "1000"})
    >>> formats.end("number:number-style")
    >>> formats.start("style:style", {"style:name": "ce1", "style:family": "table-cell", "style:data-style-name": "N1"})
    >>> formats.code("ce1")
    '#.00,'
    """

    styles: dict[str, DataStyle] = field(default_factory=dict)
    _cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    _open: DataStyle | None = None
    _text: list[str] | None = None
    _number: dict[str, str] | None = None
    _embedded: list[tuple[int, list[str]]] = field(default_factory=list)

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {}

    def start(self, name: str, told: dict[str, str]) -> None:
        """An element begins; its name and attributes with the usual prefixes."""
        if name in DATA_STYLES:
            if len(self.styles) + len(self._cells) > MOST_STYLES:
                raise ValueError("more styles than a document has")
            self._open = self.styles[told.get("style:name", "")] = DataStyle(name)
        elif name == "style:style" and told.get("style:family") == "table-cell":
            self._cells[told.get("style:name", "")] = (
                told.get("style:data-style-name", ""),
                told.get("style:parent-style-name", ""),
            )
            if len(self.styles) + len(self._cells) > MOST_STYLES:
                raise ValueError("more styles than a document has")
        elif self._open is not None:
            self._piece(self._open, name, told)

    def _piece(self, style: DataStyle, name: str, told: dict[str, str]) -> None:
        if name in {"number:text", "number:currency-symbol"}:
            self._text = []
        elif name == "number:embedded-text":
            self._embedded.append((_number(told, "number:position", 0), []))
            self._text = self._embedded[-1][1]
        elif name == "number:number":
            self._number, self._embedded = told, []
        elif name in FIXED:
            style.pieces.append(FIXED[name])
        elif name == "style:text-properties" and told.get("fo:color", "").lower().endswith(RED):
            style.pieces.insert(0, "[Red]")
        elif name == "style:map" and (found := CONDITION.fullmatch(told.get("style:condition", "").strip())):
            style.maps.append((found[1].replace("!=", "<>"), found[2], told.get("style:apply-style-name", "")))

    def text(self, data: str) -> None:
        """Text inside of an element."""
        if self._text is not None:
            self._text.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in {"number:text", "number:currency-symbol"} and self._open is not None and self._text is not None:
            is_percent = self._open.kind == "number:percentage-style"
            self._open.pieces += [
                piece if piece == "%" and is_percent else _quoted(piece)
                for piece in patterns.split(r"(%)", "".join(self._text))
            ]
            self._text = None
        elif name == "number:embedded-text":
            self._text = None
        elif name == "number:number" and self._open is not None and self._number is not None:
            self._open.pieces.append(_digits(self._number, self._embedded))
            self._number = None
        elif name in DATA_STYLES:
            self.end("number:number")
            self._open = None

    def code(self, style: str) -> str:
        """Format code of a cell style; empty for one that shows a number as it is stored."""
        if style not in self._codes:
            code = self._code(self._data_style(style))
            self._codes[style] = "" if code in SHOWN_AS_STORED or not code else code
        return self._codes[style]

    def _data_style(self, style: str) -> str:
        for _ in range(20):  # a chain of parents in a damaged file may have no end
            data, parent = self._cells.get(style, ("", ""))
            if data or not parent:
                return data
            style = parent
        return ""

    def _code(self, name: str, depth: int = 0) -> str:
        style = self.styles.get(name)
        if style is None or depth > 1:
            return ""
        if style.kind in DATES:
            return "yyyy"
        own = "".join(style.pieces) or ('""' if style.kind != "number:boolean-style" else "General")
        maps = [(mark, bound, self._code(target, depth + 1)) for mark, bound, target in style.maps]
        signs = [mark for mark, bound, _ in maps if bound.strip("-0.") == ""]
        if len(signs) == len(maps) and "".join(signs) in USUAL_MAPS:
            return ";".join([*(code for _, _, code in maps), own])
        return ";".join([*(f"[{mark}{bound}]{code}" for mark, bound, code in maps), own])


def _digits(told: dict[str, str], embedded: list[tuple[int, list[str]]]) -> str:
    """The digits of a number as a code."""
    if not {"number:decimal-places", "number:display-factor"} & told.keys() and not embedded:
        return "General"
    decimals = _number(told, "number:decimal-places", 0)
    fixed = _number(told, "number:min-decimal-places", decimals)
    least = _number(told, "number:min-integer-digits", 0)
    whole = list("0" * least if least else "#")
    for place, text in sorted(embedded, key=lambda item: item[0]):
        whole = ["0"] * max(0, place - sum(item in "0#" for item in whole)) + whole
        at = len(whole)
        for _ in range(place):
            at = max(place for place in range(at) if whole[place] in "0#")
        whole.insert(at, _quoted("".join(text)))
    grouped = ["#", ","] if told.get("number:grouping") == "true" and not embedded else []
    factor = _number(told, "number:display-factor", 1)
    thousands = (len(str(factor)) - 1) // 3 if factor > 1 else 0
    point = "." + "0" * min(fixed, decimals) + "#" * (decimals - min(fixed, decimals)) if decimals else ""
    return "".join([*grouped, *whole, point, "," * thousands])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "”") + '"' if text else ""


def _number(told: dict[str, str], name: str, otherwise: int) -> int:
    text = told.get(name, "").removesuffix(".0")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else otherwise
    return number if name == "number:display-factor" else min(number, MOST_PLACES)
