"""Telephone numbers (电话号码): mobile and landline, as people write them.

Every finder takes a text in plain spelling (`evallib.privacy.plain`) and names the spans to be masked. Patterns are
bounded or start where nothing of their kind stands before, so that a text of a megabyte costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evallib.model import patterns

Span = tuple[int, int, str]

#: What people write between the digits of one number.
BETWEEN = r"[ ._~/·*,、|'…()\n\t-]{0,3}"
COUNTRY = r"(?:\(?(?:\+|00)?86\)?[ -]{0,2})?"
MOBILE = re.compile(
    rf"(?<!\d)(?<!0\.){COUNTRY}(?P<number>(?:\(1[3-9]\d\)|1{BETWEEN}[3-9]{BETWEEN}\d)"
    rf"(?:{BETWEEN}\d){{8}})(?!\d)(?P<float>\.0(?!\d))?"
)
#: Lengths of the digit groups of a mobile number; other groups of eleven digits are columns of figures.
SHAPES = {(3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (5, 6), (4, 7), (3, 3, 5), (3, 2, 2, 2, 2), (3, 4, 2, 2), (1,) * 11}
#: A number told in parts: 139开头5678结尾, 前三位139，后四位5678.
IN_PARTS = re.compile(
    r"(?:1[3-9]\d(?:[*xX]{1,8}|[*xX]{0,8}(?:开头|打头|起头|起始))|"
    r"(?:开头|打头|[头前]三位)(?:数字?)?[是为:]?1[3-9]\d)[^\d。；;]{0,8}"
    r"(?:中间(?:四位)?[是为:]?(?P<middle>\d{4})[^\d。；;]{0,6})?"
    r"(?:(?:结尾|收尾|末尾|尾数|尾号|[后末]四位)(?:数字?)?[是为:]?(?P<it>\d{4})|"
    r"(?P<two>\d{4})(?:结尾|收尾|为尾|的?尾号))(?!\d)"
)
#: Words before and after a number that make it an amount or a count.
AMOUNT = re.compile(
    "(?:金额|数量|总额|总数|合计|共计|总计|预算数?|决算数?|执行数|支出|收入|面积|"
    r"单价|[¥$])(?:\((?:万|千|亿)?元\))?[为是:]? ?$"
)
MEASURE = re.compile(
    r" ?(?:元(?!旦)|[万千亿]元|件(?!事)|人?次(?!日)|户(?![主籍口外名])|吨|平方|㎡|公里|%|\.\d{2}|"
    "笔|人(?![员家民称])|篇|本(?!人)|份(?!证)|张(?![^，。、]))"
)
AREA = r"0(?:10|2\d|[3-9]\d{2})"
LOCAL = rf"[2-9]\d{{2,3}}{BETWEEN}\d{{4}}"
LANDLINES = (
    re.compile(rf"(?<!\d)86(?:10|2\d|[3-9]\d{{2}})[ -]{LOCAL}(?!\d)"),
    re.compile(rf"(?<!\d)\(?(?:(?:\+|00)86\)?[ -]{{0,3}}|86-)\(?0?[1-9]\d{{1,2}}\)?[ -]{{0,3}}{LOCAL}(?!\d)"),
    re.compile(
        rf"(?<![\d.])(?:\({AREA}\)[ -]{{0,3}}|"
        rf"{AREA}[ ._~/·*\n\t-]{{1,3}}){LOCAL}(?:(?:[-转]| ?ext\.? ?)\d{{1,6}})?(?!\d)"
    ),
    re.compile(rf"(?<!\d){AREA}[2-9]\d{{6,7}}(?!\d)"),
    re.compile(rf"(?<![\d.])0(?: \d){{2,3}} ?[- ] ?{LOCAL}(?!\d)"),
)
#: Seven or eight digits are a number to call only beside a word that says so.
SHORT = re.compile(r"(?<![\d.,-])(?:[2-9]\d{2,3}[ -]?\d{4}|[2-9]\d{3}[ -]\d{3}|[2-9]\d(?:[ .-]\d\d){3})(?![\d.])")
CALLED = re.compile(
    "(?:电话|座机|固话|手机|传真|来电|致电|回电|去电|拨打|请打|可打|打到|联系方式|联系号码|"
    "宅电|住宅|小灵通|[老旧]号码?|家里|家中|家用|[我你他她]们?家|单位|办公室?|主叫|被叫|"
    "来电显示|显示|分机|直线|总机|前台|店内|另留|留了|☎"
    r"|(?:^|[^一-鿿])(?:号码|联系)|(?:^|[^A-Za-z])(?:[Tt]el|TEL|[Pp]hone|[Tt](?=:)))"
    r"(?:号码|号|电话|\([^()]{1,3}\))?[为是前拨]{0,2}[:. ]{0,3}$"
)
CALLED_BEHIND = re.compile(
    r" ?\([^()]{0,3}(?:家|宅|办|单位|座机|固话|电话)[^()费补]{0,3}\)| ?(?:转|ext)\.? ?\d{1,6}(?![\d年月元件])|"
    "[是为](?:[我你他她]们?)?(?:家|单位)?(?:里|的)?(?:电话|座机)|(?:这个|的)?(?:座机|固话|电话(?![费补回]))"
)
#: Between two numbers of one list.
NEXT_NUMBER = re.compile(r" ?(?:[、/,;和或及]|或者|以及) ?| ")
TAIL = re.compile(
    r"(?:尾号|(?:手机|电话|号码)(?:的|号码?)?尾数|末[四4]位|后[四4]位)(?:号码|数字?)?[为是:( ]{0,3}(?P<it>\d{4})(?!\d)"
)
DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|20\d\d[ -]20\d\d")


def find_mobiles(text: str, least: int = 0) -> Iterator[Span]:
    """Mobile numbers (手机号码); the last four digits stay, so that a reader can tell two of them apart.

    >>> [words for _, _, words in find_mobiles("138.1234.5678，(138)12345678，金额13812345678元")]
    ['138****5678', '138****5678']
    """
    for found in MOBILE.finditer(text):
        number = found["number"].strip()
        if _is_mobile(text, found, number):
            digits = patterns.sub(r"\D", "", number)
            yield found.start(), found.end(), f"{digits[:3]}****{digits[-4:]}"
    for found in TAIL.finditer(text):
        yield *found.span("it"), "****"
    for found in IN_PARTS.finditer(text):
        yield from ((*found.span(name), "****") for name in ("middle", "it", "two") if found[name])


def find_landlines(text: str) -> Iterator[Span]:
    """Landline numbers (固定电话).

    >>> [text[a:b] for text in ["固话64123456，电话费64123456元"] for a, b, _ in find_landlines(text)]
    ['64123456']
    """
    spans = [found.span() for pattern in LANDLINES for found in pattern.finditer(text)]
    last = max((end for _, end in spans), default=-1)
    for found in SHORT.finditer(text):
        before = text[max(0, found.start() - 16) : found.start()]
        named = CALLED.search(before) or CALLED_BEHIND.match(text, found.end())
        if not named and last > 0:
            named = NEXT_NUMBER.fullmatch(text, last, found.start())
        if (
            named
            and not DAY.match(found[0])
            and not MEASURE.match(text, found.end())
            and text[found.end() : found.end() + 1] != "个"
        ):
            spans.append(found.span())
            last = found.end()
    yield from apart((start, end, "（电话）") for start, end in spans)


def apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, without those that begin inside another.

    >>> list(apart([(4, 6, "b"), (0, 5, "a")]))
    [(0, 5, 'a')]
    """
    last = -1
    for start, end, words in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end, words
            last = end


def is_measure(text: str, start: int, end: int) -> bool:
    """Whether the digits of a span are an amount or a count, by the words round them."""
    return bool(MEASURE.match(text, end) or AMOUNT.search(text, max(0, start - 12), start))


def digit_groups(number: str) -> tuple[int, ...]:
    """Lengths of the digit groups of a number.

    >>> digit_groups("138 1234-5678")
    (3, 4, 4)
    """
    return tuple(len(part) for part in patterns.findall(r"\d+", number))


def _is_mobile(text: str, found: re.Match[str], number: str) -> bool:
    groups = digit_groups(number)
    marks = set(patterns.sub(r"[\d()]", "", number))
    if len(groups) == 1 and not number.startswith("("):
        return bool(found["float"]) or not is_measure(text, *found.span())
    if is_measure(text, *found.span()):
        return False
    if CALLED.search(text[max(0, found.start() - 16) : found.start()]):
        return True
    if "、" in marks or groups not in SHAPES or (groups != (3, 4, 4) and not marks <= set(" -\n\t*.")):
        return False
    return groups == (3, 4, 4) or not _in_a_row(text, *found.span())


def _in_a_row(text: str, start: int, end: int) -> bool:
    """Whether figures stand before or after, as in a line of a table."""
    return text[max(0, start - 3) : start].strip()[-1:].isdigit() or text[end : end + 3].strip()[:1].isdigit()
