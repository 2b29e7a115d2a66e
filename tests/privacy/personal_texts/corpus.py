"""The labelled corpus: every text has a kind, parts that must not survive, and the half that it belongs to.

Templates, spellings and names are dealt out to a half for learning and a half that is only measured, so that the
second holds sentences, ways to write a number, and names that the first does not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from personal_texts import harmless, numbers, people

LEARN, MEASURE = "learn", "measure"
CARRIERS = [
    "市民反映噪音，{}", "请回电{}", "来电人留下{}，希望尽快答复", "{}", "联系：{}。", "诉求内容：路灯不亮，{}，谢谢", "（{}）", "居民称可打{}，白天有空", "已回访{}，无人接听", "1. {}；2. 要求答复", "备注：{}", "备用{}，请勿外传", "经核实{}为本人", "反映人信息 {}", "资料:{}",
    "对方的是{}，请联系对方", "转{}处理", "“{}”", "根据登记，{}，情况属实", "{}\n要求尽快处理",
]  # fmt: skip
CARD_CARRIERS = [
    "申请人信息 {}",
    "身份证{}",
    "身份证号：{}",
    "证件号{}",
    "居民{}申请补贴",
    "{}",
    "身份证号码为{}，请核实",
    "（{}）",
    "本人{}，要求办理",
    "查{}是否参保",
    "证件 {}。",
    "公民身份号码{}",
    "持{}办理",
    "ID:{}",
    "户籍登记{}已核",
]
BANK_CARRIERS = [
    "银行卡{}",
    "卡号 {}",
    "退款至工商银行{}",
    "请退到{}",
    "银行账号：{}",
    "账户{}",
    "储蓄卡{}，未到账",
    "打款账号{}",
    "开户行农行，{}",
    "补贴发放卡号为{}",
    "收款卡{}",
    "信用卡{}被盗刷",
    "{}（建设银行）",
    "存折账号{}",
    "工资卡{}",
]
PLATE_CARRIERS = [
    "车辆{}长期占道",
    "{}",
    "一辆{}停在消防通道",
    "车主{}拒绝挪车",
    "牌照{}",
    "投诉{}乱停车。",
    "，{}，",
    "黑色轿车（{}）",
    "渣土车{}沿途抛洒",
    "出租车{}拒载",
    "车号：{}",
    "发现{}鸣笛",
]
PLAIN_CARRIERS = [
    "{}",
    "市民反映，{}。",
    "诉求：{}",
    "（{}）",
    "{}，请尽快",
    "另：{}；谢谢",
    "1、{}",
    "情况：{}，已核实",
]


@dataclass(frozen=True)
class Labelled:
    """One text: what it holds, the parts that must not survive masking, and its half."""

    kind: str
    text: str
    secrets: tuple[str, ...]
    half: str


def corpus(seed: int = 12, repeats: int = 3) -> list[Labelled]:
    """All texts with personal data; the same for the same seed."""
    rng = random.Random(seed)
    texts: list[Labelled] = []
    for half in (LEARN, MEASURE):
        names = people.FIRST if half == LEARN else people.SECOND
        for _ in range(repeats):
            texts += [Labelled(kind, text, secrets, half) for kind, text, secrets in _numbers(rng, half)]
            texts += [Labelled(kind, text, secrets, half) for kind, text, secrets in _people(rng, half, names)]
    return texts


def harmless_corpus(seed: int = 21, count: int = 1600) -> list[Labelled]:
    """Texts in which nothing may change."""
    rng = random.Random(seed)
    texts = []
    for half in (LEARN, MEASURE):
        templates = deal(harmless.TEMPLATES, half)
        texts += [
            Labelled("", harmless.harmless(rng, templates[number % len(templates)]), (), half)
            for number in range(count // 2)
        ]
    return texts


def deal(items: Sequence[Any], half: str) -> list[Any]:
    """The items of one half: shuffled once, then every second one."""
    shuffled = list(items)
    random.Random(len(shuffled)).shuffle(shuffled)
    return shuffled[0::2] if half == LEARN else shuffled[1::2]


def _numbers(rng: random.Random, half: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    carriers = deal(CARRIERS, half)

    def say(text: str, among: Sequence[str] = carriers) -> str:
        return rng.choice(list(among)).format(text)

    for _, write in deal(list(numbers.MOBILE.items()), half):
        number = numbers.mobile(rng)
        yield "手机号码", say(written := write(number)), _secret(written, number, 6)
    for _, write in deal(list(numbers.LANDLINE.items()), half):
        area, number = numbers.landline(rng)
        yield "固定电话", say(written := write(area, number)), _secret(written, number, 6)
    for word in deal(numbers.LANDLINE_WORDS, half):
        number = numbers.landline(rng)[1]
        number = rng.choice([number, number, f"{number[:4]} {number[4:]}", f"{number[:4]}-{number[4:]}"])
        yield "固定电话", say(word.format(number), deal(PLAIN_CARRIERS, half)), (number,)
    cards = deal(CARD_CARRIERS, half)
    for _, write in deal(list(numbers.CARD.items()), half):
        number = numbers.card(rng, rng.random() < 0.2)
        yield "身份证号", say(written := write(number), cards), _secret(written, number[6:14], 6)
        if rng.random() < 0.5:
            old = numbers.old_card(rng)
            yield "身份证号", say(old, cards), (old[6:12],)
    for word in deal(numbers.CARD_TAILS, half):
        tail = numbers.card(rng, rng.random() < 0.3)
        values = {size: tail[-size:] for size in (4, 5, 6)}
        size = next(s for s in (4, 5, 6) if f"{{{s}}}" in word)
        yield "身份证号", say(word.replace(f"{{{size}}}", values[size]), deal(PLAIN_CARRIERS, half)), (values[size],)
    for _, write in deal(list(numbers.PAPER.items()), half):
        for _ in range(3):
            word, number = numbers.paper(rng)
            yield "证件号", say(written := write(word, number), deal(PLAIN_CARRIERS, half)), _secret(written, number, 5)
    banks = deal(BANK_CARRIERS, half)
    for _, write in deal(list(numbers.BANK.items()), half):
        for length in (19, 16):
            number = numbers.luhn(rng, length)
            yield "银行卡号", say(written := write(number), banks), _secret(written, number, 8)
    for word in deal(numbers.BANK_TAILS, half):
        tail = numbers.digits(rng, 4)
        yield "银行卡号", say(word.replace("{4}", tail), deal(PLAIN_CARRIERS, half)), (tail,)
    for _, write in deal(list(numbers.EMAIL.items()), half):
        user, host = numbers.email(rng)
        yield "电子邮箱", say(written := write(user, host)), _secret(written, user, 4)
    for form in deal(numbers.ACCOUNT, half):
        values = {"a": numbers.account(rng), "q": rng.choice("123456789") + numbers.digits(rng, rng.randint(6, 9))}
        secret = values["a"] if "{a}" in form else values["q"]
        yield "网络账号", say(form.format(**values), deal(PLAIN_CARRIERS, half)), (secret,)
    for _, write in deal(list(numbers.PLATE.items()), half):
        province, city, body = numbers.plate(rng)
        yield (
            "车牌号",
            say(written := write(province, city, body), deal(PLATE_CARRIERS, half)),
            _secret(written, body, 3),
        )
    for form in deal(numbers.SPECIAL_PLATES, half):
        size = next(s for s in (4, 5, 6) if f"{{{s}}}" in form)
        body = numbers.digits(rng, size)
        yield "车牌号", say(form.replace(f"{{{size}}}", body), deal(PLATE_CARRIERS, half)), (body,)


def _people(rng: random.Random, half: str, names: people.NameList) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    around = deal(PLAIN_CARRIERS, half)

    def say(text: str) -> str:
        return rng.choice(around).replace("{}", text)

    for kind, forms in (
        ("姓名（标签）", people.LABELLED),
        ("姓名（身份）", people.ROLE),
        ("姓名（动词）", people.VERB),
        ("姓名（亲属）", people.KIN),
    ):
        for form in deal(forms, half):
            it = people.name(rng, names)
            yield kind, say(form.format(it)), (it,)
    for form in deal(people.LABELLED, half)[:8]:
        it = rng.choice(names.minority + names.traditional + names.rare)
        yield "姓名（少见）", say(form.format(it)), (it,)
    for form in deal(people.TITLED, half):
        it = rng.choice([names.surnames[rng.randrange(len(names.surnames))], people.name(rng, names)])
        text = form.format(it)
        yield "姓名（称谓）", say(text), (text[: len(it) + 1],)
    for form in deal(people.NICK, half):
        it = rng.choice(names.surnames[:20])
        text = form.format(it)
        place = text.index(it)
        yield "姓名（称谓）", say(text), (text[place - 1 : place + 1],)
    for form in deal(people.LATIN, half):
        it = rng.choice(deal(people.LATIN_NAMES, half))
        yield "姓名（拉丁字母）", say(form.format(it)), (it,)
    for form in deal(people.LISTS, half):
        them = [people.name(rng, names) for _ in range(3)]
        yield "姓名（并列）", say(form.format(*them)), tuple(them[: form.count("{}")])
    for form in deal(people.BESIDE_NUMBER, half):
        it = people.name(rng, names)
        yield "姓名（号码旁）", say(form.format(it, p=numbers.mobile(rng))), (it,)
    for form in deal(people.ADDRESS, half):
        text, secrets = people.address(rng, form)
        yield "门牌室号", rng.choice(deal(people.ADDRESS_AROUND, half)).format(text), secrets


def _secret(written: str, number: str, least: int) -> tuple[str, ...]:
    """The part of a number as it was written that must be gone: its middle, which no mask may leave."""
    if number in written:
        return (number[-least - 1 : -1] if len(number) > least + 1 else number,)
    body = written
    start = max(0, (len(body) - least) // 2)
    return (body[start : start + least],)


def survivors(texts: Sequence[Labelled], mask: Callable[[str], str]) -> dict[str, tuple[int, list[Labelled]]]:
    """By kind: how many texts there are, and those of which something survived."""
    told: dict[str, tuple[int, list[Labelled]]] = {}
    for item in texts:
        count, missed = told.setdefault(item.kind, (0, []))
        masked = mask(item.text)
        if any(secret in masked for secret in item.secrets):
            missed.append(item)
        told[item.kind] = count + 1, missed
    return told
