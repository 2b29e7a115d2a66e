"""Numbered paragraphs (逐段列出): “（一）咨询类。共534件…（二）投诉类。共289件…”, parts of what was told before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import digit_count
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of
from evallib.audit.reading.document import Paragraph
from evallib.parsing.numerals import read_count

_MARK = re.compile(
    r"\s*(?P<open>[（(]?)(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})(?P<close>[)）]|[、.．](?!\d)|是(?!否))"
)
#: Nothing but what it is stands before the amount of a paragraph, and nothing that it is only part of.
_HEAD = re.compile(r"[^，；;\d]{1,24}(?:[，,](?:共?需|共?安排|共?投入|共?使用|支出|补助|共?计)[^，；;\d]{0,8})?")
_PARTLY = re.compile("其中|同比|环比|上[年月季]|去年|日均|平均|累计|目标|计划")
_NAMED = re.compile(r"[\u4e00-\u9fff“”]{1,12}?(?P<kind>类[^\d，。；：]{0,4}|[\u4e00-\u9fff]{2})(?:共|有|共有)?\d")
LEAST, MOST, REACH, NAMED = 3, 12, 3, 4
#: So far above a list stands what is called the whole (共需资金), or a total of so many telling digits.
FAR, TELLING, _WHOLE = 8, 4, re.compile("^[总共]|合计|[总共]计?$")
#: The strength of a doubt that one wrong digit has to explain.
STRENGTH = 0.45


def numbered_claims(ledger: Ledger) -> list[Claim]:
    """What the paragraphs of a numbered list begin with, and the total told before them."""
    claims = []
    for run in (*_runs(ledger), *_named_alike(ledger)):
        firsts = [_first_of(ledger, start, stop) for start, stop in run]
        parts = [e for e in firsts if e is not None]
        if len(parts) < len(firsts) or not all(addable(p, parts[0]) for p in parts) or may_overlap(ledger, parts[0]):
            continue
        relation = _of_whole(ledger, parts)
        if relation is not None:
            claims.append(Claim(relation.result, [relation], ("sum", relation.result.index)))
    return claims


def _runs(ledger: Ledger) -> Iterator[list[tuple[int, int]]]:
    """Lists numbered from one, each item with the blocks from its mark up to the next one."""
    lists: dict[tuple[str, str], list[int]] = {}
    for index, block in enumerate(ledger.document.blocks):
        match = _MARK.match(block.text) if isinstance(block, Paragraph) else None
        if match is None:
            continue
        style, number = (match["open"], match["close"]), read_count(match["n"])
        starts = lists.setdefault(style, [])
        if number == 1:
            yield from _enough(starts)
            lists[style] = [index]
        elif number == len(starts) + 1:
            starts.append(index)
    for starts in lists.values():
        yield from _enough(starts)


def _named_alike(ledger: Ledger) -> Iterator[list[tuple[int, int]]]:
    """“咨询类工单2017件：…”, “求助类工单400件：…”: paragraphs without numbers that begin with names of one kind."""
    run: list[tuple[int, int]] = []
    kind = ""
    for index, block in enumerate(ledger.document.blocks):
        match = _NAMED.match(block.text) if isinstance(block, Paragraph) else None
        ending = match["kind"] if match is not None else ""
        if run and ending != kind:
            yield from (run,) if NAMED <= len(run) <= MOST else ()
            run = []
        kind = ending
        if match is not None:
            run.append((index, index + 1))
    if NAMED <= len(run) <= MOST:
        yield run


def _enough(starts: list[int]) -> Iterator[list[tuple[int, int]]]:
    if LEAST <= len(starts) <= MOST:
        yield list(zip(starts, [*starts[1:], starts[-1] + 2], strict=True))


def _first_of(ledger: Ledger, start: int, stop: int) -> Entry | None:
    """The amount that the first clause of an item tells, with nothing but its name before it."""
    for block in range(start, stop):
        for entry in ledger.by_paragraph.get(block, ()):
            if not entry.is_amount or entry.spot is None:
                continue
            plain = entry.role == "plain" and not entry.mention.hedge and not entry.is_base and entry.dimension
            named = _HEAD.fullmatch(_MARK.sub("", entry.spot.gap)) and not _PARTLY.search(entry.spot.gap)
            return entry if plain and named else None
    return None


def _of_whole(ledger: Ledger, parts: list[Entry]) -> Relation | None:
    """The last total told right before a list: what it makes up, or would but for one digit."""
    first, most = parts[0], max(p.rough for p in parts)
    likely = [
        make(whole, parts, SUM, "sum.prose", what_of(whole), STRENGTH)
        for whole in ledger.before(first, 12)
        if first.paragraph - whole.paragraph <= (FAR if _may_be_far(whole) else REACH)
        and whole.role == "plain"
        and not whole.mention.hedge
        and addable(whole, first)
        and whole.rough > most
    ]
    held = (relation for relation in likely if relation.holds())
    return next(held, None) or next((relation for relation in likely if one_digit_mends(relation)), None)


def _may_be_far(whole: Entry) -> bool:
    return bool(_WHOLE.search(whole.label)) or digit_count(whole.mention, telling=True) >= TELLING
