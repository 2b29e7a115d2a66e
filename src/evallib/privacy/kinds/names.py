"""Names of persons (姓名): after a word that says who somebody is, before a form of address, beside a masked number.

A name is not known by a list: wherever a surname (姓) stands, its neighbours decide. Behind 投诉人： nearly everything
is a name, before a verb only what can hardly be a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.privacy.kinds import person_words as words
from evallib.privacy.kinds.phones import Span
from evallib.privacy.kinds.surnames import COMMON, COMPOUND, GIVEN, SOUNDS, SURNAMES, WORDS, common_words

HAN = r"[\u4e00-\u9fff]"
COMPOUNDS = frozenset(COMPOUND.split("|"))
SURNAME = f"(?:(?:{COMPOUND})|[{SURNAMES}])"
CANDIDATE = re.compile(rf"[{SURNAMES}{''.join(word[0] for word in COMPOUNDS)}](?={HAN})")
FOREIGN = re.compile(rf"{HAN}{{1,6}}(?:·{HAN}{{1,8}}){{1,3}}?(?=[^\u4e00-\u9fff·]|{words.SAYS}|$)")
LATIN = re.compile(r"[A-Z][A-Za-z'-]{1,15}(?:,? [A-Z][A-Za-z'-]{0,15}){1,3}(?![A-Za-z])")
SPACED = re.compile(rf"{SURNAME} {HAN}(?: {HAN})?(?!{HAN})")
NEXT = re.compile(r" ?[、,/;和及&] ?| ")
RUN, SAYS = re.compile(rf"{HAN}{{1,6}}"), re.compile(words.SAYS)
MARKS = re.compile(r"(?:\((?:签[字名章]|盖章|签字盖章)\))?(?:[:(\"'“‘<《=-]|[为系是叫]| ){1,3}")
LABEL = re.compile(f"{words.PERSON}|{words.GROUP}")
LABEL_END = re.compile(rf"(?:{LABEL.pattern})(?:姓名|名单)?$")
COLON_END = re.compile(r"(?:[人员长者主户家]|领导|代表|主任|经理|书记|主管|会计|出纳|配偶|学生|法人)(?:姓名)?$")
LISTED = re.compile(r"(?:人员?|成员|专家|代表|组员)$")
VERB = re.compile(rf"(?:再次|多次|又|曾|现|于)?(?:{words.VERBS})")
MASKED = r"(?:1[3-9]\d\*{4}\d{4}|[（(](?:手机号码|电话|身份证号|证件号|账号|邮箱|银行卡号)[）)])"
NUMBER_BEHIND = re.compile(rf"(?:的?(?:电话|手机|联系方式)(?:号码?|是|为)?)?[ (:,、/;-]{{0,2}}{MASKED}")
AFTER_NUMBER = re.compile(rf"{MASKED}[ ,、)(/;:-]{{0,2}}(?={HAN})")
LATIN_TITLE = re.compile(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr)\.? (?P<it>[A-Z][A-Za-z'-]*(?:,? [A-Z][A-Za-z'-]*){0,3})")
LATIN_ROLE = re.compile(rf"(?:{words.ROLE}|人士)(?P<it>[A-Z][A-Za-z'-]+(?:,? [A-Z][A-Za-z'-]+){{1,2}})")
LATIN_NAME = re.compile(r"(?<![A-Za-z])[Nn]ame: ?(?P<it>[A-Z][A-Za-z'-]*(?:,? [A-Z][A-Za-z'-]*){1,3})")
#: What may stand before a surname with a title of office: 经王书记, 居委王书记.
BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[经由向与和请找是为及的给对被据现]|联系|回复|致电|答复|通知|告知|"
    rf"{words.ROLE}|居委|村委|社区|物业|街道|居民区|业委会|派出所|中队)$"
)
TOWARDS = re.compile(rf"(?:{words.TOWARDS})$")
#: Words whose last sign is a surname: 水管师傅 is no Mr Guan.
ENDINGS = {
    "水管", "主管", "保管", "城管", "物管", "派单", "订单", "工单", "保安", "公安", "治安", "平安", "清洁", "居家",
    "大家", "本市", "老年", "电管", "燃管", "房管", "交管", "协管", "经费", "经济", "经营", "经常", "经历", "经验",
    "由于", "据悉", "向阳", "被告", "申请", "邀请", "经过", "向来",
}  # fmt: skip
_PERSONS = frozenset(words.ROLE.replace("(?!傅)", "").split("|")) | words.KIN
_LAST_OF_PERSONS = frozenset(word[-1] for word in _PERSONS if word) | {"员"}
HINT = re.compile(HAN + HAN + "|[A-Z][a-z]")
MASKED_HINT = re.compile(MASKED)


def find_names(text: str) -> Iterator[Span]:
    """Names after a word for a person (投诉人、居民 …), before the verbs of what people do, and in lists of them.

    >>> [text[a:b] for text in ["联系人(李四)、居民王建国说", "居民万人评议"] for a, b, _ in find_names(text)]
    ['李四', '王建国']
    """
    found: dict[int, int] = {}
    for mark in MARKS.finditer(text) if ":" in text or LABEL.search(text) else ():
        _labelled(text, mark.start(), mark.end(), ":" in mark[0], found)
    for candidate in CANDIDATE.finditer(text):
        _beside(text, candidate.start(), found)
    if "·" in text:
        for foreign in FOREIGN.finditer(text):
            end, starts = foreign.end(), range(foreign.start() + 1, foreign.start() + 5)
            _add(found, *((at, end) for at in starts if _role_before(text, at) and _sounds(text[at:end])))
    if not text.islower() and re.search("[A-Z][A-Za-z]", text):
        for pattern in (LATIN_TITLE, LATIN_ROLE, LATIN_NAME):
            for latin in pattern.finditer(text):
                _add(found, latin.span("it"))
    for start, end in found.items():
        yield start, end, "某某"


def find_numbered(text: str) -> Iterator[Span]:
    """Names beside a number that has been masked: 李四 138****5678.

    >>> [text[a:b] for text in ["李四 138****5678"] for a, b, _ in find_numbered(text)]
    ['李四']
    """
    near = {at for mask in MASKED_HINT.finditer(text) for at in range(mask.start() - 14, mask.start())}
    for start in (candidate.start() for candidate in CANDIDATE.finditer(text)):
        if start not in near:
            continue
        for end in (start + 3, start + 2, start + 4):
            it = text[start:end]
            behind = _run(text, start) >= end - start and NUMBER_BEHIND.match(text, end)
            if not behind or is_word(it) or words.NOBODY.match(it) or (len(it) == 4 and it[:2] not in COMPOUNDS):
                continue
            if is_name(it) or BEFORE.search(text[max(0, start - 4) : start]):
                yield start, end, "某某"
                break
    for found in AFTER_NUMBER.finditer(text):
        end = name_end(text, found.end(), sure=1)
        if end and _ends(text, end) and not words.NOBODY.match(text, found.end()):
            yield found.end(), end, "某某"


def name_end(text: str, at: int, sure: int) -> int:
    """Where a name ends that may begin at a place; 0 for none.

    Args:
        text: in plain spelling.
        at: the place.
        sure: 2 behind a word with a mark (投诉人：), 1 right behind a role or kin, 0 behind 与, 由, 联系.

    >>> [name_end(text, 3, 1) for text in ("网格员王建国到场", "网格员高度重视", "网格员刘强沟通")]
    [6, 0, 5]
    """
    if sure == 2 and (spaced := SPACED.match(text, at)):
        return spaced.end()
    if text[at : at + 2] in COMPOUNDS:
        given = _run(text, at + 2)
        if not given or (_ends(text, at + 2) and not (given and text[at + 2] in GIVEN)):
            return at + 2 if sure == 2 else 0
        return at + (4 if given > 1 and not _ends(text, at + 3) and text[at + 3] in GIVEN else 3)
    first, run = text[at : at + 1], _run(text, at)
    if run < 2 or first not in SURNAMES or words.PLACE_TAIL.match(text, at):
        return 0
    one, two = text[at + 1], text[at + 2] if run > 2 else ""
    ends2, ends3 = _ends(text, at + 2), _ends(text, at + 3)
    long = bool(two) and (two in GIVEN or ends3) and not (ends2 and not (two in GIVEN and ends3 and one in GIVEN))
    if sure == 2:
        return at + (3 if long else 2)
    if is_common(text, at) or text.startswith(words.NO_NAMES, at):
        certain = long and ends3 and two in GIVEN and one in GIVEN and first in COMMON and first not in WORDS
        return at + 3 if certain and sure else 0
    if first in WORDS:
        if one in GIVEN and two in GIVEN:
            return at + 3 if long and ends3 else 0
        return at + 2 if one in GIVEN and ends2 and sure else 0
    if first not in COMMON and not (ends2 or ends3):
        return 0
    if one in GIVEN or (two in GIVEN and ends3):
        return at + (3 if long else 2)
    if sure and first in COMMON and (ends2 or ends3) and run < 4:
        return at + (2 if ends2 else 3)
    return 0


def _beside(text: str, at: int, found: dict[int, int]) -> None:
    """The name that may begin at a surname, by the words right before and right behind it."""
    last = text[at - 1 : at]
    is_han = "\u4e00" <= last <= "\u9fff"
    open_role = last == "(" and _role_before(text, at - 1)
    if open_role or (is_han and _role_before(text, at)):
        _add(found, (at, name_end(text, at, sure=1)))
    elif text[at - 2 : at] in {"我叫", "我是", "自称", "名叫", "字叫"} and not is_common(text, at):
        _add(found, (at, name_end(text, at, sure=2)))
    elif is_han and text[at - 1 : at + 1] not in ENDINGS and TOWARDS.search(text[max(0, at - 4) : at]):
        end = name_end(text, at, sure=0)
        if end and _ends(text, end):
            _add(found, (at, end))
    if not is_han or (last == "现" and not _run(text[at - 2 : at - 1], 0)):
        ends = (at + 3, at + 4) if text[at : at + 2] in COMPOUNDS else (at + 2, at + 3)
        _add(
            found,
            *(
                (at, end)
                for end in ends
                if is_name(text[at:end]) and end - at == _run(text[at:end], 0) and VERB.match(text, end)
            ),
        )


def _role_before(text: str, at: int) -> bool:
    if text[at - 2 : at + 1] == "老师傅" or text[at - 1 : at + 1] == "工程":  # 维修工程 is no repairer Cheng
        return False
    if text[at - 2 : at - 1] == "其" and text[at - 1 : at] in words.KIN_SIGNS:
        return True
    if (last := text[at - 1 : at]) not in _LAST_OF_PERSONS:
        return False
    return (last == "员" and at > 1) or any(text[at - size : at] in _PERSONS for size in (2, 3, 4, 5) if at >= size)


def _labelled(text: str, mark: int, at: int, has_colon: bool, found: dict[int, int]) -> None:
    before = text[max(0, mark - 10) : mark]
    if before[-1:].isdigit() or not (LABEL_END.search(before) or (has_colon and COLON_END.search(before))):
        return
    is_list = bool(LISTED.search(before))
    while at < len(text):
        end = _after_label(text, at, has_colon)
        if not end:
            return
        _add(found, (at, end))
        more = NEXT.match(text, end)
        if not more or (more[0] == " " and not is_list):
            return
        at, has_colon = more.end(), False
        following = name_end(text, at, sure=1)
        if not following or not _ends(text, following) or is_common(text, at):
            return


def _after_label(text: str, at: int, has_colon: bool) -> int:
    if (foreign := FOREIGN.match(text, at)) and _sounds(foreign[0]):
        return foreign.end()
    if latin := LATIN.match(text, at):
        return latin.end()
    if words.NOBODY.match(text, at) or (text.startswith(words.NO_NAMES, at) and not _ends(text, at + 3)):
        return 0
    end, run = name_end(text, at, sure=2), _run(text, at)
    if end:
        return 0 if is_common(text, at) and not (has_colon and not _run(text, end) and run < 4) else end
    return at + run if has_colon and 2 <= run <= 4 and not is_common(text, at) else 0


def _sounds(text: str) -> bool:
    """Whether a text with a middle dot is a name of another language, by its signs."""
    signs = text.replace("·", "")
    return "·" in text.strip("·") and sum(sign in SOUNDS for sign in signs) >= 0.8 * len(signs)


def _run(text: str, at: int) -> int:
    """How many Chinese signs stand from a place on, up to six."""
    found = RUN.match(text, at)
    return found.end() - at if found else 0


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or not "\u4e00" <= text[at] <= "\u9fff" or bool(SAYS.match(text, at))


def is_common(text: str, at: int) -> bool:
    """Whether a common word of two signs begins at a place."""
    word = text[at : at + 2]
    return word in common_words() and word not in COMPOUNDS


def is_word(text: str) -> bool:
    """Whether signs are a word that only begins like a name, or stand for a name already."""
    return is_common(text, 0) or text.startswith(words.NO_NAMES) or text.startswith("某")


def is_name(text: str) -> bool:
    """Whether signs on their own are more likely a name than a word."""
    if text[:2] in COMPOUNDS:
        return len(text) > 2 and all(sign in GIVEN for sign in text[2:])
    if text[:1] in WORDS or is_word(text):
        return False
    return (text[0] in COMMON or len(text) > 2) and all(sign in GIVEN for sign in text[1:])


def _add(found: dict[int, int], *spans: tuple[int, int]) -> None:
    for start, end in spans:
        if end > found.get(start, 0):
            found[start] = end
