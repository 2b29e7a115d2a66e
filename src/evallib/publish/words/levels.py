"""Levels (置信水平): how sure an interval is, in the words and headers beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evallib.indicators.proportions import is_missing
from evallib.model.problems import EvallibError, Problem

#: What pages show.
USUAL = 0.95
LEAST = 0.5


def level_text(confidence: Any) -> str:
    """A level as people write it; the usual one where a row tells none.

    >>> level_text(0.95), level_text(0.998), level_text(None)
    ('95%', '99.8%', '95%')
    """
    return f"{(USUAL if is_missing(confidence) else float(confidence)) * 100:g}%"


def check_level(confidence: float) -> float:
    """A level that intervals can have.

    Raises:
        EvallibError: it is no fraction between a half and one.
    """
    if not LEAST <= confidence < 1:
        raise EvallibError(
            Problem(
                "rates.level",
                "置信水平不在 0.5 到 1 之间",
                value=str(confidence),
                expected="例如 0.9、0.95、0.99",
                advice="请写小数，95% 写作 0.95",
            )
        )
    return confidence


def at_level(columns: Mapping[str, tuple[str, Callable[[Any], str]]], confidence: float) -> dict[str, Any]:
    """Columns whose headers name the level of their limits.

    >>> at_level({"lower": ("95% 下限", str), "note": ("说明", str)}, 0.99)["lower"][0]
    '99% 下限'
    """
    usual, level = level_text(USUAL), level_text(confidence)
    return {name: (title.replace(usual, level, 1), form) for name, (title, form) in columns.items()}
