r"""Names written with digits (非数据): dates, document numbers, telephones, numbering; no claim is made about them.

Digits before a word are taken whole (`\d++`): that fewer of them stand before it is not tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from evallib.model import patterns

_DASH = "[-—–~～至到]"
_DATE = (
    rf"\d{{4}}\s*(?:{_DASH}\s*\d{{4}}\s*)?年度?(?:\s*\d{{1,2}}\s*月份?(?:\s*\d{{1,2}}\s*[日号])?)?|"
    rf"(?:\d{{1,2}}\s*{_DASH}\s*)?\d{{1,2}}\s*月份?(?:\s*\d{{1,2}}\s*[日号])?|"
    rf"(?<![\d.])(?:[1-4]\s*{_DASH}\s*)?[1-4]\s*季度|"
    r"(?<=[一二三四五六七八九〇零])0{1,2}(?=[一二三四五六七八九〇零0]{0,2}年)|"  # “二00六年”
    rf"(?<!\d)\d{{1,2}}\s*[日号](?!均|用)(?:\s*{_DASH}\s*\d{{1,2}}\s*[日号])?|"
    r"\d{4}[./]\d{1,2}[./]\s?\d{1,2}|(?<!\d)\d{4}-\d{1,2}-\d{1,2}|(?<!\d)20\d\d[./](?:0?[1-9]|1[0-2])"
    r"(?!\d|\s*(?:[万亿千百元%件个人户]|平方|公里|吨|小时|分(?!钟)))|"
    rf"(?<!\d)(?:19|20)\d\d\s*{_DASH}\s*(?:19|20)\d\d(?!\d)|"
    # “二00六年”: noughts of a year in words
    r"(?<=二)0{1,2}(?=[〇零一二三四五六七八九]{1,2}年)|(?<=二[〇零]一)0(?=年)|(?<=一九[一-九])0(?=年)|"
    r"(?<![\d.])\d{1,2}\s*[:：]\s*\d{2}(?:\s*[:：]\s*\d{2})?(?!\d)|(?<![\d.])\d{1,2}\s*时(?:\s*\d{1,2}\s*分)?(?!间)"
)
_NUMBER = (
    r"[\[〔【（(]\s*(?:19|20)\d\d\s*[\]〕】）)]\s*第?\s*\d*\s*号?|第\s*\d+(?:\s*[-—]\s*\d+)?|\d++\s*+[号弄]|"
    r"(?:附件|附表|续表|(?<!代)表(?!\s*\d++\s*+余?[份张套])|图|序号|编号|代码|邮编|总第|No\.?)\s*[:：]?\s*\d+(?:[-.]\d+)*|"
    r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){2,}|(?:电话|传真|手机|热线|号码|账号|"
    r"转)\s*[:：]?\s*[\d-]{3,}(?:[、，/]\s*(?:0\d{2,3}-)?\d{7,8}(?!\d))*(?![\d.,]|\s*[余多]?[件个通次人元万亿条宗起份%])|"
    r"(?:QQ|微信)[号群]{0,2}\s*[:：]?\s*\d{5,}|共\s*\d++\s*+页|(?<=[楼号层座元栋幢])\d{2,4}\s*[室房]|\d{3,4}\s*(?:国道|省道|县道)|"
    r"K\d+\+\d+|(?:19|20)\d\d(?=版)|"
    r"(?<![\d.])0\d{2,3}[-—]\d{5,8}|(?<![\d.,])1[3-9]\d{9}(?!\d)|\d+(?:-\d+){2,}"
)
_MAIL = r"[\w.+-]+@[\w.-]+"
_WORD = (
    r"https?://\S+|(?<![A-Z])(?![A-Z]{2,}\s?\d+(?:[件宗起笔次户个家项名台款]|条(?![文款例])|人次))"
    r"[A-Za-z][A-Za-z·]*\s?[-—·]?\s?\d[\d.]*(?:[-—][\dA-Za-z.]+)*|\d+(?:\.\d+)?[A-Za-z]{2,}(?!²)|"
    r"(?<=[×*])\s*100\s*%(?!\d)|\d\s*[×xX*]\s*\d++\s*+小时|"
    r"\d\s*[×xX*]\s*24(?=[”\"])|\d++\s*+[GgKk](?=网络|基站|通信|信号|技术|应用|专网|屏|高清|超高清)|"
    r"\d++\s*+[+＋]\s*[NXn\d](?:\s*[+＋]\s*[NXn\d])*(?=[^\d.]|$)|\d++\s*+[GK](?![\u4e00-\u9fff])|"
    r"(?<![\d.])[2-6]G(?=用户|手机|移动|工厂|网|基)|(?<![\d.])[2-4]D(?=打印|动画|电影|影像|扫描|技术)"
)
_HOTLINE = (
    r"(?<![\d.])(?<!\d,)(?:12345|12319|12315|12331|12348|12350|12369|12388|12333|12329|12328|12318|12316|12300|12301|12305|12306|"
    r"12313|12320|12355|12356|12358|12365|12366|12380|12385|12389|12393|12395|96\d{3,4}|110|119|120|122)"
    r"(?!\s*(?:[余多]?(?:[件个人元万亿分%户条次宗起份套台辆张只本册块间处家名位组支盏吨米亩幢栋座所棵株]|"
    r"[批例场期头片根卷篇封类升度天日月年节门层项款宗艘架桩]|平方|立方|公[里斤顷]|千|[小课学]时)|\d|[.,]\d))"
)
_MARK = (
    r"^\s*[\[［]\d{1,2}[\]］]|注\s*\d{1,2}\s*[:：.、]|"
    r"^\s*[（(]?\d{1,2}[)）.、．](?!\d)|^\s*\d{1,2}\s?、\s?(?!\d{1,2}(?!\d))(?=[\u4e00-\u9fff“\"]|(?:19|20)\d\d\s?年)|"
    r"(?<=[。；;：:！])\s*[（(]?\d{1,2}[)）.、．](?!\d)|"
    r"^\s*\d{1,2}(?:\.\d{1,2})+\s(?=[\u4e00-\u9fff])|"
    # “13-15 民政事业”, the title of a table, and not “10-15 个工作日”
    r"^\s*\d{1,2}(?:[-—–]\d{1,2})+\s++(?![年月日天周岁个人名家户件次项元万亿度小分])"
    r"(?=[\u4e00-\u9fff]{2}[^，。；：]{0,30}$)|"
    r"(?<=[。；;：:！])\s*[（(]\d{1,2}[)）]|[①-⑳]|[\[［]\d{1,2}[\]］](?!\s*%)|"
    r"(?<![\d.%])\s[—–]{1,2}\s?\d{1,3}\s?[—–]{1,2}\s|(?<=[\d.])\s?[:：∶]\s?1(?![\d.])"
)
_RANK = (
    r"(?:排名?|位居|名列|位列|居)[^，。；\d]{0,8}\d++\s*+[位名]|前\s*\d++\s*+[名位]|"
    r"\d++\s*+(?=级管理|级平台|大类|小类|子项|号线)"
)
_RANGE = (
    rf"(?<![\d.])\d++(?:\.\d+)?\s*(?:[（(]?含?[)）]?)\s*(?:[天日次年倍人件%分]|周?岁|个?[月]|小时|分钟)?\s*{_DASH}\s*"
    r"\d++(?:\.\d+)?\s*(?=[天次年倍人件分]|周?岁|个工作日|个月|小时|分钟|%|（含）)"
)
_CLOCK = r"\d++\s*+(?:小时|分钟|个工作日|天|日|个自然日)(?:在岗|值班|应急|联络|以?内|响应|值守|服务)"
#: “5增2降”, 5A级景区, 500强, 70周年, 80岁以上老人, 15分钟生活圈, 24小时开放, “3·22”案, 01-15 in a list of news.
_CLASS = (
    r"\d++(?=[增升涨]\d+[降减跌])|(?<=\d[增升涨])\d++(?=[降减跌])|"
    r"\d++(?=\s?A级|强(?!度|化|调|制|大|劲|弱|于|烈)|周年)|\d++\s*+周?岁(?=[（(]?含?[)）]?(?:及|或)?以[上下内])|"
    r"(?<![\d.])\d++(?:\.\d+)?\s*+(?:天|日|个?工作日|小时|分钟|个?月|分|[百千万亿]*元)(?=[（(]?不?含?[)）]?及?以[上下内][的者]?\d)|"
    r"\d++\s*+(?:分钟|小时)(?=[\u4e00-\u9fff]{0,8}圈|过境|开放|不打烊|不间断|自助)|"
    r"(?<![\d.])[0-9]\d后(?![的续来，,])|(?<![\d.])[012]\d年(?=1?\d\s?[-—~至]\s?1?\d月|[上下]半年|全年|的数据|同期)|"
    r"(?<!\d)(?:19|20)\d\d\s?(?=全年|上半年|下半年|财年|前[一二三]季)|"
    r"(?<![\d.])\d{1,2}·\d{1,2}(?![\d.])|(?<![\d.,:-])(?:0\d-[0-3]\d|1[0-2]-0\d)(?![\d.-])"
)

KINDS: tuple[tuple[str, str], ...] = (
    ("date", _DATE),
    ("number", _NUMBER),
    ("word", _WORD),
    ("hotline", _HOTLINE),
    ("mark", _MARK),
    ("rank", _RANK),
    ("range", _RANGE),
    ("limit", _CLOCK),
    ("class", _CLASS),
)
#: What a name can begin with: most characters of a text begin none, and are passed over at once.
_BEGINS = r"(?=[\s\d:：∶—–\[［〔【（(第附续表图序编代邮总N电传手热号账转注共微hA-Za-z①-⑳排位名列居前])"
_ALL, _WITHOUT_WORDS = (
    re.compile(f"{_BEGINS}(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in kinds)})")
    for kinds in (KINDS, [kind for kind in KINDS if kind[0] != "word"])
)
#: Without one of these no text has a word with digits in it, and most have none.
_IN_WORDS = re.compile(r"[A-Za-z×*+＋]")
#: Compiled for the first text with a mail address, which most reports have none of.
_WITH_MAIL = "|".join(f"(?P<{name}>{_MAIL + '|' if name == 'word' else ''}{pattern})" for name, pattern in KINDS)
_DIGIT = re.compile("[0-9一二三四五六七八九十〇零]")
_BARE = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?$|\d+\.\d+%?$")  # most cells: a number and nothing else
#: “病例14—病例23、病例31”: what is told from one number to another of the same name is numbered.
_NUMBERED_ONE, IN_TURN = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,6})(\d{1,6})(?=[，、,为])"), 3
_NUMBERED = re.compile(r"([\u4e00-\u9fff]{2,6})\d+[^，。；]?\1\d+")
#: What either of the two has in it, found from its digits, of which a text has few.
_BEHIND_NUMBER, _NEXT_NUMBER = re.compile(r"\d[，、,为]"), re.compile(r"\d[^，。；]?[\u4e00-\u9fff]{2,6}\d")
_QUOTED_CODE = re.compile(r"[“\"‘]\s*\d[\d.+\-N]*\s*[”\"’]")


def find_names(text: str) -> list[tuple[int, int, str]]:
    """Ranges of digits that name something, with their kind.

    Args:
        text: with half-width digits, see `evallib.parsing.claims.mentions.normalise`.

    >>> [text for text in ("2023年11月" , "5件") if find_names(text)]
    ['2023年11月']
    >>> [kind for _, _, kind in find_names("（闵府〔2023〕7号）第3条，电话0577-67212345")]
    ['number', 'number', 'number']
    >>> [[text[a:b] for a, b, _ in find_names(text)] for text in ("二00六年3件", "1 、2016年预算", "3、5个")]
    [['00'], ['1 、', '2016年'], []]
    """
    return list(_names(text)) if _DIGIT.search(text) and not _BARE.match(text) else []


def _numbered_in_turn(text: str) -> Iterator[str]:
    """“患者7，男，36岁，…，患者8，女，…，患者9”: a name whose bare numbers go on one by one."""
    if len(_BEHIND_NUMBER.findall(text)) < IN_TURN:
        return
    numbers: dict[str, list[int]] = defaultdict(list)
    for match in _NUMBERED_ONE.finditer(text):
        numbers[match[1]].append(int(match[2]))
    for name, found in numbers.items():
        if len(found) >= IN_TURN and all(b - a == 1 for a, b in pairwise(found)):
            yield name


@lru_cache(maxsize=32768)
def _names(text: str) -> tuple[tuple[int, int, str], ...]:
    names = patterns.pattern(_WITH_MAIL) if "@" in text else _ALL if _IN_WORDS.search(text) else _WITHOUT_WORDS
    found = [(m.start(), m.end(), str(m.lastgroup)) for m in names.finditer(text)]
    found += [(m.start(), m.end(), "word") for m in _QUOTED_CODE.finditer(text)]
    numbered = {m[1] for m in _NUMBERED.finditer(text)} if _NEXT_NUMBER.search(text) else set()
    for name in numbered | set(_numbered_in_turn(text)):
        found += [(m.start(1), m.end(1), "number") for m in re.finditer(rf"{name}(\d+(?:[、和及]\d+)*)", text)]
    return tuple(sorted(found))
