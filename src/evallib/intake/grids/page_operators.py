"""What a page of a PDF tells its reader to do (页面内容流): numbers, names, texts and operators, read in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import KWD, LIT, PSKeyword, PSLiteral, keyword_name, literal_name

#: One token with the white space before it: nothing here is read in another way by pdfminer, whatever stands around it.
_TOKEN = re.compile(
    rb"\s*(?:"
    rb"([-+]?\d+)(?![.\d])"
    rb"|([-+]?(?:\d+\.\d*|\.\d+))"
    rb"|([A-Za-z][^#/%\[\]()<>{}\s]*|['\"])"
    rb"|/((?:[^#/%\[\]()<>{}\s]|#[0-9A-Fa-f]{2})+)"
    rb"|<((?:[0-9A-Fa-f]{2})*)>(?!>(?!>(?!>)))"
    rb"|\(((?:[^()\\]|\\[nrtbf()\\]|\\[0-3][0-7]{2}|\\[0-7]{1,2}(?![0-7]))*)\)"
    rb"|(\[|<<)"
    rb"|(\]|>>)"
    rb")"
)
_KEYWORD, _OPENS = 3, 7
_OCTAL_OR_SIGN = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_HEX_PAIR = re.compile(rb"#(..)")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
#: Words that are values, or behind which bytes follow that are no tokens.
_NO_OPERATORS = frozenset((b"true", b"false", b"null", b"BI", b"ID", b"EI"))


def read_operators(content: bytes) -> list[Any] | None:
    r"""The objects of a content stream as pdfminer reads them, or None where one might be read in another way.

    pdfminer goes from token to token in many small steps, which takes a third of the time of a page.

    Args:
        content: of a stream, decoded.

    Returns:
        Numbers, names, texts, lists, dictionaries and operators in order; None where something else stands in it
        (comments, pictures, texts with brackets inside), or where brackets are not closed.

    Examples:
        >>> read_operators(b"1 0 0 -1.5 72 700 cm [<0041> -20 (b)] TJ")
        [1, 0, 0, -1.5, 72, 700, /b'cm', [b'\x00A', -20, b'b'], /b'TJ']
        >>> read_operators(b"BI /W 1 ID x EI") is None
        True
    """
    content = content.strip()
    objects: list[Any] = []
    around: list[tuple[bytes, list[Any]]] = []
    end = 0
    for token in iter(_TOKEN.scanner(content).match, None):  # type: ignore[attr-defined]
        kind, end = token.lastindex, token.end()
        text = token[kind]
        if kind in _VALUES:
            objects.append(_VALUES[kind](text))
        elif kind == _KEYWORD:
            if around or text in _NO_OPERATORS:
                return None
            objects.append(KWD(text))
        elif kind == _OPENS:
            around.append((text, objects))
            objects = []
        else:
            inner = _closed(around[-1][0] + text, objects) if around else None
            if inner is None:
                return None
            objects = around.pop()[1]
            objects.append(inner)
    return objects if end == len(content) and not around else None


def _closed(brackets: bytes, inner: list[Any]) -> list[Any] | dict[Any, Any] | None:
    """A list or a dictionary from what stands between brackets; None where they do not fit."""
    if brackets == b"[]":
        return inner
    keys, values = inner[::2], inner[1::2]
    if brackets == b"<<>>" and len(keys) == len(values) and all(isinstance(key, PSLiteral) for key in keys):
        return dict(zip(map(literal_name, keys), values, strict=True))
    return None


def _name(text: bytes) -> PSLiteral:
    if b"#" in text:
        text = _HEX_PAIR.sub(lambda pair: bytes.fromhex(pair[1].decode()), text)
    try:
        return LIT(text.decode())
    except UnicodeDecodeError:
        return LIT(text)


def _plain(text: bytes) -> bytes:
    return _OCTAL_OR_SIGN.sub(_sign, text) if b"\\" in text else text


def _sign(match: re.Match[bytes]) -> bytes:
    return bytes((int(match[1], 8),)) if match[1].isdigit() else _SIGNS.get(match[1], match[1])


#: What makes a value of the text that a group of a token holds.
_VALUES: dict[int, Callable[[bytes], object]] = {
    1: int,
    2: float,
    4: _name,
    5: lambda text: bytes.fromhex(text.decode()),
    6: _plain,
}


class QuickInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter, which takes a page's operators in one pass where they are plain."""

    def execute(self, streams: Sequence[object]) -> None:
        """Do what content streams say; what is not plain, or might go round in a circle, is left to pdfminer."""
        own = [stream_value(stream) for stream in streams]
        ids = [stream.objid for stream in own]
        read = [read_operators(stream.get_data()) for stream in own]
        if None in ids or None in read or not self.parent_stream_ids.isdisjoint(ids):
            super().execute(streams)
            return
        self.stream_ids.clear()
        self.stream_ids.update(number for number in ids if number is not None)
        known: dict[PSKeyword, tuple[Any, int]] = {}
        for item in (item for objects in read for item in objects or ()):
            if type(item) is not PSKeyword:
                self.argstack.append(item)
                continue
            if item not in known:
                known[item] = self._operator(item)
            operator, wanted = known[item]
            if not wanted:
                if operator:
                    operator()
                continue
            given = self.pop(wanted)
            if len(given) == wanted:
                operator(*given)

    def _operator(self, keyword: PSKeyword) -> tuple[Any, int]:
        """The method of an operator and how many arguments it takes."""
        name = keyword_name(keyword).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        operator = getattr(self, f"do_{name}", None)
        return operator, operator.__code__.co_argcount - 1 if operator else 0
