"""Evidence of another year (别的年份的依据): the very figure that elsewhere is of this year, told here of another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.ledger import Entry, Ledger, core, likeness
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.slips import digits_of

#: Figures of so many digits are not equal by accident; those that are handed on from year to year may be.
DIGITS = 5
_HANDED_ON = re.compile(
    r"年末|年初数|期初|期末|结转|结余|余额|上年|累计|持平|不变|相同|一致|面积|人口|编制|总投资|合同|中标"
)


def check(ledger: Ledger) -> Iterator[Finding]:
    """Figures of one name and one value, all of them of the reported year but one."""
    year = str(ledger.document.year or "")
    by_value: dict[tuple[object, str], list[Entry]] = defaultdict(list)
    for entry in ledger.prose if year else ():
        if (
            entry.role == "plain"
            and not entry.is_base
            and entry.period
            and len(digits_of(str(entry)).replace(".", "")) >= DIGITS
        ):
            by_value[entry.value, entry.dimension].append(entry)
    for entries in by_value.values():
        odd = [e for e in entries if e.period[:4] != year]
        own = [e for e in entries if e.period[:4] == year]
        if len(odd) != 1 or not own or _HANDED_ON.search(paragraph_of(ledger.document, odd[0])):
            continue
        (entry,) = odd
        other = max(own, key=lambda e: likeness(core(e.label), core(entry.label)))
        if likeness(core(other.label), core(entry.label)) < 0.85 or other.paragraph == entry.paragraph:
            continue
        told = f"{entry.period[:4]}年"
        yield Finding(
            "date.outside",
            "contradiction",
            "low",
            f"“{entry.label}”{entry} 在此处是 {told} 的，另处是 {year} 年的",
            told,
            f"{year}年",
            f"{told}：{entry}；{year}年：{other}",
            (entry.place, other.place),
            ("可能年份写错", "可能两年恰好相同"),
        )
