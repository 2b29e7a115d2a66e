"""Plates of vehicles (车牌号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.privacy.kinds.phones import MEASURE, Span, apart

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#: Province signs that are seldom a word of their own at the end of one.
CLEAR = "沪渝冀豫湘皖鲁苏浙赣鄂桂晋陕闽粤琼"
BETWEEN = r"[·. *_/:\n()-]{0,3}"
PLATE = re.compile(
    rf"[{PROVINCES}][ ·-]?\(?[A-HJ-NP-Za-hj-np-z]{BETWEEN}(?P<body>[A-Za-z0-9]{{1,6}})"
    rf"(?P<rest>[ ·-][A-Za-z0-9]{{1,5}})?(?P<tail>[挂学警港澳领])?(?![A-Za-z0-9])"
)
POLICE_PLATE = re.compile(rf"WJ ?[{PROVINCES}]?[ ·-]?\d[A-Za-z0-9]{{3,7}}(?![A-Za-z0-9])")
WORD = (
    "(?:车牌|牌照|车号|号牌|车辆|轿车|货车|汽车|渣土车|出租车|面包车|电动车|助动车|摩托车|"
    rf"三轮车|[{PROVINCES}]牌|[{PROVINCES}]牌照)(?:号码|号|牌)?(?:为|是)?"
)
PLATE_WORD = re.compile(
    rf"{WORD}[:( ]{{0,2}}(?P<it>[A-Z][·.-]?(?=(?:[A-Z]{{0,3}}\d){{2}})[A-Z0-9]{{4,6}})(?![A-Za-z0-9])"
)
BEHIND = re.compile(
    rf"(?<![A-Za-z0-9])[A-HJ-NP-Z][·.-]?(?=(?:[A-Z]{{0,2}}\d){{3}})[A-Z0-9]{{5,6}}(?:[{CLEAR}]|"
    rf"(?<=[A-Z0-9])[{PROVINCES}](?![\u4e00-\u9fff]))"
)
EMBASSY = re.compile(
    r"使 ?\d{3}[ ·-]?\d{3}(?!\d|[元人次件份个台])|(?<![A-Za-z0-9.])\d{6} ?使(?!用)|"
    r"[沪粤京川辽] ?[·-]?\d{5,6} ?领|粤 ?Z ?[·-]?[A-Z0-9]{4} ?[港澳]"
)
#: Told in part, and letter by letter.
PLATE_TAIL = re.compile(
    "(?:车牌|号牌|牌照|车号)(?:号码?)?的?(?:尾号|尾数|[后末][三四五345]位)"
    "(?:数字?)?[为是:]{0,2}(?P<it>[A-Za-z0-9]{2,5})(?![A-Za-z0-9])"
)
SPACED = re.compile(rf"[{CLEAR}] [A-HJ-NP-Z](?: [A-Z0-9]){{5,6}}(?![A-Za-z0-9])")
MOPED = re.compile(
    "(?:电动车|助动车|摩托车|电瓶车|非机动车)(?:车?牌照?|号牌)(?:号码|"
    r"号)?[:为是 ]{0,2}(?P<it>(?:上海|沪)?[A-Z]?\d{6,8})(?!\d)"
)


def find_plates(text: str) -> Iterator[Span]:
    """Plates of vehicles (车牌号): five signs after the letter, six for new energy, four before 挂, 学, 警, 港, 澳, 领.

    >>> [text[a:b] for text in ["沪A12 345、沪AD12345，沪A股上市"] for a, b, _ in find_plates(text)]
    ['沪A12 345', '沪AD12345']
    """
    spans = [found.span() for found in BEHIND.finditer(text)]
    spans += [found.span() for found in POLICE_PLATE.finditer(text)] if "WJ" in text else []
    spans += [found.span() for found in EMBASSY.finditer(text)] if any(sign in text for sign in "使领港澳") else []
    if "车" in text or "牌" in text:
        spans += [found.span("it") for pattern in (PLATE_WORD, PLATE_TAIL, MOPED) for found in pattern.finditer(text)]
    spans += [found.span() for found in SPACED.finditer(text)]
    for found in PLATE.finditer(text):
        body, rest = found["body"], (found["rest"] or "")[1:]
        if set("/:") & set(found[0]) and MEASURE.match(text, found.end()):
            continue
        if _is_plate(body + rest, found["tail"]):
            spans.append(found.span())
        elif _is_plate(body, None):
            spans.append((found.start(), found.end("body")))
    yield from apart((start, end, "（车牌）") for start, end in spans)


def _is_plate(body: str, tail: str | None) -> bool:
    digits = sum(mark.isdigit() for mark in body)
    return (digits >= 1 and len(body) in {2, 3, 4, 5}) if tail else (digits >= 2 and len(body) in {4, 5, 6})
