"""Masking (遮盖): personal data in free text is taken out before anything is written.

Numbers that identify a person (mobile, landline, identity card, e-mail, plate) are masked in every text; names of
callers and the numbers of houses and rooms in free text, where they say who somebody is and where they live.
Names of projects and places of work stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
    "滕罗毕郝邬安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万柯管卢莫房干解应宗丁宣邓单杭洪包左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段焦巴侯宓全班仰仲伊宫宁仇刘叶白蒲卓池乔闻党翟谭劳冉桂牛边"
    "燕尚温庄晏柴瞿阎慕连习艾容向古易廖终步耿满匡国文寇广东欧沃利师聂辛简饶曾关相查游权肖岳涂"
)
COMPOUND = "欧阳|司马|上官|诸葛|夏侯|东方|尉迟|皇甫|公孙|慕容|令狐|司徒|端木"
#: Surnames that stand more often for a word where no colon or title marks a name.
WORDS = "向于应国广东利师相查游权连习终步全班边满文经常平和时令"
PERSON = "投诉人|来电人|诉求人|反映人|举报人|联系人|当事人|报修人|申请人|姓名"
GROUP = "居民|市民|业主|住户|租户|租客|群众"
TITLES = "先生|女士|小姐|阿姨|大爷|大妈|大叔|老伯|奶奶|爷爷|师傅|老师"
SAYS = "反映|来电|致电|投诉|举报|表示|称|要求|诉求|希望|电话|手机|身份证|家住|住在"
#: Words that begin like a name but are none.
NO_NAMES = ("方面", "方便", "安全", "平安", "安排", "安装", "安置", "高度", "高空", "高龄", "白天", "任何", "周边", "周围", "关于", "管理",
            "万一", "单位", "房屋", "房东", "项目", "金额", "陈述", "严重", "温馨", "石材", "田地", "车辆", "包括", "解决", "邮箱")  # fmt: skip
PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
NARROW = {mark: mark - 0xFEE0 for mark in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
COUNT = "[0-9〇零一二三四五六七八九十百]+"


@dataclass(frozen=True)
class Kind:
    """One kind of personal data: what it is called, how it is found, and what takes its place.

    `hint` is what a text has to contain at least, so that most texts are passed over quickly.
    """

    label: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    hint: re.Pattern[str]
    free_text_only: bool = False


def _mobile(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"{digits[-11:-8]}****{digits[-4:]}"


def _called(found: re.Match[str]) -> str:
    return found["name"] if found["name"].startswith(NO_NAMES) else "某某"


def _titled(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith(NO_NAMES) else "某"


NAME = rf"(?:(?:{COMPOUND})|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
PLAIN_NAME = rf"(?:(?:{COMPOUND})|(?![{WORDS}])[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
OFFICE = "办公|场地|政府|公司|商场|项目|工程|地块|园区|大厦"
DIGITS, PEOPLE, HOUSES = re.compile(r"\d{3}"), re.compile(f"{PERSON}|{GROUP}"), re.compile("[弄号幢栋室房元]")
KINDS = (
    Kind("身份证号", re.compile(
        r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]?(?:(?:18|19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[0-9Xx]"
        r"|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?![0-9A-Za-z])"), "（身份证号）", DIGITS),
    Kind("手机号码", re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), _mobile, DIGITS),
    Kind("固定电话", re.compile(
        r"(?<!\d)(?:\(0\d{2,3}\)[ -]?|0\d{2,3}[ -])[2-9]\d{2,3}[ -]?\d{4}(?:[-转]\d{1,6})?(?!\d)|(?<!\d)0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}(?!\d)"
        r"|(?<=[电座][话机][:： ])[2-9]\d{6,7}(?!\d)|(?<=[电座][话机])[2-9]\d{6,7}(?!\d)"), "（电话）", DIGITS),
    Kind("电子邮箱", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"), "（邮箱）", re.compile("@")),
    Kind("车牌号", re.compile(
        rf"[{PLATES}][A-HJ-NP-Z][·•. -]?(?=[A-HJ-NP-Z]*\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳领]?(?![A-Za-z0-9])"), "（车牌）", re.compile("[A-Z]")),
    Kind("姓名", re.compile(rf"(?:(?:{PERSON})(?:[:：]|为|系|是|叫|\s)|(?:{GROUP})[:：])\s*(?P<name>{NAME})"), _called, PEOPLE, True),
    Kind("姓名", re.compile(
        rf"(?:{PERSON}|{GROUP})(?P<name>{PLAIN_NAME})(?=[,，。;；、(（\s0-9]|{SAYS}|$)"), _called, PEOPLE, True),
    Kind("姓名", re.compile(rf"(?:(?:{COMPOUND})|[{SURNAMES}])[\u4e00-\u9fff]{{0,2}}?(?={TITLES})"), _titled, re.compile(TITLES), True),
    Kind("门牌室号", re.compile(
        rf"{COUNT}(?=(?:支)?弄)|(?<=[路街道巷弄村里宅苑园]){COUNT}(?:[-－]\d+)?(?=号(?![线令文机])(?!.{{0,3}}(?:{OFFICE})))"), "**", HOUSES, True),
    Kind("门牌室号", re.compile(
        rf"(?:{COUNT}|[A-Za-z])(?=号楼|幢|栋)|{COUNT}(?=单元)|[A-Za-z]?\d{{2,4}}[A-Za-z]?\s?(?=室|房(?![间产屋]))"
        r"|(?<=[号幢栋楼])\d{3,4}(?![\d年元人件户个次平米])"), "**", HOUSES, True),
)  # fmt: skip
NUMBERS = tuple(kind for kind in KINDS if not kind.free_text_only)
PERSONAL = tuple(kind for kind in KINDS if kind.label != "门牌室号")


@lru_cache(maxsize=8192)
def mask_text(text: str, free_text: bool = True) -> tuple[str, tuple[str, ...]]:
    """A text without personal data.

    Args:
        text: any text; full-width digits and letters count as digits and letters.
        free_text: whether names and house numbers are looked for as well.

    Returns:
        The text, and the kinds that were masked.

    >>> mask_text("市民王小明来电13812345678，家住某路12弄3号402室")
    ('市民某某来电138****5678，家住某路**弄**号**室', ('手机号码', '姓名', '门牌室号'))
    >>> mask_text("依据财预〔2020〕10号，金额 13,812,345,678 元")
    ('依据财预〔2020〕10号，金额 13,812,345,678 元', ())
    """
    return _masked(text, KINDS if free_text else NUMBERS)


@lru_cache(maxsize=8192)
def mask_place(text: str) -> tuple[str, tuple[str, ...]]:
    """An address without numbers and names of persons; its house number stays, see `evallib.privacy.addresses`.

    >>> mask_place("业主王小明女士，某路12弄3号 13812345678")
    ('业主某女士，某路12弄3号 138****5678', ('手机号码', '姓名'))
    """
    return _masked(text, PERSONAL)


def _masked(text: str, kinds: tuple[Kind, ...]) -> tuple[str, tuple[str, ...]]:
    found = []
    plain = _narrow(text)
    for kind in kinds:
        if not kind.hint.search(plain):
            continue
        put = kind.replacement
        part = "name" if "name" in kind.pattern.groupindex else 0
        spans = [(*m.span(part), put if isinstance(put, str) else put(m)) for m in kind.pattern.finditer(plain)]
        spans = [(start, end, words) for start, end, words in spans if words != plain[start:end]]
        if spans:
            found.append(kind.label)
            # What is not masked stays as it was written, full-width forms included.
            text, plain = _spliced(text, spans), _spliced(plain, spans)
    return text, tuple(dict.fromkeys(found))


def may_identify() -> str:
    """A regular expression (RE2) for texts that are worth a closer look; all others hold nothing personal."""
    return f"[0-9０-９]{{3}}|@|[A-ZＡ-Ｚ]|{PERSON}|{GROUP}|{TITLES}|[弄号幢栋室房元]"


def _spliced(text: str, spans: list[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, words in spans:
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])


def _narrow(text: str) -> str:
    """The text with full-width digits, letters and marks as ASCII, sign by sign, so that places stay the same."""
    return text if text.isascii() else text.translate(NARROW)
