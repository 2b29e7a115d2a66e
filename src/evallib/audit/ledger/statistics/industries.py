"""Three industries (三次产业): what they add to the growth of an economy makes it up, their shares of it a hundred.

“生产总值增长6.2%。其中第一产业贡献率为4.2%，拉动0.3个百分点；第二产业…；第三产业…”, or in a row “分别为a、b和c”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import SUM, Claim, Entry, Formula, Ledger, make

_INDUSTRY = re.compile(r"第(?P<n>[一二三])产业|(?P<other>工业|建筑业|农业|服务业|制造业|房地产|金融业|批发|零售)")
_ROW = re.compile(r"(?:三次|三大|[一１1]、?[二２2]、?[三３3]次?)产业?[^，。；]{0,24}(?:分别|依次|各)?")
_SHARE, _ADDS = re.compile("贡献率"), re.compile(r"拉动|贡献(?!率)")
_ECONOMY = re.compile(r"生产总值|GDP|经济")
_AND = re.compile(r"\s*[、，和与及]\s*")
ORDER, REACH = "一二三", 12
#: How sure it is that three of three are all there is.
SHARES, POINTS = 0.7, 0.6


def industry_claims(ledger: Ledger) -> list[Claim]:
    """Claims of the shares of three industries in a growth, and of the points that they add to it."""
    claims = []
    for entries in ledger.by_paragraph.values():
        if not any(e.spot is not None and (_SHARE.search(e.spot.gap) or _ADDS.search(e.spot.gap)) for e in entries):
            continue
        for three in _threes(entries, _SHARE, {"percent"}):
            formula = Formula("sum", signs=(-1, -1), constant=Fraction(100))
            told = make(three[2], three[:2], formula, "share.total", "三次产业贡献率之和应为 100%", SHARES)
            claims.append(Claim(three[2], [told], ("industries", three[2].index)))
        for three in _threes(entries, _ADDS, {"points", "", "count"}):
            growth = _growth_before(ledger, three[0])
            if growth is not None:
                told = make(growth, three, SUM, "growth.parts", "经济增速与三次产业的拉动", POINTS)
                claims.append(Claim(growth, [told], ("industries", three[0].index)))
    return claims


def _threes(entries: Sequence[Entry], word: re.Pattern[str], kinds: set[str]) -> Iterator[list[Entry]]:
    """What is told with a word of each industry, one behind the other, or of all three in a row."""
    said, found = "", list[Entry]()
    for at, entry in enumerate(entries):
        if entry.spot is None:
            continue
        names = list(_INDUSTRY.finditer(entry.spot.gap))
        said = (names[-1]["n"] or "") if names else said
        clause = re.split("[，；。]", entry.spot.gap)[-1] if names == [] else entry.spot.gap
        if not word.search(clause) or entry.dimension not in kinds or entry.mention.hedge:
            continue
        row = list(entries[at : at + len(ORDER)])
        told = "".join(e.spot.gap for e in entries[max(0, at - 3) : at + 1] if e.spot is not None)
        if _ROW.search(told) and len(row) == len(ORDER) and all(_goes_on(e, kinds) for e in row[1:]):
            yield row
            found = []
        elif said == ORDER[len(found) : len(found) + 1] or said == ORDER[0]:
            found = [*found, entry] if said != ORDER[0] else [entry]
            if len(found) == len(ORDER):
                yield found
                found = []


def _goes_on(entry: Entry, kinds: set[str]) -> bool:
    return entry.dimension in kinds and entry.spot is not None and bool(_AND.fullmatch(entry.spot.gap))


def _growth_before(ledger: Ledger, first: Entry) -> Entry | None:
    """The growth of the economy told last before the points of the first industry."""
    for entry in reversed(ledger.back(first, REACH)):
        if entry.paragraph != first.paragraph or entry.spot is None:
            return None
        grew = entry.role == "growth" and entry.dimension == "percent" and not entry.mention.hedge
        if grew and not _INDUSTRY.search(_subject(ledger, entry)) and _ECONOMY.search(_subject(ledger, entry)):
            return entry
    return None


def _subject(ledger: Ledger, entry: Entry) -> str:
    """The words of the sentence before a figure, up to a semicolon: “生产总值512.6亿元，增长”."""
    own = [e for e in ledger.by_sentence[entry.sentence] if e.index <= entry.index and e.spot is not None]
    return re.split("[；;]", "".join(e.spot.gap for e in own if e.spot is not None))[-1]
