"""The handbook of rates (指标口径手册): all definitions with formula, terms, examples, users, a page without scripts.

Generated from the definitions and from the docstrings of the methods, so that it never tells another formula than the
one that is computed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

from evallib.model.definitions.definition import COHORT_LABELS, DefinitionSet, RateDefinition, Term
from evallib.model.definitions.registry import CaseResult, check_cases, definition_sets, terms
from evallib.model.palette import css_variables
from evallib.model.workspace.files import write_text
from evallib.publish.page.html import plain_page
from evallib.publish.words import format as fmt

HANDBOOK = "handbook.html"
TITLE = "指标口径手册"
STYLE = css_variables() + (Path(__file__).parent / "assets" / "handbook.css").read_text(encoding="utf-8")
DIRECTIONS = {"increase": "越高越好", "decrease": "越低越好", "neither": "不分高低"}
BASES = {"全量": "全量统计，没有抽样误差", "抽样": "抽样，附 95% 区间", "回访": "回访中表态的工单，附 95% 区间"}


def write_handbook(folder: Path, root: Path | None = None) -> Path:
    """Write the page into a folder.

    Args:
        folder: where, e.g. the workspace's reports.
        root: folder of the workspace, whose own definitions come in.

    Returns:
        The path of the page.
    """
    page = folder / HANDBOOK
    write_text(page, render_handbook(root))
    return page


def render_handbook(root: Path | None = None) -> str:
    """The HTML of the handbook.

    >>> page = render_handbook()
    >>> "<math" in page and 'id="huacao-2023.completion_rate"' in page
    True
    """
    sets = definition_sets(root)
    examples = check_cases(sets.values(), root)
    used = _users(sets.values())
    toc = "".join(f'<li><a href="#{found.id}">{escape(found.name)}</a></li>' for found in sets.values())
    body = "".join(_set(found, [case for case in examples if case.set_id == found.id], used) for found in sets.values())
    return plain_page(
        TITLE,
        STYLE,
        f"<main><h1>{TITLE}</h1><p>各率的分子、分母、统计口径和等级权重取自口径文件，与计算所用的完全相同；"
        "名称相同的率，口径可能不同。</p>"
        f'<nav><ol>{toc}<li><a href="#terms">要素</a></li><li><a href="#methods">统计方法</a>'
        f"</li></ol></nav>{body}{_terms()}{_methods()}</main>",
    )


def _set(found: DefinitionSet, examples: list[CaseResult], used: Mapping[tuple[str, str], list[str]]) -> str:
    facts = [
        ("适用", f"{found.city or '各地'}，{found.valid_from} 至 {found.valid_to or '今'}"),
        (
            "评价年度",
            "自然年"
            if found.evaluation_year_start == 1
            else f"上年 {found.evaluation_year_start} 月至本年 {found.evaluation_year_start - 1} 月",
        ),
        ("文号", found.document_no),
        ("出处", found.source),
        ("说明", found.note),
    ]
    rates = "".join(
        _rate(found, rate, [case for case in examples if case.rate == rate.name], used) for rate in found.rates
    )
    return f'<section id="{found.id}"><h2>{escape(found.name)}</h2>{_facts(facts)}{rates}</section>'


def _rate(
    found: DefinitionSet, rate: RateDefinition, examples: list[CaseResult], used: Mapping[tuple[str, str], list[str]]
) -> str:
    known = terms()
    facts = [
        ("又称", "、".join(rate.synonyms)),
        ("统计口径", COHORT_LABELS[rate.cohort]),
        ("数据", BASES[rate.basis]),
        ("方向", DIRECTIONS[rate.better]),
        ("未到期工单", "不计" if rate.is_time_bound else ""),
        ("解释说明件", rate.explained if rate.explained != "不适用" else ""),
        ("分母为空", rate.when_empty),
        ("目标", fmt.pct(rate.target) if rate.target is not None else ""),
        ("权重分", f"{rate.points}" if rate.points else ""),
        ("说明", rate.note),
        ("出处", rate.source),
        ("使用它的指标体系", "、".join(used.get((found.id, rate.name), []))),
    ]
    parts = "".join(
        f"<li>{escape(known[name].label)}（{known[name].unit}）"
        f"{'：' + escape(known[name].meaning) if known[name].meaning else ''}</li>"
        for name in rate.terms
    )
    told = "".join(
        f"<li>{escape(case.title)}：{_value(case.got)}{'（' + escape(case.source) + '）' if case.source else ''}</li>"
        for case in examples
    )
    return (
        f'<article id="{found.id}.{rate.name}"><h3>{escape(rate.label)}</h3>'
        f'<p class="formula" tabindex="0">{formula_math(rate, known)}</p>'
        f"<p>要素：</p><ul>{parts}</ul>{_facts(facts)}"
        + (f"<p>算例：</p><ul>{told}</ul>" if told else "")
        + "</article>"
    )


def formula_math(rate: RateDefinition, known: Mapping[str, Term]) -> str:
    """The formula, typeset as MathML, which browsers draw without a script."""
    scale = f"<mo>×</mo><mn>{rate.per:,}</mn>" if rate.per else ""
    return (
        f'<math display="block"><mtext>{escape(rate.label)}</mtext><mo>=</mo>'
        f"<mfrac><mrow>{_row(rate.numerator, known)}</mrow><mrow>"
        f"{_row(rate.denominator, known)}</mrow></mfrac>{scale}</math>"
    )


def _row(part: Mapping[str, Decimal], known: Mapping[str, Term]) -> str:
    text = ""
    for name, weight in part.items():
        sign = "<mo>−</mo>" if weight < 0 else "<mo>+</mo>" if text else ""
        size = "" if abs(weight) == 1 else f"<mo>×</mo><mn>{abs(weight).normalize():f}</mn>"
        text += f"{sign}<mtext>{escape(known[name].label)}</mtext>{size}"
    return text


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts if text)
    return f"<dl>{rows}</dl>"


def _value(value: Decimal | None) -> str:
    return "缺失" if value is None else fmt.pct(value)


def _users(sets: Iterable[DefinitionSet]) -> dict[tuple[str, str], list[str]]:
    """Which frameworks score an indicator of the same name."""
    from evallib.scoring.framework.catalogue import list_frameworks

    frameworks = [(framework.name, {leaf.name for leaf in framework.leaves}) for framework in list_frameworks()]
    return {
        (found.id, rate.name): [name for name, leaves in frameworks if leaves & {rate.label, *rate.synonyms}]
        for found in sets
        for rate in found.rates
    }


def _terms() -> str:
    """Every quantity that rates are made of, for figures that show counts and amounts themselves."""
    items = "".join(
        f'<dt id="terms.{name}">{escape(term.label)}（{escape(term.unit)}）</dt><dd>{escape(term.meaning) or "—"}</dd>'
        for name, term in terms().items()
    )
    return (
        '<section id="terms"><h2>要素</h2><p>图表中的件数、人数和金额，以及各率的分子、分母，由这些要素组成。</p>'
        f"<dl>{items}</dl></section>"
    )


def _methods() -> str:
    from evallib.indicators import comparisons, exact_windows, intervals, printed, response, trend

    shown: list[Callable[..., Any]] = [
        intervals.wilson,
        intervals.weighted_index,
        intervals.poisson,
        intervals.finite_size,
        comparisons.difference_interval,
        comparisons.discoveries,
        exact_windows.exact_windows,
        trend.cochran_armitage,
        printed.implied_denominators,
        response.response_bounds,
    ]
    items = ""
    for method in shown:
        text = (inspect.getdoc(method) or "").split(">>>")[0]
        module = inspect.getmodule(method)
        source = "" if "Source" in text else _source(module.__doc__ or "" if module else "")
        paragraphs = [
            part.strip()
            for part in [*text.split("\n\n"), source]
            if part.strip() and not part.strip().startswith(("Args:", "Returns:", "Raises:"))
        ]
        items += (
            f"<article><h3><code>{method.__name__}</code></h3>"
            f"{''.join(f'<p>{escape(part)}</p>' for part in paragraphs)}</article>"
        )
    return f'<section id="methods" lang="en"><h2>统计方法</h2>{items}</section>'


def _source(text: str) -> str:
    return next((part for part in text.split("\n\n") if part.strip().startswith("Source")), "")
