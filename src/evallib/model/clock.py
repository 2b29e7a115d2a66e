"""The clock (时钟): the one place that asks what time it is; SOURCE_DATE_EPOCH stops it for a reproducible build."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> datetime:
    """The time now, UTC, or the time that SOURCE_DATE_EPOCH names.

    Source: <https://reproducible-builds.org/specs/source-date-epoch/>.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)


def stamp() -> str:
    """The time now as text."""
    return now().isoformat(timespec="seconds")
