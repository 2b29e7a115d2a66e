"""Citations (法规引用): a law cited as valid after its repeal, from a small dated list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import RootModel

from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Where
from evallib.audit.reading.facts import Facts
from evallib.model import patterns
from evallib.model.strict_yaml import Strict, load_model
from evallib.parsing.plain_text import half_width

LAWS = Path(__file__).parent.parent / "data" / "laws.yaml"
_KNOWN = re.compile(r"废止|失效|已被.{0,12}(?:取代|替代)|原《|旧《|不再")
_YEAR = re.compile(r"(20\d\d)\s*年")
_STATED = re.compile(
    r"(?P<law>[\u4e00-\u9fff]{2,14}?(?:法|通则|总则|办法))》?(?:已)?于(?P<date>\d{4}年\d{1,2}月\d{1,2}日)"
    "(?:起)?(?:正式)?废止"
)


class Law(Strict):
    """A repealed law; `repealed` is the first day on which it no longer applies."""

    name: str
    short: list[str]
    repealed: str
    successor: str
    source: str


class _Laws(RootModel[list[Law]]):
    """The list."""


@cache
def read_laws(path: Path = LAWS) -> tuple[Law, ...]:
    """The dated list of repealed laws."""
    return tuple(load_model(path, _Laws).root)


def check(facts: Facts) -> Iterator[Finding | Agreement]:
    """Every 《…》 of the report, and stated dates of repeal."""
    names = {name: law for law in read_laws() for name in (law.name, *law.short)}
    for text, where, _ in facts.document.worded:
        if "法" in text:
            for start, sentence in _sentences(text):
                yield from _cited(facts.document.year, names, sentence, start, where)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in patterns.finditer(r"[^。！？]+", text):
        yield match.start(), match[0]


def _cited(reported: int, names: dict[str, Law], text: str, offset: int, place: Where) -> Iterator[Finding | Agreement]:
    for match in patterns.finditer(r"《([^《》]{2,40})》", text):
        law = names.get(match[1].strip())
        if law is None or not reported:
            continue
        where = place(offset + match.start(), offset + match.end())
        if _KNOWN.search(text):
            yield Agreement("citation.repealed", match[0], f"文中已说明{law.name}废止（{law.repealed}）", (where,))
        elif any(int(year) < int(law.repealed[:4]) for year in _YEAR.findall(text)):
            continue  # “按2020年5月签订的合同，依据《…法》”: what was done then was done under that law
        elif reported >= int(law.repealed[:4]):
            yield Finding(
                "citation.repealed",
                "wording",
                "high",
                f"引用了已废止的《{law.name}》（{law.repealed} 起废止，由《{law.successor}》取代）",
                match[0],
                f"《{law.successor}》",
                f"评价年度 {reported}，废止日 {law.repealed}；依据：{law.source}",
                (where,),
            )
    for match in _STATED.finditer(half_width(text)):
        law = next((law for name, law in names.items() if match["law"].endswith(name)), None)
        if law is None:
            continue
        where = place(offset + match.start("date"), offset + match.end("date"))
        year, month, day = map(int, patterns.findall(r"\d+", match["date"]))
        stated = f"{year:04d}-{month:02d}-{day:02d}"
        if stated == law.repealed:
            yield Agreement("citation.date", match["date"], f"{law.name}废止日与{law.source}一致", (where,))
        else:
            yield Finding(
                "citation.date",
                "wording",
                "high",
                f"《{law.name}》的废止日写为 {match['date']}，应为 {law.repealed}",
                match["date"],
                law.repealed,
                f"依据：{law.source}",
                (where,),
            )
