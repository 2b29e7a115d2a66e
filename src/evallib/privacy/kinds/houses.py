"""Houses and rooms (门牌室号): the numbers that say where somebody lives.

A chain of numbers with their words (88 弄 5 号 402 室) is read as a whole. A room in a house is always masked; a house
alone only where it stands in a street or an estate (幸福路88号), and not where it is what is being built or bought
(5号楼改造项目).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.model import patterns
from evallib.privacy.kinds.phones import Span, apart

COUNT = "〇零一二三四五六七八九十百"
NUMBER = rf"(?:[0-9]{{1,5}}(?:-[0-9]{{1,4}})?[A-Za-z甲乙丙丁]?|[{COUNT}]{{1,6}}|[A-Za-z])"
WORD = (
    "(?:支弄|弄|号楼|号院|号(?![线令文机桥库井泵站])|幢|栋|座|单元(?!格)|室|房间|房(?![间产屋东源租价改型])|"
    r"村民小组|小组|组|队|楼(?![上下道])|层|门(?=\d{3,4}(?!\d))|#楼?)"
)
TAIL = (
    "[ -]?(?:[〇零一二三四五六七八九]{3,4}(?![〇零一二三四五六七八九十百千万年月日元])|"
    r"(?:\d{1,2}-)?\d{3,4}[A-Za-z]?(?![\d年月日元万亿人件户个次平米㎡吨台套张家部%])(?![.,]\d))"
)
CHAIN = re.compile(
    rf"(?<![0-9A-Za-z{COUNT}.])(?:{NUMBER} ?{WORD}[ ,-]?){{1,6}}(?:(?<=[号幢栋座元楼门#院 -]){TAIL}|"
    rf"(?<=号-)\d{{1,4}}(?![\d-])(?!号)|(?<=座)\d{{1,2}}F(?![A-Za-z]))?"
)
PART = re.compile(rf"(?P<number>{NUMBER}) ?(?P<word>{WORD})")
LAST = re.compile(r"[〇零一二三四五六七八九]{3,4}$|(?:\d{1,2}-)?\d{3,4}[A-Za-z]?$|(?<=-)\d{1,4}$|\d{1,2}F$")
#: Names of streets, lanes, villages and estates end so.
PLACE = re.compile(
    "(?:(?<![管通隧轨河频渠航跑])道|(?<!公)(?<!校)园|[路街巷弄村里宅苑寓邸庭坊湾墅庄角墩浜堂]|小区|社区|公馆|"
    "(?<![县商长市])城|[一二三四五六七八九]期|大院|[东西南北中前后新老]队) ?$"
)
DASHED = re.compile(
    r"(?:(?:[路街巷弄村里宅苑寓邸庭坊园]|小区|公馆|[一二三]期|住|住在|地址:?) ?(?P<it>\d{1,3}-\d{1,2}-\d{3,4})|"
    r"(?:小区|花园|公寓|[苑寓邸]|家园|新村|住|住在|地址:?) ?(?P<two>\d{1,3}-\d{3,4}))(?![\d-])(?![年元人件户个])"
)
#: A room right behind the name of an estate (翠湖公寓2203), or two numbers behind who lives there (居民反映5-402).
ESTATE_ROOM = re.compile(
    r"(?:公寓|花园|小区|家园|新村|[苑邸庭墅])(?P<it>\d{3,4}[A-Za-z]?)"
    r"(?! ?[\d年月日元万亿人件户个次平米㎡吨台套张家部%幢栋弄号-])(?![.,]\d)"
    r"|(?:反映|投诉|居民|业主|住户|租户|邻居|楼上|楼下) ?(?P<two>\d{1,3}-\d{3,4})(?![\d-])(?![年元人件户个号])"
)
AT_HOME = re.compile(r"(?:家住|住在|住址|居住|户主|暂住|家庭地址|[，,。 ]住|^住)[^,，。;；]{0,14}$")
#: What is built, bought or run there, and so no home.
WORKS = re.compile(
    r"[^,，。;；、:：()（）\s]{0,6}?(?:改造|工程|项目|加装|加固|修缮|整治|测试|"
    "建设|更新|征收|拆除|旧改|翻新|大修|居委|业委)"
)
OFFICE = re.compile(
    r".{0,3}(?:办公|场地|政府|公司|商场|项目|工程|地块|园区|大厦|店铺|红绿灯|仓库|菜场|市场|学校|医院|会议室)"
)
#: A stretch of a road from one number to another, or to a crossing, is nobody's home.
UP_TO = re.compile(r"(?:门口|附近|对面|起)?(?:至|到|—|~)[\u4e00-\u9fff0-9]{1,10}?(?:路|街|号|口|交叉口|公路|大道)")
BUILDINGS = re.compile(r"(?:大|居民|住宅|办公|综合|商)?楼(?![上下道])|住宅|房屋|建筑|高层|别墅|厂房")
HINT = re.compile(r"[弄号幢栋室房元座组队#]|\d-\d|[寓园区村苑邸庭墅] ?\d")
LANE, HOUSE, BLOCK, ROOM = {"弄", "支弄"}, {"号", "号院"}, {"号楼", "幢", "栋", "座", "#", "#楼"}, {"室", "房", "房间"}


def find_houses(text: str) -> Iterator[Span]:
    """Numbers of houses and rooms in free text.

    >>> [text[a:b] for text in ["88 弄 3 号 402 室，5号楼改造项目"] for a, b, _ in find_houses(text)]
    ['88', '3', '402']
    """
    return _find(text, careful=False)


def find_homes(text: str) -> Iterator[Span]:
    """Only rooms in a house with its street or unit, for names of tasks and projects.

    >>> [text[a:b] for text in ["回访（幸福路88弄5号402室），5号楼201室会议系统"] for a, b, _ in find_homes(text)]
    ['88', '5', '402']
    """
    return _find(text, careful=True)


def _find(text: str, careful: bool) -> Iterator[Span]:
    spans: list[Span] = []
    for found in CHAIN.finditer(text):
        parts = [(part.span("number"), part["number"], part["word"]) for part in PART.finditer(text, *found.span())]
        last = parts[-1][0][1] + 1 if parts else found.start()
        tail = LAST.search(text, last, found.end()) if last < found.end() else None
        if parts and _is_home(text, found, parts, tail is not None, careful):
            spans += [(*span, "**") for span, _, _ in parts]
            spans += [(*tail.span(), "**")] if tail else []
    for found in (*DASHED.finditer(text), *(() if careful else ESTATE_ROOM.finditer(text))):
        start, end = found.span("it") if found["it"] else found.span("two")
        spans.append((start, end, "**"))
    yield from apart(spans)


def _is_home(
    text: str, found: re.Match[str], parts: list[tuple[tuple[int, int], str, str]], tail: bool, careful: bool
) -> bool:
    words = {word for _, _, word in parts}
    before, end = text[max(0, found.start() - 24) : found.start()], found.end()
    if not tail and text[end - 1] in " ,-":
        end -= 1
    home = ("住" in before or "户主" in before or "地址" in before) and bool(AT_HOME.search(before))
    built = words & (LANE | HOUSE | BLOCK | {"单元"})
    room = tail or bool(words & ROOM)
    if room and built:
        return not careful or home or bool(words & (LANE | HOUSE | {"单元"}))
    if len(parts) == 1 and before.endswith("第") and not words & BLOCK:
        return False
    if home and built:
        return True
    if careful or WORKS.match(text, end):
        return False
    if words & LANE or (words & HOUSE and words & {"组", "队", "小组", "村民小组"}):
        return True
    number = parts[0][1]
    if words & HOUSE and words & {"楼", "层"} and not OFFICE.match(text, end):
        return True
    if words & HOUSE and PLACE.search(before) and not OFFICE.match(text, end):
        return not UP_TO.match(text, end)
    if words & {"号楼", "幢", "栋"}:
        return "-" not in number and not (words & {"幢", "栋"} and BUILDINGS.match(text, end))
    if "单元" in words:
        return True
    return bool(words & ROOM) and _is_room(number, words)


def _is_room(number: str, words: set[str]) -> bool:
    """A room of its own: 402室, 五零一室, 402房间; three rooms (三室) and a hundred rooms (100房间) are counts."""
    if number[0].isdigit():
        least = 3 if "房间" in words else 2
        return least <= len(patterns.sub(r"\D", "", number)) <= 4 and not ("房间" in words and number.endswith("00"))
    return len(number) >= 3 and not set(number) & {"十", "百"}
