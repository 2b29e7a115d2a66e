"""Masking (遮盖): personal data in texts is taken out before anything is written.

Numbers that identify a person (mobile, landline, identity card, e-mail, plate) are masked in every text, and so are
names after a word like 投诉人 and rooms with their house. In free text forms of address and single houses go as well;
in labels (names of projects, tasks, files) they stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from evallib.privacy import houses, names, numbers
from evallib.privacy.numbers import Span, apart
from evallib.privacy.plain import UNSEEN, narrow, seen


@dataclass(frozen=True)
class Kind:
    """One kind of personal data: what it is called, how it is found, and where.

    `hint` is what a text in plain spelling has to contain at least, so that most texts are passed over quickly;
    `free` is False where it is looked for in labels only, True where in free text only.
    """

    label: str
    find: Callable[[str], Iterator[Span]]
    hint: re.Pattern[str]
    free: bool | None = None


DIGITS = re.compile(rf"\d{{7}}|\d[ ._)-]{{1,3}}\d|[{numbers.SPELLED}]{{11}}")
#: Cards first: their digits contain what looks like a phone number. Names last: they may stand beside a masked number.
KINDS = (
    Kind("身份证号", numbers.find_cards, re.compile(r"\d{12}|\d[ -]\d")),
    Kind("手机号码", numbers.find_mobiles, DIGITS),
    Kind("固定电话", numbers.find_landlines, DIGITS),
    Kind("电子邮箱", numbers.find_emails, re.compile("@|at[)\\]]")),
    Kind("车牌号", numbers.find_plates, re.compile(rf"[{numbers.PLATES}牌J] ?[A-Za-z:为是0-9号]")),
    Kind("姓名", names.find_names, names.HINT),
    Kind("姓名", names.find_titled, names.TITLE_HINT, free=True),
    Kind("姓名", names.find_numbered, names.MASKED_HINT),
    Kind("门牌室号", houses.find_houses, houses.HINT, free=True),
    Kind("门牌室号", houses.find_homes, houses.HINT, free=False),
)
CAREFUL = tuple(kind for kind in KINDS if kind.free is not True)
FREE = tuple(kind for kind in KINDS if kind.free is not False)
PERSONAL = tuple(kind for kind in FREE if kind.label != "门牌室号")


@lru_cache(maxsize=8192)
def mask_text(text: str, free_text: bool = True) -> tuple[str, tuple[str, ...]]:
    """A text without personal data.

    Args:
        text: any text; full-width forms count as plain ones, and signs that nobody sees do not count.
        free_text: False for labels and names of files: forms of address (王老师课堂) and single houses stay.

    Returns:
        The text, and the kinds that were masked.

    >>> mask_text("市民王小明来电13812345678，家住某路12弄3号402室")
    ('市民某某来电138****5678，家住某路**弄**号**室', ('手机号码', '姓名', '门牌室号'))
    >>> mask_text("依据财预〔2020〕10号，金额 13,812,345,678 元")
    ('依据财预〔2020〕10号，金额 13,812,345,678 元', ())
    """
    return _masked(text, FREE if free_text else CAREFUL)


@lru_cache(maxsize=8192)
def mask_place(text: str) -> tuple[str, tuple[str, ...]]:
    """An address without numbers and names of persons; its house number stays, see `evallib.privacy.addresses`.

    >>> mask_place("业主王小明女士，某路12弄3号 13812345678")
    ('业主某某女士，某路12弄3号 138****5678', ('手机号码', '姓名'))
    """
    return _masked(text, PERSONAL)


def _masked(text: str, kinds: tuple[Kind, ...]) -> tuple[str, tuple[str, ...]]:
    found = []
    masked = seen(text)
    plain = narrow(masked)
    for kind in kinds:
        if not kind.hint.search(plain):
            continue
        spans = [(start, end, words) for start, end, words in apart(kind.find(plain)) if words != plain[start:end]]
        if spans:
            found.append(kind.label)
            # What is not masked stays as it was written, full-width forms included.
            masked, plain = _spliced(masked, spans), _spliced(plain, spans)
    return (masked if found else text), tuple(dict.fromkeys(found))


def mask_file_name(name: str) -> str:
    """A name that a file of ours may take after one that was handed in, on any system.

    >>> mask_file_name("工单13812345678.xlsx")
    '工单138____5678.xlsx'
    """
    return re.sub(r'[*"<>|?:\\/]', "_", mask_text(name, False)[0])


def unique_name(name: str, taken: Collection[str]) -> str:
    """The name, or the name with a number: two names may be the same once they are masked.

    >>> unique_name("报告138****5678.docx", ["报告138****5678.docx"])
    '报告138****5678（2）.docx'
    """
    stem, dot, suffix = name.rpartition(".")
    tries = (f"{stem}（{number}）{dot}{suffix}" if dot else f"{name}（{number}）" for number in count(2))
    return name if name not in taken else next(other for other in tries if other not in taken)


def may_identify() -> str:
    """A regular expression (RE2) for texts that are worth a closer look; all others hold nothing personal."""
    unseen = "".join(rf"\x{{{mark:X}}}" for mark in UNSEEN)
    return (rf"[0-9０-９]{{3}}|[0-9０-９][ ._—–-][0-9０-９]|[{unseen}]|[{numbers.SPELLED}]{{3}}|[@＠]|at[)\]）]|[A-ZＡ-Ｚ]"
            rf"|[{numbers.PLATES}] ?[A-Za-zＡ-Ｚａ-ｚ]|{names.HINT.pattern}|{names.TITLES}|[弄号幢栋室房元座组队#＃]")  # fmt: skip


def _spliced(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for start, end, words in spans:
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])
