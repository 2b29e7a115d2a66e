"""Years in titles (标题里的年份): in digits of any width or in Chinese numerals, alone or as a range."""

from __future__ import annotations

import re
import unicodedata

from evallib.parsing.plain_text import half_width

NUMERALS = "〇零○一二三四五六七八九"
DIGITS = str.maketrans(dict(zip(NUMERALS, "000123456789", strict=True)))
CHINESE_YEAR = re.compile(rf"(?:一九|二[{NUMERALS[:3]}])[{NUMERALS}]{{2}}")
YEAR = r"(?<!\d)((?:19|20)\d{2})(?!\d)"
TO = r"\s*[-–—―~～至到]+\s*"
RANGE = re.compile(rf"{YEAR}\s*(?:年度?)?{TO}((?:19|20)?\d{{2}})\s*年")
#: 2022年, 2022预算, 2022华漕镇…; not 2022万元, 2000平方米, 2022件 or 2022号.
SINGLE = re.compile(
    rf"{YEAR}(?=\s*(?:年|(?![万亿千百余多元个件人户份台套次张辆米公平号项条组处岁分块把只座期页字例支票笔宗起名位家款本册吨盏棵株栋间层])[一-鿿]))"
)
LAST_YEARS = re.compile(r"近\s*(\d{1,2}|[二两三四五六七八九十])\s*(?:个?年度|年)")
SMALL_NUMBERS = dict(zip("二两三四五六七八九十", (2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))


def arabic_years(text: str) -> str:
    """A text with half-width digits, and Chinese years in them.

    >>> arabic_years("２０２２年"), arabic_years("二〇二二年度"), arabic_years("二○二三年十月")
    ('2022年', '2022年度', '2023年十月')
    """
    plain = unicodedata.normalize("NFKC", text)
    return CHINESE_YEAR.sub(lambda found: found[0].translate(DIGITS), plain)


_FIRST = re.compile(r"(20\d\d)\s*年")


def first_year(text: str) -> int:
    """The first year of a text that is written as one, or 0.

    >>> first_year("２０２３ 年度示例区"), first_year("2023件")
    (2023, 0)
    """
    match = _FIRST.search(half_width(text))
    return int(match[1]) if match else 0


def told_years(title: str) -> set[int]:
    """The years that a title speaks of; the first and the last of a range.

    >>> sorted(told_years("2021—2023年预算执行情况")), sorted(told_years("2023年度近三年支出"))
    ([2021, 2023], [2021, 2023])
    >>> told_years("2022预算"), told_years("共2022万元"), told_years("沪财预〔2020〕10号")
    ({2022}, set(), set())
    """
    text = arabic_years(title)
    years = {int(found) for found in SINGLE.findall(text)}
    for first, last in RANGE.findall(text):
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        if int(first) <= end:
            years |= {int(first), end}
    for found in LAST_YEARS.findall(text) if years else ():
        years.add(max(years) - (SMALL_NUMBERS.get(found) or int(found)) + 1)
    return years
