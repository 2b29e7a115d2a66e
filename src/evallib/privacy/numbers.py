"""Numbers that identify a person (号码): mobile, landline, identity card, e-mail, plate, as people write them.

Every finder takes a text in plain spelling (`evallib.privacy.plain`) and names the spans to be masked. Patterns are
bounded or start where nothing of their kind stands before, so that a text of a megabyte costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

Span = tuple[int, int, str]

SPELLED = "〇零一二三四五六七八九幺"
MOBILE = re.compile(
    r"(?<!\d)(?<!0\.)(?:(?:\+|00)?86[ -]{0,2})?(?P<number>(?:\(1[3-9]\d\)|1[3-9]\d)(?:[ ._-]{0,2}\d){8})(?!\d)(?P<float>\.0(?!\d))?"
)
SPELLED_MOBILE = re.compile(rf"(?<![{SPELLED}])[一幺][三四五六七八九][{SPELLED}]{{9}}(?![{SPELLED}])")
#: Lengths of the digit groups of a mobile number; other groups of eleven digits are columns of figures.
MOBILE_SHAPES: dict[str, set[tuple[int, ...]]] = {
    "": {(11,)}, ".": {(3, 4, 4)}, "_": {(3, 4, 4)},
    "-": {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5)}, " ": {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 2, 2, 2, 2)},
}  # fmt: skip
#: Words before and after a number that make it an amount or a count.
AMOUNT = re.compile(
    r"(?:金额|数量|总额|总数|合计|共计|总计|预算数?|决算数?|执行数|支出|收入|面积|单价|[¥$])(?:\((?:万|千|亿)?元\))?[为是:]? ?$"
)
MEASURE = re.compile(r" ?(?:元(?!旦)|[万千亿]元|件(?!事)|人?次(?!日)|户(?![主籍口外名])|吨|平方|㎡|公里|%|\.\d{2})")
LANDLINES = (
    re.compile(r"(?<!\d)(?:(?:\+|00)86[ -]{0,2}|86-)\(?0?[1-9]\d{1,2}\)?[ -]{0,2}[2-9]\d{2,3}[ -]?\d{4}(?!\d)"),
    re.compile(r"(?<!\d)(?:\(0\d{2,3}\)[ -]{0,2}|0\d{2,3}[ -]{1,2})[2-9]\d{2,3}[ -]?\d{4}(?:(?:[-转]|ext)\d{1,6})?(?!\d)"),
    re.compile(r"(?<!\d)0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}(?!\d)"),
)  # fmt: skip
#: Seven or eight digits are a number to call only after a word that says so.
CALLED = re.compile(
    r"(?:电话|座机|固话|手机|传真|来电|致电|回电|拨打|联系方式|联系号码|(?<![A-Za-z])(?:[Tt]el|TEL|[Pp]hone))"
    r"(?:号码|号)?[为是]?[:. ]{0,3}(?P<it>[2-9]\d{2,3}[ -]?\d{4})(?!\d)"
)  # fmt: skip
DAY = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|20\d\d[ -]20\d\d")
CARD = re.compile(r"(?<!\d)[1-9]\d{5}(?:[ -]?\d){11}[ -]?[\dXx](?!\d)")
OLD_CARD = re.compile(
    r"(?:身份证|证件)(?:号码|编?号)?[为是]?[: ]{0,2}(?P<it>[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)"
)
CARD_WORD = re.compile(r"(?:身份证|证件|(?<![A-Za-z])[Ii][Dd])(?:号码|编?号)?[为是]?[: ]{0,2}$")
CODE_WORD = re.compile(
    r"(?:编号|编码|代码|[单帐账卡号]号|流水号|订单|工单|案件|序号|条码|合同号?|项目号?|文号|[A-Za-z])[为是]?[: -]{0,2}$"
)
CARD_SHAPES = {(18,), (6, 8, 4), (6, 4, 4, 4), (14, 4), (6, 12), (17, 1)}
CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PROVINCES = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91}  # fmt: skip
#: Who was born later makes no calls, but codes hold such dates.
LAST_CALLER_BORN = 2015
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+(?:@|[(\[]at[)\]])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    rf"(?:WJ)?[{PLATES}] ?[A-HJ-NP-Za-hj-np-z][·. -]{{0,2}}(?P<body>[A-Za-z0-9]{{1,6}})(?P<rest>[ ·-][A-Za-z0-9]{{1,5}})?(?P<tail>[挂学警港澳领])?(?![A-Za-z0-9])")  # fmt: skip
POLICE_PLATE = re.compile(rf"WJ[{PLATES}]?[ ·-]?\d[A-Za-z0-9]{{3,5}}(?![A-Za-z0-9])")
PLATE_WORD = re.compile(
    r"车牌(?:号码|号)?[为是]?[: ]{0,2}(?P<it>[A-Z][·-]?(?=(?:[A-Z]{0,2}\d){3})[A-Z0-9]{5,6})(?![A-Za-z0-9])"
)


def find_mobiles(text: str) -> Iterator[Span]:
    """Mobile numbers (手机号码); the last four digits stay, so that a reader can tell two of them apart.

    >>> [words for _, _, words in find_mobiles("138.1234.5678，(138)12345678，金额13812345678元")]
    ['138****5678', '138****5678']
    """
    for found in MOBILE.finditer(text):
        number = found["number"].strip()
        groups = tuple(len(part) for part in re.findall(r"\d+", number))
        marks = set(re.sub(r"[\d()]", "", number))
        shaped = number.startswith("(") or (len(marks) < 2 and groups in MOBILE_SHAPES["".join(marks)])
        if not shaped or (len(groups) == 1 and not found["float"] and _is_measure(text, *found.span())):
            continue
        if marks == {" "} and groups != (3, 4, 4) and _in_a_row(text, *found.span()):
            continue
        digits = re.sub(r"\D", "", number)
        yield found.start(), found.end(), f"{digits[:3]}****{digits[-4:]}"
    for found in SPELLED_MOBILE.finditer(text):
        yield found.start(), found.end(), "（手机号码）"


def find_landlines(text: str) -> Iterator[Span]:
    """Landline numbers (固定电话).

    >>> [text[a:b] for text in ["固话64123456，电话费64123456元"] for a, b, _ in find_landlines(text)]
    ['64123456']
    """
    spans = [found.span() for pattern in LANDLINES for found in pattern.finditer(text)]
    spans += [
        found.span("it")
        for found in CALLED.finditer(text)
        if not DAY.match(found["it"])
        and not MEASURE.match(text, found.end())
        and text[found.end() : found.end() + 1] != "个"
    ]
    yield from apart((start, end, "（电话）") for start, end in spans)


def find_cards(text: str) -> Iterator[Span]:
    """Identity cards (身份证号), by region, date of birth and check character of GB 11643.

    With a wrong check character it may be a typing error or a code that holds a date: the words in front and the
    year of birth decide.

    >>> [text[a:b] for text in ["ID11010519491231002X，编号310112202303051234"] for a, b, _ in find_cards(text)]
    ['11010519491231002X']
    """
    spans = [found.span("it") for found in OLD_CARD.finditer(text)]
    spans += [found.span() for found in CARD.finditer(text) if _is_card(text, found)]
    yield from apart((start, end, "（身份证号）") for start, end in spans)


def find_emails(text: str) -> Iterator[Span]:
    """E-mail addresses (电子邮箱).

    >>> list(find_emails("写信到a.b@c.cn"))
    [(3, 11, '（邮箱）')]
    """
    for found in EMAIL.finditer(text):
        yield found.start(), found.end(), "（邮箱）"


def find_plates(text: str) -> Iterator[Span]:
    """Plates of vehicles (车牌号): five signs after the letter, six for new energy, four before 挂, 学, 警, 港, 澳, 领.

    >>> [text[a:b] for text in ["沪A12 345、沪AD12345，沪A股上市"] for a, b, _ in find_plates(text)]
    ['沪A12 345', '沪AD12345']
    """
    spans = [found.span() for found in POLICE_PLATE.finditer(text)]
    spans += [found.span("it") for found in PLATE_WORD.finditer(text)]
    for found in PLATE.finditer(text):
        body, rest = found["body"], (found["rest"] or "")[1:]
        if _is_plate(body + rest, found["tail"]):
            spans.append(found.span())
        elif rest and _is_plate(body, None):
            spans.append((found.start(), found.end("body")))
    yield from apart((start, end, "（车牌）") for start, end in spans)


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


def check_character(digits: str) -> str:
    """The 18th character of an identity card for its 17 digits.

    Source: GB 11643-1999, 公民身份号码, with ISO 7064 MOD 11-2.

    >>> check_character("11010519491231002")
    'X'
    """
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(CARD_WEIGHTS, digits, strict=True)) % 11]


def _is_measure(text: str, start: int, end: int) -> bool:
    return bool(MEASURE.match(text, end) or AMOUNT.search(text, max(0, start - 12), start))


def _in_a_row(text: str, start: int, end: int) -> bool:
    """Whether figures stand before or after, as in a line of a table."""
    return text[max(0, start - 3) : start].strip()[-1:].isdigit() or text[end : end + 3].strip()[:1].isdigit()


def _is_card(text: str, found: re.Match[str]) -> bool:
    number = re.sub(r"[ -]", "", found[0]).upper()
    before = text[max(0, found.start() - 12) : found.start()]
    if CARD_WORD.search(before):
        return True
    if int(number[:2]) not in PROVINCES or not (born := _year_of_birth(number[6:14])):
        return False
    if check_character(number[:17]) == number[17]:
        return True
    shape = tuple(len(part) for part in re.split(r"[ -]", found[0]))
    glued = text[found.end() : found.end() + 1]
    return (shape in CARD_SHAPES and born <= LAST_CALLER_BORN and not CODE_WORD.search(before)
            and not (glued.isascii() and glued.isalpha()))  # fmt: skip


def _year_of_birth(digits: str) -> int:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return 0
    return born.year if 1900 <= born.year < 2100 else 0


def _is_plate(body: str, tail: str | None) -> bool:
    return sum(mark.isdigit() for mark in body) >= 3 and len(body) in ((4, 5) if tail else (5, 6))
