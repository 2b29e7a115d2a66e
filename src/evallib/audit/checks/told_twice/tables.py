"""Same rows (两张表中的同一行): rows of one name in two tables, under columns of one kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from evallib.audit.checks.score_rows import has_codes
from evallib.audit.checks.title_scope import same_scope
from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.identities import SAME, Identity
from evallib.audit.ledger.slips import is_slip
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.figures import Figure
from evallib.audit.reading.grid import Grid
from evallib.audit.reading.roles import subtotal_name
from evallib.model import patterns
from evallib.parsing.cells import MONEY_FACTORS

FUNDS = ("initial_budget", "adjusted_budget", "executed")
PRICED = ("quantity", "amount")
NAMES = {"initial_budget": "年初预算", "adjusted_budget": "调整后预算", "executed": "执行（决算）", "quantity": "数量",
         "amount": "金额"}  # fmt: skip
Result = Iterator[Identity | Finding | Agreement]
OUTERMOST = 3  # digits of an account of the first level
SLIPS, RARELY = 3, 8  # so many rows may differ, and of many that agree one in eight
FEW = 8  # rows: of longer tables with other titles one may hold what the other does not
MANY = 12  # a figure that more tables than this print ties none of them together


def same_tables(facts: Facts) -> Result:
    """Rows of the same name in two tables, under columns of the same kind."""
    tables: list[tuple[Grid, dict[tuple[str, str, str], list[Figure]]]] = []
    for grid in facts.grids:
        if has_codes(grid):
            continue
        found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        for row in grid.rows:
            label = (subtotal_name(row.label) or row.label) + _code(grid, row.index)
            for column, figure in row.figures.items():
                head = grid.heads[column]
                if head.role in FUNDS + PRICED and len(label) >= 4 and row.kind != "total":
                    found[label, head.role, head.period].append(figure)
        if found:
            tables.append((grid, found))
    for first, second in _sharing([found for _, found in tables]):
        if not _are_one(tables[first][0], tables[second][0]) and same_scope(
            tables[first][0].table.title, tables[second][0].table.title
        ):
            yield from _pair(tables[first][1], tables[second][1])


def _are_one(first: Grid, second: Grid) -> bool:
    """Whether two bands are one table that goes on under its own header: no row of it stands twice."""
    return first.block == second.block and first.heads == second.heads


def _code(grid: Grid, row: int) -> str:
    """The number of an account below the outermost (21999): its name, 其他支出, is also that of another."""
    cells = grid.table.rows[row]
    code = "".join(cells[c].text.strip() for c, head in grid.heads.items() if head.role == "code" and c < len(cells))
    return code if code.isdigit() and len(code) > OUTERMOST else ""


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
    """Two tables speak of the same things if all but a few rows agree; only then is a difference one."""
    results: list[Agreement | Identity | None] = []
    long = min(len(mine), len(theirs)) > FEW
    for (label, role, period), figures in mine.items():
        exact = any((label, role) == (name, kind) for name, kind, _ in theirs)
        for (other, other_role, other_period), others in theirs.items():
            twice = label != other and any((other, role) == (name, kind) for name, kind, _ in mine)
            named = label == other or (not exact and not twice and _ends_with(label, other))
            if role in PRICED:  # a price list writes the size behind the name, another in a column of its own
                named = named or label.startswith(other) or other.startswith(label)
            if named and role == other_role and (not period or not other_period or period == other_period):
                results += _same_set(label, other, role, figures, others, long)
    agreeing = sum(isinstance(result, Agreement) for result in results)
    # Slips are few: tables of which many rows differ are of two scopes (全区 and 各市县), whatever else they share.
    if agreeing >= 2 and len(results) - agreeing <= max(SLIPS, agreeing // RARELY):
        yield from filter(None, results)


def _ends_with(a: str, b: str) -> bool:
    """Whether one name is the other with words before it that do not make it another thing (其他, 非)."""
    short, long = sorted((a, b), key=len)
    return long.endswith(short) and not patterns.search("其[他它]|[非不未无事公]$", long.removesuffix(short))


def _same_set(
    label: str, other: str, role: str, mine: list[Figure], theirs: list[Figure], long: bool
) -> list[Agreement | Identity | None]:
    shared = {f.value for f in mine} & {f.value for f in theirs}
    if shared:
        value = next(iter(shared))
        places = tuple(f.place for f in [*mine, *theirs] if f.value == value)
        text = f"“{label}”的{NAMES[role]}在两张表中一致"
        return [Agreement("same.table", f"{value}", text, places)] if value else []
    if mine[0].unit and theirs[0].unit and mine[0].unit != theirs[0].unit:
        return []
    if any(len({f.value for f in figures}) > 1 for figures in (mine, theirs)):
        return [None]  # 一般行政管理事务 stands under every account: its name does not say which
    name = label if label == other else f"{label}”与“{other}"
    what = f"两张表中“{name}”的{NAMES[role]}应一致"
    confidence: Confidence = "high" if label == other else "medium"
    if long and mine[0].unit in MONEY_FACTORS and not is_slip(mine[0].text, theirs[0].text):
        confidence = "low"  # two amounts of which nothing explains the difference may be of two scopes
    return [Identity("same.table", what, mine[0], (theirs[0],), SAME, "contradiction", confidence)]
