"""Names in phrases (句式里的姓名): told by what stands behind them or between two of them, not by a word in front."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.model import patterns
from evallib.privacy.kinds import person_words as words
from evallib.privacy.kinds.names import CANDIDATE, HAN, SURNAME, VERB, is_name, name_end
from evallib.privacy.kinds.phones import Span, apart
from evallib.privacy.kinds.surnames import COMPOUND

SPELLED_OUT = re.compile(rf"姓(?P<family>{SURNAME}),?名叫?(?P<given>{HAN}{{1,2}})")
ROLE_BEHIND = re.compile(rf"\((?:{words.ROLE}|{words.GROUP}|[男女])[),，]")
#: Behind a name that has been masked the next of the list: 某某、张伟.
LISTED = re.compile(rf"某某(?:\([^()]{{1,6}}\))?[、和及与/](?={HAN})")
#: Only what looks like a name is one here: forms say 签字：（盖章） as well.
SIGNED = re.compile(
    rf"(?:签字|签名|落款|坐席|对象|客服|/|工号[: ]?[A-Z]?\d{{2,8}})[:/ ]{{1,2}}(?={HAN})|(?<=人)/(?={HAN})"
)
AND = re.compile(r"[、和与及]")


def find_phrased(text: str) -> Iterator[Span]:
    """Names that a phrase gives away.

    >>> texts = ["诉求人姓王名建国", "李静（业主）", "签字：李静", "王建国和李静投诉", "签字：盖章"]
    >>> [
    ...     [text[a:b] for a, b, _ in find_phrased(text.replace("（", "(").replace("）", ")").replace("：", ":"))]
    ...     for text in texts
    ... ]
    [['王', '建国'], ['李静'], ['李静'], ['王建国', '李静'], []]
    """
    spans: list[tuple[int, int]] = []
    for found in SPELLED_OUT.finditer(text):
        spans += [found.span("family"), found.span("given")]
    for found in (*LISTED.finditer(text), *SIGNED.finditer(text)):
        end = name_end(text, found.end(), sure=1)
        if end and is_name(text[found.end() : end]) and not words.NOBODY.match(text, found.end()):
            spans.append((found.end(), end))
    for candidate in CANDIDATE.finditer(text):
        at = candidate.start()
        if at and "\u4e00" <= text[at - 1] <= "\u9fff":
            continue
        for end in _ends(text, at):
            if ROLE_BEHIND.match(text, end):
                spans.append((at, end))
            elif AND.match(text, end):
                spans += [
                    span
                    for last in _ends(text, end + 1)
                    if VERB.match(text, last)
                    for span in ((at, end), (end + 1, last))
                ]
    yield from apart((start, end, "某某") for start, end in spans)


def _ends(text: str, at: int) -> list[int]:
    """Where a name ends that stands by itself from a place on."""
    sizes = (3, 4) if patterns.match(COMPOUND, text[at : at + 2]) else (2, 3)
    return [at + size for size in sizes if at + size <= len(text) and is_name(text[at : at + size])]
