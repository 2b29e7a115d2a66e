"""Across documents (几份文件之间): this year's 上年 against last year's figure, form against report, book against text.

A figure is told by its name, its year and its kind. Two documents that each tell one figure of a name must tell the
same one; that they do not is a finding where one slip of the pen leads from one to the other, or where their other
figures agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.joins.told_figures import YEAR, Key, Told, named_figures, tells_year
from evallib.audit.ledger import Entry
from evallib.audit.ledger.slips import digits_of, is_slip, unit_slips
from evallib.audit.reading.document import Document
from evallib.parsing.plain_text import squeeze


def compare(
    documents: Sequence[Document], entries: Sequence[Sequence[Entry]], undated: Set[int] = frozenset()
) -> Iterator[Finding | Agreement]:
    """Compare every two documents.

    Args:
        documents: as read, each with its year.
        entries: the figures of each.
        undated: which of them tell no year of their own: of these most that has a name has to agree.
    """
    told = [
        named_figures(n, document, figures)
        for n, (document, figures) in enumerate(zip(documents, entries, strict=True))
    ]
    for n in range(len(told)):
        for other in range(n + 1, len(told)):
            found = list(_pairs(told[n], told[other], _follow_each_other(documents[n], documents[other])))
            held = sum(isinstance(item, Agreement) for item in found)
            if undated.isdisjoint({n, other}) or held > len(found) - held:
                yield from found


def _follow_each_other(a: Document, b: Document) -> int:
    """The year of the earlier of two reports of one name that tell two years running, 0 of others."""
    if not a.year or abs(a.year - b.year) != 1:
        return 0
    titles = {
        YEAR.sub("", squeeze(next((p.text for _, p in d.paragraphs if YEAR.search(p.text)), d.name))) for d in (a, b)
    }
    return min(a.year, b.year) if len(titles) == 1 else 0


def _pairs(ours: dict[Key, list[Told]], theirs: dict[Key, list[Told]], followed: int) -> Iterator[Finding | Agreement]:
    both = [key for key in ours if key in theirs]
    single = [(key, ours[key][0], theirs[key][0]) for key in both if _one(ours[key]) and _one(theirs[key])]
    agreeing = {key for key, a, b in single if _equal(a.entry, b.entry)}
    differing = {key for key, _, _ in single} - agreeing
    for key, a, b in single:
        if key in agreeing:
            places = tuple(t.entry.place for t in (*ours[key], *theirs[key]))
            yield Agreement("same.document", str(a.entry), f"{a.entry} = {b.entry}（{_name(a, key)}）", places)
        elif key[::2] != ("执行率", "资金") or ("执行", key[1], "资金") not in differing:  # a rate follows its amount
            # What is spoken of as spent may be a part of all funds: of that only a slip of the pen tells.
            told_again = key[1] == followed and key[2] != "资金" and any(tells_year(t.entry, followed) for t in (a, b))
            finding = _finding(a, b, key, len(agreeing), len(single) - len(agreeing), told_again=told_again)
            if finding is not None:
                yield finding


def _one(told: Sequence[Told]) -> bool:
    """Whether a document tells one figure of this name, however often."""
    return all(_equal(told[0].entry, t.entry) for t in told[1:])


def _equal(a: Entry, b: Entry) -> bool:
    # A form may name the unit of its money nowhere near: 万元, as the amount beside it.
    scales = (1, 10_000) if "" in {a.dimension, b.dimension} and "money" in {a.dimension, b.dimension} else (1,)
    one, other = (a, b) if not a.dimension else (b, a)
    return any(
        abs(one.value * scale - other.value) <= max(one.mention.half * scale, other.mention.half) for scale in scales
    )


def _finding(a: Told, b: Told, key: Key, agreeing: int, others: int, *, told_again: bool) -> Finding | None:
    cause = is_slip(digits_of(str(a.entry)), digits_of(str(b.entry)))
    if any(abs(value - b.entry.value) <= b.entry.mention.half for value, _ in unit_slips(a.entry.mention)):
        cause = "计量单位写错"
    digits = len(digits_of(str(a.entry)).replace(".", ""))
    telling = bool(cause) and digits >= 4
    # Documents about the same thing: many of their figures agree, or this one tells the year that the other was about.
    related = (agreeing >= 3 and agreeing > others) or told_again
    if not cause and not related:
        return None  # the same words for two things
    confidence: Confidence = "high" if telling and agreeing else "medium" if telling or related else "low"
    name = _name(a, key)
    return Finding(
        "same.document",
        "contradiction",
        confidence,
        f"{key[1]}年“{name}”在两份文件里不同：{a.entry.place.file} 为 {a.entry}，{b.entry.place.file} 为 {b.entry}",
        str(a.entry),
        str(b.entry),
        f"{a.entry} ≠ {b.entry}" + (f"（两份文件另有 {agreeing} 个同名的数相符）" if agreeing else ""),
        (a.entry.place, b.entry.place),
        (),
        (cause,) if cause else (),
    )


def _name(told: Told, key: Key) -> str:
    entry = told.entry
    column = entry.path[-1] if entry.role == "cell" and entry.path else ""
    label = told.name or entry.label
    return f"{label}{f'·{column}' if column and column != label else ''}" or key[0]
