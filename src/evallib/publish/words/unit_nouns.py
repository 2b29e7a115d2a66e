"""What units are called together (街镇、单位): one word on a whole page."""

from __future__ import annotations

import re
from collections.abc import Sequence

TOWNS, UNITS = "街镇", "单位"
TOWN = re.compile(r"(?:镇|街道|乡)(?:（示例）|人民政府|办事处)?$")


def unit_noun(names: Sequence[str]) -> str:
    """What the units are together: 街镇 where all of them are, else 单位.

    >>> unit_noun(["某镇", "某街道", "某某乡"]), unit_noun(["某镇", "某区文旅局"])
    ('街镇', '单位')
    """
    return TOWNS if names and all(TOWN.search(name) for name in names) else UNITS
