"""Charts (图表): indicator frames → plotly figures; no maths of their own."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "budget": "budget_steps",
    "four_rates": "rates_against_average",
    "funnel": "funnel_figure",
    "league": "league_figure",
    "pareto": "decomposition_figure lorenz_figure moves_figure pareto_figure",
    "requests": "failures_by_group requests_by_category",
    "satisfaction": "LEVEL_COLORS satisfaction_levels",
    "scorecard": "level_rates points_lost tornado",
    "spc": "process_figure small_multiples",
    "theme": "COLORS FONT GREEN RED figure",
    "units": "rate_by_unit_figure",
    "places": "coordinate_map tile_map",
    "volume": "clock_figure survival_figure volume_by_month volume_change_figure",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
