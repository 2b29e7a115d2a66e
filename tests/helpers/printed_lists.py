"""Lists of printed rules with their points, reckoned by hand (tests/parsing), read once for all tests that use them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "parsing"


@cache
def printed(*names: str) -> list[dict[str, Any]]:
    """The entries of some of the lists: rules, wordings, states, phrasings."""
    texts = [(FOLDER / f"printed_{name}.yaml").read_text(encoding="utf-8") for name in names]
    return [entry for text in texts for entry in yaml.load(text, yaml.CSafeLoader)]
