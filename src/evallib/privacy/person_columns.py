"""Columns of persons (人员列): headers that name people, and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from evallib.model import patterns
from evallib.privacy.kinds.person_words import GROUP, NO_NAMES, PERSON
from evallib.privacy.kinds.surnames import COMPOUND, SURNAMES

PLAIN_NAME = rf"(?:(?:{COMPOUND})|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
FOREIGN = r"[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,8}"
PERSON_HEADERS = re.compile(
    rf"(?:{PERSON}|来访人|承租人|产权人|受访者|受访人)(?:姓名|名称)?|(?:{GROUP})姓名"
    r"|[\u4e00-\u9fff]{0,4}(?:电话|手机|座机|固话|联系方式|身份证|护照|银行卡|邮箱|微信|车牌)(?:号码?)?|"
    "(?:来电|证件)号码?|[家庭居]{0,2}住址|门牌号?|室号"
)
PERSON_VALUE = re.compile(rf"{PLAIN_NAME}|{FOREIGN}|[1-9]\d{{6,17}}[\dXx]?|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){{1,2}}")


@lru_cache(maxsize=8192)
def is_person_header(text: str) -> bool:
    """Whether a header names a column of persons, or of what leads to them.

    >>> is_person_header("投诉人姓名"), is_person_header("联系电话*"), is_person_header("联系人数")
    (True, True, False)
    """
    return not text.isascii() and bool(
        PERSON_HEADERS.fullmatch(patterns.sub(r"\s|[:：*]+\s*$|[(（][^0-9()（）]*[)）]|\*", "", text))
    )


def person_columns(rows: Iterable[Sequence[Any]]) -> dict[int, int]:
    """Columns under a header of persons, and the row (from 0) of that header.

    >>> person_columns([["序号", "姓名", None], [1, "联系人", "联系电话"]])
    {1: 0, 2: 1}
    """
    found: dict[int, int] = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str) and is_person_header(value):
                found.setdefault(column, row)
    return found


def mask_person(text: str) -> str:
    """某某 for what stands under a header of persons and can be a name or a number.

    >>> mask_person("李四"), mask_person("64123456"), mask_person("合计")
    ('某某', '某某', '合计')
    """
    bare = text.strip()
    return "某某" if PERSON_VALUE.fullmatch(bare) and not bare.startswith(NO_NAMES) else text
