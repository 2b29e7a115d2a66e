"""States (进展分项): what was done of a number of things and what was not yet, and the grades that they were given.

“问题46个，已整改38个，正在整改8个”; “13个项目中，自评“优”8个、“良”4个、“中”1个”: each thing is in one state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, addable, make
from evallib.audit.ledger.wholes.told import is_state_behind, one_digit_mends, what_of
from evallib.model import patterns

_DONE = re.compile(r"(?:已|完成)(?:经|基本|全部)?(?P<verb>[\u4e00-\u9fff]{2})")
_OPEN = re.compile(
    r"(?:部分|正在|尚未|仍未|未|持续|正|待)[\u4e00-\u9fff]{0,2}?"
    r"(?P<verb>推进|推动|办理|处理|进行|实施|整改|落实|完成|办结|解决|化解)|(?P<later>暂缓|留作参考|[列纳]入计划)"
)
_GRADE = re.compile(r"[“\"‘](?P<grade>[优良中差])(?:秀|好|等)?[”\"’]")
_CLAUSE, _CLAUSE_OR_DIGIT = re.compile(r"[，,。；;、()（）]"), re.compile(r"[，,。；;、()（）\d]")
_ORDER = "优良中差"
GRADES, MOST, BACK = 3, 4, 12
#: How sure a list of states is all there is: right behind the whole, and further on in its paragraph.
BESIDE, TOLD = 0.7, 0.62


def state_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every number of things whose states or grades are listed behind it."""
    claims = []
    for entries in ledger.by_paragraph.values():
        counts = [e for e in entries if e.dimension == "count" and e.role == "plain" and not e.mention.hedge]
        for parts in (*_states(counts), *_grades(ledger, counts)):
            whole = _whole(ledger, parts)
            if whole is not None:
                near = parts[0].index - whole.index == 1 and whole.sentence == parts[0].sentence
                relation = make(whole, parts, SUM, "sum.prose", what_of(whole), BESIDE if near else TOLD)
                claims.append(Claim(whole, [relation], ("state", parts[0].index)))
    return claims


def _states(counts: Sequence[Entry]) -> Iterator[list[Entry]]:
    told = {id(e): _words(e) for e in counts}
    for first in counts:
        done = _DONE.search(told[id(first)])
        if done is None or _OPEN.search(told[id(first)]):
            continue
        parts, same = [first], False
        for other in counts:
            if other.index < first.index or other is first or other.depth > first.depth:
                continue
            match = _OPEN.search(told[id(other)]) if addable(other, first) else None
            if match is None or other.sentence - parts[-1].sentence > 0:
                break
            parts.append(other)
            same = same or match["verb"] in {done["verb"], "推进", "办理", "处理"}
        if (
            same
            and len(parts) <= MOST
            and not is_state_behind([e for e in counts if e.index > parts[-1].index][:1], parts[-1])
        ):
            yield parts


def _words(entry: Entry) -> str:
    """The words of the clause around a number: “已整改38个”, “8个正在推进”."""
    assert entry.spot is not None
    before = _CLAUSE.split(entry.spot.gap)[-1]
    return before + "#" + _CLAUSE_OR_DIGIT.split(entry.spot.tail, 1)[0]


def _grades(ledger: Ledger, counts: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Grades from the best down to the last that was given, of a paragraph; or of each clause of it that tells some."""
    clauses: list[list[Entry]] = [[]]
    for entry in counts:
        last = clauses[-1][-1:]
        if last and (entry.sentence != last[0].sentence or patterns.search("[；;]", _between(ledger, entry))):
            clauses.append([])
        clauses[-1].append(entry)
    lists = [clause for clause in clauses if _is_graded(ledger, clause)]
    held = sum(whole.value == sum(e.value for e in grades) for whole, *grades in lists)
    if len(lists) > 1 and held:
        yield from (grades for _, *grades in lists)
    else:
        yield from _listed_grades(ledger, counts)


def _is_graded(ledger: Ledger, clause: Sequence[Entry]) -> bool:
    """“甲处48个项目评价等级为“优”有37个、为“中”有5个、为“差”有6个”: all that a clause tells behind its own whole."""
    told = [[m["grade"] for m in _GRADE.finditer(_between(ledger, e))] for e in clause[1:]]
    return len(told) >= 2 and all(len(g) == 1 for g in told) and len({g[0] for g in told}) == len(told)


def _listed_grades(ledger: Ledger, counts: Sequence[Entry]) -> Iterator[list[Entry]]:
    found: list[tuple[str, Entry]] = []
    for entry in counts:
        grades = [m["grade"] for m in _GRADE.finditer(_between(ledger, entry))]
        if len(grades) != 1 or (found and not addable(entry, found[-1][1])):
            if found and entry.depth <= found[-1][1].depth:
                break
            continue
        found.append((grades[0], entry))
    if len(found) >= GRADES and "".join(g for g, _ in found) == _ORDER[: len(found)]:
        yield [e for _, e in found]


def _between(ledger: Ledger, entry: Entry) -> str:
    """What stands between a number and the last one that is not deeper in brackets."""
    assert entry.spot is not None
    text = entry.spot.gap
    for other in reversed(ledger.prose[max(0, entry.index - 3) : entry.index]):
        if other.paragraph != entry.paragraph or other.depth <= entry.depth or other.spot is None:
            break
        text = other.spot.gap + text
    return text


def _whole(ledger: Ledger, parts: Sequence[Entry]) -> Entry | None:
    """The last number of such things that is told before their states, and no less than any of them.

    Where none is, one state has a wrong digit: the last number, if that digit explains it.
    """
    first, most = parts[0], max(p.value for p in parts)
    told: list[Entry] = []
    for other in reversed(ledger.prose[max(0, first.index - BACK) : first.index]):
        if other.paragraph != first.paragraph:
            break
        plain = other.role == "plain" and other.depth <= first.depth and not other.is_base and not other.mention.hedge
        if plain and addable(other, first) and other.dimension == "count":
            told.append(other)
    whole = next((i for i, e in enumerate(told) if e.value >= most), None)
    if whole is None:
        return next((w for w in told[:1] if one_digit_mends(make(w, parts, SUM, "sum.prose", ""))), None)
    # “共受理1628件，其中甲29件、乙1599件，已办结1526件，正在办理102件”: what the states make up, and not the last item.
    return next((e for e in told[whole:] if e.value == sum(p.value for p in parts)), told[whole])
