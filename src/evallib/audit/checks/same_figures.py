"""Same figure (同一数字): repeated sentences, text against tables, table against table, totals against text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise

from evallib.audit.checks.brackets import levels
from evallib.audit.checks.score_rows import has_codes
from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.formulas import Same, Sum
from evallib.audit.identities import Identity
from evallib.audit.reading.document import Figure
from evallib.audit.reading.facts import Facts, Sentence
from evallib.audit.reading.grid import Grid, GridRow
from evallib.audit.reading.numerals import MONEY, squeeze
from evallib.audit.reading.roles import role_of, subtotal_name

FUNDS = ("initial_budget", "adjusted_budget", "executed")
PRICED = ("quantity", "amount")
NAMES = {"initial_budget": "年初预算", "adjusted_budget": "调整后预算", "executed": "执行（决算）", "quantity": "数量",
         "amount": "金额"}  # fmt: skip
_OWN = re.compile(r"(?:该|本|此)(?:项|指标)|满分|权重\d|权重 \d")

Result = Iterator[Identity | Finding | Agreement]
APART = 1  # paragraphs between a summary and the body that repeats it
MANY = 12  # a figure that more tables than this print ties none of them together


def check(facts: Facts) -> Result:
    """All comparisons of a figure with itself elsewhere."""
    yield from _twins(facts)
    yield from _text_and_rows(facts)
    yield from _tables(facts)
    yield from _column_totals(facts)
    yield from _units(facts)


def _twins(facts: Facts) -> Result:
    """Sentences that are equal but for their figures (摘要 and 正文)."""
    twins: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in facts.sentences:
        if sentence.figures and not _OWN.search(sentence.text) and re.search(r"[，,；;。]", sentence.text):
            twins[_mask(sentence)].append(sentence)
    for mask, sentences in twins.items():
        variants = {tuple(figure.value for figure in sentence.figures) for sentence in sentences}
        if len(sentences) < 2 or len(mask) < 18 or len(variants) > 2:
            continue  # more variants than two are a form of words, filled in for one place after another
        first = sentences[0]
        for other in sentences[1:]:
            if other.block - first.block <= APART:
                continue  # neighbours in one form of words: what was asked for and what was done
            pairs = list(zip(first.figures, other.figures, strict=True))
            equal = sum(a.value == b.value for a, b in pairs)
            if equal * 2 < len(pairs) and (len(pairs) > 1 or len(mask) < 40):
                continue
            for a, b in pairs:
                confidence: Confidence = "high" if equal or len(mask) >= 60 else "medium"
                what = f"同一句话在两处的“{b.label}”应相同"
                yield Identity("same.sentence", what, b, (a,), Same(), "contradiction", confidence)


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
                separate = re.search(r"[;；。]", sentence.between(left, right))
                if not roles[0] or not roles[1] or roles[0] == roles[1] or separate or left.unit != right.unit:
                    continue
                yield from _anchored(sentence, (left, right), (roles[0], roles[1]), index)


@lru_cache(maxsize=8192)
def _fund_role(label: str) -> str:
    label = re.sub(r"[为是至约达共]+$", "", label)
    if re.search(r"调减至?$|调增至?$|调整至?$|调整后", label):
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
        yield Identity("same.row", what, other, (cell,), Same(), "contradiction", "high")


def _tables(facts: Facts) -> Result:
    """Rows of the same name in two tables, under columns of the same kind."""
    tables: list[tuple[Grid, dict[tuple[str, str, str], list[Figure]]]] = []
    for grid in facts.grids:
        if has_codes(grid):
            continue
        found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        for row in grid.rows:
            label = subtotal_name(row.label) or row.label
            for column, figure in row.figures.items():
                head = grid.heads[column]
                if head.role in FUNDS + PRICED and len(label) >= 4 and row.kind != "total":
                    found[label, head.role, head.period].append(figure)
        if found:
            tables.append((grid, found))
    for first, second in _sharing([found for _, found in tables]):
        yield from _pair(tables[first][1], tables[second][1])


def _sharing(tables: list[dict[tuple[str, str, str], list[Figure]]]) -> list[tuple[int, int]]:
    """Pairs of tables with two figures in common; only these can speak of the same things."""
    where: dict[tuple[str, object], set[int]] = defaultdict(set)
    for number, table in enumerate(tables):
        for (_, role, _), figures in table.items():
            for figure in figures:
                if figure.value:
                    where[role, figure.value].add(number)
    pairs: Counter[tuple[int, int]] = Counter()
    for numbers in where.values():
        if 1 < len(numbers) <= MANY:
            pairs.update(combinations(sorted(numbers), 2))
    return sorted(pair for pair, count in pairs.items() if count >= 2)


def _pair(mine: dict[tuple[str, str, str], list[Figure]], theirs: dict[tuple[str, str, str], list[Figure]]) -> Result:
    """Two tables speak of the same things if they agree as often as not; only then is a difference one."""
    results: list[Agreement | Identity] = []
    for (label, role, period), figures in mine.items():
        exact = any((label, role) == (name, kind) for name, kind, _ in theirs)
        for (other, other_role, other_period), others in theirs.items():
            named = label == other or (not exact and _ends_with(label, other))
            if role in PRICED:  # a price list writes the size behind the name, another in a column of its own
                named = named or label.startswith(other) or other.startswith(label)
            if named and role == other_role and (not period or not other_period or period == other_period):
                results += _same_set(label, other, role, figures, others)
    agreeing = sum(isinstance(result, Agreement) for result in results)
    if agreeing >= 2 and agreeing * 2 >= len(results):
        yield from results


def _ends_with(a: str, b: str) -> bool:
    """Whether one name is the other with words before it that do not make it another thing (其他, 非)."""
    short, long = sorted((a, b), key=len)
    return long.endswith(short) and not re.search("其[他它]|[非不未无事公]$", long.removesuffix(short))


def _same_set(
    label: str, other: str, role: str, mine: list[Figure], theirs: list[Figure]
) -> list[Agreement | Identity]:
    shared = {f.value for f in mine} & {f.value for f in theirs}
    if shared:
        value = next(iter(shared))
        places = tuple(f.place for f in [*mine, *theirs] if f.value == value)
        text = f"“{label}”的{NAMES[role]}在两张表中一致"
        return [Agreement("same.table", f"{value}", text, places)] if value else []
    if mine[0].unit and theirs[0].unit and mine[0].unit != theirs[0].unit:
        return []
    name = label if label == other else f"{label}”与“{other}"
    what = f"两张表中“{name}”的{NAMES[role]}应一致"
    confidence: Confidence = "high" if label == other else "medium"
    return [Identity("same.table", what, mine[0], (theirs[0],), Same(), "contradiction", confidence)]


def _column_totals(facts: Facts) -> Result:
    """A list without a total row against the total that the text names for the same column."""
    named: dict[str, Counter[Decimal]] = defaultdict(Counter)
    figures: dict[tuple[str, Decimal], Figure] = {}
    for figure in facts.prose:
        role = _fund_role(figure.label)
        if role and figure.unit in MONEY and not figure.hedge:
            named[role][figure.value] += 1
            figures.setdefault((role, figure.value), figure)
    for grid in facts.grids:
        if has_codes(grid) or any(row.kind != "line" for row in grid.rows):
            continue
        for role in FUNDS:
            for column in grid.columns(role):
                cells = [row.figures[column] for row in grid.rows if column in row.figures]
                total = sum((cell.value for cell in cells), Decimal(0))
                wholes = [
                    v
                    for v, n in named[role].most_common()
                    if n >= 2 and v > max((c.value for c in cells), default=Decimal(0))
                ]
                if len(cells) < 2 or not wholes or not total:
                    continue
                fit = next((v for v in named[role] if v == total), None)
                best = fit if fit is not None else wholes[0]
                near = Decimal("0.5") < total / best < 2
                if near:
                    what = f"“{grid.table.title or '表'}”{NAMES[role]}各行之和应等于文中总数"
                    yield Identity(
                        "same.total", what, figures[role, best], tuple(cells), Sum(), "contradiction", "medium"
                    )


def _units(facts: Facts) -> Result:
    """The same digits once in 元 and once in 万元."""
    cells: dict[Decimal, list[Figure]] = defaultdict(list)
    for grid in facts.grids:
        for row in grid.rows:
            for figure in row.figures.values():
                if figure.unit in MONEY and figure.decimals >= 2 and len(figure.text.replace(",", "")) >= 6:
                    cells[figure.value].append(figure)
    for figure in facts.prose:
        same = cells.get(figure.value, ())
        if figure.unit in MONEY and same and all(cell.unit != figure.unit for cell in same):
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
