"""Plain text (文字归一): what is on a page or in a cell, without what nobody sees and in one width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

#: Cells that stand for "nothing here" (空白的写法).
BLANKS = frozenset(
    {"", "-", "--", "---", "—", "——", "–", "－", "/", "//", "／", "\\", "…", "……", "......", "...", "*", "、", "无数据"}
)
#: Zero-width and right-to-left marks, invisible operators, soft hyphens and control characters (零宽、反向与控制字符).
INVISIBLE_CHARACTERS = (
    "\ufeff\u061c\u00ad\u034f\u180e"
    + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))))
    + "".join(map(chr, (*range(9), *range(14, 28), 127)))
)
_INVISIBLE = re.compile(f"[{re.escape(INVISIBLE_CHARACTERS)}]+")
#: 1 200 is one figure, 100 over 200 in one cell are two.
_APART = re.compile(r"\d\s+\d")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:[ \u00a0\u2009\u202f\u3000]\d{3})+(?!\d)")
_SIGNS = str.maketrans(
    {
        "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "﹦": "=", "〈": "<", "〉": ">", "﹤": "<", "﹥": ">",
        "−": "-", "〔": "[", "〕": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "∽": "~", "〜": "~", "～": "~",
        "“": '"', "”": '"', "㎡": "平方米", "㎞": "公里", "㎏": "公斤", "㎥": "立方米", "○": "〇", "㎜": "毫米",
        "㎝": "厘米",
    }
)  # fmt: skip


@lru_cache(maxsize=16384)
def visible(text: str) -> str:
    r"""A text without invisible characters, white space as single blanks.

    >>> visible(" 基本\n支出\u200b ")
    '基本 支出'
    """
    return " ".join(_INVISIBLE.sub("", text).split())


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    r"""A text in one width, with one spelling of each sign, and without any white space.

    >>> plain("≧ １，２００ ㎡"), plain("合 计"), plain("＝ 3套")
    ('≥1,200平方米', '合计', '=3套')
    """
    shown = _INVISIBLE.sub("", text).translate(_SIGNS)
    return "".join(unicodedata.normalize("NFKC", shown).translate(_SIGNS).split())


def holds_several(text: str) -> bool:
    r"""Whether figures stand beside or below each other in a text with nothing but white space between them.

    Without the white space they would read as one figure that nobody wrote; blanks between groups of three digits part
    none.

    >>> [holds_several(text) for text in ("100\n200", "12 5", "1 765.22", "20 件")]
    [True, True, False, False]
    """
    return _APART.search(text) is not None and _APART.search(_THOUSANDS.sub("0", text)) is not None


def one_for_one(signs: str, plain: str) -> Callable[[str], str]:
    """A function that sets other signs for some, and takes next to no time where a text holds none of them.

    >>> one_for_one("％；", "%;")("占９％；")
    '占９%;'
    """
    instead = dict(zip(signs, plain, strict=True))
    any_sign = re.compile(f"[{re.escape(signs)}]")
    return lambda text: any_sign.sub(lambda sign: instead[sign[0]], text)


_narrow = one_for_one("０１２３４５６７８９％．－（）：；＝＋＊／＜＞［］", "0123456789%.-():;=+*/<>[]")


@lru_cache(maxsize=32768)
def half_width(text: str) -> str:
    """A text with half-width digits and signs, one for one, so that offsets stay true.

    >>> half_width("占９５％（含）")
    '占95%(含)'
    """
    return _narrow(text)


@lru_cache(maxsize=32768)
def squeeze(text: str) -> str:
    """A text without blanks, for comparing labels that a page has cut.

    >>> squeeze("合 计")
    '合计'
    """
    return "".join(text.split())


def is_blank(text: str) -> bool:
    """Whether a text says nothing.

    >>> is_blank(" —— "), is_blank("无")
    (True, False)
    """
    return visible(text) in BLANKS or plain(text) in BLANKS
