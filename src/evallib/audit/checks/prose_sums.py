"""Prose sums (文字中的分项): "共 … 件，其中 A a 件、B b 件" and its relatives.

An enumeration is exhaustive only if it says so. A list marked 主要, 较多, 等 … may fall short of the whole and is only
checked for exceeding it. Where more than one whole is named before 其中, the readings are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from evallib.audit.document import Figure
from evallib.audit.facts import Facts, Sentence
from evallib.audit.findings import Confidence
from evallib.audit.formulas import Sum
from evallib.audit.identities import Identity
from evallib.audit.roles import role_of

PEOPLE = {"个", "名", "人", "位"}
_INTRO = re.compile(r"其中|包括|包含|分别|主要|类型[是为]|组成")
_PARTIAL = re.compile(
    r"主要|较多|部分|例如|比如|如下列|前[三五十]|突出|集中在|包含|重点|不含|之一|等(?=[\s,，、;；。)]|$)"
)
_TOTAL = re.compile(r"(?<!公)共(?![公和同享事卫安识服管])|合计|总计|总数|总量|总额|累计")
_CHANGE = re.compile(r"减少|增加|下降|上升|增长|同比|环比|提高|降低|压减|调减|调增|节约|较上|比上|超")
_TRAILING = re.compile(r"^(?:共计?|合计|总计|共有|总共)$")
_STRONG = "、和及与"
_WEAK = "，,；;"


@dataclass(frozen=True, slots=True)
class Listing:
    """Items that follow a whole; `partial` if the words say that the list is not complete."""

    wholes: tuple[Figure, ...]
    items: tuple[Figure, ...]
    partial: bool
    strong: bool


def check(facts: Facts) -> Iterator[Identity]:
    """Every enumeration of every sentence."""
    before: Sentence | None = None
    for sentence in facts.sentences:
        same_paragraph = before if before and before.block == sentence.block else None
        for listing in _listings(sentence, same_paragraph):
            identity = _identity(listing)
            if identity:
                yield identity
        before = sentence


def _listings(sentence: Sentence, before: Sentence | None) -> Iterator[Listing]:
    for whole, level in levels(sentence):
        if whole is not None:
            yield from _one_level(sentence, (whole,), level, "(")
        for at, figure in enumerate(level):
            if _CHANGE.search(figure.label):
                continue
            following = level[at + 1 :]
            if not following:
                continue
            gap = _gap(sentence, figure, following[0])
            if re.search(r"[;；]", gap):
                continue
            if _INTRO.search(gap) or _TOTAL.search(figure.label):
                yield from _one_level(sentence, (figure,), following, gap)
        yield from _trailing(sentence, level)
    opening = re.match(r"\s*(其中|(?=.{2,14}主要[是为]))", sentence.text)
    if opening and before and sentence.figures:
        top = next(level for whole, level in levels(sentence) if whole is None)
        wholes = [f for f in before.figures if top and _alike(f, top[0]) and not _CHANGE.search(f.label)]
        parallel = list(_parallel(sentence, top, wholes))
        yield from parallel
        if wholes and not parallel:
            yield from _one_level(sentence, tuple(wholes), top, sentence.before(top[0]))


def levels(sentence: Sentence) -> list[tuple[Figure | None, list[Figure]]]:
    """Figures by bracket: the figures outside brackets, then those inside each bracket with the figure before it."""
    levels: list[tuple[Figure | None, list[Figure]]] = [(None, [])]
    stack = [0]
    figures = iter([*sentence.figures, None])
    figure = next(figures)
    for offset, character in enumerate(sentence.text):
        while figure is not None and figure.place.start - sentence.start == offset:
            levels[stack[-1]][1].append(figure)
            figure = next(figures)
        if character == "(":
            outside = levels[stack[-1]][1]
            whole = outside[-1] if outside and outside[-1].place.end - sentence.start >= offset - 2 else None
            levels.append((whole, []))
            stack.append(len(levels) - 1)
        elif character == ")" and len(stack) > 1:
            stack.pop()
    return [levels[0], *((whole, level) for whole, level in levels[1:] if level)]


def _one_level(
    sentence: Sentence, wholes: tuple[Figure, ...], level: Sequence[Figure], intro: str
) -> Iterator[Listing]:
    usable = [f for f in level if _alike(f, wholes[0]) and not _CHANGE.search(f.label)]
    if not usable or level[0] is not usable[0]:
        return
    if wholes[0].unit in {"分", "%", "百分点", ""}:
        return
    gaps = [_gap(sentence, left, right) for left, right in pairwise(usable)]
    if any(re.search(r"[;；]", gap) for gap in gaps) and any("其中" in gap for gap in gaps):
        items = _segments(usable, gaps)
        yield Listing(wholes, items, bool(_PARTIAL.search(intro)), strong=True)
        return
    chosen = [usable[0]]
    separator = gaps[0].strip()[:1] if gaps else ""
    partial = bool(_PARTIAL.search(intro))
    for gap, figure in zip(gaps, usable[1:], strict=True):
        mark = gap.strip()[:1]
        if _INTRO.search(gap) or (re.search(r"[;；]", gap) and separator not in {";", "；"}):
            break
        if separator in _STRONG and mark not in _STRONG and mark and mark in _WEAK:
            break
        chosen.append(figure)
    last = sentence.after(chosen[-1])[:6]
    # "主要是 A …、其他 …" names the rest, so it is complete after all.
    partial = (partial or bool(re.match(r"\s*等", last))) and not any("其他" in item.label for item in chosen)
    yield Listing(wholes, tuple(chosen), partial, strong=separator in _STRONG and bool(separator))


def _parallel(sentence: Sentence, level: Sequence[Figure], wholes: Sequence[Figure]) -> Iterator[Listing]:
    """“其中基本支出预算 a，执行 b；项目支出预算 c，执行 d”: like figures add up to the whole of their kind."""
    parts: list[list[Figure]] = [[]]
    for at, figure in enumerate(level):
        if at and re.search(r"[;；]", sentence.between(level[at - 1], figure)):
            parts.append([])
        if _alike(figure, level[0]):
            parts[-1].append(figure)
    if len(parts) < 2 or len(parts[0]) < 2 or len({len(part) for part in parts}) > 1 or level[0].unit in {"分", "%"}:
        return
    for items in zip(*parts, strict=True):
        total = sum((item.value for item in items), Decimal(0))
        near = [w for w in wholes if abs(w.value - total) <= abs(total) / 1000]
        kind = {role for item in items if (role := role_of(_plain(item.label)))}
        named = [w for w in wholes if role_of(_plain(w.label)) in kind]
        if near or named:
            whole = min(named or near, key=lambda figure: abs(figure.value - total))
            yield Listing((whole,), tuple(items), partial=False, strong=True)


def _plain(label: str) -> str:
    return re.sub(r"[为是约达共]+$", "", label)[-12:]


def _segments(usable: Sequence[Figure], gaps: Sequence[str]) -> tuple[Figure, ...]:
    """The first figure of each part between semicolons: what follows 其中 inside a part is its own list."""
    items = [usable[0]]
    for gap, figure in zip(gaps, usable[1:], strict=True):
        if re.search(r"[;；]", gap):
            items.append(figure)
    return tuple(items)


def _trailing(sentence: Sentence, level: Sequence[Figure]) -> Iterator[Listing]:
    """“A 3 件、B 4 件，共计 7 件”: the whole comes last."""
    for at, figure in enumerate(level):
        if at < 2 or not _TRAILING.match(figure.label):
            continue
        items: list[Figure] = []
        for left, right in zip(reversed(level[:at]), reversed(level[1 : at + 1]), strict=True):
            gap = _gap(sentence, left, right).strip()
            if not _alike(left, figure) or (items and gap[:1] not in _STRONG):
                break
            items.insert(0, left)
        if len(items) >= 2:
            yield Listing((figure,), tuple(items), partial=False, strong=True)


def _gap(sentence: Sentence, left: Figure, right: Figure) -> str:
    """The words between two figures without what stands in brackets."""
    text = sentence.between(left, right)
    for _ in range(3):
        text = re.sub(r"\([^()]*\)", "", text)
    return re.sub(r"^[^()]*\)|\([^()]*$", "", text)


def _alike(left: Figure, right: Figure) -> bool:
    return left.unit == right.unit or {left.unit, right.unit} <= PEOPLE


def _identity(listing: Listing) -> Identity | None:
    items = listing.items
    for whole in listing.wholes:
        for count in range(len(items), 1, -1):
            if sum(item.value for item in items[:count]) == whole.value and (count == len(items) or not listing.strong):
                return Identity("sum.prose", _what(whole), whole, items[:count], Sum())
    if len(items) < 2:
        return None
    total = sum((item.value for item in items), Decimal(0))
    wholes = sorted(listing.wholes, key=lambda figure: figure.value)
    if listing.partial and total <= wholes[-1].value:
        return None
    values = {figure.value for figure in wholes}
    readings: tuple[str, ...] = ()
    confidence: Confidence = "high" if abs(total - wholes[-1].value) * 10 <= wholes[-1].value else "medium"
    whole = listing.wholes[-1]
    if len(values) > 1:
        confidence = "low"
        whole = min(listing.wholes, key=lambda figure: abs(figure.value - total))
        readings = tuple(_reading(figure, total) for figure in listing.wholes)
    elif listing.partial:
        confidence = "medium"
    return Identity("sum.prose", _what(whole), whole, items, Sum(), "contradiction", confidence, readings)


def _what(whole: Figure) -> str:
    return f"“{whole.label}”的总数应等于所列各项之和" if whole.label else "总数应等于所列各项之和"


def _reading(whole: Figure, total: Decimal) -> str:
    if total > whole.value:
        return f"若是“{whole.label} {whole}”的分项，则各项之和 {total} 超过总数"
    return f"若是“{whole.label} {whole}”的分项，则只列出一部分（还差 {whole.value - total}）"
