"""Outcome (结果): corrections as findings, and relations that hold as agreements."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evallib.audit.findings import Agreement, Confidence, Finding, Severity
from evallib.audit.ledger import HUNDRED, Claim, Relation
from evallib.audit.ledger.choose import Choice
from evallib.audit.ledger.corrections import REPORT, UNIT_SLIP, Correction
from evallib.audit.ledger.means.named_means import is_mean_of_others
from evallib.model import patterns
from evallib.parsing.claims.cues import DOWN, UP
from evallib.parsing.claims.mentions import write_value

HIGH = 0.88
#: Two of the last places of a figure, in halves of one.
TAIL = 4
#: From here on a slip makes a doubt a finding: of a sum, and of a rate, whose digits seldom fit by accident.
SLIPPED_SUM, SLIPPED_RATE, NEARLY_ALL = 0.695, 0.625, 0.9


def findings_of(choice: Choice) -> list[Finding]:
    """One finding for every fault."""
    return [_finding(c) for c in choice.corrections] + [_turned(r) for r in choice.turned]


def agreements_of(choice: Choice) -> list[Agreement]:
    """One agreement for every relation that holds and would be missed, however many ways of reading lead to it."""
    found: dict[tuple[object, ...], Agreement] = {}
    for tie in choice.agreed:
        relation = tie.relation
        arithmetic = _arithmetic(relation, holds=True)
        key = arithmetic, *map(id, relation.entries)
        if key not in found:
            places = tuple(dict.fromkeys(e.place for e in tie.figures))
            found[key] = Agreement(relation.code, str(relation.result), arithmetic, places)
    return [*found.values(), *map(_common, choice.common)]


def _finding(correction: Correction) -> Finding:
    entry, mends = correction.entry, correction.mends
    main = next((r for r in mends if r.result is entry), mends[0])
    code = (
        "unit.column"
        if correction.cause == UNIT_SLIP and main.code == "sum.table" and main.result is entry
        else main.code
    )
    # Where no slip of the pen leads from one figure to the other, words were misread more often than figures mistyped.
    apart = {frozenset(id(e) for e in r.entries if e is not entry and e is not r.result) for r in mends}
    told = {frozenset(map(id, r.entries)) for r in mends}
    several = min(len(apart), len(told)) > 1
    sure = correction.evidence >= HIGH and (correction.cause or several) and not all(map(_is_tail, mends))
    reported = correction.evidence >= REPORT or _is_borne_out(correction, main)
    confidence: Confidence = "high" if sure else "medium" if reported else "low"
    others = [r for r in mends if r.result is not entry]
    alone = len(mends) == 1 and main.result is not entry and correction.cause != UNIT_SLIP
    if alone and main.expected() is not None:
        return _single(main, correction, confidence)
    touched = list(dict.fromkeys(str(r.result) for r in others))
    printed = str(entry) + (f"（牵连：{'、'.join(touched)}）" if touched else "")
    lines = dict.fromkeys(_told(relation) for relation in [main, *(r for r in mends if r is not main)])
    note = f"；若 {entry} 实为 {correction.text}，以上均成立" if main.result is not entry or others else ""
    if main.result is entry and not others:
        message = f"{main.what}：{_against(main, correction.text)}"
    else:
        message = f"{main.what}不符：{entry} 疑为 {correction.text}，同时解释 {len(mends)} 处关系"
        if len(mends) == 1:
            message = f"{main.what}不符：{entry} 疑为 {correction.text}（{correction.cause}）"
    places = tuple(dict.fromkeys([entry.place, *(e.place for r in mends for e in r.entries)]))
    severity = _severity(main)
    causes = (correction.cause,) if correction.cause and correction.sure else ()
    return Finding(
        code, severity, confidence, message, printed, correction.text, "；".join(lines) + note, places, (), causes
    )


def _is_tail(relation: Relation) -> bool:
    """Whether a sum of rounded figures is off by no more than two of its last places: digits cut off may be as many."""
    total = relation.expected() if relation.formula.kind == "sum" else None
    half = relation.result.half
    return total is not None and abs(total - relation.result.value) <= TAIL * half


def _is_borne_out(correction: Correction, main: Relation) -> bool:
    """Whether one wrong digit explains what the words say all but surely.

    On texts with one digit changed such doubts lay on the change in all but one of forty-five cases: few slips give a
    rate of four digits, or a total that words tell plainly. A point that moved in 100%, marks, means of what
    another sentence counts and what is only told twice are left open.
    """
    left_open = main.result.value == HUNDRED or main.result.dimension == "score" or is_mean_of_others(main)
    if not correction.cause or left_open or main.code.startswith("same."):
        return False
    if main.formula.kind != "sum" or main.result.dimension == "percent":
        return correction.evidence >= SLIPPED_RATE
    # Of two amounts one may be what was done of all, and the other a part of it: there the words have to say so.
    apart = len(main.terms) > 2 or max(t.rough for t in main.terms) <= NEARLY_ALL * main.result.rough
    return correction.evidence >= SLIPPED_SUM and (apart or main.strength >= SLIPPED_SUM)


def _severity(relation: Relation) -> Severity:
    """Totals and scores are what a reader acts on."""
    return "score" if relation.code in {"sum.score", "sum.weight", "sum.table"} else "contradiction"


def _single(relation: Relation, correction: Correction, confidence: Confidence) -> Finding:
    """One relation fails alone: told by its result; that another figure may be wrong is only a possible cause."""
    shown = _shown(relation, relation.holds(), plain=True)
    cause = f"若 {correction.entry} 实为 {correction.text}（{correction.cause}），则相符" if correction.cause else ""
    severity = _severity(relation)
    return Finding(
        relation.code,
        severity,
        confidence,
        f"{relation.what}：{_against(relation, shown)}",
        str(relation.result),
        shown,
        _told(relation),
        tuple(dict.fromkeys(e.place for e in relation.entries)),
        (),
        (cause,) if cause and correction.sure else (),
    )


def _turned(relation: Relation) -> Finding:
    entry = relation.result
    assert entry.spot is not None
    words = entry.spot.head
    ups, downs = patterns.findall(UP, words), patterns.findall(DOWN, words)
    word = (ups or downs or [words])[-1]
    right = "下降" if ups else "上升"
    shown = relation.write()
    return Finding(
        "growth.direction",
        "contradiction",
        "high",
        f"升降方向与数字相反：文字说“{word}” {entry}，数字为 {shown}",
        f"{word}{entry}",
        f"{right}{entry}",
        shown,
        tuple(dict.fromkeys(e.place for e in relation.entries)),
    )


def _against(relation: Relation, shown: str) -> str:
    """What is printed and what it should be; a figure printed twice is not computed."""
    printed = relation.result
    return f"此处为 {printed}，另处为 {shown}" if _is_twice(relation) else f"重算为 {shown}，报告为 {printed}"


def _told(relation: Relation) -> str:
    return _arithmetic(relation) if _is_twice(relation) else f"{_arithmetic(relation)}，报告为 {relation.result}"


def _is_twice(relation: Relation) -> bool:
    """Whether a relation says that one figure is printed a second time."""
    return relation.code.startswith("same.") and len(relation.terms) == 1


def _arithmetic(relation: Relation, holds: bool | None = None) -> str:
    holds = relation.holds() if holds is None else holds
    if _is_twice(relation) and not holds:
        other = relation.terms[0]
        return f"{relation.result}（{relation.result.place}） ≠ {other}（{other.place}）"
    text = f"{relation.write()} = {_shown(relation, holds)}"
    return f"{text}（{relation.note}）" if relation.note else text


def _shown(relation: Relation, holds: bool, plain: bool = False) -> str:
    """The recomputed value: with the places of the printed one, in the arithmetic with enough to see the difference."""
    mention = relation.result.mention
    if relation.formula.kind == "ratio" and holds:
        return str(relation.result)
    value = relation.expected()
    if value is None:
        return "无法计算"
    value = abs(value) if relation.result.value >= 0 and relation.formula.kind != "sum" else value
    places = mention.decimals
    if not holds and not plain:
        # Enough places to see that it is another figure.
        same = mention.printed_with(value) == mention.printed_with(mention.value)
        places = max(places + 2 if same else places, 2 if mention.dimension == "percent" else places)
    return write_value(value, mention, places)


def _common(group: Sequence[Claim]) -> Agreement:
    pairs = [(c.readings[0].terms[0], c.entry) for c in group]
    words = "、".join(f"{part} 占 {share}" for part, share in pairs[:6])
    part, share = pairs[0]
    whole = Fraction(part.value) * 100 / share.value
    places = tuple(e.place for pair in pairs for e in pair)
    return Agreement(
        "rate.share", str(share), f"{words}：可由同一总数（约 {float(whole):.0f}）得出，总数未印出", places
    )
