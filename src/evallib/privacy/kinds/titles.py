"""Forms of address (称谓): surnames before 先生, 阿婆, 主任 or behind 老 and 小; the address itself stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.privacy.kinds import person_words as words
from evallib.privacy.kinds.names import BEFORE, ENDINGS, HAN, SURNAME, is_common, is_name, is_word
from evallib.privacy.kinds.phones import Span
from evallib.privacy.kinds.surnames import COMMON, COMPOUND, SURNAMES, WORDS

TITLED = re.compile(rf"{SURNAME}{HAN}{{0,2}}?(?=(?:{words.TITLES})(?!课堂|工作室|讲堂|热线|信箱|项目|驿站|调解))")
_TITLES, _OFFICES = re.compile(words.TITLES), re.compile(words.OFFICES)
SPACED_TITLE = re.compile(rf"{SURNAME} (?:{HAN} ){{0,2}}(?=先 ?生|女 ?士|小 ?姐)")
OFFICE = re.compile(rf"(?P<name>(?:{COMPOUND})|[{COMMON}])(?P<given>{HAN}{{1,2}})?(?={words.OFFICES})")
NICK = re.compile(
    rf"[老小阿](?P<it>[{COMMON}])(?=反映|来电|说|称|头|家|表示|处理|投诉|要求|电话|师傅|$|[^\u4e00-\u9fff])"
)
NICK_BEFORE = re.compile(r"(?:^|[^\u4e00-\u9fff]|联系|找到|告知|回复|[找请问叫与向由和])$")
TITLE_HINT = re.compile(r"[先女小阿大老伯婆爷奶师同太书主经医所警镇队律局科校护院处部站会总组秘厂村教董夫工]")


def find_titled(text: str) -> Iterator[Span]:
    """Surnames before a form of address (王先生) or behind 老 and 小; the address stays.

    >>> [text[a:b] for text in ["王阿婆，水管师傅"] for a, b, _ in find_titled(text)]
    ['王']
    """
    for found in TITLED.finditer(text) if _TITLES.search(text) else ():
        # 和陈阿姨: a surname that is a word does not take another surname along.
        start = found.start() + (len(found[0]) > 1 and found[0][0] in WORDS and found[0][1] in SURNAMES)
        if not is_word(text[start : found.end()]) and text[max(0, start - 1) : start + 1] not in ENDINGS:
            yield start, found.end(), "某"
    for found in SPACED_TITLE.finditer(text):
        yield found.start(), found.end() - 1, "某"
    for found in OFFICE.finditer(text) if _OFFICES.search(text) else ():
        name, given = found["name"], found["given"] or ""
        alone = not given and name not in WORDS and not is_common(text, found.start())
        certain = alone or (given and is_name(name + given))
        if certain and BEFORE.search(text[max(0, found.start() - 5) : found.start()]):
            yield found.start(), found.end(), "某"
    for found in NICK.finditer(text):
        if NICK_BEFORE.search(text[max(0, found.start() - 2) : found.start()]):
            yield *found.span("it"), "某"
