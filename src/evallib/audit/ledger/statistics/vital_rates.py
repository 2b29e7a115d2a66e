"""Vital rates (人口自然变动): births less deaths are what a population grew by, and both are of one population."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, LESS, RATE, Claim, Entry, Formula, Ledger, make
from evallib.audit.ledger.ratios.one_whole import name_of

_BIRTHS, _DEATHS, _NATURAL = (re.compile(rf"{name}率[^，。；]{{0,4}}$") for name in ("出生", "死亡", "自然增长"))
#: So many figures back all three rates stand.
REACH = 9
#: By definition the third rate follows from the other two.
SURE, LIKELY = 0.8, 0.55
Pair = tuple[Entry, Entry]


def vital_claims(ledger: Ledger) -> list[Claim]:
    """“出生率5.30‰，死亡率9.36‰，自然增长率-4.06‰”: the third is the first less the second.

    What looks like a minus may be a dash: where more died than were born, the fall is reckoned.
    """
    claims = []
    for born, died, natural in _triples(ledger):
        terms = (died, born) if natural.value > 0 and born.value < died.value else (born, died)
        made = make(natural, terms, LESS, "sum.difference", "人口自然增长率", SURE)
        claims.append(Claim(natural, [made], ("vital", natural.index)))
        pairs = _counted_with_rates(ledger, born, died)
        if pairs and not _is_one(pairs):
            claims.append(_of_another_population(*pairs))
    return claims


def of_one_population(ledger: Ledger) -> Iterator[list[Claim]]:
    """Births with their rate and deaths with theirs, where both give one population, which is seldom printed."""
    for born, died, _ in _triples(ledger):
        pairs = _counted_with_rates(ledger, born, died)
        if pairs and _is_one(pairs):
            parts = [make(rate, (count,), RATE, "rate.share", name_of(count)) for count, rate in pairs]
            yield [Claim(part.result, [part], ("vital", part.result.index)) for part in parts]


def _of_another_population(born: Pair, died: Pair) -> Claim:
    """Births that are no such part of the population as deaths say it is."""
    (count, rate), (dead, deaths) = born, died
    people = HUNDRED * dead.value / deaths.value
    note = f"按{deaths}、{dead}推算的总人口约{round(float(people) / count.mention.scale)}{count.mention.unit}"
    formula = Formula("sum", factor=HUNDRED / people)
    made = make(rate, (count,), formula, "rate.share", f"“{name_of(count)}”与出生率", LIKELY, note=note)
    return Claim(rate, [made], ("vital", rate.index))


def _counted_with_rates(ledger: Ledger, born: Entry, died: Entry) -> list[Pair]:
    """Births and deaths with their rates, if both are told."""
    found = [(_counted(ledger, rate, name), rate) for rate, name in ((born, "出生"), (died, "死亡"))]
    pairs = [(count, rate) for count, rate in found if count is not None]
    return pairs if len(pairs) == len(found) else []


def _is_one(pairs: Sequence[Pair]) -> bool:
    spans = [_population(count, rate) for count, rate in pairs]
    return max(low for low, _ in spans) <= min(high for _, high in spans)


def _triples(ledger: Ledger) -> Iterator[tuple[Entry, Entry, Entry]]:
    """The rates of births, of deaths and of natural growth of one paragraph."""
    for natural in ledger.prose:
        if not _is_rate(natural, _NATURAL):
            continue
        near = [e for e in ledger.back(natural, REACH) if e.paragraph == natural.paragraph]
        born = next((e for e in reversed(near) if _is_rate(e, _BIRTHS)), None)
        died = next((e for e in reversed(near) if _is_rate(e, _DEATHS)), None)
        if born is not None and died is not None:
            yield born, died, natural


def _is_rate(entry: Entry, name: re.Pattern[str]) -> bool:
    return entry.dimension == "percent" and entry.spot is not None and name.search(entry.spot.head) is not None


def _counted(ledger: Ledger, rate: Entry, name: str) -> Entry | None:
    """Who were born or died: told right before the rate."""
    before = ledger.just_before(rate)
    told = before is not None and before.paragraph == rate.paragraph and before.dimension == "count"
    return before if told and before is not None and name in before.label and before.value > 0 < rate.value else None


def _population(count: Entry, rate: Entry) -> tuple[Fraction, Fraction]:
    half = rate.mention.half
    return (count.value - count.half) / (rate.value + half), (count.value + count.half) / (rate.value - half)
