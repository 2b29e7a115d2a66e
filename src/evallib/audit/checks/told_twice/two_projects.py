"""Two projects (两个项目的指标表): tables that score the same codes, each of them for a project of its own."""

from __future__ import annotations

from itertools import combinations

from evallib.audit.reading.facts import Facts

#: Of so many shared indicators more than one is scored otherwise.
SHARE = 3


def told_of_two(facts: Facts) -> set[str]:
    """The codes of tables that score more than one, and more than one in three, of their indicators otherwise.

    Args:
        facts: a document with two such tables, one for each project or each assessor; one slip makes no second project.
    """
    tables = [{row.code: row for row in rows if row.score is not None} for rows in facts.score_rows]
    apart: set[str] = set()
    for one, other in combinations(tables, 2):
        shared = one.keys() & other.keys()
        differ = sum(one[code].score.value != other[code].score.value for code in shared)  # type: ignore[union-attr]
        if differ > 1 and differ * SHARE > len(shared):
            apart |= shared
    return apart
