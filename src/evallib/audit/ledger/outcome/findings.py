"""Findings (发现): every correction told by the relation that says most, and changes told the wrong way round."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.audit.findings import Confidence, Finding, Severity
from evallib.audit.ledger import Relation
from evallib.audit.ledger.choose import Choice
from evallib.audit.ledger.corrections import UNIT_SLIP, Correction
from evallib.audit.ledger.outcome.certainty import confidence_of
from evallib.audit.ledger.outcome.writing import against, shown_of, told
from evallib.model import patterns
from evallib.parsing.claims.cues import DOWN, UP


def findings_of(choice: Choice) -> list[Finding]:
    """One finding for every fault."""
    return [_finding(c) for c in choice.corrections] + [_turned(r) for r in choice.turned]


def _finding(correction: Correction) -> Finding:
    entry, mends = correction.entry, correction.mends
    main = next((r for r in mends if r.result is entry), mends[0])
    code = (
        "unit.column"
        if correction.cause == UNIT_SLIP and main.code == "sum.table" and main.result is entry
        else main.code
    )
    confidence = confidence_of(correction, main)
    alone = len(mends) == 1 and main.result is not entry and correction.cause != UNIT_SLIP
    if alone and main.expected() is not None:
        return _single(main, correction, confidence)
    mends = _once([main, *mends])
    others = [r for r in mends if r.result is not entry]
    touched = list(dict.fromkeys(str(r.result) for r in others))
    printed = str(entry) + (f"（牵连：{'、'.join(touched)}）" if touched else "")
    lines = dict.fromkeys(map(told, mends))
    note = f"；若 {entry} 实为 {correction.text}，以上均成立" if main.result is not entry or others else ""
    right = correction.text
    if main.result is entry and not others:
        if correction.cause != UNIT_SLIP and main.expected() is not None:
            right = shown_of(main, False, plain=True)  # a slip that rounding lets pass is not what comes out
        message = f"{main.what}：{against(main, right)}"
    else:
        message = f"{main.what}不符：{entry} 疑为 {correction.text}，同时解释 {len(mends)} 处关系"
        if len(mends) == 1:
            message = f"{main.what}不符：{entry} 疑为 {correction.text}"
            message += f"（{correction.cause}）" if correction.cause else ""
    places = tuple(dict.fromkeys([entry.place, *(e.place for r in mends for e in r.entries)]))
    severity = _severity(main)
    causes = (correction.cause,) if correction.cause and correction.sure else ()
    return Finding(code, severity, confidence, message, printed, right, "；".join(lines) + note, places, (), causes)


def _once(relations: Sequence[Relation]) -> list[Relation]:
    """Relations without those turned round: a = b + c and b = a − c are one to a reader."""
    found: dict[frozenset[int], Relation] = {}
    for relation in relations:
        found.setdefault(frozenset(map(id, relation.entries)), relation)
    return list(found.values())


def _severity(relation: Relation) -> Severity:
    """Totals and scores are what a reader acts on."""
    return "score" if relation.code in {"sum.score", "sum.weight", "sum.table"} else "contradiction"


def _single(relation: Relation, correction: Correction, confidence: Confidence) -> Finding:
    """One relation fails alone: told by its result; that another figure may be wrong is only a possible cause."""
    shown = shown_of(relation, relation.holds(), plain=True)
    cause = f"若 {correction.entry} 实为 {correction.text}（{correction.cause}），则相符" if correction.cause else ""
    severity = _severity(relation)
    return Finding(
        relation.code,
        severity,
        confidence,
        f"{relation.what}：{against(relation, shown)}",
        str(relation.result),
        shown,
        told(relation),
        tuple(dict.fromkeys(e.place for e in relation.entries)),
        (),
        (cause,) if cause and correction.sure else (),
        blamed=(correction.entry.place,) if cause and correction.sure else (),
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
