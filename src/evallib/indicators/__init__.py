"""Indicators (指标): pure maths, frame in and frame out."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "budget": "adjustment_rate budget_execution execution_rate totals_by_year",
    "change": "difference_pp growth",
    "comparability": "Break like_for_like merged_institutions partial_total",
    "comparisons": "compare_rates differ difference_interval discoveries score_chances",
    "completion": "published_request_rates task_completion",
    "concentration": "lorenz_curve request_counts_by",
    "control_limits": "xmr_limits",
    "decomposition": "decompose_change leverage",
    "dispersion": "between_variance shrunken",
    "exact_windows": "run_luck",
    "four_rates": "FOUR_RATES standard_name",
    "rate_periods": "split_periods",
    "frames": "as_ibis as_pandas",
    "funnel": "funnel_limits",
    "handling_time": "handling_times survival_curve survival_quantile survival_table",
    "measures": "means rates_per ratios weighted_indices",
    "monthly_volume": "SEASON_OUT SEASON_UNKNOWN adjusted_volume volume_chart",
    "parts": "RATE_COLUMNS",
    "printed": "agrees answers_from_shares implied_answers implied_denominators places_of",
    "proportions": "proportion ratio wilson_interval",
    "published_counts": "count_growth shares",
    "ranking": "league_table rank_intervals",
    "rate_rules": "RateRule resolution_rule rules satisfaction_rule",
    "request_counts": "COUNTS count_requests fetch sum_counts with_missing_columns",
    "repeated_matters": "repeated repeated_by",
    "request_states": "frozen state_counts",
    "request_rates": "FOUR_RATE_RULES HUACAO_RULES OTHER_RULES case_rates needed_counts rates_from_counts",
    "response": "published_response response_bounds response_funnel stratified_rate",
    "satisfaction": "satisfied_shares survey_indices weighted_satisfaction",
    "spc": "ChartOptions find_special_causes process_chart",
    "special_causes": "find_causes rule_set",
    "staffing": "staffing_control_rate",
    "trend": "cochran_armitage episodes",
    "places": "coordinate_grid counts_by_place place_tiles",
    "withheld": "withhold",
    "workload": "is_comparable rate_change volume volume_change",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
