"""Numbers that kept libraries call valid are masked in every way that they write them, and what they refuse is judged by words."""

import random

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat as Format
from stdnum import luhn
from stdnum.cn import ric

from evallib.privacy import mask_text, personal_kinds

RANDOM = random.Random(20231105)
COUNT = 150


def mobiles():
    """Numbers that Google's library takes for mobile ones of China, in the four ways that it writes them."""
    found = []
    while len(found) < COUNT:
        number = phonenumbers.parse(f"1{RANDOM.choice('3456789')}{RANDOM.randrange(10**9):09}", "CN")
        if (
            phonenumbers.is_valid_number(number)
            and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        ):
            found += [
                phonenumbers.format_number(number, way) for way in (Format.E164, Format.INTERNATIONAL, Format.NATIONAL)
            ]
    return found


def landlines():
    found = []
    while len(found) < COUNT:
        code = RANDOM.choice(["010", "021", "025", "0571", "0755", "028", "0931"])
        size = 8 if len(code) == 3 or code in {"0571", "0755"} else 7
        number = phonenumbers.parse(
            f"{code}{RANDOM.choice('2356')}{RANDOM.randrange(10 ** (size - 1)):0{size - 1}}", "CN"
        )
        if phonenumbers.is_valid_number(number):
            found += [phonenumbers.format_number(number, way) for way in (Format.INTERNATIONAL, Format.NATIONAL)]
    return found


def identity_cards():
    """Valid by the national standard's check digit, region and date of birth, as python-stdnum checks them."""
    found = []
    while len(found) < COUNT:
        body = f"{RANDOM.choice(['310112', '110105', '320106', '440305', '510107'])}{RANDOM.randrange(1940, 2020)}{RANDOM.randrange(1, 13):02}{RANDOM.randrange(1, 29):02}{RANDOM.randrange(1000):03}"
        number = body + ric.calc_check_digit(body + "0")
        if ric.is_valid(number):
            found.append(number)
    return found


def bank_cards():
    """Numbers of cards of Chinese banks with a valid check digit (ISO/IEC 7812-1)."""
    heads = ["622202", "622848", "621700", "621661", "622588", "436742", "622609"]
    bodies = [f"{RANDOM.choice(heads)}{RANDOM.randrange(10**12):012}" for _ in range(COUNT)]
    return [body + luhn.calc_check_digit(body) for body in bodies]


@pytest.mark.parametrize("kind", [mobiles, landlines, identity_cards, bank_cards], ids=lambda kind: kind.__name__)
def test_what_a_library_calls_valid_is_masked(kind):
    numbers = kind()
    missed = [
        number
        for number in numbers
        if "".join(filter(str.isalnum, number))[-8:]
        in "".join(filter(str.isalnum, mask_text(f"市民反映，请联系{number}，谢谢")))
    ]
    print(f"\n{kind.__name__}: {len(numbers) - len(missed)} of {len(numbers)}")
    assert len(missed) <= 0.05 * len(numbers), missed[:10]


def test_bare_numbers_with_a_wrong_check_digit_are_no_bank_cards():
    wrong = []
    while len(wrong) < COUNT:
        number = f"9{RANDOM.randrange(10**15):015}"
        if not luhn.is_valid(number):
            wrong.append(number)
    assert [number for number in wrong if "银行卡号" in personal_kinds(f"项目编号{number}")] == []
