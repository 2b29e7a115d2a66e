"""evallib: exact, explainable indicators, scoring and audit for 预算绩效评价 and 12345 hotlines.

``import evallib as ev``, then ``h = ev.open("huacao", 2023)`` and Tab; the other names are the maths alone. Importing
this package is cheap on purpose: a name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.2.0"

#: Name → module that holds it: the face of the package, listed by `dir`.
_FACE = {
    "open": "workbench.opening",
    "district": "workbench.opening",
    "units": "workbench.opening",
    "map_columns": "workbench.column_map",
    "Result": "workbench.result",
    "formulas": "workbench.origins",
    "controls": "workbench.lab.controls",
    "chooser": "workbench.lab.controls",
    "check_given": "workbench.given_parameters",
    "proportion": "indicators.proportions",
    "proportions": "indicators.proportions",
    "wilson_interval": "indicators.proportions",
    "four_rates": "indicators.four_rates",
    "budget_execution": "indicators.budget",
    "growth": "indicators.change",
    "difference_pp": "indicators.change",
    "weighted_satisfaction": "indicators.satisfaction",
    "survey_indices": "indicators.satisfaction",
    "league_table": "indicators.ranking",
    "funnel": "indicators.funnel",
    "process_chart": "indicators.spc",
    "pareto": "indicators.pareto",
    "decompose_change": "indicators.decomposition",
    "concentration": "indicators.concentration",
    "find_framework": "scoring.framework.catalogue",
    "score_unit": "scoring.score",
    "audit_report": "audit",
    "round_half_up": "model.rounding",
    "mask_text": "privacy",
    "EvallibError": "model.problems",
}
__all__ = ["__version__", *_FACE]  # noqa: PLE0604 - names of the face, loaded lazily


def __getattr__(name: str) -> Any:
    """Load a name of the face when it is first used (PEP 562)."""
    if name not in _FACE:
        raise AttributeError(f"module 'evallib' has no attribute {name!r}")
    try:
        return getattr(import_module(f"evallib.{_FACE[name]}"), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("evallib"):
            raise
        raise ImportError(f"evallib.{name} 还需要 {error.name}：请运行 pip install 'evallib[workspace]'") from error


def __dir__() -> list[str]:
    return sorted(__all__)
