"""Masking (遮盖): personal data in texts is taken out before anything is written.

Numbers that identify a person (telephones, papers, cards, accounts, e-mail, plates) are masked in every text, and so
are names after a word like 投诉人 and rooms with their house. In free text forms of address and single houses go as
well; in labels (names of projects, tasks, files) they stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from evallib.privacy.kinds import accounts, houses, names, papers, phones, phrased_names, plates, titles
from evallib.privacy.kinds.phones import BETWEEN, Span, apart
from evallib.privacy.kinds.surnames import COMPOUND, SURNAMES
from evallib.privacy.plain import SPELLED, UNSEEN, narrow, seen, spoken_digits


@dataclass(frozen=True)
class Kind:
    """One kind of personal data: what it is called, how it is found, and where.

    `hint` is what a text in plain spelling has to contain at least, so that most texts are passed over quickly;
    `free` is False where it is looked for in labels only, True where in free text only; `spoken` has digits in words
    and mistyped ones looked at as well.
    """

    label: str
    find: Callable[[str], Iterator[Span]]
    hint: re.Pattern[str]
    free: bool | None = None
    spoken: bool = False


DIGITS = re.compile(r"\d{3}|\d[ ._~/·*,、|'…()\n\t-]{1,3}\d")
#: Seven digits of one number, as many as the shortest that is called or paid to; or the words for its last ones.
NUMBER = rf"\d(?:{BETWEEN}\d){{6}}"
LONG = re.compile(NUMBER)
LONG_OR_TAIL = re.compile(rf"{NUMBER}|尾|[末后][四4]位")
SPOKEN = re.compile(rf"[{SPELLED}]{{3}}|\d[OoIl]|[lI|][3-9]\d")
#: Addresses first, for their users look like numbers; cards before phones, for their digits contain what looks like
#: one.
#: Names last: they may stand beside a masked number.
KINDS = (
    Kind("电子邮箱", accounts.find_emails, re.compile(r"[@#*&]|[ ({]a[tT][ )}]|[ ({]A[tT][ )}]|艾特")),
    Kind("身份证号", papers.find_cards, DIGITS, spoken=True),
    Kind("证件号", papers.find_papers, re.compile(r"\d[\d -]{5}")),
    Kind("银行卡号", papers.find_bank_cards, LONG, spoken=True),
    Kind("网络账号", accounts.find_accounts, re.compile(r"[A-Za-z][A-Za-z0-9_.-]{3}|\d{5}")),
    Kind("手机号码", phones.find_mobiles, LONG_OR_TAIL, spoken=True),
    Kind("固定电话", phones.find_landlines, LONG, spoken=True),
    Kind("车牌号", plates.find_plates, re.compile(r"[0-9]{2}|[A-Za-z][0-9]|[A-Z] [0-9]")),
    Kind("姓名", names.find_names, names.HINT),
    Kind("姓名", titles.find_titled, titles.TITLE_HINT, free=True),
    Kind("姓名", phrased_names.find_phrased, names.HINT),
    Kind("姓名", names.find_numbered, names.MASKED_HINT),
    Kind("门牌室号", houses.find_houses, houses.HINT, free=True),
    Kind("门牌室号", houses.find_homes, houses.HINT, free=False),
)
CAREFUL = tuple(kind for kind in KINDS if kind.free is not True)
FREE = tuple(kind for kind in KINDS if kind.free is not False)
PERSONAL = tuple(kind for kind in FREE if kind.label != "门牌室号")


@dataclass(frozen=True)
class Masked:
    """A text without personal data, and the kinds that were taken out of it."""

    text: str
    kinds: tuple[str, ...] = ()


#: A figure and nothing else, too short to be the number of anything: what most cells of a table hold.
FIGURE = re.compile(r"[-+]?[0-9]{0,8}(?:\.[0-9]{1,2})?%?\Z")


@lru_cache(maxsize=8192)
def masked(text: str, free_text: bool = True) -> Masked:
    """A text without personal data, with the kinds that were found; see `evallib.privacy.mask_text`.

    >>> masked("13812345678 王建国")
    Masked(text='138****5678 某某', kinds=('手机号码', '姓名'))
    """
    return Masked(text) if FIGURE.match(text) else _masked(text, FREE if free_text else CAREFUL)


@lru_cache(maxsize=8192)
def masked_place(text: str) -> Masked:
    """An address without numbers and names of persons; its house number stays, see `evallib.privacy.kinds.addresses`.

    >>> masked_place("业主王小明女士，某路12弄3号 13812345678")
    Masked(text='业主某某女士，某路12弄3号 138****5678', kinds=('手机号码', '姓名'))
    """
    return _masked(text, PERSONAL)


def _masked(text: str, kinds: tuple[Kind, ...]) -> Masked:
    found = []
    shown = seen(text)
    plain = narrow(shown)
    spoken = bool(SPOKEN.search(plain))  # what is masked leaves no more of them
    hints: dict[int, bool] = {}
    for kind in kinds:
        hinted = hints.get(id(kind.hint))
        if hinted is None:
            hinted = hints[id(kind.hint)] = bool(kind.hint.search(plain))
        is_spoken = spoken and kind.spoken
        if not hinted and not is_spoken:
            continue
        views = [plain] if hinted else []
        if is_spoken and SPOKEN.search(plain):
            views.append(spoken_digits(plain))
        for view in views:
            spans = [span for span in apart(kind.find(view)) if _changes(span, plain, view)]
            if spans:
                found.append(kind.label)
                # What is not masked stays as it was written, full-width forms included.
                shown, plain = _spliced(shown, spans), _spliced(plain, spans)
                hints.clear()
                break
    return Masked(shown if found else text, tuple(dict.fromkeys(found)))


def _changes(span: Span, plain: str, view: str) -> bool:
    start, end, words = span
    return words != plain[start:end] and (view is plain or view[start:end] != plain[start:end])


def may_identify() -> str:
    """A regular expression (RE2) for texts that are worth a closer look; all others hold nothing personal."""
    unseen = "".join(rf"\x{{{mark:X}}}" for mark in UNSEEN)
    return (
        rf"\p{{Nd}}{{3}}|\p{{Nd}}[^\p{{Han}}]{{1,3}}\p{{Nd}}|[{unseen}]|[{SPELLED}]{{3}}|"
        r"[@＠#*&]|(?i:at[)\]）】 ])|艾特|[A-ZＡ-Ｚ]"
        rf"|[{plates.PROVINCES}] ?[A-Za-zＡ-Ｚａ-ｚ]|[a-zａ-ｚ0-9]{{3}}|[弄号幢栋室房元座组队#＃楼苑村·]|"
        rf"[{SURNAMES}]\p{{Han}}|[{SURNAMES}] \p{{Han}}|{COMPOUND}|人|名|[老小阿]|专家|微信|\p{{Han}}[A-Za-z]"
    )


def _spliced(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for start, end, words in spans:
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])
