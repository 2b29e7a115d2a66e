"""Rows of changes (分别增减): “分别为A和B，比上年的C和D分别增长P%和Q%”: each figure belongs to those at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, Relation, alike, make
from evallib.audit.ledger.movements.other_bases import is_real
from evallib.audit.ledger.movements.yearly_rows import YearlyRow, yearly_rows
from evallib.audit.ledger.slips import is_slipped

_AND = re.compile(r"\s*(?:、|，|和|与|及|以及)\s*(?:同比|环比)?(?:增[长加]|下降|减少|上升|提高|降低)?\s*")
_APART = re.compile(r"分别|依次|各")
SINCE = 0.7
_OF_NOW = re.compile("[今本当]年|[本当今]期")
_SINCE, _OVER_YEARS = re.compile(r"[比较](?P<year>20\d\d)年"), re.compile(r"[两三四]年(?:间|来|内|共|净|累计|合计)")
_BEFORE = re.compile(r"上年|去年|同期|[比较][^，。；]*20\d\d年|上[月季]|前年")


@dataclass(frozen=True, slots=True)
class Rows:
    """What is told of several things at once: amounts, those of the year before, changes and rates of growth."""

    now: Sequence[Entry]
    base: Sequence[Entry]
    change: Sequence[Entry]
    growth: Sequence[Entry]


def paired_claims(ledger: Ledger, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with those of rows instead of what was read without them: where all places of a row but one hold.

    Args:
        ledger: the figures.
        claims: as read one by one.
    """
    told: dict[int, Claim] = {}
    mixed: list[tuple[set[int], set[int]]] = []
    for entries in ledger.by_sentence.values():
        if len(entries) >= 4 and any(e.role in {"growth", "change"} for e in entries):
            alone = [{id(e) for e in run} for run in _runs(entries) if len(run) >= 3 and run[0].role == "change"]
            mixed += [(run, run) for run in alone]  # changes of several things make up none of each other
            for rows in _rows(ledger, entries):
                found = [c for row in _relations(rows) for c in _agreed(row)]
                told |= {id(c.entry): c for c in found}
                if found:
                    mixed.append(({id(e) for e in rows.now}, {id(e) for e in (*rows.base, *rows.change)}))
    for relations in _yearly(ledger):
        told |= {id(c.entry): c for c in _agreed(relations)}
    kept = [_without_mixed(c, mixed) for c in claims if id(c.entry) not in told] if told or mixed else claims
    return [*(c for c in kept if c.readings), *told.values()]


def _since(row: YearlyRow, behind: Sequence[Entry]) -> Iterator[list[Relation]]:
    """“2014年、2015年、2016年支出分别为A、B、C，两年净增D”, “比2014年多D”: the last of them less an earlier one."""
    last = row.entries[-1]
    for entry in behind:
        if entry.role != "change" or not alike(entry, last) or entry.spot is None:
            continue
        if any(e.role == "plain" and alike(e, entry) and e.index < entry.index for e in behind):
            return  # “…，2023年筹资合计970元，比2021年增加120元”: another thing is told before the change
        if _OF_NOW.search(entry.spot.head):
            continue  # “82天（前三年同期分别为74天、77天和79天，今年较2021年多8天）”
        named = _SINCE.search(entry.spot.head)
        at = row.years.index(int(named["year"])) if named and int(named["year"]) in row.years else -1
        if at < 0 and _OVER_YEARS.search(entry.spot.head):
            at = 0
        if at >= 0 and row.entries[at] is not last:
            formula = Formula("sum", signs=(1, -1), factor=Fraction(entry.direction or 1))
            relation = make(entry, (last, row.entries[at]), formula, "sum.difference", "增减额", SINCE)
            solved = [(e.mention, relation.solved(e)) for e in relation.entries]
            if relation.holds() or any(value is not None and is_slipped(m, value) for m, value in solved):
                yield [relation]


def _yearly(ledger: Ledger) -> Iterator[list[Relation]]:
    """“三年收入分别为A、B、C，后两年分别增长P和Q”: each rate is of the amount before, each change as well."""
    for row in yearly_rows(ledger.prose):
        if not row.is_successive or is_real(row.entries[0]):
            continue
        sentence, last = row.entries[0].sentence, row.entries[-1]
        behind = [e for e in ledger.prose[last.index + 1 : last.index + 12] if e.sentence == sentence]
        behind = [e for e in behind if e.depth <= last.depth]  # “11.86万件（即118642件），分别增长…”
        yield from _since(row, behind)
        for run in _runs(behind):
            if run[0].role not in {"growth", "change"} or len(run) not in {len(row.entries), len(row.entries) - 1}:
                continue
            grew = run[0].role == "growth"
            if grew and run[0].dimension != "percent":
                continue
            found = []
            for entry, old, new in zip(run[::-1], row.entries[-2::-1], row.entries[:0:-1], strict=False):
                sign = entry.direction or run[0].direction or 1
                if grew:
                    formula, code, what = Formula("change", factor=sign * HUNDRED), "growth.prose", "增长率"
                else:
                    formula = Formula("sum", signs=(1, -1), factor=Fraction(sign))
                    code, what = "sum.difference", "增减额"
                if grew or alike(new, entry):
                    found.append(make(entry, (new, old), formula, code, what))
            yield found
            break


def _without_mixed(claim: Claim, mixed: Sequence[tuple[set[int], set[int]]]) -> Claim:
    """A claim without the readings that make an amount of what is told of the several things of its row."""
    sets = [now | others for now, others in mixed if id(claim.entry) in now]
    kept = [r for r in claim.readings if not any(sum(id(t) in mine for t in r.terms) > 1 for mine in sets)]
    return claim if len(kept) == len(claim.readings) else Claim(claim.entry, kept, claim.group)


def _rows(ledger: Ledger, entries: Sequence[Entry]) -> Iterator[Rows]:
    runs = [run for run in _runs(entries) if len(run) >= 2]
    growth = [run for run in runs if run[0].role == "growth" and run[0].dimension == "percent"]
    changes = [run for run in runs if run[0].role == "change" and run[0].is_amount]
    bases = [run for run in runs if run[0].role != "change" and run[0].is_amount and _is_base(run[0])]
    for count in {len(run) for run in (*growth, *changes)}:
        fitting = [[r for r in kind if len(r) == count] for kind in (growth, changes, bases)]
        if any(len(kind) > 1 for kind in fitting):
            continue
        rate, change, base = (kind[0] if kind else [] for kind in fitting)
        told = [row for row in (rate, change, base) if row]
        if not any(row[0].spot is not None and _APART.search(row[0].spot.gap) for row in told):
            continue
        first = min(row[0].index for row in told)
        before = [e for e in ledger.prose[max(0, first - 4 * count) : first] if e.paragraph == entries[0].paragraph]
        now = [e for e in before if e.is_amount and e.role not in {"change", "growth"} and not _is_base(e)][-count:]
        if len(now) == count and all(alike(a, b) for row in (change, base) for a, b in zip(now, row, strict=False)):
            yield Rows(now, base, change, rate)


def _runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    run: list[Entry] = []
    for entry in entries:
        if run and entry.spot is not None and _AND.fullmatch(entry.spot.gap) and _go_together(run, entry):
            run.append(entry)
            continue
        if run:
            yield run
        run = [entry]
    if run:
        yield run


def _go_together(run: Sequence[Entry], entry: Entry) -> bool:
    """Whether a figure goes on with a row: of one kind, or “分别减少41起、14人和317.5万元”, “去年分别为42起、22人”."""
    first = run[0]
    opened = first.spot is not None and (first.role == "change" or _is_base(first)) and _APART.search(first.spot.gap)
    return alike(run[-1], entry) or (bool(opened) and entry.is_amount)


def _is_base(entry: Entry) -> bool:
    return entry.is_base or (entry.spot is not None and bool(_BEFORE.search(entry.spot.gap)))


def _relations(rows: Rows) -> Iterator[list[Relation]]:
    """The relations of a row of rates, and of a row of changes."""
    if rows.growth and (rows.base or rows.change):
        found = []
        for at, entry in enumerate(rows.growth):
            sign = entry.direction or rows.growth[0].direction or 1
            if rows.base:
                terms, formula = (rows.now[at], rows.base[at]), Formula("change", factor=sign * HUNDRED)
            else:
                way = rows.change[at].direction or rows.change[0].direction or sign
                terms, formula = (rows.change[at], rows.now[at]), Formula("change_by", signs=(way,), factor=HUNDRED)
            found.append(make(entry, terms, formula, "growth.prose", "增长率" if sign > 0 else "降幅"))
        yield found
    if rows.change and rows.base:
        found = []
        for at, entry in enumerate(rows.change):
            sign = entry.direction or rows.change[0].direction or 1
            formula = Formula("sum", signs=(1, -1), factor=Fraction(sign))
            found.append(make(entry, (rows.now[at], rows.base[at]), formula, "sum.difference", "增减额"))
        yield found


def _agreed(row: list[Relation]) -> Iterator[Claim]:
    """Claims of a row of which all places but one hold at least, or whose words tell of what."""
    held = sum(relation.holds() for relation in row)
    if held >= max(1, len(row) - 1) or all(relation.strength for relation in row):
        for relation in row:
            relation.strength = relation.strength or 0.9
            yield Claim(relation.result, [relation], ("row change", relation.result.index))
