"""Same figure (同一数字): repeated sentences, text against tables, table against table, totals against text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from evallib.audit.checks.brackets import levels
from evallib.audit.checks.score_rows import has_codes
from evallib.audit.checks.told_twice.tables import FUNDS, NAMES, Result, same_tables
from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.identities import SAME, Identity
from evallib.audit.joins.repeats.apart import SCOPE
from evallib.audit.ledger import SUM
from evallib.audit.reading.facts import Facts, Sentence
from evallib.audit.reading.figures import Figure
from evallib.audit.reading.grid import Grid, GridRow
from evallib.audit.reading.plans import told_as
from evallib.audit.reading.roles import role_of
from evallib.model import patterns
from evallib.parsing.cells import MONEY_FACTORS
from evallib.parsing.plain_text import squeeze

_OWN = re.compile(r"^\s*(?:该|此|其(?![中他它余]))|(?:该|本|此)(?:项|指标)|满分|权重\d|权重 \d")

#: What goes on with the sentence before it has another subject in every place.
_GOES_ON = re.compile(r"\s*(?:[再另]?加上?|减去|扣除|剔除|其中|收入[总合]计|支出[总合]计|收支)")
#: What says a figure of the words in front of it.
_SAID = re.compile(r"[为是达至到共得各约有：:（(，,、\d]\s*$")
#: So many characters at the head of two sentences, and their whole second half, make them one form of words.
ALIKE = 2
#: A sentence of so many characters is not said twice of two things.
LONG = 40

#: So many digits are equal by no accident.
TELLING = 3
#: No slip of the pen but in the first digit makes a figure so many times another.
FAR = 3
APART = 1  # paragraphs between a summary and the body that repeats it


def check(facts: Facts) -> Result:
    """All comparisons of a figure with itself elsewhere."""
    yield from _twins(facts)
    yield from _text_and_rows(facts)
    yield from same_tables(facts)
    yield from _column_totals(facts)
    yield from _units(facts)


def _twins(facts: Facts) -> Result:
    """Sentences that are equal but for their figures (摘要 and 正文)."""
    twins: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in facts.sentences:
        if (
            sentence.figures
            and not _OWN.search(sentence.text)
            and not _GOES_ON.match(sentence.text)
            and patterns.search(r"[，；;。]|,(?!\d{3})", sentence.text)
        ):
            twins[_mask(sentence)].append(sentence)
    ends = Counter((mask[:ALIKE], mask[len(mask) // 2 :]) for mask in twins)
    for mask, sentences in twins.items():
        if ends[mask[:ALIKE], mask[len(mask) // 2 :]] > 1:
            continue  # “病例7…在甲地就学…”, “病例8…在乙地工作…”: the form of words of many cases
        variants = {tuple(figure.value for figure in sentence.figures) for sentence in sentences}
        if len(sentences) < 2 or len(mask) < 18 or len(variants) > 2:
            continue  # more variants than two are a form of words, filled in for one place after another
        first = sentences[0]
        for other in sentences[1:]:
            if other.block - first.block <= APART:
                continue  # neighbours in one form of words: what was asked for and what was done
            if _are_of_another(facts, first, other) or _bear_two_numbers(first, other):
                continue
            pairs = list(zip(first.figures, other.figures, strict=True))
            equal = sum(a.value == b.value for a, b in pairs)
            if equal * 2 < len(pairs) if len(pairs) > 1 else len(mask) < LONG:
                continue  # of one figure a few words alone say that it is told again, and of equal ones no more
            for a, b in pairs:
                if equal == 1 and len(pairs) > 1 and _are_far_apart(a, b):
                    continue  # “收入41.3亿元，增长6%” of a city, “收入1.06亿元，增长6%” of its zone
                confidence = _confidence(pairs)
                what = f"同一句话在两处的“{b.label}”应相同"
                yield Identity("same.sentence", what, b, (a,), SAME, "contradiction", confidence)


def _are_of_another(facts: Facts, one: Sentence, other: Sentence) -> bool:
    """Whether the words in front say “全市” of the one and “市本级” of the other, which goes on with them."""
    mine, theirs = (SCOPE.findall(getattr(facts.document.blocks[s.block], "text", "")[: s.start]) for s in (one, other))
    if mine and theirs and mine[-1] != theirs[-1]:
        return True
    return len({told_as(facts.document, s.block) for s in (one, other)}) > 1


def _bear_two_numbers(one: Sentence, other: Sentence) -> bool:
    """“病例7为…”, “病例9为…”: two figures that count nothing stand right behind their noun, and name two things."""
    return any(
        a.value != b.value and not a.unit and not a.decimals and not _SAID.search(one.before(a))
        for a, b in zip(one.figures, other.figures, strict=True)
    )


def _confidence(pairs: Sequence[tuple[Figure, Figure]]) -> Confidence:
    """How sure it is that a sentence is said twice: of few digits some are equal by accident under any two headings."""
    equal = [a for a, b in pairs if a.value == b.value]
    telling = sum(len(patterns.sub(r"\D", "", a.text).strip("0")) >= TELLING for a in equal)
    if telling > 1:
        return "high"
    return "medium" if telling or len(equal) == len(pairs) - 1 != 1 else "low"


def _are_far_apart(a: Figure, b: Figure) -> bool:
    """Whether two figures are of things of another size."""
    least, most = sorted((abs(a.value), abs(b.value)))
    return most > FAR * least


def _mask(sentence: Sentence) -> str:
    text, last = [], 0
    for figure in sentence.figures:
        text.append(sentence.text[last : figure.place.start - sentence.start] + "#" + figure.unit)
        last = figure.place.end - sentence.start
    return squeeze("".join(text) + sentence.text[last:])


def _text_and_rows(facts: Facts) -> Result:
    """“项目支出年初预算 a，调整后预算 b” against the table row that has one of the two."""
    rows = [(grid, row) for grid in facts.grids if not has_codes(grid) for row in grid.rows]
    index: dict[tuple[str, Decimal], list[tuple[Grid, GridRow, int]]] = defaultdict(list)
    for grid, row in rows:
        for column, figure in row.figures.items():
            if grid.heads[column].role in FUNDS and figure.value:
                index[grid.heads[column].role, figure.value].append((grid, row, column))
    for sentence in facts.sentences:
        for _, level in levels(sentence):
            for left, right in pairwise(level):
                roles = _fund_role(left.label), _fund_role(right.label)
                if not roles[0] or not roles[1] or roles[0] == roles[1] or left.unit != right.unit:
                    continue
                if patterns.search(r"[;；。]", sentence.between(left, right)):
                    continue
                yield from _anchored(sentence, (left, right), (roles[0], roles[1]), index)


@lru_cache(maxsize=8192)
def _fund_role(label: str) -> str:
    label = patterns.sub(r"[为是至约达共]+$", "", label)
    if patterns.search(r"调减至?$|调增至?$|调整至?$|调整后", label):
        return "adjusted_budget"
    role = role_of(label[-10:])
    return role if role in FUNDS else ""


def _anchored(
    sentence: Sentence,
    pair: tuple[Figure, Figure],
    roles: tuple[str, str],
    index: dict[tuple[str, Decimal], list[tuple[Grid, GridRow, int]]],
) -> Result:
    against: list[tuple[Figure, Figure, GridRow]] = []
    text = squeeze(sentence.text)
    for known, other, role, other_role in ((*pair, *roles), (pair[1], pair[0], roles[1], roles[0])):
        for grid, row, column in index.get((role, known.value), ()):
            group = grid.heads[column].group
            cells = [
                row.figures[c] for c in grid.columns(other_role) if c in row.figures and grid.heads[c].group == group
            ]
            if known.period and grid.heads[column].period not in {"", known.period}:
                continue
            if any(cell.value == other.value for cell in cells):
                places = (other.place, known.place, cells[0].place, row.figures[column].place)
                yield Agreement("same.row", f"{known}、{other}", f"与“{row.label}”行一致", places)
                return
            if cells and row.label and row.label in text:
                against.append((other, cells[0], row))
    for other, cell, row in against[:1]:
        what = f"文字中的“{other.label}”应与表中“{row.label}”一致"
        yield Identity("same.row", what, other, (cell,), SAME, "contradiction", "high")


def _column_totals(facts: Facts) -> Result:
    """A list without a total row against the total that the text names for the same column."""
    named: dict[str, Counter[Decimal]] = defaultdict(Counter)
    figures: dict[tuple[str, Decimal], Figure] = {}
    for figure in facts.prose:
        role = _fund_role(figure.label)
        if role and figure.unit in MONEY_FACTORS and not figure.hedge:
            named[role][figure.value] += 1
            figures.setdefault((role, figure.value), figure)
    sums: Counter[tuple[str, Decimal]] = Counter()
    missed: list[tuple[tuple[str, Decimal], Decimal, Grid, tuple[Figure, ...]]] = []
    for grid in facts.grids:
        if has_codes(grid) or any(row.kind != "line" for row in grid.rows):
            continue
        for role in FUNDS:
            for column in grid.columns(role):
                cells = tuple(row.figures[column] for row in grid.rows if column in row.figures)
                total = sum((cell.value for cell in cells), Decimal(0))
                most = max((cell.value for cell in cells), default=Decimal(0))
                wholes = [v for v, n in named[role].most_common() if n >= 2 and v > most]
                if len(cells) < 2 or not wholes or not total:
                    continue
                sums[role, total] += 1
                fit = next((v for v in named[role] if v == total), None)
                best = fit if fit is not None else wholes[0]
                if Decimal("0.5") < total / best < 2:
                    missed.append(((role, best), total, grid, cells))
    for (role, best), total, grid, cells in missed:
        # What the text tells belongs to this table where a digit would mend it, or where another table adds up to it.
        if total == best or sums[role, best] or len((total - best).normalize().as_tuple().digits) == 1:
            what = f"“{grid.table.title or '表'}”{NAMES[role]}各行之和应等于文中总数"
            yield Identity("same.total", what, figures[role, best], cells, SUM, "contradiction", "medium")


def _units(facts: Facts) -> Result:
    """The same digits once in 元 and once in 万元."""
    cells: dict[Decimal, list[Figure]] = defaultdict(list)
    for grid in facts.grids:
        for row in grid.rows:
            for figure in row.figures.values():
                if figure.unit in MONEY_FACTORS and figure.decimals >= 2 and len(figure.text.replace(",", "")) >= 6:
                    cells[figure.value].append(figure)
    for figure in facts.prose:
        same = cells.get(figure.value, ())
        if (
            figure.unit in MONEY_FACTORS
            and same
            and figure.decimals >= 2
            and all(cell.unit != figure.unit for cell in same)
        ):
            cell = same[0]
            yield Finding(
                "unit.slip",
                "contradiction",
                "high",
                f"同一数字的计量单位不一：文字为 {figure}，表中为 {cell}",
                str(figure),
                str(cell),
                f"{figure} = {cell.text} {figure.unit}，表中以{cell.unit}计",
                (figure.place, cell.place),
                causes=("计量单位（元、万元）写错",),
            )
