"""Claims (人工声明的勾稽关系): named figures and formulas for what text extraction cannot know.

::

    report: 某镇2023年度部门整体支出绩效评价报告
    figures:
      - {name: 人员经费, value: "60.50", unit: 万元, quote: "60.50"}
      - {name: 公用经费, value: "9.50", unit: 万元, quote: "9.50"}
      - {name: 基本支出, value: "70.00", unit: 万元, line: "12"}
    claims:
      - {name: 基本支出构成, result: 基本支出, formula: 人员经费 + 公用经费}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Literal

from evallib.audit.expression import ExpressionError, evaluate, names_in
from evallib.audit.identities import Identity, decimal_of
from evallib.audit.reading.document import Document, Paragraph, Place
from evallib.audit.reading.figures import Figure
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.strict_yaml import Strict, load_model
from evallib.parsing.plain_text import half_width, squeeze


class ClaimedFigure(Strict):
    """A figure that a person has read in the report; `quote` or `line` says where."""

    name: str
    value: str
    unit: str = ""
    label: str = ""
    quote: str = ""
    line: str = ""


class Claim(Strict):
    """`result` (the name of a figure) should equal `formula`."""

    name: str
    result: str
    formula: str
    severity: Literal["score", "contradiction", "rounding", "wording"] = "contradiction"
    note: str = ""


class ClaimFile(Strict):
    """A claims file (声明文件)."""

    report: str = ""
    figures: list[ClaimedFigure]
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula over named figures."""

    text: str
    names: tuple[str, ...]

    def value(self, terms: Sequence[Fraction]) -> Fraction | None:
        """The value, or None if a denominator is 0."""
        try:
            return Fraction(evaluate(self.text, dict(zip(self.names, map(decimal_of, terms), strict=True))))
        except ExpressionError:
            return None

    def solve(self, index: int, terms: Sequence[Fraction], result: Fraction) -> Fraction | None:
        """Solved where the formula is linear in the figure."""
        zero, one, two = (self.value([*terms[:index], Fraction(x), *terms[index + 1 :]]) for x in (0, 1, 2))
        if zero is None or one is None or two is None or one == zero or two - one != one - zero:
            return None
        return (result - zero) / (one - zero)

    def write(self, terms: Sequence[str]) -> str:
        """The formula with the printed figures in place of the names."""
        text = self.text
        for name, term in sorted(zip(self.names, terms, strict=True), key=lambda pair: -len(pair[0])):
            text = text.replace(name, term)
        return text


def read_claims(path: Path, document: Document) -> list[Identity]:
    """Read a claims file and find its figures in the report.

    Raises:
        EvallibError: unknown keys or names, values that are not numbers, quotations that the report does not hold.
    """
    file = load_model(path, ClaimFile)
    problems: list[Problem] = []
    figures: dict[str, Figure] = {}
    for item in file.figures:
        figure = _figure(item, document, str(path), problems)
        if figure:
            figures[item.name] = figure
    identities = list(_identities(file, figures, {item.name for item in file.figures}, str(path), problems))
    if problems:
        raise EvallibError(problems)
    return identities


def _figure(item: ClaimedFigure, document: Document, file: str, problems: list[Problem]) -> Figure | None:
    text = item.value.replace(",", "").strip().rstrip("%")
    try:
        value = Decimal(text)
    except InvalidOperation:
        problems.append(
            Problem("claims.value", f"“{item.name}”的数值不是数字", file=file, value=item.value, expected="例如 12.34")
        )
        return None
    place = _locate(item, document)
    if place is None:
        problems.append(
            Problem(
                "claims.quote",
                f"报告中找不到“{item.name}”的引文",
                file=file,
                value=item.quote or f"第{item.line}行",
                advice="引文须与报告原文一致（空格不计），并包含该数字",
            )
        )
        return None
    decimals = len(text.partition(".")[2])
    return Figure(value, item.value, item.unit, decimals, place, item.label or item.name)


def _locate(item: ClaimedFigure, document: Document) -> Place | None:
    """The digits inside the quotation, or on the named line; without either the figure has no place."""
    if not item.quote and not item.line:
        return Place(-1, 0, 0, 0, item.name)
    digits = item.value.strip()
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            at = block.text.find(digits)
            while at >= 0:
                lines_up = not item.line or str(block.line_at(at)) == item.line
                if lines_up and squeeze(half_width(item.quote)) in squeeze(half_width(block.text)):
                    return document.place_in_paragraph(index, at, at + len(digits))
                at = block.text.find(digits, at + 1)
            continue
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                at = cell.text.find(digits)
                words = squeeze(half_width("".join(other.text for other in row)))
                lines_up = not item.line or str(cell.line) == item.line
                if at >= 0 and lines_up and squeeze(half_width(item.quote)) in words:
                    return document.place_in_table(index, r, c, at, at + len(digits))
    return None


def _identities(
    file: ClaimFile, figures: dict[str, Figure], declared: set[str], path: str, problems: list[Problem]
) -> Iterator[Identity]:
    for claim in file.claims:
        names = names_in(claim.formula)
        unknown = [name for name in [claim.result, *names] if name not in declared]
        for name in unknown:
            problems.append(
                Problem(
                    "claims.name",
                    f"“{claim.name}”用到没有声明的数字“{name}”",
                    file=path,
                    value=claim.formula,
                    advice=did_you_mean(name, declared),
                )
            )
        if unknown or any(name not in figures for name in [claim.result, *names]):
            continue
        terms = tuple(figures[name] for name in names)
        formula = Expression(claim.formula, tuple(names))
        try:
            evaluate(claim.formula, {name: figures[name].value for name in names})
        except ExpressionError as error:
            problems.append(
                Problem("claims.formula", f"“{claim.name}”的算式有误：{error}", file=path, value=claim.formula)
            )
            continue
        yield Identity(
            "claim.formula", claim.name, figures[claim.result], terms, formula, claim.severity, "high", note=claim.note
        )
