"""The book of findings (勾稽发现): what does not agree inside the tables of one unit and year, each fault told once.

The gate writes it while it checks; page, index, audit notebook and 勾稽核对.xlsx read it. Nothing is repaired and
nothing is interpreted: a finding shows both figures, how the second arises, and where the first stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from evallib.identities.calculations import Disagreement

if TYPE_CHECKING:
    from evallib.checks.rules.rule import Rule

Severity = Literal["score", "contradiction", "rounding", "wording"]
SUMS = {"件": "sum.count", "人": "sum.count", "分": "sum.score"}
CALCULATIONS = {
    "printed_execution_rate": "rate.execution",
    "published_score_rate": "rate.score",
    "amount_yuan": "product.amount",
    "rate": "rate.sample",
}
OPERATIONS = {"ratio": "rate.table", "product": "product.amount", "growth": "growth.table", "complement": "rate.sample"}
#: What makes a doubt about a cell's unit or scale explain the sums and rates that it spoils.
EXPLAINS = {"unit": ("sum", "product", "rate", "share", "growth")}


@dataclass(frozen=True)
class TableFinding:
    """A printed figure that differs from what the others of its table make of it.

    Args:
        table: the table kind.
        code: stable reason "family.what", e.g. "sum.amount".
        severity: ``score`` (a 合计 is touched), ``contradiction``, ``rounding`` or ``wording``.
        message: one Chinese sentence.
        printed, recomputed: both figures with their unit.
        arithmetic: how the second arises.
        file, sheet, cell: where the first stands.
        further: cells of the same sheet whose disagreement this one explains.
    """

    table: str
    code: str
    severity: Severity
    message: str
    printed: str
    recomputed: str
    arithmetic: str
    file: str
    sheet: str
    cell: str
    further: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The part of the code before the point."""
        return self.code.partition(".")[0]

    @property
    def place(self) -> str:
        """File, sheet and cell as one phrase."""
        return f"{self.file} › {self.sheet} › {self.cell}"

    @property
    def places(self) -> list[str]:
        """The place, and those of the cells that this finding explains."""
        return [self.place, *(f"{self.file} › {self.sheet} › {cell}" for cell in self.further if cell != self.cell)]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the gate's record."""
        told = asdict(self)
        return told if self.further else {name: value for name, value in told.items() if name != "further"}


def code_of(rule: Rule) -> str:
    """The reason code of what a rule of a suite finds; empty where a disagreement is no finding (types of columns)."""
    unit, arguments = str(rule.kwargs.get("unit", "")), rule.kwargs
    match rule.type.removeprefix("expect_"):
        case "sums_to_agree":
            return SUMS.get(unit, "sum.amount")
        case "calculations_to_agree":
            result, operation = str(arguments.get("result")), str(arguments.get("operation"))
            return CALCULATIONS.get(result) or OPERATIONS.get(operation, "sum.balance")
        case "groups_to_add_up":
            return "sum.weight" if unit == "分" else "share.sum"
        case "shares_to_agree":
            return "rate.share"
        case "completion_rates_to_agree":
            return "rate.completion"
        case "one_money_unit" | "one_rate_scale":
            return "unit.column"
    return ""


def severity_of(code: str, found: Disagreement, row_kind: str) -> Severity:
    """How grave a disagreement is.

    >>> found = Disagreement(0, "n", "合计", "4", "3", "1 + 2 = 3")
    >>> severity_of("sum.amount", found, "total"), severity_of("rate.execution", found, "total")
    ('score', 'contradiction')
    """
    if code.startswith("unit."):
        return "wording"
    if found.rounding:
        return "rounding"
    return "score" if code.startswith("sum.") and row_kind == "total" else "contradiction"


def severest(severities: Iterable[Severity]) -> Severity:
    """The gravest of several.

    >>> severest(["rounding", "contradiction"])
    'contradiction'
    """
    return min(severities, key=get_args(Severity).index)


def each_once(findings: Iterable[TableFinding]) -> list[TableFinding]:
    """Without repetitions: of one cell and family the first; and without what a doubt about the same cell explains."""
    kept: dict[tuple[str, str], TableFinding] = {}
    for finding in findings:
        kept.setdefault((finding.place, finding.family), finding)
    explained = {(finding.place, family) for finding in kept.values() for family in EXPLAINS.get(finding.family, ())}
    return [finding for key, finding in kept.items() if key not in explained]


def read_findings(record: Mapping[str, Any] | None) -> list[TableFinding]:
    """The findings that a gate recorded."""
    return [
        TableFinding(**finding | {"further": tuple(finding.get("further", ()))})
        for finding in (record or {}).get("findings", [])
    ]


def other_problems(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The problems of a record that are not told as findings already."""
    told = {
        (finding["file"], finding["sheet"], cell)
        for finding in record.get("findings", [])
        for cell in (finding["cell"], *finding.get("further", ()))
    }
    return [
        problem
        for problem in record["problems"]
        if problem["code"] not in TOLD_AS_FINDINGS or (problem["file"], problem["sheet"], problem["cell"]) not in told
    ]


#: Codes of problems that a suite's identities give: each that disagrees stands in the book as well.
TOLD_AS_FINDINGS = frozenset(
    f"checks.expect_{name}"
    for name in (
        "sums_to_agree",
        "calculations_to_agree",
        "groups_to_add_up",
        "shares_to_agree",
        "completion_rates_to_agree",
        "one_money_unit",
        "one_rate_scale",
    )
)
