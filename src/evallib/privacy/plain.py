"""Plain spelling (统一写法): one spelling for what looks the same to a reader, by sign, so that places stay."""

from __future__ import annotations

import re

from evallib.privacy.kinds.surnames import TRADITIONAL

#: Signs that nobody sees; they hide a number from a pattern and from nobody else.
UNSEEN = (
    0xAD,
    0x34F,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0x20E3,
    0xFE0E,
    0xFE0F,
    0xFEFF,
)
_SAME = {
    "-": "‐‑‒–—―−﹣－─",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "·": "•・‧∙",
    "(": "【[〔",
    ")": "】]〕",
    "'": "’‘′",
}
_NARROW = {mark: chr(mark - 0xFEE0) for mark in range(0xFF01, 0xFF5F)}
#: Digits of other alphabets and in other faces: 𝟏, ١, ۱.
_NARROW |= {
    first + digit: chr(48 + digit) for first in (0x660, 0x6F0, *range(0x1D7CE, 0x1D800, 10)) for digit in range(10)
}
_NARROW |= {ord(mark): plain for plain, marks in _SAME.items() for mark in marks}
_NARROW |= {mark: chr(plain) for mark, plain in TRADITIONAL.items()}
_HIDDEN = re.compile(f"[{''.join(map(chr, UNSEEN))}]+")
_OTHER = re.compile("[" + re.escape("".join(map(chr, _NARROW))) + "]")
SPELLED = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨⓪"
_DIGITS = str.maketrans(SPELLED, "00012345678911234567891234567890")
#: Letters that are typed for digits: l3812345678, 138O1234567.
_MISTYPED = re.compile(r"(?<![A-Za-z])[lI|](?=[3-9][0-9OoIl]{9}(?![0-9A-Za-z]))|(?<=[0-9])[OoIl](?=[0-9OoIl])")


def seen(text: str) -> str:
    r"""The text without signs that nobody sees.

    >>> seen("138\u200b1234")
    '1381234'
    """
    return text if text.isascii() else _HIDDEN.sub("", text)


def narrow(text: str) -> str:
    """Full-width digits, letters, marks as ASCII, all dashes as ``-``, all blanks as a space, middle dots as ``·``.

    >>> narrow("０２１—６４１２　（甲）")
    '021-6412 (甲)'
    """
    return text.translate(_NARROW) if _OTHER.search(text) else text


def spoken_digits(plain: str) -> str:
    """Digits in words, and letters that stand for digits, as digits; the number of signs stays.

    >>> spoken_digits("一三八1234五六七八"), spoken_digits("l3812345678")
    ('13812345678', '13812345678')
    """
    digits = plain.translate(_DIGITS)
    return _MISTYPED.sub(lambda mark: "0" if mark[0] in "Oo" else "1", digits)
