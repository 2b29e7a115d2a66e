"""Lost marks (没有认出的序号): a number that a list seems to leave out and that stands between its items."""

from __future__ import annotations

import re

from evallib.audit.joins.numbers.item_numbers import han_of
from evallib.audit.joins.numbers.marks import HEAD, SPOKEN
from evallib.audit.reading.document import Document, Paragraph, Place, Table
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

#: What the mark of a style looks like where a line was cut, a dot is missing, or the item before ran into it.
_PRINTED = {
    "han": "{han}、",
    "han bracket": "[（(]{han}(?![一二三四五六七八九十])",
    "digit": r"(?<![\d.]){n}[、.．]\s?(?=\D|20\d\d)",
    "digit bracket": r"[（(]{n}(?!\d)",
    "part": "第{han}[部篇]",
    "chapter": "第{han}章",
}
_BARE = r"\s*[（(]?\s*(?:{n}|{han})\s+[\u4e00-\u9fff]|\s*{n}[.．]\d+\s?[\u4e00-\u9fff]"
#: “(十20二24)”: a line printed over another.
_OVERPRINTED = r"\d{0,3}"
#: What says that a part of the text is not printed.
_LEFT_OUT = re.compile(r"从略|节选|摘[录编]|删[去除节减]|不予公开|涉密|不公开")
_TITLE = re.compile(r"\s*[\u4e00-\u9fff]{2,12}\s*")
#: The first of several things, in other words than 一是.
_BEGUN = re.compile("一方面|首先|其一|第一|一[则来要]|一、是")
#: So many paragraphs above the second item its first one may stand in a row.
FIRST = 10
#: So many characters behind a number tell that two headings are one.
WORDS = 4
#: So many paragraphs from an item on may say that others are not printed.
BEHIND = 3
#: And no longer are such paragraphs.
ASIDE = 30


def is_printed_between(document: Document, style: str, number: int, above: Place, below: Place) -> bool:
    """Whether the number that is missing between two items is printed there: “3 教育”, “表.docx3.说明”.

    Args:
        document: the report.
        style: that of the marks, see `marks`.
        number: the one that is missing.
        above: the place of the item before.
        below: the place of the item behind.
    """
    if style not in _PRINTED or (above.block, above.end) > (below.block, below.start):
        return False
    texts = [
        normalise(b.text) if isinstance(b := document.blocks[n], Paragraph) else "\n"
        for n in range(above.block, below.block + 1)
    ]
    texts[-1] = texts[-1][: below.start]
    texts[0] = texts[0][above.end :]
    around = [getattr(block, "text", "") for block in document.blocks[above.block : below.block + BEHIND]]
    if any(len(text) <= ASIDE and _LEFT_OUT.search(text) for text in around):
        return True  # “（此处原第四部分已删去）”
    words = {"n": number, "han": _OVERPRINTED.join(han_of(number))}
    bare, mark = (pattern.format(**words) for pattern in (_BARE, _PRINTED[style]))
    return bool(patterns.search(mark, "".join(texts))) or any(patterns.match(bare, text) for text in texts[1:])


def is_printed_anywhere(document: Document, number: str) -> bool:
    """Whether the number of a table stands anywhere: in a cell, where a chart was read as the rows above its table."""
    pattern = rf"表\s?{number.strip('表 ')}(?!\d)"
    return any(patterns.search(pattern, text) for text, _, _ in document.texts)


def may_be_its_heading(document: Document, above: Place, below: Place) -> bool:
    """Whether a short line without a number stands between two headings: the one whose number was lost, or has none."""
    between = document.blocks[above.block + 1 : below.block]
    return any(isinstance(block, Paragraph) and _TITLE.fullmatch(block.text) for block in between)


def is_begun_otherwise(document: Document, style: str, number: int, first: Place) -> bool:
    """Whether a list that begins with the second number has a first item after all: “一方面…二是”, or a row above it.

    Args:
        document: the report.
        style: that of the marks, see `marks`.
        number: the one that is missing.
        first: the place of the first item that was read.
    """
    blocks = document.blocks[max(0, first.block - FIRST) : first.block + 1]
    pattern = re.compile(_PRINTED.get(style, r"(?!)").format(n=number, han=han_of(number)))
    if any(isinstance(b, Table) and any(pattern.match(r[0].text.strip()) for r in b.rows if r) for b in blocks):
        return True
    said = "".join(b.text for b in blocks[-2:-1] if isinstance(b, Paragraph)) if first.start <= HEAD else ""
    text = blocks[-1].text[: first.start] if isinstance(blocks[-1], Paragraph) else ""
    return style in SPOKEN and bool(_BEGUN.search(said + text))


def is_told_again(document: Document, first: Place, second: Place) -> bool:
    """Whether two marks of one number head the same words: a part of the report in its contents, and in the text."""
    words = [
        patterns.sub(r"[\d\s年.．]", "", block.text[place.end :])
        for place in (first, second)
        if isinstance(block := document.blocks[place.block], Paragraph)
    ]
    return len(words) == 2 and len(words[0]) >= WORDS and words[0][:WORDS] == words[1][:WORDS]
