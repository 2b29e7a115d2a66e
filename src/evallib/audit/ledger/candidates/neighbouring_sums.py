"""Lists of a paragraph with the amounts that they may make up, and how plainly words and places say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Entry, Ledger, Relation, addable, core, likeness, make
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.entries import listed_together
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.silence.levels_apart import count_again
from evallib.audit.ledger.wholes.behind import ADDED
from evallib.audit.ledger.wholes.completeness import are_flat, is_open
from evallib.audit.ledger.wholes.lists import is_limit
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.audit.ledger.wholes.told import OPENS, what_of
from evallib.model import patterns
from evallib.parsing.claims.cues import ALTOGETHER

LONGEST = 14
#: No sum at all, and one of the main items only.
NONE, OPEN = -9.0, -1.0
_REST = re.compile(
    r"还需|尚需|还差|尚差|尚有|尚余|^(?:其余|剩余|余下|余款|结余|结存|另|尚|还|差额|未|没|不|其他|其它|多|少)|"
    r"(?:差|剩余?|结余|结存|相差|净增)(?:额|数)?为?$"
)
_WITHOUT = re.compile(r"剔除|扣除|不含|其余|剩余|其他")
_AMONG = re.compile(r"[^，。；、\d]{0,8}中\s*[，：]")
_TAKEN = re.compile(r"扣[^，。；,;]{0,6}$")
_GIVEN = re.compile(r"[奖发补][^，。；,;扣]{0,6}$")
_TOTAL = re.compile(rf"合计|总计|共计|累计|{ALTOGETHER}|小计|总")
_OPEN_END = re.compile(
    r"主要|排名|前[一二三四五六七八九十\d]+|热点|集中(?!采购|支付|供养)|较多|较高|突出|居首|最多|例如|比如"
)
_MAIN = re.compile(r"主要(?!问题|原因)[^前，。；]{0,20}$")


def list_sums(
    ledger: Ledger, slips: SlippedFigures, tied: set[int], common: Sequence[Entry] = ()
) -> Iterator[CandidateRelation]:
    """Lists of a paragraph with the amounts that one slip would let them make up.

    Args:
        ledger: the figures.
        slips: what they would be with one slip.
        tied: ids of the entries in a relation that holds; where all of a kind are, nothing is to be explained.
        common: what most shares of the document are told of: a list far behind may make it up.
    """
    for entries in ledger.by_paragraph.values():
        plain = [e for e in entries if _counts(e)]
        while plain:
            kind = [e for e in plain if listed_together(e, plain[0])]
            mine = {id(e) for e in kind}
            plain = [e for e in plain if id(e) not in mine]
            if not mine <= tied and not may_overlap(ledger, kind[0]):
                yield from _of_kind(ledger, slips, kind, common)


def cue_of_list(ledger: Ledger, relation: Relation, common: Sequence[Entry] = ()) -> float:
    """How plainly words and places say that a list of a paragraph makes up an amount; far below 0 where none does."""
    whole, parts = relation.result, relation.terms
    run = [e for e in ledger.by_paragraph[parts[0].paragraph] if _counts(e) and listed_together(e, parts[0])]
    stop = (start := next((i for i, e in enumerate(run) if e is parts[0]), 0)) + len(parts)
    same = [id(e) for e in run[start:stop]] == [id(e) for e in parts] and _is_told(whole, parts)
    if not same or not (_is_list(run, start, stop) if len(parts) > 2 else _are_together(parts)):
        return NONE
    wholes = map(id, _wholes(ledger, run, start, stop, _told_before(ledger, parts[0]), common))
    apart = count_again(parts) or may_overlap(ledger, parts[0]) or id(whole) not in wholes
    return NONE if apart else _sum_cue(run, start, stop, whole)


def _counts(entry: Entry) -> bool:
    """Whether an entry can be an item of a list or what it makes up."""
    if not entry.is_amount or entry.role != "plain" or entry.mention.hedge or is_limit(entry):
        return False
    if entry.dimension == "score":
        return bool(entry.mention.decimals)  # limits of grades are no scores
    return bool(entry.dimension) or not _is_bound(entry)


def _of_kind(
    ledger: Ledger, slips: SlippedFigures, run: list[Entry], common: Sequence[Entry]
) -> Iterator[CandidateRelation]:
    for start in range(len(run)):
        before: list[Entry] | None = None
        for stop in range(start + 2, min(start + LONGEST, len(run)) + 1):
            parts = run[start:stop]
            if not (_is_list(run, start, stop) if len(parts) > 2 else _are_together(parts)):
                continue
            if count_again(parts):
                continue
            before = _told_before(ledger, run[start]) if before is None else before
            wholes = _wholes(ledger, run, start, stop, before, common)
            if not slips.can_make_up_one(wholes, parts):
                continue  # most lists: the cues need not be weighed
            cues = [(_sum_cue(run, start, stop, whole), whole) for whole in wholes]
            cues.sort(key=lambda c: -c[0])
            for rank, (cue, whole) in enumerate(cues):
                relation = make(whole, parts, SUM, "sum.prose", what_of(whole))
                if cue > NONE and _is_told(whole, parts) and not _is_written(parts) and not relation.holds():
                    yield CandidateRelation(relation, cue, rank + 1)


def _is_bound(entry: Entry) -> bool:
    """Whether a bare number is the end of an interval: [80, 90)."""
    spot = entry.spot
    return spot is not None and bool(
        patterns.search(r"[\[［]\s*$", spot.gap) or patterns.match(r"\s*[)\]）］]", spot.tail)
    )


def _is_told(whole: Entry, parts: Sequence[Entry]) -> bool:
    """Points of several goals stand beside each other everywhere; they make up what is called a total of them.

    What was taken off makes up no prize, either, in points or in money.
    """
    first, total = parts[0].spot, whole.spot
    taken = any(p.spot and _TAKEN.search(p.spot.head) for p in parts)
    if (
        taken
        and total
        and (_GIVEN.search(total.head) or (whole.dimension == "score" and not _TAKEN.search(total.head)))
    ):
        return False  # what was taken off makes up what was taken off, and nothing that was given
    if whole.dimension != "score":
        return True
    return bool((total and _TOTAL.search(total.head)) or (first and OPENS.search(first.gap)))


def _is_written(parts: Sequence[Entry]) -> bool:
    """Whether a calculation is printed (=19.95+9.78), which is held against itself elsewhere."""
    second = parts[1].spot
    return second is not None and second.gap.rstrip().endswith(("+", "-", "×"))


def _are_together(parts: Sequence[Entry]) -> bool:
    """Whether two amounts stand in one clause, or are by their names all there is: “；” ends what was told.

    “其中甲A。乙B”: so does the end of a sentence what “其中” takes out of an amount, unless what is left follows.
    """
    first, second = parts
    if second.spot is None or first.spot is None:
        return True
    closed = bool(patterns.search("[；;]", second.spot.gap))
    if first.sentence != second.sentence:
        closed = closed or ("其中" in first.spot.gap and not _WITHOUT.search(second.spot.gap))
    return not closed or is_complete([e.label for e in parts])


def _is_list(run: list[Entry], start: int, stop: int) -> bool:
    """Whether a stretch begins where a list is opened and ends where it is closed."""
    first, last = run[start], run[stop - 1]
    if first.sentence != last.sentence or first.spot is None:
        return False
    opened = start == 0 or run[start - 1].sentence != first.sentence or bool(OPENS.search(first.spot.gap))
    opened = opened or run[start - 1].is_whole or start == 1
    closed = stop == len(run) or run[stop].sentence != last.sentence
    if not closed:
        spot = run[stop].spot
        closed = spot is not None and bool(_TOTAL.search(spot.head) or OPENS.search(spot.gap))
        # “分别为a、b和c，…”: joined by “、” and “和” up to the comma.
        joined = all(p.spot is not None and _JOINED.match(p.spot.gap) for p in run[start + 1 : stop])
        closed = closed or (joined and spot is not None and not _JOINED.match(spot.gap))
    return opened and closed


def _is_item_before(run: list[Entry], start: int, stop: int, whole: Entry) -> bool:
    """Whether a whole is an item of the list that its parts stand in: “逾期46件，涉及甲18件，乙17件，其余11件”."""
    at = next((i for i, e in enumerate(run[:start]) if e is whole), start)
    between = [e.spot.gap for e in run[at + 1 : start + 1] if e.spot is not None]
    if at == start or whole.is_whole:
        return False
    if all(patterns.match(r"[)）]?\s*、", gap) for gap in between):
        return True
    if at != start - 1 or OPENS.search(between[0]):
        return False
    if patterns.match(r"\s*[；;]", between[0]):
        return True
    least = whole.rough + sum(e.rough for e in run[start:stop])
    return at > 0 and run[at - 1].sentence == whole.sentence == run[start].sentence and run[at - 1].rough >= least


_NEXT = re.compile(rf"[)）]?\s*、(?:(?!{_TOTAL.pattern})[^，。；、])*")
_JOINED = re.compile(r"^[^，。；,]{0,2}(?:、|和|与|及)")


def _told_before(ledger: Ledger, first: Entry) -> list[Entry]:
    """The amounts told last before a list that can be added to its items."""
    return [e for e in ledger.before(first, 14) if e.role == "plain" and not e.mention.hedge and addable(e, first)]


def _wholes(
    ledger: Ledger, run: list[Entry], start: int, stop: int, before: list[Entry], common: Sequence[Entry]
) -> list[Entry]:
    first = run[start]
    found = [*run[max(0, start - 1) : start], *run[stop : stop + 1]]
    found += [e for e in run[max(0, start - 8) : start] if e.is_whole]
    found += run[:1] if start else []
    if stop - start > 2 or is_complete([e.label for e in run[start:stop]]):
        found += [e for e in before if e.is_whole][:2] + before[:4]
        if _REST.search(run[stop - 1].label):
            found += [e for e in ledger.around(first, first) if e.is_whole and addable(e, first)][:3]
    else:
        found += before[:4] + [e for e in before if e.is_whole][:1]
    least, parts = sum([e.rough for e in run[start:stop]]), {id(e) for e in run[start:stop]}
    kept = {id(e): e for e in found if 0.1 * least < e.rough < 10 * least}
    kept |= {id(e): e for e in common if len(parts) > 2 and id(e) not in parts and addable(e, first)}
    return list(kept.values())


def _sum_cue(run: list[Entry], start: int, stop: int, whole: Entry) -> float:
    parts = run[start:stop]
    first, last = parts[0], parts[-1]
    assert first.spot is not None and last.spot is not None
    gap = first.spot.gap
    unfinished = is_open(parts) or any(p.spot and _OPEN_END.search(p.spot.gap) for p in parts)
    if ADDED.search(gap) or not are_flat(parts) or (unfinished and not _MAIN.search(gap)):
        return NONE
    # The main ones may be all there are: it takes a sum that hardly fits by accident.
    cue = OPEN if unfinished else 0.0
    labels = [p.label for p in parts]
    if is_complete(labels) or _REST.search(last.label):
        cue += 1.5
    behind = whole.index > last.index
    if whole.depth > first.depth and whole.sentence != first.sentence:
        return NONE  # what stands in a bracket is no whole of what follows it
    ahead = bool(start) and whole is run[start - 1]
    if _is_item_before(run, start, stop, whole):
        return NONE
    beside = ahead or (stop < len(run) and whole is run[stop])
    if behind and beside and whole.spot is not None and _NEXT.fullmatch(whole.spot.gap):
        return -1.0  # the item behind them in their own list
    cue += 0.5 * bool(beside)
    cue += 0.6 * bool(whole.is_whole and (behind or beside))
    if not behind and patterns.search(r"其中|分别|：|:|包括|[(（]", gap):
        cue += 0.8
    cue += 0.8 * (ahead and bool(_AMONG.match(whole.spot.tail if whole.spot else "")))
    mine = {id(p) for p in parts}
    # The two or three amounts of a sentence, and the last one told before it.
    around = run[max(0, start - 2) : stop + 2]
    alone = all(id(e) in mine for e in around if e.sentence == first.sentence) and whole.sentence != first.sentence
    cue += 0.5 * (alone and not behind and first.sentence - whole.sentence <= 2)
    name = core(whole.label)
    if len(name) >= 2 and all(name in label or likeness(name, label) >= 0.6 for label in labels):
        cue += 0.8
    if behind and whole.spot is not None and (_REST.search(whole.label) or _REST.match(whole.spot.head)):
        return NONE  # what is left is no sum of what was told
    return cue if cue or len(parts) > 2 else NONE
