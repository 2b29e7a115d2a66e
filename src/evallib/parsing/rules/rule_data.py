"""The type of a rule as plain data: what JSON and YAML can hold; numbers are texts (decimals or fractions)."""

from __future__ import annotations

from typing import Any

Rule = dict[str, Any]
