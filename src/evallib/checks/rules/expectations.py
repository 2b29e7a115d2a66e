"""Custom expectations (自定义校验规则): the trade's identities as great-expectations classes.

Their names in a suite are those of the classes in snake case, e.g. ``expect_sums_to_agree``. Import this module only
where great-expectations is loaded anyway (`evallib.checks.rules.engine`).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library's own deprecations on import are not the user's business
    from great_expectations.core.metric_domain_types import MetricDomainTypes
    from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
    from great_expectations.expectations.expectation import BatchExpectation
    from great_expectations.expectations.metrics.metric_provider import metric_value
    from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
    from great_expectations.render.components import (
        LegacyDiagnosticRendererType,
        LegacyRendererType,
        RenderedStringTemplateContent,
    )
    from great_expectations.render.renderer.renderer import renderer

from evallib.checks.completion_rates import completion_rates
from evallib.checks.outcome import tell_disagreement
from evallib.identities.calculations import Disagreement, calculations, sums
from evallib.identities.scales import mixed_money_units, mixed_rate_scales, wrong_types
from evallib.identities.shares import group_sums, shares


class TableRows(TableMetricProvider):
    """The rows themselves: identities look at the whole table."""

    metric_name = "table.rows"

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(cls, execution_engine: Any, metric_domain_kwargs: dict[str, Any], **_: Any) -> Any:  # noqa: N805
        rows, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        return rows


class ExpectIdentity(BatchExpectation):
    """Base of the identities: no disagreement is found; all of them stand in ``details``."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("table.rows",)
    #: What is expected, in Chinese, with the arguments in braces.
    words: ClassVar[str] = ""
    identity: ClassVar[Callable[..., Iterator[Disagreement]]]
    arguments: ClassVar[tuple[str, ...]]

    def _validate(
        self, metrics: dict[Any, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[Any, Any]:
        rows = metrics["table.rows"]
        found = list(type(self).identity(rows, **{name: getattr(self, name) for name in type(self).arguments}))
        return {
            "success": not found,
            "result": {
                "element_count": len(rows),
                "unexpected_count": len(found),
                "observed_value": f"{len(found)} 处不符" if found else "相符",
                "details": {"found": [tell_disagreement(one) for one in found]},
            },
        }

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> list[Any]:
        """What is expected, in Chinese: the rule's own words, or those of its kind."""
        configuration = configuration or result.expectation_config
        words = (configuration.meta or {}).get("rule") or cls.words.format_map(_Blank(configuration.kwargs))
        return [_text(words)]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_STATEMENT)
    def _diagnostic_unexpected_statement_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> list[Any]:
        """Each disagreement in a line: what is printed, what it should be, and how that arises."""
        found = (result.result.get("details") or {}).get("found", [])
        return [
            _text(
                f"{one['subject']} {one['column']}：读到 {one['printed']}，"
                f"应为 {one['recomputed']}（{one['arithmetic']}）"
            )
            for one in found
        ]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> str:
        """How many disagree."""
        return str((result.result if result else {}).get("observed_value", "—"))


def _text(words: str) -> Any:
    return RenderedStringTemplateContent(
        content_block_type="string_template", string_template={"template": words.replace("$", "＄")}
    )


class _Blank(dict[str, Any]):
    """Arguments for a sentence; one that was not given leaves nothing."""

    def __missing__(self, key: str) -> str:
        return ""


class ExpectSumsToAgree(ExpectIdentity):
    """合计、小计、上级科目 equal the sum of their parts (`evallib.identities.calculations.sums`)."""

    words: ClassVar[str] = "{columns}：合计等于各行之和"
    columns: list[str]
    label: str
    rows: str = "below"
    by: tuple[str, ...] = ()
    level: str = ""
    listed: float = 0
    unit: str = ""
    identity = staticmethod(sums)
    arguments = ("columns", "label", "rows", "by", "level", "listed", "unit")


class ExpectCalculationsToAgree(ExpectIdentity):
    """A printed rate, product or balance equals what its row gives (`evallib.identities.calculations.calculations`)."""

    words: ClassVar[str] = "{result} 等于 {operands} 按 {operation} 算出的数"
    result: str
    operation: str
    operands: list[str]
    label: str
    by: tuple[str, ...] = ()
    tolerance: str = "0"
    unit: str = ""
    identity = staticmethod(calculations)
    arguments = ("result", "operation", "operands", "label", "by", "tolerance", "unit")


class ExpectGroupsToAddUp(ExpectIdentity):
    """Shares add to 100%, weights to 100 分 (`evallib.identities.shares.group_sums`)."""

    words: ClassVar[str] = "{column} 各项之和为 {total}"
    column: str
    by: tuple[str, ...] = ()
    total: str = "1"
    slack: str = "0"
    unit: str = ""
    several: str = ""
    rows: str = ""
    label: str = ""
    level: str = ""
    only: dict[str, str] | None = None
    complete: bool = True
    figure: str = ""
    identity = staticmethod(group_sums)
    arguments = ("column", "by", "total", "slack", "unit", "several", "rows", "label", "level", "only", "complete",
                 "figure")  # fmt: skip


class ExpectSharesToAgree(ExpectIdentity):
    """A printed share is its figure divided by the whole (`evallib.identities.shares.shares`)."""

    words: ClassVar[str] = "{column} 等于 {figure} 除以总数"
    column: str
    figure: str
    label: str
    by: tuple[str, ...] = ()
    rows: str = "below"
    level: str = ""
    only: dict[str, str] | None = None
    complete: bool = True
    unit: str = ""
    identity = staticmethod(shares)
    arguments = ("column", "figure", "label", "by", "rows", "level", "only", "complete", "unit")


class ExpectOneMoneyUnit(ExpectIdentity):
    """万元 and 元 are not mixed (`evallib.identities.scales.mixed_money_units`)."""

    words: ClassVar[str] = "{columns} 不混用万元与元"
    columns: list[str]
    label: str
    by: tuple[str, ...] = ()
    rows: tuple[str, ...] = ("below",)
    level: str = ""
    identity = staticmethod(mixed_money_units)
    arguments = ("columns", "label", "by", "rows", "level")


class ExpectOneRateScale(ExpectIdentity):
    """Fractions and percentages are not mixed (`evallib.identities.scales.mixed_rate_scales`)."""

    words: ClassVar[str] = "{column} 不混用小数与百分数"
    column: str
    label: str
    ratio: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    shares: bool = False
    only: dict[str, str] | None = None
    identity = staticmethod(mixed_rate_scales)
    arguments = ("column", "label", "ratio", "by", "shares", "only")


class ExpectDeclaredTypes(ExpectIdentity):
    """Every column has the type that the table kind declares (`evallib.identities.scales.wrong_types`)."""

    words: ClassVar[str] = "各列的类型与表结构一致"
    types: dict[str, str]
    identity = staticmethod(wrong_types)
    arguments = ("types",)


class ExpectCompletionRatesToAgree(ExpectIdentity):
    """A printed 办结率 is 办结 ÷ 立案 (`evallib.checks.completion_rates`)."""

    words: ClassVar[str] = "办结率等于办结数除以立案数"
    identity = staticmethod(completion_rates)
    arguments = ()
