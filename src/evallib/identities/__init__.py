"""Identities (勾稽关系): the arithmetic of figures that must agree. Pure: no files, no frames of a certain kind."""

from __future__ import annotations

from evallib.model.lazy_names import lazy_names

#: Module → names that the room offers from it: a file can move without a user of the room noticing.
_NAMES = {
    "calculations": "Disagreement OPERATIONS sums",
    "printed_places": "named_by rounding_room",
    "scales": "mixed_money_units mixed_rate_scales wrong_types",
    "shares": "group_sums",
    "wholes": "BARE find_wholes",
}
__all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
