"""Numbers of papers and cards (证件与银行卡): identity cards, passports, permits, bank cards, with their checksums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from evallib.model import patterns
from evallib.privacy.kinds.phones import BETWEEN, Span, apart, digit_groups, is_measure

CARD = re.compile(rf"(?<!\d)[1-9](?:{BETWEEN}\d){{16}}{BETWEEN}[\dXx](?!\d)")
#: So many digits every card has.
FOURTEEN = re.compile(rf"\d(?:{BETWEEN}\d){{13}}")
OLD_CARD = re.compile(
    r"(?<![\dA-Za-z.,-])(?P<it>[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?![\d.]|[A-Za-z])"
)
#: In groups only beside a word: 310112 900101 123.
GROUPED_OLD_CARD = re.compile(r"(?<![\dA-Za-z.,-])[1-9]\d{5}[ -]\d{6}[ -]\d{3}(?![\d.]|[A-Za-z])")
CARD_BEHIND = re.compile(r"[ (的,]{0,2}(?:是|为)?[^0-9,。；;]{0,4}身份证")
CARD_WORD = re.compile(r"(?:身份证|证件|身份号码|(?<![A-Za-z])[Ii][Dd])(?:号码|编?号|件)?[为是]?[:( ]{0,2}$")
CODE_WORD = re.compile(
    "(?:编号|编码|代码|[单帐账卡号]号|流水号?|订单|工单|案件|序号|条码|合同号?|项目号?|"
    "文号|凭证|批次|决定书第?|[A-Za-z])[为是]?[: -]{0,2}$"
)
CARD_SHAPES = {
    (18,),
    (17,),
    (6, 8, 4),
    (6, 4, 4, 4),
    (14, 4),
    (6, 12),
    (17, 1),
    (4, 4, 4, 4, 2),
    (3, 3, 4, 4, 4),
    (9, 9),
    (10, 8),
}
CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PROVINCES = {
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83, 91,
}  # fmt: skip
#: Who was born later makes no calls, but codes hold such dates.
LAST_CALLER_BORN = 2015
ORDINAL = r"(?:后|末|前|尾|最后)[0-9四五六]?[位号]?(?:号码|数字?)?|尾号(?:号码)?"
TAIL = re.compile(
    "(?:身份证|证件|公民身份号码)(?:号码|编?号|"
    rf"件)?[的(:, ]{{0,2}}(?:{ORDINAL})[为是:(: ]{{0,3}}(?P<it>\d{{3,6}}[Xx]?)(?![\d年])"
)
PAPERS = (
    "护照|passport|(?:往来)?(?:港澳|台湾|大陆)?(?:居民)?(?:往来)?(?:内地|大陆)?通行证|台胞证|回乡证|"
    "军官证|士兵证|警官证|文职证|军人证|(?:外国人)?(?:永久)?居留(?:许可|证)?"
    "|居住证|社保卡|社会保障卡|社保|医保卡|医保|就医卡|就诊卡|病历|驾驶证|驾照|行驶证|从业资格证|残疾人?证|"
    "老年卡|敬老卡|学生证|学籍|户口簿|户口本|户籍|结婚证|出生(?:医学)?证明|退休证|工作证|会员卡|身份证|证件"
)
PAPER = re.compile(
    r"(?<![A-Za-z0-9-])(?:[A-Za-z]{1,3}[ -]?)?\d(?:[ -]?\d){5,21}(?:[A-Za-z]\d?)?(?:\([0-9A]\))?(?![\dA-Za-z])"
)
#: A card of Hong Kong is known by its form.
HONG_KONG = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{6}\([0-9A]\)")
PAPER_WORD = re.compile(
    rf"(?:{PAPERS})件?(?:号码|编?号|[ .]?[Nn][Oo]|ID|代码|档案编?号){{0,2}}[为是:\"“”(.: ]{{0,3}}$", re.IGNORECASE
)
SOLDIER = re.compile(r"(?P<it>[\u4e00-\u9fff]{1,2}字第? ?\d{5,10} ?号?)")
#: 沪残12345678 is the number of a 残疾人证.
DISABLED = re.compile(r"[京津沪渝冀豫辽黑湘皖鲁苏浙赣鄂桂晋蒙陕吉闽贵粤川云琼甘宁青新藏]残 ?\d{6,20}(?![\d元])")
PAPER_BEHIND = re.compile(rf" ?(?:\(|号(?:的)?)(?:{PAPERS})")
BANK = re.compile(r"(?<![\dA-Za-z.])[3-9](?:[ .\n\t-]{0,2}\d){14,18}(?!\d)")
BANK_WORD = re.compile(
    "(?:银行|农行|工行|建行|中行|交行|招行|储蓄卡|信用卡|借记卡|工资卡|收款卡|社保卡|卡号|"
    "账号|帐号|账户|帐户|存折|户头|开户行?)[^0-9。；;]{0,6}$"
)
#: Behind the word itself any grouping counts, and accounts of firms, which have no check digit.
ACCOUNT = re.compile(r"(?<![\dA-Za-z.])\d(?:[ .*\n\t-]{0,2}\d){8,24}(?![\d.])")
ACCOUNT_WORD = re.compile(r"(?:卡号|[账帐]号|[账帐]户|存折|户头|户口号)(?:号码?)?[为是:]? ?$")
BANK_BEHIND = re.compile(r"[ (,，]{0,2}(?:建设银行|工商银行|农业银行|银行|农行|工行|建行|中行|储蓄卡|信用卡|卡)")
BANK_SHAPES = {
    (4, 4, 4, 4),
    (4, 4, 4, 4, 1),
    (4, 4, 4, 4, 2),
    (4, 4, 4, 4, 3),
    (6, 13),
    (6, 10),
    (8, 11),
    (8, 8),
    (16,),
    (17,),
    (18,),
    (19,),
    (15,),
}
BANK_TAIL = re.compile(
    "(?:银行卡|储蓄卡|信用卡|借记卡|工资卡|卡号|账号|账户|存折)"
    rf"(?:号码?)?[的(, ]?(?:{ORDINAL})[为是:( ]{{0,3}}(?P<it>\d{{4,6}})(?!\d)|(?:尾号|末[四4]位|后[四4]位)"
    rf"(?:号码)?[为是: ]{{0,2}}(?P<two>\d{{4}})(?=的?(?:银行|储蓄|信用|借记|工资|农行|工行|建行)?[卡折行])"
)


def find_cards(text: str) -> Iterator[Span]:
    """Identity cards (身份证号), by region, date of birth and check character of GB 11643.

    With a wrong check character it may be a typing error or a code that holds a date: the words in front and the
    year of birth decide.

    >>> [text[a:b] for text in ["ID11010519491231002X，编号310112202303051234"] for a, b, _ in find_cards(text)]
    ['11010519491231002X']
    """
    spans: list[tuple[int, int]] = []
    if FOURTEEN.search(text):
        spans += [found.span("it") for found in OLD_CARD.finditer(text) if _is_old_card(text, found)]
        spans += [found.span() for found in CARD.finditer(text) if _is_card(text, found)]
        spans += [
            found.span()
            for found in GROUPED_OLD_CARD.finditer(text)
            if CARD_WORD.search(text[max(0, found.start() - 12) : found.start()])
            or CARD_BEHIND.match(text, found.end())
        ]
    yield from apart(
        [(start, end, "（身份证号）") for start, end in spans]
        + [(*found.span("it"), "****") for found in TAIL.finditer(text)]
    )


def find_papers(text: str) -> Iterator[Span]:
    """Numbers of passports, permits and other papers (证件号), by the word beside them.

    >>> [text[a:b] for text in ["护照号E12345678，护照3本，台胞证:12345678"] for a, b, _ in find_papers(text)]
    ['E12345678', '12345678']
    """
    spans = [found.span() for found in HONG_KONG.finditer(text)]
    for found in PAPER.finditer(text):
        named = PAPER_WORD.search(text[max(0, found.start() - 24) : found.start()]) or PAPER_BEHIND.match(
            text, found.end()
        )
        if named and not is_measure(text, *found.span()):
            spans.append(found.span())
    if "字第" in text and ("军" in text or "警" in text or "兵" in text):
        spans += [found.span("it") for found in SOLDIER.finditer(text)]
    if "残" in text:
        spans += [found.span() for found in DISABLED.finditer(text)]
    yield from apart((start, end, "（证件号）") for start, end in spans)


def find_bank_cards(text: str) -> Iterator[Span]:
    """Numbers of bank cards and accounts (银行卡号), by the word beside them or by their check digit (ISO/IEC 7812-1).

    >>> [
    ...     text[a:b]
    ...     for text in ["退至6222021001116245702，流水号6222021001116245704"]
    ...     for a, b, _ in find_bank_cards(text)
    ... ]
    ['6222021001116245702']
    """
    spans = []
    for found in BANK.finditer(text):
        digits = patterns.sub(r"\D", "", found[0])
        before = text[max(0, found.start() - 14) : found.start()]
        named = BANK_WORD.search(before) or BANK_BEHIND.match(text, found.end())
        shaped = digit_groups(found[0]) in BANK_SHAPES
        checked = len(digits) in {15, 16, 18, 19} and has_check_digit(digits) and not CODE_WORD.search(before)
        if shaped and (named or (checked and digits[0] in "3456")) and not is_measure(text, *found.span()):
            spans.append((*found.span(), "（银行卡号）"))
    for found in ACCOUNT.finditer(text):
        named = ACCOUNT_WORD.search(text[max(0, found.start() - 10) : found.start()])
        if named and not is_measure(text, *found.span()):
            spans.append((*found.span(), "（银行卡号）"))
    spans += [(*found.span("it" if found["it"] else "two"), "****") for found in BANK_TAIL.finditer(text)]
    yield from apart(spans)


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is the one that the others demand.

    Source: ISO/IEC 7812-1, Annex B (Luhn's formula).

    >>> has_check_digit("6222021001116245702"), has_check_digit("6222021001116245704")
    (True, False)
    """
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0


def check_character(digits: str) -> str:
    """The 18th character of an identity card for its 17 digits.

    Source: GB 11643-1999, 公民身份号码, with ISO 7064 MOD 11-2.

    >>> check_character("11010519491231002")
    'X'
    """
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(CARD_WEIGHTS, digits, strict=True)) % 11]


def _is_old_card(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 12) : found.start()]
    if CARD_WORD.search(before):
        return True
    number = found["it"]
    in_order = int(number[:2]) in PROVINCES and _year_of_birth("19" + number[6:12])
    return bool(in_order) and not CODE_WORD.search(before) and not is_measure(text, *found.span("it"))


def _is_card(text: str, found: re.Match[str]) -> bool:
    number = patterns.sub(r"[^\dXx]", "", found[0]).upper()
    before = text[max(0, found.start() - 12) : found.start()]
    if CARD_WORD.search(before):
        return True
    if int(number[:2]) not in PROVINCES or not (born := _year_of_birth(number[6:14])):
        return False
    if check_character(number[:17]) == number[17]:
        return born <= LAST_CALLER_BORN or not CODE_WORD.search(before)
    glued = text[found.end() : found.end() + 1]
    return (
        digit_groups(found[0]) in CARD_SHAPES
        and born <= LAST_CALLER_BORN
        and not CODE_WORD.search(before)
        and not (glued.isascii() and glued.isalpha())
    )


def _year_of_birth(digits: str) -> int:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return 0
    return born.year if 1900 <= born.year < 2100 else 0
